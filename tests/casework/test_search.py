"""Who and what a typed word finds, on a real vault; the same as plain Python finds, and by the index alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, text

from coordtui.casework import contact, directory, directory_views, people, quick_note
from coordtui.casework.caseload import caseload
from coordtui.casework.people import names
from coordtui.casework.search import RECORD, document, kind_and_row, people_holding, people_named, rows_holding
from coordtui.models.clinical import Condition
from coordtui.models.contact import Outcome
from coordtui.models.people import OrganizationDraft, PractitionerDraft
from coordtui.models.referral import EventKind, ReferralEvent
from coordtui.rules.finding import Word
from coordtui.rules.search_text import BEGUN_FROM, holds
from tests.casework.objects import add_referral, bring
from tests.casework.queries import asked_by
from tests.casework.world import World, call
from tests.plans import plan_of, walks


def ids(world: World, statement: Any) -> set[int]:
    return set(world.read(lambda session: session.scalars(statement).all()))


def named(world: World, typed: str) -> set[int]:
    return ids(world, people_named(Word(typed)))


def holding(world: World, typed: str, *, quoted: bool = False) -> set[int]:
    return ids(world, people_holding(Word(typed, quoted)))


def faxed(world: World, patient_id: int, referral_id: int) -> ReferralEvent:
    when = {"happened_on": world.day, "noted_at": world.at}
    return ReferralEvent(patient_id=patient_id, referral_id=referral_id, kind=EventKind.NOTE, text="Faxed", **when)  # type: ignore[arg-type]


def test_a_person_is_found_by_names_numbers_mail_and_birth_date_as_typed(world: World) -> None:
    rosa = world.add("Rosa", "Łopez-O'Brien", phone="617 555 0123", email="rosa@x.org", birth_date="1957-03-14")
    li = world.add("太郎", "山田", identifier="MRN 12-345")
    assert named(world, "lopez") == named(world, "lopez-obr") == named(world, "OBRIEN") == {rosa}
    assert named(world, "6175550") == named(world, "555-0123") == named(world, "0123") == {rosa}
    assert named(world, "3/14/1957") == named(world, "14.3.57") == named(world, "rosa@x.org") == {rosa}
    assert named(world, "山田") == named(world, "田") == named(world, "mrn12") == named(world, "12-345") == {li}
    assert named(world, "lopez,ros") == {rosa}
    assert named(world, "lopez,ana") == named(world, "...") == set()


def test_whatever_is_recorded_of_a_person_finds_them(world: World) -> None:
    rosa, ana = world.add("Rosa", "Lopez"), world.add("Ana", "Diaz")
    world.do(contact.log_contact, call(rosa, Outcome.REACHED_PATIENT, note="Metformin makes her dizzy; call back"))
    (condition,) = world.do(bring, [Condition(patient_id=ana, text="Type 2 diabetes", code="E11.9")]).value
    referral = add_referral(world, ana, to_name="Valley Heart").key
    world.do(bring, [faxed(world, ana, referral)])
    assert holding(world, "metform") == holding(world, "call back", quoted=True) == {rosa}
    assert holding(world, "back call", quoted=True) == set()
    assert holding(world, "e11") == holding(world, "E11.9") == holding(world, "valley,card") == {ana}
    assert holding(world, "faxed") == holding(world, "dia") == {ana}, "Diaz and diabetes are one person"
    assert ids(world, rows_holding("referral", Word("heart"))) == {referral}
    assert ids(world, rows_holding("condition", Word("heart"))) == set()
    assert ids(world, rows_holding("condition", Word("diab"))) == {condition}
    with pytest.raises(KeyError):
        rows_holding("meta", Word("diab"))


def test_a_word_of_two_letters_is_looked_for_in_names_unless_it_is_quoted(world: World) -> None:
    rosa, ana = world.add("Rosa", "Lopez"), world.add("Ana", "Ptak")
    referral = add_referral(world, rosa, what="PT evaluation").key
    assert holding(world, "pt") == {ana}
    assert holding(world, "pt", quoted=True) == {rosa}
    assert ids(world, rows_holding("referral", Word("pt"))) == {referral}
    assert ids(world, rows_holding("referral", Word("ev"))) == set()
    assert ids(world, rows_holding("referral", Word("eva"))) == {referral}


def test_beside_a_longer_word_a_short_one_is_looked_for_everywhere_as_a_whole_word(world: World) -> None:
    rosa, ana = world.add("Rosa", "Lopez"), world.add("Ana", "Nguyen")
    world.do(contact.log_contact, call(rosa, Outcome.REACHED_PATIENT, note="Type 2 diabetes, waiting on transport"))
    world.do(contact.log_contact, call(ana, Outcome.REACHED_PATIENT, note="Type 21 form; waits once"))

    def found(text: str) -> set[int]:
        return {row.patient_id for row in world.read(caseload, world.day, filter=text)}

    assert found("type 2 diabetes") == found("diabetes 2") == found("waiting on transport") == {rosa}
    assert found("type 2") == found('2 "type"') == found("-(-type or -2)") == {rosa}
    assert found("type ng") == {ana}, "of a name it need only be begun"
    assert found("2") == found("on") == found("on or 2") == set()
    assert found("-(type 2)") == {ana}


def test_what_belongs_to_nobody_is_found_as_nobodys_and_the_directory_is_no_persons(world: World) -> None:
    world.do(quick_note.capture, "Ask about the wheelchair ramp")
    place = world.do(
        directory.add_organization, OrganizationDraft(name="Ramp Builders", phone="617 555 0100", languages="es")
    ).value
    person = world.do(directory.add_practitioner, PractitionerDraft(name="Ada Ramplin")).value
    assert holding(world, "ramp") == {0}
    assert named(world, "ramp") == set()
    assert ids(world, rows_holding("organization", Word("r"))) == {place}
    assert ids(world, rows_holding("organization", Word("5550100"))) == {place}
    assert ids(world, rows_holding("organization", Word("spanish"))) == {place}
    assert ids(world, rows_holding("practitioner", Word("ramp"))) == {person}


def test_a_number_that_a_document_cannot_have_is_refused() -> None:
    key = document(4, 77, 12)
    assert kind_and_row(key) == ("referral", 77)
    assert kind_and_row(12) == ("patient", 12)
    assert key & 0xFFFFFF == 12
    for row, owner in ((0, 1), (1 << 33, 1), (1, 1 << 24), (1, -1)):
        with pytest.raises(ValueError, match="no document"):
            document(4, row, owner)


WORDS = ("a", "al", "ale", "alma", "b12", "山", "田", "иван", "call", "back")
DOCUMENTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5), min_size=1, max_size=6)
TYPED = st.builds(
    Word, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("-".join) | st.text(max_size=8), st.booleans()
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=DOCUMENTS, word=TYPED)
def test_the_index_finds_what_plain_python_finds(world: World, texts: list[list[str]], word: Word) -> None:
    def found(session: Any) -> set[int]:
        session.execute(text("INSERT INTO search_record(search_record) VALUES ('delete-all')"))
        rows = [{"rowid": document(4, at, 1), "words": " ".join(words)} for at, words in enumerate(texts, 1)]
        session.execute(insert(RECORD), rows)
        return set(session.scalars(rows_holding("referral", word)))

    held = world.ledger.derive(found)
    assert held == {at for at, words in enumerate(texts, 1) if holds(words, word, BEGUN_FROM)}


@pytest.mark.parametrize("hostile", ['"', "'", '" OR "a', "a NOT b", "words:a", "a*", "NEAR(a b)", "\x00", "%", ")"])
def test_nothing_that_is_typed_reaches_the_statement_or_breaks_the_expression(world: World, hostile: str) -> None:
    world.add("Rosa", "Lopez")
    for word in (Word(f"zebra{hostile}"), Word(f"{hostile}zebra", quoted=True)):
        for statement in (people_named(word), people_holding(word), rows_holding("referral", word)):
            assert "zebra" not in str(statement)
            assert ids(world, statement) == set()


def test_words_are_looked_up_and_no_table_is_walked_through(world: World) -> None:
    word = Word("rosa")
    for statement in (people_named(word), people_holding(word), rows_holding("referral", word)):
        plan = world.read(plan_of, select(statement.subquery()))
        scans = [line for line in plan if "search_" in line]
        assert scans
        assert all(line.startswith("SCAN search_") and " VIRTUAL TABLE INDEX 0:M" in line for line in scans), plan


def test_people_to_choose_from_are_found_by_number_and_birth_date_too(world: World) -> None:
    world.add("Rosa", "Lopez", phone="617 555 0123", birth_date="1957-03-14")
    world.add("Ana", "Diaz")
    found = {typed: [one.name for one in world.read(names, typed)] for typed in ("555-0123", "3/14/57", "diaz a", "—")}
    assert found == {"555-0123": ["Rosa Lopez"], "3/14/57": ["Rosa Lopez"], "diaz a": ["Ana Diaz"], "—": []}
    assert len(world.read(names, " ")) == 2


def test_people_and_entries_are_found_without_reading_a_table_from_end_to_end(world: World) -> None:
    world.add("Rosa", "Lopez")
    for reading in (names, people.find, directory_views.search):
        plan = asked_by(world, reading, "rosa").plans(world)
        assert plan
        assert walks(plan) == []
