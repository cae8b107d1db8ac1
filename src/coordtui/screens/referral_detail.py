"""One referral on the whole screen: its next steps, every fact, the receiver, and the whole history."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial
from typing import Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType

from coordtui.casework.access import view_part
from coordtui.casework.referral_views import ReferralDetail, detail
from coordtui.errors import CoordError, NotFound
from coordtui.models.codes import Ball
from coordtui.screens.base import CoordScreen
from coordtui.screens.bindings import bindings
from coordtui.screens.referral_parts import Part, masked, whole
from coordtui.screens.referral_subject import Subject
from coordtui.screens.referral_verbs import ReferralVerbs
from coordtui.screens.target import Target
from coordtui.widgets.columns import Column, Row
from coordtui.widgets.table import VirtualTable
from coordtui.widgets.text import wrap

_LABEL: Final = 12
_COLUMNS: Final = (
    Column("label", "referral", width=_LABEL, sortable=False, priority=1),
    Column("words", "", min_width=10, sortable=False),
)


class PartLines(VirtualTable):
    """Labelled parts, wrapped to the width; the key of a part stands on its first line."""

    def __init__(self, *, id: str) -> None:
        super().__init__(_COLUMNS, id=id, empty="Reading the referral ...")
        self.parts: Sequence[Part] = ()
        self._cut_for = 0

    def show(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self._cut()

    def on_resize(self) -> None:
        if self.size.width != self._cut_for:
            self._cut()

    def _cut(self) -> None:
        self._cut_for = self.size.width
        width = max(8, self.size.width - _LABEL - 6)  # the gutter, the gap and the scrollbar
        rows = [row for at, part in enumerate(self.parts) for row in _rows(at, part, width)]
        self.set_source(_PartRows(rows))


class _PartRows:
    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self._places = {row.key: at for at, row in enumerate(rows)}

    @property
    def count(self) -> int:
        return len(self.rows)

    def window(self, start: int, stop: int) -> Sequence[Row]:
        return self.rows[max(0, start) : stop]

    def index_of(self, key: Hashable) -> int | None:
        return self._places.get(key)


def _rows(at: int, part: Part, width: int) -> list[Row]:
    if part.heading:
        return [Row(("heading", at), (part.words,), tone="strong", whole=True)]
    lines = wrap(part.words, width) or [""]
    label = "muted" if part.key is None or part.tone == "muted" else "strong"
    keys = [part.key if part.key is not None and n == 0 else (at, n) for n in range(len(lines))]
    return [
        Row(key, ((part.label if n == 0 else "", label), (line, part.tone)))
        for n, (key, line) in enumerate(zip(keys, lines, strict=True))
    ]


class ReferralScreen(ReferralVerbs, CoordScreen[None]):
    """Stands over the tracker or a chart; the letters of the steps work here as there, and enter takes a step."""

    page = "referral"
    BINDINGS: ClassVar[list[BindingType]] = bindings("referral")

    def __init__(self, referral_id: int) -> None:
        super().__init__()
        self.referral_id = referral_id
        self.detail: ReferralDetail | None = None
        self.table = PartLines(id="lines")

    def body(self) -> ComposeResult:
        yield self.table

    def start(self) -> None:
        self.reload()

    def reload(self) -> None:
        self.read("referral", detail, self.referral_id, self.today).then(self.fill, self._failed)

    def fill(self, found: ReferralDetail) -> None:
        if self.detail is None:
            self.background("opened", partial(self.record, view_part, found.patient_id, "a referral", self.moment))
        self.detail = found
        self.redraw()

    def _failed(self, error: CoordError) -> None:
        """A referral that is not on record any more, because making it was undone, has no screen to stay on."""
        if isinstance(error, NotFound):
            self.dismiss(None)
            self.app.call_later(self.say, "That referral is no longer on record.", tone="warning")
        else:
            self.complain(error)

    def redraw(self) -> None:
        if self.detail is not None:
            self.head.show(heading=f"Referral · {self.who(self.detail.patient)}")
            self.table.show(masked(whole(self.detail, self.today), self.detail.patient, self.who))

    def new_day(self) -> None:
        super().new_day()
        self.reload()

    async def changed(self, patients: frozenset[int]) -> None:
        if self.detail is None or not patients or self.detail.patient_id in patients:
            self.reload()

    def place(self) -> dict[str, Any]:
        return {"referral": self.referral_id}

    # What the verbs act on

    def subject(self) -> Subject | None:
        return None if self.detail is None else Subject.of_detail(self.detail)

    def target(self) -> Target | None:
        if self.detail is None:
            return None
        return Target(self.detail.patient_id, self.detail.patient, None, "", "", Ball.ME, None)

    def why_no_target(self) -> str:
        return "The referral is still being read."

    async def on_virtual_table_opened(self, event: VirtualTable.Opened | None = None) -> None:
        """Enter takes the step of a line, or goes to the referral that it names."""
        if event is None:
            return
        event.prevent_default()  # else the base's handler opens the chart
        match event.key:
            case ("step", str() as letter):
                self._letter = letter
                await self.action_verb("step.letter")
            case ("referral", int() as key):
                self.app.push_screen(ReferralScreen(key))
            case _:
                self.say("Enter takes a step or goes to another referral; this line is only to be read.")
