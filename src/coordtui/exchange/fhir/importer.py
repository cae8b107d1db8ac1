"""The import: every input indexed first, then one act for what is shared and one for each patient."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sqlmodel import Session

from coordtui.acts import Result, act
from coordtui.casework import search_index
from coordtui.clock import Moment
from coordtui.errors import CoordError, Refused, Stopped
from coordtui.exchange.fhir.identity import Facts, People, facts_of, people
from coordtui.exchange.fhir.index import Index, clusters
from coordtui.exchange.fhir.intake import Intake
from coordtui.exchange.fhir.item import Item
from coordtui.exchange.fhir.known import RecordKey
from coordtui.exchange.fhir.limits import LIMITS, Limits
from coordtui.exchange.fhir.patient_act import Unit, import_patient
from coordtui.exchange.fhir.placing import Placing, place
from coordtui.exchange.fhir.report import Builder, ImportReport, Proposal
from coordtui.exchange.fhir.shared_act import import_shared
from coordtui.exchange.fhir.sources import weigh
from coordtui.exchange.fhir.taking import Outcome
from coordtui.exchange.fhir.upsert import Proposed, names_of
from coordtui.pace import Tell, quiet

_MUCH = 5_000
"""Resources written, after which the search index is put together, so that no later act has to."""


class Acts(Protocol):
    """Readings, and acts of which each fails by itself."""

    def read(self, fn: Callable[..., Any], /, *args: Any) -> Any: ...

    def do(self, fn: Callable[..., Result], /, *args: Any) -> Result: ...


class Ledger(Acts, Protocol):
    """What the import needs of the store: many acts as one step of undo besides, and derived tables kept well."""

    def batch(self) -> AbstractContextManager[None]: ...

    def derive(self, fn: Callable[..., Any], /, *args: Any) -> Any: ...


def import_paths(
    ledger: Ledger,
    paths: Sequence[str | Path],
    moment: Moment,
    *,
    dry_run: bool = False,
    tell: Tell = quiet,
    limits: Limits = LIMITS,
) -> ImportReport:
    """Import FHIR R4 from files, folders and zips.

    What cannot be taken is in the report with its place and reason; the rest is written, one act a patient, and undo
    takes all of it back in one step.
    A dry run gives the same report and leaves the vault as it was. Stopped by `tell`, which is called between inputs
    and between patients, it returns the report of what was written until then, and that stays.
    """
    return _Import(ledger, moment, limits, tell).run([Path(path) for path in paths], dry_run=dry_run)


class _Rehearsed(Refused):
    """Raised at the end of a dry run, so that the store takes everything back."""


@act("import.dry_run")
def _rehearse(session: Session, run: Callable[[Session], None]) -> Result:
    run(session)
    raise _Rehearsed("This was a dry run; nothing was changed.")


@dataclass(slots=True)
class _Inside:
    """Stands in for the ledger within a dry run: every act in the one transaction that will be taken back."""

    session: Session

    def read(self, fn: Callable[..., Any], /, *args: Any) -> Any:
        return fn(self.session, *args)

    def do(self, fn: Callable[..., Result], /, *args: Any) -> Result:
        with self.session.begin_nested():
            return fn(self.session, *args)


@dataclass(slots=True)
class _Import:
    ledger: Ledger
    moment: Moment
    limits: Limits
    tell: Tell
    report: Builder = field(default_factory=Builder)
    items: list[Item] = field(default_factory=list)
    proposals: list[Proposed] = field(default_factory=list)
    written: int = 0
    weight: int = 1
    read_bytes: int = 0
    reached: set[int] = field(default_factory=set)
    """The numbers of the items that were taken or refused."""

    def run(self, paths: Sequence[Path], *, dry_run: bool) -> ImportReport:
        self.weight = max(weigh(paths), 1)
        intake = Intake(self.report, self.limits, self._step)
        try:
            self.items = intake.read(paths)
            if dry_run:
                self._rehearse()
            else:
                with self.ledger.batch():
                    self._write(self.ledger)
        except Stopped:
            left = [item.file for item in intake.items if item.number not in self.reached]
            self.report.stopped(left, reading=not self.items)
        if not dry_run:
            self._finish()
        return self.report.report(dry_run=dry_run)

    def _finish(self) -> None:
        self._propose(self.ledger)
        if self.written >= _MUCH:
            self.ledger.derive(search_index.tidy)

    def _rehearse(self) -> None:
        with suppress(_Rehearsed):
            self.ledger.do(_rehearse, lambda session: self._rehearsed(_Inside(session)))

    def _rehearsed(self, inside: _Inside) -> None:
        try:
            self._write(inside)
        finally:
            self._propose(inside)

    # --- progress ------------------------------------------------------------------------------------------------

    def _step(self, done: int, name: str) -> None:
        """Reading is the first half of the work, writing the second: a byte is done when it is written."""
        self.read_bytes = min(self.read_bytes + done, self.weight)
        self._tell(self.read_bytes, name)

    def _tell(self, done: int, name: str) -> None:
        self.tell(done // 2, self.weight, name)

    # --- writing -------------------------------------------------------------------------------------------------

    def _write(self, ledger: Acts) -> None:
        if not self.items:
            return
        index = Index(self.items)
        patients = [item for item in self.items if item.type == "Patient"]
        today = self.moment.today.isoformat()
        facts = {item.number: facts_of(item.resource(), today) for item in patients}
        groups = clusters(patients, lambda one, other: facts[one.number].contradicts(facts[other.number]))
        placed: Placing = ledger.read(place, self.items, index, groups, facts)
        for item, why in placed.refused:
            self.report.refuse(item.file, item.where(), why)
        self.reached.update(item.number for item, _ in placed.refused)
        shared = self._shared(ledger, placed.shared, index)
        known: People = ledger.read(people)
        for unit in _units(groups, placed):
            self._tell(self.weight + self.weight * len(self.reached) // len(self.items), self._name(unit))
            self._patient(ledger, unit, index, shared, known, facts)
        self._tell(2 * self.weight, "")

    def _name(self, unit: Unit) -> str:
        return next((item.where() for item in unit.items), "")

    def _shared(self, ledger: Acts, items: Sequence[Item], index: Index) -> dict[int, RecordKey]:
        if not items:
            return {}
        self._tell(self.weight, "people and organizations")
        outcome = self._do(ledger, items, import_shared, items, index, self.moment)
        return dict(outcome.rows) if outcome else {}

    def _patient(
        self,
        ledger: Acts,
        unit: Unit,
        index: Index,
        shared: dict[int, RecordKey],
        known: People,
        facts: dict[int, Facts],
    ) -> None:
        outcome = self._do(ledger, unit.items, import_patient, unit, index, shared, known, self.moment)
        if outcome is None or outcome.patient_id is None:
            return
        for item in unit.patients:
            known.add(outcome.patient_id, item, facts[item.number])

    def _do(self, ledger: Acts, items: Sequence[Item], fn: Callable[..., Result], *args: Any) -> Outcome | None:
        """Run one act and report it; an act that is refused refuses its resources and stops nothing."""
        self.reached.update(item.number for item in items)
        try:
            outcome: Outcome = ledger.do(fn, *args).value
        except Refused as error:
            self._refuse(items, str(error))
            return None
        except CoordError:
            raise
        except Exception as error:  # noqa: BLE001 - one patient's odd data must not keep out all the others
            self._refuse(items, f"it could not be written ({type(error).__name__})")
            return None
        by_number = {item.number: item for item in items}
        for number, fate in outcome.fates:
            self.report.count(by_number[number].file, by_number[number].type, fate)
        self.written += sum(fate != "unchanged" for _, fate in outcome.fates)
        self.proposals += outcome.proposals
        return outcome

    def _refuse(self, items: Sequence[Item], what: str) -> None:
        for item in items:
            self.report.refuse(item.file, item.where(), what)

    def _propose(self, ledger: Acts) -> None:
        """Report the proposals with the names that the patients have in the vault now."""
        keys = {key for one in self.proposals for key in (one.patient_id, one.other_patient_id) if key is not None}
        names: dict[int, str] = ledger.read(names_of, sorted(keys)) if keys else {}
        for one in self.proposals:
            other = one.other_patient_id or one.patient_id
            self.report.propose(
                Proposal(
                    patient_id=one.patient_id,
                    patient=names.get(one.patient_id or 0, ""),
                    other_patient_id=other,
                    other=names.get(other or 0, ""),
                    record=one.table,
                    why=one.why,
                )
            )


def _units(groups: Sequence[Sequence[Item]], placed: Placing) -> Iterator[Unit]:
    """What belongs together: by the patients of this call, then by those who are in the vault already."""
    of_group: dict[int, list[Item]] = defaultdict(list)
    for number, item in placed.of_group:
        of_group[number].append(item)
    of_patient: dict[int, list[Item]] = defaultdict(list)
    for patient_id, item in placed.of_patient:
        of_patient[patient_id].append(item)
    for number, group in enumerate(groups):
        yield Unit(tuple(group), tuple(of_group[number]))
    for patient_id, items in of_patient.items():
        yield Unit((), tuple(items), patient_id)
