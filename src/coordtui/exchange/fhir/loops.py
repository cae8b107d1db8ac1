"""Referrals: a ServiceRequest and the Tasks that carry it out are one record together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from coordtui.exchange.fhir.elements import Element, each
from coordtui.exchange.fhir.item import Item
from coordtui.exchange.fhir.known import Known, RecordKey
from coordtui.exchange.fhir.mapping import Mapped
from coordtui.exchange.fhir.refs import parse
from coordtui.exchange.fhir.report import Fate
from coordtui.exchange.fhir.taking import Taking
from coordtui.exchange.fhir.upsert import NEWER

_REQUEST, _TASK = "ServiceRequest", "Task"


def take_referrals(taking: Taking, requests: Sequence[Item], tasks: Sequence[Item]) -> None:
    """Take every request with its tasks, then the tasks whose request is in the vault; others stay as they came."""
    of_request: dict[int, list[Item]] = defaultdict(list)
    alone: list[Item] = []
    present = {item.number for item in requests}
    for task in tasks:
        request = _focus(taking, task)
        if request is not None and request.number in present:
            of_request[request.number].append(task)
        else:
            alone.append(task)
    for request in requests:
        _take(taking, request, of_request[request.number])
    by_record: dict[RecordKey, list[Item]] = defaultdict(list)
    for task in alone:
        record = _in_vault(taking, task)
        if taking.scope.same(task) is not None or record is None:
            taking.take(task)
        else:
            by_record[record].append(task)
    for record, listed in by_record.items():
        _advance(taking, record, listed)


def _focus(taking: Taking, task: Item) -> Item | None:
    """The request that a task carries out: its focus, else what it is based on."""
    resource = taking.lookup.resource(task)
    for reference in [*each(resource.get("focus")), *each(resource.get("basedOn"))]:
        found = taking.index.one(parse(reference), task)
        if found is not None and found.type == _REQUEST:
            return found
    return None


def _in_vault(taking: Taking, task: Item) -> RecordKey | None:
    resource = taking.lookup.resource(task)
    for reference in [*each(resource.get("focus")), *each(resource.get("basedOn"))]:
        ref = parse(reference)
        if ref is not None and ref.type == _REQUEST and ref.id:
            return taking.scope.by_id(_REQUEST, ref.id)
    return None


def _take(taking: Taking, request: Item, tasks: list[Item]) -> None:
    fresh = [task for task in tasks if not taking.unchanged(task)]
    same = taking.scope.same(request)
    record = (same.table, same.row) if same and same.table and same.row else None
    record = record or taking.scope.record_of(request, taking.ids)
    if record is None:
        mapped = taking.map(request, tasks=[taking.lookup.resource(task) for task in _by_time(taking, tasks)])
        assert mapped is not None  # a request always maps
        record = taking.create(request, mapped)
        for task in fresh:
            _file(taking, task, record, "created")
    elif same is not None:
        taking.unchanged(request)
        if fresh:
            _advance(taking, record, fresh)
    else:
        _renew(taking, record, request, fresh)


def _renew(taking: Taking, record: RecordKey, request: Item, fresh: list[Item]) -> None:
    """A newer request, perhaps with newer tasks."""
    taking.rows[request.number] = record
    latest = taking.scope.latest(record, _REQUEST)
    before = _stored_tasks(taking, record, request)
    new = taking.map(request, tasks=_merged(taking, before, fresh))
    mapped = _apply(taking, record, request, latest, before, new)
    if mapped is None:
        taking.writer.propose(*record, taking.writer.source(request, record), NEWER)
    else:
        taking.writer.source(request, record, mapped)
        taking.changed.add(record)
    taking.fate(request, "kept_raw" if mapped is None else "updated")
    for task in fresh:
        _file(taking, task, record, "kept_raw" if mapped is None else _task_fate(taking, task))


def _advance(taking: Taking, record: RecordKey, fresh: list[Item]) -> None:
    """Newer tasks for a request that stays as it was."""
    latest = taking.scope.latest(record, _REQUEST)
    before = _stored_tasks(taking, record, fresh[0])
    mapped: str | None = None
    if latest is not None:
        request, resource = taking.stored(fresh[0], latest)
        new = taking.map(request, resource, _merged(taking, before, fresh))
        mapped = _apply(taking, record, fresh[0], latest, before, new)
    fates = [_task_fate(taking, task) for task in fresh]
    sources = [taking.writer.source(task, record) for task in fresh]
    if mapped is None or latest is None:
        taking.writer.propose(*record, sources[-1], NEWER)
    else:
        taking.writer.remark(latest, mapped)
        taking.changed.add(record)
    for task, fate in zip(fresh, fates, strict=True):
        taking.rows[task.number] = record
        taking.fate(task, "kept_raw" if mapped is None else fate)


def _apply(
    taking: Taking,
    record: RecordKey,
    item: Item,
    latest: Known | None,
    before: dict[str, Element],
    new: Mapped | None,
) -> str | None:
    old = taking.former(item, latest, _sorted(before.values())) if latest else None
    return taking.writer.apply(record, old, new, latest) if latest and old and new else None


def _file(taking: Taking, task: Item, record: RecordKey, fate: Fate) -> None:
    taking.writer.source(task, record)
    taking.rows[task.number] = record
    taking.fate(task, fate)


def _task_fate(taking: Taking, task: Item) -> Fate:
    known = taking.scope.by_id(_TASK, task.id) if task.id else None
    return "updated" if known else "created"


def _stored_tasks(taking: Taking, record: RecordKey, item: Item) -> dict[str, Element]:
    """The tasks of a referral that earlier imports brought, the newest version of each."""
    known = {one.source_id or f"#{one.id}": one for one in taking.scope.versions(record, _TASK)}
    return {key: taking.stored(item, one)[1] for key, one in known.items()}


def _merged(taking: Taking, before: dict[str, Element], fresh: list[Item]) -> list[Element]:
    newer = {task.id or f"##{task.number}": taking.lookup.resource(task) for task in fresh}
    return _sorted({**before, **newer}.values())


def _sorted(tasks: Iterable[Element]) -> list[Element]:
    return sorted(tasks, key=_time)


def _by_time(taking: Taking, tasks: list[Item]) -> list[Item]:
    return sorted(tasks, key=lambda task: _time(taking.lookup.resource(task)))


def _time(task: Element) -> str:
    """When a task last moved; the text of a FHIR moment sorts well enough."""
    found = task.get("lastModified") or task.get("authoredOn")
    return found if isinstance(found, str) else ""
