"""A chart as sections of lines: when, what, and how it stands. Pure: views in, lines out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from coordtui.casework.chart import Chart, Entry
from coordtui.casework.chart_views import GoalView, InterventionView, PlanView
from coordtui.casework.follow_up_views import FollowUpView
from coordtui.models.codes import Ball
from coordtui.models.follow_up import FollowUpStatus
from coordtui.rules.dates import show_day, show_partial
from coordtui.screens.queue import TURNS
from coordtui.screens.words import language_words

_PREFERENCES: Final = (
    ("preferred_channel", "reach by"),
    ("preferred_time", "best time"),
    ("voicemail", "voicemail"),
    ("who_may_answer", "may answer"),
    ("code_word", "code word"),
    ("safety_note", "safety"),
    ("interpreter_modality", "interpreter by"),
    ("format", "reads best"),
    ("what_matters", "what matters"),
    ("decision_maker", "decides"),
    ("health_beliefs", "beliefs"),
    ("faith", "faith"),
    ("diet", "diet"),
    ("provider_gender", "prefers a provider who is"),
    ("days_to_avoid", "days to avoid"),
    ("trauma_note", "go gently"),
)
_FACTS: Final = (
    ("preferred_name", "called"),
    ("pronouns", "pronouns"),
    ("sex", "sex"),
    ("birth_sex", "sex at birth"),
    ("gender_identity", "gender"),
    ("race", "race"),
    ("ethnicity", "ethnicity"),
    ("tribal", "tribal affiliation"),
    ("marital_status", "marital status"),
    ("note", "note"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a section. `full` is what enter shows; `follow_up` is set where the verbs of a follow-up work."""

    when: str
    what: str
    state: str = ""
    tone: str = ""
    full: str = ""
    follow_up: FollowUpView | None = None


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: tuple[Line, ...]
    empty: str


def sections(
    chart: Chart, entries: tuple[Entry, ...], today: dt.date, name: Callable[[str], str]
) -> tuple[Section, ...]:
    """The chart's sections in the order of a working day. `name` masks names where that is wished."""
    return (
        Section("Timeline", tuple(_entry(entry) for entry in entries), "Nothing has happened yet."),
        Section("Steps", tuple(_follow_ups(chart, today)), "Nothing is open. n adds a follow-up."),
        Section("Plan", tuple(_plans(chart, today)), "There is no care plan yet."),
        Section("Referrals", tuple(_referrals(chart, today)), "There are no referrals."),
        Section("Health", tuple(_health(chart)), "No conditions, medicines or allergies are recorded."),
        Section("Visits", tuple(_visits(chart)), "No visits or appointments are recorded."),
        Section("Team", tuple(_team(chart)), "Nobody else is recorded."),
        Section("Person", tuple(_person(chart, name)), "Nothing more is recorded."),
    )


def _joined(*parts: str | None, by: str = " · ") -> str:
    return by.join(part for part in parts if part)


def _entry(entry: Entry) -> Line:
    return Line(entry.day_text, entry.text, entry.kind, full=_joined(entry.text, entry.detail, by="\n\n"))


def _follow_ups(chart: Chart, today: dt.date) -> Iterable[Line]:
    for step in chart.follow_ups:
        act_on = step.due_on if step.ball is Ball.ME else step.next_check_on or step.due_on
        if step.status is not FollowUpStatus.OPEN:
            yield Line(
                show_day(step.due_on, today),
                step.text,
                f"{step.status}",
                "muted",
                _joined(step.text, step.outcome, by="\n"),
            )
            continue
        late = (today - act_on).days
        when = f"{late} d late" if late > 0 else show_day(act_on, today)
        snoozed = f"snoozed to {show_day(step.deferred_until, today)}" if step.deferred_until else ""
        state = _joined("" if step.ball is Ball.ME else f"waiting: {TURNS[step.ball]}", snoozed, step.label, by=", ")
        yield Line(when, step.text, state, "warning" if late > 0 else "", _joined(step.text, state, by="\n"), step)


def _plans(chart: Chart, today: dt.date) -> Iterable[Line]:
    for plan in chart.plans:
        review = f"review {show_day(plan.review_on, today)}" if plan.review_on else ""
        yield Line(_when(plan.starts_on), plan.title, _joined(plan.status, review, by=", "), "strong", _plan_full(plan))
        yield from (_goal(goal) for goal in plan.goals)
        yield from (_intervention(step) for step in plan.interventions)
    shown = {goal.goal_id for plan in chart.plans for goal in plan.goals}
    yield from (_goal(goal) for goal in chart.goals if goal.goal_id not in shown)
    for barrier in chart.barriers:
        state = "resolved" if barrier.resolved_on else f"severity {barrier.severity} of 3"
        day = show_day(barrier.found_on, today) if barrier.found_on else ""
        yield Line(
            day, f"barrier: {_joined(barrier.category, barrier.text)}", state, "muted" if barrier.resolved_on else ""
        )


def _plan_full(plan: PlanView) -> str:
    until = f"until {show_partial(plan.ends_on)}" if plan.ends_on else ""
    return _joined(plan.title, plan.description, plan.category, until, by="\n")


def _goal(goal: GoalView) -> Line:
    words = f"“{goal.patient_words}”" if goal.patient_words else goal.text
    full = _joined(words, goal.text if goal.patient_words else "", _joined(goal.measure, goal.target, by=": "), by="\n")
    due = f"by {show_partial(goal.due_on)}" if goal.due_on else ""
    return Line(due, f"  goal: {words}", goal.achievement or str(goal.status), full=full)


