"""Who reads conversations here."""

from segue.assist.by_builtin import BuiltIn
from segue.assist.port import Assist
from segue.settings import Settings


def assist_for(settings: Settings) -> Assist:
    """Models when one is configured, else the built-in analyser, which asks no network."""
    if not settings.has_openai:
        return BuiltIn()
    from segue.assist.by_model import ByModel  # three seconds of imports, for those who need it

    return ByModel.configured(settings)
