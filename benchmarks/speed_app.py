"""What a person does in coordtui, measured from outside: start, unlock, move, page, search, act, open a chart."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pty_driver import ROWS, NotSeen, Program
from pty_screen import Shown
from speed_measures import ROWS_OF_LIST, Figures, held, spread, strokes

COMMAND = (sys.executable, "-m", "coordtui")
LONG_CHART = "longchart"
"""What finds the person with the long chart of benchmarks/big_vault.py."""
_MOVES, _PAGES, _JUMPS = 18, 6, 4
_ACTS, _CHARTS = 3, 4
_TYPING = 0.04
"""Seconds between two letters of the passphrase, which has 36: more than a second in all."""
_REST = 4.0
"""Seconds without a key after which the app has made ready what the next keys may want."""
_WORDS = {"queue.search": ("maria", "insulin", "555 01"), "caseload.search": ("hoang", "ride ba")}
_EVERY_SCREEN = ("2", "3", "4", "5", "1")
_CHART = " Chart · "
CURSOR = "▸"
_CALLS = "plaincall"
"""What finds the people of benchmarks/big_vault.py with one plain step each."""


@contextmanager
def unlocked(place: Path, *options: str) -> Iterator[tuple[Program, Figures]]:
    """The app with its queue drawn, on the vault in `place`, and how long prompt and queue took.

    `prompt` is from the start of the command to the prompt, `queue` from enter to rows on the screen, in ms. It is left
    on the queue, because the app comes back to where it was left.
    """
    env = {"COORDTUI_VAULT": str(place / "vault"), "HOME": str(place / "home")}
    (place / "home").mkdir(exist_ok=True)
    with Program([*COMMAND, *options], env) as program:
        prompted = program.wait(lambda shown: shown.holds("assphrase"), "the prompt")
        figures = {"prompt": (prompted - program.begun) * 1000}
        for letter in (place / "passphrase.txt").read_text().strip():
            program.send(letter.encode())
            time.sleep(_TYPING)
        entered = time.perf_counter()
        program.send(b"\r")
        drawn = program.wait(_has_rows, "the queue", 120)
        figures["queue"] = (drawn - entered) * 1000
        program.settle(0.5)
        yield program, figures
        _go(program, "1", "[1 Today]")
        program.send(b"q")
        program.finish()


def _go(program: Program, key: str, title: str) -> None:
    """To another page, with its rows drawn."""
    _out_of_chart(program)
    program.press(key)
    program.wait(lambda shown: shown.holds(title) and _has_rows(shown), title, 60)
    program.settle(0.5)


def _out_of_chart(program: Program) -> None:
    """The first step back may only leave a part of the chart."""
    for _ in range(3):
        if program.shown.holds(_CHART):
            program.press("q")
            program.settle(0.3)


def _has_rows(shown: Shown) -> bool:
    """A cursor stands in a list that fills the screen."""
    words = shown.words()
    return any(CURSOR in line for line in words) and sum(bool(line) for line in words) > ROWS // 2


def lists(place: Path) -> Figures:
    """Queue and caseload: moves, pages, jumps, a held key; memory with the queue open."""
    with unlocked(place) as (program, figures):
        figures["memory"] = program.memory()
        figures |= _walk(program, "queue")
        _go(program, "2", "[2 Caseload]")
        figures |= _walk(program, "caseload")
    return figures


def _walk(program: Program, name: str) -> Figures:
    part = ROWS_OF_LIST
    return {
        **strokes(program, f"{name}.move", ("down",) * _MOVES, part, warm=3),
        **held(program, f"{name}.held", "down"),
        **strokes(program, f"{name}.page", ("pagedown",) * _PAGES, part, warm=1),
        **strokes(program, f"{name}.jump", ("end", "home") * (_JUMPS // 2), part),
    }


def moves(place: Path) -> Figures:
    """Cursor moves alone, for comparing sizes."""
    with unlocked(place) as (program, figures):
        figures["memory"] = program.memory()
        figures |= strokes(program, "queue.move", ("down",) * _MOVES, warm=3)
        _go(program, "2", "[2 Caseload]")
        figures |= strokes(program, "caseload.move", ("down",) * _MOVES, warm=3)
    return figures


def work(place: Path) -> Figures:
    """On the big vault: memory; and after a rest, as somebody takes who reads first, a search by the letter, acts, the
    long chart."""
    with unlocked(place) as (program, figures):
        figures["memory"] = program.memory()
        program.settle(_REST)
        figures["memory.rested"] = program.memory()
        figures |= _search(program, "queue.search")
        figures |= _acts(program)
        _go(program, "2", "[2 Caseload]")
        figures |= _search(program, "caseload.search")
        figures |= _chart(program)
    return figures


def everywhere(place: Path) -> Figures:
    """Memory after every screen was used."""
    with unlocked(place) as (program, figures):
        _look_everywhere(program)
        figures["memory"] = program.memory()
    return figures


def _search(program: Program, name: str) -> Figures:
    """Each letter of some words in the filter line; a letter that changes no row counts in `paint` only."""
    done = []
    program.press("/")
    for word in _WORDS[name]:
        done += [program.stroke(letter, ROWS_OF_LIST) for letter in word]
        program.press("ctrl+u")
        program.settle(0.3)
    program.press("esc")
    program.settle(0.4)
    return {
        **spread(f"{name}.rows", (one.rows for one in done)),
        **spread(f"{name}.paint", (one.paint for one in done)),
    }


def _acts(program: Program) -> Figures:
    """Done, snooze and log, each on another row, until the next row is drawn; then all is taken back.

    On the plain calls, which all three may act on. What is counted is the last change of the rows.
    """
    program.press("/", *_CALLS, "enter")
    program.settle(0.5)
    done, snoozed, logged = [], [], []
    for _ in range(_ACTS):
        done.append(program.stroke("d", ROWS_OF_LIST, quiet=0.15).rows)
        program.press("down", "s", "t")
        snoozed.append(program.stroke("enter", ROWS_OF_LIST, quiet=0.15).rows)
        program.press("down", "l", "v")
        logged.append(program.stroke("enter", ROWS_OF_LIST, quiet=0.15).rows)
        program.press("down")
    taken = [one for one in (*done, *snoozed, *logged) if one is not None]
    program.press(*("u",) * len(taken))
    program.press("esc")
    return {
        **spread("act", taken),
        **spread("act.done", done),
        **spread("act.snooze", snoozed),
        **spread("act.log", logged),
        "act.times": len(taken),
    }


def _chart(program: Program) -> Figures:
    """Opening the long chart from the caseload, some times."""
    program.press("/", *LONG_CHART)
    program.wait(lambda shown: any(CURSOR in line and "Longchart" in line for line in shown.words()), "Longchart")
    program.press("enter")
    program.settle(0.5)
    opened = []
    for _ in range(_CHARTS):
        opened.append(program.stroke("enter", quiet=0.2).settled)
        if not program.shown.holds(_CHART):
            raise NotSeen("the chart", program.shown.words())
        _out_of_chart(program)
    program.press("esc")
    program.settle(0.5)
    return spread("chart", opened) | {"chart.first": 1000 * opened[0]}


def _look_everywhere(program: Program) -> None:
    """Every page, the chart and all its sections, palette, help and a form: once each."""
    for key in _EVERY_SCREEN:
        program.press(key)
        program.settle(0.4)
    program.press("enter")
    for _ in range(9):
        program.press("right")
    _out_of_chart(program)
    program.press(":", "m", "esc", "?", "esc", "w", "esc", "n", "esc", "l", "esc", "c", "esc")
    program.settle(0.5)


def ranking(place: Path, on: str) -> Figures:
    """Moves while everyone is ranked anew in memory, as another day than the vault's asks for at each reading."""
    with unlocked(place, "--on", on) as (program, figures):
        program.press("down", "down")
        program.send(b"r")
        during = [program.stroke("down", quiet=0.03).paint for _ in range(8)]
        figures |= spread("during", during)
    return figures
