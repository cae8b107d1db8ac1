"""A coordinator writing plans, on a real vault."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.casework import care_plan
from coordtui.casework import plan_outline as outline
from coordtui.casework.base import OPEN, table
from coordtui.casework.plan_version import agree
from coordtui.models.care_plan import CarePlan, Intervention, PlanStatus
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import CaseStatus, Patient
from coordtui.models.plan_version import Agreement, AgreementDraft
from coordtui.rules.goal import OPEN_STEPS
from tests.casework.world import World

_F, _I, _C, _P = (table(model).c for model in (FollowUp, Intervention, CarePlan, Patient))
AGREED = AgreementDraft(participants="Rosa and her daughter", agreement=Agreement.IN_PERSON)


class Writer:
    """One plan of one patient, written line by line."""

    def __init__(self, world: World, title: str = "Living with diabetes") -> None:
        self.world = world
        self.patient = world.add()
        self.plan: int = world.do(care_plan.start, self.patient, title).value

    def add(self, kind: str, text: str, parent: str | None = None, after: str | None = None) -> str:
        ref: str = self.world.do(outline.add_line, self.plan, kind, text, parent, after).value
        return ref

    def five_lines(self) -> tuple[str, str, str, str, str]:
        """A concern, a goal under it, and a step, a barrier and a strength under that."""
        concern = self.add("concern", "My sugar is high")
        goal = self.add("goal", "Walk every day", concern)
        return (
            *(concern, goal, self.add("intervention", "Buy shoes", goal)),
            *(self.add("barrier", "Knee hurts", goal), self.add("strength", "Has a dog", goal)),
        )

    def agree(self) -> None:
        self.world.do(agree, self.plan, AGREED)

    def read(self) -> outline.Outline:
        return self.world.read(outline.outline, self.plan, self.world.day)

    def line(self, ref: str) -> outline.Line:
        return next(line for line in self.read().lines if line.ref == ref)

    def shape(self) -> list[str]:
        """The outline as indented words."""
        return ["  " * line.depth + line.text for line in self.read().lines]

    def steps(self, ref: str) -> list[FollowUp]:
        """The open follow-ups of a step."""
        return self.world.read(open_steps_of, int(ref.partition(":")[2]))


def open_steps_of(session: Session, intervention_id: int) -> list[FollowUp]:
    where = (_F.subject_kind == "intervention", _F.subject_id == intervention_id, _F.status == OPEN)
    return list(session.scalars(select(FollowUp).where(*where)))


def check_steps(world: World) -> None:
    """Every open step of an open plan of a living patient has exactly one open follow-up, and no other step has any."""
    assert world.read(_astray) == []


def _astray(session: Session) -> list[tuple[Any, ...]]:
    asking: dict[int, list[str]] = {}
    for key, kind in session.execute(
        select(_F.subject_id, _F.kind).where(_F.subject_kind == "intervention", _F.status == OPEN)
    ):
        asking.setdefault(key, []).append(kind)
    rows = session.execute(
        select(_I.id, _I.status, _C.status, _P.deceased, _P.case_status)
        .join_from(_I.id.table, _C.id.table, _C.id == _I.plan_id)
        .join(_P.id.table, _P.id == _I.patient_id)
    )
    open_plans = (PlanStatus.DRAFT, PlanStatus.ACTIVE, PlanStatus.ON_HOLD)
    wrong: list[tuple[Any, ...]] = []
    for key, status, plan, deceased, case in rows:
        asks = status in OPEN_STEPS and plan in open_plans and not deceased and case is CaseStatus.OPEN
        if asking.pop(key, []) != (["plan_step"] if asks else []):
            wrong.append((key, status, plan))
    return [*wrong, *asking.items()]
