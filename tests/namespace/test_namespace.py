"""The namespace and what holds for every pod in it."""

from __future__ import annotations

from typing import Any

import kubernetes_validate
import pytest
from cdk8s import Chart
from cdk8s import Testing as InMemory
from pydantic import ValidationError

from x2bee_constructs import AppNamespaceProps
from x2bee_constructs.namespace.k8s import AppNamespace, PriorityClasses
from x2bee_constructs.namespace.manifests import namespace_objects
from x2bee_constructs.namespace.priorities import PRIORITIES, priority_classes
from x2bee_constructs.namespace.props import ContainerDefaults, Quota

PSA = "pod-security.kubernetes.io/"
QUOTA = Quota(pods=120, cpu="60", memory="90Gi", ephemeral_storage="120Gi")
EVERYTHING = AppNamespaceProps(
    stage="databases",
    pod_security="baseline",
    pod_security_version="v1.34",
    labels={"team": "gift"},
    istio_revision="1-30-3",
    load_balancer_readiness=True,
    quota=QUOTA,
    container_defaults=ContainerDefaults(
        cpu="50m", memory="64Mi", ephemeral_storage="128Mi", max_memory="4Gi", max_ephemeral_storage="2Gi"
    ),
    default_deny=True,
)


def made(**said: Any) -> dict[str, Any]:
    return {name: found.to_manifest() for name, found in namespace_objects("a", AppNamespaceProps(**said)).items()}


def test_nothing_set() -> None:
    objects = made()
    assert list(objects) == ["namespace", "limit-range", "default-deny", "allow-dns"]
    assert objects["namespace"]["metadata"] == {
        "name": "a",
        "labels": {
            "app.kubernetes.io/part-of": "x2bee",
            **{f"{PSA}{mode}": "restricted" for mode in ("audit", "enforce", "warn")},
            **{f"{PSA}{mode}-version": "latest" for mode in ("audit", "enforce", "warn")},
        },
        "annotations": {"argocd.argoproj.io/sync-options": "Delete=false,Prune=false"},
    }


def test_everything_set() -> None:
    objects = {name: found.to_manifest() for name, found in namespace_objects("tools", EVERYTHING).items()}
    assert list(objects) == ["namespace", "quota", "limit-range", "default-deny", "allow-dns", "allow-mesh"]
    assert objects["namespace"]["metadata"]["labels"] == {
        "app.kubernetes.io/part-of": "x2bee",
        "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled",
        "istio.io/rev": "1-30-3",
        f"{PSA}audit": "restricted",
        f"{PSA}audit-version": "latest",
        f"{PSA}enforce": "baseline",
        f"{PSA}enforce-version": "v1.34",
        f"{PSA}warn": "restricted",
        f"{PSA}warn-version": "latest",
        "team": "gift",
    }
    assert objects["limit-range"]["spec"]["limits"] == [
        {
            "type": "Container",
            "default": {"ephemeral-storage": "128Mi", "memory": "64Mi"},
            "defaultRequest": {"cpu": "50m", "ephemeral-storage": "128Mi", "memory": "64Mi"},
            "max": {"ephemeral-storage": "2Gi", "memory": "4Gi"},
        }
    ]


@pytest.mark.parametrize("field", sorted(AppNamespaceProps.model_fields))
def test_every_prop_is_read(field: str) -> None:
    said = {name: getattr(EVERYTHING, name) for name in AppNamespaceProps.model_fields}
    default = False if field == "default_deny" else AppNamespaceProps.model_fields[field].default
    assert made(**said) != made(**{**said, field: default})


@pytest.mark.parametrize(("model", "place"), [(Quota, "quota"), (ContainerDefaults, "limit-range")])
def test_every_field_of_a_part_is_written(model: type[Quota | ContainerDefaults], place: str) -> None:
    given = getattr(EVERYTHING, "quota" if model is Quota else "container_defaults")
    for field in model.model_fields:
        value = 77 if field == "pods" else "77m" if field == "cpu" else "77Mi" if field == "memory" else "200Mi"
        part = model(**{**given.model_dump(), field: value})
        assert str(value) in str(
            made(
                quota=part if model is Quota else None, container_defaults=part if model is ContainerDefaults else None
            )[place]
        ), field


def test_the_quota_bounds_limits_as_requests_and_refuses_ways_in() -> None:
    assert made(quota=QUOTA)["quota"]["spec"]["hard"] == {
        "limits.memory": "90Gi",
        "pods": "120",
        "requests.cpu": "60",
        "requests.ephemeral-storage": "120Gi",
        "requests.memory": "90Gi",
        "services.loadbalancers": "0",
        "services.nodeports": "0",
    }


