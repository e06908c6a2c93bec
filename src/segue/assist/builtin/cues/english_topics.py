"""Why people call, in English: a short name, and how they say it."""

from segue.assist.builtin.cues.table import phrases

TOPICS = (
    (
        "double charge (charged twice)",
        phrases(
            r"""
            (?:charg|bill|debit|deduct)\w*(?: \w+){0,4} (?:twice|double|two times|again) |
            double[- ](?:charg|bill)\w* |
            (?:twice|double|two charges|two payments|two debits) for the same |
            duplicate (?:charge|payment|agreement|order|invoice|transaction|billing)s? |
            (?:payment|money|it) (?:went|came|taken|was taken)(?: \w+){0,3} twice | paid twice
            """
        ),
    ),
    (
        "wrong charge / overcharged",
        phrases(
            r"""
            overcharg\w* |
            charged (?:me |us )?(?:too much|more|extra|the wrong|a fee|for something|for a) |
            bill(?:'s| is| was|ed)?(?: \w+){0,4} (?:wrong|too high|higher|doubled|tripled|
            jumped|huge|crazy) |
            (?:wrong|hidden|surprise|unexpected|extra) (?:charge|fee|amount|bill)s? | late fee |
            (?:a|this|another) (?:fee|charge) (?:of|for|on) | estimated (?:reading|bill) |
            (?:price|rate|premium|rent) (?:\w+ ){0,3}(?:went up|increased?|jumped|doubled|hike) |
            roaming | billed for
            """
        ),
    ),
    (
        "fraud: charges not recognised (unauthorised)",
        phrases(
            r"""
            fraud\w* | scam\w* | phish\w* |
            (?:didn't|did not|don't|do not|never) (?:buy|bought|make|made|recogni[sz]e|
            authori[sz]e)d? | unauthori[sz]ed | unrecogni[sz]ed |
            someone(?:'s| has| is)? (?:got into|using|used|stole|opened|hacked) | hacked |
            identity theft | compromised | stolen card | (?:wasn't|isn't|not) me
            """
        ),
    ),
    (
        "lost or stolen",
        phrases(
            r"""
        (?:lost|stole|stolen|losing) (?:my )?(?:card|wallet|purse|phone|passport|bag) |
        (?:card|wallet|phone|passport)(?: \w+){0,3} (?:was |been |got )?(?:lost|stolen)
        """
        ),
    ),
    (
        "refund outstanding",
        phrases(
            r"""
            (?:still )?(?:waiting|wait) (?:for|on) (?:my |the |a )?(?:refund|money) |
            (?:my|the|a|no) refund | money back |
            refund(?:ed)?(?: \w+){0,4} (?:never|not|hasn't|didn't) |
            (?:never|not|hasn't|haven't)(?: \w+){0,4} refund(?:ed)? | reimburse\w*
            """
        ),
    ),
    (
        "internet / service down (outage)",
        phrases(
            r"""
            (?:internet|wi-?fi|broadband|line|connection|network|service|phones?|system|site|
            server|fib(?:re|
            er))(?:'s| is| are| has been| was| went| has| keeps?)?(?: \w+){0,3} (?:down|out|
            dead|gone|dropping|off|cutting) |
            (?:no|lost) (?:internet|signal|service|connection|dial tone|broadband|reception) |
            outage | offline | drops? (?:out|every)
            """
        ),
    ),
    (
        "power / heating / water supply outage",
        phrases(
            r"""
            (?:power|electricity|lights?|heating|heat|hot water|gas|boiler|furnace|
            water supply)(?:'s| is| are| has been| was| went| has)?(?: \w+){0,2} (?:out|off|
            down|gone|broken|not working|cut|disconnected) |
            no (?:power|electricity|heat|heating|hot water|gas|water)\b | blackout | power cut |
            disconnect(?:ed|ion) notice | shut[- ]?off notice
            """
        ),
    ),
    (
        "parcel / order not received (missing delivery)",
        phrases(
            r"""
            (?:parcel|package|order|delivery|shipment|item|prescription|card|letter|check|
            cheque|it)(?:'s| is| has| was)?(?: \w+){0,4} (?:never (?:arrived|came|showed)|
            not (?:arrived|been delivered|received|here)|hasn't (?:arrived|come|been|turned|
            shown)|didn't (?:arrive|come|show)|missing|lost in) |
            (?:never|haven't|didn't|hasn't|not) (?:got|gotten|received?|arrived?|delivered|
            been delivered|seen it) | says (?:it's |it was |it has )?(?:been )?delivered |
            lost (?:parcel|package|shipment) |
            where(?:'s| is) my (?:order|parcel|package|delivery) | stuck in (?:transit|customs)
            """
        ),
    ),
    (
        "wrong item sent",
        phrases(
            r"""
        (?:sent|got|received|delivered)(?: \w+){0,3} (?:the )?wrong (?:\w+ )?(?:item|size|
        colou?r|one|order|model|product|thing|part|medication|version|parcel|package) |
        not what (?:i|we) ordered
        """
        ),
    ),
    (
        "damaged / broken / defective item",
        phrases(
            r"""
            (?:came|arrived|delivered|was|is|it's|got|are|'s)(?: \w+){0,3} (?:broken|damaged|
            cracked|smashed|shattered|torn|dented|scratched|faulty|defective|bent|ripped) |
            broke (?:down|after|off) | stopped working |
            (?:won't|doesn't|does not|will not|not) (?:turn on|start|charge|work|heat|spin|
            drain|cool|print|boot|power on|switch on|hold) |
            making (?:a|this|some) (?:\w+ )?noise | faulty | defective
            """
        ),
    ),
    (
        "leak / water damage",
        phrases(
            r"""
        leak\w* | water (?:is |'s |was )?(?:coming|pouring|dripping|everywhere|damage|through) |
        flood\w* | burst (?:pipe|\w+) | weeping | dripping
        """
        ),
    ),
    ("warranty / repair", phrases(r"warranty | guarantee | repair(?:ed|s)?\b")),
    (
        "flight cancelled / rebooking",
        phrases(
            r"""
            (?:flight|train|trip|connection|cruise|tour|
            ferry)(?:'s| is| was| has been| got)?(?: \w+){0,4} (?:cancel\w*|delayed|gone|
            changed|moved|missed) |
            (?:cancel\w*|missed|lost|changed|delayed)(?: \w+){0,3} (?:flight|train|connection|
            trip|cruise) | re-?book\w* | stranded | bumped
            """
        ),
    ),
    (
        "baggage missing / delayed",
        phrases(
            r"""
        (?:bag|bags|luggage|suitcase|baggage|
        stroller)(?:'s| is| was| are| has| didn't| never| hasn't| did)?(?: \w+){0,4} (?:missing|
        lost|delayed|not|never|arrive\w*|come|show\w*|damaged|behind|make) |
        (?:lost|missing|delayed) (?:\w+ )?(?:bags?|luggage|suitcase|baggage)
        """
        ),
    ),
    (
        "overbooked: no room available",
        phrases(
            r"""
        overbook\w* | no room | oversold | (?:gave|given) (?:away )?(?:our|my) room |
        (?:don't|doesn't|didn't) have (?:a|my|our|any) (?:room|reservation|booking)s?
        """
        ),
    ),
    (
        "booking change",
        phrases(
            r"""
        chang\w+ (?:my|the|our|a) (?:\w+ )?(?:booking|reservation|flight|dates?|ticket|name) |
        (?:name|date)(?: \w+){0,3} (?:wrong|misspelled|misspelt)(?: \w+){0,4} (?:ticket|booking) |
        (?:move|change) (?:our|my|the) (?:trip|stay|dates)
        """
        ),
    ),
    (
        "reschedule appointment",
        phrases(
            r"""
        (?:move|change|re-?schedule|push|postpone|bring forward)(?: \w+){0,4} (?:appointment|
        visit|slot|scan|test|surgery|interview|mri|booking|session|inspection) | re-?schedul\w* |
        (?:book|make|need|get) an? (?:\w+ )?appointment
        """
        ),
    ),
    (
        "technician missed appointment",
        phrases(
            r"""
        (?:technician|engineer|plumber|driver|installer|he|she|nobody|no one|
        they)(?: \w+){0,3} (?:didn't|never|did not|hasn't) (?:come|came|show\w*|turn\w* up|
        arrive\w*) | no[- ]show | missed (?:the )?appointment
        """
        ),
    ),
    (
        "login / account access (SSO, password, locked out)",
        phrases(
            r"""
            sso | saml | single sign[- ]on | lock(?:ed)? (?:me |us |my )?(?:out|account)? |
            (?:can't|cannot|can not|couldn't|unable to|not able to) (?:\w+ )?(?:log|sign|
            get) ?(?:in|on|into)\b | log ?in | password (?:reset|isn't|doesn't|not) |
            two[- ]factor | 2fa | mfa | authenticator |
            (?:account|profile) (?:\w+ )?(?:locked|suspended|disabled|frozen|blocked|restricted)
            """
        ),
    ),
    (
        "software error / data problem",
        phrases(
            r"""
            error (?:message|code|\d+) | crash\w* | bug\b |
            (?:export|import|sync|upload|report|dashboard|integration|api|webhook|migration|
            backup)s?(?:'s| is| are| keeps?| has| hasn't| isn't)?(?: \w+){0,3} (?:fail\w*|
            broken|stuck|empty|wrong|missing|stopped|down|not|timing|times? out|duplicat\w*) |
            data (?:is |was )?(?:missing|lost|gone|wrong) |
            (?:deleted|lost|missing) (?:our|my|the|all)(?: \w+){0,2} (?:data|files?|records?|
            projects?) | rate limit\w* | timeouts? | won't load | not syncing | stopped syncing |
            5\d\d errors?
            """
        ),
    ),
    (
        "card / payment declined",
        phrases(
            r"""
        (?:card|payment|transaction|transfer|deposit|
        wire)(?:'s| is| was| got| keeps?| has been)?(?: \w+){0,3} (?:declin\w*|reject\w*|
        fail\w*|bounc\w*|blocked|held|on hold|stuck|pending|missing|returned|not) | declined |
        bounced
        """
        ),
    ),
    (
        "transfer sent to wrong account",
        phrases(
            r"""
        (?:sent|transferred|wired|paid)(?: \w+){0,6} (?:the )?wrong (?:account|person|number|
        payee) | wrong (?:account|payee)
        """
        ),
    ),
    (
        "missing pay / overtime",
        phrases(
            r"""
        overtime |
        (?:paycheck|pay ?check|check|pay|salary|wages|
        payslip)(?:'s| is| was)?(?: \w+){0,4} (?:short|missing|wrong|late|less|low) |
        (?:wasn't|not|haven't been|didn't get) paid | underpaid
        """
        ),
    ),
    (
        "claim denied / pending",
        phrases(
            r"""
        claim(?:'s| is| was| got| has been)?(?: \w+){0,4} (?:denied|rejected|declined|refused|
        pending|stuck|closed|open|not) | (?:denied|rejected|declined|refused)(?: \w+){0,4} claim |
        (?:won't|not|isn't|wasn't) cover\w* | prior auth\w* | pre-?auth\w* | denial | appeal\w*
        """
        ),
    ),
    (
        "accident / new claim",
        phrases(
            r"""
        (?:rear[- ]?ended|accident|collision|crashed|hit (?:my|me|a|the|our)|backed into|fender) |
        (?:file|make|open|report|start) (?:a|an|my) (?:\w+ )?claim | hail | break-?in |
        burglar\w* | stole\b | stolen
        """
        ),
    ),
    (
        "prescription / medication",
        phrases(
            r"""
        prescription | refill | medication | pharmacy | dos(?:e|age) | inhaler | insulin
        """
        ),
    ),
    (
        "test results / medical record",
        phrases(
            r"""
        (?:test|lab|blood|scan|x-?ray|biopsy) results? | medical records?
        """
        ),
    ),
    (
        "benefits / application / permit pending",
        phrases(
            r"""
        (?:application|permit|benefits?|visa|passport|license|licence|renewal|unemployment|
        food stamps|registration|
        certificate)(?:'s| is| was| are| has| have)?(?: \w+){0,5} (?:stopped|denied|pending|
        late|stuck|expired?|not|never|cut|delayed|cancelled|rejected|suspended|still|wrong|
        missing) | (?:unemployment|disability|housing|child) (?:benefit|payment|support)s? |
        tax (?:refund|return|notice|bill) | (?:parking|speeding) (?:ticket|fine) | property tax |
        (?:renew|apply for|replace)(?: \w+){0,3} (?:passport|license|licence|permit|visa|id)
        """
        ),
    ),
    (
        "cancel contract / subscription",
        phrases(
            r"""
        cancel(?:ling|ing|lation)?(?: \w+){0,4} (?:contract|subscription|account|membership|
        policy|plan|service|order|auto-?renew\w*|renewal|booking|reservation)? |
        close (?:my|the|our) account | (?:leave|leaving|switch\w*) (?:to|you) | auto-?renew\w* |
        terminat\w+
        """
        ),
    ),
    (
        "move / change of address",
        phrases(
            r"""
        (?:moving|move|moved) (?:house|home|out|to|into|in) | chang\w+ (?:of |my |our )?address |
        new address | wrong address
        """
        ),
    ),
    (
        "return / exchange",
        phrases(
            r"""
        return(?:ing)? (?:it|this|the|a|an|my|these|them) | exchange |
        send (?:it|this|them) back | swap
        """
        ),
    ),
    (
        "plan / upgrade / activation",
        phrases(
            r"""
        upgrad\w+ | activat\w+ |
        (?:new|switch|change)(?: \w+){0,3} (?:plan|tariff|package|phone|sim|esim) |
        port(?:ing|ed)? (?:my|the|our) number | e?sim\b | number port\w*
        """
        ),
    ),
    (
        "noise / neighbour / property complaint",
        phrases(
            r"""
        neighbou?rs? | landlord | potholes? | street ?lights? | trash|garbage|rubbish|bins? |
        mold|mould
        """
        ),
    ),
    (
        "payment arrangement / hardship",
        phrases(
            r"""
        payment (?:plan|arrangement|extension) | (?:can't|cannot|couldn't) (?:pay|afford) |
        extension | installments? | hardship | past due | lost my job | laid off | collections?
        """
        ),
    ),
    (
        "missing or wrong points / credit",
        phrases(
            r"""
        (?:points|miles|credits?|vouchers?|discount|promo\w*|coupon|gift card|cashback|
        bonus)(?: \w+){0,5} (?:missing|not|never|didn't|hasn't|wrong|expired?|gone|disappeared|
        declined|empty|work\w*)
        """
        ),
    ),
)
