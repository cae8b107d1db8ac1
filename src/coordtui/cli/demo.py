"""A made-up caseload in a throw-away vault: a private folder that is gone when the program ends."""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path

from coordtui.cli.founding import this_machine
from coordtui.cli.work import Work, enter
from coordtui.clock import Clock


@contextlib.contextmanager
def made_up(on: dt.date | None, patients: int | None = None, seed: int | None = None) -> Iterator[Work]:
    """Build it relative to today (or `on`). Nobody can unlock this vault: its keys are kept nowhere.

    Raises:
        InvalidInput: "patients", for more than there can be.
    """
    from coordtui.casework.demo import PATIENTS, SEED, build
    from coordtui.store.ledger import Ledger
    from coordtui.store.vault import Vault

    # TemporaryDirectory makes it 0700 and removes it whatever happens
    with (
        tempfile.TemporaryDirectory(prefix="coordtui-demo-", ignore_cleanup_errors=True) as folder,
        Vault.create_throwaway(Path(folder) / "vault") as vault,
    ):
        build(
            Ledger(vault, "coordtui"),
            patients=PATIENTS if patients is None else patients,
            seed=SEED if seed is None else seed,
            moment=Clock(this_machine().zone, on).moment(),
        )
        yield enter(vault, on)
