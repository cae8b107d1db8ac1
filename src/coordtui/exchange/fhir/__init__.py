"""FHIR R4 in: files, folders and zips of resources, bundles and NDJSON become patients with their records."""

from __future__ import annotations

from coordtui.exchange.fhir.importer import Ledger, import_paths
from coordtui.exchange.fhir.limits import LIMITS, Limits
from coordtui.exchange.fhir.report import FileReport, ImportReport, Proposal, Trouble

__all__ = ["LIMITS", "FileReport", "ImportReport", "Ledger", "Limits", "Proposal", "Trouble", "import_paths"]
