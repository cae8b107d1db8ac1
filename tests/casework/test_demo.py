"""The made-up caseload: the same every time, some of everything on any day, and no promise broken by it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from coordtui.casework import (
    appointment,
    care_plan,
    consent,
    referral,
)
from coordtui.casework import today as queue
from coordtui.casework.base import OPEN, table
from coordtui.casework.demo import build
from coordtui.casework.promises import nowhere
from coordtui.errors import InvalidInput, UndoRefused
from coordtui.models.acuity import Acuity, Level
from coordtui.models.base import Record
from coordtui.models.codes import Answer, Ball
from coordtui.models.contact import Contact, Outcome
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import CarePreference, ContactPoint, Patient
from coordtui.models.referral import Referral, ReferralState
from coordtui.rules.acuity import check_override
from coordtui.rules.contact import OUTCOMES, engagement
from coordtui.rules.dates import is_partial
from coordtui.rules.follow_up import KINDS, kind_of
from coordtui.rules.patient import check_language, check_phone
from coordtui.rules.priority import Where, place
from coordtui.store.images import journalled_tables
from coordtui.store.ledger import Ledger
from tests.world import DemoWorld, clock_on, demo_vault, demo_world

WEEKDAY, SUNDAY = dt.date(2026, 11, 24), dt.date(2026, 11, 22)
NEW_YEARS_EVE, LEAP_DAY, SUMMER_TIME = dt.date(2026, 12, 31), dt.date(2028, 2, 29), dt.date(2026, 3, 8)
DAYS = (WEEKDAY, SUNDAY, NEW_YEARS_EVE, LEAP_DAY, SUMMER_TIME)

_F, _P, _C = table(FollowUp).c, table(Patient).c, table(Contact).c


@pytest.fixture(params=DAYS, ids=str)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DemoWorld]:
    with demo_world(tmp_path, on=request.param) as one:
        yield one


def records(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every journalled table."""
    return {
        name: [tuple(row) for row in session.execute(select(one).order_by(one.c.id))]
        for name, one in journalled_tables().items()
    }


def test_two_vaults_hold_the_same_records(tmp_path: Path) -> None:
    rows = []
    for name in ("a", "b"):
        with demo_vault(tmp_path / name, patients=3) as vault:
            ledger = Ledger(vault, name)
            before = ledger.read(records)
            build(ledger, patients=80, seed=3, moment=clock_on(WEEKDAY).moment())
            rows.append(ledger.read(records))
            assert before != rows[-1]
    assert rows[0] == rows[1]


def test_another_seed_makes_other_records_of_the_same_people(tmp_path: Path) -> None:
    with demo_world(tmp_path / "a", patients=12, seed=1) as one, demo_world(tmp_path / "b", patients=12, seed=2) as two:
        assert one.read(records)["contact"] != two.read(records)["contact"]
        assert one.read(names) == two.read(names)


def names(session: Session) -> list[str]:
    return list(session.scalars(select(_P.name).order_by(_P.id)))


def test_nobody_depends_on_how_many_others_there_are(tmp_path: Path) -> None:
    with demo_world(tmp_path / "a", patients=70) as small, demo_world(tmp_path / "b", patients=75) as large:
        assert small.read(names) == large.read(names)[:70]


def test_every_tier_is_there_on_any_day(world: DemoWorld) -> None:
    today = world.read(queue.today, world.today)
    assert all(today.counts[tier] >= 2 for tier in range(5)), today.counts
    assert min(today.deferred, today.waiting, today.scheduled, today.later) >= 3


def test_every_kind_of_follow_up_is_open_on_any_day(world: DemoWorld) -> None:
    kinds = set(world.read(lambda session: session.scalars(select(_F.kind).where(_F.status == OPEN)).all()))
    assert kinds == set(KINDS)


def test_follow_ups_wait_on_everyone_who_can_have_the_ball(world: DemoWorld) -> None:
    balls = {item.ball for item in items(world) if place(item, world.today).where is Where.WAITING}
    assert balls == set(Ball) - {Ball.ME}


