"""Words and phrases by which the built-in analyser reads a conversation, a module per language."""

from segue.assist.cues.english import ENGLISH
from segue.assist.cues.french import FRENCH
from segue.assist.cues.german import GERMAN
from segue.assist.cues.spanish import SPANISH
from segue.assist.cues.table import Cues

ALL: dict[str, Cues] = {cues.language: cues for cues in (ENGLISH, SPANISH, GERMAN, FRENCH)}

__all__ = ["ALL", "ENGLISH", "Cues"]
