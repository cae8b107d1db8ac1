"""Readings that can be called off, acts that cannot, and who is told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from coordtui.acts import Result, act
from coordtui.errors import UndoRefused
from coordtui.store.desk import Changed, Desk, Stale
from coordtui.store.engine import driver_of
from coordtui.store.ledger import Ledger
from tests.store import acts

FOREVER = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000000) SELECT count(*) FROM n"
)
"""Hours, if nobody interrupts it."""


@pytest.fixture
async def desk(ledger: Ledger) -> AsyncIterator[Desk]:
    made = Desk(ledger)
    yield made
    made.close()


class Gate:
    """Lets a test wait until a function runs on its thread, and lets that function wait for the test."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.go_on = threading.Event()

    async def entered(self) -> None:
        await asyncio.to_thread(self.begun.wait, 10)

    def stand(self) -> None:
        self.begun.set()
        assert self.go_on.wait(10)


def endless(session: Session, gate: Gate) -> int:
    gate.begun.set()
    return int(session.execute(FOREVER).scalar_one())


def count(session: Session) -> int:
    return int(session.execute(text("SELECT count(*) FROM patient")).scalar_one())


@act("patient.add_slowly")
def add_slowly(session: Session, gate: Gate, name: str) -> Result:
    gate.stand()
    return acts.add(session, name)


async def test_readings_and_acts_run_on_two_threads_of_their_own(desk: Desk) -> None:
    def where(_: Session) -> str:
        return threading.current_thread().name

    @act("where", undoable=False)
    def where_written(_: Session) -> Result:
        return Result(label=threading.current_thread().name)

    assert {await desk.read(where) for _ in range(3)} == {"coordtui-reader_0"}
    assert (await desk.do(where_written)).label == "coordtui-writer_0"


async def test_an_act_is_seen_by_the_next_reading(desk: Desk) -> None:
    for number in range(20):
        await desk.do(acts.add, f"patient {number}")
        assert await desk.read(count) == number + 1


async def test_a_cancelled_reading_is_interrupted_and_has_stopped_when_the_wait_ends(desk: Desk) -> None:
    gate = Gate()
    reading = asyncio.create_task(desk.read(endless, gate))
    await gate.entered()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await desk.read(count) == 0


async def test_cancelling_again_and_again_still_waits_for_the_stop(desk: Desk) -> None:
    gate = Gate()
    reading = asyncio.create_task(desk.read(endless, gate))
    await gate.entered()
    for _ in range(5):
        reading.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await desk.read(count) == 0


async def test_a_reading_called_off_between_two_statements_runs_no_other(desk: Desk) -> None:
    gate = Gate()
    ran: list[int] = []

    def two(session: Session) -> None:
        count(session)
        gate.stand()
        ran.append(count(session))

    reading = asyncio.create_task(desk.read(two))
    await gate.entered()
    reading.cancel()
    await asyncio.sleep(0)
    gate.go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert ran == []
    assert await desk.read(count) == 0


async def test_a_reading_that_has_not_begun_is_dropped(desk: Desk) -> None:
    gate = Gate()
    ran: list[object] = []

    def wait(_: Session) -> None:
        gate.stand()

    first = asyncio.create_task(desk.read(wait))
    await gate.entered()
    second = asyncio.create_task(desk.read(ran.append))
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    gate.go_on.set()
    await first
    assert ran == []


async def test_a_readings_own_error_comes_through(desk: Desk) -> None:
    def fail(_: Session) -> None:
        raise LookupError("its own")

    with pytest.raises(LookupError):
        await desk.read(fail)


async def test_only_the_newest_reading_of_a_slot_has_an_answer(desk: Desk) -> None:
    gate = Gate()
    older = asyncio.create_task(desk.read_latest("queue", endless, gate))
    await gate.entered()
    newer = asyncio.create_task(desk.read_latest("queue", count))
    with pytest.raises(Stale):
        await older
    assert await newer == 0


async def test_slots_do_not_disturb_each_other_or_plain_readings(desk: Desk) -> None:
    answers = await asyncio.gather(
        desk.read_latest("a", count), desk.read_latest("b", count), desk.read(count), desk.read_latest("c", count)
    )
    assert set(answers) == {0}


async def test_of_a_burst_in_one_slot_only_the_last_answers(desk: Desk) -> None:
    burst = [asyncio.create_task(desk.read_latest("search", count)) for _ in range(30)]
    outcomes = await asyncio.gather(*burst, return_exceptions=True)
    assert outcomes[-1] == 0
    assert all(isinstance(outcome, Stale) for outcome in outcomes[:-1])


