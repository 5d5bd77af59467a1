"""The pods that run beside the services: on every node, in the mesh, and as controllers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from x2bee_constructs.addons.names import EXTERNAL_DNS, KARPENTER
from x2bee_constructs.addons.selection import add_ons
from x2bee_constructs.apm.names import COLLECTOR, WHATAP_OPERATOR
from x2bee_constructs.apm.props import Scouter, Whatap
from x2bee_constructs.apm.whatap_charts import OPERATOR_CPU, OPERATOR_MEMORY_MIB
from x2bee_constructs.cluster.nodes import AutoMode
from x2bee_constructs.core.documents import as_mapping
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.once import once
from x2bee_constructs.core.versions import ARGO_CD
from x2bee_constructs.delivery.argo.chart import argo_cd_pods
from x2bee_constructs.delivery.argo.props import EksCapability
from x2bee_constructs.imports.k8s.core_v1 import ResourceRequirements
from x2bee_constructs.logging.names import FLUENTD
from x2bee_constructs.mesh.charts import mesh_components
from x2bee_constructs.mesh.names import CNI_RELEASE, GATEWAY, istiod_release
from x2bee_constructs.observability.names import NODE_EXPORTER
from x2bee_constructs.platform.addons import add_ons_props
from x2bee_constructs.platform.databases import in_cluster_props
from x2bee_constructs.platform.delivery import delivery_props
from x2bee_constructs.platform.logs import efk_props
from x2bee_constructs.platform.mesh import mesh_props
from x2bee_constructs.platform.packing import Load
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.sizes import least_pods
from x2bee_constructs.platform.toolchain import toolchain_loads
from x2bee_constructs.platform.watching import SystemLoad, watching_loads
from x2bee_constructs.workload.sizing import Requests, bytes_of, millicores

__all__ = ["COREDNS_PODS", "SystemLoad", "on_every_node", "system_loads"]

_MI = 1024**2
_GI = 1024**3

_OF_EKS = (
    Load("aws-node", 1, Requests(cpu=50)),
    Load("kube-proxy", 1, Requests(cpu=100)),
    Load("ebs-csi-node", 1, Requests(cpu=30, memory=120 * _MI)),
    Load("eks-pod-identity-agent", 1, Requests()),
    Load("eks-node-monitoring-agent", 1, Requests(cpu=10, memory=30 * _MI)),
)
"""EKS' own add-ons with the requests of their manifests (2026-11). On nodes of Auto Mode they are no pods: the machine
image has them."""

COREDNS_PODS = (3, 10)
"""How many pods CoreDNS has at least and at most: what the cluster tells EKS' add-on."""

_COREDNS = Requests(cpu=100, memory=70 * _MI)
"""As the add-on's manifest has it (2026-11)."""

_EBS_CSI_CONTROLLER = Load("ebs-csi-controller", 2, Requests(cpu=60, memory=240 * _MI))
"""Two pods of six containers, each 10m and 40Mi, as the driver's chart has it (2026-11)."""


_EXPORTER = Requests(cpu=10, memory=64 * _MI)
"""What watches a sync, as its Deployment says (`database/sync/pods.py`)."""


@once
def on_every_node(platform: Platform) -> tuple[Load, ...]:
    """What runs on each node: EKS' add-ons where they are pods, istio-cni where there is a mesh, the agents."""
    of_eks = () if isinstance(platform.cluster.nodes, AutoMode) else _OF_EKS
    mesh = tuple(Load("istio-cni-node", 1, one) for release, one in _mesh_requests(platform) if release == CNI_RELEASE)
    logs = efk_props(platform)
    fluentd = (Load(FLUENTD, 1, Requests(cpu=millicores(logs.cpu), memory=logs.memory_mib * _MI)),) if logs else ()
    watching = watching_loads(platform)
    nodes = tuple(Load(one.name, 1, one.one) for one in watching if one.name == NODE_EXPORTER)
    return (*of_eks, *mesh, *fluentd, *nodes)


