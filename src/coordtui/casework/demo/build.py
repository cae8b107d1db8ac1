"""Building the made-up caseload in a vault: the same records for the same seed, size and day."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from coordtui.acts import Result, act
from coordtui.casework import search_index
from coordtui.casework.base import shorten, table
from coordtui.casework.demo.cast import Cast, Town
from coordtui.casework.demo.days import Days
from coordtui.casework.demo.directory import TEMPLATE, TEMPLATE_ABOUT, TEMPLATE_NAME
from coordtui.casework.demo.generate import another
from coordtui.casework.demo.given_out import give_out
from coordtui.casework.demo.health import record_health
from coordtui.casework.demo.history import tell
from coordtui.casework.demo.identity import introduce
from coordtui.casework.demo.people import NOTES, PEOPLE
from coordtui.casework.demo.referrals import set_limits
from coordtui.casework.demo.rows import Rows
from coordtui.casework.demo.shapes import Person
from coordtui.casework.demo.sharing import set_tags, share
from coordtui.casework.demo.work import plan_work
from coordtui.casework.ranking import rebuild
from coordtui.clock import Moment
from coordtui.errors import InvalidInput
from coordtui.models.contact import QuickNote
from coordtui.models.follow_up import FollowUp
from coordtui.models.plan_template import PlanTemplate
from coordtui.models.profile import Profile
from coordtui.models.queue_row import QueueRow

T = TypeVar("T")
PATIENTS, SEED, MOST = 60, 7, 100_000
COORDINATOR = "Noor Adams"


class Ledger(Protocol):
    """The part of store.ledger.Ledger that is needed here."""

    def read(self, fn: Callable[..., T], *args: Any) -> T: ...

    def do(self, fn: Callable[..., Result], *args: Any) -> Result: ...

    def derive(self, fn: Callable[..., T], *args: Any) -> T: ...


def build(ledger: Ledger, *, patients: int = PATIENTS, seed: int = SEED, moment: Moment) -> None:
    """Fill a vault with `patients` made-up people, as they stand on `moment.today`.

    The same seed, number and day make the same records. The act is recorded, so undo cannot take the caseload away.

    Raises:
        InvalidInput: "patients" is not 1 to 100,000.
    """
    if not 1 <= patients <= MOST:
        raise InvalidInput("patients", f"The demo has 1 to {MOST:,} patients.", f"Leave it out for {PATIENTS}.")
    ledger.do(make_caseload, patients, seed, moment)
    if not ledger.read(_count, QueueRow):  # a ledger with the settling hook has ranked and indexed them already
        ledger.derive(rebuild, moment.today)
        ledger.derive(search_index.rebuild)


@act("demo.build", undoable=False)
def make_caseload(session: Session, patients: int, seed: int, moment: Moment) -> Result:
    """Add the people, their past and their open work; `value` is how many they are."""
    rows = Rows(session, seed)
    town = Town(rows, Days(moment.today, moment.zone))
    if not _count(session, Profile):
        rows.add(Profile, name=COORDINATOR, zone=moment.zone, phone="(206) 555-0100", role="health coordinator")
    town.settle()
    if not _count(session, PlanTemplate):
        set_limits(rows)
        set_tags(rows)
        rows.add(PlanTemplate, name=TEMPLATE_NAME, about=TEMPLATE_ABOUT, made_on=town.days.day(-30), body=TEMPLATE)
    for number, (person, rng) in enumerate(_everyone(patients, seed)):
        _live(Cast(town, person, number, rng, brief=number >= len(PEOPLE)))
    _notes(town)
    rows.insert(session)
    return Result(label=f"Made a demo caseload of {patients}", value=patients)


def _count(session: Session, model: type[SQLModel]) -> int:
    return session.execute(select(func.count()).select_from(table(model))).scalar_one()


def _everyone(patients: int, seed: int) -> Iterator[tuple[Person, random.Random]]:
    """Each person with their own source of chance, so that nobody depends on how many others there are."""
    for number in range(patients):
        rng = random.Random(f"{seed}/{number}")  # noqa: S311 - a made-up caseload needs no secrets
        yield (PEOPLE[number] if number < len(PEOPLE) else another(rng)), rng


def _live(cast: Cast) -> None:
    introduce(cast)
    record_health(cast)
    share(cast)
    give_out(cast)
    tell(cast, plan_work(cast))


def _notes(town: Town) -> None:
    """Quick notes that belong to nobody yet, of the last days of work."""
    for place, text in enumerate(NOTES):
        day = town.days.day(-1 - place)
        at: dt.datetime = town.days.at(day, 11 + place, 20)
        key = town.rows.add(QuickNote, at=at, zone=town.days.zone, text=text)
        town.rows.add(
            FollowUp,
            patient_id=None,
            subject_kind="quick_note",
            subject_id=key,
            kind="unfiled_note",
            text=f"File: {shorten(text, 100)}",
            by_rule=True,
            due_on=day,
            since=day,
        )
