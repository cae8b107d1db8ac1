"""Whole folders of real exports, twice: nothing falls over, nothing vanishes, the second time nothing changes."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from pathlib import Path

import pytest

from coordtui.exchange.fhir import ImportReport
from tests.exchange.bench import problems
from tests.realdata.conftest import Importer

pytestmark = pytest.mark.realdata

FOLDERS = (
    "synthea-a-developers",
    "synthea-bulk-ndjson",
    "us-core-examples",
    "fhir-r4-spec-examples",
    "gravity-sdoh-examples",
    "bser-referrals",
    "davinci-pas-examples",
    "instruments",
)


def total(report: ImportReport) -> Counter[str]:
    """How many resources of each type were taken."""
    return sum(
        (Counter(part) for part in (report.created, report.updated, report.unchanged, report.kept_raw)), Counter[str]()
    )


def resources_in(folder: Path) -> int:
    """How many resources there are in the files of a folder, counted without the importer."""

    def count(value: object) -> int:
        if not isinstance(value, dict) or "resourceType" not in value:
            return 0
        if value["resourceType"] != "Bundle":
            return 1
        return sum(count(entry.get("resource")) for entry in value.get("entry", ()))

    found = 0
    for path in folder.rglob("*.*json"):
        text = path.read_text(encoding="utf-8")
        parts = text.splitlines() if path.suffix == ".ndjson" else [text]
        found += sum(count(json.loads(part)) for part in parts if part.strip())
    return found


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_second_import_changes_nothing(twice: Importer, folder: str) -> None:
    both = twice(folder)
    assert both.after == both.before
    assert (both.second.created, both.second.updated, both.second.kept_raw) == ({}, {}, {})
    assert Counter(both.second.unchanged) == total(both.first)
    assert both.second.proposed_matches == ()
    assert problems(both.second) == problems(both.first)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_resource_is_counted_once_or_refused_with_a_reason(twice: Importer, data: Path, folder: str) -> None:
    report = twice(folder).first
    refused = sum(what.startswith("its subject") for _, what in problems(report))
    assert total(report).total() + refused == resources_in(data / folder)
    assert not [what for _, what in problems(report) if "could not be" in what]


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_open_is_nowhere(twice: Importer, folder: str) -> None:
    assert twice(folder).bench.nowhere() == ()


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_taken_resource_is_kept_whole(twice: Importer, folder: str) -> None:
    both = twice(folder)
    sources = both.bench.rows("source_resource")
    assert sources
    for source in sources:
        assert json.loads(zlib.decompress(source["body"]))["resourceType"] == source["type"]
    new = total(both.first).total() - sum(both.first.unchanged.values())
    assert len(sources) == new


def test_synthea_of_five_generations_is_taken_whole(twice: Importer) -> None:
    both = twice("synthea-a-developers")
    assert {file.status for file in both.first.files} == {"imported"}
    assert both.first.created["Patient"] == 27
    assert both.bench.count("patient") == 27
    assert both.first.created["Observation"] == both.bench.count("survey") == 252
    assert both.bench.count("care_plan") == 71
    assert both.bench.count("team_member", "practitioner_id IS NOT NULL") == 18


def test_the_bulk_export_is_put_together_across_files_of_one_type(twice: Importer) -> None:
    both = twice("synthea-bulk-ndjson")
    refused = [Path(file.path).name for file in both.first.files if file.status == "refused"]
    assert refused == ["log.ndjson"]
    assert both.bench.count("condition", "patient_id IS NULL") == 0
    assert both.bench.count("medication") == 1745
    assert both.bench.count("practitioner", "organization_id IS NOT NULL") == 43


def test_us_core_in_two_editions_makes_two_records_and_a_match_of_each_person(twice: Importer) -> None:
    both = twice("us-core-examples")
    assert {file.status for file in both.first.files} <= {"imported", "unchanged"}
    names = sorted(match.patient for match in both.first.proposed_matches)
    assert names == ["Amy V. Baxter", "Child Example", "Infant Example"]
    assert all("same id" in match.why for match in both.first.proposed_matches)
    amy = both.bench.row("patient", "tribal IS NOT NULL")
    assert (amy["name"], amy["language"], amy["interpreter"]) == ("Amy V. Baxter", "es", "yes")
    assert amy["race"].startswith("White; American Indian or Alaska Native; Asian")
    assert (amy["sex"], amy["tribal"]) == ("female", "Shoshone")


def test_the_closed_loop_of_the_gravity_project(twice: Importer) -> None:
    both = twice("gravity-sdoh-examples")
    referrals = both.bench.rows("referral")
    assert [row["social"] for row in referrals] == [1, 1, 1]
    assert {row["state"] for row in referrals} == {"attended", "closed_met"}
    assert both.bench.row("patient")["pronouns"] == "he/him/his/his/himself"
    assert both.first.created["Task"] == 4
