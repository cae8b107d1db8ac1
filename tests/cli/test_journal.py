"""`coordtui undo`, `redo` and `log`."""

from __future__ import annotations

from coordtui.errors import Exit
from tests.cli.conftest import DAY, ROSA, Cli

KEYS = {"seq", "at", "act", "patient_id", "summary", "undone"}


def _names(cli: Cli) -> set[str]:
    return {step["text"] for step in cli("show", str(ROSA), "--json", on=DAY).json["follow_ups"]}


def test_undo_takes_back_the_newest_act_and_redo_repeats_it(desk: Cli) -> None:
    assert "call after discharge" in _names(desk)
    undone = desk("undo")
    assert undone.code == Exit.DONE
    assert undone.out.startswith("Undone: ")
    assert "call after discharge" not in _names(desk)
    assert desk("redo").code == Exit.DONE
    assert "call after discharge" in _names(desk)


def test_nothing_to_redo_fails_and_says_so(desk: Cli) -> None:
    ran = desk("redo")
    assert ran.code == Exit.FAILED
    assert "nothing to redo" in ran.err


def test_the_log_has_the_promised_keys_newest_first(desk: Cli) -> None:
    desk("undo")
    entries = desk("log", "--json").json["entries"]
    assert all(set(entry) >= KEYS for entry in entries)
    assert [entry["seq"] for entry in entries] == sorted((entry["seq"] for entry in entries), reverse=True)
    assert [entry["act"] for entry in entries if entry["undone"]] == ["follow_up.add"]


def test_the_log_can_be_limited_and_be_about_one_patient(desk: Cli) -> None:
    assert len(desk("log", "--json", "--limit", "2").json["entries"]) == 2
    mine = desk("log", "--json", "--patient", "rosa").json["entries"]
    assert mine
    assert all("Mei" not in entry["summary"] for entry in mine)


def test_words_tell_when_and_what(desk: Cli) -> None:
    out = desk("log").out
    assert "patient.add" in out
    assert "Added: Rosa Lopez" in out


def test_the_head_is_one_line_and_verify_compares_with_it(desk: Cli) -> None:
    line = desk("log", "head").out.strip()
    told = desk("log", "head", "--json").json
    assert told["head"].startswith(f"coordtui-head-1:{line.split(':')[1]}:{told['seq']}:")
    assert f"act {told['seq'] + 1} of {told['at'][:10]}" in desk("log", "head").err
    checks = {one["name"]: one for one in desk("verify", "--head", line, "--json").json["checks"]}
    assert checks["head"]["ok"]
    forged = line[:-4] + ("0000" if line[-4:] != "0000" else "1111")
    ran = desk("verify", "--head", forged)
    assert ran.code == Exit.DAMAGED
    assert "altered" in ran.out
    assert desk("verify", "--head", "nonsense").code == Exit.FAILED
