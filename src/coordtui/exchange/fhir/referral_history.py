"""What happened to a referral before it came here, as far as its request and tasks tell: moves with days, and notes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from coordtui.exchange.fhir.elements import Element, code, concept, each, first, value_text, when, when_of
from coordtui.exchange.fhir.mapping import Context, Row
from coordtui.exchange.fhir.words import LINE, block, joined, line
from coordtui.models.referral import EventKind
from coordtui.models.referral import ReferralState as S
from coordtui.rules import referral_import as rule
from coordtui.rules.dates import moment_day
from coordtui.rules.referral_line import LINE as MAIN_LINE
from coordtui.rules.referral_line import is_backward

LINKS = ("noted_at",)
"""When the import was is not compared."""


def text_of(value: object) -> str | None:
    return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class Step:
    """A state that was reached, on a day if the source knows one."""

    day: dt.date | None
    state: S
    text: str | None = None
    details: dict[str, str] = field(default_factory=dict)
    reason: str | None = None


class Loop:
    """The history of one referral. `state` is the one it is in now."""

    def __init__(self, context: Context, state: S, *, social: bool) -> None:
        self._context = context
        self._state = state
        self._social = social
        self._ordered = moment_day(when(context.get("authoredOn")))
        self._steps = self._told()
        self._taken = self._chain()

    @property
    def since(self) -> dt.date:
        """When the present state began, as far as the source says; today when it does not, or says a day to come."""
        today = self._context.moment.today
        return min(self.known_since or today, today)

    @property
    def known_since(self) -> dt.date | None:
        return self._taken[-1].day

    @property
    def before_hold(self) -> S | None:
        """The state to which it goes back from being on hold; sent where that is not known."""
        if self._state is not S.ON_HOLD:
            return None
        main = [step.state for step in self._taken if step.state in MAIN_LINE]
        return main[-1] if main else S.SENT

    def rows(self) -> list[Row]:
        """Rows of ReferralEvent, the moves first; no moves where the source knows no day at all."""
        return [*self._moves(), *self._notes()]

    # --- moves ---------------------------------------------------------------------------------------------------

    def _moves(self) -> Iterator[Row]:
        if self._taken[0].day is None:
            return
        yield self._move(None, self._taken[0])
        for before, after in pairwise(self._taken):
            yield self._move(before.state, after)

    def _move(self, came_from: S | None, step: Step) -> Row:
        return {
            "kind": EventKind.MOVE,
            "happened_on": step.day,
            "noted_at": self._context.moment.at,
            "from_state": came_from,
            "to_state": step.state,
            "backward": came_from is not None and is_backward(came_from, step.state),
            "failure": rule.failure_of(step.state, step.reason),
            "text": step.text,
            "details": json.dumps(step.details, ensure_ascii=False, sort_keys=True) if step.details else None,
        }

    def _chain(self) -> list[Step]:
        """How it was ordered, what the tasks tell one after the other, and where it stands now; no state twice over.

        A step without a day is put on the day of the one before it, when it had not happened yet.
        """
        steps = [self._beginning(), *self._steps, *self._visits()]
        if steps[-1].state is not self._state:
            why = self._why()
            steps.append(Step(None, self._state, why, reason=why))
        taken: list[Step] = []
        last: dt.date | None = None
        for step in steps:
            last = max(filter(None, (last, step.day)), default=None)
            if not taken or taken[-1].state is not step.state:
                taken.append(step if step.day else replace(step, day=last))
        return taken

    def _beginning(self) -> Step:
        """A referral is sent when its request, or the first task for it, was written."""
        authored = [moment_day(when(task.get("authoredOn"))) for task in self._context.tasks]
        days = [day for day in (self._ordered, *authored, *(step.day for step in self._steps)) if day is not None]
        draft = rule.is_draft(text_of(self._context.get("status")), text_of(self._context.get("intent")))
        return Step(min(days, default=self._known()), S.DRAFT if draft else S.SENT)

    def _told(self) -> list[Step]:
        """What every known version of every task tells, in the order of days; on one day the less far first."""
        versions = sorted([*self._context.past, *self._context.tasks], key=task_order)
        steps = [step for task in versions if (step := self._step(task)) is not None]
        return sorted(steps, key=lambda step: step.day or dt.date.min)

    def _reached(self, task: Element) -> S | None:
        status = text_of(task.get("status"))
        if status == "entered-in-error":
            return None
        business = code(task.get("businessStatus"))[0]
        reported = reports(self._context, task)
        return rule.state_of("active", "order", status, business, social=self._social, reported=reported)

    def _step(self, task: Element) -> Step | None:
        state = self._reached(task)
        if state is None:
            return None
        given = self._given(task) if state in (S.ATTENDED, S.REPORT_RECEIVED) else None
        day = given or moment_day(when(task.get("lastModified"))) or moment_day(when(task.get("authoredOn")))
        why = concept(task.get("statusReason"))
        text = joined([why, self._output(task)], ". ", 2 * LINE)
        return Step(day, state, text, self._details(task, state), why)

    def _given(self, task: Element) -> dt.date | None:
        """When the service that a task gave back was performed."""
        for output in each(task.get("output")):
            found = self._context.target(output.get("valueReference")) or {}
            if found.get("resourceType") == "Procedure":
                return moment_day(when_of(found, "performed"))
        return None

    def _details(self, task: Element, state: S) -> dict[str, str]:
        """The fields of rules/referral_moves.py that a task can answer."""
        owner = self._context.named(task.get("owner"))
        if state is S.ACCEPTED and owner:
            return {"by": owner}
        if state is S.REPORT_RECEIVED:
            found = {"author": owner, "reference": self._output(task)}
            return {name: value for name, value in found.items() if value}
        return {}

    def _output(self, task: Element) -> str | None:
        """What a task gave back: "Resulting Activity: Food pantry"."""
        told = []
        for output in each(task.get("output")):
            value = output.get("valueReference")
            shown = self._context.named(value) if value else value_text(output)
            told.append(joined([concept(output.get("type")), shown], ": "))
        return joined(told, "; ")

    def _visits(self) -> Iterator[Step]:
        """What the last visit tells, where the state came from it."""
        for visit in self._context.visits[-1:]:
            if rule.by_visit(S.SCHEDULED, str(visit.get("status"))) is self._state:
                yield from visit_steps(visit, self._state)

    def _why(self) -> str | None:
        reasons = [concept(task.get("statusReason")) for task in self._context.tasks]
        return next((reason for reason in reversed(reasons) if reason), None)

    def _known(self) -> dt.date | None:
        """Some day of the request, for want of a better one."""
        times = [when(task.get("authoredOn")) for task in self._context.tasks]
        saved = when(first(self._context.get("meta")).get("lastUpdated"))
        days = [moment_day(text) for text in (*reversed(times), when(self._context.get("authoredOn")), saved)]
        return next((day for day in days if day is not None), None)

    # --- notes ---------------------------------------------------------------------------------------------------

    def _notes(self) -> Iterator[Row]:
        seen: set[str] = set()
        for resource in (self._context.resource, *self._context.tasks):
            own = moment_day(when(resource.get("lastModified"))) or moment_day(when(resource.get("authoredOn")))
            for note in each(resource.get("note")):
                words = block(note.get("text"), 4 * LINE)
                day = moment_day(when(note.get("time"))) or own or self._known()
                if words and day and words not in seen:
                    seen.add(words)
                    yield self._note(day, note, words)

    def _note(self, day: dt.date, note: Element, words: str) -> Row:
        author = line(note.get("authorString")) or self._context.named(note.get("authorReference"))
        return {
            "kind": EventKind.NOTE,
            "happened_on": day,
            "noted_at": self._context.moment.at,
            "from_state": None,
            "to_state": None,
            "backward": False,
            "failure": None,
            "text": f"{author}: {words}" if author else words,
            "details": None,
        }


def visit_steps(visit: Element, state: S) -> Iterator[Step]:
    """A visit was booked, and brought the referral to `state`."""
    starts = when(visit.get("start")) or ""
    told = {"day": starts[:10], "time": starts[11:16]}
    made = moment_day(when(visit.get("created")))
    yield Step(made, S.SCHEDULED, details={name: text for name, text in told.items() if text})
    yield Step(moment_day(starts), state)


DOCUMENTS = frozenset({"Bundle", "Composition", "DocumentReference", "DiagnosticReport", "ClinicalImpression"})
"""What counts as a report that came back."""


def reports(context: Context, task: Element) -> bool:
    """Whether a task gave back a document."""
    return any(
        context.kind(output.get("valueReference")) in DOCUMENTS or output.get("valueAttachment")
        for output in each(task.get("output"))
    )


_ORDER = ("draft", "requested", "received", "ready", "accepted", "in-progress", "on-hold")


def task_order(task: Element) -> tuple[str, int]:
    """When a task last moved (the text of a FHIR moment sorts well enough), then how far it is."""
    status = task.get("status")
    when_moved = text_of(task.get("lastModified")) or text_of(task.get("authoredOn")) or ""
    return when_moved, _ORDER.index(status) if status in _ORDER else len(_ORDER)
