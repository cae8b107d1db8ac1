"""The screen as a person sees it: lines of text, and how a line is styled."""

from __future__ import annotations

from typing import Any

from rich.segment import Segment
from textual.app import App


def screen_text(app: App[Any]) -> list[str]:
    """The lines on the screen, top screen over those beneath, trailing blanks cut."""
    return [line.rstrip() for line in full_lines(app)]


def full_lines(app: App[Any]) -> list[str]:
    """The same with the blanks, so that a line's width can be checked."""
    return ["".join(segment.text for segment in line) for line in styled_lines(app)]


def styled_lines(app: App[Any]) -> list[list[Segment]]:
    return [list(strip) for strip in app.screen._compositor.render_strips()]


def line_with(app: App[Any], text: str) -> int:
    """The number of the first line that holds `text`."""
    for number, line in enumerate(screen_text(app)):
        if text in line:
            return number
    raise AssertionError(f"{text!r} is not on the screen:\n" + "\n".join(screen_text(app)))
