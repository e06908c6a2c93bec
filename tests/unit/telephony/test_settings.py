"""The settings of phones, as they are written in an environment."""

import pytest
from pydantic import ValidationError

from segue.settings import Settings


def read(monkeypatch: pytest.MonkeyPatch, **named: str) -> Settings:
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    return Settings(_env_file=None)  # type: ignore[call-arg] # it takes them from the environment


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch):
    settings = read(
        monkeypatch,
        TWILIO_PHONE_NUMBER="+442079460018",
        SEGUE_PHONE_NUMBERS="+12025550100, +442079460018,",
        SEGUE_DIAL_COUNTRIES="gb, US",
        SEGUE_DIAL_PREFIXES="+3531,-+447",
        SEGUE_DIAL_SIP_HOSTS="PBX.example.com,10.0.0.7:5070",
    )
    assert settings.owned_numbers == ("+442079460018", "+12025550100")
    assert settings.dial_countries == ("GB", "US")
    assert settings.dial_prefixes == ("+3531", "-+447")
    assert settings.dial_sip_hosts == ("pbx.example.com", "10.0.0.7:5070")


def test_empty_ones_are_none(monkeypatch: pytest.MonkeyPatch):
    settings = read(monkeypatch, TWILIO_PHONE_NUMBER="", SEGUE_PHONE_NUMBERS="")
    assert settings.owned_numbers == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TWILIO_PHONE_NUMBER", "your number"),
        ("SEGUE_PHONE_NUMBERS", "0207 946 0018"),
        ("SEGUE_PHONE_NUMBERS", "+44 20 7946 0018"),
        ("SEGUE_DIAL_COUNTRIES", "UK"),
        ("SEGUE_DIAL_COUNTRIES", "Germany"),
        ("SEGUE_DIAL_PREFIXES", "0044"),
        ("SEGUE_DIAL_SIP_HOSTS", "sip:pbx.example.com"),
        ("SEGUE_DIAL_PER_DAY", "0"),
    ],
)
def test_what_cannot_be_meant_is_said_at_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
):
    with pytest.raises(ValidationError):
        read(monkeypatch, **{name: value})
