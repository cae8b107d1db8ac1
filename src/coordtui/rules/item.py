"""One open follow-up in the queue: where it stands, its points, and when that changes (domain sheet §8.3, exact)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from coordtui.models.acuity import Level
from coordtui.models.codes import Ball
from coordtui.rules.dates import FAR, show_day
from coordtui.rules.follow_up import Rule, clock_opens, kind_of

SOON_DAYS = 7
TIERS = ("safety now", "clock with consequence", "overdue or due today", "due soon or waiting too long", "hygiene")
CLOCK_STEPS = ((15, 0), (8, 6), (4, 14), (2, 22), (1, 28), (0, 32))
OVERDUE_MOST = 8
_STEPS = (*(least - 1 for least, _ in CLOCK_STEPS[:-1]), *range(-1, -OVERDUE_MOST - 1, -1))
_DAY, _WEEK = dt.timedelta(days=1), dt.timedelta(days=SOON_DAYS)
ACUITY_POINTS = {None: 0, Level.LOW: 0, Level.RISING: 5, Level.HIGH: 10, Level.COMPLEX: 15}
ATTEMPT_POINTS, CHECK_POINTS, STALL_MOST = 2, 1, 10
BARRIER_POINTS, BARRIER_MOST = 2, 10
BALL_WORDS = {
    Ball.ME: "me",
    Ball.PATIENT: "the patient",
    Ball.RECIPIENT: "the recipient",
    Ball.REQUESTER: "the requester",
    Ball.PAYER: "the payer",
    Ball.OTHER: "someone else",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One open follow-up. `limit_on` is the local date of the limit; `limit_at` its moment in the coordinator's zone
    (used for its clock time only, None when the limit is a whole day). `deferred_until` is the day it returns.
    """

    follow_up_id: int
    kind: str
    text: str
    due_on: dt.date
    next_check_on: dt.date | None = None
    limit_on: dt.date | None = None
    limit_at: dt.datetime | None = None
    ball: Ball = Ball.ME
    attempts: int = 0
    missed_checks: int = 0
    deferred_until: dt.date | None = None

    @property
    def act_on(self) -> dt.date:
        """When something must be done: the next check if the ball is with someone else, our due date if not."""
        return self.due_on if self.ball is Ball.ME else self.next_check_on or self.due_on

    @property
    def clock_on(self) -> dt.date:
        """The day the clock counts to: the earlier of `act_on` and the limit."""
        return min(self.act_on, self.limit_on) if self.limit_on else self.act_on


@dataclass(frozen=True, slots=True)
class Person:
    """Whose row it is; `person` is the patient id, 0 for what belongs to nobody yet.

    `level` is the acuity level that counts today (`acuity.effective`), `level_until` the last day on which it does
    when an override ends. `barriers` counts the open barriers of severity 3.
    """

    person: int
    name: str
    level: Level | None = None
    last_two_way: dt.date | None = None
    barriers: int = 0
    level_until: dt.date | None = None


