"""What a person looks at is an entry of the journal: a record each time it is opened, a list once a day."""

from __future__ import annotations

from pathlib import Path

from coordtui.screens.patient import PatientDialog
from coordtui.screens.plan_outline import PlanScreen
from coordtui.screens.referral_detail import ReferralScreen
from coordtui.screens.summary import SummaryDialog
from tests.casework.world import World
from tests.screens import plan_bench, referrals
from tests.screens.bench import bench

LOOKS = ("list.view", "patient.view_part", "patient.view_chart")


def seen(world: World) -> list[str]:
    """What was looked at, the first thing first."""
    return [entry.summary for entry in reversed(world.ledger.log(None)) if entry.act in LOOKS]


async def test_a_list_is_one_entry_for_each_day_that_it_stands_there(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        assert seen(world) == ["Looked at today's queue"]
        await one.press("2", "j", "slash")
        await one.type("ana")
        await one.press("enter", "1", "2", "3", "4")
        lists = ["today's queue", "the caseload", "the open referrals", "the care plans"]
        assert seen(world) == [f"Looked at {what}" for what in lists]
        world.later(1)
        one.app.tick()
        await one.settle()
        assert seen(world)[4:] == ["Looked at the care plans"], "what stands behind it is not looked at"
        await one.press("1")
        assert seen(world)[5:] == ["Looked at today's queue"]
        assert {entry.patient_id for entry in world.ledger.log(None) if entry.act == "list.view"} == {None}


async def test_a_plan_a_referral_and_a_form_are_entries_each_time_they_are_opened(world: World, crashes: Path) -> None:
    plan, referral = plan_bench.start(world), referrals.begun(world, "Rosa Zuniga")
    ana = 1
    async with bench(world, crashes) as one:
        for screen in (PlanScreen(plan), ReferralScreen(referral), PatientDialog(ana), ReferralScreen(referral)):
            one.app.push_screen(screen)
            await one.settle()
            if isinstance(screen, ReferralScreen):
                screen.reload()  # reading it again, as after an act, is no new look
            await one.app.pop_screen()
        one.app.push_screen(SummaryDialog(ana))
        await one.press("escape")
        one.app.push_screen(PatientDialog())  # a new person's form shows nobody
        await one.settle()
    assert seen(world)[1:] == [
        "Opened a care plan of Rosa Lopez",
        "Opened a referral of Rosa Zuniga",
        "Opened the form of Ana Abel",
        "Opened a referral of Rosa Zuniga",
        "Opened a preview of the visit summary of Ana Abel",
    ]
