"""What points from one record to another once all of them are written: parts and replacements, goals and concerns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select, update

from coordtui.casework.referral_steps import enter, log, overrides
from coordtui.exchange.fhir.batch import table_of
from coordtui.exchange.fhir.elements import Element, code, each, when
from coordtui.exchange.fhir.item import Item
from coordtui.exchange.fhir.known import RecordKey
from coordtui.exchange.fhir.mapping import Context
from coordtui.exchange.fhir.referral_history import Step, visit_steps
from coordtui.exchange.fhir.taking import Taking
from coordtui.models.care_plan import Concern, Goal
from coordtui.models.referral import EventKind, Referral
from coordtui.models.referral import ReferralState as S
from coordtui.rules.dates import moment_day
from coordtui.rules.referral import next_check
from coordtui.rules.referral_import import by_visit

_R, _G, _C = table_of(Referral).c, table_of(Goal).c, table_of(Concern).c


def link_referrals(taking: Taking, items: Iterable[Item]) -> None:
    """A referral is a part of the one that its request is based on or its task a part of, and follows the one that its
    request replaces. What is linked already stays, and no referral becomes a part of itself by a detour.
    """
    found: dict[str, dict[int, int]] = {"parent_id": {}, "rerouted_from_id": {}}
    for item in items:
        record = taking.rows.get(item.number)
        if record is None or record not in taking.changed:
            continue
        resource = taking.lookup.resource(item)
        context = taking.context(item, resource)
        # FHIR R4: basedOn and partOf are what it is a part of, replaces what it takes the place of
        whole = resource.get("basedOn") if item.type == "ServiceRequest" else resource.get("partOf")
        former = resource.get("replaces") if item.type == "ServiceRequest" else None
        for column, references in (("parent_id", whole), ("rerouted_from_id", former)):
            other = _first_row(context, references)
            if other is not None and other != record[1]:
                found[column].setdefault(record[1], other)
    for column, links in found.items():
        if links:
            _link(taking, column, links)


def link_visits(taking: Taking, visits: Iterable[Item]) -> None:
    """An appointment belongs to the referral that it was made for, unless that has one already, and moves it.

    Only what this call brings counts: what a person has taken apart since stays apart.
    """
    found: list[tuple[RecordKey, Item, Element]] = []
    for visit in visits:
        resource = taking.lookup.resource(visit) if taking.rows.get(visit.number) else {}
        if not resource.get("basedOn"):
            continue
        key = _first_row(taking.context(visit, resource), resource["basedOn"])
        if key is not None and {taking.rows[visit.number], ("referral", key)} & taking.changed:
            found.append((("referral", key), visit, resource))
    if found:
        taking.batch.flush()
    for record, visit, resource in sorted(found, key=lambda one: str(one[2].get("start")), reverse=True):
        visit_record = taking.rows[visit.number]
        free = (_R.id == record[1], _R.appointment_id.is_(None))
        taking.session.execute(update(table_of(Referral)).where(*free).values(appointment_id=visit_record[1]))
        if visit_record in taking.changed:
            _follow(taking, record, visit, resource)


def _follow(taking: Taking, record: RecordKey, visit: Item, resource: Element) -> None:
    """A visit that is new or changed moves its referral by the same rule as one that came with it, and its check."""
    referral = taking.session.get_one(Referral, record[1], populate_existing=True)
    visit_record = taking.rows[visit.number]
    if referral.appointment_id != visit_record[1]:
        return
    latest = taking.scope.latest(record, "ServiceRequest")
    mapped = taking.former(visit, latest) if latest else None
    unedited = latest is not None and mapped is not None and taking.writer.digest(record, mapped) == latest.mapped
    state = by_visit(referral.state, str(resource.get("status")))
    if state is not referral.state:
        for step in visit_steps(resource, state):
            _enter(taking, referral, step)
    elif state is S.SCHEDULED:
        _check_anew(taking, referral, visit, resource)
    taking.session.flush()
    if unedited and latest is not None and mapped is not None:
        taking.writer.remark(latest, taking.writer.digest(record, mapped))


def _enter(taking: Taking, referral: Referral, step: Step) -> None:
    came_from, today = referral.state, taking.moment.today
    if step.state is came_from:
        return
    on = min(step.day or referral.since, today)
    enter(taking.session, referral, step.state, taking.moment, on=on)
    log(taking.session, referral, EventKind.MOVE, taking.moment, on=on, details=step.details, came_from=came_from)


def _check_anew(taking: Taking, referral: Referral, visit: Item, resource: Element) -> None:
    """The visit has another day: so has the check that stood on it, but not one that a person has set."""
    known = [one for one in taking.scope.versions(taking.rows[visit.number], visit.type)[:-1] if one.mapped]
    before = taking.stored(visit, known[-1])[1] if known else resource
    own = overrides(taking.session)
    if referral.next_check_on == next_check(referral, own, visit_on=moment_day(when(before.get("start")))):
        referral.next_check_on = next_check(referral, own, visit_on=moment_day(when(resource.get("start"))))
        taking.changed.add(("referral", referral.id or 0))


def _first_row(context: Context, references: object) -> int | None:
    return next((key for one in each(references) if (key := context.row(one, "referral")) is not None), None)


def _link(taking: Taking, column: str, links: dict[int, int]) -> None:
    taking.batch.flush()
    of_patient = _R.patient_id == taking.scope.patient_id
    rows = taking.session.execute(select(_R.id, _R[column]).where(of_patient))
    held: dict[int, int | None] = {key: other for key, other in rows}  # noqa: C416 - rows are no pairs to mypy
    for key, other in links.items():
        if key in held and held[key] is None and not _leads_to(held, other, key):
            held[key] = other
            taking.session.execute(update(table_of(Referral)).where(_R.id == key).values({column: other}))


def _leads_to(held: dict[int, int | None], start: int, end: int) -> bool:
    seen: set[int] = set()
    at: int | None = start
    while at is not None and at not in seen:
        if at == end:
            return True
        seen.add(at)
        at = held.get(at)
    return False


# --- plans -----------------------------------------------------------------------------------------------------------


def claim_goals(taking: Taking, plans: Sequence[Item], goals: Sequence[Item]) -> None:
    """The goals that a plan names belong to it, unless they belong to another already; a goal stands under the concern
    of its plan that it addresses.
    """
    fresh = {item.number for item in (*plans, *goals) if taking.rows.get(item.number) in taking.changed}
    if not fresh:
        return
    taking.batch.flush()
    for plan in plans:
        if plan.number in fresh:
            _claim(taking, plan)
    for goal in goals:
        _place(taking, goal)


def _claim(taking: Taking, plan: Item) -> None:
    context = taking.context(plan, taking.lookup.resource(plan))
    keys = [key for one in each(context.get("goal")) if (key := context.row(one, "goal")) is not None]
    for key in keys:
        free = (_G.id == key, _G.plan_id.is_(None))
        taking.session.execute(update(table_of(Goal)).where(*free).values(plan_id=taking.rows[plan.number][1]))


def _place(taking: Taking, item: Item) -> None:
    """Put a goal under the concern that it addresses: the one of those words, else of that code."""
    record = taking.rows.get(item.number)
    resource: Element = taking.lookup.resource(item)
    if record is None or not resource.get("addresses"):
        return
    plan_id = taking.session.execute(select(_G.plan_id).where(_G.id == record[1], _G.concern_id.is_(None))).scalar()
    if plan_id is None:
        return
    concerns = taking.session.execute(select(_C.id, _C.text, _C.code, _C.system).where(_C.plan_id == plan_id)).all()
    context = taking.context(item, resource)
    for reference in each(resource.get("addresses")):
        words = context.named(reference)
        coded = code((context.target(reference) or {}).get("code"))
        near = [one.id for one in concerns if one.text == words or (coded[0] and (one.code, one.system) == coded)]
        if near:
            where = _G.id == record[1]
            taking.session.execute(update(table_of(Goal)).where(where).values(concern_id=near[0]))
            return
