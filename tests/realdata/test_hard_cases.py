"""The hard cases of the real data, by name."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from coordtui.errors import Exit
from tests.exchange.bench import Bench, counts, problems
from tests.realdata.conftest import Importer

pytestmark = pytest.mark.realdata

SYNTHEA, SPEC, US_CORE = "synthea-a-developers", "fhir-r4-spec-examples", "us-core-examples"


def one(data: Path, folder: str, pattern: str) -> Path:
    (found,) = (data / folder).rglob(pattern)
    return found


def source(bench: Bench, where: str) -> Any:
    return json.loads(zlib.decompress(bench.row("source_resource", where)["body"]))


def test_what_an_explanation_of_benefit_contains_is_no_referral_and_no_policy(twice: Importer) -> None:
    both = twice(SYNTHEA)
    assert both.first.kept_raw["ExplanationOfBenefit"] == 538
    assert both.bench.count("referral") == 0
    assert both.bench.count("coverage") == 0
    assert "ServiceRequest" not in both.first.created
    assert "Coverage" not in both.first.created


def test_abraham_died_and_his_active_plans_raise_nothing(real_bench: Bench, data: Path) -> None:
    report = real_bench.run(one(data, SYNTHEA, "Abraham100_*.json"))
    row = real_bench.row("patient")
    assert (row["deceased"], row["deceased_on"]) == (1, "1962-12-19")
    assert real_bench.count("care_plan", "status = 'active'") >= 1
    assert real_bench.count("encounter", "starts > '1962-12-20'") == report.created["Encounter"] - real_bench.count(
        "encounter", "starts <= '1962-12-20'"
    )
    assert real_bench.kinds() == []
    assert real_bench.today().rows == ()


def test_babara_is_a_patient_and_nothing_else(real_bench: Bench, data: Path) -> None:
    report = real_bench.run(one(data, SYNTHEA, "Babara869_Aufderhar910_*.json"))
    assert counts(report) == {"created": {"Patient": 1}, "kept_raw": {"Provenance": 1}}
    assert real_bench.kinds() == ["introduce"]


def test_practitioners_and_hospitals_are_found_by_conditional_references(real_bench: Bench, data: Path) -> None:
    folder = data / SYNTHEA / "synthea-2020-iris"
    real_bench.run(folder)
    named = real_bench.rows("team_member", "practitioner_id IS NOT NULL")
    assert named
    doctors = {row["id"]: row["name"] for row in real_bench.rows("practitioner")}
    assert all(row["name"] == doctors[row["practitioner_id"]] for row in named)


def test_a_name_that_is_only_text(real_bench: Bench, data: Path) -> None:
    real_bench.run(data / SPEC / "Patient-ch-example.json")
    assert real_bench.row("patient")["name"] == "张无忌"


def test_an_unborn_child_without_name_and_birth_date(real_bench: Bench, data: Path) -> None:
    real_bench.run(data / SPEC / "Patient-infant-fetal.json")
    row = real_bench.row("patient")
    assert (row["name"], row["birth_date"]) == ("Unnamed patient (infant-fetal)", None)
    assert [queued.patient for queued in real_bench.today().rows] == ["Unnamed patient (infant-fetal)"]


def test_an_animal_has_a_usual_name_only(real_bench: Bench, data: Path) -> None:
    real_bench.run(data / SPEC / "Patient-animal.json")
    assert real_bench.row("patient")["name"] == "Kenzi"


def test_a_family_name_with_particles_stays_whole(real_bench: Bench, data: Path) -> None:
    real_bench.run(data / SPEC / "Patient-f001.json")
    row = real_bench.row("patient")
    assert (row["family"], row["name"]) == ("van de Heuvel", "Pieter van de Heuvel")


def test_partial_dates_stay_partial(real_bench: Bench, data: Path) -> None:
    real_bench.run(data / SPEC / "Person-f002.json", data / US_CORE / "patient-example.json")
    assert source(real_bench, "type = 'Person'")["birthDate"] == "1963"
    real_bench.run(data / US_CORE / "e-cig-user.json")
    assert source(real_bench, "source_id = 'e-cig-user'")["effectivePeriod"] == {"start": "2024-01"}


def test_an_allergy_known_since_a_year(real_bench: Bench, data: Path) -> None:
    real_bench.run(one(data, ".", "o2teddy_01__patient.json"), one(data, ".", "o2teddy_allergy.json"))
    row = real_bench.row("allergy")
    assert (row["text"], row["onset"]) == ("Cashew nuts", "2004")


def test_every_form_of_reference(real_bench: Bench, data: Path) -> None:
    report = real_bench.run(data / SPEC / "Bundle-bundle-references.json")
    assert counts(report) == {"created": {"Patient": 4}, "kept_raw": {"Observation": 5}}
    assert problems(report) == [
        ("Bundle.entry[5] Observation/14", "its subject http://example.org/fhir-2/Patient/1"
         " is neither in this import nor in the vault"),
        ("Bundle.entry[6] Observation/14", "its subject Patient/23 is neither in this import nor in the vault"),
    ]  # fmt: skip
    assert report.exit_code is Exit.PARTLY
    patients = {row["id"]: row["name"] for row in real_bench.rows("patient")}
    owners = {row["source_id"]: patients[row["patient_id"]]
              for row in real_bench.rows("source_resource", "type = 'Observation'")}  # fmt: skip
    assert owners == {
        "123": "Unnamed patient (23)",
        "124": "Unnamed patient (23)",
        "12": "Unnamed patient",
        "47": "Name 2",
        "48": "Unnamed patient (23)",
    }


@pytest.mark.parametrize(
    "name",
    ["Bundle-bundle-response.json", "Bundle-bundle-response-medsallergies.json",
     "Bundle-bundle-response-simplesummary.json"],
)  # fmt: skip
def test_answers_to_requests_hold_few_resources_or_none(real_bench: Bench, data: Path, name: str) -> None:
    report = real_bench.run(data / SPEC / name)
    assert report.files[0].status in ("imported", "partly", "unchanged")
    assert not [what for _, what in problems(report) if "not FHIR" in what]


def test_repeat_timings_of_a_plan_become_words_and_days(real_bench: Bench, data: Path) -> None:
    plan = json.loads((data / SPEC / "CarePlan-preg.json").read_text(encoding="utf-8"))
    eve = {"resourceType": "Patient", "id": plan["subject"]["reference"].partition("/")[2], "name": [{"text": "Eve"}]}
    path = real_bench.folder / "eve.json"
    path.write_text(json.dumps(eve))
    real_bench.run(path, data / SPEC / "CarePlan-preg.json")
    steps = {
        row["text"]: (row["schedule"], row["due_on"], row["owner_name"]) for row in real_bench.rows("intervention")
    }
    assert steps["Delivery"] == ("2013-09-01 to 2013-09-14", "2013-09-14", "Mavis Midwife")
    assert steps["Prenatal vitamin MedicationRequest"] == (None, None, None)
    assert real_bench.count("goal") == 0
    assert "healthy child" in real_bench.row("care_plan")["description"]


def test_an_exercise_that_nobody_is_asked_for_is_no_referral(real_bench: Bench, data: Path) -> None:
    report = real_bench.run(data / SPEC / "Patient-example.json", data / SPEC / "ServiceRequest-benchpress.json")
    assert counts(report) == {"created": {"Patient": 1}, "kept_raw": {"ServiceRequest": 1}}
    assert real_bench.count("referral") == 0
    assert "repeat" in json.dumps(source(real_bench, "source_id = 'benchpress'"))


def test_a_proposed_appointment_without_a_start_asks_to_be_booked(real_bench: Bench, data: Path) -> None:
    real_bench.run(data / SPEC / "Patient-example.json", data / SPEC / "Appointment-examplereq.json")
    row = real_bench.row("appointment")
    assert (row["status"], row["starts"]) == ("proposed", None)
    (step,) = real_bench.rows("follow_up", "subject_kind = 'appointment'")
    assert step["text"].startswith("Book: ")


def test_one_identifier_in_two_projects_is_one_person_only_where_the_people_agree(
    real_bench: Bench, data: Path
) -> None:
    """Three public examples bear the number 1032702 of one test hospital: Amy, Colin (both Baxter) and Eve."""
    real_bench.run(data / US_CORE / "ig-3.1.1" / "Patient-example.json")
    real_bench.run(data / "gravity-sdoh-examples" / "Patient-pat-53234.json")
    report = real_bench.run(data / "bser-referrals" / "Patient-patient-bser-patient-eve-everywoman.json")
    assert counts(report) == {"created": {"Patient": 1}}
    assert [match.why for match in report.proposed_matches] == ["It shares an identifier."]
    assert real_bench.count("patient") == 2


def test_the_same_id_in_two_servers_files_is_two_people(real_bench: Bench, data: Path) -> None:
    real_bench.run(data / SPEC / "Patient-example.json")
    report = real_bench.run(data / US_CORE / "patient-example.json")
    assert counts(report) == {"created": {"Patient": 1}}
    assert [match.why for match in report.proposed_matches] == ["It has the same id with other content."]


def test_importing_one_file_again_changes_nothing(real_bench: Bench, data: Path) -> None:
    path = one(data, SYNTHEA, "Nia310_*.json")
    first = real_bench.run(path)
    before, log = real_bench.digest(), len(real_bench.ledger.log())
    second = real_bench.run(path)
    assert real_bench.digest() == before
    assert len(real_bench.ledger.log()) == log
    taken = sum(sum(part.values()) for part in (first.created, first.updated, first.unchanged, first.kept_raw))
    assert sum(second.unchanged.values()) == taken


def test_a_real_import_is_rehearsed_and_taken_back_without_a_trace(real_bench: Bench, data: Path) -> None:
    path = one(data, SYNTHEA, "Nia310_*.json")
    start = real_bench.digest()
    rehearsal = real_bench.run(path, dry_run=True)
    assert real_bench.digest() == start
    real = real_bench.run(path)
    assert rehearsal.as_json() == {**real.as_json(), "dry_run": True}
    real_bench.ledger.undo()
    assert real_bench.digest() == start
