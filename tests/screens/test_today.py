"""Today, key by key."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from coordtui.casework.contact import log_contact
from coordtui.casework.follow_up_views import detail
from coordtui.casework.today import today as read_today
from coordtui.models.codes import Ball
from coordtui.models.contact import ContactDraft, Outcome
from coordtui.models.follow_up import FollowUpStatus
from tests.casework.world import World
from tests.look import line_with
from tests.screens.bench import bench

ORDER = ["Ana Abel", "Ben Baker", "Cleo Cruz", "Dan Diaz", "Eva Eriksen", "Finn Fox"]


async def test_the_queue_stands_in_its_order_with_the_counts_in_words(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        assert app.names() == ORDER
        assert "1 safety · 0 clock · 2 today · 3 soon · 0 hygiene" in app.text()
        assert app.here() == "Ana Abel"


async def test_every_way_of_moving_moves(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        for key, name in [
            ("j", "Ben Baker"),
            ("down", "Cleo Cruz"),
            ("k", "Ben Baker"),
            ("up", "Ana Abel"),
            ("G", "Finn Fox"),
            ("g", "Ana Abel"),
            ("end", "Finn Fox"),
            ("home", "Ana Abel"),
            ("pagedown", "Finn Fox"),
            ("pageup", "Ana Abel"),
        ]:
            await app.press(key)
            assert app.here() == name, key


async def test_the_preview_says_who_how_to_reach_and_why(world: World, crashes: Path) -> None:
    rosa = world.add(
        *("Rosa", "Lopez"),
        preferred_name="Rosie",
        pronouns="she/her",
        language="es",
        interpreter="yes",
        voicemail="no",
        safety_note="Husband must not know",
        phone="212 555 0199",
        birth_date="1957",
    )
    world.plan(rosa, "crisis", 0, text="Shelter tonight")
    world.do(log_contact, ContactDraft(patient_id=rosa, outcome=Outcome.NO_ANSWER, note="rang long"))
    async with bench(world, crashes, size=(160, 40)) as app:
        await app.go_to("Rosie Lopez")
        text = app.flat()
        for words in [
            *("she/her", "about 69", "Spanish", "needs an interpreter", "Husband must not know", "No voicemail"),
            *(
                "(212) 555-0199",
                "not assessed",
                "never reached yet",
                "crisis due today (+32)",
                "no answer",
                "rang long",
            ),
        ]:
            assert words in text, words


async def test_done_finishes_the_top_item_and_the_row_shows_the_next(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("d")
        assert app.here() == "Ana Abel"
        assert "Introduce yourself" in app.text().splitlines()[line_with(app.app, "Ana Abel")]
        assert app.said == "Done: check the safety of Ana Abel · u undoes"
        assert app.names() == ORDER


async def test_the_cursor_leaves_a_row_that_is_done_for_today(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("d", "s", "enter")
        assert "✓ clear" in app.text().splitlines()[line_with(app.app, "Ana Abel")]
        assert app.here() == "Ben Baker"
        assert app.names() == ORDER


async def test_a_done_row_says_why_it_takes_no_verb_and_its_person_can_still_be_seen_and_called(
    world: World, crashes: Path
) -> None:
    async with bench(world, crashes) as app:
        await app.press("d", "s", "enter", "k")
        for key in ("d", "s", "e", "space"):
            await app.press(key)
            assert app.here() == "Ana Abel"
            assert app.said == "This row is done for today; u takes it back.", key
            await app.press("escape")
            assert app.said == "Nothing is open here; q quits."
        await app.press("V", "d")
        assert "Finish " in app.text(), "marks win over the row under the cursor"
        await app.press("escape", "V", "w")
        assert "Why is it here?" in app.text()
        await app.press("escape", "l", "r", "enter")
        assert "Ana Abel" in app.said
        await app.press("k", "o")
        assert "Chart · Ana Abel" in app.text()


async def test_undo_and_redo_bring_back_the_row_and_the_cursor(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        before = app.world.today()
        await app.press("d", "s", "enter", "j", "j")
        await app.press("u")
        assert app.said.startswith("Undone: Snoozed to tomorrow")
        assert app.here() == "Ana Abel"
        await app.press("u")
        assert app.said == "Undone: Done: check the safety of Ana Abel · U does it again"
        assert app.world.today() == before
        await app.press("U")
        assert app.said == "Done again: Done: check the safety of Ana Abel · u undoes"
        assert app.world.today() != before


async def test_nothing_to_undo_is_said(vault_world: World, crashes: Path) -> None:
    async with bench(vault_world, crashes) as app:
        await app.press("u", "u")
        assert app.said == "There is nothing to undo."


async def test_two_quick_keys_finish_two_different_things(world: World, crashes: Path) -> None:
    """Keys that arrive in one burst each see what the one before did."""
    async with bench(world, crashes) as app:
        await app.pilot.press("d", "j", "d")
        await app.settle()
        assert world.kinds(app.today.queue.order[0]) == ["introduce"]
        assert world.kinds(app.today.queue.order[1]) == ["introduce"]


async def test_refresh_sorts_again_and_nothing_else_does(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("d")
        assert app.names()[0] == "Ana Abel"
        await app.press("r")
        assert app.names()[0] == "Ben Baker"
        assert app.here() == "Ana Abel", "the cursor stays on its person"


async def test_coming_back_from_another_screen_sorts_again(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("d", "2", "1")
        assert app.names()[0] == "Ben Baker"


async def test_a_box_over_the_list_does_not_sort_it(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("d", "w", "escape")
        assert app.names() == ORDER


async def test_marks_make_one_act_and_say_first_what_cannot_be_done(world: World, crashes: Path) -> None:
    patient = world.add("Gus", "Grant")
    world.plan(patient, "crisis", 0)
    async with bench(world, crashes) as app:
        await app.press("space", "space", "space")
        assert "3 marked" in app.text()
        await app.press("s")
        text = app.flat()
        assert "Snooze 1 follow-up?" in text
        assert "Not these 2:" in text
        assert "about safety and cannot be snoozed" in text
        await app.press("enter")
        await app.press("w", "enter")
        assert app.said.startswith("Snoozed to Wed 11 Mar")
        await app.press("u")
        assert app.said.startswith("Undone")


async def test_finishing_many_is_one_step_back(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        before = world.today()
        await app.press("space", "space", "d")
        assert "Finish 2 follow-ups?" in app.text()
        await app.press("enter")
        assert app.said == "Done: 2 follow-ups · u undoes"
        await app.press("u")
        assert world.today() == before


async def test_v_marks_all_and_none_and_esc_takes_marks_away(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("V")
        assert "6 marked" in app.text()
        await app.press("V")
        assert "marked" not in app.text()
        await app.press("space", "escape")
        assert "marked" not in app.text()
        assert app.app.is_running


async def test_tab_goes_into_the_persons_own_items_and_back(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("tab", "j", "d")
        assert app.said == "Done: introduce yourself to Ana Abel · u undoes"
        assert [step.text for step in world.open(app.today.queue.order[0])] == ["Step of Ana"]
        await app.press("tab", "j")
        assert app.here() == "Ben Baker"


async def test_the_items_of_one_person_are_never_acted_on_under_the_name_of_another(
    world: World, crashes: Path
) -> None:
    """A note comes into the queue, and the cursor goes to it, while Ana's items stand beside it."""
    async with bench(world, crashes) as app:
        await app.press("tab")
        app.today.table.move_to(1)
        assert app.here() == "Ben Baker"
        assert app.today.target() is None, "Ben's items are not read yet"
        await app.settle()
        target = app.today.target()
        assert target is not None
        assert (target.patient, target.text) == ("Ben Baker", "Step of Ben")


