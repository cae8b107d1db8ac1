"""What earlier imports left in the vault, for one patient or for what belongs to nobody: which resources, as what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session

from coordtui.exchange.fhir.batch import table_of
from coordtui.exchange.fhir.item import Item
from coordtui.models.patient import Identifier
from coordtui.models.source import SourceResource

_S, _I = table_of(SourceResource).c, table_of(Identifier).c

RecordKey = tuple[str, int]
"""(table, row id)."""


@dataclass(frozen=True, slots=True)
class Known:
    """One row of source_resource without its body."""

    id: int
    type: str
    source_id: str | None
    digest: str
    mapped: str | None
    table: str | None
    row: int | None


@dataclass(slots=True)
class Scope:
    """The sources and identifiers known for a patient, or (None) for the shared records of this call."""

    patient_id: int | None
    _digests: dict[tuple[str, str | None, str], Known] = field(default_factory=dict)
    _records: dict[tuple[str, str], list[RecordKey]] = field(default_factory=dict)
    _versions: dict[RecordKey, list[Known]] = field(default_factory=dict)
    _identified: dict[tuple[str, str, str], RecordKey] = field(default_factory=dict)
    _systems: dict[RecordKey, dict[str, set[str]]] = field(default_factory=dict)

    def add(self, known: Known) -> None:
        self._digests[known.type, known.source_id, known.digest] = known
        if known.table is None or known.row is None:
            return
        if known.source_id is not None:
            self._records.setdefault((known.type, known.source_id), []).append((known.table, known.row))
        self._versions.setdefault((known.table, known.row), []).append(known)

    def remark(self, known: Known, mapped: str) -> None:
        """As `add`, for a row whose `mapped` changed."""
        newer = replace(known, mapped=mapped)
        self._digests[known.type, known.source_id, known.digest] = newer
        if known.table is not None and known.row is not None:
            listed = self._versions[known.table, known.row]
            listed[listed.index(known)] = newer

    def add_identifier(self, resource_type: str, system: str, value: str, record: RecordKey) -> None:
        self._identified.setdefault((resource_type, system, value), record)
        self._systems.setdefault(record, {}).setdefault(system, set()).add(value)

    def same(self, item: Item) -> Known | None:
        """The very resource, if it was imported before."""
        return self._digests.get((item.type, item.id, item.digest))

    def by_id(self, resource_type: str, source_id: str) -> RecordKey | None:
        """The record that a resource with this type and id became, the last one where ids were used twice."""
        return next(reversed(self.all_by_id(resource_type, source_id)), None)

    def all_by_id(self, resource_type: str, source_id: str) -> list[RecordKey]:
        return list(dict.fromkeys(self._records.get((resource_type, source_id), ())))

    def by_identifier(self, resource_type: str, system: str, value: str) -> RecordKey | None:
        return self._identified.get((resource_type, system, value))

    def record_of(self, item: Item, others: AbstractSet[tuple[str, str | None]]) -> RecordKey | None:
        """The record that `item` is about: by a shared identifier, else by type and id.

        The same id does not make it the same when an identifier of the same system says otherwise, nor a shared
        identifier when the record is that of another resource of this call (`others`, by type and id).
        """
        near = self.by_id(item.type, item.id) if item.id else None
        shared = {record for one in item.identifiers if (record := self.by_identifier(item.type, *one))}
        if near and (near in shared or any(value in self._values(near, system) for system, value in item.identifiers)):
            return near
        for record in sorted(shared):
            names = {(known.type, known.source_id) for known in self.versions(record, item.type)}
            if names and ((item.type, item.id) in names or not names & others):
                return record
        return near if near and not self._clash(near, item) else None

    def _values(self, record: RecordKey, system: str) -> set[str]:
        return self._systems.get(record, {}).get(system, set())

    def _clash(self, record: RecordKey, item: Item) -> bool:
        mine: dict[str, set[str]] = {}
        for system, value in item.identifiers:
            mine.setdefault(system, set()).add(value)
        return any(values.isdisjoint(held) for system, values in mine.items() if (held := self._values(record, system)))

    def without_versions(self) -> set[RecordKey]:
        """The records known by an identifier only."""
        return {record for record in self._identified.values() if record not in self._versions}

    def versions(self, record: RecordKey, resource_type: str) -> list[Known]:
        """The imported versions behind a record, the oldest first."""
        return [known for known in self._versions.get(record, []) if known.type == resource_type]

    def latest(self, record: RecordKey, resource_type: str) -> Known | None:
        """The version that the record was last brought up to."""
        return next((known for known in reversed(self.versions(record, resource_type)) if known.mapped), None)


_COLUMNS = (_S.id, _S.type, _S.source_id, _S.digest, _S.mapped, _S.record_kind, _S.record_id)


def of_patient(session: Session, patient_id: int) -> Scope:
    return _load(session, patient_id, _S.patient_id == patient_id, _I.patient_id == patient_id)


def of_nobody(session: Session, items: Sequence[Item]) -> Scope:
    """Only what can be about one of `items`: the directory may be large."""
    mine = among(_S.digest, {item.digest for item in items}) | among(
        _S.source_id, {item.id for item in items if item.id}
    )
    values = {value for item in items for _, value in item.identifiers}
    identified = _I.patient_id.is_(None) & among(_I.value, values)
    scope = _load(session, None, _S.patient_id.is_(None) & mine, identified)
    records = scope.without_versions()
    for table in {table for table, _ in records}:
        rows = {row for name, row in records if name == table}
        where = (_S.patient_id.is_(None), _S.record_kind == table, among(_S.record_id, rows))
        for row in session.execute(select(*_COLUMNS).where(*where).order_by(_S.id)):
            scope.add(Known(*row))
    return scope


def _load(
    session: Session, patient_id: int | None, sources: ColumnElement[bool], identifiers: ColumnElement[bool]
) -> Scope:
    scope = Scope(patient_id)
    for row in session.execute(select(*_COLUMNS).where(sources).order_by(_S.id)):
        scope.add(Known(*row))
    held = select(_I.kind, _I.record_id, _I.system, _I.value).where(identifiers)
    for table, key, system, value in session.execute(held.order_by(_I.id)):
        if system:
            for resource_type in TYPES_OF.get(table, ()):
                scope.add_identifier(resource_type, system, value, (table, key))
    return scope


TYPES_OF: dict[str, tuple[str, ...]] = {
    "organization": ("Organization", "HealthcareService"),
    "practitioner": ("Practitioner",),
    "related_person": ("RelatedPerson",),
    "condition": ("Condition",),
    "allergy": ("AllergyIntolerance",),
    "medication": ("MedicationRequest", "MedicationStatement"),
    "survey": ("Observation",),
    "document": ("DocumentReference",),
    "coverage": ("Coverage",),
    "encounter": ("Encounter",),
    "goal": ("Goal",),
    "care_plan": ("CarePlan",),
    "referral": ("ServiceRequest",),
    "appointment": ("Appointment",),
}


def among(column: ColumnElement[str], keys: Iterable[str | int]) -> ColumnElement[bool]:
    """`column` is one of `keys`, however many, as one bound value."""
    listed = func.json_each(json.dumps(list(keys))).table_valued("value")
    return column.in_(select(listed.c.value))
