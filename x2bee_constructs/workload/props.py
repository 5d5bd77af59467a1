"""What you may say about one microservice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults, show
from x2bee_constructs.core.leaks import Setting
from x2bee_constructs.core.names import Label, LabelKey, LabelValue
from x2bee_constructs.core.props import Bool, Count, Distinct, Items, Port, Props
from x2bee_constructs.workload.extras import Containers, VolumeMounts, Volumes
from x2bee_constructs.workload.fields import (
    AbsolutePath,
    Bytes,
    Callee,
    Cpu,
    EnvName,
    Image,
    Ipv4Cidr,
    OutsideHost,
    Owner,
    Url,
)
from x2bee_constructs.workload.profile import Runtime
from x2bee_constructs.workload.runtimes import RuntimeChoice
from x2bee_constructs.workload.secrets import SecretKey, secret_faults
from x2bee_constructs.workload.timing import Timing

__all__ = [
    "Egress",
    "MsaDeploymentProps",
    "Peer",
    "PodField",
    "ReplicaCount",
    "Replicas",
    "Resources",
    "Scaling",
    "Surroundings",
    "X2beeWarning",
    "raise_if_disordered",
    "setting_faults",
    "singleton_faults",
]

_SecretName = Annotated[
    str,
    matching(
        r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?",
        "a Secret's name: lower-case letters, digits and '-', at most 253 characters",
    ),
]
"""The name of a Secret; it may be longer than a service's, because services' names are parts of it."""

PodField = Literal["metadata.name", "metadata.namespace", "spec.nodeName", "status.hostIP", "status.podIP"]
"""What Kubernetes tells a pod of itself."""

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


_OF_THE_MESH = re.compile(r"([a-z0-9-]+\.)*istio\.io/.*", re.ASCII)
"""Labels and annotations that Istio reads: several switch the proxy off, or let traffic pass it by."""

_OF_THE_PROXY = frozenset(
    f"sidecar.istio.io/{word}"
    for word in ("componentLogLevel", "logLevel", "proxyCPU", "proxyCPULimit", "proxyMemory", "proxyMemoryLimit")
)
"""Annotations that only say what the proxy may use, and what it logs."""

_PROXY_USER = 1337
"""Who the proxy runs as: what this user sends is not taken by the proxy, nor refused by it."""

_MOST_FILE_BYTES = 900_000
"""A ConfigMap holds 1 MiB, names and all."""


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

    cidrs: Annotated[Distinct[Ipv4Cidr], Field(min_length=1)]
    """The networks."""
    ports: Annotated[Distinct[Port], Field(min_length=1)]
    """The TCP ports."""


class Peer(Props):
    """Pods of another namespace that a service may reach."""

    namespace: Label
    """Their namespace."""
    services: Annotated[Distinct[Label], Field(min_length=1)]
    """The Services there by which they are called."""
    pods: Annotated[Mapping[LabelKey, LabelValue], Field(min_length=1)]
    """Their labels."""
    ports: Annotated[Distinct[Port], Field(min_length=1)]
    """Their TCP ports."""
    udp_ports: Distinct[Port] = ()
    """Their UDP ports, which no proxy of the mesh takes: only the NetworkPolicy holds for them. None if not given."""


class Surroundings(Props):
    """Where a cluster has what its services meet; the platform's places if not given."""

    mesh_namespace: Label = "istio-system"
    """The mesh's control plane and the collector of spans; `istio-system` if not given."""
    gateway_namespace: Label = "istio-system"
    """The ingress gateway; `istio-system` if not given."""
    gateway_labels: Annotated[Mapping[LabelKey, LabelValue], Field(min_length=1)] = {"istio": "ingressgateway"}
    """The labels of the ingress gateway's pods; those of Istio's own chart if not given."""
    monitoring_namespace: Label = "monitoring"
    """Prometheus; `monitoring` if not given."""
    gateway_service_account: Label = "istio-ingressgateway"
    """The ServiceAccount of the ingress gateway: who it is for the mesh; that of Istio's own chart if not given."""
    collector: Label = "istio-tracing"
    """The Service in `mesh_namespace` to which proxies send their spans; `istio-tracing` if not given."""


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
    called_as: Distinct[Label] = ()
    """Further names (`service_aliases`) under which it reaches services of `calls`: the mesh lets through only names
    that it is told. None if not given."""
    callers: Distinct[Label] = ()
    """Services of the same namespace that may reach it. None if not given."""
    exposed: Bool = False
    """Whether the ingress gateway may reach it. False if not given."""
    egress: Items[Egress] = ()
    """Addresses outside the cluster that it may reach: databases, caches. None if not given."""
    peers: Items[Peer] = ()
    """Pods of other namespaces that it may reach: a database inside the cluster. None if not given."""
    aws: Bool = False
    """Whether it uses AWS with its own identity: the Pod Identity agent and HTTPS may then be reached. False if not
    given."""
    aws_hosts: Distinct[OutsideHost] = ()
    """The hosts of AWS that it calls (`sqs.ap-northeast-2.amazonaws.com`): in the mesh it reaches these and no others.
    Of `aws`; in a platform they follow from `access`. None if not given."""
    outside_entries: Bool = True
    """Whether to make the mesh's ServiceEntry of each outside host itself. False where something else makes them for a
    whole namespace, which has only one per host (`OutsideHosts`). True if not given."""
    surroundings: Surroundings = Surroundings()
    """Where the gateway, the mesh and Prometheus are; the platform's places if not given."""
    policies: Bool = True
    """Whether to make what denies all that is not declared: its NetworkPolicy and, in the mesh, its AuthorizationPolicy
    and Sidecar, from `calls`, `callers`, `exposed`, `egress` and `aws`. True if not given."""
    replicas: Replicas = Replicas()
    """How many pods; exactly one if not given."""
    scaling: Scaling = Scaling()
    """What adds pods; CPU at 70 % if not given."""
    singleton: Bool = False
    """Exactly one pod, never two during a rollout, with the service's name as host name: the old pod ends before the
    new one starts. For programs that elect a primary by host name, and for those of which one at a time should run;
    when a node fails, Kubernetes may still start the replacement early. False if not given."""
    concurrency: Annotated[Count, Field(ge=1, le=10_000)] | None = None
    """How many requests one pod answers at once; the mesh refuses what would be more than twice that. The runtime's
    number if not given (JVM 200, Spring Cloud Gateway 500, Node.js 100)."""
    retries: Annotated[Count, Field(le=5)] | None = None
    """How often callers' proxies try again: reads (GET, HEAD) when no answer or 502, 503 or 504 came, everything else,
    and reads of a service that itself calls others, only if it cannot have reached the program; never what writes, with
    a singleton or a batch. One try of a read may then take `timing.request / (retries + 1)`: 0 for reads that need all
    of it. 2 if not given."""
    timing: Timing = Timing()
    """How long requests and the end of a pod may take; see `Timing`."""
    resources: Resources = Resources()
    """CPU, memory and disk of one pod; the runtime's defaults if not given."""
    priority_class: Label | None = None
    """The PriorityClass of its pods, which must exist. The cluster's default if not given."""
    env: Mapping[EnvName, Setting] = {}
    """Settings, never secrets; laid over those of the runtime, except those that say where it listens. A change rolls
    the pods."""
    files: Mapping[AbsolutePath, Setting] = {}
    """Files that the program reads, by their path, never secrets. A change rolls the pods. None if not given."""
    secrets: Mapping[EnvName, SecretKey] = {}
    """Settings whose values are in AWS Secrets Manager; External Secrets brings them, within the hour of a change. None
    if not given."""
    settings_from: Distinct[_SecretName] = ()
    """Secrets of the namespace, by name, all of whose keys are settings of the program: credentials of databases, say.
    No pod starts before they are there. A key wins over the same one in `env` and in an earlier Secret of the list; one
    in `secrets` wins over all. None if not given."""
    pod_fields: Mapping[EnvName, PodField] = {}
    """Environment variables with what Kubernetes tells a pod of itself: `{POD_NAME: metadata.name}`. They win over
    settings of the same name. None if not given."""
    direct_env: Distinct[EnvName] = ()
    """Settings that stand in the pod itself, not in its ConfigMap: for what changes pods and looks for them there (an
    APM operator), and for those that name another as `$(POD_NAME)`, one of `pod_fields` or an earlier one of these.
    None if not given."""
    secret_store: Label = "aws-secrets-manager"
    """The ClusterSecretStore that reads Secrets Manager; `aws-secrets-manager` if not given."""
    mesh: Bool = True
    """Whether the pods have the mesh's proxy: it then drains and answers Prometheus. True if not given."""
    traces: Bool = False
    """Whether its agent sends spans to the collector, whatever its runtime does. False if not given; in the mesh the
    collector is always reached."""
    monitor: Bool = True
    """Whether to make a PodMonitor, if the runtime has metrics; the Prometheus operator must be there. True if not
    given."""
    node_selector: Mapping[LabelKey, LabelValue] = {"workload": "msa"}
    """Labels of the nodes that may run it; the platform's `workload=msa` if not given."""
    part_of: Label = "x2bee"
    """What it is a part of (`app.kubernetes.io/part-of`); `x2bee` if not given."""
    labels: Mapping[LabelKey, LabelValue] = {}
    """Further labels of every object and pod; never part of a selector. None if not given."""
    annotations: Mapping[LabelKey, Setting] = {}
    """Further annotations of the pods. None if not given."""
    owner: Owner | None = None
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
        faults += _container_faults("extra_containers", self.extra_containers)
        faults += _container_faults("init_containers", self.init_containers)
        faults += _owned("labels", self.labels, ("app", "version", "app.kubernetes.io/"))
        faults += _owned("annotations", self.annotations, ("checksum/", "prometheus.io/"))
        faults += _mesh_faults("labels", self.labels)
        faults += _mesh_faults("annotations", {k: v for k, v in self.annotations.items() if k not in _OF_THE_PROXY})
        faults += self._aws_faults()
        faults += self._scaling_faults()
        raise_faults("MsaDeploymentProps", faults)
        return self

    @property
    def outside_hosts(self) -> tuple[str, ...]:
        """All hosts outside the mesh that it calls, in order, each once."""
        return tuple(sorted({*(callee for callee in self.calls if "." in callee), *self.aws_hosts}))

    def _aws_faults(self) -> Iterator[PlacedFault]:
        if self.aws_hosts and not self.aws:
            why = "without aws its pods reach neither AWS nor the agent that gives them credentials"
            yield ("aws_hosts",), fault("X2B305", "hosts of AWS without aws", why=why, fix="aws: true"), None

    def _scaling_faults(self) -> Iterator[PlacedFault]:
        if self.scaling.requests_per_second:
            if self.singleton or self.replicas.min == self.replicas.max:
                why = "a fixed number of pods is not scaled"
                yield _no_requests(why, "set replicas.max above replicas.min")
            elif not self.mesh or not self.monitor:
                yield _no_requests(
                    "the mesh's proxies count the requests and Prometheus asks them", "mesh and monitor: true"
                )


