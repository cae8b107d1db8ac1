"""What verify finds: every kind of damage that leaves the vault openable."""

from __future__ import annotations

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
from coordtui.store.verify import Check, verify
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
    assert found(ledger) == {"pages": True, "schema": True, "references": True, "journal": True}
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
    assert "contact_point" in detail(ledger, "references")


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
    assert checks[-2:] == [Check("promises", False, "one referral is nowhere"), Check("refusing", False, "cannot look")]
