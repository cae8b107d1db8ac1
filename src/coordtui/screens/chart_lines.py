"""The sections of a chart that are about work: what happened, what is open, plans, referrals. Views in, lines out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from coordtui.casework.chart import Chart, Entry
from coordtui.casework.chart_plan_views import GoalView, InterventionView, PlanView
from coordtui.casework.chart_views import ReferralView
from coordtui.casework.follow_up_views import FollowUpView
from coordtui.models.codes import Ball, Urgency
from coordtui.models.follow_up import FollowUpStatus
from coordtui.rules.dates import show_day, show_partial
from coordtui.rules.goal import achievement_label, plan_label, status_label
from coordtui.screens.chart_facts import CARE_EMPTY, care, health, person, team, visits
from coordtui.screens.chart_parts import DATED, FACTS, MIXED, Line, Section, joined, near, short
from coordtui.screens.queue import TURNS
from coordtui.screens.sharing import sharing


def sections(
    chart: Chart, today: dt.date, name: Callable[[str], str], source: Sequence[Line] = ()
) -> tuple[Section, ...]:
    """The chart's sections after the timeline, in the order of a working day. `name` masks names where that is wished.

    `source` are the lines of what was imported; without any there is no such section.
    """
    found = (
        Section("Steps", DATED, tuple(_steps(chart, today)), "Nothing is open. n adds a follow-up."),
        Section("Care", FACTS, tuple(care(chart.preferences, chart.alerts)), CARE_EMPTY),
        Section("Plan", MIXED, tuple(_plans(chart, today)), "There is no care plan yet. P starts one."),
        Section("Referrals", DATED, tuple(_referrals(chart, today)), "There are no referrals."),
        Section("Health", MIXED, health(chart, today), "No conditions, medicines or allergies are recorded."),
        Section("Visits", MIXED, visits(chart, today), "No visits or appointments are recorded."),
        Section("Team", FACTS, tuple(team(chart, today)), "Nobody else is recorded."),
        Section("Sharing", FACTS, tuple(sharing(chart, today)), ""),
        Section("Person", FACTS, tuple(person(chart, today, name)), "Nothing more is recorded."),
    )
    return (*found, Section("Source", FACTS, source, "")) if source else found


def entry_line(today: dt.date, entry: Entry) -> Line:
    """A line of the timeline."""
    time = entry.day_text[11:16] if entry.day_text[10:11] == "T" else ""
    full = joined(entry.text, entry.detail, joined(show_partial(entry.day_text), time, by=", "), by="\n\n")
    kind = entry.kind.replace("_", " ")
    return Line(short(entry.day_text, today), entry.text, entry.detail, full=full, kind=kind, subject=entry.subject)


def _steps(chart: Chart, today: dt.date) -> Iterable[Line]:
    for step in chart.follow_ups:
        yield _open_step(step, today) if step.status is FollowUpStatus.OPEN else _closed_step(step, today)


def _open_step(step: FollowUpView, today: dt.date) -> Line:
    act_on = step.due_on if step.ball is Ball.ME else step.next_check_on or step.due_on
    late = (today - act_on).days
    state = joined(
        step.label,
        "" if step.ball is Ball.ME else f"waiting for the {TURNS[step.ball]}",
        f"snoozed to {show_day(step.deferred_until, today)}" if step.deferred_until else "",
        f"limit {show_day(step.limit_at.date(), today)}" if step.limit_at else "",
        f"tried {step.attempts}×" if step.attempts else "",
        by=", ",
    )
    full = joined(
        step.text, state, f"due {show_day(step.due_on, today)}, since {show_day(step.since, today)}", by="\n\n"
    )
    when = f"{late} d late" if late > 0 else near(act_on, today)
    tone = "warning" if late > 0 else ""
    subject = ("follow_up", step.follow_up_id)
    return Line(when, step.text, state, tone, full, "open step", ("open", step.follow_up_id), step, subject)


def _closed_step(step: FollowUpView, today: dt.date) -> Line:
    day = step.closed_at.date() if step.closed_at else step.due_on
    state = joined(str(step.status), step.outcome, by=": ")
    full = joined(step.text, state, show_day(day, today), by="\n\n")
    key = ("closed", step.follow_up_id)  # not the key it had while open: the cursor stays where the work is
    subject = ("follow_up", step.follow_up_id)
    return Line(near(day, today), step.text, state, "muted", full, "closed step", key, subject=subject)


def _plans(chart: Chart, today: dt.date) -> Iterable[Line]:
    for plan in chart.plans:
        yield _plan(plan, today)
        here = {goal.goal_id for goal in plan.goals}
        for goal in plan.goals:
            yield _goal(goal, today)
            yield from (_intervention(step) for step in plan.interventions if step.goal_id == goal.goal_id)
        yield from (_intervention(step) for step in plan.interventions if step.goal_id not in here)
    yield from (_goal(goal, today) for goal in chart.goals)
    for barrier in chart.barriers:
        over = barrier.resolved_on is not None
        state = joined("resolved", barrier.how, by=": ") if over else f"severity {barrier.severity} of 3"
        day = short(barrier.found_on.isoformat(), today) if barrier.found_on else ""
        kind = "" if barrier.category == "other" and barrier.text else barrier.category.replace("_", " ")
        what = joined(kind, barrier.text, by=": ")
        tone, full = "muted" if over else "", joined(what, state, by="\n\n")
        yield Line(day, what, state, tone, full, "barrier", subject=("barrier", barrier.barrier_id))


def _plan(plan: PlanView, today: dt.date) -> Line:
    review = f"review {show_day(plan.review_on, today)}" if plan.review_on else ""
    until = f"until {show_partial(plan.ends_on)}" if plan.ends_on else ""
    state = joined(plan_label(plan.status), review, by=", ")
    full = joined(plan.title, plan.description, plan.category, until, state, by="\n")
    key, subject = ("plan", plan.plan_id, ""), ("care_plan", plan.plan_id)
    return Line(short(plan.starts_on, today), plan.title, state, "strong", full, "plan", key, subject=subject)


def _goal(goal: GoalView, today: dt.date) -> Line:
    words = f"“{goal.patient_words}”" if goal.patient_words else goal.text
    due = f"by {show_partial(goal.due_on)}" if goal.due_on else ""
    state = joined(achievement_label(goal.achievement) or status_label(goal.status), due, by=", ")
    recorded = goal.text if goal.patient_words else ""
    loose = "It is in no plan; B in the plan takes it in." if goal.plan_id is None else ""
    full = joined(words, recorded, joined(goal.measure, goal.target, by=": "), state, loose, by="\n")
    key = ("plan", goal.plan_id, f"goal:{goal.goal_id}") if goal.plan_id is not None else None
    day, subject = short(goal.starts_on, today), ("goal", goal.goal_id)
    return Line(day, words, state, full=full, kind="  goal", key=key, subject=subject)


def _intervention(step: InterventionView) -> Line:
    who = step.owner_name or ("" if step.owner is Ball.ME else TURNS[step.owner])
    due = f"by {show_partial(step.due_on)}" if step.due_on else ""
    state = joined(status_label(step.status), due, who, by=", ")
    full = joined(step.text, step.schedule, step.location, state, by="\n")
    key = ("plan", step.plan_id, f"intervention:{step.intervention_id}")
    subject = ("intervention", step.intervention_id)
    return Line("", step.text, state, full=full, kind="  step", key=key, subject=subject)


def _referrals(chart: Chart, today: dt.date) -> Iterable[Line]:
    for one in chart.referrals:
        yield _referral(one, today)


def _referral(one: ReferralView, today: dt.date) -> Line:
    to = f"to {one.to_name}" if one.to_name else ""
    turn = f"turn: {TURNS[one.ball]}, since {show_day(one.since, today)}"
    check = f"next check {show_day(one.next_check_on, today)}" if one.next_check_on else ""
    limit = f"limit {show_day(one.limit_on, today)}" if one.limit_on else ""
    by = f"from {one.from_name}" if one.from_name else ""
    full = joined(one.what, to, by, one.reason, one.label, one.state_reason, turn, check, limit, by="\n")
    urgent = "" if one.urgency is Urgency.ROUTINE else str(one.urgency)
    late = one.next_check_on is not None and one.next_check_on < today
    state = joined(one.label, check, limit, by=", ")
    what, tone, key = joined(one.what, to, urgent), "warning" if late else "", ("referral", one.referral_id)
    return Line(short(one.ordered_on, today), what, state, tone, full, "referral", key, subject=key)
