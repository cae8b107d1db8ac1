"""The sections of a chart that are about the person: how to care for them, health, visits, who stands by them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from coordtui.casework.chart import Chart
from coordtui.casework.chart_views import (
    AlertView,
    AllergyView,
    AppointmentView,
    ConditionView,
    DocumentView,
    EncounterView,
    MedicationView,
    SurveyView,
)
from coordtui.casework.reach import Preferences
from coordtui.models.codes import Answer
from coordtui.rules.dates import show_partial
from coordtui.screens.chart_parts import Lazily, Line, joined, short
from coordtui.screens.words import language_words

CARE_EMPTY: Final = "Not asked yet how to reach and care for this person. e writes it down."
_PREFERENCES: Final = (
    ("safety_note", "safety"),
    ("preferred_channel", "reach by"),
    ("preferred_time", "best time"),
    ("voicemail", "voicemail"),
    ("who_may_answer", "may answer"),
    ("code_word", "code word"),
    ("days_to_avoid", "not on"),
    ("interpreter_modality", "interpreter"),
    ("format", "reads best"),
    ("what_matters", "matters"),
    ("decision_maker", "decides"),
    ("health_beliefs", "beliefs"),
    ("faith", "faith"),
    ("diet", "diet"),
    ("provider_gender", "provider"),
    ("trauma_note", "go gently"),
)
_FACTS: Final = (
    ("pronouns", "pronouns"),
    ("sex", "sex"),
    ("birth_sex", "birth sex"),
    ("gender_identity", "gender"),
    ("race", "race"),
    ("ethnicity", "ethnicity"),
    ("tribal", "tribe"),
    ("marital_status", "marital"),
    ("other_languages", "also speaks"),
    ("note", "note"),
)
_STAYS: Final = {
    "ACUTE": "inpatient, acute",
    "AMB": "ambulatory",
    "EMER": "emergency",
    "FLD": "in the field",
    "HH": "at home",
    "IMP": "inpatient",
    "NONAC": "inpatient, not acute",
    "OBSENC": "observation",
    "PRENC": "before admission",
    "SS": "short stay",
    "VR": "virtual",
}
"""FHIR R4's classes of an encounter (HL7 v3 ActEncounterCode) in words; any other stands as it came."""
_OVER: Final = frozenset(
    {"resolved", "inactive", "remission", "stopped", "completed", "cancelled", "entered-in-error", "refuted"}
)


def care(wishes: Preferences, alerts: Sequence[AlertView]) -> Iterable[Line]:
    """The care-preference card: what stands as a warning, then how this person wants to be reached and cared for."""
    for alert in alerts:
        state = joined(alert.category, "" if alert.active else "ended", by=", ")
        tone = "danger" if alert.active else "muted"
        yield Line(what=alert.text, state=state, tone=tone, kind="alert", subject=("alert", alert.alert_id))
    for field, label in _PREFERENCES:
        value = getattr(wishes, field)
        if value and value is not Answer.UNKNOWN:
            words = "declined to say" if value is Answer.DECLINED else str(value)
            yield Line(what=words, tone="warning" if field in ("safety_note", "trauma_note") else "", kind=label)
    if wishes.do_not_mail:
        yield Line(what="send no letters", tone="warning", kind="mail")


def health(chart: Chart, today: dt.date) -> Sequence[Line]:
    views = (*chart.allergies, *chart.conditions, *chart.medications, *chart.surveys)
    return Lazily(views, partial(_drawn, today))


def visits(chart: Chart, today: dt.date) -> Sequence[Line]:
    return Lazily((*chart.appointments, *chart.encounters, *chart.documents), partial(_drawn, today))


def _drawn(today: dt.date, view: Any) -> Line:
    """A line; the first field of each view is its row, and its table has the name of the view."""
    kind = _SUBJECTS[type(view)]
    return replace(_DRAW[type(view)](view, today), subject=(kind, getattr(view, f"{kind}_id")))


def _allergy(one: AllergyView, today: dt.date) -> Line:
    risk = f"{one.criticality} risk" if one.criticality else ""
    state = joined(one.reaction, risk, one.clinical_status, by=", ")
    return _line(one.onset, today, "allergy", one.text, state, "muted" if one.clinical_status in _OVER else "warning")


def _condition(one: ConditionView, today: dt.date) -> Line:
    doubt = one.verification if one.verification != "confirmed" else ""
    state = joined(one.clinical_status, one.severity, doubt, by=", ")
    tone = "muted" if one.clinical_status in _OVER else ""
    return _line(one.onset or one.recorded_on, today, "condition", one.text, state, tone)


def _medicine(one: MedicationView, today: dt.date) -> Line:
    more = joined(one.reason, one.prescriber, by="\n\n")
    tone = "muted" if one.status in _OVER else ""
    return _line(one.authored_on, today, "medicine", one.text, joined(one.status, one.dosage), tone, more=more)


