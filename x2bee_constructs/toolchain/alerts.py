"""When somebody is called because of the tools: a build that waits for ever, an analysis that nobody makes."""

from __future__ import annotations

from x2bee_constructs.core.alerts import Alert, Runbook

__all__ = ["jenkins_alerts", "runner_alerts", "sonarqube_alerts"]

_AREA = "toolchain"


def jenkins_alerts() -> tuple[Alert, ...]:
    """Those of Jenkins; that its pod is not well the cluster's own alerts say."""
    return (
        Alert(
            name="JenkinsBuildsWait",
            area=_AREA,
            severity="warning",
            expr="max(jenkins_queue_stuck_value) > 0",
            lasts="30m",
            summary="{{ $value }} builds have waited in Jenkins' queue for half an hour and get no pod",
            runbook=Runbook(
                means="Jenkins holds builds as stuck: they wait far longer than builds do, and no pod comes.",
                impact="Nothing is built, and nothing released that waits for it.",
                causes=(
                    "The quota of the namespace, or the number of agents, is used up",
                    "No node has room, or none has the processor that the pod asks for",
                    "A pod of a build cannot be made: an image, a ServiceAccount or a Secret is missing",
                ),
                look=(
                    "`kubectl -n jenkins-agents get pods,resourcequota,events --sort-by=.lastTimestamp`",
                    "The same in `jenkins-publish`, where images are made and copied",
                    "Jenkins → the build → `Console Output`: what the cloud says of the pod",
                    "`kubectl -n jenkins logs jenkins-0 -c jenkins --since=1h | grep -i kubernetes`",
                ),
                act=(
                    "Pods of builds that hang: abort these builds in Jenkins",
                    "More at once: `toolchain.jenkins.agents` in the customer's file",
                    "Nodes: see PodsFindNoNode",
                ),
            ),
        ),
    )


def runner_alerts() -> tuple[Alert, ...]:
    """Those of GitLab's runners; that one of their own pods is not well the cluster's own alerts say."""
    return (_jobs_wait(), _jobs_get_no_pod())


def _jobs_wait() -> Alert:
    return Alert(
        name="GitlabJobsWait",
        area=_AREA,
        severity="warning",
        expr="sum by (namespace, pod) (gitlab_runner_jobs) >= max by (namespace, pod) (gitlab_runner_concurrent)",
        lasts="30m",
        summary="{{ $labels.pod }} has run as many jobs as it may for half an hour; further ones wait in GitLab",
        runbook=Runbook(
            means="A runner of GitLab takes no further job, because as many run as may at once.",
            impact="Pipelines wait, and what they would release.",
            causes=("More is built than was expected", "Jobs hang, and hold their places"),
            look=(
                "`kubectl -n gitlab-jobs get pods --sort-by=.metadata.creationTimestamp` (also `gitlab-publish`)",
                "GitLab → the group → Build → Runners → the runner → Jobs",
            ),
            act=(
                "Jobs that hang: cancel them in GitLab, which takes their pods along",
                "More at once: `toolchain.runners.jobs` or `publishing` in the customer's file",
            ),
        ),
    )


def _jobs_get_no_pod() -> Alert:
    failed = 'gitlab_runner_failed_jobs_total{failure_reason="runner_system_failure"}'
    return Alert(
        name="GitlabJobsGetNoPod",
        area=_AREA,
        severity="warning",
        expr=f"sum by (namespace, pod) (increase({failed}[30m])) > 2",
        lasts="5m",
        summary="Jobs of {{ $labels.pod }} fail, though nothing in them does ({{ $value }} in half an hour)",
        runbook=Runbook(
            means="Jobs of GitLab fail although nothing in them failed: their pods are not made, or end too early.",
            impact="Pipelines fail whatever is in them; a second try may succeed.",
            causes=(
                "The image of the job does not exist, or not for the processor of the nodes",
                "No node has room within ten minutes, or the quota of the namespace is used up",
                "A pod was taken away with its node",
            ),
            look=(
                "GitLab → the job: its log ends with what the cluster said",
                "`kubectl -n gitlab-jobs get resourcequota,events --sort-by=.lastTimestamp` (also `gitlab-publish`)",
                "`kubectl -n gitlab-runners logs deploy/gitlab-runner-jobs --since=1h | grep -i error`",
            ),
            act=(
                "Retry the jobs in GitLab once the cause is gone",
                "Memory: `toolchain.runners.memory` in the customer's file; nodes: see PodsFindNoNode",
            ),
        ),
    )


def sonarqube_alerts() -> tuple[Alert, ...]:
    """Those of SonarQube, of the three programs in its pod."""
    parts = "web|compute_engine|elasticsearch"
    return (
        Alert(
            name="SonarqubePartDown",
            area=_AREA,
            severity="warning",
            expr=f'min by (__name__) ({{__name__=~"sonarqube_health_({parts})_status"}}) == 0',
            lasts="10m",
            summary="A part of SonarQube has been down for ten minutes ({{ $labels.__name__ }})",
            runbook=Runbook(
                means="One of the three programs in SonarQube's pod says of itself that it does not work.",
                impact="Pipelines wait for the quality gate up to ten minutes, and then fail: nothing is released.",
                causes=(
                    "The database is not reached, or refuses the login",
                    "The volume of the search is full",
                    "Too little memory for a large analysis",
                ),
                look=(
                    "`kubectl -n sonarqube logs deploy/sonarqube --since=30m`",
                    "`kubectl -n sonarqube exec deploy/sonarqube -- sh -c 'tail -50 logs/*.log; df -h data'`",
                ),
                act=(
                    "The database: see the alarms DatabaseCpu and DatabaseConnections",
                    "`kubectl -n sonarqube rollout restart deploy/sonarqube`: it makes anew what it searches in",
                    "Memory or volume: `toolchain.sonarqube.memory`, `storage_gib` in the customer's file",
                ),
            ),
        ),
    )
