"""GitLab's groups, projects, protected branches and runners, as they are said. Nothing is ever removed.

Runs on the machine, under Python 3.9. Reads what `hosts.state` writes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from x2bee_constructs.hosts.configure.rest import Rest, RestError, differs

__all__ = ["MINT", "READY", "apply", "apply_runners"]

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


def apply_runners(
    rest: Rest,
    wanted: dict[str, Any],
    read: Callable[[str], dict[str, Any]],
    write: Callable[[str, dict[str, Any]], None],
) -> None:
    """Make each runner once, and keep its token, which GitLab shows once: `read` and `write` know secrets by name.

    Beside the token its number is kept, by which the runner is found again.
    """
    groups: dict[str, int] = {}
    for secret, one in wanted["runners"].items():
        group, kept, said = _group(rest, one["group"], groups), read(secret), one["said"]
        place = "/api/v4/runners/" + str(kept.get("id"))
        found = rest.get(place, missing=True) if "id" in kept else None
        if found is None or group not in [where["id"] for where in found["groups"]]:
            _make(rest, secret, group, said, write)
            continue
        if differs(said, found):
            rest.change("settings of runner " + said["description"], "PUT", place, said)
        if not _known(rest, kept["token"]):
            again = rest.change("token of runner " + said["description"], "POST", place + "/reset_authentication_token")
            write(secret, {"id": found["id"], "token": again["token"]})


def _make(
    rest: Rest, secret: str, group: int, said: dict[str, Any], write: Callable[[str, dict[str, Any]], None]
) -> None:
    """One whose token is not kept nobody could use: it goes again."""
    name = said["description"]
    body = {"runner_type": "group_type", "group_id": group, **said}
    made = rest.change("runner " + name, "POST", "/api/v4/user/runners", body)
    try:
        write(secret, {"id": made["id"], "token": made["token"]})
    except Exception:
        rest.change("runner " + name + " undone", "DELETE", "/api/v4/runners/" + str(made["id"]))
        raise


def _known(rest: Rest, token: str) -> bool:
    """Whether GitLab takes the token; it is none if somebody had GitLab make another one."""
    status = rest.status("/api/v4/runners/verify", "POST", {"token": token})
    if status not in (200, 403):
        raise RestError("a runner's token was answered " + str(status))
    return status == 200


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
