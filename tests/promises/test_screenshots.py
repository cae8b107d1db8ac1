"""The README's pictures: there, well-formed, light, and naming no place outside of this folder."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.readme import README
from tests.shots import FOLDER, SHOTS, bare, with_pictures

FILES = [FOLDER / f"{shot.name}.svg" for shot in SHOTS]


def test_the_readme_shows_every_picture_that_is_drawn_and_no_other() -> None:
    text = README.read_text(encoding="utf-8")
    assert with_pictures(text) == text, "python3 make.py shots writes them"
    assert {path.name for path in FOLDER.iterdir()} == {path.name for path in FILES}
    assert {shot.size for shot in SHOTS} >= {(120, 36), (80, 24)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_picture_stands_by_itself(path: Path) -> None:
    svg = path.read_text(encoding="utf-8")
    words = "".join(ElementTree.fromstring(svg).itertext()).replace("\xa0", " ")
    assert set(re.findall(r"\w+://[^\s\"'<)]*", svg)) == {"http://www.w3.org/2000/svg"}
    assert "@font-face" not in svg
    assert not re.search(r"(?<![\w~.])/\w[\w.-]*/\w", words), "a path of the machine that drew it"
    assert "fault" not in words
    assert len(svg) < 120_000
    assert len(words) > 1_000


def test_what_is_stripped_leaves_the_words_where_they_were() -> None:
    run = '<text class="a" x="12.2" y="20" textLength="61" clip-path="b">&#160;two&#160;</text>'
    assert bare(run) == '<text class="a" x="24.4" y="20" textLength="36.6" clip-path="b">two</text>\n'
    assert bare('<text x="1" y="2" textLength="3">\n</text><!-- by somebody -->') == ""
