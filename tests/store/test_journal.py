"""No change of a record escapes the journal, and nothing in the journal can be altered unseen."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Column, Float, Integer, LargeBinary, MetaData, Table, Text, insert, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlmodel import Session

from coordtui.errors import VaultDamaged
from coordtui.models.base import Record
from coordtui.models.patient import Patient
from coordtui.store import images, journal
from coordtui.store.engine import unguarded
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.store import acts

ROW = {"uid": "u1", "name": "Ada", "added_on": acts.ADDED, "interpreter": "unknown", "case_status": "open"}


def changes(ledger: Ledger) -> list[Any]:
    statement = text("SELECT act, tbl, row_id, patient_id, before, after FROM change ORDER BY id")
    return ledger.read(lambda session: list(session.execute(statement)))


def by_entity(session: Session) -> None:
    session.add(Patient(name="Ada", added_on=acts.ADDED))
    session.flush()


def in_bulk(session: Session) -> None:
    session.execute(insert(Patient), [ROW, ROW | {"uid": "u2"}])


def by_sql(session: Session) -> None:
    session.execute(text("UPDATE patient SET name = 'x'"))


def by_raw_delete(session: Session) -> None:
    session.connection().exec_driver_sql("DELETE FROM patient")


def by_replacement(session: Session) -> None:
    session.connection().exec_driver_sql("INSERT OR REPLACE INTO patient SELECT * FROM patient")


@pytest.mark.parametrize("write", [by_entity, in_bulk, by_sql, by_raw_delete, by_replacement])
def test_a_write_without_an_act_is_refused_by_whatever_way_it_comes(
    ledger: Ledger, write: Callable[[Session], None]
) -> None:
    ledger.do(acts.add, "Grace")
    before = acts.dump(ledger)
    with pytest.raises(IntegrityError, match="no act is open"):
        ledger.derive(write)
    assert acts.dump(ledger) == before


def test_every_table_of_records_is_journalled_and_no_other(vault: Vault) -> None:
    tables = images.journalled_tables()
    assert "patient" in tables
    assert "queue_row" not in tables
    with vault.reader.connect() as connection:
        names = set(connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'").scalars())
    assert names == {f"journal_{name}_{verb}" for name in tables for verb in ("insert", "update", "delete")} | set(
        journal.OWN_TRIGGERS
    )


def test_row_numbers_of_records_are_never_used_again(ledger: Ledger) -> None:
    first = ledger.do(acts.add, "Ada").value
    ledger.undo()
    assert ledger.do(acts.add, "Grace").value > first
    for table in images.journalled_tables().values():
        assert table.dialect_options["sqlite"]["autoincrement"], table.name


def test_images_hold_every_column_before_and_after(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada", given="", deceased=True)
    ledger.do(acts.rename, 1, "Ada L")
    added, renamed = changes(ledger)
    image = json.loads(added.after)
    assert added.before is None
    assert set(image) == set(Patient.model_fields)
    assert (image["given"], image["family"], image["deceased"], image["added_on"]) == ("", None, 1, "2026-03-04")
    assert renamed.before == added.after
    assert json.loads(renamed.after) == image | {"name": "Ada L"}


def test_a_change_is_filed_under_its_patient(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    ledger.do(acts.add_phone, 1, "555-0100")
    assert [(change.tbl, change.row_id, change.patient_id) for change in changes(ledger)] == [
        ("patient", 1, 1),
        ("contact_point", 1, 1),
    ]


def test_an_update_that_changes_nothing_is_no_change(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    count = len(ledger.log())
    ledger.do(acts.run_sql, "UPDATE patient SET name = name")
    assert len(changes(ledger)) == 1
    assert len(ledger.log()) == count


def test_a_record_keeps_its_number(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    with pytest.raises(IntegrityError, match="keeps its number"):
        ledger.do(acts.run_sql, "UPDATE patient SET id = 7")


def test_a_replaced_row_is_journalled_as_gone_and_come(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    before = acts.dump(ledger)
    columns = ", ".join(f"'Eve' AS {name}" if name == "name" else name for name in Patient.model_fields)
    ledger.do(acts.run_sql, f"INSERT OR REPLACE INTO patient SELECT {columns} FROM patient")
    assert [(change.before is None, change.after is None) for change in changes(ledger)[1:]] == [
        (False, True),
        (True, False),
    ]
    ledger.undo()
    assert acts.dump(ledger) == before


def test_unsealed_changes_cannot_commit(vault: Vault) -> None:
    with Session(vault.writer) as session:
        journal.open_act(session.connection())
        by_entity(session)
        with pytest.raises(IntegrityError, match="FOREIGN KEY"):
            session.commit()


def test_an_act_left_open_cannot_commit(vault: Vault) -> None:
    with Session(vault.writer) as session:
        journal.open_act(session.connection())
        with pytest.raises(IntegrityError, match="FOREIGN KEY"):
            session.commit()


def test_an_act_that_commits_on_its_own_is_refused(ledger: Ledger) -> None:
    def hasty(session: Session) -> Any:
        by_entity(session)
        session.commit()

    hasty.verb, hasty.undoable = "hasty", True  # type: ignore[attr-defined]
    with pytest.raises(IntegrityError):
        ledger.do(hasty)
    assert acts.names(ledger) == []


ACT = (
    "(at, actor, verb, kind, summary, digest, mac, seq)"
    " VALUES ('a', 'b', 'c', 'do', 'd', zeroblob(32), zeroblob(32), {})"
)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO act" + ACT.format(1),
        "INSERT OR REPLACE INTO act" + ACT.format(1),
        "INSERT OR REPLACE INTO act" + ACT.format(2),
        "INSERT INTO act" + ACT.format(9),
        "INSERT INTO act" + ACT.format("NULL"),
        "INSERT INTO change(act, tbl, row_id) VALUES (2, 'patient', 1)",
        "INSERT INTO change(act, tbl, row_id) VALUES (9, 'patient', 1)",
        "INSERT OR REPLACE INTO change(id, act, tbl, row_id) VALUES (1, 9, 'patient', 1)",
    ],
)
def test_nothing_is_slipped_into_the_journal(ledger: Ledger, statement: str) -> None:
    ledger.do(acts.add, "Ada")
    assert len(ledger.log()) == 2
    with pytest.raises(DatabaseError):
        ledger.derive(lambda session: session.connection().exec_driver_sql(statement))
    verify(ledger)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE act SET summary = 'x'", "DELETE FROM act", "UPDATE change SET after = NULL", "DELETE FROM change"],
)
def test_the_journal_is_only_added_to_even_where_the_guard_is_lifted(ledger: Ledger, statement: str) -> None:
    ledger.do(acts.add, "Ada")
    with ledger.vault.writer.connect() as connection, unguarded(connection):
        with pytest.raises(IntegrityError, match="only added to"):
            connection.exec_driver_sql(statement)
        connection.rollback()


def verify(ledger: Ledger) -> int:
    return ledger.read(lambda session: journal.verify_chain(session.connection(), ledger.vault.audit_key))


def test_the_chain_holds_after_acts_undo_and_redo(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    ledger.undo()
    ledger.redo()
    ledger.do(acts.view, 1)
    assert verify(ledger) == 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE act SET summary = 'nothing' WHERE seq = 2",
        "UPDATE act SET patient_id = NULL WHERE seq = 2",
        "UPDATE act SET at = '1999' WHERE seq = 3",
        "UPDATE act SET digest = zeroblob(32) WHERE seq = 2",
        "UPDATE act SET mac = (SELECT mac FROM act WHERE seq = 3) WHERE seq = 2",
        "UPDATE change SET after = replace(after, 'Ada', 'Eve') WHERE id = 1",
        "UPDATE change SET patient_id = NULL WHERE id = 1",
        "DELETE FROM change WHERE id = 1",
        "DELETE FROM act WHERE seq = 2",
        "DELETE FROM act WHERE seq = 3",
        "UPDATE current_act SET seq = 2",
    ],
)
def test_what_was_altered_with_the_triggers_gone_breaks_the_chain(ledger: Ledger, statement: str) -> None:
    ledger.do(acts.add, "Ada")
    ledger.do(acts.add, "Grace")
    verify(ledger)
    with ledger.vault.writer.connect() as connection, unguarded(connection):
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        driver = connection.connection.dbapi_connection
        assert driver is not None
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=OFF")
        for name in journal.OWN_TRIGGERS:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql(statement)
        connection.commit()
        driver.execute("PRAGMA foreign_keys=ON")
    with pytest.raises(VaultDamaged):
        verify(ledger)


def test_the_log_is_newest_first_and_names_who_what_and_whom(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    ledger.do(acts.add, "Grace")
    ledger.do(acts.add_phone, 1, "555-0100")
    ledger.do(acts.view, 2)
    ledger.do(acts.move_phone, 1, 2)
    assert [(entry.act, entry.actor, entry.patient_id) for entry in ledger.log(2)] == [
        ("phone.move", "tester", None),
        ("patient.view", "tester", 2),
    ]
    assert [entry.summary for entry in ledger.log(patient_id=2)] == ["moved a phone", "opened the chart", "added Grace"]
    assert len(ledger.log(None)) == 6


def test_the_log_marks_what_stands_undone(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    ledger.undo()
    assert [(entry.kind, entry.undone) for entry in ledger.log(2)] == [("undo", False), ("do", True)]
    ledger.redo()
    assert [(entry.kind, entry.undone) for entry in ledger.log(3)] == [("redo", False), ("undo", False), ("do", False)]


def sample(*columns: Column[Any]) -> Table:
    return Table("sample", MetaData(), Column("id", Integer, primary_key=True), *columns)


def test_a_table_whose_rows_json_cannot_hold_exactly_is_refused() -> None:
    with pytest.raises(TypeError, match="no exact number"):
        images.trigger_sql(sample(Column("weight", Float)))
    with pytest.raises(TypeError, match="primary key"):
        images.trigger_sql(Table("sample", MetaData(), Column("id", Text, primary_key=True)))


def test_bytes_travel_as_hex_and_nothing_stays_nothing() -> None:
    shape = images.shape(sample(Column("body", LargeBinary), Column("note", Text)))
    assert shape.values({"id": 1, "body": "00ff", "note": "00ff"}) == [1, b"\x00\xff", "00ff"]
    assert shape.values({"id": 1, "body": "", "note": None}) == [1, b"", None]
    assert shape.values({"id": 1, "body": None, "note": ""}) == [1, None, ""]
    with pytest.raises(KeyError):
        shape.values({"id": 1, "body": None})


def test_every_record_has_a_plain_shape() -> None:
    assert Record.__subclasses__()
    for table in images.journalled_tables().values():
        assert images.shape(table).key == "id"
