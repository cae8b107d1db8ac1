"""Acuity: our own transparent rubric of 0 to 20 with a human override (domain sheet §8.2; no validated instrument)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from coordtui.errors import InvalidInput
from coordtui.models.acuity import Level
from coordtui.rules.dates import show_day

LEVELS = tuple(Level)
FACTORS = ("utilisation", "clinical", "behavioural", "social", "engagement")
HIGHEST = 4
LOWEST_SCORE: Mapping[Level, int] = MappingProxyType({Level.LOW: 0, Level.RISING: 5, Level.HIGH: 10, Level.COMPLEX: 15})
REVIEW_DAYS: Mapping[Level | None, int] = MappingProxyType(
    {Level.COMPLEX: 7, Level.HIGH: 14, Level.RISING: 30, Level.LOW: 90, None: 30}
)
WEIGHT_TENTHS: Mapping[Level | None, int] = MappingProxyType(
    {Level.LOW: 10, Level.RISING: 15, Level.HIGH: 25, Level.COMPLEX: 40, None: 10}
)
OVERRIDE_DAYS = 366

RUBRIC: Mapping[str, tuple[str, str, str, str, str]] = MappingProxyType(
    {
        "utilisation": (
            "no emergency visit or hospital stay in the last 180 days",
            "1 emergency visit or stay in 180 days",
            "2 in 180 days",
            "3 in 180 days",
            "4 or more in 180 days",
        ),
        "clinical": (
            "no long-term condition, or all stable",
            "one condition needs watching",
            "several conditions, or a recent change of treatment",
            "an unstable condition, or ten medicines or more",
            "several unstable conditions, or a rapid decline",
        ),
        "behavioural": (
            "no concern known",
            "mild symptoms or a past concern, managed",
            "moderate symptoms, or use that gets in the way at times",
            "severe symptoms or active use that disrupts care",
            "safety at risk, or a crisis in the last 90 days",
        ),
        "social": (
            "no active need",
            "one active need (food, housing, transport, money ...)",
            "needs in two areas",
            "needs in three areas",
            "needs in four areas or more",
        ),
        "engagement": (
            "keeps visits, takes medicines, calls back",
            "misses something now and then",
            "often misses visits or medicines, or needs reminders",
            "hard to reach, or cannot manage without help",
            "cannot be reached, or refuses care in spite of the risk",
        ),
    }
)


class Factors(Protocol):
    """Anything with the five factors: the draft, the record, a frozen view."""

    @property
    def utilisation(self) -> int: ...
    @property
    def clinical(self) -> int: ...
    @property
    def behavioural(self) -> int: ...
    @property
    def social(self) -> int: ...
    @property
    def engagement(self) -> int: ...


def score(factors: Factors) -> int:
    """0 to 20. Raises InvalidInput for a factor that is not 0 to 4."""
    total = 0
    for name in FACTORS:
        points: int = getattr(factors, name)
        if not 0 <= points <= HIGHEST:
            raise InvalidInput(name, f"The factor {name} goes from 0 to {HIGHEST}.")
        total += points
    return total


def level_of(score: int) -> Level:
    """0-4 low, 5-9 rising, 10-14 high, 15-20 complex."""
    return next(level for level in reversed(LEVELS) if score >= LOWEST_SCORE[level])


def effective(level: Level | None, override: Level | None, until: dt.date | None, today: dt.date) -> Level | None:
    """The level that counts on `today`: the override up to and including `until`, then the assessed level again."""
    return override if override is not None and (until is None or today <= until) else level


def check_override(
    level: Level, override: Level | None, reason: str | None, until: dt.date | None, today: dt.date
) -> None:
    """Raise InvalidInput unless the override is one step from `level`, has a reason, and ends within a year."""
    if override is None:
        return
    steps = abs(LEVELS.index(override) - LEVELS.index(level))
    if steps != 1:
        near = " or ".join(each for each in LEVELS if abs(LEVELS.index(each) - LEVELS.index(level)) == 1)
        raise InvalidInput("override", f"The score says {level}; an override moves it by one step, to {near}.")
    if not (reason or "").strip():
        raise InvalidInput("override_reason", "An override needs a reason.", "Say what the score does not see.")
    latest = today + dt.timedelta(days=OVERRIDE_DAYS)
    if until is None or until < today:
        raise InvalidInput("override_until", "An override needs a last day, today or later.", "Try +30 for 30 days.")
    if until > latest:
        raise InvalidInput("override_until", f"An override ends within a year, by {show_day(latest, today)}.")


def review_days(level: Level | None) -> int:
    """After how many calendar days a plan is looked at again by default; an unknown level counts 30."""
    return REVIEW_DAYS[level]
