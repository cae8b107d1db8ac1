"""Measured values as a line of small bars, one cell each. Knows no feature: decimal numbers as text in, text out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

BARS: Final = "▁▂▃▄▅▆▇█"
GAP: Final = "·"
"""What stands for a value that is no number."""
_LONGEST: Final = 24
"""Characters read of a value; what is longer is no measurement."""


def spark(values: Sequence[str | None], width: int = 20) -> str:
    """The last `width` values, the lowest as ▁ and the highest as █; equal values as a level line.

    A value that is no number ("140/90", None) is "·". "" where no value is one.
    """
    numbers = [number(value) for value in values][-width:] if width > 0 else []
    known = [one for one in numbers if one is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    return "".join(GAP if one is None else _bar(one, low, high) for one in numbers)


def number(text: str | None) -> Decimal | None:
    """A finite decimal number, also with a comma for the point; None for any other text."""
    words = (text or "").strip().replace(",", ".")
    if not words or len(words) > _LONGEST:
        return None
    try:
        found = Decimal(words)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) <= _LONGEST else None


def span(values: Iterable[str | None]) -> tuple[str, str] | None:
    """The first and the last of the values that are numbers, as they were written; None where fewer than two are."""
    known = [value.strip() for value in values if value is not None and number(value) is not None]
    return (known[0], known[-1]) if len(known) > 1 else None


def _bar(value: Decimal, low: Decimal, high: Decimal) -> str:
    if low == high:
        return BARS[len(BARS) // 2 - 1]
    return BARS[int((value - low) * (len(BARS) - 1) / (high - low) + Decimal("0.5"))]
