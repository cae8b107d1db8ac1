"""What was typed into a line before, to be gone back to."""

from __future__ import annotations


class TypedBefore:
    """Each text once, the newest last; and how far back one has gone."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._back = 0

    @property
    def is_left(self) -> bool:
        """The line holds what is typed now, and nothing from before."""
        return self._back == 0

    def leave(self) -> None:
        self._back = 0

    def keep(self, text: str) -> None:
        """This is the newest from now on, if it is more than blanks."""
        if text := text.strip():
            self._texts = [*(one for one in self._texts if one != text), text]
        self.leave()

    def go(self, by: int) -> str | None:
        """The text so many further on, or back where it is negative; "" for the empty line after the newest. None, and
        no step, where there is none.
        """
        back = self._back - by
        if not 0 <= back <= len(self._texts):
            return None
        self._back = back
        return self._texts[-back] if back else ""
