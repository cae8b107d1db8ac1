"""The lists that leave: the columns of the parts that were picked, and nothing that is tagged."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.casework.sensitivity import tag
from coordtui.documents.lists import LISTS, ListView, list_view
from coordtui.documents.spreadsheet import book
from coordtui.errors import InvalidInput, Refused
from coordtui.models.care_plan import Goal
from coordtui.rules.disclosure import DOCUMENTS
from coordtui.store.vault import Vault
from tests.casework.referrals import begin
from tests.casework.world import World
from tests.documents.conftest import write


@pytest.fixture
def world(vault: Vault) -> World:
    return World(vault)


def made(world: World, name: str, filter: str = "", sections: tuple[str, ...] | None = None) -> ListView:
    """With every part, unless some are picked."""
    every = {column.part for column in LISTS[name].columns} - {""} if name in LISTS else set[str]()
    return world.read(list_view, name, world.day, filter, tuple(every) if sections is None else sections)


def cells(view: ListView, column: str) -> list[object]:
    at = view.table.columns.index(column)
    return [row[at] for row in view.table.rows]


@pytest.mark.parametrize("name", LISTS)
def test_every_column_tells_of_a_part_that_the_gate_can_leave_out(name: str) -> None:
    rule = DOCUMENTS[LISTS[name].document]
    assert {column.part for column in LISTS[name].columns} - {""} == {*rule.parts, *rule.always}


def test_the_caseload_holds_what_the_screen_shows(world: World) -> None:
    rosa = world.add("Rosa", "Lopez", birth_date="1961-06-03", language="es")
    world.add("Mei", "Tan", birth_date="1970")
    view = made(world, "caseload")
    assert cells(view, "Patient") == ["Mei Tan", "Rosa Lopez"]
    assert cells(view, "Born") == ["1970", dt.date(1961, 6, 3)]
    assert cells(view, "Age") == [56, 64]
    assert cells(view, "Deceased") == [False, False]
    assert rosa in view.patients
    assert made(world, "caseload", "lang:es").patients == (rosa,)
    assert b"1961-06-03" in book((view.table,), "csv")


def test_a_part_that_was_not_picked_is_not_there(world: World) -> None:
    world.add("Rosa", "Lopez", birth_date="1961-06-03")
    view = made(world, "caseload", sections=("steps",))
    assert view.table.columns == ("Id", "Patient", "Next due", "Open", "Deceased")
    assert view.parts == {"steps"}


def test_todays_list_leaves_out_whom_a_tagged_step_concerns_and_notes_of_nobody(world: World) -> None:
    rosa, mei = world.add("Rosa", "Lopez", phone="617 555 0123"), world.add("Mei", "Tan")
    secret = world.plan(rosa, "med_access", 0, text="ask the clinic")
    world.plan(mei, "call_back", 0, text="call about the bus")
    view = made(world, "today")
    assert set(view.patients) == {rosa, mei}
    assert "call about the bus" in cells(view, "What")
    world.do(tag, "follow_up", secret, "hiv")
    view = made(world, "today")
    assert view.patients == (mei,)
    assert view.cautions == ("1 row stays back: tagged, and no consent covers a list.",)


def test_referrals_leave_without_those_that_are_tagged(world: World) -> None:
    rosa, mei = world.add("Rosa", "Lopez"), world.add("Mei", "Tan")
    first, second = begin(world, rosa), begin(world, mei)
    assert set(cells(made(world, "referrals"), "Referral")) == {first, second}
    world.do(tag, "referral", first, "part2")
    view = made(world, "referrals")
    assert cells(view, "Referral") == [second]
    assert view.parts == {"referrals"}
    world.do(tag, "patient", mei, "part2")
    with pytest.raises(Refused, match="all of it is tagged"):
        made(world, "referrals")


def test_no_filter_of_the_referrals_tells_who_has_something_tagged(world: World) -> None:
    rosa, mei = world.add("Rosa", "Lopez"), world.add("Mei", "Tan")
    first, second = begin(world, rosa), begin(world, mei)
    secret = world.plan(rosa, "med_access", 0, text="call the methadone clinic")
    world.do(tag, "follow_up", secret, "part2")
    assert set(cells(made(world, "referrals"), "Referral")) == {first, second}, "nothing of the rows is tagged"
    for filter in ("tag:part2", "kind:referral tag:part2", "rosa"):
        with pytest.raises(Refused, match="all of it is tagged"):
            made(world, "referrals", filter)
    assert cells(made(world, "referrals", "rosa or mei"), "Referral") == [second]


def test_no_filter_and_no_figure_of_the_caseload_tells_what_is_tagged(world: World) -> None:
    rosa, mei = world.add("Rosa", "Lopez"), world.add("Mei", "Tan")
    secret = world.plan(rosa, "med_access", 0, text="call the methadone clinic")
    world.plan(mei, "call_back", 0, text="call about the bus")
    assert made(world, "caseload", "methadone").patients == (rosa,)
    world.do(tag, "follow_up", secret, "part2")
    with pytest.raises(Refused, match="all of it is tagged"):
        made(world, "caseload", "methadone")
    view = made(world, "caseload")
    assert view.patients == (mei,)
    assert view.cautions == ("1 row stays back: tagged, and no consent covers a list.",)
    ana = world.add("Ana", "Abel")
    world.plan(ana, "call_back", 0, text="call about the bus")
    goal = world.do(write, [Goal(patient_id=ana, text="x")]).value[0]
    world.do(tag, "goal", goal, "hiv")
    assert made(world, "today").patients == (ana, mei), "nothing of the row is tagged"
    assert made(world, "today", "bus").patients == (mei,)


def test_what_cannot_be_made_is_said_with_the_next_step(world: World) -> None:
    with pytest.raises(Refused, match="nobody is in it"):
        made(world, "caseload")
    world.add()
    with pytest.raises(Refused, match="nothing matches"):
        made(world, "caseload", "zzz")
    with pytest.raises(InvalidInput, match="no list “plans”") as caught:
        made(world, "plans")
    assert "caseload, today, referrals" in caught.value.hint
    with pytest.raises(InvalidInput) as caught:
        made(world, "caseload", "age:old")
    assert caught.value.field == "filter"
    with pytest.raises(InvalidInput, match="has no part contact") as caught:
        made(world, "caseload", sections=("contact", "steps"))
    assert "birth_date, goals, language" in caught.value.hint
