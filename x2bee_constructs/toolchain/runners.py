"""GitLab's runners as their vendor's chart, twice: each asks GitLab for jobs of its kind and starts a pod for each."""

from __future__ import annotations

from x2bee_constructs.core.chart_values import Enabled, requests
from x2bee_constructs.core.releases import Component, Release
from x2bee_constructs.core.versions import GITLAB_RUNNER
from x2bee_constructs.imports.k8s.rbac_v1 import PolicyRule
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.props import ToolchainProps
from x2bee_constructs.toolchain.runner_config import job_config, publish_config
from x2bee_constructs.toolchain.runners_props import RunnersSpec
from x2bee_constructs.toolchain.runners_values import (
    Account,
    Metrics,
    Rbac,
    Runners,
    RunnerValues,
    TokenFile,
    TokenSecret,
)
from x2bee_constructs.toolchain.values import STAYS, restricted_container, restricted_pod

__all__ = ["runners"]

_USER, _GROUP = 100, 65533
"""Who the program is in its image on Alpine (the chart's values)."""

_CPU, _MEMORY = "100m", "512Mi"
"""Of one that hands out jobs and passes on what they print; our judgement."""

_GRACE = 3600
"""Seconds for jobs that run when it is to end: the chart's own, longer than generated pipelines take."""


def runners(props: ToolchainProps, spec: RunnersSpec) -> Component:
    """Both; each has a Role in the namespace of its own jobs, and none in that of the other."""
    jobs = _release(props, spec, names.JOB_RUNNER, names.JOBS, spec.jobs, job_config(props, spec))
    publish = _release(props, spec, names.PUBLISH_RUNNER, names.PUBLISH, spec.publishing, publish_config(props, spec))
    homes = (names.JOBS, names.PUBLISH)
    return Component(names.RUNNERS, names.RUNNERS, (jobs, publish), (), pod_security=None, reaches=homes)


def _release(props: ToolchainProps, spec: RunnersSpec, name: str, home: str, most: int, config: str) -> Release:
    values = RunnerValues(
        fullname_override=name,
        gitlab_url=spec.gitlab or "",
        concurrent=most,
        rbac=Rbac(rules=_rules()),
        service_account=Account(name=name),
        metrics=Metrics(
            enabled=props.monitored, port=names.RUNNER_METRICS, pod_monitor=Enabled(enabled=props.monitored)
        ),
        runners=Runners(config=config, job_namespace=home),
        secrets=[TokenSecret(name=name, items=[TokenFile(key="runner-token", path="runner-token")])],
        security_context=restricted_container(_USER, _GROUP, read_only=False),
        pod_security_context=restricted_pod(_USER, _GROUP),
        resources=requests(_CPU, _MEMORY),
        node_selector=dict(sorted(props.node_selector.items())),
        pod_annotations=STAYS,  # one that ends takes no new job until those that run are done
        termination_grace_period_seconds=_GRACE,
    )
    return Release(GITLAB_RUNNER, values, "services", name)


def _rules() -> list[PolicyRule]:
    """What the executor asks of the API server with what is configured here (docs/executors/kubernetes at v19.2.0)."""
    return [
        _rule("pods", "create", "delete", "get", "list", "watch"),
        _rule("pods/attach", "create", "delete", "get", "patch"),
        _rule("pods/exec", "create", "delete", "get", "patch"),
        _rule("pods/log", "get", "list"),
        _rule("secrets", "create", "delete", "get", "update"),
        _rule("events", "list"),
        _rule("serviceaccounts", "get"),
    ]


def _rule(what: str, *verbs: str) -> PolicyRule:
    return PolicyRule(api_groups=[""], resources=[what], verbs=list(verbs))
