"""What you may say about one microservice."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults
from x2bee_constructs.core.leaks import Setting
from x2bee_constructs.core.names import Label, LabelKey, LabelValue
from x2bee_constructs.core.props import Bool, Count, Distinct, Items, Port, Props
from x2bee_constructs.workload.extras import Containers, VolumeMounts, Volumes
from x2bee_constructs.workload.fields import AbsolutePath, Bytes, Callee, Cpu, EnvName, Image, Url
from x2bee_constructs.workload.profile import Runtime
from x2bee_constructs.workload.runtimes import RuntimeChoice
from x2bee_constructs.workload.secrets import SecretKey, secret_faults
from x2bee_constructs.workload.timing import Timing

__all__ = [
    "Egress",
    "MsaDeploymentProps",
    "ReplicaCount",
    "Replicas",
    "Resources",
    "Scaling",
    "X2beeWarning",
    "raise_if_disordered",
    "setting_faults",
    "singleton_faults",
]

ReplicaCount = Annotated[Count, Field(ge=1, le=1000)]
"""A number of pods, 1 to 1000."""


def raise_if_disordered(least: int | None, most: int | None) -> None:
    """Raise the fault of `max` if both bounds are given and the wrong way round."""
    if least and most and most < least:
        wrong = fault(
            "X2B108",
            f"replicas.max must be at least replicas.min ({least})",
            got=str(most),
            fix="raise replicas.max or lower replicas.min",
            related="min",
        )
        raise_faults("Replicas", [(("max",), wrong, most)])


class Replicas(Props):
    """How many pods: the bounds of the HorizontalPodAutoscaler; equal bounds mean a fixed number and no autoscaler."""

    min: ReplicaCount = 1
    """Never fewer; 1 if not given."""
    max: ReplicaCount = 1
    """Never more; 1 if not given."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        raise_if_disordered(self.min, self.max)
        return self


class Resources(Props):
    """What one pod may use. Memory is requested and limited alike; CPU is requested and not limited.

    A CPU limit throttles a pod while the node idles (EKS best practices), and a memory request below its limit
    lets the node kill pods that did nothing wrong.
    """

    cpu: Cpu | None = None
    """CPU requested; the runtime's default if not given (JVM 500m, Node.js 250m)."""
    memory: Bytes | None = None
    """Memory requested and limited; the runtime's default if not given (JVM 1Gi, Node.js 512Mi)."""
    ephemeral_storage: Bytes = "1Gi"
    """Disk for logs and empty volumes, requested and limited; 1Gi if not given."""


class Scaling(Props):
    """What adds and removes pods between the bounds of `replicas`."""

    cpu_percent: Annotated[Count, Field(ge=10, le=95)] = 70
    """Percent of the CPU request at which pods are added; 70 if not given: the rest carries the load until a new pod is
    ready."""
    requests_per_second: Annotated[Count, Field(ge=1)] | None = None
    """Requests per second and pod at which pods are added as well, by the mesh's metrics through KEDA, which then owns
    the autoscaler. Only CPU counts if not given."""
    prometheus: Url = "http://prometheus.monitoring:9090"
    """Where KEDA asks for the requests; the platform's Prometheus if not given."""


class Egress(Props):
    """Addresses outside the cluster that a service may reach."""

    cidrs: Annotated[Distinct[Annotated[str, matching(r"[0-9.]+/[0-9]{1,2}", "an IPv4 CIDR")]], Field(min_length=1)]
    """The networks."""
    ports: Annotated[Distinct[Port], Field(min_length=1)]
    """The TCP ports."""


class X2beeWarning(UserWarning):
    """Something is allowed and has no effect, or not the one that was meant."""


