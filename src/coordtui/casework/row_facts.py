"""What a row of the queue offers to the filter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordtui.casework.acuity import standing
from coordtui.casework.base import among, local, table, zone_of
from coordtui.casework.care_plan import plan_states
from coordtui.casework.ranking import NOBODY_NAME, Ranking
from coordtui.models.codes import Ball
from coordtui.models.contact import Contact
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import Patient
from coordtui.rules.contact import engagement
from coordtui.rules.finding import Facts
from coordtui.rules.fold import fold
from coordtui.rules.follow_up import kind_of

_F, _P, _C = table(FollowUp).c, table(Patient).c, table(Contact).c


def facts_of(session: Session, ranked: Sequence[Ranking], on: dt.date) -> list[Facts]:
    """The facts of these rows, in their order: about what stands in the queue. A constant number of queries.

    `due_on` is the day on which something must be done about the top follow-up.
    """
    persons = {one.person for one in ranked}
    levels, plans, zone = standing(session, persons, on), plan_states(session, persons, on), zone_of(session)
    last = select(func.max(_C.at)).where(_C.patient_id == _P.id, _C.reached).scalar_subquery()
    people = select(_P.id, _P.fold, _P.language, _P.added_on, _P.deceased, last).where(among(_P.id, persons))
    known = {row[0]: row[1:] for row in session.execute(people)}
    shown = {follow_up_id for one in ranked for follow_up_id in one.items}
    columns = select(_F.id, _F.kind, _F.text, _F.ball, _F.due_on, _F.next_check_on).where(among(_F.id, shown))
    steps = {row[0]: row[1:] for row in session.execute(columns)}
    nobody = (fold(NOBODY_NAME), None, on, False, None)
    facts = []
    for one in ranked:
        names, language, added_on, deceased, at = known.get(one.person, nobody)
        mine = [steps[each] for each in one.items]
        words = fold(" ".join(f"{text} {kind_of(kind).label}" for kind, text, *_ in mine))
        level = levels.get(one.person)
        facts.append(
            Facts(
                text=f"{names} {words}",
                tier=one.tier,
                due_on=_act_on(mine[0][2], mine[0][3], mine[0][4]),
                language=language,
                level=level.effective if level else None,
                ball=tuple(step[2] for step in mine),
                kind=tuple(step[0] for step in mine),
                plan=plans.get(one.person),
                engagement=engagement(local(at, zone).date() if at else None, added_on, on),
                open=one.in_queue + one.deferred + one.waiting + one.scheduled,
                deceased=deceased,
            )
        )
    return facts


def _act_on(ball: Ball, due_on: dt.date, next_check_on: dt.date | None) -> dt.date:
    return due_on if ball is Ball.ME else next_check_on or due_on
