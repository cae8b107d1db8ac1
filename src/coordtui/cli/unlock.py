"""One way in: ask for the passphrase at once, load everything else meanwhile, open the vault."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from coordtui.cli import secret
from coordtui.cli.harden import harden
from coordtui.cli.options import Options
from coordtui.cli.output import note
from coordtui.cli.passphrases import ask_until, patience
from coordtui.cli.terminal import open_terminal
from coordtui.cli.warm import KEYS, STORE, Warming
from coordtui.store.folder import require_present

if TYPE_CHECKING:
    from collections.abc import Callable

    from coordtui.store.keydoc import Kind
    from coordtui.store.keys import Root
    from coordtui.store.vault import Vault

PROMPT = "Passphrase: "
LONGEST_WAIT = 30.0
"""Seconds."""


def unlock(options: Options, also: tuple[str, ...] = ()) -> tuple[Vault, bool]:
    """The opened vault, for the caller to lock, and whether the recovery code opened it. Modules `also` are loaded.

    Raises:
        VaultMissing, VaultDamaged, VaultNewer, VaultInUse, VaultReadOnly: as the files are.
        WrongSecret: the given passphrase is wrong, or every try was.
        UsageError: nothing was given and there is no terminal to ask at.
    """
    folder = options.folder()
    require_present(folder)
    _refuse_if_in_use(folder)
    warming = Warming((*KEYS, *STORE, *also))
    wait_out(folder)
    root, by_code = _root(options, folder)
    warming.wait()
    return _opened(folder, root, by_code), by_code


def _refuse_if_in_use(folder: Path) -> None:
    """Say so before anybody types a passphrase. Opening takes the lock again and would say the same."""
    from coordtui.store.lockfile import VaultLock

    VaultLock.take(folder).release()


def wait_out(folder: Path, pause: Callable[[float], None] = time.sleep) -> None:
    """After several failed unlocks a new start of the program is no faster way to try again."""
    from coordtui.store import failures

    seconds = min(patience(failures.recent(folder)), LONGEST_WAIT)
    if seconds:
        note(f"Several unlocks failed just now; the next try is in {seconds:.0f} seconds.")
        pause(seconds)


def _root(options: Options, folder: Path) -> tuple[Root, bool]:
    def attempt(typed: bytearray, kind: Kind) -> tuple[Root, bool]:
        from coordtui.store.keys import open_root

        return open_root(folder, typed, kind), kind == "recovery"

    if not secret.is_given(options):
        with open_terminal() as terminal:
            return ask_until(terminal, PROMPT, attempt)
    harden()  # the thread that does it may not have come to it yet, as it has when a person types
    from coordtui.store.kdf import wipe

    given = secret.given(options)
    try:
        return attempt(given, "passphrase")
    finally:
        wipe(given)


def _opened(folder: Path, root: Root, by_code: bool) -> Vault:
    from coordtui.store.vault import Arrival, Vault

    try:
        vault = Vault.open(folder, root)
    except BaseException:
        root.wipe()
        raise
    if by_code and vault.arrival is not None:
        # the last failure noted is this very code, tried as a passphrase
        failed = vault.arrival.failed[:-1]
        vault.arrival = Arrival("vault.unlock_by_code", "Unlocked the vault with the recovery code", failed)
    return vault
