"""When somebody is called because the cluster is not what git says."""

from __future__ import annotations

from x2bee_constructs.core.alerts import Alert, Runbook

__all__ = ["delivery_alerts"]

_AREA = "delivery"
_APP = "`kubectl -n argocd get application <name> -o yaml | yq .status.conditions` and Argo CD's page of it"


def delivery_alerts() -> tuple[Alert, ...]:
    """Those of Argo CD, which brings everything."""
    differs = Alert(
        name="ArgoCdOutOfSync",
        area=_AREA,
        severity="warning",
        expr='argocd_app_info{sync_status!="Synced"} == 1',
        lasts="30m",
        summary="Application {{ $labels.name }} has not been what git says for half an hour ({{ "
        "$labels.sync_status }})",
        runbook=Runbook(
            means="The objects in the cluster differ from git, and the sync does not mend it.",
            impact="None by itself. What was merged is not there, or what somebody changed by hand is.",
            causes=("A sync failed at a webhook or a hook", "Somebody changed an object by hand", "Git is not reached"),
            look=(_APP, "`argocd app diff <name>`: which field", "`kubectl -n argocd logs deploy/argocd-repo-server`"),
            act=(
                "A failed sync: mend what it names, and sync",
                "By hand: put it into the customer's file, or let Argo CD take it back",
            ),
        ),
    )
    ill = Alert(
        name="ArgoCdDegraded",
        area=_AREA,
        severity="warning",
        expr='argocd_app_info{health_status=~"Degraded|Missing"} == 1',
        lasts="15m",
        summary="Application {{ $labels.name }} is {{ $labels.health_status }}",
        runbook=Runbook(
            means="Objects of an Application are not well, or are not there.",
            impact="That of what it brings; a wave that is not well holds up all that come after it.",
            causes=("A rollout does not end", "A Job failed", "A Secret is missing"),
            look=(_APP, "`argocd app resources <name>`: which object"),
            act=(
                "See the alert of that object (WorkloadShortOfPods, ExternalSecretNotSynced)",
                "Revert the last commit",
            ),
        ),
    )
    return differs, ill
