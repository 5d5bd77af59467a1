"""What you may say about the Kubernetes half of logging."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.alerts import RUNBOOKS, RunbookBase
from x2bee_constructs.core.faults import PlacedFault, fault, raise_faults, show
from x2bee_constructs.core.names import AccountId, DomainName, Label, Region
from x2bee_constructs.core.props import Bool, Count, Distinct, Items, Props
from x2bee_constructs.logging.domain_login import GroupName, Right
from x2bee_constructs.logging.guests import LogGuest
from x2bee_constructs.logging.masking import FieldName, Mask
from x2bee_constructs.logging.names import CLASSES, LogClass
from x2bee_constructs.logging.retention import HOT_DAYS
from x2bee_constructs.workload.fields import Cpu, Image
from x2bee_constructs.workload.props import Surroundings

__all__ = ["EfkStackProps"]

_Memory = Annotated[Count, Field(ge=256, le=16_384)]
_Days = Annotated[Count, Field(ge=1, le=731)]


class EfkStackProps(Props):
    """Fluentd on every node, and the Job that prepares OpenSearch."""

    image: Image
    """The image made from `images/fluentd`, with registry and tag or digest: no public one has both plugins. The Job
    runs in it too."""
    region: Region
    """The AWS region of the domain and the archive."""
    account: AccountId
    """Their account: buckets are called after it."""
    domain: DomainName
    """The public domain: OpenSearch answers at `logs.<domain>`."""
    hot_days: Mapping[LogClass, _Days] = {}
    """How many days OpenSearch has each class; those of `LoggingSpec` for what is not given."""
    replicas: Annotated[Count, Field(le=5)] = 2
    """Copies of each shard beside the first; 2 if not given, which a domain with standby demands."""
    shards: Annotated[Count, Field(ge=1, le=80)] = 1
    """Shards of each index; 1 if not given: indices end at 30 GiB a shard, so more are only for writing faster."""
    buffer_gib: Annotated[Count, Field(ge=1, le=1000)] = 8
    """The disk that may wait for each destination on every node, in GiB; so twice this in all. 8 if not given."""
    classes: Mapping[Label, LogClass] = {}
    """Services all of whose lines are of another class than `application`. A line can also say its own, in the field
    `log_class` of its JSON. None if not given."""
    masks: Items[Mask] = ()
    """Further personal data that is hidden in every line; the standard ones are always hidden. None if not given."""
    mask_fields: Distinct[FieldName] = ()
    """Further fields whose value is hidden, by any part of their name; passwords, secrets and tokens always are. None
    if not given."""
    login: Literal["saml", "internal", "iam"] = "iam"
    """How people log in to Dashboards. With `internal` the Job uses the master user's password, else its IAM role;
    `iam` if not given."""
    groups: Mapping[GroupName, Right] = {}
    """Which group may see what; with `iam` by the names of IAM roles. Nobody if not given."""
    guests: Items[LogGuest] = ()
    """Who else keeps data in the domain: the Job gives each a role and its indices an end. Nobody if not given."""
    dashboards: Bool = True
    """Whether the Job writes data views, searches and a dashboard; true if not given."""
    cpu: Cpu = "200m"
    """CPU that each Fluentd asks for; 200m if not given (our judgement). It has no limit."""
    memory_mib: _Memory = 768
    """Memory of each Fluentd, request and limit, in MiB; 768 if not given (our judgement: two processes)."""
    secrets_manager: Label = "aws-secrets-manager"
    """The ClusterSecretStore for the master's password; that of the add-ons if not given."""
    surroundings: Surroundings = Surroundings()
    """Where the gateway and Prometheus are; the platform's places if not given."""
    runbooks: RunbookBase = RUNBOOKS
    """Where the files of `docs/runbooks` are read by whoever is called; the repository's path if not given."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        raise_faults("EfkStackProps", [*self._doubled_masks(), *self._without_groups(), *self._sharing()])
        return self

    @property
    def kept_hot(self) -> dict[LogClass, int]:
        """How many days OpenSearch has each class."""
        return {kind: self.hot_days.get(kind, HOT_DAYS[kind]) for kind in CLASSES}

    def _doubled_masks(self) -> Iterator[PlacedFault]:
        seen: set[str] = set()
        for index, mask in enumerate(self.masks):
            if mask.name in seen:
                wrong = fault("X2B361", f"two masks are called {show(mask.name)}", fix="give one of them another name")
                yield ("masks", index, "name"), wrong, mask.name
            seen.add(mask.name)

    def _without_groups(self) -> Iterator[PlacedFault]:
        """With IAM a group is a role's name: an ARN, or a path, would make a member that nobody is."""
        for group in self.groups if self.login == "iam" else ():
            if set(group) & set(":/ ") or not group.isascii():
                wrong = fault(
                    "X2B362",
                    f"{show(group)} is no IAM role's name",
                    expected="the name without path, not its ARN",
                    fix=group.rpartition("/")[2],
                    related="login",
                )
                yield ("groups", group), wrong, group

    def _sharing(self) -> Iterator[PlacedFault]:
        """Both processes hold chunks in memory while they send them."""
        if self.buffer_gib > 100 and self.memory_mib < 1024:
            wrong = fault(
                "X2B363",
                "so large a buffer needs more memory",
                expected="memory_mib of at least 1024 from 100 GiB on",
                got=str(self.memory_mib),
                why="Fluentd keeps the list of all chunks in memory (our judgement of how much)",
                fix="memory_mib: 1024",
                related="buffer_gib",
            )
            yield ("memory_mib",), wrong, self.memory_mib
