"""The caseload on the screen: everyone, sorted and narrowed, and what its keys do."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from coordtui.casework.acuity import assess
from coordtui.casework.caseload import SORTS, CaseloadRow, Sums
from coordtui.casework.patient import record_death
from coordtui.models.acuity import AcuityDraft, Level
from coordtui.screens.caseload import CaseloadScreen
from coordtui.screens.caseload_rows import COLUMNS, line, sum_words
from tests.casework.world import WEDNESDAY, World
from tests.look import screen_text
from tests.screens.bench import Bench, bench


def caseload(one: Bench) -> CaseloadScreen:
    screen = one.app.screen
    assert isinstance(screen, CaseloadScreen)
    return screen


def people(one: Bench) -> list[str]:
    people = caseload(one).rows
    return [row.patient for key in people.keys if (row := people.view(key)) is not None]


def here(one: Bench) -> str:
    row = caseload(one).rows.view(caseload(one).person())
    return row.patient if row else ""


def test_every_column_can_be_sorted_by() -> None:
    assert {column.id for column in COLUMNS} <= set(SORTS)
    assert all(column.sortable for column in COLUMNS)


async def test_everyone_is_there_by_name_and_the_sum_says_how_many(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2")
        assert people(one) == ["Ana Abel", "Ben Baker", "Cleo Cruz", "Dan Diaz", "Eva Eriksen", "Finn Fox"]
        assert "6 patients" in one.text()


async def test_a_number_sorts_by_its_column_and_the_same_again_turns_it_round(world: World, crashes: Path) -> None:
    world.do(assess, 4, AcuityDraft(utilisation=4, clinical=4, behavioural=4, social=4, engagement=0))
    world.do(assess, 5, AcuityDraft(utilisation=1))
    async with bench(world, crashes) as one:
        await one.press("2", "j", "z", "3")
        assert people(one)[:2] == ["Dan Diaz", "Eva Eriksen"], "the greatest need first"
        assert here(one) == "Ben Baker", "the cursor stays on its person"
        assert "acuity ▼" in one.text()
        await one.press("z", "3")
        assert people(one)[:2] == ["Eva Eriksen", "Dan Diaz"]
        assert people(one)[2:] == ["Ana Abel", "Ben Baker", "Cleo Cruz", "Finn Fox"], (
            "without one comes last either way"
        )


async def test_a_click_on_a_title_sorts(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2")
        x = screen_text(one.app)[2].index("next due")
        await one.pilot.click("#list", offset=(x + 1, 0))
        await one.settle()
        assert caseload(one).sort == ("next_due", False)


async def test_typing_narrows_and_esc_shows_all_again(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "slash")
        await one.type("di")
        assert people(one) == ["Dan Diaz"]
        assert "1 found" in one.text()
        await one.press("escape")
        assert len(people(one)) == 6


async def test_a_filter_that_is_not_understood_is_said_in_its_line_and_changes_nothing(
    world: World, crashes: Path
) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "slash")
        await one.type("nope:x")
        assert 'There is no filter "nope:"' in one.text()
        assert 'Did you mean "open:"?' in one.text()
        await one.press("ctrl+u")
        assert len(people(one)) == 6
        assert "nope" not in one.text()


async def test_an_empty_caseload_says_how_to_begin(world_without_people: World, crashes: Path) -> None:
    async with bench(world_without_people, crashes) as one:
        await one.press("2")
        assert "n adds a patient, i imports" in one.text()
        await one.press("e")
        assert "There is nobody here to do that for." in one.text()


@pytest.mark.parametrize("size", [(40, 15), (60, 20), (80, 24), (200, 50)])
async def test_someone_who_died_says_so_in_words_on_any_screen(
    world: World, crashes: Path, size: tuple[int, int]
) -> None:
    world.do(record_death, 2, "2026-02")
    async with bench(world, crashes, size=size) as one:
        await one.press("2")
        assert "died" in next(line for line in screen_text(one.app) if "Ben Baker" in line)
        assert "5 patients · 1 died" in one.text()


async def test_a_sum_that_is_too_long_for_its_line_is_cut_where_one_sees_it(world: World, crashes: Path) -> None:
    world.do(record_death, 2, "2026-02")
    async with bench(world, crashes, size=(20, 12)) as one:
        await one.press("2")
        assert one.text().splitlines()[1].strip() == "5 patients · 1 di…"


async def test_enter_opens_the_chart_and_esc_comes_back_to_the_same_person(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "j", "j", "enter")
        assert "Chart · Cleo Cruz" in one.text()
        await one.press("escape")
        assert here(one) == "Cleo Cruz"


async def test_masked_names_are_initials_here_too(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "ctrl+g")
        assert "A. A." in one.text()
        assert "Abel" not in one.text()


async def test_a_log_from_here_is_about_what_comes_first_for_the_person(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "l")
        assert "Step of Ana" in one.text()


async def test_sort_and_person_are_kept_over_a_lock(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "z", "4", "G")
        kept = here(one)
        await one.press("ctrl+l")
    async with bench(world, crashes) as one:
        assert caseload(one).sort == ("next_due", False)
        assert here(one) == kept


ROW = CaseloadRow(1, "Ana", None, None, None, None, None, None, 0, None, "new", False, None)


def test_nothing_due_is_said_and_warned_of() -> None:
    assert line(ROW, "Ana", WEDNESDAY).cells[3] == ("nothing", "warning")


def test_the_sum_is_said_in_words_from_the_greatest_need_on() -> None:
    sums = Sums({None: 1, Level.HIGH: 1, Level.COMPLEX: 1200}, lost=1, died=1)
    assert sum_words(sums) == "1,202 patients · 1,200 complex · 1 high · 1 lost touch · 1 died"
    assert sum_words(Sums({Level.LOW: 1}, lost=0, died=0)) == "1 patient · 1 low"


def test_a_day_of_another_year_fits_its_column() -> None:
    far = replace(ROW, next_due=dt.date(2027, 11, 27))
    assert line(far, "Ana", WEDNESDAY).cells[3] == "27 Nov 2027"
