"""Tags on records: what they reach, and what stays back because of them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from coordtui.casework import sensitivity
from coordtui.casework.base import table
from coordtui.casework.consent import add_consent
from coordtui.casework.contact import log_contact
from coordtui.casework.sensitivity import all_tags, own_tags, shareable, tagged_patients, tags_of
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.appointment import Appointment
from coordtui.models.care_plan import Barrier, Concern, Goal, Intervention, Strength
from coordtui.models.consent import ConsentKind
from coordtui.models.contact import Contact, Outcome
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import Patient
from coordtui.models.plan_version import PlanVersion
from coordtui.models.referral import Referral, ReferralEvent
from coordtui.models.sensitivity import TagDraft
from coordtui.rules.sensitivity import SHIPPED
from tests.casework import consents
from tests.casework.objects import change
from tests.casework.plans import Writer
from tests.casework.referrals import begin, booked, take
from tests.casework.world import World, call
from tests.documents.conftest import write


def put(world: World, kind: str, key: int, code: str = "part2") -> None:
    world.do(sensitivity.tag, kind, key, code)


def left(world: World, model: type[Any], *covered: str) -> set[int]:
    """The rows of a table that may leave when these tags are covered."""
    columns = table(model).c
    return set(world.read(lambda s: s.scalars(select(columns.id).where(shareable(columns, covered))).all()))


def every(world: World, model: type[Any]) -> set[int]:
    return set(world.read(lambda s: s.scalars(select(table(model).c.id)).all()))


def test_a_tag_on_a_plan_reaches_its_lines_its_steps_and_its_versions(world: World) -> None:
    writer = Writer(world)
    writer.five_lines()
    writer.agree()
    tables = (Concern, Goal, Intervention, Barrier, Strength, PlanVersion)
    assert all(every(world, model) and left(world, model) == every(world, model) for model in tables)
    put(world, "care_plan", writer.plan)
    assert [left(world, model) for model in tables] == [set()] * len(tables)
    assert [left(world, model, "part2") for model in tables] == [every(world, model) for model in tables]
    tags = world.read(tags_of, writer.patient)
    assert set(tags.values()) == {frozenset({"part2"})}
    steps = every(world, FollowUp) - left(world, FollowUp)
    assert steps == {key for kind, key in tags if kind == "follow_up"} != set()


def test_a_tag_on_a_goal_leaves_the_rest_of_its_plan_free(world: World) -> None:
    writer = Writer(world)
    concern, goal, *_ = writer.five_lines()
    other = int(writer.add("goal", "Sleep better", concern).partition(":")[2])
    put(world, "goal", int(goal.partition(":")[2]))
    assert left(world, Goal) == {other}
    assert left(world, Concern) == every(world, Concern)
    assert left(world, Barrier) == set()


def test_a_tag_on_a_referral_reaches_its_history_its_visit_and_the_calls_about_it(world: World) -> None:
    rosa = world.add()
    key = booked(world, rosa)
    step = next(one.follow_up_id for one in world.open(rosa) if one.kind == "referral")
    world.do(log_contact, call(rosa, Outcome.REACHED_PATIENT, step))
    world.do(log_contact, call(rosa, Outcome.NO_ANSWER))
    put(world, "referral", key)
    assert left(world, ReferralEvent) == left(world, Appointment) == left(world, Referral) == set()
    assert len(left(world, Contact)) == 1
    ana = world.add("Ana", "Diaz")
    assert left(world, Referral) | left(world, Patient) == {rosa, ana}
    assert world.read(tags_of, ana) == {}


def test_a_part_of_a_part_of_a_tagged_referral_is_tagged_too(world: World) -> None:
    rosa = world.add()
    first = booked(world, rosa)
    second = booked(world, rosa, what="Methadone clinic")
    third = booked(world, rosa, what="Ride")
    world.do(change, Referral, second, {"parent_id": first})
    world.do(change, Referral, third, {"parent_id": second})
    put(world, "referral", first)
    assert left(world, Referral) == set()
    world.do(sensitivity.untag, "referral", first, "part2")
    assert left(world, Referral) == {first, second, third}


def test_a_referral_sent_elsewhere_keeps_the_tag_of_the_first(world: World) -> None:
    rosa = world.add()
    key = begin(world, rosa, "Methadone program")
    put(world, "referral", key)
    take(world, key, "send", "decline", "reroute")
    (new,) = every(world, Referral) - {key}
    assert left(world, Referral) == left(world, ReferralEvent) == set()
    assert world.read(tags_of, rosa)["referral", new] == {"part2"}


def test_a_tag_on_the_patient_holds_the_whole_chart_back(world: World) -> None:
    rosa, ana = world.add(), world.add("Ana", "Diaz")
    key, other = booked(world, rosa), booked(world, ana)
    put(world, "patient", rosa, "violence")
    assert left(world, Referral) == {other}
    assert left(world, Patient) == {ana}
    assert left(world, Referral, "violence") == {key, other}


def test_a_record_may_leave_only_where_every_tag_of_it_is_covered(world: World) -> None:
    rosa = world.add()
    key = booked(world, rosa)
    put(world, "referral", key)
    put(world, "referral", key, "hiv")
    assert left(world, Referral, "part2") == set()
    assert left(world, Referral, "part2", "hiv") == {key}
    assert world.read(own_tags, "referral", key) == {"part2", "hiv"}


def test_a_tag_is_put_once_and_taken_off_again_and_undone(world: World) -> None:
    rosa = world.add()
    key = booked(world, rosa)
    put(world, "referral", key)
    with pytest.raises(Refused, match="tagged Part 2 already"):
        put(world, "referral", key)
    world.do(sensitivity.untag, "referral", key, "part2")
    with pytest.raises(Refused, match="not tagged Part 2 itself"):
        world.do(sensitivity.untag, "referral", key, "part2")
    world.ledger.undo()
    assert world.read(own_tags, "referral", key) == {"part2"}


def test_only_records_of_a_patient_carry_tags_that_there_are(world: World) -> None:
    rosa = world.add()
    with pytest.raises(NotFound, match="no tag moonlight"):
        put(world, "patient", rosa, "moonlight")
    with pytest.raises(NotFound, match="no referral 99"):
        put(world, "referral", 99)
    with pytest.raises(Refused, match="carries no tag of its own"):
        put(world, "referral_event", 1)


# --- one's own tags --------------------------------------------------------------------------------------------------


def test_ones_own_tag_is_offered_until_it_is_retired_and_protects_even_then(world: World) -> None:
    rosa = world.add()
    assert world.do(sensitivity.add_tag, TagDraft(label="Foster  care", why="County rule")).value == "foster_care"
    with pytest.raises(InvalidInput, match="a tag Foster care already"):
        world.do(sensitivity.add_tag, TagDraft(label="foster care"))
    with pytest.raises(InvalidInput, match="a tag HIV already"):
        world.do(sensitivity.add_tag, TagDraft(label="hiv"))
    put(world, "patient", rosa, "foster_care")
    world.do(sensitivity.retire_tag, "foster_care")
    assert [one.label for one in world.read(all_tags)] == [*(one.label for one in SHIPPED), "Foster care"]
    assert left(world, Patient) == set()
    with pytest.raises(Refused, match="retired"):
        put(world, "patient", world.add("Ana", "Diaz"), "foster_care")
    world.do(sensitivity.add_tag, TagDraft(label="Foster care"))
    assert world.read(all_tags)[-1] == sensitivity.TagView("foster_care", "Foster care", "County rule", False)


def test_what_ships_is_not_retired_and_a_tag_needs_a_name(world: World) -> None:
    with pytest.raises(Refused, match="comes with coordtui"):
        world.do(sensitivity.retire_tag, "hiv")
    with pytest.raises(NotFound, match="no tag moonlight"):
        world.do(sensitivity.retire_tag, "moonlight")
    for bad in ("", "  ", "!!!", "x" * 41):
        with pytest.raises(InvalidInput) as refused:
            world.do(sensitivity.add_tag, TagDraft(label=bad))
        assert refused.value.field == "label"


def test_one_query_may_ask_it_of_two_tables(world: World) -> None:
    rosa = world.add()
    key = booked(world, rosa)
    sent, visit = table(Referral).c, table(Appointment).c
    both = select(sent.id).join(visit.id.table, visit.id == sent.appointment_id)
    query = both.where(shareable(sent, ()), shareable(visit, ()))
    assert world.read(lambda s: s.scalars(query).all()) == [key]
    put(world, "referral", key)
    assert world.read(lambda s: s.scalars(query).all()) == []


def test_a_consent_carries_the_tags_that_it_covers_and_so_do_the_steps_that_serve_it(world: World) -> None:
    rosa = world.add()
    program = world.do(add_consent, rosa, consents.draft(kind=ConsentKind.PART2, recipient="Opioid Program")).value
    hiv = world.do(add_consent, rosa, consents.draft(tags=("hiv",))).value
    plain = world.do(add_consent, rosa, consents.draft(recipient="Other Clinic")).value

    def free(*covered: str) -> set[int]:
        steps = table(FollowUp).c
        query = select(steps.subject_id).where(steps.subject_kind == "consent", shareable(steps, covered))
        return set(world.read(lambda db: db.scalars(query).all()))

    assert free() == {plain}
    assert free("part2") == {plain, program}
    assert free("part2", "hiv") == {plain, program, hiv}
    assert world.read(tags_of, rosa)["consent", program] == {"part2"}
    other = world.add("Ana", "Abel")
    goal = world.do(write, [Goal(patient_id=other, text="x")]).value[0]
    assert world.read(tagged_patients) == {rosa}
    put(world, "goal", goal)
    assert world.read(tagged_patients) == {rosa, other}
