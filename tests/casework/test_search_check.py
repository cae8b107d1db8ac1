"""An index that is not what is recorded is found out, whatever was done to it, and named by table and row."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from coordtui.casework import alert, search_index
from coordtui.casework.search import UNKNOWN, document, first_of
from coordtui.casework.search_check import check_search
from coordtui.casework.search_sources import NUMBERS, OWNER_BITS
from tests.casework.world import World
from tests.world import demo_world


@pytest.fixture
def key(world: World) -> int:
    """The document of an alert."""
    rosa = world.add()
    row: int = world.do(alert.add_alert, rosa, "wheelchair, wheelchair ramp").value
    return document(NUMBERS["alert"], row, rosa)


def hurt(world: World, *statements: str, **values: object) -> None:
    def run(session: Session) -> None:
        for statement in statements:
            session.execute(text(statement), values)

    world.ledger.derive(run)


@pytest.mark.parametrize(
    "harm",
    [
        ["DELETE FROM search_record WHERE rowid = :key"],
        [
            "DELETE FROM search_record WHERE rowid = :key",
            "INSERT INTO search_record(rowid, words) VALUES (:key, 'ramp')",
        ],
        [
            "DELETE FROM search_record WHERE rowid = :key",
            "INSERT INTO search_record(rowid, words) VALUES (:key, 'ramp wheelchair wheelchair')",
        ],
        [
            "DELETE FROM search_record WHERE rowid = :key",
            "INSERT INTO search_record(rowid, words) VALUES (:key, 'wheelchair ramp')",
        ],
    ],
)
def test_a_document_that_is_missing_or_otherwise_is_named_and_mended(world: World, key: int, harm: list[str]) -> None:
    assert world.read(check_search).whole
    hurt(world, *harm, key=key)
    found = world.read(check_search)
    assert found.wrong == (("alert", 1),)
    assert not found.whole
    world.ledger.derive(search_index.rebuild)
    assert world.read(check_search).whole


def test_what_should_not_be_there_is_named_in_both_indexes(world: World, key: int) -> None:
    hurt(world, "INSERT INTO search_record(rowid, words) VALUES (:key + (1 << 24), 'ramp')", key=key)
    hurt(world, "INSERT INTO search_name(rowid, words) VALUES (77, 'nobody')")
    assert world.read(check_search).wrong == (("alert", 2), ("patient", 77))


@pytest.mark.parametrize("number", [first_of(50) | 3 << OWNER_BITS, -1])
def test_what_is_of_no_table_is_told_and_no_fault_of_the_check(world: World, number: int) -> None:
    hurt(world, "INSERT INTO search_record(rowid, words) VALUES (:key, 'ramp')", key=number)
    ((kind, _),) = world.read(check_search).wrong
    assert kind == UNKNOWN
    world.ledger.derive(search_index.rebuild)
    assert world.read(check_search).whole


def test_words_of_two_people_put_in_each_others_place_are_noticed(world: World) -> None:
    world.add("Rosa", "Lopez")
    world.add("Ana", "Diaz")
    swapped = ["DELETE FROM search_name"]
    swapped += ["INSERT INTO search_name(rowid, words) VALUES (2, 'lopez rosa')"]
    swapped += ["INSERT INTO search_name(rowid, words) VALUES (1, 'diaz ana')"]
    hurt(world, *swapped)
    assert {kind for kind, _ in world.read(check_search).wrong} == {"patient"}


def test_an_empty_index_of_many_records_names_only_some(tmp_path: Path) -> None:
    with demo_world(tmp_path, patients=12) as demo:
        demo.ledger.derive(
            lambda session: session.execute(text("INSERT INTO search_record(search_record) VALUES ('delete-all')"))
        )
        found = demo.read(check_search)
        assert 0 < len(found.wrong) < found.documents
        demo.ledger.derive(search_index.rebuild)
        assert demo.read(check_search).whole
