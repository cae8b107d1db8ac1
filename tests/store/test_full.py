"""A full disk: what is in force already is not called undone, and its entry in the journal follows."""

from __future__ import annotations

import contextlib
import itertools

import pytest

from coordtui.errors import CoordError
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from coordtui.store.verify import verify
from tests.conftest import PASSPHRASE
from tests.store import acts


def no_more_than(ledger: Ledger, pages: int) -> None:
    """The database may not grow beyond `pages`, or beyond its present size where that is more."""
    with ledger.vault.writer.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


def fill(ledger: Ledger) -> None:
    no_more_than(ledger, 1)
    with contextlib.suppress(CoordError):
        for number in itertools.count():
            ledger.record("filler", f"{number}")


def test_new_secrets_are_in_force_and_shown_though_the_disk_is_full(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    fill(ledger)
    with pytest.raises(CoordError, match="nothing was changed"):
        ledger.do(acts.add, "Grace")
    code = ledger.new_recovery_code()
    ledger.change_passphrase("another horse, another staple")
    no_more_than(ledger, 1_000_000)
    ledger.do(acts.add, "Ida")
    newest = [entry.act for entry in ledger.log(3)]
    assert newest == ["patient.add", "vault.change_passphrase", "vault.new_recovery_code"]
    assert acts.names(ledger) == ["Ada", "Ida"]
    assert all(check.ok for check in verify(ledger))
    folder = ledger.vault.folder
    ledger.vault.lock()
    Vault.unlock(folder, code, "recovery").lock()
    Vault.unlock(folder, "another horse, another staple").lock()
    with pytest.raises(CoordError):
        Vault.unlock(folder, PASSPHRASE)
