"""The case by keys: warnings on the banner, closing, opening again, a death, each taken back by u."""

from __future__ import annotations

from pathlib import Path

from coordtui.casework.case import CaseView, case
from tests.casework.world import World
from tests.screens.bench import Bench, bench

ANA, FINN = 1, 6


def standing(world: World, patient_id: int = ANA) -> CaseView:
    return world.read(case, patient_id)


async def choose(one: Bench, letter: str, words: str = "") -> None:
    await one.press("K", letter)
    if words:
        await one.press("tab")
        await one.type(words)
    await one.press("enter")


async def test_a_case_is_closed_with_a_reason_and_opened_again(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "G")
        await choose(one, "c")
        assert "is needed" in one.text()
        assert not standing(world, FINN).closed
        await one.type("moved away")
        await one.press("enter")
        assert "Case closed: Finn Fox" in one.said
        assert standing(world, FINN).closed
        await one.press("u")
        assert not standing(world, FINN).closed
        await one.press("U", "ctrl+p")
        await one.type("Finn")
        await one.press("enter", "K")
        assert "the case is closed" in one.flat()
        await one.press("o", "enter")
        assert "Case reopened: Finn Fox" in one.said
        assert not standing(world, FINN).closed


async def test_a_case_with_something_open_about_safety_stays_open(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2")
        await choose(one, "c", "moved away")
        assert "Something about safety is open" in one.flat()
        assert not standing(world).closed


async def test_warnings_are_put_on_the_banner_and_taken_off(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2")
        await choose(one, "w", "Dog bites")
        assert [text for _, text in standing(world).warnings] == ["Dog bites"]
        await one.press("o")
        assert "Dog bites" in one.text()
        await one.press("K", "e", "tab")
        await one.press("a")
        await one.press("enter")
        assert standing(world).warnings == ()


async def test_a_death_is_recorded_and_a_wrong_day_stays_in_the_form(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2")
        await choose(one, "d", "2999")
        assert "still to come" in one.flat()
        assert not standing(world).deceased
        await one.press("escape")
        await choose(one, "d")
        assert standing(world).deceased
        assert standing(world).deceased_on is None
        await one.press("u")
        assert not standing(world).deceased
