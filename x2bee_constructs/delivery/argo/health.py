"""When objects are well, for kinds that Argo CD has no rule for.

Looked up on 2026-11-30 in argoproj/argo-cd at v3.6.1, `resource_customizations/`: it knows ExternalSecret,
ClusterSecretStore, Karpenter's NodePool and EC2NodeClass, CloudNativePG's Cluster, cert-manager's Certificate, KEDA's
ScaledObject and CronJob, so nothing is said of these. A kind without any rule counts as well once it is applied.
"""

from __future__ import annotations

from collections.abc import Mapping

from x2bee_constructs.delivery.argo.notifications import TRIES

__all__ = ["HEALTH"]

_APPLICATION = f"""\
if obj.metadata.name == obj.spec.project then
  return {{status = "Healthy", message = "the root, which would wait for itself"}}
end
local status = obj.status or {{}}
local operation = status.operationState
if operation == nil or (operation.phase == "Running" and (operation.retryCount or 0) < {TRIES}) then
  return {{status = "Progressing", message = "it is not synced yet"}}
end
if operation.phase ~= "Succeeded" then
  return {{status = "Degraded", message = operation.message or "its sync failed"}}
end
local health = status.health or {{}}
return {{status = health.status or "Progressing", message = health.message or ""}}
"""
"""Without it, Argo CD takes an Application for well as soon as it exists, and waves between them mean nothing. Its own
health is not enough: before the first sync, objects that are not there yet do not count (seen in `make argo`). A failed
sync that is tried again is Running to Argo CD; after as many tries as people are told of, it is not on its way any
more, and the root tries again instead of waiting."""

_SCHEDULED_BACKUP = """\
if obj.status ~= nil and obj.status.error ~= nil and obj.status.error ~= "" then
  return {status = "Degraded", message = obj.status.error}
end
return {status = "Healthy", message = ""}
"""
"""A schedule that the operator refuses makes no backups, and nothing else would say so."""

HEALTH: Mapping[tuple[str, str], str] = {
    ("argoproj.io", "Application"): _APPLICATION,
    ("postgresql.cnpg.io", "ScheduledBackup"): _SCHEDULED_BACKUP,
}
"""Lua for each group and kind, as Argo CD's `resource.customizations.health` takes it."""
