"""Every error that a caller may see is listed once in docs/errors.md, with its status."""

import importlib
import pkgutil
import re
from pathlib import Path

import segue
from segue.errors import SegueError

LISTED = re.compile(r"^\| `(?P<code>[a-z_]+)` \| (?P<status>\d+) \|", re.MULTILINE)
PAGE = Path(__file__).parents[2] / "docs" / "errors.md"


def every_error(of: type[SegueError] = SegueError) -> set[type[SegueError]]:
    return {of}.union(*(every_error(child) for child in of.__subclasses__()))


def test_every_code_is_in_the_docs():
    for module in pkgutil.walk_packages(segue.__path__, "segue."):
        if not module.name.endswith((".__main__", ".env")) and ".versions" not in module.name:
            importlib.import_module(module.name)
    ours = [error for error in every_error() if error.__module__.startswith("segue.")]
    known = {(error.code, error.status) for error in ours}
    listed = [(row["code"], int(row["status"])) for row in LISTED.finditer(PAGE.read_text())]
    assert len(listed) == len(set(listed))
    assert set(listed) == known
