"""The directory: finding an entry by any of its words, keeping it up to date, and our own record of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.directory import (
    MaybeSame,
    add_organization,
    bring_back,
    draft_of,
    edit_organization,
    edit_practitioner,
    entry,
    parse_ref,
    refold,
    retire,
    search,
    verify,
)
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.people import Organization, OrganizationDraft, Practitioner, PractitionerDraft
from tests.casework.places import add_person, add_place, small_town
from tests.casework.queries import asked_by
from tests.casework.world import World


def names(world: World, text: str, **options: Any) -> list[str]:
    return [one.name for one in world.read(search, text, **options)]


def day(world: World, before: int) -> dt.date:
    return world.day - dt.timedelta(days=before)


@act("test.rows")
def put(session: Session, rows: list[Any], moment: Moment) -> Result:
    """Rows as an import writes them."""
    session.add_all(rows)
    session.flush()
    return Result(label="rows")


@act("test.refold")
def fold_all(session: Session, moment: Moment) -> Result:
    return Result(label="refold", value=refold(session))


# --- finding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pantry", ["Riverside Food Pantry"]),
        ("RIVER pan", ["Riverside Food Pantry"]),
        ("groceries", ["Riverside Food Pantry"]),
        ("spanish", ["Riverside Food Pantry", "Zoë Núñez"]),
        ("ht", ["Riverside Food Pantry"]),
        ("6175550119", ["Riverside Food Pantry"]),
        ("555-0111", ["Riverside Food Pantry"]),
        ("nunez", ["Zoë Núñez"]),
        ("cardiolog", ["Sant Pau Heart Clinic", "Zoë Núñez"]),
        ("nunez heart", ["Zoë Núñez"]),
        ("ivers", []),
        ("...", []),
    ],
)
def test_an_entry_is_found_by_any_word_or_number_and_a_person_by_those_of_the_place(
    world: World, text: str, found: list[str]
) -> None:
    small_town(world)
    assert names(world, text) == found


def test_whose_name_begins_so_comes_first_then_who_has_it_in_the_name(world: World) -> None:
    add_place(world, "Aid for Elders", services="heart failure")
    add_place(world, "Sant Pau Héart")
    add_place(world, "Heart Center")
    assert names(world, "heart") == ["Heart Center", "Sant Pau Héart", "Aid for Elders"]
    assert names(world, "") == ["Aid for Elders", "Heart Center", "Sant Pau Héart"]


def test_a_person_without_a_number_has_that_of_the_place(world: World) -> None:
    small_town(world)
    (zoe,) = world.read(search, "zoe")
    assert (zoe.phone, zoe.place, zoe.ref) == ("(617) 555-0122", "Sant Pau Heart Clinic", "practitioner:1")
    assert names(world, "cardiolog", kinds=("organization",)) == ["Sant Pau Heart Clinic"]


def test_the_retired_are_found_only_when_asked_for_and_can_come_back(world: World) -> None:
    small_town(world)
    world.do(retire, "organization", 1)
    assert names(world, "river") == []
    assert names(world, "river", retired=True) == ["Riverside Food Pantry"]
    with pytest.raises(Refused, match="retired already"):
        world.do(retire, "organization", 1)
    world.do(bring_back, "organization", 1)
    assert names(world, "river") == ["Riverside Food Pantry"]


def test_one_query_finds_and_no_more_rows_than_asked_for_however_many_there_are(world: World) -> None:
    world.do(put, [Organization(name=f"Clinic {n}") for n in range(60)])
    world.do(put, [Practitioner(name=f"Clinician {n}", organization_id=n + 1) for n in range(60)])
    world.do(fold_all)
    assert len(world.read(search, "clin", 5)) == 5
    assert len(asked_by(world, search, "clin").statements) == 1
    assert len(asked_by(world, search, "").statements) == 1


def test_hostile_words_find_nothing_and_break_nothing(world: World) -> None:
    small_town(world)
    for text in ("%", "_", "'; DROP TABLE organization; --", "\x00", '" OR 1=1', "[/x]", "é" * 400):
        assert names(world, text) == []
    assert len(names(world, "")) == 3


def test_rows_that_an_import_wrote_are_found_at_once_by_all_and_sorted_once_folded(world: World) -> None:
    world.do(put, [Organization(name="Riverside Clinic", services="Zahnklinik", languages="es")])
    assert names(world, "riverside") == names(world, "zahnklinik") == ["Riverside Clinic"]
    assert world.do(fold_all).value == 1
    assert names(world, "zahn spanish") == ["Riverside Clinic"]
    assert world.do(fold_all).value == 0


@pytest.mark.parametrize(
    "ref", ["", "organization", "organization:", "organization:x", "cat:1", "organization:" + "9" * 30]
)
def test_what_is_no_reference_is_none(ref: str) -> None:
    assert parse_ref(ref) is None
    assert parse_ref("practitioner:12") == ("practitioner", 12)


# --- adding and changing ---------------------------------------------------------------------------------------------


def test_an_entry_is_kept_as_it_was_checked_and_undo_takes_it_back(world: World) -> None:
    small_town(world)
    view = world.read(entry, "organization", 1, world.day)
    assert (view.phone, view.languages, view.verified_on) == ("(617) 555-0111", "es; ht", None)
    assert view.asks_for == "household size; proof of address"
    for _ in range(3):
        world.ledger.undo()
    assert names(world, "") == []


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "riverside food PANTRY"},
        {"name": "Other", "phone": "617-555-0111"},
        {"name": "Other", "phone": "617 555 0119"},
        {"name": "Other", "fax": "+1 617 555 0119"},
    ],
)
def test_a_name_or_number_that_stands_there_already_is_shown_before_a_second_is_made(
    world: World, fields: dict[str, str]
) -> None:
    small_town(world)
    with pytest.raises(MaybeSame) as same:
        add_place(world, **fields)
    assert [one.name for one in same.value.entries] == ["Riverside Food Pantry"]
    assert len(names(world, "")) == 3
    kept = world.ledger.do(add_organization, OrganizationDraft(**fields), world.moment, anyway=True)
    assert world.read(entry, "organization", kept.value, world.day).name == fields["name"]


def test_a_longer_name_or_another_number_is_nobody_elses(world: World) -> None:
    small_town(world)
    add_place(world, "Riverside Food Pantry Annex", phone="617 555 0112")
    assert len(names(world, "river")) == 2


def test_colleagues_may_share_the_numbers_of_their_place(world: World) -> None:
    small_town(world)
    add_person(world, "Ann Ash", organization_id=2, phone="617 555 0122")
    add_person(world, "Bo Birch", organization_id=2, phone="617 555 0122")
    with pytest.raises(MaybeSame):
        add_person(world, "Cy Cedar", phone="617 555 0122")
    with pytest.raises(MaybeSame):
        add_person(world, "ann ASH", organization_id=2)


def test_a_retired_double_is_shown_too(world: World) -> None:
    small_town(world)
    world.do(retire, "organization", 1)
    with pytest.raises(MaybeSame) as same:
        add_place(world, "Riverside Food Pantry")
    assert not same.value.entries[0].active


def test_only_what_was_changed_is_checked_and_what_it_is_found_by_follows(world: World) -> None:
    world.do(put, [Organization(name="Odd Place", phone="dial 0 and ask", languages="es")])
    draft = world.read(draft_of, "organization", 1)
    assert isinstance(draft, OrganizationDraft)
    world.do(edit_organization, 1, draft.model_copy(update={"services": "shelter"}))
    view = world.read(entry, "organization", 1, world.day)
    assert (view.phone, view.services) == ("dial 0 and ask", "shelter")
    assert names(world, "shelter") == ["Odd Place"]
    with pytest.raises(InvalidInput):
        world.do(edit_organization, 1, draft.model_copy(update={"phone": "dial 1 and ask"}))


def test_editing_a_name_into_that_of_another_warns_and_editing_a_note_does_not(world: World) -> None:
    small_town(world)
    draft = world.read(draft_of, "organization", 2)
    assert isinstance(draft, OrganizationDraft)
    with pytest.raises(MaybeSame):
        world.do(edit_organization, 2, draft.model_copy(update={"name": "Riverside Food Pantry"}))
    world.do(edit_organization, 2, draft.model_copy(update={"note": "ring twice"}))
    assert world.read(entry, "organization", 2, world.day).note == "ring twice"


def test_a_person_works_at_a_place_that_exists(world: World) -> None:
    small_town(world)
    draft = world.read(draft_of, "practitioner", 1)
    assert isinstance(draft, PractitionerDraft)
    with pytest.raises(InvalidInput) as refused:
        world.do(edit_practitioner, 1, draft.model_copy(update={"organization_id": 99}))
    assert refused.value.field == "organization_id"
    with pytest.raises(InvalidInput):
        add_person(world, "Nobody's", organization_id=99)
    world.do(edit_practitioner, 1, draft.model_copy(update={"organization_id": None}))
    assert world.read(entry, "practitioner", 1, world.day).place is None


def test_checking_an_entry_is_written_down_and_lasts_90_days(world: World) -> None:
    small_town(world)
    assert world.read(entry, "organization", 1, world.day).stale
    world.do(verify, "organization", 1, world.day)
    assert not world.read(entry, "organization", 1, world.day).stale
    world.later(90)
    assert world.read(entry, "organization", 1, world.day).stale
    with pytest.raises(InvalidInput) as refused:
        world.do(verify, "organization", 1, world.day + dt.timedelta(days=1))
    assert refused.value.field == "verified_on"


def test_an_entry_that_is_not_there_is_said_in_words(world: World) -> None:
    for fn in (verify, retire):
        args = (world.day,) if fn is verify else ()
        with pytest.raises(NotFound):
            world.do(fn, "practitioner", 7, *args)
    with pytest.raises(NotFound):
        world.read(entry, "organization", 7, world.day)
