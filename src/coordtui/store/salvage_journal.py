"""The journal of a salvaged vault: as it was written where it is whole, and sealed anew from the first gap on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from coordtui.store import journal
from coordtui.store.btree import Value
from coordtui.store.readable import Rows

UNREADABLE = "vault.unreadable"
"""The verb of an act that stands in for one that could not be read."""
_NOT_ALL = "(not all of it could be read)"
_NOTHING = "This act could not be read when the vault was salvaged"
_AT = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """`acts` stand in the journal, the first `whole` of them exactly as written; `lost` have no words left."""

    acts: int
    whole: int
    lost: int


def filled(acts: Rows, changes: Rows) -> tuple[Rows, int]:
    """The acts numbered without gaps, with stand-ins for those that are lost, and how many these are."""
    last = max([*acts, *(int(row[1] or 0) for row in changes.values())], default=0)
    rows: Rows = {}
    lost = 0
    at: Value = "1970-01-01T00:00:00.000+00:00"
    for seq in range(1, last + 1):
        known = acts.get(seq)
        if known is None:
            lost += 1
            known = (seq, at, "", UNREADABLE, "record", _NOTHING, None, None, None, bytes(32), bytes(32))
        at = known[_AT]
        rows[seq] = known
    return rows, lost


def settle(connection: Connection, key: bytearray, lost: int) -> Kept:
    """Keep the chain up to the first act that does not hold, and seal it anew from there. Guards must be off.

    An act that lost some of its changes can no longer be undone.
    """
    whole = journal.held(connection, key)
    count: int = connection.exec_driver_sql("SELECT count(*) FROM act").scalar_one()
    for seq in range(whole + 1, count + 1):
        digest = journal.digest_of(connection, seq)
        connection.exec_driver_sql(
            "UPDATE act SET kind = 'record', target = NULL, batch = NULL, digest = ?1,"
            " summary = CASE WHEN verb = ?2 THEN summary ELSE summary || ' ' || ?3 END WHERE seq = ?4 AND digest <> ?1",
            (digest, UNREADABLE, _NOT_ALL, seq),
        )
    if whole < count:
        journal.seal_from(connection, key, whole + 1)
    return Kept(count, whole, lost)
