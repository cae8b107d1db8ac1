"""Acts and readings, one transaction each: what the Desk runs on its threads and the command line runs at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from coordtui.acts import Result
from coordtui.clock import utc_now
from coordtui.errors import CoordError, UndoRefused
from coordtui.pace import Tell, quiet
from coordtui.store import history, journal
from coordtui.store.engine import plain_errors
from coordtui.store.head import Head, newest
from coordtui.store.history import Step
from coordtui.store.journal import ActKind, Changed, Entry, Heading
from coordtui.store.keydoc import Slot
from coordtui.store.meta import get_meta, set_meta
from coordtui.store.shared import Shared, alone
from coordtui.store.vault import Vault

P = ParamSpec("P")
T = TypeVar("T")
Act = Callable[Concatenate[Session, P], Result]
Settle = Callable[[Session, frozenset[int]], None]
Notice = Callable[[Connection], None]

OWN = "vault."
"""Names in `meta` that begin so are the store's own."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A committed act: what it returned and what it changed."""

    result: Result
    changed: Changed


class Ledger:
    """The synchronous core over an unlocked vault.

    `on_settled(session, patient_ids)` runs inside the transaction of every act that changed records, before
    it commits: derived tables are brought up to date there. Journal times are `now()`, the real clock.
    """

    def __init__(
        self,
        vault: Vault,
        actor: str,
        on_settled: Settle | None = None,
        *,
        now: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        self.vault = vault
        self.actor = actor
        self._settle = on_settled
        self._now = now
        self._batch: Shared | None = None
        self._late: list[tuple[dt.datetime, str, str]] = []
        self._note_arrival()

    def read(self, fn: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn(session, ...)` on a reader; it sees the last commit and cannot write."""
        return self.read_watched(lambda _: None, fn, *args, **kwargs)

    def read_watched(
        self, watch: Notice, fn: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As `read`; `watch(connection)` is called first, so that another thread can interrupt it."""
        with plain_errors(), Session(self.vault.reader, expire_on_commit=False) as session:
            watch(session.connection())
            return fn(session, *args, **kwargs)

    def do(self, fn: Act[P], *args: P.args, **kwargs: P.kwargs) -> Result:
        """Run an act (see `coordtui.acts.act`), journal it and commit; if it raises, nothing happened.

        An undoable act that changed no record leaves no trace. A recorded one always does.
        """
        return self.perform(fn, *args, **kwargs).result

    def perform(self, fn: Act[P], *args: P.args, **kwargs: P.kwargs) -> Settled:
        """As `do`, and says what changed."""
        verb, undoable = _mark(fn)
        with self._writing() as session:
            seq = journal.open_act(session.connection())
            result = fn(session, *args, **kwargs)
            changed = self._settled(session, seq)
            if changed.tables or not undoable:
                batch = self._batch.number(seq) if self._batch and undoable else None
                self._seal(session, seq, verb, "do" if undoable else "record", result, batch=batch)
            else:
                journal.close_act(session.connection())
        return Settled(result, changed)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """The acts done within are one step of undo: an import, patient by patient.

        They are committed a few at a time, and at the end, however that comes; each fails by itself. What is read
        within is what was committed.
        """
        if self._late:
            self.derive(lambda _: None)  # what is still to be recorded is no part of it
        self._batch = batch = Shared(self.vault.writer)
        try:
            yield
        finally:
            self._batch = None
            with plain_errors():
                batch.commit()

    def record(self, verb: str, summary: str, patient_id: int | None = None) -> None:
        """Journal that something happened which changed no record: an export, a change of keys."""
        with self._writing() as session:
            self._record(session.connection(), self._now(), verb, summary, patient_id)

    def record_done(self, verb: str, summary: str) -> None:
        """Journal what is in force already. Where the disk is full the entry waits for the next write: to fail now
        would say that nothing was changed, and would keep a new recovery code from being shown."""
        self._late.append((self._now(), verb, summary))
        with suppress(CoordError):
            self.derive(lambda _: None)

    def undo(self) -> Result:
        """Take back the newest undoable act that still stands.

        Raises:
            UndoRefused: there is none, or a row is no longer as that act left it; nothing was changed.
        """
        return self.perform_undo().result

    def perform_undo(self) -> Settled:
        """As `undo`, and says what changed."""
        return self._travel("undo", history.undoable, history.take_back)

    def redo(self) -> Result:
        """Repeat the act that was undone last, unless a new act was done since. Raises UndoRefused as `undo` does."""
        return self.perform_redo().result

    def perform_redo(self) -> Settled:
        """As `redo`, and says what changed."""
        return self._travel("redo", history.redoable, history.repeat)

    def _travel(
        self,
        kind: ActKind,
        find: Callable[[Connection], Step | None],
        apply: Callable[[Connection, int], None],
    ) -> Settled:
        try:
            with self._writing() as session:
                connection = session.connection()
                step = find(connection)
                if step is None:
                    raise UndoRefused(f"There is nothing to {kind}.")
                seq = journal.open_act(connection)
                apply(connection, step.seq)
                changed = self._settled(session, seq)
                result = Result(label=step.summary, patient_id=step.patient_id, value=step)
                self._seal(session, seq, kind, kind, result, step.seq)
        except IntegrityError:
            raise UndoRefused(
                "A record that stays for good names this one, for example of what left the vault since.",
                "Correct this record instead.",
            ) from None
        return Settled(result, changed)

    def can_undo(self) -> str | None:
        """The label of the act that undo would take back."""
        step = self.read(lambda session: history.undoable(session.connection()))
        return None if step is None else step.summary

    def can_redo(self) -> str | None:
        """The label of the act that redo would repeat."""
        step = self.read(lambda session: history.redoable(session.connection()))
        return None if step is None else step.summary

    def log(self, limit: int | None = 50, patient_id: int | None = None) -> list[Entry]:
        """The journal, newest first."""
        return self.read(lambda session: journal.entries(session.connection(), limit, patient_id))

    def head(self) -> Head:
        """The journal's head, to be kept elsewhere (store/head.py)."""
        return self.read(lambda session: newest(session.connection(), self.vault.id))

    def derive(self, fn: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn(session, ...)` in a write transaction without an act: derived tables and `meta` only."""
        with self._writing() as session:
            return fn(session, *args, **kwargs)

    def meta_get(self, name: str) -> str | None:
        """A setting, a draft or the place that was kept under `name`."""
        return self.read(lambda session: get_meta(session.connection(), name))

    def meta_set(self, name: str, value: str | None) -> None:
        """Keep `value` under `name` outside the journal, or forget it when it is None."""
        if name.startswith(OWN):
            raise ValueError(f"{name} is the store's own")
        self.derive(lambda session: set_meta(session.connection(), name, value))

    def change_passphrase(self, passphrase: str | bytearray, slot: Slot | None = None) -> None:
        """Change that of `slot`, else the one that opened the vault, and journal that it changed."""
        self.vault.change_passphrase(passphrase, slot)
        self.record_done("vault.change_passphrase", "Changed the passphrase")

    def rekey(self, passphrase: str | bytearray, tell: Tell = quiet) -> str:
        """Change all keys of the vault (store/rekey.py); returns the new recovery code, to be shown once."""
        from coordtui.store.rekey import rekey

        return rekey(self.vault, passphrase, self._now(), self.actor, tell)

    def new_recovery_code(self) -> str:
        """Replace the recovery code and journal it; returns the new one, to be shown once."""
        code = self.vault.new_recovery_code()
        self.record_done("vault.new_recovery_code", "Made a new recovery code")
        return code

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """One write transaction, committed at the end, or a part of the batch's; anything raised takes it all back."""
        with plain_errors(), self._batch.joined() if self._batch else alone(self.vault.writer) as session:
            for late in self._late:
                self._record(session.connection(), *late)
            yield session
        self._late.clear()

    def _settled(self, session: Session, seq: int) -> Changed:
        session.flush()
        changed = journal.changed(session.connection(), seq)
        if self._settle is not None and changed.tables:
            self._settle(session, changed.patients)
            session.flush()
        return changed

    def _seal(
        self,
        session: Session,
        seq: int,
        verb: str,
        kind: ActKind,
        result: Result,
        target: int | None = None,
        batch: int | None = None,
    ) -> None:
        heading = Heading(
            at=self._now(),
            actor=self.actor,
            verb=verb,
            kind=kind,
            summary=result.label,
            patient_id=result.patient_id,
            target=target,
            batch=batch,
        )
        journal.seal(session.connection(), self.vault.audit_key, seq, heading)

    def _record(
        self, connection: Connection, at: dt.datetime, verb: str, summary: str, patient_id: int | None = None
    ) -> None:
        heading = Heading(at=at, actor=self.actor, verb=verb, kind="record", summary=summary, patient_id=patient_id)
        journal.seal(connection, self.vault.audit_key, journal.open_act(connection), heading)

    def _note_arrival(self) -> None:
        arrival, self.vault.arrival = self.vault.arrival, None
        if arrival is None:
            return
        with self._writing() as session:
            for moment in arrival.failed:
                self._record(session.connection(), moment, "vault.unlock_failed", "An unlock failed")
            self._record(session.connection(), self._now(), arrival.verb, arrival.summary)
            if self.vault.loss:
                self._record(session.connection(), self._now(), "vault.loss", self.vault.loss)
        self.vault.failed_unlocks_journalled()


def _mark(fn: Callable[..., Any]) -> tuple[str, bool]:
    """The verb that `@act` gave to a function, and whether it can be undone."""
    try:
        return fn.verb, fn.undoable  # type: ignore[attr-defined]
    except AttributeError:
        name = getattr(fn, "__name__", "it")
        raise TypeError(f"{name} is not marked with @act, so it cannot be journalled") from None
