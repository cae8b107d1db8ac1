"""By what the tracker's rows are grouped."""

from __future__ import annotations

from typing import Final, NamedTuple

from textual import events
from textual.app import ComposeResult

from coordtui.casework.referral_groups import GroupBy
from coordtui.screens.base import CoordDialog
from coordtui.widgets.text import Words, styled


class Grouping(NamedTuple):
    """A letter, the name by which the reading knows it, its short name and what it shows in a sentence."""

    letter: str
    name: GroupBy
    title: str
    words: str


GROUPINGS: Final = (
    Grouping("s", "state", "by state", "where each stands in its loop"),
    Grouping("w", "ball", "waiting on", "who must act: you, the patient, others"),
    Grouping("a", "age", "by age", "escalate, red and amber first"),
    Grouping("p", "provider", "by provider", "to whom it was sent"),
    Grouping("t", "patient", "by patient", "whose it is"),
)


def titled(name: str) -> str:
    return next((one.title for one in GROUPINGS if one.name == name), "")


class GroupDialog(CoordDialog[GroupBy]):
    """One letter a grouping; the result is its name."""

    def __init__(self, now: str) -> None:
        super().__init__("Show the referrals", subtitle="a letter chooses · esc close")
        self.now = now

    def body(self) -> ComposeResult:
        parts: list[str | tuple[str, str]] = []
        for one in GROUPINGS:
            here = "▸" if one.name == self.now else " "
            parts += [f"{here} ", (one.letter, "bold"), f"  {one.title:<13}", (f"{one.words}\n", "muted")]
        yield Words(styled(*parts))

    def on_key(self, event: events.Key) -> None:
        chosen = next((one for one in GROUPINGS if one.letter == event.character), None)
        if chosen is not None:
            event.stop()
            self.dismiss(chosen.name)
