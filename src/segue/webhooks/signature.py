"""How a receiver knows that a delivery is ours, and not an old one sent again."""

import hashlib
import hmac
import secrets
from typing import Final

PREFIX: Final = "whsec_"


def new_secret() -> str:
    """256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def signature(secret: str, body: str, unix_seconds: int) -> str:
    """The header's value: when it was signed, and HMAC-SHA256 of that time, a dot and the body."""
    signed = f"{unix_seconds}.{body}".encode()
    return f"t={unix_seconds},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
