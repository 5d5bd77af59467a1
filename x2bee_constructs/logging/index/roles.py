"""Who may write and who may see which class of logs, inside OpenSearch (fine-grained access control)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from x2bee_constructs.logging.domain_login import Right
from x2bee_constructs.logging.index.settings import IndexSettings
from x2bee_constructs.logging.index.steps import MARK, Step, marked, role_name
from x2bee_constructs.logging.names import CLASSES, LogClass, data_stream

__all__ = ["role_steps"]

_API = "_plugins/_security/api"

_SEEN: dict[Right, Sequence[LogClass]] = {"reader": ("application", "access"), "auditor": CLASSES}
"""Administrators are OpenSearch's own `all_access`."""

_DASHBOARDS = [
    ".kibana",
    ".kibana_*",
    ".opensearch_dashboards",
    ".opensearch_dashboards_*",
]
"""Where Dashboards keeps saved objects (opensearch-project/security, static_roles.yml, `kibana_user`)."""


def role_steps(settings: IndexSettings) -> Iterator[Step]:
    """A role and its members for Fluentd, for readers and for auditors; administrators join OpenSearch's own role."""
    yield marked("put", f"{_API}/roles/x2bee_writer", _writer(settings))
    yield marked("put", f"{_API}/rolesmapping/x2bee_writer", _members([role_name(settings.writer_role)]))
    for right, kinds in _SEEN.items():
        yield marked("put", f"{_API}/roles/x2bee_{right}", _reader(settings, kinds))
        yield marked("put", f"{_API}/rolesmapping/x2bee_{right}", _members(_groups(settings, right)))
    for group in _groups(settings, "administrator"):
        # The mapping also has the master: it is never written as a whole.
        yield Step("member", f"{_API}/rolesmapping/all_access", group, f'"{group}"')


def _groups(settings: IndexSettings, right: Right) -> list[str]:
    named = sorted(group for group, found in settings.groups.items() if found == right)
    return [role_name(group) for group in named] if settings.iam_groups else named


def _members(backend_roles: list[str]) -> dict[str, Any]:
    return {"backend_roles": backend_roles, "users": [], "hosts": [], "description": f"Made from the platform, {MARK}"}


def _writer(settings: IndexSettings) -> dict[str, Any]:
    """Adds, and neither reads nor makes an index: before its stream is there, Fluentd waits."""
    return {
        "description": f"Fluentd, {MARK}",
        "cluster_permissions": ["cluster:monitor/main", "indices:data/write/bulk"],
        "index_permissions": [
            {
                "index_patterns": _streams(settings, CLASSES),
                "allowed_actions": ["indices:data/write/index", "indices:data/write/bulk*"],
            }
        ],
        "tenant_permissions": [],
    }


def _reader(settings: IndexSettings, kinds: Sequence[LogClass]) -> dict[str, Any]:
    return {
        "description": f"People, {MARK}",
        "cluster_permissions": ["cluster_composite_ops_ro"],
        "index_permissions": [
            {"index_patterns": _streams(settings, kinds), "allowed_actions": ["read", "indices_monitor"]},
            {"index_patterns": _DASHBOARDS, "allowed_actions": ["read"]},
        ],
        "tenant_permissions": [{"tenant_patterns": ["global_tenant"], "allowed_actions": ["kibana_all_read"]}],
    }


def _streams(settings: IndexSettings, kinds: Sequence[LogClass]) -> list[str]:
    """A stream and the indices behind it."""
    names = [data_stream(settings.site, kind) for kind in kinds]
    return [*names, *(f".ds-{name}-*" for name in names)]
