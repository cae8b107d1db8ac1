"""Hostile words in every field of the directory, as an import may bring them: read letter by letter, on any screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.directory import refold, search
from coordtui.clock import Moment
from coordtui.models.people import Organization, Practitioner
from coordtui.models.referral import Referral
from coordtui.screens.directory_entry import CopyEntryDialog, EntryDialog
from coordtui.screens.directory_form import EntryForm, SameEntryDialog
from tests.casework.world import World
from tests.look import full_lines
from tests.promises.hostile import HOSTILE, LONG
from tests.promises.test_text_safety import SMALL, check_safe, flat, shown
from tests.screens.bench import Bench, bench

_TEXTS = ("phone", "other_phones", "fax", "email", "hours", "languages", "asks_for", "note")


@act("test.hostile_directory")
def fill(session: Session, name: str, text: str, patient_id: int, moment: Moment) -> Result:
    """A place and a person of which every text is hostile, with an open referral."""
    words: dict[str, Any] = dict.fromkeys(_TEXTS, text)
    place = Organization(name=name, type=text, services=text, website=text, address=text + LONG, **words)
    session.add(place)
    session.flush()
    session.add(Practitioner(name=name, role=text, organization_id=place.id, **words))
    session.add(Referral(patient_id=patient_id, what=text, since=moment.today, to_organization_id=place.id))
    session.flush()
    refold(session)
    return Result(label="filled", patient_id=patient_id)


def look(one: Bench, size: tuple[int, int], where: str, name: str) -> None:
    lines = full_lines(one.app)
    check_safe(lines, size, where)
    assert shown(name)[:2] in flat("\n".join(lines)), where


@pytest.mark.parametrize("size", [SMALL, (140, 40)])  # on the usual screen tests/promises looks at every dialog
@pytest.mark.parametrize("kind", list(HOSTILE))
async def test_every_view_of_a_hostile_entry_is_only_text(
    world: World, crashes: Path, kind: str, size: tuple[int, int]
) -> None:
    bad = HOSTILE[kind]
    world.do(fill, bad.name, bad.text, 1)
    entries = world.read(search, "")
    async with bench(world, crashes, size=size) as one:
        await one.press("5")
        look(one, size, "the list", bad.name)
        for dialog in (
            EntryDialog("organization", 1),
            EntryDialog("practitioner", 1),
            CopyEntryDialog("organization", 1),
            EntryForm("organization", 1),
            EntryForm("practitioner", 1),
            SameEntryDialog(entries),
        ):
            one.app.push_screen(dialog)
            await one.settle()
            look(one, size, type(dialog).__name__, bad.name)
            await one.press("escape")
        await one.press("n", "p")
        form = one.app.screen
        assert isinstance(form, EntryForm)
        field = form.form.field("organization_id")
        assert field is not None
        field.entry().focus()
        await one.type(flat(bad.name.lower())[-1])
        await one.press("down")
        check_safe(full_lines(one.app), size, "matches")
        await one.press("enter")
        check_safe(full_lines(one.app), size, "taken")


async def test_a_click_or_a_key_in_hostile_words_does_nothing(world: World, crashes: Path) -> None:
    world.do(fill, "[@click=app.quit]Quit[/]", "[@click=app.quit]q[/]", 1)
    async with bench(world, crashes, size=(120, 36)) as one:
        await one.press("5", "enter")
        await one.pilot.click("Card", offset=(12, 1))
        await one.settle()
        assert isinstance(one.app.screen, EntryDialog)
        assert "[@click=app.quit]q[/]" in one.text()
