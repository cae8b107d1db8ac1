"""Where one may go: found in one reading by what was typed, and found again by ref."""

from __future__ import annotations

from coordtui.casework.jump import _referrals, jump, places
from coordtui.casework.saved_view import save
from coordtui.models.saved_view import ViewList
from coordtui.rules.jump import BEGINS, ELSEWHERE, EVERY_WORD, EXACT, nearness
from tests.casework.places import add_person, add_place
from tests.casework.world import World
from tests.plans import plan_of, walks
from tests.screens import objects


def test_a_name_is_near_by_all_of_it_by_its_beginning_or_by_every_word() -> None:
    assert nearness("  josé ÁLVAREZ", "Jose Alvarez") == EXACT
    assert nearness("jo", "José Álvarez") == BEGINS
    assert nearness("alv jos", "José Álvarez") == EVERY_WORD
    assert nearness("varez", "José Álvarez") == ELSEWHERE


def test_patients_referrals_the_directory_and_views_are_found_in_one_reading(world: World) -> None:
    zoe, referral = objects.referral(world, "Zoe Adler")
    place, person = add_place(world, "Adler Eye Center"), add_person(world, "Dr. Adlerova")
    world.do(save, ViewList.PLANS, "Adler's plans", "adler")
    found = world.read(jump, "adl")
    assert {one.ref: one.kind for one in found} == {
        f"patient:{zoe}": "patient",
        f"referral:{referral}": "referral",
        f"organization:{place}": "place",
        f"practitioner:{person}": "person",
        "view:plans:Adler's plans": "view",
    }
    assert found[0].kind == "patient"
    assert (found[1].name, found[1].patient) == ("Cardiology", "Zoe Adler")
    back = [one.ref for one in reversed(found)]
    assert [one.ref for one in world.read(places, back)] == back


def test_a_referral_is_found_by_its_own_words_and_its_patients_together(world: World) -> None:
    _, referral = objects.referral(world, "Zoe Adler")
    objects.referral(world, "Otto Quick")
    assert [one.ref for one in world.read(jump, "card zoe")] == [f"referral:{referral}"]
    assert len([one for one in world.read(jump, "cardiology") if one.kind == "referral"]) == 2
    assert "referral" not in {one.kind for one in world.read(jump, "z")}
    assert world.read(jump, "  ") == world.read(jump, "nobody zz") == world.read(jump, "a " * 9) == ()


def test_what_is_gone_is_left_out_of_where_one_was(world: World) -> None:
    rosa = world.add()
    refs = [f"patient:{rosa}", "patient:999", "view:plans:gone", "nonsense", "patient:x", "referral:1", "verb:app.undo"]
    assert [one.ref for one in world.read(places, refs)] == [f"patient:{rosa}"]
    world.ledger.undo()
    assert world.read(places, refs) == ()


def test_no_table_is_walked_through_for_a_letter(world: World) -> None:
    objects.referral(world, "Zoe Adler")
    assert walks(world.read(plan_of, _referrals(["zo", "card"])), covered=True) == []
