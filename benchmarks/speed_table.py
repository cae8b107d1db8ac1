"""The rows of the table: what is measured against what, the limits that were set, and how they come out."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
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


def _over(program: str, figure: str, base: str, of: str) -> Ratio:
    return lambda each: each[program][figure] / each[base][of]


def _key(program: str, figure: str, of: str = "key.paint.p50") -> Ratio:
    return _over(program, figure, "hello", of)


def _plain(program: str, figure: str) -> Ratio:
    return lambda each: each[program][figure]


def _moves(program: str, figure: str, must: tuple[float, float], aim: tuple[float, float]) -> tuple[Part, ...]:
    return (
        Part(_key(program, f"{figure}.p50"), must[0], aim[0], "H"),
        Part(_key(program, f"{figure}.p95", "key.paint.p95"), must[1], aim[1], "H"),
    )


def _unlocked(each: Round) -> float:
    """What drawing the queue takes beyond deriving the key alone, in starts of an empty app."""
    return (each["work"]["queue"] - each["inside"]["key"]) / each["empty"]["start"]


def _today(each: Round) -> float:
    """`coordtui today` without the key derivation, against `task next`, in processor time."""
    return (each["cli"]["today.wall"] - each["inside"]["key"]) / each["taskwarrior"]["next.wall"]


ROWS: tuple[Row, ...] = (
    Row(
        "command to passphrase prompt",
        "0.06 E",
        "none",
        (Part(_over("work", "prompt", "empty", "start"), 0.12, 0.10, "E"),),
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
            Part(_key("lists", "queue.page.rows.p50"), 3.0, 2.5, "H"),
            Part(_key("lists", "caseload.page.settled.p50"), 3.0, 2.5, "H"),
        ),
    ),
    Row(
        "jump to the end or start, settled: queue / caseload",
        "2 H",
        "the same",
        (
            Part(_key("lists", "queue.jump.rows.p50"), 3.0, 2.5, "H"),
            Part(_key("lists", "caseload.jump.settled.p50"), 3.0, 2.5, "H"),
        ),
    ),
    Row(
        "processor a move: queue with its preview / caseload",
        "1 H",
        "lazygit 3.0 H",
        (
            Part(_key("lists", "queue.move.cpu", "key.cpu"), 1.3, None, "H"),
            Part(_key("lists", "caseload.move.cpu", "key.cpu"), 1.3, None, "H"),
        ),
    ),
    Row(
        "processor a repeat of a held key at 30/s: queue / caseload",
        "1 H",
        "",
        (
            Part(_key("lists", "queue.held.cpu", "key.cpu"), 2.2, None, "H"),
            Part(_key("lists", "caseload.held.cpu", "key.cpu"), 2.2, None, "H"),
        ),
    ),
    Row(
        "lag after a held key: queue / caseload",
        "a frame",
        "",
        (
            Part(_plain("lists", "queue.held.lag"), 16.7, None, "ms", 0),
            Part(_plain("lists", "caseload.held.lag"), 16.7, None, "ms", 0),
        ),
    ),
    Row(
        "bytes a move: queue before its preview / caseload",
        "205 B",
        "harlequin 9.7 kB",
        (
            Part(_plain("lists", "queue.move.burst"), 700, None, "B", 0),
            Part(_plain("lists", "caseload.move.bytes"), 700, None, "B", 0),
        ),
    ),
    Row(
        "bytes a page: queue before its preview / caseload",
        "a screen",
        "harlequin 11 kB",
        (
            Part(_plain("lists", "queue.page.burst"), 11_000, 8000, "B", 0),
            Part(_plain("lists", "caseload.page.bytes"), 11_000, 8000, "B", 0),
        ),
    ),
    Row(
        "flatness, 50,000 against 1,000: move in queue / caseload",
        "1.0",
        "",
        (
            Part(_over("lists", "queue.move.paint.p50", "moves", "queue.move.paint.p50"), 1.1),
            Part(_over("lists", "caseload.move.paint.p50", "moves", "caseload.move.paint.p50"), 1.1),
        ),
    ),
    Row(
        "flatness, 50,000 against 1,000: memory", "1.0", "", (Part(_over("lists", "memory", "moves", "memory"), 1.02),)
    ),
    Row(
        "an act to the next row drawn, p95: all / done / snooze / log",
        "1 H",
        "",
        tuple(
            Part(_key("work", f"act{each}.p95"), 4.0 if not each else None, 2.5 if not each else None, "H")
            for each in ("", ".done", ".snooze", ".log")
        ),
    ),
    Row(
        "a letter of a search to its rows, queue, p50 / p95",
        "2.3 H",
        "neomutt 3.6 H on enter only",
        (
            Part(_key("work", "queue.search.rows.p50"), 4.0, 3.0, "H"),
            Part(_key("work", "queue.search.rows.p95"), 7.0, 5.0, "H"),
        ),
    ),
    Row(
        "a letter of a search to its rows, caseload, p50 / p95",
        "2.3 H",
        "the same",
        (
            Part(_key("work", "caseload.search.rows.p50"), 4.0, 3.0, "H"),
            Part(_key("work", "caseload.search.rows.p95"), 7.0, 5.0, "H"),
        ),
    ),
    Row(
        "first window with its row objects: queue / caseload",
        "R",
        "",
        (
            Part(_over("inside", "queue.ours", "inside", "queue.raw"), 2.0, 1.3, "R"),
            Part(_over("inside", "caseload.ours", "inside", "caseload.raw"), 2.0, 1.3, "R"),
        ),
    ),
    Row(
        "ranking 200,000 open items anew: items a second",
        "",
        "ORM and Python 49 R",
        (Part(_plain("ranking", "rank.per_second"), None, None, "/s", 0),),
    ),
    Row("a move while everyone is ranked anew, p50", "1 H", "", (Part(_key("during", "during.p50"), 3.0, None, "H"),)),
    Row(
        "opening a chart of 2,000 entries, settled: p50 / the first of a session",
        "2 H",
        "",
        (
            Part(_key("work", "chart.p50"), 8.0, 5.0, "H"),
            Part(_key("work", "chart.first"), 8.0, 5.0, "H"),
        ),
    ),
    Row(
        "memory with the queue open / after a rest, all that is wanted next made ready / after every screen",
        "1 E",
        "visidata, 100,000 rows, 3.5 E",
        (
            Part(_over("work", "memory", "empty", "memory"), 2.5, 1.75, "E"),
            Part(_over("work", "memory.rested", "empty", "memory"), 2.5, 1.75, "E"),
            Part(_over("everywhere", "memory", "empty", "memory"), 3.5, 3.0, "E"),
        ),
    ),
    Row(
        "import of R4 against validating the same bytes: bundles / a bulk export as NDJSON",
        "1",
        "",
        (Part(_plain("bundles", "ratio"), 5.0, 3.0), Part(_plain("bulk", "ratio"), 5.0, 3.0)),
    ),
    Row(
        "coordtui today against task next, the same 10,000 items, key derivation not counted",
        "",
        "taskwarrior",
        (Part(_today, 2.5, 1.0),),
    ),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A part's value, the median over the rounds that have it; None where none has."""

    value: float | None
    rounds: int
    part: Part

    @property
    def word(self) -> str:
        if self.value is None or self.part.must is None:
            return ""
        if self.part.aim is not None and self.value <= self.part.aim:
            return "aim"
        return "met" if self.value <= self.part.must else "missed"

    def __str__(self) -> str:
        if self.value is None:
            return "–"
        return f"{self.value:,.{self.part.digits}f}{f' {self.part.unit}' if self.part.unit else ''}"


