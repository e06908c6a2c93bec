"""What is read of a knowledge folder, and what is not."""

import os
from pathlib import Path

import pytest

from segue.knowledge.folder import (
    ARTICLES_AT_MOST,
    BYTES_AT_MOST,
    Refusal,
    mark_of,
    read_folder,
)
from segue.settings import DEMO_KNOWLEDGE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good article, and a secret beside it."""
    (tmp_path / "secret.md").write_text("# The root password\n")
    folder = tmp_path / "knowledge"
    (folder / "billing").mkdir(parents=True)
    (folder / "billing" / "refunds.md").write_text("# Refunds\n\nThree days.\n")
    return folder


def test_articles_are_found_in_folders_below(folder: Path):
    (article,) = read_folder(folder).articles
    assert (article.title, article.text) == ("Refunds", "# Refunds\n\nThree days.\n")
    assert article.id.startswith("kb_")
    assert len(article.id) <= 40


def test_the_id_stays_when_the_text_changes_and_the_folder_moves(folder: Path):
    (before,) = read_folder(folder).articles
    moved = folder.rename(folder.with_name("moved"))
    (moved / "billing" / "refunds.md").write_text("# Refunds\n\nFive days.\n")
    (after,) = read_folder(moved).articles
    assert before.id == after.id
    assert before.content_hash != after.content_hash


@pytest.mark.parametrize("name", ["linked.md", "linked"])
def test_nothing_leads_out_of_the_folder(folder: Path, name: str):
    leads_to = folder.parent / "secret.md" if name.endswith(".md") else folder.parent
    (folder / name).symlink_to(leads_to)
    contents = read_folder(folder)
    assert [one.title for one in contents.articles] == ["Refunds"]
    assert contents.refused == {Refusal.SYMLINK: 1}


def test_a_link_to_the_folder_itself_is_followed(folder: Path):
    folder.with_name("here").symlink_to(folder)
    assert len(read_folder(folder.with_name("here")).articles) == 1


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("huge.md", b"x" * (BYTES_AT_MOST + 1), Refusal.TOO_LARGE),
        ("latin.md", "Rückgabe".encode("latin-1"), Refusal.NOT_TEXT),
        ("binary.md", b"a\x00b", Refusal.NOT_TEXT),
        ("blank.md", b" \n\n", Refusal.EMPTY),
        (".hidden.md", b"# Hidden", Refusal.HIDDEN),
    ],
)
def test_what_is_no_article_is_counted_and_left_out(
    folder: Path, name: str, content: bytes, why: Refusal
):
    (folder / name).write_bytes(content)
    contents = read_folder(folder)
    assert len(contents.articles) == 1
    assert contents.refused == {why: 1}
    assert contents.complaint == f"1 {why}"


def test_other_files_and_hidden_folders_are_nobodys_business(folder: Path):
    (folder / ".git").mkdir()
    (folder / ".git" / "note.md").write_text("# Note")
    (folder / "script.py").write_text("print()")
    contents = read_folder(folder)
    assert (len(contents.articles), contents.complaint) == (1, "")


@pytest.mark.timeout(10)
def test_a_pipe_is_not_waited_for(folder: Path):
    os.mkfifo(folder / "pipe.md")
    assert read_folder(folder).refused == {Refusal.NO_FILE: 1}


def test_there_are_so_many_and_no_more(folder: Path):
    for number in range(ARTICLES_AT_MOST + 1):
        (folder / f"{number:04}.md").write_text(f"# {number}")
    contents = read_folder(folder)
    assert len(contents.articles) == ARTICLES_AT_MOST
    assert contents.refused[Refusal.TOO_MANY] == 2


def test_a_mark_changes_with_every_change(folder: Path):
    marks = [mark_of(folder)]
    article = folder / "billing" / "refunds.md"
    article.write_text("# Refunds\n\nFour days.\n")
    marks.append(mark_of(folder))
    (folder / "new.md").write_text("# New")
    marks.append(mark_of(folder))
    article.unlink()
    marks.append(mark_of(folder))
    assert len(set(marks)) == len(marks)
    assert mark_of(folder) == marks[-1]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path):
    (tmp_path / "file").write_text("")
    for missing in ("nowhere", "file"):
        with pytest.raises(OSError, match="directory"):
            read_folder(tmp_path / missing)


def test_the_demos_articles_can_all_be_read():
    contents = read_folder(DEMO_KNOWLEDGE)
    assert len(contents.articles) >= 4
    assert contents.complaint == ""
