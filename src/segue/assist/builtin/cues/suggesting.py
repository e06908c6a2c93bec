"""What the analyser suggests to an agent: its sentences, and what each kind of call needs asked."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from re import Pattern

from segue.assist.builtin.cues.table import phrases
from segue.assist.builtin.values import Kind


@dataclass(frozen=True, slots=True)
class Needed:
    """What an agent must know in a kind of call."""

    topics: Pattern[str]
    """By the English table's names."""
    question: str
    told_by: AbstractSet[Kind]
    """A value of this kind has answered it."""
    asked_by: Pattern[str]
    """Words with which it was asked, or told."""


@dataclass(frozen=True, slots=True)
class Phrasing:
    """The sentences of a language; `{}` is what was said."""

    answer: str
    answer_why: str
    date: str
    date_why: str
    read_back: str
    read_back_why: str
    mind: str
    mind_why: str


NUMBERS: AbstractSet[Kind] = frozenset({Kind.CODE, Kind.NUMBER, Kind.SPELLED})
NEEDED = (
    Needed(
        phrases(r"double charge .* | wrong charge .* | fraud.* | refund outstanding"),
        "Which amount is it, and on what date was it taken?",
        frozenset({Kind.MONEY}),
        phrases(r"how much | (?:what|which) amount | how many (?:dollars|pounds|euros)"),
    ),
    Needed(
        phrases(r"parcel .* | wrong item sent | return / exchange | damaged .*"),
        "What is the order number?",
        NUMBERS,
        phrases(r"order (?:number|id|reference)? | tracking | reference"),
    ),
    Needed(
        phrases(r"flight .* | booking change | overbooked.*"),
        "What is the booking reference?",
        NUMBERS,
        phrases(r"booking | reservation | confirmation | reference | locator"),
    ),
    Needed(
        phrases(r"baggage .*"),
        "What number is on the baggage tag?",
        NUMBERS,
        phrases(r"tag | bag (?:number|reference) | claim check"),
    ),
    Needed(
        phrases(r"internet .* | power .*"),
        "Since when has it been down, and what have you tried already?",
        frozenset({Kind.TIME, Kind.WEEKDAY, Kind.DATE}),
        phrases(r"since | when did | how long | tried | restart\w* | reboot\w* | yesterday"),
    ),
    Needed(
        phrases(r"login .* | software .*"),
        "What exactly does the error message say?",
        frozenset({Kind.CODE}),
        phrases(r"error | message | says | does it say | what do you see"),
    ),
    Needed(
        phrases(r"claim .* | accident .*"),
        "What is the claim or policy number?",
        NUMBERS,
        phrases(r"claim (?:number|reference|id) | policy (?:number|id)? | reference"),
    ),
    Needed(
        phrases(r"card / payment declined | transfer sent .*"),
        "When was the payment made, and for how much?",
        frozenset({Kind.MONEY}),
        phrases(r"how much | amount | when (?:was|did)"),
    ),
)
HEARD = "Show that you have heard it, before anything else: “{}”"
HEARD_WHY = "The customer sounds {} and has told it already."
TASK = "Do it now, or say who will and by when: {}"
TASK_WHY = "The customer asked for it, and nobody has taken it up."
PHRASING = {
    "en": Phrasing(
        "Answer their question, or say when you will: “{}”",
        "The customer asked it and has had no answer.",
        "Say by when: {}",
        "It was promised without a date.",
        "Read it back once more: {}",
        "It was corrected on the call.",
        "Keep in mind: {}",
        "The customer said it, and nobody has come back to it.",
    ),
    "de": Phrasing(
        "Die Frage beantworten oder sagen, wann: „{}“",
        "Der Kunde hat gefragt und keine Antwort bekommen.",
        "Sagen, bis wann: {}",
        "Es wurde ohne Termin zugesagt.",
        "Noch einmal vorlesen: {}",
        "Es wurde im Gespräch berichtigt.",
        "Daran denken: {}",
        "Der Kunde hat es gesagt, und niemand ist darauf eingegangen.",
    ),
    "es": Phrasing(
        "Conteste la pregunta o diga cuándo lo hará: «{}»",
        "El cliente lo preguntó y no tuvo respuesta.",
        "Diga para cuándo: {}",
        "Se prometió sin fecha.",
        "Vuelva a leerlo: {}",
        "Se corrigió en la llamada.",
        "Tenga en cuenta: {}",
        "El cliente lo dijo y nadie lo retomó.",
    ),
    "fr": Phrasing(
        "Répondez à la question, ou dites quand : « {} »",
        "Le client l'a demandé et n'a pas eu de réponse.",
        "Dites pour quand : {}",
        "C'est promis sans date.",
        "Relisez-le une fois : {}",
        "Cela a été corrigé pendant l'appel.",
        "À garder en tête : {}",
        "Le client l'a dit, et personne n'y est revenu.",
    ),
}
