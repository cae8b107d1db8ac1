"""`coordtui verify` says in words what is wrong and since when. The damage below them is shown in tests/store."""

from __future__ import annotations

import datetime as dt

from coordtui.casework.disclosure import disclose
from coordtui.casework.search_index import follow
from coordtui.clock import Moment
from coordtui.errors import Exit
from coordtui.models.disclosure import DisclosureDraft
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.casework.world import ZONE
from tests.cli.conftest import ROSA, Cli
from tests.conftest import PASSPHRASE
from tests.store import acts


def details(cli: Cli) -> dict[str, str]:
    """What is wrong, by check."""
    return {one["name"]: one["detail"] for one in cli("verify", "--json").json["checks"] if not one["ok"]}


def done_past_the_rules(cli: Cli, *statements: str) -> int:
    """Acts that are journalled and found as they should be and keep no promise, as a fault of the program would; their
    number.
    """
    with Vault.unlock(cli.folder, PASSPHRASE) as vault:
        ledger = Ledger(vault, "Nora", lambda session, _: follow(session))
        at = dt.datetime(2026, 3, 4, 17, tzinfo=dt.UTC)
        draft = DisclosureDraft(sections=("talks",), format="md", destination="x.md")
        ledger.do(disclose, ROSA, "visit summary", draft, Moment(at.date(), at, ZONE))
        ledger.do(acts.run_sql, *statements)
        return ledger.log(1)[0].seq


def test_what_no_longer_keeps_its_promises_is_named_with_its_last_act_and_when_all_was_well(desk: Cli) -> None:
    assert desk("verify").code == Exit.DONE
    checked = next(one for one in desk("log", "--json").json["entries"] if one["act"] == "vault.verify")
    assert checked["summary"] == "Checked the vault: all is well"
    act = done_past_the_rules(
        desk,
        "UPDATE follow_up SET status = 'done' WHERE patient_id = 1",
        "UPDATE disclosure SET recipient = 'somebody else'",
    )
    found = details(desk)
    assert set(found) == {"promises", "ranks", "disclosures"}
    assert found["promises"].startswith("open without a follow-up (1): patient 1, last written by act ")
    assert "not what the rules say (1): patient 1: has a row and no open follow-up" in found["ranks"]
    assert f"changed after they were written down (1): disclosure 1, by act {act} of " in found["disclosures"]
    assert all(f"last checked, in act {checked['seq']} of " in words for words in found.values())
    ran = desk("verify")
    assert ran.code == Exit.DAMAGED, "a disclosure that was changed is no derived table"
    assert "WRONG" in ran.out
    assert "Lopez" not in ran.out


def test_a_vault_that_was_never_checked_says_so(desk: Cli) -> None:
    done_past_the_rules(desk, "UPDATE follow_up SET status = 'done' WHERE patient_id = 1")
    found = details(desk)  # opening it has ranked that person for today
    assert set(found) == {"promises"}
    assert found["promises"].endswith("No check before this one says since when.")
    assert desk("verify").code == Exit.FAILED
