"""GitLab's groups, projects and protected branches, as they are said. Nothing is ever removed.

Runs on the machine, under Python 3.9. Reads what `hosts.state` writes.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from x2bee_constructs.hosts.configure.rest import Rest, differs

__all__ = ["MINT", "READY", "apply"]

READY = "/-/readiness"
"""What GitLab answers when it and its database are well."""

MINT = """
token = STDIN.read.strip
user = User.find_by_username('root')
made = user.personal_access_tokens.build(name: 'x2bee settings', scopes: %w[api admin_mode], expires_at: 1.day.from_now)
made.set_token(token)
made.save!
"""
"""Ruby that GitLab itself runs: a token for a day, which is taken back at the end. It holds in admin mode too."""

_DEVELOPERS, _MAINTAINERS = 30, 40
"""Levels of access (GitLab, Protected branches API)."""

_SETTINGS: dict[str, Any] = {
    "signup_enabled": False,
    "default_project_visibility": "private",
    "default_group_visibility": "private",
    "enabled_git_access_protocol": "http",  # the load balancer passes on nothing else
}

_PROJECT: dict[str, Any] = {
    "visibility": "private",
    "only_allow_merge_if_all_discussions_are_resolved": True,
    "remove_source_branch_after_merge": True,
    "container_registry_access_level": "disabled",
}


def apply(rest: Rest, wanted: dict[str, Any]) -> None:
    """Bring everything into its state; again, and nothing changes."""
    if differs(_SETTINGS, rest.get("/api/v4/application/settings")):
        rest.change("settings of all", "PUT", "/api/v4/application/settings", _SETTINGS)
    groups: dict[str, int] = {}
    for path, built in wanted["projects"].items():
        group = _group(rest, path.rpartition("/")[0], groups)
        _project(rest, path, group, built, wanted["branch"])


def _group(rest: Rest, path: str, known: dict[str, int]) -> int:
    """The group's id; those above it are made before it."""
    if path not in known:
        found = rest.get("/api/v4/groups/" + quote(path, ""), missing=True)
        if found is None:
            above, _, name = path.rpartition("/")
            said: dict[str, Any] = {"name": name, "path": name, "visibility": "private"}
            if above:
                said["parent_id"] = _group(rest, above, known)
            found = rest.change("group " + path, "POST", "/api/v4/groups", said)
        known[path] = found["id"]
    return known[path]


def _project(rest: Rest, path: str, group: int, built: bool, branch: str) -> None:
    """What no pipeline builds could never be merged, if one had to succeed."""
    settings = {**_PROJECT, "only_allow_merge_if_pipeline_succeeds": built}
    place = "/api/v4/projects/" + quote(path, "")
    found = rest.get(place, missing=True)
    if found is None:
        name = path.rpartition("/")[2]
        said = {"name": name, "path": name, "namespace_id": group, "default_branch": branch, **settings}
        found = rest.change("project " + path, "POST", "/api/v4/projects", said)
    if differs(settings, found):
        rest.change("settings of " + path, "PUT", place, settings)
    _protect(rest, path, place, branch)


def _protect(rest: Rest, path: str, place: str, branch: str) -> None:
    """Developers merge into it; maintainers push the first commit, and the pipeline's token a release's.

    The free edition changes levels only by making them anew.
    """
    own = place + "/protected_branches/" + quote(branch, "")
    found = rest.get(own, missing=True)
    if found is not None:
        pushes, merges = (
            [level["access_level"] for level in found[kind]] for kind in ("push_access_levels", "merge_access_levels")
        )
        if (pushes, merges, found["allow_force_push"]) == ([_MAINTAINERS], [_DEVELOPERS], False):
            return
        rest.change("protection of " + path + " undone", "DELETE", own)
    said = {
        "name": branch,
        "push_access_level": _MAINTAINERS,
        "merge_access_level": _DEVELOPERS,
        "allow_force_push": False,
    }
    rest.change("protection of " + path, "POST", place + "/protected_branches", said)
