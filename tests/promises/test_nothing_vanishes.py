"""Promise 1: every open object has an open follow-up, and every follow-up stands somewhere. Over random histories."""

from __future__ import annotations

from hypothesis.stateful import invariant
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordtui.casework import today as queue
from coordtui.casework.base import OPEN, table
from coordtui.casework.promises import nowhere
from coordtui.models.follow_up import FollowUp
from coordtui.models.queue_row import QueueRow
from tests.promises.histories import MODEST, Histories, rows_of_everything

_Q, _F = table(QueueRow).c, table(FollowUp).c


def somewhere(session: Session) -> int:
    """How many follow-ups the queue accounts for: in it, deferred, waiting or scheduled."""
    counted = func.sum(_Q.in_queue + _Q.deferred + _Q.waiting + _Q.scheduled)
    return session.execute(select(counted)).scalar() or 0


def still_open(session: Session) -> int:
    return session.execute(select(func.count()).where(_F.status == OPEN)).scalar_one()


class NothingVanishes(Histories):
    """Checked after every act, undo and redo, and as days pass."""

    @invariant()
    def every_open_object_has_an_open_follow_up(self) -> None:
        assert self.world.read(nowhere) == ()

    @invariant()
    def every_open_follow_up_is_counted_once(self) -> None:
        assert self.world.read(somewhere) == self.world.read(still_open)

    @invariant()
    def the_kept_ranking_is_what_the_rules_say(self) -> None:
        assert self.world.read(queue.check_rank, self.world.day) == ()

    @invariant()
    def the_kept_queue_is_the_queue_ranked_in_memory(self) -> None:
        assert self.world.today() == self.world.today(stored=False)

    def teardown(self) -> None:
        """At the end: undo all, and the vault is as it was at the start, to the last row."""
        try:
            self.undo_all()
            assert self.world.read(rows_of_everything) == self.before
            assert self.world.today().rows == ()
        finally:
            super().teardown()


TestNothingVanishes = NothingVanishes.TestCase
TestNothingVanishes.settings = MODEST
