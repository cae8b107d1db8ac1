"""For whom a new referral is: type a name, or take the patient of the row."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult

from coordtui.casework.preview import preview
from coordtui.screens.base import CoordDialog
from coordtui.screens.finder import Finder
from coordtui.screens.referral_subject import Subject
from coordtui.widgets.columns import Row
from coordtui.widgets.text import Words, styled


class Whom(NamedTuple):
    """The person who was chosen."""

    patient_id: int
    patient: str


class WhomDialog(CoordDialog[Whom]):
    """Enter takes the person in the list; an empty line takes the one of the row, if there is one."""

    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self, subject: Subject | None) -> None:
        super().__init__("Who is the referral for?", subtitle="enter takes the person · esc close")
        self.subject = subject
        self.finder = Finder(self._offer)

    def body(self) -> ComposeResult:
        if self.subject is not None:
            yield Words(styled(("down and enter: the patient of the row; or type a name", "muted")))
        yield self.finder
        yield self.problem

    async def opened(self) -> None:
        self.finder.begin()

    def _offer(self, text: str) -> list[Row]:
        """The row's patient stands first as long as nothing is typed."""
        if self.subject is None or text.strip():
            return []
        return [Row(("here", self.subject.patient_id), (self.who(self.subject.patient), ("of this row", "muted")))]

    @on(Finder.Taken)
    def _taken(self) -> None:
        if self.subject is not None:
            self.dismiss(Whom(self.subject.patient_id, self.subject.patient))

    @on(Finder.Chosen)
    async def _chosen(self, event: Finder.Chosen) -> None:
        view = await self.ask(preview, event.patient_id, self.today)
        self.dismiss(Whom(event.patient_id, view.patient))
