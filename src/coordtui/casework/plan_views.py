"""A plan as a page shows it: its head, and its lines top to bottom as an outline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from coordtui.casework.base import fetch, pairs, record, table
from coordtui.casework.people import on_caseload
from coordtui.casework.plan_rows import load
from coordtui.models.care_plan import Goal, PlanStatus
from coordtui.models.codes import Ball
from coordtui.models.patient import Patient
from coordtui.models.plan_version import Agreement, GoalProgress, PlanVersion, VersionKind
from coordtui.rules.care_plan import is_open
from coordtui.rules.goal import (
    OPEN_GOALS,
    OPEN_STEPS,
    RESOLVED,
    STANDING,
    achievement_label,
    attainment_label,
    due_state,
    plan_label,
    status_label,
)
from coordtui.rules.plan_outline import kind_of, tree_of
from coordtui.rules.plan_rows import BarrierRow, ConcernRow, GoalRow, PlanRows, Row, StepRow
from coordtui.rules.plan_version import Body, body_of, changes, count, marks, thawed
from coordtui.rules.words import plural

_G, _R, _V = table(Goal).c, table(GoalProgress).c, table(PlanVersion).c


@dataclass(frozen=True, slots=True)
class VersionHead:
    """An agreed or shared version, without what it holds."""

    version_id: int
    plan_id: int
    number: int
    kind: VersionKind
    made_on: dt.date
    participants: str | None
    agreement: Agreement | None
    copy_to: str | None
    note: str | None


VERSION_COLUMNS = (
    *(_V.id, _V.plan_id, _V.number, _V.kind, _V.made_on, _V.participants, _V.agreement, _V.copy_to, _V.note),
)
_VERSIONS_OF_PATIENT = (
    select(*VERSION_COLUMNS).where(_V.patient_id == bindparam("patient")).order_by(_V.plan_id, _V.number.desc())
)


@dataclass(frozen=True, slots=True)
class PlanHead:
    """A plan's own fields. `living`: the person is on the caseload. `since` is the last agreed or shared version.

    `changed` counts the lines that are new, changed or gone since; `editable` is False for a closed plan.
    """

    plan_id: int
    patient_id: int
    patient: str
    title: str
    status: PlanStatus
    status_label: str
    category: str | None
    description: str | None
    starts_on: str | None
    review_on: dt.date | None
    reviewed_on: dt.date | None
    closed_on: dt.date | None
    closing_note: str | None
    living: bool
    editable: bool
    review_late: bool
    since: VersionHead | None
    changed: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `depth` is 0 at the left; `status` is a code and `status_label` words, both "" for a strength.

    `due_on` is a partial date as text and `due_state` "late", "soon" or "". `has_more` names what the line does not
    show ("confidence 5 · 3 notes"). `changed` is "new", "changed" or "" since the last version.
    """

    ref: str
    kind: str
    id: int
    depth: int
    parent: str | None
    text: str
    status: str
    status_label: str
    owner: Ball | None
    owner_name: str | None
    due_on: str | None
    due_state: str
    has_more: str
    changed: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Outline:
    plan: PlanHead
    lines: tuple[Line, ...]


def outline(session: Session, plan_id: int, today: dt.date) -> Outline:
    """A plan as an outline. Ten queries, however long it is. Raises NotFound."""
    return outline_of(session, load(session, plan_id), today)


def outline_of(session: Session, rows: PlanRows, today: dt.date) -> Outline:
    """A plan that is loaded already as an outline. Four queries."""
    last = last_version(session, rows.plan.id)
    now = body_of(rows)
    found = changes(last[1] if last else None, now)
    told, notes = marks(found), _notes(session, rows.plan.id)
    head = _head(session, rows, last[0] if last else None, count(found), today)
    known, tree = dict(rows.by_ref()), tree_of(rows)
    lines = tuple(
        _line(ref, depth, tree.parent(ref), known[ref], told.get(ref, ""), notes, today) for ref, depth in tree.lines()
    )
    return Outline(head, lines)


def versions_of_patient(session: Session, patient_id: int) -> tuple[VersionHead, ...]:
    """Every version of every plan of a patient, the newest of a plan first."""
    return fetch(session, _VERSIONS_OF_PATIENT, VersionHead, {"patient": patient_id})


