"""The root key and the slots that wrap it: `vault.keys`, beside the database.

Needs only `cryptography`, so that a prompt can derive the key before the database's libraries are loaded.
Changing a secret wraps the root key anew; the database is untouched.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from coordtui.errors import CoordError, InvalidInput, VaultDamaged, WrongSecret
from coordtui.store import failures, files, keydoc, recovery
from coordtui.store.folder import KEYS, KEYS_BEFORE, KEYS_NEXT, first_bytes, require_present
from coordtui.store.kdf import KEY_SIZE, calibrated_cost, expand, passphrase_bytes, stretch, wipe
from coordtui.store.keydoc import DamagedKeys, KeyDoc, Kind, Slot

_FROM_BEFORE = (
    "The key file vault.keys was damaged, so its previous generation was used: "
    "the passphrase and recovery code from before the last change are in force."
)


@dataclass(slots=True, eq=False)
class Root:
    """An unwrapped root key and the key file it came from. `notice` is to be shown when it is not empty."""

    folder: Path
    doc: KeyDoc
    key: bytearray = field(repr=False)
    from_previous: bool = False

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
    """Another root key for the same vault, of the next epoch, and its recovery code. Writes nothing."""
    doc = replace(root.doc, epoch=root.doc.epoch + 1, slots=())
    fresh = Root(root.folder, doc, bytearray(os.urandom(KEY_SIZE)))
    replace_slot(fresh, "passphrase", _need_passphrase(passphrase))
    raw, code = recovery.new_code()
    replace_slot(fresh, "recovery", raw)
    return fresh, code


def vault_id(folder: Path) -> str:
    """The id of the vault in `folder`, which is not secret. Raises VaultMissing, VaultDamaged as `open_root` does."""
    require_present(folder)
    return _load(folder)[0].vault_id


def open_root(folder: Path, secret: str | bytearray, kind: Kind = "passphrase") -> Root:
    """Unwrap the root key. Slow by design (about a second), and free of the interpreter lock meanwhile.

    A `bytearray` secret stays the caller's to wipe.

    Raises:
        VaultMissing, VaultDamaged, VaultNewer: as the files are; nothing was derived.
        WrongSecret: no slot of an intact key file opens; the time is noted for the journal.
    """
    require_present(folder)
    doc, from_previous = _load(folder)
    try:
        key = _unwrap_any(doc, secret, kind)
    except WrongSecret:
        failures.note(folder)
        if from_previous:
            raise VaultDamaged(
                "The key file vault.keys is damaged, and this does not open its previous generation.",
                "Try the passphrase or recovery code from before the last change, or restore a backup.",
            ) from None
        raise
    if not keydoc.seal_holds(doc, key):
        wipe(key)
        raise VaultDamaged("The key file vault.keys was altered.", "Restore a backup.")
    return Root(folder, doc, key, from_previous)


def replace_slot(root: Root, kind: Kind, secret: bytearray) -> None:
    """Wrap the root key by `secret`, which is wiped, in place of the slots of that kind. Writes nothing."""
    slot = Slot(
        id=secrets.token_hex(4),
        kind=kind,
        epoch=root.doc.epoch,
        salt=os.urandom(16),
        cost=calibrated_cost() if kind == "passphrase" else None,
        nonce=os.urandom(12),
    )
    try:
        kek = _kek(slot, secret)
    finally:
        wipe(secret)
    try:
        wrapped = AESGCM(kek).encrypt(slot.nonce, root.key, keydoc.bound_to(root.doc, slot))
    finally:
        wipe(kek)
    others = tuple(other for other in root.doc.slots if other.kind != kind)
    root.doc = replace(root.doc, slots=(*others, replace(slot, wrapped=wrapped)))


def new_passphrase(root: Root, passphrase: str | bytearray) -> None:
    replace_slot(root, "passphrase", _need_passphrase(passphrase))


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
        files.replace_atomically(root.folder / KEYS, keydoc.encode(doc))
    root.doc = doc
    root.from_previous = False


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
    if _in_force(root.folder) == root.doc:
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


def _load(folder: Path) -> tuple[KeyDoc, bool]:
    """The key file, and whether it is the previous generation because the current one is damaged or gone."""
    following = _in_force(folder)
    if following is not None:
        return following, False
    try:
        return _decoded(folder / KEYS), False
    except DamagedKeys as error:
        damage = str(error)
    try:
        return _decoded(folder / KEYS_BEFORE), True
    except DamagedKeys as error:
        before = str(error)
    raise VaultDamaged(
        f"The key file {KEYS} is damaged: {damage}. Its previous generation {KEYS_BEFORE} does not help: {before}.",
        "Your secret was not tried. Restore a backup; each holds a copy of the key file.",
    )


def _in_force(folder: Path) -> KeyDoc | None:
    """The next epoch's key file, when the database is its already."""
    try:
        following = _decoded(folder / KEYS_NEXT)
    except DamagedKeys:
        return None
    return following if first_bytes(folder) == following.salt else None


def _decoded(path: Path) -> KeyDoc:
    try:
        return keydoc.decode(files.read_small(path, keydoc.MAX_BYTES))
    except FileNotFoundError:
        raise DamagedKeys("it is missing") from None
    except (OSError, files.TooLarge):
        raise DamagedKeys("it is not a plain, readable file of the right size") from None


def _unwrap_any(doc: KeyDoc, secret: str | bytearray, kind: Kind) -> bytearray:
    slots = doc.of_kind(kind)
    if not slots:
        raise WrongSecret(f"This vault has no {_WORDS[kind]}.")
    raw = _RAW[kind](secret)
    try:
        for slot in slots:
            key = _unwrap(doc, slot, raw)
            if key is not None:
                return key
    finally:
        wipe(raw)
    raise WrongSecret(f"This {_WORDS[kind]} does not open the vault.")


_WORDS: dict[Kind, str] = {"passphrase": "passphrase", "recovery": "recovery code"}
_RAW: dict[Kind, Callable[[str | bytearray], bytearray]] = {"passphrase": passphrase_bytes, "recovery": recovery.parsed}


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
        return expand(secret, slot.salt, "recovery")
    try:
        return stretch(secret, slot.salt, slot.cost)
    except MemoryError:
        wanted = slot.cost.m_kib // 1024
        raise CoordError(
            f"Unlocking needs {wanted} MiB of free memory.", "Close other programs and try again."
        ) from None
