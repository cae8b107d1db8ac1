"""What opens the vault, from the command line: listed, added, removed; the keyring only for those who want it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from coordtui.errors import Exit
from coordtui.store import failures
from tests.cli.conftest import Cli, Made, Ran
from tests.store import ring
from tests.store.ring import Ring

BETTER = "seven quiet otters paint fences"


@pytest.fixture
def my_ring() -> Iterator[Ring]:
    with ring.in_use() as held:
        yield held


@pytest.fixture
def other_file(tmp_path: Path) -> str:
    path = tmp_path / "other"
    path.write_text(BETTER, encoding="utf-8")
    path.chmod(0o600)
    return str(path)


def names(cli: Cli) -> list[str]:
    listed = cli.bare("--vault", str(cli.folder), "keys", "list", "--json").json["keys"]
    return [one["name"] for one in listed]


def unasked(cli: Cli, *words: str) -> Ran:
    """Without a passphrase and without a terminal that could be asked."""
    return cli.bare("--vault", str(cli.folder), *words)


def test_passphrases_are_added_listed_without_a_secret_and_removed(desk: Cli, other_file: str) -> None:
    assert desk("keys", "add", "--name", "deputy", "--new-password-file", other_file).out == "Added: deputy\n"
    listed = unasked(desk, "keys", "list")
    assert (listed.code, "deputy" in listed.out, "recovery code" in listed.out) == (Exit.DONE, True, True)
    desk.password_file.write_text(BETTER, encoding="utf-8")
    assert desk("today").code == Exit.DONE
    removed = desk("keys", "remove", "passphrase")
    assert removed.out == "Removed: passphrase\n"
    assert "coordtui rekey" in removed.err
    last = desk("keys", "remove", "deputy")
    assert (last.code, "the last passphrase" in last.err) == (Exit.FAILED, True)
    assert desk("keys", "remove", "nobody").code == Exit.FAILED
    without = desk("keys", "remove", "recovery code")
    assert "coordtui recovery new" in without.err
    assert names(desk) == ["deputy"]
    acts = [entry["act"] for entry in desk("log", "--json").json["entries"]]
    assert (acts.count("vault.add_key"), acts.count("vault.remove_key")) == (1, 2)


def test_of_several_passphrases_the_named_one_is_changed(desk: Cli, other_file: str) -> None:
    desk("keys", "add", "--name", "deputy", "--new-password-file", other_file)
    third = Path(other_file).with_name("third")
    third.write_text("nine loud badgers mend clocks", encoding="utf-8")
    refused = desk("password", "change", "--name", "recovery code", "--new-password-file", str(third))
    assert "no passphrase" in refused.err
    assert desk("password", "change", "--name", "deputy", "--new-password-file", str(third)).code == Exit.DONE
    assert desk("today").code == Exit.DONE
    desk.password_file.write_text(BETTER, encoding="utf-8")
    assert desk("today").code == Exit.WRONG_SECRET


def test_the_keyring_opens_commands_unasked_but_no_change_of_keys(desk: Cli, my_ring: Ring) -> None:
    added = desk("keys", "add", "keyring", "--name", "my desk")
    assert (added.out, "without a passphrase" in added.err) == ("Added: my desk\n", True)
    assert unasked(desk, "today").code == Exit.DONE
    assert "vault.unlock_by_keyring" in [entry["act"] for entry in unasked(desk, "log", "--json").json["entries"]]
    for words in (("keys", "remove", "my desk"), ("recovery", "new"), ("password", "change"), ("rekey",)):
        assert unasked(desk, *words).code == Exit.USAGE, "it would have to ask for the passphrase"
    assert desk.bare("--vault", str(desk.folder), "--ask", "today").code == Exit.USAGE
    assert desk("keys", "remove", "my desk").code == Exit.DONE
    assert unasked(desk, "today").code == Exit.USAGE


def test_a_keyring_that_lost_its_secret_leaves_the_passphrase_and_says_so(
    desk: Cli, my_ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk("keys", "add", "keyring")
    my_ring.held.clear()
    lost = unasked(desk, "today")
    assert "The keyring keeps nothing for this vault. The passphrase opens the vault as ever." in lost.err
    assert lost.code == Exit.USAGE
    assert not failures.times(desk.folder)
    assert desk("today").code == Exit.DONE


def test_new_keys_for_the_vault_say_what_no_longer_opens_it(desk: Cli, my_ring: Ring, other_file: str) -> None:
    desk("keys", "add", "keyring", "--name", "my desk")
    desk("keys", "add", "--name", "deputy", "--new-password-file", other_file)
    changed = desk("rekey", "--new-password-file", other_file)
    assert "have to be added again (coordtui keys add): my desk, deputy." in changed.err
    assert names(desk) == ["passphrase", "recovery code"]


def test_copies_in_the_vaults_own_folder_that_a_removed_secret_still_opens_are_named(
    desk: Cli, other_file: str
) -> None:
    desk("keys", "add", "--name", "deputy", "--new-password-file", other_file)
    assert "still open as before" not in desk("keys", "remove", "deputy").err
    (desk.folder / "broken-log-20260101T000000000000").mkdir()
    (desk.folder / "before-update-from-2.ctbackup").write_bytes(b"")
    said = "still open as before: before-update-from-2.ctbackup, broken-log-20260101T000000000000. Delete them"
    assert said in desk("keys", "remove", "recovery code").err
    assert said in desk("rekey", "--new-password-file", other_file).err


def test_the_demo_has_no_keys_to_keep(cli: Cli) -> None:
    for words in (("list",), ("add",), ("remove", "x")):
        assert cli.bare("--demo", "keys", *words).code == Exit.FAILED
    refused = cli.bare("keys", "add", "keyring", "--new-password-file", "f")
    assert "takes no passphrase" in refused.err


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX")
def test_after_the_recovery_code_it_is_asked_which_of_several_passphrases_is_forgotten(
    desk: Cli, made: Made, other_file: str
) -> None:
    from tests.cli.person import Person

    desk("keys", "add", "--name", "deputy", "--new-password-file", other_file)
    with Person("--vault", str(desk.folder), "keys", "remove", "deputy") as person:
        person.waits_for("Passphrase: ")
        person.types(f"{made.code}\n")
        person.waits_for("passphrases: passphrase, deputy.")
        person.types("which\n")
        person.waits_for("None is called so.")
        person.types("passphrase\n")
        for prompt in ("New passphrase: ", "The same again: "):
            person.waits_for(prompt)
            person.types("nine loud badgers mend clocks\n")
        person.waits_for("Removed: deputy")
        assert person.leaves() == Exit.DONE
    assert sorted(names(desk)) == ["passphrase", "recovery code"]
