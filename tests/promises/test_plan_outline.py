"""Random writing of plans, with undo and redo: the outline stays a tree, and every open step asks for work once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from coordtui.acts import Result
from coordtui.casework import care_plan, follow_up, plan_template
from coordtui.casework import goal as goals
from coordtui.casework import patient as people
from coordtui.casework import plan_outline as outline
from coordtui.casework import plan_version as versions
from coordtui.casework.base import table
from coordtui.casework.plan_rows import load
from coordtui.casework.promises import nowhere
from coordtui.errors import Refused
from coordtui.models.care_plan import Achievement, CarePlan, InterventionStatus, PlanStatus
from coordtui.models.codes import Ball
from coordtui.models.follow_up import FollowUpDraft
from coordtui.models.plan_version import Agreement, AgreementDraft, GoalOutcome, ProgressDraft
from coordtui.rules.goal import FINAL, statuses
from coordtui.rules.plan_outline import KINDS, may_stand, split_ref, tree_of
from coordtui.store.vault import Vault
from tests.casework.plans import check_steps
from tests.casework.world import World
from tests.promises.histories import MODEST, rows_of_everything

TEXTS = st.sampled_from(["Walk [DNR]", "[/x] call", "'; --", "محمد walks", "\x1b[31mred", "", "é" * 300])
DUE = st.sampled_from([None, "fri", "2026-06", "2026", "2025-01-01", "+3w", "whenever"])
WHICH = st.integers(0, 99)
REF = st.tuples(WHICH, st.booleans())
LENGTH = 40
NONE = 404

STEPS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "add": st.fixed_dictionaries(
        {"kind": st.sampled_from(KINDS), "text": TEXTS, "parent": WHICH, "after": WHICH, "how": st.integers(0, 3)}
    ),
    "text": st.fixed_dictionaries({"line": WHICH, "text": TEXTS}),
    "move": st.fixed_dictionaries({"line": WHICH, "by": st.sampled_from([-1, 1])}),
    "indent": st.fixed_dictionaries({"line": WHICH, "out": st.booleans()}),
    "retype": st.fixed_dictionaries({"line": WHICH, "kind": st.sampled_from(KINDS)}),
    "status": st.fixed_dictionaries({"line": WHICH, "which": WHICH}),
    "due": st.fixed_dictionaries({"line": WHICH, "text": DUE}),
    "owner": st.fixed_dictionaries({"line": WHICH, "owner": st.sampled_from(Ball)}),
    "remove": st.fixed_dictionaries({"line": WHICH}),
    "finish": st.fixed_dictionaries({"line": WHICH, "status": st.sampled_from(InterventionStatus)}),
    "check": st.fixed_dictionaries({"line": WHICH, "days": st.integers(-1, 20)}),
    "progress": st.fixed_dictionaries({"line": WHICH, "attainment": st.integers(-3, 3)}),
    "plan": st.fixed_dictionaries({"what": st.sampled_from(["agree", "share", "hold", "resume", "review", "reopen"])}),
    "close": st.fixed_dictionaries(
        {"all_said": st.booleans(), "status": st.sampled_from(PlanStatus), "how": st.sampled_from(FINAL)}
    ),
    "template": st.fixed_dictionaries({"key": st.sampled_from(["falls", "food", "own:1"]), "new": st.booleans()}),
    "queue": st.fixed_dictionaries({"which": WHICH, "days": st.integers(-1, 30), "ball": st.sampled_from(Ball)}),
    "person": st.fixed_dictionaries({"what": st.sampled_from(["close", "reopen", "reopen", "die"])}),
    "later": st.fixed_dictionaries({"days": st.sampled_from([1, 3, 30])}),
    "back": st.fixed_dictionaries({"redo": st.booleans()}),
}
_OFTEN = ("add",) * 8 + ("move", "indent", "status", "due", "remove", "retype") * 2


def histories() -> st.SearchStrategy[list[tuple[str, dict[str, Any]]]]:
    one = st.sampled_from([*_OFTEN, *sorted(STEPS)]).flatmap(lambda name: st.tuples(st.just(name), STEPS[name]))
    return st.lists(one, min_size=LENGTH, max_size=LENGTH)


class Writing:
    """One patient with two plans; every act may be refused, and then nothing changed."""

    def __init__(self, folder: Path) -> None:
        self.vault, _ = Vault.create(folder / "vault", "correct horse battery staple")
        self.world = World(self.vault)
        self.patient = self.world.add("Rosa [DNR]", "Lopez")
        self.plan = 0
        for title in ("Diabetes", "Home"):
            plan = self.world.do(care_plan.start, self.patient, title).value
            goal = self.world.do(outline.add_line, plan, "goal", "Walk", None, None).value
            for kind in ("intervention", "barrier"):
                self.world.do(outline.add_line, plan, kind, "Buy shoes", goal, None)

    def happen(self, name: str, arguments: dict[str, Any]) -> None:
        plans = self.plans() or [NONE]
        self.plan = plans[sum(map(ord, repr(arguments))) % len(plans)]
        getattr(self, f"do_{name}")(**arguments)

    def attempt(self, fn: Any, *args: Any) -> Result | None:
        before = self.rows()
        try:
            return self.world.do(fn, *args)
        except Refused:
            assert self.rows() == before
            return None

    def rows(self) -> dict[str, Any]:
        return self.world.read(rows_of_everything)

    def plans(self) -> list[int]:
        columns = table(CarePlan).c
        return self.world.read(lambda session: list(session.scalars(select(columns.id).order_by(columns.id))))

    def refs(self) -> list[str]:
        if self.plan == NONE:
            return []
        return [line.ref for line in self.world.read(outline.outline, self.plan, self.world.day).lines]

    def ref(self, which: int) -> str:
        found = self.refs() or ["goal:404"]
        return found[which % len(found)]

    # --- what may happen ---

    def do_add(self, kind: str, text: str, parent: int, after: int, how: int) -> None:
        under = self.ref(parent) if how in (1, 2) else None
        self.attempt(outline.add_line, self.plan, kind, text, under, self.ref(after) if how == 3 else None)

    def do_text(self, line: int, text: str) -> None:
        self.attempt(outline.set_text, self.ref(line), text)

    def do_move(self, line: int, by: int) -> None:
        self.attempt(outline.move_line, self.ref(line), by)

    def do_indent(self, line: int, out: bool) -> None:
        self.attempt(outline.outdent if out else outline.indent, self.ref(line))

    def do_retype(self, line: int, kind: str) -> None:
        self.attempt(outline.change_kind, self.ref(line), kind)

    def do_status(self, line: int, which: int) -> None:
        ref = self.ref(line)
        known = statuses(split_ref(ref)[0]) or ("",)
        self.attempt(outline.set_status, ref, known[which % len(known)])

    def do_due(self, line: int, text: str | None) -> None:
        self.attempt(outline.set_due, self.ref(line), text)

    def do_owner(self, line: int, owner: Ball) -> None:
        self.attempt(outline.set_owner, self.ref(line), owner, "the clinic")

    def do_remove(self, line: int) -> None:
        self.attempt(outline.remove_line, self.ref(line))

    def do_finish(self, line: int, status: InterventionStatus) -> None:
        kind, number = split_ref(self.ref(line))
        if kind == "intervention":
            self.attempt(outline.finish_intervention, number, status, "seen")

    def do_check(self, line: int, days: int) -> None:
        kind, number = split_ref(self.ref(line))
        if kind == "intervention":
            self.attempt(outline.check_intervention, number, self.world.day + dt.timedelta(days=days))

    def do_progress(self, line: int, attainment: int) -> None:
        kind, number = split_ref(self.ref(line))
        if kind == "goal":
            draft = ProgressDraft(attainment=attainment, achievement=Achievement.IMPROVING)
            self.attempt(goals.note_progress, number, draft)

    def do_plan(self, what: str) -> None:
        agreed = AgreementDraft(participants="Rosa", agreement=Agreement.PHONE)
        acts: dict[str, tuple[Any, ...]] = {
            "agree": (versions.agree, self.plan, agreed),
            "share": (versions.share, self.plan, "Dr. Ames", None),
            "hold": (versions.hold, self.plan, None, "away"),
            "resume": (versions.resume, self.plan),
            "review": (care_plan.review, self.plan, None),
            "reopen": (versions.reopen, self.plan),
        }
        self.attempt(*acts[what])

    def do_close(self, all_said: bool, status: PlanStatus, how: Achievement) -> None:
        asked = self.world.read(versions.goals_to_end, self.plan) if self.plan != NONE else ()
        outcomes = {one.goal_id: GoalOutcome(achievement=how) for one in asked[: None if all_said else -1]}
        closed = self.attempt(versions.close, self.plan, outcomes, status, "moved")
        assert closed is None or all_said or not asked or status is PlanStatus.ENTERED_IN_ERROR

    def do_template(self, key: str, new: bool) -> None:
        if new and len(self.plans()) < 4:
            self.attempt(plan_template.start_from, self.patient, key, None)
        else:
            self.attempt(plan_template.add_from, self.plan, key)

    def do_queue(self, which: int, days: int, ball: Ball) -> None:
        found = [step for step in self.world.open(self.patient) if step.kind == "plan_step"]
        if found:
            step = found[which % len(found)]
            draft = FollowUpDraft(kind="plan_step", due_on=self.world.day + dt.timedelta(days=days), ball=ball)
            self.attempt(follow_up.edit, step.follow_up_id, draft)

    def do_person(self, what: str) -> None:
        acts: dict[str, tuple[Any, ...]] = {
            "close": (people.close_case, self.patient, "moved"),
            "reopen": (people.reopen_case, self.patient),
            "die": (people.record_death, self.patient, None),
        }
        self.attempt(*acts[what])

    def do_later(self, days: int) -> None:
        self.world.later(days)

    def do_back(self, redo: bool) -> None:
        ledger = self.world.ledger
        if redo and ledger.can_redo() is not None:
            ledger.redo()
        elif not redo and ledger.can_undo() is not None:
            ledger.undo()

    # --- what holds ---

    def hold(self) -> None:
        check_steps(self.world)
        self.world.check()
        for plan in self.plans():
            self.stands(plan)

    def stands(self, plan: int) -> None:
        """Every line once, where it may stand, and no two at the same place under one parent."""
        rows = self.world.read(load, plan)
        known, tree = dict(rows.by_ref()), tree_of(rows)
        lines = tree.lines()
        assert sorted(ref for ref, _ in lines) == sorted(known)
        for ref, depth in lines:
            assert may_stand(split_ref(ref)[0], tree.parent(ref))
            assert depth <= 2
        for parent in (None, *known):
            places = [known[ref].position for ref in tree.children(parent)]
            assert places == sorted(set(places))


@MODEST
@given(history=histories())
def test_whatever_is_written_the_outline_is_a_tree_and_each_open_step_asks_once(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, dict[str, Any]]]
) -> None:
    told = Writing(tmp_path_factory.mktemp("plans"))
    with told.vault:
        for name, arguments in history:
            told.happen(name, arguments)
            told.hold()
        assert told.world.read(nowhere) == ()


@settings(MODEST, max_examples=max(3, MODEST.max_examples // 2))
@given(history=histories())
def test_undoing_every_key_restores_every_row_and_redoing_brings_it_back(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, dict[str, Any]]]
) -> None:
    told = Writing(tmp_path_factory.mktemp("plans"))
    stood = [told.rows()]
    with told.vault:
        for name, arguments in history:
            if name == "back":
                continue
            told.happen(name, arguments)
            if (now := told.rows()) != stood[-1]:
                stood.append(now)
        for before in reversed(stood[:-1]):
            told.world.ledger.undo()
            assert told.rows() == before
        for after in stood[1:]:
            told.world.ledger.redo()
            assert told.rows() == after
        told.hold()