@once
def system_loads(platform: Platform) -> tuple[SystemLoad, ...]:
    """Every pod beside the services that shares the services' nodes.

    Karpenter is not among them: it runs on nodes of its own.
    """
    watching = (one for one in watching_loads(platform) if one.name != NODE_EXPORTER)
    beside = (
        *_of_eks(platform),
        *_add_ons(platform),
        *_mesh(platform),
        *_data(platform),
        *_apm(platform),
        *toolchain_loads(platform),
    )
    return (*beside, *watching, *_delivery(platform))


def _of_eks(platform: Platform) -> Iterator[SystemLoad]:
    if not isinstance(platform.cluster.nodes, AutoMode):
        yield SystemLoad("coredns", *COREDNS_PODS, _COREDNS)
        driver = _EBS_CSI_CONTROLLER
        yield SystemLoad(driver.name, driver.pods, driver.pods, driver.one)


def _add_ons(platform: Platform) -> Iterator[SystemLoad]:
    props = add_ons_props(platform)
    for add_on in add_ons(platform.site, props):
        # external-dns has one pod: two would write against each other.
        pods = 1 if add_on.name == EXTERNAL_DNS else props.replicas
        for release in add_on.releases if add_on.name != KARPENTER else ():
            yield from (SystemLoad(add_on.name, pods, pods, one) for one in _requested(release.values))


def _mesh(platform: Platform) -> Iterator[SystemLoad]:
    props = mesh_props(platform)
    if props is None:
        return
    pods = {istiod_release(props.revision): props.istiod, GATEWAY: props.gateway}
    for release, one in _mesh_requests(platform):
        if replicas := pods.get(release):
            yield SystemLoad(release, replicas.min, replicas.max, one)


def _mesh_requests(platform: Platform) -> Iterator[tuple[str, Requests]]:
    """By release; nothing without a mesh."""
    props = mesh_props(platform)
    for component in mesh_components(props) if props else ():
        for release in component.releases:
            yield from ((release.name, one) for one in _requested(release.values))


def _data(platform: Platform) -> Iterator[SystemLoad]:
    """Databases inside the cluster, and what watches syncs of tables; their jobs come and go."""
    for name, props in in_cluster_props(platform).items():
        one = Requests(cpu=millicores(props.cpu), memory=bytes_of(props.memory))
        yield SystemLoad(f"postgres-{name}", props.instances, props.instances, one)
    for name in platform.syncs:
        yield SystemLoad(f"sync-{name}", 1, 1, _EXPORTER)


def _apm(platform: Platform) -> Iterator[SystemLoad]:
    """The operator or the collector of the APM; the agents are in the services' own requests."""
    if isinstance(platform.apm, Whatap):
        yield SystemLoad(WHATAP_OPERATOR, 1, 1, Requests(cpu=OPERATOR_CPU, memory=OPERATOR_MEMORY_MIB * _MI))
    if isinstance(platform.apm, Scouter):
        spec = platform.apm
        yield SystemLoad(COLLECTOR, 1, 1, Requests(millicores(spec.cpu), spec.collector_memory_mib * _MI, _GI))


def _requested(values: ApiStruct) -> Iterator[Requests]:
    """What a pod of each Deployment of a chart requests, as the chart's values say it."""
    yield from _below(values.to_wire())


def _below(value: Any) -> Iterator[Requests]:
    mapping = as_mapping(value) or {}
    for key, inner in mapping.items():
        said = as_mapping(inner) or {}
        if key == "requests":
            yield Requests(cpu=millicores(str(said["cpu"])), memory=bytes_of(str(said["memory"])))
        else:
            yield from _below(said)


def _delivery(platform: Platform) -> Iterator[SystemLoad]:
    """Argo CD, where it runs in the cluster; without `delivery` it is somebody else's, for which the room is kept."""
    spec, props = platform.delivery, delivery_props(platform)
    if spec and isinstance(spec.argo_cd, EksCapability):
        return
    replicas = props.replicas if props else min(2, least_pods(platform))
    told = spec is not None and spec.notifications is not None
    for pods, one in argo_cd_pods(replicas, notifications=told).values():
        yield SystemLoad(ARGO_CD.chart, pods, pods, _of(one))


def _of(resources: ResourceRequirements) -> Requests:
    said = resources.requests or {}
    return Requests(cpu=millicores(str(said["cpu"])), memory=bytes_of(str(said["memory"])))
