"""A template that somebody else wrote can ask for more time or memory than there is; it is refused in words."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from coordtui.documents.render import MOST_BYTES, render
from coordtui.documents.word import template
from coordtui.errors import InvalidInput

BOMBS = (
    "{{ 'a' * 10**10 }}",
    "{{ [0] * 10**9 }}",
    "{{ 9 ** 99999999 }}",
    "{{ '%99999999d' % 1 }}",
    "{{ '%*d' % (99999999, 1) }}",
    "{{ '{:>99999999}'.format(1) }}",
    "{{ '{:{w}}'.format(1, w=99999999) }}",
    "{{ 'a'|center(10**9) }}",
    "{{ 'a'.ljust(10**9) }}",
    "{{ 'ab'|replace('', 'b' * 9999)|replace('', 'b' * 9999) }}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% for i in [range(9999)] recursive %}{{ loop(i) if i is iterable else loop([i]) }}{% endfor %}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% set n = namespace(s='a') %}{% for i in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
    "{% set n = namespace(s='a') %}{% for i in range(60) %}{% set n.s = n.s + n.s %}{% endfor %}",
    "{% set n = namespace(s='a') %}{% for i in range(60) %}{% set n.s %}{{ n.s }}{{ n.s }}{% endset %}{% endfor %}",
)


@dataclass(frozen=True)
class Paper:
    name: str = "Rosa <b>"
    lines: tuple[str, ...] = ("one", "two")
    born: dt.date = dt.date(1961, 4, 2)
    document: ClassVar[str] = "summary"


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_template_that_asks_for_too_much_is_refused(tmp_path: Path, bomb: str) -> None:
    (tmp_path / "summary.html").write_text(f"<p>{{{{ name }}}}</p>\n{bomb}", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"summary\.html, line 2: (it asks for more|the template fails)"):
        render(Paper(), "html", tmp_path)


def test_what_templates_do_in_earnest_is_within_the_bounds(tmp_path: Path) -> None:
    text = (
        "{% for line in lines %}{{ loop.index }}/{{ loop.length }} {{ line|upper|truncate(255) }};{% endfor %}"
        "{{ ' and '.join(lines) }} {{ name ~ '!' }} {{ '%.1f' % 2.34 }} {{ '{:>4}'.format(7) }} {{ '%s'|format(name) }}"
        " {{ born.replace(year=2026) }} {{ lines|map('length')|sum }} {{ 2026 * 12 }} {{ (name * 3)|length }}"
        "{% for n in range(2000) recursive %}{% endfor %}"
    )
    (tmp_path / "summary.html").write_text(text, encoding="utf-8")
    made = render(Paper(), "html", tmp_path).decode()
    assert made == ("1/2 ONE;2/2 TWO;one and two Rosa &lt;b&gt;! 2.3    7 Rosa &lt;b&gt; 2026-04-02 6 24312 24")


def test_a_word_file_that_unpacks_to_far_more_is_not_unpacked(tmp_path: Path) -> None:
    out = io.BytesIO(template())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/media/x.png", "w") as member:
        for _ in range(80):
            member.write(bytes(1024 * 1024))
    (tmp_path / "summary.docx").write_bytes(out.getvalue())
    with pytest.raises(InvalidInput, match="unpacks to more"):
        render(Paper(), "docx", tmp_path)


def test_a_template_file_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "summary.md").open("wb") as file:
        file.truncate(MOST_BYTES * 50)
    with pytest.raises(InvalidInput, match="too large"):
        render(Paper(), "md", tmp_path)
