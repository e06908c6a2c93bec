"""Every setting of Segue, read once from the environment, then `.env.local`, then `.env`."""

from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv4Address, ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    AliasChoices,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from segue.telephony.owned import NumberRule

DEVELOPMENT_SECRETS = frozenset({"secret", "devsecret", "changeme"})
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104  # compared with, never bound
MINIMUM_SECRET_LENGTH = 32
DEMO_KNOWLEDGE = Path(__file__).parent / "demo" / "knowledge"
OPENAI_URL = "https://api.openai.com/v1"


def is_loopback(host: str | None) -> bool:
    """Whether a host name or address can only mean this machine."""
    if host is None:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _unless_empty(value: object) -> object:
    """An empty path would be the directory that the process happens to be in."""
    return value or None


def _listed(value: object) -> object:
    """A list is written with commas."""
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _known_country(code: str) -> str:
    from phonenumbers import SUPPORTED_REGIONS

    if code not in SUPPORTED_REGIONS:
        raise ValueError("not an ISO 3166 country code; the United Kingdom's is GB")
    return code


Listed = BeforeValidator(_listed)
Number = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]
"""A phone number in E.164."""
Country = Annotated[
    str, StringConstraints(to_upper=True, pattern="^[A-Za-z]{2}$"), AfterValidator(_known_country)
]
Prefix = Annotated[str, StringConstraints(pattern=r"^-?\+[1-9][0-9]{0,14}$")]
SipHost = Annotated[
    str, StringConstraints(to_lower=True, pattern=r"^[A-Za-z0-9.-]+(:[1-9][0-9]{0,4})?$")
]
SipPublicAddress = Literal["auto"] | IPv4Address
SipUri = Annotated[
    str,
    StringConstraints(
        pattern=r"^sips?:[A-Za-z0-9.-]+(:[1-9][0-9]{0,4})?(;transport=(udp|tcp|tls))?$"
    ),
]
AccountSid = Annotated[str, StringConstraints(pattern="^AC[0-9a-fA-F]{32}$")]


def _port_range(text: str) -> str:
    first, last = (int(port) for port in text.split("-"))
    if not 1024 <= first < last <= 65535:  # noqa: PLR2004 - what an ordinary program may take
        raise ValueError("not a range of ports above 1023, such as 10000-20000")
    return text


PortRange = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4,5}-[0-9]{4,5}$"), AfterValidator(_port_range)
]


class Stt(StrEnum):
    """Who turns speech into text."""

    NONE = "none"
    OPENAI = "openai"
    """Any service with OpenAI's POST /v1/audio/transcriptions."""
    LOCAL = "local"
    """This machine, with faster-whisper."""


class Tts(StrEnum):
    """Who reads briefings aloud."""

    NONE = "none"
    ESPEAK = "espeak"
    """espeak-ng, where the companion's machine has it."""
    OPENAI = "openai"
    """Any service with OpenAI's POST /v1/audio/speech."""


