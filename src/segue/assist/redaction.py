"""Removes what must never be kept, shown or sent: full card numbers, security codes, passwords,
PINs and social security numbers, written or spoken. The last four digits may stay.

It is used before a line of a transcript is stored. It errs on the side of removing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from segue.assist.card_numbers import (
    CARD_DIGITS,
    OTHER_AHEAD,
    WORD,
    is_another_kind,
    looks_issued,
    over_lines,
    within,
)
from segue.assist.spoken_numbers import Run, in_plain_digits, readings, runs

REMOVED: Final = "[removed]"
MASK: Final = "••••"
PART_OF_A_CARD: Final = 8
NOBODY_SAYS: Final = 120
SECRETS_SOUGHT: Final = 50
"""No call has more; each costs time at every word."""
CODE_DIGITS: Final = range(3, 9)
SOCIAL_DIGITS: Final = range(9, 16)
LINES_BEFORE: Final = 2
WORDS_OF_A_SECRET: Final = 8
WORDS_BETWEEN: Final = 5

CARD = re.compile(
    r"\b(?:cards?|visa|mastercard|amex|american express|maestro|discover|long number|"
    r"tarjeta|(?:kredit|bank|ec)?karten?(?:nummer)?|carte)\b",
    re.IGNORECASE,
)
CARD_NUMBER = re.compile(
    r"\b(?:card|visa|mastercard|amex|debit|credit)\b[^.?!]{0,30}\b(?:number|digits)\b|"
    r"\b(?:number|digits)\b[^.?!]{0,30}\bcard\b|long number|16 digits|sixteen digits|"
    r"n[uú]mero (?:completo )?de (?:la |su |tu )?tarjeta|karten?nummer|num[eé]ro de (?:la |"
    r"votre |ta )?carte",
    re.IGNORECASE,
)
GOES_ON = re.compile(rf"(?:{re.escape(REMOVED)}|{MASK})\W*$")
"""What was said before ended in a number that had to go; bare digits go on with it."""
DICTATED = re.compile(rf"\W*(?:{re.escape(REMOVED)}|{MASK}(?: \d{{4}})?|•••-••-\d{{4}})\W*")
"""A line that was nothing but a number that had to go."""
ENDING = re.compile(
    r"\b(?:ending|ends|last (?:4|four)|letzten (?:4|vier)|endet|[uú]ltim[oa]s (?:4|cuatro)|"
    r"termina(?:da)?|derniers|se termine)\b",
    re.IGNORECASE,
)
CODE = re.compile(
    r"\b(?:(?:security|verification|card|secret|access|login|log-?in|one[- ]?time|authenti\w+) "
    r"(?:code|number|passcode|password|pin)|cvv2?|cvc2?|cv2|csc|cid|pass ?code|otp|pin|pin code|"
    r"three digits|3 digits|on the back|back of (?:it|the card|my card)|"
    r"c[oó]digo (?:de (?:seguridad|verificaci[oó]n|acceso)|secreto)|clave|nip|contraseña|"
    r"sicherheits(?:code|nummer)|pr[uü]f(?:ziffer|nummer|zahl)|geheimzahl|kartenpr[uü]fnummer|"
    r"bestätigungscode|tan|code (?:de s[eé]curit[eé]|secret|pin|de v[eé]rification)|"
    r"cryptogramme)\b",
    re.IGNORECASE,
)
CODE_BESIDE_CARD = re.compile(
    r"\b(?:codes?|back|atr[aá]s|r[uü]ckseite|dos|c[oó]digo)\b", re.IGNORECASE
)
SOCIAL = re.compile(
    r"\b(?:social(?:'?s| security)?(?: number)?|ssn|social insurance|national insurance|"
    r"seguridad social|nss|sozialversicherung\w*|s[eé]curit[eé] sociale|num[eé]ro de s[eé]cu)\b",
    re.IGNORECASE,
)
SOCIAL_WRITTEN = re.compile(r"(?<![\d-])(\d{3})([-. ])(\d{2})\2(\d{4})(?![\d-])")
INSURANCE_WRITTEN = re.compile(r"\b[A-Z]{2} ?(?:\d{2} ?){3}[A-D]\b", re.IGNORECASE)
UNIT_AFTER = re.compile(
    r"\s*(?:[$€£%]|dollars?|bucks|pounds?|euros?|cents?|percent|pesos|minutes?|hours?|days?|weeks?|"
    r"months?|years?|times|am|pm|uhr|tage?|stunden|d[ií]as|horas|jours|heures)\b",
    re.IGNORECASE,
)
_NAMED = (
    r"pass ?words?|pass ?phrase|passcode|pwd|pin|contraseña|clave|kennwort|passwort|mot de passe|"
    r"(?:memorable|security|secret) (?:word|answer)|maiden name|palabra secreta"
)
PASSWORD = re.compile(
    rf"\b(?:{_NAMED})\b(?:\s+(?:for|to|on|de|del|für|pour)\s+[^.,:=]{{1,25}}?)?"
    r"(?:\s*[:=]\s*|\s*,?\s*(?:it'?s|its|is|was|'s|are|es|era|ist|war|lautet|est|c'est|being)\s+"
    r"|'s\s+)(?P<quote>[\"“”'«„])?(?P<secret>[^\s\"“”«»]+(?:[ ][^\s.,;!?\"“”«»]+){0,7})",
    re.IGNORECASE,
)
ASKED_FOR_PASSWORD = re.compile(
    rf"(?:what|which|tell|give|have|say|confirm|cu[aá]l|d[ií]game|wie lautet|nennen|quel|donne\w*)"
    rf"[^.?!]{{0,40}}\b(?:{_NAMED})\b[^.?!]{{0,25}}[?.]?\s*$",
    re.IGNORECASE,
)
NOT_A_PASSWORD = re.compile(
    r"(?:(?:not|n't|wrong|right|correct|incorrect|invalid|expired|locked|reset|changed|"
    r"the same|fine|"
    r"okay|ok|weak|old|new|working|blocked|needed|required|too|still|always|never|also|being|"
    r"going|in|"
    r"on|what|something|anything|nothing|gone|lost|stuck|no|falsch|abgelaufen|gesperrt|nicht|"
    r"incorrecta?|caducada?|bloquead[ao]|expir[eé]|bloqu[eé]|a|an|to|that|this|just|because|"
    r"very|so)"
    r"\b(?!-))",
    re.IGNORECASE,
)
SECRET_ENDS = re.compile(
    r"\s(?:if|and|but|so|because|can|do|you|that|I|I'm|or|when|is|with|okay|please|right|if|"
    r"y|pero|und|aber|wenn|et|mais|si)\b.*",
    re.IGNORECASE,
)
LOOKS_LIKE_PASSWORD = re.compile(
    r"(?<![\w/.@#])(?=[^\s@]{0,60}[A-Za-z])(?=\S{0,60}\d)"
    r"(?=\S{0,60}[A-Za-z\d][!$^*_@&%][A-Za-z\d!$^*_@&%])(?!\S{1,60}@\S{1,60}\.\w)(?!\w{1,20}://)"
    r"[A-Za-z\d!@#$%^&*_]{6,64}"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that holds a secret, and what stands there instead."""

    start: int
    end: int
    instead: str
    secret: str = ""
    """What must go wherever else it was said."""