def _intervention(step: InterventionView) -> Line:
    who = step.owner_name or ("" if step.owner is Ball.ME else TURNS[step.owner])
    due = f"by {show_partial(step.due_on)}" if step.due_on else ""
    full = _joined(step.text, step.schedule, step.location, by="\n")
    return Line(due, f"  step: {_joined(step.text, who)}", str(step.status), full=full)


def _referrals(chart: Chart, today: dt.date) -> Iterable[Line]:
    for one in chart.referrals:
        to = f"to {one.to_name}" if one.to_name else ""
        turn = f"turn: {TURNS[one.ball]}, since {show_day(one.since, today)}"
        check = f"next check {show_day(one.next_check_on, today)}" if one.next_check_on else ""
        limit = f"limit {show_day(one.limit_on, today)}" if one.limit_on else ""
        full = _joined(one.what, to, one.reason, one.label, one.state_reason, turn, check, limit, by="\n")
        urgent = "" if one.urgency == "routine" else str(one.urgency)
        yield Line(_when(one.ordered_on), _joined(one.what, to, urgent), _joined(one.label, check, by=", "), full=full)


def _health(chart: Chart) -> Iterable[Line]:
    for allergy in chart.allergies:
        state = _joined(allergy.criticality and f"{allergy.criticality} risk", allergy.clinical_status, by=", ")
        yield Line(_when(allergy.onset), f"allergy: {_joined(allergy.text, allergy.reaction)}", state, "warning")
    for one in chart.conditions:
        over = one.clinical_status in ("resolved", "inactive", "remission")
        state = _joined(one.clinical_status, one.severity, by=", ")
        yield Line(_when(one.onset or one.recorded_on), one.text, state, "muted" if over else "")
    for medicine in chart.medications:
        full = _joined(medicine.text, medicine.dosage, medicine.reason, medicine.prescriber, by="\n")
        over = medicine.status in ("stopped", "completed", "cancelled", "entered-in-error")
        what = f"medicine: {_joined(medicine.text, medicine.dosage)}"
        yield Line(_when(medicine.authored_on), what, medicine.status or "", "muted" if over else "", full)
    for survey in chart.surveys:
        yield Line(
            _when(survey.effective), _joined(survey.text, survey.value, by=": "), survey.interpretation or "survey"
        )


def _visits(chart: Chart) -> Iterable[Line]:
    for visit in chart.appointments:
        full = _joined(visit.what, visit.with_whom, visit.place, visit.reason, visit.instructions, by="\n")
        yield Line(_when(visit.starts), _joined(visit.what, visit.with_whom), f"appointment: {visit.status}", full=full)
    for stay in chart.encounters:
        full = _joined(stay.text, stay.reason, stay.provider, stay.place, stay.disposition, by="\n")
        yield Line(
            _when(stay.starts), _joined(stay.text, stay.provider), _joined(stay.kind, stay.status, by=", "), full=full
        )
    for document in chart.documents:
        full = _joined(document.title, document.author, document.url, by="\n")
        yield Line(_when(document.written_on), f"document: {document.title}", document.status or "", full=full)


def _team(chart: Chart) -> Iterable[Line]:
    for person in chart.related:
        told = {True: "may be told", False: "must not be told", None: "sharing not asked"}[person.may_be_told]
        what = _joined(person.name, person.relationship, "caregiver" if person.caregiver else "", person.phone)
        yield Line("family", what, told, "" if person.may_be_told else "warning", _joined(what, person.note, by="\n"))
    for member in chart.team:
        yield Line("team", _joined(member.name, member.role, member.phone), member.status)
    for cover in chart.coverage:
        what = _joined(cover.payer, cover.plan_name, cover.plan_type, cover.member_id and f"member {cover.member_id}")
        dates = _joined(_when(cover.starts_on), _when(cover.ends_on), by=" to ")
        yield Line("coverage", what, _joined(cover.status, dates, by=", "))


def _person(chart: Chart, name: Callable[[str], str]) -> Iterable[Line]:
    wishes = chart.glance.wishes
    for field, label in _PREFERENCES:
        value = getattr(wishes, field)
        if value and str(value) != "unknown":
            yield Line("care", f"{label}: {value}", full=f"{label}: {value}")
    if wishes.do_not_mail:
        yield Line("care", "no letters", tone="warning")
    for reach in chart.reaches:
        bad = reach.state != "ok" or reach.ended
        words = _joined(reach.value, reach.use)
        yield Line(
            reach.system,
            words,
            reach.state if reach.state != "ok" else "old" if reach.ended else "",
            "muted" if bad else "",
        )
    for address in chart.addresses:
        place = _joined(
            (address.lines or "").replace("\n", ", "), address.city, address.state, address.postal_code, by=", "
        )
        yield Line("address", place, address.use or "")
    for each in chart.names:
        yield Line("name", name(each.text), each.use or "")
    patient = chart.patient
    yield Line("born", show_partial(patient.birth_date) if patient.birth_date else "not recorded")
    for label, tag in (("speaks", patient.language), ("reads", patient.written_language)):
        if tag:
            yield Line("language", f"{label} {language_words(tag)}")
    for field, label in _FACTS:
        if value := getattr(patient, field):
            yield Line("person", f"{label}: {name(value) if field == 'preferred_name' else value}")
    for identifier in chart.identifiers:
        yield Line("number", _joined(identifier.value, identifier.type), identifier.system or "")
    for kind, count in chart.raw.items():
        yield Line("source", f"{count} {kind}", "as imported")


def _when(moment: str | None) -> str:
    """A FHIR date or moment as short words."""
    return show_partial(moment[:10]) if moment else ""
