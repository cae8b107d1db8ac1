"""Transactions that write: one for an act, or one for several: to commit takes as long as all else that is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from coordtui.errors import CoordError
from coordtui.store.driver_errors import explained
from coordtui.store.engine import Driver, driver_of

_LARGE = 5_000
"""Changed rows, those of the journal among them, after which it is committed: some tenths of a second's work."""


class Shared:
    """Acts join it one after another, each as a savepoint: one that fails takes back itself and none before it.

    It is committed whenever it has grown large, and by `commit`. The writer belongs to it meanwhile.
    """

    def __init__(self, writer: Engine) -> None:
        self._writer = writer
        self._running: Connection | None = None
        self._before = 0
        self._first: int | None = None

    def number(self, seq: int) -> int:
        """The batch's number, which all its acts carry: that of the first one which changed something."""
        self._first = self._first or seq
        return self._first

    @contextmanager
    def joined(self) -> Iterator[Session]:
        """A session whose end is no commit yet.

        Raises:
            CoordError: the database gave up the whole transaction, as it does when the disk is full.
        """
        connection = self._running or self._begin()
        session = Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        try:
            yield session
            session.commit()
        except BaseException as error:
            if connection.invalidated or not driver_of(connection).in_transaction:
                self._running = None
                connection.close()
                raise explained(error) or _lost() from error
            session.close()
            raise
        session.close()
        if driver_of(connection).total_changes - self._before >= _LARGE:
            self.commit()

    def commit(self) -> None:
        """Keep what was done since the last commit; if that fails, all of it is taken back."""
        connection, self._running = self._running, None
        if connection is None:
            return
        with connection:
            _commit(connection, driver_of(connection))

    def _begin(self) -> Connection:
        self._running = connection = self._writer.connect()
        connection.begin()
        self._before = driver_of(connection).total_changes
        return connection


@contextmanager
def alone(writer: Engine) -> Iterator[Session]:
    """A session for one act, committed at its end; if that fails, or anything is raised, all of it is taken back."""
    with Session(writer, expire_on_commit=False) as session:
        driver = driver_of(session.connection())
        yield session
        _commit(session, driver)


def _commit(transaction: Connection | Session, driver: Driver) -> None:
    try:
        transaction.commit()
    except BaseException:
        driver.rollback()  # what the commit refused would stand in the way of the next transaction
        raise


def _lost() -> CoordError:
    return CoordError(
        "The database broke off; the last acts were not kept.", "Do the same again: what is there already stays."
    )
