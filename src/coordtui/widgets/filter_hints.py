"""What stands below a filter: what may come next, what the line means, or where it is wrong and what would be right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from rich.cells import cell_len
from rich.highlighter import Highlighter
from rich.text import Text
from textual.app import RenderResult
from textual.content import Content

from coordtui.widgets.flat import Flat
from coordtui.widgets.text import fit, styled

INDENT: Final = 3
"""Where the line's text begins, behind the slash."""
_MORE: Final = 5
"""Cells for how many more there are."""


class Proposal(NamedTuple):
    """`text` is what is written when it is taken, `label` a word or two about it."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Hints:
    """`options` may take the place of what stands from `start` to `end`, the first by tab; `words` say what the line
    means. `problem` is what is wrong with the part at `span`, `hint` what would be right, `better` what could stand
    there instead."""

    options: tuple[Proposal, ...] = ()
    start: int = 0
    end: int = 0
    words: str = ""
    problem: str = ""
    hint: str = ""
    span: tuple[int, int] = (0, 0)
    better: str = ""

    def taken(self) -> tuple[int, int, str] | None:
        """What tab writes, and where."""
        if self.options:
            return self.start, self.end, self.options[0].text
        return (*self.span, self.better) if self.better else None


class Underline(Highlighter):
    """Underlines one part of an input."""

    def __init__(self) -> None:
        self.span: tuple[int, int] | None = None

    def highlight(self, text: Text) -> None:
        if self.span is not None:
            text.stylize("bold underline", *self.span)


class FilterHints(Flat):
    """Two lines, shown while one types: proposals or the place of a problem, then the meaning or what is wrong."""

    DEFAULT_CSS = """
    FilterHints { height: 2; display: none; }
    FilterHints.-shown { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._hints = Hints()
        self._text = ""
        self._scrolled = 0

    def show(self, hints: Hints, text: str, scrolled: int) -> None:
        """`text` is what stands in the line, `scrolled` how many of its cells are out of sight at the left."""
        # Under the text a problem is marked; what is merely meant stands the same wherever the text is.
        before = self._hints, *((self._text, self._scrolled) if self._hints.problem else ())
        self._hints, self._text, self._scrolled = hints, text, scrolled
        if before != (hints, *((text, scrolled) if hints.problem else ())):
            self.refresh()

    def render(self) -> RenderResult:
        width = self.size.width
        hints = self._hints
        if not hints.problem:
            return Content("\n").join([proposals(hints.options, width), _second((hints.words, "muted"), width)])
        wrong = f"{hints.problem} {hints.hint}".rstrip()
        if hints.options:
            return Content("\n").join([proposals(hints.options, width), _second((wrong, "warning"), width)])
        return Content("\n").join(marked(hints, self._text, self._scrolled, width))


def _second(part: tuple[str, str], width: int) -> Content:
    return styled(" " * INDENT, (fit(part[0], max(0, width - INDENT)), part[1]))


def proposals(options: tuple[Proposal, ...], width: int) -> Content:
    """As many as there is room for, the first behind its key; how many more there are stands at the end."""
    parts: list[str | tuple[str, str]] = [" " * INDENT]
    room = width - INDENT
    for at, option in enumerate(options):
        left = len(options) - at
        lead = "  " if at else "tab "
        label = f" {option.label}" if option.label and option.label != option.text.rstrip(":") else ""
        here = room - len(lead) - (_MORE if left > 1 else 0)
        if at and cell_len(option.text) + cell_len(label) > here:
            parts.append((f"  +{left}", "muted"))
            break
        text = fit(option.text, here)
        label = fit(label, here - cell_len(text))
        parts += [(lead, "muted"), (text, "strong"), (label, "muted")]
        room -= len(lead) + cell_len(text) + cell_len(label)
    return styled(*parts)


def marked(hints: Hints, text: str, scrolled: int, width: int) -> list[Content]:
    """Marks under the part that is wrong and what is wrong with it; then the hint."""
    start, end = hints.span
    hint = f"{hints.hint} tab takes {hints.better}".strip() if hints.better else hints.hint
    first = min(max(INDENT, INDENT + cell_len(text[:start]) - scrolled), max(INDENT, width - 1))
    cells = max(1, min(cell_len(text[start:end]), width - first))
    marks = ("^" * cells, "danger")
    said = f" {hints.problem}"
    if first + cells + cell_len(said) <= width:
        return [styled(" " * first, marks, (said, "danger")), _second((hint, "warning"), width)]
    if cell_len(said) + 1 + INDENT <= first:
        gap = " " * (first - cell_len(said) - 1)
        return [styled(gap, (f"{said} ", "danger"), marks), _second((hint, "warning"), width)]
    return [styled(" " * first, marks), _second((f"{hints.problem} {hint}".rstrip(), "danger"), width)]
