"""The lines of a plan in full: the forms of goals, steps, concerns and barriers, and progress on a goal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from coordtui.acts import Result, act
from coordtui.casework.base import fetch, partial_day, record, said, shorten, table
from coordtui.casework.plan_line import MODELS, held, words_of
from coordtui.casework.plan_state import changed, end_or_open
from coordtui.casework.plan_steps import hand_back
from coordtui.clock import Moment
from coordtui.errors import InvalidInput
from coordtui.models.base import Draft
from coordtui.models.care_plan import (
    Achievement,
    BarrierDraft,
    ConcernDraft,
    Goal,
    GoalDraft,
    GoalStatus,
    InterventionDraft,
    InterventionStatus,
)
from coordtui.models.codes import Ball
from coordtui.models.plan_version import GoalProgress, ProgressDraft
from coordtui.rules.goal import (
    ACHIEVEMENTS,
    BARRIERS,
    achievement_label,
    attainment_label,
    check_score,
    due_text,
    join_scale,
    measured,
    number,
)
from coordtui.rules.plan_outline import WORDS

D = TypeVar("D", bound=SQLModel)
_R, _G = table(GoalProgress).c, table(Goal).c
PRIORITIES = ("high-priority", "medium-priority", "low-priority")
_WORDS = ("patient_words", "why", "measure", "unit", "baseline", "target", "outcome")


# --- forms -----------------------------------------------------------------------------------------------------------


def goal_draft(session: Session, goal_id: int) -> GoalDraft:
    """The form of a goal as it stands. Raises NotFound."""
    return _draft(session, "goal", goal_id, GoalDraft)


def intervention_draft(session: Session, intervention_id: int) -> InterventionDraft:
    return _draft(session, "intervention", intervention_id, InterventionDraft)


def concern_draft(session: Session, concern_id: int) -> ConcernDraft:
    return _draft(session, "concern", concern_id, ConcernDraft)


def barrier_draft(session: Session, barrier_id: int) -> BarrierDraft:
    return _draft(session, "barrier", barrier_id, BarrierDraft)


def _draft(session: Session, kind: str, number: int, draft: type[D]) -> D:
    entity = record(session, MODELS[kind], number, WORDS[kind])
    return draft(**{name: getattr(entity, name) for name in draft.model_fields})


@act("plan.edit_goal")
def edit_goal(session: Session, goal_id: int, draft: GoalDraft, moment: Moment) -> Result:
    """Change a goal. Only what differs is checked, so that odd imported values may stay. `value` is its ref.

    Raises:
        InvalidInput: at "text", "due_on", "starts_on", "importance" or "confidence" (0 to 10), "attainment" (-2 to
            2), "priority" or "achievement". NotFound, Refused.
    """
    line = held(session, f"goal:{goal_id}")
    goal: Goal = line.entity
    before = goal_draft(session, goal_id)
    _write(goal, draft, before, _WORDS)
    if draft.due_on != before.due_on:
        goal.due_on = due_text(draft.due_on, moment.today)
    if draft.starts_on != before.starts_on:
        goal.starts_on = partial_day("starts_on", draft.starts_on)
    goal.importance = check_score("importance", draft.importance, 0, 10)
    goal.confidence = check_score("confidence", draft.confidence, 0, 10)
    goal.attainment = check_score("attainment", draft.attainment, -2, 2)
    goal.priority = _code("priority", draft.priority, before.priority, PRIORITIES)
    goal.achievement = _code("achievement", draft.achievement, before.achievement, tuple(ACHIEVEMENTS))
    if draft.scale != before.scale:
        goal.scale = join_scale(tuple((draft.scale or "").split("\n")))
    goal.status = GoalStatus(draft.status)
    return changed(session, line, "Changed", moment)


def _write(entity: Any, draft: Draft, before: Draft, names: tuple[str, ...]) -> None:
    """The line's words, and the other fields of words, where they were changed."""
    for name in ("text", *names):
        typed = getattr(draft, name)
        if typed != getattr(before, name):
            setattr(entity, name, words_of(typed) if name == "text" else said(typed))


def _code(field: str, value: str | None, before: str | None, known: tuple[str, ...]) -> str | None:
    """A code of the list; an imported word of another kind may stay as it was."""
    if not value:
        return None
    if value != before and value not in known:
        raise InvalidInput(field, "This is none of the choices.", "Choose one from the list.")
    return value


@act("plan.edit_step")
def edit_intervention(session: Session, intervention_id: int, draft: InterventionDraft, moment: Moment) -> Result:
    """Change a step. `value` is its ref. Raises InvalidInput at "text" or "due_on"; NotFound, Refused."""
    line = held(session, f"intervention:{intervention_id}")
    step, before = line.entity, intervention_draft(session, intervention_id)
    _write(step, draft, before, ("owner_name", "schedule", "location", "evidence"))
    if draft.due_on != before.due_on:
        step.due_on = due_text(draft.due_on, moment.today)
    step.owner, step.next_check_on = Ball(draft.owner), draft.next_check_on
    if (draft.due_on, draft.owner, draft.next_check_on) != (before.due_on, before.owner, before.next_check_on):
        hand_back(session, intervention_id)
    if draft.status != before.status:
        end_or_open(session, step, InterventionStatus(draft.status), moment)
    return changed(session, line, "Changed", moment)


@act("plan.edit_concern")
def edit_concern(session: Session, concern_id: int, draft: ConcernDraft, moment: Moment) -> Result:
    """Change a concern; `rank` is the patient's own order from 1. Raises InvalidInput at "text" or "rank"."""
    line = held(session, f"concern:{concern_id}")
    _write(line.entity, draft, concern_draft(session, concern_id), ())
    line.entity.rank = check_score("rank", draft.rank, 1, 99)
    line.entity.resolved_on = _past("resolved_on", draft.resolved_on, moment.today)
    return changed(session, line, "Changed", moment)


