"""What entering an opened vault does before anything is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from coordtui.cli import app
from coordtui.cli.options import Options
from coordtui.cli.work import Work, enter
from coordtui.errors import Exit
from coordtui.settings import Settings
from coordtui.store.vault import Vault
from tests.cli.conftest import DAY, Cli
from tests.conftest import PASSPHRASE

LONG_AGO = "1999-12-31"


@pytest.fixture
def vault(desk: Cli) -> Iterator[Vault]:
    """Everyone in it was ranked on a day long ago, and that ranking has run out."""
    with Vault.unlock(desk.folder, PASSPHRASE) as vault:
        with vault.writer.begin() as connection:
            connection.execute(text(f"UPDATE queue_row SET ranked_on = '{LONG_AGO}', changes_on = '2000-01-01'"))
        yield vault


def ranked_on(vault: Vault) -> set[str]:
    with vault.reader.connect() as connection:
        return set(connection.execute(text("SELECT ranked_on FROM queue_row")).scalars())


def test_a_command_ranks_for_the_day_and_the_unlock_is_journalled(vault: Vault) -> None:
    work = enter(vault, None)
    assert ranked_on(vault) == {str(work.real_today)}
    assert work.ledger.log(1)[0].summary == "Unlocked the vault"


@pytest.mark.parametrize("on", [None, dt.date.fromisoformat(DAY)])
def test_the_app_leaves_ranking_to_its_queue_which_shows_the_order_of_the_day_before_meanwhile(
    vault: Vault, on: dt.date | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for another day than today's, for which the queue ranks in memory."""
    seen: list[tuple[set[str], str]] = []

    def show(work: Work, *_: Any, **__: Any) -> tuple[None, Exit]:
        seen.append((ranked_on(vault), work.ledger.log(1)[0].summary))
        return None, Exit.DONE

    monkeypatch.setattr(app, "_show", show)
    monkeypatch.setattr("coordtui.cli.backups.on_leaving", lambda *_: None)
    app._open(vault, Options(on=on), Settings())
    assert [(ranked == {LONG_AGO}, newest) for ranked, newest in seen] == [(on is None, "Unlocked the vault")]
