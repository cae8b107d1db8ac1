"""`coordtui referrals`, and the referrals that `show --json` carries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from coordtui.casework.referral_groups import Heading
from coordtui.casework.referral_tracker import Group, Tracker, TrackerRow
from coordtui.cli.referrals import say_groups
from coordtui.errors import Exit
from coordtui.models.codes import Ball, Urgency
from coordtui.models.referral import ReferralState as S
from coordtui.store.vault import Vault
from tests.casework.objects import add_referral
from tests.casework.referrals import begin, take
from tests.casework.world import World
from tests.cli.conftest import DAY, JOHN, ROSA, Cli
from tests.conftest import PASSPHRASE

KEYS = {
    *("id", "patient_id", "patient", "what", "to", "urgency", "state", "ball", "since", "next_check_on", "age_days"),
    "limit_on",
}


@pytest.fixture
def sent(desk: Cli) -> Cli:
    """Rosa has one that was declined and one on the way, John one that is over."""
    with Vault.unlock(desk.folder, PASSPHRASE) as vault:
        world = World(vault)
        take(world, begin(world, ROSA), "send", "decline")
        add_referral(world, ROSA, S.ACCEPTED, "Food box [x]", social=True, since=world.day - dt.timedelta(days=20))
        add_referral(world, JOHN, S.CLOSED_MET, "Dentist")
    return desk


def test_json_has_the_promised_keys(sent: Cli) -> None:
    ran = sent("referrals", "--json", on=DAY)
    assert ran.code == Exit.DONE
    assert set(ran.json) == {"rows"}
    assert [row["what"] for row in ran.json["rows"]] == ["Food box [x]", "Cardiology"]
    assert all(set(row) >= KEYS for row in ran.json["rows"])
    food, heart = ran.json["rows"]
    assert (heart["state"], heart["ball"], heart["to"], heart["urgency"]) == (
        *("declined", "me", "Heart Clinic", "routine"),
    )
    assert (heart["since"], heart["next_check_on"], heart["limit_on"]) == (DAY, "2026-03-09", "2026-03-09")
    assert (food["to"], food["age_days"], food["limit_on"], food["age"]) == (None, 20, "2026-02-26", "red")


def test_a_filter_narrows_it_and_the_groups_are_chosen(sent: Cli) -> None:
    assert [row["what"] for row in sent("referrals", "ball:me", "--json", on=DAY).json["rows"]] == ["Cardiology"]
    assert sent("referrals", "-lang:es", "--json", on=DAY).json["rows"] == []
    groups = [row["group"] for row in sent("referrals", "--by", "age", "--json", on=DAY).json["rows"]]
    assert groups == ["red", "in time"]
    ran = sent("referrals", "colour:blue", on=DAY)
    assert ran.code == Exit.FAILED
    assert 'no filter "colour:"' in ran.err


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_words_fit_the_terminal(sent: Cli, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = sent("referrals", on=DAY)
    assert "2 open referrals." in ran.out
    assert "accepted: 1, 1 late" in ran.out
    assert max(map(len, ran.out.splitlines())) <= columns


def test_nothing_open_is_said(desk: Cli) -> None:
    assert desk("referrals", on=DAY).out == "0 open referrals.\n"


def test_a_chart_in_json_carries_the_referrals_with_their_history(sent: Cli) -> None:
    found = {one["what"]: one for one in sent("show", str(ROSA), "--json", on=DAY).json["referrals"]}
    heart = found["Cardiology"]
    assert set(heart) >= {"id", "what", "state", "ball", "since", "next_check_on", "history"}
    assert (heart["failure"], heart["consent"], heart["indicated_on"]) == ("no_capacity", "yes", "2026-03-18")
    sent_event = heart["history"][1]
    assert (sent_event["kind"], sent_event["from_label"], sent_event["to_label"]) == ("move", "draft", "sent")
    assert sent_event["details"] == [["How it went", "fax"], ["Proof", "fax ok 10:14"]]


def test_the_rows_are_gone_through_once_however_many_groups_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    passes = []

    class Rows(tuple[TrackerRow, ...]):
        def __iter__(self) -> Iterator[TrackerRow]:
            passes.append(1)
            return super().__iter__()

    rows = Rows(row(n) for n in range(5))
    say_groups(Tracker(rows, tuple(Group(one.group, 1, 0) for one in rows[:])), dt.date(2026, 3, 4))
    said = capsys.readouterr().out
    assert [said.count(f"Patient {n}: 1") for n in range(5)] == [1] * 5
    assert len(passes) == 1


def row(key: int) -> TrackerRow:
    day = dt.date(2026, 3, 4)
    return TrackerRow(
        work_id=key,
        patient_id=key,
        patient=f"Patient {key}",
        what="Cardiology",
        to_name=None,
        urgency=Urgency.ROUTINE,
        social=False,
        state=S.SENT,
        label="sent",
        ball=Ball.RECIPIENT,
        since=day,
        next_check_on=None,
        indicated_on=None,
        limit_on=None,
        age_days=0,
        stage_age="in time",
        parent_id=None,
        group=Heading(key, str(key), f"Patient {key}"),
    )
