"""From the chart: to whom this record was given, and who looked at it; read in the box, written through the gate."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordtui.casework.disclosure import disclose
from coordtui.models.disclosure import Basis, DisclosureDraft, Purpose
from coordtui.screens.evidence import AccessDialog, AccountingDialog
from coordtui.store.ledger import Ledger
from tests.casework.world import World
from tests.screens.bench import bench

pytestmark = pytest.mark.usefixtures("documents")

ANA = 1
OFFICE = DisclosureDraft(
    recipient="State [DNR] office",
    recipient_kind="agency",
    recipient_address="1 Main Street",
    purpose=Purpose.LEGAL,
    basis=Basis.OVERSIGHT,
    basis_words="audit [/x] 7",
    sections=("goals",),
    format="csv",
    destination="list.csv",
)


async def test_the_accounting_is_read_in_the_chart_and_written_for_the_patient_by_enter(
    world: World, crashes: Path, documents: Path
) -> None:
    world.do(disclose, ANA, "visit summary", OFFICE)
    world.do(disclose, ANA, "visit summary", DisclosureDraft(sections=("talks",), format="md", destination="x.md"))
    async with bench(world, crashes, size=(120, 50)) as one:
        await one.press("enter", "D")
        box = one.app.screen
        assert isinstance(box, AccountingDialog)
        shown = str(box.preview.content)
        assert "State \\[DNR\\] office" in shown
        assert "audit \\[/x\\] 7" in shown
        assert "conversations" not in shown, "what went to her is not accounted for"
        assert "within 60 days" in str(box.cautions.content)
        await one.press("tab", "a")
        assert "conversations" in str(box.preview.content)
        await one.press("enter")
    (file,) = documents.glob("accounting-1-*.html")
    assert "State [DNR] office" in file.read_text(encoding="utf-8")
    entry = next(entry for entry in world.ledger.log() if entry.act == "document.export")
    assert entry.summary.startswith("Exported: accounting of disclosures (html)")
    assert entry.patient_id == ANA


async def test_who_looked_is_read_in_the_chart_with_the_look_of_just_now(world: World, crashes: Path) -> None:
    world.ledger = Ledger(world.ledger.vault, "Nora", now=lambda: world.at)
    async with bench(world, crashes, size=(120, 50)) as one:
        await one.press("enter", "A")
        box = one.app.screen
        assert isinstance(box, AccessDialog)
        shown = str(box.preview.content)
        assert "Nora looked at: Opened the chart of Ana Abel" in shown
        assert "were looked at once on 1 day" in shown
