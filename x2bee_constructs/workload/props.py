"""What you may say about one microservice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults, show
from x2bee_constructs.core.leaks import Setting
from x2bee_constructs.core.names import DOMAIN, Label, LabelKey, LabelValue
from x2bee_constructs.core.props import Bool, Count, Distinct, Props
from x2bee_constructs.workload.runtimes import Runtime, RuntimeChoice

__all__ = [
    "Bytes",
    "Callee",
    "Cpu",
    "EnvName",
    "Image",
    "MsaDeploymentProps",
    "ReplicaCount",
    "Replicas",
    "Resources",
    "listening_faults",
    "raise_if_disordered",
    "singleton_faults",
]

Cpu = Annotated[str, matching(r"[1-9][0-9]*m|[1-9][0-9]*(\.[0-9]+)?|0\.[0-9]*[1-9]", "CPU such as 500m or 2")]
"""CPU as Kubernetes writes it: `500m`, `2`."""

Bytes = Annotated[str, matching(r"[1-9][0-9]*(\.[0-9]+)?[kKMGT]i?", "bytes with a unit, such as 512Mi or 1Gi")]
"""Memory or disk as Kubernetes writes it, with a unit: `512Mi`, `1Gi`."""

EnvName = Annotated[str, matching(r"[A-Za-z_][A-Za-z0-9_]*", "letters, digits and _, first no digit")]
"""The name of an environment variable."""

Callee = Annotated[
    str, matching(rf"[a-z]([a-z0-9-]*[a-z0-9])?|{DOMAIN}", "the name of a service, or the domain of a host outside")
]
"""A service by its name, or a host outside by its domain (`api.pg.example.com`)."""


_PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_IMAGE = (
    rf"(?:[a-zA-Z0-9.-]+(?::[0-9]+)?/)?{_PART}(?:/{_PART})*"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?P<digest>@sha256:[0-9a-f]{64})?"
)


def _pinned(image: str) -> str:
    found = re.fullmatch(_IMAGE, image)
    if not found:
        raise fault(
            "X2B106",
            f"{show(image)} is not an image",
            expected="name:tag such as x2bee-fo:2.4.1, or name@sha256:<64 hex>",
        )
    if not found["digest"] and found["tag"] in (None, "latest"):
        expected = "name:tag, and not latest, or name@sha256:<64 hex>"
        raise fault(
            "X2B107", f"image '{image}' is not pinned", expected=expected, why="what runs must be what was tested"
        )
    return image


Image = Annotated[str, AfterValidator(_pinned)]
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

    cpu: Cpu | None = None
    """CPU requested; the runtime's default if not given (JVM 500m, Node.js 250m)."""
    memory: Bytes | None = None
    """Memory requested and limited; the runtime's default if not given (JVM 1Gi, Node.js 512Mi)."""
    ephemeral_storage: Bytes = "1Gi"
    """Disk for logs and empty volumes, requested and limited; 1Gi if not given."""


class MsaDeploymentProps(Props):
    """One microservice, ready to run: what `MsaDeployment` takes."""

    image: Image
    """The container image, with registry and tag or digest."""
    runtime: RuntimeChoice
    """How the program runs: `SpringBoot()`, `NextJs()` … or a subclass of `Runtime` of your own."""
    calls: Distinct[Callee] = ()
    """Services of the same namespace, by name, and outside hosts, by domain. Each service's address reaches the
    program as `<NAME>_URL` (`X2BEE_API_MEMBER_URL`); all are listed on the Deployment. None if not given."""
    replicas: Replicas = Replicas()
    """How many pods; exactly one if not given."""
    singleton: Bool = False
    """Exactly one pod, never two during a rollout, with the service's name as host name: the old pod ends before the
    new one starts. For programs that elect a primary by host name, and for those of which one at a time should run;
    when a node fails, Kubernetes may still start the replacement early. False if not given."""
    resources: Resources = Resources()
    """CPU, memory and disk of one pod; the runtime's defaults if not given."""
    env: Mapping[EnvName, Setting] = {}
    """Settings, never secrets; laid over those of the runtime, except those that say where it listens. A change rolls
    the pods."""
    node_selector: Mapping[LabelKey, LabelValue] = {"workload": "msa"}
    """Labels of the nodes that may run it; the platform's `workload=msa` if not given."""
    labels: Mapping[LabelKey, LabelValue] = {}
    """Further labels of every object and pod; never part of a selector. None if not given."""
    service_aliases: Distinct[Label] = ()
    """Further names under which the Service is reached on port 80. None if not given."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        faults = list(singleton_faults(self.singleton, self.replicas.min, self.replicas.max))
        raise_faults("MsaDeploymentProps", faults + list(listening_faults(self.runtime, self.env)))
        return self


def singleton_faults(singleton: bool, *replicas: int | None) -> Iterator[PlacedFault]:
    """The fault of a singleton with more than one pod."""
    if singleton and any(count and count > 1 for count in replicas):
        got = str(max(count or 0 for count in replicas))
        yield (
            ("replicas",),
            fault("X2B108", "a singleton has exactly one pod", expected="1", got=got, related="singleton"),
            got,
        )


def listening_faults(runtime: Runtime, env: Mapping[str, str]) -> Iterator[PlacedFault]:
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
