"""Writing one record: new, changed at the source, or edited here, in which case the change is only proposed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import PydanticUndefined
from sqlalchemy import delete, select, update
from sqlmodel import Session

from coordtui.clock import Moment
from coordtui.exchange.fhir.batch import Batch, name_of, table_of
from coordtui.exchange.fhir.item import Item
from coordtui.exchange.fhir.known import Known, RecordKey, Scope, among
from coordtui.exchange.fhir.mapping import Children, Mapped, Row
from coordtui.models.base import Record
from coordtui.models.patient import Identifier, Patient
from coordtui.models.source import ProposedMatch, SourceResource


def digest_of(values: Row) -> str:
    """SHA-256 of a record's mapped fields."""
    return hashlib.sha256(_CANONICAL.encode(values).encode()).hexdigest()


def _day(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} cannot be compared")


_CANONICAL = json.JSONEncoder(sort_keys=True, check_circular=False, default=_day)


@dataclass(slots=True)
class Writer:
    """Writes the records of one act. `patient_id` is None for shared ones."""

    session: Session
    batch: Batch
    scope: Scope
    moment: Moment
    patient_id: int | None
    proposals: list[Proposed] = field(default_factory=list)
    removed: list[RecordKey] = field(default_factory=list)

    def source(self, item: Item, record: RecordKey | None, mapped: str | None = None) -> int:
        """Keep the resource as it arrived, and what it became."""
        problems = [{"where": problem.path, "what": problem.what} for problem in item.problems]
        key = self.batch.add(
            SourceResource,
            {
                "patient_id": self.patient_id,
                "type": item.type,
                "source_id": item.id,
                "full_url": item.full_url,
                "digest": item.digest,
                "mapped": mapped,
                "record_kind": record[0] if record else None,
                "record_id": record[1] if record else None,
                "problems": json.dumps(problems) if problems else None,
                "imported_at": self.moment.at,
                "body": item.body,
            },
        )
        table, row = record or (None, None)
        self.scope.add(Known(key, item.type, item.id, item.digest, mapped, table, row))
        return key

    def create(self, item: Item, mapped: Mapped, identifiers: Sequence[Row] = ()) -> RecordKey:
        """Insert the record with its children, identifiers and source."""
        record = self._insert(mapped)
        self._identify(item.type, record, identifiers, set())
        self.source(item, record, digest_of(mapped.values))
        return record

    def _insert(self, mapped: Mapped) -> RecordKey:
        if mapped.model is None:
            keys = self._insert_children(mapped.children, None)
            return name_of(mapped.children[0].model), keys[0]
        owner = {"patient_id": self.patient_id} if "patient_id" in mapped.model.model_fields else {}
        key = self.batch.add(
            mapped.model, {**owner, **mapped.values, **mapped.derived, **mapped.initial, **mapped.fill}
        )
        if mapped.model is Patient:
            self.patient_id = self.scope.patient_id = key
        self._insert_children(mapped.children, key)
        return name_of(mapped.model), key

    def _insert_children(self, children: Sequence[Children], parent: int | None) -> list[int]:
        return [
            self.batch.add(group.model, {**row, **self._owner(group, parent)})
            for group in children
            for row in group.rows
        ]

    def _owner(self, group: Children, parent: int | None) -> Row:
        owner: Row = {"patient_id": self.patient_id}
        return {**owner, group.parent: parent} if group.parent else owner

    def identify(self, resource_type: str, record: RecordKey, identifiers: Sequence[Row]) -> None:
        """Add the identifiers that the record does not have yet."""
        where = (_I.kind == record[0], _I.record_id == record[1])
        held = {(system, value) for system, value in self.session.execute(select(_I.system, _I.value).where(*where))}
        self._identify(resource_type, record, identifiers, held)

    def _identify(
        self, resource_type: str, record: RecordKey, identifiers: Sequence[Row], held: set[tuple[str | None, str]]
    ) -> None:
        table, key = record
        for row in identifiers:
            if (row["system"], row["value"]) not in held:
                held.add((row["system"], row["value"]))
                self.batch.add(Identifier, {**row, "patient_id": self.patient_id, "kind": table, "record_id": key})
            if row["system"]:
                self.scope.add_identifier(resource_type, row["system"], row["value"], record)

    # --- newer content --------------------------------------------------------------------------------------------

    def apply(self, record: RecordKey, old: Mapped, new: Mapped, latest: Known) -> str | None:
        """Bring the record from `old`, the mapping of what was imported `latest`, to `new`.

        Returns the digest of its fields afterwards; None, and nothing changed, when a person has edited it here since.
        """
        self.batch.flush()
        key = record[1]
        ours = self._held(new.model, list(new.values), key)
        if ours is None or digest_of(ours) != latest.mapped or self._lost(old, key):
            return None
        changed = {name: value for name, value in new.values.items() if value != old.values.get(name)}
        if new.model is not None:
            derived = new.derived if changed.keys() & new.derived_from else {}
            self._set(new.model, key, {**changed, **derived, **self._empty(new.model, new.fill, key)})
        self._merge(old, new, key)
        return digest_of({**ours, **changed})

    def fill(
        self, record: RecordKey, model: type[Record], columns: Sequence[str], found: Row, latest: Known | None
    ) -> None:
        """Set fields of a record that are empty. `columns` are the compared ones: of those only, and of a record that
        came from `latest`, while nobody has edited it here.
        """
        new = self._empty(model, found, record[1])
        compared = {name: value for name, value in new.items() if name in columns}
        ours = self._held(model, columns, record[1]) if compared and latest is not None else None
        if ours is not None and latest is not None:
            if digest_of(ours) == latest.mapped:
                self.remark(latest, digest_of({**ours, **compared}))
            else:
                new = {name: value for name, value in new.items() if name not in compared}
        self._set(model, record[1], new)

    def digest(self, record: RecordKey, mapped: Mapped) -> str:
        """Of the compared fields as they stand in the vault now."""
        return digest_of(self._held(mapped.model, list(mapped.values), record[1]) or {})

    def _empty(self, model: type[Record], found: Row, key: int) -> Row:
        """Those of the values that are some, for columns in which the record has none."""
        wanted = {name: value for name, value in found.items() if value != _nothing(model, name)}
        held = self._held(model, list(wanted), key) if wanted else None
        return {name: wanted[name] for name, value in (held or {}).items() if value == _nothing(model, name)}

    def _set(self, model: type[Record], key: int, values: Row) -> None:
        waiting = self.batch.waiting(model, key)
        if waiting is not None:
            waiting.update(values)
        elif values:
            table = table_of(model)
            self.session.execute(update(table).where(table.c.id == key).values(**values))

    def remark(self, known: Known, mapped: str) -> None:
        """The record changed because of another resource: what counts as unedited from now on."""
        self._set(SourceResource, known.id, {"mapped": mapped})
        self.scope.remark(known, mapped)

    def _held(self, model: type[Record] | None, names: Sequence[str], key: int) -> Row | None:
        """The mapped fields as they stand in the vault, or will; {} for a record that is only its children."""
        if model is None:
            return {}
        waiting = self.batch.waiting(model, key)
        if waiting is not None:
            return {name: waiting[name] for name in names}
        columns = table_of(model).c
        found = self.session.execute(select(*(columns[name] for name in names)).where(columns.id == key)).first()
        return None if found is None else dict(zip(names, found, strict=True))

    def _lost(self, old: Mapped, key: int) -> bool:
        """Whether a child row that came with the record was changed or taken away here."""
        whole = [group for group in old.children if not group.loose]
        return any(not self._find(group, row, key) for group in whole for row in group.rows)

    def _find(self, group: Children, row: Row, key: int) -> list[int]:
        columns = table_of(group.model).c
        wanted = {**group.content(row), **self._owner(group, key)}
        where = [columns[name].is_not_distinct_from(value) for name, value in wanted.items()]
        return list(self.session.execute(select(columns.id).where(*where).order_by(columns.id)).scalars())

    def _merge(self, old: Mapped, new: Mapped, key: int) -> None:
        """Take away the child rows that the source no longer has, add those it has now; what was added here stays."""
        former = {group.model: group for group in old.children}
        for group in new.children:
            before = former.pop(group.model, Children(group.model, [], group.parent))
            self._replace(before, group, key)
        for group in former.values():
            self._replace(group, Children(group.model, [], group.parent), key)

    def _replace(self, before: Children, after: Children, key: int) -> None:
        left = [] if before.loose and not self._any(before, key) else [before.content(row) for row in before.rows]
        for row in after.rows:
            content = after.content(row)
            if content in left:
                left.remove(content)
            elif former := self._former(before, after, row, left, key):
                self._set(after.model, former, content)
            elif not self._find(after, row, key):
                self.batch.add(after.model, {**row, **self._owner(after, key)})
        for row in left:
            found = self._find(before, row, key)
            if found:
                self._remove(before.model, found[0])

    def _any(self, group: Children, key: int) -> bool:
        """Whether the record has any such row: one imported by an older program has none of a kind read since."""
        columns = table_of(group.model).c
        where = [columns[name] == value for name, value in self._owner(group, key).items()]
        return self.session.execute(select(columns.id).where(*where).limit(1)).first() is not None

    def _former(self, before: Children, after: Children, row: Row, left: list[Row], key: int) -> int | None:
        """The row that `row` is a new state of, known by its key; it is taken off `left`."""
        if not after.key:
            return None
        same = next((one for one in left if one[after.key] == row[after.key]), None)
        found = self._find(before, same, key) if same is not None else []
        if same is None or not found:
            return None
        left.remove(same)
        return found[0]

    def _remove(self, model: type[Record], key: int) -> None:
        """Delete a row, and let go of it what points to it."""
        table = table_of(model)
        for other in table.metadata.tables.values():
            for column in other.columns:
                if any(link.column is table.c.id for link in column.foreign_keys):
                    self.session.execute(update(other).where(column == key).values({column.name: None}))
        self.session.execute(delete(table).where(table.c.id == key))
        self.removed.append((table.name, key))

    def propose(self, table: str, key: int, source: int | None, why: str, other: int | None = None) -> None:
        """Leave something for a person to decide."""
        row = {
            "patient_id": self.patient_id,
            "other_patient_id": other,
            "record_kind": table,
            "record_id": key,
            "source_resource_id": source,
            "why": why,
        }
        self.batch.add(ProposedMatch, row)
        self.proposals.append(Proposed(self.patient_id, other, table, why))


@dataclass(frozen=True, slots=True)
class Proposed:
    patient_id: int | None
    other_patient_id: int | None
    table: str
    why: str


def _nothing(model: type[Record], name: str) -> Any:
    """What a column has when nothing is known."""
    default = model.model_fields[name].default
    return None if default is PydanticUndefined else default


NEWER = "The source has newer content, but this record was edited here."

_I = table_of(Identifier).c


def names_of(session: Session, keys: Sequence[int]) -> dict[int, str]:
    """Patients' names, for the report."""
    columns = table_of(Patient).c
    query = select(columns.id, columns.name).where(among(columns.id, keys))
    return {row.id: row.name for row in session.execute(query)}