def redact(text: str, before: Sequence[str] = ()) -> str:
    """The text without secrets. `before` are the lines said just before it, oldest first: they
    tell that a bare number answers a question for a card, a code or a password.
    """
    plain = in_plain_digits(text)
    return _replaced(plain, _findings(plain, before))


def redact_all(lines: Sequence[str]) -> list[str]:
    """The lines of one conversation without secrets, wherever else in it they were repeated."""
    plain = [in_plain_digits(line) for line in lines]
    found = [
        _findings(line, plain[max(0, at - LINES_BEFORE) : at]) for at, line in enumerate(plain)
    ]
    for at, findings in _parts_of_cards(plain).items():
        found[at] += findings
    secrets = {one.secret for findings in found for one in findings if one.secret}
    kept = [_replaced(*pair) for pair in zip(plain, found, strict=True)]
    if not secrets:
        return kept
    repeated = _any_of(sorted(secrets, key=len, reverse=True)[:SECRETS_SOUGHT])
    return [repeated.sub(REMOVED, line) for line in kept]


def _replaced(text: str, findings: Iterable[Finding]) -> str:
    parts: list[str] = []
    at = 0
    for one in sorted(findings, key=lambda finding: (finding.start, -finding.end)):
        if one.start >= at:
            parts += [text[at : one.start], one.instead]
        at = max(at, one.end)
    return "".join([*parts, text[at:]])


