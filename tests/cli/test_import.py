"""`coordtui import fhir`: what came in, what did not, and that it can be taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coordtui.errors import Exit
from tests.cli.conftest import Cli

KEYS = {"files", "created", "updated", "unchanged", "kept_raw", "proposed_matches"}
BUNDLE = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {"resource": {"resourceType": "Patient", "id": "p", "name": [{"family": "Okafor", "given": ["Ada"]}]}},
        {
            "resource": {
                "resourceType": "Condition",
                "id": "c",
                "subject": {"reference": "Patient/p"},
                "code": {"text": "Asthma"},
            }
        },
    ],
}


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(BUNDLE), encoding="utf-8")
    return path


def test_json_has_the_promised_keys(desk: Cli, bundle: Path) -> None:
    ran = desk("import", "fhir", str(bundle), "--json")
    assert ran.code == Exit.DONE
    assert set(ran.json) >= KEYS
    assert ran.json["created"] == {"Condition": 1, "Patient": 1}
    assert all(set(file) == {"path", "status", "problems"} for file in ran.json["files"])
    assert all(set(one) == {"where", "what"} for file in ran.json["files"] for one in file["problems"])


def test_the_same_again_changes_nothing(desk: Cli, bundle: Path) -> None:
    desk("import", "fhir", str(bundle))
    ran = desk("import", "fhir", str(bundle), "--json")
    assert ran.code == Exit.DONE
    assert (ran.json["created"], ran.json["unchanged"]) == ({}, {"Condition": 1, "Patient": 1})


def test_a_dry_run_tells_and_changes_nothing(desk: Cli, bundle: Path) -> None:
    ran = desk("import", "fhir", str(bundle), "--dry-run", "--json")
    assert ran.json["created"] == {"Condition": 1, "Patient": 1}
    assert "Okafor" not in desk("caseload").out
    seen = [one["summary"] for one in desk("log", "--json").json["entries"] if one["act"] == "list.view"]
    assert seen == ["Looked at the caseload", "Looked at what an import would change"]


def test_the_new_patient_is_in_the_chart_and_an_import_can_be_undone(desk: Cli, bundle: Path) -> None:
    desk("import", "fhir", str(bundle))
    assert [one["text"] for one in desk("show", "okafor", "--json").json["conditions"]] == ["Asthma"]
    assert desk("undo").code == Exit.DONE
    assert desk("show", "okafor").code == Exit.FAILED


def test_words_count_by_type_and_name_what_is_wrong_in_a_file(desk: Cli, bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "fax.json").write_text("{", encoding="utf-8")
    ran = desk("import", "fhir", str(tmp_path))
    assert ran.code == Exit.PARTLY
    assert "Condition" in ran.out
    assert "1 file imported." in ran.out
    assert "1 file refused." in ran.out
    assert "fax.json: refused, 1 problem\n" in ran.err
