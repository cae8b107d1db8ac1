"""A big made-up vault to measure on: real, encrypted, and opened by the passphrase that lies beside it.

    python benchmarks/big_vault.py FOLDER [--patients 10000] [--follow-ups 50000] [--notes 200000] [--told 10000]

FOLDER then holds `vault/`, `passphrase.txt` and `counts.json`. The people come from the demo's own generator, with all
that it makes up: conditions, plans, referrals, contacts. Those beyond `--told` have a name, a birth date, a number and
one open step only, to measure what the number of rows alone makes slow. Contacts with notes and open follow-ups are
added until there are at least so many; one person has a chart of 2,000 contacts, and some have nothing but one plain
step. All of it is written by journalled acts and settled as the app settles its own.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import OPEN, table
from coordtui.casework.demo.build import make_caseload
from coordtui.casework.demo.names import CULTURES
from coordtui.casework.demo.rows import Rows
from coordtui.casework.demo.stories import STORIES
from coordtui.casework.ranking import settle_hook
from coordtui.casework.search_index import INDEXED_BY, rebuild
from coordtui.clock import Clock, Moment
from coordtui.models.codes import Ball
from coordtui.models.contact import Channel, Contact, Outcome
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import ContactPoint, Patient
from coordtui.rules.fold import fold
from coordtui.rules.search_text import EDITION
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault

PASSPHRASE = "a big made up caseload to measure on"  # noqa: S105 - of nothing but made-up people
ZONE = "America/New_York"
SEED = 7
LONG = "Longchart, Orla"
"""The person with the long chart."""
_SPECIAL = ("Longchart", "Plaincall")
_PEOPLE_AN_ACT = 500
CALLED = 120
"""So many people have one step due, which can be done, put off and called about, and two for later."""
_KINDS = ("routine_contact", "food", "letter", "call_back", "education", "social_need", "housing")
_BALLS = (Ball.ME, Ball.ME, Ball.ME, Ball.PATIENT, Ball.PAYER, Ball.RECIPIENT, Ball.OTHER)
_SENTENCES = tuple(
    sentence
    for story in STORIES.values()
    for talk in story.talks
    for sentence in re.split(r"(?<=[.!?]) ", f"{talk.note} {talk.agreed}")
    if len(sentence) > 12
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--patients", type=int, default=10_000)
    parser.add_argument("--told", type=int, default=10_000, help="how many of them have a whole made-up record")
    parser.add_argument("--follow-ups", type=int, default=50_000, help="open ones, at least")
    parser.add_argument("--notes", type=int, default=200_000, help="contacts with a note, at least")
    parser.add_argument("--entries", type=int, default=2000, help="contacts in the one long chart; 0: nobody special")
    args = parser.parse_args()
    begun = time.perf_counter()
    found = build(
        args.folder,
        patients=args.patients,
        told=args.told,
        follow_ups=args.follow_ups,
        notes=args.notes,
        entries=args.entries,
    )
    sys.stdout.write(f"{found} in {time.perf_counter() - begun:.0f} s\n")


def build(
    folder: Path, *, patients: int, told: int, follow_ups: int, notes: int, entries: int = 0
) -> dict[str, int | str]:
    """Make the vault in `folder`; returns what it holds, which also lies there as `counts.json`.

    The first `told` of the `patients` are the demo's. The counts of follow-ups and notes are lower bounds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "passphrase.txt").write_text(PASSPHRASE)
    clock = Clock(ZONE)
    with Vault.create(folder / "vault", PASSPHRASE)[0] as vault:
        ledger = Ledger(vault, "benchmark", settle_hook(clock))
        moment = clock.moment()
        ledger.do(make_caseload, min(told, patients), SEED, moment)
        for first in range(told, patients, _PEOPLE_AN_ACT):
            ledger.do(add_people, first, min(first + _PEOPLE_AN_ACT, patients), moment)
        if entries:
            ledger.do(add_long_chart, entries, moment)
            ledger.do(add_called, moment)
        grow(ledger, follow_ups, notes, moment)
        ledger.derive(rebuild)  # of one piece, as an import leaves it
        ledger.meta_set(INDEXED_BY, EDITION)
        found = ledger.read(counts)
    (folder / "counts.json").write_text(json.dumps(found))
    return found


