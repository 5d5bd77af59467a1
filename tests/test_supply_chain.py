"""Everything that is installed is pinned and hashed; what others get has licences that they can live with."""

from __future__ import annotations

import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT
from tools import licences
from tools.lock import CONSTRAINTS, LOCKS, REQUIREMENTS, pins
from tools.sbom import sbom_faults

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_and_hashes_everything(name: str) -> None:
    text = (ROOT / name).read_text()
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) == len(pins(text))
    for entry in entries:
        assert re.fullmatch(r"[a-z0-9.-]+==\S+( ; [^\n\\]+)? \\(\n    --hash=sha256:[0-9a-f]{64}( \\)?)+", entry), entry
    assert "://" not in text, "where packages are fetched from is the machine's business"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_what_its_group_asks_for(name: str) -> None:
    groups = {what for before, what in zip(LOCKS[name], LOCKS[name][1:], strict=False) if before == "--group"}
    asked = [requirement for group in groups for requirement in PROJECT["dependency-groups"][group]]
    if "pyproject.toml" in LOCKS[name]:
        extras = PROJECT["project"]["optional-dependencies"].values()
        asked += [*PROJECT["project"]["dependencies"], *(one for extra in extras for one in extra)]
    pinned = dict(pin.partition(" ")[0].split("==") for pin in pins((ROOT / name).read_text()))
    assert asked
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


def test_every_group_is_locked() -> None:
    locked = {word for words in LOCKS.values() for word in words}
    assert PROJECT["dependency-groups"].keys() <= locked


def test_the_build_is_made_by_the_pinned_backend() -> None:
    assert PROJECT["build-system"]["requires"] == [
        one for one in PROJECT["dependency-groups"]["build"] if one.startswith("hatchling")
    ]


def test_customers_pins_are_ours() -> None:
    assert CONSTRAINTS.read_text().splitlines() == pins(REQUIREMENTS.read_text())


def test_node_packages_are_hashed() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    inside = {path for path, data in packages.items() if data.get("inBundle")}
    assert all("integrity" in data for path, data in packages.items() if path and path not in inside)
    assert not any("resolved" in data for data in packages.values())


def test_the_page_of_licences_is_current() -> None:
    assert licences.PAGE.read_text() == licences.page(), "make licences"


def test_all_licences_are_accepted() -> None:
    found = [*licences.python_packages(), *licences.node_packages()]
    assert len(found) > 100
    assert [one for one in found if not licences.accepted(one.licence)] == []


@pytest.mark.parametrize(
    ("licence", "good"),
    [
        ("MIT", True),
        ("(MIT OR GPL-3.0-or-later)", True),
        ("Apache-2.0 AND BSD-3-Clause", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-3.0-only", False),
        ("", False),
    ],
)
def test_which_licences_are_accepted(licence: str, good: bool) -> None:
    assert licences.accepted(licence) is good


def test_an_sbom_that_is_not_what_is_pinned_is_refused() -> None:
    component = {"name": "ruamel.yaml", "version": "0.19.1", "licenses": [{"license": {"id": "MIT"}}]}
    described = {"metadata": {"component": {"name": "x2bee-constructs"}}, "components": [component]}
    pinned = ["ruamel-yaml==0.19.1"]
    assert list(sbom_faults(described, pinned)) == []
    wrong = {**component, "version": "0.18", "licenses": [], "url": "file:///here/x.whl"}
    assert list(sbom_faults({**described, "components": [wrong]}, pinned)) == [
        "ruamel-yaml 0.18 is installed, but 0.19.1 is pinned",
        "ruamel-yaml 0.18 has no licence",
        "it names a place of this machine",
    ]
    assert list(sbom_faults({**described, "metadata": {"component": {"name": "pip"}}}, pinned)) == [
        "the described component is 'pip', expected 'x2bee-constructs'"
    ]
