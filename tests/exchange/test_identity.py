"""Who is whom: a shared identifier, else the same id and content; everything else is a person's decision."""

from __future__ import annotations

from tests.exchange.bench import Bench, counts
from tests.exchange.build import (
    bundle,
    condition,
    identifier,
    organization,
    patient,
    practitioner,
    service_request,
    write,
)

FULL = (
    patient(gender="female"),
    condition(),
    practitioner(),
    organization(),
    service_request(),
    {"resourceType": "ValueSet", "id": "v", "status": "active"},
)


def test_the_same_file_again_changes_nothing(bench: Bench) -> None:
    first = bench.take(*FULL)
    before = bench.digest()
    log = len(bench.ledger.log())
    again = bench.take(*FULL)
    assert bench.digest() == before
    assert len(bench.ledger.log()) == log
    assert counts(again) == {"unchanged": {**counts(first)["created"], "ValueSet": 1}}
    assert [file.status for file in again.files] == ["unchanged"]


def test_the_same_content_in_another_form_is_the_same(bench: Bench) -> None:
    bench.take(patient(), condition())
    before = bench.digest()
    turned = {key: patient()[key] for key in reversed(patient())}
    stamped = {**turned, "meta": {"versionId": "9", "lastUpdated": "2026-01-01T00:00:00Z"}}
    report = bench.take(stamped, condition(), name="again.ndjson")
    assert counts(report) == {"unchanged": {"Patient": 1, "Condition": 1}}
    assert bench.digest() == before


def test_a_decimal_with_another_number_of_digits_is_other_content(bench: Bench) -> None:
    def lab(value: float) -> dict[str, object]:
        return {**condition("o"), "resourceType": "Observation", "status": "final", "valueQuantity": {"value": value}}

    path = write(bench.folder / "a.json", bundle(patient(), lab(1.0)))
    bench.run(path)
    path.write_text(path.read_text().replace("1.0}", "1.00}"))
    assert counts(bench.run(path)) == {"unchanged": {"Patient": 1}, "kept_raw": {"Observation": 1}}


def test_a_shared_identifier_makes_two_files_one_patient(bench: Bench) -> None:
    bench.take(patient("a"), condition("c1", subject="Patient/a"), name="a.json")
    report = bench.take(patient("b", phone := "Rosalia"), condition("c2", subject="Patient/b"), name="b.json")
    assert counts(report) == {"updated": {"Patient": 1}, "created": {"Condition": 1}}
    assert bench.row("patient")["given"] == phone
    assert [row["patient_id"] for row in bench.rows("condition")] == [1, 1]


def test_a_shared_identifier_makes_two_resources_of_one_call_one_patient(bench: Bench) -> None:
    write(bench.folder / "a.json", patient("a"))
    write(bench.folder / "b.json", patient("b", "Rosalia"))
    report = bench.run(bench.folder)
    assert counts(report) == {"created": {"Patient": 1}, "updated": {"Patient": 1}}
    before = bench.digest()
    assert counts(bench.run(bench.folder)) == {"unchanged": {"Patient": 2}}
    assert bench.digest() == before


def test_identifiers_join_people_across_a_chain(bench: Bench) -> None:
    one, two = patient("a", mrn="1"), patient("b", mrn="2")
    both = patient("c", identifier=[identifier("1"), identifier("2")])
    bench.take(one, two, both)
    assert bench.count("patient") == 1


def test_the_value_alone_without_its_system_is_no_identity(bench: Bench) -> None:
    bench.take(patient("a", identifier=[{"value": "77"}]), patient("b", "Ann", identifier=[{"value": "77"}]))
    assert bench.count("patient") == 2


def test_one_identifier_on_two_who_plainly_differ_is_proposed_rather_than_merged(bench: Bench) -> None:
    report = bench.take(patient("a"), patient("b", "Ahmed", "Haddad", born="1990-05-05"))
    assert bench.count("patient") == 2
    (match,) = report.proposed_matches
    assert (match.patient, match.other) == ("Ahmed Haddad", "Rosa Lopez")
    assert match.why == "It shares an identifier."
    before = bench.digest()
    again = bench.take(patient("a"), patient("b", "Ahmed", "Haddad", born="1990-05-05"))
    assert counts(again) == {"unchanged": {"Patient": 2}}
    assert bench.digest() == before


