"""Ten times the people are no more work: what a screen asks for, reads and builds is the same, key by key.

The measured times are in `benchmarks/`; here is counted what makes them: queries, rows read, widgets built.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session
from textual.widget import Widget

from coordtui.acts import Result, act
from coordtui.casework.demo.rows import Rows
from coordtui.casework.windows import PAGE
from coordtui.clock import Moment
from coordtui.models.contact import Contact, Outcome
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import ContactPoint, Patient
from coordtui.store.vault import Vault
from tests.casework.queries import listening
from tests.casework.world import ZONE, World, prepared
from tests.conftest import PASSPHRASE
from tests.screens.bench import Bench, bench

FEW, MANY = 5 * PAGE, 50 * PAGE
"""Whole pages, so that the last one is as long; enough of them that the screen has not read all after a jump."""


@act("test.people", undoable=False)
def people(session: Session, count: int, moment: Moment) -> Result:
    """So many people called Maria, each with a number, a note, a step due today and one for later.

    Every word that is looked for is in all of them: the longest list that there can be.
    """
    rows, today = Rows(session, 1), moment.today
    for n in range(count):
        name = f"P{n:05}"
        key = rows.add(
            Patient, name=f"{name}, Maria", fold=f"maria {name.lower()}", family=name, given="Maria", added_on=today
        )
        rows.add(ContactPoint, patient_id=key, value=f"(206) 555-{n:04}")
        rows.add(
            Contact,
            patient_id=key,
            at=moment.at - dt.timedelta(days=5),
            zone=ZONE,
            outcome=Outcome.VOICEMAIL,
            note="Walks to the market again.",
        )
        for days in (0, 20):
            rows.add(FollowUp, **_call_back(key, today, due_on=today + dt.timedelta(days=days)))
    rows.insert(session)
    return Result(label=f"{count} people")


@act("test.calls", undoable=False)
def calls(session: Session, count: int, moment: Moment) -> Result:
    """One person with so many contacts, one a day."""
    rows = Rows(session, 1)
    key = rows.add(Patient, name="Lopez, Rosa", fold="rosa lopez", added_on=moment.today)
    rows.add(FollowUp, **_call_back(key, moment.today, due_on=moment.today))
    for n in range(count):
        at = moment.at - dt.timedelta(days=1 + n)
        rows.add(Contact, patient_id=key, at=at, zone=ZONE, outcome=Outcome.VOICEMAIL, note=f"Note {n}")
    rows.insert(session)
    return Result(label=f"{count} calls")


def _call_back(key: int, today: dt.date, due_on: dt.date) -> dict[str, Any]:
    told = {"subject_kind": "patient", "subject_id": key, "kind": "call_back", "text": "Call back"}
    return {"patient_id": key, **told, "due_on": due_on, "since": today}


@dataclass(frozen=True, slots=True)
class Work:
    """What one key took. `rows` are those that the queries gave."""

    queries: int
    rows: int
    widgets: int

    def exceeds(self, other: Work, ordered: int) -> bool:
        """Whether this is more, but for `ordered` rows, and for one preview that is read here and called off there."""
        return (
            self.queries > other.queries + PREVIEW.queries
            or self.rows > other.rows + PREVIEW.rows + ordered
            or self.widgets > other.widgets
        )


PREVIEW = Work(queries=12, rows=40, widgets=0)
"""At most."""


class Counting:
    """Counts what the app asks of the vault and builds on the screen."""

    def __init__(self, one: Bench) -> None:
        self._bench = one
        self.done: dict[str, Work] = {}

    async def press(self, name: str, *keys: str) -> None:
        with listening(self._bench.world) as asked, widgets_built() as built:
            for key in keys:  # each settles, or how many readings are overtaken would be chance
                await self._bench.press(key)
        self.done[name] = Work(len(asked.statements), asked.rows(self._bench.world), len(built))


@contextmanager
def widgets_built() -> Iterator[list[str]]:
    built: list[str] = []
    begin = Widget.__init__

    def noted(self: Widget, *args: Any, **kwargs: Any) -> None:
        built.append(type(self).__name__)
        begin(self, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Widget, "__init__", noted)
        yield built


Steps = tuple[tuple[str, ...], ...]
"""What is done, in words, and its keys."""
DAY: Steps = (
    ("queue, a move", "down"),
    ("queue, a page", "pagedown"),
    ("queue, the end", "end"),
    ("queue, the start", "home"),
    ("queue, sorted again", "r"),
    ("queue, first letter", "slash", "m"),
    ("queue, second letter", "a"),
    ("queue, a word of a note", *["backspace"] * 2, *"wal"),
    ("queue, all again", "escape"),
    ("done", "d"),
    ("snoozed", "down", "s", "t", "enter"),
    ("logged", "down", "l", "v", "enter"),
    ("undone", "u"),
    ("chart", "o"),
    ("back", "q"),
    ("caseload", "2"),
    ("caseload, a move", "down"),
    ("caseload, a page", "pagedown"),
    ("caseload, the end", "end"),
    ("caseload, a letter", "slash", "m"),
    ("caseload, a filter", *["backspace"], *"age:none"),
    ("caseload, all again", "escape"),
)
CHART: Steps = (
    ("chart", "o"),
    ("a move", "down"),
    ("a page", "pagedown"),
    ("the end", "end"),
    ("the start", "home"),
    ("logged", "l", "v", "enter"),
    ("back", "q"),
)


async def walk(one: Bench, steps: Steps) -> dict[str, Work]:
    """Do all of it, each step once the screen is at rest."""
    count = Counting(one)
    for name, *keys in steps:
        await count.press(name, *keys)
    return count.done


async def worked(folder: Path, crashes: Path, steps: Steps) -> dict[str, Work]:
    """Open the app on a vault and work; the work of opening it stands under "open"."""
    with Vault.unlock(folder, PASSPHRASE) as vault, ExitStack() as counted:
        world = World(vault)
        asked, built = counted.enter_context(listening(world)), counted.enter_context(widgets_built())
        async with bench(world, crashes, size=(120, 40)) as one:
            counted.close()
            first = Work(len(asked.statements), asked.rows(world), len(built))
            return {"open": first, **await walk(one, steps)}


@pytest.mark.parametrize(
    ("fill", "steps", "ordered"),
    # the order of a list comes as one text; that of a chart, which depends on zones, as a day and a key an entry
    [(people, DAY, 0), (calls, CHART, MANY - FEW)],
    ids=["people", "entries of a chart"],
)
async def test_ten_times_as_much_is_no_more_work_for_any_key(
    fill: Any, steps: Steps, ordered: int, blank_vault: Path, tmp_path: Path
) -> None:
    sizes: dict[int, dict[str, Work]] = {}
    for size in (FEW, MANY):
        folder = prepared(blank_vault, tmp_path / str(size), lambda world, size=size: world.do(fill, size))  # type: ignore[misc]
        sizes[size] = await worked(folder, tmp_path / "crashes", steps)
    few, many = sizes[FEW], sizes[MANY]
    assert few.keys() == many.keys()
    assert {name: (few[name], many[name]) for name in few if many[name].exceeds(few[name], ordered)} == {}
    assert any(work.queries for work in few.values())
