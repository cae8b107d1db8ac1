"""The made-up caseload as a world for tests: built once for a day and a size, then copied.

```python
def test_something(tmp_path: Path) -> None:
    with demo_world(tmp_path) as world:
        assert world.read(caseload, world.today)
```
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from coordtui.acts import Result
from coordtui.casework.demo import PATIENTS, SEED, build
from coordtui.casework.ranking import settle_hook
from coordtui.clock import Clock, Moment
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.conftest import PASSPHRASE

T = TypeVar("T")
DAY = dt.date(2026, 11, 24)
ZONE = "America/New_York"
_KEPT: list[tempfile.TemporaryDirectory[str]] = []
"""The folders of the vaults that are copied; they go when the tests end."""


@dataclass(frozen=True, slots=True)
class DemoWorld:
    """An unlocked vault of the test's own with the caseload in it; the clock stands at noon of `today`."""

    vault: Vault
    ledger: Ledger
    clock: Clock

    @property
    def moment(self) -> Moment:
        return self.clock.moment()

    @property
    def today(self) -> dt.date:
        return self.clock.today()

    def read(self, fn: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        return self.ledger.read(fn, *args, **kwargs)

    def do(self, act: Callable[..., Result], *args: Any) -> Result:
        """Run an act; the moment comes last."""
        return self.ledger.do(act, *args, self.moment)

    def find(self, name: str) -> int:
        """The id of the one person whose name holds `name`."""
        from coordtui.casework.people import find

        return self.read(find, name)


@contextmanager
def demo_world(folder: Path, *, patients: int = PATIENTS, seed: int = SEED, on: dt.date = DAY) -> Iterator[DemoWorld]:
    """The caseload of that size, seed and day in `folder`, which the test may change as it likes."""
    with demo_vault(folder, patients=patients, seed=seed, on=on) as vault:
        clock = clock_on(on)
        yield DemoWorld(vault, Ledger(vault, "tester", settle_hook(clock)), clock)


def demo_vault(folder: Path, *, patients: int = PATIENTS, seed: int = SEED, on: dt.date = DAY) -> Vault:
    """The same as an unlocked vault that `PASSPHRASE` opens; lock it in the end. Needs the cheap key derivation."""
    target = folder / "demo-vault"
    shutil.copytree(_built(patients, seed, on), target)
    return Vault.unlock(target, PASSPHRASE)


def clock_on(on: dt.date) -> Clock:
    noon = dt.datetime.combine(on, dt.time(17), dt.UTC)
    return Clock(ZONE, source=lambda: noon)


@cache
def _built(patients: int, seed: int, on: dt.date) -> Path:
    home = tempfile.TemporaryDirectory(prefix="coordtui-tests-")
    _KEPT.append(home)
    path = Path(home.name) / "vault"
    clock = clock_on(on)
    with Vault.create(path, PASSPHRASE)[0] as vault:
        build(Ledger(vault, "tester", settle_hook(clock)), patients=patients, seed=seed, moment=clock.moment())
    return path
