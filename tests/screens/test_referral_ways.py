"""The other ways of a referral by keys: social, declined, held, in parts, many at once, from chart and queue."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from coordtui.casework import directory
from coordtui.casework import referral as casework
from coordtui.casework.referral_tracker import tracker
from coordtui.casework.referral_views import detail
from coordtui.models.codes import Answer, Urgency
from coordtui.models.people import OrganizationDraft, PractitionerDraft
from coordtui.models.referral import Capacity, Failure, Referral
from coordtui.models.referral import ReferralState as S
from coordtui.screens.referral_detail import ReferralScreen
from coordtui.screens.referral_steps import StepsDialog
from tests.casework.world import World
from tests.screens.bench import bench
from tests.screens.objects import one
from tests.screens.referrals import SENT, SMALL, begun, field, moved, on_tracker, state


async def test_a_social_referral_asks_for_room_first_and_skips_the_clinical_steps(world: World, crashes: Path) -> None:
    key = begun(world, what="Food box", social=True, category="food", to_name="Open Pantry")
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "f")
        assert "Ask Open Pantry first whether it has room" in app.flat()
        await app.press("escape")
        assert state(world, key) is S.DRAFT
        await app.press("S", "r", "enter")
        assert one(world, Referral, key).capacity is Capacity.CAPACITY
        await app.press("f", "p", "tab")
        await app.type("Ana took it")
        await app.press("enter", "a", "enter", "h", "enter")
        assert state(world, key) is S.ATTENDED
        assert "P asked" not in app.text()
        await app.press("i")
        await field(app, "the box comes on Fridays")
        await app.press("c", "enter", "Y", "y", "enter", "m", "enter")
        assert state(world, key) is S.CLOSED_MET
        world.check()


async def test_no_room_asks_why_it_is_sent_there_all_the_same(world: World, crashes: Path) -> None:
    key = begun(world, what="Food box", social=True, to_name="Open Pantry")
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "S")
        await app.type("w")
        await app.press("enter")
        assert one(world, Referral, key).capacity is Capacity.WAITLIST
        await app.press("f", "p", "tab")
        await field(app, "Ana took it")
        assert "Why there all the same" in app.flat()
        await app.press("enter")
        assert "this is needed" in app.flat() or "is needed" in app.flat()
        await app.type("nothing else is near")
        await app.press("enter")
        assert state(world, key) is S.SENT


async def test_a_declined_referral_goes_to_another_place_and_keeps_its_chain(world: World, crashes: Path) -> None:
    key = moved(world, begun(world), SENT)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "D", "n", "enter")
        assert state(world, key) is S.DECLINED
        assert one(world, Referral, key).failure is Failure.NO_CAPACITY
        await app.press("O")
        await app.type("Valley Heart")
        await app.press("enter")
        assert state(world, key) is S.CLOSED_UNMET
        (row,) = world.read(tracker, world.day).rows
        assert (row.to_name, row.state) == ("Valley Heart", S.DRAFT)
        chain = world.read(detail, row.work_id, world.day)
        assert chain.rerouted_from is not None
        assert chain.rerouted_from.referral_id == key
        await app.press("enter")
        assert "before" in app.text()
        assert "Heart Clinic" in app.text()
        world.check()


async def test_ten_faxes_are_one_act_and_one_undo(world: World, crashes: Path) -> None:
    keys = [begun(world, f"Pat {letter}", what="MRI") for letter in "ABCDEFGHIJ"]
    odd = begun(world, "Pat Zet", what="MRI", consent=Answer.UNKNOWN)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "V")
        assert "11 marked" in app.text()
        await app.press("f")
        assert "Sent it: 10 referrals" in app.flat()
        assert "Not this one:" in app.flat()
        assert "consent" in app.flat()
        assert "Authorization number" not in app.flat(), "none of them waits for one"
        await app.press("f", "tab")
        await app.type("batch of Wednesday")
        await app.press("enter")
        assert {state(world, key) for key in keys} == {S.SENT}
        assert state(world, odd) is S.DRAFT
        assert "10 referrals" in app.said
        await app.press("u")
        assert {state(world, key) for key in keys} == {S.DRAFT}
        world.check()


async def test_a_row_stays_under_the_cursor_until_the_list_is_read_again(world: World, crashes: Path) -> None:
    keys = [moved(world, begun(world, name), SENT) for name in ("Ada One", "Bea Two", "Cal Three")]
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "a", "enter")
        assert [*on_tracker(app).rows.referrals()] == keys
        assert on_tracker(app).table.cursor_key == keys[0]
        assert "→ accepted: Cardiology" in app.text()
        assert "sent · 2" in app.text()
        await app.press("r")
        assert [*on_tracker(app).rows.referrals()] == [*keys[1:], keys[0]]
        assert on_tracker(app).table.cursor_key == keys[0]
        assert "accepted · 1" in app.text()


async def test_space_on_a_heading_marks_its_group(world: World, crashes: Path) -> None:
    begun(world, "Ada One")
    keys = {moved(world, begun(world, name), SENT) for name in ("Bea Two", "Cal Three")}
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "j", "space")
        assert on_tracker(app).table.marks == keys
        await app.press("v")
        await app.type("Dana")
        await app.press("enter")
        assert {state(world, key) for key in keys} == {S.RECEIVED}
        assert not on_tracker(app).table.marks


async def test_marks_that_cannot_take_a_step_say_why(world: World, crashes: Path) -> None:
    begun(world)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "space", "h")
        assert app.said.startswith("None of 1 marked: ")


async def test_a_letter_without_a_step_says_where_it_stands(world: World, crashes: Path) -> None:
    begun(world)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "t")
        assert app.said == "No step has the letter t while it is draft."


async def test_what_a_draft_lacks_stands_in_the_pane_and_in_the_steps(world: World, crashes: Path) -> None:
    begun(world, consent=Answer.UNKNOWN)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3")
        assert "Still missing: the patient's consent" in app.flat()
        await app.press("d")
        assert "Not now:" in app.text()
        assert "Still missing: the patient's consent" in app.flat()
        await app.press("f")
        assert isinstance(app.app.screen, StepsDialog), "a step that is not possible leaves the list open"
        await app.press("escape", "e", *["tab"] * 7, "y", "enter")
        assert "Still missing" not in app.flat()


async def test_going_back_asks_to_which_step_and_why(world: World, crashes: Path) -> None:
    key = moved(world, begun(world), SENT, ("accept", {}))
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "B")
        assert "Which step?" in app.text()
        assert "back to: sent" in app.text()
        line = next(line for line in app.text().splitlines() if "back to: sent" in line)
        number = next(letter for letter in line if letter.isdigit())
        await app.press(number, "enter")
        assert "needed" in app.flat()
        await app.type("they mixed up the names")
        await app.press("enter")
        assert state(world, key) is S.SENT
        assert world.read(detail, key, world.day).history[-1].backward


async def test_a_hold_has_a_reason_and_a_day_and_is_taken_up_again(world: World, crashes: Path) -> None:
    key = moved(world, begun(world), SENT)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "H")
        await field(app, "in hospital")
        await app.type("+14")
        await app.press("enter")
        held = one(world, Referral, key)
        assert (held.state, held.resume_on) == (S.ON_HOLD, world.day + dt.timedelta(days=14))
        await app.press("T", "enter")
        assert state(world, key) is S.SENT
        world.check()


async def test_a_part_belongs_to_its_whole_which_waits_for_it(world: World, crashes: Path) -> None:
    key = begun(world)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "R")
        await app.type("Echo")
        await app.press("enter")
        parts = world.read(detail, key, world.day).parts
        assert [part.what for part in parts] == ["Echo"]
        row = on_tracker(app).row()
        assert row is not None
        assert row.work_id == parts[0].referral_id
        await app.press("enter")
        assert "part of" in app.text()


async def test_the_chart_makes_a_referral_and_enter_opens_one(world: World, crashes: Path) -> None:
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("enter", "R")
        assert "Ana Abel" in app.text()
        await app.type("Foot clinic")
        await app.press("enter", *["right"] * 4)
        assert "Foot clinic" in app.text()
        await app.press("enter")
        assert isinstance(app.app.screen, ReferralScreen)
        await app.press("escape")
        assert "Chart · Ana Abel" in app.text()
        world.check()


async def test_the_queue_offers_the_next_steps_of_a_referral(world: World, crashes: Path) -> None:
    key = moved(world, begun(world, "Ivy Ito", urgency=Urgency.STAT), SENT)
    world.later(1)
    async with bench(world, crashes, size=SMALL) as app:
        await app.go_to("Ivy Ito")
        await app.press("d")
        assert "they have it" in app.text()
        await app.press("a", "enter")
        assert state(world, key) is S.ACCEPTED
        world.check()


async def test_enter_in_the_steps_notes_that_there_is_no_news(world: World, crashes: Path) -> None:
    key = moved(world, begun(world), SENT)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "d", "enter", "enter")
        assert one(world, Referral, key).next_check_on == world.day + dt.timedelta(days=7)
        await app.press("s", "t", "enter")
        assert one(world, Referral, key).next_check_on == world.day + dt.timedelta(days=1)
        assert [event.kind.value for event in world.read(detail, key, world.day).history][-2:] == ["check", "check"]


async def test_what_was_typed_into_a_step_outlives_esc(world: World, crashes: Path) -> None:
    moved(world, begun(world), SENT)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "v")
        await app.type("Dana at the desk")
        await app.press("escape", "v")
        assert "Dana at the desk" in app.text()


async def test_a_note_stands_in_the_history(world: World, crashes: Path) -> None:
    key = begun(world)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "W", "n")
        await app.type("likes mornings")
        await app.press("f2")
        assert world.read(detail, key, world.day).history[-1].text == "likes mornings"
        await app.press("enter")
        assert "likes mornings" in app.text()


async def test_a_limit_of_ones_own_counts_and_can_be_taken_back(world: World, crashes: Path) -> None:
    moved(world, begun(world), SENT)
    world.later(2)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "L", "j", "j", "enter", "tab", *["backspace"] * 20)
        await app.type("1 day")
        await app.press("enter")
        assert "1 d*" in app.text()
        await app.press("escape")
        assert "1 open referral · 1 red" in app.text()
        await app.press("u")
        assert "1 open referral · 1 with" in app.text()


async def test_reasons_are_counted(world: World, crashes: Path) -> None:
    moved(world, begun(world), SENT, ("decline", {"failure": "cost"}))
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "Q")
        assert "1  cost" in app.text()
        await app.press("y")
        assert "1  cost" in app.text()


async def test_masked_names_are_initials_in_tracker_pane_and_dialogs(world: World, crashes: Path) -> None:
    world.do(casework.nudged, begun(world, "Rosa Zuniga"), "Rosa Zuniga", "asked for the card")
    async with bench(world, crashes, size=(120, 36)) as app:
        await app.press("3", "ctrl+g")
        for keys in ((), ("d",), ("escape", "e"), ("escape", "W"), ("escape", "n"), ("escape", "z", "t"), ("enter",)):
            await app.press(*keys)
            assert "Zuniga" not in app.text(), keys
        assert "R. Z." in app.text()


@pytest.mark.parametrize(
    ("letter", "heading"),
    [("s", "draft · 1"), ("w", "your turn · 1"), ("a", "in time · 2"), ("p", "Heart Clinic · 2"), ("t", "Ada One · 1")],
)
async def test_a_letter_groups_by_it(world: World, crashes: Path, letter: str, heading: str) -> None:
    begun(world, "Ada One")
    moved(world, begun(world, "Bea Two"), SENT)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "z", letter)
        assert heading in app.text()
        assert on_tracker(app).rows.count == 2


@pytest.mark.parametrize(("letter", "words"), [("p", "Referral packet"), ("r", "Remind whoever must act")])
async def test_packet_and_reminder_are_written_from_here(world: World, crashes: Path, letter: str, words: str) -> None:
    moved(world, begun(world), SENT)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "W", letter)
        assert words in app.text()
        await app.press("pagedown")
        assert "Cardiology" in app.text()


async def test_a_half_made_referral_outlives_a_lock(world: World, crashes: Path) -> None:
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("enter", "R")
        await app.type("Foot clinic")
        await app.press("ctrl+l")
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("R")
        assert "Foot clinic" in app.text()


async def test_the_place_in_the_tracker_outlives_a_lock(world: World, crashes: Path) -> None:
    begun(world, "Ada One")
    key = moved(world, begun(world, "Bea Two"), SENT)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "z", "t", "G", "ctrl+l")
    async with bench(world, crashes, size=SMALL) as app:
        tracker_now = on_tracker(app)
        assert tracker_now.group == "patient"
        assert tracker_now.table.cursor_key == key


async def test_a_referral_whose_making_is_undone_closes_its_screen(world: World, crashes: Path) -> None:
    begun(world)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "enter")
        assert "Referral · Rosa Zuniga" in app.text()
        await app.press("u")
        assert "Referral · " not in app.text()
        assert "no longer on record" in app.said


async def test_enter_on_a_step_of_the_referrals_screen_takes_it(world: World, crashes: Path) -> None:
    key = moved(world, begun(world), SENT)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "enter")
        screen = app.app.screen
        assert isinstance(screen, ReferralScreen)
        at = screen.table.source.index_of(("step", "a"))
        assert at is not None
        await app.press(*["j"] * (at - screen.table.cursor), "enter", "enter")
        assert state(world, key) is S.ACCEPTED
        assert "accepted" in app.text()
        await app.press("H")
        assert "Put on hold" in app.text()


async def test_a_place_of_the_directory_is_taken_while_one_types(world: World, crashes: Path) -> None:
    place = world.do(directory.add_organization, OrganizationDraft(name="Valley Heart", fax="212 555 0199")).value
    key = begun(world)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "e", "tab", "tab", "end", *["backspace"] * 12)
        await app.type("valley")
        await app.press("down", "enter", "enter")
        assert one(world, Referral, key).to_organization_id == place
        await app.press("enter")
        assert "fax (212) 555-0199" in app.text() or "fax 212 555 0199" in app.text(), app.text()


async def test_opening_the_form_changes_nothing_that_was_not_touched(world: World, crashes: Path) -> None:
    place = world.do(directory.add_organization, OrganizationDraft(name="Valley Heart")).value
    person = world.do(directory.add_practitioner, PractitionerDraft(name="Dr. Ames")).value
    links = {"to_organization_id": place, "to_practitioner_id": person, "from_practitioner_id": person}
    key = begun(world, to_name="Dr. Ames, Valley Heart", consent_on=None, **links)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "e", "end")
        await app.type("!")
        await app.press("enter")
        kept = one(world, Referral, key)
        assert (kept.what, kept.to_name) == ("Cardiology!", "Dr. Ames, Valley Heart")
        assert (kept.to_organization_id, kept.to_practitioner_id, kept.from_practitioner_id) == (place, person, person)
        assert (kept.consent, kept.consent_on) == (Answer.YES, None)
        await app.press("e", *["tab"] * 7, "n", "y", "enter")
        assert one(world, Referral, key).consent_on == world.day, "who says yes now was asked today"


async def test_many_marked_are_not_asked_for_one_authorization(world: World, crashes: Path) -> None:
    numbers = {"Ann Aa": "A-1", "Ben Bb": "B-2", "Cy Cc": None}
    *keys, waits = (begun(world, name, auth_needed=Answer.YES, auth_number=numbers[name]) for name in numbers)
    for key in (*keys, waits):
        moved(world, key, ("ask_auth", {}))
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", "V", "f")
        assert "Sent it: 2 referrals" in app.flat()
        assert "Its authorization number is not known yet" in app.flat()
        assert "Authorization number" not in app.flat()
        await app.press("f", "tab")
        await app.type("batch of Wednesday")
        await app.press("enter")
        assert [one(world, Referral, key).auth_number for key in (*keys, waits)] == ["A-1", "B-2", None]
        assert state(world, waits) is S.AWAITING_AUTH


@pytest.mark.parametrize(("key", "words"), [("l", "Log"), ("F", "Add a follow-up"), ("w", "Why"), ("y", "Copy")])
async def test_the_persons_own_verbs_work_on_a_row(world: World, crashes: Path, key: str, words: str) -> None:
    begun(world)
    async with bench(world, crashes, size=SMALL) as app:
        await app.press("3", key)
        assert words in app.text()
        assert "Rosa Zuniga" in app.text()


async def test_hostile_words_are_shown_letter_by_letter(world: World, crashes: Path) -> None:
    key = begun(world, "Rosa [DNR]", what="[red]Heart[/red]", reason="[/x] pain", to_name="[link]Clinic")
    world.do(casework.note, key, "[blink]called")
    async with bench(world, crashes, size=(120, 36)) as app:
        await app.press("3")
        for keys in ((), ("d",), ("escape", "f"), ("escape", "W"), ("escape", "e"), ("escape", "space", "f")):
            await app.press(*keys)
            assert "Rosa [DNR]" in app.text(), keys
        await app.press("escape", "enter")
        for words in ("Rosa [DNR]", "[red]Heart[/red]", "[/x] pain", "[link]Clinic", "[blink]called"):
            assert words in app.text()
