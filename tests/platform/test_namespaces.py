"""Law: the quota admits every autoscaler at its maximum while every service is in a rollout."""

from __future__ import annotations

from typing import Any

import kubernetes_validate
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from x2bee_constructs import STANDARD_SERVICES, Platform
from x2bee_constructs.namespace.manifests import namespace_objects
from x2bee_constructs.namespace.props import ContainerDefaults, Quota
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.namespaces import namespace_props
from x2bee_constructs.workload.manifests import msa_objects
from x2bee_constructs.workload.names import namespace
from x2bee_constructs.workload.sizing import bytes_of, millicores

SERVICE = st.fixed_dictionaries(
    {"runtime": st.sampled_from(["nextjs", "nodejs", "spring-boot", "spring-batch"])},
    optional={
        "replicas": st.builds(
            lambda a, b: {"min": min(a, b), "max": max(a, b)}, st.integers(1, 1000), st.integers(1, 1000)
        ),
        "singleton": st.just(False),
        "resources": st.fixed_dictionaries(
            {},
            optional={
                "cpu": st.sampled_from(["1m", "250m", "0.3", "1.5", "7"]),
                "memory": st.sampled_from(["1k", "100M", "1000Mi", "1.5Gi", "3Gi", "5G", "1Ti"]),
                "ephemeral_storage": st.sampled_from(["10Mi", "1Gi", "2.5Gi", "7G"]),
            },
        ),
    },
)
SINGLETON = st.just({"runtime": "spring-batch", "singleton": True, "resources": {"memory": "6Gi", "cpu": "3"}})
PLATFORM = st.fixed_dictionaries(
    {
        "size": st.sampled_from(["small", "medium", "large"]),
        "services": st.dictionaries(
            st.sampled_from(["gift", "pay", "search", "x2bee-gw"]), st.one_of(SERVICE, SINGLETON), max_size=4
        ),
    }
)
FIXED = {"customer": "acme", "environment": "stg", "domain": "a.kr", "account": "1" * 12, "region": "ap-northeast-2"}


def accepted(said: dict[str, Any]) -> Platform:
    try:
        return Platform.model_validate({**FIXED, **said})
    except ValidationError:
        reject()


def parts(platform: Platform, istio_revision: str | None = None) -> tuple[Quota, ContainerDefaults]:
    props = namespace_props(platform.model_copy(update={"istio_revision": istio_revision}))
    assert props.istio_revision == istio_revision
    assert props.quota is not None
    assert props.container_defaults is not None
    return props.quota, props.container_defaults


