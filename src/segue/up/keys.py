"""The secrets of an installation: those set by hand, else random ones kept in its data."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from segue.settings import DEVELOPMENT_SECRETS, MINIMUM_SECRET_LENGTH, Settings, is_loopback

FILE_NAME = "keys.json"


@dataclass(frozen=True)
class Keys:
    """What serve, companion and livekit-server trust each other by."""

    livekit_api_key: str
    livekit_api_secret: str
    companion_key: str


def load_or_make(settings: Settings) -> Keys:
    """The keys set by hand; where none are, those of this data directory, made at first need."""
    kept = _kept(settings.data_dir)
    by_hand = settings.livekit_api_secret.get_secret_value()
    companion = settings.companion_key.get_secret_value() if settings.companion_key else None
    return Keys(
        livekit_api_key=settings.livekit_api_key if by_hand else kept.livekit_api_key,
        livekit_api_secret=by_hand or kept.livekit_api_secret,
        companion_key=companion or kept.companion_key,
    )


def _kept(data_dir: Path) -> Keys:
    path = data_dir / FILE_NAME
    if path.exists():
        return Keys(**json.loads(path.read_text()))
    made = Keys("segue", secrets.token_urlsafe(36), secrets.token_urlsafe(36))
    write_private(path, json.dumps(asdict(made), indent=2) + "\n")
    return made


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as sink:
        sink.write(text)
    draft.replace(path)


def is_weak(secret: str) -> bool:
    """Whether a secret is a well-known one, or short enough to be guessed."""
    return secret in DEVELOPMENT_SECRETS or len(secret) < MINIMUM_SECRET_LENGTH


def outside_addresses(settings: Settings) -> list[str]:
    """The settings that name another machine, or let another machine in."""
    named = {
        "LIVEKIT_URL": settings.livekit_url,
        "LIVEKIT_PUBLIC_URL": settings.livekit_public_url,
        "SEGUE_BASE_URL": settings.base_url,
    }
    outside = [name for name, url in named.items() if url and not is_local_url(url)]
    return outside if is_loopback(settings.host) else [*outside, "SEGUE_HOST"]


def is_local_url(url: str) -> bool:
    """Whether a URL can only mean this machine."""
    return is_loopback(urlsplit(url).hostname)


def missing(settings: Settings) -> str | None:
    """What a process that is started by itself lacks, in one line; `segue up` gives it to its own.

    A companion key is not demanded of serve: without one it has no companion, and says so.
    """
    if settings.livekit_api_secret.get_secret_value():
        return None
    return (
        "LIVEKIT_API_SECRET is not set. `segue up` starts everything with keys of its own; to "
        "start this part alone, set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET."
    )


def refusal(settings: Settings) -> str | None:
    """Why Segue must not start with the secret set by hand, in one line; None when it may."""
    secret = settings.livekit_api_secret.get_secret_value()
    outside = outside_addresses(settings)
    if not secret or not is_weak(secret) or not outside:
        return None
    return (
        f"LIVEKIT_API_SECRET is a development secret or shorter than {MINIMUM_SECRET_LENGTH} "
        f"characters, and {' and '.join(outside)} reaches beyond this machine. Anybody could join "
        "any call. Set a long random secret, the same as in livekit-server's configuration."
    )
