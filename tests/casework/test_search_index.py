"""The index follows every act, undo and redo within their own transaction, and made anew it is the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import column, select, table, text
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework import alert, contact, patient, quick_note, search_index
from coordtui.casework.people import names
from coordtui.casework.search import NAME, RECORD, kind_and_row, people_holding
from coordtui.casework.search_sources import DIRECTORY_FROM, NUMBERS, OWNER_BITS, PERSON_COLUMNS, ROW_BITS, SOURCES
from coordtui.clock import Moment
from coordtui.errors import Refused, Stopped
from coordtui.models.contact import Outcome, QuickNote
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import Alert, PatientDraft
from coordtui.rules.finding import Word
from coordtui.store.images import journalled_tables
from tests.casework.crowd import crowd
from tests.casework.queries import listening
from tests.casework.world import World, call
from tests.world import demo_world

Held = dict[str, list[tuple[Any, ...]]]

LEFT_OUT = {
    "patient_name": "every name is in patient.fold",
    "plan_template": "a sheet of the shelf, about nobody",
    "profile": "the coordinator's own",
    "proposed_match": "says in the program's words why two records may be one",
    "referral_limit": "numbers of days",
    "saved_view": "a filter",
    "sensitivity_tag": "the names of tags; tag: finds who has one",
    "source_resource": "what was imported, as it came",
}
"""Tables that hold nothing of a person or place that somebody would look for by a word, and why."""


def held(session: Session) -> Held:
    """Every token of every document of both indexes, and where it stands."""
    found = {}
    for index in (NAME, RECORD):
        place = table(f"{index.name}_words", column("term"), column("doc"), column("offset"))
        found[index.name] = sorted(tuple(row) for row in session.execute(select(place)))
    return found


def whole(world: World) -> None:
    """What the index holds is what it holds made anew."""
    kept = world.read(held)
    world.ledger.derive(search_index.rebuild)
    assert world.read(held) == kept


def found(world: World, typed: str) -> set[int]:
    return set(world.read(lambda session: session.scalars(people_holding(Word(typed))).all()))


def notes(world: World, typed: str) -> set[tuple[int, int]]:
    """The quick notes that hold the word, by row and owner."""
    matching = select(RECORD.c.rowid).where(RECORD.c.words.bool_op("MATCH")(typed))
    keys = world.read(lambda session: session.scalars(matching).all())
    return {(kind_and_row(key)[1], key % (1 << OWNER_BITS)) for key in keys if kind_and_row(key)[0] == "quick_note"}


# --- what is in it ---------------------------------------------------------------------------------------------------


def test_every_table_of_records_is_found_by_its_words_or_left_out_on_purpose() -> None:
    covered = set(NUMBERS) | set(PERSON_COLUMNS)
    assert covered | set(LEFT_OUT) == set(journalled_tables())
    assert set(NUMBERS).isdisjoint(LEFT_OUT)


def test_kinds_are_told_apart_by_numbers_that_fit_and_columns_are_there() -> None:
    numbers = [source.number for source in SOURCES]
    assert len(set(numbers)) == len(numbers)
    assert all(0 < number < 1 << (63 - ROW_BITS - OWNER_BITS) for number in numbers)
    for source in SOURCES:
        assert set(source.columns) <= set(source.table.c.keys())
        assert ("patient_id" in source.table.c or source.kind == "patient") == (source.number < DIRECTORY_FROM)


# --- in step ---------------------------------------------------------------------------------------------------------


def test_a_note_is_found_with_the_act_that_wrote_it_and_no_more_once_that_is_undone(world: World) -> None:
    rosa = world.add()
    world.do(contact.log_contact, call(rosa, Outcome.REACHED_PATIENT, note="wheelchair"))
    assert found(world, "wheelch") == {rosa}
    world.ledger.undo()
    assert found(world, "wheelch") == set()
    world.ledger.redo()
    assert found(world, "wheelch") == {rosa}
    whole(world)


def test_a_note_that_is_filed_moves_to_the_person_and_back(world: World) -> None:
    rosa = world.add()
    key = world.do(quick_note.capture, "wheelchair ramp").value
    assert found(world, "ramp") == {0}
    world.do(quick_note.file_note, key, rosa)
    assert found(world, "ramp") == {0, rosa}, "what asked for it to be filed was nobody's, and stays"
    assert notes(world, "ramp") == {(key, rosa)}
    whole(world)
    world.ledger.undo()
    assert notes(world, "ramp") == {(key, 0)}
    whole(world)


def test_a_person_renamed_is_found_by_the_new_name_only(world: World) -> None:
    rosa = world.add("Rosa", "Lopez", phone="617 555 0123", birth_date="1957-03-14")
    draft = world.read(patient.draft_of, rosa)
    changes = {"family": "Vega", "phone": "617 555 0199", "birth_date": "1957-03-15"}
    world.do(patient.edit_patient, rosa, draft.model_copy(update=changes))
    assert [one.name for one in world.read(names, "vega")] == ["Rosa Vega"]
    assert world.read(names, "lopez") == world.read(names, "3/14/1957") == ()
    assert len(world.read(names, "0199")) == len(world.read(names, "3/15/57")) == 1
    whole(world)


@act("test.twice")
def change_twice(session: Session, patient_id: int, moment: Moment) -> Result:
    """A row that is made, changed, made somebody else's, and another that goes again: all in one act."""
    note = QuickNote(at=moment.at, zone=moment.zone, text="first", filed_at=moment.at, patient_id=None)
    gone = Alert(patient_id=patient_id, text="shortlived")
    session.add_all([note, gone])
    session.flush()
    note.text = "second"
    session.flush()
    note.patient_id = patient_id
    session.delete(gone)
    session.flush()
    return Result(label="Changed twice")


