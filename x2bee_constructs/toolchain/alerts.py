"""When somebody is called because of the tools: a build that waits for ever, an analysis that nobody makes."""

from __future__ import annotations

from x2bee_constructs.core.alerts import Alert, Runbook

__all__ = ["jenkins_alerts", "sonarqube_alerts"]

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
