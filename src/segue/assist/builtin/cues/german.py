"""German: numbers, names, quotes and what was asked; the rest as far as it goes."""

from segue.assist.builtin.cues.table import Cues, Feeling, Headings, phrases, words

_MONTH = r"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)"

GERMAN = Cues(
    language="de",
    headings=Headings(
        chain="Bisher",
        handed="{who} an {whom}",
        consulted="{who} fragte {whom}",
        agreed="vereinbart",
        earlier="davor {n}",
        reason="Anliegen",
        mood="Stimmung",
        facts="Fakten",
        tried="Versucht",
        promises="Zugesagt",
        open_questions="Offen",
        next_step="Nächster Schritt",
        moods={
            "positive": "positiv",
            "neutral": "neutral",
            "negative": "negativ",
            "frustrated": "verärgert",
        },
        customer="Kunde",
        agent="Agent",
        nothing="Noch nichts gesagt.",
    ),
    feeling=Feeling(
        positive=phrases(
            r"""
            super | toll | prima | wunderbar | perfekt | klasse | großartig | ausgezeichnet |
            freut? mich | nett | lieb | vielen (?:herzlichen )?dank | herzlichen dank |
            danke (?:schön|ihnen|sehr|vielmals|für) | beruhigt | erleichtert | schön | gerne |
            glück | zufrieden | hilfreich | sehr freundlich | spitze | hervorragend |
            gott sei dank | das hilft | gute nachricht | haha?
            """
        ),
        very_positive=phrases(
            r"""
            das ist (?:ja )?(?:super|toll|nett|wunderbar|klasse|lieb|großartig) |
            sie sind (?:ein|der|die) (?:engel|schatz|beste|retter\w*) |
            sehr (?:nett|freundlich|zufrieden|gut|lieb) | vielen,? vielen dank | tausend dank |
            beruhigt | erleichtert | stein vom herzen
            """
        ),
        negative=phrases(
            r"""
            sorgen? | besorgt | angst | leider | schade | traurig | verzweifelt | verunsichert |
            unsicher | nervös | stress\w* | zu (?:hoch|teuer|spät|viel|lange) | verloren |
            gestohlen | kaputt | defekt | beschädigt | krank | schmerz\w* | krankenhaus |
            notfall | oh (?:nein|gott|je) | ach (?:nein|je|du) | was mache ich | weiß nicht |
            ist das (?:schlimm|gefährlich|ein problem) | problem\w* |
            nicht (?:gut|schön|angekommen|richtig|mehr|möglich|bekommen|da) | fehlt | falsch |
            hilfe | dringend | schlimm | ehrlich gesagt | immerhin |
            kann (?:doch |ja )?nicht (?:sein|schlafen|zahlen|arbeiten) | geschätzt | hoffentlich |
            kalt | wie soll ich | um gottes willen | noch ein(?:e|er|s)\? | gott | vergessen |
            schlecht | muss ich jetzt | schwer
            """
        ),
        very_negative=phrases(
            r"""
            große (?:sorgen|angst) | ich habe angst | oh gott | verzweifelt | bitte helfen sie |
            weiß nicht mehr weiter | weiß nicht,? was ich
            """
        ),
        frustrated=phrases(
            r"""
            unverschämt\w* | frechheit | unmöglich | lächerlich | skandal\w* | katastrophe |
            sauerei | wütend | sauer | verärgert | genervt | nervt | reicht(?:'s| es)?(?: mir)? |
            satt | schon wieder | immer noch |
            (?:zum )?(?:zweiten|dritten|vierten|fünften|x-ten|zigsten) mal |
            (?:zwei|drei|vier|fünf)mal | seit (?:\w+ )?(?:wochen|monaten|stunden|tagen) |
            warteschleife | niemand | keiner | angelogen | gelogen | betrug | abzocke | anwalt |
            verbraucherzentrale | beschwer\w* | kündige |
            ihr (?:fehler|laden|verein|problem|system|techniker|kollege) | ihretwegen |
            wollen sie mich | das kann (?:doch )?nicht wahr sein | was soll das | wie oft |
            warum (?:soll|muss|haben|ist|hat|kann) | wieso |
            ich habe (?:doch |ihnen )?(?:schon|bereits) | nicht mein problem | zeitverschwendung |
            verdammt\w* | mist | na toll | na super | ach was | von wegen | vorgesetzte\w* |
            chef | zumutung | versprochen | hin und her | interessiert mich nicht | na endlich |
            ich (?:hänge|warte|stehe) seit | in der leitung | ich sicher nicht |
            wer (?:zahlt|bezahlt|haftet)
            """
        ),
        very_frustrated=phrases(
            r"""
            unverschämt\w* | frechheit |
            das ist (?:doch )?(?:lächerlich|unmöglich|ein witz|nicht wahr) | mir reicht |
            jetzt reicht | abzocke | betrug | wollen sie mich | saftladen | zumutung |
            verdammt\w* | na toll | schon wieder | nase voll
            """
        ),
        polite=phrases(
            r"""
            danke | ja | gut | okay | prima | super | alles klar | in ordnung | gerne | bitte |
            schön
            """
        ),
    ),
    common=words(
        "der die das und ich ist nicht sie ein eine zu es mit auf für habe den dem im von wir "
        "ja auch bei aber wie was da dann noch schon mein meine haben kann hat sind oder war"
    ),
    chatter=words(
        "ja also äh ähm hm naja na der die das ein eine einen den dem ich sie wir es ist sind "
        "war waren habe hab haben hat mal so denn doch eben halt ja gern bitte gerade jetzt "
        "schon ganz eigentlich mein meine"
    ),
    openers=phrases(
        r"""
        (?:ja|also|gut|okay|nein|na ja|naja|äh+m?|hm+|moment|alles klar|verstehe|
        das verstehe ich|prima|perfekt|danke|ach so|ach|und|aber|guten tag|hallo|entschuldigung|
        ich sehe(?: hier)?|in ordnung|sehr gut|schauen sie|wissen sie|genau|richtig|
        stimmt)(?:[\s,.…!:-]+|$)
        """
    ),
    small_talk=phrases(
        r"""
        was kann ich für sie tun | wie kann ich (?:ihnen )?helfen | mein name ist |
        einen kleinen moment | einen moment | tut mir (?:sehr )?leid |
        vielen dank für (?:ihren|die|ihre) | schönen tag | sonst noch (?:etwas|was) |
        gern geschehen
        """
    ),
    correcting=phrases(
        r"""
        nein | nee | moment | warten sie | warte | entschuldigung | ich meine | quatsch | halt |
        stopp | falsch | sorry | pardon | vielmehr | beziehungsweise | doch nicht | korrektur |
        verlesen | versprochen
        """
    ),
    refusing=phrases(
        r"""
        nein | nee | nicht | falsch | stimmt nicht | das ist (?:falsch|nicht) | nicht ganz |
        eigentlich | doch | entschuldigung | sollte
        """
    ),
    hedging=phrases(
        r"""
        ich glaube | glaub ich | vielleicht | ich denke | ungefähr | müsste | ich meine
        """
    ),
    not_this=phrases(r"nicht(?: der| die| das| den| am| im| um)? | statt | anstatt"),
    topics=(
        (
            "doppelt abgebucht",
            phrases(
                r"""
            (?:doppelt|zweimal|zwei ?mal)(?: \w+){0,3} (?:abgebucht|berechnet|bezahlt|belastet) |
            doppelte (?:abbuchung|rechnung) |
            (?:abgebucht|berechnet)(?: \w+){0,4} (?:doppelt|zweimal)
            """
            ),
        ),
        (
            "Rechnung falsch / zu hoch",
            phrases(
                r"""
            \w*rechnung\w* | nachzahlung | abschlag | zählerstand | abgebucht | mahnung |
            gebühr\w*
            """
            ),
        ),
        (
            "Störung: Anschluss / Internet ausgefallen",
            phrases(
                r"""
            internet | ausgefallen | störung |
            kein (?:netz|signal|internet|empfang|strom|wasser) | keine (?:verbindung|heizung) |
            wlan | router | stromausfall
            """
            ),
        ),
        (
            "Lieferung / Paket nicht angekommen",
            phrases(
                r"""
            paket\w* | lieferung | bestellung |
            nicht (?:angekommen|geliefert|zugestellt|erhalten|bekommen) | sendung\w* | zugestellt
            """
            ),
        ),
        (
            "defekt / beschädigt",
            phrases(
                r"""
            defekt | kaputt | beschädigt | reklam\w+ | garantie | geht nicht |
            funktioniert nicht | zerbrochen | undicht
            """
            ),
        ),
        (
            "Betrug: Abbuchung nicht erkannt",
            phrases(
                r"""
            betrug | unbekannte abbuchung\w* | nicht (?:gekauft|autorisiert|veranlasst) |
            gehackt | phishing | karte (?:gestohlen|verloren|sperren) | karte sperren
            """
            ),
        ),
        (
            "Flug / Zug ausgefallen, Umbuchung",
            phrases(
                r"""
            flug\w* | umbuch\w* | gestrichen | annulliert | verspät\w* | zug |
            anschluss verpasst | koffer | gepäck
            """
            ),
        ),
        ("Termin verschieben", phrases(r"termin\w* | verschieb\w* | verleg\w*")),
        ("Kündigung", phrases(r"kündig\w* | stornier\w* | widerruf\w*")),
        (
            "Schaden / Versicherungsfall",
            phrases(
                r"""
            schaden\w* | unfall | versicherung\w* | wasserschaden | einbruch | selbstbeteiligung
            """
            ),
        ),
        (
            "Anmeldung / Zugang gesperrt",
            phrases(
                r"""
            anmeld\w* | einlogg\w* | gesperrt | zugang | passwort | login
            """
            ),
        ),
        ("Rückerstattung", phrases(r"erstatt\w* | rückerstattung | geld zurück | gutschrift")),
        (
            "Umzug / neue Adresse",
            phrases(
                r"""
            umzug | umgezogen | ziehe(?:n)? um | neue adresse | adressänderung
            """
            ),
        ),
        (
            "Antrag / Bescheid",
            phrases(
                r"""
            antrag\w* | bescheid\w* | formular | genehmig\w* | elterngeld | kindergeld |
            wohngeld | rezept
            """
            ),
        ),
    ),
    wanting=phrases(
        r"""
        es geht um | ich (?:möchte|will|wollte|brauche|hätte gern|würde gern) |
        ich rufe (?:an|wegen) | wegen | ich habe (?:ein|eine|einen) | ich hab (?:ein|eine|einen) |
        mein\w* \w+ (?:ist|geht|funktioniert|wurde|hat) | da stimmt was nicht |
        stimmt (?:etwas|was) nicht
        """
    ),
    trouble=phrases(
        r"""
        problem\w* | fehler\w* | falsch | kaputt | defekt | nicht | kein\w* | fehlt | verloren |
        gestohlen | zu hoch | doppelt | verspät\w* | ausgefallen | storn\w* | geschätzt |
        gesperrt | undicht | tropft | beschädigt | abgelehnt | nie
        """
    ),
    done=phrases(
        r"""
        ich (?:habe?|hab)\b | wir haben | versucht | hab(?:e)? (?:ich|jetzt|gerade)
        """
    ),
    tried=phrases(
        r"""
        (?:habe?|hat|haben|hab|wurde|wird|worden)\b[^.?!]{0,60}\b(?:ge\w{3,}t|ge\w{2,}en|
        \w+ge\w{2,}t|\w+ge\w{2,}en|ver\w{3,}t|ver\w{3,}en|be\w{3,}t|be\w{3,}en|storniert|
        reklamiert|kontrolliert|probiert|informiert|korrigiert|notiert|aktiviert|reserviert|
        er\w{3,}t|er\w{3,}en|ent\w{3,}t|überprüft|neu gestartet|zurückgesetzt) | versucht |
        probiert | geprüft | überprüft | gemeldet | neu gestartet | neugestartet | zurückgesetzt |
        angerufen | geschrieben | geschickt | gewechselt | getauscht
        """
    ),
    failed=phrases(
        r"""
        (?:geht|ging|klappt|funktioniert|hilft)\b[^.?!]{0,20}\bnicht |
        nicht (?:möglich|mehr|geklappt|funktioniert|ran|verbucht|zulässig|freigeschaltet) |
        lässt (?:mich|sich|das|es)[^.?!]{0,25} nicht | kann (?:ich|das|es)[^.?!]{0,30} nicht |
        fehlermeldung | gesperrt | abgelehnt | leider | ohne erfolg |
        keine (?:änderung|antwort|reaktion)
        """
    ),
    offered=phrases(
        r"""
        (?:kann|könnte) ich ihnen[^.?!]{0,30} anbieten | anbieten | angeboten | ich hätte |
        nächste\w* (?:termin|möglichkeit) | frühestens
        """
    ),
    promised=phrases(
        r"""
        ich (?:setze|schicke|sende|veranlasse|vermerke|notiere|buche|kümmere|gebe|trage|melde|
        sorge|leite|schreibe|erstatte|storniere|reserviere|hinterlege|beantrage|lasse|mache|
        rufe|stelle)\b |
        wir (?:schicken|senden|erstatten|melden|rufen|buchen|überweisen|prüfen|liefern) |
        sie (?:bekommen|erhalten|kriegen|hören) |
        wird (?:ihnen )?[^.?!]{0,40}(?:geschickt|erstattet|gutgeschrieben|geprüft|zugeschickt|
        überwiesen|gemeldet|anrufen|melden|storniert) | innerhalb (?:von|der) |
        bis (?:morgen|heute|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|ende|
        zum|spätestens|\d) | spätestens | binnen | zugesagt | garantier\w* | kostenlos |
        verspreche |
        in (?:den nächsten )?(?:\w+ )?(?:bis \w+ )?(?:stunden|tagen|werktagen|minuten|wochen) |
        reserviert bis
        """
    ),
    handing_over=phrases(
        r"""
        (?:ich )?verbinde(?: ich)? sie | verbinden | stelle (?:ich )?sie durch |
        weiter ?leite\w* | übergebe | bleiben sie (?:bitte )?(?:dran|in der leitung) |
        durchstellen | hole .{0,20} dazu
        """
    ),
    others_task=phrases(
        r"""
        (?:kann|können|muss|müssen|darf|soll|sollen|sollte|wird)\b[^.?!]{0,15}\b(?:nur )?(?:die|
        der|das|unsere?|eine?|meine?) \w+ |
        (?:die|der|unsere?|eine?|meine?) (?:\w+ )?(?:abteilung|kolleg\w+|team|technik\w*|
        \w+klärung|\w+stelle|buchhaltung|fachabteilung|\w+service|leitung|spezialist\w*|
        kundenbetreuung|\w+abteilung)\b[^.?!]{0,10}(?:kann|können|muss|wird|soll)? |
        (?:der|die|das|sie) (?:kann|können|muss|müssen) (?:das|es|den|die|ihn|ihnen|dann)
        """
    ),
    customers_task=phrases(
        r"""
        (?:wäre|wären) (?:gut|hilfreich|super|schön|wichtig) |
        (?:bitte )?(?:schicken|senden|mailen|bringen|halten|bewahren|ändern|machen|rufen|prüfen|
        füllen|laden|legen|lassen|geben) sie | sie (?:müssen|müssten|sollten|brauchen|bräuchten) |
        können sie (?:mir |uns )?(?:das|die|den|ein|eine|bitte) |
        (?:brauche|brauchen|bräuchte|benötige|benötigen)(?: \w+){0,2} (?:von ihnen|noch|ein|
        eine|den|die|das) | bereithalten | griffbereit
        """
    ),
    customers_word=phrases(
        r"""
        (?:das|die|den|es)? ?(?:schick|schicke|sende|mache|mach|bringe|maile|reiche|lade|
        besorge|hole) ich |
        ich (?:schicke?|sende|mache?|bringe?|maile|reiche|besorge|überweise|kümmere|melde) |
        (?:kann|werde) ich (?:\w+ ){0,3}(?:schicken|machen|senden|bringen|mailen|hochladen)
        """
    ),
    wish=phrases(
        r"""
        ich (?:möchte|will|hätte|brauche|bitte|verlange|erwarte|würde) | können sie |
        könnten sie | bitte \w+ | wäre es möglich | am liebsten | mir wäre
        """
    ),
    alert=phrases(
        r"""
        allerg\w+ | schwanger\w* | rollstuhl | behinder\w+ | diabet\w* | insulin |
        herzschrittmacher | baby | säugling | krankenhaus | operation | schwerhörig | anwalt |
        polizei | verbraucherzentrale | kündig\w* | bis (?:zum|spätestens) | vor dem |
        nicht (?:vor|anrufen|vormittags|nachmittags) | erreichbar | rückruf |
        per (?:mail|e-?mail|sms|post|telefon|brief) | aufzug | stock | hund | hochzeit |
        beerdigung | prüfung | kinder? | miete | schicht | dringend | notfall | photovoltaik |
        solar | bettlägerig | pflege\w* | abgebucht | abbuchung
        """
    ),
    naming=phrases(
        r"""
        (?:kunden|vertrags|bestell|auftrags|rechnungs|vorgangs|ticket|zähler|serien|geräte|
        sendungs|versicherungs|schaden|policen?|artikel|buchungs|flug|mitglieds|personal|
        telefon|handy|mobil|fall|konto|akten|steuer|kassen|matrikel|rückruf)-?(?:nummer|zeichen|
        code|stand|id|nr)? | nummer | postleitzahl | plz | adresse | betrag | preis | kosten |
        abschlag | nachzahlung | stand | name | flug | zug | termin | geburtsdatum |
        aktenzeichen | kennzeichen | e-?mail | iban | selbstbeteiligung | gebühr | fehlercode |
        tarif | modell
        """
    ),
    due=phrases(
        r"""
        (?:bis|am|vor|ab|innerhalb von|binnen|in) (?:zum |dem |den )?(?:\d+\.? ?(?:MONTH|uhr|
        stunden|tagen|werktagen|wochen|minuten)?|morgen|heute|montag|dienstag|mittwoch|
        donnerstag|freitag|samstag|sonntag|ende \w+) | heute | morgen | sofort | nächste woche |
        (?:zwei|drei|vier|fünf|zehn|\d+)(?: bis \w+)? (?:stunden|tage|tagen|werktage|werktagen|
        wochen)
        """.replace("MONTH", _MONTH)
    ),
    connectives=phrases(
        r"""
        und | aber | weil | denn | dann | oder | also | damit | sondern | da | jetzt
        """
    ),
)