class MsaDeploymentProps(Props):
    """One microservice, ready to run: what `MsaDeployment` takes."""

    image: Image
    """The container image, with registry and tag or digest."""
    runtime: RuntimeChoice
    """How the program runs: `SpringBoot()`, `NextJs()` … or a subclass of `Runtime` of your own."""
    calls: Distinct[Callee] = ()
    """Services of the same namespace, by name, and outside hosts, by domain. Each service's address reaches the
    program as `<NAME>_URL` (`X2BEE_API_MEMBER_URL`); nothing else can be reached. None if not given."""
    callers: Distinct[Label] = ()
    """Services of the same namespace that may reach it. None if not given."""
    exposed: Bool = False
    """Whether the ingress gateway may reach it. False if not given."""
    egress: Items[Egress] = ()
    """Addresses outside the cluster that it may reach: databases, caches. None if not given."""
    aws: Bool = False
    """Whether it uses AWS with its own identity: the Pod Identity agent and HTTPS may then be reached. False if not
    given."""
    policies: Bool = True
    """Whether to make its NetworkPolicy from `calls`, `callers`, `exposed`, `egress` and `aws`. True if not given."""
    replicas: Replicas = Replicas()
    """How many pods; exactly one if not given."""
    scaling: Scaling = Scaling()
    """What adds pods; CPU at 70 % if not given."""
    singleton: Bool = False
    """Exactly one pod, never two during a rollout, with the service's name as host name: the old pod ends before the
    new one starts. For programs that elect a primary by host name, and for those of which one at a time should run;
    when a node fails, Kubernetes may still start the replacement early. False if not given."""
    timing: Timing = Timing()
    """How long requests and the end of a pod may take; see `Timing`."""
    resources: Resources = Resources()
    """CPU, memory and disk of one pod; the runtime's defaults if not given."""
    priority_class: Label | None = None
    """The PriorityClass of its pods, which must exist. The cluster's default if not given."""
    env: Mapping[EnvName, Setting] = {}
    """Settings, never secrets; laid over those of the runtime, except those that say where it listens. A change rolls
    the pods."""
    files: Mapping[AbsolutePath, str] = {}
    """Files that the program reads, by their path, never secrets. A change rolls the pods. None if not given."""
    secrets: Mapping[EnvName, SecretKey] = {}
    """Settings whose values are in AWS Secrets Manager; External Secrets brings them, within the hour of a change. None
    if not given."""
    secret_store: Label = "aws-secrets-manager"
    """The ClusterSecretStore that reads Secrets Manager; `aws-secrets-manager` if not given."""
    mesh: Bool = True
    """Whether the pods have the mesh's proxy: it then drains and answers Prometheus. True if not given."""
    monitor: Bool = True
    """Whether to make a PodMonitor, if the runtime has metrics; the Prometheus operator must be there. True if not
    given."""
    node_selector: Mapping[LabelKey, LabelValue] = {"workload": "msa"}
    """Labels of the nodes that may run it; the platform's `workload=msa` if not given."""
    labels: Mapping[LabelKey, LabelValue] = {}
    """Further labels of every object and pod; never part of a selector. None if not given."""
    annotations: Mapping[LabelKey, str] = {}
    """Further annotations of the pods. None if not given."""
    owner: str | None = None
    """Who is called when it breaks: a team, a channel, an address. None if not given."""
    runbook: Url | None = None
    """What they should read. None if not given."""
    service_aliases: Distinct[Label] = ()
    """Further names under which the Service is reached on port 80. None if not given."""
    extra_containers: Containers = ()
    """Further containers of the pod, as Kubernetes has them; the Pod Security Standard of the namespace holds for them
    too. None if not given."""
    init_containers: Containers = ()
    """Containers that run first, one after the other. None if not given."""
    volumes: Volumes = ()
    """Further volumes of the pod. None if not given."""
    volume_mounts: VolumeMounts = ()
    """Where the program's container mounts them. None if not given."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        faults = list(singleton_faults(self.singleton, self.replicas.min, self.replicas.max))
        faults += setting_faults(self.runtime, self.env, self.files, self.secrets)
        raise_faults("MsaDeploymentProps", faults)
        for name in self.runtime.build_time_only(self.env):
            warnings.warn(
                f"'{name}' was fixed when the image was built; setting it now changes nothing", X2beeWarning, 2
            )
        return self


def setting_faults(
    runtime: Runtime, env: Mapping[str, str], files: Mapping[str, str], secrets: Mapping[str, SecretKey]
) -> Iterator[PlacedFault]:
    """The faults of what a program reads: moved ports, secrets in clear, and names that stand twice."""
    yield from _listening_faults(runtime, env)
    yield from secret_faults("env", env)
    yield from secret_faults("files", files)
    for name in sorted(env.keys() & secrets.keys()):
        wrong = fault("X2B101", f"'{name}' stands in env and in secrets", fix="keep one of the two")
        yield ("env", name), wrong, env[name]


def singleton_faults(singleton: bool, *replicas: int | None) -> Iterator[PlacedFault]:
    """The fault of a singleton with more than one pod."""
    if singleton and any(count and count > 1 for count in replicas):
        got = str(max(count or 0 for count in replicas))
        yield (
            ("replicas",),
            fault("X2B108", "a singleton has exactly one pod", expected="1", got=got, related="singleton"),
            got,
        )


def _listening_faults(runtime: Runtime, env: Mapping[str, str]) -> Iterator[PlacedFault]:
    """The faults of settings that would move the program away from where its probes and Service look for it."""
    profile = runtime.profile()
    for name in profile.listening:
        if env.get(name, profile.env[name]) != profile.env[name]:
            why = "the Service and the probes follow the runtime, not the environment"
            wrong = fault(
                "X2B112",
                f"'{name}' follows the runtime",
                expected=profile.env[name],
                got=env[name],
                why=why,
                fix="set the runtime's port",
            )
            yield ("env", name), wrong, env[name]
