"""Runs one family of inputs and counts what became of them."""

from __future__ import annotations

import contextlib
import random
import resource
import shutil
import signal
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import FrameType

from coordtui.errors import CoordError
from coordtui.store import keys
from coordtui.store.kdf import Cost

MOST_MIB = 768
"""Twice what the largest family needs; a bomb that unpacks goes far beyond."""
PATIENCE = 60
_ROOM = 3 << 30
REFUSED, ACCEPTED = "refused", "accepted"

Try = Callable[[random.Random], str]
"""Makes one input, gives it to the program, and says REFUSED or ACCEPTED; a CoordError is REFUSED too."""
Family = Callable[[Path, Path | None], AbstractContextManager[Try]]
"""Sets up in a private folder, with the folder of real data if there is one."""

FAMILIES = {
    "import files": ("fuzz_import", "imports"),
    "key file": ("fuzz_vault", "key_files"),
    "settings": ("fuzz_texts", "settings_files"),
    "filters": ("fuzz_texts", "filters"),
    "words typed": ("fuzz_texts", "typed"),
    "plan starters": ("fuzz_texts", "starters"),
    "document templates": ("fuzz_papers", "templates"),
    "backups": ("fuzz_vault", "backups"),
    "age files": ("fuzz_vault", "age_files"),
}


class PartialWrite(Exception):
    """Something was changed by an input that was refused, or more or less than the journal knows."""


class TooSlow(BaseException):
    """One input took more than PATIENCE seconds."""


@dataclass
class Tally:
    """What became of the inputs of a family. `faults` and `partial` count by kind, as a traceback."""

    name: str
    inputs: int = 0
    refused: int = 0
    accepted: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    partial: dict[str, int] = field(default_factory=dict)
    peak_mib: int = 0
    slowest: float = 0.0

    def add(self, attempt: Try, chance: random.Random) -> None:
        started = time.monotonic()
        try:
            with _at_most(PATIENCE):
                outcome = attempt(chance)
        except CoordError:
            self.refused += 1
        except PartialWrite as error:
            _count(self.partial, error)
        except (Exception, SystemExit, TooSlow) as error:  # noqa: BLE001 - to be counted, whatever it is
            _count(self.faults, error)
        else:
            self.refused += outcome == REFUSED
            self.accepted += outcome == ACCEPTED
        self.inputs += 1
        self.slowest = max(self.slowest, round(time.monotonic() - started, 2))


def family(name: str) -> Family:
    """Loaded when it is needed, so that one family's memory is not another's."""
    module, function = FAMILIES[name]
    found: Family = getattr(import_module(module), function)
    return found


def run(name: str, inputs: int, seed: int, data: Path | None) -> Tally:
    """Input number N of a seed is always the same."""
    keys.calibrated_cost = lambda: Cost(8, 1, 1)  # the inputs are not about guessing
    warnings.simplefilter("ignore")  # zipfile remarks on the names of the zips that are made here
    resource.setrlimit(resource.RLIMIT_AS, (_ROOM, _ROOM))  # a bomb becomes a MemoryError
    tally = Tally(name)
    by_hypothesis = inputs // 4
    home = Path(tempfile.mkdtemp(prefix="coordtui-fuzz-"))
    try:
        with family(name)(home, data) as attempt:
            for index in range(inputs - by_hypothesis):
                tally.add(attempt, random.Random(f"{name} {seed} {index}"))  # noqa: S311 - chosen inputs, no secrets
            explore(tally, attempt, by_hypothesis, seed)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    tally.peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return tally


def explore(tally: Tally, attempt: Try, inputs: int, seed: int) -> None:
    """The same generator with Hypothesis in the place of chance: it likes the smallest, the largest and the equal."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as sown
    from hypothesis import strategies as st

    wanted = tally.inputs + inputs

    @sown(seed)
    @settings(
        max_examples=max(inputs, 1),
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.randoms(use_true_random=False))
    def made_up(chance: random.Random) -> None:
        tally.add(attempt, chance)

    if inputs:
        made_up()
    for index in range(wanted - tally.inputs):  # where it had seen all it could think of
        tally.add(attempt, random.Random(f"{tally.name} more {seed} {index}"))  # noqa: S311 - chosen inputs


@contextlib.contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def stop(_: int, __: FrameType | None) -> None:
        raise TooSlow(f"over {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _count(kinds: dict[str, int], error: BaseException) -> None:
    """By its type and the place where it came up."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    kind = f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno} {place.name}"
    same = next((one for one in kinds if one.partition(" | ")[0] == kind), None)
    if same is None:
        same = f"{kind} | {str(error)[:160]!r}\n{''.join(traceback.format_exception(error))}"
    kinds[same] = kinds.get(same, 0) + 1
