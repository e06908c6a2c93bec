import re
from pathlib import Path

from pydantic import AliasChoices

from segue.settings import Settings

EXAMPLE = Path(__file__).parents[3] / ".env.example"


def test_each_setting_is_documented_and_no_other() -> None:
    documented = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE))
    known: set[str] = set()
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        first = alias.choices[0] if isinstance(alias, AliasChoices) else alias or name.upper()
        known.add(str(first))
    assert documented == known
