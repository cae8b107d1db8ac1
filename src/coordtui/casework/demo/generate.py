"""More people, put together from the hand-written ones: another name, language, age and other days."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Final

from coordtui.casework.demo.names import CULTURES, Culture
from coordtui.casework.demo.people import PEOPLE
from coordtui.casework.demo.places import CITIES
from coordtui.casework.demo.shapes import Care, Kin, Now, Person, Ref, Visit
from coordtui.models.appointment import AppointmentStatus
from coordtui.rules.follow_up import Rule, kind_of

_MODELS: Final = tuple(one for one in PEOPLE if not one.closed and one.dead is None and one.given is not None)
_SAFETY_IN: Final = 40
_CLOCK_IN: Final = 6


def another(rng: random.Random) -> Person:
    """Someone in the situation of a hand-written person. The sex stays, so that what is said of them still fits."""
    model = rng.choice(_MODELS)
    culture = rng.choice(CULTURES)
    family = rng.choice(culture.families)
    last = None if model.last is None else max(2, model.last + rng.randrange(-4, 25))
    return replace(
        model,
        given=rng.choice(culture.women if model.sex == "female" else culture.men),
        family=family,
        latin=None,
        preferred=None,
        born=_born(model.born, rng),
        lang=culture.lang,
        written=None,
        interpreter=culture.interpreter(rng.randrange(10)),
        race=culture.race,
        city=rng.randrange(len(CITIES)),
        added=(last or 0) + rng.randrange(3, 200) if last is not None else rng.randrange(1, 12),
        last=last,
        latest=None,
        now=tuple(_now(one, rng) for one in model.now),
        refs=tuple(_ref(one, rng) for one in model.refs),
        visits=tuple(_visit(one, rng) for one in model.visits),
        review=None if model.review is None else rng.randrange(2, 85),
        kin=tuple(_kin(one, culture, family, rng) for one in model.kin),
        care=_care(model.care),
        alerts=model.alerts if rng.randrange(4) == 0 else (),
        override=None,
        phone="ok" if rng.randrange(12) else model.phone,
        note=None,
    )


def _born(text: str, rng: random.Random) -> str:
    """A few years off, and as exact as the model's."""
    if text.startswith("@"):
        return f"@-{rng.randrange(20, 90)}"
    year = int(text[:4]) + rng.randrange(-5, 6)
    return "-".join((str(year), f"{rng.randrange(1, 13):02}", f"{rng.randrange(1, 29):02}")[: 1 + text.count("-")])


def _now(one: Now, rng: random.Random) -> Now:
    """Mostly later than the model's. Safety and running clocks stay rare, or a large caseload would be all alarm."""
    rule = kind_of(one.kind).rule
    rare = {Rule.SAFETY: _SAFETY_IN, Rule.CLOCK: _CLOCK_IN}.get(rule)
    if rare is not None and rng.randrange(rare):
        return Now("routine_contact", rng.randrange(1, 45), "Call: how has it been going?")
    if rare is not None:
        return one
    shift = rng.randrange(-2, 40)
    return replace(
        one,
        due=one.due + shift,
        check=None if one.check is None else one.check + shift,
        snooze=None if one.snooze is None else rng.randrange(1, 12),
        attempts=rng.choice((0, 0, 0, 1, 2)) if one.kind == "routine_contact" else 0,
        missed=rng.choice((0, 0, 1)) if one.check is not None else 0,
    )


def _ref(one: Ref, rng: random.Random) -> Ref:
    return replace(one, since=rng.randrange(0, 9) if one.since < 30 else one.since)


def _visit(one: Visit, rng: random.Random) -> Visit:
    days = None if one.days is None else rng.randrange(2, 40) if one.days > 0 else rng.randrange(-30, -3)
    past = days is not None and days < 0
    status = rng.choice((AppointmentStatus.FULFILLED, AppointmentStatus.NOSHOW)) if past else one.status
    return replace(one, days=days, status=status, hour=rng.randrange(8, 17), minute=rng.choice((0, 15, 30, 45)))


def _kin(one: Kin, culture: Culture, family: str, rng: random.Random) -> Kin:
    return replace(one, name=f"{rng.choice(culture.women + culture.men)} {family}", language=culture.lang)


def _care(care: Care) -> Care:
    """The model's wishes without what names their family or faith."""
    return replace(care, answers=None, faith=None, beliefs=None, decides=None, avoid=None, gender=None)
