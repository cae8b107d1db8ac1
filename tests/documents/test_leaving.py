"""Files that leave: private, whole, and never over another one unasked."""

from __future__ import annotations

import datetime as dt
import os
import stat
from pathlib import Path

import pytest

from coordtui.documents.leaving import check_destination, file_name, list_name, write_file
from coordtui.errors import InvalidInput, Refused


def test_the_name_of_a_file_names_nobody() -> None:
    assert file_name("summary", 12, dt.date(2026, 11, 22), "md") == "summary-12-2026-11-22.md"
    assert list_name("caseload", dt.date(2026, 11, 22), "xlsx.age") == "caseload-2026-11-22.xlsx.age"


def test_a_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    write_file(path, b"text")
    assert path.read_bytes() == b"text"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["x.md"]


def test_a_file_that_is_there_stays_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(b"old")
    with pytest.raises(Refused, match="is there already") as caught:
        write_file(path, b"new")
    assert "--force" in caught.value.hint
    assert path.read_bytes() == b"old"
    write_file(path, b"new", force=True)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["x.md"]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    path = tmp_path / "x.md"
    path.symlink_to(target)
    with pytest.raises(Refused):
        write_file(path, b"new")
    write_file(path, b"new", force=True)
    assert not path.is_symlink()
    assert not target.exists()


def test_a_file_that_appears_in_the_last_moment_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.md"
    link = os.link

    def late(source: Path, target: Path) -> None:
        path.write_bytes(b"other")
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(Refused):
        write_file(path, b"new")
    assert path.read_bytes() == b"other"
    assert [one.name for one in tmp_path.iterdir()] == ["x.md"]


def test_a_file_system_without_hard_links_works_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write_file(tmp_path / "x.md", b"text")
    assert (tmp_path / "x.md").read_bytes() == b"text"


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InvalidInput, match="No space left") as caught:
        write_file(tmp_path / "x.md", b"text")
    assert caught.value.field == "output"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("path", "reason"), [("", "is a folder"), ("nowhere/x.md", "There is no folder")])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, path: str, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason):
        check_destination(tmp_path / path)
