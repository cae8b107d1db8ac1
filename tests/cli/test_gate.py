"""The gate on the command line: who gets it, on what ground, which parts, locked or not, and what stays back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coordtui.casework.sensitivity import tag
from coordtui.documents.sealing import unseal
from coordtui.errors import Exit
from coordtui.models.clinical import Medication
from coordtui.store.vault import Vault
from tests.casework.consents import give
from tests.casework.referrals import begin
from tests.casework.world import World
from tests.cli.conftest import DAY, ROSA, Cli
from tests.conftest import PASSPHRASE
from tests.documents.conftest import write

SECRET = "correct horse battery staple quay"
TO_COURT = ("--recipient", "County court", "--kind", "agency", "--purpose", "legal", "--basis", "court")


def left(cli: Cli) -> list[dict[str, Any]]:
    """Oldest first. Without --on: what leaves is dated by the real clock."""
    found: list[dict[str, Any]] = cli("disclosures", str(ROSA), "--all", "--json").json["disclosures"]
    return found


@pytest.fixture
def treated(desk: Cli) -> Cli:
    """Rosa takes a medicine and has referral 1 to a heart clinic."""
    with Vault.unlock(desk.folder, PASSPHRASE) as vault:
        world = World(vault)
        begin(world, ROSA)
        world.do(write, [Medication(patient_id=ROSA, text="Metformin", status="active")])
    return desk


def test_without_a_word_a_summary_is_for_the_patient_and_a_packet_for_its_receiver(treated: Cli) -> None:
    assert "Metformin" in treated("summary", str(ROSA), on=DAY).out
    assert treated("packet", "1", on=DAY).code == Exit.DONE
    summary, packet = left(treated)
    assert (summary["recipient"], summary["basis"], summary["destination"]) == (
        "Rosa Lopez", "to-the-individual", "standard output",
    )  # fmt: skip
    assert (packet["document"], packet["basis"], packet["purpose"]) == ("referral packet", "treatment", "treatment")
    assert packet["recipient"] != "Rosa Lopez"


def test_a_court_gets_the_parts_that_its_order_names_and_no_others(treated: Cli) -> None:
    ran = treated("summary", str(ROSA), *TO_COURT, on=DAY)
    assert (ran.code, ran.out) == (Exit.FAILED, "")
    assert "Nothing would go along" in ran.err
    ran = treated("summary", str(ROSA), *TO_COURT, "--sections", "steps", on=DAY)
    assert (ran.code, ran.out) == (Exit.FAILED, "")
    assert "--why: " in ran.err
    assert "which order or subpoena: 45 CFR 164.512(e)" in ran.err
    ran = treated("summary", str(ROSA), *TO_COURT, "--sections", "steps", "--why", "order 7 of 1 March", on=DAY)
    assert ran.code == Exit.DONE
    assert "What comes next" in ran.out
    assert "Metformin" not in ran.out
    (one,) = left(treated)
    assert (one["recipient"], one["basis_words"], one["sections"], one["accounted"]) == (
        "County court", "order 7 of 1 March", ["steps"], True,
    )  # fmt: skip
    ran = treated("summary", str(ROSA), "--sections", "coverage", on=DAY)
    assert "has no part coverage" in ran.err


def test_a_file_can_be_locked_with_a_passphrase_from_a_file(treated: Cli, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text(f"{SECRET}\n", encoding="utf-8")
    key.chmod(0o600)
    ran = treated("summary", str(ROSA), "--encrypt-with", str(key), "--output", str(tmp_path / "out.md"), on=DAY)
    assert (ran.code, ran.out) == (Exit.DONE, "")
    assert "Only its passphrase opens it" in ran.err
    assert "Metformin" in unseal((tmp_path / "out.md.age").read_bytes(), SECRET).decode()
    assert not (tmp_path / "out.md").exists()
    assert left(treated)[0]["encrypted"] is True
    assert SECRET not in ran.err


def test_what_is_tagged_stays_back_and_a_whole_chart_leaves_not_a_byte(treated: Cli) -> None:
    with Vault.unlock(treated.folder, PASSPHRASE) as vault:
        World(vault).do(tag, "medication", 1, "hiv")
    ran = treated("summary", str(ROSA), on=DAY)
    assert "Metformin" not in ran.out
    assert "Stayed back: what is tagged HIV" in ran.err
    with Vault.unlock(treated.folder, PASSPHRASE) as vault:
        World(vault).do(tag, "patient", ROSA, "part2")
    for command in (("summary", str(ROSA)), ("packet", "1")):
        ran = treated(*command, on=DAY)
        assert (ran.code, ran.out) == (Exit.FAILED, "")
        assert "All of this chart is tagged Part 2" in ran.err
    entries = treated("log", "--json").json["entries"]
    assert [one["summary"].partition(":")[0] for one in entries if one["act"] == "disclosure.refused"] == [
        "Kept back", "Kept back",
    ]  # fmt: skip
    assert len(left(treated)) == 1
    with Vault.unlock(treated.folder, PASSPHRASE) as vault:
        give(World(vault), ROSA, recipient="Rosa Lopez", purpose=None, purpose_words="my own", tags=("part2", "hiv"))
    ran = treated("summary", str(ROSA), on=DAY)
    assert "Metformin" in ran.out
    assert "42 CFR part 2 prohibits" in ran.out
    assert "Goes along under the authorization to Rosa Lopez" in ran.err


def test_a_file_whose_name_says_encrypted_is_not_written_open(treated: Cli, tmp_path: Path) -> None:
    for command, name in ((("summary", str(ROSA)), "out.html.age"), (("export", "caseload"), "people.csv.AGE")):
        ran = treated(*command, "--output", str(tmp_path / name), on=DAY)
        assert ran.code != Exit.DONE
        assert "would not be encrypted" in ran.err
        assert "--encrypt-with" in ran.err
        assert not (tmp_path / name).exists()
    assert left(treated) == []
