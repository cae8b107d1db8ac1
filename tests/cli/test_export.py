"""`coordtui export`, `deidentified` and `unseal`: tables that leave, locked if asked, and opened again."""

from __future__ import annotations

import csv
import io
import stat
import zipfile
from pathlib import Path

import openpyxl
import pytest

from coordtui.casework.disclosure import disclosures
from coordtui.casework.sensitivity import tag
from coordtui.cli import export
from coordtui.documents.lists import LISTS
from coordtui.errors import Exit
from coordtui.models.disclosure import Basis
from coordtui.store.vault import Vault
from tests.casework.world import World
from tests.cli.conftest import DAY, JOHN, MEI, ROSA, Cli
from tests.conftest import PASSPHRASE
from tests.documents.age_files import made, opened

SECRET = "gravel lantern otter quilt"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file with a passphrase."""
    file = tmp_path / "secret"
    file.write_text(SECRET + "\n")
    file.chmod(0o600)
    return file


def entries(cli: Cli) -> list[tuple[str, str]]:
    """What the journal holds of exports and refusals, the oldest first."""
    acts = ("document.export", "disclosure.refused")
    return [(e["act"], e["summary"]) for e in reversed(cli("log", "--json").json["entries"]) if e["act"] in acts]


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))


def test_the_words_of_the_command_are_the_lists_that_there_are() -> None:
    assert tuple(LISTS) == export.LISTS


def test_a_list_is_written_for_me_and_everybody_in_it_has_a_disclosure(desk: Cli, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    ran = desk("export", "caseload", "--output", str(file), on=DAY)
    assert (ran.code, ran.out) == (Exit.DONE, "")
    assert "It is not encrypted" in ran.err
    head, *rows = rows_of(file)
    assert head[:2] == ["Id", "Patient"]
    assert str(ROSA) in [row[0] for row in rows]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (entry,) = entries(desk)
    assert entry[0] == "document.export"
    assert entry[1].startswith("Exported: caseload list")
    assert entry[1].endswith("(csv) to people.csv")
    with Vault.unlock(desk.folder, PASSPHRASE) as vault:
        (gone,) = World(vault).read(disclosures, ROSA)
    assert (gone.basis, gone.recipient, gone.encrypted) == (Basis.OWN_USE, "Nora Quist", False)
    assert set(gone.sections) == {"birth_date", "language", "problems", "steps", "talks", "goals"}


def test_a_locked_workbook_is_opened_again_with_its_passphrase(desk: Cli, tmp_path: Path, secret: Path) -> None:
    words = ("--output", str(tmp_path / "day.xlsx"), "--encrypt-with", str(secret))
    ran = desk("export", "today", *words, "--sections", "steps", on=DAY)
    assert ran.code == Exit.DONE
    assert "Only its passphrase opens it" in ran.err
    locked = tmp_path / "day.xlsx.age"
    page = openpyxl.load_workbook(io.BytesIO(opened(locked.read_bytes(), SECRET))).active
    assert page is not None
    assert "Phone" not in [cell.value for cell in page[1]]
    assert not (tmp_path / "day.xlsx").exists()

    ran = desk.bare("unseal", str(locked), "--passphrase-file", str(secret))
    assert (ran.code, ran.out) == (Exit.DONE, "")
    assert (tmp_path / "day.xlsx").read_bytes().startswith(b"PK")
    ran = desk.bare("unseal", str(locked), "--passphrase-file", str(secret))
    assert ran.code == Exit.FAILED
    assert "--force" in ran.err


def test_what_is_wrong_with_a_locked_file_is_said_and_nothing_written(desk: Cli, tmp_path: Path, secret: Path) -> None:
    file, other = tmp_path / "x.md.age", tmp_path / "other"
    file.write_bytes(made(b"text", "another passphrase"))
    other.write_text("# Summary")
    words = ("--passphrase-file", str(secret))
    ran = desk.bare("unseal", str(file), *words)
    assert (ran.code, ran.out) == (Exit.WRONG_SECRET, "")
    assert "does not open the file" in ran.err
    ran = desk.bare("unseal", str(other), *words, "--output", str(tmp_path / "y"))
    assert ran.code == Exit.FAILED
    assert "not an age file" in ran.err
    assert desk.bare("unseal", str(tmp_path / "none.age"), *words).code == Exit.USAGE
    file.rename(tmp_path / "x")
    assert "Say --output" in desk.bare("unseal", str(tmp_path / "x"), *words).err
    assert {one.name for one in tmp_path.glob("*")} >= {"x", "other"}
    assert not (tmp_path / "y").exists()
    assert not (tmp_path / "x.md").exists()


def test_a_weak_passphrase_locks_nothing(desk: Cli, tmp_path: Path, secret: Path) -> None:
    secret.write_text("password1234")
    file = tmp_path / "people.csv"
    ran = desk("export", "caseload", "--output", str(file), "--encrypt-with", str(secret), on=DAY)
    assert ran.code == Exit.FAILED
    assert "This passphrase is weak" in ran.err
    assert not list(tmp_path.glob("people*"))
    assert entries(desk) == []


def test_what_the_gate_refuses_is_written_down_and_does_not_leave(desk: Cli, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    words = ("--output", str(file), "--recipient", "Dr. Chen", "--kind", "provider", "--purpose", "legal")
    ran = desk("export", "caseload", *words, on=DAY)
    assert ran.code == Exit.FAILED
    assert "An authorization is of one patient" in ran.err
    assert not file.exists()
    ran = desk("export", "caseload", "--output", str(file), "--kind", "patient", on=DAY)
    assert ran.code == Exit.FAILED
    assert "A list tells of other people too" in ran.err
    assert not file.exists()
    first, second = entries(desk)
    assert first[0] == second[0] == "disclosure.refused"
    assert "Dr. Chen" in first[1]


def test_a_tagged_patient_is_not_in_the_list_and_that_is_said(desk: Cli, tmp_path: Path) -> None:
    with Vault.unlock(desk.folder, PASSPHRASE) as vault:
        World(vault).do(tag, "patient", ROSA, "part2")
    file = tmp_path / "people.csv"
    ran = desk("export", "caseload", "--output", str(file), on=DAY)
    assert ran.code == Exit.DONE
    assert sorted(row[1] for row in rows_of(file)[1:]) == ["John [DNR] Doe", "Mei Tan"]
    assert "Caution: 1 row stays back" in ran.err
    assert "nobody is in it" in desk("export", "referrals", "--output", str(file), "--force", on=DAY).err
    with Vault.unlock(desk.folder, PASSPHRASE) as vault:
        World(vault).do(tag, "patient", MEI, "part2")
        World(vault).do(tag, "patient", JOHN, "part2")
    ran = desk("export", "caseload", "--output", str(file), "--force", on=DAY)
    assert "all of it is tagged" in ran.err
    assert [act for act, _ in entries(desk)] == ["document.export", "disclosure.refused"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("export", "caseload", "--output", "x.ods"), "does not end in .xlsx or .csv"),
        (("export", "caseload", "--output", "x.csv", "--format", "xlsx"), "does not end in .xlsx"),
        (("export", "people", "--output", "x.csv"), "invalid choice"),
        (("export", "caseload"), "--output"),
        (("deidentified", "--output", "x.csv"), "does not end in .xlsx or .zip"),
    ],
)
def test_a_wrong_word_is_told_before_the_vault_is_opened(desk: Cli, words: tuple[str, ...], says: str) -> None:
    ran = desk.bare("--vault", "/nowhere", *words)
    assert ran.code == Exit.USAGE
    assert says in ran.err


def test_the_deidentified_file_leaves_as_one_entry_about_nobody(desk: Cli, tmp_path: Path) -> None:
    file = tmp_path / "quality.zip"
    ran = desk("deidentified", "--output", str(file), "--recipient", "Quality team", on=DAY)
    assert ran.code == Exit.DONE
    assert "Caution: No name, date, place or free text" in ran.err
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        people = archive.read("people.csv").decode("utf-8-sig")
    assert names[0] == "people.csv"
    assert "Rosa" not in people
    assert people.startswith('"person","age","sex"')
    (entry,) = entries(desk)
    assert entry == ("document.export", "Exported: de-identified data for Quality team (csv) to quality.zip")
    (logged,) = [e for e in desk("log", "--json").json["entries"] if e["act"] == "document.export"]
    assert logged["patient_id"] is None
    with Vault.unlock(desk.folder, PASSPHRASE) as vault:
        assert World(vault).read(disclosures, ROSA) == ()