def test_something_is_overdue_with_every_ball_or_due_with_mine(world: DemoWorld) -> None:
    tiers = {(item.ball, tier) for item in items(world) if (tier := place(item, world.today).tier) is not None}
    assert {(Ball.ME, 2), (Ball.PATIENT, 3), (Ball.RECIPIENT, 3), (Ball.PAYER, 3), (Ball.OTHER, 3)} <= tiers


def items(world: DemoWorld) -> list[Any]:
    from coordtui.casework.ranking import gather

    return [item for _, found in world.read(gather, None, world.today).values() for item in found]


def test_nothing_stands_nowhere(world: DemoWorld) -> None:
    assert world.read(nowhere) == ()
    assert world.read(queue.check_rank, world.today) == ()


def test_no_next_step_is_asked_for_by_mistake(world: DemoWorld) -> None:
    query = select(_P.name).join_from(table(FollowUp), table(Patient)).where(_F.kind == "no_next_step")
    assert world.read(lambda session: session.scalars(query).all()) == ["Joss Miller"]


def test_open_work_is_what_the_rules_of_each_feature_want(world: DemoWorld) -> None:
    """Bringing every object's follow-ups in step with it again changes nothing but who was asked by hand."""
    before = world.read(records)["follow_up"]
    for kind, raise_steps in (
        ("referral", referral.raise_steps),
        ("appointment", appointment.raise_steps),
        ("care_plan", care_plan.raise_steps),
        ("consent", consent.raise_steps),
    ):
        subjects = select(_F.subject_id).where(_F.status == OPEN, _F.subject_kind == kind)
        for key in world.read(lambda session, query=subjects: session.scalars(query).all()):
            world.ledger.derive(raise_in_an_act, raise_steps, key, world.moment)
    assert world.read(records)["follow_up"] == before


def raise_in_an_act(session: Session, raise_steps: Any, key: int, moment: Any) -> None:
    """Outside an act every change of a record would be refused by the store, so a pass means there was none."""
    raise_steps(session, key, moment)


def test_every_state_of_a_referral_is_there(world: DemoWorld) -> None:
    states = Counter(world.read(lambda session: session.scalars(select(table(Referral).c.state)).all()))
    assert set(states) == set(ReferralState)


def test_the_people_are_many_kinds_of_people(tmp_path: Path) -> None:
    with demo_world(tmp_path) as world:
        people = world.read(records)["patient"]
        assert len(people) == 60
        columns = [column.name for column in table(Patient).columns]
        rows = [dict(zip(columns, row, strict=True)) for row in people]
    languages = {row["language"].split("-")[0] for row in rows}
    assert {"en", "es", "vi", "ar", "so", "ht", "uk", "zh", "ase", "am", "ko", "fa", "ne"} <= languages
    assert {len(row["birth_date"]) for row in rows} == {4, 7, 10}
    assert all(is_partial(row["birth_date"]) for row in rows)
    assert {"Rosa Lopez", "陈美玲", "ليلى حداد", "Олена Коваленко", "Mohibullah"} <= {row["name"] for row in rows}
    assert sum(row["interpreter"] is Answer.YES for row in rows) > 20
    assert {row["pronouns"] for row in rows} >= {"she/her", "he/him", "they/them", None}
    assert sum(row["deceased"] for row in rows) == 2
    assert any(row["preferred_name"] for row in rows)


def test_people_are_found_by_their_name_in_latin_letters(tmp_path: Path) -> None:
    with demo_world(tmp_path) as world:
        assert world.find("Layla Haddad") == world.find("ليلى حداد")
        assert world.find("Meiling Chen") == world.find("陈美玲")


def test_levels_engagement_and_an_override_are_there(tmp_path: Path) -> None:
    with demo_world(tmp_path) as world:
        levels = set(world.read(lambda session: session.scalars(select(table(Acuity).c.level)).all()))
        assert levels == set(Level)
        rows = world.read(lambda session: session.scalars(select(Acuity)).all())
        overridden = [one for one in rows if one.override is not None]
        assert overridden
        for one in overridden:
            check_override(one.level, one.override, one.override_reason, one.override_until, world.today)
        assert states(world) == {"new", "engaged", "drifting", "disengaged", "lost"}


