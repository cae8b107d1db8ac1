"""The one door by which record text enters a widget: cleaned (see `clean`), and `[DNR]` never read as markup."""

from __future__ import annotations

from typing import Final

from textual.content import Content, Span
from textual.visual import VisualType
from textual.widgets import Static

from coordtui.widgets.clean import ELLIPSIS, Align, cell, clean, editable, fit, wrap

__all__ = [
    "ELLIPSIS",
    "TONES",
    "Align",
    "Content",
    "Words",
    "cell",
    "clean",
    "editable",
    "fit",
    "plain",
    "styled",
    "wrap",
]

TONES: Final[dict[str, str]] = {
    "danger": "bold $text-error",
    "warning": "$text-warning",
    "good": "$text-success",
    "muted": "$text-muted",
    "strong": "bold",
}
"""Tone -> style. A tone only helps: the words beside it carry the meaning."""


def plain(text: str, newline: str | None = None) -> Content:
    """Record text as content, letter by letter: markup in it stays visible as text."""
    return Content(clean(text, newline))


def styled(*parts: str | Content | tuple[str, str]) -> Content:
    """Join texts, each plain or with a tone or style: `styled("due ", ("today", "danger"))`."""
    texts: list[str] = []
    spans: list[Span] = []
    at = 0
    for part in parts:
        if isinstance(part, Content):
            text = part.plain
            spans += [Span(span.start + at, span.end + at, span.style) for span in part.spans]
        elif isinstance(part, str):
            text = clean(part)
        else:
            text = clean(part[0])
            if text and part[1]:
                spans.append(Span(at, at + len(text), TONES.get(part[1], part[1])))
        texts.append(text)
        at += len(text)
    return Content("".join(texts), spans)


class Words(Static):
    """Text on the screen. A string is taken letter by letter; markup is never parsed."""

    ALLOW_SELECT = True

    def __init__(
        self, text: str | Content = "", *, id: str | None = None, classes: str | None = None, name: str | None = None
    ) -> None:
        super().__init__(_door(text), markup=False, id=id, classes=classes, name=name)

    @property
    def content(self) -> VisualType:
        return super().content

    @content.setter
    def content(self, content: VisualType) -> None:
        self.update(content)

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        super().update(_door(content), layout=layout)
        if layout:
            self._layout_updates += 1  # as in `Reflow.reflow`


def _door(content: VisualType) -> Content:
    if isinstance(content, Content):
        return content
    if isinstance(content, str):
        return plain(content)
    raise TypeError("Words takes a string or Content")
