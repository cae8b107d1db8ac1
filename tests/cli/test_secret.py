"""Where the passphrase comes from when nobody types it, and that it never stands in an argument."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from coordtui.cli import secret
from coordtui.cli.options import PASSWORD_COMMAND, PASSWORD_FILE, VAULT, Options
from coordtui.cli.parser import build
from coordtui.errors import CoordError, Exit, UsageError
from tests.cli.conftest import DAY, Cli
from tests.conftest import PASSPHRASE


@pytest.mark.parametrize(
    "content, secret_in_it",
    [
        (b"abc", b"abc"),
        (b"abc\n", b"abc"),
        (b"abc\r\n", b"abc"),
        (b"abc\n\n", b"abc\n"),
        (b" abc \n", b" abc "),
        ("e\N{COMBINING ACUTE ACCENT}\n".encode(), "\N{LATIN SMALL LETTER E WITH ACUTE}".encode()),
    ],
)
def test_one_trailing_line_break_is_left_out(tmp_path: Path, content: bytes, secret_in_it: bytes) -> None:
    file = tmp_path / "passphrase"
    file.write_bytes(content)
    assert secret.from_file(file) == secret_in_it


@pytest.mark.parametrize("content", [b"", b"\n", b"x" * 5000])
def test_a_file_that_holds_no_passphrase_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "passphrase"
    file.write_bytes(content)
    with pytest.raises(UsageError):
        secret.from_file(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing-here"):
        secret.from_file(tmp_path / "nothing-here")


def _prints(text: str) -> str:
    return f"{sys.executable} -c \"print('{text}')\""


def test_a_command_gives_what_it_prints() -> None:
    assert secret.from_command(_prints(PASSPHRASE)) == PASSPHRASE.encode()


def test_a_command_runs_without_a_shell(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    with pytest.raises(CoordError):
        secret.from_command(f"{sys.executable} -c pass; touch {mark}")
    assert not mark.exists()


@pytest.mark.parametrize(
    "command, code",
    [
        ("", Exit.USAGE),
        ("no-such-program-anywhere", Exit.USAGE),
        ("'unclosed", Exit.USAGE),
        (f"{sys.executable} -c pass", Exit.USAGE),
        (f'{sys.executable} -c "raise SystemExit(3)"', Exit.FAILED),
        (f"{sys.executable} -c \"print('x' * 9000)\"", Exit.USAGE),
    ],
)
def test_a_command_that_gives_no_passphrase_is_refused(command: str, code: Exit) -> None:
    with pytest.raises(CoordError) as refused:
        secret.from_command(command)
    assert refused.value.exit_code == code
    assert command == "" or command not in str(refused.value)


def test_asking_wins_over_everything(tmp_path: Path) -> None:
    assert secret.is_given(Options(password_file=tmp_path / "x"))
    assert not secret.is_given(Options(password_file=tmp_path / "x", password_command="y", ask=True))


def test_the_variables_stand_in_for_the_options(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VAULT, str(desk.folder))
    monkeypatch.setenv(PASSWORD_FILE, str(desk.password_file))
    assert desk.bare("--on", DAY, "today").code == Exit.DONE
    monkeypatch.delenv(PASSWORD_FILE)
    monkeypatch.setenv(PASSWORD_COMMAND, _prints(PASSPHRASE))
    assert desk.bare("--on", DAY, "today").code == Exit.DONE


def test_two_sources_at_once_are_wrong_usage(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert desk.bare("--password-file", "a", "--password-command", "b", "today").code == Exit.USAGE
    monkeypatch.setenv(PASSWORD_FILE, "a")
    monkeypatch.setenv(PASSWORD_COMMAND, "b")
    assert desk.bare("today").code == Exit.USAGE


def test_an_option_wins_over_the_other_variable(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_COMMAND, _prints("something else entirely"))
    assert desk("today", on=DAY).code == Exit.DONE


def test_no_option_takes_a_secret_itself() -> None:
    helped = build().format_help()
    assert "--password-file" in helped
    assert "--password " not in helped
    assert "--passphrase" not in helped


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_passphrase_that_others_can_read_is_remarked_on(desk: Cli) -> None:
    assert "can read" not in desk("today", on=DAY).err
    desk.password_file.chmod(0o644)
    ran = desk("today", on=DAY)
    assert ran.code == Exit.DONE
    assert "Others on this machine can read" in ran.err
