"""The plans, referrals and the directory of the made-up caseload: complete, legal, and told as they would be lived."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from coordtui.casework import directory, plan_outline, plan_template, plan_version
from coordtui.casework.base import table
from coordtui.casework.demo.directory import TEMPLATE, TEMPLATE_NAME
from coordtui.casework.referral_tracker import tracker
from coordtui.models.base import Record
from coordtui.models.care_plan import Barrier, CarePlan, Goal
from coordtui.models.codes import Answer
from coordtui.models.people import Organization
from coordtui.models.plan_version import GoalProgress
from coordtui.models.referral import Referral, ReferralEvent, ReferralState
from coordtui.rules import referral as referral_rules
from coordtui.rules.directory import is_stale
from coordtui.rules.goal import BARRIERS
from coordtui.rules.plan_template import parse
from coordtui.rules.referral_moves import move_of
from tests.casework.test_demo import DAYS, records
from tests.world import DemoWorld, demo_world


@pytest.fixture(params=DAYS, ids=str)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DemoWorld]:
    with demo_world(tmp_path, on=request.param) as one:
        yield one


def test_every_history_of_a_referral_ends_where_it_stands_by_legal_steps(world: DemoWorld) -> None:
    rows = world.read(records)
    events = [dict(zip(columns(ReferralEvent), row, strict=True)) for row in rows["referral_event"]]
    for referral_row in (dict(zip(columns(Referral), row, strict=True)) for row in rows["referral"]):
        moved = [one for one in events if one["referral_id"] == referral_row["id"] and one["to_state"] is not None]
        assert moved[0]["from_state"] is None
        assert moved[-1]["to_state"] is referral_row["state"]
        days = [one["happened_on"] for one in moved]
        assert days == sorted(days)
        assert days[-1] <= world.today
        for before, after in pairwise(moved):
            assert after["from_state"] is before["to_state"]
            step = move_of(json.loads(after["details"])["move"])
            assert before["to_state"] in step.leaves(social=referral_row["social"])
            assert step.target is after["to_state"]
            asked = {field.name for field in step.fields}
            assert set(json.loads(after["details"])) - {"move"} <= asked


def columns(model: type[Record]) -> list[str]:
    return [column.name for column in table(model).columns]


def test_referrals_age_in_every_way_and_have_parts_and_a_second_try(world: DemoWorld) -> None:
    rows = world.read(tracker, world.today).rows
    assert {row.stage_age for row in rows} == {"in time", "amber", "red", "escalate"}
    found = world.read(records)["referral"]
    held = [dict(zip(columns(Referral), row, strict=True)) for row in found]
    by_id = {one["id"]: one for one in held}
    parts = [one for one in held if one["parent_id"]]
    assert len(parts) >= 2
    assert all(by_id[one["parent_id"]]["patient_id"] == one["patient_id"] for one in parts)
    (again,) = [one for one in held if one["rerouted_from_id"]]
    assert by_id[again["rerouted_from_id"]]["state"] is ReferralState.CLOSED_UNMET
    assert all(one["to_organization_id"] for one in held)


def test_what_is_sent_has_what_sending_asks_for(world: DemoWorld) -> None:
    for row in world.read(records)["referral"]:
        one = dict(zip(columns(Referral), row, strict=True))
        if one["state"] in (ReferralState.DRAFT, ReferralState.ENTERED_IN_ERROR):
            continue
        assert (one["consent"], one["reason"] is None, one["indicated_on"] is None) == (Answer.YES, False, False)
        assert (one["capacity"] is not None) == one["social"]
        assert (one["closed_on"] is not None) == (not referral_rules.is_open(one["state"]))


def test_plans_have_concerns_measures_progress_and_an_agreed_version_with_changes(tmp_path: Path) -> None:
    with demo_world(tmp_path) as world:
        plans = world.read(lambda session: session.scalars(select(table(CarePlan).c.id)).all())
        changed = 0
        for key in plans:
            outline = world.read(plan_outline.outline, key, world.today)
            kinds = Counter(line.kind for line in outline.lines)
            assert min(kinds[one] for one in ("concern", "goal", "intervention", "barrier", "strength")) >= 1
            assert all(line.parent for line in outline.lines if line.kind == "goal")
            changes = world.read(plan_version.changes, key)
            changed += bool(changes.since and changes.lines)
        assert changed >= len(plans) - 3
        goals = world.read(lambda session: session.execute(select(table(Goal))).mappings().all())
        assert all(one["measure"] and one["unit"] and one["target"] and one["why"] for one in goals)
        assert {one["confidence"] < 7 for one in goals} == {True, False}
        assert any(one["scale"] for one in goals)
        measured = Counter(world.read(lambda session: session.scalars(select(table(GoalProgress).c.goal_id)).all()))
        assert set(measured) == {one["id"] for one in goals}
        assert max(measured.values()) >= 4


def test_what_was_measured_is_a_number_on_a_day_gone_by(world: DemoWorld) -> None:
    rows = world.read(lambda session: session.execute(select(table(GoalProgress))).mappings().all())
    for one in rows:
        assert Decimal(one["value"]) >= 0
        assert one["noted_on"] < world.today


def test_barriers_are_of_the_kinds_that_the_form_offers(tmp_path: Path) -> None:
    with demo_world(tmp_path) as world:
        kinds = set(world.read(lambda session: session.scalars(select(table(Barrier).c.category)).all()))
        assert kinds <= set(BARRIERS)
        assert len(kinds) > 10


def test_the_directory_is_known_in_detail_and_partly_stale(world: DemoWorld) -> None:
    places = world.read(lambda session: session.execute(select(table(Organization))).mappings().all())
    assert len(places) >= 15
    assert all(one["hours"] and one["services"] and one["asks_for"] and one["fold"] for one in places)
    assert sum(bool(one["languages"]) for one in places) >= 15
    assert {is_stale(one["verified_on"], world.today) for one in places} == {True, False}
    assert world.ledger.derive(directory.refold) == 0


def test_the_coordinators_own_starter_can_be_used(tmp_path: Path) -> None:
    with demo_world(tmp_path) as world:
        own = [head for head in world.read(plan_template.templates) if head.own]
        assert [head.name for head in own] == [TEMPLATE_NAME]
        assert parse(TEMPLATE).name == TEMPLATE_NAME
        assert own[0].goals == 1