def _any_of(secrets: Iterable[str]) -> re.Pattern[str]:
    """Whatever of these is said again, digits also with spaces between them."""
    written = (
        r"[\s-]?".join(map(re.escape, secret)) if secret.isdigit() else re.escape(secret)
        for secret in secrets
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?!\w)", re.IGNORECASE)


def _findings(text: str, before: Sequence[str]) -> list[Finding]:
    found = [*_passwords(text, before)]
    found += [Finding(*m.span(), f"•••-••-{m.group(4)}") for m in SOCIAL_WRITTEN.finditer(text)]
    if any(SOCIAL.search(line) for line in [text, *before]):
        found += [Finding(*m.span(), REMOVED) for m in INSURANCE_WRITTEN.finditer(text)]
    seen_card = any(_cards_of(run, line, "") for line in before for run in runs(line))
    question = before[-1] if before else ""
    first, *others = readings(text)
    found += [
        one for reading in others for run in reading for one in _cards_of(run, text, question)
    ]
    found += _dictated_on(text, before, first)
    for run in first:
        cards = _cards_of(run, text, question)
        seen_card = seen_card or bool(cards)
        found += cards or _social(run, text, before) or _codes(run, text, before, seen_card)
    return found


def _cards_of(run: Run, text: str, question: str) -> list[Finding]:
    """The card number in a run, if any; what follows it at once goes too."""
    length = len(run.digits)
    if length < PART_OF_A_CARD:
        return []
    if length > NOBODY_SAYS:
        return [Finding(run.start, run.end, REMOVED)]
    about_card = CARD.search(text) is not None
    if length >= CARD_DIGITS.start and (piece := within(run, text, about_card=about_card)):
        first, last = piece
        return [*_card(run, first, last), *_rest(run, first, last)]
    about = text[max(0, run.start - 70) : run.start]
    asked = CARD_NUMBER.search(about) is not None or _asks(question)
    asked = asked and not is_another_kind(run, text)
    if length in CARD_DIGITS and (asked or about_card or looks_issued(run, text)):
        return _card(run, 0, len(run.pieces))
    if asked and not ENDING.search(about):
        return [Finding(run.start, run.end, REMOVED)]
    return []


def _dictated_on(text: str, before: Sequence[str], found: Sequence[Run]) -> Iterable[Finding]:
    """A line of nothing but digits goes on with one that had to go, though its agent said "yes?"
    between: the number may be kept in parts, and its first part be gone by now.
    """
    between = before[-1] if before else ""
    goes_on = any(DICTATED.fullmatch(line) for line in before)
    goes_on = goes_on and len(between.split()) <= WORDS_BETWEEN and not OTHER_AHEAD.search(between)
    for run in found if goes_on else ():
        if not WORD.search(text[: run.start] + text[run.end :]) and not is_another_kind(run, text):
            yield Finding(run.start, run.end, REMOVED)


def _asks(question: str) -> bool:
    """Whether the line before asks for a card number, or is the first part of one."""
    if GOES_ON.search(question):
        return True
    told = any(len(run.digits) in CARD_DIGITS for run in runs(question))
    return not told and CARD_NUMBER.search(question) is not None


def _card(run: Run, first: int, last: int) -> list[Finding]:
    pieces = run.pieces[first:last]
    digits = "".join(piece.digits for piece in pieces)
    return [Finding(pieces[0].start, pieces[-1].end, f"{MASK} {digits[-4:]}", digits)]


