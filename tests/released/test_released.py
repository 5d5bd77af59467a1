"""An upgrade from the last release: what it deletes or makes again is named in the upgrade notes."""

from __future__ import annotations

import re
import tarfile
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.released import ARCHIVE, PLATFORMS, UPGRADING, last_tag, next_notes, unannounced, unpack
from x2bee_constructs.difference.compare import compare
from x2bee_constructs.difference.model import Change, Difference, Effect, Reason
from x2bee_constructs.difference.read import read_state
from x2bee_constructs.difference.report import as_text
from x2bee_constructs.testing.app import synthesized

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("released")
    unpack(target)
    return target


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_an_upgrade_breaks_is_announced(platform: str, released: Path, tmp_path: Path) -> None:
    before = read_state(released / platform)
    assert before.resources
    assert before.objects
    difference = compare(before, read_state(synthesized(ROOT, platform, tmp_path / "now").home))
    found = unannounced(difference, next_notes(UPGRADING.read_text()))
    said = f"name each in docs/upgrading.md, or leave it as it was:\n{as_text(Difference.of(found))}"
    assert not found, said


def test_what_is_announced_is_a_breaking_change() -> None:
    """Whoever reads only the changelog learns of it too."""
    unreleased = (ROOT / "CHANGELOG.md").read_text().partition("\n## ")[2].partition("\n## ")[0]
    if re.search(r"^- `", next_notes(UPGRADING.read_text()), re.MULTILINE):
        assert "**Breaking:**" in unreleased


def test_the_record_is_of_the_last_release(tmp_path: Path) -> None:
    version = unpack(tmp_path)
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    if (tag := last_tag()) is not None:
        assert tag == f"v{version}", "make released, after each release"
    assert [int(part) for part in version.split(".")] <= [int(part) for part in VERSION.split(".")]


def test_the_record_is_the_same_however_often_it_is_made() -> None:
    with tarfile.open(ARCHIVE) as archive:
        entries = archive.getmembers()
    assert [entry.name for entry in entries] == sorted(entry.name for entry in entries)
    assert {(entry.mtime, entry.uid, entry.mode) for entry in entries} == {(0, 0, 0o644)}
    assert ARCHIVE.stat().st_size < 400_000


def test_what_counts_as_breaking() -> None:
    changes = [Change("aws", f"stack/{effect.name}", "file", (Reason(effect, "Name", "why"),)) for effect in Effect]
    found = unannounced(Difference.of(changes), "")
    assert [change.effect for change in found] == [Effect.loss, Effect.recreate]
    left = unannounced(Difference.of(changes), "- `stack/loss` is made again, after a backup")
    assert [change.effect for change in left] == [Effect.recreate]
    inside = unannounced(Difference.of(changes), "- for `stack/loss` see below")
    assert [change.effect for change in inside] == [Effect.loss, Effect.recreate]


def test_only_the_notes_of_the_next_version_count() -> None:
    assert next_notes("# Upgrading\n\n## To 0.2\n`a`\n\n## To 0.1\n`b`\n").strip() == "To 0.2\n`a`"
