"""How causes and solutions are told, per language."""

from dataclasses import dataclass
from re import Pattern

from segue.assist.builtin.cues.table import phrases


@dataclass(frozen=True, slots=True)
class OutcomeCues:
    """Phrases after which a cause stands, and those that tell of a solution."""

    cause: Pattern[str]
    solved: Pattern[str]
    """Somebody says that it works, or has been put right."""


OUTCOMES: dict[str, OutcomeCues] = {
    "en": OutcomeCues(
        phrases(
            r"""
            because(?: of)? | due to | caused by | (?:it )?turns out(?: that)? |
            the (?:reason|cause|problem|trouble) (?:is|was)(?: that)? | that's why |
            what happened (?:is|was)(?: that)? | the culprit is | came from | resulted from
            """
        ),
        phrases(
            r"""
            (?:it|that|this|everything)(?:'s| is| has been|'s been) (?:all )?(?:working|fixed|
            resolved|sorted|solved|back (?:up|online|on)) |
            (?:it|that|this|everything) works | (?:works|working) (?:now|again) |
            (?:i|we)(?:'ve| have) (?:now |just )?(?:fixed|resolved|refunded|credited|cancelled|
            canceled|replaced|reset|unlocked|restored|corrected|booked|rebooked|waived) |
            (?:did|does) the trick | i(?:'m| am) (?:back )?in now
            """
        ),
    ),
    "de": OutcomeCues(
        phrases(r"weil | wegen | aufgrund | der grund (?:ist|war) | liegt (?:daran|an) | deshalb"),
        phrases(
            r"""
            (?:es|das|alles)? ?(?:geht|funktioniert|läuft) (?:jetzt|wieder) |
            ist (?:jetzt |nun )?(?:behoben|gelöst|erledigt|freigeschaltet|erstattet) |
            habe (?:ich )?(?:\w+ ){0,3}(?:behoben|erstattet|storniert|freigeschaltet|korrigiert)
            """
        ),
    ),
    "es": OutcomeCues(
        phrases(
            r"porque | debido a | por culpa de | (?:el motivo|la causa) (?:es|fue) | se debe a"
        ),
        phrases(
            r"""
            ya (?:funciona|está|quedó)(?: (?:resuelto|arreglado|solucionado|listo))? |
            (?:está|quedó) (?:resuelto|arreglado|solucionado) |
            (?:he|hemos) (?:reembolsado|cancelado|corregido|arreglado|desbloqueado)
            """
        ),
    ),
    "fr": OutcomeCues(
        phrases(
            r"parce que? | à cause d(?:e|u|es) | en raison d(?:e|u|es) | (?:la cause|la raison) est"
        ),
        phrases(
            r"""
            (?:ça|cela|tout) (?:marche|fonctionne)(?: (?:maintenant|de nouveau|à nouveau))? |
            (?:c'est|est) (?:réglé|résolu|réparé|rétabli) |
            (?:j'ai|nous avons) (?:remboursé|annulé|corrigé|débloqué|rétabli)
            """
        ),
    ),
}
