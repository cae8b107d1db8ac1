"""One patient's whole record, to be read: what stands in the chart, and that someone opened it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, partial
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from coordtui.acts import Result, act
from coordtui.casework import chart_plan_views as plan_views
from coordtui.casework import chart_views as views
from coordtui.casework.acuity import AcuityView, assessments
from coordtui.casework.base import fetch, table
from coordtui.casework.chart_plans import plans_of
from coordtui.casework.consent_views import ConsentView, consents
from coordtui.casework.contact_views import ContactView, contacts
from coordtui.casework.follow_up_views import FollowUpView, follow_ups, name_of
from coordtui.casework.preview import Preview, preview
from coordtui.casework.quick_note import NoteView, filed
from coordtui.casework.raw import raw_body, raw_counts, raw_list
from coordtui.casework.reach import Preferences, Reach, reaches
from coordtui.casework.referral_history import histories_of
from coordtui.casework.referral_steps import overrides
from coordtui.casework.sensitivity import Subject, TagView, all_tags, tags_of
from coordtui.casework.timeline import Entry, entries, order, some_of_each, timeline
from coordtui.clock import Moment
from coordtui.errors import NotFound
from coordtui.models import clinical, people
from coordtui.models import patient as patients
from coordtui.models.appointment import Appointment
from coordtui.models.care_plan import Barrier
from coordtui.models.consent import ConsentKind
from coordtui.models.referral import Referral
from coordtui.rules.dates import partial_key
from coordtui.rules.referral import STATES, due_by

__all__ = ["Chart", "Entry", "chart", "history", "raw_body", "raw_list", "timeline", "view_chart"]

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything known of a patient. Lists of dated things have the newest first, open follow-ups the next one first.

    `glance` is what the preview shows: age, safe contact, phones, alerts, acuity, engagement, open steps.
    `goals` are those of no plan here. `tags` are those of each record that has any, `tag_list` all there are. `raw`
    counts the imported resources by type. What was said over the years is read apart: `timeline`, `history`.
    """

    patient: views.PatientFacts
    glance: Preview
    preferences: Preferences
    names: tuple[views.NameView, ...]
    reaches: tuple[Reach, ...]
    addresses: tuple[views.AddressView, ...]
    identifiers: tuple[views.IdentifierView, ...]
    alerts: tuple[views.AlertView, ...]
    conditions: tuple[views.ConditionView, ...]
    plans: tuple[plan_views.PlanView, ...]
    goals: tuple[plan_views.GoalView, ...]
    referrals: tuple[views.ReferralView, ...]
    appointments: tuple[views.AppointmentView, ...]
    follow_ups: tuple[FollowUpView, ...]
    coverage: tuple[views.CoverageView, ...]
    team: tuple[views.TeamView, ...]
    medications: tuple[views.MedicationView, ...]
    allergies: tuple[views.AllergyView, ...]
    surveys: tuple[views.SurveyView, ...]
    documents: tuple[views.DocumentView, ...]
    encounters: tuple[views.EncounterView, ...]
    related: tuple[views.RelatedView, ...]
    barriers: tuple[plan_views.BarrierView, ...]
    acuity: tuple[AcuityView, ...]
    consents: tuple[ConsentView, ...]
    tags: Mapping[Subject, frozenset[str]]
    tag_list: tuple[TagView, ...]
    raw: dict[str, int]

    def named(self, codes: Iterable[str]) -> str:
        """The names of these tags, "" for none: "HIV, Part 2"."""
        names = {one.code: one.label for one in self.tag_list}
        return ", ".join(sorted(names.get(code, code) for code in codes))

    def cautions(self) -> tuple[str, ...]:
        """What whoever shares this chart must know first: the tags of all of it, and the restrictions in force."""
        whole = self.named(self.tags.get(("patient", self.patient.patient_id), ()))
        restricted = [one for one in self.consents if one.kind is ConsentKind.RESTRICTION]
        return (
            *((f"whole chart: {whole}",) if whole else ()),
            *(
                f"{one.title}: {one.scope}" if one.recipient and one.scope else one.title
                for one in restricted
                if one.standing.code == "in-force"
            ),
        )


@act("patient.view_chart", undoable=False)
def view_chart(session: Session, patient_id: int, moment: Moment) -> Result:  # noqa: ARG001
    """Record that the chart was opened; nothing changes."""
    return Result(label=f"Opened the chart of {name_of(session, patient_id)}", patient_id=patient_id)


def chart(session: Session, patient_id: int, today: dt.date) -> Chart:
    """One patient's whole record. A constant number of queries. Raises NotFound."""
    facts = _of(session, patient_id, patients.Patient, views.PatientFacts)
    if not facts:
        raise NotFound(f"There is no patient {patient_id}.", "Use the number, an identifier or part of the name.")
    glance = preview(session, patient_id, today)
    plans, loose = plans_of(session, patient_id)
    parts = {name: read(session, patient_id, today) for name, read in _PARTS.items()}
    return Chart(patient=facts[0], glance=glance, preferences=glance.wishes, plans=plans, goals=loose, **parts)