class Where(StrEnum):
    QUEUE = "queue"
    DEFERRED = "deferred"
    WAITING = "waiting"
    SCHEDULED = "scheduled"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands; `tier` is 0 to 4 in the queue and None elsewhere."""

    where: Where
    tier: int | None = None


DEFERRED, WAITING, SCHEDULED = Place(Where.DEFERRED), Place(Where.WAITING), Place(Where.SCHEDULED)


@dataclass(frozen=True, slots=True)
class Reason:
    text: str
    points: int

    def __str__(self) -> str:
        return f"{self.text} (+{self.points})"


# --- one item --------------------------------------------------------------------------------------------------------


def place(item: Item, today: dt.date) -> Place:
    """Where the item stands on `today`: the first tier that matches, or deferred, waiting or scheduled.

    A snooze holds until its day, except that safety and a running clock are always in the queue. After its limit a
    missed clock may be snoozed like anything else, and comes back to T1.
    """
    tier = _tier(item, today)
    if item.deferred_until and item.deferred_until > today and not _unsnoozable(item, tier, today):
        return DEFERRED
    if tier is not None:
        return Place(Where.QUEUE, tier)
    return SCHEDULED if item.ball is Ball.ME else WAITING


def _unsnoozable(item: Item, tier: int | None, today: dt.date) -> bool:
    return tier == 0 or (tier == 1 and item.limit_on is not None and today <= item.limit_on)


def _tier(item: Item, today: dt.date) -> int | None:
    kind, act_on = kind_of(item.kind), item.act_on
    if kind.rule is Rule.SAFETY:
        return 0
    opens = clock_opens(kind, item.limit_on)
    if opens is not None and today >= opens:
        return 1
    soon = (act_on - today).days <= SOON_DAYS
    if kind.rule is Rule.HYGIENE and soon:
        return 4
    if item.ball is not Ball.ME and (today > act_on or (item.limit_on is not None and today > item.limit_on)):
        return 3
    if act_on <= today:
        return 2
    return 3 if soon else None


def clock_points(days: int) -> int:
    """0 to 40 by the calendar days left; negative is overdue."""
    if days < 0:
        return CLOCK_STEPS[-1][1] + min(OVERDUE_MOST, -days)
    return next(points for least, points in CLOCK_STEPS if days >= least)


def _clock_words(item: Item, today: dt.date) -> str:
    """What the clock says, e.g. "TCM call due today 17:00"; constant from the eighth day over on."""
    kind, day = kind_of(item.kind), item.clock_on
    by_limit = item.limit_on is not None and item.limit_on <= item.act_on
    noun = kind.label
    if item.ball is not Ball.ME:
        noun += f" with {BALL_WORDS[item.ball]}, {'limit' if by_limit else 'check'}"
    over = (today - day).days
    if over >= OVERDUE_MOST:
        return f"{noun} overdue since {show_day(day, today).split(' ', 1)[1]}"
    if over > 0:
        return f"{noun} {over} day{'s' * (over > 1)} overdue"
    at = f" {item.limit_at:%H:%M}" if by_limit and over == 0 and _has_time(item.limit_at) else ""
    return f"{noun} due {show_day(day, today)}{at}"


def _has_time(limit_at: dt.datetime | None) -> bool:
    """A limit that is only a day is stored as its last second."""
    return limit_at is not None and (limit_at.hour, limit_at.minute) != (23, 59)


def stall(item: Item) -> int:
    return min(STALL_MOST, ATTEMPT_POINTS * item.attempts + CHECK_POINTS * item.missed_checks)


def _stall_words(item: Item) -> str:
    parts = [(item.attempts, "failed attempt"), (item.missed_checks, "missed check")]
    return ", ".join(f"{n} {word}{'s' * (n > 1)}" for n, word in parts if n)


def reasons_of(person: Person, item: Item, today: dt.date) -> tuple[Reason, ...]:
    """The item's arithmetic, the clock first; what weighs nothing is left out, except the clock."""
    kind = kind_of(item.kind)
    level = f"{person.level} acuity"
    barriers = f"{person.barriers} severe barrier{'s' * (person.barriers > 1)}"
    rest = (
        Reason(kind.weight, kind.harm),
        Reason(level, ACUITY_POINTS[person.level]),
        Reason(_stall_words(item), stall(item)),
        Reason(barriers, min(BARRIER_MOST, BARRIER_POINTS * person.barriers)),
    )
    clock = Reason(_clock_words(item, today), clock_points((item.clock_on - today).days))
    return (clock, *(reason for reason in rest if reason.points))


def total(reasons: Iterable[Reason]) -> int:
    return sum(reason.points for reason in reasons)


# --- when it changes by itself ---------------------------------------------------------------------------------------


def changes_on(item: Item, today: dt.date) -> dt.date:
    """The first day after `today` on which the item's place, clock points or words differ; FAR for never."""
    now = _state(item, today)
    later = sorted(day for day in _boundaries(item, today) if day > today)
    return next((day for day in later if _state(item, day) != now), FAR)


def _state(item: Item, day: dt.date) -> tuple[Place, int, bool] | Place:
    """What of the item can be seen to change: its place, and in the queue the step of its clock and its year."""
    where = place(item, day)
    if where.tier is None:
        return where
    left = (item.clock_on - day).days
    dated = left > 1 or left <= -OVERDUE_MOST
    return where, _clock_step(left), dated and item.clock_on.year != day.year


def _clock_step(left: int) -> int:
    """The same number for all days on which points and words of the clock are the same, the year aside."""
    return max(left, -OVERDUE_MOST) if left < 2 else clock_points(left) + 2


def _boundaries(item: Item, today: dt.date) -> Iterator[dt.date]:
    """The next day of every sort on which something about the item can change; nothing changes between two of them."""
    clock, act_on = item.clock_on, item.act_on
    left = (clock - today).days
    step = next((n for n in _STEPS if n < left), None)
    if step is not None:
        yield today + dt.timedelta(days=left - step)
    if clock.year < FAR.year:
        yield dt.date(clock.year, 1, 1)
        yield dt.date(clock.year + 1, 1, 1)
    yield act_on - min(_WEEK, act_on - dt.date.min)
    yield act_on
    yield act_on + min(_DAY, FAR - act_on)
    if item.limit_on:
        yield item.limit_on + min(_DAY, FAR - item.limit_on)
        yield clock_opens(kind_of(item.kind), item.limit_on) or today
    yield item.deferred_until or today
