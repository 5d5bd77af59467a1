"""`make licences`: docs/licences.md, under which licences others may use what the library brings with it.

The closure of `pyproject.toml`'s dependencies and extras as the packages' own metadata says it, in the versions that
requirements.txt pins, and the two command lines with all that package-lock.json has.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution, distribution
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.distribution import ROOT

PAGE = ROOT / "docs" / "licences.md"
EXTRAS = ("aws", "k8s", "test")

ACCEPTED = frozenset(
    {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "CC0-1.0", "ISC", "MIT", "PSF-2.0"}
)
"""SPDX identifiers that ask for no more than their text and notices to be kept. Of `A OR B` one is enough."""

_OLD_NAMES: Mapping[str, str] = {
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
}
"""Classifiers of packages that do not say an SPDX expression."""

_HEAD = """\
# Licences of what the library brings with it

Written by `make licences` from the packages' own metadata; a test holds it current, and refuses a licence that asks for
more than its text and notices to be kept. What is only used to develop and test the library itself is not listed. `make
sbom` writes the same Python packages as CycloneDX into `build/dist`. The packages of AWS CDK and cdk8s carry
JavaScript, with the licences of what is bundled in their own files.

"""


class Package(NamedTuple):
    """One package that somebody gets."""

    name: str
    version: str
    licence: str
    """An SPDX expression, or what its author wrote instead."""
    wanted_by: str
    """Which part of ours brings it."""


def python_packages() -> list[Package]:
    """What pip installs; a package that the library itself needs is not repeated for the extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    core = _closure(project["dependencies"])
    by_extra = {extra: _closure(project["optional-dependencies"][extra]) for extra in EXTRAS}
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for extra, packages in by_extra.items():
        for name in packages:
            wanted[name].append(extra)
    everything = {**core, **{name: found for packages in by_extra.values() for name, found in packages.items()}}
    return [
        Package(name, found.version.removeprefix("v"), _licence(found), "" if name in core else ", ".join(wanted[name]))
        for name, found in sorted(everything.items())
    ]


def node_packages() -> list[Package]:
    """What npm installs for `cdk` and `cdk8s`."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    found = {
        (path.rpartition("node_modules/")[2], str(data["version"]), str(data.get("license", "")))
        for path, data in lock["packages"].items()
        if path
    }
    return [Package(*one, "") for one in sorted(found)]


def _closure(requirements: Iterable[str]) -> dict[str, Distribution]:
    found: dict[str, Distribution] = {}
    waiting = [Requirement(requirement) for requirement in requirements]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in found:
            continue
        found[name] = distribution(name)
        needed = map(Requirement, found[name].requires or ())
        waiting += [one for one in needed if _applies(one, requirement.extras)]
    return found


def _applies(needed: Requirement, extras: Iterable[str]) -> bool:
    """Whether the package is needed here, with these extras of the one that asks for it."""
    return needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in ("", *extras))


def _licence(found: Distribution) -> str:
    metadata = found.metadata
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    for classifier in metadata.get_all("Classifier") or ():
        name = classifier.rpartition(" :: ")[2]
        if classifier.startswith("License ::") and name in _OLD_NAMES:
            return _OLD_NAMES[name]
    return metadata["License"].strip() if "License" in metadata else ""


def accepted(licence: str) -> bool:
    """Whether one of the licences in an expression like `(MIT OR GPL-3.0)` is accepted."""
    choices = [choice.strip(" ()") for choice in re.split(r"\bOR\b", licence)]
    return any(all(part.strip(" ()") in ACCEPTED for part in re.split(r"\bAND\b", choice)) for choice in choices)


def page() -> str:
    """The text of docs/licences.md."""
    return "".join([_HEAD, *_python_table(python_packages()), *_node_table(node_packages())])


def _python_table(packages: Iterable[Package]) -> Iterator[str]:
    yield "## Python\n\n| package | version | licence | only with the extra |\n|---|---|---|---|\n"
    yield from (f"| {one.name} | {one.version} | {one.licence} | {one.wanted_by} |\n" for one in packages)


def _node_table(packages: Iterable[Package]) -> Iterator[str]:
    yield "\n## Node.js: the command lines `cdk` and `cdk8s`\n\n| licence | packages |\n|---|---|\n"
    by_licence: defaultdict[str, list[str]] = defaultdict(list)
    for one in packages:
        by_licence[one.licence].append(f"{one.name} {one.version}")
    yield from (f"| {licence} | {', '.join(names)} |\n" for licence, names in sorted(by_licence.items()))


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(python_packages())} Python and {len(node_packages())} Node.js packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