def test_only_what_an_act_comes_to_is_in_the_index(world: World) -> None:
    rosa = world.add()
    world.do(change_twice, rosa)
    assert (found(world, "first"), found(world, "second"), found(world, "shortlived")) == (set(), {rosa}, set())
    whole(world)


@act("test.fail")
def fail(session: Session, patient_id: int, moment: Moment) -> Result:
    session.add(Alert(patient_id=patient_id, text="never said"))
    session.flush()
    search_index.follow(session)
    raise Refused("No.")


def test_an_act_that_fails_leaves_nothing_to_be_found(world: World) -> None:
    rosa = world.add()
    with pytest.raises(Refused):
        world.do(fail, rosa)
    assert found(world, "never") == set()
    whole(world)


@act("test.due")
def put_off(session: Session, follow_up_id: int, moment: Moment) -> Result:
    session.get_one(FollowUp, follow_up_id).due_on = moment.today + dt.timedelta(days=1)
    return Result(label="Put off")


def test_an_act_that_changes_no_word_writes_nothing_into_the_index(world: World) -> None:
    step = world.plan(world.add(), "food", 0, text="pantry")
    blocks = select(table("search_record_data", column("id"), column("block")))
    before = world.read(lambda session: session.execute(blocks).all())
    world.do(put_off, step)
    assert world.read(lambda session: session.execute(blocks).all()) == before
    whole(world)


WORDS = st.sampled_from(["wheelchair", "rampe é", "山田", "call back", "", "it's"])
ACTS = st.one_of(
    st.tuples(st.just("note"), WORDS),
    st.tuples(st.just("alert"), WORDS),
    st.tuples(st.just("rename"), WORDS),
    st.tuples(st.just("file"), st.just("")),
    st.tuples(st.just("undo"), st.just("")),
    st.tuples(st.just("redo"), st.just("")),
)


def happen(world: World, rosa: int, name: str, words: str) -> None:
    """One act; what cannot be done now is refused and changes nothing."""
    try:
        match name:
            case "note":
                world.do(quick_note.capture, words or "x")
            case "alert":
                world.do(alert.add_alert, rosa, words or "x")
            case "rename":
                draft = PatientDraft(given="Rosa", family=f"Lopez {words}")
                world.do(patient.edit_patient, rosa, draft)
            case "file":
                waiting = world.read(quick_note.unfiled)
                if waiting:
                    world.do(quick_note.file_note, waiting[0].note_id, rosa)
            case "undo":
                world.ledger.undo()
            case "redo":
                world.ledger.redo()
    except Refused:
        pass


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=3, max_size=10))
def test_after_any_acts_undos_and_redos_the_index_is_what_it_is_made_anew(world: World, acts: list[Any]) -> None:
    rosa = world.add()
    for name, words in acts:
        happen(world, rosa, name, words)
    kept = world.read(held)
    world.ledger.derive(search_index.rebuild)
    assert world.read(held) == kept


def test_what_an_act_reads_for_the_index_does_not_grow_with_the_people(world: World) -> None:
    def asked(words: str) -> int:
        with listening(world) as heard:
            world.do(quick_note.capture, words)
        return sum("change.tbl IN" in statement or "search_" in statement for statement, _ in heard.statements)

    assert asked("wheelchair") == 1
    crowd(world, 200)
    assert asked("ramp") == 1
    whole(world)


# --- all of it -------------------------------------------------------------------------------------------------------


def test_made_up_people_are_found_whichever_way_they_came_in(tmp_path: Any) -> None:
    """In one act that the index followed; made anew at the end it is the same, and says how far it is meanwhile."""
    with demo_world(tmp_path, patients=12) as demo:
        kept = demo.read(held)
        heard: list[tuple[int, int, str, str]] = []
        count = demo.ledger.derive(search_index.rebuild, lambda *words: heard.append(words))
        assert demo.read(held) == kept
        assert heard[0][0] == 0
        assert heard[-1] == (count, heard[0][1], "the search index", "records")
        assert heard[0][1] >= count


def test_an_index_that_is_not_made_to_its_end_is_as_it_was(world: World) -> None:
    world.add()
    kept = world.read(held)

    def stop(*_: object) -> None:
        raise Stopped("Stopped.")

    with pytest.raises(Stopped):
        world.ledger.derive(search_index.rebuild, stop)
    assert world.read(held) == kept


def test_an_index_made_anew_is_of_one_piece_which_no_later_act_has_to_put_together(world: World) -> None:
    def ask(session: Session, words: str) -> Any:
        return session.execute(text(words))

    for name in ("Ana", "Bo", "Cy"):
        world.do(quick_note.file_note, world.do(quick_note.capture, f"Call {name} back").value, world.add(name))
    for index in (NAME.name, RECORD.name):
        world.ledger.derive(ask, f"INSERT INTO {index}({index}, rank) VALUES ('hashsize', 1)")  # many pieces at once
    world.ledger.derive(search_index.rebuild)
    for index in (NAME.name, RECORD.name):
        pieces = f"SELECT count(DISTINCT segid) FROM {index}_idx"
        assert world.read(lambda session, words: ask(session, words).scalar(), pieces) == 1
