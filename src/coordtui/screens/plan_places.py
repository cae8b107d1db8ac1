"""Where a new line of a plan's outline stands: below, inside, further in or out. Lines in, places out; no screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from coordtui.casework.plan_outline import Line
from coordtui.errors import Refused
from coordtui.rules.plan_outline import WORDS

GLYPHS: Final = {"concern": "■", "goal": "◆", "intervention": "-", "barrier": "!", "strength": "+"}
"""Each kind's sign before its words; the last three may be typed at the start of a new line to choose its kind."""
UNDER_GOALS: Final = ("intervention", "barrier", "strength")
_TYPED: Final = {GLYPHS[kind]: kind for kind in UNDER_GOALS}
_INSIDE: Final = {"concern": "goal", "goal": "intervention"}


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line that is being written. It stands below `after` and all under it, else as the last inside `parent`."""

    kind: str
    parent: str | None
    after: str | None
    depth: int


def find(lines: Sequence[Line], ref: str | None) -> Line | None:
    return next((line for line in lines if line.ref == ref), None)


def end_of(lines: Sequence[Line], ref: str) -> int:
    """The index behind a line and everything under it."""
    at = next((n for n, line in enumerate(lines) if line.ref == ref), len(lines) - 1)
    depth, end = lines[at].depth, at + 1
    while end < len(lines) and lines[end].depth > depth:
        end += 1
    return end


def index_of(lines: Sequence[Line], new: NewLine) -> int:
    """Before which line the new one is shown."""
    if new.after is not None and find(lines, new.after) is not None:
        return end_of(lines, new.after)
    return len(lines) if new.parent is None else end_of(lines, new.parent)


def below(lines: Sequence[Line], ref: str | None) -> NewLine:
    """A line of the same kind below this one; a first concern where there is no line."""
    line = find(lines, ref)
    if line is None:
        return NewLine("concern", None, None, 0)
    return NewLine(line.kind, line.parent, line.ref, line.depth)


def inside(lines: Sequence[Line], ref: str | None, kind: str = "") -> NewLine:
    """A line inside this one, the last there: of the fitting kind, or of `kind`, which goes under the goal here.

    Raises:
        Refused: nothing goes inside this line, or there is no goal here.
    """
    line = find(lines, ref)
    if line is None:
        return NewLine("concern", None, None, 0)
    if kind:
        line = _holder(lines, line)
        if line is None:
            raise Refused(f"A {WORDS[kind]} belongs to a goal.", "Stand on a goal first.")
    elif line.kind not in _INSIDE:
        raise Refused(f"Nothing goes inside a {WORDS[line.kind]}.", "o adds the next one below.")
    return _within(line, kind or _INSIDE[line.kind])


def shifted(lines: Sequence[Line], new: NewLine, by: int) -> NewLine:
    """The new line one level further in (`by` 1) or out (-1).

    Raises:
        Refused: it cannot go there.
    """
    return _further_in(lines, new) if by > 0 else _further_out(lines, new)


def typed(text: str, new: NewLine) -> tuple[str, NewLine]:
    """A sign at the start of what was typed under a goal ("! no car") chooses the kind; the rest is the text."""
    bare = text.lstrip()
    kind = _TYPED.get(bare[:1])
    if kind is None or new.kind not in UNDER_GOALS or bare[1:2] not in ("", " "):
        return text.strip(), new
    if not (new.parent or "").startswith("goal:"):
        return text.strip(), new
    return bare[1:].strip(), replace(new, kind=kind)


def _within(parent: Line, kind: str) -> NewLine:
    return NewLine(kind, parent.ref, None, parent.depth + 1)


def _holder(lines: Sequence[Line], line: Line) -> Line | None:
    """The goal at this line, or the one it stands under."""
    holder = line if line.kind == "goal" else find(lines, line.parent)
    return holder if holder is not None and holder.kind == "goal" else None


def _further_in(lines: Sequence[Line], new: NewLine) -> NewLine:
    inner = _INSIDE.get(new.kind)
    if inner is None:
        raise Refused(f"Nothing is further in than a {WORDS[new.kind]}.")
    around = lines[: index_of(lines, new)]
    before = [line for line in around if line.kind == new.kind and line.parent == new.parent]
    if not before:
        raise Refused(f"Write the {WORDS[new.kind]} first; then a {WORDS[inner]} goes inside it.")
    return _within(before[-1], inner)


def _further_out(lines: Sequence[Line], new: NewLine) -> NewLine:
    if new.kind == "concern":
        raise Refused("This is the outermost level already.")
    parent = find(lines, new.parent)
    if parent is not None:
        return NewLine(parent.kind, parent.parent, parent.ref, parent.depth)
    return NewLine("concern", None, new.after, 0)  # it stands at the left already, where only a concern is further out
