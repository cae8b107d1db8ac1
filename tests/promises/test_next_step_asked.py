"""Promise 1, the last resort: an act that leaves an object with nothing ends in a question that stands in the queue."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.consent import consents
from coordtui.casework.follow_up import complete
from coordtui.casework.promises import nowhere
from coordtui.clock import Moment
from coordtui.errors import NextStepNeeded
from coordtui.models.appointment import Appointment
from coordtui.models.care_plan import CarePlan
from coordtui.models.consent import Consent, ConsentKind, ConsentStatus
from coordtui.models.contact import QuickNote
from coordtui.models.patient import CaseStatus, Patient
from coordtui.models.referral import Referral
from coordtui.rules.consent import is_open
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.casework.world import World


@act("careless")
def add_carelessly(session: Session, rows: list[object], moment: Moment) -> Result:
    """Records without any follow-up, as a faulty feature would leave them."""
    session.add_all(rows)
    session.flush()
    return Result(label="Careless")


@pytest.fixture
def world(vault: Vault) -> World:
    return World(vault)


def objects(world: World, patient_id: int) -> list[object]:
    return [
        CarePlan(patient_id=patient_id, title="Diabetes"),
        Referral(patient_id=patient_id, what="Cardiology", since=world.day),
        Appointment(patient_id=patient_id, what="Eye clinic"),
        Consent(patient_id=patient_id, recipient="Harbor Clinic"),
        QuickNote(at=world.at, zone="UTC", text="call back"),
    ]


_NAMES = ("Diabetes", "Cardiology", "Eye clinic", "Harbor Clinic")


def test_what_a_faulty_act_forgets_is_asked_about_in_the_same_act(world: World) -> None:
    rosa = world.add()
    world.do(add_carelessly, objects(world, rosa))
    asked = [step.text for step in world.open(rosa) if step.kind == "no_next_step"]
    assert asked == [f"Decide the next step: {what}" for what in _NAMES]
    assert world.today().rows[-1].text == "File: call back"
    world.check()
    world.ledger.undo()
    assert world.kinds(rosa) == ["introduce"]
    world.check()


def test_a_patient_without_any_step_is_asked_about_too(world: World) -> None:
    world.do(add_carelessly, [Patient(name="Zoe", fold="zoe", added_on=world.day)])
    (row,) = world.today().rows
    assert (row.kind, row.text, row.tier) == ("no_next_step", "Decide the next step", 4)
    with pytest.raises(NextStepNeeded):
        world.do(complete, [row.follow_up_id], {})
    world.plan(row.patient_id or 0, "food")
    assert world.kinds(row.patient_id or 0) == ["food"]
    world.check()


def test_the_promise_is_checked_without_the_hook_that_keeps_it(vault: Vault, world: World) -> None:
    rosa = world.add()
    bare = Ledger(vault, "Nora")
    bare.do(add_carelessly, objects(world, rosa), world.moment)
    found = world.read(nowhere)
    assert [(one.subject_kind, one.what, one.patient) for one in found] == [
        ("care_plan", "Diabetes", "Rosa Lopez"),
        ("referral", "Cardiology", "Rosa Lopez"),
        ("appointment", "Eye clinic", "Rosa Lopez"),
        ("consent", "Harbor Clinic", "Rosa Lopez"),
        ("quick_note", "call back", None),
    ]
    assert len(world.read(nowhere, [rosa])) == 5
    assert [one.subject_kind for one in world.read(nowhere, [99])] == ["quick_note"]


def test_the_promise_asks_for_the_same_consents_as_the_rules(vault: Vault, world: World) -> None:
    rosa = world.add()
    rows: list[object] = [
        Consent(patient_id=rosa, kind=kind, status=status, scope="plan", **ends)
        for kind in ConsentKind
        for status in ConsentStatus
        for ends in ({}, {"expires_on": world.day}, {"expires_event": "end of the trial"})
    ]
    Ledger(vault, "Nora").do(add_carelessly, rows, world.moment)
    asked = {one.subject_id for one in world.read(nowhere) if one.subject_kind == "consent"}
    found = world.read(consents, rosa, world.day)
    assert asked == {one.consent_id for one in found if is_open(one)}
    assert len(found) == len(rows) > len(asked) > 0


def test_the_dead_and_the_closed_are_nowhere_by_right(vault: Vault, world: World) -> None:
    dead = Patient(name="Z", deceased=True, added_on=world.day)
    closed = Patient(name="Y", case_status=CaseStatus.CLOSED, added_on=world.day)
    world.do(add_carelessly, [dead, closed])
    world.do(add_carelessly, [CarePlan(patient_id=key, title="Old") for key in (1, 2)])
    assert world.read(nowhere) == ()
    assert world.today().rows == ()
