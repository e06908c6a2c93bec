"""Words, cut alike for the index and for what is looked for, on either database."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

WORD_AT_MOST: Final = 40
WORDS_AT_MOST: Final = 24
"""As many different words are looked for at once; more tell nothing."""
WORD = re.compile(r"[^\W_]+")


def words_in(text: str) -> list[str]:
    """The words of a text in order: lower case, without accents, letters and digits alone."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in flat if not unicodedata.combining(letter))
    return [word for word in WORD.findall(bare) if len(word) <= WORD_AT_MOST]


def looked_for(texts: Iterable[str]) -> list[str]:
    """The different words of some texts, as many as are looked for at once."""
    return list(dict.fromkeys(word for text in texts for word in words_in(text)))[:WORDS_AT_MOST]
