"""The dialogs of plans, referrals and the directory, about one person who has something of everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from coordtui.casework import directory, plan_outline, plan_template, referral_views
from coordtui.casework.base import table
from coordtui.models.care_plan import Barrier, CarePlan, Concern, Goal, Intervention
from coordtui.models.people import Organization
from coordtui.models.referral import Referral, ReferralState
from coordtui.rules.referral_ageing import SHIPPED
from coordtui.screens.directory_entry import CopyEntryDialog, EntryDialog
from coordtui.screens.directory_form import EntryForm, SameEntryDialog
from coordtui.screens.export import packet_export, plan_export
from coordtui.screens.nudge import NudgeDialog
from coordtui.screens.plan_agree import AgreeDialog, ShareDialog
from coordtui.screens.plan_close import CloseDialog, HoldDialog
from coordtui.screens.plan_forms import BarrierDialog, ConcernDialog, InterventionDialog, OwnerDialog, PlanDialog
from coordtui.screens.plan_goal import GoalDialog
from coordtui.screens.plan_history import HistoryDialog
from coordtui.screens.plan_letters import LetterDialog
from coordtui.screens.plan_outline import PlanScreen
from coordtui.screens.plan_progress import GoalProgressDialog
from coordtui.screens.plan_review import PlanReviewDialog
from coordtui.screens.plan_start import ForWhomDialog, NewPlanDialog
from coordtui.screens.plan_step import PlanStepDialog
from coordtui.screens.plan_templates import KeepDialog, TakeDialog, TemplatesDialog, WriteDialog
from coordtui.screens.referral_detail import ReferralScreen
from coordtui.screens.referral_form import ReferralForm
from coordtui.screens.referral_groups import GroupDialog
from coordtui.screens.referral_limits import LimitForm, LimitsDialog
from coordtui.screens.referral_lost import LostDialog
from coordtui.screens.referral_move import MoveDialog
from coordtui.screens.referral_steps import AgainDialog, ReferralDialog, StepsDialog, WhichDialog
from coordtui.screens.referral_subject import Subject
from coordtui.screens.referral_whom import WhomDialog
from coordtui.screens.referral_write import NoteDialog
from coordtui.screens.referral_write import WriteDialog as PaperDialog
from coordtui.screens.target import Target
from tests.casework.world import World
from tests.promises.hostile import Hostile
from tests.promises.stop import NOTHING, TEXT, Stop


def first_id(world: World, model: Any, patient_id: int | None = None) -> int:
    """The first row of a table, of that patient where it has one."""
    columns = table(model).c
    wanted = select(columns.id).order_by(columns.id)
    if patient_id is not None:
        wanted = wanted.where(columns.patient_id == patient_id)
    return world.read(lambda session: int(session.scalars(wanted).first() or 0))


def plan_dialogs(world: World, patient_id: int, bad: Hostile, steps: dict[str, Target]) -> Iterator[Stop]:
    plan = first_id(world, CarePlan, patient_id)
    goal, concern = first_id(world, Goal, patient_id), first_id(world, Concern, patient_id)
    barrier, step = first_id(world, Barrier, patient_id), first_id(world, Intervention, patient_id)
    lines = {line.kind: line for line in world.read(plan_outline.outline, plan, world.day).lines}
    head = world.read(plan_template.templates)[0]
    yield Stop("a plan", lambda: PlanScreen(plan), TEXT)
    yield Stop("agree a plan", lambda: AgreeDialog(plan), NOTHING)
    yield Stop("a copy was given", lambda: ShareDialog(plan), NOTHING)
    yield Stop("close a plan", lambda: CloseDialog(plan), TEXT)
    yield Stop("hold a plan", lambda: HoldDialog(plan), NOTHING)
    yield Stop("a concern", lambda: ConcernDialog(concern), NOTHING)
    yield Stop("a goal", lambda: GoalDialog(goal), NOTHING)
    yield Stop("an intervention", lambda: InterventionDialog(step), NOTHING)
    yield Stop("a barrier", lambda: BarrierDialog(barrier), NOTHING)
    yield Stop("the plan itself", lambda: PlanDialog(plan), NOTHING)
    yield Stop("whose step", lambda: OwnerDialog(lines["intervention"]), TEXT)
    yield Stop("changes and versions", lambda: HistoryDialog(plan), NOTHING)
    yield Stop("one of a few", lambda: LetterDialog("Status", bad.text, [("a", "active", bad.text)], None), TEXT)
    yield Stop("progress", lambda: GoalProgressDialog(goal), TEXT)
    yield Stop("review from the plan", lambda: PlanReviewDialog(plan, bad.text), TEXT)
    yield Stop("whose plan", ForWhomDialog, NOTHING)
    yield Stop("a new plan", lambda: NewPlanDialog(patient_id), NOTHING)
    yield Stop("a step from the queue", lambda: PlanStepDialog(steps["plan_step"]))
    yield Stop("starters", lambda: TemplatesDialog(plan), NOTHING)
    yield Stop("keep as a starter", lambda: KeepDialog(plan), NOTHING)
    yield Stop("write a starter", lambda: WriteDialog(head), NOTHING)
    yield Stop("take in a starter", TakeDialog, NOTHING)
    yield Stop("plan for the patient", lambda: plan_export(plan, "patient"), NOTHING)
    yield Stop("plan for the team", lambda: plan_export(plan, "team"), NOTHING)


def referral_dialogs(world: World, patient_id: int, bad: Hostile, steps: dict[str, Target]) -> Iterator[Stop]:
    key = first_id(world, Referral, patient_id)
    view = world.read(referral_views.detail, key, world.day)
    here = Subject.of_detail(view)
    moves = [offer.move for offer in view.offers if not offer.reason]
    queued = next(target for kind, target in steps.items() if kind.endswith("referral"))
    yield Stop("a referral", lambda: ReferralScreen(key), NOTHING)
    yield Stop("its next steps", lambda: StepsDialog(here))
    yield Stop("from the queue", lambda: ReferralDialog(queued))
    yield Stop("which step", lambda: WhichDialog((here,), [(move, None) for move in moves[:2]]), NOTHING)
    yield Stop("no news", lambda: AgainDialog(here))
    yield Stop("a step", lambda: MoveDialog(moves[0], (here,)))
    yield Stop("for whom", lambda: WhomDialog(here), NOTHING)
    yield Stop("a new referral", lambda: ReferralForm("new", patient_id, bad.name))
    yield Stop("edit a referral", lambda: ReferralForm("edit", patient_id, bad.name, key))
    yield Stop("a note", lambda: NoteDialog(here))
    yield Stop("papers", lambda: PaperDialog(here), NOTHING)
    yield Stop("groups", lambda: GroupDialog("state"), NOTHING)
    yield Stop("limits", LimitsDialog, NOTHING)
    yield Stop("a limit", lambda: LimitForm(ReferralState.SENT, False, SHIPPED), NOTHING)
    yield Stop("why they failed", LostDialog, NOTHING)
    yield Stop("a packet", lambda: packet_export(key), NOTHING)
    yield Stop("a reminder", lambda: NudgeDialog(key), NOTHING)


def directory_dialogs(world: World, bad: Hostile) -> Iterator[Stop]:
    place = first_id(world, Organization)
    found = world.read(directory.search, bad.text.split()[0])
    yield Stop("an entry", lambda: EntryDialog("organization", place), TEXT)
    yield Stop("copy of an entry", lambda: CopyEntryDialog("organization", place), NOTHING)
    yield Stop("a new entry", EntryForm, NOTHING)
    yield Stop("edit an entry", lambda: EntryForm("organization", place), NOTHING)
    yield Stop("maybe there already", lambda: SameEntryDialog(tuple(found)), NOTHING)
