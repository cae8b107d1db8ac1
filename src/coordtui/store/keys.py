"""The root key and the slots that wrap it: `vault.keys`, beside the database.

Needs only `cryptography`, so that a prompt can derive the key before the database's libraries are loaded.
Changing a secret wraps the root key anew; the database is untouched.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from coordtui.clock import utc_now
from coordtui.errors import CoordError, InvalidInput, VaultDamaged, WrongSecret
from coordtui.store import failures, files, keydoc, keyfiles, recovery
from coordtui.store.folder import KEYS, KEYS_BEFORE, KEYS_NEXT, require_present
from coordtui.store.kdf import KEY_SIZE, calibrated_cost, expand, passphrase_bytes, stretch, wipe
from coordtui.store.keydoc import WORDS, KeyDoc, Kind, Slot

_FROM_BEFORE = (
    "The key file vault.keys was damaged, so its previous generation was used: "
    "the passphrase and recovery code from before the last change are in force."
)


@dataclass(slots=True, eq=False)
class Root:
    """An unwrapped root key and the key file it came from. `notice` is to be shown when it is not empty.

    `opened_by` is the slot that was opened; None for a root key just made.
    """

    folder: Path
    doc: KeyDoc
    key: bytearray = field(repr=False)
    from_previous: bool = False
    opened_by: Slot | None = None

    @property
    def notice(self) -> str:
        return _FROM_BEFORE if self.from_previous else ""

    def wipe(self) -> None:
        wipe(self.key)


def found(folder: Path, passphrase: str | bytearray) -> tuple[Root, str]:
    """A root key for a new vault, wrapped by `passphrase` and by a recovery code (returned to be shown once).

    Derives the slow key and writes nothing: `Vault.found` makes the files.
    """
    root = Root(folder, _blank(), bytearray(os.urandom(KEY_SIZE)))
    replace_slot(root, "passphrase", _need_passphrase(passphrase))
    raw, code = recovery.new_code()
    replace_slot(root, "recovery", raw)
    return root, code


def found_throwaway(folder: Path) -> Root:
    """A root key that nobody can unlock again: wrapped only by a random code that is forgotten at once."""
    root = Root(folder, _blank(), bytearray(os.urandom(KEY_SIZE)))
    replace_slot(root, "recovery", recovery.new_code()[0])
    return root


def renewed(root: Root, passphrase: str | bytearray) -> tuple[Root, str]:
    """Another root key for the same vault, of the next epoch, and its recovery code. Writes nothing.

    Every other slot is left out: its secret would be needed to wrap the new key.
    """
    doc = replace(root.doc, epoch=root.doc.epoch + 1, slots=())
    fresh = Root(root.folder, doc, bytearray(os.urandom(KEY_SIZE)))
    own = own_passphrase(root)
    replace_slot(fresh, "passphrase", _need_passphrase(passphrase), own.name if own else "")
    raw, code = recovery.new_code()
    replace_slot(fresh, "recovery", raw)
    return fresh, code


def vault_id(folder: Path) -> str:
    """The id of the vault in `folder`, which is not secret. Raises VaultMissing, VaultDamaged as `open_root` does."""
    return keyfiles.present(folder).vault_id


def open_root(folder: Path, secret: str | bytearray, kind: Kind = "passphrase") -> Root:
    """Unwrap the root key. Slow by design (about a second), and free of the interpreter lock meanwhile.

    A `bytearray` secret stays the caller's to wipe.

    Raises:
        VaultMissing, VaultDamaged, VaultNewer: as the files are; nothing was derived.
        VaultDamaged: no slot opens, but the key file is not the database's.
        WrongSecret: no slot of an intact key file opens; the time is noted for the journal, but for a keyring's
            secret, which nobody guesses.
    """
    require_present(folder)
    doc, from_previous = keyfiles.load(folder)
    try:
        key, slot = _unwrap_any(doc, secret, kind)
    except WrongSecret:
        if kind != "keyring":
            failures.note(folder)
        if (stranger := keyfiles.stranger(folder, doc)) is not None:
            raise stranger from None
        if from_previous:
            raise VaultDamaged(
                "The key file vault.keys is damaged, and this does not open its previous generation.",
                "Try the passphrase or recovery code from before the last change, or restore a backup.",
            ) from None
        raise
    if not keydoc.seal_holds(doc, key):
        wipe(key)
        raise VaultDamaged("The key file vault.keys was altered.", "Restore a backup.")
    return Root(folder, doc, key, from_previous, slot)


def replace_slot(root: Root, kind: Kind, secret: bytearray, name: str = "") -> None:
    """Wrap the root key by `secret`, which is wiped, in place of the slots of that kind. Writes nothing."""
    put(root, new_slot(root, kind, secret, name), instead=root.doc.of_kind(kind))


def put(root: Root, slot: Slot, instead: Collection[Slot] = ()) -> None:
    """Add a slot, in place of those that it replaces. Writes nothing."""
    others = tuple(other for other in root.doc.slots if other not in instead)
    root.doc = replace(root.doc, slots=(*others, slot))


def keep_only(root: Root, slots: Collection[Slot]) -> None:
    """Leave out every other slot. Writes nothing."""
    root.doc = replace(root.doc, slots=tuple(slots))


def new_slot(root: Root, kind: Kind, secret: bytearray, name: str = "") -> Slot:
    """The root key wrapped by `secret`, which is wiped; in no key file yet."""
    slot = Slot(
        id=secrets.token_hex(4),
        kind=kind,
        epoch=root.doc.epoch,
        salt=os.urandom(16),
        cost=calibrated_cost() if kind == "passphrase" else None,
        nonce=os.urandom(12),
        name=name,
        made=utc_now().isoformat(timespec="seconds"),
    )
    try:
        kek = _kek(slot, secret)
    finally:
        wipe(secret)
    try:
        wrapped = AESGCM(kek).encrypt(slot.nonce, root.key, keydoc.bound_to(root.doc, slot))
    finally:
        wipe(kek)
    return replace(slot, wrapped=wrapped)


def own_passphrase(root: Root) -> Slot | None:
    """The passphrase that opened the vault; where something else did, the only one. None where that is not clear."""
    held = root.doc.of_kind("passphrase")
    if root.opened_by in held:
        return root.opened_by
    return held[0] if len(held) == 1 else None


def new_passphrase(root: Root, passphrase: str | bytearray, slot: Slot | None = None) -> None:
    """Put it in place of `slot`, else of `own_passphrase`, else beside those that are there. Writes nothing."""
    before = slot or own_passphrase(root)
    fresh = new_slot(root, "passphrase", _need_passphrase(passphrase), before.name if before else "")
    put(root, fresh, instead=(before,) if before else ())
    root.opened_by = fresh


def new_recovery(root: Root) -> str:
    """Replace the recovery code; returns the new one, to be shown once."""
    raw, code = recovery.new_code()
    replace_slot(root, "recovery", raw)
    return code


def save(root: Root, *, previous: KeyDoc | None) -> None:
    """Write the root's key file as the next generation, and keep `previous` beside it.

    `previous` is written from memory: copying the file could put a damaged one over the last good one.
    """
    gen = max(root.doc.gen, previous.gen if previous else 0) + 1
    doc = keydoc.sealed(replace(root.doc, gen=gen), root.key)
    with files.plain_errors(root.folder):
        if previous is not None:
            files.replace_atomically(root.folder / KEYS_BEFORE, keydoc.encode(previous))
        _put_in_force(root.folder / KEYS, keydoc.encode(doc))
    root.doc = doc
    root.from_previous = False


def _put_in_force(path: Path, data: bytes) -> None:
    """Replace a key file. Where the disk failed only after it was in its place, its secrets open the vault already: to
    raise would put the old ones back in memory, and would keep a new recovery code from being shown."""
    try:
        files.replace_atomically(path, data)
    except OSError:
        try:
            stands = files.read_small(path, keydoc.MAX_BYTES) == data
        except (OSError, files.TooLarge):
            stands = False
        if not stands:
            raise


def save_both(root: Root) -> None:
    """Write the root's key file as both generations, so that no older one could come back."""
    save(root, previous=keydoc.sealed(replace(root.doc, gen=root.doc.gen + 1), root.key))