def last_version(session: Session, plan_id: int) -> tuple[VersionHead, Body] | None:
    """The newest agreed or shared version with its body."""
    statement = select(*VERSION_COLUMNS, _V.body).where(_V.plan_id == plan_id).order_by(_V.number.desc()).limit(1)
    row = session.execute(statement).one_or_none()
    return None if row is None else (VersionHead(*row[:-1]), thawed(row[-1]))


def _notes(session: Session, plan_id: int) -> dict[int, int]:
    """How many progress notes each goal of a plan has."""
    counted = select(_R.goal_id, func.count()).join(_G.id.table, _G.id == _R.goal_id).where(_G.plan_id == plan_id)
    return pairs(session, counted.group_by(_R.goal_id))


def _head(session: Session, rows: PlanRows, since: VersionHead | None, changed: int, today: dt.date) -> PlanHead:
    plan = rows.plan
    working = is_open(plan.status)
    return PlanHead(
        plan_id=plan.id,
        patient_id=plan.patient_id,
        patient=record(session, Patient, plan.patient_id, "patient").name,
        title=plan.title,
        status=plan.status,
        status_label=plan_label(plan.status),
        category=plan.category,
        description=plan.description,
        starts_on=plan.starts_on,
        review_on=plan.review_on,
        reviewed_on=plan.reviewed_on,
        closed_on=plan.closed_on,
        closing_note=plan.closing_note,
        living=on_caseload(session, plan.patient_id),
        editable=working,
        review_late=working and plan.review_on is not None and plan.review_on < today,
        since=since,
        changed=changed,
    )


def _line(
    ref: str, depth: int, parent: str | None, row: Row, changed: str, notes: dict[int, int], today: dt.date
) -> Line:
    status = status_of(row)
    working = is_open_line(row)
    due = getattr(row, "due_on", None)
    return Line(
        ref=ref,
        kind=kind_of(ref),
        id=row.id,
        depth=depth,
        parent=parent,
        text=row.words if isinstance(row, BarrierRow) else row.text,
        status=status,
        status_label=status_label(status),
        owner=row.owner if isinstance(row, StepRow) else None,
        owner_name=row.owner_name if isinstance(row, StepRow) else None,
        due_on=due,
        due_state=due_state(due, today) if working else "",
        has_more=" · ".join(_more(row, notes)),
        changed=changed,
        is_open=working,
    )


def status_of(row: Row) -> str:
    """The status of a line as a code; "" for a strength."""
    if isinstance(row, (GoalRow, StepRow)):
        return row.status.value
    if isinstance(row, (ConcernRow, BarrierRow)):
        return STANDING if row.resolved_on is None else RESOLVED
    return ""


def is_open_line(row: Row) -> bool:
    """Whether a line is still worked on; a strength always stands."""
    if isinstance(row, GoalRow):
        return row.status in OPEN_GOALS
    if isinstance(row, StepRow):
        return row.status in OPEN_STEPS
    return getattr(row, "resolved_on", None) is None


def _more(row: Row, notes: dict[int, int]) -> Iterator[str]:
    if isinstance(row, GoalRow):
        yield from _of_goal(row, notes.get(row.id, 0))
    elif isinstance(row, StepRow):
        yield from (words for words in (row.schedule, row.location) if words)
        if row.evidence:
            yield "evidence"
    elif isinstance(row, ConcernRow) and row.rank is not None:
        yield f"their number {row.rank}"
    elif isinstance(row, BarrierRow) and row.severity > 1:
        yield "severe" if row.severity > 2 else "moderate"


def _of_goal(row: GoalRow, notes: int) -> Iterator[str]:
    if row.achievement:
        yield achievement_label(row.achievement)
    if row.target:
        yield f"target {row.target} {row.unit or ''}".rstrip()
    if row.confidence is not None:
        yield f"confidence {row.confidence}"
    if row.attainment is not None:
        yield f"attainment {attainment_label(row.attainment)}"
    if row.patient_words:
        yield "own words"
    if notes:
        yield plural(notes, "note")
