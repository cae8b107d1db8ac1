"""Random histories of a coordinator's work, with undo and redo, days that pass and clocks that are set back."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework import (
    acuity,
    alert,
    appointment,
    care_plan,
    consent,
    contact,
    patient,
    quick_note,
    referral,
    sensitivity,
)
from coordtui.casework import follow_up as steps
from coordtui.casework.base import OPEN, table
from coordtui.clock import Moment
from coordtui.errors import NextStepNeeded, Refused
from coordtui.models.acuity import AcuityDraft, Level
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.models.care_plan import Barrier, CarePlan, PlanStatus
from coordtui.models.codes import Ball, Urgency
from coordtui.models.consent import Consent, Signing
from coordtui.models.contact import Channel, ContactDraft, Outcome
from coordtui.models.follow_up import FollowUp, FollowUpDraft
from coordtui.models.patient import Patient, PatientDraft
from coordtui.models.referral import Referral, ReferralState
from coordtui.rules.follow_up import KINDS
from coordtui.rules.referral import ball_of
from coordtui.store.engine import driver_of
from coordtui.store.images import journalled_tables
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.casework.consents import whole
from tests.casework.world import World

_RANDOM = int(os.environ.get("COORDTUI_HISTORIES", "0"))
LENGTH = 36
MODEST = settings(  # the same few histories every time; COORDTUI_HISTORIES=200 walks as many new ones
    max_examples=_RANDOM or 5,
    deadline=None,
    derandomize=not _RANDOM,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking a history takes minutes
)

NAMES = st.sampled_from(
    ["Rosa", "[DNR] Ana", "O'Brien", "محمد", "🙂 Li", '"); DROP TABLE patient;--', "Żółć", "n\u202eame"]
)
NOTES = st.sampled_from([None, "fine", "[/x] [b]bold", "line\none", "\x1b[31mred", "é" * 10_000, "'; --"])
DAYS = st.integers(-3, 40)


@act("import")
def bring(session: Session, patient_id: int, what: str, choice: int, day: dt.date, moment: Moment) -> Result:
    """An object as an import brings it, with its first step."""
    if what == "care_plan":
        plan = CarePlan(patient_id=patient_id, title="Diabetes [plan]", status=_pick(PlanStatus, choice), review_on=day)
        session.add(plan)
        session.flush()
        care_plan.raise_steps(session, plan.id or 0, moment)
    elif what == "referral":
        state, social = _pick(ReferralState, choice), choice % 2 == 0
        sent = Referral(
            patient_id=patient_id,
            what="Cardiology",
            state=state,
            social=social,
            urgency=_pick(Urgency, choice),
            ball=ball_of(state, social=social),
            since=min(day, moment.today),
        )
        session.add(sent)
        session.flush()
        referral.raise_steps(session, sent.id or 0, moment)
    elif what == "appointment":
        starts = (None, day.isoformat(), f"{day.isoformat()}T09:30:00-05:00")[choice % 3]
        visit = Appointment(patient_id=patient_id, what="Visit", status=_pick(AppointmentStatus, choice), starts=starts)
        session.add(visit)
        session.flush()
        appointment.raise_steps(session, visit.id or 0, moment)
    else:
        session.add(Barrier(patient_id=patient_id, category="transport", severity=3, found_on=moment.today))
        session.flush()
    return Result(label=f"Imported a {what}", patient_id=patient_id)


def _pick(codes: Any, choice: int) -> Any:
    return list(codes)[choice % len(codes)]


@cache
def _everything() -> dict[str, str]:
    wanted = {}
    for name, each in journalled_tables().items():
        columns = ", ".join(f'"{column.name}", typeof("{column.name}")' for column in each.columns)
        wanted[name] = f'SELECT {columns} FROM "{name}"'
    return wanted


def rows_of_everything(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every record, with the storage class of each value. By the driver, since it is asked so often."""
    driver = driver_of(session.connection())
    return {name: driver.execute(wanted).fetchall() for name, wanted in _everything().items()}


