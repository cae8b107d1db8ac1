"""The act that brings in what belongs to no patient: the directory of people and organizations, and raw resources."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session

from coordtui.acts import Result, act
from coordtui.casework.directory import refold
from coordtui.clock import Moment
from coordtui.exchange.fhir.batch import table_of
from coordtui.exchange.fhir.directory import DETAILS, add_details
from coordtui.exchange.fhir.index import Index
from coordtui.exchange.fhir.item import Item
from coordtui.exchange.fhir.known import RecordKey, of_nobody
from coordtui.exchange.fhir.mappers import SHARED, order
from coordtui.exchange.fhir.mapping import Mapped
from coordtui.exchange.fhir.taking import Outcome, Taking
from coordtui.rules.fold import fold


@act("import.shared")
def import_shared(session: Session, items: Sequence[Item], index: Index, moment: Moment) -> Result:
    """Write the shared records; `value` is an Outcome whose `rows` say what became which record."""
    taking = Taking.begin(session, index, moment, {}, of_nobody(session, items), items)
    for item in sorted(items, key=lambda item: (order(item.type), item.number)):
        if item.type in SHARED:
            _take(taking, item)
        elif item.type not in DETAILS and not taking.unchanged(item):
            taking.keep(item)
    add_details(taking, items)
    taking.batch.flush()
    if any(fate in ("created", "updated") for _, fate in taking.fates):
        refold(session)
    outcome = Outcome(tuple(taking.fates), tuple(taking.writer.proposals), None, tuple(taking.rows.items()))
    return Result(label="Imported: FHIR records", value=outcome)


def _take(taking: Taking, item: Item) -> None:
    """As for a patient's records, but an id alone makes two the same only under the same name: ids are not global."""
    if taking.unchanged(item):
        return
    mapped = taking.map(item)
    if mapped is None:
        if item.type not in DETAILS:
            taking.keep(item)
        return
    record = taking.scope.record_of(item, taking.ids)
    if not any(taking.scope.by_identifier(item.type, *one) == record for one in item.identifiers):
        same_id = taking.scope.all_by_id(item.type, item.id) if item.id and record else []
        record = next((one for one in same_id if _same_name(taking, one, mapped)), None)
    if record is None:
        taking.create(item, mapped)
    else:
        taking.update(item, record, mapped)


def _same_name(taking: Taking, record: RecordKey, mapped: Mapped) -> bool:
    if mapped.model is None:
        return False
    waiting = taking.batch.waiting(mapped.model, record[1])
    columns = table_of(mapped.model).c
    held = waiting or taking.session.execute(select(columns.name).where(columns.id == record[1])).mappings().first()
    return held is not None and fold(held["name"]) == fold(mapped.values["name"])
