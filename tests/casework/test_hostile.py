"""Patient text is hostile input: it is kept as it was typed, found again, and breaks nothing."""

from __future__ import annotations

import pytest

from coordtui.casework import today as queue
from coordtui.casework.base import said
from coordtui.casework.caseload import caseload
from coordtui.casework.chart import chart, timeline
from coordtui.casework.contact import contacts, log_contact
from coordtui.casework.follow_up import detail
from coordtui.casework.people import find
from coordtui.casework.quick_note import capture, unfiled
from coordtui.errors import InvalidInput
from coordtui.models.contact import Outcome
from tests.casework.world import World, call

NASTY = [
    "[DNR]",
    "[/x] [b]bold[/b] [@click=app.quit]x[/]",
    "'; DROP TABLE patient; --",
    '"quoted" and `ticked` \\ back',
    "🙂👩🏽‍⚕️🇺🇸",
    "abc \u202eright to left\u202c def",
    "مرحبا بالعالم",
    "e\u0301 ﬁ ﬀ Ǆ",
    "%s {} {0} %(x)s $HOME",
    "zero\u200bwidth",
]


@pytest.mark.parametrize("text", NASTY)
def test_what_was_typed_is_what_is_read(world: World, text: str) -> None:
    rosa = world.add(given=text, note=text, safety_note=text)
    step = world.plan(rosa, "food", text=text)
    world.do(log_contact, call(rosa, Outcome.REACHED_PATIENT, note=text, agreed=text, spoke_with=text))
    world.do(capture, text)
    view = world.read(chart, rosa, world.day)
    assert (view.patient.given, view.patient.note, view.preferences.safety_note) == (text, text, text)
    assert world.read(detail, step).text == text
    (kept,) = world.read(contacts, rosa)
    assert (kept.note, kept.agreed, kept.spoke_with) == (text, text, text)
    assert world.read(unfiled)[0].text == text
    assert world.row(rosa).text == text
    assert any(entry.detail.count(text) for entry in world.read(timeline, rosa))
    assert world.read(caseload, world.day)[0].patient_id == rosa
    assert world.read(queue.preview, rosa, world.day).safe_contact[0] == text
    world.check()
    for _ in range(4):
        world.ledger.undo()
    world.ledger.redo()
    assert world.read(chart, rosa, world.day).patient.note == text


@pytest.mark.parametrize("text", [text for text in NASTY if ":" not in text and "=" not in text])
def test_any_text_can_be_looked_for(world: World, text: str) -> None:
    rosa = world.add(given=text)
    world.add("Ana", "Diaz")
    found = {row.patient_id for row in world.today(filter=text).rows}
    assert rosa in found or text == NASTY[3]  # an unpaired quote opens a phrase


def test_an_unknown_key_in_the_filter_is_named(world: World) -> None:
    with pytest.raises(InvalidInput, match='no filter "click:"'):
        world.today(filter="click:app.quit")


def test_a_note_of_ten_thousand_characters_is_kept_whole(world: World) -> None:
    rosa = world.add()
    long = "Zażółć gęślą jaźń 🙂 " * 500
    world.do(log_contact, call(rosa, Outcome.REACHED_PATIENT, note=long))
    assert world.read(contacts, rosa)[0].note == long.strip()
    label = world.do(capture, long).label
    assert len(label) < 60
    assert len(world.open(queue.NOBODY)[0].text) < 120
    world.check()


def test_what_a_terminal_would_obey_is_not_kept(world: World) -> None:
    assert said("\x1b[31mred\x07 \x9b2J bell\x00 tab\t line\nend") == "[31mred 2J bell tab\t line\nend"
    assert said("half a \ud83d pair") == "half a  pair"
    assert said("\x1b") is None
    assert said(None) is None


def test_nobodys_name_is_lost_to_the_filter(world: World) -> None:
    key = world.add("[DNR] Ana", "O'Brien-[x]")
    assert world.read(find, "dnr obrien") == key
    assert [row.patient_id for row in world.today(filter="dnr ana").rows] == [key]


def test_very_long_names_sort_and_show(world: World) -> None:
    key = world.add("A" * 300, "B" * 300)
    other = world.add("A" * 300, "B" * 299)
    assert {row.patient_id for row in world.today().rows} == {key, other}
    world.check()