STEPS: dict[str, st.SearchStrategy[dict[str, Any]]] = {}
F = TypeVar("F", bound=Callable[..., None])


def step(**arguments: st.SearchStrategy[Any]) -> Callable[[F], F]:
    """A thing that may happen in a history, with what it is done with."""

    def mark(fn: F) -> F:
        STEPS[fn.__name__] = st.fixed_dictionaries(arguments)
        return fn

    return mark


class History:
    """One vault, one coordinator, 36 things that happen. Every act may be refused, and then nothing changed.

    It begins with two patients, one of them with something of every kind.
    """

    def __init__(self, folder: Path) -> None:
        self.vault, _ = Vault.create(folder / "vault", "correct horse battery staple")
        self.before = Ledger(self.vault, "Nora").read(rows_of_everything)
        self.world = World(self.vault)
        key = self.world.add("Rosa [DNR]", "Lopez", phone="617 555 0123")
        self.world.add("Ana", "Diaz")
        for what, choice in (("care_plan", 1), ("referral", 2), ("appointment", 2)):
            self.world.do(bring, key, what, choice, self.world.day + dt.timedelta(days=9))
        self.world.do(quick_note.capture, "call the clinic back")

    def happen(self, name: str, arguments: dict[str, Any]) -> None:
        getattr(self, name)(**arguments)

    def attempt(self, fn: Any, *args: Any) -> Result | None:
        try:
            return self.world.do(fn, *args)
        except Refused:
            return None

    def some(self, model: Any, choice: int, *where: Any) -> int | None:
        """One row of a table, any of them; None while there is none."""
        keys = self.world.read(lambda s: list(s.scalars(select(table(model).c.id).where(*where))))
        return keys[choice % len(keys)] if keys else None

    def a_patient(self, choice: int) -> int | None:
        return self.some(Patient, choice)

    def a_step(self, choice: int) -> int | None:
        return self.some(FollowUp, choice, table(FollowUp).c.status == OPEN)

    # --- people ---

    @step(name=NAMES, note=NOTES)
    def add_patient(self, name: str, note: str | None) -> None:
        self.attempt(patient.add_patient, PatientDraft(given=name, family="Diaz", note=note))

    @step(which=st.integers(0, 99), name=NAMES, phone=st.sampled_from([None, "617 555 0188", "nonsense"]))
    def edit_patient(self, which: int, name: str, phone: str | None) -> None:
        if (key := self.a_patient(which)) is not None:
            draft = self.world.read(patient.draft_of, key)
            self.attempt(patient.edit_patient, key, draft.model_copy(update={"given": name, "phone": phone}))

    @step(which=st.integers(0, 99), what=st.sampled_from(["death", "close", "reopen", "reopen"]), day=DAYS)
    def end_or_reopen(self, which: int, what: str, day: int) -> None:
        key = self.a_patient(which)
        if key is None:
            return
        if what == "death":
            when = (self.world.day - dt.timedelta(days=day)).isoformat()[: 4 + 3 * (day % 3)]
            self.attempt(patient.record_death, key, when)
        elif what == "close":
            self.attempt(patient.close_case, key, "moved away")
        else:
            self.attempt(patient.reopen_case, key)

    @step(
        which=st.integers(0, 99),
        what=st.sampled_from(["care_plan", "referral", "appointment", "barrier"]),
        choice=st.integers(0, 999),
        day=DAYS,
    )
    def import_object(self, which: int, what: str, choice: int, day: int) -> None:
        if (key := self.a_patient(which)) is not None:
            self.attempt(bring, key, what, choice, self.world.day + dt.timedelta(days=day))

    # --- follow-ups ---

    @step(which=st.lists(st.integers(0, 99), min_size=1, max_size=3), answers=st.booleans())
    def complete(self, which: list[int], answers: bool) -> None:
        found = [key for key in map(self.a_step, which) if key is not None]
        able = self.world.read(steps.sort_marks, found, "complete", self.world.day)
        try:
            self.world.do(steps.complete, able.can, {})
        except NextStepNeeded as needed:
            nexts = {key: self.world.read(steps.suggest_next, key, self.world.day) for key, _ in needed.patients}
            if answers:
                self.world.do(steps.complete, able.can, nexts)
        except Refused:
            pass

    @step(which=st.lists(st.integers(0, 99), min_size=1, max_size=3), days=st.integers(0, 16), reason=NOTES)
    def snooze(self, which: list[int], days: int, reason: str | None) -> None:
        found = [key for key in map(self.a_step, which) if key is not None]
        self.attempt(steps.snooze, found, self.world.day + dt.timedelta(days=days), reason)

    @step(
        which=st.integers(0, 99), kind=st.sampled_from(sorted(KINDS)), days=DAYS, ball=st.sampled_from(Ball), note=NOTES
    )
    def add_step(self, which: int, kind: str, days: int, ball: Ball, note: str | None) -> None:
        if (key := self.a_patient(which)) is not None:
            limit = self.world.at + dt.timedelta(days=days) if days % 2 else None
            due_on = self.world.day + dt.timedelta(days=days)
            self.attempt(steps.add, key, FollowUpDraft(kind=kind, due_on=due_on, limit_at=limit, ball=ball, text=note))

    @step(which=st.integers(0, 99), days=DAYS, ball=st.sampled_from(Ball))
    def edit_step(self, which: int, days: int, ball: Ball) -> None:
        if (key := self.a_step(which)) is not None:
            view = self.world.read(steps.detail, key)
            due_on = self.world.day + dt.timedelta(days=days)
            self.attempt(steps.edit, key, FollowUpDraft(kind=view.kind, due_on=due_on, ball=ball))

    @step(which=st.integers(0, 99), days=DAYS)
    def check_step(self, which: int, days: int) -> None:
        if (key := self.a_step(which)) is not None:
            self.attempt(steps.checked, [key], self.world.day + dt.timedelta(days=days))

    @step(
        which=st.integers(0, 99),
        on_step=st.booleans(),
        outcome=st.sampled_from(Outcome),
        channel=st.sampled_from([Channel.PHONE, Channel.PHONE, *Channel]),
        settle=st.booleans(),
        note=NOTES,
        next_in=st.sampled_from([None, None, 0, 9, -1]),
    )
    def log_contact(
        self,
        which: int,
        on_step: bool,
        outcome: Outcome,
        channel: Channel,
        settle: bool,
        note: str | None,
        next_in: int | None,
    ) -> None:
        step = self.a_step(which) if on_step else None
        key = self.world.read(steps.detail, step).patient_id if step else self.a_patient(which)
        if key is None:
            return
        draft = ContactDraft(
            patient_id=key,
            follow_up_id=step,
            outcome=outcome,
            channel=channel,
            settle=settle,
            note=note,
            seconds=which * 7,
            next_on=None if next_in is None else self.world.day + dt.timedelta(days=next_in),
        )
        self.attempt(contact.log_contact, draft)

    # --- objects ---

    @step(which=st.integers(0, 99), days=st.none() | DAYS)
    def review_plan(self, which: int, days: int | None) -> None:
        if (key := self.some(CarePlan, which)) is not None:
            self.attempt(care_plan.review, key, None if days is None else self.world.day + dt.timedelta(days=days))

    @step(which=st.integers(0, 99), status=st.sampled_from(AppointmentStatus))
    def record_outcome(self, which: int, status: AppointmentStatus) -> None:
        if (key := self.some(Appointment, which)) is not None:
            self.attempt(appointment.record_outcome, key, status)

    @step(which=st.integers(0, 99), days=DAYS)
    def check_referral(self, which: int, days: int) -> None:
        if (key := self.some(Referral, which)) is not None:
            self.attempt(referral.check, key, self.world.day + dt.timedelta(days=days))

    @step(which=st.integers(0, 99), factor=st.integers(0, 4), override=st.none() | st.sampled_from(Level), days=DAYS)
    def assess(self, which: int, factor: int, override: Level | None, days: int) -> None:
        if (key := self.a_patient(which)) is not None:
            draft = AcuityDraft(
                **dict.fromkeys(("utilisation", "clinical", "social"), factor),
                override=override,
                override_reason="alone at home",
                override_until=self.world.day + dt.timedelta(days=days),
            )
            self.attempt(acuity.assess, key, draft)

    @step(which=st.integers(0, 99), text=NOTES)
    def warn(self, which: int, text: str | None) -> None:
        if (key := self.a_patient(which)) is not None:
            self.attempt(alert.add_alert, key, text or "")

    @step(which=st.integers(0, 99), what=st.sampled_from(["capture", "file", "discard"]), text=NOTES)
    def note(self, which: int, what: str, text: str | None) -> None:
        if what == "capture":
            self.attempt(quick_note.capture, text or "")
        elif unfiled := self.world.read(quick_note.unfiled):
            note_id, key = unfiled[which % len(unfiled)].note_id, self.a_patient(which)
            if what == "discard" or key is None:
                self.attempt(quick_note.discard, note_id)
            else:
                self.attempt(quick_note.file_note, note_id, key)

    # --- sharing ---

    @step(
        which=st.integers(0, 99),
        what=st.sampled_from(["add", "add", "sign", "revoke", "event", "keep_on", "end", "refuse", "renew", "tag"]),
        days=DAYS,
    )
    def share(self, which: int, what: str, days: int) -> None:
        """Consents in every way, some of them incomplete; and a tag on a follow-up, put on or taken off."""
        patient_id, key, step = self.a_patient(which), self.some(Consent, which), self.a_step(which)
        day = self.world.day - dt.timedelta(days=days)
        ends = {"expires_on": None, "expires_event": "end of the trial"} if which % 2 else {}
        paper = whole(signed_on=None if which % 3 else day, scope=None if which % 5 else "plan", **ends)
        if what == "add" and patient_id is not None:
            self.attempt(consent.add_consent, patient_id, paper)
        elif what == "tag" and step is not None:
            self.attempt(sensitivity.untag if which % 2 else sensitivity.tag, "follow_up", step, "hiv")
        elif key is not None and what not in ("add", "tag"):
            acts: dict[str, tuple[Any, ...]] = {
                "sign": (consent.sign, key, day, Signing.PAPER),
                "revoke": (consent.revoke, key, day, "by letter"),
                "event": (consent.note_event, key, day),
                "renew": (consent.renew, key, paper),
            }
            self.attempt(*acts.get(what, (getattr(consent, what, None), key)))

    # --- time, and going back ---

    @step(days=st.sampled_from([1, 1, 1, 3, 8, 30, -5]))
    def time_passes(self, days: int) -> None:
        self.world.later(days)

    @step(redo=st.booleans())
    def go_back(self, redo: bool) -> None:
        """Never refused because a row had changed behind our back, only when there is nothing left."""
        ledger = self.world.ledger
        if redo and ledger.can_redo() is not None:
            ledger.redo()
        elif not redo and ledger.can_undo() is not None:
            ledger.undo()

    def undo_all(self) -> None:
        while self.world.ledger.can_undo() is not None:
            self.world.ledger.undo()

    def redo_all(self) -> None:
        while self.world.ledger.can_redo() is not None:
            self.world.ledger.redo()


def histories() -> st.SearchStrategy[list[tuple[str, dict[str, Any]]]]:
    """What happens, in order: every kind of thing as likely as the others."""
    one = st.sampled_from(sorted(STEPS)).flatmap(lambda name: st.tuples(st.just(name), STEPS[name]))
    return st.lists(one, min_size=LENGTH, max_size=LENGTH)
