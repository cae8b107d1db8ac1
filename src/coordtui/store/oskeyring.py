"""The system's own key ring, for those who asked for it: it keeps a random secret that opens a slot of the key file.

It is never the only way in: key rings are lost with a new login password, a new machine or a system's update. The
`keyring` package is an extra, and loaded only where a vault has such a slot. It hands out text, which cannot be wiped.
"""

from __future__ import annotations

import contextlib
import os
from base64 import b64encode
from pathlib import Path
from types import ModuleType

from coordtui.errors import CoordError, WrongSecret
from coordtui.store import keyfiles, keys
from coordtui.store.kdf import KEY_SIZE
from coordtui.store.keydoc import Slot
from coordtui.store.keys import Root

SERVICE = "coordtui"
_UNSAFE = ("keyrings.alt.", "keyring.backends.null.", "keyring.backends.fail.")
"""Backends that keep secrets in plain files, or not at all."""


class NoKeyring(CoordError):
    """The key ring cannot help; the passphrase still does."""

    title = "The keyring does not help"


def open_root(folder: Path) -> Root:
    """Unwrap the root key by what the key ring keeps.

    Raises:
        NoKeyring: there is no key ring here, or it does not keep this vault's secret any more.
        VaultMissing, VaultDamaged, VaultNewer: as `keys.open_root` does.
    """
    doc = keyfiles.present(folder)
    kept = [secret for slot in doc.of_kind("keyring") if (secret := _fetch(doc.vault_id, slot)) is not None]
    if not kept:
        raise NoKeyring("The keyring keeps nothing for this vault.")
    for secret in kept:
        with contextlib.suppress(WrongSecret):
            return keys.open_root(folder, secret, "keyring")
    raise NoKeyring("What the keyring keeps does not open this vault any more.")


def wrap(root: Root, name: str) -> Slot:
    """A slot for `root` whose secret this machine's key ring keeps from now on; it is in no key file yet.

    Raises:
        NoKeyring: there is no key ring here, or it did not keep the secret.
    """
    secret = bytearray(b64encode(os.urandom(KEY_SIZE)))
    text = secret.decode("ascii")
    slot = keys.new_slot(root, "keyring", secret, name)
    try:
        _backend().set_password(SERVICE, _account(root.doc.vault_id, slot), text)
    except NoKeyring:
        raise
    except Exception:  # noqa: BLE001 - a backend may raise anything
        raise NoKeyring("The keyring did not take the secret.", "Unlock it, and try again.") from None
    if _fetch(root.doc.vault_id, slot) != text:
        raise NoKeyring("The keyring took the secret, but does not give it back.")
    return slot


def forget(vault_id: str, slot: Slot) -> None:
    """Best effort: what is left in a key ring opens nothing without its slot."""
    with contextlib.suppress(Exception):
        _backend().delete_password(SERVICE, _account(vault_id, slot))


def _account(vault_id: str, slot: Slot) -> str:
    return f"{vault_id}.{slot.id}"


def _fetch(vault_id: str, slot: Slot) -> str | None:
    try:
        found: str | None = _backend().get_password(SERVICE, _account(vault_id, slot))
    except NoKeyring:
        raise
    except Exception:  # noqa: BLE001 - a backend may raise anything
        raise NoKeyring("The keyring is locked, or does not answer.") from None
    return found


def _backend() -> ModuleType:
    try:
        import keyring
    except ImportError:
        raise NoKeyring("The package keyring is not installed.", "It is an extra: install coordtui[keyring].") from None
    if not _is_safe(keyring.get_keyring()):
        raise NoKeyring("This system has no keyring that keeps secrets safely.")
    return keyring


def _is_safe(backend: object) -> bool:
    """Whether it keeps secrets, and not in plain files; one that goes through others is as safe as each of them."""
    return not f"{type(backend).__module__}.".startswith(_UNSAFE) and all(
        _is_safe(one) for one in getattr(backend, "backends", ())
    )
