"""Help for every command."""

from __future__ import annotations

import pytest

from coordtui.cli.parser import build
from coordtui.errors import Exit
from tests.cli.conftest import Cli
from tests.readme import commands

PROMISED = {
    *("demo", "init", "today", "caseload", "show", "summary", "import fhir", "undo", "redo", "log", "verify"),
    *("backup", "restore", "drill", "password change", "recovery new", "rekey", "log head"),
    *("referrals", "plan", "packet", "access", "disclosures", "views", "views add", "views remove"),
}


def test_every_promised_command_is_there() -> None:
    assert {command.words for command in commands(build())} >= PROMISED


@pytest.mark.parametrize("words", sorted(PROMISED))
def test_every_command_explains_itself(cli: Cli, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = cli.bare(*words.split(), "--help")
    assert ran.code == Exit.DONE
    assert ran.out.startswith(f"usage: coordtui {words}")
    assert ran.err == ""


@pytest.mark.parametrize("columns", [40, 200])
def test_help_is_readable_at_any_width(cli: Cli, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert "caseload" in cli.bare("--help").out


def test_the_help_names_every_exit_code_and_quotes_a_filter_for_the_shell(cli: Cli) -> None:
    codes = cli.bare("--help").out.partition("exit codes:")[2]
    assert all(f"{int(code)} " in codes for code in Exit)
    assert "'acuity:>=high -lang:es" in " ".join(cli.bare("caseload", "--help").out.split())
