"""`coordtui show`: who is meant, what the chart says, and that opening it is written down."""

from __future__ import annotations

import pytest

from coordtui.errors import Exit
from tests.cli.conftest import DAY, JOHN, ROSA, Cli

KEYS = {
    *("patient", "conditions", "plans", "referrals", "appointments", "contacts", "follow_ups", "coverage", "team"),
    *("medications", "allergies", "raw"),
}


def test_json_has_the_promised_keys(desk: Cli) -> None:
    ran = desk("show", str(ROSA), "--json", on=DAY)
    assert ran.code == Exit.DONE
    assert set(ran.json) >= KEYS
    assert ran.json["patient"]["id"] == ROSA
    assert all(set(step) >= {"id", "kind", "status", "due_on", "ball"} for step in ran.json["follow_ups"])
    assert ran.json["raw"] == {}


@pytest.mark.parametrize("words", [(str(JOHN),), ("MRN-77",), ("john",), ("Doe",), ("John", "Doe")])
def test_a_patient_is_named_by_id_identifier_or_name(desk: Cli, words: tuple[str, ...]) -> None:
    assert desk("show", *words, "--json", on=DAY).json["patient"]["name"] == "John [DNR] Doe"


def test_nobody_by_that_name_fails_and_says_so(desk: Cli) -> None:
    ran = desk("show", "Zoe", on=DAY)
    assert ran.code == Exit.FAILED
    assert "no patient" in ran.err
    assert ran.out == ""


def test_opening_a_chart_is_written_in_the_journal(desk: Cli) -> None:
    desk("show", str(ROSA), on=DAY)
    newest = desk("log", "--json", "--limit", "3").json["entries"]
    assert ("patient.view_chart", ROSA) in {(entry["act"], entry["patient_id"]) for entry in newest}


@pytest.mark.parametrize("columns", [40, 80])
def test_words_tell_the_phone_and_what_is_open(desk: Cli, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = desk("show", "rosa", on=DAY)
    assert "555" in ran.out
    assert "call after discharge" in ran.out
    assert max(map(len, ran.out.splitlines())) <= columns


def test_words_tell_the_language_by_its_name_and_that_an_interpreter_is_needed(cli: Cli) -> None:
    assert "Spanish (Mexico), needs an interpreter (phone)" in cli("--demo", "show", "Rosa Lopez", on=DAY).out


def test_consents_tags_and_what_to_mind_before_sharing_are_told(cli: Cli) -> None:
    told = cli("--demo", "show", "Hannah Brooks", on=DAY).out.replace("\n", " ")
    assert "! Sharing: restriction not to tell everyone at home" in told
    assert "in force" in told.partition("Consents")[2]
    assert "Violence and abuse" in told.partition("Tags")[2]
    shown = cli("--demo", "show", "Tyler Boone", "--json", on=DAY).json
    assert [(one["kind"], one["standing"]["code"]) for one in shown["consents"]] == [("part2", "in-force")]
    assert {"kind": "condition", "tags": ["part2"]} in [{k: tag[k] for k in ("kind", "tags")} for tag in shown["tags"]]
