"""The two lines above a plan: its title and how it stands, and what was agreed."""

from __future__ import annotations

import datetime as dt

from rich.cells import cell_len
from textual.content import Content

from coordtui.casework.plan_outline import Outline
from coordtui.screens.plan_rows import MARKS, head_words
from coordtui.screens.words import ago
from coordtui.widgets.reflow import Reflow
from coordtui.widgets.text import fit, styled


class Band(Reflow):
    """Two lines, cut to the width."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title, self._state, self._late, self._since = "", "", False, ""

    def show(self, outline: Outline, today: dt.date) -> None:
        self._title = outline.plan.title
        self._state, self._late = head_words(outline.plan, today)
        self._since = since_words(outline, today)
        self.refresh()

    def flow(self, width: int) -> list[Content]:
        state = fit(self._state, max(12, width - 20))
        title = fit(self._title, max(0, width - cell_len(state) - 2))
        gap = " " * max(1, width - cell_len(title) - cell_len(state))
        return [
            styled((title, "strong"), gap, (state, "warning" if self._late else "muted")),
            styled((fit(self._since, width), "muted")),
        ]


def since_words(outline: Outline, today: dt.date) -> str:
    """ "Version 2 agreed 12 days ago · since then 1 new *, 3 changed ~"."""
    version = outline.plan.since
    if not outline.plan.editable:
        return outline.plan.closing_note or "Closed: F opens it again."
    if version is None:
        return "Not agreed yet: A, when the patient says yes."
    head = f"Version {version.number} {version.kind} {ago(version.made_on, today)}"
    counts = [(kind, sum(line.changed == kind for line in outline.lines)) for kind in ("new", "changed")]
    said = ", ".join(f"{count} {kind} {MARKS[kind]}" for kind, count in counts if count)
    return f"{head} · since then {said}" if said else f"{head} · as agreed, nothing changed since"
