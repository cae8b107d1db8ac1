"""The one door to the store from the event loop: readings and acts on two threads of their own.

One reader thread and one writer thread, so that no connection is ever shared and a long reading never delays an act.
All methods belong to the event loop's thread.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from coordtui.acts import Result
from coordtui.store.driver_errors import was_interrupted
from coordtui.store.engine import Driver, driver_of, forget_pages
from coordtui.store.journal import Changed
from coordtui.store.ledger import Act, Ledger, Settled
from coordtui.store.meta import get_meta

__all__ = ["Changed", "Desk", "Stale"]

P = ParamSpec("P")
T = TypeVar("T")
Subscriber = Callable[[Changed], None]
_AGAIN = 0.005
"""Seconds between two interrupts of one reading: one that falls between two statements has no effect."""


class Stale(Exception):
    """No result, and no error: a newer reading was asked for in the same slot, or the desk closed. To be ignored."""


class _Stopped(Exception):
    """The reading was called off between two statements."""


class _Watch:
    """What the event loop needs to stop a reading on the reader thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._driver: Driver | None = None
        self.stopped = False
        self.superseded = asyncio.Event()

    def begin(self, connection: Connection) -> None:
        """Called on the reader thread as the reading gets its connection."""
        with self._lock:
            self._driver = driver_of(connection)
        event.listen(connection, "before_cursor_execute", self._refuse_when_stopped)
        self._refuse_when_stopped()

    def end(self) -> None:
        """Called on the reader thread before another reading may use the connection."""
        with self._lock:
            self._driver = None

    def stop(self) -> None:
        """Interrupt the statement that runs, and refuse the next one. From any thread, as often as one likes."""
        with self._lock:
            self.stopped = True
            if self._driver is not None:
                self._driver.interrupt()

    def _refuse_when_stopped(self, *_: object) -> None:
        if self.stopped:
            raise _Stopped


class Desk:
    """`read` and `do` run casework's functions with a session; `subscribe` tells what acts changed.

    A subscriber is called on the event loop, before the act's own `await` returns.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._reader = ThreadPoolExecutor(1, "coordtui-reader")
        self._writer = ThreadPoolExecutor(1, "coordtui-writer")
        self._subscribers: list[Subscriber] = []
        self._latest: dict[str, _Watch] = {}
        self._running: dict[_Watch, Future[Any]] = {}
        self._closed = False

    async def read(self, fn: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`fn(session, ...)` on the reader thread. Cancelling interrupts it and waits until it has stopped."""
        return await self._watched(_Watch(), lambda watch: self.ledger.read_watched(watch, fn, *args, **kwargs))

    async def read_latest(
        self, slot: str, fn: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As `read`, for answers of which only the newest counts: what a list shows, what a search finds.

        Raises:
            Stale: a newer call for the same `slot` came first; this reading was interrupted.
        """
        watch = _Watch()
        if (older := self._latest.get(slot)) is not None:
            older.superseded.set()
            older.stop()
        self._latest[slot] = watch
        try:
            return await self._watched(watch, lambda begin: self.ledger.read_watched(begin, fn, *args, **kwargs))
        finally:
            if self._latest.get(slot) is watch:
                del self._latest[slot]

    async def do(self, fn: Act[P], *args: P.args, **kwargs: P.kwargs) -> Result:
        """An act on the writer thread; see `Ledger.do`. Cancelling the wait does not cancel the act."""
        return await self._settled(lambda: self.ledger.perform(fn, *args, **kwargs))

    async def undo(self) -> Result:
        """See `Ledger.undo`."""
        return await self._settled(self.ledger.perform_undo)

    async def redo(self) -> Result:
        """See `Ledger.redo`."""
        return await self._settled(self.ledger.perform_redo)

    async def derive(self, fn: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Bring derived tables up to date on the writer thread; see `Ledger.derive`. Publishes nothing.

        The pages that it read are given back: acts hardly touch them, and they grow with the caseload.
        """

        def derived() -> T:
            outcome = self.ledger.derive(fn, *args, **kwargs)
            forget_pages(self.ledger.vault.writer)
            return outcome

        return await self.call(derived)

    async def call(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Any other blocking work on the vault, in turn with the acts: `ledger.meta_set`, a new passphrase."""
        return await asyncio.shield(asyncio.wrap_future(self._writer.submit(fn, *args, **kwargs)))

    async def kept(self, name: str) -> str | None:
        """As `Ledger.meta_get`: by the reader, because the writer would open a connection more for it."""
        return await self.read(lambda session: get_meta(session.connection(), name))

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """Call `callback(changed)` after every act that changed records; returns what ends it."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    def close(self) -> None:
        """Interrupt the readings, finish the acts that were begun, and end both threads. The vault stays open.

        Blocks for as long as the acts take. A reading that is asked for later is Stale.
        """
        self._closed = True
        self._reader.shutdown(wait=False, cancel_futures=True)
        while jobs := {job: watch for watch, job in self._running.items() if not job.done()}:
            for watch in jobs.values():
                watch.stop()
            wait(jobs, timeout=_AGAIN)
        self._reader.shutdown(wait=True)
        self._writer.shutdown(wait=True)

    async def _watched(self, watch: _Watch, run: Callable[[Callable[[Connection], None]], T]) -> T:
        if self._closed:
            raise Stale
        job = self._reader.submit(self._reading, watch, run)
        waiting = asyncio.wrap_future(job)
        waiting.add_done_callback(_heard)
        superseded = asyncio.ensure_future(watch.superseded.wait())
        self._running[watch] = job
        try:
            either: set[asyncio.Future[Any]] = {waiting, superseded}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            await _stop(watch, job, waiting)
            raise
        finally:
            del self._running[watch]
            superseded.cancel()
        if watch.superseded.is_set():
            await _stop(watch, job, waiting)
            raise Stale
        if waiting.cancelled() or isinstance(waiting.exception(), _Stopped):
            raise Stale
        return waiting.result()

    @staticmethod
    def _reading(watch: _Watch, run: Callable[[Callable[[Connection], None]], T]) -> T:
        try:
            return run(watch.begin)
        except DBAPIError as error:
            if watch.stopped and was_interrupted(error):
                raise _Stopped from None
            raise
        finally:
            watch.end()

    async def _settled(self, run: Callable[[], Settled]) -> Result:
        waiting = asyncio.wrap_future(self._writer.submit(run))
        waiting.add_done_callback(self._publish)
        return (await asyncio.shield(waiting)).result

    def _publish(self, done: asyncio.Future[Settled]) -> None:
        if done.cancelled() or done.exception() is not None:
            return
        changed = done.result().changed
        if not changed.tables:
            return
        for callback in tuple(self._subscribers):
            try:
                callback(changed)
            except Exception as error:  # noqa: BLE001 - one screen's fault must not hide the act from the others
                context = {"message": "a subscriber of the desk failed", "exception": error}
                asyncio.get_running_loop().call_exception_handler(context)


def _heard(waiting: asyncio.Future[Any]) -> None:
    """Let asyncio not complain of an answer that nobody waits for any more, as when the app ends."""
    if not waiting.cancelled():
        waiting.exception()


async def _stop(watch: _Watch, job: Future[T], waiting: asyncio.Future[T]) -> None:
    """Wait until a reading has stopped, whatever else is cancelled meanwhile."""
    job.cancel()  # it may not have begun
    while not job.done():
        watch.stop()
        try:
            await asyncio.wait({waiting}, timeout=_AGAIN)
        except asyncio.CancelledError:
            continue
    if not job.cancelled():
        job.exception()
    if waiting.done() and not waiting.cancelled():
        waiting.exception()
