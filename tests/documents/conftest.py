"""A coordinator with one patient, and what a visit summary is made of put straight into the vault."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from coordtui.acts import Result, act
from coordtui.casework.profile import set_profile
from coordtui.clock import Moment
from coordtui.documents.summary import SummaryView, render, summary
from coordtui.models.contact import Channel, Contact, Outcome
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import CarePreference, Patient
from coordtui.store.ledger import Ledger

TODAY = dt.date(2026, 11, 24)
ZONE = "America/Los_Angeles"


@act("test.write")
def write(session: Session, rows: list[SQLModel], moment: Moment) -> Result:
    """Add rows as they are."""
    session.add_all(rows)
    session.flush()
    return Result(label="wrote", value=[row.id for row in rows])  # type: ignore[attr-defined]


class Desk:
    """Rosa Lopez and her coordinator. `add` puts a record of hers into the vault."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.moment = Moment(TODAY, dt.datetime(2026, 11, 24, 20, tzinfo=dt.UTC), ZONE)
        ledger.do(set_profile, "Noor Adams", ZONE, 40, self.moment)
        self.rosa = self.patient("Rosa Lopez")

    def patient(self, name: str, **values: Any) -> int:
        return self._write(Patient(name=name, added_on=TODAY, **values))

    def _write(self, row: SQLModel) -> int:
        key: int = self.ledger.do(write, [row], self.moment).value[0]
        return key

    def add(self, model: type[SQLModel], **values: Any) -> int:
        return self._write(model(**{"patient_id": self.rosa, **values}))

    def talk(self, note: str | None = None, agreed: str | None = None, days: int = 3, **values: Any) -> int:
        at = dt.datetime.combine(TODAY - dt.timedelta(days=days), dt.time(18), dt.UTC)
        wanted = {"channel": Channel.PHONE, "outcome": Outcome.REACHED_PATIENT, "reached": True, **values}
        return self.add(Contact, at=at, zone=ZONE, note=note, agreed=agreed, **wanted)

    def step(self, kind: str, text: str, days: int = 3, **values: Any) -> int:
        subject = {"subject_kind": "patient", "subject_id": self.rosa, **values}
        due = TODAY + dt.timedelta(days=days)
        return self.add(FollowUp, kind=kind, text=text, due_on=due, since=TODAY, **subject)

    def wishes(self, **values: Any) -> int:
        return self.add(CarePreference, **values)

    def view(self, start: dt.date | None = None, end: dt.date | None = None) -> SummaryView:
        return self.ledger.read(summary, self.rosa, start, end, TODAY)

    def text(self) -> str:
        return render(self.view(), "md").decode()


@pytest.fixture
def desk(ledger: Ledger) -> Desk:
    return Desk(ledger)
