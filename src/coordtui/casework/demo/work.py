"""The work around a made-up person: plan, referrals, appointments, and the follow-ups that all of these want."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace

from coordtui.casework.demo.cast import Cast
from coordtui.casework.demo.places import CLINICIANS
from coordtui.casework.demo.shapes import Now, Ref, Visit
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.models.care_plan import CarePlan, Goal, GoalStatus, Intervention, InterventionStatus, PlanStatus
from coordtui.models.follow_up import FollowUp
from coordtui.models.referral import Referral
from coordtui.rules import appointment as appointment_rules
from coordtui.rules import care_plan as plan_rules
from coordtui.rules import patient as patient_rules
from coordtui.rules import referral as referral_rules
from coordtui.rules.dates import add_business_days, day_end
from coordtui.rules.follow_up import Wanted


@dataclass(slots=True)
class Tried:
    """An open follow-up with failed attempts behind it, for the history to tell."""

    follow_up_id: int
    kind: str
    attempts: int


def plan_work(cast: Cast) -> list[Tried]:
    """Add everything that is or was to do; returns what was tried in vain."""
    if cast.person.plan and cast.person.last is not None:
        _plan(cast)
    for ref in cast.person.refs:
        _referral(cast, ref)
    for visit in cast.person.visits:
        _visit(cast, visit)
    _past_visit(cast)
    if cast.person.dead is not None and not cast.person.closed:
        recorded = add_business_days(cast.days.today, -2)
        _by_rule(cast, "patient", cast.patient_id, (patient_rules.close_record(recorded),), recorded)
    if not cast.living:
        return []
    tried = [_by_hand(cast, now) for now in cast.person.now]
    if cast.person.last is None:
        tried.append(_first_step(cast))
    return [one for one in tried if one.attempts]


# --- follow-ups ------------------------------------------------------------------------------------------------------


def _by_rule(
    cast: Cast, kind: str, key: int, wanted: Iterable[Wanted], since: dt.date, *, missed: int = 0, attempts: int = 0
) -> int:
    """What an object's rules want, as casework would raise it; returns the id of the last one."""
    last = 0
    for want in wanted:
        last = cast.rows.add(
            FollowUp,
            patient_id=cast.patient_id,
            subject_kind=kind,
            subject_id=key,
            kind=want.kind,
            text=want.text,
            by_rule=True,
            due_on=want.due_on,
            limit_at=want.limit(cast.days.zone),
            ball=want.ball,
            since=since,
            next_check_on=want.next_check_on,
            missed_checks=missed,
            attempts=attempts,
        )
    return last


def _first_step(cast: Cast) -> Tried:
    added_on = cast.days.day(-cast.person.added)
    attempts = 1 if cast.person.added > 6 else 0
    want = patient_rules.first_step(cast.days.today, added_on)
    key = _by_rule(cast, "patient", cast.patient_id, (want,), added_on, attempts=attempts)
    return Tried(key, want.kind, attempts)


def _by_hand(cast: Cast, now: Now) -> Tried:
    days = cast.days
    key = cast.rows.add(
        FollowUp,
        patient_id=cast.patient_id,
        subject_kind="patient",
        subject_id=cast.patient_id,
        kind=now.kind,
        text=now.text,
        by_rule=now.kind == "no_next_step",
        due_on=days.day(now.due),
        limit_at=_limit(cast, now),
        ball=now.ball,
        since=days.day(min(now.due, 0) - 4),
        next_check_on=None if now.check is None else days.day(now.check),
        attempts=now.attempts,
        missed_checks=now.missed,
        deferred_until=None if now.snooze is None else days.day(now.snooze),
        defer_reason=None if now.snooze is None else now.why,
    )
    return Tried(key, now.kind, now.attempts)


def _limit(cast: Cast, now: Now) -> dt.datetime | None:
    if now.limit is None:
        return None
    day = cast.days.day(now.limit)
    return day_end(day, cast.days.zone) if now.at is None else cast.days.at(day, now.at)


# --- plan ------------------------------------------------------------------------------------------------------------


def _plan(cast: Cast) -> None:
    person, story, days = cast.person, cast.story, cast.days
    review_on = None if person.review is None else days.day(person.review)
    key = cast.rows.add(
        CarePlan,
        patient_id=cast.patient_id,
        title=story.plan,
        status=person.status,
        intent="plan",
        category="assess-plan",
        starts_on=days.plain(4 - person.added).isoformat(),
        review_on=review_on,
        reviewed_on=days.day(-30) if person.added > 60 else None,
    )
    first = _goals(cast, key)
    _interventions(cast, key, first)
    if cast.living:
        wanted = plan_rules.wanted(person.status, review_on, story.plan, None, days.today)
        _by_rule(cast, "care_plan", key, wanted, days.day(-30 if person.added > 60 else 4 - person.added))


