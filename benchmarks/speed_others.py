"""The floors and the peers, measured in the same way as the app."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from pty_driver import Program
from speed_measures import ROWS_OF_LIST, Figures, held, strokes

_BASES = Path(__file__).parent / "bases"
_NCURSES = {"TERM": "screen-256color"}
"""What the emulator understands of the sequences that ncurses writes."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def empty() -> Figures:
    """E: start to first paint of an empty Textual app, in ms; its memory in MB."""
    with Program([sys.executable, str(_BASES / "empty.py")]) as program:
        painted = program.wait(lambda shown: shown.painted(), "the empty app")
        program.settle(0.3)
        return {"start": (painted - program.begun) * 1000, "memory": program.memory()}


def hello() -> Figures:
    """H: one key in a Textual app of one label."""
    with Program([sys.executable, str(_BASES / "hello.py")]) as program:
        program.wait(lambda shown: shown.holds("ready"), "the one label")
        program.settle(0.3)
        figures = strokes(program, "key", _LETTERS, warm=6)
        return {**figures, **held(program, "held", "j"), "memory": program.memory()}


def visidata(program: Path, table: Path, home: Path) -> Figures:
    """VisiData on the rows of the caseload as CSV."""
    env = {**_NCURSES, "HOME": str(home)}
    with Program([str(program), "--confirm-overwrite=n", str(table)], env, home) as shown:
        drawn = shown.wait(lambda seen: seen.holds("birth_date"), "the table")
        shown.settle(1.0)
        return {
            "start": (drawn - shown.begun) * 1000,
            "memory": shown.memory(),
            **strokes(shown, "move", ("j",) * 18, warm=3),
            **held(shown, "held", "j"),
            **strokes(shown, "page", ("\x06",) * 8, warm=1),
            **_regex(shown),
        }


def _regex(shown: Program) -> Figures:
    """A search in VisiData begins on enter: the whole word counts as one key."""
    shown.press("/", *"lopez", quiet=0.05)
    return strokes(shown, "search", ("enter",), ROWS_OF_LIST)


def taskwarrior(program: Path, home: Path) -> Figures:
    """`task next`, piped: wall and processor time in ms."""
    return _named("next", timed([str(program), "next"], task_env(home), None))


def today(place: Path) -> Figures:
    """`coordtui today` from a script: the first 25 rows as a table, and the whole queue as JSON."""
    command = [sys.executable, "-m", "coordtui", "--vault", str(place / "vault")]
    command += ["--password-file", str(place / "passphrase.txt"), "today"]
    env = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    env |= {"HOME": str(place / "home"), "LC_ALL": "C.UTF-8"}
    first, whole = timed([*command, "--limit", "25"], env, None), timed([*command, "--json"], env, None)
    return {**_named("today", first), **_named("today_whole", whole)}


def _named(name: str, figures: Figures) -> Figures:
    return {f"{name}.{figure}": value for figure, value in figures.items()}


def task_env(home: Path) -> dict[str, str]:
    return {"HOME": str(home), "TASKRC": str(home / "taskrc"), "TASKDATA": str(home / "data"), "LC_ALL": "C.UTF-8"}


def timed(command: list[str], env: dict[str, str], cwd: Path | None) -> Figures:
    """Run a command to its end with its output thrown away: wall and processor time in ms. Raises where it fails."""
    begun, used = time.perf_counter(), _children()
    subprocess.run(command, env=env, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)  # noqa: S603
    return {"wall": (time.perf_counter() - begun) * 1000, "cpu": (_children() - used) * 1000}


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
