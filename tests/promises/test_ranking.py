"""Promise 2: the order of the made-up caseload explains itself, on the day and as days pass."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from coordtui.casework import today as queue
from coordtui.casework.today import Today
from coordtui.rules.follow_up import Rule, kind_of
from tests.world import DemoWorld


def test_what_is_stored_is_what_the_rule_gives_as_days_pass(demo: DemoWorld) -> None:
    for days in (0, 1, 2, 5, 9, 16, 30, 75, 200):
        day = demo.today + dt.timedelta(days=days)
        in_memory = demo.read(queue.today, day, stored=False)
        demo.ledger.derive(queue.refresh, day)
        stored = demo.read(queue.today, day)
        assert demo.read(queue.check_rank, day) == ()
        assert stored == in_memory
        check_order(stored)


def check_order(found: Today) -> None:
    """Ranked by tier, then by points; reasons add up; everybody stands once."""
    assert found.rows
    for row in found.rows:
        assert sum(reason.points for reason in row.reasons) == row.points, row
        assert all(reason.text for reason in row.reasons)
        assert 0 <= row.tier <= 4
    for above, below in pairwise(found.rows):
        assert (above.tier, -above.points) <= (below.tier, -below.points), (above, below)
    persons = [row.patient_id for row in found.rows]
    assert len(set(persons)) == len(persons)
    assert sum(found.counts.values()) == len(found.rows)
    steps = [row.follow_up_id for row in found.rows] + [more.follow_up_id for row in found.rows for more in row.more]
    assert len(set(steps)) == len(steps)


def test_what_is_about_safety_stands_first_whatever_the_points(demo: DemoWorld) -> None:
    rows = demo.read(queue.today, demo.today, stored=False).rows
    safety = [row for row in rows if row.tier == 0]
    assert safety
    assert all(kind_of(row.kind).rule is Rule.SAFETY for row in safety)
    assert rows[: len(safety)] == tuple(safety)
    least = min(row.points for row in safety)
    assert any(row.tier > 0 and row.points > least for row in rows), "else the tiers would prove nothing"


def test_narrowing_and_a_limit_change_who_is_shown_and_never_the_order(demo: DemoWorld) -> None:
    whole = demo.read(queue.today, demo.today, stored=False)
    assert demo.read(queue.today, demo.today, stored=False, limit=7).rows == whole.rows[:7]
    some = demo.read(queue.today, demo.today, stored=False, filter="level:high").rows
    assert some
    assert [row for row in whole.rows if row in some] == list(some)
