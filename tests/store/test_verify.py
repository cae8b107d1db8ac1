"""What verify finds: every kind of damage that leaves the vault openable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from coordtui.errors import Refused, VaultDamaged
from coordtui.store.engine import PAGE_SIZE, driver_of, unguarded
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from coordtui.store.verify import BACKUP, WHOLE, Check, note_outcome, verify
from tests.conftest import PASSPHRASE
from tests.store import acts


def found(ledger: Ledger) -> dict[str, bool]:
    return {check.name: check.ok for check in verify(ledger)}


def detail(ledger: Ledger, name: str) -> str:
    return next(check.detail for check in verify(ledger) if check.name == name)


@contextmanager
def behind_the_back(ledger: Ledger) -> Iterator[Connection]:
    """Write as someone who has the key and lifts every guard."""
    with ledger.vault.writer.connect() as connection, unguarded(connection):
        driver_of(connection).execute("PRAGMA foreign_keys=OFF")
        yield connection
        connection.commit()
        driver_of(connection).execute("PRAGMA foreign_keys=ON")


def test_a_sound_vault_passes_every_check(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    assert found(ledger) == dict.fromkeys(("pages", "schema", "references", "journal", "records"), True)
    assert "2 acts" in detail(ledger, "journal")


def test_a_flipped_byte_is_found_and_never_raised(vault: Vault, vault_dir: Path) -> None:
    Ledger(vault, "tester").do(acts.add_many, [f"patient {number}" for number in range(3000)])
    vault.lock()
    data = bytearray((vault_dir / "vault.db").read_bytes())
    data[-PAGE_SIZE + 50] ^= 1
    (vault_dir / "vault.db").write_bytes(data)
    with Vault.unlock(vault_dir, PASSPHRASE) as again:
        assert found(Ledger(again, "tester"))["pages"] is False


def test_a_file_cut_at_a_page_does_not_even_open(vault: Vault, vault_dir: Path) -> None:
    vault.lock()
    with (vault_dir / "vault.db").open("r+b") as file:
        file.truncate((vault_dir / "vault.db").stat().st_size - PAGE_SIZE)
    with pytest.raises(VaultDamaged):
        Vault.unlock(vault_dir, PASSPHRASE)


def test_pages_put_behind_the_end_are_found(vault: Vault, vault_dir: Path) -> None:
    vault.lock()
    with (vault_dir / "vault.db").open("ab") as file:
        file.write(bytes(PAGE_SIZE))
    with Vault.unlock(vault_dir, PASSPHRASE) as again:
        assert found(Ledger(again, "tester"))["pages"] is False


@pytest.mark.parametrize("name", ["journal_patient_update", "act_in_order", "change_no_delete"])
def test_a_missing_trigger_is_named(ledger: Ledger, name: str) -> None:
    with behind_the_back(ledger) as connection:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    assert name in detail(ledger, "schema")
    assert found(ledger)["schema"] is False


def test_a_trigger_that_does_less_than_it_should_is_named(ledger: Ledger) -> None:
    with behind_the_back(ledger) as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_patient_update")
        connection.exec_driver_sql("CREATE TRIGGER journal_patient_update AFTER UPDATE ON patient BEGIN SELECT 1; END")
    assert "journal_patient_update" in detail(ledger, "schema")


def test_a_reference_to_nothing_is_found(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    ledger.do(acts.add_phone, 1, "555-0100")
    with behind_the_back(ledger) as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_patient_delete")
        connection.exec_driver_sql("DELETE FROM patient")
    assert "contact_point 1 names a patient that is not there, last written by act 3" in detail(ledger, "references")
    assert "patient 1 is gone, though act 2" in detail(ledger, "records")


def test_an_altered_journal_is_found(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    with behind_the_back(ledger) as connection:
        connection.exec_driver_sql("DROP TRIGGER act_no_update")
        connection.exec_driver_sql("UPDATE act SET summary = 'nothing' WHERE seq = 2")
    assert found(ledger)["journal"] is False
    assert "act 2" in detail(ledger, "journal")


def test_further_checks_are_run_and_may_fail_or_refuse(ledger: Ledger) -> None:
    def promises(session: Session) -> Check:
        return Check("promises", False, "one referral is nowhere")

    def refusing(session: Session) -> Check:
        raise Refused("cannot look")

    checks = verify(ledger, [promises, refusing])
    since = "No check before this one says since when."
    assert checks[-2:] == [
        Check("promises", False, f"one referral is nowhere. {since}"),
        Check("refusing", False, f"cannot look. {since}"),
    ]


ALTERED = {
    "a row altered": (
        "patient_update",
        "UPDATE patient SET name = 'Eve', note = 'forged' WHERE id = 1",
        r"patient 1 is not as act 2 of \d{4}-\d\d-\d\d \d\d:\d\d UTC wrote it \(name, note\)",
    ),
    "a row put in": (
        "patient_insert",
        "",
        "patient 9 was put in past the journal",
    ),
    "a row taken out": ("patient_delete", "DELETE FROM patient WHERE id = 1", "patient 1 is gone, though act 2 "),
    "a row that was taken out put back": (
        "patient_insert",
        "",
        "patient 2 is there, though act 4 .* took it out",
    ),
}


def _put_in(connection: Connection, row_id: int) -> None:
    """A copy of patient 1 under another number."""
    names = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(patient)")]
    own = {"id": str(row_id), "uid": f"'u-{row_id}'"}
    values = ", ".join(own.get(name, f'"{name}"') for name in names)
    connection.exec_driver_sql(f"INSERT INTO patient SELECT {values} FROM patient WHERE id = 1")


@pytest.mark.parametrize("how", ALTERED)
def test_a_record_written_past_the_journal_is_named_with_the_act_that_wrote_it_last(ledger: Ledger, how: str) -> None:
    ledger.do(acts.add, "Ada")
    ledger.do(acts.add, "Ben")
    ledger.do(acts.remove, 2)
    trigger, sql, words = ALTERED[how]
    with behind_the_back(ledger) as connection:
        guard = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_schema WHERE name = ?", (f"journal_{trigger}",)
        ).scalar_one()
        connection.exec_driver_sql(f"DROP TRIGGER journal_{trigger}")
        if "put" in how:
            _put_in(connection, 2 if "back" in how else 9)
        else:
            connection.exec_driver_sql(sql)
        connection.exec_driver_sql(guard)
    checks = {check.name: check for check in verify(ledger)}
    assert [name for name, check in checks.items() if not check.ok] == ["records"], "nothing else can tell"
    assert re.search(words, checks["records"].detail)


def test_what_is_wrong_is_dated_by_the_last_time_that_all_was_well(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    note_outcome(ledger, verify(ledger))
    assert ledger.log(1)[0].summary == WHOLE
    with behind_the_back(ledger) as connection:
        connection.exec_driver_sql("DROP TRIGGER act_in_order")
    checks = verify(ledger)
    day = ledger.log(1)[0].at[:10]
    assert f"All was well when it was last checked or backed up, in act 3 of {day}" in checks[1].detail
    note_outcome(ledger, checks)
    assert ledger.log(1)[0].summary == "Checked the vault: wrong is schema"
    assert "in act 3 of" in detail(ledger, "schema"), "a check that found something is no time when all was well"


def test_a_backup_is_no_date_for_what_backups_are_not_checked_for(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    note_outcome(ledger, verify(ledger))
    ledger.record(BACKUP, "Backed up to monday")
    with behind_the_back(ledger) as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_patient_update")
        connection.exec_driver_sql("UPDATE patient SET note = 'forged'")
    assert "All was well when it was last checked, in act 3 of " in detail(ledger, "records")
    assert "All was well when it was last checked or backed up, in act 4 of " in detail(ledger, "schema")


def test_nothing_is_written_into_a_journal_that_does_not_hold(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    with behind_the_back(ledger) as connection:
        connection.exec_driver_sql("DROP TRIGGER act_no_update")
        connection.exec_driver_sql("UPDATE act SET summary = 'nothing' WHERE seq = 2")
    before = len(ledger.log())
    note_outcome(ledger, verify(ledger))
    assert len(ledger.log()) == before


def test_many_wrong_rows_are_counted_and_the_first_ones_named(ledger: Ledger) -> None:
    ledger.do(acts.add_many, [f"patient {number}" for number in range(8)])
    with behind_the_back(ledger) as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_patient_update")
        connection.exec_driver_sql("UPDATE patient SET note = 'forged'")
    assert "rows not as the journal says (8): patient 1" in detail(ledger, "records")
    assert "patient 3 is not" in detail(ledger, "records")
    assert "; and 5 more" in detail(ledger, "records")
