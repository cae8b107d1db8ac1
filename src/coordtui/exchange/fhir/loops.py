"""Referrals: a ServiceRequest and the Tasks that carry it out are one record together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from coordtui.exchange.fhir.elements import Element, each
from coordtui.exchange.fhir.item import Item
from coordtui.exchange.fhir.known import Known, RecordKey
from coordtui.exchange.fhir.map_referral import is_referral
from coordtui.exchange.fhir.mapping import Mapped
from coordtui.exchange.fhir.referral_history import task_order
from coordtui.exchange.fhir.refs import parse
from coordtui.exchange.fhir.report import Fate
from coordtui.exchange.fhir.taking import Taking
from coordtui.exchange.fhir.upsert import NEWER

_REQUEST, _TASK = "ServiceRequest", "Task"


def take_referrals(
    taking: Taking, requests: Sequence[Item], tasks: Sequence[Item], visits: Sequence[Item] = ()
) -> None:
    """Take every request with its tasks, then the tasks whose request is in the vault; others stay as they came.

    `visits` are the appointments of this call. A request that is no referral stays raw, with its tasks.
    """
    present = {item.number for item in requests}
    of_request, alone = _by_request(taking, tasks, present)
    made_for = _visits(taking, visits, present) if requests else {}
    for request in requests:
        mine = of_request[request.number]
        if _is_ours(taking, request, mine):
            _take(taking, request, mine, made_for.get(request.number, []))
        else:
            _leave(taking, [request, *mine])
    by_record: dict[RecordKey, list[Item]] = defaultdict(list)
    for task in alone:
        record = _in_vault(taking, task)
        if taking.scope.same(task) is not None or record is None:
            taking.take(task)
        else:
            by_record[record].append(task)
    for record, listed in by_record.items():
        _advance(taking, record, listed)


def _by_request(
    taking: Taking, tasks: Sequence[Item], present: set[int]
) -> tuple[Mapping[int, list[Item]], list[Item]]:
    """The tasks by the request of this call that they carry out, and those of none."""
    of_request: dict[int, list[Item]] = defaultdict(list)
    alone: list[Item] = []
    for task in tasks:
        request = _focus(taking, task)
        if request is not None and request.number in present:
            of_request[request.number].append(task)
        else:
            alone.append(task)
    return of_request, alone


def _visits(taking: Taking, visits: Sequence[Item], present: set[int]) -> Mapping[int, list[Element]]:
    """The appointments by the request that they were made for, the latest last."""
    found: dict[int, list[Element]] = defaultdict(list)
    for visit in visits:
        resource = taking.lookup.resource(visit)
        for reference in each(resource.get("basedOn")):
            request = taking.index.one(parse(reference), visit)
            if request is not None and request.number in present:
                found[request.number].append(resource)
    return {number: sorted(listed, key=lambda one: str(one.get("start"))) for number, listed in found.items()}


def _is_ours(taking: Taking, request: Item, tasks: list[Item]) -> bool:
    """Whether it is a referral, or was taken for one before: what stands here is not given up."""
    same = taking.scope.same(request)
    if same is not None:
        return same.table is not None
    if taking.scope.record_of(request, taking.ids) is not None:
        return True
    return is_referral(taking.lookup.resource(request), carried_out=bool(tasks))


def _leave(taking: Taking, items: Sequence[Item]) -> None:
    for item in items:
        if not taking.unchanged(item):
            taking.keep(item)


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


def _take(taking: Taking, request: Item, tasks: list[Item], visits: list[Element]) -> None:
    fresh = [task for task in tasks if not taking.unchanged(task)]
    same = taking.scope.same(request)
    record = (same.table, same.row) if same and same.table and same.row else None
    record = record or taking.scope.record_of(request, taking.ids)
    if record is None:
        newest, past = _versions([taking.lookup.resource(task) for task in tasks])
        mapped = taking.map(request, tasks=newest, past=past, visits=visits)
        assert mapped is not None  # a request always maps
        record = taking.create(request, mapped)
        for task in fresh:
            _file(taking, task, record, "created")
    elif same is not None:
        taking.unchanged(request)
        if fresh:
            _advance(taking, record, fresh)
    else:
        _renew(taking, record, request, fresh, visits)


def _renew(taking: Taking, record: RecordKey, request: Item, fresh: list[Item], visits: list[Element]) -> None:
    """A newer request, perhaps with newer tasks."""
    taking.rows[request.number] = record
    latest = taking.scope.latest(record, _REQUEST)
    before = _stored_tasks(taking, record, request)
    newest, past = _merged(taking, before, fresh)
    new = taking.map(request, tasks=newest, past=past, visits=visits)
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
        newest, past = _merged(taking, before, fresh)
        new = taking.map(request, resource, newest, past)
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
    before: Sequence[Element],
    new: Mapped | None,
) -> str | None:
    old = taking.former(item, latest, *_versions(before)) if latest else None
    return taking.writer.apply(record, old, new, latest) if latest and old and new else None


def _file(taking: Taking, task: Item, record: RecordKey, fate: Fate) -> None:
    taking.writer.source(task, record)
    taking.rows[task.number] = record
    taking.fate(task, fate)


def _task_fate(taking: Taking, task: Item) -> Fate:
    known = taking.scope.by_id(_TASK, task.id) if task.id else None
    return "updated" if known else "created"


def _stored_tasks(taking: Taking, record: RecordKey, item: Item) -> list[Element]:
    """Every version of the tasks of a referral that earlier imports brought, the oldest first."""
    return [taking.stored(item, one)[1] for one in taking.scope.versions(record, _TASK)]


def _merged(taking: Taking, before: list[Element], fresh: list[Item]) -> tuple[list[Element], list[Element]]:
    return _versions([*before, *(taking.lookup.resource(task) for task in fresh)])


def _versions(tasks: Iterable[Element]) -> tuple[list[Element], list[Element]]:
    """(the newest version of each task, the one that moved last at the end; those before). Input oldest first."""
    newest: dict[object, Element] = {}
    past: list[Element] = []
    for place, task in enumerate(tasks):
        key = task.get("id") or place
        if key in newest:
            past.append(newest[key])
        newest[key] = task
    return sorted(newest.values(), key=task_order), past
