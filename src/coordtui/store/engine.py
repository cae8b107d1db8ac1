"""Connections to the encrypted database. The only module that knows the cipher driver.

Two engines: readers that cannot write, and one writer that takes the write lock when it begins (a transaction that
upgrades from reading to writing fails as "locked" whatever the timeout). Every checkout belongs to one thread at a
time; one connection shared by threads crashes the interpreter.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from coordtui.errors import CoordError, VaultDamaged, VaultReadOnly
from coordtui.pace import Tell, quiet
from coordtui.store import files
from coordtui.store.driver_errors import explained, is_damage, result_code
from coordtui.store.kdf import KEY_SIZE, wipe
from coordtui.store.memory import give_back

PAGE_SIZE = 4096
APPLICATION_ID = 0x43544B31
SALT_SIZE = 16
_OPEN_READWRITE, _OPEN_NOFOLLOW = 0x02, 0x01000000
_BUSY_SECONDS = 5.0
_STATEMENTS = 1024
"""Prepared statements that a connection keeps. The app has several hundred; the driver would keep 128."""
_STEP = 1024
"""Pages that are copied between two looks at how far it is."""
_OPERATIONS = 20_000
"""Of the database's machine, between two looks whether somebody asked to stop: some milliseconds."""
_HEX = b"0123456789abcdef"

Driver = dbapi2.Connection
DriverErrors = (DBAPIError, dbapi2.Error)
"""What a statement can raise: through SQLAlchemy, or on the driver's own connection."""

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "fullfsync=ON",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "secure_delete=ON",
)
_SPILL = 16_383
"""Pages that one act may change before some go to the disk in its midst, which a whole import as one act would pay for
many times over. Memory that is given back when the act is over. No multiple of 256: SQLite reads the number a second
time as yes or no, by its lowest byte, and with "no" would keep a whole database in memory while it is copied."""
_READER_CACHE, _WRITER_CACHE = 16_384, 8_192
"""KiB of decrypted pages that a connection keeps at most. What the lists of 10,000 people walk through fits into the
reader's: with less, sorting all of them by their last contact takes twice as long, with more nothing is faster."""
_FIXED_PRAGMAS = frozenset(
    {
        *("key", "rekey", "writable_schema", "query_only", "foreign_keys", "recursive_triggers", "trusted_schema"),
        *("temp_store", "ignore_check_constraints", "journal_mode", "synchronous", "secure_delete"),
    }
)
_NEVER = frozenset(
    {
        dbapi2.SQLITE_ATTACH,
        dbapi2.SQLITE_DETACH,
        dbapi2.SQLITE_ALTER_TABLE,
        dbapi2.SQLITE_DROP_INDEX,
        dbapi2.SQLITE_DROP_TABLE,
        dbapi2.SQLITE_DROP_TRIGGER,
        dbapi2.SQLITE_DROP_VIEW,
        dbapi2.SQLITE_DROP_VTABLE,
    }
)
_APPEND_ONLY = frozenset({"act", "change"})


def _authorize(action: int, first: str | None, second: str | None, _schema: str | None, _trigger: str | None) -> int:
    """What no statement of the application may do, whoever wrote it; asked once for every statement prepared."""
    if action in _NEVER:
        return dbapi2.SQLITE_DENY
    if action in (dbapi2.SQLITE_UPDATE, dbapi2.SQLITE_DELETE) and first in _APPEND_ONLY:
        return dbapi2.SQLITE_DENY
    if action == dbapi2.SQLITE_PRAGMA and second is not None and (first or "").lower() in _FIXED_PRAGMAS:
        return dbapi2.SQLITE_DENY
    return dbapi2.SQLITE_OK


def _key_spec(key: bytearray, salt: bytes) -> bytearray:
    """SQLCipher's spelling of a raw key and salt. Any other length would silently become a passphrase."""
    if len(key) != KEY_SIZE or len(salt) != SALT_SIZE or not any(key):
        raise ValueError("the database key is wiped or of the wrong length")
    spec = bytearray(b"x'") + bytearray(2 * (KEY_SIZE + SALT_SIZE)) + bytearray(b"'")
    for at, byte in enumerate(key):
        spec[2 + 2 * at], spec[3 + 2 * at] = _HEX[byte >> 4], _HEX[byte & 15]
    spec[2 + 2 * KEY_SIZE : -1] = salt.hex().encode()
    return spec


def create_database(path: Path) -> None:
    """Make the empty 0600 file that the first connection fills."""
    files.create_private(path)


def connect(path: Path, key: bytearray, salt: bytes, *, query_only: bool = False, empty: bool = False) -> Driver:
    """Open an existing database with the raw `key` (32 bytes) and `salt` (16 bytes, its first 16 in the file).

    SQLite would make a new database out of a missing or emptied file; here both are damage, unless it is `empty`
    because it was made just now. The connection may be used by any thread, but by one at a time.

    Raises:
        VaultDamaged: missing, empty, a symbolic link, or not readable with this key.
        VaultReadOnly: it may not be written.
    """
    _refuse_unusable(path, empty=empty)
    connection = dbapi2.connect(
        str(path.parent.resolve() / path.name),
        check_same_thread=False,
        flags=_OPEN_READWRITE | _OPEN_NOFOLLOW,
        timeout=_BUSY_SECONDS,
        cached_statements=_STATEMENTS,
    )
    try:
        _prepare(connection, key, salt, query_only=query_only)
    except dbapi2.DatabaseError as error:
        connection.close()
        raise explained(error) or VaultDamaged(f"{path.name} cannot be opened: {error}.", "Restore a backup.") from None
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_unusable(path: Path, *, empty: bool) -> None:
    if path.is_symlink():
        raise VaultDamaged(f"{path.name} is a symbolic link, which is not followed.", "Put the file itself there.")
    if not path.is_file():
        raise VaultDamaged(f"The database {path.name} is missing.", "Restore a backup.")
    if not empty and path.stat().st_size == 0:
        raise VaultDamaged(f"The database {path.name} is empty: its content is lost.", "Restore a backup.")
    # SQLite would open it for reading and fail at the first act
    if not os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise VaultReadOnly(f"The database {path.name} cannot be written.", "Check its permissions.")