def outcome(part: Part, rounds: Sequence[Round]) -> Outcome:
    found = []
    for each in rounds:
        try:
            found.append(part.of(each))
        except (KeyError, ZeroDivisionError):
            continue
    return Outcome(statistics.median(found) if found else None, len(found), part)


def table(rounds: Sequence[Round], held: Mapping[str, int]) -> list[str]:
    """The whole table as lines of Markdown. `held` counts what the vault of most of the rows holds."""
    size = f"{held['patients']:,} patients, {held['open_follow_ups']:,} open follow-ups, {held['notes']:,} notes"
    lines = [
        f"| at {size} | limit | best peer | must reach | aim | measured | |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in ROWS:
        outcomes = [outcome(part, rounds) for part in row.parts]
        cells = (row.what, row.bound, row.peer, _limits(row, "must"), _limits(row, "aim"))
        measured = " / ".join(map(str, outcomes))
        words = " / ".join(dict.fromkeys(one.word for one in outcomes if one.word))
        lines.append(f"| {' | '.join((*cells, measured, words))} |")
    return lines


_BESIDE = (("the queue", "lists", "queue."), ("the caseload", "lists", "caseload."), ("VisiData", "visidata", ""))


def beside(rounds: Sequence[Round]) -> list[str]:
    """The same figures of the lists and of VisiData, on the same 50,000 rows, as lines of Markdown."""
    lines = [
        "| 50,000 rows | move, p50 / p95 | settled | page, settled | processor | held key | bytes | memory |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, program, prefix in _BESIDE:
        parts = [
            Part(_key(program, f"{prefix}move.paint.p50"), unit="H"),
            Part(_key(program, f"{prefix}move.paint.p95", "key.paint.p95"), unit="H"),
            Part(_key(program, f"{prefix}move.settled.p50"), unit="H"),
            Part(_key(program, f"{prefix}page.settled.p50"), unit="H"),
            Part(_key(program, f"{prefix}move.cpu", "key.cpu"), unit="H"),
            Part(_key(program, f"{prefix}held.cpu", "key.cpu"), unit="H"),
            Part(_plain(program, f"{prefix}move.bytes"), unit="B", digits=0),
            Part(_over(program, "memory", "empty", "memory"), unit="E"),
        ]
        first, second, *others = [str(outcome(part, rounds)) for part in parts]
        lines.append(f"| {' | '.join((name, f'{first} / {second}', *others))} |")
    return lines


def _limits(row: Row, which: str) -> str:
    limits = [(getattr(part, which), part.unit) for part in row.parts]
    told = dict.fromkeys(f"{limit:,g} {unit}".strip() for limit, unit in limits if limit is not None)
    return " / ".join(told)
