"""The ranking as derived data: gathered from the records, ranked by the rules, kept in `queue_row`.

Whatever the number of persons, gathering takes a constant number of queries.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Executable, bindparam, delete, func, or_, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from coordtui.casework import search_index
from coordtui.casework.acuity import Standing, standing
from coordtui.casework.base import OPEN, Keyed, local, table, zone_of
from coordtui.casework.follow_up_views import item
from coordtui.casework.promises import mend
from coordtui.clock import Clock, Moment
from coordtui.models.care_plan import Barrier
from coordtui.models.contact import Contact
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import Patient
from coordtui.models.queue_row import QueueRow
from coordtui.rules.priority import Item, Person, Reason, Why, rank
from coordtui.rules.priority import why as explain

NOBODY = 0
"""The person of what belongs to nobody yet."""
NOBODY_NAME = "Notes to file"

_F, _P, _C, _B, _Q = (table(model).c for model in (FollowUp, Patient, Contact, Barrier, QueueRow))
_ITEM = (
    *(_F.id, _F.kind, _F.text, _F.due_on, _F.next_check_on, _F.limit_at),
    *(_F.ball, _F.attempts, _F.missed_checks, _F.deferred_until),
)


@dataclass(frozen=True, slots=True)
class Ranking:
    """What `queue_row` holds of one person: see `models/queue_row.py` and `rules.priority.Ranked`."""

    person: int
    tier: int | None
    points: int
    sort_key: str | None
    items: tuple[int, ...]
    reasons: tuple[Reason, ...]
    in_queue: int
    deferred: int
    waiting: int
    scheduled: int
    next_due: dt.date | None
    ranked_on: dt.date
    changes_on: dt.date


Gathered = tuple[Person, list[Item]]


def gather(session: Session, persons: Iterable[int] | None, on: dt.date) -> dict[int, Gathered]:
    """Each person who has open follow-ups, with them; of everyone when `persons` is None."""
    keys = None if persons is None else frozenset(persons)
    zone = zone_of(session)
    items = _items(session, keys, zone)
    known = frozenset(items) if keys is None else keys
    levels = standing(session, None if keys is None else known, on)
    people = {row[0]: (row[1], row[2], row[3]) for row in _PEOPLE.rows(session, keys)}
    people[NOBODY] = (NOBODY_NAME, None, 0)
    return {key: (_person(key, *people[key], levels.get(key), zone), found) for key, found in items.items()}


def _person(
    key: int, name: str, reached: dt.datetime | None, barriers: int, acuity: Standing | None, zone: str
) -> Person:
    """`reached`: when they last had two-way contact; its day is that on the coordinator's clock."""
    overridden = acuity is not None and acuity.override is not None
    return Person(
        person=key,
        name=name,
        level=None if acuity is None else acuity.effective,
        last_two_way=None if reached is None else local(reached, zone).date(),
        barriers=barriers,
        level_until=acuity.override_until if acuity and overridden else None,
    )


def _items(session: Session, keys: frozenset[int] | None, zone: str) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = {}
    for row in _OF_PATIENTS.rows(session, keys):
        found.setdefault(row[0], []).append(item(*row[1:], zone=zone))
    if keys is None or NOBODY in keys:
        nobodys = [item(*row[1:], zone=zone) for row in session.execute(_OF_NOBODY)]
        found.update({NOBODY: nobodys} if nobodys else {})
    return found


_OPEN_ITEMS = select(_F.patient_id, *_ITEM).where(_F.status == OPEN)
_OF_PATIENTS = Keyed(lambda within: _OPEN_ITEMS.where(within(_F.patient_id), _F.patient_id.is_not(None)))
_OF_NOBODY = _OPEN_ITEMS.where(_F.patient_id.is_(None))
_REACHED = select(func.max(_C.at)).where(_C.reached, _C.patient_id == _P.id).scalar_subquery()
_SEVERE = (
    select(func.count()).where(_B.severity == 3, _B.resolved_on.is_(None), _B.patient_id == _P.id).scalar_subquery()
)
_PEOPLE = Keyed(lambda within: select(_P.id, _P.name, _REACHED, _SEVERE).where(within(_P.id)))
"""Each with the last two-way contact and the number of severe barriers: two searches of an index a person."""


def ranking_of(gathered: Gathered, on: dt.date) -> Ranking:
    person, items = gathered
    row = rank(person, items, on)
    return Ranking(
        person=person.person,
        tier=row.tier,
        points=row.points,
        sort_key=row.sort_key,
        items=row.items,
        reasons=row.reasons,
        in_queue=row.in_queue,
        deferred=row.deferred,
        waiting=row.waiting,
        scheduled=row.scheduled,
        next_due=row.next_due,
        ranked_on=on,
        changes_on=row.changes_on,
    )


def rank_all(session: Session, on: dt.date) -> Iterator[Ranking]:
    """Everyone's ranking for a day, computed and not stored, in no order."""
    return (ranking_of(one, on) for one in gather(session, None, on).values())


def why(session: Session, person: int, today: dt.date) -> Why:
    """The arithmetic of a person's row, and what would move it."""
    found = gather(session, (person,), today).get(person)
    return explain(*(found or (Person(person, ""), [])), today)


# --- the derived table -----------------------------------------------------------------------------------------------


