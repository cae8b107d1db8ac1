"""Working follow-ups: finishing, snoozing, making, editing, and noting that a check brought no news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import record, said, shorten, utc_or_none
from coordtui.casework.follow_up_views import (
    Able,
    FollowUpView,
    as_item,
    detail,
    name_of,
    names_of,
    open_entities,
    sort_marks,
    suggest_next,
)
from coordtui.casework.promises import nowhere
from coordtui.casework.raising import close, raise_follow_up, reconcile
from coordtui.casework.referral_steps import log
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, NextStepNeeded, Refused
from coordtui.models.care_plan import CarePlan, Intervention
from coordtui.models.codes import Ball
from coordtui.models.follow_up import FollowUp, FollowUpDraft, FollowUpStatus
from coordtui.models.patient import CaseStatus, Patient
from coordtui.models.referral import EventKind, Referral
from coordtui.rules.dates import add_months, show_day
from coordtui.rules.follow_up import KINDS, check_defer, kind_of, returns_on
from coordtui.rules.priority import BALL_WORDS

__all__ = [
    "Able",
    "FollowUpView",
    "Snoozed",
    "add",
    "checked",
    "complete",
    "detail",
    "edit",
    "reconcile",
    "snooze",
    "sort_marks",
    "suggest_next",
]

FARTHEST_MONTHS = 60
_BY_HAND_AFTER_CLOSING = ("admin", "close_record", "letter")


@dataclass(frozen=True, slots=True)
class Snoozed:
    """What a snooze did: the day on which each follow-up stands in the queue again."""

    returns: tuple[tuple[int, dt.date], ...]


@act("follow_up.complete")
def complete(session: Session, ids: Sequence[int], next_steps: Mapping[int, FollowUpDraft], moment: Moment) -> Result:
    """Finish follow-ups. `next_steps` holds, by patient, what comes next; it is added whether needed or not.

    Raises:
        Refused: one is not open, or is a step of its feature, which finishes it.
        NextStepNeeded: a patient's open objects would be left with no follow-up.
    """
    found = open_entities(session, ids)
    for follow_up in found:
        kind = kind_of(follow_up.kind)
        if kind.done == "step":
            raise Refused(f"{_cap(follow_up.text)}: this is not ticked off.", kind.step)
    for follow_up in found:
        close(follow_up, FollowUpStatus.DONE, "done", moment)
    session.flush()
    _next_steps(session, found, next_steps, moment)
    label = _label("Done", found, names_of(session, found))
    return Result(label=label, patient_id=_only_patient(found), value=tuple(one.id for one in found))


def _next_steps(
    session: Session, finished: Sequence[FollowUp], next_steps: Mapping[int, FollowUpDraft], moment: Moment
) -> None:
    patients = {one.patient_id for one in finished if one.patient_id is not None}
    left = nowhere(session, patients) if patients else ()
    missing = dict.fromkeys(
        (one.patient_id, one.patient or "")
        for one in left
        if one.patient_id is not None and one.patient_id not in next_steps
    )
    if missing:
        raise NextStepNeeded(tuple(missing))
    for patient_id, draft in next_steps.items():
        objects = [(one.subject_kind, one.subject_id) for one in left if one.patient_id == patient_id]
        for subject in _subjects(patient_id, objects):
            _add(session, patient_id, draft, moment, subject)


def _subjects(patient_id: int, objects: Sequence[tuple[str, int]]) -> Sequence[tuple[str, int]]:
    """What the next step serves: the objects that it saves; a step for one of them is a step for the case too."""
    own = [one for one in objects if one[0] != "patient"]
    return own or [("patient", patient_id)]


@act("follow_up.snooze")
def snooze(session: Session, ids: Sequence[int], until: dt.date, reason: str | None, moment: Moment) -> Result:
    """Defer follow-ups; their due date stays. `value` is Snoozed.

    Raises:
        Refused: domain sheet §8.3 does not allow it for one of them (safety, a running clock, more than 14 days).
    """
    found = open_entities(session, ids)
    returns = []
    for follow_up in found:
        item = as_item(follow_up, moment.zone)
        check_defer(item, until, moment.today)
        follow_up.deferred_until = returns_on(item, until, moment.today)
        follow_up.defer_reason = said(reason) or "planned"
        returns.append((item.follow_up_id, follow_up.deferred_until))
    session.flush()
    back = show_day(min(day for _, day in returns), moment.today)  # a clock may bring one back before `until`
    label = _label(f"Snoozed to {back}", found, names_of(session, found))
    return Result(label=label, patient_id=_only_patient(found), value=Snoozed(tuple(returns)))


@act("follow_up.add")
def add(session: Session, patient_id: int, draft: FollowUpDraft, moment: Moment) -> Result:
    """Add a follow-up by hand; `value` is its id. Raises InvalidInput at the field, Refused for a closed case."""
    follow_up = _add(session, patient_id, draft, moment, ("patient", patient_id))
    name = name_of(session, patient_id)
    label = f"Added: {kind_of(follow_up.kind).verb} {name}, {show_day(follow_up.due_on, moment.today)}"
    return Result(label=label, patient_id=patient_id, value=follow_up.id)


def _add(session: Session, patient_id: int, draft: FollowUpDraft, moment: Moment, subject: tuple[str, int]) -> FollowUp:
    _refuse_off_caseload(record(session, Patient, patient_id, "patient"), draft.kind)
    if draft.kind not in KINDS:
        raise InvalidInput("kind", f'There is no kind of follow-up called "{shorten(draft.kind, 20)}".')
    if KINDS[draft.kind].done == "step":
        raise InvalidInput("kind", f"A {KINDS[draft.kind].label} comes from its own feature, not by hand.")
    due_on = _check_due(draft.due_on or moment.today, moment.today)
    return raise_follow_up(
        session,
        patient_id=patient_id,
        subject=subject,
        kind=draft.kind,
        text=said(draft.text),
        due_on=due_on,
        limit_at=draft.limit_at,
        ball=draft.ball,
        next_check_on=_check_next(draft.ball, draft.next_check_on or due_on, moment.today),
        moment=moment,
    )


def _refuse_off_caseload(patient: Patient, kind: str) -> None:
    if kind in _BY_HAND_AFTER_CLOSING:
        return
    if patient.deceased:
        raise Refused(f"{patient.name} has died, so nothing new is planned.", "Office work and letters still can be.")
    if patient.case_status is CaseStatus.CLOSED:
        raise Refused(f"The case of {patient.name} is closed.", "Reopen it first.")


def _check_due(due_on: dt.date, today: dt.date) -> dt.date:
    if due_on < today:
        raise InvalidInput("due_on", "That day is past.", "Choose today or later.")
    if due_on > add_months(today, FARTHEST_MONTHS):
        raise InvalidInput("due_on", "That day is more than five years away.", "Check the year.")
    return due_on


def _check_next(ball: Ball, next_check_on: dt.date, today: dt.date) -> dt.date | None:
    """When the ball is elsewhere someone must look again, and on a day that is still to come."""
    if ball is Ball.ME:
        return None
    if next_check_on < today:
        raise InvalidInput("next_check_on", "That day is past.", "Say when you will check again.")
    return next_check_on


@act("follow_up.edit")
def edit(session: Session, follow_up_id: int, draft: FollowUpDraft, moment: Moment) -> Result:
    """Change an open follow-up; an empty text, date or limit stays as it is. `value` is its id.

    A changed due date ends a snooze. A kind that belongs to a feature cannot change, nor a limit that a rule set.

    Raises:
        InvalidInput: at "kind", "due_on", "limit_at" or "next_check_on".
    """
    (follow_up,) = open_entities(session, (follow_up_id,))
    _edit_kind(follow_up, draft.kind)
    _edit_limit(follow_up, draft.limit_at)
    due_on = draft.due_on or follow_up.due_on
    if due_on != follow_up.due_on:
        follow_up.due_on = _check_due(due_on, moment.today)
        follow_up.deferred_until, follow_up.defer_reason, follow_up.by_rule = None, None, False
    if draft.ball is not follow_up.ball:
        follow_up.ball, follow_up.since, follow_up.missed_checks = draft.ball, moment.today, 0
        follow_up.by_rule = False
    _edit_check(follow_up, draft.next_check_on, moment.today)
    follow_up.text = said(draft.text) or follow_up.text
    _keep_subject_in_step(session, follow_up, moment)
    session.flush()
    label = _label("Changed", (follow_up,), names_of(session, (follow_up,)))
    return Result(label=label, patient_id=follow_up.patient_id, value=follow_up.id)


def _edit_kind(follow_up: FollowUp, kind: str) -> None:
    if kind == follow_up.kind:
        return
    if kind not in KINDS:
        raise InvalidInput("kind", f'There is no kind of follow-up called "{shorten(kind, 20)}".')
    if follow_up.by_rule or "step" in (kind_of(follow_up.kind).done, KINDS[kind].done):
        raise InvalidInput("kind", f"A {kind_of(follow_up.kind).label} cannot become a {KINDS[kind].label}.")
    follow_up.kind = kind


def _edit_limit(follow_up: FollowUp, limit_at: dt.datetime | None) -> None:
    limit, stands = utc_or_none(limit_at), utc_or_none(follow_up.limit_at)
    if limit is None or limit == stands:
        return
    if follow_up.by_rule and stands is not None:
        raise InvalidInput("limit_at", "This limit was set by a rule and stays.", "Change the due date instead.")
    follow_up.limit_at = limit


def _edit_check(follow_up: FollowUp, next_check_on: dt.date | None, today: dt.date) -> None:
    wanted = next_check_on or follow_up.next_check_on or max(follow_up.due_on, today)
    if wanted != follow_up.next_check_on or follow_up.ball is Ball.ME:
        follow_up.next_check_on = _check_next(follow_up.ball, wanted, today)


@act("follow_up.checked")
def checked(session: Session, ids: Sequence[int], next_check_on: dt.date, moment: Moment) -> Result:
    """Someone else has the ball and there was no news: count the check and look again on that day.

    Raises:
        Refused: the ball is with the coordinator. InvalidInput: "next_check_on" is not after today.
    """
    found = open_entities(session, ids)
    if next_check_on <= moment.today:
        raise InvalidInput("next_check_on", "The next check must be after today.")
    for follow_up in found:
        if follow_up.ball is Ball.ME:
            raise Refused(f"{_cap(follow_up.text)}: the ball is with you.", "Do it, or say who has the ball.")
        follow_up.missed_checks += 1
        follow_up.next_check_on = next_check_on
        follow_up.deferred_until, follow_up.defer_reason = None, None
        _keep_subject_in_step(session, follow_up, moment)
    session.flush()
    label = _label(f"Checked, again {show_day(next_check_on, moment.today)}", found, names_of(session, found))
    return Result(label=label, patient_id=_only_patient(found), value=tuple(one.id for one in found))


def _keep_subject_in_step(session: Session, follow_up: FollowUp, moment: Moment) -> None:
    """The date a person gave to a feature's step is the feature's date as well."""
    if follow_up.kind == "plan_review" and follow_up.subject_kind == "care_plan":
        plan = record(session, CarePlan, follow_up.subject_id, "care plan")
        plan.review_on = follow_up.due_on
    elif follow_up.kind == "plan_step" and follow_up.subject_kind == "intervention":
        _keep_plan_step(record(session, Intervention, follow_up.subject_id, "plan step"), follow_up)
    elif follow_up.subject_kind == "referral" and kind_of(follow_up.kind).done == "step":
        referral = record(session, Referral, follow_up.subject_id, "referral")
        if follow_up.ball is not referral.ball:
            referral.ball = follow_up.ball  # the clock of its state runs on
            log(session, referral, EventKind.NOTE, moment, text=f"Whose turn it is now: {BALL_WORDS[referral.ball]}")
        referral.next_check_on = follow_up.due_on if follow_up.ball is Ball.ME else follow_up.next_check_on


def _keep_plan_step(step: Intervention, follow_up: FollowUp) -> None:
    if follow_up.ball is not step.owner:
        step.owner, step.owner_name = follow_up.ball, None
    if not follow_up.by_rule:
        step.due_on = follow_up.due_on.isoformat()
    step.next_check_on = follow_up.next_check_on


def _label(did: str, found: Sequence[FollowUp], names: Mapping[int, str]) -> str:
    if len(found) != 1:
        return f"{did}: {len(found)} follow-ups"
    (one,) = found
    name = names.get(one.patient_id) if one.patient_id is not None else None
    return f"{did}: {kind_of(one.kind).verb} {name}" if name else f"{did}: {shorten(one.text)}"


def _only_patient(found: Iterable[FollowUp]) -> int | None:
    patients = {one.patient_id for one in found}
    return patients.pop() if len(patients) == 1 else None


def _cap(words: str) -> str:
    line = shorten(words)
    return line[:1].upper() + line[1:]
