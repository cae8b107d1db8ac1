"""Ways back from a damaged vault that need no secret: its newest backup that is whole, and a key file for what is left.

Whole means here that every byte is as when the backup was written, checked and signed; a restore proves the rest with
the passphrase.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from coordtui.errors import CoordError, VaultDamaged
from coordtui.store import files, folder, keyfiles
from coordtui.store.container import Manifest, check_bytes, described, take_keys
from coordtui.store.keydoc import KeyDoc

SUFFIX = ".ctbackup"


@dataclass(frozen=True, slots=True)
class Good:
    """A whole backup; `at` is its moment (UTC, ISO), `acts` the length of its journal, `doc` its copy of the keys."""

    path: Path
    at: str
    acts: int
    doc: KeyDoc


@dataclass(frozen=True, slots=True)
class Search:
    """What was found in the folders looked through: the newest good backup of the vault, and those that are not good,
    with the reason."""

    good: Good | None
    bad: tuple[tuple[Path, str], ...]


def newest_good(vault: Path, places: Iterable[Path]) -> Search:
    """Look through folders of backups, and the vault's own, for backups of the vault in `vault`.

    Only those are read as a whole that are newer than the newest good one, and that one.
    """
    own = _identity(vault)
    found: list[tuple[Path, Manifest, KeyDoc]] = []
    bad: list[tuple[Path, str]] = []
    for path in _files((*places, vault)):
        with _noting(path, bad):
            manifest, doc = described(path)
            if own(manifest.vault_id, doc):
                found.append((path, manifest, doc))
    for path, manifest, doc in sorted(found, key=lambda one: (one[1].at, one[0].name), reverse=True):
        with _noting(path, bad):
            check_bytes(path, manifest)
            return Search(Good(path, manifest.at, manifest.acts, doc), tuple(bad))
    return Search(None, tuple(bad))


@contextmanager
def _noting(path: Path, bad: list[tuple[Path, str]]) -> Iterator[None]:
    """A backup that does not hold is noted with the reason."""
    try:
        yield
    except (CoordError, OSError) as error:
        bad.append((path, error.message if isinstance(error, CoordError) else "It cannot be read."))


@contextmanager
def borrowed_keys(vault: Path, places: Iterable[Path]) -> Iterator[Path]:
    """A folder whose key file opens what is left in `vault`: the vault itself, else one with a copy from a backup.

    Raises VaultDamaged where the key file is lost and no backup has it.
    """
    if _own_keys(vault) is not None:
        yield vault
        return
    found = list(places)
    search = newest_good(vault, found)
    source = search.good.path if search.good is not None else _newest_with_keys(vault, found)
    if source is None:
        raise VaultDamaged(
            f"The key file {folder.KEYS} is lost, and no backup has a copy of it that is whole.",
            "Without it nobody can read the database. Look for a backup on another disk and restore that.",
        )
    scratch = _scratch_beside(vault)
    try:
        take_keys(source, scratch)
        files.create_private(scratch / folder.DATABASE)
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _newest_with_keys(vault: Path, places: Iterable[Path]) -> Path | None:
    """A backup that is damaged, but not in its key file, which is of the very database that lies in `vault`."""
    first = folder.first_bytes(vault)
    found: list[tuple[str, str, Path]] = []
    for path in _files((*places, vault)):
        with suppress(CoordError, OSError):
            manifest, doc = described(path)
            if first and first == doc.salt:
                found.append((manifest.at, path.name, path))
    return max(found)[2] if found else None


def _scratch_beside(vault: Path) -> Path:
    """A folder for a borrowed key file, where the vault's own is looked for; what a killed salvage left goes first."""
    folder.clear_scratch(vault, folder.BORROWING)
    prefix = f".{vault.name}."
    try:
        return Path(tempfile.mkdtemp(prefix=prefix, suffix=folder.BORROWING, dir=vault.parent))
    except OSError:  # a vault on a medium that cannot be written is salvaged too
        return Path(tempfile.mkdtemp(prefix=prefix, suffix=folder.BORROWING))


def _identity(vault: Path) -> Callable[[str, KeyDoc], bool]:
    """What tells a backup of this vault: its id, or where the key file is lost the database's first bytes."""
    own = _own_keys(vault)
    if own is not None:
        return lambda vault_id, _: vault_id == own.vault_id
    first = folder.first_bytes(vault)
    return lambda _, doc: not first or first == doc.salt


def _own_keys(vault: Path) -> KeyDoc | None:
    """The vault's own key file, None where it and the generation before are lost."""
    try:
        return keyfiles.load(vault)[0]
    except VaultDamaged:
        return None


def _files(places: Iterable[Path]) -> Iterator[Path]:
    seen: set[Path] = set()
    for place in places:
        with suppress(OSError):
            for path in sorted(place.glob(f"*{SUFFIX}"), reverse=True):
                if path not in seen and path.is_file() and not path.is_symlink():
                    seen.add(path)
                    yield path
