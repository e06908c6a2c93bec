"""English."""

from segue.assist.builtin.cues.english_feeling import FEELING
from segue.assist.builtin.cues.english_topics import TOPICS
from segue.assist.builtin.cues.table import Cues, Headings, phrases, words

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
        chain="So far",
        handed="{who} to {whom}",
        consulted="{who} asked {whom}",
        agreed="agreed",
        earlier="{n} before that",
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
        r"""
        (?:okay|ok|all right|alright|right|well|so|yeah|yes|yep|yup|sure|um+|uh+|er+m?|hm+|
        mm-?hm|oh|ah|and|but|great|perfect|good|lovely|excellent|thanks?(?: you)?|understood|
        got it|i see|i understand|i hear you|of course|no problem|look|listen|listen up|hi|
        hello|hey|now|because|'cause|plus|also|anyway|as i said|like i said|let me see|
        one moment|hang on|hold on|one sec|sorry|i'm sorry|i mean|you know|please|ma'am|sir|
        basically|actually|honestly|to be honest|good morning|good afternoon|good evening|
        morning|what i can do is|what i have done is|what i've done is|it looks like|looks like|
        i can see(?: that)?|i see(?: that)?|it says(?: here)?(?: that)?|i think|i guess|
        i believe|i do see|do that|in the meantime|meanwhile|go ahead|then)(?:[\s,.…!:-]+|$)
        """
    ),
    small_talk=phrases(
        r"""
        how can i help | how may i help |
        thanks? (?:you )?for (?:calling|holding|waiting|your patience) | anything else |
        take your time | have a (?:good|great|nice|lovely) |
        i(?:'m| am) (?:so |very |really )?sorry (?:to hear|about that|for that|for the) |
        i (?:completely |totally |fully )?understand(?: your| how| why|$) | thank you so much |
        you're welcome | my pleasure | bear with me | one (?:moment|second|sec|minute) |
        give me a (?:second|sec|moment|minute) | (?:speaking|talking) (?:with|to) whom? |
        can you hear me | i apologi[sz]e | i appreciate (?:that|it|your)
        """
    ),
    correcting=phrases(
        r"""
        no | nope | sorry | wait | hang on | hold on | scratch that | strike that | correction |
        i mean | i meant | make (?:that|it) | rather | or rather | actually | my mistake |
        my bad | excuse me | pardon | apologies | not right | wrong | oops | whoops |
        let me (?:re-?read|check|start|read|say|try|count|
        see) |
        not it | old one | that's (?:not|my old) | i misread | misspoke | reading it wrong |
        ignore that | forget that
        """
    ),
    refusing=phrases(
        r"""
        no | nope | nah | not quite | not exactly | wrong |
        that's (?:wrong|not right|not it|incorrect|the old) | it's not | it isn't | actually |
        although it should | it should be | should be | should have been | you mean | close |
        sorry | not anymore | i changed that | almost | i (?:mis(?:read|heard|spoke)|read it) |
        correction | i see (?:it as|here)
        """
    ),
    hedging=phrases(
        r"""
        i think | i believe | i guess | maybe | probably | if i remember | i'd say | not sure |
        something like | should be | i thought | must be | i want to say
        """
    ),
    not_this=phrases(
        r"""
        not(?: the| a| an| on| at| in| for)? | isn't | instead of | rather than
        """
    ),
    topics=TOPICS,
    wanting=phrases(
        r"""
        i(?:'m| am)? (?:calling|ringing|phoning|
        call)(?: in)?(?: about| because| regarding| to| for| with| on) |
        i(?:'d| would) (?:like|love|rather|need) to | i (?:want|need|wanted|needed|have) to |
        i(?:'m| am) (?:trying|hoping|looking) (?:to|for) |
        i (?:want|need) (?:my|a|an|the|somebody|someone|you|this|that|it|help) |
        i was (?:wondering|hoping) | it's about | regarding | there's (?:a|an|some|no) |
        i(?:'ve| have) (?:got )?(?:a|an|this) | we(?:'ve| have) (?:got )?(?:a|an) |
        my (?:\w+ ){1,3}(?:is|was|has|isn't|won't|hasn't|didn't|never|keeps|came|got|says|'s) |
        can you (?:help|fix|tell|explain) | could you (?:help|tell|explain) |
        i got (?:a|an|this|the) | i received
        """
    ),
    trouble=phrases(
        r"""
        problem\w* | issues? | wrong | broken? | broke | fail\w* | errors? |
        (?:can|could|won|does|did|do|is|has|have|was|are|would)(?:n't|not| not) | cannot |
        not (?:working|received|arrived|there|showing|right|letting) | charg(?:ed|es?|ing) |
        overcharged | double | twice | refund\w* | cancel\w* | missing | missed | late |
        delay\w* | lost | stuck | stolen | damag\w* | crack\w* | leak\w* | down | outage |
        declined? | denied | refused | rejected | locked | blocked | bounced | never | short |
        expired? | disconnected | overdue | duplicate | stopped | frozen? | crash\w* | slow |
        dead | fraud\w* | unauthori[sz]ed | suspended | gone | no longer | increase\w* | went up |
        jumped | disputed? | complain\w* | injur\w* | hurt | water | smoke | smell\w* |
        ripp?(?:ed)? | click(?:s|ing) | blink(?:s|ing) | nothing | breached | pending | faulty |
        defective | torn | dented | scratched | noise | stain\w* | overbooked
        """
    ),
    done=phrases(
        r"""
        ^and (?:also |then |even )?(?:\w+ed|put|sent|took|set|cut|made|reset) |
        i(?:'m| am) checking |
        (?:i|we)(?:'ve| have) (?:also |already |just |now |even )*(?!got\b|had\b|seen\b|
        noted\b)\w+(?:ed|en|t|one|ut|un|ade) |
        i (?:also |just )?(?:tried|checked|called|rang|spoke|messaged|emailed|sent|asked|
        re-?sent|reset|cleared|removed|added|looked|moved|ran|attempted|put) |
        (?:i'm|i am) (?:blocking|cancelling|canceling|crediting|removing|sending|resetting|
        resending|pushing|refunding|reversing|filing|opening|freezing|locking|putting in) |
        tr(?:y|ied|ying) (?:to|and) | so (?:you've|you have|that's) (?:tried|done|been) |
        test (?:fails|failed|shows)
        """
    ),
    tried=phrases(
        r"""
        i (?:also |just |even |already )(?!wanted|needed|received|loved|liked)\w+ed |
        i(?:'ve| have) (?:already |also )?(?:\w+ed|put|sent|done|been|taken|
        run) [^.?!]{0,30}\b(?:twice|times|again|already) |
        (?:i|we|she|he|they|you)(?:'ve| have|'d| had)? (?:also |already |just |now |even |both |
        twice )*(?:tried|checked|called|rang|phoned|spoke|talked|messaged|emailed|texted|sent|
        resent|re-sent|restarted|rebooted|reset|re-?set|reinstalled|unplugged|plugged|replaced|
        changed|swapped|cleaned|cleared|updated|re-?uploaded|uploaded|refreshed|forced|removed|
        added|blocked|unblocked|cancelled|canceled|reversed|credited|refunded|waived|requested|
        ordered|escalated|opened|filed|raised|logged|submitted|applied|extended|re-?issued|
        re-?booked|moved|turned|switched|flipped|shut|dragged|looked|searched|visited|went|
        walked|knocked|asked|contacted|left|run|tested|verified|confirmed|re-?sync\w*|pushed|
        released|unlocked|locked|frozen|froze|put|taken|took|set|started|pulled|posted|paid|
        disputed|reported|returned|mailed|faxed|downloaded|deleted|disabled|enabled|offered|
        booked|scheduled|re-?scheduled|corrected|adjusted|paused|stopped|flagged|activated|
        deactivated|re-?activated|logged|entered|re-?entered|typed|re-?routed|overrode|
        transferred|granted|approved|denied|declined|noted|power[- ]cycled|voided|processed|
        attempted|descaled|bled|topped|tightened|measured|re-?calculated|re-?run|re-?ran|rolled|
        cashed|flushed) |
        (?:tried|trying|attempted) (?:to|the|it|that|this|a|again|twice|with|all|both|
        restarting|resetting|another|different|your|my|other) |
        did (?:that|try|call|check|walk|restart|reset|ask|send|reboot|all|both|it) |
        (?:done|did) (?:that|the|all) |
        no (?:luck|joy|difference|change|answer|reply|response|effect) |
        same (?:thing|error|result|message|issue|problem) |
        still (?:nothing|the same|down|broken) |
        (?:restarted|rebooted|reset|reinstalled|re-?uploaded|descaled|unplugged|swapped|
        replaced|knocked|asked|checked|cleared|changed|switched|called|emailed) (?:it|the|both|
        my|your|twice|three|them|everything|all|him|her|again|with|and|at|a|an|every) |
        test (?:fails|failed|passes|passed|shows|came) | turned (?:it )?(?:off|on) |
        so (?:you've|you have|that's) (?:tried|done|been) | we've already | you've already |
        (?:i'm|i am) (?:blocking|cancelling|canceling|crediting|removing|sending|resetting|
        re-?sending|pushing|refunding|reversing|placing|putting|filing|opening|freezing|locking) |
        factory reset | line test | reboot |
        (?:is|are|was|been|it's|that's) (?:now )?(?:blocked|frozen|removed|credited|reversed|
        waived|re-?sent|reset|cancelled|canceled|unlocked|paused|refunded)
        """
    ),
    failed=phrases(
        r"""
        (?:giv(?:es?|ing)|gave|throws?|got|getting|shows?|showing) (?:me |us )?(?:an? |the |
        this )?(?:\w+ )?error |
        (?:won't|doesn't|didn't|isn't|wasn't|not|wouldn't) (?:let|letting|allow|allowing|take|
        work|working|accept|go through|going through|help|stick|respond|going)(?: me| us)? |
        can't (?:close|do|change|cancel|override|waive|approve|release|issue|see|access|unlock|
        fix|remove|confirm|reverse|edit|open|get|move|book|clear|refund|process|touch|
        authori[sz]e|find) |
        (?:couldn't|could not|unable to|not able to|cannot|not authori[sz]ed) |
        (?:was|were|got|it's been|been) (?:declined|denied|rejected|refused) |
        (?:it's|is|was|are|they're|'s) (?:locked|closed|greyed out|grayed out|full|sold out|
        blocked|out of stock|over my limit|above my|gone) | fails? | failed | timed? out |
        above me | over my (?:limit|authority|head) | beyond my |
        don't have (?:the )?(?:access|authority|permission|rights) |
        system (?:won't|doesn't|isn't|only|rejected|says no|refuses) | only (?:lets|allows) me |
        no (?:luck|joy|difference|change|answer|reply|effect) | kicks? me (?:out|back) |
        bounces? back | nothing (?:happened|changed|works|worked|since)
        """
    ),
    offered=phrases(
        r"""
        (?:i|we) (?:can|could) (?:also )?(?:offer|give|book|put|do|add) |
        what i can (?:offer|do) | would you (?:like|take|accept|prefer|be) |
        (?:earliest|next|only) (?:\w+ ){0,3}(?:slot|appointment|flight|date|opening) | offered |
        refused? | alternatively | instead i (?:can|could) | how about
        """
    ),
    promised=phrases(
        r"""
        (?:i|we)(?:'ll| will| shall) (?!need|have to|not be able|put you|transfer|connect|bring|
        get you|hand|let you go|be brief)\w+ |
        i(?:'m| am) (?:going to|gonna) (?!transfer|connect|put you|bring|hand|get you|
        hold you)\w+ |
        you(?:'ll| will| should) (?:get|have|receive|see|hear|be|find|not be|also get)\b |
        (?:they|he|she|it|that|somebody|someone)(?:'ll| will) (?:be |call|ring|email|text|send|
        arrive|come|get|show|post|refund|credit|reach|contact|take|go|land|ship|drop|reply|
        respond|answer|clear|update|write|let|waive|look|review|decide) |
        within (?:\w+ )?(?:\w+ )?(?:\w+ )?(?:hours?|days?|minutes?|weeks?) |
        (?:i|we) (?:can )?(?:promise|guarantee) |
        takes? (?:about |around |up to )?[\w-]+(?: (?:to|or) \w+)? (?:business |
        working )?(?:days?|hours?|weeks?|minutes?) | (?:on|a courtesy|courtesy) hold |
        held (?:for|till|until) | holding (?:it|that|this|the|those) | aim to |
        by (?:tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|noon|
        end of|close of|the end|\d) |
        won't be (?:charged|billed|cut|disconnected|cancelled|debited|any) |
        no (?:charge|cost|fee|postage) | free of charge | (?:so )?it won't |
        (?:minutes|hours|days) out | guaranteed | they send | covered | prepaid |
        (?:should|will) (?:arrive|be there|show|post|land|appear|clear)
        """
    ),
    handing_over=phrases(
        r"""
        (?:put|putting|get|getting|pass|passing|hand|handing|send|sending) (?:you|this|it|her|
        him) (?:through|over|to|across|on|straight) | connect(?:ing)? you |
        transfer(?:ring)? (?:you|this|the call) | bring(?:ing)? in |
        stay on(?: the line| with| till| until)? | introduce you | don't hang up | hold the line |
        one of our | tell them everything | explain (?:it|everything|the) | on the line now |
        have a word
        """
    ),
    others_task=phrases(
        r"""
        (?:our|the|their|my|an?|her|his) (?:[\w&'-]+ ){1,5}(?:can|could|will|needs? to|has to|
        have to|must|should|may)(?! not| be ) |
        TEAM[^.?!]{0,30}?\b(?:can|could|will|should|must|needs?|has|have|to|who|would|might|'ll|
        does|do|handles?|decides?|files?|opens?|looks?|reviews?|issues?|approves?) |
        (?:they|she|he|someone|somebody|who|nobody else|
        only they)(?:'ll| can| could| will| should| must| need to| needs to| have to|
        'd| would| might| may| ought) (?:\w+ )?(?!be brief)\w+ | (?:has|have|needs?) to be \w+ |
        (?:only|needs?|need|want|get|takes?|require[sd]?) TEAM |
        to (?:approve|release|override|unlock|review|investigate|recall|dispatch|authori[sz]e|
        escalate|reissue|confirm) |
        they (?:file|decide|open|send|issue|approve|handle|look|review|check|process) |
        (?:is|are) able to | has the authority | (?:have|has) (?:the )?(?:authority|access|power)
        """.replace("TEAM", _TEAM)
    ),
    customers_task=phrases(
        r"""
        (?:please|kindly|just|then|and|so) (?:change|send|email|upload|keep|take|call|check|
        bring|have|reply|forward|sign|fill|complete|return|avoid|stop|don't|do not|leave|write|
        make|monitor|mail|download|photograph|scan|log|reset|use|drop|ship|pack|turn|switch|
        unplug|get|note|watch|provide|confirm|visit|file|report|text) |
        ^(?:keep|take|send|email|upload|bring|have|change|call|check|leave|don't|do not|save|
        mail|reply|return|watch) |
        you(?:'ll|'d| will| would) (?:need|have|want) (?:to|that|the|your|a|it) |
        if you(?:'d| would| could|'ll| will|) (?:email|send|bring|upload|forward|post|mail|fax) |
        ^(?:set|switch|enter|attach|fax|sign|print|add|remove|charge|rest) |
        (?:they|she|he)(?:'ll| will) (?:want|need) (?:a|the|your|to see|proof|some) |
        you (?:need|have|should|must|ought) to |
        (?:can|could|would|will) you (?!hear|tell me|confirm|give me|spell|repeat|hold|read|see|
        describe|say|help|explain|stop|just stop|please hold|stay|waive|do anything|check if|
        check on)(?:please |also |just )?\w+ |
        they(?:'d| would|'ll| will)? (?:want|need|ask for|require) (?:the|a|an|your|to see|some|
        proof|photos?) |
        i(?:'d| would|'ll| will| just| only)? (?:need|require) (?:you|the|a|an|your|some|proof) |
        (?:would be|'d be) (?:good|great|helpful|useful) | make sure (?:you|to|that) |
        have (?:it|that|the|your) \w+ (?:handy|ready|to hand) | (?:handy|ready|to hand)
        """
    ),
    customers_word=phrases(
        r"""
        i can (?!barely|hardly|not|hear|see|tell|only|understand|walk|imagine|breathe|believe|
        feel|afford|read)\w+ | i'm (?:sending|uploading|emailing|forwarding|writing) |
        sending (?:it|them|that|those) | will do |
        i(?:'ll| will) (?!not|never|be honest|take it|tell you|hold|wait|stay|believe|have to|
        be|say|see|take that|cancel|sue|go to|file|report|leave|switch|hang)\w+ |
        i(?:'m| am) (?:going to|gonna) (?!cancel|sue|lose|miss|file|hold|be|die|go crazy|say)\w+ |
        i can (?:do|send|email|upload|take|get|bring|forward|scan|pay|drop|call|provide|go|text|
        have) |
        (?:my \w+|he|she|we)(?:'ll| will| can) (?:do|send|email|bring|be|pick|sign|call|take|
        drop) | let me (?:send|email|upload|forward)
        """
    ),
    wish=phrases(
        r"""
        (?:can|could|would|will) (?:you|they|somebody|someone|he|she) (?:please |also |
        at least |just )?(?!hear|repeat|say|believe|imagine)\w+ |
        if (?:they|you|somebody|someone|he|she) (?:could|can|would) |
        i(?:'d| would) (?:like|prefer|rather|appreciate) |
        i (?:want|need|prefer|insist|expect|asked|demand) | somebody (?:might|should|needs) |
        someone (?:might|should|needs) |
        (?:so|please|then|just|and) (?:send|call|text|email|cancel|refund|fix|waive|put|give|
        make|tell|don't|do|remove|stop|get|credit|replace|reship|ship|change|move|check|let|
        look|note) | make sure | (?:would|'d) be (?:nice|good|great|perfect) | best to |
        (?:that's|it's) (?:what|all) i (?:want|need|ask)
        """
    ),
    alert=phrases(
        r"""
        allerg\w+ | rash | epi-?pen | diabet\w+ | insulin | pregnan\w+ | wheelchair | disabled? |
        disability | asthma\w* | oxygen | pacemaker | medication | dialysis | ventilator |
        newborn | baby | infant | elderly | surgery | hospital | deaf | blind | hard of hearing |
        hearing | nut(?:s)? | peanuts? | shellfish | seafood | latex | penicillin | gluten |
        celiac | coeliac | vegan | kosher | halal | injur\w+ | hurt | fire | smoke | gas |
        police | lawyer | attorney | solicitor | sue | court | ombudsman | regulator | fcc | dot |
        cfpb | press | twitter | review | deadline | by (?:the )?\d+(?:st|nd|rd|th) |
        before (?:the )?\d+(?:st|nd|rd|th)? | not before | not (?:the|on|on a) \w+day |
        (?:don't|do not|never|rather not|please don't) (?:call|ring|phone|email|text|leave|
        knock|send|use) | text me | (?:call|ring|reach|phone) me | best number |
        by (?:text|email|phone|post|mail|letter) |
        (?:no|without an?) (?:elevator|lift|stairs|parking|power|heat|heating|hot water|signal|
        voicemail) | \d(?:st|nd|rd|th) floor | gate code | dog | stairs | access | wedding |
        funeral | anniversary | exam | interview | flight | shift | rent | mortgage | payroll |
        closing | night shift | time ?zone | interpreter |
        in (?:spanish|french|german|mandarin|arabic|polish) | power of attorney | on behalf of |
        widow\w* | passed away | died | deceased | kids? | children | evict\w* |
        cancel(?:ling|ing)? (?:the|my|our) (?:\w+ )?(?:contract|account|policy|subscription|
        membership) | needs? (?:it|this|them|that) (?:by|before)
        """
    ),
    naming=phrases(
        r"""
        (?:account|acct|policy|claim|case|ticket|order|invoice|booking|confirmation|reservation|
        reference|ref|tracking|serial|model|member|membership|customer|client|patient|record|
        medical record|employee|staff|contract|meter|phone|mobile|cell|fax|flight|seat|gate|
        train|room|unit|apartment|apt|license|licence|plate|registration|vin|imei|sku|part|
        batch|lot|prescription|rx|incident|repair|return|rma|application|permit|file|docket|
        workspace|tenant|organi[sz]ation|project|subscription|licen[cs]e key|error|version|
        build|port|circuit|line|extension|branch|sort|routing|loan|mortgage|card|iban|
        transaction|authori[sz]ation|approval|voucher|coupon|gift card|loyalty|rewards?|
        frequent flyer|group|plan|zip|post ?code|zip ?code|postal|passport|visa|student|course|
        tax|parcel|shipment|delivery|locator|record locator|pnr|appointment|referral|
        authori[sz]ation|deductible|premium|balance|fee|deposit|refund|credit|fare|price|rate|
        total|bill|rent|limit|quote|discount|kwh|reading|mileage|speed|address|street|email|
        username|user ?name|workspace id|id|date of birth|dob|birthday|case file|report|badge|
        site|store|machine|device|router|modem|handset|sim|iccid|number|code|name)(?: (?:number|
        no|id|code|reference|#))?
        """
    ),
    due=phrases(
        r"""
        (?:by|before|until|till|within|in|on|at|from) (?:the |about |around |
        up to )?(?:\d[\w:.,-]*(?: (?:to|or|-) \d+)?(?: (?:am|pm|hours?|days?|minutes?|weeks?|
        business days?|working days?|(?:of )?(?:january|february|march|april|may|june|july|
        august|september|october|november|december)))?|tomorrow|tonight|noon|midnight|monday|
        tuesday|wednesday|thursday|friday|saturday|sunday|end of (?:day|business|the day|
        the week|the month)|close of business|next week|this week|(?:january|february|march|
        april|may|june|july|august|september|october|november|december) \d+\w*|(?:two|three|
        four|five|seven|ten|twenty[- ]four|forty[- ]eight) \w+) | today | tonight | tomorrow |
        this (?:afternoon|morning|evening|week) | right away |
        (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday) |
        \d+ (?:to|-|or) \d+ (?:business |working )?(?:days|hours|weeks|minutes) |
        \d+ (?:business |working )?(?:days|hours|weeks|minutes)
        """
    ),
    connectives=phrases(
        r"""
        so | and | but | because | 'cause | which | then | or | though | although | since |
        while | except | plus
        """
    ),
)
