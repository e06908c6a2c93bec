from pathlib import Path

from segue.settings import Settings
from segue.up.doctor import Level, Report
from segue.up.knowledge import check_knowledge
from tests.fakes.settings import settings_for


async def found(**settings: object) -> Report:
    (report,) = await check_knowledge(settings_for("", **settings))
    return report


async def test_without_a_folder_nothing_is_wrong() -> None:
    assert (await found(knowledge_dir=None)).level is Level.OK


async def test_an_empty_setting_is_no_folder() -> None:
    settings = Settings.model_validate({"SEGUE_KNOWLEDGE_DIR": ""})
    assert settings.knowledge_folder is None


async def test_the_demo_has_articles_unless_there_are_others(tmp_path: Path) -> None:
    assert (await found(demo=True)).text.endswith("knowledge: 5")
    report = await found(demo=True, knowledge_dir=tmp_path)
    assert (report.level, report.text.endswith(": 0")) == (Level.WARN, True)


async def test_what_is_not_read_is_told_by_number_and_reason(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("# Good")
    (tmp_path / "secret-plan.md").symlink_to("/etc/passwd")
    report = await found(knowledge_dir=tmp_path)
    assert report.level is Level.WARN
    assert report.text.endswith(": 1; not read: 1 symbolic link")
    assert "symbolic link" in report.mend


async def test_a_folder_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    report = await found(knowledge_dir=tmp_path / "nowhere")
    assert report.level is Level.FAIL
    assert "No such file" in report.text
    assert "SEGUE_KNOWLEDGE_DIR" in report.mend
