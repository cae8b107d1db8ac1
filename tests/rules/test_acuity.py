"""The rubric of 0 to 20, its levels, and the human override."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.errors import InvalidInput
from coordtui.models.acuity import AcuityDraft, Level
from coordtui.rules.acuity import (
    FACTORS,
    RUBRIC,
    check_override,
    effective,
    level_of,
    review_days,
    score,
)

TODAY = dt.date(2026, 11, 25)


def until(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def test_the_score_is_the_sum_of_the_five_factors() -> None:
    assert score(AcuityDraft()) == 0
    assert score(AcuityDraft(utilisation=1, clinical=2, behavioural=3, social=4, engagement=0)) == 10
    assert score(AcuityDraft(utilisation=4, clinical=4, behavioural=4, social=4, engagement=4)) == 20


@pytest.mark.parametrize("name", FACTORS)
@pytest.mark.parametrize("points", [-1, 5])
def test_a_factor_outside_zero_to_four_is_named(name: str, points: int) -> None:
    draft = AcuityDraft()
    setattr(draft, name, points)
    with pytest.raises(InvalidInput) as caught:
        score(draft)
    assert caught.value.field == name


@pytest.mark.parametrize(
    "level, scores",
    [
        (Level.LOW, range(5)),
        (Level.RISING, range(5, 10)),
        (Level.HIGH, range(10, 15)),
        (Level.COMPLEX, range(15, 21)),
    ],
)
def test_a_level_covers_its_scores(level: Level, scores: range) -> None:
    assert {level_of(each) for each in scores} == {level}


def test_each_factor_has_words_for_its_five_points() -> None:
    assert tuple(RUBRIC) == FACTORS
    assert all(len(set(words)) == 5 for words in RUBRIC.values())


@pytest.mark.parametrize(
    "level, days", [(Level.COMPLEX, 7), (Level.HIGH, 14), (Level.RISING, 30), (Level.LOW, 90), (None, 30)]
)
def test_the_review_goes_by_level(level: Level | None, days: int) -> None:
    assert review_days(level) == days


@pytest.mark.parametrize(
    "override, last, expected",
    [
        (None, None, Level.RISING),
        (Level.HIGH, until(0), Level.HIGH),
        (Level.HIGH, until(9), Level.HIGH),
        (Level.HIGH, until(-1), Level.RISING),
        (Level.LOW, None, Level.LOW),
    ],
)
def test_an_override_counts_through_its_last_day(override: Level | None, last: dt.date | None, expected: Level) -> None:
    assert effective(Level.RISING, override, last, TODAY) is expected


def test_someone_never_assessed_has_no_level() -> None:
    assert effective(None, None, None, TODAY) is None


def test_an_override_of_one_step_with_a_reason_and_an_end_is_taken() -> None:
    check_override(Level.RISING, Level.HIGH, "new oxygen at home", until(30), TODAY)
    check_override(Level.RISING, Level.LOW, "daughter moved in", until(0), TODAY)
    check_override(Level.RISING, None, None, None, TODAY)
    with pytest.raises(InvalidInput):  # the same, without the reason
        check_override(Level.RISING, Level.HIGH, None, until(30), TODAY)


@pytest.mark.parametrize(
    "override, reason, last, field",
    [
        (Level.COMPLEX, "sick", until(30), "override"),
        (Level.RISING, "sick", until(30), "override"),
        (Level.HIGH, None, until(30), "override_reason"),
        (Level.HIGH, "   ", until(30), "override_reason"),
        (Level.HIGH, "sick", None, "override_until"),
        (Level.HIGH, "sick", until(-1), "override_until"),
        (Level.HIGH, "sick", until(367), "override_until"),
    ],
)
def test_what_an_override_lacks_is_said_at_its_field(
    override: Level, reason: str | None, last: dt.date | None, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_override(Level.RISING, override, reason, last, TODAY)
    assert caught.value.field == field


def test_an_override_too_far_says_which_levels_are_near() -> None:
    with pytest.raises(InvalidInput, match="to low or high"):
        check_override(Level.RISING, Level.COMPLEX, "sick", until(1), TODAY)
    with pytest.raises(InvalidInput, match=r"to rising\."):
        check_override(Level.LOW, Level.HIGH, "sick", until(1), TODAY)
