"""Whether the vault holds what was put into it: pages, schema, references, the journal's chain, the records by it.

What is wrong is said in words, with the last time that it was known to be right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from sqlalchemy import Connection
from sqlmodel import Session

from coordtui.errors import CoordError, Stopped, VaultDamaged, VaultInUse
from coordtui.pace import Repeating, Tell, quiet
from coordtui.store import journal, migrations, search
from coordtui.store.as_written import astray, dated, last_written
from coordtui.store.engine import PAGE_SIZE, Driver, DriverErrors, driver_of, plain_errors, stoppable
from coordtui.store.images import EVENTS, journalled_tables, trigger_name, trigger_sql
from coordtui.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its name, whether it holds, and a sentence."""

    name: str
    ok: bool
    detail: str


Extra = Callable[[Session], Check]
VERIFY, BACKUP = "vault.verify", "vault.backup"
WHOLE = "Checked the vault: all is well"
BY_ITSELF = frozenset({"pages", "schema", "references", "journal"})
"""What a backup is checked for before it counts: the database and its journal. The other checks are about the rows."""
_OWN = (*journal.OWN_TABLES, *journal.OWN_TRIGGERS, *sorted(search.TABLES))
SHOWN = 3
"""So many of the rows that are wrong are named."""


Look = tuple[str, Callable[[], Check]]


def verify(ledger: Ledger, extra: Iterable[Extra] = (), tell: Tell = quiet) -> list[Check]:
    """Look at everything; `extra` checks run with a reading session each. Never raises for what is damaged."""
    return since(ledger, [look() for _, look in looks(ledger, extra, tell)])


def looks(ledger: Ledger, extra: Iterable[Extra] = (), tell: Tell = quiet) -> list[Look]:
    """The name of each check with what makes it. Where `tell` stops it, a check raises Stopped."""
    again = Repeating.of(tell)
    readings = (
        ("schema", "the tables", _on_connection(_schema)),
        ("references", "what the records refer to", _on_connection(_references)),
        ("journal", "the journal", _on_connection(lambda c: _chain(c, ledger.vault.audit_key, again))),
        ("records", "the records", _on_connection(lambda c: _records(c, again))),
        *((_name(check), _name(check), check) for check in extra),
    )
    pages = ("pages", partial(_guarded, "pages", lambda: _pages_of(ledger, again)))
    return [pages, *((name, partial(_look, ledger, name, words, check, again)) for name, words, check in readings)]


def _look(ledger: Ledger, name: str, words: str, check: Extra, again: Repeating) -> Check:
    def reading(session: Session) -> Check:
        again(0, 0, words)
        with stoppable(driver_of(session.connection()), again.again):
            return check(session)

    return _guarded(name, lambda: ledger.read(reading))


def since(ledger: Ledger, checks: list[Check]) -> list[Check]:
    """The same, with the last time that it was known to be right at each that is wrong."""
    return [check if check.ok else replace(check, detail=_with_since(ledger, check)) for check in checks]


def _with_since(ledger: Ledger, check: Check) -> str:
    since = _guarded("", lambda: ledger.read(_on_connection(partial(_last_whole, name=check.name))))
    return f"{check.detail.rstrip('.')}. {since.detail}"


def note_outcome(ledger: Ledger, checks: Iterable[Check]) -> None:
    """Write into the journal what was found: a later finding is dated by it.

    Nothing is added to a database or a journal that does not hold, and a full disk keeps nobody from being told.
    """
    wrong = [check.name for check in checks if not check.ok]
    if not {"pages", "journal"} & set(wrong):
        with suppress(CoordError):
            ledger.record(VERIFY, f"Checked the vault: wrong is {', '.join(wrong)}" if wrong else WHOLE)


def check_pages(driver: Driver, size: Callable[[], int], tell: Tell = quiet) -> str:
    """Authenticate and read every page of the database behind `driver`; returns a sentence.

    `size` gives the file's length in bytes after the checkpoint: what was cut at the boundary of a page is not seen by
    the cipher's own check, which also reads the main file only.

    Raises:
        VaultDamaged: says what was found.
    """
    if driver.execute("PRAGMA cipher_version").fetchone() is None:
        raise VaultDamaged("The database driver has no encryption.")  # every check below would say that all is well
    busy = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise VaultInUse("The database is being read just now; try again.")
    pages: int = driver.execute("PRAGMA page_count").fetchone()[0]
    again = Repeating.of(tell)
    again(0, 0, f"authenticating {pages:,} pages")
    bad = driver.execute("PRAGMA cipher_integrity_check").fetchall()
    if bad:
        raise VaultDamaged(f"{len(bad)} pages of the database are damaged: {bad[0][0]}.")
    again(0, 0, f"reading {pages:,} pages")
    with stoppable(driver, again.again):
        found = [row[0] for row in driver.execute("PRAGMA integrity_check").fetchall()]
    if found != ["ok"]:
        raise VaultDamaged(f"The database contradicts itself: {found[0]}.")
    if size() != pages * PAGE_SIZE:
        raise VaultDamaged(f"The database has {size()} bytes instead of {pages * PAGE_SIZE}.")
    return f"{pages} pages authenticated"


