"""Repeats, doses and lengths in plain words."""

from __future__ import annotations

import json
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.exchange.fhir.elements import narrative
from coordtui.exchange.fhir.jsonwalk import Cursor
from coordtui.exchange.fhir.timing import dosage, timing
from coordtui.exchange.fhir.words import block, line, size_words


def read(value: Any) -> Any:
    """As the import reads it: decimals keep their digits."""
    return Cursor(json.dumps(value)).value()


@pytest.mark.parametrize(
    ("repeat", "words"),
    [
        ({"frequency": 1, "period": 1, "periodUnit": "d"}, "once a day"),
        ({"frequency": 3, "period": 1, "periodUnit": "d"}, "3 times a day"),
        ({"frequency": 1, "period": 2, "periodUnit": "wk"}, "every 2 weeks"),
        ({"frequency": 2, "frequencyMax": 3, "period": 1, "periodUnit": "wk"}, "2 to 3 times a week"),
        ({"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h"}, "every 4 to 6 hours"),
        ({"frequency": 1, "period": 1.5, "periodUnit": "d"}, "every 1.5 days"),
        ({"dayOfWeek": ["mon", "fri"], "timeOfDay": ["09:00:00"]}, "on Monday, Friday, at 09:00"),
        ({"when": ["HS"]}, "before sleep"),
        ({"count": 20, "duration": 15, "durationUnit": "min"}, "15 minutes each, 20 times in all"),
        ({"boundsPeriod": {"start": "2013-02-14", "end": "2013-02-28"}}, "2013-02-14 to 2013-02-28"),
        ({"boundsDuration": {"value": 10, "code": "d"}}, "for 10 days"),
        ({"periodUnit": "fortnight"}, None),
        ("often", None),
    ],
)
def test_repeats(repeat: Any, words: str | None) -> None:
    assert timing(read({"repeat": repeat})) == words


def test_a_usual_code_is_said_in_words_and_an_own_one_as_it_is() -> None:
    assert timing({"code": {"text": "BID"}}) == "2 times a day"
    assert timing({"code": {"text": "when the moon is full"}}) == "when the moon is full"


def test_the_words_of_the_source_come_before_our_own() -> None:
    assert dosage([{"text": "one at night", "timing": {"repeat": {"when": ["HS"]}}}]) == "one at night"


def test_a_dose_without_words_is_put_together() -> None:
    dose = {
        "doseAndRate": [{"doseRange": {"low": {"value": 1, "unit": "tab"}, "high": {"value": 2, "unit": "tab"}}}],
        "route": {"text": "by mouth"},
        "timing": {"repeat": {"frequency": 4, "period": 1, "periodUnit": "d"}},
        "asNeededCodeableConcept": {"text": "pain"},
    }
    assert dosage(read([dose])) == "1 tab to 2 tab, by mouth, 4 times a day, as needed for pain"


def test_lines_lose_controls_and_doubled_blanks_but_no_script() -> None:
    assert line(" a\x00\tb\n c\u202e ") == "a b c"
    assert line("مريم \u200fالخطيب") == "مريم \u200fالخطيب"
    assert line("\ud83d") == "\ufffd"
    assert line("   ") is None
    assert line(7) is None


@given(st.text(string.printable, max_size=700))
def test_a_line_is_the_words_with_one_blank_between_them(text: str) -> None:
    words = " ".join("".join(char for char in text if char not in "\x0b\x0c").split())
    assert line(text) == ((words if len(words) <= 500 else words[:499].rstrip() + "…") or None)


def test_blocks_keep_their_lines() -> None:
    assert block("a \r\nb\x07\r\n") == "a\nb"


@pytest.mark.parametrize("piece", ["<script", "<", "</script", "<br", "&#x;", "<style></style"])
def test_markup_made_to_be_slow_is_stripped_in_one_pass(piece: str) -> None:
    narrative({"div": f"<div>{piece * 30_000}</div>"})
    assert narrative({"div": f"<div>kept<p>{piece}</p></div>"}) is not None


def test_long_text_ends_in_an_ellipsis() -> None:
    assert line("x" * 600) == "x" * 499 + "…"


@pytest.mark.parametrize(("size", "words"), [(900, "900 bytes"), (65536, "64 kB"), (536870912, "512 MB")])
def test_sizes_in_words(size: int, words: str) -> None:
    assert size_words(size) == words
