"""A coordinator at work on a real vault, on a day that the test chooses."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework import today as queue
from coordtui.casework.base import table
from coordtui.casework.follow_up import add
from coordtui.casework.patient import add_patient
from coordtui.casework.preview import OpenStep, open_steps
from coordtui.casework.promises import nowhere
from coordtui.casework.search_check import check_search
from coordtui.clock import Clock, Moment
from coordtui.models.acuity import Level
from coordtui.models.contact import Channel, ContactDraft, Outcome
from coordtui.models.follow_up import FollowUpDraft
from coordtui.models.patient import PatientDraft
from coordtui.models.profile import Profile
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.conftest import PASSPHRASE

T = TypeVar("T")
ZONE = "America/New_York"
WEDNESDAY = dt.date(2026, 3, 4)


@act("test.profile")
def introduce(session: Session, name: str, moment: Moment) -> Result:
    """The coordinator's profile as the first run leaves it, without looking up every time zone there is."""
    session.add(Profile(name=name, zone=moment.zone))
    return Result(label=f"Profile: {name}")


def _introduced(session: Session) -> bool:
    return session.scalar(select(table(Profile).c.id)) is not None


def prepared(blank: Path, folder: Path, fill: Callable[[World], object] = lambda world: None) -> Path:
    """A locked copy of the vault in `blank`, with the coordinator and what `fill` does: to be copied for each test.

    Telling the coordinator's name and adding six people takes ten times as long as copying them.
    """
    shutil.copytree(blank, folder)
    with Vault.unlock(folder, PASSPHRASE) as vault:
        vault.arrival = None  # the journal of a test begins with what stands in the vault, then its own unlocking
        fill(World(vault))
    return folder


class World:
    """Acts and readings take place at noon of `day`, in New York."""

    def __init__(self, vault: Vault, day: dt.date = WEDNESDAY) -> None:
        self.day = day
        self.hour = 12
        self.ledger = Ledger(vault, "Nora", queue.settle_hook(Clock(ZONE, source=lambda: self.at)))
        if not self.read(_introduced):
            self.do(introduce, "Nora Quist")

    @property
    def at(self) -> dt.datetime:
        return dt.datetime.combine(self.day, dt.time(self.hour + 5), dt.UTC)

    @property
    def moment(self) -> Moment:
        return Moment(self.day, self.at, ZONE)

    def do(self, act: Callable[..., Result], *args: Any) -> Result:
        return self.ledger.do(act, *args, self.moment)

    def read(self, fn: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        return self.ledger.read(fn, *args, **kwargs)

    def go_to(self, day: dt.date) -> None:
        """Another day, with the queue brought up to it as the app does at midnight."""
        self.day = day
        self.ledger.derive(queue.refresh, day)

    def later(self, days: int) -> None:
        self.go_to(self.day + dt.timedelta(days=days))

    def add(self, given: str = "Rosa", family: str = "Lopez", **fields: str) -> int:
        added: int = self.do(add_patient, PatientDraft(given=given, family=family, **fields)).value.patient_id
        return added

    def plan(self, patient_id: int, kind: str = "routine_contact", days: int = 0, **fields: Any) -> int:
        """A follow-up by hand, due in some days; its id."""
        draft = FollowUpDraft(kind=kind, due_on=self.day + dt.timedelta(days=days), **fields)
        key: int = self.do(add, patient_id, draft).value
        return key

    def today(self, **kwargs: Any) -> queue.Today:
        return self.read(queue.today, self.day, **kwargs)

    def row(self, patient_id: int | None) -> queue.Row:
        return next(row for row in self.today().rows if row.patient_id == patient_id)

    def open(self, patient_id: int) -> tuple[OpenStep, ...]:
        return self.read(open_steps, patient_id)

    def kinds(self, patient_id: int) -> list[str]:
        return [step.kind for step in self.open(patient_id)]

    def check(self) -> None:
        """The promises that hold after every act: nothing vanishes, the ranks are right, all of it can be found."""
        assert self.read(nowhere) == ()
        assert self.read(queue.check_rank, self.day) == ()
        assert self.read(check_search).wrong == ()


def call(patient_id: int, outcome: Outcome, follow_up_id: int | None = None, **fields: Any) -> ContactDraft:
    return ContactDraft(
        patient_id=patient_id,
        follow_up_id=follow_up_id,
        outcome=outcome,
        **{"channel": Channel.PHONE, **fields},
    )


LEVELS = {Level.LOW: 0, Level.RISING: 1, Level.HIGH: 2, Level.COMPLEX: 3}
