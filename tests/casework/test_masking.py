"""What the mask over the screens learns of the patients and their relatives."""

from __future__ import annotations

from coordtui.casework.masking import clues
from coordtui.rules.masking import Clue
from tests.casework.consents import give
from tests.casework.world import World


def test_every_name_and_identifier_of_a_patient_is_a_clue(world: World) -> None:
    rosa = world.add(
        "Rosalinda",
        "Quill",
        birth_date="1957-04-02",
        phone="212-555-0142",
        identifier="MRN-77431",
        address="12 Elm Street\nSpringfield",
        preferred_name="Linda",
    )
    other = world.add("Zebulon", "Oak")
    found = set(world.read(clues, [rosa]))
    wanted = {
        *(Clue("name", text) for text in ("Rosalinda", "Quill", "Linda")),
        *(Clue("birth", "1957-04-02"), Clue("number", "MRN-77431"), Clue("address", "12 Elm Street Springfield")),
    }
    assert wanted <= found
    assert [clue.text[-4:] for clue in found if clue.kind == "phone"] == ["0142"]
    assert not [clue for clue in found if "Zebulon" in clue.text]
    assert set(world.read(clues)) == found | set(world.read(clues, [other]))
    assert world.read(clues, []) == ()


def test_who_signed_a_consent_is_a_clue(world: World) -> None:
    rosa = world.add()
    give(world, rosa, signer="Ottoline Quill", authority="guardian")
    assert Clue("name", "Ottoline Quill") in world.read(clues, [rosa])