def _rest(run: Run, first: int, last: int) -> list[Finding]:
    others = [*run.pieces[:first], *run.pieces[last:]]
    return [Finding(one.start, one.end, REMOVED) for one in others]


def _social(run: Run, text: str, before: Sequence[str]) -> list[Finding]:
    """A number said as a social security number: within a few words of its name, or when asked."""
    if len(run.digits) not in SOCIAL_DIGITS:
        return []
    named = _ends_with(SOCIAL, text[max(0, run.start - 60) : run.start])
    named = named or _begins_with(SOCIAL, text[run.end : run.end + 40])
    asked = before and run.start < 40 and _ends_with(SOCIAL, before[-1][-90:])  # noqa: PLR2004
    if not (named or asked):
        return []
    return [Finding(run.start, run.end, f"•••-••-{run.digits[-4:]}", run.digits)]


def _codes(run: Run, text: str, before: Sequence[str], seen_card: bool) -> list[Finding]:
    """A security code, passcode or PIN, by the words around it or the question before it."""
    if len(run.digits) not in CODE_DIGITS or UNIT_AFTER.match(text, run.end):
        return []
    ahead = text[max(0, run.start - 60) : run.start]
    after = text[run.end : run.end + 32]
    if ENDING.search(ahead[-30:]):
        return []
    named = _ends_with(CODE, ahead) or _begins_with(CODE, after)
    asked = before and run.start < 40 and _ends_with(CODE, before[-1][-90:])  # noqa: PLR2004
    asked = asked and not GOES_ON.search(before[-1]) and not is_another_kind(run, text)
    beside = seen_card and len(run.digits) in {3, 4} and _ends_with(CODE_BESIDE_CARD, ahead)
    if named or asked or beside:
        return [Finding(run.start, run.end, REMOVED, run.digits)]
    return []


def _ends_with(pattern: re.Pattern[str], text: str) -> bool:
    """The cue is there, and no other number or sentence between it and the end."""
    last = next(reversed(list(pattern.finditer(text))), None)
    return last is not None and not re.search(r"\d|[!?]\s+\w+\s+\w+\s+\w+", text[last.end() :])


def _begins_with(pattern: re.Pattern[str], text: str) -> bool:
    found = pattern.search(text)
    return found is not None and not re.search(r"[\d.?!;,]", text[: found.start()])


def _passwords(text: str, before: Sequence[str]) -> Iterable[Finding]:
    for found in PASSWORD.finditer(text):
        start, _ = found.span("secret")
        secret = SECRET_ENDS.sub("", found.group("secret")).rstrip(".,;!?'\"")
        if secret and (found.group("quote") or not NOT_A_PASSWORD.match(secret)):
            yield Finding(start, start + len(secret), REMOVED, _worth_seeking(secret))
    for found in LOOKS_LIKE_PASSWORD.finditer(text):
        yield Finding(*found.span(), REMOVED, found.group())
    if before and ASKED_FOR_PASSWORD.search(before[-1]):
        first = re.match(r"[^.?!]*", text)
        if (
            first
            and len(first.group().split()) <= WORDS_OF_A_SECRET
            and not re.match(r"\W*(no|i )", text, re.IGNORECASE)
        ):
            yield Finding(*first.span(), REMOVED)


def _worth_seeking(secret: str) -> str:
    """A secret that is an everyday word is not hunted in the rest of the conversation."""
    return secret if len(secret) >= 6 or re.search(r"\d", secret) else ""  # noqa: PLR2004


def _parts_of_cards(lines: Sequence[str]) -> dict[int, list[Finding]]:
    """Card numbers said in parts, in one line or several, with other words between the parts."""
    found: dict[int, list[Finding]] = {}
    if any(CARD.search(line) for line in lines):
        for part in over_lines(lines):
            gone = Finding(part.run.start, part.run.end, REMOVED)
            found.setdefault(part.line, []).append(gone)
    return found
