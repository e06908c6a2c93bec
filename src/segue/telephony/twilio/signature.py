"""Whether a request comes from Twilio: nothing else here is answered to anybody.

https://www.twilio.com/docs/usage/security#validating-requests
"""

# Twilio's library has no types here.
# pyright: reportUnknownMemberType=false

from collections.abc import Mapping
from typing import Annotated, ClassVar
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import RequestValidator

from segue.errors import Forbidden, NotFound
from segue.services import services_of

FIELDS_AT_MOST = 200


class TwilioNotConfigured(NotFound):
    """This installation has no Twilio account."""

    code: ClassVar[str] = "twilio_not_configured"
    detail: ClassVar[str] = "Twilio is not set up here (TWILIO_AUTH_TOKEN)."


class TwilioSignatureRefused(Forbidden):
    """Not Twilio's signature, or not for this URL and form."""

    code: ClassVar[str] = "twilio_signature"
    detail: ClassVar[str] = (
        "The request is not signed by Twilio for this address. "
        "Twilio's console must have the same address as SEGUE_BASE_URL."
    )


async def signed(request: Request) -> Mapping[str, str]:
    """The fields of a request that Twilio has signed for our public address.

    A proxy may have changed how we see the address, so that SEGUE_BASE_URL counts, and not Host.
    """
    settings = (await services_of(request)).settings
    if settings.twilio_auth_token is None:
        raise TwilioNotConfigured
    query = request.scope["query_string"].decode("latin-1")
    url = f"{settings.public_url}{request.url.path}{'?' if query else ''}{query}"
    form = await _form(request) if request.method == "POST" else []
    validator = RequestValidator(settings.twilio_auth_token.get_secret_value())
    signature = request.headers.get("x-twilio-signature", "")
    if not validator.validate(url, ImmutableMultiDict(form), signature):
        raise TwilioSignatureRefused
    return dict([*parse_qsl(query, keep_blank_values=True), *form])


async def _form(request: Request) -> list[tuple[str, str]]:
    body = await request.body()
    try:
        return parse_qsl(
            body.decode(), keep_blank_values=True, errors="strict", max_num_fields=FIELDS_AT_MOST
        )
    except ValueError:
        raise TwilioSignatureRefused from None


FromTwilio = Annotated[Mapping[str, str], Depends(signed)]
"""What Twilio sent; 403 for anybody else."""
