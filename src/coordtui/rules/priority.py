"""The queue's order: whole-number arithmetic that a person can check (domain sheet §8.3, exact).

An item is one open follow-up, a row is one person. `place` says where an item stands, `rank` ranks a person's items,
`why` tells the arithmetic and what would move the row. Every text here stays the same until `changes_on`, so a stored
ranking never says "tomorrow" on the wrong day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coordtui.rules.dates import FAR, show_day
from coordtui.rules.fold import fold
from coordtui.rules.follow_up import clock_opens, kind_of
from coordtui.rules.item import (
    ATTEMPT_POINTS,
    BALL_WORDS,
    CHECK_POINTS,
    DEFERRED,
    SCHEDULED,
    STALL_MOST,
    TIERS,
    WAITING,
    Item,
    Person,
    Place,
    Reason,
    Where,
    changes_on,
    clock_points,
    place,
    reasons_of,
    stall,
    total,
)

__all__ = [
    "BALL_WORDS",
    "DEFERRED",
    "SCHEDULED",
    "TIERS",
    "WAITING",
    "WEIGHTS_VERSION",
    "Item",
    "Person",
    "Place",
    "Ranked",
    "Reason",
    "Where",
    "Why",
    "clock_points",
    "place",
    "rank",
    "reasons_of",
    "total",
    "why",
]

WEIGHTS_VERSION = 1
MORE_POINTS, MORE_MOST = 3, 9
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A person's row. `tier`, `sort_key` are None and `items` empty when nothing of theirs is in the queue.

    `sort_key`: ascending text order of these is the order of the queue. `items`: the follow-up ids in the queue, the
    top one first; `in_queue`, `deferred`, `waiting` and `scheduled` count follow-ups. `next_due` is the earliest day on
    which anything must be done. `changes_on`: the ranking is the same on every day before it unless someone acts.
    """

    tier: int | None
    points: int
    reasons: tuple[Reason, ...]
    sort_key: str | None
    items: tuple[int, ...]
    in_queue: int
    deferred: int
    waiting: int
    scheduled: int
    next_due: dt.date | None
    changes_on: dt.date


# --- one row ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Standing:
    item: Item
    tier: int
    reasons: tuple[Reason, ...]
    points: int

    @property
    def order(self) -> tuple[int, int, dt.date, int]:
        return self.tier, -self.points, self.item.clock_on, self.item.follow_up_id


def rank(person: Person, items: Sequence[Item], today: dt.date) -> Ranked:
    """A person's row on `today`, whatever the order of `items`.

    Points: those of the top item, and 3 for each further item in the queue, at most 9.
    """
    places = [place(item, today) for item in items]
    wheres = [each.where for each in places]
    standing = _standing(person, items, places, today)
    top = standing[0] if standing else None
    more = len(standing) - 1
    reasons = top.reasons if top else ()
    if more > 0:
        reasons = (*reasons, Reason(f"{more} more", min(MORE_MOST, MORE_POINTS * more)))
    points = total(reasons)
    return Ranked(
        tier=top.tier if top else None,
        points=points,
        reasons=reasons,
        sort_key=_sort_key(person, top, points) if top else None,
        items=tuple(each.item.follow_up_id for each in standing),
        in_queue=len(standing),
        deferred=wheres.count(Where.DEFERRED),
        waiting=wheres.count(Where.WAITING),
        scheduled=wheres.count(Where.SCHEDULED),
        next_due=min((item.act_on for item in items), default=None),
        changes_on=_changes_on(person, items, today),
    )


def _standing(person: Person, items: Sequence[Item], places: Sequence[Place], today: dt.date) -> list[_Standing]:
    standing = []
    for item, where in zip(items, places, strict=True):
        if where.tier is not None:
            reasons = reasons_of(person, item, today)
            standing.append(_Standing(item, where.tier, reasons, total(reasons)))
    return sorted(standing, key=lambda each: each.order)


def _sort_key(person: Person, top: _Standing, points: int) -> str:
    """Tier, points descending, clock date, longest since two-way contact (never first), name, patient id."""
    two_way = person.last_two_way.isoformat() if person.last_two_way else "0000-00-00"
    name = fold(person.name)[:60]
    day = top.item.clock_on.isoformat()
    return f"{top.tier}|{999 - points:03}|{day}|{two_way}|{name}\t{person.person:012}"


