"""`coordtui caseload`."""

from __future__ import annotations

import pytest

from coordtui.errors import Exit
from tests.cli.conftest import DAY, Cli

ROW_KEYS = {
    *("patient_id", "patient", "birth_date", "acuity", "level", "next_due", "last_two_way", "open", "plan"),
    *("engagement", "deceased"),
}


def test_json_has_the_promised_keys_and_null_for_what_is_absent(desk: Cli) -> None:
    ran = desk("caseload", "--json", on=DAY)
    assert ran.code == Exit.DONE
    assert set(ran.json) == {"rows"}
    assert all(set(row) >= ROW_KEYS for row in ran.json["rows"])
    mei = next(row for row in ran.json["rows"] if row["patient"] == "Mei Tan")
    assert mei["birth_date"] == "1990"
    assert mei["acuity"] is None
    assert mei["deceased"] is False


def test_a_filter_narrows_it(desk: Cli) -> None:
    assert [row["patient"] for row in desk("caseload", "lang:es", "--json", on=DAY).json["rows"]] == ["Rosa Lopez"]


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_words_fit_the_terminal(desk: Cli, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = desk("caseload", on=DAY)
    assert "John [DNR] Doe" in ran.out
    assert "3 people." in ran.out
    assert max(map(len, ran.out.splitlines())) <= columns
