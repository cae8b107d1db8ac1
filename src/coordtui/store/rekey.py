"""New keys for the whole vault: the database is copied under another root key, and the copy takes its place.

Which keys are in force shows in the database's own first bytes (`KeyDoc.salt`). So a kill at any moment leaves a vault
that opens: by the old keys until the copy takes the database's place, by the new ones from then on. What is left over
is cleared at the next unlock.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

from sqlalchemy import Connection

from coordtui.errors import VaultInUse
from coordtui.pace import Tell, quiet
from coordtui.store import engine, files, folder, journal, keys, verify
from coordtui.store.kdf import subkey, wipe
from coordtui.store.keys import Root
from coordtui.store.meta import remember_gen
from coordtui.store.vault import Vault

_BESIDE = ("", "-wal", "-shm", "-journal")


def rekey(vault: Vault, passphrase: str | bytearray, at: dt.datetime, actor: str, tell: Tell = quiet) -> str:
    """Put the vault under new keys, wrapped by `passphrase` and by a new recovery code; returns that, to be shown once.

    Every page is encrypted anew and the journal's chain sealed anew, after it was found whole; its head before is
    written into the journal. Nothing else may use the vault meanwhile. Blocks for as long as copying takes. Stopped by
    `tell`, it leaves the old keys in force.

    Raises:
        InvalidInput: the passphrase is empty. VaultDamaged: the vault or its copy does not hold.
        VaultReadOnly, VaultInUse, CoordError: the folder cannot be written, the disk is full. The old keys stay.
    """
    root, code = keys.renewed(vault.root, passphrase)
    try:
        with files.plain_errors(vault.folder), engine.plain_errors():
            _clear_copy(vault.folder)
            _copy(vault, root, at, actor, tell)
            keys.save_next(root)
            vault.close_connections()
            _take_its_place(vault.folder)
    except BaseException:
        with contextlib.suppress(OSError):
            _give_up(vault.folder, root)
        root.wipe()
        raise
    vault.adopt(root)
    with contextlib.suppress(OSError):  # the next unlock does it, should the disk be full now
        keys.settle(root)
    return code


def _copy(vault: Vault, root: Root, at: dt.datetime, actor: str, tell: Tell) -> None:
    """The database under the new keys, checked, in its own file."""
    copy = vault.folder / folder.DATABASE_NEXT
    key, audit_key = subkey(root.key, "db"), subkey(root.key, "audit")
    try:
        engine.create_database(copy)
        engine.copy_database(vault.reader, copy, key, root.doc.salt, tell)
        writer = engine.make_engine(copy, key, root.doc.salt, writer=True)
        try:
            with writer.connect() as connection, engine.unguarded(connection), connection.begin():
                head = journal.reseal(connection, vault.audit_key, audit_key, tell)
                _write_down(connection, audit_key, head, at, actor)
                remember_gen(connection, root.doc.gen + 1)
            with writer.connect() as connection:
                # before a transaction
                verify.check_pages(engine.driver_of(connection), lambda: copy.stat().st_size, tell)
                verify.check_content(connection, audit_key, tell)
        finally:
            writer.dispose()
        files.sync_file(copy)
    finally:
        wipe(key, audit_key)


def _write_down(connection: Connection, audit_key: bytearray, head: str, at: dt.datetime, actor: str) -> None:
    summary = f"Changed all keys of the vault; the journal ended in {head} under the keys before"
    heading = journal.Heading(at=at, actor=actor, verb=journal.REKEY, kind="record", summary=summary)
    journal.seal(connection, audit_key, journal.open_act(connection), heading)


def _take_its_place(vault: Path) -> None:
    if (vault / f"{folder.DATABASE}-wal").exists():
        raise VaultInUse("Another program has the database open.", "Close it and try again.")
    (vault / folder.DATABASE_NEXT).replace(vault / folder.DATABASE)
    with contextlib.suppress(OSError):  # the new keys are in force; to fail now would keep their code from being shown
        files.sync_folder(vault)


def _give_up(vault: Path, root: Root) -> None:
    """Leave nothing of the new keys, unless the copy has taken the database's place already: then they are in force,
    and the next unlock settles what is left."""
    if folder.first_bytes(vault) != root.doc.salt:
        (vault / folder.KEYS_NEXT).unlink(missing_ok=True)
        _clear_copy(vault)


def _clear_copy(vault: Path) -> None:
    for end in _BESIDE:
        (vault / f"{folder.DATABASE_NEXT}{end}").unlink(missing_ok=True)
