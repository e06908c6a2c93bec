"""Why people call, in English: a short name, and how they say it."""

from segue.assist.cues.table import phrases

TOPICS = (
    (
        "double charge (charged twice)",
        phrases(
            r"(?:charg|bill|debit|deduct)\w*(?: \w+){0,4} (?:twice|double|two times|again)",
            r"double[- ](?:charg|bill)\w*", r"(?:twice|double|two charges|two payments|two debits) for the same",
            r"duplicate (?:charge|payment|agreement|order|invoice|transaction|billing)s?",
            r"(?:payment|money|it) (?:went|came|taken|was taken)(?: \w+){0,3} twice", r"paid twice",
        ),
    ),
    (
        "wrong charge / overcharged",
        phrases(
            r"overcharg\w*", r"charged (?:me |us )?(?:too much|more|extra|the wrong|a fee|for something|for a)",
            r"bill(?:'s| is| was|ed)?(?: \w+){0,4} (?:wrong|too high|higher|doubled|tripled|jumped|huge|crazy)",
            r"(?:wrong|hidden|surprise|unexpected|extra) (?:charge|fee|amount|bill)s?", r"late fee", r"(?:a|this|another) (?:fee|charge) (?:of|for|on)",
            r"estimated (?:reading|bill)", r"(?:price|rate|premium|rent) (?:\w+ ){0,3}(?:went up|increased?|jumped|doubled|hike)",
            r"roaming", r"billed for",
        ),
    ),
    (
        "fraud: charges not recognised (unauthorised)",
        phrases(
            r"fraud\w*", r"scam\w*", r"phish\w*", r"(?:didn't|did not|don't|do not|never) (?:buy|bought|make|made|recogni[sz]e|authori[sz]e)d?",
            r"unauthori[sz]ed", r"unrecogni[sz]ed", r"someone(?:'s| has| is)? (?:got into|using|used|stole|opened|hacked)", r"hacked", r"identity theft",
            r"compromised", r"stolen card", r"(?:wasn't|isn't|not) me",
        ),
    ),
    ("lost or stolen", phrases(r"(?:lost|stole|stolen|losing) (?:my )?(?:card|wallet|purse|phone|passport|bag)", r"(?:card|wallet|phone|passport)(?: \w+){0,3} (?:was |been |got )?(?:lost|stolen)")),
    (
        "refund outstanding",
        phrases(
            r"(?:still )?(?:waiting|wait) (?:for|on) (?:my |the |a )?(?:refund|money)", r"(?:my|the|a|no) refund", r"money back", r"refund(?:ed)?(?: \w+){0,4} (?:never|not|hasn't|didn't)",
            r"(?:never|not|hasn't|haven't)(?: \w+){0,4} refund(?:ed)?", r"reimburse\w*",
        ),
    ),
    (
        "internet / service down (outage)",
        phrases(
            r"(?:internet|wi-?fi|broadband|line|connection|network|service|phones?|system|site|server|fib(?:re|er))(?:'s| is| are| has been| was| went| has| keeps?)?(?: \w+){0,3} (?:down|out|dead|gone|dropping|off|cutting)",
            r"(?:no|lost) (?:internet|signal|service|connection|dial tone|broadband|reception)", r"outage", r"offline", r"drops? (?:out|every)",
        ),
    ),
    (
        "power / heating / water supply outage",
        phrases(
            r"(?:power|electricity|lights?|heating|heat|hot water|gas|boiler|furnace|water supply)(?:'s| is| are| has been| was| went| has)?(?: \w+){0,2} (?:out|off|down|gone|broken|not working|cut|disconnected)",
            r"no (?:power|electricity|heat|heating|hot water|gas|water)\b", r"blackout", r"power cut", r"disconnect(?:ed|ion) notice", r"shut[- ]?off notice",
        ),
    ),
    (
        "parcel / order not received (missing delivery)",
        phrases(
            r"(?:parcel|package|order|delivery|shipment|item|prescription|card|letter|check|cheque|it)(?:'s| is| has| was)?(?: \w+){0,4} (?:never (?:arrived|came|showed)|not (?:arrived|been delivered|received|here)|hasn't (?:arrived|come|been|turned|shown)|didn't (?:arrive|come|show)|missing|lost in)",
            r"(?:never|haven't|didn't|hasn't|not) (?:got|gotten|received?|arrived?|delivered|been delivered|seen it)", r"says (?:it's |it was |it has )?(?:been )?delivered", r"lost (?:parcel|package|shipment)",
            r"where(?:'s| is) my (?:order|parcel|package|delivery)", r"stuck in (?:transit|customs)",
        ),
    ),
    ("wrong item sent", phrases(r"(?:sent|got|received|delivered)(?: \w+){0,3} (?:the )?wrong (?:\w+ )?(?:item|size|colou?r|one|order|model|product|thing|part|medication|version|parcel|package)", r"not what (?:i|we) ordered")),
    (
        "damaged / broken / defective item",
        phrases(
            r"(?:came|arrived|delivered|was|is|it's|got|are|'s)(?: \w+){0,3} (?:broken|damaged|cracked|smashed|shattered|torn|dented|scratched|faulty|defective|bent|ripped)", r"broke (?:down|after|off)", r"stopped working",
            r"(?:won't|doesn't|does not|will not|not) (?:turn on|start|charge|work|heat|spin|drain|cool|print|boot|power on|switch on|hold)", r"making (?:a|this|some) (?:\w+ )?noise", r"faulty", r"defective",
        ),
    ),
    ("leak / water damage", phrases(r"leak\w*", r"water (?:is |'s |was )?(?:coming|pouring|dripping|everywhere|damage|through)", r"flood\w*", r"burst (?:pipe|\w+)", r"weeping", r"dripping")),
    ("warranty / repair", phrases(r"warranty", r"guarantee", r"repair(?:ed|s)?\b")),
    (
        "flight cancelled / rebooking",
        phrases(
            r"(?:flight|train|trip|connection|cruise|tour|ferry)(?:'s| is| was| has been| got)?(?: \w+){0,4} (?:cancel\w*|delayed|gone|changed|moved|missed)", r"(?:cancel\w*|missed|lost|changed|delayed)(?: \w+){0,3} (?:flight|train|connection|trip|cruise)",
            r"re-?book\w*", r"stranded", r"bumped",
        ),
    ),
    ("baggage missing / delayed", phrases(r"(?:bag|bags|luggage|suitcase|baggage|stroller)(?:'s| is| was| are| has| didn't| never| hasn't| did)?(?: \w+){0,4} (?:missing|lost|delayed|not|never|arrive\w*|come|show\w*|damaged|behind|make)", r"(?:lost|missing|delayed) (?:\w+ )?(?:bags?|luggage|suitcase|baggage)")),
    ("overbooked: no room available", phrases(r"overbook\w*", r"no room", r"oversold", r"(?:gave|given) (?:away )?(?:our|my) room", r"(?:don't|doesn't|didn't) have (?:a|my|our|any) (?:room|reservation|booking)s?")),
    ("booking change", phrases(r"chang\w+ (?:my|the|our|a) (?:\w+ )?(?:booking|reservation|flight|dates?|ticket|name)", r"(?:name|date)(?: \w+){0,3} (?:wrong|misspelled|misspelt)(?: \w+){0,4} (?:ticket|booking)", r"(?:move|change) (?:our|my|the) (?:trip|stay|dates)")),
    ("reschedule appointment", phrases(r"(?:move|change|re-?schedule|push|postpone|bring forward)(?: \w+){0,4} (?:appointment|visit|slot|scan|test|surgery|interview|mri|booking|session|inspection)", r"re-?schedul\w*", r"(?:book|make|need|get) an? (?:\w+ )?appointment")),
    ("technician missed appointment", phrases(r"(?:technician|engineer|plumber|driver|installer|he|she|nobody|no one|they)(?: \w+){0,3} (?:didn't|never|did not|hasn't) (?:come|came|show\w*|turn\w* up|arrive\w*)", r"no[- ]show", r"missed (?:the )?appointment")),
    (
        "login / account access (SSO, password, locked out)",
        phrases(
            r"sso", r"saml", r"single sign[- ]on", r"lock(?:ed)? (?:me |us |my )?(?:out|account)?", r"(?:can't|cannot|can not|couldn't|unable to|not able to) (?:\w+ )?(?:log|sign|get) ?(?:in|on|into)\b", r"log ?in", r"password (?:reset|isn't|doesn't|not)", r"two[- ]factor", r"2fa", r"mfa", r"authenticator",
            r"(?:account|profile) (?:\w+ )?(?:locked|suspended|disabled|frozen|blocked|restricted)",
        ),
    ),
    (
        "software error / data problem",
        phrases(
            r"error (?:message|code|\d+)", r"crash\w*", r"bug\b", r"(?:export|import|sync|upload|report|dashboard|integration|api|webhook|migration|backup)s?(?:'s| is| are| keeps?| has| hasn't| isn't)?(?: \w+){0,3} (?:fail\w*|broken|stuck|empty|wrong|missing|stopped|down|not|timing|times? out|duplicat\w*)",
            r"data (?:is |was )?(?:missing|lost|gone|wrong)", r"(?:deleted|lost|missing) (?:our|my|the|all)(?: \w+){0,2} (?:data|files?|records?|projects?)", r"rate limit\w*", r"timeouts?", r"won't load", r"not syncing", r"stopped syncing", r"5\d\d errors?",
        ),
    ),
    ("card / payment declined", phrases(r"(?:card|payment|transaction|transfer|deposit|wire)(?:'s| is| was| got| keeps?| has been)?(?: \w+){0,3} (?:declin\w*|reject\w*|fail\w*|bounc\w*|blocked|held|on hold|stuck|pending|missing|returned|not)", r"declined", r"bounced")),
    ("transfer sent to wrong account", phrases(r"(?:sent|transferred|wired|paid)(?: \w+){0,6} (?:the )?wrong (?:account|person|number|payee)", r"wrong (?:account|payee)")),
    ("missing pay / overtime", phrases(r"overtime", r"(?:paycheck|pay ?check|check|pay|salary|wages|payslip)(?:'s| is| was)?(?: \w+){0,4} (?:short|missing|wrong|late|less|low)", r"(?:wasn't|not|haven't been|didn't get) paid", r"underpaid")),
    ("claim denied / pending", phrases(r"claim(?:'s| is| was| got| has been)?(?: \w+){0,4} (?:denied|rejected|declined|refused|pending|stuck|closed|open|not)", r"(?:denied|rejected|declined|refused)(?: \w+){0,4} claim", r"(?:won't|not|isn't|wasn't) cover\w*", r"prior auth\w*", r"pre-?auth\w*", r"denial", r"appeal\w*")),
    ("accident / new claim", phrases(r"(?:rear[- ]?ended|accident|collision|crashed|hit (?:my|me|a|the|our)|backed into|fender)", r"(?:file|make|open|report|start) (?:a|an|my) (?:\w+ )?claim", r"hail", r"break-?in", r"burglar\w*", r"stole\b", r"stolen")),
    ("prescription / medication", phrases(r"prescription", r"refill", r"medication", r"pharmacy", r"dos(?:e|age)", r"inhaler", r"insulin")),
    ("test results / medical record", phrases(r"(?:test|lab|blood|scan|x-?ray|biopsy) results?", r"medical records?")),
    ("benefits / application / permit pending", phrases(r"(?:application|permit|benefits?|visa|passport|license|licence|renewal|unemployment|food stamps|registration|certificate)(?:'s| is| was| are| has| have)?(?: \w+){0,5} (?:stopped|denied|pending|late|stuck|expired?|not|never|cut|delayed|cancelled|rejected|suspended|still|wrong|missing)", r"(?:unemployment|disability|housing|child) (?:benefit|payment|support)s?", r"tax (?:refund|return|notice|bill)", r"(?:parking|speeding) (?:ticket|fine)", r"property tax", r"(?:renew|apply for|replace)(?: \w+){0,3} (?:passport|license|licence|permit|visa|id)")),
    ("cancel contract / subscription", phrases(r"cancel(?:ling|ing|lation)?(?: \w+){0,4} (?:contract|subscription|account|membership|policy|plan|service|order|auto-?renew\w*|renewal|booking|reservation)?", r"close (?:my|the|our) account", r"(?:leave|leaving|switch\w*) (?:to|you)", r"auto-?renew\w*", r"terminat\w+")),
    ("move / change of address", phrases(r"(?:moving|move|moved) (?:house|home|out|to|into|in)", r"chang\w+ (?:of |my |our )?address", r"new address", r"wrong address")),
    ("return / exchange", phrases(r"return(?:ing)? (?:it|this|the|a|an|my|these|them)", r"exchange", r"send (?:it|this|them) back", r"swap")),
    ("plan / upgrade / activation", phrases(r"upgrad\w+", r"activat\w+", r"(?:new|switch|change)(?: \w+){0,3} (?:plan|tariff|package|phone|sim|esim)", r"port(?:ing|ed)? (?:my|the|our) number", r"e?sim\b", r"number port\w*")),
    ("noise / neighbour / property complaint", phrases(r"neighbou?rs?", r"landlord", r"potholes?", r"street ?lights?", r"trash|garbage|rubbish|bins?", r"mold|mould")),
    ("payment arrangement / hardship", phrases(r"payment (?:plan|arrangement|extension)", r"(?:can't|cannot|couldn't) (?:pay|afford)", r"extension", r"installments?", r"hardship", r"past due", r"lost my job", r"laid off", r"collections?")),
    ("missing or wrong points / credit", phrases(r"(?:points|miles|credits?|vouchers?|discount|promo\w*|coupon|gift card|cashback|bonus)(?: \w+){0,5} (?:missing|not|never|didn't|hasn't|wrong|expired?|gone|disappeared|declined|empty|work\w*)")),
)
