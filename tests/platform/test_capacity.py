"""Law 8: what the services ask for is laid out on nodes and in subnets, and what does not fit is said with its sum."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from x2bee_constructs import Platform, Replicas, SpecError, load_platform
from x2bee_constructs.addons.compatibility import COMPATIBILITY
from x2bee_constructs.addons.props import AddOnsProps, Karpenter
from x2bee_constructs.core.versions import ARGO_CD, ISTIO_REVISION
from x2bee_constructs.delivery.argo.chart import argo_cd
from x2bee_constructs.mesh.names import istiod_release
from x2bee_constructs.platform.addons import add_ons_props
from x2bee_constructs.platform.capacity import addresses, most_loads, nodes, usual_loads
from x2bee_constructs.platform.delivery import delivery_props
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.nodes import capacity_faults, cluster_props
from x2bee_constructs.platform.packing import Load, Room, nodes_for, total
from x2bee_constructs.platform.system import on_every_node, system_loads
from x2bee_constructs.workload.sizing import Requests, bytes_of

GI = 1024**3
NODE = Room(Requests(4000, 16 * GI, 100 * GI), 58)
ISTIOD = istiod_release(ISTIO_REVISION)
GIT = {"url": "https://git.example.com/platform/deploy.git"}

loads = st.lists(
    st.builds(
        Load,
        st.just("x"),
        st.integers(0, 12),
        st.builds(Requests, st.integers(1, 4000), st.integers(1, 16 * GI), st.integers(0, 50 * GI)),
    ),
    max_size=8,
)


@given(loads)
def test_the_nodes_hold_what_is_laid_on_them_and_none_is_wasted(found: list[Load]) -> None:
    count = nodes_for(found, NODE)
    assert count is not None
    all_, pods = total(found), sum(load.pods for load in found)
    assert all_.cpu <= count * 4000
    assert all_.memory <= count * 16 * GI
    assert pods <= count * 58
    assert count <= pods


@given(loads)
def test_one_pod_more_never_takes_fewer_nodes_than_its_kind_alone(found: list[Load]) -> None:
    whole = nodes_for(found, NODE) or 0
    assert all((nodes_for([load], NODE) or 0) <= whole for load in found)


def test_pods_are_laid_out_and_not_divided() -> None:
    """Three of 9 Gi are 27 Gi, which two nodes of 16 would have: but a pod is on one node."""
    assert nodes_for([Load("x", 3, Requests(100, 9 * GI))], NODE) == 3


def test_a_pod_larger_than_a_node_has_no_place() -> None:
    assert nodes_for([Load("x", 1, Requests(4001, GI))], NODE) is None


def test_what_every_node_runs_is_taken_off() -> None:
    agents = (Load("agent", 1, Requests(200, GI)), Load("other", 1, Requests(50)))
    found = nodes([Load("x", 1, Requests(100, GI))], NODE, agents)
    assert found.room == Room(Requests(3750, 15 * GI, 100 * GI), 56)


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ({}, set[str]()),
        ({"istio_revision": None}, {"istio-cni-node"}),
        (
            {"cluster": {"nodes": "auto-mode"}},
            {"aws-node", "kube-proxy", "ebs-csi-node", "eks-pod-identity-agent", "eks-node-monitoring-agent"},
        ),
    ],
)
def test_every_node_runs_what_the_cluster_puts_there(
    minimal: dict[str, Any], said: dict[str, Any], gone: set[str]
) -> None:
    usual = {load.name for load in on_every_node(Platform.model_validate(minimal))}
    assert {load.name for load in on_every_node(Platform.model_validate({**minimal, **said}))} == usual - gone


def pods_beside(said: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """How many pods of each kind run beside the services, at least and at most."""
    found: dict[str, tuple[int, int]] = {}
    for load in system_loads(Platform.model_validate(said)):
        least, most = found.get(load.name, (0, 0))
        found[load.name] = (least + load.least, most + load.most)
    return found


def test_what_runs_beside_the_services_counts(minimal: dict[str, Any]) -> None:
    assert pods_beside(minimal) == {
        "coredns": (3, 10),
        "ebs-csi-controller": (2, 2),
        "aws-load-balancer-controller": (2, 2),
        "cluster-autoscaler": (2, 2),
        "external-dns": (1, 1),
        "external-secrets": (6, 6),
        "keda": (6, 6),
        "metrics-server": (2, 2),
        ISTIOD: (3, 6),
        "istio-ingressgateway": (3, 12),
        "argo-cd": (7, 7),
    }


@pytest.mark.parametrize(
    ("said", "gone", "new"),
    [
        ({"addons": {"keda": False, "external_dns": False}}, {"keda", "external-dns"}, set[str]()),
        ({"addons": {"cert_manager": True}}, set[str](), {"cert-manager"}),
        ({"istio_revision": None}, {ISTIOD, "istio-ingressgateway"}, set[str]()),
        # Karpenter has nodes of its own, and those of Auto Mode bring DNS and volumes with them.
        ({"cluster": {"nodes": "karpenter"}}, {"cluster-autoscaler"}, set[str]()),
        ({"cluster": {"nodes": "auto-mode"}}, {"cluster-autoscaler", "coredns", "ebs-csi-controller"}, set[str]()),
    ],
)
def test_only_what_runs_counts(minimal: dict[str, Any], said: dict[str, Any], gone: set[str], new: set[str]) -> None:
    assert pods_beside({**minimal, **said}).keys() == (pods_beside(minimal).keys() - gone) | new


def test_argo_cd_counts_where_it_runs_with_what_its_chart_requests(minimal: dict[str, Any]) -> None:
    def argo(**delivery: Any) -> list[Any]:
        said = {**minimal, "delivery": {"repository": GIT, **delivery}}
        return [load for load in system_loads(Platform.model_validate(said)) if load.name == "argo-cd"]

    own = argo()
    props = delivery_props(Platform.model_validate({**minimal, "delivery": {"repository": GIT}}))
    assert props
    (release,) = argo_cd(props).releases
    values = release.values.to_wire()
    assert sum(load.least for load in own) == 3 + 2 * props.replicas
    once = {name: values[name]["resources"]["requests"] for name in ("controller", "redis", "applicationSet")}
    twice = {name: values[name]["resources"]["requests"] for name in ("repoServer", "server")}
    wanted = sum(bytes_of(one["memory"]) for one in once.values())
    wanted += props.replicas * sum(bytes_of(one["memory"]) for one in twice.values())
    assert sum(load.one.memory * load.least for load in own) == wanted
    told = argo(notifications={"receivers": {"hook": {"kind": "webhook"}}})
    assert sum(load.least for load in told) == sum(load.least for load in own) + 1
    group = "01234567-89ab-cdef-0123-456789abcdef"
    eks = {"kind": "eks-capability", "identity_center": "ssoins-0123456789abcdef", "administrators": [group]}
    assert argo(argo_cd=eks) == [], "EKS runs it outside the cluster"


def test_requests_are_those_that_the_charts_are_given(minimal: dict[str, Any]) -> None:
    found = {load.name: load.one for load in system_loads(Platform.model_validate(minimal))}
    assert found["cluster-autoscaler"] == Requests(100, 600 * 1024**2)
    assert found[ISTIOD] == Requests(500, 2 * GI)


def test_the_least_number_of_nodes_holds_what_always_runs(minimal: dict[str, Any]) -> None:
    """Not only the services: half of what always runs is not theirs."""
    platform = Platform.model_validate({**minimal, "cluster": {"nodes": {"instance_types": ["m7g.large"]}}})
    services = [load for load in usual_loads(platform) if load.name in platform.services]
    assert [load.pods for load in services] == [replicas(platform, load.name).min for load in services]
    beside = [Load(one.name, one.least, one.one) for one in system_loads(platform)]
    assert list(usual_loads(platform)) == [*services, *beside]
    assert [load.pods for load in most_loads(platform)][len(services) :] == [o.most for o in system_loads(platform)]
    found: Any = cluster_props(platform).nodes
    # An m7g.large offers 1930m, and every node's own pods take 340m of them.
    assert found.min * (1930 - 340) >= total(usual_loads(platform)).cpu
    assert found.min % 3 == 0


def replicas(platform: Platform, service: str) -> Replicas:
    return deployment_props(platform, service).replicas


def test_addresses_of_a_zone_when_another_is_gone() -> None:
    """10 nodes and 100 pods over two zones: 5 nodes, 50 pods; 4 prefixes of pods, one begun and one warm for each."""
    found = addresses(10, 100, IPv4Network("10.0.0.0/24"))
    assert (found.needed, found.usable) == (5 + (4 + 10) * 16, 251)


@pytest.mark.parametrize("environment", ["dev", "stg", "prd"])
def test_what_is_derived_holds_every_autoscaler_at_its_maximum(
    environment: str, acme: Callable[[str], Platform]
) -> None:
    platform = acme(environment)
    bounds: Any = cluster_props(platform).nodes
    assert bounds.min >= 3
    as_said = platform.model_copy(update={"cluster": platform.cluster.model_copy(update={"nodes": bounds})})
    assert list(capacity_faults(as_said)) == []
    # Three more than needed, rounded up to whole zones: six fewer is too few.
    too_few = bounds.model_copy(update={"max": bounds.max - 6})
    refused = platform.model_copy(update={"cluster": platform.cluster.model_copy(update={"nodes": too_few})})
    assert [wrong.type for _, wrong, _ in capacity_faults(refused)] == ["X2B302"]


HEAD = 'customer: beta\ndomain: beta-shop.co.kr\nregion: ap-northeast-2\naccount: "012345678901"\n'


def faults(tmp_path: Path, extra: str) -> list[tuple[str, str, str, str, str]]:
    """Code, place, title, what was expected and got of every fault of a platform that says this too."""
    path = tmp_path / "beta.yaml"
    path.write_text(f"{HEAD}{extra}\nenvironments: {{prd: {{size: large}}}}\n")
    with pytest.raises(SpecError) as caught:
        load_platform(path, "prd")
    return [(one.code, one.place, one.title, one.expected, one.got) for one in caught.value.findings]


TOO_FEW = "the nodes cannot hold all pods when every autoscaler is at its maximum"
OVERLAPS = "the Services' network 10.20.0.0/16 overlaps the VPC's 10.20.0.0/16"
UNSAID = "the number of nodes must be said"


@pytest.mark.parametrize(
    ("extra", "found"),
    [
        ("cluster: {nodes: {max: 6}}", ("X2B302", "cluster.nodes.max", TOO_FEW, "at least 21", "6")),
        (
            "cluster: {nodes: {kind: karpenter, max_cpu: 16}}",
            ("X2B302", "cluster.nodes.max_cpu", TOO_FEW, "at least 80", "16"),
        ),
        (
            "cluster: {nodes: {kind: auto-mode, max_cpu: 16}}",
            ("X2B302", "cluster.nodes.max_cpu", TOO_FEW, "at least 80", "16"),
        ),
        (
            "cluster: {nodes: {instance_types: [i4g.xlarge]}}",
            ("X2B302", "cluster.nodes.instance_types.0", UNSAID, "cluster.nodes.max", ""),
        ),
        (
            "cluster: {nodes: {kind: karpenter, instance_types: [m7g.xlarge, i4g.xlarge]}}",
            ("X2B302", "cluster.nodes.instance_types.1", UNSAID, "cluster.nodes.max_cpu", ""),
        ),
        (
            "cluster: {service_cidr: 10.20.0.0/16}",
            ("X2B122", "cluster.service_cidr", OVERLAPS, "", ""),
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_sum(tmp_path: Path, extra: str, found: tuple[str, ...]) -> None:
    assert faults(tmp_path, extra) == [found]


def test_a_pod_that_no_node_can_hold_is_named_with_its_size(tmp_path: Path) -> None:
    ((code, place, title, expected, got),) = faults(tmp_path, "services: {x2bee-fo: {resources: {memory: 60Gi}}}")
    assert (code, place, title) == ("X2B302", "cluster.nodes", "a pod of 'x2bee-fo' is larger than a node")
    assert expected.startswith("at most 3630m CPU and 13.5Gi and 80.0Gi of disk")
    assert "60.1Gi" in got


def test_one_type_too_small_is_one_too_many_for_a_node_group(tmp_path: Path, minimal: dict[str, Any]) -> None:
    """An Auto Scaling group takes any of its types; Karpenter looks for one that fits."""
    services = "services: {x2bee-fo: {resources: {memory: 9Gi}}}"
    types = "instance_types: [m7g.2xlarge, m7g.large]"
    ((code, place, *_),) = faults(tmp_path, f"cluster: {{nodes: {{{types}}}}}\n{services}")
    assert (code, place) == ("X2B302", "cluster.nodes.instance_types.1")
    said = {
        "cluster": {"nodes": {"kind": "karpenter", "instance_types": ["m7g.2xlarge", "m7g.large"]}},
        "services": {"x2bee-fo": {"resources": {"memory": "9Gi"}}},
    }
    assert list(capacity_faults(Platform.model_validate({**minimal, **said}))) == []


def most(minimal: dict[str, Any], *types: str) -> int:
    said = {"cluster": {"nodes": {"instance_types": types}}}
    found: Any = cluster_props(Platform.model_validate({**minimal, **said})).nodes
    return found.max


def test_of_several_types_the_one_counts_of_which_most_are_needed(minimal: dict[str, Any]) -> None:
    """By nothing but how many of it are needed: r7g.large has more memory than m7g.large, c7g.2xlarge as much."""
    small, large = most(minimal, "c7g.xlarge"), most(minimal, "m7g.2xlarge")
    assert small > large
    assert most(minimal, "m7g.2xlarge", "c7g.xlarge") == most(minimal, "c7g.xlarge", "m7g.2xlarge") == small
    # More memory and fewer cores: of the two with 16 GiB and more, more are needed of the one with two cores.
    assert most(minimal, "c7g.2xlarge", "r7g.large") == most(minimal, "r7g.large") > most(minimal, "c7g.2xlarge")


@pytest.mark.parametrize(("disk", "fits"), [("23Gi", True), ("25Gi", False)])
def test_pods_have_four_fifths_of_a_nodes_disk(minimal: dict[str, Any], disk: str, fits: bool) -> None:
    """EKS keeps the rest for images and the system: of 30 GiB 24 are left."""
    said = {
        "cluster": {"nodes": {"disk_gib": 30}},
        "services": {"x2bee-fo": {"resources": {"ephemeral_storage": disk}}},
    }
    if fits:
        assert Platform.model_validate({**minimal, **said})
    else:
        with pytest.raises(ValueError, match=r"a pod of 'x2bee-fo' is larger than a node.* 24\.0Gi of disk"):
            Platform.model_validate({**minimal, **said})


def test_what_upstream_does_not_support_is_all_that_is_told(tmp_path: Path) -> None:
    found = faults(tmp_path, 'cluster: {version: "1.36"}')
    assert [(code, place) for code, place, *_ in found] == [("X2B301", "cluster.version")] * 2
    assert [title.partition(" ")[0] for _, _, title, *_ in found] == ["argo-cd", "keda"]


def test_without_keda_a_newer_kubernetes_is_still_refused_for_argo_cd_alone(tmp_path: Path) -> None:
    ((code, _, title, expected, got),) = faults(tmp_path, 'cluster: {version: "1.36"}\naddons: {keda: false}')
    assert (code, title) == ("X2B301", f"argo-cd {ARGO_CD.app_version} is not supported on Kubernetes 1.36")
    assert (expected, got) == (COMPATIBILITY["argo-cd"].range, "1.36")


def test_small_subnets_of_an_existing_vpc_are_refused_each(tmp_path: Path) -> None:
    def three(tier: int, third: int, step: int, prefix: int) -> str:
        rows = (
            f"{{id: subnet-{tier:07d}{n:010d}, cidr: 10.0.{third + n * step}.{0 if step else n * 64}/{prefix}}}"
            for n in range(3)
        )
        return f"[{', '.join(rows)}]"

    found = faults(
        tmp_path,
        "network:\n  existing:\n    id: vpc-0123456789abcdef0\n    cidr: 10.0.0.0/20\n"
        f"    app: {three(1, 0, 1, 24)}\n    public: {three(2, 8, 0, 26)}\n    data: {three(3, 9, 0, 26)}",
    )
    assert [(code, place) for code, place, *_ in found] == [
        ("X2B303", f"network.existing.app.{index}.cidr") for index in range(3)
    ]
    assert {got for *_, got in found} == {"251"}


def test_subnets_of_our_own_are_refused_once_where_it_can_be_changed(tmp_path: Path) -> None:
    """Three alike, whose size nobody can choose: 8,187 addresses for four thousand pods."""
    services = "\n".join(f"  x2bee-{name}: {{replicas: {{max: 1000}}}}" for name in ("fo", "gw", "bo", "cc"))
    ((code, place, title, _, got),) = faults(tmp_path, f"services:\n{services}")
    assert (code, place, got) == ("X2B303", "cluster.nodes", "8187")
    assert title == "subnet 10.20.0.0/19 has too few addresses for its pods"


def test_the_add_ons_are_those_of_the_platform(minimal: dict[str, Any]) -> None:
    base: dict[str, Any] = {
        "account": "012345678901",
        "region": "ap-northeast-2",
        "private_zone": "prd.beta.internal",
        "kubernetes": "1.35",
        "cluster_autoscaler": True,
        "target_groups": ("x2bee-beta-prd-ingress",),
        "secret_namespaces": ("beta-app",),
    }
    # Who reads which secret is test_readers.py's matter.
    reads = {"secret_names", "parameter_names", "secret_readers"}
    made = add_ons_props(Platform.model_validate(minimal))
    assert made.model_dump(exclude=reads) == AddOnsProps.model_validate(base).model_dump(exclude=reads)
    own = Platform.model_validate({**minimal, "databases": {"event": {"engine": "cloudnative-pg"}}})
    assert (add_ons_props(own).cloudnative_pg, add_ons_props(own).cert_manager) == (True, True)
    node = {"kind": "karpenter"}
    for zonal_shift in (True, False):
        said = {"cluster": {"nodes": node, "zonal_shift": zonal_shift}, "addons": {"keda": False}}
        expected = Karpenter(
            queue="x2bee-beta-prd-karpenter", node_role="x2bee-beta-prd-karpenter-node", zonal_shift=zonal_shift
        )
        without = {**base, "cluster_autoscaler": False, "keda": False}
        made = add_ons_props(Platform.model_validate({**minimal, **said}))
        wanted = AddOnsProps.model_validate({**without, "karpenter": expected})
        assert made.model_dump(exclude=reads) == wanted.model_dump(exclude=reads)
