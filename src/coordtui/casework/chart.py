"""One patient's whole record, to be read: what stands in the chart, and that someone opened it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from coordtui.acts import Result, act
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
from coordtui.casework.timeline import Entry, timeline
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
    plans: tuple[views.PlanView, ...]
    goals: tuple[views.GoalView, ...]
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
    barriers: tuple[views.BarrierView, ...]
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
    return Chart(
        patient=facts[0],
        glance=glance,
        preferences=glance.wishes,
        names=_of(session, patient_id, patients.PatientName, views.NameView),
        reaches=reaches(session, (patient_id,)),
        addresses=_of(session, patient_id, patients.Address, views.AddressView),
        identifiers=_of(session, patient_id, patients.Identifier, views.IdentifierView),
        alerts=_of(session, patient_id, patients.Alert, views.AlertView),
        conditions=_dated(session, patient_id, clinical.Condition, views.ConditionView, "onset"),
        plans=plans,
        goals=loose,
        referrals=_referrals(session, patient_id, today),
        appointments=_dated(session, patient_id, Appointment, views.AppointmentView, "starts"),
        follow_ups=follow_ups(session, patient_id),
        coverage=_of(session, patient_id, clinical.Coverage, views.CoverageView),
        team=_of(session, patient_id, people.TeamMember, views.TeamView),
        medications=_dated(session, patient_id, clinical.Medication, views.MedicationView, "authored_on"),
        allergies=_of(session, patient_id, clinical.Allergy, views.AllergyView),
        surveys=_dated(session, patient_id, clinical.Survey, views.SurveyView, "effective"),
        documents=_dated(session, patient_id, clinical.Document, views.DocumentView, "written_on"),
        encounters=_dated(session, patient_id, clinical.Encounter, views.EncounterView, "starts"),
        related=_of(session, patient_id, people.RelatedPerson, views.RelatedView),
        barriers=_of(session, patient_id, Barrier, views.BarrierView),
        acuity=assessments(session, patient_id, today),
        consents=consents(session, patient_id, today),
        tags=tags_of(session, patient_id),
        tag_list=all_tags(session),
        raw=raw_counts(session, patient_id),
    )


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
