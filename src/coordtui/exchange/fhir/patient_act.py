"""The act that brings in one patient with everything that is about them: in or out, never half."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from coordtui.acts import Result, act
from coordtui.casework.patient_form import refold
from coordtui.clock import Moment
from coordtui.exchange.fhir import raising
from coordtui.exchange.fhir.batch import table_of
from coordtui.exchange.fhir.identity import People, Whom, facts_of
from coordtui.exchange.fhir.index import Index
from coordtui.exchange.fhir.item import Item
from coordtui.exchange.fhir.known import RecordKey, Scope, of_patient
from coordtui.exchange.fhir.linking import claim_goals, link_referrals, link_visits
from coordtui.exchange.fhir.loops import take_referrals
from coordtui.exchange.fhir.map_patient import COLUMNS
from coordtui.exchange.fhir.mappers import order
from coordtui.exchange.fhir.observations import observed_characteristic
from coordtui.exchange.fhir.taking import Taking
from coordtui.models.patient import Patient

_P = table_of(Patient).c


@dataclass(frozen=True, slots=True)
class Unit:
    """The resources of one person: the Patient resources, unless `patient_id` names somebody here, and the rest."""

    patients: tuple[Item, ...]
    others: tuple[Item, ...]
    patient_id: int | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        return self.patients + self.others


@act("import.patient")
def import_patient(
    session: Session, unit: Unit, index: Index, shared: dict[int, RecordKey], people: People, moment: Moment
) -> Result:
    """Write one patient; `value` is an Outcome."""
    facts = [facts_of(item.resource(), moment.today.isoformat()) for item in unit.patients]
    who = people.whom(unit.patients, facts) if unit.patients else Whom(unit.patient_id)
    scope = Scope(None) if who.patient_id is None else of_patient(session, who.patient_id)
    taking = Taking.begin(session, index, moment, dict(shared), scope, unit.items)
    was_dead = who.patient_id is not None and _is_dead(session, who.patient_id)
    for item in sorted(unit.patients, key=lambda item: item.updated):
        _take_patient(taking, item, who)
    patient_id = scope.patient_id
    assert patient_id is not None
    _take_others(taking, unit.others)
    if who.patient_id is None:
        raising.first_step(session, taking.batch, patient_id, moment)
    name = _name(taking, patient_id)
    taking.batch.flush()
    _after(taking, who, patient_id, was_dead)
    return Result(label=f"Imported: {name}", patient_id=patient_id, value=taking.outcome())


def _name(taking: Taking, patient_id: int) -> str:
    waiting = taking.batch.waiting(Patient, patient_id)
    if waiting is not None:
        return str(waiting["name"])
    return taking.session.execute(select(_P.name).where(_P.id == patient_id)).scalar() or "a patient"


def _is_dead(session: Session, patient_id: int) -> bool:
    return bool(session.execute(select(_P.deceased).where(_P.id == patient_id)).scalar())


def _take_patient(taking: Taking, item: Item, who: Whom) -> None:
    if taking.unchanged(item):
        return
    mapped = taking.map(item)
    assert mapped is not None  # a patient always maps
    key = taking.scope.patient_id
    identifiers = list(taking.context(item, taking.lookup.resource(item)).identifiers())
    if key is None:
        record = taking.writer.create(item, mapped, identifiers)
        taking.lookup.patient_id = record[1]
        taking.rows[item.number] = record
        taking.changed.add(record)
        taking.fate(item, "created")
        for other, why in who.maybe:
            taking.writer.propose(*record, None, why, other)
    else:
        taking.update(item, ("patient", key), mapped)
        taking.writer.identify("Patient", ("patient", key), identifiers)


def _take_others(taking: Taking, others: Sequence[Item]) -> None:
    of_type: dict[str, list[Item]] = defaultdict(list)
    for item in sorted(others, key=lambda item: (order(item.type), item.number)):
        of_type[item.type].append(item)
        if item.type in ("ServiceRequest", "Task"):
            continue
        taking.take(item)
        if item.type == "Observation" and item.speaks and taking.fates[-1][1] != "unchanged":
            _characteristic(taking, item)
    requests, tasks = of_type["ServiceRequest"], of_type["Task"]
    take_referrals(taking, requests, tasks, of_type["Appointment"])
    link_referrals(taking, [*requests, *tasks])
    link_visits(taking, of_type["Appointment"])
    claim_goals(taking, of_type["CarePlan"], of_type["Goal"])


def _characteristic(taking: Taking, item: Item) -> None:
    """Pronouns or gender identity given as an observation, where the Patient resource is silent."""
    found = observed_characteristic(taking.lookup.resource(item))
    record = ("patient", taking.scope.patient_id or 0)
    latest = taking.scope.latest(record, "Patient")
    if found and latest:
        taking.writer.fill(record, Patient, COLUMNS, dict([found]), latest)


def _after(taking: Taking, who: Whom, patient_id: int, was_dead: bool) -> None:
    """What the import asks of a person besides the first step of somebody new: each changed object's own steps."""
    if ("patient", patient_id) in taking.changed and who.patient_id is not None:
        patient = taking.session.get(Patient, patient_id, populate_existing=True)
        if patient is not None:
            refold(taking.session, patient)
    if who.patient_id is not None and not was_dead:
        raising.death(taking.session, patient_id, taking.moment)
    raising.steps(taking.session, patient_id, taking.changed, taking.writer.removed, taking.moment)
