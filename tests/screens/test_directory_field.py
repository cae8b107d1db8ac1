"""The directory's field in other forms: the call log and the steps of a plan."""

from __future__ import annotations

from pathlib import Path

from coordtui.casework.contact_views import contacts
from coordtui.screens.provider_field import Provider, ProviderField, ProviderNameField
from tests.casework.places import small_town
from tests.casework.world import World
from tests.screens.bench import Bench, bench


async def spoke_with(one: Bench, *keys: str) -> None:
    """From Today: log a call with Ana in which somebody was reached, up to the field, and type there."""
    await one.press("l", "r", "tab", "tab", "tab")
    await one.press(*keys)


async def test_a_call_log_finds_whom_one_spoke_with(world: World, crashes: Path) -> None:
    small_town(world)
    async with bench(world, crashes, size=(80, 24)) as one:
        await spoke_with(one, *"nunez")
        assert "cardiologist" in one.text()
        await one.press("down", "enter", "enter")
        assert world.read(contacts, 1)[0].spoke_with == "Zoë Núñez"


async def test_a_call_log_takes_anybody_elses_name_too(world: World, crashes: Path) -> None:
    small_town(world)
    async with bench(world, crashes) as one:
        await spoke_with(one, *"nunezia", "enter")
        assert world.read(contacts, 1)[0].spoke_with == "nunezia"


async def test_a_name_field_without_a_name_is_empty_text(world: World, crashes: Path) -> None:
    async with bench(world, crashes):
        field = ProviderNameField("owner_name", "Their name", "Rosa")
        assert field.value() == "Rosa"
        field.raw = ""
        assert field.value() == ""


async def test_the_field_gives_the_entry_that_a_record_links_to(world: World, crashes: Path) -> None:
    async with bench(world, crashes):
        field = ProviderField("to", "To")
        assert field.value() is None
        field.set_provider("River Pantry", organization_id=4)
        held = field.value()
        assert (held, held.organization_id, held.practitioner_id) == (
            Provider("River Pantry", "organization", 4),
            4,
            None,
        )
        field.set_provider("Zoë", organization_id=4, practitioner_id=7)
        assert (field.value().organization_id, field.value().practitioner_id) == (None, 7)
        field.raw = f"{field.raw}"
        assert field.value() == Provider("Zoë", "practitioner", 7)
        field.set_provider("Somebody")
        assert field.value() == Provider("Somebody")
