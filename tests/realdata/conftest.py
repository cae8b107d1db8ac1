"""Real data from the folder that COORDTUI_REALDATA names; elsewhere these tests are skipped."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from coordtui.clock import Clock
from coordtui.exchange.fhir import ImportReport
from coordtui.store.vault import Vault
from tests.exchange.bench import Bench

ON = dt.datetime(2022, 10, 3, 16, tzinfo=dt.UTC)
"""A Monday on which the Synthea patients are in the middle of their plans."""


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data."""
    folder = os.environ.get("COORDTUI_REALDATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("COORDTUI_REALDATA names no folder")
    return Path(folder)


@dataclass(frozen=True)
class Twice:
    """A folder imported twice: both reports, and every table of records after each."""

    bench: Bench
    first: ImportReport
    second: ImportReport
    before: dict[str, str]
    after: dict[str, str]


Importer = Callable[[str], Twice]


@pytest.fixture(scope="session")
def twice(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Importer]:
    """Imports a folder of the data twice into a vault of its own, once a session."""
    done: dict[str, Twice] = {}
    with ExitStack() as stack:

        def run(name: str) -> Twice:
            if name not in done:
                folder = tmp_path_factory.mktemp("real")
                vault = stack.enter_context(Vault.create_throwaway(folder / "vault"))
                bench = Bench(vault, Clock("America/New_York", source=lambda: ON), folder)
                first = bench.run(data / name)
                before = bench.digest()
                second = bench.run(data / name)
                done[name] = Twice(bench, first, second, before, bench.digest())
            return done[name]

        yield run


@pytest.fixture
def real_bench(tmp_path: Path) -> Iterator[Bench]:
    """An empty vault on the day of the data."""
    with Vault.create_throwaway(tmp_path / "vault") as vault:
        yield Bench(vault, Clock("America/New_York", source=lambda: ON), tmp_path)
