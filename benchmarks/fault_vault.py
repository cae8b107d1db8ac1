"""The vault that the faults hit, the work done in it, and how a vault is judged afterwards."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, select

from coordtui.acts import Result, act
from coordtui.casework import today as queue
from coordtui.casework.patient import add_patient
from coordtui.casework.promises import nowhere
from coordtui.clock import Clock
from coordtui.errors import CoordError
from coordtui.models.patient import Patient, PatientDraft
from coordtui.models.profile import Profile
from coordtui.store import backups, keys
from coordtui.store.images import journalled_tables
from coordtui.store.kdf import Cost
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from coordtui.store.verify import verify

PASSPHRASE, NEXT = "correct horse battery staple", "another horse, another staple"
CLOCK = Clock("America/New_York", source=lambda: dt.datetime(2026, 3, 4, 17, tzinfo=dt.UTC))
LOST, SILENT, SHUT = "acknowledged acts lost", "silent damage", "could not open though a good state existed"
BAD = (LOST, SILENT, SHUT)
RELEASED = Path(__file__).parents[1] / "tests" / "store" / "vaults"
"""A vault of each earlier version, opened by PASSPHRASE."""
STARTING_PEOPLE = 40

keys.calibrated_cost = lambda: Cost(8, 1, 1)  # the faults are not about guessing


@act("bench.profile")
def introduce(session: Session) -> Result:
    session.add(Profile(name="Nora Quist", zone=CLOCK.zone))
    return Result(label="Profile")


def ledger_of(vault: Vault) -> Ledger:
    return Ledger(vault, "Nora", queue.settle_hook(CLOCK))


def add(ledger: Ledger, number: int) -> None:
    draft = PatientDraft(given=f"Person{number:05}", family="Quartermain", phone="212-555-0142")
    ledger.do(add_patient, draft, CLOCK.moment())


class Bases:
    """The vaults that rounds begin with, in `home`: "plain" with two backups beside it, "killed" with a log left by a
    kill, and the one of each earlier version under its name."""

    def __init__(self, home: Path) -> None:
        self.home = home
        home.chmod(0o711)  # a round as another user finds its way
        with Vault.create(home / "base", PASSPHRASE)[0] as vault:
            ledger = ledger_of(vault)
            ledger.do(introduce)
            for number in range(STARTING_PEOPLE):
                add(ledger, number)
            vault.change_passphrase(PASSPHRASE)  # so that there is a generation before
            for days in (1, 0):
                backups.make(vault, home / "base-backups", CLOCK.moment().at - dt.timedelta(days), keep=2)
        shutil.copytree(home / "base", home / "live")
        with Vault.unlock(home / "live", PASSPHRASE) as vault:
            ledger = ledger_of(vault)
            for number in range(STARTING_PEOPLE, STARTING_PEOPLE + 5):
                add(ledger, number)
            shutil.copytree(home / "live", home / "killed")

    def fresh(self, base: str) -> Path:
        """A copy of its own for a round; what the round before left is removed."""
        for left in (*self.home.glob("round*"), *self.home.glob(".round*")):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        own = {"plain": self.home / "base", "killed": self.home / "killed"}
        shutil.copytree(own.get(base, RELEASED / base), self.home / "round")
        return self.home / "round"


@dataclass(frozen=True)
class Seen:
    """What an opened vault shows. `wrong` names the first check that fails, `told` what it says by itself."""

    people: int
    digest: str
    wrong: str
    told: str


def look(folder: Path) -> Seen | str:
    """Open the vault by either passphrase and check all of it; or the words with which it refuses."""
    refusal = ""
    for passphrase in (PASSPHRASE, NEXT):
        try:
            with Vault.unlock(folder, passphrase) as vault:
                return _seen(vault)
        except CoordError as error:
            refusal = refusal or f"{type(error).__name__}: {error.message}"
    return refusal


def _seen(vault: Vault) -> Seen:
    ledger = ledger_of(vault)
    told = vault.notice
    wrong = next((f"{check.name}: {check.detail}" for check in verify(ledger) if not check.ok), "")
    if wrong:
        return Seen(0, "", wrong, told)
    names = ledger.read(lambda session: list(session.scalars(select(Patient.given).order_by(Patient.id))))
    if names != [f"Person{number:05}" for number in range(len(names))]:
        wrong = "the people are not those who were added"
    elif ledger.read(nowhere) or ledger.read(queue.check_rank, CLOCK.today()):
        wrong = "a promise is broken"
    return Seen(len(names), _digest(ledger), wrong, told)


def _digest(ledger: Ledger) -> str:
    """Of every record."""

    def read(session: Session) -> str:
        total = hashlib.sha256()
        for name in journalled_tables():
            for row in session.connection().exec_driver_sql(f'SELECT * FROM "{name}" ORDER BY 1'):  # noqa: S608
                total.update(repr(tuple(row)).encode())
        return total.hexdigest()

    return ledger.read(read)


_OWN = {"vault.db", "vault.keys", "vault.keys.bak", "vault.lock", "vault.failed"}


def rubbish(folder: Path) -> str:
    """What a fault left in the folder of a vault that was opened and locked again; "" for nothing."""
    left = {path.name for path in folder.iterdir()} - _OWN
    left = {name for name in left if not name.startswith(("broken-log-", "before-update-"))}
    return f", left behind: {', '.join(sorted(left))}" if left else ""
