"""`--demo`: a made-up caseload for any command, in a vault that is thrown away."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from coordtui.cli.demo import made_up
from coordtui.errors import Exit
from tests.cli.conftest import DAY, Cli


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which throw-away vaults are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_every_reading_command_runs_on_it_and_leaves_nothing(cli: Cli, scratch: Path) -> None:
    for words in (("today",), ("caseload", "--json"), ("show", "1"), ("summary", "1"), ("log",), ("verify",)):
        ran = cli.bare("--demo", "--on", DAY, *words)
        assert ran.code == Exit.DONE, ran.err
        assert ran.out
    assert list(scratch.iterdir()) == []


def test_it_is_the_same_on_the_same_day(cli: Cli) -> None:
    first, second = (cli.bare("--demo", "--on", DAY, "today", "--json").json for _ in range(2))
    assert first == second
    assert set(first["counts"].values()) != {0}


def test_its_folder_is_private_and_gone_also_after_an_error(scratch: Path) -> None:
    with pytest.raises(ZeroDivisionError), made_up(None, 5):  # noqa: PT012 - the mode is looked at while it stands
        (folder,) = scratch.iterdir()
        assert folder.stat().st_mode & 0o777 == 0o700
        raise ZeroDivisionError
    assert list(scratch.iterdir()) == []


def test_an_impossible_number_of_people_is_refused_in_words(cli: Cli, scratch: Path) -> None:
    assert cli.bare("demo", "--patients", "0").code == Exit.USAGE
    with pytest.raises(Exception, match="demo has"), made_up(None, 10_000_000):
        pass
    assert list(scratch.iterdir()) == []
