"""English."""

from segue.assist.cues.english_feeling import FEELING
from segue.assist.cues.english_topics import TOPICS
from segue.assist.cues.table import Cues, Headings, phrases, words

_TEAM = (
    r"(?:(?:our|the|their|my|a|an|your|someone|somebody|anyone)\s+)?(?:[\w&'-]+\s+){0,3}"
    r"(?:team|desk|department|dept|specialists?|supervisor|manager|engineers?|technicians?|"
    r"office|branch|unit|adjuster|nurse|doctor|pharmacist|colleagues?|crew|tier (?:two|three|2|3)|"
    r"second[- ]line|back office|underwriting|underwriters?|dispatch|escalations?|billing|claims|"
    r"warehouse|depot|line|people|folks|agent|advisor|adviser|officer|examiner|caseworker|"
    r"group|squad|support|operations|ops|security|compliance|finance|legal|relations|retention)"
)

ENGLISH = Cues(
    language="en",
    headings=Headings(
        reason="Reason",
        mood="Mood",
        facts="Facts",
        tried="Tried",
        promises="Promised",
        open_questions="Open",
        next_step="Next",
        moods={
            "positive": "positive",
            "neutral": "neutral",
            "negative": "negative",
            "frustrated": "frustrated",
        },
        customer="customer",
        agent="agent",
        nothing="Nothing has been said yet.",
    ),
    feeling=FEELING,
    common=words(
        "the and you that it is was for on are with they be at this have from i not but what all "
        "were we when your can there an which their if will how do my it's i'm don't so to of in"
    ),
    chatter=words(
        "the a an i you we it it's that's i'm i've i'd i'll you're you've we're we've they've "
        "is are was were am been be being have has had 've 're um uh uhm er erm hm mm mhm oh ah "
        "okay ok well so yeah yep yes right just really actually basically literally like please "
        "ma'am sir there's here's this my your our also then now "
        "quite pretty kind sort honestly obviously simply even very exactly anyway"
    ),
    openers=phrases(
        r"(?:okay|ok|all right|alright|right|well|so|yeah|yes|yep|yup|sure|um+|uh+|er+m?|hm+|mm-?hm|oh|ah|"
        r"and|but|great|perfect|good|lovely|excellent|thanks?(?: you)?|understood|got it|i see|"
        r"i understand|i hear you|of course|no problem|look|listen|listen up|hi|hello|hey|now|because|'cause|"
        r"plus|also|anyway|as i said|like i said|let me see|one moment|hang on|hold on|one sec|sorry|"
        r"i'm sorry|i mean|you know|please|ma'am|sir|basically|actually|honestly|to be honest|"
        r"good morning|good afternoon|good evening|morning|what i can do is|what i have done is|"
        r"what i've done is|it looks like|looks like|i can see(?: that)?|i see(?: that)?|it says(?: here)?(?: that)?|"
        r"i think|i guess|i believe|i do see|do that|in the meantime|meanwhile|go ahead|then)"
        r"(?:[\s,.…!:-]+|$)"
    ),
    small_talk=phrases(
        r"how can i help",
        r"how may i help",
        r"thanks? (?:you )?for (?:calling|holding|waiting|your patience)",
        r"anything else",
        r"take your time",
        r"have a (?:good|great|nice|lovely)",
        r"i(?:'m| am) (?:so |very |really )?sorry (?:to hear|about that|for that|for the)",
        r"i (?:completely |totally |fully )?understand(?: your| how| why|$)",
        r"thank you so much",
        r"you're welcome",
        r"my pleasure",
        r"bear with me",
        r"one (?:moment|second|sec|minute)",
        r"give me a (?:second|sec|moment|minute)",
        r"(?:speaking|talking) (?:with|to) whom?",
        r"can you hear me",
        r"i apologi[sz]e",
        r"i appreciate (?:that|it|your)",
    ),
    correcting=phrases(
        r"no",
        r"nope",
        r"sorry",
        r"wait",
        r"hang on",
        r"hold on",
        r"scratch that",
        r"strike that",
        r"correction",
        r"i mean",
        r"i meant",
        r"make (?:that|it)",
        r"rather",
        r"or rather",
        r"actually",
        r"my mistake",
        r"my bad",
        r"excuse me",
        r"pardon",
        r"apologies",
        r"not right",
        r"wrong",
        r"oops",
        r"whoops",
        r"let me (?:re-?read|check|start|read|say|try)",
        r"i misread",
        r"misspoke",
        r"reading it wrong",
        r"ignore that",
        r"forget that",
    ),
    refusing=phrases(
        r"no",
        r"nope",
        r"nah",
        r"not quite",
        r"not exactly",
        r"wrong",
        r"that's (?:wrong|not right|not it|incorrect|the old)",
        r"it's not",
        r"it isn't",
        r"actually",
        r"although it should",
        r"it should be",
        r"should be",
        r"should have been",
        r"you mean",
        r"close",
        r"sorry",
        r"not anymore",
        r"i changed that",
        r"almost",
        r"i (?:mis(?:read|heard|spoke)|read it)",
        r"correction",
        r"i see (?:it as|here)",
    ),
    hedging=phrases(
        r"i think",
        r"i believe",
        r"i guess",
        r"maybe",
        r"probably",
        r"if i remember",
        r"i'd say",
        r"not sure",
        r"something like",
        r"should be",
        r"i thought",
        r"must be",
        r"i want to say",
    ),
    not_this=phrases(r"not(?: the| a| an| on| at| in| for)?", r"isn't", r"instead of", r"rather than"),
    topics=TOPICS,
    wanting=phrases(
        r"i(?:'m| am)? (?:calling|ringing|phoning|call)(?: in)?(?: about| because| regarding| to| for| with| on)",
        r"i(?:'d| would) (?:like|love|rather|need) to",
        r"i (?:want|need|wanted|needed|have) to",
        r"i(?:'m| am) (?:trying|hoping|looking) (?:to|for)",
        r"i (?:want|need) (?:my|a|an|the|somebody|someone|you|this|that|it|help)",
        r"i was (?:wondering|hoping)",
        r"it's about",
        r"regarding",
        r"there's (?:a|an|some|no)",
        r"i(?:'ve| have) (?:got )?(?:a|an|this)",
        r"we(?:'ve| have) (?:got )?(?:a|an)",
        r"my (?:\w+ ){1,3}(?:is|was|has|isn't|won't|hasn't|didn't|never|keeps|came|got|says|'s)",
        r"can you (?:help|fix|tell|explain)",
        r"could you (?:help|tell|explain)",
        r"i got (?:a|an|this|the)",
        r"i received",
    ),
    trouble=phrases(
        r"problem\w*", r"issues?", r"wrong", r"broken?", r"broke", r"fail\w*", r"errors?",
        r"(?:can|could|won|does|did|do|is|has|have|was|are|would)(?:n't|not| not)", r"cannot",
        r"not (?:working|received|arrived|there|showing|right|letting)", r"charg(?:ed|es?|ing)",
        r"overcharged", r"double", r"twice", r"refund\w*", r"cancel\w*", r"missing", r"missed",
        r"late", r"delay\w*", r"lost", r"stuck", r"stolen", r"damag\w*", r"crack\w*", r"leak\w*",
        r"down", r"outage", r"declined?", r"denied", r"refused", r"rejected", r"locked", r"blocked",
        r"bounced", r"never", r"short", r"expired?", r"disconnected", r"overdue", r"duplicate",
        r"stopped", r"frozen?", r"crash\w*", r"slow", r"dead", r"fraud\w*", r"unauthori[sz]ed",
        r"suspended", r"gone", r"no longer", r"increase\w*", r"went up", r"jumped", r"disputed?",
        r"complain\w*", r"injur\w*", r"hurt", r"water", r"smoke", r"smell\w*", r"ripp?(?:ed)?",
        r"click(?:s|ing)", r"blink(?:s|ing)", r"nothing", r"breached", r"pending", r"faulty",
        r"defective", r"torn", r"dented", r"scratched", r"noise", r"stain\w*", r"overbooked",
    ),
    done=phrases(
        r"(?:i|we)(?:'ve| have) (?:also |already |just |now |even )*(?!got\b|had\b|seen\b|noted\b)\w+(?:ed|en|t|one|ut|un|ade)",
        r"i (?:also |just )?(?:tried|checked|called|rang|spoke|messaged|emailed|sent|asked|re-?sent|reset|cleared|removed|added|looked|moved|ran|attempted|put)",
        r"(?:i'm|i am) (?:blocking|cancelling|canceling|crediting|removing|sending|resetting|resending|pushing|refunding|reversing|filing|opening|freezing|locking|putting in)",
        r"tr(?:y|ied|ying) (?:to|and)", r"so (?:you've|you have|that's) (?:tried|done|been)", r"test (?:fails|failed|shows)",
    ),
    tried=phrases(
        r"(?:i|we|she|he|they|you)(?:'ve| have|'d| had)? (?:also |already |just |now |even |both |twice )*"
        r"(?:tried|checked|called|rang|phoned|spoke|talked|messaged|emailed|texted|sent|resent|re-sent|"
        r"restarted|rebooted|reset|re-?set|reinstalled|unplugged|plugged|replaced|changed|swapped|"
        r"cleaned|cleared|updated|re-?uploaded|uploaded|refreshed|forced|removed|added|blocked|"
        r"unblocked|cancelled|canceled|reversed|credited|refunded|waived|requested|ordered|escalated|"
        r"opened|filed|raised|logged|submitted|applied|extended|re-?issued|re-?booked|moved|turned|"
        r"switched|flipped|shut|dragged|looked|searched|visited|went|walked|knocked|asked|contacted|"
        r"left|run|tested|verified|confirmed|re-?sync\w*|pushed|released|unlocked|locked|frozen|froze|"
        r"put|taken|took|set|started|pulled|posted|paid|disputed|reported|returned|mailed|faxed|"
        r"downloaded|deleted|disabled|enabled|offered|booked|scheduled|re-?scheduled|corrected|"
        r"adjusted|paused|stopped|flagged|activated|deactivated|re-?activated|logged|entered|"
        r"re-?entered|typed|re-?routed|overrode|transferred|granted|approved|denied|declined|noted|"
        r"power[- ]cycled|voided|processed|attempted|"
        r"descaled|bled|topped|tightened|measured|re-?calculated|re-?run|re-?ran|rolled|cashed|flushed)",
        r"(?:tried|trying|attempted) (?:to|the|it|that|this|a|again|twice|with|all|both|restarting|"
        r"resetting|another|different|your|my|other)",
        r"did (?:that|try|call|check|walk|restart|reset|ask|send|reboot|all|both|it)",
        r"(?:done|did) (?:that|the|all)", r"no (?:luck|joy|difference|change|answer|reply|response|effect)",
        r"same (?:thing|error|result|message|issue|problem)", r"still (?:nothing|the same|down|broken)",
        r"(?:restarted|rebooted|reset|reinstalled|re-?uploaded|descaled|unplugged|swapped|replaced|"
        r"knocked|asked|checked|cleared|changed|switched|called|emailed) (?:it|the|both|my|your|twice|"
        r"three|them|everything|all|him|her|again|with|and|at|a|an|every)",
        r"test (?:fails|failed|passes|passed|shows|came)", r"turned (?:it )?(?:off|on)",
        r"so (?:you've|you have|that's) (?:tried|done|been)", r"we've already", r"you've already",
        r"(?:i'm|i am) (?:blocking|cancelling|canceling|crediting|removing|sending|resetting|"
        r"re-?sending|pushing|refunding|reversing|placing|putting|filing|opening|freezing|locking)",
        r"factory reset", r"line test", r"reboot", r"(?:is|are|was|been|it's|that's) (?:now )?(?:blocked|frozen|"
        r"removed|credited|reversed|waived|re-?sent|reset|cancelled|canceled|unlocked|paused|refunded)",
    ),
    failed=phrases(
        r"(?:giv(?:es?|ing)|gave|throws?|got|getting|shows?|showing) (?:me |us )?(?:an? |the |this )?(?:\w+ )?error",
        r"(?:won't|doesn't|didn't|isn't|wasn't|not|wouldn't) (?:let|letting|allow|allowing|take|work|working|"
        r"accept|go through|going through|help|stick|respond|going)(?: me| us)?",
        r"can't (?:close|do|change|cancel|override|waive|approve|release|issue|see|access|unlock|fix|"
        r"remove|confirm|reverse|edit|open|get|move|book|clear|refund|process|touch|authori[sz]e|find)",
        r"(?:couldn't|could not|unable to|not able to|cannot|not authori[sz]ed)", r"(?:was|were|got|it's been|been) "
        r"(?:declined|denied|rejected|refused)", r"(?:it's|is|was|are|they're|'s) (?:locked|closed|greyed out|grayed out|full|"
        r"sold out|blocked|out of stock|over my limit|above my|gone)", r"fails?", r"failed", r"timed? out",
        r"above me", r"over my (?:limit|authority|head)", r"beyond my", r"don't have (?:the )?(?:access|authority|permission|rights)",
        r"system (?:won't|doesn't|isn't|only|rejected|says no|refuses)", r"only (?:lets|allows) me",
        r"no (?:luck|joy|difference|change|answer|reply|effect)", r"kicks? me (?:out|back)", r"bounces? back",
        r"nothing (?:happened|changed|works|worked|since)",
    ),
    offered=phrases(
        r"(?:i|we) (?:can|could) (?:also )?(?:offer|give|book|put|do|add)", r"what i can (?:offer|do)",
        r"would you (?:like|take|accept|prefer|be)", r"(?:earliest|next|only) (?:\w+ ){0,3}(?:slot|appointment|flight|date|opening)",
        r"offered", r"refused?", r"alternatively", r"instead i (?:can|could)", r"how about",
    ),
    promised=phrases(
        r"(?:i|we)(?:'ll| will| shall) (?!need|have to|not be able|put you|transfer|connect|bring|get you|hand|let you go|be brief)\w+",
        r"i(?:'m| am) (?:going to|gonna) (?!transfer|connect|put you|bring|hand|get you|hold you)\w+",
        r"you(?:'ll| will| should) (?:get|have|receive|see|hear|be|find|not be|also get)\b",
        r"(?:they|he|she|it|that|somebody|someone)(?:'ll| will) (?:be |call|ring|email|text|send|arrive|come|get|show|post|refund|"
        r"credit|reach|contact|take|go|land|ship|drop|reply|respond|answer|clear|update|write|let|waive|look|review|decide)",
        r"within (?:\w+ )?(?:\w+ )?(?:\w+ )?(?:hours?|days?|minutes?|weeks?)", r"(?:i|we) (?:can )?(?:promise|guarantee)",
        r"takes? (?:about |around |up to )?[\w-]+(?: (?:to|or) \w+)? (?:business |working )?(?:days?|hours?|weeks?|minutes?)",
        r"(?:on|a courtesy|courtesy) hold", r"held (?:for|till|until)", r"holding (?:it|that|this|the|those)", r"aim to",
        r"by (?:tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|noon|end of|close of|the end|\d)",
        r"won't be (?:charged|billed|cut|disconnected|cancelled|debited|any)", r"no (?:charge|cost|fee|postage)", r"free of charge",
        r"(?:so )?it won't", r"(?:minutes|hours|days) out", r"guaranteed", r"they send", r"covered", r"prepaid",
        r"(?:should|will) (?:arrive|be there|show|post|land|appear|clear)",
    ),
    handing_over=phrases(
        r"(?:put|putting|get|getting|pass|passing|hand|handing|send|sending) (?:you|this|it|her|him) "
        r"(?:through|over|to|across|on|straight)", r"connect(?:ing)? you", r"transfer(?:ring)? (?:you|this|the call)",
        r"bring(?:ing)? in", r"stay on(?: the line| with| till| until)?", r"introduce you", r"don't hang up", r"hold the line",
        r"one of our", r"tell them everything", r"explain (?:it|everything|the)", r"on the line now", r"have a word",
    ),
    others_task=phrases(
        rf"{_TEAM}[^.?!]{{0,30}}?\b(?:can|could|will|should|must|needs?|has|have|to|who|would|might|'ll|does|do|handles?|decides?|files?|opens?|"
        r"looks?|reviews?|issues?|approves?)",
        r"(?:they|she|he|someone|somebody|who|nobody else|only they)(?:'ll| can| could| will| should| must| need to| needs to| have to|'d| would| might| may| ought) "
        r"(?:\w+ )?(?!be brief)\w+",
        r"(?:has|have|needs?) to be \w+", rf"(?:only|needs?|need|want|get|takes?|require[sd]?) {_TEAM}",
        r"to (?:approve|release|override|unlock|review|investigate|recall|dispatch|authori[sz]e|escalate|reissue|confirm)",
        r"they (?:file|decide|open|send|issue|approve|handle|look|review|check|process)",
        r"(?:is|are) able to", r"has the authority", r"(?:have|has) (?:the )?(?:authority|access|power)",
    ),
    customers_task=phrases(
        r"(?:please|kindly|just|then|and|so) (?:change|send|email|upload|keep|take|call|check|bring|have|reply|forward|"
        r"sign|fill|complete|return|avoid|stop|don't|do not|leave|write|make|monitor|mail|download|photograph|scan|log|"
        r"reset|use|drop|ship|pack|turn|switch|unplug|get|note|watch|provide|confirm|visit|file|report|text)",
        r"^(?:keep|take|send|email|upload|bring|have|change|call|check|leave|don't|do not|save|mail|reply|return|watch)",
        r"you(?:'ll| will) (?:need|have|want) (?:to|that|the|your|a|it)", r"you (?:need|have|should|must|ought) to",
        r"(?:can|could|would|will) you (?!hear|tell me|confirm|give me|spell|repeat|hold|read|see|describe|say|help|"
        r"explain|stop|just stop|please hold|stay|waive|do anything|check if|check on)(?:please |also |just )?\w+",
        r"they(?:'d| would|'ll| will)? (?:want|need|ask for|require) (?:the|a|an|your|to see|some|proof|photos?)",
        r"i(?:'d| would|'ll| will| just| only)? (?:need|require) (?:you|the|a|an|your|some|proof)",
        r"(?:would be|'d be) (?:good|great|helpful|useful)", r"make sure (?:you|to|that)", r"have (?:it|that|the|your) \w+ (?:handy|ready|to hand)",
        r"(?:handy|ready|to hand)",
    ),
    customers_word=phrases(
        r"i(?:'ll| will) (?!not|never|be honest|take it|tell you|hold|wait|stay|believe|have to|be|say|see|take that|cancel|sue|go to|"
        r"file|report|leave|switch|hang)\w+", r"i(?:'m| am) (?:going to|gonna) (?!cancel|sue|lose|miss|file|hold|be|die|go crazy|say)\w+",
        r"i can (?:do|send|email|upload|take|get|bring|forward|scan|pay|drop|call|provide|go|text|have)",
        r"(?:my \w+|he|she|we)(?:'ll| will| can) (?:do|send|email|bring|be|pick|sign|call|take|drop)", r"let me (?:send|email|upload|forward)",
    ),
    wish=phrases(
        r"(?:can|could|would|will) (?:you|they|somebody|someone|he|she) (?:please |also |at least |just )?(?!hear|repeat|say|believe|imagine)\w+",
        r"if (?:they|you|somebody|someone|he|she) (?:could|can|would)", r"i(?:'d| would) (?:like|prefer|rather|appreciate)", r"i (?:want|need|prefer|insist|expect|asked|demand)",
        r"somebody (?:might|should|needs)", r"someone (?:might|should|needs)", r"(?:so|please|then|just|and) (?:send|call|text|email|cancel|refund|fix|waive|put|give|make|tell|don't|do|remove|"
        r"stop|get|credit|replace|reship|ship|change|move|check|let|look|note)", r"make sure", r"(?:would|'d) be (?:nice|good|great|perfect)",
        r"best to", r"(?:that's|it's) (?:what|all) i (?:want|need|ask)",
    ),
    alert=phrases(
        r"allerg\w+", r"rash", r"epi-?pen", r"diabet\w+", r"insulin", r"pregnan\w+", r"wheelchair", r"disabled?", r"disability", r"asthma\w*", r"oxygen",
        r"pacemaker", r"medication", r"dialysis", r"ventilator", r"newborn", r"baby", r"infant", r"elderly", r"surgery", r"hospital", r"deaf", r"blind",
        r"hard of hearing", r"hearing", r"nut(?:s)?", r"peanuts?", r"shellfish", r"seafood", r"latex", r"penicillin", r"gluten", r"celiac", r"coeliac", r"vegan", r"kosher", r"halal",
        r"injur\w+", r"hurt", r"fire", r"smoke", r"gas", r"police", r"lawyer", r"attorney", r"solicitor", r"sue", r"court", r"ombudsman", r"regulator", r"fcc", r"dot", r"cfpb",
        r"press", r"twitter", r"review", r"deadline", r"by (?:the )?\d+(?:st|nd|rd|th)", r"before (?:the )?\d+(?:st|nd|rd|th)?", r"not before", r"not (?:the|on|on a) \w+day", r"(?:don't|do not|never|rather not|please don't) (?:call|ring|phone|email|text|leave|knock|send|use)",
        r"text me", r"(?:call|ring|reach|phone) me", r"best number", r"by (?:text|email|phone|post|mail|letter)", r"(?:no|without an?) (?:elevator|lift|stairs|parking|power|heat|heating|hot water|signal|voicemail)",
        r"\d(?:st|nd|rd|th) floor", r"gate code", r"dog", r"stairs", r"access", r"wedding", r"funeral", r"anniversary", r"exam", r"interview", r"flight", r"shift", r"rent", r"mortgage", r"payroll", r"closing", r"night shift", r"time ?zone",
        r"interpreter", r"in (?:spanish|french|german|mandarin|arabic|polish)", r"power of attorney", r"on behalf of", r"widow\w*", r"passed away", r"died", r"deceased", r"kids?", r"children", r"evict\w*",
        r"cancel(?:ling|ing)? (?:the|my|our) (?:\w+ )?(?:contract|account|policy|subscription|membership)", r"needs? (?:it|this|them|that) (?:by|before)",
    ),
    naming=phrases(
        r"(?:account|acct|policy|claim|case|ticket|order|invoice|booking|confirmation|reservation|reference|ref|tracking|serial|model|member|membership|"
        r"customer|client|patient|record|medical record|employee|staff|contract|meter|phone|mobile|cell|fax|flight|seat|gate|train|room|unit|apartment|apt|"
        r"license|licence|plate|registration|vin|imei|sku|part|batch|lot|prescription|rx|incident|repair|return|rma|application|permit|file|docket|"
        r"workspace|tenant|organi[sz]ation|project|subscription|licen[cs]e key|error|version|build|port|circuit|line|extension|branch|sort|routing|"
        r"loan|mortgage|card|iban|transaction|authori[sz]ation|approval|voucher|coupon|gift card|loyalty|rewards?|frequent flyer|group|plan|zip|post ?code|zip ?code|"
        r"postal|passport|visa|student|course|tax|parcel|shipment|delivery|locator|record locator|pnr|appointment|referral|authori[sz]ation|deductible|premium|balance|fee|"
        r"deposit|refund|credit|fare|price|rate|total|bill|rent|limit|quote|discount|kwh|reading|mileage|speed|address|street|email|username|user ?name|workspace id|id|"
        r"date of birth|dob|birthday|case file|report|badge|site|store|machine|device|router|modem|handset|sim|iccid|number|code|name)(?: (?:number|no|id|code|reference|#))?",
    ),
    due=phrases(
        r"(?:by|before|until|till|within|in|on|at|from) (?:the |about |around |up to )?(?:\d[\w:.,-]*(?: (?:to|or|-) \d+)?(?: (?:am|pm|hours?|days?|minutes?|weeks?|business days?|working days?|(?:of )?"
        r"(?:january|february|march|april|may|june|july|august|september|october|november|december)))?|tomorrow|tonight|noon|midnight|monday|tuesday|wednesday|"
        r"thursday|friday|saturday|sunday|end of (?:day|business|the day|the week|the month)|close of business|next week|this week|"
        r"(?:january|february|march|april|may|june|july|august|september|october|november|december) \d+\w*|(?:two|three|four|five|seven|ten|twenty[- ]four|forty[- ]eight) \w+)",
        r"today", r"tonight", r"tomorrow", r"this (?:afternoon|morning|evening|week)", r"right away", r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
        r"\d+ (?:to|-|or) \d+ (?:business |working )?(?:days|hours|weeks|minutes)", r"\d+ (?:business |working )?(?:days|hours|weeks|minutes)",
    ),
    connectives=phrases(r"so", r"and", r"but", r"because", r"'cause", r"which", r"then", r"or", r"though", r"although", r"since", r"while", r"except", r"plus"),
)
