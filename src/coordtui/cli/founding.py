"""Making a vault: its keys, its database, and whose it is."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coordtui.clock import Clock

if TYPE_CHECKING:
    from coordtui.store.vault import Vault

HOURS = 40


@dataclass(frozen=True, slots=True)
class About:
    """Whose vault it is, as asked for; `casework.profile` checks it."""

    name: str
    zone: str
    weekly_hours: int = HOURS


def found(folder: Path, passphrase: bytearray, about: About) -> tuple[Vault, str]:
    """A new vault, opened, and its recovery code. The passphrase stays the caller's to wipe.

    Raises:
        InvalidInput: the name, zone or hours cannot be; nothing was made.
        Refused, VaultDamaged: there is a vault, or a part of one. VaultReadOnly: the folder cannot be written.
    """
    from coordtui.casework.profile import set_profile
    from coordtui.casework.search_index import INDEXED_BY
    from coordtui.cli.terminal import composed
    from coordtui.rules.profile import check_hours, check_name, check_zone
    from coordtui.rules.search_text import EDITION
    from coordtui.store.ledger import Ledger
    from coordtui.store.vault import Vault

    name, zone = check_name(about.name), check_zone(about.zone)
    hours = check_hours(str(about.weekly_hours))
    vault, code = Vault.create(folder, composed(passphrase))
    try:
        ledger = Ledger(vault, name)
        ledger.do(set_profile, name, zone, hours, Clock(zone).moment())
        ledger.meta_set(INDEXED_BY, EDITION)
    except BaseException:
        vault.lock()
        raise
    return vault, code


def this_machine() -> About:
    """The name of the system's user, the system's zone, and full-time hours."""
    return About(_user(), _zone())


def _user() -> str:
    with contextlib.suppress(ImportError, KeyError, IndexError):
        import pwd

        entry = pwd.getpwuid(os.getuid())
        return entry.pw_gecos.split(",")[0].strip() or entry.pw_name
    return os.environ.get("USERNAME") or "Coordinator"


def _zone() -> str:
    from tzlocal import get_localzone_name

    try:
        return str(get_localzone_name() or "UTC")
    except (LookupError, OSError, ValueError):
        return "UTC"
