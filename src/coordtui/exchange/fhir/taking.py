"""What the acts of an import share: one resource after the other becomes a record, changes one, or stays as it came."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlmodel import Session

from coordtui.clock import Moment
from coordtui.exchange.fhir.batch import Batch, table_of
from coordtui.exchange.fhir.elements import Element
from coordtui.exchange.fhir.index import Index
from coordtui.exchange.fhir.item import Item, Problem
from coordtui.exchange.fhir.known import Known, RecordKey, Scope
from coordtui.exchange.fhir.lookup import Lookup
from coordtui.exchange.fhir.mappers import MAPPERS
from coordtui.exchange.fhir.mapping import Context, Mapped
from coordtui.exchange.fhir.report import Fate
from coordtui.exchange.fhir.upsert import NEWER, Proposed, Writer
from coordtui.models.source import SourceResource

_S = table_of(SourceResource).c


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the resources of one act, by their number in the call."""

    fates: tuple[tuple[int, Fate], ...]
    proposals: tuple[Proposed, ...]
    patient_id: int | None = None
    rows: tuple[tuple[int, RecordKey], ...] = ()


@dataclass(slots=True)
class Taking:
    """One act's work. `rows` says what each resource of the call became, the shared ones included."""

    session: Session
    index: Index
    moment: Moment
    rows: dict[int, RecordKey]
    scope: Scope
    ids: frozenset[tuple[str, str | None]]
    batch: Batch
    writer: Writer
    lookup: Lookup
    fates: list[tuple[int, Fate]] = field(default_factory=list)
    changed: set[RecordKey] = field(default_factory=set)

    @classmethod
    def begin(
        cls,
        session: Session,
        index: Index,
        moment: Moment,
        rows: dict[int, RecordKey],
        scope: Scope,
        items: Sequence[Item],
    ) -> Taking:
        batch = Batch(session)
        return cls(
            session=session,
            index=index,
            moment=moment,
            rows=rows,
            scope=scope,
            ids=frozenset((item.type, item.id) for item in items),
            batch=batch,
            writer=Writer(session, batch, scope, moment, scope.patient_id),
            lookup=Lookup(session, index, rows, scope.patient_id),
        )

    def fate(self, item: Item, fate: Fate) -> None:
        self.fates.append((item.number, fate))

    def context(
        self,
        item: Item,
        resource: Element,
        tasks: Sequence[Element] = (),
        past: Sequence[Element] = (),
        visits: Sequence[Element] = (),
    ) -> Context:
        look, row_of = self.lookup.look, self.lookup.row_of
        return Context(item, resource, self.moment, look, row_of, tuple(tasks), tuple(past), tuple(visits))

    def map(
        self,
        item: Item,
        resource: Element | None = None,
        tasks: Sequence[Element] = (),
        past: Sequence[Element] = (),
        visits: Sequence[Element] = (),
    ) -> Mapped | None:
        mapper = MAPPERS.get(item.type) if item.speaks else None
        if mapper is None:
            return None
        found = self.lookup.resource(item) if resource is None else resource
        return mapper(self.context(item, found, tasks, past, visits))

    def unchanged(self, item: Item) -> bool:
        """Whether exactly this was imported before; then that is all there is to do."""
        same = self.scope.same(item)
        if same is None:
            return False
        if same.table and same.row:
            self.rows[item.number] = (same.table, same.row)
        self.fate(item, "unchanged")
        return True

    def take(self, item: Item) -> None:
        if self.unchanged(item):
            return
        mapped = self.map(item)
        if mapped is None:
            self.keep(item)
            return
        record = self.scope.record_of(item, self.ids)
        if record is None:
            self.create(item, mapped)
        else:
            self.update(item, record, mapped)

    def keep(self, item: Item) -> None:
        self.writer.source(item, None)
        self.fate(item, "kept_raw")

    def create(self, item: Item, mapped: Mapped) -> RecordKey:
        identifiers = list(self.context(item, self.lookup.resource(item)).identifiers()) if item.identifiers else []
        record = self.writer.create(item, mapped, [row for row in identifiers if row["system"]])
        self.rows[item.number] = record
        self.changed.add(record)
        self.fate(item, "created")
        return record

    def update(self, item: Item, record: RecordKey, new: Mapped) -> None:
        """Newer content for a record we have."""
        self.rows[item.number] = record
        latest = self.scope.latest(record, item.type)
        old = self.former(item, latest) if latest else None
        mapped = self.writer.apply(record, old, new, latest) if latest and old else None
        if mapped is None:
            self.writer.propose(*record, self.writer.source(item, record), NEWER)
            self.fate(item, "kept_raw")
        else:
            self.writer.source(item, record, mapped)
            self.changed.add(record)
            self.fate(item, "updated")

    def former(
        self, item: Item, known: Known, tasks: Sequence[Element] = (), past: Sequence[Element] = ()
    ) -> Mapped | None:
        """What the version imported before would become today, read where `item` stands."""
        stored, resource = self.stored(item, known)
        mapper = MAPPERS[known.type]
        return mapper(self.context(stored, resource, tasks, past))

    def stored(self, item: Item, known: Known) -> tuple[Item, Element]:
        """A version from the vault, as if it stood where `item` stands."""
        self.batch.flush()
        row = self.session.execute(select(_S.body, _S.problems).where(_S.id == known.id)).one()
        listed = json.loads(row.problems) if row.problems else []
        problems = tuple(Problem(one["where"], one["what"]) for one in listed)
        stored = replace(item, type=known.type, id=known.source_id, body=row.body, problems=problems)
        return stored, stored.resource()

    def outcome(self) -> Outcome:
        return Outcome(tuple(self.fates), tuple(self.writer.proposals), self.scope.patient_id)
