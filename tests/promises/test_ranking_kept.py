"""Promise 2, kept: the stored ranking is what the rules say, and a row that is not is found and repaired."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from coordtui.casework import today as queue
from coordtui.casework.base import table
from coordtui.models.queue_row import QueueRow
from coordtui.store.vault import Vault
from tests.casework.world import World

_Q = table(QueueRow)


@pytest.fixture
def world(vault: Vault) -> World:
    made = World(vault)
    for name in ("Ana", "Bo"):
        made.plan(made.add(name), "food")
    return made


def tamper(world: World, statement: Any) -> None:
    def run(session: Session) -> None:
        session.execute(statement)

    world.ledger.derive(run)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("points", 7),
        ("tier", None),
        ("sort_key", "0"),
        ("items", "[]"),
        ("reasons", '[["made up", 7]]'),
        ("scheduled", 5),
        ("next_due", None),
        ("changes_on", dt.date.max),
    ],
)
def test_a_kept_value_that_the_rules_do_not_give_is_found_and_repaired(world: World, column: str, value: Any) -> None:
    before = world.today()
    tamper(world, update(_Q).where(_Q.c.person == 1).values({column: value}))
    assert world.read(queue.check_rank, world.day) == (queue.RankFault(1, f"{column} differs"),)
    world.ledger.derive(queue.rebuild, world.day)
    assert world.read(queue.check_rank, world.day) == ()
    assert world.today() == before


def test_a_missing_row_and_one_too_many_are_found(world: World) -> None:
    tamper(world, delete(_Q).where(_Q.c.person == 1))
    tamper(world, insert(_Q).values(person=99, ranked_on=world.day, changes_on=dt.date.max))
    assert world.read(queue.check_rank, world.day) == (
        queue.RankFault(99, "has a row and no open follow-up"),
        queue.RankFault(1, "has open follow-ups and no row"),
    )
    world.ledger.derive(queue.rebuild, world.day)
    world.check()


def test_a_vault_whose_ranking_was_never_made_is_ranked_at_the_first_refresh(world: World) -> None:
    before = world.today()
    tamper(world, delete(_Q))
    assert world.ledger.derive(queue.refresh, world.day) == 2
    assert world.today() == before
    world.check()


def test_a_row_whose_day_has_come_is_no_fault(world: World) -> None:
    assert world.read(queue.check_rank, world.day + dt.timedelta(days=40)) == ()


def test_the_reasons_of_every_row_add_up_to_its_points(world: World) -> None:
    world.later(3)
    rows = world.today().rows
    assert [row.points for row in rows] == [sum(reason.points for reason in row.reasons) for row in rows]
    assert len(rows) == 2
