"""One call is one space of ids: every form of reference finds its target, and only its own."""

from __future__ import annotations

import pytest

from coordtui.errors import Exit
from tests.exchange.bench import Bench, counts, problems
from tests.exchange.build import (
    MRN,
    about,
    appointment,
    bundle,
    concept,
    condition,
    identifier,
    organization,
    patient,
    practitioner,
    ref,
    write,
)

UUID = "urn:uuid:7d1f3b8e-8f0c-4c8a-9d8c-5b9d5f0f6a11"
BASE = "https://ehr.example.org/fhir"


def entry(resource: dict[str, object], url: str) -> dict[str, object]:
    return {"fullUrl": url, "resource": resource}


def owner(bench: Bench, key: str = "c1") -> str | None:
    """The name of the patient under whom the condition with that id was filed."""
    source = bench.row("source_resource", f"type = 'Condition' AND source_id = '{key}'")
    return next((row["name"] for row in bench.rows("patient", f"id = {source['patient_id'] or 0}")), None)


@pytest.mark.parametrize(
    "reference",
    ["Patient/rosa", f"{BASE}/Patient/rosa", "Patient/rosa/_history/3", f"Patient?identifier={MRN}%7C77",
     f"Patient?identifier={MRN}|77", "Patient?identifier=77"],
)  # fmt: skip
def test_a_subject_is_found_by_every_form_of_reference(bench: Bench, reference: str) -> None:
    report = bench.take(patient(), condition(subject=reference))
    assert report.exit_code is Exit.DONE
    assert owner(bench) == "Rosa Lopez"


def test_a_subject_is_found_by_its_full_url(bench: Bench) -> None:
    whole = bundle()
    whole["entry"] = [entry(patient(None), UUID), entry(condition(subject=UUID), UUID[:-1] + "2")]
    assert bench.take(whole).exit_code is Exit.DONE
    assert owner(bench) == "Rosa Lopez"


def test_a_subject_is_found_by_the_uuid_that_is_only_its_id(bench: Bench) -> None:
    assert bench.take(patient(UUID[9:]), condition(subject=UUID)).exit_code is Exit.DONE
    assert owner(bench) == "Rosa Lopez"


def test_a_subject_is_found_by_a_logical_identifier(bench: Bench) -> None:
    subject = {"identifier": identifier("77"), "display": "R. Lopez"}
    bench.take(patient(), {**condition(), "subject": subject})
    assert owner(bench) == "Rosa Lopez"


def test_a_relative_reference_is_relative_to_the_server_of_its_own_resource(bench: Bench) -> None:
    whole = bundle()
    other = "https://other.example.org/fhir"
    whole["entry"] = [
        entry(patient(), f"{BASE}/Patient/rosa"),
        entry(condition("c1"), f"{BASE}/Condition/c1"),
        entry(condition("c2"), f"{other}/Condition/c2"),
    ]
    report = bench.take(whole)
    assert owner(bench, "c1") == "Rosa Lopez"
    assert problems(report)[-1] == (
        "Bundle.entry[2] Condition/c2",
        "its subject Patient/rosa is neither in this import nor in the vault",
    )
    again = bench.take(whole)
    assert problems(again) == problems(report)


def test_the_version_of_a_reference_decides_between_two_of_one_id(bench: Bench) -> None:
    first = patient(None, "Ann", mrn=None) | {"id": "p", "meta": {"versionId": "1"}}
    second = patient(None, "Bea", mrn=None) | {"id": "p", "meta": {"versionId": "2"}}
    bench.take(first, second, condition(subject="Patient/p/_history/2"))
    assert owner(bench) == "Bea Lopez"


def test_a_subject_that_is_nowhere_refuses_the_resource_and_only_that(bench: Bench) -> None:
    report = bench.take(patient(), condition("c1"), condition("c2", subject="Patient/nobody"))
    assert counts(report) == {"created": {"Patient": 1, "Condition": 1}}
    assert report.files[0].status == "partly"
    assert report.exit_code is Exit.PARTLY
    assert problems(report) == [
        ("Bundle.entry[2] Condition/c2", "its subject Patient/nobody is neither in this import nor in the vault")
    ]


def test_a_subject_that_is_only_named_is_nowhere(bench: Bench) -> None:
    report = bench.take(patient(), {**condition(), "subject": {"display": "Rosa Lopez"}})
    assert "only named" in problems(report)[0][1]


def test_a_subject_from_an_earlier_import_is_found_in_the_vault(bench: Bench) -> None:
    bench.take(patient())
    assert bench.take(condition(), name="later.json").exit_code is Exit.DONE
    assert owner(bench) == "Rosa Lopez"


def test_an_id_in_the_vault_is_not_enough_when_the_name_is_another(bench: Bench) -> None:
    bench.take(patient("1"))
    subject = ref("Patient/1", "Ahmed Haddad")
    report = bench.take({**condition(), "subject": subject}, name="other-server.json")
    assert "another name" in problems(report)[0][1]
    assert bench.count("condition") == 0


def test_an_id_that_two_people_here_have_is_refused(bench: Bench) -> None:
    bench.take(patient("1", "Ann", "One", born="1950-01-01", mrn=None), name="a.json")
    bench.take(patient("1", "Bea", "Two", born="1960-01-01", mrn=None), name="b.json")
    report = bench.take(condition(subject="Patient/1"), name="c.json")
    assert "could be any of 2 patients here" in problems(report)[0][1]


