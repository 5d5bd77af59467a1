"""What you may say about GitLab's runners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults
from x2bee_constructs.core.names import AccountId, Customer, EnvironmentName
from x2bee_constructs.core.props import Count, Props
from x2bee_constructs.toolchain.fields import HttpsBase
from x2bee_constructs.workload.fields import Bytes

__all__ = ["RunnersSpec"]

_Group = Annotated[
    str,
    matching(
        r"[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*",
        "a group of GitLab in lower case, such as acme/shop",
    ),
]


class RunnersSpec(Props):
    """GitLab's runners: they start a pod in this cluster for each job. Numbers not given are our judgement.

    There are two: one for all jobs, whose pods have no right anywhere; and one for jobs with the tag `x2bee-builder` on
    protected branches, whose pods make images and have a role in AWS.
    """

    gitlab: HttpsBase | None = None
    """The GitLab for whose projects they work; the platform's own if not given. Its own machine makes the runners and
    puts their tokens into Secrets Manager; of another GitLab people do, into `gitlab-runners/jobs` and
    `gitlab-runners/publish` (`token`)."""
    group: _Group | None = None
    """The group of the platform's own GitLab whose projects they work for, with those below it; called as the customer
    if not given."""
    jobs: Annotated[Count, Field(ge=1, le=200)] = 10
    """How many jobs may run at once; 10 if not given. What is asked for beyond them waits in GitLab."""
    publishing: Annotated[Count, Field(ge=1, le=200)] = 4
    """How many images may be made, or copied to the next environment, at once beside those jobs; 4 if not given."""
    memory: Bytes = "4Gi"
    """Memory of the container in which a job runs; 4Gi if not given."""
    builds: Mapping[Customer, Annotated[Mapping[EnvironmentName, AccountId], Field(min_length=1)]] = {}
    """For whom they make images: of each customer the environments and their accounts, whose builders' roles the pods
    may take. This customer in this environment alone if not given."""

    @model_validator(mode="after")
    def _read(self) -> Self:
        raise_faults("RunnersSpec", list(self._unread()))
        return self

    def _unread(self) -> Iterator[PlacedFault]:
        if self.gitlab and self.group:
            wrong = fault(
                "X2B121",
                "runners of another GitLab have the group in which people make them there",
                fix="take group out, or gitlab",
                related="gitlab",
            )
            yield ("group",), wrong, self.group
