"""Spanish: numbers, names, quotes and what was asked; the rest as far as it goes."""

from segue.assist.builtin.cues.table import Cues, Feeling, Headings, phrases, words

SPANISH = Cues(
    language="es",
    headings=Headings(
        chain="Hasta ahora",
        handed="de {who} a {whom}",
        consulted="{who} consultó a {whom}",
        agreed="acordado",
        earlier="antes {n}",
        reason="Motivo",
        mood="Ánimo",
        facts="Datos",
        tried="Intentado",
        promises="Prometido",
        open_questions="Pendiente",
        next_step="Siguiente paso",
        moods={
            "positive": "positivo",
            "neutral": "neutral",
            "negative": "negativo",
            "frustrated": "molesto",
        },
        customer="cliente",
        agent="agente",
        nothing="Aún no se ha dicho nada.",
    ),
    feeling=Feeling(
        positive=phrases(
            r"""
            genial | perfecto | estupendo | maravill\w+ | excelente | buen[ií]simo | fenomenal |
            encantad[oa] | content[oa] | feliz |
            qué (?:bien|bueno|alegría|alivio|amable|bonit[oa]|lindo) | (?:qué )?buena noticia |
            muchas gracias | mil gracias | muchísimas gracias | se lo agradezco |
            te lo agradezco | agradezco | muy amable | un amor | un sol | tranquil[oa] |
            aliviad[oa] | menos mal | qué alivio | rico | riquísimo | me encanta | va que va |
            órale | padrísimo | chido | imagínate | jaja\w* | con gusto | felicidades |
            me alegr\w+ | ¡no me digas!
            """
        ),
        very_positive=phrases(
            r"""
            (?:eres|es usted|es) un (?:amor|sol|ángel|encanto) | muchísimas gracias |
            mil gracias | qué (?:alegría|alivio|maravilla) | riquísimo | buena noticia |
            me salv\w+
            """
        ),
        negative=phrases(
            r"""
            preocup\w+ | miedo | asust\w+ | nervios\w* | angusti\w+ | triste | lástima | pena |
            desesper\w+ | agobi\w+ | no sé qué (?:hacer|pasa) | no puedo |
            no me (?:llega|funciona|sirve|alcanza) | no funciona | problema | mal |
            perd(?:í|ido|ida|er) | robad[oa] | robaron | rot[oa] | averiad[oa] | enferm[oa] |
            hospital | urgen\w+ | dolor | demasiado | muy (?:caro|alto|tarde|mal) |
            ay,? (?:no|dios|madre) | dios mío | ¿es grave | ¿y si | por favor,? (?:ayud|no)\w* |
            ojalá | nadie | todavía no | aún no |
            sin (?:luz|agua|internet|dinero|calefacción|nada) | cancelad[oa] | caray | falta |
            temblando | susto | choc\w+ | qué (?:hago|pasa) | cortad[oa] |
            me (?:han )?(?:cortado|quitado|robado)
            """
        ),
        very_negative=phrases(
            r"""
            (?:estoy|muy) (?:preocupad|asustad|angustiad|nervios|desesperad)[oa] | dios mío |
            no sé qué hacer | ay,? no
            """
        ),
        frustrated=phrases(
            r"""
            vergüenza | increíble | ridícul\w+ | inaceptable | intolerable | indignante |
            absurdo | hart[oa] | hasta (?:las narices|el gorro|la madre|cuándo) | cansad[oa] de |
            enfadad[oa] | enojad[oa] | furios[oa] | mentir\w* | estaf\w* | robo | ladrones |
            tomadura de pelo | tomando el pelo | otra vez | siempre (?:lo mismo|igual) |
            (?:segunda|tercera|cuarta|quinta|enésima) vez | (?:dos|tres|cuatro|cinco) veces |
            llevo (?:ya )?(?:\w+ ){0,3}(?:horas?|días|semanas|meses|minutos) | media hora |
            ustedes | su (?:error|culpa|sistema|compañer[oa]|empresa|técnico) |
            por (?:su|vuestra) culpa |
            ¿(?:cómo es posible|para qué|por qué|hasta cuándo|cómo que|usted cree|me está) |
            no es la primera vez | a buenas horas | a ver si |
            nadie (?:me|sabe|contesta|llama|vino|hace) |
            ya (?:les|le|te|se lo) (?:dije|he dicho|expliqué|di) | consumo | denuncia\w* |
            abogado | reclamación | queja | darme de baja | clavo | mareánd\w+ | ¡no |
            señor[a]?! | maldit\w+ | porquería | basura | me da igual | encargad[oa] |
            supervisor\w* | quiero hablar con | el sistema está mal | total | hombre, | pésim\w+ |
            fatal | desastre | prometi\w+ | maquinita | ¿y me van | ¿cómo que | no va a pagar |
            se quiere ir
            """
        ),
        very_frustrated=phrases(
            r"""
            vergüenza | increíble | inaceptable | indignante | hart[oa] | estafa\w* | robo |
            ladrones | tomando el pelo | tomadura de pelo | a buenas horas | ya basta |
            es el colmo | el colmo | a ver si es verdad | no tiene nombre
            """
        ),
        polite=phrases(
            r"""
            gracias | vale | bien | sí | perfecto | de acuerdo | claro | bueno | muy bien |
            listo | ok
            """
        ),
    ),
    common=words(
        "el la los las de que y en un una es no lo me por con para se su mi le pero como más "
        "está ya si sí al del qué usted muy hay esto porque tengo eso son cuando ha he yo"
    ),
    chatter=words(
        "pues bueno eh este o sea mire mira a ver sí vale oiga oye el la los las un una yo "
        "usted ustedes le se me es son está he ha han ya eso ese esa esto que lo muy así "
        "entonces claro nada mi su tu"
    ),
    openers=phrases(
        r"""
        (?:pues|bueno|vale|sí|no|a ver|mire|mira|oiga|oye|eh+|este|entiendo|perfecto|claro|
        de acuerdo|muy bien|gracias|hola|buenas(?: tardes| noches)?|buenos días|y|pero|o sea|
        es que|lo siento|vaya|espere|espérame|hombre|ah|ay|exacto|eso es|eso|listo|veo(?: que)?|
        déjame ver|la verdad|lo que pasa es que|ándale)(?:[\s,.…!:-]+|$)
        """
    ),
    small_talk=phrases(
        r"""
        en qué (?:puedo|le puedo|te puedo) ayudar\w* | le atiende |
        gracias por (?:llamar|esperar|su|la) | con quién tengo el gusto | un momentito |
        un momento | lo (?:siento|lamento) | no cuelgue | algo más | que tenga
        """
    ),
    correcting=phrases(
        r"""
        no | perdón | perdone | disculpe | disculpa | digo | mejor dicho | quiero decir | espere |
        espera | me equivoqué | corrijo | miento | más bien | mal
        """
    ),
    refusing=phrases(
        r"""
        no | no es | eso no | está mal | perdón | en realidad | al revés | incorrecto |
        debería ser
        """
    ),
    hedging=phrases(
        r"""
        creo que | me parece | quizás? | tal vez | más o menos | debe ser | según yo
        """
    ),
    not_this=phrases(r"no (?:el|la|es|al|a las?|en) | en (?:lugar|vez) de"),
    topics=(
        (
            "cobro doble",
            phrases(
                r"""
            cobr\w+(?: \w+){0,3} (?:dos veces|doble|duplicad\w+) | (?:doble|duplicad\w+) cobro |
            cobro (?:doble|duplicado) | dos (?:cobros|cargos) | cargo duplicado
            """
            ),
        ),
        (
            "factura o cargo incorrecto",
            phrases(
                r"""
            factura\w* | roaming | itinerancia | cargo\w* | cobr\w+ | recibo | tarifa | comisión
            """
            ),
        ),
        (
            "fraude: cargo no reconocido",
            phrases(
                r"""
            fraude | no (?:reconozco|hice|autoricé|he hecho|compré) | estafa | hackead\w+ |
            tarjeta (?:robada|perdida) |
            (?:robaron|perdí|robado)(?: \w+){0,3} (?:tarjeta|cartera|móvil|celular) | phishing |
            bloquear (?:la|mi) tarjeta
            """
            ),
        ),
        (
            "avería: sin servicio / internet",
            phrases(
                r"""
            internet | sin (?:servicio|luz|agua|línea|señal|conexión|gas|calefacción) | avería |
            no (?:funciona|hay)(?: \w+){0,2} (?:internet|luz|línea|wifi|agua|señal) |
            se (?:cayó|cortó|fue) | router | fibra | apagón
            """
            ),
        ),
        (
            "pedido / paquete no recibido",
            phrases(
                r"""
            paquete | pedido | envío | entreg\w+ |
            no (?:ha |me ha )?(?:llegado|llegó|recibido|recibí) | repartidor
            """
            ),
        ),
        (
            "producto defectuoso / dañado",
            phrases(
                r"""
            rot[oa] | defectuos[oa] | dañad[oa] | averiad[oa] |
            no (?:enciende|funciona|prende|enfría|calienta) | garantía | gotea | fuga
            """
            ),
        ),
        (
            "vuelo / reserva: cambio o cancelación",
            phrases(
                r"""
            vuelo | reserva\w* | boleto | billete | equipaje | maleta | hotel | embarque | escala
            """
            ),
        ),
        ("cancelar / dar de baja", phrases(r"cancel\w+ | baja | suscripción | rescind\w+")),
        (
            "cita: cambio",
            phrases(
                r"""
            cita\w* | turno | consulta | reprogram\w+ | cambiar (?:la|mi) (?:cita|fecha)
            """
            ),
        ),
        (
            "siniestro / seguro",
            phrases(
                r"""
            siniestro | seguro | póliza | accidente | choque | choc\w+ | golpe | inundación |
            perito
            """
            ),
        ),
        (
            "acceso / cuenta bloqueada",
            phrases(
                r"""
            bloquead[oa] | contraseña | no puedo (?:entrar|acceder|iniciar) | iniciar sesión |
            acceder | acceso
            """
            ),
        ),
        (
            "reembolso pendiente",
            phrases(
                r"""
            reembols\w+ | devoluci\w+ | devuelv\w+ | reintegro | me regresen
            """
            ),
        ),
        (
            "mudanza / cambio de domicilio",
            phrases(
                r"""
            mud(?:anza|amos|o|é|arnos|arme)\w* | cambio de (?:domicilio|dirección) |
            nueva dirección
            """
            ),
        ),
        (
            "trámite / solicitud",
            phrases(
                r"""
            trámite | solicitud | expediente | subsidio | ayuda | prestación | receta | permiso |
            licencia | pasaporte
            """
            ),
        ),
        (
            "transferencia / pago rechazado",
            phrases(
                r"""
            transferencia | pago | rechazad[oa] | depósito | nómina | sueldo
            """
            ),
        ),
    ),
    wanting=phrases(
        r"""
        quiero | quería | quisiera | necesito | (?:te|le|les)? ?llamo (?:porque|por|para) |
        es (?:por|sobre) | tengo (?:un|una) |
        me (?:han|ha|cobraron|llegó|salió|pasó|robaron|cancelaron) |
        mi \w+ (?:no|está|se|tiene|ha) | resulta que
        """
    ),
    trouble=phrases(
        r"""
        problema\w* | error\w* | mal | rot[oa] | no | falta\w* | sin | perd\w+ | robad\w+ |
        doble | duplicad\w+ | cancel\w+ | retras\w+ | bloquead\w+ | cobr\w+ | nunca | nadie |
        avería | cerrad[oa] | rechaz\w+ | gotea | fuga
        """
    ),
    done=phrases(
        r"""
        (?:ya |le |te |se |lo |la )*he \w+(?:ado|ido|to|cho) | intent\w+ |
        (?:voy a|acabo de) (?:intentar|recalcular|probar) | hemos \w+
        """
    ),
    tried=phrases(
        r"""
        (?:he|ha|hemos|han|había)\s+(?:\w+ ){0,2}\w+(?:ado|ido|cho|sto|rto|elto) | intent\w+ |
        prob(?:é|ado|amos) | llam(?:é|ado|amos) | reinici(?:é|ado|amos) | revis(?:é|ado|amos) |
        mand(?:é|ado) | envi(?:é|ado) | cambi(?:é|ado) | habl(?:é|ado) | fui | hice |
        activ(?:é|ado) | bloque(?:é|ado) | descongel\w+ | desinstal(?:é|ado) | apagu(?:é|ado) |
        voy a (?:intentar|recalcular|probar) | pag(?:ué|ado) | report(?:é|ado) |
        solicit(?:é|ado) | acabo de | ya (?:le|te|se|lo|la) \w+é
        """
    ),
    failed=phrases(
        r"""
        no (?:me|se|le|nos) (?:deja|permite|puede|pudo|funciona|funcionó|lo permite|sale) |
        no puedo (?:rehacer|cambiar|hacer|cancelar|autorizar|modificar)\w* |
        el sistema (?:me deja|no|solo|sólo)\w* | (?:está|están|ya está) cerrad[oa] |
        sigue (?:igual|sin) | nada | error | rechazad[oa] | sin (?:éxito|respuesta|resultado) |
        no (?:funciona|funcionó|contesta\w*|sirvió|alcanza) | solo hasta | hasta 4
        """
    ),
    offered=phrases(
        r"""
        (?:le|te) (?:puedo|podría|podemos) ofrecer | ofrec\w+ | lo que puedo hacer | en lugar de |
        podríamos
        """
    ),
    promised=phrases(
        r"""
        (?:le|te|les|lo|la|se lo) (?:mand\w+(?:án|é|emos|á)|envi\w+(?:án|é|emos|á)|llam\w+(?:án|
        é|emos|á)|devolver\w+|reembolsar\w+|contestar\w+|avisar\w+|abonar\w+|llegará|llega|
        confirmar\w+) | (?:recibirá|recibirás|tendrá|tendrás|verá|verás|estará|quedará) |
        queda (?:anotad[oa]|registrad[oa]|apartad[oa]|reservad[oa]) |
        en (?:un plazo de |menos de |unas? )?\w+ (?:horas|días|minutos|semanas) |
        antes (?:de|del) | a más tardar | le (?:garantizo|prometo|aseguro) |
        te (?:garantizo|prometo|aseguro) | sin costo | sin (?:coste|cargo) |
        (?:voy|vamos) a (?:mandar|enviar|devolver|anotar|dejar|poner|pedir|solicitar|abonar|
        reembolsar|bloquear)\w* | hasta el | dentro de | va en camino |
        (?:le|te) (?:abono|envío|mando|dejo|reservo|anoto|agendo) | sí te llega
        """
    ),
    handing_over=phrases(
        r"""
        (?:le|te|lo|la) (?:paso|comunico|transfiero|conecto|pongo) | pasarle con | pasarte con |
        no cuelgue | no cuelgues | yo (?:se lo|les) (?:explico|cuento) | en línea
        """
    ),
    others_task=phrases(
        r"""
        (?:ellos|ellas|él|ella) (?:pueden|puede|tiene que|podrán|podrá) |
        (?:facturación|reclamaciones|retención|el departamento|la compañera|el compañero|
        mi compañer[oa]|el equipo|la oficina|el técnico|un técnico|el supervisor|
        mi supervisor\w*|el perito|el área|el banco|el médico|la doctora|los de \w+|
        especialista)[^.?!]{0,25}(?:puede|pueden|tiene que|podrá|va a|debe|autoriz\w+|que)? |
        (?:puede|pueden|tiene que|tienen que|podrá|podrán|debe|deben) (?:autorizar|parar|
        corregir|hacer|revisar|anular|aprobar|liberar|abrir|reenviar|emitir|respetar\w*|cambiar|
        devolver|desbloquear|investigar)\w* | eso lo (?:puede|hace|autoriza|tiene que)
        """
    ),
    customers_task=phrases(
        r"""
        \w*[áéíóú]\w{1,6}(?:me|le|les|nos|lo|la|los|las) |
        (?:puede|puedes|podría|podrías) (?:tener|enviar|mandar|traer|cambiar|hacer|subir|
        guardar|revisar)\w* |
        (?:mande|envíe|guarde|tenga|traiga|cambie|suba|haga|conserve|mándeme|envíenos|manda|
        envía|guarda|ten|cambia|sube|haz|mándanos|llame|llama) |
        (?:necesito|necesitamos|necesitarán|necesitan|hace falta|haría falta) (?:que|el|la|los|
        las|un|una|su|tu|copia|foto) | tiene que | tienes que |
        debe (?:enviar|mandar|traer|presentar|cambiar) | a mano | conviene que
        """
    ),
    customers_word=phrases(
        r"""
        (?:la|lo|los|las|se la|se lo|te la|te lo)? ?(?:mando|envío|traigo|subo|paso|hago|llevo|
        guardo) (?:donde|hoy|mañana|ahora|esta|por|en|yo|luego) |
        (?:voy a|puedo) (?:mandar|enviar|subir|traer|hacer|llevar|pasar)\w* |
        ahora (?:la|lo|mismo) (?:mando|envío) | (?:mandaré|enviaré|llevaré|haré|subiré)
        """
    ),
    wish=phrases(
        r"""
        quiero que | quiero | necesito que | por favor | si me \w+ | podrían | puede usted |
        ¿(?:pueden|puede|podría|me puede|me pueden) | prefiero | mejor (?:por|un|al|que) |
        que (?:me|no me) \w+en
        """
    ),
    alert=phrases(
        r"""
        al[eé]rg\w+ | embarazad\w+ | silla de ruedas | discapaci\w+ | diabet\w+ | insulina |
        marcapasos | bebé | hospital | operación | sord[oa] | abogado | denuncia\w* | policía |
        consumo | antes del? | no (?:me )?(?:llame|llamen|llames) | (?:al )?correo no |
        por (?:sms|correo|whatsapp|teléfono|escrito) | sms | whatsapp | ascensor | elevador |
        piso | perro | boda | funeral | examen | niñ[oa]s? | hij[oa]s? | alquiler | renta |
        urgente | banco | sin cacahuate | cacahuate | oxígeno | turno
        """
    ),
    naming=phrases(
        r"""
        (?:número|núm|nº|código|referencia|folio|expediente|clave) (?:de |del )?(?:cliente|
        cuenta|pedido|póliza|contrato|línea|reserva|guía|seguimiento|serie|vuelo|teléfono|
        factura|siniestro|postal|caso|empleado|afiliado|socio|localizador|expediente|reporte|
        ticket|medidor|contador)? | cuenta | póliza | localizador | línea | factura | pedido |
        vuelo | plan | bono | cargo | importe | precio | franquicia | deducible | dirección |
        correo | teléfono | móvil | celular | matrícula | placa\w* | tarjeta | contador |
        medidor | nombre | folio | caso | ticket | incidencia
        """
    ),
    due=phrases(
        r"""
        (?:antes del?|hasta el|el|para el|en|a más tardar el|dentro de) (?:(?:próximo |
        día )?\d+(?: de \w+)?(?: (?:horas|días|minutos|semanas))?|lunes|martes|miércoles|jueves|
        viernes|sábado|domingo) | hoy | mañana | esta (?:tarde|noche|semana) |
        este (?:lunes|martes|miércoles|jueves|viernes|sábado|domingo) |
        \w+ (?:horas|días hábiles|días)
        """
    ),
    connectives=phrases(
        r"""
        y | pero | porque | así que | entonces | o | como | aunque | pues | para que
        """
    ),
)
