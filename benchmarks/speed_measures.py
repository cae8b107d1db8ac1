"""Strokes turned into figures: milliseconds, megabytes, bytes. A figure that could not be taken is left out."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from pty_driver import Part, Program

Figures = dict[str, float]
ROWS_OF_LIST = Part(range(6, 36), 76)
"""Where the rows of a list stand, whatever stands above them, left of the preview."""


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * 100) * len(ordered) // 100) - 1))]


def spread(name: str, seconds: Iterable[float | None]) -> Figures:
    """`name.p50` and `name.p95`, in ms."""
    known = [value * 1000 for value in seconds if value is not None]
    if not known:
        return {}
    return {f"{name}.p50": statistics.median(known), f"{name}.p95": percentile(known, 0.95)}


def strokes(program: Program, name: str, keys: Iterable[str], part: Part | None = None, *, warm: int = 0) -> Figures:
    """Press each key once the one before has settled; the first `warm` are not counted.

    `.paint` is the first change, `.rows` the last change of `part`, `.settled` the last byte; `.bytes` and `.cpu` are
    means a key, all that a key started included; `.burst` are the bytes of its first burst.
    """
    pressed = list(keys)
    for key in pressed[:warm]:
        program.stroke(key, part)
    used = program.processor()
    done = [program.stroke(key, part) for key in pressed[warm:]]
    used = program.processor() - used
    return {
        **spread(f"{name}.paint", (one.paint for one in done)),
        **spread(f"{name}.rows", (one.rows for one in done)),
        **spread(f"{name}.settled", (one.settled for one in done)),
        f"{name}.bytes": statistics.median(one.bytes for one in done),
        f"{name}.burst": statistics.median(one.first_bytes for one in done),
        f"{name}.cpu": used * 1000 / len(done),
    }


def held(program: Program, name: str, key: str, times: int = 36, rate: float = 30.0) -> Figures:
    """A key held down: processor time a repeat, and how far the rows lag behind the last one, in ms."""
    used = program.processor()
    lag = program.hold(key, times, rate, ROWS_OF_LIST)
    return {f"{name}.cpu": (program.processor() - used) * 1000 / times, f"{name}.lag": lag * 1000}