# --- when it changes by itself ---------------------------------------------------------------------------------------


def _changes_on(person: Person, items: Iterable[Item], today: dt.date) -> dt.date:
    days = [changes_on(item, today) for item in items]
    if person.level_until and person.level_until >= today and person.level_until < FAR:
        days.append(person.level_until + _DAY)
    return min(days, default=FAR)


# --- why -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Why:
    """`lines`: the row's tier and sum, then each item's arithmetic. `moves`: what would move the row, in words."""

    lines: tuple[str, ...]
    moves: tuple[str, ...]


def why(person: Person, items: Sequence[Item], today: dt.date) -> Why:
    row = rank(person, items, today)
    by_id = {item.follow_up_id: item for item in items}
    top = by_id[row.items[0]] if row.items else None
    rest = [item for item in items if item.follow_up_id not in row.items]
    lines = [_head(row)]
    lines += [_item_line(person, by_id[number], today) for number in row.items]
    lines += [_item_line(person, item, today) for item in sorted(rest, key=lambda item: item.follow_up_id)]
    moves = [_by_itself(person, items, row, today)]
    if top:
        moves += [*_by_attempts(top), _by_finishing(person, items, top, today)]
    return Why(tuple(lines), tuple(move for move in moves if move))


def _head(row: Ranked) -> str:
    if row.tier is None:
        return "Not in the queue today."
    return f"Tier {row.tier}, {TIERS[row.tier]}: " + " · ".join(map(str, row.reasons)) + f" = {row.points}"


def _item_line(person: Person, item: Item, today: dt.date) -> str:
    where = place(item, today)
    if where.tier is None:
        return f"{item.text}: {_aside(item, where, today)}"
    reasons = reasons_of(person, item, today)
    return f"{item.text}: tier {where.tier}, " + " · ".join(map(str, reasons)) + f" = {total(reasons)}"


def _aside(item: Item, where: Place, today: dt.date) -> str:
    if where is DEFERRED and item.deferred_until:
        return f"snoozed, back {show_day(_back_on(item, today), today)}"
    if where is WAITING:
        return f"waiting on {BALL_WORDS[item.ball]}, check {show_day(item.act_on, today)}"
    return f"scheduled for {show_day(item.act_on, today)}"


def _back_on(item: Item, today: dt.date) -> dt.date:
    until = item.deferred_until or today
    opens = clock_opens(kind_of(item.kind), item.limit_on)
    return min(until, opens) if opens and opens > today else until


def _by_itself(person: Person, items: Sequence[Item], row: Ranked, today: dt.date) -> str:
    """The next day on which the row moves without an act; a day that only changes words is passed over."""
    day = row.changes_on
    for _ in range(40):
        if day == FAR:
            return "Nothing moves it by itself."
        then = rank(person, items, day)
        if (then.tier, then.points) != (row.tier, row.points):
            break
        day = then.changes_on
    when = show_day(day, today)
    if then.tier != row.tier:
        to = "out of the queue" if then.tier is None else f"tier {then.tier}, {TIERS[then.tier]}, {then.points} points"
        return f"{when}: {to}"
    return f"{when} {then.points - row.points:+d}: {then.reasons[0].text}" if then.reasons else ""


def _by_attempts(top: Item) -> list[str]:
    moves = []
    if top.attempts:
        saved = stall(top) - min(STALL_MOST, CHECK_POINTS * top.missed_checks)
        moves.append(f"a reach resets {top.attempts} failed attempt{'s' * (top.attempts > 1)} (-{saved})")
    gain = min(STALL_MOST - stall(top), ATTEMPT_POINTS)
    if gain > 0:
        moves.append(f"another failed attempt (+{gain})")
    return moves


def _by_finishing(person: Person, items: Sequence[Item], top: Item, today: dt.date) -> str:
    left = rank(person, [item for item in items if item.follow_up_id != top.follow_up_id], today)
    if left.tier is None:
        return f'finishing "{top.text}" takes the row out of today\'s queue'
    return f'finishing "{top.text}" leaves tier {left.tier}, {left.points} points'
