"""What an installation lets its agents dial, and how often; made once from the settings."""

from dataclasses import dataclass

import phonenumbers

from segue.settings import Settings


@dataclass(frozen=True, slots=True)
class DialRules:
    """What may be dialled. Without a number of one's own, and without any setting: nothing."""

    owned: tuple[str, ...] = ()
    """Our numbers in E.164: the caller ids that a call out may show, the first unless told."""
    countries: frozenset[str] = frozenset()
    """ISO 3166 codes."""
    prefixes: tuple[str, ...] = ()
    """Beginnings in E.164 that are allowed besides the countries."""
    refused: tuple[str, ...] = ()
    """Beginnings in E.164 that are refused whatever else allows them."""
    sip_hosts: frozenset[str] = frozenset()
    """`host` (its standard ports) or `host:port`, lower-cased."""
    per_minute: int = 6
    per_day: int = 200
    at_once: int = 3

    @classmethod
    def of(cls, settings: Settings) -> "DialRules":
        """The rules of this process."""
        owned = settings.owned_numbers
        countries = frozenset(settings.dial_countries) or _countries_of(owned)
        named = settings.dial_prefixes
        return cls(
            owned=owned,
            countries=countries,
            prefixes=tuple(one for one in named if not one.startswith("-")),
            refused=tuple(one.removeprefix("-") for one in named if one.startswith("-")),
            sip_hosts=frozenset(settings.dial_sip_hosts),
            per_minute=settings.dial_per_minute,
            per_day=settings.dial_per_day,
            at_once=settings.dial_at_once,
        )


def _countries_of(numbers: tuple[str, ...]) -> frozenset[str]:
    parsed = [phonenumbers.parse(number) for number in numbers]
    found = [phonenumbers.region_code_for_number(number) for number in parsed]
    return frozenset(region for region in found if region is not None)
