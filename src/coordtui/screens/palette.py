"""The palette: every verb that works here, every patient by name, every provider of the directory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Final, cast

from textual import on
from textual.app import ComposeResult

from coordtui.casework.directory import Entry, parse_ref, search
from coordtui.rules.fold import fold
from coordtui.screens.base import CoordDialog, CoordScreen
from coordtui.screens.finder import Finder
from coordtui.verbs import EVERYWHERE, Verb, key_label, verbs_for
from coordtui.widgets.columns import Row

PROVIDERS: Final = 8
_NOT_HERE = ("app.palette", "app.peel")


class Palette(CoordDialog[None]):
    """What is chosen happens on the screen beneath, as if its key had been pressed there."""

    def __init__(self, beneath: CoordScreen[Any] | None) -> None:
        super().__init__(
            "Find a command, a patient or a provider", subtitle="enter takes it · esc close", classes="-wide"
        )
        self._beneath = beneath
        self._verbs = verbs_for(beneath.page if beneath is not None and beneath.page else EVERYWHERE)
        self.finder = Finder(self._offer, "a command, or part of a name", self._look)

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

    def _look(self, text: str, show: Callable[[Sequence[Row]], None]) -> None:
        """Places and people of the directory, after the patients."""

        def found(entries: Sequence[Entry]) -> None:
            show([_row(entry) for entry in entries])

        self.read("find.directory", search, text, PROVIDERS).then(found)

    @on(Finder.Taken)
    async def _run(self, event: Finder.Taken) -> None:
        self.dismiss()
        verb_id = str(event.key)
        if (entry := parse_ref(verb_id)) is not None:
            self.app.push_screen(import_module("coordtui.screens.directory_entry").EntryDialog(*entry))
            return
        node = self.app if verb_id.startswith(f"{EVERYWHERE}.") else self._beneath
        await cast("Any", node).action_verb(verb_id)

    @on(Finder.Chosen)
    def _chart(self, event: Finder.Chosen) -> None:
        self.dismiss()
        cast("Any", self.app).open_chart(event.patient_id)


def _row(entry: Entry) -> Row:
    place = (entry.place or "").split("\n")[0]
    return Row(entry.ref, (entry.name, (" · ".join(filter(None, (entry.role, place, entry.phone))), "muted")))


def _matches(verb: Verb, words: Sequence[str]) -> bool:
    """Each word begins a word of the verb's name or sentence."""
    have = fold(f"{verb.label} {verb.help}").split()
    return all(any(one.startswith(word) for one in have) for word in words)