async def test_narrowing_shows_as_you_type_and_esc_restores(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("slash")
        await app.type("eva")
        assert app.names() == ["Eva Eriksen"]
        assert "1 of 6" in app.text()
        await app.press("enter", "j")
        assert app.names() == ["Eva Eriksen"]
        await app.press("escape")
        assert app.names() == ORDER


async def test_letters_type_while_narrowing_and_do_nothing_else(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        before = world.today()
        await app.press("slash")
        await app.type("dqu")
        assert app.today.filter.text == "dqu"
        assert app.app.is_running
        assert world.today() == before


async def test_a_filter_that_cannot_be_read_says_so_beside_the_line(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("slash")
        await app.type("foo:1")
        assert 'There is no filter "foo:"' in app.text()


async def test_a_filter_without_a_match_says_how_to_see_all(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("slash")
        await app.type("zzz")
        assert "No row matches." in app.text()


async def test_why_shows_the_sum_and_what_would_move_the_row(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("w")
        text = app.text()
        assert "Tier 0, safety now" in text
        assert "(+32)" in text
        assert "What would move it" in text
        await app.press("w")
        assert "What would move it" not in app.text()


async def test_p_shows_and_hides_the_preview(world: World, crashes: Path) -> None:
    async with bench(world, crashes, size=(80, 24)) as app:
        assert "not assessed" in app.text()
        await app.press("p")
        assert "not assessed" not in app.text()
        await app.press("p", "j")
        assert "not assessed" in app.text()


async def test_o_and_enter_open_the_chart(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        for key in ("o", "enter"):
            await app.press(key)
            assert type(app.app.screen).__name__ == "ChartScreen"
            await app.press("q")


async def test_copying_says_that_clipboards_leak(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("y")
        assert "leaves the vault" in app.text()
        await app.press("p")
        assert app.app.clipboard == "(212) 555-0142"
        assert app.said.startswith("Phone number sent to the clipboard. Every program can read")
        await app.press("y", "n")
        assert app.app.clipboard == "Ana Abel, 3 June 1957"
        await app.press("y", "s")
        assert app.app.clipboard.startswith("Ana Abel · (212) 555-0142 · Step of Ana (today)")


async def test_copying_a_number_that_is_not_there_says_so(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        await app.press("G", "y", "p")
        assert "There is no phone number that works." in app.text()
        assert app.app.clipboard == ""


async def test_an_empty_vault_says_how_to_begin(vault_world: World, crashes: Path) -> None:
    async with bench(vault_world, crashes) as app:
        assert "Nobody is here yet. 2 shows the caseload: n adds a patient there, i imports." in app.flat()
        for key in ("d", "s", "l", "e", "w", "y", "n", "o"):
            await app.press(key)
            assert app.said == "There is nobody in the list.", key


async def test_a_clear_day_is_said_kindly(vault_world: World, crashes: Path) -> None:
    patient = vault_world.add("Ana", "Abel")
    step = vault_world.open(patient)[0].follow_up_id
    vault_world.plan(patient, "routine_contact", 20)
    from coordtui.casework.follow_up import complete

    vault_world.do(complete, [step], {})
    async with bench(vault_world, crashes) as app:
        assert "Nothing needs you today." in app.text()


async def test_the_last_row_done_says_that_the_queue_is_clear(vault_world: World, crashes: Path) -> None:
    vault_world.add("Ana", "Abel")
    async with bench(vault_world, crashes) as app:
        await app.press("s", "enter")
        assert app.said.endswith("the queue is clear")


async def test_a_new_day_is_announced_and_r_sorts_for_it(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as app:
        world.day += dt.timedelta(days=2)
        app.app.tick()
        assert app.said == "A new day has begun. r sorts the queue for it."
        assert "Fri 6 Mar 2026" in app.text()
        await app.press("r")
        assert "1 safety · 0 clock · 3 today" in app.text()
        assert world.read(read_today, world.day).rows == world.read(read_today, world.day, stored=False).rows


async def test_the_first_start_of_a_day_ranks_everyone_for_it(world: World, crashes: Path) -> None:
    world.day += dt.timedelta(days=6)
    async with bench(world, crashes) as app:
        assert app.names() == [row.patient for row in world.read(read_today, world.day, stored=False).rows]
        assert "sorting for today" not in app.text()
        assert world.read(read_today, world.day).rows == world.read(read_today, world.day, stored=False).rows


async def test_what_waits_for_someone_else_asks_whether_it_came(world: World, crashes: Path) -> None:
    patient = world.add("Hal", "Hill")
    key = world.plan(patient, "crisis", 0, ball=Ball.PAYER, text="Answer of the plan")
    async with bench(world, crashes) as app:
        await app.go_to("Hal Hill")
        await app.press("d")
        assert "This waits for the payer." in app.text()
        await app.press("enter")
        found = world.read(detail, key)
        assert (found.missed_checks, found.next_check_on) == (1, world.day + dt.timedelta(days=7))
        await app.press("u", "d", "c")
        assert world.read(detail, key).status is FollowUpStatus.DONE


@pytest.fixture
def vault_world(world_without_people: World) -> World:
    return world_without_people
