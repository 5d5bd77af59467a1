"""The types of single values in the props of this room."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from x2bee_constructs.core.faults import fault, matching, show
from x2bee_constructs.core.props import Count

__all__ = [
    "DatabaseClass",
    "MachineParts",
    "MachineType",
    "ProjectPath",
    "VolumeSize",
    "is_project",
    "machine_of",
]

_FORM = re.compile(r"(?P<family>[cmr])(?P<generation>[6-8])(?P<arm>g?)(?P<maker>[ai]?)\.(?P<size>large|(\d?)xlarge)")
_GIB_PER_VCPU = {"c": 2, "m": 4, "r": 8}
_VCPUS = {"large": 2, "xlarge": 4, "2xlarge": 8, "4xlarge": 16, "8xlarge": 32}


@dataclass(frozen=True)
class MachineParts:
    """A type of EC2 machine."""

    memory_gib: int
    architecture: Literal["arm64", "x86_64"]


def machine_of(text: str) -> MachineParts | None:
    """What a type of the families c, m and r has, generations 6 to 8; None for any other.

    Two, four and eight GiB of memory for each vCPU, two vCPUs in `large`, as EC2 publishes them (looked up 2026-11-30).
    """
    found = _FORM.fullmatch(text)
    if found is None or found["size"] not in _VCPUS or bool(found["arm"]) == bool(found["maker"]):
        return None
    memory = _VCPUS[found["size"]] * _GIB_PER_VCPU[found["family"]]
    return MachineParts(memory, "arm64" if found["arm"] else "x86_64")


def _machine(text: str) -> str:
    if machine_of(text):
        return text
    expected = "c, m or r of generation 6 to 8, large to 8xlarge, such as m7g.xlarge or m7i.xlarge"
    why = "machines that save up CPU time (t) are what neither vendor advises, and of others nothing is known here"
    raise fault("X2B560", f"{show(text)} is no machine for a tool", expected=expected, why=why)


MachineType = Annotated[str, AfterValidator(_machine), Field(examples=["m7g.xlarge"])]
"""An EC2 instance type without saved-up CPU time."""

DatabaseClass = Annotated[
    str,
    matching(
        r"db\.[mr][6-8]g\.(large|(2|4|8)?xlarge)",
        "a class such as db.m7g.large",
        "its processor is Graviton's, and it has no saved-up CPU time to run out of",
    ),
    Field(examples=["db.m7g.large"]),
]
"""A class of RDS for PostgreSQL."""

VolumeSize = Annotated[Count, Field(ge=20, le=16_384)]
"""GiB of a volume; it may grow later and never shrink.

20 is RDS' least (CreateDBInstance, AllocatedStorage for gp3). 16 TiB was long the most of a gp3 volume, and is our
judgement of what a backup of one night still reads.
"""

_RESERVED_GROUPS = (
    "404.html", "422.html", "500.html", "502.html", "503.html", "admin", "api", "apple-touch-icon.png", "assets",
    "dashboard", "deploy.html", "explore", "favicon.ico", "favicon.png", "groups", "health_check", "help", "import",
    "jwt", "login", "oauth", "profile", "projects", "public", "robots.txt", "s", "search", "sitemap", "sitemap.xml",
    "sitemap.xml.gz", "slash-command-logo.png", "snippets", "unsubscribes", "uploads", "users", "v2",
)  # fmt: skip
_RESERVED = (
    "badges", "blame", "blob", "builds", "commits", "create", "create_dir", "edit", "files", "find_file", "new",
    "preview", "raw", "refs", "tree", "update", "wikis",
)  # fmt: skip
"""Words of GitLab's own addresses, which no outermost group and no part of a path may have (lib/gitlab/path_regex.rb,
TOP_LEVEL_ROUTES and PROJECT_WILDCARD_ROUTES; looked up 2026-11-30)."""


def _one_of(words: Iterable[str]) -> str:
    return f"({'|'.join(map(re.escape, words))})"


_PART = rf"(?!{_one_of(_RESERVED)}(/|$))[a-z0-9]+([._-][a-z0-9]+)*(?<!\.git)(?<!\.atom)"
_PROJECT = re.compile(rf"(?!{_one_of(_RESERVED_GROUPS)}/){_PART}(/{_PART})+")
"""As GitLab itself takes them (lib/gitlab/regex.rb, oci_repository_path_regex; looked up 2026-11-30), in lower case: to
GitLab both cases are the same."""


def is_project(path: str) -> bool:
    """Whether GitLab can have a project there: at least one group, and a name."""
    return bool(_PROJECT.fullmatch(path))


ProjectPath = Annotated[
    str,
    matching(
        _PROJECT.pattern,
        "group/project, in lower case, such as platform/deploy",
        "GitLab keeps words of its own addresses, such as api/ and /raw, to itself",
    ),
    Field(examples=["platform/deploy"]),
]
"""Where a project is in GitLab: its group, or groups, and its name."""