def _prepare(connection: Driver, key: bytearray, salt: bytes, *, query_only: bool) -> None:
    # Before the key: a failed unlock would otherwise write to stderr, over the screen. It also proves SQLCipher.
    if not connection.execute("PRAGMA cipher_log_level=NONE").fetchall():
        raise CoordError("The database driver has no encryption.", "Reinstall coordtui.")
    # cipher_memory_security stays off. It locks and wipes every allocation of SQLite, which makes a journalled bulk
    # insert 20 times slower, and wins little: the driver wipes its keys anyway, and Python keeps copies of the text.
    spec = _key_spec(key, salt)
    try:
        connection.set_key(spec)
    finally:
        wipe(spec)
    connection.isolation_level = None  # our own BEGIN, or changes of the schema would not roll back
    cache = _READER_CACHE if query_only else _WRITER_CACHE
    for pragma in (*_PRAGMAS, f"cache_size=-{cache}", f"cache_spill={_SPILL}", f"query_only={int(query_only)}"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.set_authorizer(_authorize)


def make_engine(path: Path, key: bytearray, salt: bytes, *, writer: bool) -> Engine:
    """The writer (one connection, BEGIN IMMEDIATE) or the readers (BEGIN, refuse to write).

    `key` is kept by reference: once it is wiped, no further connection opens.
    """
    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key, salt, query_only=not writer),
        poolclass=QueuePool,
        pool_size=1 if writer else 2,
        max_overflow=0 if writer else 2,
        hide_parameters=True,
    )
    begin = "BEGIN IMMEDIATE" if writer else "BEGIN"
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    event.listen(engine, "handle_error", _give_up_connection)
    return engine


def _give_up_connection(context: ExceptionContext) -> None:
    """After one damaged page SQLCipher reads nothing more on that connection; a fresh one reads the rest."""
    if is_damage(context.original_exception):
        context.is_disconnect = True
        context.invalidate_pool_on_disconnect = False


def driver_of(connection: Connection) -> Driver:
    """The driver's connection under SQLAlchemy's, for what SQLAlchemy has no word for."""
    return cast("Driver", connection.connection.dbapi_connection)


def forget_pages(engine: Engine) -> None:
    """Give back the memory of the decrypted pages that the engine's free connections keep; they are read again."""
    with engine.connect() as connection:
        driver_of(connection).execute("PRAGMA shrink_memory").fetchall()
    give_back()


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Let a migration change the schema; nothing else may."""
    driver = driver_of(connection)
    driver.set_authorizer(None)
    try:
        yield
    finally:
        driver.set_authorizer(_authorize)


@contextmanager
def stoppable(driver: Driver, ask: Callable[[], object]) -> Iterator[None]:
    """Call `ask` now and then while a statement runs within; what it raises ends the statement and is raised here."""
    raised: list[BaseException] = []

    def look() -> int:
        try:
            ask()
        except BaseException as error:  # noqa: BLE001 - the driver would drop it
            raised.append(error)
        return len(raised)

    driver.set_progress_handler(look, _OPERATIONS)
    try:
        yield
    except DriverErrors:
        if raised:
            raise raised[0] from None
        raise
    finally:
        driver.set_progress_handler(None, 0)


def copy_database(source: Engine, path: Path, key: bytearray, salt: bytes, tell: Tell = quiet) -> None:
    """Copy the whole database, as of now, into the empty file `path` under that key and salt.

    Raises CoordError when the copy cannot be written.
    """

    def step(_: int, left: int, total: int) -> None:
        tell((total - left) * PAGE_SIZE, total * PAGE_SIZE, "copying the vault")

    target = connect(path, key, salt, empty=True)
    try:
        with source.connect() as connection:
            # In the midst of a reading, so that it stays the database of now: without one, every act that is done
            # meanwhile would let the copying begin again, and it might never end.
            connection.exec_driver_sql("SELECT 1 FROM sqlite_schema").first()
            driver_of(connection).backup(target, pages=_STEP, progress=step)
    except dbapi2.OperationalError as error:
        if result_code(error):
            raise
        raise CoordError(  # the driver gives no code for what happens here
            f"The copy was not made: {error}.", "Make sure that the disk has room and is well, then try again."
        ) from None
    finally:
        target.close()


@contextmanager
def plain_errors() -> Iterator[None]:
    """Raise what `explained` says in place of the driver's error; other errors pass."""
    try:
        yield
    except DriverErrors as error:
        meaning = explained(error)
        if meaning is None:
            raise
        raise meaning from None
