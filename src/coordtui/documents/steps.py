"""The "what comes next" of a summary: visits, follow-ups that concern the patient, and what the plan says to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from coordtui.documents import gather, words
from coordtui.documents.gather import Facts, FollowUpRow, InterventionRow, ReferralRow, VisitRow
from coordtui.documents.private import SAFETY_KINDS, topic_of
from coordtui.documents.scope import Scope
from coordtui.documents.text import one_line, shorten
from coordtui.documents.view import Step
from coordtui.models.codes import Ball
from coordtui.rules.dates import moment_day
from coordtui.rules.follow_up import kind_of

MOST_STEPS = 14
_LONG = 240


@dataclass(slots=True)
class Ahead:
    """Collects what may be printed. `left_off` holds the topic of each line that may not; `in_my_words` counts steps
    that show what the coordinator wrote for themselves.

    For a person who is not safe everywhere (`facts.careful`) a step shows its day and its kind, nothing else.
    """

    facts: Facts
    coordinator: str
    zone: str
    today: dt.date
    steps: list[Step] = field(default_factory=list)
    left_off: list[str] = field(default_factory=list)
    in_my_words: int = 0

    def _add(self, step: Step, *texts: str | None) -> bool:
        topic = topic_of(step.what, step.who, *texts)
        if topic is not None:
            self.left_off.append(topic)
            return False
        self.steps.append(replace(step, what=shorten(one_line(step.what), _LONG), who=one_line(step.who)))
        return True

    def visit(self, row: VisitRow) -> None:
        """A visit that is still to come; one that is past has no outcome yet, so there is nothing to tell."""
        day = moment_day(row.starts)
        if day is not None and day < self.today:
            return
        what = "Go to your visit"
        if not self.facts.careful:
            what += f": {row.what}"
            what += f", with {row.with_whom}" if row.with_whom else ""
            what += f", at {row.place}" if row.place else ""
            what += f". {row.instructions}" if row.instructions else ""
        self._add(Step(_visit_time(row.starts, self.zone), what, words.YOU, day), row.what, row.with_whom, row.place)

    def follow_up(self, row: FollowUpRow, referral: ReferralRow | None) -> None:
        """A step in the plain words of its kind, with what it is about; kinds without such words stay inside."""
        plain = words.STEPS.get(row.kind)
        if plain is None or row.kind in SAFETY_KINDS or (row.kind in words.BY_MAIL and self.facts.do_not_mail):
            return
        mine = not row.by_rule and row.text.casefold() != kind_of(row.kind).label.casefold()
        about = _about(referral) if referral else row.text if mine else ""
        what = f"{plain}. {about}" if about and not self.facts.careful else plain
        day = day_of(row)
        to = None if self.facts.careful or referral is None else referral.to_name
        step = Step(self._when(day), what, words.who_acts(row.ball, self.coordinator, to), day)
        if self._add(step, row.text, about) and mine and not self.facts.careful:
            self.in_my_words += 1

    def intervention(self, row: InterventionRow) -> None:
        if self.facts.careful:
            return
        day = moment_day(row.due_on)
        when = self._when(day) if day else words.partial_day(row.due_on) or "From now on"
        self._add(Step(when, row.text, row.owner_name or words.who_acts(row.owner, self.coordinator), day))

    def _when(self, day: dt.date) -> str:
        return f"By {words.long_day(day)}" if day >= self.today else "Soon"


def steps_ahead(
    session: Session, patient_id: int, facts: Facts, coordinator: str, today: dt.date, scope: Scope
) -> Ahead:
    """Every step that may be printed, the dated ones first and in order; a past date is shown as "soon"."""
    ahead = Ahead(facts, coordinator, gather.me(session).zone, today)
    for visit in gather.visits(session, patient_id, scope):
        ahead.visit(visit)
    referrals = gather.referrals(session, patient_id, scope)
    for row in gather.follow_ups(session, patient_id, scope):
        ahead.follow_up(row, referrals.get(row.subject_id) if row.subject_kind == "referral" else None)
    for intervention in gather.interventions(session, patient_id, scope):
        ahead.intervention(intervention)
    ahead.steps = sorted(dict.fromkeys(ahead.steps), key=lambda step: step.on or dt.date.max)
    return ahead


def _visit_time(starts: str | None, zone: str) -> str:
    """Day and time as the source wrote them; a time in UTC is moved to the coordinator's zone."""
    day = moment_day(starts)
    if starts is None or day is None:
        return words.partial_day(starts) or "We will set the day"
    try:
        at = dt.datetime.fromisoformat(starts)
    except ValueError:
        return words.long_day(day)
    if len(starts) == len("2026-11-25"):
        return words.long_day(day)
    if at.tzinfo is not None and starts.endswith(("Z", "+00:00")):
        at = at.astimezone(ZoneInfo(zone))
    return f"{words.long_day(at.date())}, {words.clock_time(at.time())}"


def _about(referral: ReferralRow) -> str:
    return f"{referral.what}, {referral.to_name}" if referral.to_name else referral.what


def day_of(row: FollowUpRow) -> dt.date:
    """When something may be expected: the next check where another acts, never before a snooze ends."""
    day = row.due_on if row.ball is Ball.ME else row.next_check_on or row.due_on
    return max(day, row.deferred_until) if row.deferred_until else day
