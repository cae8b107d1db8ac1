"""To whom each resource belongs: a patient of this call, one in the vault, or nobody; and what has no home at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from coordtui.exchange.fhir import subjects
from coordtui.exchange.fhir.batch import table_of
from coordtui.exchange.fhir.identity import Facts, belongs_to
from coordtui.exchange.fhir.index import Index, at_base
from coordtui.exchange.fhir.item import Item
from coordtui.exchange.fhir.mappers import SHARED
from coordtui.exchange.fhir.refs import Ref, base_of
from coordtui.models.patient import Identifier, Patient
from coordtui.models.source import SourceResource

_P, _I, _S = table_of(Patient).c, table_of(Identifier).c, table_of(SourceResource).c
_NOBODYS = SHARED | {"PractitionerRole", "Location", "HealthcareService", "Medication"}


@dataclass(slots=True)
class Placing:
    """The resources that are not patients: (group, item), (patient id here, item), shared, and (item, why not)."""

    of_group: list[tuple[int, Item]] = field(default_factory=list)
    of_patient: list[tuple[int, Item]] = field(default_factory=list)
    shared: list[Item] = field(default_factory=list)
    refused: list[tuple[Item, str]] = field(default_factory=list)


class _Nowhere(Exception):
    """The subject of a resource cannot be found."""


def place(
    session: Session, items: Sequence[Item], index: Index, groups: Sequence[Sequence[Item]], facts: dict[int, Facts]
) -> Placing:
    """Find the patient of every resource. A subject that is nowhere, or could be two people, refuses the resource."""
    placing = Placing()
    finder = _Finder(session, index, {item.number: n for n, group in enumerate(groups) for item in group}, facts)
    for item in items:
        if item.type == "Patient":
            continue
        try:
            home = None if item.type in _NOBODYS else finder.home(item)
        except _Nowhere as reason:
            placing.refused.append((item, str(reason)))
            continue
        if home is None:
            placing.shared.append(item)
        elif home[0] == "group":
            placing.of_group.append((home[1], item))
        else:
            placing.of_patient.append((home[1], item))
    return placing


Home = tuple[str, int]
"""("group", its number) or ("patient", id in the vault)."""


class _Finder:
    def __init__(self, session: Session, index: Index, groups: dict[int, int], facts: dict[int, Facts]) -> None:
        self._session = session
        self._index = index
        self._groups = groups
        self._facts = facts
        self._vault: dict[Ref, list[int]] = {}

    def home(self, item: Item) -> Home | None:
        """Where a resource belongs; None for nobody. Raises _Nowhere."""
        reasons: list[_Nowhere] = []
        for ref in item.subjects:
            try:
                home = self._of(ref, item)
            except _Nowhere as reason:
                reasons.append(reason)
                continue
            if home is not None:
                return home
        if reasons and not subjects.is_loose(item.type):
            raise reasons[0]
        return None

    def _of(self, ref: Ref, item: Item) -> Home | None:
        """The patient a subject means; None for a subject that is no patient, or stands inside the resource."""
        if ref.contained is not None:
            return None
        found = self._index.find(ref, item)
        groups = sorted({self._groups[one.number] for one in found if one.number in self._groups})
        if len(groups) > 1:
            raise _Nowhere(f"its subject {ref.words()} could be any of {len(groups)} patients in this import")
        if groups:
            return ("group", groups[0])
        if found or (ref.type not in (None, "Patient") and ref.points):
            return None
        return self._in_vault(ref, item)

    def _in_vault(self, ref: Ref, item: Item) -> Home:
        if not ref.points:
            raise _Nowhere(f"its subject “{ref.words()}” is only named, not referred to")
        key = ref.at(item.base)
        if key not in self._vault:
            self._vault[key] = self._search(key)
        people = self._vault[key]
        if len(people) > 1:
            raise _Nowhere(f"its subject {ref.words()} could be any of {len(people)} patients here")
        if not people:
            raise _Nowhere(f"its subject {ref.words()} is neither in this import nor in the vault")
        self._check_name(ref, people[0])
        return ("patient", people[0])

    def _search(self, ref: Ref) -> list[int]:
        """The same rules as within the call, so that importing again finds no more than the first time."""
        if ref.value:
            held = select(_I.record_id).where(_I.kind == "patient", _I.value == ref.value, _I.system.is_not(None))
            return self._ids(held.where(_I.system == ref.system) if ref.system else held)
        sources = select(_S.patient_id, _S.full_url).where(_S.type == "Patient", _S.patient_id.is_not(None))
        if ref.uuid:
            urn = ref.uuid.lower().removeprefix("urn:uuid:")
            return self._ids(sources.where(_S.full_url == ref.uuid)) or self._ids(sources.where(_S.source_id == urn))
        rows = self._session.execute(sources.where(_S.source_id == ref.id)).all()
        return sorted({row[0] for row in at_base(rows, ref.base, lambda row: base_of(row[1], "Patient"))})

    def _ids(self, query: Select[Any]) -> list[int]:
        return sorted(set(self._session.execute(query).scalars()))

    def _check_name(self, ref: Ref, patient_id: int) -> None:
        """Ids are not global: an id alone must not file something under somebody whose name is another."""
        if ref.value or not ref.display:
            return
        names = self._session.execute(select(_P.fold).where(_P.id == patient_id)).scalar() or ""
        if not belongs_to(ref.display, frozenset(names.split()) - {"|"}):
            raise _Nowhere(f"its subject {ref.words()} has the id of someone here with another name")
