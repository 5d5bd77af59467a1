"""When somebody is called because of what the cluster runs beside the services: only of add-ons that are there."""

from __future__ import annotations

from collections.abc import Iterable

from x2bee_constructs.addons.names import CERT_MANAGER, CLUSTER_AUTOSCALER, EXTERNAL_SECRETS, KARPENTER, KEDA
from x2bee_constructs.core.alerts import Alert, Runbook

__all__ = ["addon_alerts"]

_AREA = "add-ons"
_BY = "exported_namespace, namespace, scaledObject"
_OWN = "{{ or $labels.exported_namespace $labels.namespace }}"
"""Whose it is: Prometheus renames a label `namespace` that differs from the exporter's own."""


def addon_alerts(names: Iterable[str]) -> tuple[Alert, ...]:
    """Those of the add-ons with these names."""
    known = {
        EXTERNAL_SECRETS: _external_secrets,
        CERT_MANAGER: _cert_manager,
        KEDA: _keda,
        KARPENTER: _karpenter,
        CLUSTER_AUTOSCALER: _cluster_autoscaler,
    }
    there = set(names)
    return tuple(alert for name, made in known.items() if name in there for alert in made())


def _external_secrets() -> tuple[Alert, ...]:
    return (
        Alert(
            name="ExternalSecretNotSynced",
            area=_AREA,
            severity="warning",
            expr='externalsecret_status_condition{condition="Ready",status="False"} == 1',
            lasts="15m",
            summary=f"{_OWN}/{{{{ $labels.name }}}} is not read from AWS",
            runbook=Runbook(
                means="External Secrets cannot read a secret or parameter, so the Secret in the cluster is old or "
                "missing.",
                impact="Running pods keep what they have. New pods do not start if the Secret was never there; after a "
                "rotation they log in with the old password.",
                causes=(
                    "The secret has no value yet: people put it in once",
                    "It has not the key that is asked for",
                    "The role of External Secrets may not read it, or its KMS key",
                ),
                look=(
                    "`kubectl -n <namespace> describe externalsecret <name>`: the message names secret and key",
                    "`aws secretsmanager describe-secret --secret-id <secret>`: is there a version AWSCURRENT",
                    "`kubectl get clustersecretstores`: is the store itself ready",
                ),
                act=(
                    "No value: `aws secretsmanager put-secret-value --secret-id <secret> --secret-string file://value`",
                    (
                        "Then do not wait: `kubectl -n <namespace> annotate externalsecret <name> "
                        "force-sync=$(date +%s) --overwrite`"
                    ),
                ),
            ),
        ),
    )


def _cert_manager() -> tuple[Alert, ...]:
    look = (
        (
            "`kubectl -n <namespace> describe certificate <name>` and `kubectl -n <namespace> get "
            "certificaterequests,orders,challenges`"
        ),
        "`kubectl -n cert-manager logs deploy/cert-manager --since=1h | grep -i error`",
    )
    act = (
        "Mend the issuer it names; then `kubectl -n <namespace> delete certificaterequest <request>` to try at once",
    )
    causes = ("The issuer refuses or is away", "A webhook or its network policy changed", "DNS does not prove the name")
    left = "certmanager_certificate_expiration_timestamp_seconds - time()"
    return (
        Alert(
            name="CertificateNotRenewed",
            area=_AREA,
            severity="warning",
            expr=f"{left} < 14 * 86400",
            lasts="1h",
            summary=f"{_OWN}/{{{{ $labels.name }}}} ends in {{{{ $value | humanizeDuration }}}} and was not renewed",
            runbook=Runbook(
                means="cert-manager renews a certificate long before; this one it could not.",
                impact="None yet.",
                causes=causes,
                look=look,
                act=act,
            ),
        ),
        Alert(
            name="CertificateExpires",
            area=_AREA,
            severity="critical",
            expr=f"{left} < 3 * 86400",
            lasts="15m",
            summary=f"{_OWN}/{{{{ $labels.name }}}} ends in {{{{ $value | humanizeDuration }}}}",
            runbook=Runbook(
                means="A certificate inside the cluster ends within three days.",
                impact="At its end whatever is behind it is refused: webhooks, and with them every change.",
                causes=causes,
                look=look,
                act=act,
            ),
        ),
    )


