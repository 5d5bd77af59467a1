"""What you may say about one microservice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SerializeAsAny, model_validator

from x2bee_constructs.core.faults import fault, matching, raise_faults
from x2bee_constructs.core.names import DOMAIN, Label
from x2bee_constructs.core.props import Bool, Count, Items, Props
from x2bee_constructs.workload.runtimes import Runtime

__all__ = [
    "Callee",
    "EnvName",
    "Image",
    "MsaDeploymentProps",
    "Quantity",
    "ReplicaCount",
    "Replicas",
    "Resources",
    "raise_if_disordered",
]

_QUANTITY = r"[0-9]+(\.[0-9]+)?(m|[kMGTPE]i?)?"
Quantity = Annotated[str, matching(_QUANTITY, "a Kubernetes quantity such as 500m, 2 or 1Gi")]
"""A Kubernetes quantity: `500m`, `2`, `1Gi`."""

EnvName = Annotated[str, matching(r"[A-Za-z_][A-Za-z0-9_]*", "letters, digits and _, first no digit")]
"""The name of an environment variable."""

Callee = Annotated[
    str, matching(rf"[a-z]([a-z0-9-]*[a-z0-9])?|{DOMAIN}", "the name of a service, or the domain of a host outside")
]
"""A service by its name, or a host outside by its domain (`api.pg.example.com`)."""


def _pinned(image: str) -> str:
    name, _, digest = image.partition("@")
    tag = name.rpartition("/")[2].partition(":")[2]
    if digest.startswith("sha256:") and len(digest) == 71:
        return image
    if digest or not tag or tag == "latest":
        raise fault(
            "X2B107",
            f"image '{image}' is not pinned",
            expected="name:tag or name@sha256:<64 hex>, and not latest",
            why="what runs must be what was tested",
        )
    return image


Image = Annotated[
    str, AfterValidator(_pinned), matching(r"[a-z0-9][A-Za-z0-9._/:@-]*", "an image such as x2bee-fo:2.4.1")
]
"""A container image with a tag other than `latest`, or with a digest."""


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

    cpu: Quantity | None = None
    """CPU requested; the runtime's default if not given (JVM 500m, Node.js 250m)."""
    memory: Quantity | None = None
    """Memory requested and limited; the runtime's default if not given (JVM 1Gi, Node.js 512Mi)."""
    ephemeral_storage: Quantity = "1Gi"
    """Disk for logs and empty volumes, requested and limited; 1Gi if not given."""


class MsaDeploymentProps(Props):
    """One microservice, ready to run: what `MsaDeployment` takes."""

    image: Image
    """The container image, with registry and tag or digest."""
    runtime: SerializeAsAny[Runtime]
    """How the program runs: `SpringBoot()`, `NextJs()` … or a subclass of `Runtime` of your own."""
    calls: Items[Callee] = ()
    """Services of the same namespace, by name, and outside hosts, by domain. Each service's address reaches the
    program as `<NAME>_URL` (`X2BEE_API_MEMBER_URL`); all are listed on the Deployment. None if not given."""
    replicas: Replicas = Replicas()
    """How many pods; exactly one if not given."""
    singleton: Bool = False
    """At most one pod at any time, whose host name is the service's name: the old pod ends before the new one
    starts. For programs that elect a primary by host name. False if not given."""
    resources: Resources = Resources()
    """CPU, memory and disk of one pod; the runtime's defaults if not given."""
    env: Mapping[EnvName, str] = {}
    """Settings, never secrets; laid over those of the runtime. A change rolls the pods."""
    node_selector: Mapping[str, str] = {"workload": "msa"}
    """Labels of the nodes that may run it; the platform's `workload=msa` if not given."""
    labels: Mapping[str, str] = {}
    """Further labels of every object and pod; never part of a selector. None if not given."""
    service_aliases: Items[Label] = ()
    """Further names under which the Service is reached on port 80. None if not given."""

    @model_validator(mode="after")
    def _one_singleton(self) -> Self:
        if self.singleton and self.replicas.max > 1:
            wrong = fault(
                "X2B108",
                "a singleton has exactly one pod",
                expected="replicas.max: 1",
                got=str(self.replicas.max),
                related="singleton",
            )
            raise_faults("MsaDeploymentProps", [(("replicas", "max"), wrong, self.replicas.max)])
        return self
