"""`coordtui plan`: a copy for the patient or the team, on paper or as a file, and written down each time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coordtui.casework import care_plan
from coordtui.casework.plan_template import start_from
from coordtui.errors import Exit
from coordtui.store.vault import Vault
from tests.casework.world import World
from tests.cli.conftest import DAY, JOHN, MEI, ROSA, Cli
from tests.conftest import PASSPHRASE


@pytest.fixture
def planned(desk: Cli) -> Cli:
    """Rosa has plan 1, Mei 2 and 3."""
    with Vault.unlock(desk.folder, PASSPHRASE) as vault:
        world = World(vault)
        world.do(start_from, ROSA, "diabetes", None)
        world.do(care_plan.start, MEI, "First [x]")
        world.do(care_plan.start, MEI, "Second")
    return desk


def _exports(cli: Cli) -> list[str]:
    return [e["summary"] for e in cli("log", "--json").json["entries"] if e["act"] == "document.export"]


def test_the_patients_page_goes_to_stdout_and_remarks_to_stderr(planned: Cli) -> None:
    ran = planned("plan", "rosa", on=DAY)
    assert ran.code == Exit.DONE
    assert ran.out.startswith("# Your care plan")
    assert "I know my sugar numbers" in ran.out
    assert "Reading grade" in ran.err
    assert "Caution: The patient has not agreed" in ran.err
    assert _exports(planned) == ["Exported: care plan for the patient (md) to standard output"]


def test_the_team_gets_all_of_it(planned: Cli) -> None:
    ran = planned("plan", str(ROSA), "--for", "team", on=DAY)
    assert "9. Periodic review" in ran.out.replace("\\", "")
    assert _exports(planned) == ["Exported: care plan for the team (md) to standard output"]


@pytest.mark.parametrize("format, head", [("html", b"<!"), ("docx", b"PK")])
def test_a_file_is_written_for_its_owner_only(planned: Cli, tmp_path: Path, format: str, head: bytes) -> None:
    file = tmp_path / f"out.{format}"
    ran = planned("plan", "rosa", "--large", "--output", str(file), on=DAY)
    assert (ran.code, ran.out) == (Exit.DONE, "")
    assert file.read_bytes().startswith(head)
    assert format == "docx" or b"18pt" in file.read_bytes()
    assert os.name != "posix" or file.stat().st_mode & 0o777 == 0o600


def test_word_gets_a_file_name_that_holds_no_name(
    planned: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert planned("plan", "rosa", "--format", "docx", on=DAY).code == Exit.DONE
    assert (tmp_path / f"plan-patient-1-{DAY}.docx").is_file()


def test_of_several_plans_one_must_be_named(planned: Cli) -> None:
    ran = planned("plan", "mei", on=DAY)
    assert ran.code == Exit.FAILED
    assert "Several plans" in ran.err
    assert "3 Second" in ran.err
    assert planned("plan", "mei", "--plan", "3", on=DAY).code == Exit.DONE
    assert len(_exports(planned)) == 1


def test_a_plan_of_somebody_else_or_none_at_all_is_refused(planned: Cli) -> None:
    assert "no care plan 1" in planned("plan", "mei", "--plan", "1", on=DAY).err
    ran = planned("plan", str(JOHN), on=DAY)
    assert (ran.code, ran.out) == (Exit.FAILED, "")
    assert "no open care plan" in ran.err
    assert _exports(planned) == []
