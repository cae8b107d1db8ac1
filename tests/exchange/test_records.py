"""Each resource type as the record it becomes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exchange.bench import Bench, counts
from tests.exchange.build import (
    LOINC,
    Resource,
    about,
    care_plan,
    coded,
    concept,
    condition,
    organization,
    patient,
    practitioner,
    ref,
    survey,
)


def taken(bench: Bench, table: str, *resources: Resource) -> dict[str, Any]:
    bench.take(patient(), *resources)
    return bench.row(table)


def test_condition(bench: Bench) -> None:
    found = condition(
        clinicalStatus=coded("active"),
        verificationStatus=coded("confirmed"),
        category=[concept("Problem List Item", "problem-list-item")],
        severity=concept("Severe"),
        onsetDateTime="2019",
        abatementString="last spring",
        recordedDate="2019-05-02",
    )
    row = taken(bench, "condition", found)
    assert (row["text"], row["code"], row["system"]) == ("Asthma", "195967001", "http://snomed.info/sct")
    assert (row["clinical_status"], row["verification"], row["severity"]) == ("active", "confirmed", "Severe")
    assert (row["onset"], row["abatement"], row["recorded_on"]) == ("2019", "last spring", "2019-05-02")
    assert row["category"] == "Problem List Item"


def test_allergy(bench: Bench) -> None:
    found = about(
        "AllergyIntolerance",
        "a",
        code=concept("Peanuts", "762952008"),
        category=["food"],
        criticality="high",
        onsetDateTime="2004",
        reaction=[{"manifestation": [concept("Hives"), concept("Wheezing")]}],
    )
    row = taken(bench, "allergy", found)
    assert (row["text"], row["category"], row["criticality"]) == ("Peanuts", "food", "high")
    assert (row["reaction"], row["onset"]) == ("Hives; Wheezing", "2004")


def test_medication_request_with_the_medication_behind_a_reference(bench: Bench) -> None:
    drug = {"resourceType": "Medication", "id": "m", "code": concept("Salbutamol 100 mcg", "372897005")}
    found = about(
        "MedicationRequest",
        "r",
        status="active",
        intent="order",
        medicationReference=ref("Medication/m"),
        authoredOn="2025-11",
        requester=ref("Practitioner/doc"),
        reasonCode=[concept("Asthma")],
        dosageInstruction=[{"text": "2 puffs when needed"}],
    )
    row = taken(bench, "medication", drug, practitioner(), found)
    assert (row["text"], row["code"], row["source"]) == ("Salbutamol 100 mcg", "372897005", "request")
    assert (row["dosage"], row["reason"], row["prescriber"]) == ("2 puffs when needed", "Asthma", "Dr. Kim")
    assert row["authored_on"] == "2025-11"


def test_medication_statement(bench: Bench) -> None:
    dose = {
        "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d", "when": ["C"]}},
        "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tablet"}}],
        "asNeededBoolean": True,
    }
    found = about(
        "MedicationStatement",
        "s",
        status="on-hold",
        medicationCodeableConcept=concept("Aspirin"),
        effectivePeriod={"start": "2020-03"},
        dosage=[dose],
        informationSource=ref("Patient/rosa", "Rosa"),
    )
    row = taken(bench, "medication", found)
    assert (row["source"], row["status"], row["authored_on"]) == ("statement", "on-hold", "2020-03")
    assert row["dosage"] == "1 tablet, 2 times a day, with meals, as needed"
    assert row["prescriber"] is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"valueCodeableConcept": concept("Several days", "LA6569-3", LOINC)}, "Several days"),
        ({"valueQuantity": {"value": 14, "unit": "{score}"}}, "14 {score}"),
        ({"valueInteger": 3}, "3"),
        ({"valueBoolean": False}, "no"),
        ({"valueString": "my own words"}, "my own words"),
        ({"dataAbsentReason": concept("Asked But Declined", "asked-declined")}, "Asked But Declined"),
        ({"component": [{"code": concept("Rent"), "valueBoolean": True}]}, "Rent: yes"),
        ({}, None),
    ],
)
def test_answers_of_a_survey(bench: Bench, value: Resource, text: str | None) -> None:
    row = taken(bench, "survey", survey("q", "Little interest", effectiveDateTime="2026-01", **value))
    assert (row["text"], row["value"], row["effective"]) == ("Little interest", text, "2026-01")


def test_an_observation_that_is_no_survey_is_kept_raw(bench: Bench) -> None:
    vital = [coded("vital-signs"), coded("exam")]
    report = bench.take(patient(), survey("v", "Heart rate", category=vital, valueInteger=70))
    assert counts(report) == {"created": {"Patient": 1}, "kept_raw": {"Observation": 1}}
    assert bench.row("source_resource", "type = 'Observation'")["patient_id"] == 1


def test_coverage(bench: Bench) -> None:
    kinds = [
        {"type": coded("group"), "value": "xyz"},
        {"type": coded("plan"), "value": "gold", "name": "Gold"},
    ]
    found = about("Coverage", "v", status="active", type=concept("PPO"), subscriberId="888", order=1,
                  payor=[ref("Organization/acme")], relationship=concept("Self"), period={"start": "2020"},
                  **{"class": kinds})  # fmt: skip
    row = taken(bench, "coverage", organization("acme", "Acme Health"), found)
    assert (row["payer"], row["plan_type"], row["plan_name"]) == ("Acme Health", "PPO", "Gold")
    assert (row["member_id"], row["group_id"], row["rank"]) == ("888", "xyz", 1)
    assert (row["relationship"], row["starts_on"], row["ends_on"]) == ("Self", "2020", None)


def test_encounter(bench: Bench) -> None:
    found = about(
        "Encounter",
        "e",
        status="finished",
        type=[concept("Office visit")],
        period={"start": "2025-11-01T17:00:00-05:00", "end": "2025-11-01T18:00:00-05:00"},
        reasonCode=[concept("Cough")],
        participant=[{"individual": ref("Practitioner/doc", "Dr. Kim")}],
        location=[{"location": {"display": "Harbor Clinic"}}],
        hospitalization={"dischargeDisposition": concept("Home")},
        **{"class": {"code": "AMB"}},
    )
    row = taken(bench, "encounter", found)
    assert (row["text"], row["kind"], row["status"], row["reason"]) == ("Office visit", "AMB", "finished", "Cough")
    assert (row["provider"], row["place"], row["disposition"]) == ("Dr. Kim", "Harbor Clinic", "Home")
    assert row["starts"] == "2025-11-01T17:00:00-05:00"


def test_document_reference(bench: Bench) -> None:
    file = {"contentType": "application/pdf", "url": "https://ehr.example.org/Binary/1", "title": "Letter"}
    found = about("DocumentReference", "d", status="current", type=concept("Discharge summary"), date="2026-01-05",
                  author=[ref("Practitioner/doc", "Dr. Kim")], content=[{"attachment": file}])  # fmt: skip
    row = taken(bench, "document", found)
    assert (row["title"], row["type"], row["author"]) == ("Letter", "Discharge summary", "Dr. Kim")
    assert (row["format"], row["url"]) == ("application/pdf", "https://ehr.example.org/Binary/1")


def test_related_person(bench: Bench) -> None:
    found = about(
        "RelatedPerson",
        "n",
        name=[{"given": ["Sarah"], "family": "van Putten"}],
        relationship=[concept("Caregiver", "133932002")],
        telecom=[{"system": "phone", "value": "1"}, {"system": "email", "value": "s@example.org"}],
        communication=[{"language": {"text": "Dutch"}}],
    )
    row = taken(bench, "related_person", found)
    assert (row["name"], row["relationship"], row["caregiver"]) == ("Sarah van Putten", "Caregiver", 1)
    assert (row["phone"], row["email"], row["language"], row["active"]) == ("1", "s@example.org", "nl", 1)


def test_practitioner_with_role_and_organization(bench: Bench) -> None:
    role = {"resourceType": "PractitionerRole", "id": "r", "practitioner": ref("Practitioner/doc"),
            "organization": ref("Organization/clinic"), "specialty": [concept("Pulmonology")]}  # fmt: skip
    phones = [{"system": "phone", "use": "home", "value": "2"}, {"system": "phone", "use": "work", "value": "1"}]
    row = taken(bench, "practitioner", organization(), practitioner(telecom=phones), role)
    assert (row["name"], row["role"], row["phone"]) == ("Dr. Kim", "Pulmonology", "1")
    assert row["organization_id"] == bench.row("organization")["id"]


def test_care_team_has_everyone_but_the_patient(bench: Bench) -> None:
    niece = about("RelatedPerson", "n", name=[{"given": ["Sarah"]}], telecom=[{"system": "phone", "value": "1"}])
    team = about(
        "CareTeam",
        "t",
        status="active",
        name="Home team",
        participant=[
            {"member": ref("Patient/rosa", "Rosa"), "role": [concept("Patient")]},
            {"member": ref("Practitioner/doc"), "role": [concept("Pulmonologist")], "period": {"start": "2025-02"}},
            {"member": ref("RelatedPerson/n")},
            {"role": [concept("Somebody")]},
        ],
    )
    bench.take(patient(), practitioner(), niece, team)
    doctor, sarah, somebody = bench.rows("team_member")
    assert (doctor["team"], doctor["name"], doctor["role"]) == ("Home team", "Dr. Kim", "Pulmonologist")
    assert (doctor["practitioner_id"], doctor["period_start"]) == (1, "2025-02")
    assert (sarah["name"], sarah["phone"], sarah["related_person_id"]) == ("Sarah", "1", 1)
    assert somebody["name"] == "Somebody"


def test_care_plan_with_goals_and_activities(bench: Bench) -> None:
    aim = about(
        "Goal",
        "g",
        lifecycleStatus="active",
        description={"text": "Walk to the shop again"},
        achievementStatus=coded("improving"),
        priority=coded("high-priority"),
        startDate="2026-01",
        expressedBy=ref("Patient/rosa"),
        target=[{"measure": concept("Blocks"), "detailQuantity": {"value": 3, "unit": "blocks"}, "dueDate": "2026-06"}],
    )
    activities = [
        {
            "detail": {
                "code": concept("Walk"),
                "status": "in-progress",
                "performer": [ref("Patient/rosa", "Rosa")],
                "scheduledTiming": {
                    "repeat": {
                        "frequency": 3,
                        "period": 1,
                        "periodUnit": "wk",
                        "boundsPeriod": {"start": "2026-01-05", "end": "2026-06-30"},
                    }
                },
                "goal": [ref("Goal/g")],
            }
        },
        {"detail": {"description": "Smoke", "status": "stopped", "doNotPerform": True}},
        {"reference": {"display": "Prenatal vitamins"}},
    ]
    plan = care_plan(description="Breathe better", goal=[ref("Goal/g")], activity=activities, period={"start": "2026"})
    bench.take(patient(), aim, plan)
    row, goal = bench.row("care_plan"), bench.row("goal")
    assert (row["title"], row["status"], row["starts_on"]) == ("Breathing", "active", "2026")
    assert (goal["plan_id"], goal["patient_words"], goal["achievement"]) == (row["id"], goal["text"], "improving")
    assert (goal["measure"], goal["unit"]) == ("Blocks", "blocks")
    assert (goal["target"], goal["due_on"], goal["starts_on"]) == ("3", "2026-06", "2026-01")
    walk, smoke, vitamins = bench.rows("intervention")
    assert (walk["owner"], walk["goal_id"], walk["due_on"]) == ("patient", goal["id"], "2026-06-30")
    assert walk["schedule"] == "3 times a week, 2026-01-05 to 2026-06-30"
    assert (smoke["text"], smoke["status"], smoke["owner"]) == ("Do not: Smoke", "stopped", "me")
    assert (vitamins["text"], vitamins["status"]) == ("Prenatal vitamins", "not-started")


def test_a_contained_goal_is_told_in_the_plan_and_is_no_goal_of_its_own(bench: Bench) -> None:
    inner = about("Goal", "g", lifecycleStatus="active", description={"text": "A healthy child"})
    row = taken(bench, "care_plan", care_plan(contained=[inner], goal=[ref("#g")]))
    assert row["description"] == "Goals: A healthy child"
    assert bench.count("goal") == 0


def test_a_plan_that_says_all_in_its_narrative_keeps_it_as_text(bench: Bench) -> None:
    div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Eat <b>fruit</b> &amp; rest</p><script>x()</script></div>'
    row = taken(bench, "care_plan", care_plan(text={"status": "additional", "div": div}))
    assert row["description"] == "Eat fruit & rest"
