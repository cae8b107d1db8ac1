"""The journal: every change of a record, sealed act by act into a chain. At once the audit trail and the undo log.

Triggers (see `images`) file each change under the one open act. Sealing writes the act's row with a digest of its
changes and a MAC over the row and the act before it. Changes without their act's row cannot commit, because their
foreign key is checked then; an act left open cannot either.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection

from coordtui.errors import VaultDamaged
from coordtui.pace import Tell, counted, quiet
from coordtui.store.images import EVENTS, journalled_tables, quoted, trigger_name, trigger_sql

ActKind = Literal["do", "undo", "redo", "record"]
_START = bytes(32)
_ACT, _CHANGES = "act", "changes"
REKEY = "vault.rekey"
"""The act that begins a chain under other keys; its summary names the head under those before."""

_SCHEMA = (
    """CREATE TABLE act(
        seq INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        verb TEXT NOT NULL,
        kind TEXT NOT NULL CHECK(kind IN ('do', 'undo', 'redo', 'record')),
        summary TEXT NOT NULL,
        patient_id INTEGER,
        target INTEGER REFERENCES act(seq) CHECK((kind IN ('undo', 'redo')) = (target IS NOT NULL)),
        batch INTEGER REFERENCES act(seq) CHECK(batch IS NULL OR kind = 'do'),
        digest BLOB NOT NULL CHECK(length(digest) = 32),
        mac BLOB NOT NULL CHECK(length(mac) = 32)) STRICT""",
    """CREATE TABLE change(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        act INTEGER NOT NULL REFERENCES act(seq) DEFERRABLE INITIALLY DEFERRED,
        tbl TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        patient_id INTEGER,
        before TEXT,
        after TEXT) STRICT""",
    """CREATE TABLE current_act(
        id INTEGER PRIMARY KEY CHECK(id = 1),
        seq INTEGER REFERENCES act(seq) DEFERRABLE INITIALLY DEFERRED) STRICT""",
    "INSERT INTO current_act VALUES (1, NULL)",
    "CREATE INDEX change_of_act ON change(act, tbl, row_id)",
    "CREATE INDEX change_of_patient ON change(patient_id, act)",
    "CREATE INDEX act_of_patient ON act(patient_id, seq)",
    "CREATE INDEX act_target ON act(target, seq) WHERE target IS NOT NULL",
    "CREATE INDEX act_do ON act(seq) WHERE kind = 'do'",
    "CREATE INDEX act_batch ON act(batch, seq) WHERE batch IS NOT NULL",
    *(
        f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table}"
        " BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END"
        for table in ("act", "change")
        for event in ("UPDATE", "DELETE")
    ),
    # without this, INSERT OR REPLACE would rewrite an act past the trigger on DELETE
    "CREATE TRIGGER act_in_order BEFORE INSERT ON act"
    " WHEN new.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM act)"
    " BEGIN SELECT RAISE(ABORT, 'acts are numbered without gaps'); END",
    "CREATE TRIGGER change_unsealed BEFORE INSERT ON change"
    " WHEN EXISTS (SELECT 1 FROM act WHERE seq = new.act)"
    " BEGIN SELECT RAISE(ABORT, 'this act is sealed'); END",
)
OWN_TABLES = ("act", "change", "current_act", "meta")
OWN_TRIGGERS = (
    *("act_no_update", "act_no_delete", "change_no_update", "change_no_delete"),
    *("act_in_order", "change_unsealed"),
)


def create(connection: Connection) -> None:
    """Make the journal's own tables in a new database."""
    for statement in _SCHEMA:
        connection.exec_driver_sql(statement)


