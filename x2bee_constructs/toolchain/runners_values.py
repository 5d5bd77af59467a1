"""The values of the chart `gitlab-runner`, as far as they are said."""

from __future__ import annotations

from x2bee_constructs.core.chart_values import Enabled
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.imports.k8s.core_v1 import PodSecurityContext, ResourceRequirements, SecurityContext
from x2bee_constructs.imports.k8s.rbac_v1 import PolicyRule

__all__ = ["Account", "Metrics", "Rbac", "RunnerValues", "Runners", "TokenFile", "TokenSecret"]


class Account(ApiStruct):
    """The ServiceAccount."""

    create: bool = True
    name: str


class Rbac(ApiStruct):
    """What the runner may do in the namespace of its jobs; the chart's own default is everything."""

    create: bool = True
    rules: list[PolicyRule]


class Metrics(ApiStruct):
    """Whether Prometheus asks it, and where."""

    enabled: bool
    port: int
    pod_monitor: Enabled


class Runners(ApiStruct):
    """The template of its configuration, and where its jobs' pods are."""

    config: str
    job_namespace: str


class TokenFile(ApiStruct):
    """Which key of a Secret becomes which file."""

    key: str
    path: str


class TokenSecret(ApiStruct):
    """A Secret whose keys become files under `/secrets`; the program at the start reads `runner-token` there.

    The chart's own field for a Secret asks for a registration token in it, too, which GitLab has no more.
    """

    name: str
    items: list[TokenFile]


class RunnerValues(ApiStruct):
    """Values of the chart `gitlab-runner`."""

    fullname_override: str
    gitlab_url: str
    concurrent: int
    rbac: Rbac
    service_account: Account
    metrics: Metrics
    runners: Runners
    secrets: list[TokenSecret]
    security_context: SecurityContext
    pod_security_context: PodSecurityContext
    resources: ResourceRequirements
    node_selector: dict[str, str]
    pod_annotations: dict[str, str]
    termination_grace_period_seconds: int