def states(world: DemoWorld) -> set[str]:
    from coordtui.casework.contact_views import last_two_way

    alive = world.read(lambda session: session.execute(select(_P.id, _P.added_on).where(~_P.deceased)).all())
    return {engagement(world.read(last_two_way, key), added, world.today) for key, added in alive}


def test_someone_may_not_be_called_at_home(tmp_path: Path) -> None:
    with demo_world(tmp_path) as world:
        unsafe = select(table(CarePreference).c.patient_id).where(table(CarePreference).c.safety_note.is_not(None))
        (key,) = world.read(lambda session: session.scalars(unsafe).all())
        outcomes = select(_C.outcome).where(_C.patient_id == key)
        assert Outcome.UNSAFE in world.read(lambda session: session.scalars(outcomes).all())


def test_contacts_tell_the_truth_about_themselves(tmp_path: Path) -> None:
    with demo_world(tmp_path, patients=120) as world:
        rows = world.read(lambda session: session.execute(select(_C.at, _C.channel, _C.outcome, _C.reached)).all())
        assert len(rows) > 150
        for at, channel, outcome, reached in rows:
            assert channel in OUTCOMES[outcome].channels
            assert reached == OUTCOMES[outcome].reached
            assert at.date() < world.today


def test_phones_and_languages_are_such_as_the_form_accepts(tmp_path: Path) -> None:
    with demo_world(tmp_path, patients=130) as world:
        phones = select(table(ContactPoint).c.value).where(table(ContactPoint).c.system == "phone")
        for phone in world.read(lambda session: session.scalars(phones).all()):
            assert check_phone(phone) == phone
            assert "555-01" in phone
        for language in set(world.read(lambda session: session.scalars(select(_P.language)).all())):
            assert check_language(language) == language


def test_steps_of_a_feature_serve_that_feature(tmp_path: Path) -> None:
    with demo_world(tmp_path, patients=120) as world:
        rows = world.read(lambda session: session.execute(select(_F.kind, _F.subject_kind, _F.by_rule)).all())
        for kind, subject, by_rule in rows:
            if kind_of(kind).done == "step":
                assert by_rule
                assert subject != "patient"


def test_no_column_of_a_record_is_a_floating_point_number(tmp_path: Path) -> None:
    with demo_world(tmp_path, patients=1) as world:
        for name in journalled_tables():
            for row in world.read(lambda session, name=name: session.execute(text(f"PRAGMA table_info({name})")).all()):
                assert row[2].upper() not in {"REAL", "FLOAT", "DOUBLE", "NUMERIC"}, (name, row[1])


def test_undo_does_not_take_the_caseload_away(tmp_path: Path) -> None:
    with demo_world(tmp_path, patients=2) as world, pytest.raises(UndoRefused):
        world.ledger.undo()


def test_a_ledger_without_the_hook_is_ranked_too(tmp_path: Path) -> None:
    with demo_vault(tmp_path, patients=1) as vault:
        ledger = Ledger(vault, "plain")
        ledger.derive(lambda session: session.execute(text("DELETE FROM queue_row")))
        build(ledger, patients=5, moment=clock_on(WEEKDAY).moment())
        assert ledger.read(queue.check_rank, WEEKDAY) == ()
        assert ledger.read(queue.today, WEEKDAY).rows


@pytest.mark.parametrize("patients", [0, -1, 100_001])
def test_a_size_that_makes_no_sense_is_refused(tmp_path: Path, patients: int) -> None:
    with demo_vault(tmp_path, patients=1) as vault, pytest.raises(InvalidInput):
        build(Ledger(vault, "x"), patients=patients, moment=clock_on(WEEKDAY).moment())


def test_every_table_of_the_chart_has_rows(tmp_path: Path) -> None:
    with demo_world(tmp_path) as world:
        filled = {name for name, rows in world.read(records).items() if rows}
    no_part_of_a_chart = {"source_resource", "proposed_match", "saved_view"}
    assert {one.__tablename__ for one in Record.__subclasses__()} - no_part_of_a_chart <= filled
