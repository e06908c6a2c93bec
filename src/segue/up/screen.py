"""What a person at the terminal sees of `segue up`."""

from rich.console import Console
from rich.markup import escape


class Screen:
    """Short lines; everything longer is in the log files."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)

    def good(self, text: str) -> None:
        """Something is as it should be."""
        self._line("green", "✓", text)

    def note(self, text: str) -> None:
        """Something a person may want to know."""
        self._line("cyan", "·", text)

    def warn(self, text: str) -> None:
        """Something is wrong and is being dealt with."""
        self._line("yellow", "!", text)

    def fail(self, text: str) -> None:
        """Something is wrong and a person must mend it."""
        self._line("red", "✗", text)

    def plain(self, text: str) -> None:
        """A line that programs may look for."""
        self._console.print(escape(text), style=None)

    def _line(self, colour: str, mark: str, text: str) -> None:
        self._console.print(f"[{colour}]{mark}[/] {escape(text)}")
