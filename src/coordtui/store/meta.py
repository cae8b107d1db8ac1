"""The vault's own table of settings, outside the journal: a name and a value a row."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

_LOWEST_GEN: Final = "vault.keys_gen"


def get_meta(connection: Connection, name: str) -> str | None:
    """The value that is kept under this name, or None."""
    value: str | None = connection.exec_driver_sql("SELECT v FROM meta WHERE k = ?", (name,)).scalar()
    return value


def set_meta(connection: Connection, name: str, value: str | None) -> None:
    """Keep a value, or forget it when it is None."""
    if value is None:
        connection.exec_driver_sql("DELETE FROM meta WHERE k = ?", (name,))
    else:
        connection.exec_driver_sql(
            "INSERT INTO meta(k, v) VALUES (?, ?) ON CONFLICT(k) DO UPDATE SET v = excluded.v", (name, value)
        )


def lowest_gen(connection: Connection) -> int:
    """The generation before which a key file is refused."""
    return int(get_meta(connection, _LOWEST_GEN) or 0)


def remember_gen(connection: Connection, gen: int) -> None:
    """From now on a key file older than generation `gen` is refused."""
    set_meta(connection, _LOWEST_GEN, str(gen))
