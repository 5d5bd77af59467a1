"""What a customer's file says of one service; the platform makes `MsaDeploymentProps` of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.leaks import Setting
from x2bee_constructs.core.names import Label
from x2bee_constructs.core.props import Bool, Count, Distinct, Items, Props
from x2bee_constructs.workload.access import Access
from x2bee_constructs.workload.fields import AbsolutePath, Callee, EnvName, Image, Owner, Url
from x2bee_constructs.workload.objectives import Objectives
from x2bee_constructs.workload.props import Egress, ReplicaCount, Resources, Scaling, raise_if_disordered
from x2bee_constructs.workload.runtimes import RuntimeChoice
from x2bee_constructs.workload.secrets import SecretKey
from x2bee_constructs.workload.timing import Timing

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
    """How it runs: nextjs, spring-boot, spring-cloud-gateway, spring-batch, nodejs or cronicle. A standard service has
    its own; a service of the customer's must say."""
    image: Image | None = None
    """`name:tag` in the platform's registry, or an image with a registry of its own; the service's name with the
    platform's release as tag if not given."""
    calls: Distinct[Callee] = ()
    """Services it calls, by name, and outside hosts, by domain. A list given here replaces the catalog's. None if not
    given."""
    allow_cycle: Bool = False
    """Says that calls which come back to this service are meant; without it they are a fault. False if not given."""
    database: Label | None = None
    """The database it writes to: it has a schema of its own there. None if not given."""
    migrates: Bool = True
    """Whether it makes and changes the tables of its schema itself when it starts (Flyway, Liquibase); with false it
    only reads and writes their rows. True if not given."""
    writes: Distinct[Label] = ()
    """Other services of the same database whose tables it also reads and writes: those a batch works on. None if not
    given."""
    reads: Distinct[Label] = ()
    """Databases it only reads, whole, through their readers. None if not given."""
    exposed: Bool = False
    """Whether the ingress gateway may reach it; the standard fronts and the gateway are. False if not given."""
    replicas: ReplicaBounds = ReplicaBounds()
    """How many pods; by the platform's size if not given."""
    scaling: Scaling = Scaling()
    """What adds pods; CPU at 70 % if not given."""
    singleton: Bool = False
    """Exactly one pod, never two during a rollout, with a stable host name; the standard batches and schedulers are.
    False if not given."""
    concurrency: Annotated[Count, Field(ge=1, le=10_000)] | None = None
    """How many requests one pod answers at once; the mesh refuses what would be more than twice that. The runtime's
    number if not given (JVM 200, Spring Cloud Gateway 500, Node.js 100)."""
    retries: Annotated[Count, Field(le=5)] | None = None
    """How often callers try again: reads when no answer or 502, 503 or 504 came, the rest, and reads of a service that
    calls others, only if it cannot have arrived. One try of a read may take `timing.request / (retries + 1)`. 2 if not
    given."""
    timing: Timing = Timing()
    """How long requests and the end of a pod may take; derived if not given."""
    priority: Literal["critical", "standard", "batch"] | None = None
    """Whose pods go first when nodes are short: critical for what a customer's purchase needs. Batch for Spring Batch,
    else standard, if not given."""
    resources: Resources = Resources()
    """CPU, memory and disk of one pod; by the runtime if not given."""
    env: Mapping[EnvName, Setting] = {}
    """Settings, never secrets. None if not given."""
    files: Mapping[AbsolutePath, Setting] = {}
    """Files the program reads, by their path, never secrets. None if not given."""
    secrets: Mapping[EnvName, SecretKey] = {}
    """Settings whose values are in AWS Secrets Manager, by what follows `x2bee/<customer>/<environment>/`. None if not
    given."""
    access: Access = Access()
    """What the program itself does in AWS: queues, topics, buckets, parameters and secrets, by name; its pods get a
    role for exactly that. `secrets` beside it brings secrets as settings and needs no access. No role if not given."""
    egress: Items[Egress] = ()
    """Further addresses outside the cluster that it may reach. None if not given."""
    objectives: Objectives = Objectives()
    """How many of its requests it answers, and how many of them quickly; people are called by how fast it uses up what
    it may miss. The runtime's promise if not given."""
    owner: Owner | None = None
    """Who is called when it breaks. The platform's team if not given."""
    runbook: Url | None = None
    """What they should read. None if not given."""
    team: Label | None = None
    """Who owns it: the label `x2bee.io/team`. None if not given."""
