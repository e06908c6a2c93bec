"""Which numbers and SIP addresses may be dialled: toll fraud ends here, before anything is asked
of a carrier.

    DialRefused                 422
    ├── NumberInvalid           no number in E.164
    ├── NumberNotAllowed        a country or prefix that nobody allowed
    ├── NumberPremium           the owner of the number earns by the call
    ├── NumberEmergency         help is not called through this desk
    ├── SipAddressInvalid       no plain `sip:user@host`
    ├── SipAddressNotAllowed    a host that nobody allowed
    └── CallerIdNotOwned        a number that is not ours was to be shown

What is dialled is what was written, without the spaces: nothing is guessed or completed. What is
known of numbers is phonenumbers' data (Google's libphonenumber).
"""

import re
from typing import ClassVar

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType, shortnumberinfo

from segue.errors import Invalid
from segue.telephony.rules import DialRules

LONGEST = 64
LONGEST_SIP = 256
WRITTEN = re.compile(r"[0-9+][0-9 ().-]*")
SEPARATORS = str.maketrans("", "", " ().-")
SIP = re.compile(
    r"sip:(?P<user>[A-Za-z0-9+][A-Za-z0-9._~-]{0,63})"
    r"@(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]{0,200}[A-Za-z0-9])?)"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<transport>;transport=(?:udp|tcp|tls))?"
)
NUMBER_LIKE = re.compile(r"\+.*|[0-9][0-9.-]*")
LONGEST_EXTENSION = 6
STANDARD_PORTS = (None, "5060", "5061")
LARGEST_PORT = 65535
TO_THE_OUTSIDE = re.compile(r"[089]{1,2}")
"""What telephone systems want before a number outside."""
EMERGENCY_ANYWHERE = frozenset({"112", "911", "999"})
TOO_DEAR = frozenset(
    {
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.PAGER,
        PhoneNumberType.PERSONAL_NUMBER,
        PhoneNumberType.VOICEMAIL,
    }
)


class DialRefused(Invalid):
    """This may not be dialled; each reason is a class of its own."""


class NumberInvalid(DialRefused):
    """Not a phone number in the international form."""

    code: ClassVar[str] = "number_invalid"
    detail: ClassVar[str] = (
        "This is not a phone number. Please write it with + and the country code, in digits."
    )


class NumberNotAllowed(DialRefused):
    """The number's country or prefix is not among those that may be dialled."""

    code: ClassVar[str] = "number_not_allowed"
    detail: ClassVar[str] = (
        "Numbers of this country may not be dialled here. "
        "An administrator can allow them (SEGUE_DIAL_COUNTRIES)."
    )


class NumberPremium(DialRefused):
    """A premium-rate, shared-cost, company-wide, pager, personal or voicemail number."""

    code: ClassVar[str] = "number_premium"
    detail: ClassVar[str] = "Premium and shared-cost numbers may not be dialled here."


class NumberEmergency(DialRefused):
    """An emergency number."""

    code: ClassVar[str] = "number_emergency"
    detail: ClassVar[str] = (
        "Emergency numbers cannot be dialled here. Please use a phone: help finds the place of a "
        "phone, not of this desk."
    )


class SipAddressInvalid(DialRefused):
    """Not a plain SIP address."""

    code: ClassVar[str] = "sip_address_invalid"
    detail: ClassVar[str] = (
        "This is not a SIP address. Please write it as sip:name@host or sip:name@host:port."
    )


class SipAddressNotAllowed(DialRefused):
    """The SIP address's host is not among those that may be dialled."""

    code: ClassVar[str] = "sip_address_not_allowed"
    detail: ClassVar[str] = (
        "Addresses of this host may not be dialled here. "
        "An administrator can allow it (SEGUE_DIAL_SIP_HOSTS)."
    )


class CallerIdNotOwned(DialRefused):
    """The caller id is not a number of this installation."""

    code: ClassVar[str] = "caller_id_not_owned"
    detail: ClassVar[str] = "Only a number of this installation may be shown as the caller."


def dialable(text: str, rules: DialRules) -> str:
    """The number in E.164, such as `+442079460018`, if it may be dialled.

    Spaces, hyphens, dots and parentheses may stand between the digits. Raises DialRefused.
    """
    if not 0 < len(text) <= LONGEST or not WRITTEN.fullmatch(text):
        raise NumberInvalid
    written = text.translate(SEPARATORS)
    if not written.startswith("+"):
        # Never dialled, but whoever tries to call for help is told so.
        raise NumberEmergency if _calls_for_help(written, rules) else NumberInvalid
    number = _parsed(written)
    if not phonenumbers.is_valid_number(number):
        raise NumberInvalid
    if phonenumbers.number_type(number) in TOO_DEAR:
        raise NumberPremium
    if not _is_allowed(written, number, rules):
        raise NumberNotAllowed
    return written


