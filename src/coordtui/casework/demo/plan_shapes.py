"""What a plan says beyond the lines of its story: concerns, how goals are measured, what was measured, strengths."""

from __future__ import annotations

from typing import NamedTuple


class Measured(NamedTuple):
    """One goal of a story, in the order of its aims. `values` are what was measured, the oldest first.

    `weight` is how much it matters to the person and `sure` how sure they are, 0 to 10.
    """

    concern: str
    why: str
    measure: str
    unit: str
    target: str
    values: tuple[str, ...]
    weight: int
    sure: int
    strength: str


class Lines(NamedTuple):
    """The plan of a story. `tasks` and `hurdles` say under which goal (by number) each of the story's stands.

    `done` is a step behind them, with what shows that it was done. `scale` is goal attainment of the first goal, from
    -2 to +2, and `reached` where it stands.
    """

    aims: tuple[Measured, ...]
    tasks: tuple[int, ...]
    hurdles: tuple[int, ...]
    done: tuple[str, str]
    scale: tuple[str, str, str, str, str] | None = None
    reached: int | None = None
