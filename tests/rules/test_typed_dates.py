"""Days and partial dates as people type them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.rules.dates import is_partial, parse_day, parse_partial, show_day

D = dt.date
TODAY = D(2026, 11, 25)  # a Wednesday


def told(understood: Callable[[], bool]) -> bool:
    """Whether the text was understood, or refused with a whole sentence."""
    try:
        return understood()
    except ValueError as reason:
        return str(reason).endswith(".")


@pytest.mark.parametrize(
    "text, day",
    [
        ("today", TODAY),
        ("Tomorrow", D(2026, 11, 26)),
        ("tom", D(2026, 11, 26)),
        ("yesterday", D(2026, 11, 24)),
        ("fri", D(2026, 11, 27)),
        ("Friday", D(2026, 11, 27)),
        ("tue", D(2026, 12, 1)),
        ("wed", D(2026, 12, 2)),  # never today
        ("on thu", D(2026, 11, 26)),
        ("next fri", D(2026, 12, 4)),
        ("next mon", D(2026, 11, 30)),
        ("next week", D(2026, 12, 2)),
        ("next month", D(2026, 12, 25)),
        ("+3", D(2026, 11, 28)),
        ("+ 3", D(2026, 11, 28)),
        ("+2w", D(2026, 12, 9)),
        ("+1m", D(2026, 12, 25)),
        ("+2b", D(2026, 11, 30)),
        ("+2bd", D(2026, 11, 30)),
        ("3 days", D(2026, 11, 28)),
        ("in 2 weeks", D(2026, 12, 9)),
        ("in 2 business days", D(2026, 11, 30)),
        ("-2", D(2026, 11, 23)),
        ("2 days ago", D(2026, 11, 23)),
        ("2026-12-01", D(2026, 12, 1)),
        ("2026-1-5", D(2026, 1, 5)),
        ("30.11.", D(2026, 11, 30)),
        ("30.11", D(2026, 11, 30)),
        ("30.11.26", D(2026, 11, 30)),
        ("30.11.2027", D(2027, 11, 30)),
        ("11/30", D(2026, 11, 30)),
        ("30/11", D(2026, 11, 30)),
        ("1/2", D(2027, 1, 2)),
        ("1/2/27", D(2027, 1, 2)),
        ("12/01/2026", D(2026, 12, 1)),
        ("30 nov", D(2026, 11, 30)),
        ("30. November", D(2026, 11, 30)),
        ("Nov 30", D(2026, 11, 30)),
        ("sept 1", D(2027, 9, 1)),
        ("November 30, 2028", D(2028, 11, 30)),
        ("25.11.", TODAY),
        ("24.11.", D(2027, 11, 24)),
    ],
)
def test_a_day_is_understood_as_typed(text: str, day: D) -> None:
    assert parse_day(text, TODAY) == day
    assert parse_day(f"  {text.upper()}  ", TODAY) == day


@pytest.mark.parametrize(
    "text, day",
    [("24.11.", D(2026, 11, 24)), ("25.11.", TODAY), ("26.11.", D(2025, 11, 26)), ("fri", D(2026, 11, 20))],
)
def test_a_day_in_the_past_is_the_latest_such_day(text: str, day: D) -> None:
    assert parse_day(text, TODAY, past=True) == day


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("31.02.", "31.02. is not a day: February 2026 has 28 days."),
        ("2/30", "2/30 is not a day: February 2026 has 28 days."),
        ("29.02.", "29.02. is not a day: February 2027 has 28 days."),
        ("31.04.2027", "31.04.2027 is not a day: April 2027 has 30 days."),
        ("2027-02-29", "2027-02-29 is not a day: February 2027 has 28 days."),
        ("13/13", "13/13 is not a day: there is no month 13."),
        ("0.5.", "0.5. is not a day: May 2026 has 31 days."),
        ("2026-00-10", "2026-00-10 is not a day: there is no month 0."),
        ("soon", '"soon" is not a day I know. Write a day like 27.11., 11/27, 2026-11-27, fri, tomorrow or +3.'),
        ("", "There is no day here. Write a day like 27.11., 11/27, 2026-11-27, fri, tomorrow or +3."),
        (
            "30 of nov",
            '"30 of nov" is not a day I know. Write a day like 27.11., 11/27, 2026-11-27, fri, tomorrow or +3.',
        ),
    ],
)
def test_what_is_no_day_is_told_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_day(text, TODAY)
    assert str(caught.value) == sentence


def test_a_leap_day_without_a_year_is_found_in_a_leap_year() -> None:
    assert parse_day("29.02.", D(2027, 11, 25)) == D(2028, 2, 29)
    assert parse_day("29.02.", D(2028, 2, 29)) == D(2028, 2, 29)


def test_a_shift_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="too far away"):
        parse_day("+9999m", D(9999, 1, 1))


@given(st.dates(D(2020, 1, 1), D(2040, 12, 31)), st.dates(D(2020, 1, 1), D(2040, 12, 31)))
def test_every_day_reads_back_as_it_is_shown(day: D, today: D) -> None:
    shown = show_day(day, today)
    if shown[0].isupper():
        shown = shown.split(" ", 1)[1]
    if shown[-4:].isdigit() or shown in ("today", "tomorrow", "yesterday"):
        assert parse_day(shown, today) == day
    else:
        assert parse_day(shown, today, past=day < today) == day


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_a_plain_sentence(text: str) -> None:
    assert told(lambda: isinstance(parse_day(text, TODAY), D))


# --- partial dates ---------------------------------------------------------------------------------------------------

HELP = "Write a date like 1957-06-03, 06/03/1957, 3 June 1957, June 1957 or 1957."


@pytest.mark.parametrize(
    "text, partial",
    [
        ("2019", "2019"),
        ("2017-06", "2017-06"),
        ("2017-6", "2017-06"),
        (" 2017 ", "2017"),
        ("2017-06-03", "2017-06-03"),
        ("06/03/2017", "2017-06-03"),
        ("23/06/2017", "2017-06-23"),
        ("3.6.2017", "2017-06-03"),
        ("6/2017", "2017-06"),
        ("06.2017", "2017-06"),
        ("3 June 2017", "2017-06-03"),
        ("June 3, 2017", "2017-06-03"),
        ("june 2017", "2017-06"),
        ("Jun. 2017", "2017-06"),
        ("29 feb 2024", "2024-02-29"),
    ],
)
def test_a_partial_date_is_written_as_fhir_does(text: str, partial: str) -> None:
    assert parse_partial(text) == partial


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("31.02.1960", "31.02.1960 is not a day: February 1960 has 29 days."),
        ("2023-02-29", "2023-02-29 is not a day: February 2023 has 28 days."),
        ("２０１７", f'"２０１７" is not a date I know. {HELP}'),
        ("1960-13", "1960-13 is not a date: there is no month 13."),
        ("6/3/57", f"6/3/57 needs its year in four digits. {HELP}"),
        ("long ago", f'"long ago" is not a date I know. {HELP}'),
        ("", f"There is no date here. {HELP}"),
    ],
)
def test_what_is_no_partial_date_is_told_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_partial(text)
    assert str(caught.value) == sentence


@given(st.text(max_size=20))
def test_any_text_is_a_fhir_date_or_a_plain_sentence(text: str) -> None:
    assert told(lambda: is_partial(parse_partial(text)))


@given(st.dates())
def test_a_whole_date_stays_as_it_is(day: D) -> None:
    assert parse_partial(day.isoformat()) == day.isoformat()
