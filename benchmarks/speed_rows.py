"""The rows of the table: what is measured against what, and the limits that were set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from speed_measures import Figures

Round = dict[str, Figures]
"""What one round measured, by program."""
Ratio = Callable[[Round], float]


@dataclass(frozen=True, slots=True)
class Part:
    """One figure of a row: a ratio to its base or a plain number in `unit`, and what it must not exceed."""

    of: Ratio
    must: float | None = None
    aim: float | None = None
    unit: str = ""
    digits: int = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `bound` and `peer` are words about the physical limit and the best peer, measured beforehand."""

    what: str
    bound: str
    peer: str
    parts: tuple[Part, ...]


def over(program: str, figure: str, base: str, of: str) -> Ratio:
    return lambda each: each[program][figure] / each[base][of]


def key(program: str, figure: str, of: str = "key.paint.p50") -> Ratio:
    return over(program, figure, "hello", of)


def plain(program: str, figure: str) -> Ratio:
    return lambda each: each[program][figure]


def _moves(program: str, figure: str, must: tuple[float, float], aim: tuple[float, float]) -> tuple[Part, ...]:
    return (
        Part(key(program, f"{figure}.p50"), must[0], aim[0], "H"),
        Part(key(program, f"{figure}.p95", "key.paint.p95"), must[1], aim[1], "H"),
    )


def _letters(where: str) -> tuple[Part, ...]:
    return (
        Part(key("work", f"{where}.search.rows.p50"), 4.0, 3.0, "H"),
        Part(key("work", f"{where}.search.rows.p95"), 7.0, 5.0, "H"),
    )


def _unlocked(each: Round) -> float:
    """What drawing the queue takes beyond deriving the key alone, in starts of an empty app."""
    return (each["work"]["queue"] - each["inside"]["key"]) / each["empty"]["start"]


def _today(each: Round) -> float:
    """`coordtui today` without the key derivation, against `task next`, from the command to its end."""
    return (each["cli"]["today.wall"] - each["inside"]["key"]) / each["taskwarrior"]["next.wall"]


