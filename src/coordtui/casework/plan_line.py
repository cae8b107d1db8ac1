"""One line of a plan for editing: the entity behind a ref, its plan, and putting a line into its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from coordtui.casework.base import record, said, table
from coordtui.casework.care_plan import open_plan
from coordtui.errors import InvalidInput, Refused
from coordtui.models.care_plan import Barrier, CarePlan, Concern, Goal, Intervention, Strength
from coordtui.models.plan_version import GoalProgress, PlanVersion
from coordtui.models.source import SourceResource
from coordtui.rules.plan_outline import WORDS, Place, split_ref
from coordtui.rules.plan_rows import PlanRows

MODELS: dict[str, type[Any]] = {
    "concern": Concern,
    "goal": Goal,
    "intervention": Intervention,
    "barrier": Barrier,
    "strength": Strength,
}
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Held:
    """A line to be changed, with its open plan."""

    kind: str
    entity: Any
    plan: CarePlan

    @property
    def plan_id(self) -> int:
        return self.plan.id or 0


def held(session: Session, ref: str) -> Held:
    """The line that a ref names.

    Raises:
        NotFound: there is none. Refused: its plan is closed, or it is in no plan.
    """
    kind, number = split_ref(ref)
    entity = record(session, MODELS[kind], number, WORDS[kind])
    in_goal = kind in ("barrier", "strength")
    goal = record(session, Goal, entity.goal_id, "goal") if in_goal and entity.goal_id else None
    plan_id = (goal.plan_id if goal else None) if in_goal else entity.plan_id
    if plan_id is None:
        raise Refused(f"This {WORDS[kind]} is in no plan.", "Take it into a plan first.")
    return Held(kind, entity, open_plan(session, plan_id))


def words_of(text: str | None, field: str = "text") -> str:
    """The words of a line as kept, on one line. Raises InvalidInput when there are none, or far too many."""
    words = said(" ".join((text or "").split()))
    if words is None:
        raise InvalidInput(field, "A line needs words.", "Type a few, or remove the line.")
    if len(words) > LONGEST:
        raise InvalidInput(field, f"A line holds at most {LONGEST} letters.", "Shorten it.")
    return words


def set_parent(entity: Any, kind: str, parent: str | None) -> None:
    """Write under which line the row stands; None is the plan itself."""
    under, number = split_ref(parent) if parent is not None else ("", None)
    if kind == "goal":
        entity.concern_id = number
    elif kind == "intervention":
        entity.goal_id = number if under == "goal" else None
        entity.concern_id = number if under == "concern" else None
    elif kind in ("barrier", "strength"):
        entity.goal_id = number


def put(session: Session, place: Place, rows: PlanRows) -> None:
    """Move a line to its place; of the lines there, only those whose position changes are written."""
    kind, number = split_ref(place.ref)
    set_parent(record(session, MODELS[kind], number, WORDS[kind]), kind, place.parent)
    session.flush()
    stood = {ref: row.position for ref, row in rows.by_ref()}
    for position, ref in enumerate(place.siblings, 1):
        if stood.get(ref) != position:
            _set_position(session, ref, position)


def _set_position(session: Session, ref: str, position: int) -> None:
    kind, number = split_ref(ref)
    columns = table(MODELS[kind]).c
    session.execute(update(columns.id.table).where(columns.id == number).values(position=position))


def was_agreed(session: Session, ref: str, agreed: str) -> bool:
    """Whether the line stands in an agreed or shared version; `agreed` is the text of the plan's versions."""
    kind, number = split_ref(ref)
    entity: SQLModel = record(session, MODELS[kind], number, WORDS[kind])
    return f'"{getattr(entity, "uid", ref)}"' in agreed


def is_needed(session: Session, ref: str) -> bool:
    """Whether other rows hang on the line, or an import knows it: then it must stay in the record."""
    kind, number = split_ref(ref)
    source = table(SourceResource).c
    needed = [exists().where(source.record_kind == table(MODELS[kind]).name, source.record_id == number)]
    needed += [exists().where(column == number) for column in _NEEDED_BY.get(kind, ())]
    return any(session.scalar(select(one)) for one in needed)


_NEEDED_BY = {
    "goal": (
        table(GoalProgress).c.goal_id,
        table(Intervention).c.goal_id,
        table(Barrier).c.goal_id,
        table(Strength).c.goal_id,
    ),
    "concern": (table(Goal).c.concern_id, table(Intervention).c.concern_id),
}


def bodies(session: Session, plan_id: int) -> str:
    """Everything that was ever agreed or shared of a plan, as one text to look for uids in."""
    columns = table(PlanVersion).c
    return "\n".join(session.scalars(select(columns.body).where(columns.plan_id == plan_id)))


def title(kind: str, text: str | None) -> str:
    """A line in a label: "goal Walk every day"."""
    return f"{WORDS[kind]} {' '.join((text or '').split())}"
