"""What a customer on a phone is told by a voice: they have no page to read it from."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from segue.telephony.owned import NumberRule


class TurnedAway(StrEnum):
    """Why nobody will answer."""

    OUTSIDE_HOURS = "outside_hours"
    NOBODY_THERE = "nobody_there"


@dataclass(frozen=True, slots=True)
class Words:
    """Something to be said once, named by an id."""

    id: str
    text: str
    language: str


NOTICE = "notice"
GOODBYE = "goodbye"
CLOSED = {
    "en": "Thank you for calling. We are closed at the moment. We have your number and will call "
    "you back. Goodbye.",
    "es": "Gracias por llamar. En este momento estamos cerrados. Tenemos su número y le "
    "devolveremos la llamada. Adiós.",
    "de": "Danke für Ihren Anruf. Wir haben gerade geschlossen. Wir haben Ihre Nummer und rufen "
    "Sie zurück. Auf Wiederhören.",
    "fr": "Merci de votre appel. Nous sommes fermés en ce moment. Nous avons votre numéro et vous "
    "rappellerons. Au revoir.",
}
NOBODY = {
    "en": "Thank you for calling. Nobody can take your call at the moment. We have your number and "
    "will call you back. Goodbye.",
    "es": "Gracias por llamar. En este momento nadie puede atenderle. Tenemos su número y le "
    "devolveremos la llamada. Adiós.",
    "de": "Danke für Ihren Anruf. Gerade kann niemand Ihren Anruf annehmen. Wir haben Ihre Nummer "
    "und rufen Sie zurück. Auf Wiederhören.",
    "fr": "Merci de votre appel. Personne ne peut vous répondre en ce moment. Nous avons votre "
    "numéro et vous rappellerons. Au revoir.",
}
NEXT = {
    "en": "You are the next in line.",
    "es": "Usted es el siguiente.",
    "de": "Sie sind als Nächstes an der Reihe.",
    "fr": "Vous êtes le prochain.",
}
POSITION = {
    "en": "You are number {n} in line.",
    "es": "Usted es el número {n} de la cola.",
    "de": "Sie sind an Position {n} der Warteschlange.",
    "fr": "Vous êtes en position {n} dans la file.",
}


def next_words(
    rule: NumberRule,
    said: Collection[str],
    *,
    turned_away: TurnedAway | None,
    position: int | None,
) -> Words | None:
    """What is to be said now, of what has not been said yet: the notice, why nobody comes, and how
    many are before them, anew when that changes.
    """
    if rule.notice is not None and NOTICE not in said:
        return Words(NOTICE, rule.notice, rule.language)
    if turned_away is not None:
        return None if GOODBYE in said else Words(GOODBYE, _why(rule, turned_away), rule.language)
    if position is None or f"position-{position}" in said:
        return None
    told = _in(NEXT if position == 1 else POSITION, rule.language).format(n=position)
    return Words(f"position-{position}", told, rule.language)


def _why(rule: NumberRule, turned_away: TurnedAway) -> str:
    if turned_away is TurnedAway.OUTSIDE_HOURS:
        return rule.closed or _in(CLOSED, rule.language)
    return rule.nobody or _in(NOBODY, rule.language)


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language, texts["en"])
