"""Everyone on the caseload, one row each, however many: the queries are always the same few."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordtui.casework.acuity import AcuityView, standing
from coordtui.casework.base import OPEN, local, table, zone_of
from coordtui.casework.care_plan import plan_states
from coordtui.errors import InvalidInput
from coordtui.models.acuity import Level
from coordtui.models.codes import Ball
from coordtui.models.contact import Contact
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import CaseStatus, Patient
from coordtui.models.queue_row import QueueRow
from coordtui.rules import finding
from coordtui.rules.contact import engagement
from coordtui.rules.dates import age, partial_key
from coordtui.rules.fold import fold as folded

_P, _F, _C, _Q = (table(model).c for model in (Patient, FollowUp, Contact, QueueRow))


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """A patient with an open case, living or dead. `acuity` is the score, `level` what counts on the day.

    `next_due` is the earliest day on which something must be done, `open` the number of open follow-ups, `plan` a word
    (see `care_plan.plan_states`) or None, `engagement` new, engaged, drifting, disengaged or lost.
    """

    patient_id: int
    patient: str
    birth_date: str | None
    age: int | None
    acuity: int | None
    level: Level | None
    next_due: dt.date | None
    last_two_way: dt.date | None
    open: int
    plan: str | None
    engagement: str
    deceased: bool
    language: str | None


@dataclass(frozen=True, slots=True)
class _Work:
    """What is open for a patient."""

    open: int
    next_due: dt.date
    balls: tuple[Ball, ...]
    kinds: tuple[str, ...]
    texts: str


_NOTHING = _Work(0, dt.date.max, (), (), "")
_LEVELS = (None, *Level)
SORTS: dict[str, Callable[[CaseloadRow], Any]] = {
    "name": lambda row: row.patient.casefold(),
    "patient": lambda row: row.patient.casefold(),
    "birth_date": lambda row: partial_key(row.birth_date) or None,
    "age": lambda row: row.age,
    "acuity": lambda row: row.acuity,
    "level": lambda row: _LEVELS.index(row.level) if row.level else None,
    "next_due": lambda row: row.next_due,
    "last_two_way": lambda row: row.last_two_way,
    "open": lambda row: row.open,
    "plan": lambda row: row.plan,
    "engagement": lambda row: ("new", "engaged", "drifting", "disengaged", "lost").index(row.engagement),
    "deceased": lambda row: row.deceased,
    "language": lambda row: row.language,
}
"""The columns to sort by; what a row does not have comes last either way."""


def caseload(
    session: Session, on: dt.date, *, filter: str = "", sort: str = "name", descending: bool = False
) -> tuple[CaseloadRow, ...]:
    """Every patient whose case is open, the dead among them.

    Raises:
        InvalidInput: "filter" is not in the finding language, or "sort" is no column.
    """
    key = SORTS.get(sort)
    if key is None:
        raise InvalidInput("sort", f'There is no column "{sort}".', f"Columns are {', '.join(SORTS)}.")
    matches, narrow = finding.parse(filter, on), bool(filter.strip())
    levels, plans = standing(session, None, on), plan_states(session, None, on)
    work, zone = _work(session, texts=narrow), zone_of(session)
    rows = []
    for patient_id, name, fold, born, added_on, deceased, language, tier, last in session.execute(_people()):
        mine = work.get(patient_id, _NOTHING)
        two_way = None if last is None else local(last, zone).date()
        row = _row(
            *(patient_id, name, born, deceased, language, levels.get(patient_id), mine, two_way),
            *(plans.get(patient_id), engagement(two_way, added_on, on), age(born, on)),
        )
        if not narrow or matches(_facts(row, fold, mine, tier)):
            rows.append(row)
    return tuple(_sorted(rows, key, descending))


def _people() -> Any:
    last = select(func.max(_C.at)).where(_C.patient_id == _P.id, _C.reached).scalar_subquery()
    columns = (_P.id, _P.name, _P.fold, _P.birth_date, _P.added_on, _P.deceased, _P.language, _Q.tier, last)
    kept = _P.id.table.outerjoin(_Q.person.table, _Q.person == _P.id)
    return select(*columns).select_from(kept).where(_P.case_status == CaseStatus.OPEN)


def _work(session: Session, *, texts: bool) -> dict[int, _Work]:
    columns = (_F.patient_id, _F.due_on, _F.next_check_on, _F.ball, _F.kind, *((_F.text,) if texts else ()))
    found: dict[int, list[Any]] = {}
    for row in session.execute(select(*columns).where(_F.status == OPEN, _F.patient_id.is_not(None))):
        found.setdefault(row[0], []).append(row)
    return {key: _summed(rows) for key, rows in found.items()}


def _summed(rows: list[Any]) -> _Work:
    due = min(due_on if ball is Ball.ME else check or due_on for _, due_on, check, ball, *_ in rows)
    texts = " ".join(text for row in rows for text in row[5:])
    return _Work(len(rows), due, tuple(row[3] for row in rows), tuple(row[4] for row in rows), texts)


def _row(
    patient_id: int,
    name: str,
    born: str | None,
    deceased: bool,
    language: str | None,
    level: AcuityView | None,
    work: _Work,
    two_way: dt.date | None,
    plan: str | None,
    state: str,
    years: int | None,
) -> CaseloadRow:
    return CaseloadRow(
        patient_id=patient_id,
        patient=name,
        birth_date=born,
        age=years,
        acuity=level.score if level else None,
        level=level.effective if level else None,
        next_due=work.next_due if work.open else None,
        last_two_way=two_way,
        open=work.open,
        plan=plan,
        engagement=state,
        deceased=deceased,
        language=language,
    )


def _facts(row: CaseloadRow, fold: str, work: _Work, tier: int | None) -> finding.Facts:
    return finding.Facts(
        text=f"{fold} {folded(work.texts)}",
        tier=tier,
        due_on=row.next_due,
        language=row.language,
        level=row.level,
        ball=work.balls,
        kind=work.kinds,
        plan=row.plan,
        engagement=row.engagement,
        open=row.open,
        deceased=row.deceased,
    )


def _sorted(rows: list[CaseloadRow], key: Callable[[CaseloadRow], Any], descending: bool) -> list[CaseloadRow]:
    named = sorted(rows, key=lambda row: (row.patient.casefold(), row.patient_id))
    held = sorted((row for row in named if key(row) is not None), key=key, reverse=descending)
    return [*held, *(row for row in named if key(row) is None)]
