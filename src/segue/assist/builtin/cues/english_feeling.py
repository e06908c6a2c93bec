"""How people sound, in English."""

from segue.assist.builtin.cues.table import Feeling, phrases

FEELING = Feeling(
    positive=phrases(
        r"""
        exactly what i (?:needed|wanted|hoped) | so (?:easy|calm\w*|quick|fast|simple|smooth) |
        above and beyond | didn't expect (?:it|that|this) | calmer | pleasure | sorted |
        excit\w+ | patient with | good news | grateful | great | wonderful | lovely | perfect |
        excellent | amazing | awesome | brilliant |
        fantastic | nice | good news | happy | glad | pleased | delighted |
        love (?:it|that|this|you) | smashing | marvell?ous | relie(?:f|ved) | phew |
        appreciate(?: \w+)? |
        thanks? (?:you )?(?:ever )?(?:so much|a (?:lot|million|bunch|ton)|very much|again|
        for (?:your|all|
        being|sorting|the|explaining|everything|fixing|helping)) | thank you so | helpful |
        kind of you | you're (?:very )?kind |
        (?:feel|feeling|felt) (?:a lot |much |so |a little |a bit )?better | breathe |
        fair enough | more than fair | that's fair | sounds (?:good|great|perfect|fair) |
        good to (?:know|hear) | cheers | fabulous | super | cool | sweet | bless you |
        no worries at all | i'm impressed | works for me | that helps |
        that'd be (?:great|perfect|wonderful|lovely) | ha(?:ha)* | congratulations | fun |
        excited | ooh | my dear | joking | thank goodness | thank god | reassur\w+ |
        not your fault | you've been (?:\w+ )?(?:great|helpful|patient|wonderful|kind) |
        enjoy\w* | beautiful | good (?:man|lad|girl|work|job) | grateful | weight off |
        that was (?:quick|fast|easy) | makes (?:total |perfect )?sense | terrific | yay | hooray |
        wow,? (?:thank|great|that's great|nice) | adventure | laugh\w* | decent of you |
        load off | you've been (?:\w+ )?(?!told|charg\w+|saying|lying)\w+ |
        taking (?:it|this) seriously | nice one | oh good | oh nice | very clear | bless |
        impressive | wasn't expecting
        """
    ),
    very_positive=phrases(
        r"""
        you're (?:a|an) (?:star|angel|saint|lifesaver|life saver|gem|legend|hero|doll|peach) |
        (?:absolute|total|real) (?:delight|star|pleasure|lifesaver|joy) | life ?saver |
        made my (?:day|week) | best (?:service|news|agent|person|call) |
        first (?:one|person) who | thank you (?:so|very) (?:very )?much |
        thanks (?:a million|so much|a bunch) | can't thank you enough | really appreciate |
        so (?:happy|relieved|grateful|kind|nice|helpful|glad) | what a relief |
        that's (?:great|wonderful|amazing|fantastic|brilliant|excellent|awesome|marvellous|
        lovely) | oh,? (?:marvell?ous|wonderful|lovely|brilliant|great|fantastic|perfect|thank) |
        smashing | love (?:it|that|you guys) | appreciate (?:it|that|you|everything)
        """
    ),
    negative=phrases(
        r"""
        count(?:ing|ed) on | only (?:way|car|phone|income|thing) | haven't slept | can't cope |
        (?:nobody|no one)(?:'s| has) (?:been|got|come|called) | at a loss | running low |
        i need (?:that|the|my|this) (?:money|car|phone|card) | i (?:can't|couldn't) |
        how long (?:does|will|is) | is (?:she|he|it|that) going to | does that mean |
        quite a (?:jump|lot|shock) | waiting | harsh | infected | worr(?:ied|y|ying|ies) |
        afraid | scar(?:ed|y) | nervous | anxious | panick?\w* |
        stress\w* | upset | sad | sorry to | confus\w+ | lost | stuck | stranded | desperate |
        helpless | overwhelm\w* | shak(?:ing|en|y) | cry(?:ing)? | tears |
        oh (?:no|god|my god|dear|lord|gosh) | i don't know what to do |
        (?:i'm|am i) (?:going|gonna) to? ?(?:lose|miss|be|get) |
        (?:is|are|was|am) (?:it|that|they|i|we|this)(?: \w+){0,4} (?:bad|wrong|dangerous|safe|
        covered|serious|in trouble|too late|gone|gonna|going to) | hard(?:er)? | difficult |
        struggl\w+ | tight |
        can't (?:afford|pay|sleep|work|wait that|manage|even|do without|breathe|lose|miss) |
        pain(?:ful)? | hurts? | sick | ill | died | passed away | funeral | widow\w* | hospital |
        emergency | surgery | diagnos\w+ | unfortunately | disappoint\w* | concern(?:ed|s|ing)? |
        (?<!no )bother\w* | annoying | inconvenien\w* | problem | trouble | wrong | missing |
        never (?:got|arrived|received|came|heard|showed) |
        (?:hasn't|haven't|didn't|not) (?:arrived?|come|received?|shown?|got|gotten|heard|been) |
        nothing (?:since|came|happened|works) | broken | damaged | cracked |
        too (?:high|much|late|long|expensive|far|short) | los(?:e|ing|t) | miss(?:ed|ing)? |
        bounc\w+ | overdraft | evict\w* | declined | denied | rejected | cancell?ed | stolen |
        hacked | fraud\w* | scam\w* | stupid | my fault | embarrass\w* | ashamed | hate |
        dread\w* | hoping | rather (?:hoping|worried) | please (?:don't|help|hurry) |
        (?:what if|what happens if) | is (?:that|it|this) a problem |
        should i (?:not )?(?:have|be) | alone | freezing | cold | dark | flood\w* | pouring |
        leak\w* | fire | smoke | bleed\w* | dizzy | fever | behind on | laid off | lost my job |
        a bit (?:worrying|much|disappointing|steep) |
        not (?:happy|great|good|ideal|sure what|fair|right|acceptable) | shame | pity |
        regret\w* | tired | exhausted | keeping me up |
        didn't (?:buy|make|authori[sz]e|do|order) (?:it|that|this|any|them|those)? |
        out of (?:pocket|work|time) | doesn't (?:work|help|make sense|look right|add up) |
        no (?:power|heat|heating|water|internet|food|money|car|answer|reply|sleep) |
        depend(?:s|ing)? on | urgent\w* | as soon as | running out | vanish\w* | disappear\w* |
        swallow\w* | unsettl\w+ | nuisance | wip(?:e|ed|es) out | fell over | in pieces | hurry |
        a lot of money | put (?:it|that|this|the whole \w+) off | shaken | goodness | steep |
        what (?:else|now) | would (?:we|i) still |
        will (?:it|that|this|they|i|we) be (?:sorted|fixed|ready|okay|all right|there) |
        depends? on (?:it|this) | i (?:sold|gave up|rely) | weren't|aren't what |
        can't (?:check|see|get|use|reach|find|pay|do|go|drive|walk|open) | won't let | suffer\w* |
        ruin\w* | rely(?:ing)? on | behind | fall(?:ing)? apart
        """
    ),
    very_negative=phrases(
        r"""
        terrified |
        so (?:worried|scared|stressed|upset|sorry|tired|stupid|afraid|nervous|confused) |
        really (?:worried|scared|stressed|upset|struggling|worrying|hurts) |
        i(?:'m| am) (?:scared|worried|afraid|panicking|desperate|crying|shaking|freaking) |
        heart ?broken | devastat\w+ | in tears | at my wits'? end | beside myself | oh my god |
        oh no | please don't hang up | don't know what to do | worried sick
        """
    ),
    frustrated=phrases(
        r"""
        passed (?:between|around|from|along) | what the (?:last|other) \w+ (?:said|told me) |
        tough luck | shouldn't have to | chas(?:e|ing) (?:you|up|after) | no wonder |
        (?:convenient|easy) for you | in charge | word for word | don't you dare | of all people |
        where(?:'s| is| are) my [^.?!]{2,20} | explain (?:why|how|to me) |
        (?:was|were) meant to | there you go |
        you people | you guys (?:keep|never|always|just|have|are|said|told|charged|lost) |
        your (?:lot|people|company|mistake|fault|error|guy|system|problem|job|colleague|driver|
        technician|website|chat|app|so-called) | because of you |
        (?:this|that)(?:'s| is) (?:ridiculous|unacceptable|insane|absurd|nonsense|outrageous|
        a joke|crazy|stupid|disgusting|pathetic|unbelievable|theft|robbery|rubbish|garbage|
        terrible|awful|bs|not my problem|not good enough|on you) | ridiculous\w* | unacceptable |
        outrage\w* | absurd | nonsense | a joke | joke | disgust\w* | disgrace\w* | pathetic |
        unbelievable | incompeten\w* | useless | garbage | rubbish | terrible | awful | horrible |
        appalling | shambles | lied | lying | liars? | rip[- ]?off | robb(?:ed|ery) | theft |
        furious | angry | mad | livid | pissed | fed up | sick (?:of|and tired) | tired of |
        had enough | had it with | i'm done | enough | annoyed | frustrat\w+ | irritat\w+ |
        infuriat\w+ | aggravat\w+ |
        (?:second|third|fourth|fifth|sixth|\d+(?:st|nd|rd|th)|umpteenth) (?:time|call|day|week|
        agent|person|morning|visit|technician) |
        (?:two|three|four|five|six|seven|eight|\d+) times | every (?:single )?time |
        (?:again|still) | over and over |
        keep(?:s)? (?:telling|saying|getting|asking|sending|charging|transferring|passing|
        putting) |
        nobody (?:called|calls|told|came|cares|helps|does|knows|reads|bothered|answers|listens|
        ever|can) |
        no ?one (?:called|calls|told|came|cares|helps|does|knows|bothered|answers|listens|ever|
        can) | waste(?:d|s)? (?:of )?(?:my |our )?(?:time|money|day|morning|afternoon|hour) |
        (?:been|was|sat|stood|waited|waiting|spent)(?: \w+){0,6} (?:hours?|forty minutes|
        40 minutes|half an hour|weeks|months|all (?:day|morning|afternoon)|the whole) | an hour |
        half an hour |
        how (?:hard|difficult|many times|is that|do you|can you|could you|long|come|on earth|
        dare) | what (?:am i|do i|the hell|kind of|is wrong|good is|part of|do you mean|else) |
        why (?:would|should|do|did|am|is|are|can't|does|didn't|wasn't|hasn't|aren't) (?:i|you|
        it|we|they|nobody|that|this) | are you (?:kidding|serious|joking|telling|even|listening) |
        you(?:'re| are) (?:kidding|joking|not (?:listening|helping)|telling me|charging) |
        seriously\? | excuse me\? | i'm sorry,? what |
        (?:i )?already (?:told|said|gave|did|explained|sent|paid|called|read) |
        i (?:just )?(?:told|said|gave) (?:you|them|him|her|that|the) | like i (?:said|haven't) |
        how many times | (?:they|you) all (?:said|say|wrote) | supposed to |
        (?:file|filing) (?:a|with) | complain\w* | lawyer | attorney | sue | small claims |
        (?:in|to) court | ombudsman | regulator | report you | twitter | one star |
        cancel(?:l?ing)? (?:everything|the whole|my (?:contract|account|service)|all) |
        never (?:again|using|buying|flying|coming) | take my business | manager | supervisor |
        i want (?:somebody|someone|my money|it out|a manager|answers|this fixed|you to) | fix it |
        do (?:your job|something)|just,? (?:just )?do it | hell | damn\w* | crap | bloody |
        for (?:god's|heaven's|christ's|pete's|crying out) sake | for god sake | my god |
        whatever | of course (?:it|you|they|not|there) | figures | typical |
        (?:oh,? )?(?:great|wonderful|lovely|brilliant|fantastic|perfect),? (?:just|another|so|
        now|more) | thanks for nothing | good luck with | they'd better | you'd better |
        better not | hold you to | we'll see | i'll believe it | if anybody ever |
        don't (?:tell|give|you dare|want (?:a|your|any)|care|start|read|put me|transfer) |
        i don't (?:care|want) | not (?:my|our) (?:problem|fault|mistake|job) |
        passed (?:around|from) | dumped | hung up on | cut off | brush\w* (?:me )?off |
        run(?:ning)? around | runaround | bounced around | robot | script |
        listen to (?:me|yourself) | swear | messed up | screwed | botched | bother(?:ed)? to |
        come on | no\. no | no,? no,? no | stop (?:asking|telling|saying|charging|it) |
        blam(?:e|ing) | excuses? | they wouldn't | he didn't (?:come|even|show) |
        you cancel(?:l)?ed | i pay (?:extra|for|you|my) | paid (?:extra )?for |
        pay(?:ing)? for (?:this|that|what) | what then | promis(?:ed|es) | last time |
        you (?:said|told|promised|lost|sent|never|cancelled|charged|keep|took|broke) | he said |
        she said | they (?:said|told|promised|never|keep|lost|just|ran|all) | not once | not one |
        somebody (?:actually|to|should) | someone (?:actually|to) | actually fix |
        nothing else works | mess | clowns? | idiots? | shocking | scandal\w* | liar | insult\w* |
        rude | worst | fuming | beyond (?:a joke|belief) | not good enough | unreal | shrug |
        in my life | finally | not brilliantly | not (?:great|good|well), since | absolutely not |
        vanish\w* | one more (?:charge|time|word|day) | my (?:bank|lawyer) and |
        attorney general | just so you know | so you guys | coming out of my |
        still (?:coming|charging|waiting|broken|down|not|no) | each time | all set |
        or (?:what|not)\? | who pays | and (?:now )?(?:we|i) pay |
        i'm (?:at|in|standing|stuck)(?: \w+){0,6} and (?:they|you) | won't let |
        just (?:spins|hangs|rings) |
        i'm not (?:paying|going|waiting|doing|interested|repeating|asking|happy|calling)
        """
    ),
    very_frustrated=phrases(
        r"""
        you people | unbelievable | ridiculous | unacceptable | disgust\w+ | outrageous |
        are you (?:kidding|serious|joking)(?: me)? | what the hell |
        i(?:'m| am) (?:so |absolutely |really |beyond )?(?:furious|livid|angry|fed up|done|sick|
        mad) | sick (?:of|and tired) | fed up | swear to god | i swear |
        for (?:god's|heaven's|pete's|christ's) sake | no\. no\.? no | no, no, no | theft |
        thieves | garbage | pathetic | incompeten\w+ |
        a (?:complete |total |absolute )?(?:joke|disgrace|shambles|farce) | thanks for nothing |
        of course it (?:is|does|isn't) | listen to yourself | worst | insane | bullshit |
        damn\w* | how dare | waste of (?:my )?time | oh my god | third time | fourth time |
        fifth time | do your job | absolutely (?:not|unbelievable) | i'm not stupid |
        your mistake | because of you | stop (?:asking|telling|lying)
        """
    ),
    polite=phrases(
        r"""
        thanks? | thank you | okay | ok | great | perfect | sure | fine | good | all right |
        alright | yes | appreciate (?:it|that) | cheers | lovely | please | got it | that's fine |
        that works | sounds good
        """
    ),
)
