"""A small caseload on which every tier is met, and the app over it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from coordtui.store.vault import Vault
from tests.casework.world import World, prepared
from tests.conftest import PASSPHRASE


def six(world: World) -> None:
    """Six people: Ana first, in the order of the queue."""
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


@pytest.fixture(scope="session")
def vault_of_six(blank_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(blank_vault, tmp_path_factory.mktemp("six") / "vault", six)


@pytest.fixture
def template(begun_vault: Path) -> Path:
    return begun_vault


@pytest.fixture
def world(vault_of_six: Path, vault_dir: Path) -> Iterator[World]:
    """The six people of `six`."""
    shutil.copytree(vault_of_six, vault_dir)
    with Vault.unlock(vault_dir, PASSPHRASE) as vault:
        yield World(vault)


@pytest.fixture
def crashes(tmp_path: Path) -> Path:
    return tmp_path / "crashes"


@pytest.fixture
def world_without_people(vault: Vault) -> World:
    return World(vault)
