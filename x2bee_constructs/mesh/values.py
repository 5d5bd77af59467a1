"""The values of Istio's four charts, typed: the keys that we set, and no others can be."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.mesh.mesh_config import MeshConfig

__all__ = [
    "Amounts",
    "Autoscaling",
    "BaseSettings",
    "BaseValues",
    "Cni",
    "CniAmbient",
    "CniRepair",
    "CniValues",
    "Disruption",
    "GatewayService",
    "GatewayValues",
    "IstiodGlobal",
    "IstiodValues",
    "LabelSelector",
    "PodSecurity",
    "Resources",
    "RollingUpdate",
    "Seccomp",
    "ServicePort",
    "Spread",
    "Strategy",
    "Switch",
]


class Switch(ApiStruct):
    """Something on or off."""

    enabled: bool


class Amounts(ApiStruct):
    """CPU and memory. An empty text takes a limit of the chart's away, which leaving the key out would not."""

    memory: str
    cpu: str | None = None


class Resources(ApiStruct):
    """What one pod requests and may use at most."""

    requests: Amounts
    limits: Amounts | None = None


class Seccomp(ApiStruct):
    """The profile of system calls."""

    type: Literal["RuntimeDefault"] = "RuntimeDefault"


class Disruption(ApiStruct):
    """A PodDisruptionBudget."""

    max_unavailable: int
    unhealthy_pod_eviction_policy: Literal["AlwaysAllow"]


class LabelSelector(ApiStruct):
    """Which pods are counted."""

    match_labels: dict[str, str]


class Spread(ApiStruct):
    """How pods are spread over zones or nodes."""

    max_skew: int
    topology_key: str
    when_unsatisfiable: Literal["ScheduleAnyway"]
    label_selector: LabelSelector
    match_label_keys: list[str]


class BaseSettings(ApiStruct):
    """The webhook that validates Istio's objects."""

    validation_failure_policy: Literal["Fail"]


class BaseValues(ApiStruct):
    """Chart `base`: the CRDs, and the webhook that validates for the default revision."""

    default_revision: str
    base: BaseSettings


class IstiodGlobal(ApiStruct):
    """What the control plane's chart calls `global`."""

    istio_namespace: str
    log_as_json: bool
    network_policy: Switch
    priority_class_name: str


class IstiodValues(ApiStruct):
    """Chart `istiod`: the control plane of one revision."""

    revision: str
    revision_tags: list[str]
    autoscale_enabled: bool
    autoscale_min: int
    autoscale_max: int
    pdb: Disruption
    resources: Resources
    seccomp_profile: Seccomp
    node_selector: dict[str, str]
    topology_spread_constraints: list[Spread]
    cni: Switch
    env: dict[str, str]
    base: BaseSettings
    mesh_config: MeshConfig
    global_: IstiodGlobal


class CniAmbient(Switch):
    """The mode without sidecars."""


class CniRepair(Switch):
    """What becomes of a pod that started before istio-cni was on its node."""

    repair_pods: bool


class Cni(ApiStruct):
    """What istio-cni's chart calls `global`."""

    log_as_json: bool


class CniValues(ApiStruct):
    """Chart `cni`: redirects the pods' traffic to their proxies, so that no pod needs the right to do so."""

    ambient: CniAmbient
    chained: bool
    exclude_namespaces: list[str]
    repair: CniRepair
    resources: Resources
    seccomp_profile: Seccomp
    global_: Cni


class PodSecurity(ApiStruct):
    """Under the Pod Security Standard `restricted`."""

    run_as_non_root: bool
    seccomp_profile: Seccomp


class ServicePort(ApiStruct):
    """A port of the gateway's Service."""

    name: str
    port: int
    protocol: Literal["TCP"] = "TCP"
    target_port: int


class GatewayService(ApiStruct):
    """Its Service: the load balancer finds the pods by it and sends them the requests itself."""

    type: Literal["ClusterIP"]
    ports: list[ServicePort]


class Autoscaling(ApiStruct):
    """Its HorizontalPodAutoscaler."""

    enabled: bool
    min_replicas: int
    max_replicas: int
    target_cpu: Annotated[int, Field(alias="targetCPUUtilizationPercentage")]


class RollingUpdate(ApiStruct):
    """How many pods more, and fewer, during a rollout."""

    max_surge: str
    max_unavailable: int


class Strategy(ApiStruct):
    """How a new version comes in."""

    type: Literal["RollingUpdate"] = "RollingUpdate"
    rolling_update: RollingUpdate


class GatewayValues(ApiStruct):
    """Chart `gateway`: the ingress gateway."""

    name: str
    revision: str
    labels: dict[str, str]
    service: GatewayService
    autoscaling: Autoscaling
    pod_disruption_budget: Disruption
    strategy: Strategy
    termination_grace_period_seconds: int
    pod_annotations: dict[str, str]
    resources: Resources
    security_context: PodSecurity
    node_selector: dict[str, str]
    topology_spread_constraints: list[Spread]
    priority_class_name: str
