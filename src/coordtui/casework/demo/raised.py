"""The follow-ups that the objects of a made-up person want."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from coordtui.casework.demo.cast import Cast
from coordtui.models.follow_up import FollowUp
from coordtui.rules.follow_up import Wanted


def by_rule(
    cast: Cast, kind: str, key: int, wanted: Iterable[Wanted], since: dt.date, *, missed: int = 0, attempts: int = 0
) -> int:
    """What an object's rules want, as casework would raise it; returns the id of the last one."""
    last = 0
    for want in wanted:
        last = cast.rows.add(
            FollowUp,
            patient_id=cast.patient_id,
            subject_kind=kind,
            subject_id=key,
            kind=want.kind,
            text=want.text,
            by_rule=True,
            due_on=want.due_on,
            limit_at=want.limit(cast.days.zone),
            ball=want.ball,
            since=since,
            next_check_on=want.next_check_on,
            missed_checks=missed,
            attempts=attempts,
        )
    return last
