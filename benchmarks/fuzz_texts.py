"""What a person or a colleague writes: settings, filters, words in fields, starters for plans."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from fuzz_mutate import NASTY, junk, reworded
from fuzz_run import ACCEPTED, REFUSED, PartialWrite, Try
from pydantic import ValidationError
from tests.exchange.bench import Bench
from tests.world import DemoWorld, demo_world

import coordtui.screens.keys  # noqa: F401 - declares the verbs
from coordtui import settings
from coordtui.casework import caseload, directory_list, open_work, people, plan_template, referral_tracker
from coordtui.casework import today as queue
from coordtui.cli.options import day
from coordtui.models.patient import PatientDraft
from coordtui.rules import plan_template as starting
from coordtui.rules import typed_dates
from coordtui.rules.finding_keys import KEYS
from coordtui.store import backups, folder, head, recovery
from coordtui.verbs import REGISTRY

PEOPLE: Final = 12
LISTS: Final[tuple[Callable[..., Any], ...]] = (
    *(queue.today, caseload.caseload, open_work.opening, referral_tracker.tracker, directory_list.opening),
)
_SETTINGS: Final = (
    *(
        "idle_lock_minutes",
        "theme",
        "templates_dir",
        "vault_dir",
        "backup_dir",
        "backup_hours",
        "backup_keep",
        "[keys]",
    ),
    *("[[keys]]", "= 5", '= "x"', "ctrl+q", "f1", ",", '"""', "[a.b.c]", "1979-05-27"),
)
_GOOD: Final[dict[str, tuple[Any, ...]]] = {
    "idle_lock_minutes": (0, 5, 240),
    "theme": ("coordtui-dark", "ansi-light", "none"),
    "templates_dir": ("~/letters", "letters", "/", "~nobody-here/x", "a\x00b", "x" * 300, "\udcff"),
    "vault_dir": ("~/coordination", "..", "a\x00b", "x" * 300),
    "backup_dir": ("/media/stick", "~", "a\x00b", "/proc/self/mem"),
    "backup_hours": (0, 24, 9999),
    "backup_keep": (1, 14, 1000),
}
_FILTERS: Final = (
    *(f"{key.name}:" for key in KEYS),
    *("risk:high", "due:today", "-", '"', ",", ">=3", "open:>2", "kind:", "a", "retired:yes", "verified:no", "lang:es"),
    *(
        "(",
        ")",
        " or ",
        "-(",
        "last:>30d",
        "dx:E11",
        "born:<1960",
        "age:>=65",
        "to:",
        "no:plan",
        "tag:part2",
        "days:>9",
    ),
)
_TYPED: Final = (
    *("today", "tomorrow", "+2w", "3 mar", "mon", "2019-05", "5/6/61", "31.2.", "0000-", "9999-12", "-99999999999"),
    *("212-555-0142", "ann@example.org", "coordtui-head-1:", "coordtui-head-1:01234567:12:", "0123-ABCD-"),
)
_STARTERS: Final = (
    *("[[concern]]", "[[concern.goal]]", "[[concern.goal.intervention]]", "[concern]", 'text = "', "name = 3", "x = 1"),
    *("due_in_weeks = 99999999999999999999", "due_in_days = 1.5", 'owner = "nobody"', "barriers = [", "= {", "a.b = 1"),
)


@contextlib.contextmanager
def settings_files(home: Path, _: Path | None) -> Iterator[Try]:
    """Read, and then used as the app uses them: the keys taken over, the folders looked into."""
    file = home / "settings.toml"
    ids = tuple(verb.id for verb in REGISTRY.all_verbs())
    whole = str(settings.__doc__).partition("```toml\n")[2].partition("```")[0]

    def made_up(chance: random.Random) -> bytes:
        values: dict[str, Any] = {name: chance.choice(good) for name, good in _GOOD.items()}
        values |= {name: junk(chance) for name in chance.sample(sorted(_GOOD), k=chance.randint(0, 2))}
        moved = {
            chance.choice(ids): chance.choice(("x", "f9,f10", "ctrl+q", *NASTY)) for _ in range(chance.randint(0, 3))
        }
        lines = [f"{name} = {_toml(value)}" for name, value in values.items()]
        lines += ["[keys]", *(f'"{name}" = {_toml(key)}' for name, key in moved.items())]
        return "\n".join(lines).encode("utf-8", "surrogatepass")

    def attempt(chance: random.Random) -> str:
        file.write_bytes(made_up(chance) if chance.random() < 0.6 else reworded(whole, chance, (*_SETTINGS, *ids[:40])))
        try:
            chosen = settings.load(file)
            REGISTRY.apply_keymap(chosen.keys)
            for place in (chosen.vault_dir, chosen.templates_dir, chosen.backup_dir):
                if place is not None:
                    folder.vault_state(place)
                    backups.kept(place, "0" * 32)
        finally:
            REGISTRY.apply_keymap({})
            if list(home.iterdir()) != [file]:
                raise PartialWrite("reading the settings made a file")
        return ACCEPTED

    yield attempt


