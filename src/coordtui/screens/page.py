"""A document before it leaves, as the export box shows it: what to mind, what stays back, and the page itself."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from coordtui.casework.disclosure import Clearance
from coordtui.errors import CoordError
from coordtui.widgets.text import styled


def warnings(ground: str, cleared: Clearance, cautions: Iterable[str]) -> Content:
    """On what ground it goes, what is tagged and goes or stays, and what to mind before it is handed out."""
    lines = [(f"{ground}\n", "muted")]
    if cleared.goes:
        lines.append(
            (f"! Goes along under the {cleared.consent}: what is tagged {', '.join(cleared.goes)}.\n", "warning")
        )
    if cleared.stays:
        lines.append(
            (f"! Stays back: what is tagged {', '.join(cleared.stays)}; no authorization covers it.\n", "warning")
        )
    lines += [(f"! {caution}\n", "warning") for caution in cautions]
    return styled("\n", *lines)


def page(reading: str, text: str) -> Content:
    """The document as it will stand on paper, under how hard it is to read."""
    heading = [(f"{reading}\n\n", "strong")] if reading else []
    return styled("\n", *heading, text)


def trouble(error: CoordError) -> Content:
    """Why there is nothing to be seen."""
    return styled((f"\n{error}", "danger"))