ROWS: tuple[Row, ...] = (
    Row(
        "command to passphrase prompt",
        "0.06 E",
        "none",
        (Part(over("work", "prompt", "empty", "start"), 0.12, 0.10, "E"),),
    ),
    Row("enter to a drawn queue, beyond the key derivation", "0", "none", (Part(_unlocked, 0.35, 0.25, "E"),)),
    Row(
        "move in the queue at 50,000 rows, p50 / p95",
        "1 H",
        "lazygit 0.97 / 1.07 H; harlequin 5.7 / 3.6 H",
        _moves("lists", "queue.move.paint", (1.4, 1.8), (1.15, 1.35)),
    ),
    Row(
        "move in the caseload at 50,000 rows, p50 / p95",
        "1 H",
        "the same",
        _moves("lists", "caseload.move.paint", (1.4, 1.8), (1.15, 1.35)),
    ),
    Row(
        "page down, settled: queue / caseload",
        "2 H",
        "neomutt 0.5 H; harlequin 12 H",
        (
            Part(key("lists", "queue.page.rows.p50"), 3.0, 2.5, "H"),
            Part(key("lists", "caseload.page.settled.p50"), 3.0, 2.5, "H"),
        ),
    ),
    Row(
        "jump to the end or start, settled: queue / caseload",
        "2 H",
        "the same",
        (
            Part(key("lists", "queue.jump.rows.p50"), 3.0, 2.5, "H"),
            Part(key("lists", "caseload.jump.settled.p50"), 3.0, 2.5, "H"),
        ),
    ),
    Row(
        "processor a move: queue with its preview / caseload",
        "1 H",
        "lazygit 3.0 H",
        (
            Part(key("lists", "queue.move.cpu", "key.cpu"), 1.3, None, "H"),
            Part(key("lists", "caseload.move.cpu", "key.cpu"), 1.3, None, "H"),
        ),
    ),
    Row(
        "processor a repeat of a held key at 30/s: queue / caseload",
        "1 H",
        "",
        (
            Part(key("lists", "queue.held.cpu", "key.cpu"), 2.2, None, "H"),
            Part(key("lists", "caseload.held.cpu", "key.cpu"), 2.2, None, "H"),
        ),
    ),
    Row(
        "lag after a held key: queue / caseload",
        "a frame",
        "",
        (
            Part(plain("lists", "queue.held.lag"), 16.7, None, "ms", 0),
            Part(plain("lists", "caseload.held.lag"), 16.7, None, "ms", 0),
        ),
    ),
    Row(
        "bytes a move: queue before its preview / caseload",
        "205 B",
        "harlequin 9.7 kB",
        (
            Part(plain("lists", "queue.move.burst"), 700, None, "B", 0),
            Part(plain("lists", "caseload.move.bytes"), 700, None, "B", 0),
        ),
    ),
    Row(
        "bytes a page: queue before its preview / caseload",
        "a screen",
        "harlequin 11 kB",
        (
            Part(plain("lists", "queue.page.burst"), 11_000, 8000, "B", 0),
            Part(plain("lists", "caseload.page.bytes"), 11_000, 8000, "B", 0),
        ),
    ),
    Row(
        "flatness, 50,000 against 1,000: move in queue / caseload",
        "1.0",
        "",
        (
            Part(over("lists", "queue.move.paint.p50", "moves", "queue.move.paint.p50"), 1.1),
            Part(over("lists", "caseload.move.paint.p50", "moves", "caseload.move.paint.p50"), 1.1),
        ),
    ),
    Row("flatness, 50,000 against 1,000: memory", "1.0", "", (Part(over("lists", "memory", "moves", "memory"), 1.02),)),
    Row(
        "an act to the next row drawn, p95: all / done / snooze / log",
        "1 H",
        "",
        tuple(
            Part(key("work", f"act{each}.p95"), 4.0 if not each else None, 2.5 if not each else None, "H")
            for each in ("", ".done", ".snooze", ".log")
        ),
    ),
    Row(
        "a letter of a search to its rows, queue, p50 / p95",
        "2.3 H",
        "neomutt 3.6 H on enter only",
        _letters("queue"),
    ),
    Row(
        "a letter of a search to its rows, caseload, p50 / p95",
        "2.3 H",
        "the same",
        _letters("caseload"),
    ),
    Row(
        "first window with its row objects: queue / caseload",
        "R",
        "",
        (
            Part(over("inside", "queue.ours", "inside", "queue.raw"), 2.0, 1.3, "R"),
            Part(over("inside", "caseload.ours", "inside", "caseload.raw"), 2.0, 1.3, "R"),
        ),
    ),
    Row(
        "ranking 200,000 open items anew: items a second",
        "",
        "ORM and Python 49 R",
        (Part(plain("ranking", "rank.per_second"), None, None, "/s", 0),),
    ),
    Row("a move while everyone is ranked anew, p50", "1 H", "", (Part(key("during", "during.p50"), 3.0, None, "H"),)),
    Row(
        "opening a chart of 2,000 entries, settled: p50 / the first of a session",
        "2 H",
        "",
        (
            Part(key("work", "chart.p50"), 8.0, 5.0, "H"),
            Part(key("work", "chart.first"), 8.0, 5.0, "H"),
        ),
    ),
    Row(
        "memory with the queue open / after a rest, all that is wanted next made ready / after every screen",
        "1 E",
        "visidata, 100,000 rows, 3.5 E",
        (
            Part(over("work", "memory", "empty", "memory"), 2.5, 1.75, "E"),
            Part(over("work", "memory.rested", "empty", "memory"), 2.5, 1.75, "E"),
            Part(over("everywhere", "memory", "empty", "memory"), 3.5, 3.0, "E"),
        ),
    ),
    Row(
        "import of R4 against validating the same bytes: bundles / a bulk export as NDJSON",
        "1",
        "",
        (Part(plain("bundles", "ratio"), 5.0, 3.0), Part(plain("bulk", "ratio"), 5.0, 3.0)),
    ),
    Row(
        "coordtui today against task next, the same 10,000 items, key derivation not counted",
        "",
        "taskwarrior",
        (Part(_today, 2.5, 1.0),),
    ),
)
