"""What a reference leads to: another resource of this call, or one that an earlier import left in the vault."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from coordtui.exchange.fhir.batch import table_of
from coordtui.exchange.fhir.elements import Element
from coordtui.exchange.fhir.index import Index, at_base
from coordtui.exchange.fhir.item import Item, unpack
from coordtui.exchange.fhir.known import RecordKey
from coordtui.exchange.fhir.refs import Ref, base_of
from coordtui.models.patient import Identifier
from coordtui.models.source import SourceResource

_S, _I = table_of(SourceResource).c, table_of(Identifier).c
_CACHED = 512


class Lookup:
    """For one act. `patient_id`: whose resources of the vault count besides the shared ones."""

    def __init__(self, session: Session, index: Index, rows: dict[int, RecordKey], patient_id: int | None) -> None:
        self.session = session
        self.index = index
        self.rows = rows
        self.patient_id = patient_id
        self._open: OrderedDict[int, Element] = OrderedDict()
        self._vault: dict[Ref, Element | None] = {}
        self._vault_rows: dict[tuple[Ref, str], int | None] = {}

    def resource(self, item: Item) -> Element:
        """The resource as objects, kept for a while; not to be changed."""
        found = self._open.pop(item.number, None)
        if found is None:
            found = item.resource()
        self._open[item.number] = found
        if len(self._open) > _CACHED:
            self._open.popitem(last=False)
        return found

    def look(self, ref: Ref, origin: Item) -> Element | None:
        item = self.index.one(ref, origin)
        if item is not None:
            return self.resource(item)
        key = ref.at(origin.base)
        if key not in self._vault:
            found = self._source(key)
            body = self.session.execute(select(_S.body).where(_S.id == found.id)).scalar() if found else None
            self._vault[key] = unpack(body) if body is not None else None
        return self._vault[key]

    def row_of(self, ref: Ref, origin: Item, table: str) -> int | None:
        """The row of `table` that the referenced resource became."""
        item = self.index.one(ref, origin)
        if item is not None:
            found = self.rows.get(item.number)
            return found[1] if found and found[0] == table else None
        key = (ref.at(origin.base), table)
        if key not in self._vault_rows:
            self._vault_rows[key] = self._row_in_vault(*key)
        return self._vault_rows[key]

    def _row_in_vault(self, ref: Ref, table: str) -> int | None:
        if ref.value:
            held = select(_I.record_id).where(_I.kind == table, _I.value == ref.value)
            if ref.system:
                held = held.where(_I.system == ref.system)
            listed = self.session.execute(held.distinct().limit(2)).scalars().all()
            return listed[0] if len(listed) == 1 else None
        found = self._source(ref)
        return int(found.record_id) if found is not None and found.record_kind == table else None

    def _source(self, ref: Ref) -> Row[Any] | None:
        """The newest version of what a reference means, among shared resources and this patient's."""
        columns = select(_S.id, _S.type, _S.full_url, _S.record_kind, _S.record_id).order_by(_S.id.desc())
        query = columns.where(_S.patient_id.is_(None) | (_S.patient_id == self.patient_id))
        if ref.uuid:
            return self.session.execute(query.where(_S.full_url == ref.uuid).limit(1)).first()
        if not ref.id:
            return None
        rows = self.session.execute(query.where(_S.type == ref.type, _S.source_id == ref.id)).all()
        return next(iter(at_base(rows, ref.base, lambda row: base_of(row.full_url, row.type))), None)
