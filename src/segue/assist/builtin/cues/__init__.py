"""Words and phrases by which the built-in analyser reads a conversation, a module per language."""

from segue.assist.builtin.cues.english import ENGLISH
from segue.assist.builtin.cues.french import FRENCH
from segue.assist.builtin.cues.german import GERMAN
from segue.assist.builtin.cues.spanish import SPANISH
from segue.assist.builtin.cues.table import Cues

ALL: dict[str, Cues] = {cues.language: cues for cues in (ENGLISH, SPANISH, GERMAN, FRENCH)}

__all__ = ["ALL", "ENGLISH", "Cues"]
