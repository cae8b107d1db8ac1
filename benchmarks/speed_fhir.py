"""Importing a folder of R4 against validating the same bytes, in processor time; prints one JSON object.

python benchmarks/speed_fhir.py FOLDER
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from fhir_import import texts_of, timed, validate

from coordtui.casework.ranking import settle_hook
from coordtui.cli.work import collect_again
from coordtui.clock import Clock
from coordtui.exchange.fhir import import_paths
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault


def main(folder: Path) -> None:
    collect_again()  # as every command does before it works
    texts = texts_of(folder)
    with tempfile.TemporaryDirectory() as place, Vault.create_throwaway(Path(place) / "vault") as vault:
        clock = Clock("America/New_York")
        ledger = Ledger(vault, "benchmark", settle_hook(clock))
        base = min(timed(lambda: validate(texts)) for _ in range(3))
        taken = timed(lambda: import_paths(ledger, [folder], clock.moment(), dry_run=False))
    size = sum(map(len, texts)) / 1e6
    sys.stdout.write(json.dumps({"ratio": taken / base, "mb_per_s": size / taken, "validated_mb_per_s": size / base}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
