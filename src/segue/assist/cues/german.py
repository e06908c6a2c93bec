"""German: numbers, names, quotes and what was asked; the rest as far as it goes."""

from segue.assist.cues.table import Cues, Feeling, Headings, phrases, words

_MONTH = r"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)"

GERMAN = Cues(
    language="de",
    headings=Headings(
        reason="Anliegen",
        mood="Stimmung",
        facts="Fakten",
        tried="Versucht",
        promises="Zugesagt",
        open_questions="Offen",
        next_step="Nächster Schritt",
        moods={"positive": "positiv", "neutral": "neutral", "negative": "negativ", "frustrated": "verärgert"},
        customer="Kunde",
        agent="Agent",
        nothing="Noch nichts gesagt.",
    ),
    feeling=Feeling(
        positive=phrases(
            r"super", r"toll", r"prima", r"wunderbar", r"perfekt", r"klasse", r"großartig", r"ausgezeichnet", r"freut? mich", r"nett", r"lieb", r"vielen (?:herzlichen )?dank", r"herzlichen dank", r"danke (?:schön|ihnen|sehr|vielmals|für)", r"beruhigt", r"erleichtert", r"schön", r"gerne", r"glück", r"zufrieden", r"hilfreich", r"sehr freundlich", r"spitze", r"hervorragend", r"gott sei dank", r"das hilft", r"gute nachricht", r"haha?",
        ),
        very_positive=phrases(r"das ist (?:ja )?(?:super|toll|nett|wunderbar|klasse|lieb|großartig)", r"sie sind (?:ein|der|die) (?:engel|schatz|beste|retter\w*)", r"sehr (?:nett|freundlich|zufrieden|gut|lieb)", r"vielen,? vielen dank", r"tausend dank", r"beruhigt", r"erleichtert", r"stein vom herzen"),
        negative=phrases(
            r"sorgen?", r"besorgt", r"angst", r"leider", r"schade", r"traurig", r"verzweifelt", r"verunsichert", r"unsicher", r"nervös", r"stress\w*", r"zu (?:hoch|teuer|spät|viel|lange)", r"verloren", r"gestohlen", r"kaputt", r"defekt", r"beschädigt", r"krank", r"schmerz\w*", r"krankenhaus", r"notfall", r"oh (?:nein|gott|je)", r"ach (?:nein|je|du)", r"was mache ich", r"weiß nicht", r"ist das (?:schlimm|gefährlich|ein problem)", r"problem\w*", r"nicht (?:gut|schön|angekommen|richtig|mehr|möglich|bekommen|da)", r"fehlt", r"falsch", r"hilfe", r"dringend", r"schlimm", r"ehrlich gesagt", r"immerhin", r"kann (?:doch |ja )?nicht (?:sein|schlafen|zahlen|arbeiten)", r"geschätzt", r"hoffentlich", r"kalt", r"wie soll ich", r"muss ich jetzt", r"schwer",
        ),
        very_negative=phrases(r"große (?:sorgen|angst)", r"ich habe angst", r"oh gott", r"verzweifelt", r"bitte helfen sie", r"weiß nicht mehr weiter", r"weiß nicht,? was ich"),
        frustrated=phrases(
            r"unverschämt\w*", r"frechheit", r"unmöglich", r"lächerlich", r"skandal\w*", r"katastrophe", r"sauerei", r"wütend", r"sauer", r"verärgert", r"genervt", r"nervt", r"reicht(?:'s| es)?(?: mir)?", r"satt", r"schon wieder", r"immer noch", r"(?:zum )?(?:zweiten|dritten|vierten|fünften|x-ten|zigsten) mal", r"(?:zwei|drei|vier|fünf)mal", r"seit (?:\w+ )?(?:wochen|monaten|stunden|tagen)", r"warteschleife", r"niemand", r"keiner", r"angelogen", r"gelogen", r"betrug", r"abzocke", r"anwalt", r"verbraucherzentrale", r"beschwer\w*", r"kündige", r"ihr (?:fehler|laden|verein|problem|system|techniker|kollege)", r"ihretwegen", r"wollen sie mich", r"das kann (?:doch )?nicht wahr sein", r"was soll das", r"wie oft", r"warum (?:soll|muss|haben|ist|hat|kann)", r"wieso", r"ich habe (?:doch |ihnen )?(?:schon|bereits)", r"nicht mein problem", r"zeitverschwendung", r"verdammt\w*", r"mist", r"na toll", r"na super", r"ach was", r"von wegen", r"vorgesetzte\w*", r"chef", r"zumutung", r"versprochen", r"hin und her", r"interessiert mich nicht",
        ),
        very_frustrated=phrases(r"unverschämt\w*", r"frechheit", r"das ist (?:doch )?(?:lächerlich|unmöglich|ein witz|nicht wahr)", r"mir reicht", r"jetzt reicht", r"abzocke", r"betrug", r"wollen sie mich", r"saftladen", r"zumutung", r"verdammt\w*", r"na toll", r"schon wieder", r"nase voll"),
        polite=phrases(r"danke", r"ja", r"gut", r"okay", r"prima", r"super", r"alles klar", r"in ordnung", r"gerne", r"bitte", r"schön"),
    ),
    common=words("der die das und ich ist nicht sie ein eine zu es mit auf für habe den dem im von wir ja auch bei aber wie was da dann noch schon mein meine haben kann hat sind oder war"),
    chatter=words("ja also äh ähm hm naja na der die das ein eine einen den dem ich sie wir es ist sind war waren habe hab haben hat mal so denn doch eben halt ja gern bitte gerade jetzt schon ganz eigentlich mein meine"),
    openers=phrases(r"(?:ja|also|gut|okay|nein|na ja|naja|äh+m?|hm+|moment|alles klar|verstehe|das verstehe ich|prima|perfekt|danke|ach so|ach|und|aber|guten tag|hallo|entschuldigung|ich sehe(?: hier)?|in ordnung|sehr gut|schauen sie|wissen sie|genau|richtig|stimmt)(?:[\s,.…!:-]+|$)"),
    small_talk=phrases(r"was kann ich für sie tun", r"wie kann ich (?:ihnen )?helfen", r"mein name ist", r"einen kleinen moment", r"einen moment", r"tut mir (?:sehr )?leid", r"vielen dank für (?:ihren|die|ihre)", r"schönen tag", r"sonst noch (?:etwas|was)", r"gern geschehen"),
    correcting=phrases(r"nein", r"nee", r"moment", r"warten sie", r"warte", r"entschuldigung", r"ich meine", r"quatsch", r"halt", r"stopp", r"falsch", r"sorry", r"pardon", r"vielmehr", r"beziehungsweise", r"doch nicht", r"korrektur", r"verlesen", r"versprochen"),
    refusing=phrases(r"nein", r"nee", r"nicht", r"falsch", r"stimmt nicht", r"das ist (?:falsch|nicht)", r"nicht ganz", r"eigentlich", r"doch", r"entschuldigung", r"sollte"),
    hedging=phrases(r"ich glaube", r"glaub ich", r"vielleicht", r"ich denke", r"ungefähr", r"müsste", r"ich meine"),
    not_this=phrases(r"nicht(?: der| die| das| den| am| im| um)?", r"statt", r"anstatt"),
    topics=(
        ("doppelt abgebucht", phrases(r"(?:doppelt|zweimal|zwei ?mal)(?: \w+){0,3} (?:abgebucht|berechnet|bezahlt|belastet)", r"doppelte (?:abbuchung|rechnung)", r"(?:abgebucht|berechnet)(?: \w+){0,4} (?:doppelt|zweimal)")),
        ("Rechnung falsch / zu hoch", phrases(r"\w*rechnung\w*", r"nachzahlung", r"abschlag", r"zählerstand", r"abgebucht", r"mahnung", r"gebühr\w*")),
        ("Störung: Anschluss / Internet ausgefallen", phrases(r"internet", r"ausgefallen", r"störung", r"kein (?:netz|signal|internet|empfang|strom|wasser)", r"keine (?:verbindung|heizung)", r"wlan", r"router", r"stromausfall")),
        ("Lieferung / Paket nicht angekommen", phrases(r"paket\w*", r"lieferung", r"bestellung", r"nicht (?:angekommen|geliefert|zugestellt|erhalten|bekommen)", r"sendung\w*", r"zugestellt")),
        ("defekt / beschädigt", phrases(r"defekt", r"kaputt", r"beschädigt", r"reklam\w+", r"garantie", r"geht nicht", r"funktioniert nicht", r"zerbrochen", r"undicht")),
        ("Betrug: Abbuchung nicht erkannt", phrases(r"betrug", r"unbekannte abbuchung\w*", r"nicht (?:gekauft|autorisiert|veranlasst)", r"gehackt", r"phishing", r"karte (?:gestohlen|verloren|sperren)", r"karte sperren")),
        ("Flug / Zug ausgefallen, Umbuchung", phrases(r"flug\w*", r"umbuch\w*", r"gestrichen", r"annulliert", r"verspät\w*", r"zug", r"anschluss verpasst", r"koffer", r"gepäck")),
        ("Termin verschieben", phrases(r"termin\w*", r"verschieb\w*", r"verleg\w*")),
        ("Kündigung", phrases(r"kündig\w*", r"stornier\w*", r"widerruf\w*")),
        ("Schaden / Versicherungsfall", phrases(r"schaden\w*", r"unfall", r"versicherung\w*", r"wasserschaden", r"einbruch", r"selbstbeteiligung")),
        ("Anmeldung / Zugang gesperrt", phrases(r"anmeld\w*", r"einlogg\w*", r"gesperrt", r"zugang", r"passwort", r"login")),
        ("Rückerstattung", phrases(r"erstatt\w*", r"rückerstattung", r"geld zurück", r"gutschrift")),
        ("Umzug / neue Adresse", phrases(r"umzug", r"umgezogen", r"ziehe(?:n)? um", r"neue adresse", r"adressänderung")),
        ("Antrag / Bescheid", phrases(r"antrag\w*", r"bescheid\w*", r"formular", r"genehmig\w*", r"elterngeld", r"kindergeld", r"wohngeld", r"rezept")),
    ),
    wanting=phrases(r"es geht um", r"ich (?:möchte|will|wollte|brauche|hätte gern|würde gern)", r"ich rufe (?:an|wegen)", r"wegen", r"ich habe (?:ein|eine|einen)", r"ich hab (?:ein|eine|einen)", r"mein\w* \w+ (?:ist|geht|funktioniert|wurde|hat)", r"da stimmt was nicht", r"stimmt (?:etwas|was) nicht"),
    trouble=phrases(r"problem\w*", r"fehler\w*", r"falsch", r"kaputt", r"defekt", r"nicht", r"kein\w*", r"fehlt", r"verloren", r"gestohlen", r"zu hoch", r"doppelt", r"verspät\w*", r"ausgefallen", r"storn\w*", r"geschätzt", r"gesperrt", r"undicht", r"tropft", r"beschädigt", r"abgelehnt", r"nie"),
    done=phrases(r"ich (?:habe?|hab)\b", r"wir haben", r"versucht", r"hab(?:e)? (?:ich|jetzt|gerade)"),
    tried=phrases(
        r"(?:habe?|hat|haben|hab|wurde|wird|worden)\b[^.?!]{0,60}\b(?:ge\w{3,}t|ge\w{2,}en|\w+ge\w{2,}t|\w+ge\w{2,}en|ver\w{3,}t|ver\w{3,}en|be\w{3,}t|be\w{3,}en|storniert|reklamiert|kontrolliert|probiert|informiert|korrigiert|notiert|aktiviert|reserviert|er\w{3,}t|er\w{3,}en|ent\w{3,}t|überprüft|neu gestartet|zurückgesetzt)",
        r"versucht", r"probiert", r"geprüft", r"überprüft", r"gemeldet", r"neu gestartet", r"neugestartet", r"zurückgesetzt", r"angerufen", r"geschrieben", r"geschickt", r"gewechselt", r"getauscht",
    ),
    failed=phrases(r"(?:geht|ging|klappt|funktioniert|hilft)\b[^.?!]{0,20}\bnicht", r"nicht (?:möglich|mehr|geklappt|funktioniert|ran|verbucht|zulässig|freigeschaltet)", r"lässt (?:mich|sich|das|es)[^.?!]{0,25} nicht", r"kann (?:ich|das|es)[^.?!]{0,30} nicht", r"fehlermeldung", r"gesperrt", r"abgelehnt", r"leider", r"ohne erfolg", r"keine (?:änderung|antwort|reaktion)"),
    offered=phrases(r"(?:kann|könnte) ich ihnen[^.?!]{0,30} anbieten", r"anbieten", r"angeboten", r"ich hätte", r"nächste\w* (?:termin|möglichkeit)", r"frühestens"),
    promised=phrases(
        r"ich (?:setze|schicke|sende|veranlasse|vermerke|notiere|buche|kümmere|gebe|trage|melde|sorge|leite|schreibe|erstatte|storniere|reserviere|hinterlege|beantrage|lasse|mache|rufe|stelle)\b", r"wir (?:schicken|senden|erstatten|melden|rufen|buchen|überweisen|prüfen|liefern)", r"sie (?:bekommen|erhalten|kriegen|hören)", r"wird (?:ihnen )?[^.?!]{0,40}(?:geschickt|erstattet|gutgeschrieben|geprüft|zugeschickt|überwiesen|gemeldet|anrufen|melden|storniert)", r"innerhalb (?:von|der)", r"bis (?:morgen|heute|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|ende|zum|spätestens|\d)", r"spätestens", r"binnen", r"zugesagt", r"garantier\w*", r"kostenlos", r"verspreche", r"in (?:den nächsten )?(?:\w+ )?(?:bis \w+ )?(?:stunden|tagen|werktagen|minuten|wochen)", r"reserviert bis",
    ),
    handing_over=phrases(r"(?:ich )?verbinde(?: ich)? sie", r"verbinden", r"stelle (?:ich )?sie durch", r"weiter ?leite\w*", r"übergebe", r"bleiben sie (?:bitte )?(?:dran|in der leitung)", r"durchstellen", r"hole .{0,20} dazu"),
    others_task=phrases(r"(?:kann|können|muss|müssen|darf|soll|sollen|sollte|wird)\b[^.?!]{0,15}\b(?:nur )?(?:die|der|das|unsere?|eine?|meine?) \w+", r"(?:die|der|unsere?|eine?|meine?) (?:\w+ )?(?:abteilung|kolleg\w+|team|technik\w*|\w+klärung|\w+stelle|buchhaltung|fachabteilung|\w+service|leitung|spezialist\w*|kundenbetreuung|\w+abteilung)\b[^.?!]{0,10}(?:kann|können|muss|wird|soll)?", r"(?:der|die|das|sie) (?:kann|können|muss|müssen) (?:das|es|den|die|ihn|ihnen|dann)"),
    customers_task=phrases(r"(?:wäre|wären) (?:gut|hilfreich|super|schön|wichtig)", r"(?:bitte )?(?:schicken|senden|mailen|bringen|halten|bewahren|ändern|machen|rufen|prüfen|füllen|laden|legen|lassen|geben) sie", r"sie (?:müssen|müssten|sollten|brauchen|bräuchten)", r"können sie (?:mir |uns )?(?:das|die|den|ein|eine|bitte)", r"(?:brauche|brauchen|bräuchte|benötige|benötigen)(?: \w+){0,2} (?:von ihnen|noch|ein|eine|den|die|das)", r"bereithalten", r"griffbereit"),
    customers_word=phrases(r"(?:das|die|den|es)? ?(?:schick|schicke|sende|mache|mach|bringe|maile|reiche|lade|besorge|hole) ich", r"ich (?:schicke?|sende|mache?|bringe?|maile|reiche|besorge|überweise|kümmere|melde)", r"(?:kann|werde) ich (?:\w+ ){0,3}(?:schicken|machen|senden|bringen|mailen|hochladen)"),
    wish=phrases(r"ich (?:möchte|will|hätte|brauche|bitte|verlange|erwarte|würde)", r"können sie", r"könnten sie", r"bitte \w+", r"wäre es möglich", r"am liebsten", r"mir wäre"),
    alert=phrases(r"allerg\w+", r"schwanger\w*", r"rollstuhl", r"behinder\w+", r"diabet\w*", r"insulin", r"herzschrittmacher", r"baby", r"säugling", r"krankenhaus", r"operation", r"schwerhörig", r"anwalt", r"polizei", r"verbraucherzentrale", r"kündig\w*", r"bis (?:zum|spätestens)", r"vor dem", r"nicht (?:vor|anrufen|vormittags|nachmittags)", r"erreichbar", r"rückruf", r"per (?:mail|e-?mail|sms|post|telefon|brief)", r"aufzug", r"stock", r"hund", r"hochzeit", r"beerdigung", r"prüfung", r"kinder?", r"miete", r"schicht", r"dringend", r"notfall", r"photovoltaik", r"solar", r"bettlägerig", r"pflege\w*", r"abgebucht", r"abbuchung"),
    naming=phrases(r"(?:kunden|vertrags|bestell|auftrags|rechnungs|vorgangs|ticket|zähler|serien|geräte|sendungs|versicherungs|schaden|policen?|artikel|buchungs|flug|mitglieds|personal|telefon|handy|mobil|fall|konto|akten|steuer|kassen|matrikel|rückruf)-?(?:nummer|zeichen|code|stand|id|nr)?", r"nummer", r"postleitzahl", r"plz", r"adresse", r"betrag", r"preis", r"kosten", r"abschlag", r"nachzahlung", r"stand", r"name", r"flug", r"zug", r"termin", r"geburtsdatum", r"aktenzeichen", r"kennzeichen", r"e-?mail", r"iban", r"selbstbeteiligung", r"gebühr", r"fehlercode", r"tarif", r"modell"),
    due=phrases(rf"(?:bis|am|vor|ab|innerhalb von|binnen|in) (?:zum |dem |den )?(?:\d+\.? ?(?:{_MONTH}|uhr|stunden|tagen|werktagen|wochen|minuten)?|morgen|heute|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|ende \w+)", r"heute", r"morgen", r"sofort", r"nächste woche", r"(?:zwei|drei|vier|fünf|zehn|\d+)(?: bis \w+)? (?:stunden|tage|tagen|werktage|werktagen|wochen)"),
    connectives=phrases(r"und", r"aber", r"weil", r"denn", r"dann", r"oder", r"also", r"damit", r"sondern", r"da", r"jetzt"),
)
