"""Asking until a secret opens: how often, how patiently, and in what order it is tried."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from coordtui.cli import unlock
from coordtui.cli.passphrases import TRIES, ask_until, either, judge, patience
from coordtui.cli.terminal import composed
from coordtui.cli.unlock import wait_out
from coordtui.errors import Exit, InvalidInput, WrongSecret
from coordtui.store.keydoc import Kind
from coordtui.store.recovery import new_code
from tests.cli.conftest import Cli
from tests.cli.typist import Typist


def test_a_wrong_secret_may_be_tried_again_and_each_time_takes_longer() -> None:
    typist = Typist([f"guess {number}" for number in range(TRIES)])
    waited: list[float] = []

    def never(typed: bytearray, kind: Kind) -> None:
        raise WrongSecret(f"No {kind}.")

    with pytest.raises(WrongSecret):
        ask_until(typist, "? ", never, waited.append)
    assert waited == sorted(waited)
    assert len(waited) == TRIES - 1
    assert waited[0] == 0
    assert waited[-1] > waited[1]
    assert typist.left == []


def test_patience_is_bounded_by_the_tries() -> None:
    assert sum(patience(number) for number in range(1, TRIES)) < 30


def test_a_passphrase_made_of_code_letters_is_tried_as_a_passphrase_first() -> None:
    tried: list[str] = []

    def attempt(typed: bytearray, kind: Kind) -> str:
        tried.append(kind)
        return kind

    assert either(bytearray(b"0123456789ABCDEF0123456789ABCDEF"), attempt) == "passphrase"
    assert tried == ["passphrase"]


def test_what_cannot_be_a_code_is_not_tried_as_one() -> None:
    tried: list[str] = []

    def never(typed: bytearray, kind: Kind) -> None:
        tried.append(kind)
        raise WrongSecret("No.")

    with pytest.raises(WrongSecret):
        either(bytearray(b"no code"), never)
    with pytest.raises(WrongSecret):
        either(bytearray(new_code()[1].encode()), never)
    assert tried == ["passphrase", "passphrase", "recovery"]


def test_what_was_typed_is_wiped_whatever_happens() -> None:
    kept: list[bytearray] = []

    def keep(typed: bytearray, kind: Kind) -> None:
        kept.append(typed)
        raise WrongSecret("No.")

    with pytest.raises(WrongSecret):
        either(bytearray(b"a secret"), keep)
    assert kept == [bytearray(8)]


def test_an_accent_typed_in_two_parts_is_the_same_letter() -> None:
    assert composed(bytearray("cafe\N{COMBINING ACUTE ACCENT}".encode())) == "café".encode()


def test_the_coordinators_own_name_makes_a_weak_passphrase() -> None:
    with pytest.raises(InvalidInput):
        judge(bytearray(b"Quetzalina"), ("Quetzalina",))
    assert judge(bytearray(b"seven quiet otters paint fences")).startswith("This passphrase is ")


def failed(folder: Path, *minutes: int) -> None:
    now = dt.datetime.now(dt.UTC)
    lines = [f"{(now - dt.timedelta(minutes=ago)).isoformat(timespec='seconds')}\n" for ago in minutes]
    (folder / "vault.failed").write_text("".join(lines), encoding="ascii")


@pytest.mark.parametrize(
    ("minutes", "waited"),
    [((), []), ((1,), []), ((1, 2), [1.0]), ((1,) * 4, [4.0]), ((1,) * 20, [30.0]), ((20,) * 9, [])],
)
def test_a_new_start_of_the_program_is_no_faster_way_to_guess(
    desk: Cli, minutes: tuple[int, ...], waited: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    failed(desk.folder, *minutes)
    pauses: list[float] = []
    wait_out(desk.folder, pauses.append)
    assert pauses == waited
    told = capsys.readouterr().err
    assert all(f"in {one:.0f} second{'s' * (one != 1)}.\n" in told for one in waited)


def test_after_a_right_passphrase_nobody_waits(desk: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    failed(desk.folder, 1, 1, 1)
    monkeypatch.setattr(unlock, "wait_out", lambda _: None)
    assert desk("today").code == Exit.DONE
    monkeypatch.undo()
    pauses: list[float] = []
    wait_out(desk.folder, pauses.append)
    assert pauses == []