def save_next(root: Root) -> None:
    """Write the key file of the next epoch beside the one in force."""
    root.doc = keydoc.sealed(replace(root.doc, gen=root.doc.gen + 1), root.key)
    files.replace_atomically(root.folder / KEYS_NEXT, keydoc.encode(root.doc))


def settle(root: Root) -> None:
    """After a change of all keys, also one that was cut short: only the key files of the epoch in force are left.

    The generation before is of the same epoch too, for the old keys open nothing any more. Only under the lock.
    """
    following = root.folder / KEYS_NEXT
    if not following.exists():
        return
    if keyfiles.in_force(root.folder) == root.doc:
        files.replace_atomically(root.folder / KEYS, keydoc.encode(root.doc))
        files.replace_atomically(root.folder / KEYS_BEFORE, keydoc.encode(root.doc))
    following.unlink()
    files.sync_folder(root.folder)


def mend(root: Root, lowest: int) -> None:
    """Make both generations whole again from the previous one, numbered so that the vault (`lowest`) accepts both."""
    again = keydoc.sealed(replace(root.doc, gen=max(root.doc.gen, lowest)), root.key)
    save(root, previous=again)


def _blank() -> KeyDoc:
    return KeyDoc(vault_id=secrets.token_hex(16), gen=0, epoch=1, slots=())


def _need_passphrase(passphrase: str | bytearray) -> bytearray:
    if not passphrase or not passphrase.strip():
        raise InvalidInput("passphrase", "The passphrase is empty.")
    return passphrase_bytes(passphrase)


def _unwrap_any(doc: KeyDoc, secret: str | bytearray, kind: Kind) -> tuple[bytearray, Slot]:
    slots = doc.of_kind(kind)
    if not slots:
        raise WrongSecret(f"This vault has no {WORDS[kind]}.")
    raw = _RAW[kind](secret)
    try:
        for slot in slots:
            key = _unwrap(doc, slot, raw)
            if key is not None:
                return key, slot
    finally:
        wipe(raw)
    raise WrongSecret(f"This {WORDS[kind]} does not open the vault.")


_RAW: dict[Kind, Callable[[str | bytearray], bytearray]] = {
    "passphrase": passphrase_bytes,
    "recovery": recovery.parsed,
    "keyring": passphrase_bytes,
}


def _unwrap(doc: KeyDoc, slot: Slot, secret: bytearray) -> bytearray | None:
    kek = _kek(slot, secret)
    key = bytearray(KEY_SIZE)
    try:
        AESGCM(kek).decrypt_into(slot.nonce, slot.wrapped, keydoc.bound_to(doc, slot), key)
    except InvalidTag:
        return None
    finally:
        wipe(kek)
    return key


def _kek(slot: Slot, secret: bytearray) -> bytearray:
    if slot.cost is None:
        return expand(secret, slot.salt, slot.kind)
    try:
        return stretch(secret, slot.salt, slot.cost)
    except MemoryError:
        wanted = slot.cost.m_kib // 1024
        raise CoordError(
            f"Unlocking needs {wanted} MiB of free memory.", "Close other programs and try again."
        ) from None
