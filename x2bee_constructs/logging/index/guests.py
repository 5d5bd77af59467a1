"""Who else keeps data in the domain: a role for its pods, and when its indices go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from x2bee_constructs.core.iam import pod_role_name
from x2bee_constructs.logging.guests import LogGuest
from x2bee_constructs.logging.index.settings import IndexSettings
from x2bee_constructs.logging.index.steps import MARK, Step, marked, role_name

__all__ = ["guest_steps"]

_API = "_plugins/_security/api"
_PRIORITY = 500
"""Above templates that AWS or people make for broader names (our judgement)."""


def guest_steps(settings: IndexSettings) -> Iterator[Step]:
    """For each guest the policy of its indices, its role, and that its pods have it."""
    for guest in settings.guests:
        yield marked("policy", f"_plugins/_ism/policies/{guest.prefix}", _policy(guest))
        yield marked("put", f"{_API}/roles/x2bee_{guest.name}", _role(guest))
        member = role_name(pod_role_name(settings.site, guest.name))
        yield marked("put", f"{_API}/rolesmapping/x2bee_{guest.name}", _members(member))


def _members(role: str) -> dict[str, Any]:
    return {"backend_roles": [role], "users": [], "hosts": [], "description": f"Made from the platform, {MARK}"}


def _role(guest: LogGuest) -> dict[str, Any]:
    """Everything with its own indices and their templates, and with nothing else."""
    return {
        "description": f"{guest.name}, {MARK}",
        "cluster_permissions": [
            "cluster:monitor/main",
            "cluster:monitor/health",
            "indices:admin/index_template/*",
            "indices:admin/template/*",
            "indices:data/read/mget",
            "indices:data/read/msearch",
            "indices:data/read/scroll*",
            "indices:data/write/bulk",
        ],
        "index_permissions": [
            {
                "index_patterns": [f"{guest.prefix}-*"],
                "allowed_actions": ["create_index", "indices_monitor", "indices:admin/aliases*", "read", "write"],
            }
        ],
        "tenant_permissions": [],
    }


def _policy(guest: LogGuest) -> dict[str, Any]:
    """An index is made for a day, and its last record is a day younger than the first: none goes before its time."""
    delete = {"retry": {"count": 5, "backoff": "exponential", "delay": "10m"}, "delete": {}}
    return {
        "policy": {
            "description": f"{guest.name}, {guest.days} days ({MARK})",
            "default_state": "kept",
            "states": [
                {
                    "name": "kept",
                    "actions": [],
                    "transitions": [{"state_name": "delete", "conditions": {"min_index_age": f"{guest.days + 1}d"}}],
                },
                {"name": "delete", "actions": [delete], "transitions": []},
            ],
            "ism_template": [{"index_patterns": [f"{guest.prefix}-*"], "priority": _PRIORITY}],
        }
    }
