"""A kept head shows later what was cut off or altered, and nothing else."""

from __future__ import annotations

import pytest

from coordtui.errors import InvalidInput
from coordtui.store import engine, head
from coordtui.store.ledger import Ledger
from coordtui.store.verify import verify
from tests.store import acts


@pytest.fixture
def busy(ledger: Ledger) -> Ledger:
    for name in ("Ada", "Ben", "Cid"):
        ledger.do(acts.add, name)
    return ledger


def compared(ledger: Ledger, kept: head.Head) -> tuple[bool, str]:
    return ledger.read(lambda session: head.compare(session.connection(), ledger.vault.id, kept))


def forge(ledger: Ledger, *statements: str) -> None:
    """Write past every guard, as somebody does who has the keys."""
    with ledger.vault.writer.connect() as connection, engine.unguarded(connection), connection.begin():
        for guard in ("act_no_update", "act_no_delete", "change_no_delete", "change_no_update"):
            connection.exec_driver_sql(f"DROP TRIGGER {guard}")
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_a_line_reads_back_as_the_head_it_was(busy: Ledger) -> None:
    kept = busy.head()
    assert head.parse(f"  {str(kept)[:40]}\n {str(kept)[40:].upper()} ") == kept


@pytest.mark.parametrize("line", ["", "coordtui-head-1", "coordtui-head-2:0:1:2", "x" * 10_000])
def test_another_line_is_refused_in_words(line: str) -> None:
    with pytest.raises(InvalidInput, match="no head"):
        head.parse(line)


def test_the_journal_holds_what_it_held_however_much_was_done_since(busy: Ledger) -> None:
    kept = busy.head()
    busy.do(acts.add, "Dov")
    busy.undo()
    assert compared(busy, kept) == (True, f"as it was at act {kept.seq}; 2 acts since")


def test_acts_cut_off_from_the_end_show_although_the_chain_is_unbroken(busy: Ledger) -> None:
    kept = busy.head()
    forge(
        busy,
        f"DELETE FROM change WHERE act = {kept.seq}",
        f"DELETE FROM act WHERE seq = {kept.seq}",
    )
    chain = next(check for check in verify(busy) if check.name == "journal")
    assert chain.ok, "the chain by itself cannot tell"
    ok, words = compared(busy, kept)
    assert not ok
    assert "cut off" in words


def test_a_journal_written_anew_from_some_act_on_shows(busy: Ledger) -> None:
    kept = busy.head()
    forge(busy, f"UPDATE act SET mac = zeroblob(32) WHERE seq = {kept.seq}")
    assert compared(busy, kept) == (False, f"act {kept.seq} or one before it was altered")


def test_an_act_that_is_missing_shows(busy: Ledger) -> None:
    nothing = head.Head(busy.vault.id[:8], 0, "0" * 64)
    assert compared(busy, nothing) == (False, "act 0 is missing")


def test_a_head_of_another_vault_is_told(busy: Ledger) -> None:
    other = head.Head("00000000", 1, "0" * 64)
    assert compared(busy, other) == (False, "the kept head is another vault's")


def test_the_last_head_before_a_change_of_keys_still_compares_and_earlier_ones_say_that_they_cannot(
    busy: Ledger,
) -> None:
    early = busy.head()
    busy.do(acts.add, "Dov")
    last = busy.head()
    busy.rekey("another horse, another staple")
    assert compared(busy, last)[0]
    ok, words = compared(busy, early)
    assert ok, "nothing is wrong with the vault"
    assert "not compared" in words
