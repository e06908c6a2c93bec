"""No full card number, security code, password or social security number stays, however said."""

import random
import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from segue.assist.redaction import REMOVED, redact, redact_all

ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
SPANISH = ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"]
GERMAN = ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
FRENCH = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"]


def card(seed: int, length: int = 16) -> str:
    """A number with a valid check digit."""
    chance = random.Random(seed)
    digits = [chance.choice([3, 4, 5, 6])] + [chance.randrange(10) for _ in range(length - 2)]
    doubled = [d * (1 if at % 2 else 2) for at, d in enumerate(reversed(digits))]
    check = -sum(d - 9 if d > 9 else d for d in doubled) % 10
    return "".join(map(str, [*digits, check]))


def grouped(number: str, mark: str) -> str:
    return mark.join(number[at : at + 4] for at in range(0, len(number), 4))


def spoken(number: str, names: list[str], mark: str = " ") -> str:
    words = [names[int(digit)] for digit in number]
    return mark.join(" ".join(words[at : at + 4]) for at in range(0, len(words), 4))


def doubled(number: str) -> str:
    """4411 as double four double one."""

    def word(found: re.Match[str]) -> str:
        name = ENGLISH[int(found.group()[0])]
        return f"double {name} " if found.group(1) else f"{name} "

    return re.sub(r"(\d)\1|\d", word, number)


WAYS: list[Callable[[str], str]] = [
    lambda n: n,
    lambda n: grouped(n, " "),
    lambda n: grouped(n, "-"),
    lambda n: grouped(n, "."),
    lambda n: grouped(n, ", "),
    lambda n: grouped(n, "... uh, "),
    lambda n: grouped(n, "\u00a0"),
    "\u200b".join,
    " ".join,
    lambda n: n.translate({ord(d): chr(0xFF10 + int(d)) for d in "0123456789"}),
    lambda n: n.translate({ord(d): chr(0x0660 + int(d)) for d in "0123456789"}),
    lambda n: spoken(n, ENGLISH),
    lambda n: spoken(n, ENGLISH, ", "),
    lambda n: spoken(n, ENGLISH, ", and then ").replace("zero", "oh"),
    lambda n: spoken(n, SPANISH, ", "),
    lambda n: spoken(n, GERMAN),
    lambda n: spoken(n, FRENCH, ", "),
    doubled,
    lambda n: f"{grouped(n[:8], ' ')} {spoken(n[8:], ENGLISH)}",
]
AROUND = [
    "My card number is {}.",
    "It's {}, expires 09 27.",
    "{}",
    "okay so {} and that's a Visa",
    "Mi tarjeta es {}, gracias",
    "Die Karte hat die Nummer {} ja",
    "ma carte, c'est {}",
    "take it off {} please",
]


def digits_of(text: str) -> str:
    """Every digit in a text, the spoken ones of four languages included."""
    names = {
        name: str(n)
        for all_of in (ENGLISH, SPANISH, GERMAN, FRENCH)
        for n, name in enumerate(all_of)
    }
    found = re.findall(r"\d|[^\W\d_]+", text.casefold())
    return "".join(one if one.isdigit() else names.get(one, "") for one in found)


def test_thousands_of_card_numbers_in_many_forms():
    for seed in range(3040):
        number = card(seed, (16, 15, 16, 14)[seed % 4])
        way = WAYS[seed % len(WAYS)]
        line = AROUND[seed % len(AROUND)].format(way(number))
        kept = redact(line)
        assert number not in digits_of(kept), line
        assert number[:-4] not in digits_of(kept), line
        assert len(digits_of(kept)) <= 4 + 4 + 4, (line, kept)


def test_numbers_without_a_valid_check_digit_go_too():
    assert redact("my card is 4539 1488 0343 6468") == "my card is •••• 6468"