def check_content(connection: Connection, audit_key: bytearray, tell: Tell = quiet) -> str:
    """Schema, references and chain of a copy; returns a sentence. Raises VaultDamaged."""
    parts, again = [], Repeating.of(tell)
    with stoppable(driver_of(connection), again.again):
        for check in (_schema(connection), _references(connection), _chain(connection, audit_key, again)):
            if not check.ok:
                raise VaultDamaged(f"{check.name}: {check.detail}")
            parts.append(check.detail)
    return "; ".join(parts)


def check_records(ledger: Ledger, tell: Tell = quiet) -> Check:
    """Whether every record stands as the journal says: a backup does not wait for it, but says so.

    Never raises for what is damaged.
    """
    return next(look() for name, look in looks(ledger, (), tell) if name == "records")


def _guarded(name: str, run: Callable[[], Check]) -> Check:
    try:
        return run()
    except Stopped:
        raise
    except CoordError as error:
        return Check(name, False, error.message)
    except DriverErrors as error:
        return Check(name, False, f"The database refused to be read: {getattr(error, 'orig', error)}.")


def _name(check: Extra) -> str:
    return getattr(check, "__name__", "check")


def _on_connection(check: Callable[[Connection], Check]) -> Callable[[Session], Check]:
    return lambda session: check(session.connection())


def _pages_of(ledger: Ledger, tell: Tell) -> Check:
    """On the writer, because the checkpoint writes; outside a transaction, because it cannot run in one."""
    vault = ledger.vault
    with plain_errors(), vault.writer.connect() as connection:
        detail = check_pages(driver_of(connection), lambda: vault.database.stat().st_size, tell)
    return Check("pages", True, detail)


def _schema(connection: Connection) -> Check:
    version = migrations.version(connection)
    if version != migrations.latest():
        return Check("schema", False, f"version {version} instead of {migrations.latest()}")
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema")
    made = {name: sql for name, sql in rows}  # noqa: C416 - rows are no pairs to the type checker
    missing = [name for name in (*journalled_tables(), *_OWN) if name not in made]
    for table in journalled_tables().values():
        wanted = zip(EVENTS, trigger_sql(table), strict=True)
        missing += [trigger_name(table, event) for event, sql in wanted if made.get(trigger_name(table, event)) != sql]
    if missing:
        return Check("schema", False, f"missing or altered: {', '.join(missing)}")
    return Check("schema", True, f"version {version}, {len(journalled_tables())} tables journalled")


def _references(connection: Connection) -> Check:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if not broken:
        return Check("references", True, "every reference leads somewhere")
    named = [_dangling(connection, *row[:3]) for row in broken[:SHOWN]]
    return Check("references", False, several("rows that refer to nothing", named, len(broken)))


def _dangling(connection: Connection, table: str, row_id: int, parent: str) -> str:
    written = last_written(connection, table, row_id)
    return f"{table} {row_id} names a {parent} that is not there{f', last written by {written}' if written else ''}"


def _chain(connection: Connection, audit_key: bytearray, tell: Tell) -> Check:
    count = journal.verify_chain(connection, audit_key, tell)
    return Check("journal", True, f"{count} acts, chain unbroken")


def _records(connection: Connection, tell: Tell) -> Check:
    """What no chain can show: a row that was written while the triggers were lifted."""
    found = astray(connection, tell)
    named = [one.words(connection) for one in islice(found, SHOWN)]
    if not named:
        return Check("records", True, "every record stands as the journal says")
    return Check("records", False, several("rows not as the journal says", named, len(named) + sum(1 for _ in found)))


def several(what: str, named: Sequence[str], count: int) -> str:
    """ "rows that refer to nothing (4): ...; ...; ... and 1 more"."""
    more = f"; and {count - len(named)} more" if count > len(named) else ""
    return f"{what} ({count}): {'; '.join(named)}{more}"


def _last_whole(connection: Connection, name: str) -> Check:
    """When what the check `name` looks at was last known to be well: by a check of the whole vault, or by a backup,
    where that looks at it before it counts."""
    backed_up = name in BY_ITSELF
    found = connection.exec_driver_sql(
        "SELECT seq FROM act WHERE (verb = ? AND ?) OR (verb = ? AND summary = ?) ORDER BY seq DESC LIMIT 1",
        (BACKUP, backed_up, VERIFY, WHOLE),
    ).scalar()
    if found is None:
        return Check("", True, f"No check {'or backup ' if backed_up else ''}before this one says since when.")
    how = "checked or backed up" if backed_up else "checked"
    return Check("", True, f"All was well when it was last {how}, in {dated(connection, found)}.")
