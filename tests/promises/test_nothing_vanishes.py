"""Promise 1: every open object has an open follow-up, and every follow-up stands somewhere. Over random histories."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordtui.casework import today as queue
from coordtui.casework.base import OPEN, table
from coordtui.casework.promises import nowhere
from coordtui.models.follow_up import FollowUp
from coordtui.models.queue_row import QueueRow
from tests.casework.world import World
from tests.promises.histories import MODEST, History, histories, rows_of_everything

_Q, _F = table(QueueRow).c, table(FollowUp).c


def somewhere(session: Session) -> int:
    """How many follow-ups the queue accounts for: in it, deferred, waiting or scheduled."""
    counted = func.sum(_Q.in_queue + _Q.deferred + _Q.waiting + _Q.scheduled)
    return session.execute(select(counted)).scalar() or 0


def still_open(session: Session) -> int:
    return session.execute(select(func.count()).where(_F.status == OPEN)).scalar_one()


def hold(world: World) -> None:
    """What is true after every act, undo and redo, and as days pass."""
    assert world.read(nowhere) == ()
    assert world.read(somewhere) == world.read(still_open)
    assert world.read(queue.check_rank, world.day) == ()
    assert world.today() == world.today(stored=False)


@MODEST
@given(history=histories())
def test_nothing_vanishes_whatever_happens_and_undoing_all_of_it_leaves_nothing(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, dict[str, Any]]]
) -> None:
    told = History(tmp_path_factory.mktemp("history"))
    with told.vault:
        for name, arguments in history:
            told.happen(name, arguments)
            hold(told.world)
        told.undo_all()
        assert told.world.read(rows_of_everything) == told.before
        assert told.world.today().rows == ()
        told.redo_all()
        hold(told.world)