def _keda() -> tuple[Alert, ...]:
    return (
        Alert(
            name="ScalerFails",
            area=_AREA,
            severity="warning",
            expr=f"sum by ({_BY}) (rate(keda_scaler_detail_errors_total[5m])) > 0 or sum by ({_BY}) "
            "(rate(keda_scaled_object_errors_total[5m])) > 0",
            lasts="15m",
            summary=f"KEDA cannot ask what {_OWN}/{{{{ $labels.scaledObject }}}} scales by",
            runbook=Runbook(
                means="A trigger of a ScaledObject answers with errors: the number of pods stays as it is.",
                impact="None until the load changes; then there are too few pods, or too many.",
                causes=(
                    "Prometheus is away, or its query is wrong",
                    "The queue does not exist, or KEDA's role may not see it",
                ),
                look=(
                    "`kubectl -n <namespace> describe scaledobject <name>`",
                    "`kubectl -n keda logs deploy/keda-operator --since=15m | grep -i error`",
                ),
                act=(
                    "Mend what it asks",
                    (
                        "For now: `kubectl -n <namespace> annotate scaledobject <name> "
                        "autoscaling.keda.sh/paused-replicas=<n>`; take it away afterwards"
                    ),
                ),
            ),
        ),
    )


def _karpenter() -> tuple[Alert, ...]:
    look = (
        "`kubectl get nodepools,nodeclaims` and `kubectl describe nodeclaim <name>`",
        "`kubectl -n kube-system logs deploy/karpenter --since=30m | grep -iE 'error|insufficient'`",
    )
    return (
        Alert(
            name="KarpenterCannotLaunch",
            area=_AREA,
            severity="warning",
            # A NodeClaim that is gone already is asked for once more at the end of every node.
            expr="sum by (method, error) "
            '(increase(karpenter_cloudprovider_errors_total{error!~"NodeClaimNotFoundError"}'
            "[15m])) > 3",
            lasts="15m",
            summary="AWS refuses {{ $labels.method }} ({{ $labels.error }})",
            runbook=Runbook(
                means="Karpenter asks AWS for machines, or to end some, and is refused again and again.",
                impact="None while the nodes suffice; then PodsFindNoNode.",
                causes=("No such machine in the zone", "The account's quota", "A permission or a subnet is missing"),
                look=(*look, "`aws service-quotas list-service-quotas --service-code ec2`: vCPUs of the family"),
                act=(
                    "No such machine: further `instance_types` in the customer's file",
                    "A quota: `aws service-quotas request-service-quota-increase`; it takes hours",
                ),
            ),
        ),
        Alert(
            name="NodePoolAtLimit",
            area=_AREA,
            severity="warning",
            expr="karpenter_nodepools_usage / karpenter_nodepools_limit > 0.9",
            lasts="15m",
            summary="NodePool {{ $labels.nodepool }} has used {{ $value | humanizePercentage }} of its "
            "{{ $labels.resource_type }}",
            runbook=Runbook(
                means="The pool may not grow much further.",
                impact="None yet; the next pods may find no node.",
                causes=("More load than planned", "A batch that asks for much", "Nodes that do not go away again"),
                look=look,
                act=(
                    "More load: `cluster.nodes` in the customer's file; `x2bee check` shows the sum",
                    "Nodes that stay: `kubectl describe node <node> | grep -i disrupt`: which pod keeps it",
                ),
            ),
        ),
    )


def _cluster_autoscaler() -> tuple[Alert, ...]:
    return (
        Alert(
            name="NodeGroupCannotGrow",
            area=_AREA,
            severity="warning",
            expr="sum by (reason) (increase(cluster_autoscaler_failed_scale_ups_total[30m])) > 0",
            lasts="5m",
            summary="A node group could not grow ({{ $labels.reason }})",
            runbook=Runbook(
                means="The Cluster Autoscaler asked for a node and did not get one in time.",
                impact="None while the nodes suffice; then PodsFindNoNode.",
                causes=("No such machine in the zone", "The account's quota", "The group's launch template is wrong"),
                look=(
                    "`kubectl -n kube-system get configmap cluster-autoscaler-status -o yaml`",
                    "`aws autoscaling describe-scaling-activities --auto-scaling-group-name <group> --max-items 5`",
                ),
                act=(
                    "No such machine: further `instance_types` in the customer's file",
                    "A quota: `aws service-quotas request-service-quota-increase`; it takes hours",
                ),
            ),
        ),
    )
