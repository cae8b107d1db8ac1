"""Which key file is in force, and whether it is the database's. Writes nothing and knows no secret."""

from __future__ import annotations

from pathlib import Path

from coordtui.errors import VaultDamaged
from coordtui.store import files, keydoc
from coordtui.store.folder import DATABASE, KEYS, KEYS_BEFORE, KEYS_NEXT, first_bytes, require_present
from coordtui.store.keydoc import DamagedKeys, KeyDoc


def present(folder: Path) -> KeyDoc:
    """The key file in force; only its MAC is not checked yet. Raises VaultMissing, VaultDamaged, VaultNewer."""
    require_present(folder)
    return load(folder)[0]


def load(folder: Path) -> tuple[KeyDoc, bool]:
    """The key file, and whether it is the previous generation because the current one is damaged or gone."""
    following = in_force(folder)
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


def in_force(folder: Path) -> KeyDoc | None:
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


def stranger(folder: Path, doc: KeyDoc) -> VaultDamaged | None:
    """What to say where the database does not begin as the key file's does; None where it does.

    The previous generation of the key file is the witness: two of three belong together. Only before the
    database is opened, as `first_bytes` says.
    """
    begins = first_bytes(folder)
    if len(begins) < len(doc.salt) or _alike(begins, doc.salt):
        return None
    before = _witness(folder)
    if before is not None and before.vault_id != doc.vault_id and _alike(begins, before.salt):
        return VaultDamaged(
            f"The key file {KEYS} is of another vault: {KEYS_BEFORE} and {DATABASE} belong together.",
            f"Put back the right {KEYS}. Or move this one away: {KEYS_BEFORE} then takes its place.",
        )
    if before is not None and before.vault_id == doc.vault_id:
        return VaultDamaged(
            f"{DATABASE} is of another vault, or wholly damaged: {KEYS} and {KEYS_BEFORE} belong together.",
            f"Put back the right {DATABASE}, or restore a backup.",
        )
    return VaultDamaged(
        f"{DATABASE} and {KEYS} are of different vaults, or {DATABASE} is wholly damaged.",
        "Put back the right file, or restore a backup.",
    )


def _alike(begins: bytes, salt: bytes) -> bool:
    """Give or take some damage: of two random salts hardly a byte is the same."""
    return sum(a == b for a, b in zip(begins, salt, strict=True)) >= len(salt) // 2


def _witness(folder: Path) -> KeyDoc | None:
    try:
        return _decoded(folder / KEYS_BEFORE)
    except DamagedKeys:
        return None