@pytest.mark.parametrize(
    "lines",
    [
        ["Can I take the card number?", "Sure, 4539 1488", "mm-hm", "0343 6467"],
        ["My card starts 4539 1488", "okay", "and then it's 0343 6467"],
        ["card number please", "4539", "yes", "1488 0343", "go on", "6467"],
    ],
)
def test_a_card_number_said_in_parts(lines: list[str]):
    assert "453914880343" not in digits_of(" ".join(redact_all(lines)))


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("the security code is 583", "583"),
        ("and the CVV: 0419", "0419"),
        ("583 is the security code", "583"),
        ("the three digits on the back are five eight three", "five eight three"),
        ("My PIN is 4471.", "4471"),
        ("my pin's double four seven one", "double four seven one"),
        ("the one-time passcode was 883 201", "883 201"),
        ("el código de seguridad es 583", "583"),
        ("die Prüfziffer ist 583", "583"),
        ("le cryptogramme, c'est 583", "583"),
        ("password is Blue!bird77, capital B", "Blue!bird77"),
        ("my password's sunflower9 okay", "sunflower9"),
        ('the passphrase is "correct horse battery"', "correct horse"),
        ("it's Tr0ub4dor&3", "Tr0ub4dor&3"),
        ("mi contraseña es girasol22", "girasol22"),
        ("das Passwort ist Sommer2019", "Sommer2019"),
        ("mot de passe: soleil88", "soleil88"),
        ("my social is 219-09-9999", "219-09"),
        ("social security number two one nine oh nine nine nine nine nine", "two one nine"),
        ("SSN 219099999", "219099999"),
        ("my national insurance number is QQ 12 34 56 C", "12 34 56"),
    ],
)
def test_codes_passwords_and_social_security_numbers(line: str, secret: str):
    assert secret not in redact(line)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("And the security code on the back?", "583"),
        ("What's your password?", "Bluebird 77"),
        ("Could you give me the PIN?", "It's 4471"),
        ("Can I have your social security number?", "219 09 9999"),
    ],
)
def test_an_answer_is_understood_by_its_question(question: str, answer: str):
    kept = redact(answer, before=[question])
    assert "583" not in kept
    assert "77" not in kept
    assert "4471" not in kept
    assert "219 09" not in kept


def test_a_secret_goes_wherever_it_was_repeated():
    lines = redact_all(["The security code is 583.", "583, thank you.", "Flight 583?"])
    assert not any("583" in line for line in lines)
    assert lines[1] == f"{REMOVED}, thank you."


@pytest.mark.parametrize(
    "line",
    [
        "Account 7302-5518, and the order is 61-20983.",
        "Call me on 07700 900 418, or 0161 496 0733.",
        "It's JX409118226GB and it was 1,649 dollars on October 28 at 11:42.",
        "My password is not working and the PIN was rejected.",
        "The error code is 4027 and the postcode is 97117.",
        "Sorry, 6467, that's the last 4 of the card.",
        "300 771 26, Zählerstand 46.170, Amselweg 18",
        "One or two of the three, for four people",
        "88-140-3327, 88-140-3327",
    ],
)
def test_what_is_no_secret_stays(line: str):
    assert redact(line) == line


@given(st.text(max_size=300), st.lists(st.text(max_size=80), max_size=3))
def test_any_text_at_all(text: str, before: list[str]):
    once = redact(text, before)
    assert isinstance(once, str)
    assert redact(once, before) is not None


@given(st.integers(0, 10**6), st.text(max_size=40), st.text(max_size=40))
@example(3115, "DREIFACH", "")
@example(3115, "double", "")
def test_a_card_number_in_any_text(seed: int, ahead: str, after: str):
    number = card(seed)
    for written in (number, grouped(number, " ")):
        assert number not in redact(f"{ahead} {written} {after}").replace(" ", "")


def test_many_secrets_cost_no_minutes():
    """It was quadratic: 29 kB of this took 20 s, and nothing else ran meanwhile."""
    lines = [
        " ".join(f"pin is q{n:05}x." for n in range(at, at + 250)) for at in range(0, 5000, 250)
    ]
    assert sum(map(len, lines)) > 70_000
    assert not re.search(r"q\d{5}x", " ".join(redact_all(lines)))
