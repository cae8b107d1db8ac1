"""What an import did, as the command line gives it out (the keys of `import --json` are part of its interface)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from coordtui.errors import Exit

Status = Literal["imported", "unchanged", "refused", "partly"]
Fate = Literal["created", "updated", "unchanged", "kept_raw"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """`where`: line and column, entry, or the path inside a resource; "" for the whole file."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class FileReport:
    path: str
    status: Status
    problems: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A match that a person must decide: `patient` here, `other` is what may be the same person, `why` in words.

    For newer content of a record that was edited here both are the same person, and `record` says which record.
    """

    patient_id: int | None
    patient: str
    other_patient_id: int | None
    other: str
    record: str
    why: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts are by the source's resource type, each resource once.

    `cancelled`: stopped while the inputs were read or between two patients, and `left` resources that were read were
    not reached.
    """

    files: tuple[FileReport, ...]
    created: Mapping[str, int]
    updated: Mapping[str, int]
    unchanged: Mapping[str, int]
    kept_raw: Mapping[str, int]
    proposed_matches: tuple[Proposal, ...]
    dry_run: bool = False
    cancelled: bool = False
    left: int = 0

    @property
    def exit_code(self) -> Exit:
        """PARTLY when a file was refused, or some of its resources were, or the import was stopped."""
        bad = any(file.status in ("refused", "partly") for file in self.files)
        return Exit.PARTLY if bad or self.cancelled else Exit.DONE

    @property
    def took_nothing(self) -> bool:
        """Whether the vault is as it was, or in a dry run would be."""
        return not (self.created or self.updated or self.kept_raw)

    def as_json(self) -> dict[str, Any]:
        return {
            "files": [
                {
                    "path": file.path,
                    "status": file.status,
                    "problems": [{"where": trouble.where, "what": trouble.what} for trouble in file.problems],
                }
                for file in self.files
            ],
            "created": dict(self.created),
            "updated": dict(self.updated),
            "unchanged": dict(self.unchanged),
            "kept_raw": dict(self.kept_raw),
            "proposed_matches": [
                {
                    "patient_id": match.patient_id,
                    "patient": match.patient,
                    "other_patient_id": match.other_patient_id,
                    "other": match.other,
                    "record": match.record,
                    "why": match.why,
                }
                for match in self.proposed_matches
            ],
            "dry_run": self.dry_run,
            "cancelled": self.cancelled,
            "left": self.left,
        }


@dataclass(slots=True)
class _File:
    path: str
    problems: list[Trouble] = field(default_factory=list)
    refused: int = 0
    new: int = 0
    same: int = 0

    @property
    def status(self) -> Status:
        if self.refused:
            return "partly" if self.new or self.same else "refused"
        return "imported" if self.new else "unchanged"


class Builder:
    """Collects an ImportReport while the import runs. Files are named by the number that `file` gave."""

    def __init__(self) -> None:
        self._files: list[_File] = []
        self._fates: dict[Fate, Counter[str]] = {
            "created": Counter(),
            "updated": Counter(),
            "unchanged": Counter(),
            "kept_raw": Counter(),
        }
        self._proposals: list[Proposal] = []
        self._cancelled, self._left = False, 0

    def file(self, path: str) -> int:
        self._files.append(_File(path))
        return len(self._files) - 1

    def problem(self, file: int, where: str, what: str) -> None:
        """Something is not as it should be, and refuses nothing."""
        self._files[file].problems.append(Trouble(where, what))

    def refuse(self, file: int, where: str, what: str) -> None:
        """The file, or one resource in it, was not taken."""
        self._files[file].problems.append(Trouble(where, what))
        self._files[file].refused += 1

    def count(self, file: int, resource_type: str, fate: Fate) -> None:
        self._fates[fate][resource_type] += 1
        if fate == "unchanged":
            self._files[file].same += 1
        else:
            self._files[file].new += 1

    def propose(self, proposal: Proposal) -> None:
        self._proposals.append(proposal)

    def stopped(self, left: Sequence[int], *, reading: bool) -> None:
        """The import ended early; `left` has the file of each resource that was not reached.

        `reading`: not all inputs had been read, so nothing of any file was taken.
        """
        self._cancelled, self._left = True, len(left)
        if reading:
            for file in range(len(self._files)):
                self.refuse(file, "", "the import was stopped before it")
            return
        for file, count in Counter(left).items():
            self.refuse(file, "", f"the import was stopped before {count:,} of its resources")

    def report(self, *, dry_run: bool) -> ImportReport:
        fates = {fate: dict(sorted(counts.items())) for fate, counts in self._fates.items()}
        return ImportReport(
            files=tuple(FileReport(file.path, file.status, tuple(file.problems)) for file in self._files),
            created=fates["created"],
            updated=fates["updated"],
            unchanged=fates["unchanged"],
            kept_raw=fates["kept_raw"],
            proposed_matches=tuple(self._proposals),
            dry_run=dry_run,
            cancelled=self._cancelled,
            left=self._left,
        )
