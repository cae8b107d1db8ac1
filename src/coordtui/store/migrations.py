"""From an empty database, or one of an earlier coordtui, to the present schema: all of it or nothing.

A new vault is made from the metadata as it stands and is at the latest version at once; the later steps are for vaults
that exist. `PRAGMA user_version` is the number of the last step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlmodel import SQLModel

import coordtui.models  # noqa: F401  # registers every table
from coordtui.errors import VaultDamaged, VaultNewer
from coordtui.pace import Repeating, Tell, Watch, unwatched
from coordtui.store import journal, search
from coordtui.store.engine import APPLICATION_ID, driver_of, stoppable, unguarded
from coordtui.store.reshape import made_by, reshape

Step = Callable[[Connection], None]


def _foundation(connection: Connection) -> None:
    SQLModel.metadata.create_all(connection)
    connection.exec_driver_sql("CREATE TABLE meta(k TEXT PRIMARY KEY, v TEXT NOT NULL) STRICT, WITHOUT ROWID")
    journal.create(connection)
    search.create(connection)
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


_SCRIPTS = {2: "schema_2.sql", 3: "schema_3.sql", 4: "schema_4.sql"}
_SEARCHED = 4
"""The version that brought the full-text index."""
_UID = {"uid": "lower(hex(randomblob(16)))"}
_PLACE = {"position": "0"}
_UNFOLDED = {"fold": "''"}


def _worked_plans_and_closed_loops(connection: Connection) -> None:
    fills = {
        "organization": _UID | _UNFOLDED,
        "practitioner": _UID | _UNFOLDED,
        "intervention": _UID | _PLACE,
        "goal": _PLACE,
        "barrier": _PLACE,
        "referral": {"consent": "'unknown'", "auth_needed": "'unknown'"},
    }
    reshape(connection, _SCRIPTS[2], fills)


def _consents_and_disclosures(connection: Connection) -> None:
    reshape(connection, _SCRIPTS[3], {})


def _finding(connection: Connection) -> None:
    reshape(connection, _SCRIPTS[4], {})
    search.create(connection)  # empty: the rules of casework fill it


STEPS: tuple[Step, ...] = (_foundation, _worked_plans_and_closed_loops, _consents_and_disclosures, _finding)


UPDATED_FROM = "updated_from"
"""The name in `meta` of the version before, until casework has caught up with what the new one wants done."""


def latest() -> int:
    return len(STEPS)


def changed_since(version: int) -> frozenset[str]:
    """The tables and indexes that are new or of another shape since a version."""
    later = {number: script for number, script in _SCRIPTS.items() if number > version}
    found = frozenset(name for script in later.values() for name in made_by(script))
    return found | search.TABLES if version < _SEARCHED else found


def version(connection: Connection) -> int:
    found: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    return found


def lay_foundation(writer: Engine) -> None:
    """Make the schema in a database that was created just now."""
    with writer.begin() as connection, unguarded(connection):
        STEPS[0](connection)
        _finish(connection)


def migrate(writer: Engine, before: Callable[[int, Tell], None], watch: Watch = unwatched) -> None:
    """Bring an existing vault to the latest version. `before` runs first, to make a verified backup of that version.

    `watch` goes around both, and only where there is anything to do. Stopped, it leaves the vault as it was.

    Raises:
        VaultNewer: it was made by a later coordtui; nothing was changed.
        VaultDamaged: it is no vault, or references broke; nothing was changed.
    """
    with writer.connect() as connection:
        found = version(connection)
        application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if found == 0 or application != APPLICATION_ID:
        raise VaultDamaged(
            "vault.db holds no vault; its making was interrupted.", "Move the folder away and begin again."
        )
    if found > latest():
        raise VaultNewer(f"This vault has version {found}; this coordtui knows {latest()}.", "Update coordtui.")
    if found < latest():
        with watch() as tell:
            before(found, tell)
            _update(writer, found, tell)


def _update(writer: Engine, found: int, tell: Tell) -> None:
    again = Repeating.of(tell)
    again(0, 0, "bringing the vault up to date")
    with _without_foreign_keys(writer) as connection, stoppable(driver_of(connection), again.again):
        for step in STEPS[found:]:
            step(connection)
        connection.exec_driver_sql("INSERT OR REPLACE INTO meta(k, v) VALUES (?, ?)", (UPDATED_FROM, str(found)))
        _finish(connection)


def _finish(connection: Connection) -> None:
    journal.install_triggers(connection)
    connection.exec_driver_sql(f"PRAGMA user_version={latest()}")


@contextmanager
def _without_foreign_keys(writer: Engine) -> Iterator[Connection]:
    """One write transaction that may rebuild tables. References are checked as a whole before it commits."""
    with writer.connect() as connection, unguarded(connection):
        driver = driver_of(connection)
        driver.execute("PRAGMA foreign_keys=OFF")  # has no effect once a transaction has begun
        try:
            with connection.begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise VaultDamaged("Updating this vault would break references between its records.")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")
