"""Numbers that somebody would like this installation to pay for, or to break on."""
# ruff: noqa: RUF001  # digits that only look like digits are the point

import random
from collections.abc import Iterator
from urllib.parse import quote

import phonenumbers
from phonenumbers import PhoneNumberType, shortnumberinfo

DEAR = (
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.UAN,
    PhoneNumberType.PAGER,
    PhoneNumberType.PERSONAL_NUMBER,
    PhoneNumberType.VOICEMAIL,
)
GOOD = ("+442071838750", "+12025550123", "+447400123456")
DIGITS = ("٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "⁰¹²³⁴⁵⁶⁷⁸⁹")
INJECTED = (
    ";ext=3", ";phone-context=+44", ";isub=1", "@evil.example", ">,<sip:+19005551234@evil.example>",
    "\r\nTo: <sip:+19005551234@evil.example>", "\nVia: SIP/2.0/UDP evil", "\r", "\n", "\x00", "\t",
    "?X-Header=1", "%0d%0aTo:%20x", "%3B", "#", "*", ",,9", "w9", "p9", "x3", " ext. 3", "&", "/",
    "<Dial>", "\u202e", "\u200b", "\ufeff", "\u00a0", "\u2028", "\ud800", "'", '"', "\\", "+",
)  # fmt: skip
BY_HAND = (
    "", " ", "+", "++442071838750", "tel:+442071838750", "TEL:+442071838750", "callto:+12025550123",
    "sip:+442071838750@evil.example", "00442071838750", "011442071838750", "02071838750", "0",
    "112", "911", "999", "110", "000", "0112", "9911", "9,911", "1 1 2", "+112", "+911", "+999",
    "+1911", "+44999", "+44112", "+49110", "+49112", "+4930112", "+4989110", "+33112", "+3315",
    "+61000", "*31#+442071838750", "#31#+442071838750", "141", "1471", "+1411", "411", "+441471",
    "+4402071838750", "+44 (0)20 7183 8750", "+440", "+0442071838750", "+1 900 555 1234",
    "+1-900-555-1234", "+1.976.555.0000", "+44 9098 790000", "+44 7624 123456", "+44 1534 123456",
    "+1 876 555 1234", "+1 809 555 1234", "+1 242 555 1234", "+882 16 123456", "+870 773 123 456",
    "+979 1 2345 6789", "+800 1234 5678", "+888 12345678901", "+1555", "+15551234567",
    "+" + "1" * 15,
    "+" + "4" * 16, "+" + "9" * 5000, "1" * 100_000, "NaN", "null", "-1", "1e15", "+1202555o123",
    "+1202555012３", "+𝟏𝟐𝟎𝟐𝟓𝟓𝟓𝟎𝟏𝟐𝟑", "٠٠٤٤٢٠٧١٨٣٨٧٥٠", "+1800FLOWERS", "0x2B", "%2B442071838750",
    "%2B%34%34", "&#43;442071838750", "+44\u200b2071838750", "＋442071838750", "（+44）2071838750",
    "+44–20–7183–8750", "+44/20/7183/8750", "+44~2071838750", "+53 5 1234567",
)  # fmt: skip


def _of_the_world(kinds: tuple[int, ...]) -> list[str]:
    """A number of each kind and country, as far as phonenumbers knows one."""
    codes = phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS
    examples = [
        phonenumbers.example_number_for_type(region, kind)
        for region in sorted(phonenumbers.SUPPORTED_REGIONS)
        for kind in kinds
    ] + [phonenumbers.example_number_for_non_geo_entity(code) for code in sorted(codes)]
    form = phonenumbers.PhoneNumberFormat.E164
    return [phonenumbers.format_number(one, form) for one in examples if one is not None]


def _calls_for_help() -> Iterator[str]:
    """Every emergency number of every country, bare and as people prefix them."""
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        code = phonenumbers.country_code_for_region(region)
        for number in map(str, range(1000)):
            if shortnumberinfo.is_emergency_number(number, region):
                yield from (number, f"0{number}", f"9{number}", f"+{code}{number}", f"+{number}")


def _short_codes(chance: random.Random) -> Iterator[str]:
    for _ in range(300):
        digits = str(chance.randrange(10 ** chance.randrange(1, 6)))
        yield chance.choice(("", "+", "+1", "+44", "+49", "*", "#")) + digits


def _spoiled(chance: random.Random) -> Iterator[str]:
    """A good number with something in it, before it, after it, or in other digits."""
    while True:
        good, bad = chance.choice(GOOD), chance.choice(INJECTED)
        at = chance.randrange(1, len(good) + 1)
        script = chance.choice(DIGITS)
        swapped = good[:at] + "".join(script[int(one)] for one in good[at:])
        yield chance.choice(
            (
                good[:at] + bad + good[at:],
                bad + good,
                good + bad,
                swapped if swapped != good else good + bad,
                quote(good, safe=""),
                good[:1] + "0" * chance.randrange(1, 4) + good[1:],
                good + "0" * chance.randrange(5, 40),
            )
        )


def hostile(count: int, seed: int) -> list[str]:
    """As many of them, the same ones for the same seed."""
    chance = random.Random(seed)
    found = [*BY_HAND, *_of_the_world(DEAR), *_calls_for_help(), *_short_codes(chance)]
    for one in _spoiled(chance):
        found.append(one)
        if len(found) >= count:
            return found
    raise AssertionError("unreachable")
