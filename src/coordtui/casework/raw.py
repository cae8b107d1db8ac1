"""What was imported and kept as it came: counted, listed, and shown whole."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from coordtui.casework.base import fetch, table, utc
from coordtui.errors import NotFound
from coordtui.models.source import SourceResource

_S = table(SourceResource).c
_COUNTED = (
    select(_S.type, func.count()).where(_S.patient_id == bindparam("patient")).group_by(_S.type).order_by(_S.type)
)


@dataclass(frozen=True, slots=True)
class RawView:
    """One imported resource. `record_kind` is the table it became a row of, None when it is only kept."""

    source_resource_id: int
    type: str
    source_id: str | None
    record_kind: str | None
    record_id: int | None
    imported_at: dt.datetime
    problems: int


def raw_counts(session: Session, patient_id: int) -> dict[str, int]:
    """How many resources of each type came with a patient."""
    return dict(fetch(session, _COUNTED, lambda *row: row, {"patient": patient_id}))


def raw_list(session: Session, patient_id: int, type: str | None = None) -> tuple[RawView, ...]:
    """The imported resources of a patient, all or of one type, in the order in which they came."""
    columns = (_S.id, _S.type, _S.source_id, _S.record_kind, _S.record_id, _S.imported_at, _S.problems)
    statement = select(*columns).where(_S.patient_id == patient_id).order_by(_S.id)
    return fetch(session, statement if type is None else statement.where(_S.type == type), _view)


def _view(
    key: int,
    type: str,
    source_id: str | None,
    record_kind: str | None,
    record_id: int | None,
    imported_at: dt.datetime,
    problems: str | None,
) -> RawView:
    count = len(json.loads(problems)) if problems else 0
    return RawView(key, type, source_id, record_kind, record_id, utc(imported_at), count)


def raw_body(session: Session, source_resource_id: int) -> str:
    """An imported resource as indented JSON. Raises NotFound."""
    body = session.execute(select(_S.body).where(_S.id == source_resource_id)).scalar()
    if body is None:
        raise NotFound(f"There is no imported resource {source_resource_id}.", "It may have been undone.")
    return json.dumps(json.loads(zlib.decompress(body)), indent=2, ensure_ascii=False)
