"""How old open referrals are by their clocks: the rules' word on each, for whatever asks about many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordtui.casework.base import Keyed, table
from coordtui.casework.referral_steps import overrides
from coordtui.models.codes import Ball, Urgency
from coordtui.models.referral import Referral, ReferralState
from coordtui.rules.referral import OPEN_STATES, ReferralView, age_of, due_by
from coordtui.rules.referral_ageing import Age

_R = table(Referral).c
LATE: Final[frozenset[Age]] = frozenset({"red", "escalate"})
"""Past their time."""


class Clocks:
    """The limit and the age of referrals on a day. Those with the same clocks, most of many, are reckoned once."""

    def __init__(self, session: Session, today: dt.date) -> None:
        self._own, self._today = overrides(session), today
        self._known: dict[tuple[object, ...], tuple[dt.date | None, Age]] = {}

    def of(self, one: ReferralView) -> tuple[dt.date | None, Age]:
        """By when it has to have moved on, and how old it is by that."""
        clock = (one.state, one.urgency, one.social, one.since, one.indicated_on, one.limit_on)
        found = self._known.get(clock)
        if found is None:
            found = self._known[clock] = (due_by(one, self._own), age_of(one, self._today, self._own))
        return found


@dataclass(frozen=True, slots=True)
class _Clock:
    """What limit and age depend on, as the rules take it; the rest of a referral does not matter for them."""

    state: ReferralState
    urgency: Urgency
    social: bool
    since: dt.date
    indicated_on: dt.date | None
    limit_on: dt.date | None
    ball: Ball = Ball.ME
    what: str = ""
    to_name: str | None = None
    next_check_on: dt.date | None = None


_CLOCK: Final = (_R.state, _R.urgency, _R.social, _R.since, _R.indicated_on, _R.limit_on)
_BY_CLOCK: Final = Keyed(
    lambda within: (
        select(func.group_concat(_R.id), _R.ball, *_CLOCK)
        .where(_R.state.in_(OPEN_STATES), within(_R.id))
        .group_by(_R.ball, *_CLOCK)
    )
)


def stages(session: Session, today: dt.date, keys: Collection[int] | None) -> Iterator[tuple[Age, Ball, list[int]]]:
    """The ids of these open referrals, or of all, by how old they are and whose turn it is; a pair may come often.

    Two queries; a row for each different clock, not for each referral.
    """
    clocks = Clocks(session, today)
    for ids, ball, *clock in _BY_CLOCK.rows(session, keys):
        yield clocks.of(_Clock(*clock))[1], ball, [int(key) for key in ids.split(",")]


def at_stage(session: Session, today: dt.date, wanted: Collection[str]) -> list[int]:
    """The ids of the open referrals that have one of these ages."""
    return [key for age, _, ids in stages(session, today, None) if age in wanted for key in ids]
