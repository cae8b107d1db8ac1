"""Damage that is met while the keys are at hand is told page by page, with what the pages held."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from coordtui.errors import VaultDamaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coordtui.store.keys import Root
    from coordtui.store.vault import Vault


@contextlib.contextmanager
def exactly(vault: Vault) -> Iterator[None]:
    """Around work in an opened vault, which is closed when damage is met."""
    try:
        yield
    except VaultDamaged as error:
        vault.close_connections()
        raise told(vault.folder, vault.root, error) from None


def told(folder: Path, root: Root, error: VaultDamaged) -> VaultDamaged:
    """The same damage in all its parts. Only while the database is not open in this process."""
    return VaultDamaged(" ".join([error.message, *parts(folder, root)]), error.hint)


def parts(folder: Path, root: Root) -> list[str]:
    """A sentence for each thing that is damaged; none where every page is whole or the files cannot be read."""
    from coordtui.store import damage

    try:
        return damage.words(damage.look(folder, root))
    except OSError:
        return []