def test_the_same_id_with_other_content_is_its_own_patient_and_a_proposed_match(bench: Bench) -> None:
    bench.take(patient("1", "Ann", "One", born="1950-01-01", mrn="a"), name="a.json")
    report = bench.take(patient("1", "Bea", "Two", born="1960-01-01", mrn="b"), name="b.json")
    assert counts(report) == {"created": {"Patient": 1}}
    (match,) = report.proposed_matches
    assert (match.patient, match.other, match.why) == ("Bea Two", "Ann One", "It has the same id with other content.")
    row = bench.row("proposed_match")
    assert (row["patient_id"], row["other_patient_id"], row["state"]) == (2, 1, "open")


def test_the_same_name_and_birth_date_is_its_own_patient_and_a_proposed_match(bench: Bench) -> None:
    bench.take(patient("a", "José", "Núñez", mrn="1"), name="a.json")
    report = bench.take(patient("b", "Jose", "NUNEZ", mrn="2"), name="b.json")
    assert [match.why for match in report.proposed_matches] == ["It has the same name and birth date."]
    assert bench.count("patient") == 2


def test_the_same_name_with_half_a_birth_date_proposes_nothing(bench: Bench) -> None:
    report = bench.take(patient("a", born="1961", mrn="1"), patient("b", born="1961", mrn="2"))
    assert report.proposed_matches == ()


def test_a_patient_without_id_or_identifier_is_known_again_by_content(bench: Bench) -> None:
    bench.take(patient(None, mrn=None))
    assert counts(bench.take(patient(None, mrn=None))) == {"unchanged": {"Patient": 1}}
    assert bench.count("patient") == 1


def test_the_same_resource_in_two_files_of_one_call_is_one_record(bench: Bench) -> None:
    write(bench.folder / "a.json", bundle(patient(), condition(), organization()))
    write(bench.folder / "b.json", bundle(patient(), condition(), organization()))
    report = bench.run(bench.folder)
    assert counts(report) == {
        "created": {"Patient": 1, "Condition": 1, "Organization": 1},
        "unchanged": {"Patient": 1, "Condition": 1, "Organization": 1},
    }


def test_the_ids_of_records_count_within_one_patient_only(bench: Bench) -> None:
    bench.take(patient("a", mrn="1"), condition("1", subject="Patient/a"), name="a.json")
    bench.take(patient("b", "Ann", mrn="2"), condition("1", "Gout", subject="Patient/b"), name="b.json")
    assert [row["text"] for row in bench.rows("condition")] == ["Asthma", "Gout"]


def test_records_of_two_servers_with_one_id_are_told_apart_by_their_identifiers(bench: Bench) -> None:
    bench.take(patient(), condition("1", identifier=[identifier("x")]), name="a.json")
    bench.take(condition("1", "Gout", identifier=[identifier("y")]), name="b.json")
    assert bench.count("condition") == 2


def test_a_record_is_known_by_its_identifier_under_another_id(bench: Bench) -> None:
    bench.take(patient(), condition("1", identifier=[identifier("x")]), name="a.json")
    report = bench.take(condition("2", "Severe asthma", identifier=[identifier("x")]), name="b.json")
    assert counts(report) == {"updated": {"Condition": 1}}
    assert bench.row("condition")["text"] == "Severe asthma"


def test_two_resources_of_one_call_stay_two_though_they_share_an_identifier(bench: Bench) -> None:
    pair = [condition(key, text, identifier=[identifier("x")]) for key, text in (("1", "Gout"), ("2", "Asthma"))]
    bench.take(patient(), *pair)
    assert bench.count("condition") == 2
    before = bench.digest()
    bench.take(patient(), *pair)
    assert bench.digest() == before
    bench.take({**pair[1], "code": {"text": "Mild asthma"}}, name="b.json")
    assert [row["text"] for row in bench.rows("condition")] == ["Gout", "Mild asthma"]


def test_practitioners_of_two_servers_with_one_id_are_told_apart_by_name(bench: Bench) -> None:
    bench.take(practitioner("1", "Kim", npi=None), name="a.json")
    bench.take(practitioner("1", "Okafor", npi=None), name="b.json")
    bench.take(practitioner("1", "Kim", npi=None, telecom=[{"system": "phone", "value": "1"}]), name="c.json")
    assert [(row["name"], row["phone"]) for row in bench.rows("practitioner")] == [
        ("Dr. Kim", "1"),
        ("Dr. Okafor", None),
    ]
