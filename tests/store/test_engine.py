"""What a connection refuses, whoever wrote the statement."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from coordtui.errors import CoordError, VaultDamaged
from coordtui.models.patient import Patient
from coordtui.store import engine
from coordtui.store.kdf import subkey
from coordtui.store.ledger import Ledger
from coordtui.store.memory import give_back
from coordtui.store.vault import Vault
from tests.store import acts


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH DATABASE '{folder}/copy.db' AS copy",
        "ATTACH DATABASE '{folder}/copy.db' AS copy KEY ''",
        "VACUUM INTO '{folder}/copy.db'",
        "DROP TABLE patient",
        "DROP TRIGGER act_no_update",
        "DROP TRIGGER journal_patient_insert",
        "DROP INDEX change_of_act",
        "ALTER TABLE patient ADD COLUMN extra TEXT",
        "UPDATE act SET summary = 'x'",
        "DELETE FROM act",
        "UPDATE change SET after = NULL",
        "DELETE FROM change",
        "PRAGMA writable_schema=ON",
        "PRAGMA recursive_triggers=OFF",
        "PRAGMA Foreign_Keys=OFF",
        "PRAGMA rekey='x'",
        "PRAGMA query_only=OFF",
        "PRAGMA temp_store=FILE",
    ],
)
@pytest.mark.parametrize("writer", [True, False])
def test_no_statement_of_the_application_may_do_this(
    vault: Vault, tmp_path: Path, statement: str, writer: bool
) -> None:
    chosen = vault.writer if writer else vault.reader
    with chosen.connect() as connection, pytest.raises(DatabaseError):
        connection.exec_driver_sql(statement.format(folder=tmp_path))
    assert not (tmp_path / "copy.db").exists()


def test_the_guard_stands_again_after_a_migration_lifted_it(vault: Vault) -> None:
    with vault.writer.begin() as connection:
        with engine.unguarded(connection):
            connection.exec_driver_sql("ALTER TABLE queue_row ADD COLUMN extra TEXT")
        with pytest.raises(DatabaseError):
            connection.exec_driver_sql("DROP TABLE patient")


def test_a_reader_cannot_write(vault: Vault) -> None:
    with vault.reader.connect() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.exec_driver_sql("INSERT INTO meta VALUES ('a', 'b')")


def test_every_connection_is_pooled_to_one_thread_at_a_time(vault: Vault) -> None:
    assert type(vault.reader.pool) is QueuePool
    assert type(vault.writer.pool) is QueuePool
    assert vault.writer.pool.size() == 1


@pytest.mark.parametrize("writer", [True, False])
def test_every_connection_is_set_up_alike(vault: Vault, writer: bool) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "temp_store": 2,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
        "query_only": int(not writer),
        "cipher_page_size": "4096",
        "cache_spill": engine._SPILL,
        "application_id": engine.APPLICATION_ID,
    }
    with (vault.writer if writer else vault.reader).connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
        assert connection.exec_driver_sql("PRAGMA cipher_version").scalar()
    assert found == wanted


def test_the_pages_that_a_connection_keeps_are_given_back_without_taking_the_write_lock(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    with vault.writer.connect() as connection:
        driver = engine.driver_of(connection)
    ran: list[str] = []
    driver.set_trace_callback(ran.append)
    monkeypatch.setattr(engine, "give_back", lambda: ran.append("to the system"))
    engine.forget_pages(vault.writer)
    driver.set_trace_callback(None)
    assert ran == ["PRAGMA shrink_memory", "to the system"]


@pytest.mark.parametrize("library", [OSError("no library"), object()])
def test_memory_is_given_back_where_the_system_can_take_it(monkeypatch: pytest.MonkeyPatch, library: object) -> None:
    """What only some C libraries can must not stop anything where they cannot."""
    give_back()
    asked: list[object] = []

    def load(_: None) -> object:
        asked.append(library)
        if isinstance(library, OSError):
            raise library
        return library

    monkeypatch.setattr("ctypes.CDLL", load)
    give_back()
    assert asked == [library]


def test_errors_never_quote_what_was_stored(vault: Vault) -> None:
    ledger = Ledger(vault, "tester")
    ledger.do(acts.add, "first", uid="same")
    with pytest.raises(IntegrityError) as refusal:
        ledger.do(acts.add, "Zebulon Quartermain", uid="same")
    assert "Zebulon" not in str(refusal.value)
    assert "Zebulon" not in repr(refusal.value)
    with Session(vault.reader) as session, pytest.raises(OperationalError) as other:
        session.execute(text("SELECT * FROM nowhere WHERE x = :x"), {"x": "Zebulon"})
    assert "Zebulon" not in str(other.value)


def test_a_moment_comes_back_as_it_was(vault: Vault) -> None:
    with Session(vault.writer) as session:
        assert Patient.__tablename__ == "patient"
        assert session.execute(text("SELECT count(*) FROM patient")).scalar() == 0


def test_the_wrong_key_is_damage_and_silent(vault: Vault, vault_dir: Path, capfd: pytest.CaptureFixture[str]) -> None:
    vault.lock()
    with pytest.raises(VaultDamaged):
        engine.connect(vault_dir / "vault.db", bytearray(b"k" * 32), bytes(16))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("key", "salt"), [(bytearray(32), bytes(16)), (bytearray(b"k" * 31), bytes(16)), (bytearray(b"k" * 32), b"")]
)
def test_a_key_of_the_wrong_shape_never_becomes_a_passphrase(
    vault: Vault, vault_dir: Path, key: bytearray, salt: bytes
) -> None:
    with pytest.raises(ValueError, match="wrong length"):
        engine.connect(vault_dir / "vault.db", key, salt)


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(VaultDamaged, match="missing"):
        engine.connect(tmp_path / "vault.db", bytearray(b"k" * 32), bytes(16))
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_changes_nothing_and_is_said_in_words(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    with ledger.vault.writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(CoordError, match="disk is full"):
        ledger.do(acts.add_many, [f"patient {number}" for number in range(2000)])
    with ledger.vault.writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=100000")
    ledger.do(acts.add, "Grace")
    assert acts.names(ledger) == ["Ada", "Grace"]


def test_a_damaged_page_is_said_in_words_and_only_there(vault: Vault, vault_dir: Path) -> None:
    Ledger(vault, "tester").do(acts.add_many, [f"patient {number}" for number in range(3000)])
    vault.lock()
    root_page = _root_of(vault_dir, vault, "patient")
    data = bytearray((vault_dir / "vault.db").read_bytes())
    data[(root_page - 1) * engine.PAGE_SIZE + 100] ^= 1
    (vault_dir / "vault.db").write_bytes(data)
    with Vault.unlock(vault_dir, "correct horse battery staple") as again:
        ledger = Ledger(again, "tester")
        with pytest.raises(VaultDamaged):
            acts.names(ledger)
        assert ledger.meta_get("nothing") is None


def _root_of(vault_dir: Path, vault: Vault, table: str) -> int:
    with Vault.unlock(vault_dir, "correct horse battery staple") as again:
        key = subkey(again.root.key, "db")
        connection = engine.connect(vault_dir / "vault.db", key, vault.salt)
        page: int = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
        connection.close()
    return page