def _no_requests(why: str, fix: str) -> PlacedFault:
    wrong = fault("X2B119", "requests_per_second cannot work here", why=why, fix=fix)
    return ("scaling", "requests_per_second"), wrong, None


def _owned(field: str, said: Mapping[str, str], ours: tuple[str, ...]) -> Iterator[PlacedFault]:
    for key in said:
        if key in ours or key.startswith(tuple(word for word in ours if word.endswith("/"))):
            wrong = fault("X2B114", f"'{key}' follows other fields", why="it would be overwritten, or break them")
            yield (field, key), wrong, said[key]


def _mesh_faults(field: str, said: Mapping[str, str]) -> Iterator[PlacedFault]:
    for key in said:
        if _OF_THE_MESH.fullmatch(key):
            allowed = "" if field == "labels" else f"of Istio's own {', '.join(sorted(_OF_THE_PROXY))}"
            why = (
                "Istio reads it: it could switch the proxy off, or let traffic pass it by; `mesh` says whether it runs"
            )
            wrong = fault("X2B114", f"'{key}' is the mesh's", expected=allowed, got=show(said[key]), why=why)
            yield (field, key), wrong, said[key]


def _container_faults(field: str, containers: Containers) -> Iterator[PlacedFault]:
    for index, container in enumerate(containers):
        values = {variable.name: variable.value or "" for variable in container.env or ()}
        for (_, name), wrong, got in secret_faults("env", values):
            yield (field, index, "env", name), wrong, got
        said = container.security_context
        for key, who in (("runAsUser", said and said.run_as_user), ("runAsGroup", said and said.run_as_group)):
            if who == _PROXY_USER:
                why = "the mesh's proxy is this user: what it sends passes the proxy by, to anywhere"
                wrong = fault("X2B114", f"{key} {_PROXY_USER} is the proxy's", why=why, fix=f"{key}: 10001")
                yield (field, index, "securityContext", key), wrong, who


