"""What can go wrong with a carrier, in our words.

    CarrierUnreachable         503  nothing was dialled
    CarrierSilent              503  it did not say whether anything was dialled
    CarrierBusy                503  too many requests, also after waiting
    CarrierRefusesUs           503  credentials, or an account that is closed
    CarrierFault               503  anything else
    CarrierRefusesNumber       422  it does not dial this number for this account
    numbers.NumberInvalid      422
    numbers.CallerIdNotOwned   422

Error codes: https://www.twilio.com/docs/api/errors
"""

from http import HTTPStatus
from typing import ClassVar, Final

from requests import RequestException
from requests.exceptions import ConnectTimeout
from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from urllib3.exceptions import MaxRetryError, NewConnectionError

from segue.errors import SegueError, Unavailable
from segue.telephony.numbers import CallerIdNotOwned, DialRefused, NumberInvalid

CODE = "carrier_code"
CALL_OVER: Final = frozenset({20404, 21220})


class CarrierUnreachable(Unavailable):
    """Twilio cannot be reached; nothing was dialled."""

    code: ClassVar[str] = "carrier_unreachable"
    detail: ClassVar[str] = "Twilio cannot be reached. Nothing was dialled; please try again."


class CarrierSilent(Unavailable):
    """Twilio did not answer: whether it dials is not known."""

    code: ClassVar[str] = "carrier_silent"
    detail: ClassVar[str] = (
        "Twilio did not say whether it dials. The phone may ring all the same; "
        "please wait a minute before you try again."
    )


class CarrierBusy(Unavailable):
    """Twilio has had too many requests of this account."""

    code: ClassVar[str] = "carrier_busy"
    detail: ClassVar[str] = "Twilio takes no more calls from this account just now."


class CarrierRefusesUs(Unavailable):
    """Twilio does not accept the account's credentials, or has closed it."""

    code: ClassVar[str] = "carrier_refuses_us"
    detail: ClassVar[str] = (
        "Twilio does not accept this installation's account. "
        "An administrator should check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN."
    )


class CarrierFault(Unavailable):
    """Twilio could not do it, and gave a reason that Segue does not know (`carrier_code`)."""

    code: ClassVar[str] = "carrier_fault"
    detail: ClassVar[str] = "Twilio could not do this. Nothing was dialled."


class CarrierRefusesNumber(DialRefused):
    """Twilio does not dial this number for this account (`carrier_code`)."""

    code: ClassVar[str] = "carrier_refuses_number"
    detail: ClassVar[str] = (
        "Twilio does not dial this number for your account: a trial account dials verified numbers "
        "only, and countries are allowed in Twilio's console (Voice, Geographic permissions)."
    )


REASONS: dict[int, type[SegueError]] = {
    13223: NumberInvalid,
    13224: NumberInvalid,
    13227: CarrierRefusesNumber,  # no geographic permission
    20003: CarrierRefusesUs,
    20005: CarrierRefusesUs,  # account not active
    20008: CarrierRefusesUs,  # test credentials
    20429: CarrierBusy,
    21201: NumberInvalid,
    21210: CallerIdNotOwned,
    21211: NumberInvalid,
    21212: CallerIdNotOwned,
    21213: CallerIdNotOwned,
    21214: CarrierRefusesNumber,
    21215: CarrierRefusesNumber,  # no geographic permission
    21216: CarrierRefusesNumber,
    21217: NumberInvalid,
    21219: CarrierRefusesNumber,  # a trial account, and a number that is not verified
}
BY_STATUS: dict[int, type[SegueError]] = {
    HTTPStatus.UNAUTHORIZED: CarrierRefusesUs,
    HTTPStatus.FORBIDDEN: CarrierRefusesUs,
    HTTPStatus.TOO_MANY_REQUESTS: CarrierBusy,
}


class CallOver(Exception):
    """The call that was to be changed is over, or was never known; not for callers."""


def translated(refused: TwilioRestException | TwilioServiceException) -> SegueError | CallOver:
    """Our error for Twilio's; without its words, which repeat the number."""
    code, status = refused.code or refused.status, refused.status
    if code in CALL_OVER or status == HTTPStatus.NOT_FOUND:
        return CallOver()
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return CarrierSilent()
    reason = REASONS.get(code) or BY_STATUS.get(status, CarrierFault)
    return reason(None, **{CODE: code})


def never_reached(broken: RequestException) -> bool:
    """Whether the request cannot have come to Twilio."""
    cause = broken.args[0] if broken.args else None
    refused = isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
    return refused or isinstance(broken, ConnectTimeout)
