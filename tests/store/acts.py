"""Small acts on real tables, for the tests of the store: what casework does, without its rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import Session, select

from coordtui.acts import Result, act
from coordtui.models.patient import ContactPoint, Patient
from coordtui.store.ledger import Ledger

ADDED = dt.date(2026, 3, 4)


@act("patient.add")
def add(session: Session, /, name: str, **fields: Any) -> Result:
    patient = Patient(name=name, added_on=ADDED, **fields)
    session.add(patient)
    session.flush()
    return Result(label=f"added {name}", patient_id=patient.id, value=patient.id)


@act("patient.rename")
def rename(session: Session, patient_id: int, name: str) -> Result:
    patient = session.get_one(Patient, patient_id)
    patient.name = name
    return Result(label=f"renamed {name}", patient_id=patient_id)


@act("patient.edit")
def edit(session: Session, /, patient_id: int, **fields: Any) -> Result:
    session.get_one(Patient, patient_id).sqlmodel_update(fields)
    return Result(label="edited", patient_id=patient_id)


@act("patient.remove")
def remove(session: Session, patient_id: int) -> Result:
    session.delete(session.get_one(Patient, patient_id))
    return Result(label="removed", patient_id=patient_id)


@act("phone.add")
def add_phone(session: Session, patient_id: int, value: str) -> Result:
    point = ContactPoint(patient_id=patient_id, value=value)
    session.add(point)
    session.flush()
    return Result(label=f"added {value}", patient_id=patient_id, value=point.id)


@act("phone.move")
def move_phone(session: Session, point_id: int, patient_id: int) -> Result:
    session.get_one(ContactPoint, point_id).patient_id = patient_id
    return Result(label="moved a phone")


@act("patient.import")
def add_many(session: Session, names: list[str]) -> Result:
    rows = [
        {"uid": f"u-{name}", "name": name, "added_on": ADDED, "interpreter": "unknown", "case_status": "open"}
        for name in names
    ]
    session.execute(insert(Patient), rows)
    return Result(label=f"imported {len(names)} patients")


@act("sql")
def run_sql(session: Session, *statements: str) -> Result:
    for statement in statements:
        session.execute(text(statement))
    return Result(label="ran SQL")


@act("patient.view", undoable=False)
def view(session: Session, patient_id: int) -> Result:
    return Result(label="opened the chart", patient_id=patient_id)


@act("patient.stamp", undoable=False)
def stamp(session: Session, patient_id: int, note: str) -> Result:
    session.get_one(Patient, patient_id).note = note
    return Result(label="stamped", patient_id=patient_id)


def names(ledger: Ledger) -> list[str]:
    return ledger.read(_names)


def _names(session: Session) -> list[str]:
    return list(session.exec(select(Patient.name).order_by(Patient.id)))  # type: ignore[arg-type]


def dump(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the two tables used here with the storage class of each value: equal means exactly restored."""

    def rows(session: Session) -> dict[str, list[tuple[Any, ...]]]:
        found = {}
        for table in (Patient.__table__, ContactPoint.__table__):  # type: ignore[attr-defined]
            columns = ", ".join(f'"{c.name}", typeof("{c.name}")' for c in table.columns)
            found[table.name] = [tuple(r) for r in session.execute(text(f"SELECT {columns} FROM {table.name}"))]
        return found

    return ledger.read(rows)
