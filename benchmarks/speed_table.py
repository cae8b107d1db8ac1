"""How the rows of the table come out, as Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from speed_rows import ROWS, Part, Round, Row, key, over, plain


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
            Part(key(program, f"{prefix}move.paint.p50"), unit="H"),
            Part(key(program, f"{prefix}move.paint.p95", "key.paint.p95"), unit="H"),
            Part(key(program, f"{prefix}move.settled.p50"), unit="H"),
            Part(key(program, f"{prefix}page.settled.p50"), unit="H"),
            Part(key(program, f"{prefix}move.cpu", "key.cpu"), unit="H"),
            Part(key(program, f"{prefix}held.cpu", "key.cpu"), unit="H"),
            Part(plain(program, f"{prefix}move.bytes"), unit="B", digits=0),
            Part(over(program, "memory", "empty", "memory"), unit="E"),
        ]
        first, second, *others = [str(outcome(part, rounds)) for part in parts]
        lines.append(f"| {' | '.join((name, f'{first} / {second}', *others))} |")
    return lines


def _limits(row: Row, which: str) -> str:
    limits = [(getattr(part, which), part.unit) for part in row.parts]
    told = dict.fromkeys(f"{limit:,g} {unit}".strip() for limit, unit in limits if limit is not None)
    return " / ".join(told)
