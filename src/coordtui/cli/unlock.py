"""One way in: ask for the passphrase at once, load everything else meanwhile, open the vault."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from coordtui.cli import secret
from coordtui.cli.door import PROMPT
from coordtui.cli.harden import harden
from coordtui.cli.options import Options
from coordtui.cli.output import note
from coordtui.cli.passphrases import ask_until, patience
from coordtui.cli.terminal import open_terminal
from coordtui.cli.warm import KEYS, STORE, Warming
from coordtui.errors import VaultDamaged
from coordtui.store.folder import require_present, wants_keyring

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from coordtui.pace import Tell
    from coordtui.store.keydoc import Kind
    from coordtui.store.keys import Root
    from coordtui.store.vault import Vault

LONGEST_WAIT = 30.0
"""Seconds."""


def unlock(options: Options, also: tuple[str, ...] = (), *, by_keyring: bool = True) -> tuple[Vault, bool]:
    """The opened vault, for the caller to lock, and whether the recovery code opened it. Modules `also` are loaded.

    The system's keyring is asked first where the vault has a slot for it, no secret is given and the terminal need not
    be asked; what changes the vault's keys leaves it out (`by_keyring`).

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
    root = _root(options, folder, by_keyring=by_keyring)
    by = root.opened_by.kind if root.opened_by is not None else "passphrase"
    warming.wait()
    return _opened(folder, root, by), by == "recovery"


def _refuse_if_in_use(folder: Path) -> None:
    """Say so before anybody types a passphrase. Opening takes the lock again and would say the same."""
    from coordtui.store.lockfile import VaultLock

    VaultLock.take(folder).release()


def wait_out(folder: Path, pause: Callable[[float], None] = time.sleep) -> None:
    """After several failed unlocks a new start of the program is no faster way to try again."""
    from coordtui.store import failures

    seconds = min(patience(failures.recent(folder)), LONGEST_WAIT)
    if seconds:
        from coordtui.rules.words import plural

        note(f"Several unlocks failed just now; the next try is in {plural(round(seconds), 'second')}.")
        pause(seconds)


def _root(options: Options, folder: Path, *, by_keyring: bool) -> Root:
    def attempt(typed: bytearray, kind: Kind) -> Root:
        from coordtui.store.keys import open_root

        return open_root(folder, typed, kind)

    if not secret.is_given(options):
        if by_keyring and not options.ask and (root := _from_keyring(folder)) is not None:
            return root
        with open_terminal() as terminal:
            return ask_until(terminal, PROMPT, attempt)
    harden()  # the thread that does it may not have come to it yet, as it has when a person types
    from coordtui.store.kdf import wipe

    given = secret.given(options)
    try:
        return attempt(given, "passphrase")
    finally:
        wipe(given)


def _from_keyring(folder: Path) -> Root | None:
    """What the system's keyring opens; None where nobody wanted that, or where it cannot, which is said."""
    if not wants_keyring(folder):
        return None
    from coordtui.store import oskeyring

    harden()
    try:
        return oskeyring.open_root(folder)
    except oskeyring.NoKeyring as error:
        note(f"{error} The passphrase opens the vault as ever.")
        return None


def _updating() -> AbstractContextManager[Tell]:
    from coordtui.cli.progress import going

    return going("The update was stopped; the vault is as it was.", "The next unlock begins it anew.")


def _opened(folder: Path, root: Root, by: Kind) -> Vault:
    from coordtui.store.vault import Arrival, Vault

    try:
        vault = Vault.open(folder, root, watch=_updating)
    except VaultDamaged as error:
        from coordtui.cli.exactly import told

        exact = told(folder, root, error)
        root.wipe()
        raise exact from None
    except BaseException:
        root.wipe()
        raise
    if vault.arrival is not None and by == "recovery":
        # the last failure noted is this very code, tried as a passphrase
        failed = vault.arrival.failed[:-1]
        vault.arrival = Arrival("vault.unlock_by_code", "Unlocked the vault with the recovery code", failed)
    if vault.arrival is not None and by == "keyring":
        failed = vault.arrival.failed
        vault.arrival = Arrival("vault.unlock_by_keyring", "Unlocked the vault with the keyring", failed)
    return vault
