"""`coordtui views` and `--view`: saved views as text, and lists by them."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest

from coordtui.cli.output import tell
from coordtui.errors import Exit, InvalidInput
from coordtui.models.saved_view import ViewList
from coordtui.rules.finding_parse import parse
from coordtui.rules.saved_view import STARTERS, SharedView, read_line
from tests.cli.conftest import DAY, Cli

SPANISH = "caseload: Spanish = lang:es"


def lines(cli: Cli, *words: str) -> list[str]:
    return cli("views", *words).out.splitlines()


def given(monkeypatch: pytest.MonkeyPatch, text: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text), isatty=lambda: False))


def test_views_are_printed_as_lines_that_can_be_taken_in_again(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = [SharedView(of, name, text) for of in ViewList for name, text in STARTERS[of]]
    assert [read_line(line) for line in lines(desk)] == shipped
    assert desk("views", "add", SPANISH).err == "Views taken in: 1 new view\n"
    assert lines(desk, "--list", "caseload")[-1] == SPANISH
    all_of_them = desk("views").out
    given(monkeypatch, b"# ours\n" + all_of_them.encode())
    assert desk("views", "add", "-").err == "Views taken in: 0 new views\n"
    held = desk("views", "--json").json["views"]
    assert held[-1]["own"] is False
    assert {"list": "caseload", "name": "Spanish", "filter": "lang:es", "own": True} in held
    assert desk("views", "remove", "spanish").code == Exit.DONE
    assert SPANISH not in lines(desk)
    assert desk("undo").code == Exit.DONE
    assert SPANISH in lines(desk)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "Spanish = lang:es"), "begins with its list"),
        (("add", "caseload: Spanish = langg:es"), 'Did you mean "lang:"'),
        (("add", "caseload: \x1b[31mSpanish = lang:es"), "cannot be seen"),
        (("remove", "nobody"), "coordtui views lists them"),
    ],
)
def test_what_is_no_view_is_refused_in_words(desk: Cli, words: tuple[str, ...], said: str) -> None:
    ran = desk("views", *words)
    assert ran.code == Exit.FAILED
    assert said in " ".join(ran.err.split())
    assert "\x1b" not in ran.err


def test_lines_from_elsewhere_are_refused_whole(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for text, code in (
        (b"caseload: A = maria\nnonsense\n", Exit.FAILED),
        (b"\xff\xfe", Exit.USAGE),
        (b"", Exit.FAILED),
    ):
        given(monkeypatch, text)
        assert desk("views", "add", "-").code == code
    given(monkeypatch, b"#" * 70_000)
    assert "too long" in desk("views", "add", "-").err
    assert "own" in desk("views", "--json").out
    assert not any(one["own"] for one in desk("views", "--json").json["views"])


def test_a_list_is_narrowed_by_a_view_and_what_is_typed_narrows_it_further(desk: Cli) -> None:
    desk("views", "add", "caseload: Two of them = rosa or mei")

    def names(*words: str) -> set[str]:
        return {row["patient"] for row in desk("caseload", "--json", *words).json["rows"]}

    assert names("--view", "two of them") == {"Rosa Lopez", "Mei Tan"}
    assert names("--view", "Two of them", "-mei") == {"Rosa Lopez"}
    ran = desk("caseload", "--view", "Two of then")
    assert (ran.code, "Did you mean Two of them?" in ran.err) == (Exit.FAILED, True)
    assert desk("referrals", "--json", "--view", "Urgent").json == {"rows": []}
    assert desk("today", "--json", "--view", "Never reached", on=DAY).json["rows"]


def test_a_filter_is_explained_in_words_and_no_list_is_printed(
    desk: Cli, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = desk("caseload", "--explain", "acuity:>=high", "last:>30d")
    assert (ran.code, ran.out) == (Exit.DONE, "high or complex acuity, not reached for over 30 days\n")
    assert desk("today", "--explain", "--view", "Never reached").out == "never reached\n"
    wrong = desk("referrals", "--explain", "(maria")
    assert (wrong.code, "never closed" in wrong.err) == (Exit.FAILED, True)
    logged = desk("caseload", "田中 acuty:high")
    assert logged.err.splitlines()[1:] == ['Did you mean "acuity:"?']
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with pytest.raises(InvalidInput) as caught:
        parse("田中 acuty:high", "people")
    tell(caught.value)
    assert capsys.readouterr().err.splitlines()[1:3] == ["  田中 acuty:high", "       ^^^^^^"]
    assert not any(entry["act"] == "list.view" for entry in desk("log", "--json").json["entries"])
