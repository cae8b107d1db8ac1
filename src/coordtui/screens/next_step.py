"""What comes next: asked when finishing would leave somebody with nothing open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from textual.app import ComposeResult

from coordtui.casework import follow_up as casework
from coordtui.casework.follow_up_views import suggest_next
from coordtui.models.follow_up import FollowUpDraft
from coordtui.rules.dates import show_day
from coordtui.rules.follow_up import kind_of
from coordtui.screens.days import DayDialog
from coordtui.widgets.form import Field
from coordtui.widgets.text import Words, styled


class NextStepDialog(DayDialog):
    """Enter takes what is proposed: the next contact at the pace of the person's acuity."""

    field_name = "due_on"

    def __init__(self, ids: Sequence[int], patients: tuple[tuple[int, str], ...]) -> None:
        super().__init__("What comes next?", enter="finishes this and adds the next step")
        self.ids, self.patients = tuple(ids), patients
        self.drafts: dict[int, FollowUpDraft] = {}
        self.words = Field("text", "What", placeholder="contact")
        self.own = False

    def intro(self) -> ComposeResult:
        names = ", ".join(self.who(name) for _, name in self.patients[:5])
        more = f" and {len(self.patients) - 5} more" if len(self.patients) > 5 else ""
        yield Words(
            styled(
                f"This is the last open step of its matter for {names}{more}.",
                ("\nNo plan, visit or person is left without one.\n", "muted"),
            )
        )

    def after(self) -> ComposeResult:
        yield self.words

    def on_mount(self) -> None:
        self.background("suggest", self._suggest)

    async def _suggest(self) -> None:
        for patient_id, _ in self.patients:
            self.drafts[patient_id] = await self.ask(suggest_next, patient_id, self.today)
        days = [draft.due_on for draft in self.drafts.values() if draft.due_on is not None]
        if days and not self.own and self.chosen is None:
            super().choose(min(days))

    async def action_commit(self) -> None:
        if not self.drafts:  # enter was quicker than the suggestion
            await self._suggest()
        await super().action_commit()

    def choose(self, day: dt.date) -> None:
        self.own = True
        super().choose(day)

    def meaning(self, day: dt.date) -> str:
        first = next(iter(self.drafts.values()), FollowUpDraft())
        what = kind_of(first.kind).label
        days = {draft.due_on for draft in self.drafts.values()}
        if not self.own and len(days) > 1:
            return f"{what}, each at the pace of their acuity, the first {show_day(day, self.today)}"
        return f"{what} {show_day(day, self.today)}"

    async def commit(self, day: dt.date) -> None:
        text = self.words.raw.strip() or None
        steps: dict[int, FollowUpDraft] = {}
        for patient_id, _ in self.patients:
            draft = (
                self.drafts[patient_id]
                if patient_id in self.drafts
                else await self.ask(suggest_next, patient_id, self.today)
            )
            due_on = day if self.own else draft.due_on
            steps[patient_id] = draft.model_copy(update={"due_on": due_on, "text": text or draft.text})
        await self.act(casework.complete, self.ids, steps, self.moment)
        self.dismiss()