def install_triggers(connection: Connection) -> None:
    """(Re)make the triggers of every journalled table from the metadata, as each migration has to."""
    for table in journalled_tables().values():
        for event in EVENTS:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {quoted(trigger_name(table, event))}")
        for statement in trigger_sql(table):
            connection.exec_driver_sql(statement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What an act's row says besides its changes.

    `target` is the act undone or redone. `batch` is the first act of those that are one step of undo, this one or an
    earlier one, each in a transaction of its own; None for an act that stands alone.
    """

    at: dt.datetime
    actor: str
    verb: str
    kind: ActKind
    summary: str
    patient_id: int | None = None
    target: int | None = None
    batch: int | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What an act changed: names of tables, and the patients whom the changed rows are about."""

    tables: frozenset[str] = frozenset()
    patients: frozenset[int] = frozenset()


def open_act(connection: Connection) -> int:
    """Begin an act in the running write transaction; returns its number. Seal or close it before COMMIT."""
    seq: int = connection.exec_driver_sql(
        "UPDATE current_act SET seq = (SELECT coalesce(max(seq), 0) + 1 FROM act) RETURNING seq"
    ).scalar_one()
    return seq


def close_act(connection: Connection) -> None:
    """Let no further change be filed."""
    connection.exec_driver_sql("UPDATE current_act SET seq = NULL")


def changed(connection: Connection, seq: int) -> Changed:
    """What has been filed under an act so far. A row that moved between patients counts for both."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT tbl, patient_id, json_extract(before, '$.patient_id') FROM change WHERE act = ?", (seq,)
    ).all()
    patients = {key for _, now, before in rows for key in (now, before) if key is not None}
    return Changed(frozenset(table for table, _, _ in rows), frozenset(patients))


def seal(connection: Connection, audit_key: bytearray, seq: int, heading: Heading) -> None:
    """Close the act and chain its row to the one before."""
    close_act(connection)
    previous = connection.exec_driver_sql("SELECT mac FROM act WHERE seq = ?", (seq - 1,)).scalar() or _START
    digest = digest_of(connection, seq)
    at = heading.at.astimezone(dt.UTC).isoformat(timespec="milliseconds")
    what = (heading.actor, heading.verb, heading.kind, heading.summary, heading.patient_id)
    row = (seq, at, *what, heading.target, heading.batch)
    mac = _mac(audit_key, previous, row, digest)
    connection.exec_driver_sql("INSERT INTO act VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, digest, mac))


def verify_chain(connection: Connection, audit_key: bytearray, tell: Tell = quiet) -> int:
    """Recompute every digest and MAC; returns how many acts there are.

    Raises:
        VaultDamaged: names the first act that does not fit.
    """
    count, last, fault = _held_up_to(connection, audit_key, tell)
    if fault == _ACT:
        raise VaultDamaged(
            f"The journal does not hold from act {count + 1} on: it was altered. {_held(last)}", "Restore a backup."
        )
    if fault:
        raise VaultDamaged(f"The changes of act {count + 1} were altered. {_held(last)}", "Restore a backup.")
    _refuse_orphans(connection, count)
    return count


def held(connection: Connection, audit_key: bytearray) -> int:
    """How many acts, from the first on, stand with their changes as they were written."""
    return _held_up_to(connection, audit_key, quiet)[0]


def _held_up_to(connection: Connection, audit_key: bytearray, tell: Tell) -> tuple[int, tuple[int, str], str]:
    """How many acts hold, the number and time of the last of them, and what does not fit of the next; "" at the end."""
    previous, count, last = _START, 0, (0, "")
    total: int = connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM act").scalar_one()
    rows = connection.exec_driver_sql(
        "SELECT seq, at, actor, verb, kind, summary, patient_id, target, batch, digest, mac FROM act ORDER BY seq"
    )
    for *row, digest, mac in rows:
        expected = _mac(audit_key, previous, tuple(row), digest)
        if row[0] != count + 1 or not hmac.compare_digest(expected, mac):
            return count, last, _ACT
        if not hmac.compare_digest(digest_of(connection, row[0]), digest):
            return count, last, _CHANGES
        count += 1
        previous, last = mac, (count, row[1])
        tell(count, total, "the journal", "acts")
    return count, last, ""


def _held(last: tuple[int, str]) -> str:
    """Since when: the newest act that is as it was written."""
    return f"All before it holds, up to act {last[0]} of {last[1][:16]} UTC." if last[0] else "Nothing before it holds."


def reseal(connection: Connection, before: bytearray, after: bytearray, tell: Tell = quiet) -> str:
    """Chain every act anew under the key `after`, once the chain is found whole under `before`; returns its last MAC
    before, in hex. For a copy of the database whose guards are off.

    Raises:
        VaultDamaged: the chain does not hold, and nothing was changed.
    """
    verify_chain(connection, before, tell)
    head = connection.exec_driver_sql("SELECT mac FROM act ORDER BY seq DESC LIMIT 1").scalar() or _START
    seal_from(connection, after, 1, tell)
    return head.hex()


def seal_from(connection: Connection, key: bytearray, first: int, tell: Tell = quiet) -> None:
    """Chain act `first` and those after it anew under `key`, to the act before, over the digests there."""
    guard = connection.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE name = 'act_no_update'").scalar()
    connection.exec_driver_sql("DROP TRIGGER IF EXISTS act_no_update")
    previous = connection.exec_driver_sql("SELECT mac FROM act WHERE seq = ?", (first - 1,)).scalar() or _START
    rows = connection.exec_driver_sql(
        "SELECT seq, at, actor, verb, kind, summary, patient_id, target, batch, digest FROM act"
        " WHERE seq >= ? ORDER BY seq",
        (first,),
    ).all()
    for *row, digest in counted(rows, len(rows), tell, "sealing the journal anew", "acts"):
        previous = _mac(key, previous, tuple(row), digest)
        connection.exec_driver_sql("UPDATE act SET mac = ? WHERE seq = ?", (previous, row[0]))
    if guard is not None:  # a database that is being put together has none yet
        connection.exec_driver_sql(guard)


def _refuse_orphans(connection: Connection, count: int) -> None:
    orphan = connection.exec_driver_sql("SELECT 1 FROM change WHERE act > ? LIMIT 1", (count,)).scalar()
    open_act_left = connection.exec_driver_sql("SELECT seq FROM current_act").scalar()
    if orphan or open_act_left is not None:
        raise VaultDamaged("The journal holds changes without their act.", "Restore a backup.")


def digest_of(connection: Connection, seq: int) -> bytes:
    """SHA-256 over an act's changes in order, each as one line of JSON."""
    total = hashlib.sha256()
    rows = connection.exec_driver_sql(
        "SELECT id, tbl, row_id, patient_id, before, after FROM change WHERE act = ? ORDER BY id", (seq,)
    )
    for row in rows:
        total.update(_line(tuple(row)))
    return total.digest()


def _mac(audit_key: bytearray, previous: bytes, row: tuple[Any, ...], digest: bytes) -> bytes:
    if not any(audit_key):
        raise ValueError("the audit key is wiped")
    return hmac.digest(audit_key, previous + _line((*row, digest.hex())), "sha256")


def _line(values: tuple[Any, ...]) -> bytes:
    return _ENCODER.encode(values).encode() + b"\n"


_ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the log. `act` is the verb; `undone` says that an undo stands against it now."""

    seq: int
    at: str
    actor: str
    act: str
    kind: ActKind
    patient_id: int | None
    summary: str
    undone: bool


UNDONE = (
    "coalesce((SELECT u.kind FROM act u WHERE u.target = coalesce(a.batch, a.seq)"
    " ORDER BY u.seq DESC LIMIT 1) = 'undo', 0)"
)
"""SQL: whether act `a` stands undone; a batch is undone as a whole."""


def entries(connection: Connection, limit: int | None = None, patient_id: int | None = None) -> list[Entry]:
    """The newest acts first, all of them or `limit`; of one patient: those about them or that changed their records."""
    where = (
        " WHERE a.seq IN (SELECT seq FROM act WHERE patient_id = ?1 UNION SELECT act FROM change WHERE patient_id = ?1)"
    )
    rows = connection.exec_driver_sql(
        f"SELECT a.seq, a.at, a.actor, a.verb, a.kind, a.patient_id, a.summary, {UNDONE} FROM act a"  # noqa: S608
        f"{where if patient_id is not None else ' WHERE ?1 IS NULL'} ORDER BY a.seq DESC LIMIT ?2",
        (patient_id, -1 if limit is None else limit),
    )
    return [
        Entry(seq=seq, at=at, actor=actor, act=verb, kind=kind, patient_id=pid, summary=summary, undone=bool(undone))
        for seq, at, actor, verb, kind, pid, summary, undone in rows
    ]