def sip_address(text: str, rules: DialRules) -> str:
    """The address as `sip:user@host[:port][;transport=…]`, the host lower-cased, if it may be
    dialled. A user that is a number must be one that may be dialled, or an extension of at most
    six digits. Raises DialRefused.
    """
    match = SIP.fullmatch(text) if len(text) <= LONGEST_SIP else None
    if match is None:
        raise SipAddressInvalid
    host, port = match["host"].lower(), match["port"]
    if port is not None and int(port) > LARGEST_PORT:
        raise SipAddressInvalid
    standard = port in STANDARD_PORTS and host in rules.sip_hosts
    if not standard and f"{host}:{port}" not in rules.sip_hosts:
        raise SipAddressNotAllowed
    if NUMBER_LIKE.fullmatch(match["user"]):
        _check_user(match["user"], rules)
    named_port = f":{port}" if port else ""
    return f"sip:{match['user']}@{host}{named_port}{match['transport'] or ''}"


def caller_id(text: str | None, rules: DialRules) -> str:
    """The number of ours that is shown: the one that was asked for, or the first.

    Raises CallerIdNotOwned, also when there is none at all.
    """
    chosen = text if text is not None else next(iter(rules.owned), None)
    if chosen is None or chosen not in rules.owned:
        raise CallerIdNotOwned
    return chosen


def masked(address: str) -> str:
    """All that may be kept of a number or address that was refused: its last two digits."""
    digits = [one for one in address[:LONGEST_SIP].partition("@")[0] if one in "0123456789"]
    return f"…{''.join(digits[-2:])}"


def _parsed(written: str) -> PhoneNumber:
    """The number, if it is exactly what was written; raises NumberEmergency and NumberInvalid."""
    if written[1:] in EMERGENCY_ANYWHERE:
        raise NumberEmergency
    try:
        number = phonenumbers.parse(written)
    except phonenumbers.NumberParseException:
        raise NumberInvalid from None
    if _is_emergency(number):
        raise NumberEmergency
    # The library forgives a zero after the country code; what dials might not.
    if phonenumbers.format_number(number, PhoneNumberFormat.E164) != written:
        raise NumberInvalid
    return number


def _is_emergency(number: PhoneNumber) -> bool:
    """Whether help would be called: +44999, and in Germany also Berlin's 112, +4930112."""
    national = phonenumbers.national_significant_number(number)
    area = phonenumbers.length_of_geographical_area_code(number)
    regions = phonenumbers.region_codes_for_country_code(number.country_code or 0)
    return (
        _is_help(national, regions)
        or _is_help(national[area:], regions)
        or (
            # In several countries ordinary numbers begin as the emergency number does.
            not phonenumbers.is_valid_number(number) and _leads_to_help(national, regions)
        )
    )


def _is_help(digits: str, regions: tuple[str, ...] | frozenset[str]) -> bool:
    return any(shortnumberinfo.is_emergency_number(digits, region) for region in regions)


def _leads_to_help(digits: str, regions: tuple[str, ...] | frozenset[str]) -> bool:
    return any(shortnumberinfo.connects_to_emergency_number(digits, region) for region in regions)


def _calls_for_help(digits: str, rules: DialRules) -> bool:
    """Whether digits without a country code are an emergency number, the way to the outside
    included.
    """
    way_out = TO_THE_OUTSIDE.match(digits)
    rests = [digits[start:] for start in range(way_out.end() + 1 if way_out else 1)]
    return any(rest in EMERGENCY_ANYWHERE or _is_help(rest, rules.countries) for rest in rests)


def _is_allowed(written: str, number: PhoneNumber, rules: DialRules) -> bool:
    if written.startswith(rules.refused):
        return False
    region = phonenumbers.region_code_for_number(number)
    return region in rules.countries or written.startswith(rules.prefixes)


def _check_user(user: str, rules: DialRules) -> None:
    """A telephone system behind the address would dial it."""
    digits = user.translate(SEPARATORS)
    if digits.startswith("+"):
        dialable(digits, rules)
    elif _calls_for_help(digits, rules):
        raise NumberEmergency
    elif len(digits) > LONGEST_EXTENSION:
        raise NumberInvalid
