"""A small caseload on which every tier is met, and the app over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordtui.store.vault import Vault
from tests.casework.world import World


@pytest.fixture
def world(vault: Vault) -> World:
    """Six people: Ana first, in the order of the queue."""
    world = World(vault)
    people = [
        ("Ana", "Abel", "safety_follow_up", 0),
        ("Ben", "Baker", "food", 0),
        ("Cleo", "Cruz", "call_back", 0),
        ("Dan", "Diaz", "routine_contact", 2),
        ("Eva", "Eriksen", "routine_contact", 5),
    ]
    for given, family, kind, days in people:
        patient = world.add(given, family, phone="212 555 0142", birth_date="1957-06-03")
        world.plan(patient, kind, days, text=f"Step of {given}")
    world.add("Finn", "Fox")
    return world


@pytest.fixture
def crashes(tmp_path: Path) -> Path:
    return tmp_path / "crashes"


@pytest.fixture
def world_without_people(vault: Vault) -> World:
    return World(vault)
