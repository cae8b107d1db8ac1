"""An existing vault is brought up to date wholly or not at all, and backed up first."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from coordtui.errors import VaultDamaged, VaultNewer
from coordtui.store import migrations
from coordtui.store.backup import restore
from coordtui.store.engine import APPLICATION_ID
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from coordtui.store.verify import verify
from tests.conftest import PASSPHRASE
from tests.store import acts


def add_table(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE later(id INTEGER PRIMARY KEY)")


def rebuild_table(connection: Connection) -> None:
    """What SQLite asks of a change that ALTER TABLE cannot make."""
    connection.exec_driver_sql("CREATE TABLE patient_new AS SELECT * FROM patient")
    connection.exec_driver_sql("DROP TABLE patient_new")
    connection.exec_driver_sql("ALTER TABLE queue_row ADD COLUMN extra TEXT")


def fail(_: Connection) -> None:
    raise RuntimeError("half way")


def break_references(connection: Connection) -> None:
    connection.exec_driver_sql("DROP TRIGGER journal_contact_point_insert")
    connection.exec_driver_sql(
        "INSERT INTO contact_point(patient_id, system, value, state) VALUES (99, 'phone', '1', 'ok')"
    )


@pytest.fixture
def old(vault: Vault, vault_dir: Path) -> Path:
    """A locked vault of version 1."""
    Ledger(vault, "tester").do(acts.add, "Ada")
    vault.lock()
    return vault_dir


def with_steps(monkeypatch: pytest.MonkeyPatch, *steps: migrations.Step) -> None:
    monkeypatch.setattr(migrations, "STEPS", (migrations.STEPS[0], *steps))


def state(vault: Vault) -> tuple[int, bool]:
    with vault.reader.connect() as connection:
        there = connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema WHERE name = 'later'").scalar_one()
        return migrations.version(connection), bool(there)


def test_a_new_vault_is_at_the_latest_version(vault: Vault) -> None:
    with vault.reader.connect() as connection:
        assert migrations.version(connection) == migrations.latest()
        assert connection.exec_driver_sql("PRAGMA application_id").scalar_one() == APPLICATION_ID


def test_an_old_vault_is_migrated_with_a_verified_backup_beside_it(
    old: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with_steps(monkeypatch, add_table, rebuild_table)
    with Vault.unlock(old, PASSPHRASE) as vault:
        assert state(vault) == (3, True)
        ledger = Ledger(vault, "tester")
        assert all(check.ok for check in verify(ledger))
        ledger.undo()
        assert acts.names(ledger) == []
    monkeypatch.undo()
    monkeypatch.setattr("coordtui.store.keys.calibrated_cost", None)
    restore(old / "before-update-from-1.ctbackup", tmp_path / "before", PASSPHRASE)
    with Vault.unlock(tmp_path / "before", PASSPHRASE) as vault:
        assert state(vault) == (1, False)


def test_a_vault_that_is_up_to_date_is_not_backed_up(old: Path) -> None:
    Vault.unlock(old, PASSPHRASE).lock()
    assert not list(old.glob("*.ctbackup"))


@pytest.mark.parametrize(
    ("broken", "error"), [(fail, RuntimeError), (break_references, VaultDamaged), (add_table, OperationalError)]
)
def test_a_failed_migration_leaves_the_vault_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch, broken: migrations.Step, error: type[Exception]
) -> None:
    with monkeypatch.context() as patch:
        with_steps(patch, add_table, broken)
        with pytest.raises(error):
            Vault.unlock(old, PASSPHRASE)
    with Vault.unlock(old, PASSPHRASE) as vault:
        assert state(vault) == (1, False)
        ledger = Ledger(vault, "tester")
        assert acts.names(ledger) == ["Ada"]
        assert all(check.ok for check in verify(ledger))


def test_after_a_migration_references_are_checked_again(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_steps(monkeypatch, add_table)
    with Vault.unlock(old, PASSPHRASE) as vault, vault.writer.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_an_older_coordtui_refuses_a_newer_vault(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        with_steps(patch, add_table)
        Vault.unlock(old, PASSPHRASE).lock()
    with pytest.raises(VaultNewer):
        Vault.unlock(old, PASSPHRASE)


def test_an_encrypted_database_that_is_no_vault_is_refused(vault: Vault, vault_dir: Path) -> None:
    with vault.writer.begin() as connection:
        connection.exec_driver_sql("PRAGMA application_id=1")
    vault.lock()
    with pytest.raises(VaultDamaged, match="no vault"):
        Vault.unlock(vault_dir, PASSPHRASE)


def test_the_schema_is_the_metadatas(vault: Vault) -> None:
    """Alembic's own comparison, so that a model and its migration cannot drift apart."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlmodel import SQLModel

    own = {"act", "change", "current_act", "meta", "sqlite_sequence"}
    with vault.reader.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: kind != "table" or name not in own}
        )
        assert compare_metadata(context, SQLModel.metadata) == []
