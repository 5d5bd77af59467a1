"""What operators would say of their objects: none runs here, and Argo CD waits for it."""

from __future__ import annotations

from typing import Any

from conformance.client import MERGE, Client
from conformance.objects import condition, listed, part

NOT_FOUND = 404
SINCE = "2026-01-01T00:00:00Z"
STORES = "/apis/external-secrets.io/v1/clustersecretstores"
SECRETS = "/apis/external-secrets.io/v1/externalsecrets"
SCALERS = "/apis/autoscaling/v2/horizontalpodautoscalers"
CLUSTERS = "/apis/postgresql.cnpg.io/v1/clusters"


class Operators:
    """External Secrets, metrics-server with the autoscaler, and CloudNativePG, as far as a status goes."""

    def __init__(self, api: Client) -> None:
        self._api = api

    def tick(self) -> None:
        """Say that all is well of whatever has come since."""
        for path in (STORES, SECRETS):
            for one in self._all(path):
                if condition(one, "Ready").get("status") != "True":
                    self._say(one, path, {"conditions": [_condition("Ready")]})
        for one in self._all(SCALERS):
            if condition(one, "ScalingActive").get("status") != "True":
                least = int(one["spec"].get("minReplicas", 1))
                wanted = {"currentReplicas": least, "desiredReplicas": least}
                self._say(
                    one, SCALERS, {**wanted, "conditions": [_condition("AbleToScale"), _condition("ScalingActive")]}
                )
                self._scale(one, least)
        for one in self._all(CLUSTERS):
            if part(one, "status").get("phase") != "Cluster in healthy state":
                ready = {"phase": "Cluster in healthy state", "conditions": [_condition("Ready")]}
                self._say(one, CLUSTERS, ready)

    def _all(self, path: str) -> list[dict[str, Any]]:
        """Those there are; none of a kind that is not served."""
        said = self._api.get(path)
        if not said.ok and said.status != NOT_FOUND:
            raise RuntimeError(f"list {path}: {said.message}")
        return listed(said.body, "items")

    def _scale(self, one: dict[str, Any], least: int) -> None:
        target, home = one["spec"]["scaleTargetRef"], one["metadata"]["namespace"]
        path = f"/apis/apps/v1/namespaces/{home}/deployments/{target['name']}/scale"
        self._api.request("PATCH", path, {"spec": {"replicas": least}}, MERGE)

    def _say(self, one: dict[str, Any], collection: str, status: dict[str, Any]) -> None:
        meta = one["metadata"]
        root, _, plural = collection.rpartition("/")
        home = f"/namespaces/{meta['namespace']}" if "namespace" in meta else ""
        said = self._api.request("PATCH", f"{root}{home}/{plural}/{meta['name']}/status", {"status": status}, MERGE)
        if not said.ok and said.status != NOT_FOUND:
            raise RuntimeError(f"status of {meta['name']}: {said.message}")


def _condition(kind: str) -> dict[str, str]:
    return {
        "type": kind, "status": "True", "reason": "StandIn", "message": "no operator runs", "lastTransitionTime": SINCE,
    }  # fmt: skip
