"""The "what comes next" of a summary: visits, follow-ups that concern the patient, and what the plan says to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from coordtui.documents import gather, words
from coordtui.documents.gather import FollowUpRow, InterventionRow, ReferralRow, VisitRow
from coordtui.documents.private import SAFETY_KINDS, topic_of
from coordtui.documents.text import one_line, shorten
from coordtui.documents.view import Step
from coordtui.models.codes import Ball
from coordtui.rules.dates import moment_day, show_partial
from coordtui.rules.follow_up import kind_of

MOST_STEPS = 14
_LONG = 240


@dataclass(slots=True)
class Kept:
    """What is printed, and what was left off with its topic."""

    steps: list[Step] = field(default_factory=list)
    left_off: list[str] = field(default_factory=list)

    def add(self, step: Step, *texts: str | None) -> None:
        topic = topic_of(step.what, step.who, *texts)
        if topic is None:
            self.steps.append(replace(step, what=shorten(one_line(step.what), _LONG), who=one_line(step.who)))
        else:
            self.left_off.append(topic)


def steps_ahead(session: Session, patient_id: int, facts: gather.Facts, coordinator: str, today: dt.date) -> Kept:
    """Every step that may be printed, the dated ones first and in order; a past date is shown as "soon"."""
    kept = Kept()
    zone = gather.me(session).zone
    for step in _visits(gather.visits(session, patient_id), zone, today):
        kept.add(step)
    referrals = gather.referrals(session, patient_id)
    visits = {row.id: row.what for row in gather.visits(session, patient_id)}
    for row in gather.follow_ups(session, patient_id):
        _add_follow_up(kept, row, referrals, visits, facts, coordinator, today)
    for intervention in gather.interventions(session, patient_id):
        kept.add(_intervention(intervention, coordinator, today))
    kept.steps = _in_order(kept.steps)
    return kept


def _in_order(steps: Iterable[Step]) -> list[Step]:
    return sorted(dict.fromkeys(steps), key=lambda step: step.on or dt.date.max)


def _visits(rows: Iterable[VisitRow], zone: str, today: dt.date) -> Iterator[Step]:
    for row in rows:
        day = moment_day(row.starts)
        if day is not None and day < today:
            continue  # its outcome is not known yet, so there is nothing to tell
        what = f"Go to your visit: {row.what}"
        if row.with_whom:
            what += f", with {row.with_whom}"
        if row.place:
            what += f", at {row.place}"
        if row.instructions:
            what += f". {row.instructions}"
        yield Step(_visit_time(row.starts, zone), what, "You", day)


def _visit_time(starts: str | None, zone: str) -> str:
    """Day and time as the source wrote them; a time in UTC is moved to the coordinator's zone."""
    day = moment_day(starts)
    if starts is None or day is None:
        return show_partial(starts) or "We will set the day"
    try:
        at = dt.datetime.fromisoformat(starts)
    except ValueError:
        return words.long_day(day)
    if len(starts) == len("2026-11-25"):
        return words.long_day(day)
    if at.tzinfo is not None and starts.endswith(("Z", "+00:00")):
        at = at.astimezone(ZoneInfo(zone))
    return f"{words.long_day(at.date())}, {words.clock_time(at.time())}"


def _add_follow_up(
    kept: Kept,
    row: FollowUpRow,
    referrals: dict[int, ReferralRow],
    visits: dict[int, str],
    facts: gather.Facts,
    coordinator: str,
    today: dt.date,
) -> None:
    plain = words.STEPS.get(row.kind)
    if plain is None or row.kind in SAFETY_KINDS or (row.kind in words.NOT_BY_MAIL and facts.do_not_mail):
        return
    referral = referrals.get(row.subject_id) if row.subject_kind == "referral" else None
    about = _about(row, referral, visits)
    who = words.who_acts(row.ball, coordinator, referral.to_name if referral else None)
    day = _day(row)
    kept.add(Step(_when(day, today), f"{plain}: {about}" if about else plain, who, day), row.text)


def _about(row: FollowUpRow, referral: ReferralRow | None, visits: dict[int, str]) -> str:
    """What the step is about in the record's words, or "" where the plain words of its kind say it all."""
    if referral is not None:
        return f"{referral.what}, {referral.to_name}" if referral.to_name else referral.what
    if row.subject_kind == "appointment":
        return visits.get(row.subject_id, "")
    return "" if row.by_rule or row.text.casefold() == kind_of(row.kind).label.casefold() else row.text


def _day(row: FollowUpRow) -> dt.date:
    """When something may be expected: the next check where another acts, never before a snooze ends."""
    day = row.due_on if row.ball is Ball.ME else row.next_check_on or row.due_on
    return max(day, row.deferred_until) if row.deferred_until else day


def _when(day: dt.date, today: dt.date) -> str:
    return f"By {words.long_day(day)}" if day >= today else "Soon"


def _intervention(row: InterventionRow, coordinator: str, today: dt.date) -> Step:
    day = moment_day(row.due_on)
    past = day is not None and day < today
    when = "Soon" if past else f"By {words.long_day(day)}" if day else show_partial(row.due_on) or "From now on"
    return Step(when, row.text, row.owner_name or words.who_acts(row.owner, coordinator), day)
