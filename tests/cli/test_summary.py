"""`coordtui summary`: on paper or as a file, and written down each time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coordtui.errors import Exit
from tests.cli.conftest import DAY, ROSA, Cli


def _exports(cli: Cli) -> list[str]:
    return [e["summary"] for e in cli("log", "--json").json["entries"] if e["act"] == "document.export"]


def test_markdown_goes_to_stdout_and_remarks_to_stderr(desk: Cli) -> None:
    ran = desk("summary", "rosa", on=DAY)
    assert ran.code == Exit.DONE
    assert ran.out.startswith("# ")
    assert "Rosa" in ran.out
    assert "Reading grade" in ran.err
    assert len(_exports(desk)) == 1


@pytest.mark.parametrize("format, head", [("md", b"# "), ("html", b"<!"), ("docx", b"PK")])
def test_a_file_is_written_for_its_owner_only(desk: Cli, tmp_path: Path, format: str, head: bytes) -> None:
    file = tmp_path / "out"
    ran = desk("summary", str(ROSA), "--format", format, "--output", str(file), on=DAY)
    assert ran.code == Exit.DONE
    assert ran.out == ""
    assert file.read_bytes().lower().startswith(head.lower())
    assert os.name != "posix" or file.stat().st_mode & 0o777 == 0o600
    assert _exports(desk) == [f"Exported: visit summary ({format}) to out"]


def test_word_gets_a_file_name_that_holds_no_name(desk: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert desk("summary", "rosa", "--format", "docx", on=DAY).code == Exit.DONE
    assert (tmp_path / f"summary-{ROSA}-{DAY}.docx").is_file()


def test_a_file_that_is_there_is_replaced_only_on_demand_and_not_journalled_before(desk: Cli, tmp_path: Path) -> None:
    file = tmp_path / "out.md"
    file.write_text("mine", encoding="utf-8")
    ran = desk("summary", str(ROSA), "--output", str(file), on=DAY)
    assert ran.code == Exit.FAILED
    assert "--force" in ran.err
    assert file.read_text(encoding="utf-8") == "mine"
    assert _exports(desk) == []
    assert desk("summary", str(ROSA), "--output", str(file), "--force", on=DAY).code == Exit.DONE
    assert file.read_text(encoding="utf-8").startswith("# ")


def test_a_period_that_ends_before_it_begins_is_refused(desk: Cli) -> None:
    ran = desk("summary", str(ROSA), "--from", "2026-03-04", "--to", "2026-03-01", on=DAY)
    assert ran.code == Exit.FAILED
    assert "from:" in ran.err
