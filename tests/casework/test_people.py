"""Finding a person by number, identifier or name."""

from __future__ import annotations

import pytest

from coordtui.casework.directory_views import search
from coordtui.casework.patient import close_case
from coordtui.casework.people import find, names, on_caseload
from coordtui.errors import NotFound
from coordtui.models.patient import Identifier, Patient
from tests.casework.objects import bring
from tests.casework.world import World


def test_a_number_an_identifier_and_a_name_find_the_same_person(world: World) -> None:
    rosa = world.add("Rosa María", "Núñez-Vega", identifier="MRN 7")
    world.add("Ana", "Diaz")
    for text in (str(rosa), f"#{rosa}", "MRN 7", "Rosa María Núñez-Vega", "nunez", "vega rosa", " ROSA "):
        assert world.read(find, text) == rosa


def test_an_imported_identifier_finds_the_person(world: World) -> None:
    rosa = world.add()
    mrn = Identifier(patient_id=rosa, kind="patient", record_id=rosa, system="urn:x", value="A-1")
    other = Identifier(patient_id=rosa, kind="referral", record_id=99, system="urn:x", value="R-1")
    world.do(bring, [mrn, other])
    assert world.read(find, "A-1") == rosa
    with pytest.raises(NotFound):
        world.read(find, "R-1")


def test_several_people_are_listed_with_what_tells_them_apart(world: World) -> None:
    world.add(birth_date="1957-06-03")
    world.add(birth_date="1980")
    with pytest.raises(NotFound) as several:
        world.read(find, "lopez")
    assert several.value.message == (
        'Several patients match "lopez": 1 Rosa Lopez, born 3 June 1957, 2 Rosa Lopez, born 1980.'
    )
    assert several.value.hint == "Use the number."


def test_a_whole_name_wins_over_one_that_only_begins_so(world: World) -> None:
    ana = world.add("Ana", "Li")
    world.add("Anabel", "Li")
    assert world.read(find, "ana li") == ana


def test_a_number_that_is_also_someone_elses_identifier_is_ambiguous(world: World) -> None:
    rosa = world.add()
    world.add("Ana", identifier=str(rosa))
    with pytest.raises(NotFound, match="Several patients"):
        world.read(find, str(rosa))


@pytest.mark.parametrize("text", ["", "   ", "#", "nobody", "9" * 30, "٣", "%", "_", "'; DROP TABLE patient; --", "-1"])
def test_nobody_is_found_by_nonsense(world: World, text: str) -> None:
    world.add()
    with pytest.raises(NotFound):
        world.read(find, text)


def test_names_to_choose_from_match_the_beginning_of_any_part_and_those_that_begin_so_come_first(world: World) -> None:
    world.add("Rosa", "Lopez")
    world.add("Ana", "Rossi")
    world.add("Carlos", "Vega")
    assert [each.name for each in world.read(names, "ros")] == ["Rosa Lopez", "Ana Rossi"]
    assert [each.name for each in world.read(names, "")] == ["Ana Rossi", "Carlos Vega", "Rosa Lopez"]
    assert len(world.read(names, "", 2)) == 2


@pytest.mark.parametrize(
    ("name", "typed"), [("محمد علي", "علي"), ("李小龍", "李"), ("Łukasz Øster", "lukasz oster"), ("O’Brien", "obrien")]
)
def test_names_of_any_script_are_found(world: World, name: str, typed: str) -> None:
    key = world.add(name, "")
    assert world.read(find, typed) == key


def test_someone_on_the_caseload_is_alive_with_an_open_case(world: World) -> None:
    rosa = world.add()
    assert world.read(on_caseload, rosa)
    world.do(close_case, rosa, "moved")
    assert not world.read(on_caseload, rosa)
    assert not world.read(on_caseload, 99)
    dead = world.do(bring, [Patient(name="Z", deceased=True, added_on=world.day)]).value[0]
    assert not world.read(on_caseload, dead)


def test_a_page_of_text_in_place_of_a_name_finds_nobody(world: World) -> None:
    world.add("Rosa", "Lopez")
    page = "rosa lopez " * 2000
    assert world.read(names, page) == ()
    assert world.read(search, page) == ()
    for text in (page, "\udc8b", "ro\ud800sa"):
        with pytest.raises(NotFound, match="There is no patient"):
            world.read(find, text)
