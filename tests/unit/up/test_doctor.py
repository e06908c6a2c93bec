import json

import pytest

from segue.settings import Settings
from segue.up.doctor import Check, Level, Report, examine, show


def check_of(level: Level) -> Check:
    async def check(_: Settings) -> list[Report]:
        return [Report(level, level, f"is [{level}]", "mend it")]

    return check


SETTINGS = Settings.model_construct()
CHECKS = {level.value: check_of(level) for level in Level}


async def test_parts_are_looked_at_in_the_order_asked() -> None:
    reports = await examine(SETTINGS, ["warn", "ok"], CHECKS)
    assert [report.part for report in reports] == ["warn", "ok"]
    assert len(await examine(SETTINGS, [], CHECKS)) == len(CHECKS)


async def test_an_unknown_part_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no part voice.*ok, warn, fail"):
        await examine(SETTINGS, ["voice"], CHECKS)


@pytest.mark.parametrize(("level", "status"), [(Level.OK, 0), (Level.WARN, 0), (Level.FAIL, 1)])
def test_only_a_failure_fails(
    level: Level, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    report = Report("part", level, "is [bracketed]", "do this")
    assert show([report], as_json=False) == status
    assert "is [bracketed]" in (text := capsys.readouterr().out)
    assert "→ do this" in text
    assert show([report], as_json=True) == status
    assert json.loads(capsys.readouterr().out)["reports"][0]["level"] == level
