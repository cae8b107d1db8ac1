"""The work around a made-up person: plan, referrals, appointments, and the follow-ups that all of these want."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from coordtui.casework.demo.cast import Cast
from coordtui.casework.demo.plan import at_large, write_plan
from coordtui.casework.demo.raised import by_rule
from coordtui.casework.demo.referrals import write_referrals
from coordtui.casework.demo.shapes import Now, Visit
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.models.follow_up import FollowUp
from coordtui.rules import appointment as appointment_rules
from coordtui.rules import patient as patient_rules
from coordtui.rules.dates import add_business_days, day_end


@dataclass(slots=True)
class Tried:
    """An open follow-up with failed attempts behind it, for the history to tell."""

    follow_up_id: int
    kind: str
    attempts: int


def plan_work(cast: Cast) -> list[Tried]:
    """Add everything that is or was to do; returns what was tried in vain."""
    if cast.person.plan and cast.person.last is not None:
        write_plan(cast)
    else:
        at_large(cast)
    visits = [_visit(cast, visit) for visit in cast.person.visits]
    _past_visit(cast)
    write_referrals(cast, visits)
    if cast.person.dead is not None and not cast.person.closed:
        recorded = add_business_days(cast.days.today, -2)
        by_rule(cast, "patient", cast.patient_id, (patient_rules.close_record(recorded),), recorded)
    if not cast.living:
        return []
    tried = [_by_hand(cast, now) for now in cast.person.now]
    if cast.person.last is None:
        tried.append(_first_step(cast))
    return [one for one in tried if one.attempts]


# --- follow-ups ------------------------------------------------------------------------------------------------------


def _first_step(cast: Cast) -> Tried:
    added_on = cast.days.day(-cast.person.added)
    attempts = 1 if cast.person.added > 6 else 0
    want = patient_rules.first_step(cast.days.today, added_on)
    key = by_rule(cast, "patient", cast.patient_id, (want,), added_on, attempts=attempts)
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


# --- appointments ----------------------------------------------------------------------------------------------------


def _visit(cast: Cast, visit: Visit) -> tuple[int, Visit]:
    """Add an appointment with what it wants; its id beside it."""
    days = cast.days
    day = None if visit.days is None else days.day(visit.days)
    since = days.day(-min(cast.person.added, 10 - min(visit.days or 0, 0)))
    key = _appointment(cast, visit, day)
    if not cast.living:
        return key, visit
    starts_at = None if day is None else days.at(day, visit.hour, visit.minute)
    what = cast.story.places[visit.n].what
    wanted = appointment_rules.wanted(visit.status, day, starts_at, what, days.today, since)
    by_rule(cast, "appointment", key, wanted, since)
    return key, visit


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
