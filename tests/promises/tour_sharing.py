"""The dialogs of consents and tags, about one person who has some of each."""

from __future__ import annotations

from collections.abc import Iterator

from coordtui.casework.consent import consents
from coordtui.casework.sensitivity import all_tags
from coordtui.screens.consent import ConsentDialog, ConsentStepDialog, EventDialog, RevokeDialog, SignDialog
from coordtui.screens.consent_form import ConsentForm
from coordtui.screens.sensitivity import NewTagDialog, TagDialog
from coordtui.screens.target import Target
from tests.casework.world import World
from tests.promises.hostile import Hostile
from tests.promises.stop import NAME, NOTHING, TEXT, Stop


def sharing_dialogs(world: World, patient_id: int, bad: Hostile, steps: dict[str, Target]) -> Iterator[Stop]:
    tags = world.read(all_tags)
    given = next(one for one in world.read(consents, patient_id, world.day) if one.standing.code == "in-force")
    draft = next(one for one in world.read(consents, patient_id, world.day) if one.standing.code == "draft")
    yield Stop("a consent", lambda: ConsentDialog(given.consent_id), NAME)
    yield Stop("a consent to sign", lambda: ConsentStepDialog(steps["consent_signing"]), NAME)
    yield Stop("a new consent", lambda: ConsentForm("new", patient_id, bad.name, tags), NAME)
    yield Stop("change a consent", lambda: ConsentForm("edit", patient_id, bad.name, tags, draft.consent_id), NAME)
    yield Stop("renew a consent", lambda: ConsentForm("renew", patient_id, bad.name, tags, given.consent_id), NAME)
    yield Stop("sign a consent", lambda: SignDialog(draft, bad.name), NAME)
    yield Stop("revoke a consent", lambda: RevokeDialog(given, bad.name), NAME)
    yield Stop("the event of a consent", lambda: EventDialog(given, bad.name), NAME)
    yield Stop("tag a record", lambda: TagDialog(("patient", patient_id), bad.text), TEXT)
    yield Stop("a new tag", NewTagDialog, NOTHING)
