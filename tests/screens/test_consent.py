"""Consents in the chart and from the queue: written down, signed, revoked, renewed; and records tagged."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from coordtui.casework import consent as casework
from coordtui.casework.consent import consents
from coordtui.casework.sensitivity import own_tags
from coordtui.models.consent import ConsentKind
from coordtui.screens.chart import ChartScreen
from coordtui.screens.consent import ConsentDialog
from coordtui.screens.consent_form import ConsentForm
from coordtui.screens.sensitivity import TagDialog
from tests.casework.consents import draft, give, look, restrict
from tests.casework.referrals import begin
from tests.casework.world import World
from tests.screens.bench import Bench, bench


async def chart(one: Bench, patient_id: int, section: str) -> ChartScreen:
    one.app.open_chart(patient_id)
    await one.settle()
    screen = one.app.front
    assert isinstance(screen, ChartScreen)
    while screen.title_here != section:
        await one.press("tab")
    return screen


async def fill(one: Bench, field: str, text: str) -> None:
    """Put words into a field of the form in sight, letters where it is a choice; what others hang on is typed."""
    form = one.app.screen
    assert isinstance(form, ConsentForm)
    found = form.form.field(field)
    assert found is not None
    if field not in ("kind", "reach"):
        found.raw = text
        return
    found.entry().focus()
    await one.settle()
    await one.type(text)


async def test_an_authorization_is_written_down_completed_put_in_force_and_revoked(world: World, crashes: Path) -> None:
    rosa = world.add("Rosa", "Zuniga")
    async with bench(world, crashes, size=(100, 40)) as one:
        screen = await chart(one, rosa, "Sharing")
        await one.press("C")
        for field, text in (
            *(("recipient", "Harbor Clinic"), ("purpose", "t"), ("scope", "Plan and medicines"), ("sections", "gm")),
            *(("tags", "h"), ("expires_on", "2027-03-04"), ("told", "vc")),
        ):
            await fill(one, field, text)
        await one.press("enter")
        (kept,) = world.read(consents, rosa, world.day)
        assert (kept.title, kept.discloser, kept.sections, kept.tags) == (
            *("authorization to Harbor Clinic", "Nora Quist"),
            *(("goals", "medicines"), ("hiv",)),
        )
        await one.press("G", "up", "enter", "s", "enter")
        assert "Still needed: the statement that the recipient may pass it on" in one.flat()
        await one.press("escape", "enter", "e")
        assert isinstance(one.app.screen, ConsentForm)
        await fill(one, "told", "vcp")
        await fill(one, "signed_on", "today")
        await fill(one, "signing", "p")
        await one.press("enter")
        assert look(world, kept.consent_id).standing.words == "in force until 4 March 2027"
        assert "in force until 4 March 2027" in one.flat()
        await one.press("enter", "v")
        await one.type("letter")
        await one.press("enter")
        assert look(world, kept.consent_id).standing.code == "revoked"
        assert one.app.front is screen
        await one.press("enter", "v")
        assert "Not now: the patient revoked it. It is revoked on 4 March 2026." in one.flat()


async def test_of_one_in_force_the_form_asks_only_for_what_comes_later_and_a_renewal_for_all_but_the_signature(
    world: World, crashes: Path
) -> None:
    rosa = world.add("Rosa", "Zuniga")
    key = give(world, rosa, expires_on=None, expires_event="end of treatment", sections=("goals",))
    async with bench(world, crashes, size=(100, 40)) as one:
        await chart(one, rosa, "Sharing")
        await one.press("G", "enter")
        assert "what for treatment" in one.flat()
        await one.press("e")
        form = one.app.screen
        assert isinstance(form, ConsentForm)
        assert [field.field_id for field in form.form.fields if field.display] == ["copy_given_on", "document", "note"]
        await fill(one, "document", "scan 12")
        await one.press("enter")
        assert look(world, key).document == "scan 12"
        await one.press("enter", "y")
        assert [step.due_on for step in world.open(rosa) if step.kind == "consent_expiry"] == [dt.date(2027, 3, 4)]
        await one.press("enter", "r")
        form = one.app.screen
        assert isinstance(form, ConsentForm)
        raw = form.form.draft()
        assert (raw["recipient"], raw["sections"], raw["signed_on"], raw["told"]) == ("Harbor Clinic", "g", "", "")
        await one.press("escape", "enter", "h", "enter")
        assert look(world, key).standing.code == "expired"


async def test_spoken_words_and_restrictions_ask_for_little_and_a_restriction_stands_on_the_banner(
    world: World, crashes: Path
) -> None:
    rosa = world.add("Rosa", "Zuniga")
    restrict(world, rosa, recipient="Uncle Joe", scope="where she lives")
    async with bench(world, crashes, size=(100, 40)) as one:
        await chart(one, rosa, "Sharing")
        assert "sharing restriction not to tell Uncle Joe: where she lives" in one.flat()
        await one.press("C")
        await fill(one, "kind", "w")
        form = one.app.screen
        assert isinstance(form, ConsentForm)
        shown = {field.field_id for field in form.form.fields if field.display}
        assert {"recipient", "signed_on", "signing"} <= shown
        assert not shown & {"told", "authority", "document", "tags"}
        await fill(one, "recipient", "Luz, her daughter")
        await fill(one, "reach", "w")
        await fill(one, "signed_on", "today")
        await fill(one, "signing", "s")
        await one.press("enter")
        spoken = world.read(consents, rosa, world.day)[0]
        assert (spoken.kind, spoken.standing.code, spoken.sections) == (ConsentKind.AGREEMENT, "in-force", None)


async def test_the_step_in_the_queue_opens_the_consent_and_what_is_unsaved_is_kept(world: World, crashes: Path) -> None:
    rosa = world.add("Rosa", "Zuniga")
    key = world.do(casework.add_consent, rosa, draft()).value
    world.later(7)
    async with bench(world, crashes, size=(100, 40)) as one:
        await one.go_to("Rosa Zuniga")
        if world.row(rosa).kind != "consent_signing":
            await one.press("tab", "j")
        await one.press("d")
        assert isinstance(one.app.screen, ConsentDialog)
        await one.press("e")
        await fill(one, "note", "She wants to think about it")
        await one.press("escape")
        await one.press("d", "e")
        form = one.app.screen
        assert isinstance(form, ConsentForm)
        assert form.form.draft()["note"] == "She wants to think about it"
        await one.press("escape", "d", "d")
        assert look(world, key).standing.words == "refused"
    world.check()


async def test_one_key_and_a_letter_tag_a_record_and_the_words_stand_on_its_row(world: World, crashes: Path) -> None:
    rosa = world.add("Rosa", "Zuniga")
    key = begin(world, rosa, what="Methadone clinic")
    async with bench(world, crashes, size=(100, 40)) as one:
        await chart(one, rosa, "Referrals")
        await one.press("T", "2")
        assert world.read(own_tags, "referral", key) == {"part2"}
        assert "[Part 2] Methadone clinic" in one.text()
        await one.press("T")
        assert "Part 2 tagged" in one.flat()
        await one.press("+")
        await one.type("Foster care")
        await one.press("enter")
        assert "a Foster care" in one.flat()
        await one.press("a", "T", "-", "a", "T")
        assert isinstance(one.app.screen, TagDialog)
        assert [tag.code for _, tag in one.app.screen.choices if not tag.shipped] == []
        await one.press("2")
        assert world.read(own_tags, "referral", key) == {"foster_care"}
        await chart(one, rosa, "Steps")
        assert "[Foster care] " in one.text()
        while "[Foster care]" not in next(line for line in one.text().splitlines() if line.startswith("▸")):
            await one.press("j")
        await one.press("enter")
        assert "Tagged Foster care: it leaves only under a consent that covers this." in one.flat()
        await one.press("escape")
        await chart(one, rosa, "Person")
        await one.press("T")
        assert "No tag goes on this line" in one.said
        await chart(one, rosa, "Sharing")
        assert "Foster care: " in one.text()
        await one.press("g", "T", "v")
        assert "sharing whole chart: Violence and abuse" in one.flat()
