"""How fast an import is, as a ratio to validating the same bytes.

    python benchmarks/fhir_import.py FOLDER...

Processor time, so that a busy machine does not count. The vault is real and encrypted, and thrown away.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import fhirkit

from coordtui.casework.today import settle_hook
from coordtui.cli.work import collect_again
from coordtui.clock import Clock
from coordtui.exchange.fhir import import_paths
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault


def timed(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def validate(texts: list[bytes]) -> None:
    for text in texts:
        try:
            fhirkit.validate(text)
        except fhirkit.ParseError:
            continue


def texts_of(folder: Path) -> list[bytes]:
    """What the validator is given: whole files, and each line of NDJSON."""
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in (".json", ".ndjson")]
    return [
        text
        for path in files
        for text in (path.read_bytes().splitlines() if path.suffix == ".ndjson" else [path.read_bytes()])
        if text.strip()
    ]


def measure(folder: Path, ledger: Ledger, clock: Clock) -> str:
    texts = texts_of(folder)
    size = sum(map(len, texts)) / 1e6
    base = min(timed(lambda: validate(texts)) for _ in range(3))
    figures = [f"{folder.name}: {size:.1f} MB, validating {size / base:.0f} MB/s"]
    for name, dry in (("dry run", True), ("import", False), ("again", False)):
        taken = timed(lambda dry=dry: import_paths(ledger, [folder], clock.moment(), dry_run=dry))  # type: ignore[misc]
        figures.append(f"{name} {size / taken:.1f} MB/s = {taken / base:.1f} x validating")
    return "; ".join(figures)


def main(folders: list[str]) -> None:
    collect_again()  # as every command does before it works
    for name in folders:
        with tempfile.TemporaryDirectory() as place, Vault.create_throwaway(Path(place) / "vault") as vault:
            clock = Clock("America/New_York")
            ledger = Ledger(vault, "benchmark", settle_hook(clock))
            sys.stdout.write(measure(Path(name), ledger, clock) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
