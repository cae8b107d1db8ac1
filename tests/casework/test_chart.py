"""The chart: everything of one patient, its timeline, what came with an import, and the record of opening it."""

from __future__ import annotations

import datetime as dt
import json
import zlib

import pytest

from coordtui.casework.acuity import assess
from coordtui.casework.alert import add_alert, end_alert
from coordtui.casework.chart import chart, raw_body, raw_list, timeline, view_chart
from coordtui.casework.contact import log_contact
from coordtui.casework.follow_up import complete
from coordtui.casework.quick_note import capture, file_note
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.acuity import AcuityDraft
from coordtui.models.care_plan import Barrier, Goal, Intervention, PlanStatus
from coordtui.models.clinical import Allergy, Condition, Coverage, Document, Encounter, Medication, Survey
from coordtui.models.contact import Outcome
from coordtui.models.patient import Address
from coordtui.models.people import RelatedPerson, TeamMember
from coordtui.models.referral import ReferralState
from coordtui.models.source import SourceResource
from tests.casework.objects import add_plan, add_referral, add_visit, bring
from tests.casework.world import World, call


def test_the_chart_holds_what_every_table_holds_of_the_patient_and_nobody_elses(world: World) -> None:
    rosa, ana = world.add(), world.add("Ana")
    for key in (ana, rosa):
        plan = add_plan(world, key)
        world.do(
            bring,
            [
                Condition(patient_id=key, text="Diabetes", onset="2017-06"),
                Condition(patient_id=key, text="Asthma", onset="2019"),
                Medication(patient_id=key, text="Metformin", status="active", authored_on="2020-01-02"),
                Allergy(patient_id=key, text="Penicillin", reaction="rash"),
                Survey(patient_id=key, text="PHQ-2", value="1", effective="2026-01-02"),
                Document(patient_id=key, title="Discharge note", written_on="2026-02-01"),
                Coverage(patient_id=key, payer="Medicaid"),
                Encounter(patient_id=key, text="Check-up", starts="2026-02-02T09:00:00-05:00"),
                TeamMember(patient_id=key, name="Dr. Who", role="doctor"),
                RelatedPerson(patient_id=key, name="Juan", relationship="son"),
                Address(patient_id=key, lines="12 Elm St", city="Boston"),
                Barrier(patient_id=key, category="transport", severity=2, found_on=world.day),
                Goal(patient_id=key, plan_id=plan.key, text="A1c under 8", patient_words="Dance at the wedding"),
                Goal(patient_id=key, text="Walk daily"),
                Intervention(patient_id=key, plan_id=plan.key, text="Weekly call"),
            ],
        )
        add_referral(world, key)
        add_visit(world, key)
        world.do(add_alert, key, "Fall risk")
        world.do(assess, key, AcuityDraft(clinical=3))
        world.do(log_contact, call(key, Outcome.REACHED_PATIENT))
    view = world.read(chart, rosa, world.day)
    assert [each.text for each in view.conditions] == ["Asthma", "Diabetes"]
    assert (view.plans[0].goals[0].patient_words, view.plans[0].interventions[0].text) == (
        "Dance at the wedding",
        "Weekly call",
    )
    assert [goal.text for goal in view.goals] == ["Walk daily"]
    assert (view.referrals[0].label, view.referrals[0].ball.value) == ("sent", "recipient")
    for name in (
        *("medications", "allergies", "surveys", "documents", "coverage", "encounters", "team", "related", "addresses"),
        *("barriers", "appointments", "alerts", "acuity", "names"),
    ):
        assert len(getattr(view, name)) == 1, name
    assert view.glance.alerts == ("Fall risk",)
    assert {step.patient_id for step in view.follow_ups} == {rosa}
    with pytest.raises(NotFound):
        world.read(chart, 99, world.day)


def test_open_plans_and_referrals_come_before_the_closed_ones(world: World) -> None:
    rosa = world.add()
    add_plan(world, rosa, title="old")
    add_plan(world, rosa, PlanStatus.COMPLETED, title="done")
    add_plan(world, rosa, title="new")
    add_referral(world, rosa, ReferralState.SENT, what="first")
    add_referral(world, rosa, ReferralState.CLOSED_MET, what="over")
    view = world.read(chart, rosa, world.day)
    assert [plan.title for plan in view.plans] == ["new", "old", "done"]
    assert [sent.what for sent in view.referrals] == ["first", "over"]


