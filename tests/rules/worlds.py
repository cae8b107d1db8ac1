"""Made-up items, persons and days for the property tests of the rules."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from coordtui.models.acuity import Level
from coordtui.models.codes import Ball
from coordtui.rules.follow_up import KINDS
from coordtui.rules.priority import Item, Person

TODAY = dt.date(2026, 11, 24)

days = st.integers(-60, 60).map(lambda n: TODAY + dt.timedelta(days=n))
near_days = st.integers(-12, 20).map(lambda n: TODAY + dt.timedelta(days=n))
some_days = st.one_of(days, near_days)
levels = st.sampled_from([None, *Level])
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


def day(n: int) -> dt.date:
    """`n` days after TODAY."""
    return TODAY + dt.timedelta(days=n)


def item(number: int = 1, kind: str = "routine_contact", due: int = 0, **rest: object) -> Item:
    """An item due `due` days after TODAY; the rest as Item has it."""
    return Item(number, kind, f"item {number}", day(due), **rest)  # type: ignore[arg-type]


@st.composite
def items(draw: st.DrawFn, *, mine: bool = False, deferrable: bool = True) -> Item:
    return Item(
        follow_up_id=draw(st.integers(1, 10_000)),
        kind=draw(st.sampled_from(tuple(KINDS))),
        text="something to do",
        due_on=draw(some_days),
        next_check_on=draw(st.none() | some_days),
        limit_on=draw(st.none() | some_days),
        ball=Ball.ME if mine else draw(st.sampled_from(Ball)),
        attempts=draw(st.integers(0, 8)),
        missed_checks=draw(st.integers(0, 8)),
        deferred_until=draw(st.none() | near_days) if deferrable else None,
    )


def item_lists(*, mine: bool = False, deferrable: bool = True) -> st.SearchStrategy[list[Item]]:
    each = items(mine=mine, deferrable=deferrable)
    return st.lists(each, max_size=6, unique_by=lambda item: item.follow_up_id)


@st.composite
def persons(draw: st.DrawFn) -> Person:
    return Person(
        person=draw(st.integers(0, 99_999)),
        name=draw(names),
        level=draw(levels),
        last_two_way=draw(st.none() | some_days),
        barriers=draw(st.integers(0, 7)),
        level_until=draw(st.none() | near_days),
    )
