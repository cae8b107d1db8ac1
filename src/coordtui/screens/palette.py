"""The palette: every verb that works here, and every patient by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from textual import on
from textual.app import ComposeResult

from coordtui.rules.fold import fold
from coordtui.screens.base import CoordDialog, CoordScreen
from coordtui.screens.finder import Finder
from coordtui.verbs import EVERYWHERE, Verb, key_label, verbs_for
from coordtui.widgets.columns import Row

_NOT_HERE = ("app.palette", "app.peel")


class Palette(CoordDialog[None]):
    """What is chosen happens on the screen beneath, as if its key had been pressed there."""

    def __init__(self, beneath: CoordScreen[Any] | None) -> None:
        super().__init__("Find a command or a patient", subtitle="enter takes it · esc close", classes="-wide")
        self._beneath = beneath
        self._verbs = verbs_for(beneath.page if beneath is not None and beneath.page else EVERYWHERE)
        self.finder = Finder(self._offer, "a command, or part of a name")

    def body(self) -> ComposeResult:
        yield self.finder

    def on_mount(self) -> None:
        self.finder.begin()

    def _offer(self, text: str) -> Sequence[Row]:
        words = fold(text).split()
        found = [
            verb
            for verb in self._verbs
            if verb.id not in _NOT_HERE and not verb.id.startswith("table.") and _matches(verb, words)
        ]
        if words:  # what is called so comes before what only mentions it
            found.sort(key=lambda verb: not fold(verb.label).startswith(words[0]))
        return [Row(verb.id, (f"{key_label(verb.key)}  {verb.label}", (verb.help, "muted"))) for verb in found]

    @on(Finder.Taken)
    async def _run(self, event: Finder.Taken) -> None:
        self.dismiss()
        verb_id = str(event.key)
        node = self.app if verb_id.startswith(f"{EVERYWHERE}.") else self._beneath
        await cast("Any", node).action_verb(verb_id)

    @on(Finder.Chosen)
    def _chart(self, event: Finder.Chosen) -> None:
        self.dismiss()
        cast("Any", self.app).open_chart(event.patient_id)


def _matches(verb: Verb, words: Sequence[str]) -> bool:
    """Each word begins a word of the verb's name or sentence."""
    have = fold(f"{verb.label} {verb.help}").split()
    return all(any(one.startswith(word) for one in have) for word in words)
