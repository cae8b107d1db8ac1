"""An existing vault is brought up to date wholly or not at all, and backed up first."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from coordtui.errors import UndoRefused, VaultDamaged, VaultNewer
from coordtui.store import engine, migrations
from coordtui.store.backup import restore
from coordtui.store.engine import APPLICATION_ID
from coordtui.store.kdf import subkey
from coordtui.store.keys import open_root
from coordtui.store.ledger import Ledger
from coordtui.store.search import TABLES
from coordtui.store.vault import Vault
from coordtui.store.verify import verify
from tests.conftest import PASSPHRASE
from tests.store import acts

NOW = migrations.latest()
RELEASED = Path(__file__).parent / "vaults"
"""A vault that each earlier version made, opened by PASSPHRASE: a small caseload and a note, on 20 November 2026."""


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
    """A locked vault of today's version, which the steps of a test make an old one."""
    Ledger(vault, "tester").do(acts.add, "Ada")
    vault.lock()
    return vault_dir


def with_steps(monkeypatch: pytest.MonkeyPatch, *steps: migrations.Step) -> None:
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, *steps))


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
        assert state(vault) == (NOW + 2, True)
        ledger = Ledger(vault, "tester")
        assert all(check.ok for check in verify(ledger))
        ledger.undo()
        assert acts.names(ledger) == []
    monkeypatch.undo()
    monkeypatch.setattr("coordtui.store.keys.calibrated_cost", None)
    restore(old / f"before-update-from-{NOW}.ctbackup", tmp_path / "before", PASSPHRASE)
    with Vault.unlock(tmp_path / "before", PASSPHRASE) as vault:
        assert state(vault) == (NOW, False)


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
        assert state(vault) == (NOW, False)
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


@pytest.mark.filterwarnings("ignore:.*expression-based index '?queue_open")  # the text of every index is compared below
def test_the_schema_is_the_metadatas(vault: Vault) -> None:
    """Alembic's own comparison, so that a model and its migration cannot drift apart."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlmodel import SQLModel

    own = {"act", "change", "current_act", "meta", "sqlite_sequence", *TABLES}
    with vault.reader.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: kind != "table" or name not in own}
        )
        assert compare_metadata(context, SQLModel.metadata) == []


def schema_of(vault: Vault) -> dict[str, str]:
    with vault.reader.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").all()
    return {name: " ".join(sql.replace('"', "").split()) for name, sql in rows}


def rows_of(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of every table by its columns' names, without asking the models."""
    root = open_root(path, PASSPHRASE)
    connection = engine.connect(path / "vault.db", subkey(root.key, "db"), bytes.fromhex(root.doc.vault_id))
    try:
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        found = {}
        for (name,) in names:
            cursor: Any = connection.execute(f"SELECT * FROM {name}")
            titles = [column[0] for column in cursor.description]
            found[name] = [dict(zip(titles, row, strict=True)) for row in cursor]
        return found
    finally:
        connection.close()
        root.wipe()


@pytest.mark.parametrize("version", sorted(folder.name for folder in RELEASED.iterdir()))
def test_a_vault_of_each_earlier_version_gets_the_present_schema_and_keeps_every_row(
    version: str, vault: Vault, tmp_path: Path
) -> None:
    shutil.copytree(RELEASED / version, tmp_path / "old")
    before = rows_of(tmp_path / "old")
    with Vault.unlock(tmp_path / "old", PASSPHRASE) as updated:
        assert schema_of(updated) == schema_of(vault)
        assert all(check.ok for check in verify(Ledger(updated, "tester")))
    after = rows_of(tmp_path / "old")
    for table, rows in before.items():
        if table in ("meta", "act", "sqlite_sequence"):  # the unlock is an act of its own
            continue
        kept = [{name: row[name] for name in rows[0]} for row in after[table]] if rows else after[table]
        assert kept == rows, table
    given = {row["name"]: row["seq"] for row in after["sqlite_sequence"]}
    assert all(given[row["name"]] == row["seq"] for row in before["sqlite_sequence"])


def test_what_was_done_before_an_update_is_not_undone_over_it(tmp_path: Path) -> None:
    shutil.copytree(RELEASED / "v1", tmp_path / "old")
    with Vault.unlock(tmp_path / "old", PASSPHRASE) as updated:
        ledger = Ledger(updated, "tester")
        assert ledger.undo().label  # the quick note: its table is as it was
        with pytest.raises(UndoRefused, match="before coordtui was updated"):
            ledger.undo()