def _goals(cast: Cast, plan: int) -> int:
    over = cast.person.status is PlanStatus.COMPLETED
    first = 0
    for place, aim in enumerate(cast.story.aims):
        key = cast.rows.add(
            Goal,
            patient_id=cast.patient_id,
            plan_id=plan,
            text=aim.text,
            patient_words=aim.words,
            status=GoalStatus.COMPLETED if over else GoalStatus.ACTIVE,
            achievement="achieved" if over else aim.progress,
            priority="high-priority" if place == 0 else "medium-priority",
            starts_on=cast.days.plain(4 - cast.person.added).isoformat(),
            due_on=cast.days.month(120) if place == 0 else cast.days.plain(60).isoformat(),
        )
        first = first or key
    return first


def _interventions(cast: Cast, plan: int, goal: int) -> None:
    over = cast.person.status is PlanStatus.COMPLETED
    for place, task in enumerate(cast.story.tasks):
        status = InterventionStatus.IN_PROGRESS if task.days is None else InterventionStatus.SCHEDULED
        cast.rows.add(
            Intervention,
            patient_id=cast.patient_id,
            plan_id=plan,
            goal_id=goal if place == 0 else None,
            text=task.text,
            status=InterventionStatus.COMPLETED if over else status,
            owner=task.owner,
            owner_name=task.name,
            due_on=None if task.days is None else cast.days.day(task.days).isoformat(),
        )


# --- referrals -------------------------------------------------------------------------------------------------------


def _referral(cast: Cast, ref: Ref) -> None:
    order, days = cast.story.orders[ref.n], cast.days
    since = days.day(-ref.since)
    referral = SimpleNamespace(
        what=order.what,
        category="social" if order.social else "clinical",
        social=order.social,
        to_name=order.to,
        from_name=CLINICIANS[cast.story.doctor].name,
        reason=order.reason,
        urgency=ref.urgency,
        state=ref.state,
        state_reason=ref.reason,
        indicated_on=None,
        limit_on=None,
        ball=referral_rules.ball_of(ref.state, social=order.social),
        since=since,
        next_check_on=referral_rules.check_on(ref.state, ref.urgency, since, social=order.social),
        ordered_on=days.plain(-ref.since - 6).isoformat(),
    )
    key = cast.rows.add(Referral, patient_id=cast.patient_id, **vars(referral))
    if cast.living:
        wanted = referral_rules.wanted(referral, days.today)
        _by_rule(cast, "referral", key, wanted, since, missed=ref.missed)


# --- appointments ----------------------------------------------------------------------------------------------------


def _visit(cast: Cast, visit: Visit) -> None:
    days = cast.days
    day = None if visit.days is None else days.day(visit.days)
    since = days.day(-min(cast.person.added, 10 - min(visit.days or 0, 0)))
    key = _appointment(cast, visit, day)
    if not cast.living:
        return
    starts_at = None if day is None else days.at(day, visit.hour, visit.minute)
    what = cast.story.places[visit.n].what
    wanted = appointment_rules.wanted(visit.status, day, starts_at, what, days.today, since)
    _by_rule(cast, "appointment", key, wanted, since)


def _appointment(cast: Cast, visit: Visit, day: dt.date | None) -> int:
    place = cast.story.places[visit.n]
    later = divmod(visit.minute + 40, 60)
    return cast.rows.add(
        Appointment,
        patient_id=cast.patient_id,
        what=place.what,
        status=visit.status,
        starts=None if day is None else cast.days.fhir(day, visit.hour, visit.minute),
        ends=None if day is None else cast.days.fhir(day, visit.hour + later[0], later[1]),
        with_whom=place.whom,
        place=place.place,
        instructions=place.bring or None,
    )


def _past_visit(cast: Cast) -> None:
    """Most people have kept a visit some weeks ago; a few missed it or had it called off."""
    if cast.person.last is None or cast.person.added < 45 or cast.brief:
        return
    ends = (AppointmentStatus.FULFILLED,) * 4 + (AppointmentStatus.CANCELLED, AppointmentStatus.NOSHOW)
    status = ends[cast.number % len(ends)]
    visit = Visit(-(24 + cast.number % 15), 0, status, 9 + cast.number % 6)
    _appointment(cast, visit, cast.days.day(visit.days or 0))