def rerank(session: Session, persons: Iterable[int], on: dt.date) -> None:
    """Rank these persons again and keep the result; a person without open follow-ups has no row."""
    keys = frozenset(persons)
    session.flush()
    found = gather(session, keys, on)
    gone = keys - found.keys()
    if gone:
        session.execute(_FORGET, [{"gone": key} for key in gone])
    _keep(session, [ranking_of(one, on) for one in found.values()])


def rebuild(session: Session, on: dt.date) -> None:
    """Make the whole derived table anew."""
    session.execute(delete(_Q.person.table))
    _keep(session, list(rank_all(session, on)))


def refresh(session: Session, on: dt.date) -> int:
    """Rank again whose day has come (or, with the clock set back, not come yet), and who has no row though they should.

    Returns how many persons that were.
    """
    stale = set(session.scalars(select(_Q.person).where(is_stale(on))))
    stale.update(session.scalars(_WITHOUT_ROW))
    if stale:
        rerank(session, stale, on)
    return len(stale)


_BUSY = select(_F.patient_id).where(_F.status == OPEN).distinct().subquery()
_WHOSE = func.coalesce(_BUSY.c.patient_id, NOBODY)
_WITHOUT_ROW = select(_WHOSE).where(_WHOSE.not_in(select(_Q.person)))
"""Each person is looked up once, however many follow-ups they have: asked at every start."""


def is_stale(on: dt.date) -> ColumnElement[bool]:
    """Whether a kept row may differ on that day."""
    return or_(_Q.changes_on <= on, _Q.ranked_on > on)


def _keep(session: Session, rankings: list[Ranking]) -> None:
    if not rankings:
        return
    session.execute(_KEEP, [kept_values(one) for one in rankings])


def _upsert() -> Executable:
    statement = insert(_Q.person.table)
    others = {column.name: statement.excluded[column.name] for column in _Q if column.name != "person"}
    return statement.on_conflict_do_update(index_elements=[_Q.person], set_=others)


_KEEP = _upsert()
_FORGET = delete(_Q.person.table).where(_Q.person == bindparam("gone"))


def kept_values(one: Ranking) -> dict[str, object]:
    """Its columns of `queue_row` by name."""
    return {
        "person": one.person,
        "tier": one.tier,
        "points": one.points,
        "sort_key": one.sort_key,
        "follow_up_id": one.items[0] if one.items else None,
        "reasons": json.dumps([[reason.text, reason.points] for reason in one.reasons], ensure_ascii=False),
        "items": json.dumps(one.items),
        "in_queue": one.in_queue,
        "deferred": one.deferred,
        "waiting": one.waiting,
        "scheduled": one.scheduled,
        "next_due": one.next_due,
        "ranked_on": one.ranked_on,
        "changes_on": one.changes_on,
    }


KEPT = (
    *(_Q.person, _Q.tier, _Q.points, _Q.sort_key, _Q["items"], _Q.reasons),
    *(_Q.in_queue, _Q.deferred, _Q.waiting, _Q.scheduled, _Q.next_due, _Q.ranked_on, _Q.changes_on),
)


def kept(row: Iterable[Any]) -> Ranking:
    """A row of the columns `KEPT`."""
    person, tier, points, sort_key, items, reasons, *counts = row
    found = [Reason(text, each) for text, each in _read(reasons)[0]]
    return Ranking(person, tier, points, sort_key, tuple(_read(items)[0]), tuple(found), *counts)


_read = json.JSONDecoder().raw_decode


def settle_hook(clock: Clock) -> Callable[[Session, Iterable[int]], None]:
    """What the Ledger calls in the transaction of every act, undo and redo."""
    return lambda session, patients: settle(session, patients, clock.moment())


def settle(session: Session, patients: Iterable[int], moment: Moment) -> None:
    """After an act: mend, then rank whom it touched, and let what it changed be found."""
    touched = frozenset(patients) | {NOBODY}
    mend(session, touched, moment)
    rerank(session, touched, moment.today)
    search_index.follow(session)


@dataclass(frozen=True, slots=True)
class RankFault:
    """A person whose kept row is not what the rules say. No patient data in it."""

    person: int
    what: str


def check_rank(session: Session, on: dt.date) -> tuple[RankFault, ...]:
    """Compare every kept row with the rules, on the day it was ranked and on `on` if it should still hold then."""
    stored = {row.person: row for row in map(kept, session.execute(select(*KEPT)))}
    by_day: dict[dt.date, set[int]] = {}
    for row in stored.values():
        by_day.setdefault(row.ranked_on, set()).add(row.person)
        if row.ranked_on < on < row.changes_on:
            by_day.setdefault(on, set()).add(row.person)
    faults = []
    for day, persons in sorted(by_day.items()):
        found = gather(session, persons, day)
        faults += [RankFault(person, "has a row and no open follow-up") for person in persons - found.keys()]
        for person, gathered in found.items():
            wrong = _differences(stored[person], ranking_of(gathered, day))
            faults += [RankFault(person, f"{name} differs") for name in wrong]
    missing = gather(session, None, on).keys() - stored.keys()
    return (*faults, *(RankFault(person, "has open follow-ups and no row") for person in sorted(missing)))


def _differences(row: Ranking, fresh: Ranking) -> list[str]:
    names = ("tier", "points", "sort_key", "items", "reasons", "in_queue", "deferred", "waiting", "scheduled")
    names = (*names, "next_due", *(("changes_on",) if row.ranked_on == fresh.ranked_on else ()))
    return [name for name in names if getattr(row, name) != getattr(fresh, name)]
