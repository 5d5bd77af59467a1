"""The values of every chart: each key exists in the chart, and what they say.

`chart_keys.json` has the names of the keys in each chart's own values (and in cert-manager's schema), at the pinned
version, around those that we set; `.*` marks what is a free map, a list, or a type of Kubernetes' own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.addons.test_props import ACME, EVERYTHING, PLACE, VPC
from tests.chart_keys import unknown
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.selection import add_ons
from x2bee_constructs.core.releases import Release

KEYS = json.loads((Path(__file__).parent / "chart_keys.json").read_text())
NAMES = sorted(KEYS)
CONTROLLERS = [name for name in NAMES if name not in ("cloudnative-pg", "plugin-barman-cloud")]
"""Of the databases' own operator, and its plugin: test_cloudnative_pg.py."""


def charts(said: dict[str, Any]) -> dict[str, Release]:
    running = add_ons(ACME, AddOnsProps.model_validate(said))
    return {release.name: release for add_on in running for release in add_on.releases}


def values(name: str, **said: Any) -> dict[str, Any]:
    return charts({**EVERYTHING, **said})[name].values.to_wire()


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_one_of_the_charts(name: str) -> None:
    keys = set(KEYS[name]["keys"])
    for ingress in (False, True):
        found = values(name, load_balancer_controller={"ingress": ingress})
        assert unknown(found, keys) == []
    assert unknown({"replicaCounts": 1}, keys) == ["replicaCounts"], "the check bites"


def test_the_keys_are_those_of_the_pinned_versions() -> None:
    assert {name: chart.pin.version for name, chart in sorted(charts(EVERYTHING).items())} == {
        name: KEYS[name]["version"] for name in NAMES
    }


def parts(found: Any, key: str) -> Iterator[Any]:
    """Every value of a key, however deep."""
    if isinstance(found, dict):
        for name, value in found.items():
            if name == key:
                yield value
            yield from parts(value, key)


PODS = [name for name in CONTROLLERS if name not in ("karpenter-crd", "prometheus-operator-crds")]


@pytest.mark.parametrize("name", PODS)
def test_memory_is_requested_and_limited_alike(name: str) -> None:
    found = [
        one for some in parts(values(name), "resources") for one in ([some] if "requests" in some else some.values())
    ]
    assert found
    for resources in found:
        assert resources["requests"]["memory"] == resources["limits"]["memory"]
        assert resources["requests"]["cpu"]
        assert resources["limits"].get("cpu") == ("1" if name == "keda" else None)


@pytest.mark.parametrize("name", PODS)
def test_services_never_push_them_out(name: str) -> None:
    assert set(parts(values(name), "priorityClassName")) == {"system-cluster-critical"}


@pytest.mark.parametrize("name", [name for name in PODS if name != "external-dns"])
def test_pods_are_spread_and_one_may_go(name: str) -> None:
    found = values(name)
    counts = {*parts(found, "replicas"), *parts(found, "replicaCount")}
    assert counts == {3}
    spreads = [
        one
        for some in parts(found, "topologySpreadConstraints")
        for one in ([some] if isinstance(some, list) else some.values())
    ]
    assert spreads
    for constraints in spreads:
        assert [(each["topologyKey"], each["whenUnsatisfiable"]) for each in constraints] == [
            ("topology.kubernetes.io/zone", "ScheduleAnyway"),
            ("kubernetes.io/hostname", "ScheduleAnyway"),
        ]
        assert all(each["labelSelector"]["matchLabels"] for each in constraints)
    if name != "karpenter":  # whose chart has one by itself
        assert set(parts(found, "maxUnavailable")) == {1}


@pytest.mark.parametrize("name", PODS)
@pytest.mark.parametrize("on", [False, True])
def test_monitors_only_when_asked_for(name: str, on: bool) -> None:
    found = values(name, service_monitors=on)
    monitors = [*parts(found, "serviceMonitor"), *parts(found, "servicemonitor")]
    assert monitors
    assert all(monitor["enabled"] is on for monitor in monitors)
    # A namespace of Prometheus' own would be outside of the project.
    assert not any(monitor.get("namespace") for monitor in monitors)


@pytest.mark.parametrize("name", PODS)
def test_they_run_where_they_are_told_to(name: str) -> None:
    assert all(selector == {"workload": "system"} for selector in parts(values(name), "nodeSelector"))
    assert list(parts(values(name), "nodeSelector"))


def test_region_and_vpc_are_known_without_the_instance_metadata() -> None:
    found = charts(PLACE)["aws-load-balancer-controller"].values.to_wire()
    assert found["region"] == "ap-northeast-2"
    assert found["vpcTags"] == {"x2bee:customer": "acme", "x2bee:environment": "prd"}
    assert "vpcId" not in found
    assert values("aws-load-balancer-controller")["vpcTags"] == {"Name": "shared"}
    known_vpc = values("aws-load-balancer-controller", vpc_tags={}, vpc_id=VPC)
    assert known_vpc["vpcId"] == VPC
    assert "vpcTags" not in known_vpc
    assert values("cluster-autoscaler")["awsRegion"] == "ap-northeast-2"
    for name, place in (("external-dns", "env"), ("karpenter", "env")):
        assert list(parts(values(name), place)) == [[{"name": "AWS_REGION", "value": "ap-northeast-2"}]]


