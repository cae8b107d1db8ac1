"""Updates of the vaults that earlier versions left (tests/store/vaults), and how such a vault is judged afterwards."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from functools import cache
from pathlib import Path

from fault_vault import LOST, PASSPHRASE, RELEASED, SHUT, SILENT, ledger_of, rubbish
from sqlmodel import Session

from coordtui.errors import CoordError
from coordtui.store.images import journalled_tables, quoted
from coordtui.store.vault import Vault
from coordtui.store.verify import verify

VERSIONS = tuple(sorted(folder.name for folder in RELEASED.iterdir()))


def update(folder: Path) -> None:
    Vault.unlock(folder, PASSPHRASE).lock()


def judge(folder: Path, version: str) -> str:
    """What a vault shows at the first unlock after its update was disturbed."""
    try:
        with Vault.unlock(folder, PASSPHRASE) as vault:
            ledger = ledger_of(vault)
            wrong = [check.name for check in verify(ledger) if not check.ok]
            found = ledger.read(digest)
    except CoordError:
        return SHUT
    if wrong:
        return SILENT
    return LOST if found != _in_peace(version) else f"updated, every record is there{rubbish(folder)}"


def digest(session: Session) -> str:
    """Of every record, but for the ids that an update makes up."""
    total = hashlib.sha256()
    for name, table in journalled_tables().items():
        columns = ", ".join(quoted(column.name) for column in table.columns if column.name != "uid")
        sql = f"SELECT {columns} FROM {quoted(name)} ORDER BY 1"  # noqa: S608 - names from the metadata
        for row in session.connection().exec_driver_sql(sql):
            total.update(repr(tuple(row)).encode())
    return total.hexdigest()


@cache
def _in_peace(version: str) -> str:
    """The digest of the records after an update that nothing disturbs."""
    with tempfile.TemporaryDirectory(prefix="coordtui-faults-") as home:
        folder = Path(home) / version
        shutil.copytree(RELEASED / version, folder)
        with Vault.unlock(folder, PASSPHRASE) as vault:
            return ledger_of(vault).read(digest)
