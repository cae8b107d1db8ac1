"""`coordtui packet`: what a receiver needs, on paper or as a file, and written down each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordtui.errors import Exit
from coordtui.models.clinical import Condition
from coordtui.store.vault import Vault
from tests.casework.referrals import begin
from tests.casework.world import World
from tests.cli.conftest import DAY, ROSA, Cli
from tests.conftest import PASSPHRASE
from tests.documents.conftest import write


@pytest.fixture
def referred(desk: Cli) -> Cli:
    """Rosa has referral 1, to a heart clinic, and two conditions."""
    with Vault.unlock(desk.folder, PASSPHRASE) as vault:
        world = World(vault)
        begin(world, ROSA)
        world.do(write, [Condition(patient_id=ROSA, text=text) for text in ("Angina pectoris", "Eczema")])
    return desk


def _exports(cli: Cli) -> list[str]:
    return [e["summary"] for e in cli("log", "--json").json["entries"] if e["act"] == "document.export"]


def test_it_goes_to_stdout_with_what_belongs_and_remarks_to_stderr(referred: Cli) -> None:
    ran = referred("packet", "1", on=DAY)
    assert ran.code == Exit.DONE
    assert ran.out.startswith("# Referral: Cardiology")
    assert "Angina" in ran.out
    assert "Eczema" not in ran.out
    assert "Caution: 1 health problem did not seem to belong" in ran.err
    assert _exports(referred) == ["Exported: referral packet (md) to standard output"]


def test_health_facts_may_be_all_or_none(referred: Cli) -> None:
    assert "Eczema" in referred("packet", "1", "--health", "all", on=DAY).out
    assert "Angina" not in referred("packet", "1", "--health", "none", on=DAY).out


def test_a_file_is_replaced_only_on_demand_and_not_journalled_before(referred: Cli, tmp_path: Path) -> None:
    file = tmp_path / "out.html"
    file.write_text("mine")
    ran = referred("packet", "1", "--output", str(file), on=DAY)
    assert ran.code == Exit.FAILED
    assert "--force" in ran.err
    assert file.read_text() == "mine"
    assert _exports(referred) == []
    assert referred("packet", "1", "--output", str(file), "--force", on=DAY).code == Exit.DONE
    assert file.read_text().startswith("<!doctype html>")
    assert _exports(referred) == ["Exported: referral packet (html) to out.html"]


def test_a_referral_that_is_not_there_is_not_found(referred: Cli) -> None:
    ran = referred("packet", "99", on=DAY)
    assert (ran.code, ran.out) == (Exit.FAILED, "")
    assert "no referral 99" in ran.err
    assert referred("packet", "rosa", on=DAY).code == Exit.USAGE
