"""Textual's style sheet, with every source of rules parsed once for a theme."""

from __future__ import annotations

from typing import Final

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

_SOURCES: Final = 1024
"""More than there are: Textual would keep the rules of 64, and beyond that parse all of them at each new widget."""


class ParsedOnce(Stylesheet):
    """Textual parses all anew when a screen brings rules, when the theme is set, and when it is set as it was."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(_SOURCES)
        self._set_to = variables

    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self._set_to:
            self._set_to = variables
            super().set_variables(variables)

    def reparse(self) -> None:
        self.parse()
