"""Reading the knowledge folder: Markdown files, and nothing that leads out of it.

A folder may be written by many people, so every file is opened by its name in a directory that is
held open, and never through a symbolic link, also when somebody swaps one in meanwhile.
"""

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from segue.knowledge.markdown import title_of

ARTICLES_AT_MOST: Final = 500
BYTES_AT_MOST: Final = 100_000
"""Some fifteen thousand words: a handbook, which serves better as several articles."""
FOLDERS_AT_MOST: Final = 500
SUFFIX: Final = ".md"


class Refusal(StrEnum):
    """Why a file is not read."""

    SYMLINK = "symbolic link"
    HIDDEN = "hidden"
    NO_FILE = "no regular file"
    TOO_LARGE = "too large"
    NOT_TEXT = "not UTF-8 text"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    TOO_MANY = "over the number of articles"


class _Refused(Exception):
    """One file is left out."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Written:
    """An article as its file has it."""

    id: str
    """The same for the same path below the folder; tells nothing of it."""
    title: str
    text: str
    updated_at: datetime

    @property
    def content_hash(self) -> str:
        """Of title and text; times differ from copy to copy of a folder."""
        return hashlib.sha256(f"{self.title}\0{self.text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Contents:
    """What a folder holds."""

    articles: tuple[Written, ...]
    refused: Counter[Refusal] = field(default_factory=Counter[Refusal])

    @property
    def complaint(self) -> str:
        """How many files are not read, and why, such as `2 symbolic link, 1 too large`."""
        return ", ".join(f"{n} {why}" for why, n in sorted(self.refused.items()))


def read_folder(folder: Path) -> Contents:
    """Its articles by their paths' order. Raises OSError if the folder itself cannot be read."""
    articles: list[Written] = []
    refused: Counter[Refusal] = Counter()
    for path, name, directory in _files(folder, refused):
        try:
            if len(articles) >= ARTICLES_AT_MOST:
                raise _Refused(Refusal.TOO_MANY)
            articles.append(_read(path, name, directory))
        except _Refused as left_out:
            refused[left_out.why] += 1
        except OSError:
            refused[Refusal.UNREADABLE] += 1
    return Contents(tuple(articles), refused)


def mark_of(folder: Path) -> frozenset[tuple[bytes, int, int, int]]:
    """What changes when a file does: each one's path, size, inode and time. Raises OSError."""
    seen: set[tuple[bytes, int, int, int]] = set()
    for path, name, directory in _files(folder, Counter()):
        try:
            found = os.stat(name, dir_fd=directory, follow_symlinks=False)
        except OSError:
            continue  # gone meanwhile
        seen.add((os.fsencode(path), found.st_size, found.st_ino, found.st_mtime_ns))
    return frozenset(seen)


def _files(folder: Path, refused: Counter[Refusal]) -> Iterator[tuple[str, str, int]]:
    """Path below the folder, name, and the open directory of each Markdown file, in order."""
    top = folder.resolve(strict=True)
    if not top.is_dir():
        raise NotADirectoryError(os.strerror(20))
    os.listdir(top)  # noqa: PTH208  # says why it cannot be read; the walk would say nothing
    walk = os.fwalk(top, follow_symlinks=False)
    for number, (place, folders, names, directory) in enumerate(walk):
        if number + 1 >= FOLDERS_AT_MOST:
            folders.clear()
        refused.update(Refusal.SYMLINK for name in folders if _is_symlink(name, directory))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(SUFFIX):
                yield os.path.relpath(Path(place, name), top), name, directory


def _is_symlink(name: str, directory: int) -> bool:
    try:
        mode = os.stat(name, dir_fd=directory, follow_symlinks=False).st_mode
    except OSError:
        return False
    return stat.S_ISLNK(mode)


def _read(path: str, name: str, directory: int) -> Written:
    if name.startswith("."):
        raise _Refused(Refusal.HIDDEN)
    if _is_symlink(name, directory):
        raise _Refused(Refusal.SYMLINK)
    # Without O_NONBLOCK a pipe of that name would be waited for.
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with os.fdopen(os.open(name, flags, dir_fd=directory), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise _Refused(Refusal.NO_FILE)
        content = file.read(BYTES_AT_MOST + 1)
    text = _text_of(content)
    return Written(
        id=f"kb_{hashlib.sha256(os.fsencode(path)).hexdigest()[:32]}",
        title=title_of(text, Path(name).stem),
        text=text,
        updated_at=datetime.fromtimestamp(found.st_mtime, UTC),
    )


def _text_of(content: bytes) -> str:
    if len(content) > BYTES_AT_MOST:
        raise _Refused(Refusal.TOO_LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _Refused(Refusal.NOT_TEXT) from None
    if "\0" in text:
        raise _Refused(Refusal.NOT_TEXT)
    if not text.strip():
        raise _Refused(Refusal.EMPTY)
    return text.replace("\r\n", "\n")
