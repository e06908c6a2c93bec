"""What may be dialled comes out as it was written; what may not does not come out."""

import re

import phonenumbers
import pytest
from phonenumbers import PhoneNumberType, shortnumberinfo

from segue.telephony.numbers import (
    CallerIdNotOwned,
    DialRefused,
    NumberEmergency,
    NumberInvalid,
    NumberNotAllowed,
    NumberPremium,
    SipAddressInvalid,
    SipAddressNotAllowed,
    caller_id,
    dialable,
    masked,
    sip_address,
)
from segue.telephony.rules import DialRules
from tests.fakes.settings import settings_for
from tests.unit.telephony.hostile_numbers import DEAR, hostile

HERE = DialRules(
    owned=("+12025550100", "+442079460018"),
    countries=frozenset({"US", "GB"}),
    sip_hosts=frozenset({"pbx.example.com", "10.0.0.7:5070"}),
)
EVERYWHERE = DialRules(countries=frozenset(phonenumbers.SUPPORTED_REGIONS))
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
ORDINARY = (
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.MOBILE,
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.VOIP,
)


def outcome(text: str, rules: DialRules) -> str:
    try:
        return dialable(text, rules)
    except DialRefused as refused:
        return refused.code


@pytest.mark.parametrize(
    "text",
    ["+442071838750", "+44 20 7183 8750", "+1 (202) 555-0123", "+1.202.555.0123", "+18005551234"],
)
def test_ordinary_numbers_come_out_as_they_were_written(text: str):
    assert dialable(text, HERE) == "+" + "".join(one for one in text if one.isdigit())


def test_ordinary_numbers_of_every_country_come_out_where_it_is_allowed():
    form = phonenumbers.PhoneNumberFormat.E164
    came_out: dict[str, str] = {}
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        rules = DialRules(countries=frozenset({region}))
        for kind in ORDINARY:
            example = phonenumbers.example_number_for_type(region, kind)
            if example is None or phonenumbers.region_code_for_number(example) != region:
                continue
            number = phonenumbers.format_number(example, form)
            if phonenumbers.number_type(example) not in DEAR:
                came_out[number] = outcome(number, rules)
    assert len(came_out) > 700
    assert [number for number, got in came_out.items() if got != number] == []


@pytest.mark.parametrize("seed", [1, 2])
def test_none_of_5000_hostile_numbers_is_dialled(seed: int):
    numbers = hostile(5000, seed)
    assert len(numbers) == 5000
    came_out = {text: got for text in numbers if (got := outcome(text, HERE)).startswith("+")}
    assert came_out == {}


def test_whatever_is_dialled_where_every_country_is_allowed_is_an_ordinary_number():
    came_out = [got for text in hostile(5000, 3) if (got := outcome(text, EVERYWHERE))[0] == "+"]
    assert came_out  # some are only dear or far away, and here the world is allowed
    for number in came_out:
        assert E164.fullmatch(number)
        parsed = phonenumbers.parse(number)
        assert phonenumbers.is_valid_number(parsed)
        assert phonenumbers.number_type(parsed) not in DEAR
        national = phonenumbers.national_significant_number(parsed)
        for region in phonenumbers.region_codes_for_country_code(parsed.country_code or 0):
            assert not shortnumberinfo.is_emergency_number(national, region)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("+١٢٠٢٥٥٥٠١٢٣", NumberInvalid), ("+442071838750;ext=3", NumberInvalid),
        ("+442071838750\r\nX: y", NumberInvalid), ("+1202555012x", NumberInvalid),
        ("+4402071838750", NumberInvalid), ("tel:+442071838750", NumberInvalid),
        ("2025550123", NumberInvalid), ("+442071838750\n", NumberInvalid),
        ("+1 202 555 0123 4 5 6 7 8 9", NumberInvalid), ("+15551234567", NumberInvalid),
        ("+33155667788", NumberNotAllowed), ("+18765551234", NumberNotAllowed),
        ("+14165550123", NumberNotAllowed),
        ("+441534123456", NumberNotAllowed), ("+80012345678", NumberNotAllowed),
        ("+19005551234", NumberPremium), ("+448712345678", NumberPremium),
        ("+447012345678", NumberPremium), ("+445512345678", NumberPremium),
        ("911", NumberEmergency), ("112", NumberEmergency), ("9911", NumberEmergency),
        ("+911", NumberEmergency), ("+1911", NumberEmergency), ("+44999", NumberEmergency),
        ("+4930112", NumberEmergency), ("+49110", NumberEmergency), ("0112", NumberEmergency),
        ("+1911555123", NumberEmergency),
    ],
)  # fmt: skip
def test_each_reason_has_its_error(text: str, error: type[DialRefused]):
    with pytest.raises(error):
        dialable(text, HERE)


def test_prefixes_allow_and_refuse_and_refusing_wins():
    rules = DialRules(
        countries=frozenset({"GB"}), prefixes=("+3315",), refused=("+4420", "+33155667788")
    )
    assert dialable("+33155667799", rules) == "+33155667799"
    for text in ("+442071838750", "+33155667788", "+33612345678"):
        with pytest.raises(NumberNotAllowed):
            dialable(text, rules)
    with pytest.raises(NumberPremium):
        dialable("+33899123456", DialRules(prefixes=("+33",)))


