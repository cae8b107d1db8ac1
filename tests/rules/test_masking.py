"""What tells who somebody is, found in lines as they are drawn, and what is left alone beside it."""

from __future__ import annotations

import pytest

from coordtui.rules.masking import Clue, ClueKind, Mask


def mask(*clues: tuple[ClueKind, str]) -> Mask:
    made = Mask()
    made.learn(Clue(kind, text) for kind, text in clues)
    return made


def hidden(made: Mask, line: str) -> str:
    """The line with # for what is hidden; of a name the first letter stays."""
    letters = list(line)
    for start, end, is_name in made.spans(line):
        for at in range(start + is_name, end):
            letters[at] = "#"
    return "".join(letters)


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Rosalinda López-Smith", "R######## L####-S####"),
        ("called rosalinda's LOPEZ", "called r########'s L####"),
        ("Dr. Rosalinda and Linda", "Dr. R######## and Linda"),
        ("Rosali… and Rot…", "R#####… and Rot…"),
        ("alinda, cut at the left", "a#####, cut at the left"),
        ("the O'Brien family", "the O'B#### family"),
        ("Ng said ng", "N# said ng"),
    ],
)
def test_a_name_is_found_in_any_spelling_and_cut_on_either_side(line: str, left: str) -> None:
    made = mask(("name", "Dr. Rosalinda Lopez-Smith"), ("name", "O'Brien"), ("name", "Li Ng"))
    assert hidden(made, line) == left


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("May and Grace came", "M## and G#### came"),
        ("she may say grace", "she may say grace"),
        ("due 3 May 2026, May 5", "due 3 May 2026, May 5"),
    ],
)
def test_a_name_that_is_an_ordinary_word_is_hidden_where_it_is_written_as_a_name(line: str, left: str) -> None:
    assert hidden(mask(("name", "May Grace")), line) == left


def test_a_name_in_a_script_without_spaces_is_found_within_a_sentence() -> None:
    assert hidden(mask(("name", "王小芳")), "昨天王小芳打来电话") == "昨天王##打来电话"


@pytest.mark.parametrize(
    "line",
    [
        *("2 April 1957", "April 2, 1957", "2 Apr 1957", "1957-04-02", "04/02/1957", "4/2/57", "2.4.1957", "19570402"),
        *("April 2nd, 1957", "2nd April 1957", "2nd of April 1957", "2 of Apr 1957"),
        *("212-555-0142", "(212) 555 0142", "+1 212.555.0142", "2125550142", "555-0142"),
        *("12 Elm Street, Springfield", "Elm Street", "12 Elm", "Springfield MA 02139", "02139"),
        *("MRN-77431", "mrn 77431", "77431", "123-45-6789", "123 45 6789", "rosa@example.org", "r.o+x@a.example"),
    ],
)
def test_identifiers_are_hidden_whole_in_the_ways_they_are_written(line: str) -> None:
    made = mask(
        ("birth", "1957-04-02"),
        ("phone", "+1 (212) 555-0142"),
        ("address", "12 Elm Street Springfield MA 02139"),
        ("number", "MRN-77431"),
        ("number", "123-45-6789"),
    )
    shown = hidden(made, f"see {line} again")
    assert set(shown.removeprefix("see ").removesuffix(" again")) <= set("#+1( "), shown


@pytest.mark.parametrize(
    "line",
    [
        *("due 2 April 2026", "2 April", "2026-04-02", "born in 1957", "12 days", "Street work", "call 911", "(+32)"),
        *("99490 · 20 min", "MRN", "at 12:45", "page 2 of 12", ""),
    ],
)
def test_what_tells_nobody_is_left_alone(line: str) -> None:
    made = mask(
        ("name", "Mr. Unknown Patient de la Jr"),
        ("birth", "1957-04-02"),
        ("birth", "1957"),
        ("phone", "911"),
        ("address", "12 Elm Street"),
        ("address", "Homeless"),
        ("number", "12"),
    )
    assert hidden(made, line) == line


def test_a_birth_date_known_to_the_month_is_hidden_with_its_year() -> None:
    made = mask(("birth", "2017-06"))
    assert hidden(made, "June 2017, 2017-06, Jun 2017, June 2026") == "#########, #######, ########, June 2026"


def test_what_is_learnt_later_is_hidden_too() -> None:
    made = mask(("name", "Rosalinda"))
    made.learn([Clue("name", "Zebulon")])
    assert hidden(made, "Rosalinda and Zebu…") == "R######## and Z###…"


def test_a_month_is_no_birth_date_in_the_middle_of_a_line_and_two_letters_are_no_name() -> None:
    mask = Mask()
    mask.learn([Clue("birth", "2026-10-03"), Clue("name", "Tobias Annan")])
    for line in ("16 Oct 2026 survey", "Visited t…", "rides an…"):
        assert mask.spans(line) == []
    for line in ("3 Oct 2026", "Oct 2026", "born 2026-10-…", "Tob…"):
        assert mask.spans(line)


@pytest.mark.parametrize(("day", "said"), [("01", "1st"), ("03", "3rd"), ("04", "4th"), ("11", "11th"), ("22", "22nd")])
def test_a_birth_day_is_found_as_it_is_said(day: str, said: str) -> None:
    assert "1950" not in hidden(mask(("birth", f"1950-03-{day}")), f"born March {said}, 1950")