def grow(ledger: Ledger, follow_ups: int, notes: int, moment: Moment) -> None:
    """Add what is missing to so many open follow-ups and notes, evenly over everyone alive, some people an act."""
    held = ledger.read(counts)
    people = ledger.read(living)
    steps, talks = (-(-max(0, wanted - int(held[what])) // len(people)) for what, wanted in _wanted(follow_ups, notes))
    if steps or talks:
        for few in chunks(iter(people), _PEOPLE_AN_ACT):
            ledger.do(add_work, few, steps, talks, moment)


def _wanted(follow_ups: int, notes: int) -> tuple[tuple[str, int], ...]:
    return (("open_follow_ups", follow_ups), ("notes", notes))


def _chance(name: str) -> random.Random:
    return random.Random(f"{SEED}/{name}")  # noqa: S311 - made-up people need no secrets


def chunks(keys: Iterator[int], size: int) -> Iterator[list[int]]:
    while few := list(islice(keys, size)):
        yield few


def counts(session: Session) -> dict[str, int | str]:
    """How many of what the table of the benchmarks speaks of."""
    people, steps, talks = table(Patient), table(FollowUp), table(Contact)

    def number(statement: Any) -> int:
        found: int = session.execute(statement).scalar_one()
        return found

    return {
        "patients": number(select(func.count()).select_from(people)),
        "open_follow_ups": number(select(func.count()).select_from(steps).where(steps.c.status == OPEN)),
        "contacts": number(select(func.count()).select_from(talks)),
        "notes": number(select(func.count()).select_from(talks).where(talks.c.note.is_not(None))),
    }


def living(session: Session) -> list[int]:
    """The ids of everyone alive on the caseload but those made for a purpose."""
    people = table(Patient).c
    alive = select(people.id).where(~people.deceased, people.case_status == "open", ~people.family.in_(_SPECIAL))
    return list(session.scalars(alive.order_by(people.id)))


@act("bench.people", undoable=False)
def add_people(session: Session, first: int, last: int, moment: Moment) -> Result:
    """People number `first` up to `last`, with what a row of a list shows."""
    rows = Rows(session, SEED)
    for number in range(first, last):
        rng = _chance(f"bench/{number}")
        culture = rng.choice(CULTURES)
        given, family = rng.choice(culture.women + culture.men), rng.choice(culture.families)
        key = _person(rows, f"{family}, {given}", family, given, culture.lang, rng, moment)
        rows.add(ContactPoint, patient_id=key, value=f"(206) 555-{number % 10_000:04}")
        _step(rows, key, rng, moment.today)
    rows.insert(session)
    return Result(label=f"Added people {first} to {last}")


def _person(rows: Rows, name: str, family: str, given: str, language: str, rng: random.Random, moment: Moment) -> int:
    return rows.add(
        Patient,
        name=name,
        fold=fold(f"{given} {family}"),
        family=family,
        given=given,
        birth_date=f"{rng.randrange(1930, 2015)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
        language=language,
        added_on=moment.today - dt.timedelta(days=rng.randrange(1, 900)),
    )


@act("bench.long_chart", undoable=False)
def add_long_chart(session: Session, entries: int, moment: Moment) -> Result:
    """One person with so many contacts, one a day back from yesterday."""
    rows = Rows(session, SEED)
    rng = _chance("long")
    key = _person(rows, LONG, "Longchart", "Orla", "en", rng, moment)
    rows.add(ContactPoint, patient_id=key, value="(206) 555-0199")
    _step(rows, key, rng, moment.today)
    for number in range(entries):
        _talk(rows, key, 1 + number, rng, moment.at)
    rows.insert(session)
    return Result(label=f"Added a chart of {entries} contacts", patient_id=key)


@act("bench.called", undoable=False)
def add_called(session: Session, moment: Moment) -> Result:
    """People with one plain step that was due yesterday, and two for later: nobody is left without a next step."""
    rows = Rows(session, SEED)
    for number in range(CALLED):
        rng = _chance(f"called/{number}")
        key = _person(rows, f"Plaincall, Step {number}", "Plaincall", f"Step {number}", "en", rng, moment)
        rows.add(ContactPoint, patient_id=key, value=f"(206) 555-{number:04}")
        _talk(rows, key, 20, rng, moment.at)
        for days in (-1, 30, 60):
            _step(rows, key, rng, moment.today, kind="routine_contact", days=days)
    rows.insert(session)
    return Result(label=f"Added {CALLED} people with one step due")


@act("bench.work", undoable=False)
def add_work(session: Session, people: list[int], steps: int, talks: int, moment: Moment) -> Result:
    """So many open follow-ups and contacts more for each of these people. The contacts are older than 40 days."""
    rows = Rows(session, SEED)
    for key in people:
        rng = _chance(f"work/{key}")
        for _ in range(steps):
            _step(rows, key, rng, moment.today)
        for _ in range(talks):
            _talk(rows, key, rng.randrange(40, 900), rng, moment.at)
    rows.insert(session)
    return Result(label=f"Added work for {len(people)} people")


def _step(
    rows: Rows, patient_id: int, rng: random.Random, today: dt.date, kind: str | None = None, days: int | None = None
) -> None:
    """An open follow-up of that kind due in so many days; else one of chance, which is in whosever hands."""
    rows.add(
        FollowUp,
        patient_id=patient_id,
        subject_kind="patient",
        subject_id=patient_id,
        kind=kind or rng.choice(_KINDS),
        text=rng.choice(_SENTENCES)[:60],
        due_on=today + dt.timedelta(days=rng.randrange(-10, 120) if days is None else days),
        ball=Ball.ME if kind else rng.choice(_BALLS),
        since=today - dt.timedelta(days=rng.randrange(1, 40)),
    )


def _talk(rows: Rows, patient_id: int, days_ago: int, rng: random.Random, now: dt.datetime) -> None:
    """Two to four sentences of the demo's talks, with a number and a word of its own."""
    reached = rng.random() < 0.6
    words = " ".join(rng.choice(_SENTENCES) for _ in range(rng.randrange(2, 5)))
    rows.add(
        Contact,
        patient_id=patient_id,
        at=now - dt.timedelta(days=days_ago, minutes=rng.randrange(400)),
        zone=ZONE,
        channel=rng.choice((Channel.PHONE, Channel.PHONE, Channel.VISIT, Channel.TEXT)),
        outcome=Outcome.REACHED_PATIENT if reached else Outcome.VOICEMAIL,
        reached=reached,
        counts=reached,
        minutes=rng.randrange(1, 30),
        note=f"{words} Case {rng.randrange(1_000_000)}, {_rare(rng)}.",
    )


def _rare(rng: random.Random) -> str:
    """A word as rare as a surname or the name of a shop, so that the index holds many different ones."""
    return "".join(rng.choice(("ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "zan")) for _ in range(3))


if __name__ == "__main__":
    main()
