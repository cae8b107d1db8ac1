"""Folding text for search and sorting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.rules.fold import fold


@pytest.mark.parametrize(
    "text, folded",
    [
        ("Rosa López", "rosa lopez"),
        ("ØRSTED", "orsted"),
        ("Łukasz", "lukasz"),
        ("Đặng Thị", "dang thi"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Æsir Œuvre", "aesir oeuvre"),
        ("Þór Ðuro", "thor duro"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("D`Angelo", "dangelo"),
        ("Kahaʻi", "kahai"),
        ("Smith-Jones, Jr.", "smith jones jr"),
        ("İstanbul ısı", "istanbul isi"),
        ("Nguyễn Văn Ước", "nguyen van uoc"),
        ("  Ana \t María\n", "ana maria"),
        ("ﬁancé", "fiance"),
        ("Ｆｕｌｌ", "full"),
        ("Ёлкина", "елкина"),
        ("ΆΝΝΑ", "αννα"),
        ("李小龙", "李小龙"),
        ("がき", "がき"),
        ("か", "か"),
        ("한글", "한글"),
        ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"),
        ("שָׁלוֹם", "שלום"),
        ("अनीता", "अनीता"),
        ("ความสุข", "ความสุข"),
        ("\u200fشادي\u200e", "شادي"),
        ("[DNR] #7", "dnr 7"),
        ("ana😀", "ana😀"),
        ("’’’", ""),
        ("", ""),
    ],
)
def test_text_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_kana_that_differ_by_a_mark_stay_apart() -> None:
    assert fold("か") != fold("が")


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_folded_text_is_one_line_without_outer_blanks(text: str) -> None:
    assert fold(text) == " ".join(fold(text).split())


@given(st.text(st.characters(codec="ascii"), max_size=40))
def test_case_makes_no_difference(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)