def setting_faults(
    runtime: Runtime, env: Mapping[str, str], files: Mapping[str, str], secrets: Mapping[str, SecretKey]
) -> Iterator[PlacedFault]:
    """The faults of what a program reads: moved ports, secrets in clear, and names that stand twice."""
    yield from _fixed_faults(runtime, {**env, **dict.fromkeys(secrets, "a secret")})
    yield from _file_faults(runtime, files)
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


def _fixed_faults(runtime: Runtime, env: Mapping[str, str]) -> Iterator[PlacedFault]:
    """The faults of settings that would move the program away from its probes, its times or its memory."""
    profile = runtime.profile()
    for name in profile.fixed:
        if name in env and env[name] != profile.env.get(name):
            why = "the Service, the probes, the times and the memory follow the runtime, not the environment"
            fix = "jvm_options of the runtime" if name == "JAVA_TOOL_OPTIONS" else "the runtime's port, or timing"
            wrong = fault("X2B112", f"'{name}' follows the runtime", got=show(env[name]), why=why, fix=fix)
            yield ("env", name), wrong, env[name]


def _file_faults(runtime: Runtime, files: Mapping[str, str]) -> Iterator[PlacedFault]:
    folders = ("/tmp", *runtime.profile().writable)
    for path in files:
        if path in folders:
            wrong = fault("X2B112", f"'{path}' is a folder that the program writes to", expected="a file's path")
            yield ("files", path), wrong, path
    if (size := sum(len(text.encode()) for text in files.values())) > _MOST_FILE_BYTES:
        wrong = fault(
            "X2B104", "the files are too large", expected=f"at most {_MOST_FILE_BYTES:,} bytes", got=f"{size:,}"
        )
        yield ("files",), wrong, size