def test_the_same_id_in_two_files_means_the_patient_of_the_own_file(bench: Bench) -> None:
    ann, bea = patient("1", "Ann", "One", mrn="1"), patient("1", "Bea", "Two", mrn="2")
    write(bench.folder / "a.json", bundle(ann, condition("c1", subject="Patient/1")))
    write(bench.folder / "b.json", bundle(bea, condition("c2", subject="Patient/1")))
    bench.run(bench.folder)
    assert (owner(bench, "c1"), owner(bench, "c2")) == ("Ann One", "Bea Two")


def test_the_same_id_in_two_folders_means_the_patient_of_the_own_folder(bench: Bench) -> None:
    for folder, name, key in (("x", "Ann", "c1"), ("y", "Bea", "c2")):
        write(bench.folder / folder / "p.json", patient("1", name, mrn=name))
        write(bench.folder / folder / "c.json", condition(key, subject="Patient/1"))
    bench.run(bench.folder)
    assert (owner(bench, "c1"), owner(bench, "c2")) == ("Ann Lopez", "Bea Lopez")


def test_an_id_that_two_people_of_the_call_have_is_refused_from_a_third_place(bench: Bench) -> None:
    write(bench.folder / "x" / "p.json", patient("1", "Ann", mrn="a"))
    write(bench.folder / "y" / "p.json", patient("1", "Bea", mrn="b"))
    write(bench.folder / "z" / "c.json", condition(subject="Patient/1"))
    report = bench.run(bench.folder)
    assert "could be any of 2 patients in this import" in problems(report)[0][1]


# --- contained resources ---------------------------------------------------------------------------------------------


def test_contained_resources_are_never_records_of_their_own(bench: Bench) -> None:
    eob = about("ExplanationOfBenefit", "e1", patient=ref("Patient/rosa"))
    del eob["subject"]
    eob["contained"] = [
        about("ServiceRequest", "r", status="active", intent="order"),
        about("Coverage", "v", status="active", payor=[{"display": "Acme"}]),
        patient("inner", "Inner", mrn="99"),
    ]
    report = bench.take(patient(), eob)
    assert counts(report) == {"created": {"Patient": 1}, "kept_raw": {"ExplanationOfBenefit": 1}}
    assert [bench.count(table) for table in ("referral", "coverage", "patient")] == [0, 0, 1]
    assert bench.row("source_resource", "type = 'ExplanationOfBenefit'")["patient_id"] == 1


def test_a_contained_id_resolves_within_its_own_resource_only(bench: Bench) -> None:
    drug = {"resourceType": "Medication", "id": "m", "code": concept("Salbutamol", "372897005")}
    own = about("MedicationRequest", "m1", status="active", intent="order", medicationReference=ref("#m"))
    other = about("MedicationRequest", "m2", status="active", intent="order", medicationReference=ref("#m"))
    bench.take(patient(), {**own, "contained": [drug]}, other)
    assert [row["text"] for row in bench.rows("medication")] == ["Salbutamol"]
    assert bench.row("source_resource", "source_id = 'm2'")["record_kind"] is None


def test_a_subject_inside_the_resource_is_kept_without_a_patient(bench: Bench) -> None:
    inner = {**condition(subject="#p"), "contained": [patient("p")]}
    report = bench.take(inner)
    assert counts(report) == {"kept_raw": {"Condition": 1}}
    assert bench.count("patient") == 0


# --- what belongs to nobody ------------------------------------------------------------------------------------------


def test_what_has_no_subject_at_all_is_kept_for_nobody(bench: Bench) -> None:
    report = bench.take({"resourceType": "ValueSet", "id": "v", "status": "active"})
    assert counts(report) == {"kept_raw": {"ValueSet": 1}}
    assert bench.row("source_resource")["patient_id"] is None


def test_a_subject_that_is_no_patient_is_kept_for_nobody(bench: Bench) -> None:
    report = bench.take(about("Observation", "o", "Device/d", status="final", code=concept("Battery")))
    assert counts(report) == {"kept_raw": {"Observation": 1}}


def test_names_behind_references_are_shown_where_the_source_shows_none(bench: Bench) -> None:
    visit = about(
        "Encounter",
        "e",
        status="finished",
        **{"class": {"code": "AMB", "display": "ambulatory"}},
        participant=[{"individual": ref("Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|999")}],
        serviceProvider=ref("Organization/clinic"),
    )
    bench.take(patient(), visit, practitioner(), organization())
    row = bench.row("encounter")
    assert (row["provider"], row["place"]) == ("Dr. Kim", "Harbor Clinic")


def test_names_behind_references_may_come_from_an_earlier_import(bench: Bench) -> None:
    bench.take(practitioner(), organization(), name="directory.json")
    team = about("CareTeam", "t", status="active", participant=[{"member": ref("Practitioner/doc")}])
    bench.take(patient(), team)
    row = bench.row("team_member")
    assert (row["name"], row["practitioner_id"]) == ("Dr. Kim", bench.row("practitioner")["id"])


def test_an_appointment_belongs_to_the_patient_among_its_participants(bench: Bench) -> None:
    visit = appointment("a", "booked", "2026-04-01T09:00:00-04:00")
    visit["participant"].insert(0, {"actor": ref("Practitioner/doc", "Dr. Kim"), "status": "accepted"})
    visit["participant"].append({"actor": ref("Location/l", "Room 4"), "status": "accepted"})
    bench.take(patient(), visit)
    row = bench.row("appointment")
    assert (row["with_whom"], row["place"], row["starts"]) == ("Dr. Kim", "Room 4", "2026-04-01T09:00:00-04:00")
