"""French: numbers, names, quotes and what was asked; the rest as far as it goes."""

from segue.assist.builtin.cues.table import Cues, Feeling, Headings, phrases, words

FRENCH = Cues(
    language="fr",
    headings=Headings(
        chain="Jusqu'ici",
        handed="de {who} à {whom}",
        consulted="{who} a consulté {whom}",
        agreed="convenu",
        earlier="{n} avant",
        reason="Motif",
        mood="Humeur",
        facts="Faits",
        tried="Essayé",
        promises="Promis",
        open_questions="En suspens",
        next_step="Suite",
        moods={
            "positive": "positive",
            "neutral": "neutre",
            "negative": "négative",
            "frustrated": "agacée",
        },
        customer="client",
        agent="agent",
        nothing="Rien n'a encore été dit.",
    ),
    feeling=Feeling(
        positive=phrases(
            r"""
            super | parfait | génial | formidable | excellent | merveilleux | impeccable |
            magnifique | content[e]? | ravi[e]? | heureu(?:x|se) | soulag\w+ | rassur\w+ |
            merci (?:beaucoup|infiniment|bien|mille fois|à vous|de|pour) | mille mercis |
            c'est (?:gentil|adorable|noté, merci|très aimable) | gentil(?:le)? | aimable |
            bonne nouvelle | tant mieux | avec plaisir | ouf | chouette | nickel | haha |
            félicitations | j'apprécie
            """
        ),
        very_positive=phrases(
            r"""
            merci (?:infiniment|mille fois) |
            vous êtes (?:un ange|adorable|formidable|très gentil\w*|super) | très gentil\w* |
            quel soulagement | me sauvez | c'est (?:super|génial|parfait|formidable|très gentil)
            """
        ),
        negative=phrases(
            r"""
            inqui\w+ | peur | angoiss\w+ | stress\w+ | triste | désespér\w+ | perdu[e]? |
            malheureusement | dommage | embêt\w+ | ennuy\w+ | problème | panne | cassé[e]? |
            volé[e]? | abîmé[e]? | malade | hôpital | urgen\w+ | douleur | mal |
            trop (?:cher|tard|haut|long|élevé) | oh (?:non|mon dieu|là là) | mon dieu |
            je ne sais (?:pas|plus) (?:quoi|comment) |
            (?:n'est|n'ai|n'a) (?:toujours |jamais |pas ) |
            ne (?:marche|fonctionne|répond) (?:pas|plus) | est-ce (?:que c'est )?grave | et si |
            s'il vous plaît,? (?:aidez|ne) | j'espère |
            sans (?:électricité|chauffage|eau|internet|argent) | manque | annulé[e]?
            """
        ),
        very_negative=phrases(
            r"""
            très (?:inqui|stress|angoiss)\w+ | oh mon dieu | je ne sais (?:pas|plus) quoi faire |
            j'ai (?:très )?peur
            """
        ),
        frustrated=phrases(
            r"""
            inadmissible | inacceptable | scandal\w+ | honteux | honte | ridicule | incroyable |
            n'importe quoi | ras[- ]le[- ]bol | marre | furieu(?:x|se) | en colère | énerv\w+ |
            agac\w+ | arnaque\w* | vol | voleurs | menti\w* | mensonge\w* | encore une fois |
            toujours (?:rien|pareil|la même|pas) |
            (?:deuxième|troisième|quatrième|cinquième|énième) fois |
            (?:deux|trois|quatre|cinq|\d+) fois |
            depuis (?:\w+ ){0,2}(?:heures?|jours|semaines|mois) | (?:personne|aucun) ne |
            personne | vous vous (?:moquez|fichez|foutez) |
            c'est (?:votre|pas mon) (?:erreur|faute|problème) |
            votre (?:erreur|faute|système|collègue|technicien|société|livreur) | à cause de vous |
            pourquoi (?:je|vous|est-ce|c'est|on) | comment (?:est-ce )?possible |
            j'ai déjà (?:dit|expliqué|donné|appelé|envoyé|payé) | je vous l'ai (?:déjà )?dit |
            avocat | plainte | réclamation | résili\w+ | responsable | ça suffit |
            perte de temps | baladé\w* | bordel | merde | mince alors | on verra | bien sûr |
            promis | attends depuis | nul(?:le)? | catastroph\w+ | je m'en (?:fiche|moque)
            """
        ),
        very_frustrated=phrases(
            r"""
            inadmissible | inacceptable | scandaleux | honteux | n'importe quoi |
            ras[- ]le[- ]bol | j'en ai (?:marre|assez) | vous vous (?:moquez|fichez|foutez) |
            arnaque | voleurs | ça suffit | du jamais vu | c'est une honte | incroyable
            """
        ),
        polite=phrases(
            r"""
            merci | d'accord | oui | bien | très bien | parfait | entendu | c'est noté | ok |
            bon | super
            """
        ),
    ),
    common=words(
        "le la les de des et un une je vous est pas que qui ne en pour dans ce il elle sur "
        "avec mais on au du c'est j'ai mon ma plus très nous à été avez cette ça bien oui non suis"
    ),
    chatter=words(
        "euh ben bah alors donc voilà oui non bon le la les un une des je vous nous il elle "
        "c'est est sont ai a avez avons j'ai ça ce cette mon ma mes votre vos très bien là "
        "écoutez hein quoi en fait"
    ),
    openers=phrases(
        r"""
        (?:oui|non|bon|ben|bah|alors|donc|euh+|d'accord|très bien|entendu|je (?:vois|comprends)|
        c'est noté|parfait|merci|bonjour|et|mais|écoutez|voilà|en fait|attendez|ah|oh|bien sûr|
        effectivement|tout à fait|désolée?|je suis désolée?)(?:[\s,.…!:-]+|$)
        """
    ),
    small_talk=phrases(
        r"""
        (?:que|comment) puis-je (?:faire pour vous|vous aider) | en quoi puis-je |
        merci (?:d'avoir|de votre|pour votre) (?:appelé|patience|attente|appel) |
        à votre service | je suis (?:vraiment )?désolée? | un (?:petit )?instant |
        ne quittez pas | autre chose | bonne journée | je vous écoute
        """
    ),
    correcting=phrases(
        r"""
        non | pardon | excusez-moi | enfin | plutôt | je veux dire | attendez | attends |
        désolée? | erreur | je me trompe | je corrige | rectification | au temps pour moi | mal lu
        """
    ),
    refusing=phrases(
        r"""
        non | pas (?:du tout|tout à fait|exactement) | ce n'est pas | c'est faux | en fait |
        pardon | plutôt | ça devrait être
        """
    ),
    hedging=phrases(
        r"""
        je (?:crois|pense) | peut-être | il me semble | à peu près | environ | ça doit être
        """
    ),
    not_this=phrases(
        r"""
        pas (?:le|la|les|à|au|en|un|une)? | au lieu d[eu] | et non(?: pas)?
        """
    ),
    topics=(
        (
            "double prélèvement",
            phrases(
                r"""
            (?:prélev|débit|factur|pay)\w+(?: \w+){0,4} (?:deux fois|en double|double) |
            double (?:prélèvement|facturation|débit|paiement) | deux (?:prélèvements|débits)
            """
            ),
        ),
        (
            "facture ou frais contestés",
            phrases(
                r"""
            facture\w* | prélèvement | frais | tarif | régularisation | relevé | itinérance |
            surfacturation
            """
            ),
        ),
        (
            "fraude : opération non reconnue",
            phrases(
                r"""
            fraude\w* | arnaque\w* | pas (?:fait|effectué|autorisé) | ne reconnais pas |
            pirat\w+ | (?:carte|portefeuille)(?: \w+){0,3} (?:volée?|perdue?) | faire opposition |
            hameçonnage
            """
            ),
        ),
        (
            "panne : plus d'internet / de service",
            phrases(
                r"""
            internet | panne | coupure |
            plus de (?:connexion|réseau|courant|chauffage|eau chaude|signal|ligne) | box | fibre |
            ne (?:marche|fonctionne) (?:pas|plus) | chaudière
            """
            ),
        ),
        (
            "colis / commande non reçu",
            phrases(
                r"""
            colis | commande | livr\w+ | (?:pas|jamais|toujours pas) (?:reçu|arrivé|livré)\w* |
            transporteur
            """
            ),
        ),
        (
            "produit cassé / défectueux",
            phrases(
                r"""
            cassée? | défectueu\w+ | abîmée? | endommag\w+ | garantie | fuite | fuit |
            ne (?:s'allume|démarre|chauffe)
            """
            ),
        ),
        (
            "vol / train annulé, réservation",
            phrases(
                r"""
            vol (?:\w+ )?(?:annul|retard|AF|pour|de|du)\w* | train | réservation | billet\w* |
            bagage\w* | valise | hôtel | correspondance | annulé
            """
            ),
        ),
        ("résiliation", phrases(r"résili\w+ | annuler | désabonn\w+ | abonnement | rétract\w+")),
        ("rendez-vous à déplacer", phrases(r"rendez-vous | déplacer | reporter | créneau")),
        (
            "sinistre / assurance",
            phrases(
                r"""
            sinistre | assurance | accident | dégât\w* | constat | expert | franchise |
            cambriol\w+
            """
            ),
        ),
        (
            "accès / compte bloqué",
            phrases(
                r"""
            bloquée? | mot de passe | identifiant | me connecter | connexion | accès
            """
            ),
        ),
        ("remboursement", phrases(r"rembours\w+ | avoir | trop-perçu")),
        (
            "déménagement / changement d'adresse",
            phrases(r"déménag\w+ | changement d'adresse | nouvelle adresse"),
        ),
        (
            "dossier / demande administrative",
            phrases(
                r"""
            dossier | demande | allocation\w* | caf | carte vitale | passeport | permis |
            titre de séjour | ordonnance | attestation
            """
            ),
        ),
        (
            "virement / paiement refusé",
            phrases(r"virement | paiement | refusée? | rejet\w* | salaire"),
        ),
    ),
    wanting=phrases(
        r"""
        je (?:voudrais|veux|souhaite|souhaiterais|viens|cherche|n'arrive pas|n'ai) |
        j'(?:appelle|aimerais|ai (?:un|une|reçu|besoin)) |
        c'est (?:pour|au sujet|à propos|concernant) | j'ai un (?:problème|souci) |
        mon \w+ (?:est|ne|a|n') | ma \w+ (?:est|ne|a|n') | on m'a | vous m'avez
        """
    ),
    trouble=phrases(
        r"""
        problème\w* | souci\w* | erreur\w* | faux | panne | cassée? | pas | plus | jamais |
        manque | perdue? | volée? | double | annul\w+ | retard\w* | bloqu\w+ | refus\w+ | fuite |
        coupure | abîmée? | sans
        """
    ),
    done=phrases(
        r"""
        j'ai (?:\w+ )?\w+(?:é|i|u|is|it|ert) | je viens de | essay\w+ | nous avons
        """
    ),
    tried=phrases(
        r"""
        (?:j'ai|je l'ai|on a|il a|elle a|nous avons|vous avez|je vous ai|
        ai)\s+(?:\w+ ){0,2}\w+(?:é|ée|és|i|u|is|it|ert|uit) | essay\w+ | redémarr\w+ |
        réinitialis\w+ | rappel\w+ | vérifi\w+ | relanc\w+ | (?:je viens|viens) de
        """
    ),
    failed=phrases(
        r"""
        (?:ça|cela|il|elle|le système) ne (?:me |nous |m')?(?:marche|fonctionne|permet|laisse|
        passe|veut) | ne (?:peux|peut|pouvons) pas | impossible | refus\w+ | rejet\w+ | bloqu\w+ |
        message d'erreur | toujours (?:pareil|rien|pas|la même) | sans (?:succès|effet|réponse) |
        rien n'y fait | pas la main | clôturée?
        """
    ),
    offered=phrases(
        r"""
        je (?:peux|pourrais) vous (?:proposer|offrir) | propos\w+ | ce que je peux faire
        """
    ),
    promised=phrases(
        r"""
        je (?:vous )?(?:envoie|rappelle|rembourse|crédite|note|bloque|réserve|transmets|demande|
        fais|mets|garantis|promets) | (?:vous )?(?:recevrez|aurez|verrez|serez) |
        (?:sera|seront|va être|vont être) \w+ | sous (?:\w+ )?(?:heures|jours|semaines|\d+) |
        d'ici (?:\w+ ){0,2}\w+ |
        dans (?:les |un délai de )?\w+ (?:heures|jours|minutes|semaines)(?: ouvr\w+)? |
        avant (?:le|la|demain|lundi|mardi|mercredi|jeudi|vendredi|ce soir|midi) | au plus tard |
        gratuit\w* | sans frais |
        (?:je|nous|on) (?:vais|allons|va) (?:vous )?(?:envoyer|rappeler|rembourser|faire|mettre|
        demander|noter|bloquer|créditer) |
        (?:ils|elle|il|on) (?:vous )?(?:rappellera|rappelleront|enverra|enverront|
        recontactera\w*|contactera\w*) | jusqu'(?:au|à)
        """
    ),
    handing_over=phrases(
        r"""
        je vous (?:passe|transfère|mets en relation|mets en ligne) | ne quittez pas |
        restez en ligne | je (?:lui|leur) explique
        """
    ),
    others_task=phrases(
        r"""
        (?:le|la|les|notre|un|une|mon|ma|nos) (?:\w+ )?(?:service|équipe|collègue|département|
        technicien\w*|responsable|conseill\w+|expert\w*|spécialiste|agence|médecin|atelier|
        cellule|gestionnaire)[^.?!]{0,30}(?:peut|peuvent|doit|doivent|va|pourra|qui)? |
        (?:peut|peuvent|doit|doivent|pourra|pourront|seul\w*) (?:\w+ )?(?:débloquer|annuler|
        rembourser|valider|corriger|autoriser|ouvrir|vérifier|envoyer|traiter|rectifier|faire|
        lancer|forcer)
        """
    ),
    customers_task=phrases(
        r"""
        (?:pouvez|pourriez|pourrez)-vous (?:m'|nous |me )?(?:envoyer|garder|changer|faire|
        préparer|apporter|joindre)\w* |
        (?:envoyez|gardez|changez|conservez|faites|préparez|apportez|joignez|prenez|pensez|
        rappelez|remplissez|signez|évitez)(?:-nous|-moi)? |
        il (?:faudra|faudrait|faut|me faut|nous faut|me faudrait) |
        vous (?:devez|devrez|devriez) | j'ai(?:rais)? besoin (?:de|d'|que) | sous la main |
        ils (?:vous )?demander\w+
        """
    ),
    customers_word=phrases(
        r"""
        je (?:vous )?(?:l'|la |le |les )?(?:envoie|enverrai|ferai|apporte|apporterai|joins|
        prépare|garde|rappellerai|transmets) |
        je (?:vais|peux) (?:vous )?(?:l'|la |le |les )?(?:envoyer|faire|apporter|préparer|
        scanner|prendre)
        """
    ),
    wish=phrases(
        r"""
        je (?:veux|voudrais|souhaite|demande|préfère|préférerais) | j'aimerais | pouvez-vous |
        pourriez-vous | s'il vous plaît | est-ce que vous pouvez | il faut (?:que|me) | qu'on me
        """
    ),
    alert=phrases(
        r"""
        allerg\w+ | enceinte | fauteuil roulant | handicap\w* | diabét\w+ | insuline | pacemaker |
        bébé | nourrisson | hôpital | opération | sourde? | malentendante? | avocat | plainte |
        police | avant le | pas avant | ne (?:m'appelez|me rappelez) pas |
        par (?:sms|mail|e-?mail|courrier|téléphone|écrit|courriel) | sms | ascenseur | étage |
        chien | mariage | enterrement | examen | enfants? | loyer | urgent | digicode |
        arachides? | médiateur | dialyse | interphone
        """
    ),
    naming=phrases(
        r"""
        (?:numéro|n°|référence|code|identifiant) (?:de |d'|du |client|contrat|
        dossier)?\s?(?:client|compte|commande|contrat|dossier|sinistre|réservation|suivi|série|
        vol|téléphone|facture|abonné|adhérent|postal|police|colis|allocataire|ligne|mobile)? |
        dossier | contrat | commande | facture | réservation | vol | train | forfait | montant |
        prix | franchise | adresse | mail | téléphone | portable | compteur | relevé | nom |
        ticket | carte | frais | loyer
        """
    ),
    due=phrases(
        r"""
        (?:avant|d'ici|sous|dans|le|jusqu'au|au plus tard) (?:le |les |
        la )?(?:\d+\w*(?: (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|
        novembre|décembre|heures|jours|minutes|semaines)(?: ouvr\w+)?)?|demain|lundi|mardi|
        mercredi|jeudi|vendredi|samedi|dimanche|ce soir|midi) | aujourd'hui | demain | ce soir |
        cette semaine | \w+ (?:heures|jours)(?: ouvr\w+)?
        """
    ),
    connectives=phrases(
        r"""
        et | mais | parce que | donc | alors | car | ou | puis | qui | sinon
        """
    ),
)
