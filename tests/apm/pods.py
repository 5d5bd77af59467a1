"""What a service's pod is, for a platform with a vendor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from x2bee_constructs import Platform
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.workload.manifests import msa_objects
from x2bee_constructs.workload.names import namespace

BASE: Mapping[str, Any] = {
    "customer": "acme",
    "environment": "prd",
    "domain": "acme-shop.co.kr",
    "account": "111122223333",
    "region": "ap-northeast-2",
}


def platform(apm: Any, **said: Any) -> Platform:
    """A platform with this said of the APM."""
    return Platform.model_validate({**BASE, "apm": apm, **said})


def objects(of: Platform, service: str) -> dict[str, Any]:
    """The manifests of a service, by id."""
    made = msa_objects(service, namespace(of.site), deployment_props(of, service))
    return {key: found.to_manifest() for key, found in made.items()}


def pod(made: Mapping[str, Any]) -> dict[str, Any]:
    """The pod's spec."""
    return made["deployment"]["spec"]["template"]["spec"]


def direct(made: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the program's container itself: values, and what Kubernetes tells."""
    entries = pod(made)["containers"][0].get("env", [])
    return {one["name"]: one.get("value", one.get("valueFrom")) for one in entries}


def settings(made: Mapping[str, Any]) -> dict[str, str]:
    """What stands in its ConfigMap."""
    return made["config"]["data"]
