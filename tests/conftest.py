"""Fixtures for every floor. The vaults are real and encrypted; only the cost of the passphrase is lowered."""

from __future__ import annotations

import datetime as dt
import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import pytest

from coordtui.clock import Clock
from coordtui.store import keys
from coordtui.store.kdf import Cost
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests import idle, kept
from tests.documents import age_files

if TYPE_CHECKING:
    from tests.world import DemoWorld

PASSPHRASE = "correct horse battery staple"
TODAY = dt.date(2026, 3, 4)
CHEAP = Cost(8, 1, 1)


MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3
"""Bytes that must be free there: many times what the vaults of tests that run side by side take."""


def pytest_configure() -> None:
    """The vaults of tests lie in memory where there is room: a disk makes each of their thousands of acts wait."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_finish() -> None:
    """Modules and tests never become garbage; to look through them again and again takes a sixth of the whole time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 10)


@pytest.fixture(autouse=True, scope="session")
def quick() -> Iterator[None]:
    """No sleeping, and nothing computed twice that is the same twice."""
    with pytest.MonkeyPatch.context() as patch:
        idle.install(patch)
        kept.install(patch)
        age_files.install(patch)
        yield


@pytest.fixture(autouse=True)
def cheap_kdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """New passphrase slots cost almost nothing. There is no way to choose this outside of tests."""
    monkeypatch.setattr(keys, "calibrated_cost", lambda: CHEAP)


@pytest.fixture
def clock() -> Clock:
    """Noon in UTC on a Wednesday, standing still."""
    noon = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)
    return Clock(zone="America/New_York", source=lambda: noon)


@pytest.fixture
def vault_dir(tmp_path: Path) -> Path:
    """Where a vault may be made; nothing is there yet."""
    return tmp_path / "vault"


@pytest.fixture(scope="session")
def blank_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a new, locked vault, to be copied: that takes a sixth of the time that making one takes."""
    folder = tmp_path_factory.mktemp("blank") / "vault"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "calibrated_cost", lambda: CHEAP)
        Vault.create(folder, PASSPHRASE)[0].lock()
    return folder


@pytest.fixture(scope="session")
def begun_vault(blank_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a coordinator in it."""
    from tests.casework.world import prepared

    return prepared(blank_vault, tmp_path_factory.mktemp("begun") / "vault")


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's folder of documents, where files are proposed to be written."""
    folder = tmp_path / "Documents"
    folder.mkdir()
    monkeypatch.setattr(platformdirs, "user_documents_dir", lambda: str(folder))
    return folder


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoWorld]:
    """The made-up caseload, for the tests of one file that only read it."""
    from tests.world import demo_world

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "calibrated_cost", lambda: CHEAP)
        with demo_world(tmp_path_factory.mktemp("demo")) as world:
            yield world


@pytest.fixture
def template(blank_vault: Path) -> Path:
    """What `vault` is a copy of. A folder of tests that all begin with the same records has one with those in it."""
    return blank_vault


@pytest.fixture
def vault(template: Path, vault_dir: Path) -> Iterator[Vault]:
    """A vault of the test's own, unlocked, that `PASSPHRASE` opens. A test may lock it before its end."""
    shutil.copytree(template, vault_dir)
    with Vault.unlock(vault_dir, PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def ledger(vault: Vault) -> Ledger:
    """The journalled core over `vault`, with no derived tables to settle."""
    return Ledger(vault, "tester")