def _toml(value: Any) -> str:
    """JSON's spelling is nearly TOML's."""
    return json.dumps(value, ensure_ascii="\ud800" in str(value)).replace("null", "nan").replace(": ", " = ")


@contextlib.contextmanager
def filters(home: Path, _: Path | None) -> Iterator[Try]:
    """Every list that can be narrowed, and the finder of people, on a vault with people in it."""
    with demo_world(home, patients=PEOPLE) as world:
        before = _state(world)

        def attempt(chance: random.Random) -> str:
            text = " ".join(chance.choice((*_FILTERS, *NASTY)) for _ in range(chance.randint(1, 5)))
            if chance.random() < 0.5:
                text = reworded(text[:8000], chance, _FILTERS).decode("utf-8", "replace")
            try:
                world.read(people.names, text)
                world.read(chance.choice(LISTS), world.today, filter=text)
            finally:
                if _state(world) != before:
                    raise PartialWrite("a reading wrote")
            return ACCEPTED

        yield attempt


@contextlib.contextmanager
def typed(home: Path, _: Path | None) -> Iterator[Try]:
    """Single words that are typed or pasted: days, a head of the journal, a recovery code, fields, PATIENT."""
    today = dt.date(2026, 3, 4)
    with demo_world(home, patients=PEOPLE) as world:
        readers: tuple[Callable[[str], object], ...] = (
            day,
            lambda text: typed_dates.parse_day(text, today),
            lambda text: typed_dates.parse_day(text, today, past=True),
            typed_dates.parse_partial,
            head.parse,
            recovery.parsed,
            lambda text: PatientDraft(given="A", family="B", phone=text),
            lambda text: PatientDraft(given=text, family="B", birth_date=text, email=text),
            lambda text: world.read(people.find, text),
        )

        def attempt(chance: random.Random) -> str:
            text = "".join(chance.choice((*_TYPED, *NASTY)) for _ in range(chance.randint(1, 3)))
            text = reworded(text[:8000], chance, _TYPED).decode("utf-8", "surrogateescape")
            try:
                chance.choice(readers)(text)
            except (ValidationError, argparse.ArgumentTypeError):
                return REFUSED
            except ValueError as error:  # fields and argparse say these words
                if type(error) is not ValueError:
                    raise
                return REFUSED
            return ACCEPTED

        yield attempt


@contextlib.contextmanager
def starters(home: Path, _: Path | None) -> Iterator[Try]:
    """What parses is taken in, put into a plan, and both taken back."""
    shipped = Path(starting.__file__).parents[1] / "resources" / "plan_starters"
    whole = [path.read_text(encoding="utf-8") for path in sorted(shipped.iterdir())]
    with demo_world(home, patients=PEOPLE) as world:
        person = world.read(people.names, "", 1)[0].patient_id
        before = _state(world)

        def attempt(chance: random.Random) -> str:
            text = chance.choice(whole)
            if chance.random() < 0.3:
                text = f"name = {_toml(junk(chance))}\n[[concern]]\ntext = {_toml(junk(chance))}\n"
            done = 0
            try:
                key = world.do(
                    plan_template.take_in, reworded(text, chance, _STARTERS).decode("utf-8", "replace")
                ).value
                done += 1
                world.do(plan_template.start_from, person, key, None)
                done += 1
            finally:
                for _ in range(done):
                    world.ledger.undo()
                if _state(world) != before:
                    raise PartialWrite("taking a file in and taking that back left something")
            return ACCEPTED

        yield attempt


def _state(world: DemoWorld) -> dict[str, str]:
    return Bench(world.vault, world.clock, world.vault.folder).digest()
