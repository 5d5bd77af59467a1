"""What a customer's file says of one service; the platform makes `MsaDeploymentProps` of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import model_validator

from x2bee_constructs.core.leaks import Setting
from x2bee_constructs.core.names import Label
from x2bee_constructs.core.props import Bool, Distinct, Props
from x2bee_constructs.workload.props import Callee, EnvName, Image, ReplicaCount, Resources, raise_if_disordered
from x2bee_constructs.workload.runtimes import RuntimeChoice

__all__ = ["ReplicaBounds", "Service"]


class ReplicaBounds(Props):
    """How many pods; what is not given comes from the platform's size."""

    min: ReplicaCount | None = None
    """Never fewer; the size's number if not given."""
    max: ReplicaCount | None = None
    """Never more; the size's number if not given. The same as `min` means a fixed number and no autoscaler."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        raise_if_disordered(self.min, self.max)
        return self


class Service(Props):
    """One service of the platform. For a standard service only what differs from the catalog need be said."""

    enabled: Bool = True
    """False leaves a standard service out; its callers' standard calls to it go too. True if not given."""
    runtime: RuntimeChoice | None = None
    """How it runs: nextjs, spring-boot, spring-cloud-gateway, spring-batch or nodejs. A standard service has its own;
    a service of the customer's must say."""
    image: Image | None = None
    """`name:tag` in the platform's registry, or an image with a registry of its own; the service's name with the
    platform's release as tag if not given."""
    calls: Distinct[Callee] = ()
    """Services it calls, by name, and outside hosts, by domain. A list given here replaces the catalog's. None if not
    given."""
    database: Label | None = None
    """The database it writes to. None if not given."""
    reads: Distinct[Label] = ()
    """Databases it only reads, through their readers. None if not given."""
    replicas: ReplicaBounds = ReplicaBounds()
    """How many pods; by the platform's size if not given."""
    singleton: Bool = False
    """Exactly one pod, never two during a rollout, with a stable host name; the standard batches and schedulers are.
    False if not given."""
    resources: Resources = Resources()
    """CPU, memory and disk of one pod; by the runtime if not given."""
    env: Mapping[EnvName, Setting] = {}
    """Settings, never secrets. None if not given."""
    team: Label | None = None
    """Who owns it: the label `x2bee.io/team`. None if not given."""