def test_the_load_balancer_controller_makes_nothing_unless_asked_to() -> None:
    found, asked = (
        values("aws-load-balancer-controller", load_balancer_controller={"ingress": ingress})
        for ingress in (False, True)
    )
    assert found["clusterName"] == "x2bee-acme-prd"
    assert (found["defaultTargetType"], found["enableServiceMutatorWebhook"]) == ("ip", False)
    assert found["controllerConfig"]["featureGates"]["EnableServiceController"] is False
    assert found["webhookConfig"] == {"disableIngressValidation": True}
    assert (found["createIngressClassResource"], found["enableWafv2"]) == (False, False)
    assert asked["controllerConfig"]["featureGates"]["EnableServiceController"] is True
    assert asked["webhookConfig"] == {"disableIngressValidation": False}
    assert (asked["createIngressClassResource"], asked["enableWafv2"]) == (True, True)


def test_the_webhooks_certificate_comes_from_cert_manager_or_is_left_alone() -> None:
    without = charts(PLACE)["aws-load-balancer-controller"]
    with_it = charts(EVERYTHING)["aws-load-balancer-controller"]
    assert without.values.to_wire()["enableCertManager"] is False
    assert [(found.kind, found.jq) for found in without.ignored] == [
        ("Secret", (".data",)),
        ("MutatingWebhookConfiguration", (".webhooks[]?.clientConfig.caBundle",)),
        ("ValidatingWebhookConfiguration", (".webhooks[]?.clientConfig.caBundle",)),
    ]
    assert all(found.reason for found in without.ignored)
    assert with_it.values.to_wire()["enableCertManager"] is True
    assert with_it.ignored == ()


def test_external_dns_writes_in_the_private_zone_alone_unless_told() -> None:
    found = charts(PLACE)["external-dns"].values.to_wire()
    assert found["domainFilters"] == ["prd.acme.internal"]
    assert found["extraArgs"] == {"aws-zone-type": "private"}
    assert (found["registry"], found["txtOwnerId"], found["sources"]) == ("txt", "x2bee-acme-prd", ["service"])
    told = values("external-dns")
    assert (told["domainFilters"], told["extraArgs"]) == (["prd.acme.internal", "acme-shop.co.kr"], {})
    assert told["sources"] == ["crd", "service"]


def test_keda_and_external_secrets_have_no_rights_that_nobody_uses() -> None:
    keda, secrets = values("keda"), values("external-secrets")
    assert keda["permissions"] == {
        "operator": {"restrict": {"secret": True}},
        "metricServer": {"restrict": {"secret": True}},
    }
    assert keda["rbac"] == {"enabledCustomScaledRefKinds": False}
    for kind in ("ClusterExternalSecret", "ClusterGenerator", "ClusterPushSecret", "PushSecret"):
        assert (secrets[f"process{kind}"], secrets["crds"][f"create{kind}"]) == (False, False)
    assert secrets["rbac"]["serviceAccountTokenCreate"] is False


def test_crds_go_by_hand() -> None:
    kept = {"argocd.argoproj.io/sync-options": "Delete=false,Prune=false"}
    assert values("external-secrets")["crds"]["annotations"] == kept
    assert values("keda")["crds"]["additionalAnnotations"] == kept
    assert values("karpenter-crd") == {"additionalAnnotations": kept}
    assert values("cert-manager")["crds"] == {"enabled": True, "keep": True}


def test_karpenter_is_told_its_queue_and_cluster() -> None:
    assert values("karpenter")["settings"] == {
        "clusterName": "x2bee-acme-prd",
        "eksControlPlane": True,
        "interruptionQueue": "x2bee-acme-prd-karpenter",
        "enableZonalShift": True,
        "featureGates": {"nodeRepair": True},
    }


def test_the_cluster_autoscaler_finds_the_clusters_node_groups_by_what_eks_tags_them_with() -> None:
    found = values("cluster-autoscaler")
    assert found["cloudProvider"] == "aws"
    assert found["autoDiscovery"] == {
        "clusterName": "x2bee-acme-prd",  # without it the chart makes no Deployment
        "tags": ["k8s.io/cluster-autoscaler/enabled=true", "k8s.io/cluster-autoscaler/x2bee-acme-prd=owned"],
    }


@pytest.mark.parametrize(("kubernetes", "release"), [("1.34", "v1.34."), ("1.35", "v1.35.")])
def test_the_cluster_autoscaler_is_of_the_clusters_own_minor(kubernetes: str, release: str) -> None:
    assert values("cluster-autoscaler", kubernetes=kubernetes)["image"]["tag"].startswith(release)


def test_the_cluster_autoscaler_keeps_zones_even_and_can_remove_nodes() -> None:
    arguments = values("cluster-autoscaler")["extraArgs"]
    assert arguments["balance-similar-node-groups"] is True
    ignored = {value for key, value in arguments.items() if key.partition("_")[0] == "balancing-ignore-label"}
    assert "eks.amazonaws.com/sourceLaunchTemplateId" in ignored, "each zone's group has a launch template of its own"
    assert len(ignored) == sum(key.startswith("balancing-ignore-label_") for key in arguments)
    assert arguments["expander"] == "least-waste"
    assert arguments["skip-nodes-with-local-storage"] is arguments["skip-nodes-with-system-pods"] is False


def test_the_cluster_autoscaler_starts_although_the_clusters_dns_waits_for_a_node() -> None:
    assert values("cluster-autoscaler")["dnsPolicy"] == "Default"


def test_the_cluster_autoscalers_pods_would_be_let_in_under_the_restricted_standard() -> None:
    found = values("cluster-autoscaler")
    assert found["securityContext"]["runAsNonRoot"] is True
    assert found["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert found["containerSecurityContext"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
    }
