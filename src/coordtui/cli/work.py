"""What a command works with: the opened vault's ledger, the coordinator's clock, and who the coordinator is."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coordtui.cli.exactly import exactly
from coordtui.cli.options import Options
from coordtui.cli.output import note
from coordtui.cli.passphrases import new_passphrase, which_passphrase
from coordtui.cli.progress import going
from coordtui.cli.terminal import open_terminal
from coordtui.cli.unlock import unlock
from coordtui.clock import Clock, Moment
from coordtui.errors import VaultDamaged

if TYPE_CHECKING:
    import datetime as dt

    from coordtui.casework.profile import ProfileView
    from coordtui.store.ledger import Ledger
    from coordtui.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Work:
    """`clock` reckons with `--on`; the ranks that are stored follow the real day, as `settled` does."""

    ledger: Ledger
    clock: Clock
    me: ProfileView

    @property
    def today(self) -> dt.date:
        return self.clock.today()

    @property
    def moment(self) -> Moment:
        return self.clock.moment()

    @property
    def real_today(self) -> dt.date:
        return Clock(self.me.zone).today()

    @property
    def stored(self) -> bool:
        """Whether the stored ranks may be read: another day than today's is ranked in memory."""
        return self.clock.on is None

    def looked_at(self, what: str) -> None:
        """Write into the journal that a list of many people is about to be printed ("the caseload")."""
        from coordtui.casework.access import view_list

        self.ledger.do(view_list, what, self.moment)

    def opened_part(self, patient_id: int, what: str) -> None:
        """Write into the journal that a part of one record is about to be printed ("the access report")."""
        from coordtui.casework.access import view_part

        self.ledger.do(view_part, patient_id, what, self.moment)


@contextlib.contextmanager
def opened(options: Options, *, by_keyring: bool = True) -> Iterator[Work]:
    """Unlock the vault, or make the demo's, for the length of one command. `by_keyring` as `unlock` takes it."""
    if options.demo:
        from coordtui.cli.demo import made_up

        with made_up(options.on) as work:
            yield work
        return
    vault, by_code = unlock(options, by_keyring=by_keyring)
    with vault, exactly(vault):
        yield enter(vault, options.on, by_code=by_code)


def enter(vault: Vault, on: dt.date | None, *, by_code: bool = False, rank: bool = True) -> Work:
    """Begin a session in an opened vault: journal the unlock, and rank anew what a new day has changed.

    A vault that the recovery code opened gets a new passphrase first. Without `rank`, whoever shows the queue sees to
    it: ten thousand people take seconds, in which the order of the day before can stand on the screen.
    """
    from coordtui.casework.ranking import refresh, settle_hook
    from coordtui.store.ledger import Ledger

    collect_again()
    me = _whose(vault)
    real = Clock(me.zone)
    ledger = Ledger(vault, me.name, settle_hook(real))
    if vault.notice:
        note(vault.notice)
    if by_code:
        _must_change_passphrase(ledger, me)
    _catch_up(ledger, real)
    if rank:
        ledger.derive(refresh, real.today())
    return Work(ledger, Clock(me.zone, on), me)


def _catch_up(ledger: Ledger, clock: Clock) -> None:
    """Once after an update: the new rules may want steps of what was there before them, and find it by other words."""
    from coordtui.casework.search_index import INDEXED_BY, rebuild
    from coordtui.rules.search_text import EDITION
    from coordtui.store.migrations import UPDATED_FROM

    if ledger.meta_get(UPDATED_FROM) is not None:
        from coordtui.casework.upkeep import catch_up

        ledger.do(catch_up, clock.moment())
        ledger.meta_set(UPDATED_FROM, None)
    if ledger.meta_get(INDEXED_BY) != EDITION:
        with going("Stopped before everything could be found by its words.", "The next unlock sees to it.") as tell:
            ledger.derive(rebuild, tell)
        ledger.meta_set(INDEXED_BY, EDITION)


def _whose(vault: Vault) -> ProfileView:
    from sqlmodel import Session

    from coordtui.casework.profile import profile
    from coordtui.store.engine import plain_errors

    with plain_errors(), Session(vault.reader) as session:
        me = profile(session)
    if me is None:
        raise VaultDamaged("The vault does not say whose it is: making it was interrupted.", "Make it anew.")
    return me


def _must_change_passphrase(ledger: Ledger, me: ProfileView) -> None:
    from coordtui.store.kdf import wipe

    with open_terminal() as terminal:
        terminal.say("The recovery code opened the vault. A new passphrase must be set now.\n")
        slot = which_passphrase(terminal, ledger.vault.root.doc.of_kind("passphrase"))
        fresh = new_passphrase(terminal, tuple(me.name.split()))
    try:
        ledger.change_passphrase(fresh, slot)
    finally:
        wipe(fresh)


def collect_again() -> None:
    """The modules stay for good, so the collector need not look at them; what comes now is looked at again.

    A thousand new objects at a time, and each a second time with some ten thousand others: a key would wait for more.
    All of them together seldom: readings make tens of thousands of rows at once, and none of them is a circle.
    """
    gc.freeze()
    gc.set_threshold(1_000, 10, 100)
    gc.enable()
