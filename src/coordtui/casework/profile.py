"""Who the coordinator is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import fetch, table
from coordtui.clock import Moment
from coordtui.models.profile import Profile
from coordtui.rules.profile import check_hours, check_name, check_zone

_P = table(Profile).c


@dataclass(frozen=True, slots=True)
class ProfileView:
    name: str
    zone: str
    weekly_hours: int
    phone: str | None
    role: str


def profile(session: Session) -> ProfileView | None:
    """The coordinator, or None before the first run is finished."""
    statement = select(_P.name, _P.zone, _P.weekly_hours, _P.phone, _P.role).order_by(_P.id).limit(1)
    return next(iter(fetch(session, statement, ProfileView)), None)


@act("profile.set")
def set_profile(session: Session, name: str, zone: str, weekly_hours: int, moment: Moment) -> Result:  # noqa: ARG001
    """Make or change the profile. Raises InvalidInput for "name", "zone" or "weekly_hours"."""
    mine = session.scalars(select(Profile).order_by(_P.id)).first() or Profile(name="")
    mine.name, mine.zone = check_name(name), check_zone(zone)
    mine.weekly_hours = check_hours(str(weekly_hours))
    session.add(mine)
    session.flush()
    return Result(label=f"Profile: {mine.name}", value=profile(session))
