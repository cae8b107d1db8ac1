"""Who looked at, changed and gave out a patient's record, read from the journal."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.access import AccessReport, accesses, rewritten, view_list, view_part
from coordtui.casework.chart import view_chart
from coordtui.casework.disclosure import disclose, refused
from coordtui.casework.follow_up import complete
from coordtui.clock import Moment
from coordtui.errors import NotFound
from coordtui.models.disclosure import Basis, Disclosure, DisclosureDraft
from coordtui.rules.access import AccessKind
from coordtui.store.ledger import Ledger
from tests.casework.world import WEDNESDAY, ZONE, World

TO_PATIENT = DisclosureDraft(sections=("talks",), format="md", destination="out.md")
TO_OFFICE = DisclosureDraft(
    recipient="State office",
    recipient_kind="agency",
    basis=Basis.OVERSIGHT,
    basis_words="audit 7",
    sections=("talks",),
    format="csv",
    destination="list.csv",
)


@pytest.fixture
def world(world: World) -> World:
    """Acts are journalled at the world's own time."""
    world.ledger = Ledger(world.ledger.vault, "Nora", world.ledger._settle, now=lambda: world.at)
    return world


@act("disclosure.forge", undoable=False)
def forge(session: Session, disclosure_id: int, moment: Moment) -> Result:
    """What no screen and no command does: an act that writes another recipient."""
    session.get_one(Disclosure, disclosure_id).recipient = "somebody else"
    return Result(label="forged")


@act("vault.salvage", undoable=False)
def unread(session: Session, disclosure_id: int, moment: Moment) -> Result:
    """As a salvage files a disclosure whose organization could not be read."""
    session.get_one(Disclosure, disclosure_id).recipient_organization_id = None
    session.get_one(Disclosure, disclosure_id).recipient = "unreadable"
    return Result(label="salvaged")


def kinds(report: AccessReport) -> list[AccessKind]:
    return [one.kind for one in report.entries]


def test_looks_changes_exports_refusals_and_undoing_are_told_apart_newest_first(world: World) -> None:
    rosa, mei = world.add(), world.add("Mei", "Tan")
    step = world.plan(rosa, days=1)
    world.plan(rosa, days=2)
    world.do(view_chart, rosa)
    world.do(view_part, rosa, "the care plan")
    world.do(disclose, rosa, "visit summary", TO_PATIENT)
    world.do(refused, rosa, "visit summary", "Dr. Chen", "it is tagged")
    world.do(complete, [step], {})
    world.ledger.undo()
    world.do(view_chart, mei)
    found = world.read(accesses, rosa)
    assert kinds(found) == [
        AccessKind.TOOK_BACK,
        AccessKind.CHANGED,
        AccessKind.REFUSED,
        AccessKind.GAVE,
        AccessKind.SAW,
        AccessKind.SAW,
        *[AccessKind.CHANGED] * 3,
    ]
    undone, given, seen = found.entries[1], found.entries[3], found.entries[4]
    assert undone.undone
    assert "follow-up" in undone.records
    assert (given.given, given.records) == ("visit summary to Rosa Lopez", ())
    assert (seen.what, seen.actor) == ("Opened the care plan of Rosa Lopez", "Nora")
    assert (seen.at.isoformat(), str(seen.at.tzinfo)) == ("2026-03-04T12:00:00-05:00", ZONE)


def test_what_concerned_others_too_is_told_without_their_names(world: World) -> None:
    rosa, mei = world.add(), world.add("Mei", "Tan")
    world.do(disclose, [rosa, mei], "caseload", TO_OFFICE)
    newest = world.read(accesses, rosa).entries[0]
    assert newest.what == "Exported (with others)"
    assert newest.given == "caseload to State office"
    for person in (rosa, mei):
        world.plan(person, days=2)
    steps = [world.plan(rosa, text="call Rosa"), world.plan(mei, text="call Mei")]
    world.do(complete, steps, {})
    newest = world.read(accesses, mei).entries[0]
    assert "Rosa" not in newest.what
    assert newest.kind is AccessKind.CHANGED


def test_a_period_takes_in_its_first_and_last_day_on_the_coordinators_clock(world: World) -> None:
    rosa = world.add()
    thursday, friday = (WEDNESDAY + dt.timedelta(days=more) for more in (1, 2))
    world.day, world.hour = thursday, -5  # midnight in UTC: in New York it is still Wednesday evening
    world.do(view_chart, rosa)
    for world.day in (thursday, friday):
        world.hour = 9
        world.do(view_list, "today's queue")
        world.do(view_part, rosa, "the care plan")
    assert [one.at.date() for one in world.read(accesses, rosa, WEDNESDAY, WEDNESDAY).entries] == [WEDNESDAY] * 2
    assert [one.at.date() for one in world.read(accesses, rosa, thursday, friday).entries] == [friday, thursday]
    assert world.read(accesses, rosa, thursday, thursday).around.lists == 1
    around = world.read(accesses, rosa).around
    assert (around.lists, around.list_days, around.failed) == (2, 2, 0)
    assert world.read(accesses, rosa, friday + dt.timedelta(days=1)).entries == ()


def test_nobody_has_a_report_who_is_not_on_record(world: World) -> None:
    with pytest.raises(NotFound):
        world.read(accesses, 99)
    with pytest.raises(NotFound):
        world.do(view_part, 99, "the care plan")


def test_a_disclosure_that_an_act_changed_later_is_found(world: World) -> None:
    rosa = world.add()
    world.do(disclose, rosa, "visit summary", TO_PATIENT)
    world.do(disclose, rosa, "visit summary", TO_PATIENT)
    world.do(unread, 1)
    assert world.read(rewritten) == (2, ())
    world.do(forge, 2)
    assert world.read(rewritten) == (2, ((2, world.ledger.log(1)[0].seq),))
