"""The verbs of one line of a plan: its status, owner, place, form, and taking it out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from coordtui.casework import plan_outline as casework
from coordtui.casework.plan_outline import Line, PlanHead
from coordtui.errors import CoordError
from coordtui.rules.goal import next_status, status_label, statuses
from coordtui.rules.plan_outline import KINDS, WORDS
from coordtui.rules.words import plural
from coordtui.screens.plan_letters import LETTERS, status_options
from coordtui.screens.plan_opening import Opening
from coordtui.screens.working import dialog
from coordtui.widgets.dialog import ConfirmDialog

_NEEDS_LINE: Final = frozenset(
    {"inside", "barrier", "strength", "status", "choose_status", "due", "owner", "edit", "progress", "lift", "lower"}
    | {"indent", "outdent", "remove", "words", "kind"}
)
_ONLY: Final[Mapping[str, tuple[frozenset[str], str]]] = {
    "due": (frozenset({"goal", "intervention"}), "Goals and steps have a due date; a {kind} has none."),
    "owner": (frozenset({"intervention"}), "A step is in somebody's hands; a {kind} is in nobody's."),
}
_FORMS: Final = {
    "concern": ("plan_forms", "ConcernDialog"),
    "goal": ("plan_goal", "GoalDialog"),
    "intervention": ("plan_forms", "InterventionDialog"),
    "barrier": ("plan_forms", "BarrierDialog"),
}


class LineVerbs(Opening):
    """Verbs that act on the line under the cursor, of a `plan` that is None until it is read."""

    @property
    def plan(self) -> PlanHead | None:
        raise NotImplementedError

    def cannot(self, verb: str) -> str | None:
        line = self.here
        if verb in _NEEDS_LINE and line is None:
            return "There is no line here yet; o writes the first one."
        if line is None:
            return super().cannot(verb)
        kinds, why = _ONLY.get(verb, (frozenset({line.kind}), ""))
        if line.kind not in kinds:
            return why.format(kind=WORDS[line.kind])
        if verb == "progress" and self.goal_here() is None:
            return "Progress is noted on a goal; stand on one."
        if verb in ("status", "choose_status") and not statuses(line.kind):
            return f"A {WORDS[line.kind]} has no status."
        return super().cannot(verb)

    def goal_here(self) -> Line | None:
        """The goal under the cursor, or the one that its line stands under."""
        line = self.here
        while line is not None and line.kind != "goal":
            line = next((one for one in self.lines if one.ref == line.parent), None) if line.parent else None
        return line

    @property
    def _line(self) -> Line:
        line = self.here
        assert line is not None, "`cannot` has checked it"
        return line

    async def action_status(self) -> None:
        line = self._line
        await self.act(casework.set_status, line.ref, next_status(line.kind, line.status), self.moment)

    def action_choose_status(self) -> None:
        line = self._line
        options = status_options(line.kind)

        async def chosen(status: str | None) -> None:
            if status is not None and status != line.status:
                await self.run_act(casework.set_status, line.ref, status, self.moment)

        self.app.push_screen(dialog("plan_letters", "LetterDialog", "Status", line.text, options, line.status), chosen)

    def action_kind(self) -> None:
        line = self._line
        options = [(kind[0] if kind != "strength" else "t", kind, WORDS[kind]) for kind in KINDS]

        async def chosen(kind: str | None) -> None:
            if kind is not None and (done := await self.run_act(casework.change_kind, line.ref, kind, self.moment)):
                await self.reread(str(done.value))

        self.app.push_screen(
            dialog("plan_letters", "LetterDialog", "What is it?", line.text, options, line.kind), chosen
        )

    async def action_adopt(self) -> None:
        """A goal that is in no plan, as an import may bring one, goes to the end of this one."""
        assert self.plan is not None, "`cannot` has checked it"
        found = await self.ask(casework.loose_goals, self.plan.patient_id)
        if not found:
            self.say("Every goal of this patient is in a plan.", tone="warning")
            return
        shown = zip(LETTERS, found, strict=False)
        options = [(letter, str(one.goal_id), f"{one.text} · {status_label(one.status)}") for letter, one in shown]

        async def chosen(key: str | None) -> None:
            if key and (done := await self.run_act(casework.adopt_goal, self.plan_id, int(key), self.moment)):
                await self.reread(str(done.value))

        about = f"{plural(len(found), 'goal')} in no plan."
        self.app.push_screen(
            dialog("plan_letters", "LetterDialog", "Take which goal in?", about, options, None), chosen
        )

    def action_owner(self) -> None:
        self.app.push_screen(dialog("plan_forms", "OwnerDialog", self._line))

    def action_edit(self) -> None:
        """The form of the rest; a strength is its words only."""
        line = self._line
        if line.kind not in _FORMS:
            self.action_words()
            return
        self.app.push_screen(dialog(*_FORMS[line.kind], line.id))

    def action_progress(self) -> None:
        if (goal := self.goal_here()) is not None:
            self.app.push_screen(dialog("plan_progress", "GoalProgressDialog", goal.id))

    async def action_lift(self) -> None:
        await self.act(casework.move_line, self._line.ref, -1, self.moment)

    async def action_lower(self) -> None:
        await self.act(casework.move_line, self._line.ref, 1, self.moment)

    async def action_indent(self) -> None:
        await self.act(casework.indent, self._line.ref, self.moment)

    async def action_outdent(self) -> None:
        await self.act(casework.outdent, self._line.ref, self.moment)

    def action_remove(self) -> None:
        """Nothing goes by one letter; u brings it back even so."""
        line = self._line
        under = sum(1 for one in self._under(line))
        more = f" with the {under} line{'s' if under > 1 else ''} under it" if under else ""

        async def agreed(yes: bool | None) -> None:
            if yes:
                try:
                    await self.act(casework.remove_line, line.ref, self.moment)
                except CoordError as error:
                    self.complain(error)

        question = f"Take out this {WORDS[line.kind]}{more}?"
        self.app.push_screen(ConfirmDialog(question, line.text, yes="take it out", no="leave it"), agreed)

    def _under(self, line: Line) -> list[Line]:
        at = self.lines.index(line)
        found: list[Line] = []
        for one in self.lines[at + 1 :]:
            if one.depth <= line.depth:
                break
            found.append(one)
        return found
