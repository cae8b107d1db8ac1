"""`coordtui today`, as scripts and people read it."""

from __future__ import annotations

import pytest

from coordtui.errors import Exit
from tests.cli.conftest import DAY, ROSA, Cli

KEYS = {"on", "counts", "deferred", "waiting", "scheduled", "later", "rows"}
ROW_KEYS = {
    *("patient_id", "patient", "tier", "points", "reasons", "due_on", "limit_at", "ball", "kind", "follow_up_id"),
    "more",
}


def test_json_has_the_promised_keys(desk: Cli) -> None:
    ran = desk("today", "--json", on=DAY)
    assert ran.code == Exit.DONE
    assert set(ran.json) >= KEYS
    assert set(ran.json["counts"]) == {"0", "1", "2", "3", "4"}
    row = ran.json["rows"][0]
    assert set(row) >= ROW_KEYS
    assert all(set(reason) == {"text", "points"} for reason in row["reasons"])
    more = next(row["more"] for row in ran.json["rows"] if row["patient_id"] == ROSA)
    assert all(set(item) >= {"follow_up_id", "kind", "due_on", "text"} for item in more)


def test_json_is_all_that_stands_on_stdout_and_nothing_is_said_beside_it(desk: Cli) -> None:
    ran = desk("today", "--json", on=DAY)
    assert ran.out.startswith("{")
    assert ran.out.endswith("}\n")
    assert ran.err == ""


def test_reasons_add_up_to_the_points(desk: Cli) -> None:
    rows = desk("today", "--json", on=DAY).json["rows"]
    assert rows
    assert all(sum(reason["points"] for reason in row["reasons"]) == row["points"] for row in rows)


def test_the_day_of_the_option_is_the_day_of_the_queue(desk: Cli) -> None:
    assert desk("today", "--json", on="2026-03-09").json["on"] == "2026-03-09"


def test_another_day_leaves_the_stored_ranks_alone(desk: Cli) -> None:
    before = desk("today", "--json").json
    desk("today", "--json", on="2027-01-04")
    assert desk("today", "--json").json == before


@pytest.mark.parametrize(
    "words, names",
    [
        (("rosa",), {"Rosa Lopez"}),
        (("lang:es",), {"Rosa Lopez"}),
        (("-rosa",), {"John [DNR] Doe", "Mei Tan"}),
        (("-lang:es", "-mei"), {"John [DNR] Doe"}),
        (("nobody-is-called-this",), set()),
    ],
)
def test_a_filter_narrows_the_rows(desk: Cli, words: tuple[str, ...], names: set[str]) -> None:
    ran = desk("today", *words, "--json", on="2026-03-09")
    assert ran.code == Exit.DONE
    assert {row["patient"] for row in ran.json["rows"]} == names


def test_a_filter_that_cannot_be_read_names_the_field(desk: Cli) -> None:
    ran = desk("today", "tier:high", on=DAY)
    assert ran.code == Exit.FAILED
    assert ran.out == ""
    assert "filter" in ran.err


def test_a_limit_shows_the_first_rows_and_says_how_many_are_left(desk: Cli) -> None:
    ran = desk("today", "--limit", "1", on="2026-03-09")
    assert "Rosa Lopez" in ran.out
    assert "Mei Tan" not in ran.out
    assert "2 more not shown" in ran.err
    counts = desk("today", "--limit", "1", "--json", on="2026-03-09").json["counts"]
    assert sum(counts.values()) == 3


def test_words_show_the_reasons_and_the_name_letter_by_letter(desk: Cli) -> None:
    ran = desk("today", on="2026-03-09")
    assert "John [DNR] Doe" in ran.out
    assert "discharge" in ran.out
    assert "(+" in ran.out


def test_what_is_piped_has_one_line_a_row_and_no_escape_sequence(desk: Cli) -> None:
    ran = desk("today", on="2026-03-09")
    line = next(line for line in ran.out.splitlines() if "Rosa Lopez" in line)
    assert "discharge" in line
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(desk: Cli, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = desk("today", on="2026-03-09").out.splitlines()
    assert any("Rosa Lopez" in line for line in lines)
    assert max(map(len, lines[1:-1])) <= columns
