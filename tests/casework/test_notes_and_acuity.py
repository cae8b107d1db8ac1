"""Quick notes, acuity by the rubric with its override, and the profile."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.casework.acuity import assess, assessments, level_of
from coordtui.casework.profile import profile, set_profile
from coordtui.casework.quick_note import capture, discard, file_note, filed, unfiled
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.acuity import AcuityDraft, Level
from tests.casework.world import World


def test_a_note_is_kept_at_once_and_filed_later(world: World) -> None:
    rosa = world.add()
    note = world.do(capture, "  call   the clinic\nabout [Rosa] ").value
    (shown,) = world.read(unfiled)
    assert (shown.note_id, shown.text, shown.at.hour) == (note, "call   the clinic\nabout [Rosa]", 12)
    world.check()
    result = world.do(file_note, note, rosa)
    assert result.label == "Filed under Rosa Lopez: call the clinic about [Rosa]"
    assert (world.read(unfiled), world.read(filed, rosa)) == ((), (shown,))
    assert world.today().rows[0].patient_id == rosa
    world.check()


def test_capturing_and_filing_are_undone_and_the_row_of_notes_follows(world: World) -> None:
    rosa = world.add()
    note = world.do(capture, "call the clinic").value
    world.do(file_note, note, rosa)
    assert len(world.today().rows) == 1
    world.ledger.undo()
    assert len(world.today().rows) == 2
    world.check()
    world.ledger.undo()
    assert len(world.today().rows) == 1
    world.check()
    world.ledger.redo()
    assert len(world.today().rows) == 2
    world.check()


def test_a_note_is_filed_once_and_needs_words_and_a_patient(world: World) -> None:
    rosa = world.add()
    with pytest.raises(InvalidInput) as empty:
        world.do(capture, " \n ")
    assert empty.value.field == "text"
    note = world.do(capture, "x").value
    with pytest.raises(NotFound):
        world.do(file_note, note, 99)
    with pytest.raises(NotFound):
        world.do(file_note, 99, rosa)
    world.do(file_note, note, rosa)
    for again in ((file_note, note, rosa), (discard, note)):
        with pytest.raises(Refused, match="filed already"):
            world.do(*again)


def test_a_discarded_note_leaves_the_queue(world: World) -> None:
    note = world.do(capture, "x").value
    world.do(discard, note)
    assert (world.today().rows, world.read(unfiled)) == ((), ())
    world.check()


def test_the_rubric_gives_score_and_level_and_the_newest_counts(world: World) -> None:
    rosa = world.add()
    assert world.read(level_of, rosa, world.day) is None
    view = world.do(assess, rosa, AcuityDraft(utilisation=4, clinical=3, behavioural=2, social=1)).value
    assert (view.score, view.level, view.effective) == (10, Level.HIGH, Level.HIGH)
    world.do(assess, rosa, AcuityDraft(utilisation=1))
    assert world.read(level_of, rosa, world.day) is Level.LOW
    assert [each.score for each in world.read(assessments, rosa, world.day)] == [1, 10]


def test_an_override_moves_one_step_with_a_reason_until_its_day(world: World) -> None:
    rosa = world.add()
    until = world.day + dt.timedelta(days=10)
    draft = AcuityDraft(utilisation=4, override=Level.RISING, override_reason="lives alone", override_until=until)
    result = world.do(assess, rosa, draft)
    assert result.label == "Acuity rising: Rosa Lopez"
    assert (result.value.level, result.value.effective) == (Level.LOW, Level.RISING)
    assert world.read(level_of, rosa, until) is Level.RISING
    assert world.read(level_of, rosa, until + dt.timedelta(days=1)) is Level.LOW


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("override", {"override": Level.COMPLEX}),
        ("override_reason", {"override_reason": " "}),
        ("override_until", {"override_until": None}),
        ("override_until", {"override_until": dt.date(2026, 3, 3)}),
        ("override_until", {"override_until": dt.date(2030, 3, 3)}),
    ],
)
def test_an_override_without_step_reason_or_end_is_refused(
    world: World, field: str, changes: dict[str, object]
) -> None:
    rosa = world.add()
    draft = AcuityDraft(override=Level.RISING, override_reason="alone", override_until=dt.date(2026, 4, 1))
    with pytest.raises(InvalidInput) as bad:
        world.do(assess, rosa, draft.model_copy(update=changes))
    assert bad.value.field == field
    assert world.read(assessments, rosa, world.day) == ()


def test_the_profile_is_one_and_checked(world: World) -> None:
    world.do(set_profile, " Nora  Q. ", "america/chicago", 20)
    kept = world.read(profile)
    assert kept is not None
    assert (kept.name, kept.zone, kept.weekly_hours, kept.role) == ("Nora Q.", "America/Chicago", 20, "coordinator")
    for field, values in {
        "name": ("", "UTC", 1),
        "zone": ("N", "Mars/Base", 1),
        "weekly_hours": ("N", "UTC", 0),
    }.items():
        with pytest.raises(InvalidInput) as bad:
            world.do(set_profile, *values)
        assert bad.value.field == field
