"""Every validation problem is listed with its path, refuses nothing, and costs only its own field."""

from __future__ import annotations

import json
import zlib

from coordtui.errors import Exit
from tests.exchange.bench import Bench, problems
from tests.exchange.build import bundle, care_plan, condition, patient, service_request


def test_every_problem_is_listed_with_its_path_and_the_resource_is_taken(bench: Bench) -> None:
    report = bench.take(patient(gender="x y", birthDate="2019-13-01", maritalStatus="M", shoe=42))
    assert {where for where, _ in problems(report)} == {
        "Patient.gender",
        "Patient.birthDate",
        "Patient.maritalStatus",
        "Patient.shoe",
    }
    assert report.files[0].status == "imported"
    assert report.exit_code is Exit.DONE


def test_in_a_bundle_the_place_of_the_entry_comes_first(bench: Bench) -> None:
    report = bench.take(bundle(patient(), condition(code=7)))
    assert "Bundle.entry[1] Condition/c1: Condition.code" in dict(problems(report))


def test_in_ndjson_the_line_comes_first(bench: Bench) -> None:
    report = bench.take(patient(), condition(recordedDate="soon"), name="in.ndjson")
    assert "line 2 Condition/c1: Condition.recordedDate" in dict(problems(report))


def test_an_invalid_field_stays_in_the_source_and_only_it_is_not_mapped(bench: Bench) -> None:
    bench.take(patient(birthDate="yesterday", gender="female"))
    row = bench.row("patient")
    assert (row["birth_date"], row["sex"], row["name"]) == (None, "female", "Rosa Lopez")
    source = bench.row("source_resource")
    assert json.loads(zlib.decompress(source["body"]))["birthDate"] == "yesterday"
    assert json.loads(source["problems"]) == [
        {"where": "Patient.birthDate", "what": '"yesterday" is not a valid date'},
    ]


def test_one_bad_name_does_not_cost_the_other(bench: Bench) -> None:
    names = [{"family": 7, "given": ["Bad"]}, {"use": "official", "family": "Lopez", "given": ["Rosa"]}]
    bench.take(patient(name=names))
    assert bench.row("patient")["name"] == "Rosa Lopez"


def test_a_day_that_does_not_exist_is_named_and_not_mapped(bench: Bench) -> None:
    report = bench.take(patient(born="1961-02-31"))
    assert problems(report) == [("Patient.birthDate", '"1961-02-31" is a day that does not exist')]
    assert bench.row("patient")["birth_date"] is None


def test_the_29th_of_february_exists_every_fourth_year(bench: Bench) -> None:
    assert problems(bench.take(patient(born="1960-02-29"))) == []
    assert bench.row("patient")["birth_date"] == "1960-02-29"


def test_a_code_outside_its_value_set_is_named_and_read_as_unknown(bench: Bench) -> None:
    report = bench.take(patient(gender="lady"), care_plan(status="flourishing"), service_request(priority="soonish"))
    assert {where.rpartition(": ")[2] for where, _ in problems(report)} == {
        "Patient.gender",
        "CarePlan.status",
        "ServiceRequest.priority",
    }
    assert bench.row("patient")["sex"] is None
    assert bench.row("care_plan")["status"] == "unknown"
    assert bench.row("referral")["urgency"] == "routine"


def test_a_key_given_twice_is_named_and_not_mapped(bench: Bench) -> None:
    bench.folder.mkdir()
    path = bench.folder / "p.json"
    path.write_text(json.dumps(patient(gender="male")).replace('"gender"', '"gender": "female", "gender"'))
    report = bench.run(path)
    assert ("Patient.gender", "the key appears more than once") in problems(report)
    assert bench.row("patient")["sex"] is None


def test_a_death_with_an_impossible_date_is_a_death(bench: Bench) -> None:
    bench.take(patient(deceasedDateTime="2024-02-31"), care_plan())
    row = bench.row("patient")
    assert (row["deceased"], row["deceased_on"]) == (1, None)
    assert bench.kinds() == []


def test_thousands_of_problems_are_counted_rather_than_kept(bench: Bench) -> None:
    report = bench.take(patient(telecom=[{"system": "x y", "value": "1"}] * 1000))
    assert len(report.files[0].problems) == 201
    assert "more problems" in report.files[0].problems[-1].what
    assert bench.count("patient") == 1


def test_a_problem_of_the_bundle_itself_is_listed(bench: Bench) -> None:
    whole = bundle(patient())
    whole["total"] = "many"
    assert ("Bundle.total", "expected a whole number, found a string") in problems(bench.take(whole))
