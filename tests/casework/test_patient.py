"""Adding and editing patients with the rows behind the form, and the two ways a case ends."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.casework.base import table
from coordtui.casework.chart import chart
from coordtui.casework.contact import log_contact
from coordtui.casework.follow_up import complete, detail
from coordtui.casework.patient import (
    add_patient,
    close_case,
    draft_of,
    edit_patient,
    find,
    names,
    record_death,
    reopen_case,
)
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.contact import Outcome
from coordtui.models.follow_up import FollowUpStatus
from coordtui.models.patient import CaseStatus, ContactPoint, Patient, PatientDraft, PatientName
from coordtui.models.source import ProposedMatch
from tests.casework.objects import add_plan, add_referral, add_visit, bring
from tests.casework.world import World, call

FULL = PatientDraft(
    family="Lopez",
    given="Rosa",
    preferred_name="Rosi",
    pronouns="she/her",
    birth_date="3 June 1957",
    sex="f",
    language="Spanish",
    interpreter="y",
    phone="6175550123",
    email="rosa@example.org",
    identifier="MRN-7",
    address="12 Elm St\nBoston, MA",
    voicemail="n",
    who_may_answer="her son",
    safety_note="Not after six",
    preferred_channel="phone",
    preferred_time="mornings",
    note="Likes cats",
)


def edit(world: World, patient_id: int, **changes: str | None) -> None:
    draft = world.read(draft_of, patient_id)
    world.do(edit_patient, patient_id, draft.model_copy(update=changes))


def test_a_new_patient_has_a_first_step_within_three_business_days(world: World) -> None:
    rosa = world.add()
    (step,) = world.open(rosa)
    assert (step.kind, step.due_on) == ("introduce", dt.date(2026, 3, 9))
    assert step.limit_at == dt.datetime(2026, 3, 19, 3, 59, 59, tzinfo=dt.UTC)  # the end of ten business days
    world.check()


def test_the_form_comes_back_as_it_was_checked(world: World) -> None:
    rosa = world.do(add_patient, FULL).value.patient_id
    shown = world.read(draft_of, rosa)
    assert shown == FULL.model_copy(
        update={
            "birth_date": "1957-06-03",
            "sex": "female",
            "language": "es",
            "interpreter": "yes",
            "phone": "(617) 555-0123",
            "voicemail": "no",
        }
    )
    view = world.read(chart, rosa, world.day)
    assert view.patient.name == "Rosi Lopez"
    assert [(each.value, each.system) for each in view.identifiers] == [("MRN-7", None)]
    assert view.preferences.who_may_answer == "her son"


def test_saving_the_form_unchanged_changes_nothing(world: World) -> None:
    rosa = world.do(add_patient, FULL).value.patient_id
    before = world.ledger.log(1)[0].seq
    world.do(edit_patient, rosa, world.read(draft_of, rosa))
    assert world.ledger.log(1)[0].seq == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth_date", "31.02.1960"),
        ("birth_date", "2090"),
        ("phone", "12"),
        ("email", "rosa at home"),
        ("language", "no such tongue"),
        ("interpreter", "perhaps"),
        ("preferred_channel", "pigeon"),
    ],
)
def test_a_bad_field_is_named_and_nothing_is_kept(world: World, field: str, value: str) -> None:
    draft = PatientDraft(family="Lopez").model_copy(update={field: value})
    with pytest.raises(InvalidInput) as bad:
        world.do(add_patient, draft)
    assert bad.value.field == field
    assert world.read(names, "") == ()


def test_a_patient_needs_a_name(world: World) -> None:
    with pytest.raises(InvalidInput) as bad:
        world.do(add_patient, PatientDraft(given=" ", family=""))
    assert bad.value.field == "family"


def test_an_odd_imported_value_does_not_hinder_the_edit_of_another_field(world: World) -> None:
    rosa = world.add()
    world.do(bring, [ContactPoint(patient_id=rosa, system="phone", value="555-CALL-ME", use="home")])
    assert world.read(draft_of, rosa).phone == "555-CALL-ME"
    edit(world, rosa, note="Prefers texts")
    assert world.read(draft_of, rosa).phone == "555-CALL-ME"


def test_someone_without_name_parts_can_be_edited_and_keeps_the_name(world: World) -> None:
    bare = Patient(name="Sr. Maria of the Cross", fold="sr maria of the cross", added_on=world.day)
    key = world.do(bring, [bare]).value[0]
    edit(world, key, phone="617 555 0123")
    assert world.read(chart, key, world.day).patient.name == "Sr. Maria of the Cross"
    edit(world, key, given="Maria", family="Cruz")
    assert world.read(chart, key, world.day).patient.name == "Maria Cruz"
    assert world.read(find, "cruz") == key


def test_a_new_phone_becomes_the_first_and_the_old_one_is_kept_as_old(world: World) -> None:
    rosa = world.add(phone="617 555 0123")
    edit(world, rosa, phone="617 555 0188")
    ways = world.read(chart, rosa, world.day).reaches
    assert [(way.value, way.use, way.good) for way in ways] == [
        ("(617) 555-0188", "home", True),
        ("(617) 555-0123", "old", False),
    ]
    edit(world, rosa, phone="617 555 0123")
    assert world.row(rosa).phone == "(617) 555-0123"
    assert len(world.read(chart, rosa, world.day).reaches) == 2
    edit(world, rosa, phone=None)
    assert world.row(rosa).phone is None
    assert len(world.read(chart, rosa, world.day).reaches) == 2


def test_a_number_known_as_wrong_can_be_put_right_by_typing_it_again(world: World) -> None:
    rosa = world.add(phone="617 555 0123")
    world.do(log_contact, call(rosa, Outcome.WRONG_NUMBER))
    assert world.read(draft_of, rosa).phone is None
    edit(world, rosa, phone="617 555 0123")
    assert world.row(rosa).phone == "(617) 555-0123"


def test_a_changed_name_is_found_and_changes_the_rows_name(world: World) -> None:
    rosa = world.add()
    edit(world, rosa, family="Núñez", given="Zoë")
    assert world.row(rosa).patient == "Zoë Núñez"
    assert world.read(find, "zoe nunez") == rosa
    assert [name.text for name in world.read(chart, rosa, world.day).names] == ["Zoë Núñez"]
    with pytest.raises(NotFound):
        world.read(find, "lopez")
    world.check()


def test_other_names_are_kept_and_found(world: World) -> None:
    rosa = world.add()
    world.do(bring, [PatientName(patient_id=rosa, use="maiden", text="Rosa Vega", family="Vega", given="Rosa")])
    edit(world, rosa, pronouns="she/her")
    assert world.read(find, "vega") == rosa


def test_an_identifier_belongs_to_one_patient(world: World) -> None:
    world.add(identifier="MRN-7")
    with pytest.raises(InvalidInput) as taken:
        world.add("Ana", identifier="MRN-7")
    assert taken.value.field == "identifier"


def test_an_emptied_identifier_no_longer_finds_the_patient_in_the_form(world: World) -> None:
    rosa = world.add(identifier="MRN-7")
    edit(world, rosa, identifier=None)
    assert world.read(draft_of, rosa).identifier is None
    edit(world, rosa, identifier="MRN-8")
    assert world.read(find, "MRN-8") == rosa


def test_the_same_name_and_birth_date_is_kept_as_a_proposed_match(world: World) -> None:
    first = world.add(birth_date="1957-06-03")
    again = world.do(add_patient, PatientDraft(given="rosa", family="LOPEZ", birth_date="1957-06-03"))
    assert again.value.same_as == (first,)
    matches = table(ProposedMatch).c

    def proposed(session: Session) -> list[tuple[int, int]]:
        return [tuple(row) for row in session.execute(select(matches.patient_id, matches.other_patient_id))]

    assert world.read(proposed) == [(again.value.patient_id, first)]


# --- endings ---------------------------------------------------------------------------------------------------------


def test_a_death_ends_all_work_and_asks_to_close_the_record(world: World) -> None:
    rosa = world.add(birth_date="1957")
    add_plan(world, rosa)
    add_referral(world, rosa)
    add_visit(world, rosa)
    before = [step.follow_up_id for step in world.open(rosa)]
    world.do(record_death, rosa, "March 2026")
    (left,) = world.open(rosa)
    assert left.kind == "close_record"
    assert {world.read(detail, key).outcome for key in before} == {"patient died"}
    assert world.read(chart, rosa, world.day).patient.deceased_on == "2026-03"
    world.do(record_death, rosa, "2026-03-02")
    assert world.kinds(rosa) == ["close_record"]
    world.check()


@pytest.mark.parametrize("day", ["2027", "2026-03-05", "1950", "31.02.2026", "yesterday-ish"])
def test_a_death_has_a_day_between_birth_and_today(world: World, day: str) -> None:
    rosa = world.add(birth_date="1957")
    with pytest.raises(InvalidInput) as bad:
        world.do(record_death, rosa, day)
    assert bad.value.field == "deceased_on"
    assert world.kinds(rosa) == ["introduce"]


def test_a_death_in_the_year_of_birth_is_possible(world: World) -> None:
    rosa = world.add(birth_date="2025-11-03")
    world.do(record_death, rosa, "2025")
    assert world.read(chart, rosa, world.day).patient.deceased


def test_closing_a_case_needs_a_reason_and_ends_its_steps(world: World) -> None:
    rosa = world.add()
    add_plan(world, rosa)
    with pytest.raises(InvalidInput) as bad:
        world.do(close_case, rosa, "  ")
    assert bad.value.field == "reason"
    result = world.do(close_case, rosa, "goals met")
    assert (result.label, result.value) == ("Case closed: Rosa Lopez, 2 open steps ended", 2)
    assert (world.open(rosa), world.today().rows) == ((), ())
    with pytest.raises(Refused, match="closed already"):
        world.do(close_case, rosa, "again")
    world.check()


def test_a_case_is_not_closed_over_an_open_safety_step(world: World) -> None:
    rosa = world.add()
    crisis = world.plan(rosa, "crisis")
    with pytest.raises(Refused, match="safety"):
        world.do(close_case, rosa, "moved")
    world.do(complete, [crisis], {})
    world.do(close_case, rosa, "moved")
    world.check()


def test_a_reopened_case_has_its_work_again(world: World) -> None:
    rosa = world.add()
    add_plan(world, rosa, review_on=dt.date(2026, 3, 30))
    add_referral(world, rosa)
    add_visit(world, rosa)
    work = sorted(kind for kind in world.kinds(rosa) if kind != "introduce")
    world.do(close_case, rosa, "moved")
    world.later(5)
    world.do(reopen_case, rosa)
    assert sorted(world.kinds(rosa)) == sorted([*work, "routine_contact"])
    with pytest.raises(Refused, match="is open"):
        world.do(reopen_case, rosa)
    world.check()


def test_a_death_recorded_by_mistake_is_taken_back_by_reopening(world: World) -> None:
    rosa = world.add()
    world.do(record_death, rosa, None)
    (close,) = world.open(rosa)
    world.do(reopen_case, rosa)
    view = world.read(chart, rosa, world.day).patient
    assert (view.deceased, view.deceased_on, view.case_status) == (False, None, CaseStatus.OPEN)
    assert world.kinds(rosa) == ["routine_contact"]
    assert world.read(detail, close.follow_up_id).status is FollowUpStatus.CANCELLED
    world.check()