def asked(platform: Platform) -> list[tuple[int, dict[str, Any]]]:
    """Pods at most and resources of one, read from the objects that are applied, not from the props."""
    found: list[tuple[int, dict[str, Any]]] = []
    for name in platform.enabled_services:
        objects = msa_objects(name, namespace(platform.site), deployment_props(platform, name))
        spec: Any = objects["deployment"].to_manifest()["spec"]
        scaler: Any = objects["hpa"].to_manifest() if "hpa" in objects else None
        most = scaler["spec"]["maxReplicas"] if scaler else spec["replicas"]
        surge = spec["strategy"].get("rollingUpdate", {}).get("maxSurge", "0%")
        (container,) = spec["template"]["spec"]["containers"]
        found.append((most - (-most * int(surge.rstrip("%")) // 100), container["resources"]))
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(said=PLATFORM)
def test_the_quota_admits_all_that_can_run_and_one_pod_more(said: dict[str, Any]) -> None:
    platform = accepted(said)
    quota, _ = parts(platform)
    services = asked(platform)
    assert quota.pods >= sum(pods for pods, _ in services) + 1
    bounds = (
        ("requests", "cpu", millicores(quota.cpu), millicores),
        ("requests", "memory", bytes_of(quota.memory), bytes_of),
        ("limits", "memory", bytes_of(quota.memory), bytes_of),
        ("requests", "ephemeral-storage", bytes_of(quota.ephemeral_storage), bytes_of),
    )
    for kind, resource, bound, count in bounds:
        each = [(pods, count(resources[kind][resource])) for pods, resources in services]
        need = sum(pods * one for pods, one in each)
        one = max(one for _, one in each)
        assert need + one <= bound, (kind, resource)
        assert bound <= max(need * 3 // 2 + 1, need + one) + (1000 if resource == "cpu" else 1024**3), "not more"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(said=PLATFORM)
def test_every_container_is_within_the_bounds_of_one(said: dict[str, Any]) -> None:
    platform = accepted(said)
    _, bounds = parts(platform)
    assert bounds.max_memory is not None
    assert bounds.max_ephemeral_storage is not None
    for _, resources in asked(platform):
        assert bytes_of(resources["limits"]["memory"]) <= bytes_of(bounds.max_memory)
        assert bytes_of(resources["limits"]["ephemeral-storage"]) <= bytes_of(bounds.max_ephemeral_storage)
    assert bytes_of(bounds.max_memory) >= 1024**3, "istio-proxy fits"
    for made in namespace_objects(namespace(platform.site), namespace_props(platform)).values():
        kubernetes_validate.validate(made.to_manifest(), "1.34", strict=True)


def test_one_service_of_known_size() -> None:
    """4 pods of 500m, 1Gi, 1Gi and one of surge: 5; half again: 7.5 pods, 3.75 cores, 7.5 Gi."""
    others = {name: {"enabled": False} for name in STANDARD_SERVICES}
    gift = {
        "runtime": "spring-boot",
        "replicas": {"min": 1, "max": 4},
        "resources": {"cpu": "500m", "memory": "1Gi", "ephemeral_storage": "1Gi"},
    }
    quota, bounds = parts(Platform.model_validate({**FIXED, "services": {**others, "gift": gift}}))
    assert quota == Quota(pods=8, cpu="4", memory="8Gi", ephemeral_storage="8Gi")
    assert (bounds.max_memory, bounds.max_ephemeral_storage) == ("1Gi", "1Gi")


def test_one_more_of_the_largest_pod_where_half_is_less() -> None:
    others = {name: {"enabled": False} for name in STANDARD_SERVICES}
    batch = {"runtime": "spring-batch", "singleton": True, "resources": {"cpu": "2", "memory": "4Gi"}}
    quota, bounds = parts(Platform.model_validate({**FIXED, "services": {**others, "batch": batch}}))
    assert (quota.pods, quota.cpu, quota.memory, bounds.max_memory) == (2, "4", "8Gi", "4Gi")


def test_a_platform_without_services_has_a_namespace() -> None:
    nothing = {name: {"enabled": False} for name in STANDARD_SERVICES}
    try:
        platform = Platform.model_validate({**FIXED, "services": nothing})
    except ValueError:
        pytest.skip("a platform without services is refused")
    assert parts(platform)[0] == Quota(pods=1, cpu="1", memory="1Gi", ephemeral_storage="1Gi")


def test_a_disabled_service_takes_no_room() -> None:
    every, _ = parts(Platform.model_validate(FIXED))
    fewer, _ = parts(Platform.model_validate({**FIXED, "services": {"x2bee-cc": {"enabled": False}}}))
    assert fewer.pods < every.pods


def test_in_the_mesh_every_pod_has_a_sidecar_more() -> None:
    """5 pods of 500m + 100m, 1Gi + 1Gi (its limit), 1Gi + 256Mi (the namespace's default); half again."""
    others = {name: {"enabled": False} for name in STANDARD_SERVICES}
    gift = {
        "runtime": "spring-boot",
        "replicas": {"min": 1, "max": 4},
        "resources": {"cpu": "500m", "memory": "1Gi", "ephemeral_storage": "1Gi"},
    }
    platform = Platform.model_validate({**FIXED, "services": {**others, "gift": gift}})
    quota, bounds = parts(platform, "stable")
    assert quota == Quota(pods=8, cpu="5", memory="15Gi", ephemeral_storage="10Gi")
    assert bounds.max_memory == "2Gi"
