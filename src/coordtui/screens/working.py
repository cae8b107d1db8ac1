"""The verbs of a follow-up, for every screen that shows some: done, snooze, log, why, add, edit, copy, chart."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final, Protocol, cast

from textual.screen import Screen

from coordtui.casework import follow_up as casework
from coordtui.casework.follow_up_views import Verb, sort_marks
from coordtui.errors import NextStepNeeded
from coordtui.models.codes import Ball
from coordtui.rules.follow_up import kind_of
from coordtui.screens.base import Desked
from coordtui.screens.target import Target

_NEEDS_PATIENT: Final = frozenset({"log", "open", "add", "copy", "edit"})
_NEEDS_ROW: Final = frozenset({"done", "snooze", "log", "open", "why", "add", "edit", "copy", "mark"})
_NEEDS_STEP: Final = frozenset({"done", "snooze", "edit"})
_BULK: Final = frozenset({"done", "snooze"})


class _Charts(Protocol):
    def open_chart(self, patient_id: int) -> None: ...


def dialog(module: str, name: str, *args: Any) -> Screen[Any]:
    """A dialog, imported when it is first wanted."""
    made: Screen[Any] = getattr(import_module(f"coordtui.screens.{module}"), name)(*args)
    return made


class Working(Desked):
    """A screen says what is under its cursor (`target`) and what is marked (`marked`); the verbs are here."""

    def target(self) -> Target | None:
        """What the cursor stands on, None where there is nothing to act on."""
        raise NotImplementedError

    @property
    def has_marks(self) -> bool:
        """Whether something is marked; marks win over the cursor for the verbs that work in bulk."""
        return False

    async def marked(self) -> Sequence[Target]:
        """What is marked, in the order of the list."""
        return ()

    def why_no_target(self) -> str:
        """Why `target` is None, in a sentence."""
        return "There is no row here."

    def cannot(self, verb: str) -> str | None:
        if verb in _BULK and self.has_marks:
            return None
        if verb not in _NEEDS_ROW:
            return None
        target = self.target()
        if target is None:
            return self.why_no_target()
        if target.patient_id is None and verb in _NEEDS_PATIENT:
            return "These notes belong to nobody yet; d files one under a patient."
        if target.follow_up_id is None and verb in _NEEDS_STEP:
            return "Nothing is open for this person; n adds a follow-up."
        return None

    def _open(self, module: str, name: str, *args: Any) -> None:
        self.app.push_screen(dialog(module, name, *args))

    @property
    def _here(self) -> Target:
        target = self.target()
        assert target is not None, "`cannot` has checked it"
        return target

    # Finishing and snoozing, one or many

    async def action_done(self) -> None:
        if self.has_marks:
            await self._in_bulk("complete")
            return
        target = self._here
        step = _STEPS.get(target.kind)
        if step is not None:
            self._open(*step, target)
        elif target.ball is not Ball.ME:
            self._open("steps", "CheckedDialog", target)
        elif kind_of(target.kind).done == "step":
            self.say(kind_of(target.kind).step, tone="warning")
        else:
            await self.finish((target.follow_up_id or 0,), (target,))

    async def finish(self, ids: Sequence[int], targets: Sequence[Target]) -> None:
        """Finish follow-ups as one act; where nothing would be left for somebody, ask what comes next."""
        try:
            await self.act(casework.complete, tuple(ids), {}, self.moment)
        except NextStepNeeded as needed:
            self._open("next_step", "NextStepDialog", tuple(ids), needed.patients)

    async def action_snooze(self) -> None:
        if self.has_marks:
            await self._in_bulk("snooze")
        else:
            self._open("snooze", "SnoozeDialog", (self._here,))

    async def _in_bulk(self, verb: Verb) -> None:
        """Say first how many it works on and which not, then do the rest as one act."""
        marked = await self.marked()
        able = await self.ask(sort_marks, [one.follow_up_id or 0 for one in marked], verb, self.today)
        self._open("bulk", "BulkDialog", tuple(marked), able, verb, self._bulk_agreed)

    async def _bulk_agreed(self, verb: str, targets: Sequence[Target]) -> None:
        if verb == "snooze":
            self._open("snooze", "SnoozeDialog", tuple(targets))
        else:
            await self.finish([one.follow_up_id or 0 for one in targets], targets)

    # One person

    def action_log(self) -> None:
        self._open("contact", "LogDialog", self._here.person, self._here)

    def action_add(self) -> None:
        self._open("follow_up", "FollowUpForm", self._here.person)

    def action_edit(self) -> None:
        self._open("follow_up", "FollowUpForm", self._here.person, self._here.follow_up_id)

    def action_why(self) -> None:
        self._open("why", "WhyDialog", self._here)

    def action_copy(self) -> None:
        self._open("copy", "CopyDialog", self._here)

    def action_open(self) -> None:
        if (patient_id := self._here.patient_id) is not None:
            cast("_Charts", self.app).open_chart(patient_id)

    async def on_virtual_table_opened(self) -> None:  # a mixin has no `on` of Textual's
        await self.action_verb("open")


_STEPS: Final = {
    "plan_review": ("steps", "ReviewDialog"),
    "plan_step": ("plan_step", "PlanStepDialog"),
    "visit_outcome": ("steps", "VisitDialog"),
    "referral": ("steps", "ReferralDialog"),
    "urgent_referral": ("steps", "ReferralDialog"),
    "social_referral": ("steps", "ReferralDialog"),
    "unfiled_note": ("quick_note", "FileDialog"),
    "consent_expiry": ("consent", "ConsentStepDialog"),
    "consent_signing": ("consent", "ConsentStepDialog"),
}
"""The kinds that are not ticked off but move their own feature on: module and dialog."""
