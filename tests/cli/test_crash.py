"""A fault of the program tells where it was, never with whose data; expected errors tell the next step."""

from __future__ import annotations

import subprocess
import sys

import pytest

from coordtui.cli import caseload, entry
from coordtui.errors import CoordError, Exit
from tests.cli.conftest import Cli

SECRET = "Rosa Lopez, 12 Elm Street"


def test_a_fault_names_the_place_and_no_value(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_row: object) -> None:
        name = SECRET
        raise ValueError(f"cannot read {name}")

    monkeypatch.setattr(caseload, "as_object", fail)
    ran = desk("caseload", "--json")
    assert ran.code == Exit.FAILED
    assert ran.out == ""
    assert "ValueError" in ran.err
    assert "test_crash.py" in ran.err
    assert "caseload.py" in ran.err
    assert "Lopez" not in ran.err
    assert "Traceback" not in ran.err


def test_what_led_to_a_fault_is_not_quoted_either(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_row: object) -> None:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise RuntimeError(SECRET) from error

    monkeypatch.setattr(caseload, "as_object", fail)
    err = desk("caseload", "--json").err
    assert "KeyError" in err
    assert "Lopez" not in err


def test_a_fault_closes_the_vault(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(caseload, "as_object", lambda _: 1 / 0)
        desk("caseload", "--json")
    assert desk("caseload", "--json").code == Exit.DONE


def test_an_expected_error_tells_the_reason_and_the_next_step(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_row: object) -> None:
        raise CoordError("The moon is in the way.", "Wait a while.")

    monkeypatch.setattr(caseload, "as_object", refuse)
    ran = desk("caseload", "--json")
    assert (ran.code, ran.err) == (Exit.FAILED, "coordtui: The moon is in the way.\nWait a while.\n")


def test_what_an_error_quotes_cannot_command_the_terminal(desk: Cli) -> None:
    ran = desk("show", "\x1b[2Jnobody")
    assert ran.code == Exit.FAILED
    assert "\x1b" not in ran.err


def test_a_fault_in_a_thread_tells_no_value_either() -> None:
    code = (
        "import threading\n"
        "from coordtui.cli.entry import prepare\n"
        "prepare()\n"
        f"def fail(): raise ValueError({SECRET!r})\n"
        "thread = threading.Thread(target=fail); thread.start(); thread.join()\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert "ValueError" in done.stderr
    assert "Lopez" not in done.stderr


def test_being_told_to_end_is_no_fault() -> None:
    with pytest.raises(SystemExit) as ended:
        entry._end(15, None)
    assert ended.value.code == 143
