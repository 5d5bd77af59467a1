"""Nexus' blob store, repositories, roles and users, as they are said. Nothing that is not named is touched.

Runs on the machine, under Python 3.9. Reads what `hosts.nexus_state` writes.
"""

from __future__ import annotations

from typing import Any, Callable  # noqa: UP035 - the machine has Python 3.9
from urllib.parse import quote

from x2bee_constructs.hosts.configure.rest import Rest, differs

__all__ = ["READY", "apply"]

_API = "/service/rest/v1/"
READY = _API + "status/writable"
"""What Nexus answers when it and its database take writes."""

_POLICIES = "/service/rest/internal/cleanup-policies"
"""What its own pages ask: the public interface has no policies in the Community Edition."""


def apply(
    rest: Rest, wanted: dict[str, Any], login: Callable[[str, str], Rest], secrets: dict[str, str], new: set[str]
) -> None:
    """Bring everything into its state; again, and nothing changes.

    `login` gives the same interface to another user and password; `secrets` has passwords by name, and `new` the names
    of those that may be others than the last time.
    """
    _agreement(rest)
    for place, said in wanted["once"].items():
        if differs(said, rest.get(_API + place)):
            rest.change(place, "PUT", _API + place, said)
    for name, said in wanted["blob_stores"].items():
        _named(rest, "blob store " + name, _API + "blobstores/s3", name, said)
    for name, said in wanted["policies"].items():
        _policy(rest, name, said)
    for repository in wanted["repositories"]:
        place = _API + "repositories/" + repository["kind"]
        _named(rest, "repository " + repository["said"]["name"], place, repository["said"]["name"], repository["said"])
    for role in wanted["roles"]:
        _named(rest, "role " + role["id"], _API + "security/roles", role["id"], role)
    for user in wanted["users"]:
        _user(rest, user, login, secrets[user["userId"]])
    for name, said in wanted["directories"].items():
        password = {"authPassword": secrets["ldap"]}
        _named(rest, "directory " + name, _API + "security/ldap", name, said, password, "ldap" in new)


def _agreement(rest: Rest) -> None:
    """The agreement of the Community Edition, which the customer's file accepts; its text is shown by Nexus itself."""
    found = rest.get(_API + "system/eula", missing=True)
    if found and not found["accepted"]:
        rest.change("agreement", "POST", _API + "system/eula", {**found, "accepted": True})


def _named(
    rest: Rest,
    says: str,
    place: str,
    name: str,
    said: dict[str, Any],
    hidden: dict[str, Any] | None = None,
    renewed: bool = False,
) -> None:
    """Something that has a name: made, or brought into its state.

    Nexus never shows what is `hidden`; it is sent along, and by itself if it may be another (`renewed`).
    """
    own = place + "/" + quote(name, "")
    found = rest.get(own, missing=True)
    whole = {**said, **(hidden or {})}
    if found is None:
        rest.change(says, "POST", place, whole)
    elif renewed or differs(said, found):
        rest.change(says, "PUT", own, whole)


def _policy(rest: Rest, name: str, said: dict[str, Any]) -> None:
    found = next((one for one in rest.get(_POLICIES) if one["name"] == name), None)
    if found is None:
        rest.change("policy " + name, "POST", _POLICIES, said)
    elif differs(said, found):
        rest.change("policy " + name, "PUT", _POLICIES + "/" + quote(name, ""), said)


def _user(rest: Rest, said: dict[str, Any], login: Callable[[str, str], Rest], password: str) -> None:
    name = said["userId"]
    users = _API + "security/users"
    found = next(
        (one for one in rest.get(users + "?source=default&userId=" + quote(name, "")) if one["userId"] == name), None
    )
    if found is None:
        rest.change("user " + name, "POST", users, {**said, "password": password})
        return
    if differs(said, found):
        rest.change("user " + name, "PUT", users + "/" + quote(name, ""), {**said, "source": "default"})
    if login(name, password).status(_API + "repositories") == 401:
        place = users + "/" + quote(name, "") + "/change-password"
        rest.change("password of " + name, "PUT", place, password, kind="text/plain")
