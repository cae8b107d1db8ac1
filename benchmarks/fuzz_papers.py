"""Templates for documents that somebody else wrote: Markdown, HTML and Word."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fuzz_mutate import reworded, spoiled, zipped
from fuzz_run import ACCEPTED, PartialWrite, Try
from sqlalchemy import text
from sqlmodel import Session
from tests.world import DemoWorld, demo_world

from coordtui.documents.packet import packet
from coordtui.documents.plan import plan_copy
from coordtui.documents.render import FORMATS, render, template_name
from coordtui.documents.summary import summary
from coordtui.documents.word import template as shipped_word

_RESOURCES = Path(str(__import__("coordtui").__file__)).parent / "resources" / "templates"
_TAGS = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ self._TemplateReference__context }}", "{{ cycler.__init__ }}",
    "{% include '/etc/passwd' %}", "{% import 'os' as os %}", "{% extends 'x' %}", "{{ range(10**9)|list }}",
    "{{ 'a' * 10**10 }}", "{{ 'a'.__mul__(10**10) }}", "{{ '%1000000000d' % 1 }}", "{{ '{:>1000000000}'.format(1) }}",
    "{{ 10 ** 10 ** 10 }}", "{{ 9 ** 99999999 }}", "{{ 'a'|center(10**10) }}", "{{ [0] * 10**10 }}", "{{ 1 / 0 }}",
    "{{ lipsum(n=10**7) }}", "{{ 'ab'|indent(10**10, true) }}", "{% set a = 'a' * 9**9 %}", "{{ 1 << 10**11 }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% for i in range(99999) %}", "{% endfor %}", "{% if %}",
    "{{ patient }}", "{{ nobody.x }}", "{{ person.name|replace('a', 'b' * 10**10) }}", "{% raw %}", "{#",
    "{{ [[]]|tojson }}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% set n = namespace(s='a') %}{% for i in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}{{ n.s }}",
    "{{ 7 * 7 }}",
    "{% set n = namespace(s=[1]) %}{% for i in range(60) %}{% set n.s = n.s + n.s %}{% endfor %}",
    "{{ [1,2]|batch(10**9, 0)|list }}",
    "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}",
)  # fmt: skip
_XML = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>&c;',
    '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>&x;', "<w:p>", "</w:t>", "<![CDATA[", "&nope;",
    "{%p if %}", "{%tr for a in b %}", "{{r x }}", "<w:t>{{</w:t><w:t>7}}</w:t>",
)  # fmt: skip


@contextlib.contextmanager
def templates(home: Path, _: Path | None) -> Iterator[Try]:
    """Every document in every format, over a person of the demo. Nothing is written, and no file is read."""
    folder = home / "templates"
    folder.mkdir()
    canary = home / "canary"
    canary.write_text("Xochiquetzalli", encoding="utf-8")
    with demo_world(home, patients=12) as world:
        views = _views(world)
    sources = {template_name(view, end): _source(template_name(view, end)) for view in views for end in FORMATS}

    def attempt(chance: random.Random) -> str:
        view, end = chance.choice(views), chance.choice(FORMATS)
        name = template_name(view, end)
        file = folder / name
        file.write_bytes(_spoiled(sources[name], end, chance, canary))
        try:
            if b"Xochiquetzalli" in _plain(render(view, end, folder), end):
                raise PartialWrite("a template read a file")
        finally:
            file.unlink()
            if list(folder.iterdir()):
                raise PartialWrite("a template made a file")
        return ACCEPTED

    yield attempt


def _views(world: DemoWorld) -> list[Any]:
    def one(table: str) -> int:
        def read(session: Session) -> int:
            return int(session.execute(text(f"SELECT min(id) FROM {table}")).scalar_one())  # noqa: S608 - two names

        return world.read(read)

    plan = one("care_plan")
    return [
        world.read(summary, 1, None, None, world.today),
        world.read(plan_copy, plan, "patient", world.today),
        world.read(plan_copy, plan, "team", world.today),
        world.read(packet, one("referral"), world.today),
    ]


def _source(name: str) -> bytes:
    return shipped_word(name.removesuffix(".docx")) if name.endswith(".docx") else (_RESOURCES / name).read_bytes()


def _spoiled(source: bytes, end: str, chance: random.Random, canary: Path) -> bytes:
    if end != "docx":
        tags = (*_TAGS, f"{{% include '{canary}' %}}", f"{{{{ open('{canary}').read() }}}}")
        return reworded(source.decode(), chance, tags)
    if chance.random() < 0.3:
        return spoiled(source, chance)
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(("word/document.xml", "word/document.xml", *sorted(members)))
    words = (*_TAGS, *_XML, f'<!DOCTYPE x [<!ENTITY x SYSTEM "file://{canary}">]>&x;')
    members[name] = _in_xml(members[name].decode("utf-8", "replace"), chance, words)
    return zipped(members, chance if chance.random() < 0.3 else None)


def _in_xml(xml: str, chance: random.Random, words: tuple[str, ...]) -> bytes:
    """Mostly where text stands, so that the document still opens."""
    if chance.random() < 0.3:
        return reworded(xml, chance, words)
    word = chance.choice(words)
    starts = [at for at in range(len(xml)) if xml.startswith("</w:t>", at)] or [len(xml) // 2]
    at = chance.choice(starts)
    if word.startswith("<!DOCTYPE"):
        doctype, _, use = word.rpartition(">")
        return f"{doctype}>{xml[:at].partition('?>')[2]}{use}{xml[at:]}".encode()
    return f"{xml[:at]}{word}{xml[at:]}".encode("utf-8", "surrogatepass")


def _plain(document: bytes, end: str) -> bytes:
    if end != "docx":
        return document
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