async def test_a_cancelled_wait_does_not_cancel_the_act(desk: Desk) -> None:
    gate = Gate()
    seen: list[Changed] = []
    desk.subscribe(seen.append)
    acting = asyncio.create_task(desk.do(add_slowly, gate, "Ada"))
    await gate.entered()
    acting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await acting
    gate.go_on.set()
    await desk.do(acts.view, 1)
    assert await desk.read(count) == 1
    assert seen == [Changed(frozenset({"patient"}), frozenset({1}))]


async def test_a_reading_goes_on_beside_an_act(desk: Desk) -> None:
    gate = Gate()
    acting = asyncio.create_task(desk.do(add_slowly, gate, "Ada"))
    await gate.entered()
    assert await desk.read(count) == 0
    gate.go_on.set()
    await acting
    assert await desk.read(count) == 1


async def test_subscribers_hear_of_acts_undo_and_redo_before_the_wait_ends(desk: Desk) -> None:
    seen: list[Changed] = []
    end = desk.subscribe(seen.append)
    ada = Changed(frozenset({"patient"}), frozenset({1}))
    await desk.do(acts.add, "Ada")
    assert seen == [ada]
    await desk.undo()
    await desk.redo()
    assert seen == [ada] * 3
    await desk.do(acts.view, 1)
    end()
    end()
    await desk.undo()
    assert seen == [ada] * 3
    with pytest.raises(UndoRefused):
        await desk.undo()


async def test_a_subscriber_that_fails_hides_nothing_from_the_others(desk: Desk) -> None:
    seen: list[Changed] = []
    complaints: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context["message"]))

    def fail(_: Changed) -> None:
        raise RuntimeError("a screen's fault")

    desk.subscribe(fail)
    desk.subscribe(seen.append)
    await desk.do(acts.add, "Ada")
    assert len(seen) == len(complaints) == 1


async def test_other_blocking_work_takes_its_turn_with_the_acts(desk: Desk) -> None:
    await desk.call(desk.ledger.meta_set, "draft", "half a note")
    assert desk.ledger.meta_get("draft") == "half a note"
    assert await desk.derive(count) == 0


async def test_what_is_kept_is_read_without_a_further_connection(desk: Desk) -> None:
    await desk.call(desk.ledger.meta_set, "draft", "half a note")
    pool = desk.ledger.vault.reader.pool
    assert isinstance(pool, QueuePool)
    gate = Gate()
    reading = asyncio.create_task(desk.read(lambda _: gate.stand()))
    await gate.entered()
    kept = asyncio.create_task(desk.kept("draft"))
    await asyncio.sleep(0)
    assert pool.checkedout() == 1
    gate.go_on.set()
    await reading
    assert await kept == "half a note"
    assert pool.checkedin() + pool.checkedout() == 1


async def test_what_deriving_read_is_not_kept_in_memory(desk: Desk) -> None:
    with desk.ledger.vault.writer.connect() as connection:
        driver = driver_of(connection)
    ran: list[str] = []
    driver.set_trace_callback(ran.append)
    await desk.derive(count)
    driver.set_trace_callback(None)
    assert [line for line in ran if "count" in line or "shrink" in line] == [
        "SELECT count(*) FROM patient",
        "PRAGMA shrink_memory",
    ]


async def test_closing_finishes_acts_and_ends_readings(ledger: Ledger) -> None:
    desk = Desk(ledger)
    gate = Gate()
    readings = [asyncio.create_task(desk.read(endless, gate)), asyncio.create_task(desk.read(count))]
    acting = asyncio.create_task(desk.do(acts.add, "Ada"))
    await gate.entered()
    desk.close()
    assert (await acting).label == "added Ada"
    assert [type(outcome) for outcome in await asyncio.gather(*readings, return_exceptions=True)] == [Stale, Stale]
    assert acts.names(ledger) == ["Ada"]
    with pytest.raises(Stale):
        await desk.read(count)
    desk.close()


async def test_many_readings_and_acts_at_once_meet_no_lock(desk: Desk) -> None:
    work = [desk.do(acts.add, f"patient {number}") for number in range(60)]
    await asyncio.gather(*work, *(desk.read(count) for _ in range(200)))
    assert await desk.read(count) == 60
