import os
from pathlib import Path

import pytest

from tests.servers import OURS


@pytest.fixture
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of Segue comes from the machine of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)  # where there is no .env
    for name in [name for name in os.environ if name.startswith(OURS)]:
        monkeypatch.delenv(name)