@act("plan.edit_barrier")
def edit_barrier(session: Session, barrier_id: int, draft: BarrierDraft, moment: Moment) -> Result:
    """Change a barrier of a goal. Raises InvalidInput at "category", "severity" (1 to 3) or a date to come."""
    line = held(session, f"barrier:{barrier_id}")
    barrier = line.entity
    barrier.category = _code("category", draft.category or "other", barrier.category, tuple(BARRIERS))
    barrier.text, barrier.how = said(draft.text), said(draft.how)
    if check_score("severity", draft.severity, 1, 3) is not None:
        barrier.severity = draft.severity
    barrier.found_on = _past("found_on", draft.found_on, moment.today)
    barrier.resolved_on = _past("resolved_on", draft.resolved_on, moment.today)
    return changed(session, line, "Changed", moment)


def _past(field: str, day: dt.date | None, today: dt.date) -> dt.date | None:
    if day is not None and day > today:
        raise InvalidInput(field, "That day is still to come.", "Choose today or earlier.")
    return day


# --- progress --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProgressView:
    """One look at a goal. `value` is as kept and `number` the same for drawing; labels are words, "" for nothing."""

    progress_id: int
    goal_id: int
    noted_on: dt.date
    value: str | None
    number: float | None
    attainment: int | None
    attainment_label: str
    achievement: str | None
    achievement_label: str
    note: str | None


def progress(session: Session, goal_id: int) -> tuple[ProgressView, ...]:
    """All looks at a goal, the oldest first."""
    return fetch(session, _PROGRESS.where(_R.goal_id == goal_id).order_by(_R.noted_on, _R.id), progress_view)


def progress_of_patient(session: Session, patient_id: int) -> tuple[ProgressView, ...]:
    """All looks at any goal of a patient, the oldest first."""
    return fetch(session, _OF_PATIENT, progress_view, {"patient": patient_id})


def progress_of_plan(session: Session, plan_id: int) -> dict[int, tuple[ProgressView, ...]]:
    """All looks at each goal of a plan by its id, the oldest first; a goal without any is left out."""
    in_plan = _PROGRESS.join(_G.id.table, _G.id == _R.goal_id).where(_G.plan_id == plan_id)
    found: dict[int, tuple[ProgressView, ...]] = {}
    for one in fetch(session, in_plan.order_by(_R.noted_on, _R.id), progress_view):
        found[one.goal_id] = (*found.get(one.goal_id, ()), one)
    return found


_PROGRESS = select(_R.id, _R.goal_id, _R.noted_on, _R.value, _R.attainment, _R.achievement, _R.note)
_OF_PATIENT = _PROGRESS.where(_R.patient_id == bindparam("patient")).order_by(_R.noted_on, _R.id)


def progress_view(
    progress_id: int,
    goal_id: int,
    noted_on: dt.date,
    value: str | None,
    attainment: int | None,
    achievement: str | None,
    note: str | None,
) -> ProgressView:
    return ProgressView(
        *(progress_id, goal_id, noted_on, value, number(value), attainment, attainment_label(attainment)),
        *(achievement, achievement_label(achievement), note),
    )


@act("plan.note_progress")
def note_progress(session: Session, goal_id: int, draft: ProgressDraft, moment: Moment) -> Result:
    """Note how a goal goes; the newest note also says how the goal stands. `value` is the note's id.

    Raises:
        InvalidInput: "noted_on" is to come, "value" is no number, "attainment" is not -2 to 2, or nothing was said
            (at "note"). NotFound, Refused.
    """
    line = held(session, f"goal:{goal_id}")
    goal: Goal = line.entity
    noted_on = _past("noted_on", draft.noted_on, moment.today) or moment.today
    value = measured(draft.value)
    attainment = check_score("attainment", draft.attainment, -2, 2)
    achievement = Achievement(draft.achievement).value if draft.achievement else None
    note = said(draft.note)
    if value is None and attainment is None and achievement is None and note is None:
        raise InvalidInput("note", "Nothing is said here.", "Give a value, how it goes, or a few words.")
    entry = GoalProgress(
        patient_id=goal.patient_id,
        goal_id=goal_id,
        noted_on=noted_on,
        value=value,
        attainment=attainment,
        achievement=achievement,
        note=note,
    )
    newest = _newest(session, goal_id)
    session.add(entry)
    session.flush()
    _stand(goal, entry, newest)
    changed(session, line, "Noted", moment)
    what: list[Any] = [f"{value} {goal.unit or ''}".strip() if value else "", achievement_label(achievement)]
    label = f"Progress: {shorten(goal.text, 40)}" + "".join(f", {one}" for one in what if one)
    return Result(label=label, patient_id=goal.patient_id, value=entry.id)


def _newest(session: Session, goal_id: int) -> dt.date | None:
    found: dt.date | None = session.scalar(
        select(_R.noted_on).where(_R.goal_id == goal_id).order_by(_R.noted_on.desc()).limit(1)
    )
    return found


def _stand(goal: Goal, entry: GoalProgress, newest: dt.date | None) -> None:
    """A look at an earlier day, noted late, does not say how the goal stands now."""
    if newest is not None and entry.noted_on < newest:
        return
    if entry.achievement is not None:
        goal.achievement = entry.achievement
    if entry.attainment is not None:
        goal.attainment = entry.attainment