def test_open_follow_ups_come_first_and_closed_ones_stay_in_the_chart(world: World) -> None:
    rosa = world.add()
    food = world.plan(rosa, "food")
    world.do(complete, [food], {})
    world.plan(rosa, "letter")
    assert [(step.kind, step.status.value) for step in world.read(chart, rosa, world.day).follow_ups] == [
        ("letter", "open"),
        ("introduce", "open"),
        ("food", "done"),
    ]


def test_the_timeline_tells_everything_newest_first_as_exactly_as_it_is_known(world: World) -> None:
    rosa = world.add(birth_date="1957")
    world.do(
        bring,
        [
            Condition(patient_id=rosa, text="Diabetes", onset="2017-06", clinical_status="active"),
            Allergy(patient_id=rosa, text="Latex"),
            Encounter(patient_id=rosa, text="Check-up", starts="2026-02-02T09:00:00-05:00"),
        ],
    )
    add_referral(world, rosa, ordered_on="2026-03-01", since=dt.date(2026, 3, 2), to_name="Heart clinic")
    world.do(log_contact, call(rosa, Outcome.REACHED_CAREGIVER, spoke_with="Juan", minutes=4, agreed="Visit on Friday"))
    note = world.do(capture, "prefers [mornings]").value
    world.do(file_note, note, rosa)
    told = [(entry.day_text, entry.kind, entry.text, entry.detail) for entry in world.read(timeline, rosa)]
    assert ("2026-03-04T12:00-05:00", "note", "prefers [mornings]", "") in told
    assert (
        *("2026-03-04T12:00-05:00", "contact", "phone: reached a caregiver"),
        "with Juan · 4 min · agreed: Visit on Friday",
    ) in told
    assert ("2026-03-01", "referral", "Cardiology", "sent · to Heart clinic") in told
    assert ("2017-06", "condition", "Diabetes", "active") in told
    assert [entry[0] for entry in told][-3:] == ["2017-06", "1957", ""]
    assert told[-1][1:3] == ("allergy", "Latex")
    assert world.read(timeline, rosa, 2) == world.read(timeline, rosa)[:2]


def test_what_came_with_an_import_can_be_counted_listed_and_read(world: World) -> None:
    rosa = world.add()
    body = {"resourceType": "Device", "note": "Zażółć [x]"}
    kept = SourceResource(
        patient_id=rosa,
        type="Device",
        source_id="d1",
        digest="0",
        problems='[{"where": "a", "what": "b"}]',
        imported_at=world.at,
        body=zlib.compress(json.dumps(body).encode()),
    )
    key = world.do(bring, [kept]).value[0]
    assert world.read(chart, rosa, world.day).raw == {"Device": 1}
    (listed,) = world.read(raw_list, rosa)
    assert (listed.type, listed.problems, listed.record_kind) == ("Device", 1, None)
    assert world.read(raw_list, rosa, "Patient") == ()
    assert json.loads(world.read(raw_body, key)) == body
    assert "Zażółć [x]" in world.read(raw_body, key)
    with pytest.raises(NotFound):
        world.read(raw_body, 99)


def test_opening_a_chart_is_recorded_and_is_not_undone(world: World) -> None:
    rosa = world.add()
    world.do(view_chart, rosa)
    entry = world.ledger.log(1)[0]
    assert (entry.act, entry.kind, entry.patient_id) == ("patient.view_chart", "record", rosa)
    assert world.ledger.can_undo() == "Added: Rosa Lopez"
    with pytest.raises(NotFound):
        world.do(view_chart, 99)


def test_an_alert_stands_until_it_is_ended(world: World) -> None:
    rosa = world.add()
    alert = world.do(add_alert, rosa, " [DNR] papers on the fridge ").value
    assert world.do(add_alert, rosa, "[DNR] papers on the fridge").value == alert
    assert world.read(chart, rosa, world.day).glance.alerts == ("[DNR] papers on the fridge",)
    world.do(end_alert, alert)
    view = world.read(chart, rosa, world.day)
    assert (view.glance.alerts, view.alerts[0].active) == ((), False)
    with pytest.raises(Refused):
        world.do(end_alert, alert)
    with pytest.raises(InvalidInput):
        world.do(add_alert, rosa, "\n")