def _survey(one: SurveyView, today: dt.date) -> Line:
    return _line(one.effective, today, "survey", one.text, joined(one.value, one.interpretation, by=", "))


def _visit(one: AppointmentView, today: dt.date) -> Line:
    at = one.starts[11:16] if one.starts and one.starts[10:11] == "T" else ""
    state = joined(str(one.status), at and f"at {at}", one.place, by=", ")
    more = joined(one.reason, one.instructions, by="\n\n")
    return _line(one.starts, today, "appointment", joined(one.what, one.with_whom), state, more=more)


def _stay(one: EncounterView, today: dt.date) -> Line:
    more = joined(one.reason, one.place, one.disposition, by="\n\n")
    kind = _STAYS.get(one.kind or "", one.kind)
    what, state = joined(one.text, one.provider), joined(kind, one.status, by=", ")
    return _line(one.starts, today, "encounter", what, state, more=more)


def _document(one: DocumentView, today: dt.date) -> Line:
    state = joined(one.type, one.author, one.status, by=", ")
    return _line(one.written_on, today, "document", one.title, state, more=one.url or "")


_DRAW: Final[dict[type, Callable[[Any, dt.date], Line]]] = {
    AllergyView: _allergy,
    ConditionView: _condition,
    MedicationView: _medicine,
    SurveyView: _survey,
    AppointmentView: _visit,
    EncounterView: _stay,
    DocumentView: _document,
}
_SUBJECTS: Final = {view: view.__name__.removesuffix("View").lower() for view in _DRAW}


def _line(day: str | None, today: dt.date, kind: str, what: str, state: str, tone: str = "", *, more: str = "") -> Line:
    return Line(short(day, today), what, state, tone, joined(what, state, show_partial(day), more, by="\n\n"), kind)


def team(chart: Chart, today: dt.date) -> Iterable[Line]:
    for one in chart.related:
        told = {True: "may be told", False: "must not be told", None: "sharing not asked"}[one.may_be_told]
        words = joined(one.name, one.relationship, "caregiver" if one.caregiver else "", one.phone)
        tone = "" if one.may_be_told else "warning"
        ways = joined(one.email, one.language and f"speaks {language_words(one.language)}", one.note, by="\n\n")
        subject = ("related_person", one.related_id)
        yield Line("", words, told, tone, joined(words, told, ways, by="\n\n"), "family", subject=subject)
    for member in sorted(chart.team, key=lambda one: one.status != "active"):
        words = joined(member.name, member.role, member.phone)
        tone = "" if member.status == "active" else "muted"
        subject = ("team_member", member.member_id)
        yield Line("", words, joined(member.status, member.team, by=", "), tone, kind="team", subject=subject)
    for cover in chart.coverage:
        words = joined(cover.payer, cover.plan_name, cover.plan_type, cover.member_id and f"member {cover.member_id}")
        dates = joined(short(cover.starts_on, today), short(cover.ends_on, today), by=" to ")
        full = joined(words, cover.group_id and f"group {cover.group_id}", cover.relationship, dates, by="\n\n")
        state, subject = joined(cover.status, dates, by=", "), ("coverage", cover.coverage_id)
        yield Line("", words, state, full=full, kind="coverage", subject=subject)


def person(chart: Chart, today: dt.date, name: Callable[[str], str]) -> Iterable[Line]:
    patient = chart.patient
    if patient.preferred_name:
        yield Line(what=name(patient.preferred_name), kind="called")
    for each in chart.names:
        yield Line(what=name(each.text), state=each.use or "", kind="name")
    yield Line(what=show_partial(patient.birth_date) or "not recorded", kind="born")
    if patient.deceased:
        yield Line(what=show_partial(patient.deceased_on) or "the day is not known", tone="danger", kind="died")
    for label, tag in (("speaks", patient.language), ("reads", patient.written_language)):
        if tag:
            yield Line(what=language_words(tag), state=tag, kind=label)
    for reach in chart.reaches:
        bad = reach.state if reach.state != "ok" else "old" if reach.ended or reach.use == "old" else ""
        state = joined(reach.use if reach.use != "old" else "", bad, by=", ")
        yield Line(what=reach.value, state=state, tone="muted" if bad else "", kind=reach.system)
    for address in chart.addresses:
        street = (address.lines or "").replace("\n", ", ")
        words = joined(street, address.city, address.state, address.postal_code, address.country, by=", ")
        yield Line(what=words, state=address.use or "", kind="address")
    for field, label in _FACTS:
        if value := getattr(patient, field):
            yield Line(what=value, kind=label)
    for identifier in chart.identifiers:
        yield Line(what=joined(identifier.value, identifier.type), state=identifier.system or "", kind="number")
    yield Line(what=short(patient.added_on.isoformat(), today), state=f"case {patient.case_status}", kind="joined")