def test_nothing_may_be_dialled_without_a_number_of_ones_own():
    rules = DialRules.of(settings_for("sqlite://"))
    with pytest.raises(NumberNotAllowed):
        dialable("+442071838750", rules)
    with pytest.raises(SipAddressNotAllowed):
        sip_address("sip:reception@pbx.example.com", rules)
    with pytest.raises(CallerIdNotOwned):
        caller_id(None, rules)


def test_the_countries_are_those_of_the_owned_numbers_unless_others_are_named():
    owned = {"twilio_phone_number": "+442079460018", "phone_numbers": ("+4930901820",)}
    rules = DialRules.of(settings_for("sqlite://", **owned))
    assert rules.countries == {"GB", "DE"}
    assert rules.owned == ("+442079460018", "+4930901820")
    named = DialRules.of(settings_for("sqlite://", dial_countries=("FR",), **owned))
    assert named.countries == {"FR"}


def test_the_caller_id_is_a_number_of_ours():
    assert caller_id(None, HERE) == "+12025550100"
    assert caller_id("+442079460018", HERE) == "+442079460018"
    for text in ("+12025550199", "", "+442079460018 "):
        with pytest.raises(CallerIdNotOwned):
            caller_id(text, HERE)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("sip:reception@pbx.example.com", "sip:reception@pbx.example.com"),
        ("sip:b.o-b_1@PBX.example.com:5061", "sip:b.o-b_1@pbx.example.com:5061"),
        ("sip:204@10.0.0.7:5070;transport=tcp", "sip:204@10.0.0.7:5070;transport=tcp"),
        ("sip:+442071838750@pbx.example.com", "sip:+442071838750@pbx.example.com"),
    ],
)
def test_sip_addresses_of_allowed_hosts(text: str, address: str):
    assert sip_address(text, HERE) == address


@pytest.mark.parametrize(
    "text",
    [
        "", "sip:", "sip:@pbx.example.com", "sip:a", "sip:a@", "tel:+442071838750",
        "SIP:a@pbx.example.com",
        "sips:a@pbx.example.com", "sip:a:secret@pbx.example.com", "sip:a@pbx.example.com?X-Evil=1",
        "sip:a@pbx.example.com;user=phone", "sip:a@pbx.example.com;transport=ws",
        "sip:a@pbx.example.com;transport=tcp;lr", "sip:a@pbx.example.com\r\nTo: x",
        "sip:a b@pbx.example.com", "sip:a+b@pbx.example.com",
        "sip:a@pbx.example.com\n", "sip:a@b@pbx.example.com", "sip:%2B1900@pbx.example.com",
        "sip:a@pbx.example.com:0", "sip:a@pbx.example.com:99999", "sip:a@pbx.example.com:5060:5060",
        "sip:\u0430@pbx.example.com", "sip:a@pbx.ex\u0430mple.com",
        "sip:a@[::1]", "<sip:a@pbx.example.com>",
        "sip:a@pbx.example.com,sip:b@pbx.example.com", "sip:a;b@pbx.example.com",
        "sip:" + "a" * 300,
        "sip:a@pbx.example.com/x", "sip:a@pbx.example.com#x", "sip:\x00@pbx.example.com",
        "sip:a@-.-",
    ],
)  # fmt: skip
def test_what_is_no_plain_sip_address(text: str):
    with pytest.raises(SipAddressInvalid):
        sip_address(text, HERE)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("sip:a@evil.example", SipAddressNotAllowed),
        ("sip:a@pbx.example.com.evil.example", SipAddressNotAllowed),
        ("sip:a@xpbx.example.com", SipAddressNotAllowed),
        ("sip:a@pbx.example.com.", SipAddressInvalid),
        ("sip:a@pbx.example.com:22", SipAddressNotAllowed),
        ("sip:a@10.0.0.7", SipAddressNotAllowed),
        ("sip:+19005551234@pbx.example.com", NumberPremium),
        ("sip:+1-900-555-1234@pbx.example.com", NumberPremium),
        ("sip:+33155667788@pbx.example.com", NumberNotAllowed),
        ("sip:0119005551234@pbx.example.com", NumberInvalid),
        ("sip:1.900.555.1234@pbx.example.com", NumberInvalid),
        ("sip:0+19005551234@pbx.example.com", SipAddressInvalid),
        ("sip:+1202555o123@pbx.example.com", NumberInvalid),
        ("sip:911@pbx.example.com", NumberEmergency),
        ("sip:9.1-1@pbx.example.com", NumberEmergency),
        ("sip:9911@pbx.example.com", NumberEmergency),
    ],
)
def test_a_telephone_system_behind_an_address_dials_no_more_than_we_do(
    text: str, error: type[DialRefused]
):
    with pytest.raises(error):
        sip_address(text, HERE)


def test_no_hostile_number_gets_through_as_a_sip_address():
    for text in hostile(5000, 4):
        for address in (f"sip:{text}@pbx.example.com", f"sip:a@pbx.example.com{text}", text):
            try:
                came_out = sip_address(address, HERE)
            except DialRefused:
                continue
            user, _, host = came_out.removeprefix("sip:").partition("@")
            assert host.partition(":")[0] == "pbx.example.com"
            assert user == "a" or len(user) <= 6


def test_of_a_refused_number_two_digits_are_kept():
    assert masked("+19005551234") == "…34"
    assert masked("sip:+19005551299@pbx1.example.com") == "…99"
    assert masked("٤٥\r\n") == "…"
    assert masked("") == "…"
