"""The gate in the export box: two keys for the patient, more thought for others, and words for what stays back."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordtui.casework.disclosure import DisclosureView, accounting, disclosures
from coordtui.casework.sensitivity import tag
from coordtui.models.clinical import Medication
from coordtui.models.disclosure import Basis, Purpose
from coordtui.screens.export import ExportDialog
from coordtui.screens.summary import SummaryDialog
from tests.casework.consents import give, restrict
from tests.casework.world import World
from tests.documents.conftest import write
from tests.screens.bench import Bench, bench

pytestmark = pytest.mark.usefixtures("documents")


@pytest.fixture
def rosa(world: World) -> int:
    """She takes a medicine."""
    key = world.add("Rosa", "Zuniga")
    world.do(write, [Medication(patient_id=key, text="Metformin", status="active")])
    return key


async def show(one: Bench, patient_id: int) -> ExportDialog:
    dialog = SummaryDialog(patient_id)
    one.app.push_screen(dialog)
    await one.settle()
    return dialog


async def at(one: Bench, dialog: ExportDialog, field_id: str, *keys: str) -> None:
    """Press keys in a field."""
    field = dialog.form.field(field_id)
    assert field is not None
    assert field.display, field_id
    field.entry().focus()
    await one.press(*keys)


def shown(dialog: ExportDialog) -> set[str]:
    return {field.field_id for field in dialog.gate.fields if field.display}


def left(world: World, patient_id: int) -> DisclosureView:
    return world.read(disclosures, patient_id)[0]


async def test_two_keys_give_the_patient_their_summary_and_the_record_says_so(
    world: World, rosa: int, crashes: Path, documents: Path
) -> None:
    async with bench(world, crashes) as one:
        one.app.open_chart(rosa)
        await one.settle()
        await one.press("v")
        dialog = one.app.screen
        assert isinstance(dialog, ExportDialog)
        assert shown(dialog) == {"recipient_kind", "parts"}
        assert "to the patient, 45 CFR 164.502(a)(1)(i)" in str(dialog.cautions.content)
        await one.press("enter")
    kept = left(world, rosa)
    assert (kept.recipient, kept.purpose, kept.basis) == ("Rosa Zuniga", Purpose.INDIVIDUAL, Basis.INDIVIDUAL)
    assert kept.sections == ("goals", "medicines", "steps", "talks", "team")
    assert (kept.destination, kept.encrypted) == (next(documents.iterdir()).name, False)


async def test_a_name_that_says_encrypted_is_not_given_to_an_open_file(
    world: World, rosa: int, crashes: Path, documents: Path
) -> None:
    async with bench(world, crashes) as one:
        dialog = await show(one, rosa)
        field = dialog.form.field("output")
        assert field is not None
        field.raw = str(documents / "out.html.age")
        await one.press("enter")
        assert "would not be encrypted" in one.flat()
        assert list(documents.iterdir()) == []
    assert world.read(disclosures, rosa) == ()


async def test_parts_that_are_switched_off_leave_the_page_and_another_recipient_proposes_anew(
    world: World, rosa: int, crashes: Path, documents: Path
) -> None:
    async with bench(world, crashes) as one:
        dialog = await show(one, rosa)
        assert "Metformin" in str(dialog.preview.content)
        await at(one, dialog, "parts", "m")
        assert "Metformin" not in str(dialog.preview.content)
        await at(one, dialog, "recipient_kind", "c")
        assert shown(dialog) == {"recipient_kind", "recipient", "purpose", "parts"}
        assert "name is needed" in str(dialog.preview.content)
        await at(one, dialog, "recipient")
        await one.type("Harbor Clinic")
        assert "Metformin" in str(dialog.preview.content), "care is not held to the least"
        assert "treatment, 45 CFR 164.506(c)(2)" in str(dialog.cautions.content)
        await at(one, dialog, "recipient_kind", "h")
        await at(one, dialog, "recipient")
        await one.type("Harbor Health")
        assert "Nothing would go along" in str(dialog.preview.content), "a summary is nothing that a payer needs"
        await one.press("enter")
        assert list(documents.iterdir()) == []
        await at(one, dialog, "parts", "w")
        assert "payment, 45 CFR 164.506(c)(3)" in str(dialog.cautions.content)
        await one.press("enter")
    kept = left(world, rosa)
    assert (kept.recipient, kept.basis, kept.sections) == ("Harbor Health", Basis.PAYMENT, ("steps",))
    assert "Metformin" not in next(documents.iterdir()).read_text()


async def test_a_court_needs_its_ground_in_words_and_is_in_the_accounting(
    world: World, rosa: int, crashes: Path, documents: Path
) -> None:
    async with bench(world, crashes) as one:
        dialog = await show(one, rosa)
        await at(one, dialog, "recipient_kind", "o")
        await at(one, dialog, "recipient")
        await one.type("County court")
        await at(one, dialog, "purpose", "l")
        assert "basis" in shown(dialog)
        assert "No authorization in force lets this go to County court" in str(dialog.preview.content)
        await one.press("enter")
        assert [entry.act for entry in world.ledger.log(1)] == ["disclosure.refused"]
        await at(one, dialog, "basis", "c")
        assert "basis_words" in shown(dialog)
        await at(one, dialog, "parts", "w", "enter")
        words = dialog.form.field("basis_words")
        assert words is not None
        assert "which order or subpoena" in words.error
        await at(one, dialog, "basis_words")
        await one.type("order 7 of 1 March")
        await one.press("enter")
    (told,) = world.read(accounting, rosa, None, world.day)
    assert (told.recipient, told.basis_words, told.sections) == ("County court", "order 7 of 1 March", ("steps",))
    assert len(list(documents.iterdir())) == 1


async def test_what_is_tagged_is_said_and_goes_only_under_an_authorization(
    world: World, rosa: int, crashes: Path, documents: Path
) -> None:
    world.do(tag, "medication", 1, "hiv")
    async with bench(world, crashes) as one:
        dialog = await show(one, rosa)
        assert "Stays back: what is tagged HIV" in str(dialog.cautions.content)
        assert "Metformin" not in str(dialog.preview.content)
        await one.press("escape")
        key = give(world, rosa, recipient="Rosa Zuniga", purpose=None, purpose_words="my own", tags=("hiv",))
        dialog = await show(one, rosa)
        assert "Goes along under the authorization to Rosa Zuniga: what is tagged HIV" in str(dialog.cautions.content)
        assert "Metformin" in str(dialog.preview.content)
        await one.press("enter")
        assert (left(world, rosa).consent_id, left(world, rosa).tags) == (key, ("hiv",))
        restrict(world, rosa, recipient="Harbor Clinic")
        dialog = await show(one, rosa)
        await at(one, dialog, "recipient_kind", "c")
        await at(one, dialog, "recipient")
        await one.type("Harbor Clinic")
        assert "asked that this be kept back" in str(dialog.preview.content)
        await one.press("enter")
        assert "asked that this be kept back" in one.flat()
    assert len(list(documents.iterdir())) == 1
