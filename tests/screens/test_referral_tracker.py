"""A referral from its first word to its closed loop, by keys alone."""

from __future__ import annotations

from pathlib import Path

from coordtui.models.referral import Referral
from coordtui.models.referral import ReferralState as S
from tests.casework.world import World
from tests.screens.bench import bench
from tests.screens.objects import one
from tests.screens.referrals import SMALL, field, on_tracker, state


async def test_a_referral_goes_through_all_eleven_steps_by_keys_alone(world: World, crashes: Path) -> None:
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "n")
        await app.type("finn")
        await app.press("enter")
        await field(app, "Cardiology")
        await app.press("tab")  # medical
        await field(app, "Heart Clinic")
        await field(app, "chest pain on stairs")
        await field(app, "what may she do")
        await app.press("tab")  # routine
        await field(app, "+10")
        await app.press("y", "tab", "tab")  # agrees, today
        await app.press("y", "enter")  # needs an authorization
        row = on_tracker(app).row()
        assert row is not None, app.text()
        assert (row.patient, row.what, row.state) == ("Finn Fox", "Cardiology", S.DRAFT)
        key = row.work_id
        world.check()

        await app.press("P", "enter")
        assert state(world, key) is S.AWAITING_AUTH
        await app.press("f", "f", "tab")
        await field(app, "page 1 of 1 ok")
        await app.press("a", "tab")
        await app.type("A-7")
        await app.press("enter")
        assert state(world, key) is S.SENT
        await app.press("v")
        await app.type("Dana")
        await app.press("enter")
        assert state(world, key) is S.RECEIVED
        await app.press("a", "enter")
        assert state(world, key) is S.ACCEPTED
        await app.press("b")
        await field(app, "+7")
        await field(app, "14:30")
        await app.press("tab", "y", "tab", "u", "enter")
        assert state(world, key) is S.SCHEDULED
        assert "Wed 11 Mar 14:30 · Heart Clinic" in app.flat()

        world.later(8)
        await app.press("r", "h", "enter")
        assert state(world, key) is S.ATTENDED
        await app.press("t", "tab", "tab")
        await app.type("scan 12")
        await app.press("enter")
        assert state(world, key) is S.REPORT_RECEIVED
        await app.press("A")
        await app.type("Dr. Ito")
        await app.press("enter")
        assert state(world, key) is S.ACKNOWLEDGED
        await app.press("i")
        await field(app, "Heart is fine, walk daily")
        await app.press("c", "enter")
        assert state(world, key) is S.PATIENT_INFORMED
        await app.press("m")
        assert "Not possible now" in app.text(), "the loop does not close before the patient has confirmed it"
        await app.press("escape", "Y", "y", "enter")
        assert one(world, Referral, key).confirmed_on == world.day
        await app.press("m", "enter")
        assert state(world, key) is S.CLOSED_MET
        assert "There are no open referrals" in app.text()
        world.check()