def test_no_container_gets_a_cpu_limit() -> None:
    """LimitRange `max` and `default` would both become the limit of a container without one."""
    (item,) = made(container_defaults={"max_memory": "2Gi"})["limit-range"]["spec"]["limits"]
    assert "cpu" not in item["default"]
    assert "cpu" not in item["max"]
    assert item["defaultRequest"]["cpu"] == "100m"


def test_a_quota_can_be_met_by_a_container_that_says_nothing() -> None:
    hard = made(quota=QUOTA)["quota"]["spec"]["hard"]
    (item,) = made(quota=QUOTA)["limit-range"]["spec"]["limits"]
    for kind, given in (("requests.", item["defaultRequest"]), ("limits.", item["default"])):
        assert {key.removeprefix(kind) for key in hard if key.startswith(kind)} <= set(given)


def test_without_policy_nothing_is_denied() -> None:
    assert [
        name for name, found in made(default_deny=False, istio_revision="a").items() if "Policy" in found["kind"]
    ] == []


def test_default_deny() -> None:
    objects = made(istio_revision="stable")
    assert objects["default-deny"]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert objects["allow-dns"]["spec"] == {
        "podSelector": {},
        "policyTypes": ["Egress"],
        "egress": [
            {
                "to": [
                    {
                        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
                        "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
                    }
                ],
                "ports": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}],
            }
        ],
    }
    (rule,) = objects["allow-mesh"]["spec"]["egress"]
    assert rule["ports"] == [{"port": 15012, "protocol": "TCP"}]
    assert rule["to"][0]["podSelector"] == {"matchLabels": {"app": "istiod"}}


def test_names_are_contract() -> None:
    objects = namespace_objects("acme-app", EVERYTHING)
    assert {(found.kind, found.metadata.namespace, found.metadata.name) for found in objects.values()} == {
        ("Namespace", None, "acme-app"),
        ("ResourceQuota", "acme-app", "x2bee"),
        ("LimitRange", "acme-app", "x2bee"),
        ("NetworkPolicy", "acme-app", "x2bee-default-deny"),
        ("NetworkPolicy", "acme-app", "x2bee-allow-dns"),
        ("NetworkPolicy", "acme-app", "x2bee-allow-istiod"),
    }
    assert {name: found.metadata.name for name, found in priority_classes().items()} == {
        "critical": "x2bee-critical",
        "standard": "x2bee-standard",
        "batch": "x2bee-batch",
    }


def test_priorities_are_contract() -> None:
    """Value and preemption of a PriorityClass cannot be changed in a cluster."""
    assert [(found.name, found.value, found.preemption) for found in PRIORITIES] == [
        ("x2bee-critical", 100_000, "PreemptLowerPriority"),
        ("x2bee-standard", 10_000, "PreemptLowerPriority"),
        ("x2bee-batch", 1_000, "Never"),
    ]
    for found in priority_classes().values():
        assert "globalDefault" not in found.to_manifest()
        assert found.metadata.namespace is None


@pytest.mark.parametrize("said", [AppNamespaceProps(), EVERYTHING])
def test_all_objects_are_valid(said: AppNamespaceProps) -> None:
    for found in [*namespace_objects("a", said).values(), *priority_classes().values()]:
        kubernetes_validate.validate(found.to_manifest(), "1.34", strict=True)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"labels": {"istio-injection": "enabled"}}, "X2B106"),
        ({"labels": {f"{PSA}enforce": "privileged"}}, "X2B106"),
        ({"labels": {"no good": "x"}}, "X2B106"),
        ({"istio_revision": "1.30"}, "X2B106"),
        ({"pod_security_version": "1.34"}, "X2B106"),
        ({"container_defaults": {"memory": "2Gi", "max_memory": "1G"}}, "X2B108"),
        ({"container_defaults": {"max_ephemeral_storage": "1Mi"}}, "X2B108"),
    ],
)
def test_bad_input(said: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError) as caught:
        AppNamespaceProps.model_validate(said)
    assert [found["type"] for found in caught.value.errors()] == [wrong]


def test_the_constructs_are_a_thin_shell() -> None:
    chart = Chart(InMemory.app(), "chart")
    namespace, priorities = AppNamespace(chart, "tools", EVERYTHING), PriorityClasses(chart, "priority-classes")
    expected = [*namespace_objects("tools", EVERYTHING).values(), *priority_classes().values()]
    assert [found.name for found in (namespace.objects | priorities.objects).values()] == [
        found.metadata.name for found in expected
    ]
    key = "metadata"
    assert sorted(InMemory.synth(chart), key=lambda o: (o["kind"], o[key]["name"])) == sorted(
        (found.to_manifest() for found in expected),
        key=lambda o: (o["kind"], o[key]["name"]),  # pyright: ignore[reportIndexIssue,reportArgumentType]
    )