class Settings(BaseSettings):
    """The settings, each documented in `.env.example`."""

    model_config = SettingsConfigDict(
        env_file=(".env", ".env.local"), env_prefix="", extra="ignore", populate_by_name=True
    )

    livekit_url: str | None = None
    livekit_public_url: str | None = Field(
        None, validation_alias=AliasChoices("LIVEKIT_PUBLIC_URL", "NEXT_PUBLIC_LIVEKIT_WS_URL")
    )
    livekit_api_key: str = "segue"
    livekit_api_secret: SecretStr = SecretStr("")

    database_url: str | None = None

    host: str = Field("127.0.0.1", validation_alias="SEGUE_HOST")
    port: int = Field(8080, validation_alias="SEGUE_PORT", ge=1, le=65535)
    trusted_proxies: str = Field("", validation_alias="SEGUE_TRUSTED_PROXIES")
    livekit_port: int = Field(7880, validation_alias="SEGUE_LIVEKIT_PORT", ge=1, le=65531)
    base_url: str | None = Field(
        None, validation_alias=AliasChoices("SEGUE_BASE_URL", "NEXT_PUBLIC_BASE_URL")
    )
    data_dir: Path = Field(Path(".segue"), validation_alias="SEGUE_DATA_DIR")
    api_key: SecretStr | None = Field(None, validation_alias="SEGUE_API_KEY")
    companion_key: SecretStr | None = Field(None, validation_alias="SEGUE_COMPANION_KEY")
    companion_port: int = Field(0, validation_alias="SEGUE_COMPANION_PORT", ge=0, le=65535)
    companion_max_jobs: int = Field(100, validation_alias="SEGUE_COMPANION_MAX_JOBS", ge=1)
    stt: Stt = Field(Stt.NONE, validation_alias="SEGUE_STT")
    stt_model: str | None = Field(None, validation_alias="SEGUE_STT_MODEL")
    stt_language: str | None = Field(
        None, validation_alias="SEGUE_STT_LANGUAGE", pattern=r"^[a-z]{2}$"
    )
    tts: Tts = Field(Tts.ESPEAK, validation_alias="SEGUE_TTS")
    tts_model: str = Field("gpt-4o-mini-tts", validation_alias="SEGUE_TTS_MODEL", min_length=1)
    tts_voice: str = Field("alloy", validation_alias="SEGUE_TTS_VOICE", min_length=1)
    captions: bool = Field(True, validation_alias="SEGUE_CAPTIONS")
    asset_url: str | None = Field(None, validation_alias="SEGUE_ASSET_URL")
    log_level: str = Field("INFO", validation_alias="SEGUE_LOG_LEVEL")
    debug: bool = Field(False, validation_alias="SEGUE_DEBUG")
    demo: bool = Field(False, validation_alias="SEGUE_DEMO")

    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    llm_model: str = Field("gpt-4o-mini", validation_alias="SEGUE_LLM_MODEL", min_length=1)
    llm_fallback_model: str | None = Field(None, validation_alias="SEGUE_LLM_FALLBACK_MODEL")
    llm_output: Literal["json_schema", "tool"] = Field(
        "json_schema", validation_alias="SEGUE_LLM_OUTPUT"
    )
    llm_timeout_seconds: float = Field(10, validation_alias="SEGUE_LLM_TIMEOUT_SECONDS", gt=0)
    llm_concurrency: int = Field(8, validation_alias="SEGUE_LLM_CONCURRENCY", ge=1)
    knowledge_dir: Annotated[Path | None, BeforeValidator(_unless_empty)] = Field(
        None, validation_alias="SEGUE_KNOWLEDGE_DIR"
    )
    assist_requests_per_minute: int = Field(
        120, validation_alias="SEGUE_ASSIST_REQUESTS_PER_MINUTE", ge=1
    )

    phones: bool = Field(False, validation_alias="SEGUE_PHONES")
    redis_port: int = Field(7886, validation_alias="SEGUE_REDIS_PORT", ge=1, le=65535)
    sip_port: int = Field(5060, validation_alias="SEGUE_SIP_PORT", ge=1, le=65535)
    sip_listen: IPv4Address = Field(IPv4Address("127.0.0.1"), validation_alias="SEGUE_SIP_LISTEN")
    sip_public_address: Annotated[SipPublicAddress | None, BeforeValidator(_unless_empty)] = Field(
        None, validation_alias="SEGUE_SIP_PUBLIC_ADDRESS"
    )
    sip_rtp_ports: PortRange = Field("10000-20000", validation_alias="SEGUE_SIP_RTP_PORTS")
    sip_trunk: str | None = Field(None, validation_alias="SEGUE_SIP_TRUNK")
    sip_trunk_transport: Literal["udp", "tcp", "tls"] = Field(
        "udp", validation_alias="SEGUE_SIP_TRUNK_TRANSPORT"
    )
    sip_allowed_addresses: Annotated[tuple[str, ...], NoDecode, Listed] = Field(
        (), validation_alias="SEGUE_SIP_ALLOWED_ADDRESSES"
    )
    sip_in_username: str = Field("", validation_alias="SEGUE_SIP_IN_USERNAME")
    sip_in_password: SecretStr = Field(SecretStr(""), validation_alias="SEGUE_SIP_IN_PASSWORD")
    sip_trunk_username: str = Field("", validation_alias="SEGUE_SIP_TRUNK_USERNAME")
    sip_trunk_password: SecretStr = Field(
        SecretStr(""), validation_alias="SEGUE_SIP_TRUNK_PASSWORD"
    )
    number_rules: dict[str, NumberRule] = Field(
        default_factory=dict[str, NumberRule], validation_alias="SEGUE_NUMBER_RULES"
    )
    dial_ring_seconds: float = Field(40, validation_alias="SEGUE_DIAL_RING_SECONDS", ge=5, le=120)
    dial_max_minutes: float = Field(120, validation_alias="SEGUE_DIAL_MAX_MINUTES", gt=0)

    absence_seconds: float = Field(10, validation_alias="SEGUE_ABSENCE_SECONDS", gt=0)
    ring_seconds: float = Field(20, validation_alias="SEGUE_RING_SECONDS", gt=0, le=120)
    hold_limit_seconds: float = Field(180, validation_alias="SEGUE_HOLD_LIMIT_SECONDS", gt=0)
    customer_wait_seconds: float = Field(3600, validation_alias="SEGUE_CUSTOMER_WAIT_SECONDS", gt=0)
    wrap_up_seconds: float = Field(10, validation_alias="SEGUE_WRAP_UP_SECONDS", ge=0)
    transcript_retention_days: float | None = Field(
        None, validation_alias="SEGUE_TRANSCRIPT_RETENTION_DAYS", gt=0
    )

    phone_numbers: Annotated[tuple[Number, ...], NoDecode, Listed] = Field(
        (), validation_alias="SEGUE_PHONE_NUMBERS"
    )
    twilio_account_sid: Annotated[AccountSid | None, BeforeValidator(_unless_empty)] = None
    twilio_auth_token: Annotated[SecretStr | None, BeforeValidator(_unless_empty)] = None
    twilio_phone_number: Annotated[Number | None, BeforeValidator(_unless_empty)] = None
    twilio_url: Annotated[str | None, BeforeValidator(_unless_empty)] = Field(
        None, validation_alias="SEGUE_TWILIO_URL", pattern="^https?://[^/]+$"
    )
    sip_uri: Annotated[SipUri | None, BeforeValidator(_unless_empty)] = Field(
        None, validation_alias="SEGUE_SIP_URI"
    )
    dial_countries: Annotated[tuple[Country, ...], NoDecode, Listed] = Field(
        (), validation_alias="SEGUE_DIAL_COUNTRIES"
    )
    dial_prefixes: Annotated[tuple[Prefix, ...], NoDecode, Listed] = Field(
        (), validation_alias="SEGUE_DIAL_PREFIXES"
    )
    dial_sip_hosts: Annotated[tuple[SipHost, ...], NoDecode, Listed] = Field(
        (), validation_alias="SEGUE_DIAL_SIP_HOSTS"
    )
    dial_per_minute: int = Field(6, validation_alias="SEGUE_DIAL_PER_MINUTE", ge=1)
    dial_per_day: int = Field(200, validation_alias="SEGUE_DIAL_PER_DAY", ge=1)
    dial_at_once: int = Field(3, validation_alias="SEGUE_DIAL_AT_ONCE", ge=1)
    arrivals_per_minute: int = Field(60, validation_alias="SEGUE_ARRIVALS_PER_MINUTE", ge=1)
    arrivals_per_number: int = Field(5, validation_alias="SEGUE_ARRIVALS_PER_NUMBER", ge=1)

    webhooks_allow_private: bool = Field(False, validation_alias="SEGUE_WEBHOOKS_ALLOW_PRIVATE")
    event_retention_hours: float = Field(24, validation_alias="SEGUE_EVENT_RETENTION_HOURS", gt=0)

    @model_validator(mode="before")
    @classmethod
    def _port_follows_base_url(cls, values: dict[str, object]) -> dict[str, object]:
        """SEGUE_PORT follows the port of a loopback base URL when only that is set."""
        named = {key.upper(): value for key, value in values.items()}
        base = named.get("SEGUE_BASE_URL") or named.get("NEXT_PUBLIC_BASE_URL")
        if base and "SEGUE_PORT" not in named:
            parts = urlsplit(str(base))
            if is_loopback(parts.hostname) and parts.port:
                values["SEGUE_PORT"] = parts.port
        return values

    @property
    def server_livekit_url(self) -> str:
        """Where this machine reaches LiveKit."""
        return self.livekit_url or self.livekit_public_url or f"ws://127.0.0.1:{self.livekit_port}"

    @property
    def browser_livekit_url(self) -> str:
        """Where browsers reach LiveKit."""
        return self.livekit_public_url or self.server_livekit_url

    @property
    def public_url(self) -> str:
        """Where people reach Segue, without a trailing slash."""
        # A server that listens everywhere is not reached by that address.
        host = "127.0.0.1" if self.host in EVERYWHERE else self.host
        return (self.base_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def database(self) -> str:
        """SQLAlchemy's URL of the database; SQLite in the data directory unless set."""
        if not self.database_url:
            return f"sqlite+aiosqlite:///{self.data_dir / 'segue.db'}"
        url = self.database_url.replace("postgres://", "postgresql://", 1)
        return url.replace("postgresql://", "postgresql+asyncpg://", 1)

    @property
    def knowledge_folder(self) -> Path | None:
        """Where articles are; the demo has some of its own."""
        return self.knowledge_dir or (DEMO_KNOWLEDGE if self.demo else None)

    @property
    def owned_numbers(self) -> tuple[str, ...]:
        """The phone numbers of this installation in E.164, each once."""
        twilio = (self.twilio_phone_number,) if self.twilio_phone_number else ()
        return tuple(dict.fromkeys((*twilio, *self.phone_numbers)))

    @property
    def openai_key(self) -> str:
        """The key for the service with OpenAI's protocol; empty without one."""
        return self.openai_api_key.get_secret_value() if self.openai_api_key else ""

    @property
    def openai_service(self) -> str:
        """Where that service is, without a trailing slash."""
        return (self.openai_base_url or OPENAI_URL).rstrip("/")

    @property
    def has_openai(self) -> bool:
        """Whether that service is configured: by a key, or as a server of one's own."""
        return bool(self.openai_key or self.openai_base_url)

    def rule_of(self, number: str | None) -> NumberRule:
        """What happens to a call to one of our numbers."""
        return self.number_rules.get(number or "", NumberRule())

    @property
    def absence(self) -> timedelta:
        """How long a party may be out of every room before it counts as gone."""
        return timedelta(seconds=self.absence_seconds)


@lru_cache
def get_settings() -> Settings:
    """The settings of this process."""
    return Settings()  # pyright: ignore[reportCallIssue]  # it takes them from the environment