def rehearsal(today: dt.date) -> Iterator[Callable[[Session], object]]:
    """The readings of a chart and its timeline one by one, of nobody: putting their statements together takes longer
    than running them, and can be done before they are wanted."""
    facts, plans, keys = _table(patients.Patient, views.PatientFacts), _all_time(plans_of), _all_time(order)
    for part in (facts, plans, *_PARTS.values(), keys):
        yield partial(_nobodys, part, today)
    for key in some_of_each():
        yield partial(_entry, key)


def _nobodys(part: _Part, today: dt.date, session: Session) -> object:
    return part(session, _NOBODY, today)


def _entry(key: int, session: Session) -> object:
    return entries(session, (key,))


def history(session: Session, patient_id: int) -> tuple[tuple[ContactView, ...], tuple[NoteView, ...]]:
    """Every contact in full, the newest first, and the notes filed under a patient, the oldest first."""
    return contacts(session, patient_id), filed(session, patient_id)


def _of(session: Session, patient_id: int, model: type[SQLModel], view: type[V]) -> tuple[V, ...]:
    """The rows as views; a field of a view is the column of that name, and its own key is the row's id."""
    names = tuple(field.name for field in fields(view))  # type: ignore[arg-type]
    return fetch(session, _rows_of(model, names), view, {"patient": patient_id})


@cache
def _rows_of(model: type[SQLModel], names: tuple[str, ...]) -> Select[Any]:
    """Built once: putting a statement together takes longer than running it."""
    columns = table(model).c
    own = [columns.get(name, columns.id) for name in names]
    if model is patients.Patient:
        mine = columns.id == bindparam("patient")
    elif model is patients.Identifier:
        mine = (columns.kind == "patient") & (columns.record_id == bindparam("patient"))
    else:
        mine = columns.patient_id == bindparam("patient")
    return select(*own).where(mine).order_by(columns.id)


def _dated(session: Session, patient_id: int, model: type[SQLModel], view: type[V], day: str) -> tuple[V, ...]:
    """The newest first by a partial date or moment as text; what has no date comes last."""
    found = _of(session, patient_id, model, view)
    return tuple(sorted(found, key=lambda one: partial_key(getattr(one, day)), reverse=True))


def _referrals(session: Session, patient_id: int, today: dt.date) -> tuple[views.ReferralView, ...]:
    """Open ones first, the newest first; the state also in words, with the limit of now and what happened so far."""
    found = fetch(session, _REFERRALS, views.ReferralView, {"patient": patient_id})
    if not found:
        return ()
    happened, limits = histories_of(session, patient_id, today), overrides(session)
    whole = [
        replace(
            one,
            label=STATES[one.state].label,
            limit_on=due_by(one, limits),
            history=happened.get(one.referral_id, ()),
        )
        for one in found
    ]
    return tuple(sorted(whole, key=lambda one: (STATES[one.state].terminal, -one.referral_id)))


_R = table(Referral).c
_REFERRALS = select(
    *(
        _R.state if field.name == "label" else _R.get(field.name, _R.id)
        for field in fields(views.ReferralView)
        if field.name != "history"
    )
).where(_R.patient_id == bindparam("patient"))


_Part = Callable[[Session, int, dt.date], Any]


def _table(model: type[SQLModel], view: type[V]) -> _Part:
    return lambda session, patient_id, _: _of(session, patient_id, model, view)


def _newest(model: type[SQLModel], view: type[V], day: str) -> _Part:
    return lambda session, patient_id, _: _dated(session, patient_id, model, view, day)


def _all_time(read: Callable[[Session, int], Any]) -> _Part:
    return lambda session, patient_id, _: read(session, patient_id)


_NOBODY = 0
_PARTS: dict[str, _Part] = {
    "names": _table(patients.PatientName, views.NameView),
    "reaches": _all_time(lambda session, patient_id: reaches(session, (patient_id,))),
    "addresses": _table(patients.Address, views.AddressView),
    "identifiers": _table(patients.Identifier, views.IdentifierView),
    "alerts": _table(patients.Alert, views.AlertView),
    "conditions": _newest(clinical.Condition, views.ConditionView, "onset"),
    "referrals": _referrals,
    "appointments": _newest(Appointment, views.AppointmentView, "starts"),
    "follow_ups": _all_time(follow_ups),
    "coverage": _table(clinical.Coverage, views.CoverageView),
    "team": _table(people.TeamMember, views.TeamView),
    "medications": _newest(clinical.Medication, views.MedicationView, "authored_on"),
    "allergies": _table(clinical.Allergy, views.AllergyView),
    "surveys": _newest(clinical.Survey, views.SurveyView, "effective"),
    "documents": _newest(clinical.Document, views.DocumentView, "written_on"),
    "encounters": _newest(clinical.Encounter, views.EncounterView, "starts"),
    "related": _table(people.RelatedPerson, views.RelatedView),
    "barriers": _table(Barrier, plan_views.BarrierView),
    "acuity": assessments,
    "consents": consents,
    "tags": _all_time(tags_of),
    "tag_list": lambda session, *_: all_tags(session),
    "raw": _all_time(raw_counts),
}
"""The readings that make a chart, by its fields."""
