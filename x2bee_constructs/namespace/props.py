"""What you may say about a namespace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults
from x2bee_constructs.core.names import LabelKey, LabelValue
from x2bee_constructs.core.props import Bool, Count, Props
from x2bee_constructs.workload.props import Bytes, Cpu
from x2bee_constructs.workload.sizing import bytes_of

__all__ = ["AppNamespaceProps", "ContainerDefaults", "Quota", "Revision"]

Revision = Annotated[
    str,
    matching(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", "a revision or tag such as stable or 1-30-3"),
]
"""A revision of Istio, or a tag that points to one."""

_OWN = ("istio-injection", "istio.io/rev", "elbv2.k8s.aws/pod-readiness-gate-inject", "app.kubernetes.io/part-of")


def _not_ours(key: str) -> str:
    if key in _OWN or key.startswith("pod-security.kubernetes.io/"):
        fix = "use pod_security, istio_revision or load_balancer_readiness"
        raise fault("X2B106", f"label '{key}' follows the other fields", expected="a label of your own", fix=fix)
    return key


class Quota(Props):
    """What all pods of the namespace may ask for together (ResourceQuota); more is refused when a pod is made.

    Pods count until they have ended, also while they are ending. Services of type LoadBalancer and NodePort are
    refused: traffic comes in through the platform's gateway alone.
    """

    pods: Annotated[Count, Field(ge=1)]
    """Pods that have not ended."""
    cpu: Cpu
    """CPU requested, such as `120` or `1500m`."""
    memory: Bytes
    """Memory requested, and memory limits: the same number, because every pod's request is its limit."""
    ephemeral_storage: Bytes
    """Disk requested for logs and empty volumes."""


class ContainerDefaults(Props):
    """What a container has that says nothing, and the most that one may have (LimitRange).

    There is no largest CPU: Kubernetes makes a maximum the limit of every container that has none, and a CPU limit
    throttles while the node idles. The defaults are our judgement, for a shell or a small Job; services say theirs.
    """

    cpu: Cpu = "100m"
    """CPU requested, not limited; 100m if not given."""
    memory: Bytes = "256Mi"
    """Memory requested and limited alike; 256Mi if not given."""
    ephemeral_storage: Bytes = "256Mi"
    """Disk requested and limited alike; 256Mi if not given."""
    max_memory: Bytes | None = None
    """The most memory that one container may have; no bound if not given."""
    max_ephemeral_storage: Bytes | None = None
    """The most disk that one container may have; no bound if not given."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        raise_faults("ContainerDefaults", list(self._disordered()))
        return self

    def _disordered(self) -> Iterator[PlacedFault]:
        bounds = {"memory": self.max_memory, "ephemeral_storage": self.max_ephemeral_storage}
        for name, most in bounds.items():
            least: str = getattr(self, name)
            if most and bytes_of(most) < bytes_of(least):
                fix = f"raise max_{name} or lower {name}"
                title = f"max_{name} must be at least {name} ({least})"
                yield (f"max_{name}",), fault("X2B108", title, got=most, fix=fix, related=name), most


class AppNamespaceProps(Props):
    """A namespace for services."""

    stage: Literal["databases", "services"] = "services"
    """When Argo CD makes what holds for the whole namespace: with the services, or before databases and their jobs.
    `services` if not given."""
    pod_security: Literal["restricted", "baseline"] = "restricted"
    """The Pod Security Standard that is enforced; `restricted` if not given, which all pods of this library meet.
    Audit and warnings always show what `restricted` would refuse."""
    pod_security_version: Annotated[str, matching(r"latest|v1\.[0-9]{1,2}", "latest, or a version such as v1.34")] = (
        "latest"
    )
    """The Kubernetes version whose standard is enforced; `latest` if not given: rules of a new version hold from the
    upgrade on. A version such as `v1.34` keeps the old rules while audit and warnings already show the new ones."""
    labels: Mapping[Annotated[LabelKey, AfterValidator(_not_ours)], LabelValue] = {}
    """Further labels. None if not given."""
    istio_revision: Revision | None = None
    """The revision of Istio, or the tag, whose sidecar every new pod gets (`istio.io/rev`); under `restricted` it needs
    istio-cni. Not in the mesh if not given."""
    load_balancer_readiness: Bool = False
    """Whether a new pod counts as ready only when the load balancer has found it healthy: no request is lost when pods
    that are targets themselves (TargetGroupBinding, IP targets) are replaced. In return no pod of the namespace is made
    while the AWS Load Balancer Controller is away, unless its pod webhook has `failurePolicy: Ignore`. For the
    namespace of a gateway; false if not given, because services behind the gateway are no targets."""
    quota: Quota | None = None
    """What all pods may ask for together; no bound if not given. A platform derives it from its services."""
    container_defaults: ContainerDefaults | None = ContainerDefaults()
    """What a container has that says nothing; None leaves it without requests, and with a quota it is refused."""
    default_deny: Bool = True
    """Whether no pod may send or receive except what a NetworkPolicy allows; DNS is allowed here once for all, and with
    `istio_revision` istiod. True if not given. False makes no policy: for the time before those of the services are
    in place."""
