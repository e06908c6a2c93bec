"""Secrets that Segue hands out: how they are made, and the hash by which they are known again."""

import hashlib
import hmac
import secrets

from pydantic import SecretStr

KEY_PREFIX = "sgk_"
COOKIE_BYTES = 32
INVITE_BYTES = 16
LONGEST = 512


def new_cookie() -> str:
    """A cookie's value of 256 random bits."""
    return secrets.token_urlsafe(COOKIE_BYTES)


def new_code() -> str:
    """The code of an invite or an account link: 128 random bits."""
    return secrets.token_urlsafe(INVITE_BYTES)


def new_key() -> str:
    """An API key of 256 random bits, recognisable as ours by secret scanners."""
    return KEY_PREFIX + secrets.token_urlsafe(COOKIE_BYTES)


def digest(secret: str) -> str:
    """The hash that is kept of a secret.

    The secrets are random and long, so that a plain SHA-256 cannot be searched; passwords go
    through argon2 instead.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def same(given: str, expected: SecretStr | None) -> bool:
    """Whether the given secret is the expected one, in constant time; never if none is set."""
    if expected is None or not expected.get_secret_value():
        return False
    return hmac.compare_digest(digest(given), digest(expected.get_secret_value()))
