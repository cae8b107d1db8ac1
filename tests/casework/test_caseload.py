"""Everyone on the caseload: what a row tells, its order, and what narrows it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from itertools import pairwise, product
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from coordtui.casework.acuity import assess
from coordtui.casework.caseload import SORTS, CaseloadRow, Sums, caseload, sums
from coordtui.casework.contact import log_contact
from coordtui.casework.patient import close_case, record_death
from coordtui.errors import InvalidInput
from coordtui.models.acuity import AcuityDraft, Level
from coordtui.models.care_plan import PlanStatus
from coordtui.models.codes import Ball
from coordtui.models.contact import Outcome
from coordtui.models.patient import Patient
from coordtui.rules.dates import partial_key
from coordtui.rules.fold import fold
from tests.casework.objects import add_plan, bring
from tests.casework.world import World, call
from tests.world import demo_world


def rows(world: World, **kwargs: object) -> tuple[CaseloadRow, ...]:
    return world.read(caseload, world.day, **kwargs)


def test_a_row_tells_acuity_work_plan_and_engagement(world: World) -> None:
    rosa = world.add(birth_date="1957-06-03", language="es")
    world.do(assess, rosa, AcuityDraft(utilisation=4, clinical=4, social=3))
    add_plan(world, rosa, review_on=dt.date(2026, 3, 30))
    world.do(log_contact, call(rosa, Outcome.REACHED_PATIENT))
    (row,) = rows(world)
    assert row == CaseloadRow(
        patient_id=rosa,
        patient="Rosa Lopez",
        birth_date="1957-06-03",
        age=68,
        acuity=11,
        level=Level.HIGH,
        next_due=dt.date(2026, 3, 9),
        last_two_way=world.day,
        open=2,
        plan="active",
        engagement="engaged",
        deceased=False,
        language="es",
    )


def test_the_next_due_day_is_the_check_when_someone_else_has_the_ball(world: World) -> None:
    rosa = world.add()
    world.plan(rosa, "pending_result", days=1, ball=Ball.PAYER, next_check_on=dt.date(2026, 3, 6))
    world.plan(rosa, "education", days=20)
    assert rows(world)[0].next_due == dt.date(2026, 3, 6)


@pytest.mark.parametrize(
    ("status", "review", "word"),
    [
        (PlanStatus.ACTIVE, dt.date(2026, 3, 3), "overdue"),
        (PlanStatus.ACTIVE, dt.date(2026, 3, 4), "active"),
        (PlanStatus.ON_HOLD, dt.date(2026, 3, 3), "on-hold"),
        (PlanStatus.DRAFT, None, "draft"),
        (PlanStatus.COMPLETED, None, None),
    ],
)
def test_the_state_of_the_plan_is_one_word(
    world: World, status: PlanStatus, review: dt.date | None, word: str | None
) -> None:
    add_plan(world, world.add(), status, review_on=review)
    assert rows(world)[0].plan == word


def test_the_worst_of_several_plans_is_told(world: World) -> None:
    rosa = world.add()
    add_plan(world, rosa, PlanStatus.DRAFT)
    add_plan(world, rosa, review_on=dt.date(2026, 2, 1))
    add_plan(world, rosa, review_on=dt.date(2026, 5, 1))
    assert rows(world)[0].plan == "overdue"


def test_silence_shows(world: World) -> None:
    world.add()
    states = []
    for days in (0, 30, 30, 31):
        world.later(days)
        states.append(rows(world)[0].engagement)
    assert states == ["new", "drifting", "disengaged", "lost"]


def test_the_dead_stay_listed_and_can_be_asked_for_and_the_closed_do_not(world: World) -> None:
    rosa, ana = world.add(), world.add("Ana")
    world.add("Bo")
    world.do(record_death, rosa, None)
    world.do(close_case, ana, "moved")
    assert [row.patient for row in rows(world)] == ["Bo Lopez", "Rosa Lopez"]
    assert [row.patient_id for row in rows(world, filter="deceased:yes open:>0")] == [rosa]


def test_someone_imported_dead_has_no_work(world: World) -> None:
    world.do(bring, [Patient(name="Z", deceased=True, deceased_on="2019", added_on=world.day)])
    (row,) = rows(world, filter="deceased:yes")
    assert (row.open, row.next_due) == (0, None)
    world.check()


def test_the_caseload_can_be_narrowed(world: World) -> None:
    rosa, ana = world.add(language="es"), world.add("Ana")
    world.do(assess, ana, AcuityDraft(utilisation=4, clinical=4, social=3))
    add_plan(world, ana)
    world.plan(rosa, "food", text="Pantry voucher")

    def narrowed(filter: str) -> list[int]:
        return [row.patient_id for row in rows(world, filter=filter)]

    assert narrowed("lopez") == [ana, rosa]
    assert narrowed("lang:es") == [rosa]
    assert narrowed("risk:high") == [ana]
    assert narrowed("pantry") == [rosa]
    assert narrowed("kind:plan_review") == [ana]
    assert narrowed("plan:active") == [ana]
    assert narrowed("tier:2") == [rosa]
    assert narrowed("engagement:new open:>=2") == [ana, rosa]
    with pytest.raises(InvalidInput) as bad:
        rows(world, filter="risk:extreme")
    assert bad.value.field == "filter"


ENGAGEMENTS = ("new", "engaged", "drifting", "disengaged", "lost")
PLANS = ("draft", "on-hold", "active", "overdue")
VALUES: dict[str, Callable[[CaseloadRow], Any]] = {
    "name": lambda row: fold(row.patient),
    "patient": lambda row: fold(row.patient),
    "birth_date": lambda row: partial_key(row.birth_date) or None,
    "level": lambda row: None if row.level is None else tuple(Level).index(row.level),
    "plan": lambda row: None if row.plan is None else PLANS.index(row.plan),
    "engagement": lambda row: ENGAGEMENTS.index(row.engagement),
    "language": lambda row: row.language or None,
}
"""What a column of a row is worth, where it is not the column itself."""


FINER = ("age", "birth_date", "last_two_way", "name", "patient")
"""Columns that tell apart what looks the same in a row."""


def test_every_column_sorts_both_ways_what_is_missing_last_and_equals_by_name(tmp_path: Path) -> None:
    with demo_world(tmp_path) as many:
        named = many.read(caseload, many.today)
        place = {row: at for at, row in enumerate(named)}
        for sort, descending in product(SORTS, (False, True)):
            value = VALUES.get(sort, attrgetter(sort))
            found = many.read(caseload, many.today, sort=sort, descending=descending)
            assert set(found) == set(named)
            held = [value(row) for row in found if value(row) is not None]
            assert held == sorted(held, reverse=descending), sort
            assert all(value(row) is None for row in found[len(held) :]), sort
            equal = [(one, two) for one, two in pairwise(found) if value(one) == value(two)]
            assert sort in FINER or all(place[one] < place[two] for one, two in equal), sort


def test_the_sums_are_those_of_the_rows(tmp_path: Path) -> None:
    with demo_world(tmp_path) as many:
        for filter in ("", "acuity:high", "-lang:es"):
            found = many.read(caseload, many.today, filter=filter)
            living = [row for row in found if not row.deceased]
            assert many.read(sums, many.today, filter=filter) == Sums(
                Counter(row.level for row in living),
                sum(row.engagement == "lost" for row in living),
                len(found) - len(living),
            )


def test_an_unknown_column_is_refused(world: World) -> None:
    with pytest.raises(InvalidInput) as bad:
        rows(world, sort="mood")
    assert bad.value.field == "sort"
