"""Wrong manifests cannot be made; the error names the path, the value got, and what is allowed or was meant."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import pytest
from pydantic import BaseModel, ValidationError, model_validator

from tests.imports.manifests import made, right
from x2bee_constructs.core.objects import ObjectError
from x2bee_constructs.imports.k8s.core_v1 import Container, ContainerPort


class Wrong(NamedTuple):
    """A right manifest made wrong at one place, and the words that the error must have."""

    module: str
    place: str
    value: Any
    path: str
    words: tuple[str, ...]


GONE = object()
"""For a value: the field is taken away."""

_C = "spec.template.spec.containers.0"
_P = "Deployment.spec.template.spec.containers[0]"
_APPS, _CORE, _HPA, _ISTIO = "k8s.apps_v1", "k8s.core_v1", "k8s.autoscaling_v2", "istio.networking_v1"

WRONG = [
    # an enum
    Wrong(_APPS, f"{_C}.imagePullPolicy", "Allways", f"{_P}.imagePullPolicy", ("'Allways'", "'IfNotPresent'")),
    Wrong(_APPS, "spec.template.spec.restartPolicy", "always", "spec.restartPolicy", ("'always'", "'Always'")),
    Wrong(_APPS, "spec.strategy.type", "Rolling", "Deployment.spec.strategy.type", ("'Rolling'", "'RollingUpdate'")),
    Wrong(_APPS, f"{_C}.ports.0.protocol", "HTTP", f"{_P}.ports[0].protocol", ("'HTTP'", "'TCP'")),
    Wrong(_APPS, "spec.template.spec.dnsPolicy", "Cluster", "spec.dnsPolicy", ("'Cluster'", "'ClusterFirst'")),
    Wrong(
        _APPS,
        "spec.template.spec.securityContext.seccompProfile.type",
        "Default",
        "seccompProfile.type",
        ("'Default'", "'RuntimeDefault'"),
    ),
    Wrong(_CORE, "spec.type", "Cluster", "Service.spec.type", ("'Cluster'", "'ClusterIP'")),
    Wrong(
        _HPA, "spec.metrics.0.resource.target.type", "utilization", "target.type", ("'utilization'", "'Utilization'")
    ),
    Wrong("k8s.batch_v1", "spec.concurrencyPolicy", "Deny", "CronJob.spec.concurrencyPolicy", ("'Deny'", "'Forbid'")),
    Wrong("k8s.networking_v1", "spec.policyTypes.0", "ingress", "spec.policyTypes[0]", ("'ingress'", "'Ingress'")),
    Wrong("k8s.rbac_v1", "roleRef.kind", "role", "RoleBinding.roleRef.kind", ("'role'", "'ClusterRole'")),
    Wrong("k8s.rbac_v1", "subjects.0.kind", "Serviceaccount", "subjects[0].kind", ("'ServiceAccount'",)),
    Wrong("istio.security_v1", "spec.action", "allow", "AuthorizationPolicy.spec.action", ("'allow'", "'ALLOW'")),
    Wrong("aws_lbc.elbv2_v1beta1", "spec.targetType", "pod", "TargetGroupBinding.spec.targetType", ("'pod'", "'ip'")),
    Wrong("opentelemetry.v1beta1", "spec.mode", "pod", "OpenTelemetryCollector.spec.mode", ("'pod'", "'daemonset'")),
    Wrong(_APPS, "kind", "Deploymnt", "Deployment.kind", ("'Deploymnt'", "'Deployment'")),
    Wrong(_APPS, "apiVersion", "apps/v1beta1", "Deployment.apiVersion", ("'apps/v1beta1'", "'apps/v1'")),
    # a misspelt field
    Wrong(_APPS, f"{_C}.readinesProbe", {}, f"{_P}.readinesProbe", ("did you mean 'readinessProbe'?",)),
    Wrong(_APPS, f"{_C}.image_pullpolicy", "Always", "image_pullpolicy", ("did you mean 'image_pull_policy'?",)),
    Wrong(_APPS, "spec.replica", 3, "Deployment.spec.replica", ("got 3", "did you mean 'replicas'?")),
    Wrong(_APPS, "metadata.label", {}, "Deployment.metadata.label", ("did you mean 'labels'?",)),
    Wrong(_APPS, "sepc", {}, "Deployment.sepc", ("did you mean 'spec'?",)),
    Wrong(_APPS, "status", {}, "Deployment.status", ("no such field",)),
    Wrong(_CORE, "spec.clusterIp", "None", "Service.spec.clusterIp", ("did you mean 'clusterIP'?",)),
    Wrong(_HPA, "spec.maxReplica", 3, "HorizontalPodAutoscaler.spec.maxReplica", ("'maxReplicas'?",)),
    Wrong(_ISTIO, "spec.http.0.timeOut", "5s", "VirtualService.spec.http[0].timeOut", ("did you mean 'timeout'?",)),
    Wrong("istio.security_v1", "spec.rules.0.form", [], "spec.rules[0].form", ("did you mean 'from'?",)),
    Wrong("argo_cd.v1alpha1", "spec.source.repoUrl", "x", "Application.spec.source.repoUrl", ("'repoURL'?",)),
    Wrong("external_secrets.v1", "spec.refreshIntervall", "1h", "spec.refreshIntervall", ("'refreshInterval'?",)),
    Wrong("kiali.v1alpha1", "spec.auth.strategi", "x", "Kiali.spec.auth.strategi", ("did you mean 'strategy'?",)),
    Wrong("whatap.v2alpha1", "spec.features.k8sAgnt", {}, "features.k8sAgnt", ("did you mean 'k8sAgent'?",)),
    # a wrong type; nothing is converted
    Wrong(_APPS, "spec.replicas", "2", "Deployment.spec.replicas", ("got '2'", "a whole number")),
    Wrong(_APPS, "spec.replicas", 2.5, "Deployment.spec.replicas", ("got 2.5", "a whole number")),
    Wrong(_APPS, "spec.paused", 1, "Deployment.spec.paused", ("got 1", "true or false")),
    Wrong(_APPS, f"{_C}.env.0.value", 3000, f"{_P}.env[0].value", ("got 3000", "text")),
    Wrong(_APPS, f"{_C}.args", "--debug", f"{_P}.args", ("'--debug'", "a list")),
    Wrong(_APPS, f"{_C}.resources.limits", [], f"{_P}.resources.limits", ("got []", "a map")),
    Wrong(_APPS, "spec.template", [], "Deployment.spec.template", ("got []", "PodTemplateSpec(…)")),
    Wrong(_APPS, "metadata.annotations", {"a": True}, "Deployment.metadata.annotations.a", ("got true", "text")),
    Wrong("karpenter.v1", "spec.limits.cpu", 1.5, "NodePool.spec.limits.cpu", ("got 1.5", "a quantity")),
    # out of range
    Wrong(_APPS, "spec.replicas", -1, "Deployment.spec.replicas", ("got -1", "at least 0")),
    Wrong(_APPS, f"{_C}.ports.0.containerPort", 70000, f"{_P}.ports[0].containerPort", ("70000", "1 to 65535")),
    Wrong(_APPS, f"{_C}.readinessProbe.periodSeconds", -5, "readinessProbe.periodSeconds", ("-5", "at least 0")),
    Wrong(_CORE, "spec.ports.0.port", 0, "Service.spec.ports[0].port", ("got 0", "1 to 65535")),
    Wrong(_CORE, "spec.ports.0.targetPort", 65536, "Service.spec.ports[0].targetPort", ("65536", "a port's name")),
    Wrong(_HPA, "spec.maxReplicas", 0, "HorizontalPodAutoscaler.spec.maxReplicas", ("got 0", "at least 1")),
    Wrong(_ISTIO, "spec.http.0.route.0.destination.port.number", 0, "destination.port.number", ("1 to 65535",)),
    Wrong(_ISTIO, "spec.http.0.retries.attempts", -1, "http[0].retries.attempts", ("got -1", "at least 0")),
    Wrong("gateway_api.v1", "spec.rules.0.backendRefs.0.port", 0, "backendRefs[0].port", ("got 0", "at least 1")),
    Wrong("keda.v1alpha1", "spec.maxReplicaCount", 0, "ScaledObject.spec.maxReplicaCount", ("got 0", "at least 1")),
    Wrong("k8s.batch_v1", "spec.jobTemplate.spec.backoffLimit", -1, "spec.backoffLimit", ("-1", "at least 0")),
    # a text of the wrong form
    Wrong(_APPS, "metadata.name", "X2bee_FO", "Deployment.metadata.name", ("'X2bee_FO'", "lower-case")),
    Wrong(_CORE, "metadata.name", "1st", "Service.metadata.name", ("'1st'", "a letter first")),
    Wrong(_APPS, "metadata.namespace", "acme.app", "Deployment.metadata.namespace", ("'acme.app'", "lower-case")),
    Wrong(_APPS, "metadata.labels", {"a b": "c"}, "Deployment.metadata.labels['a b']", ("'a b'", "a key such as")),
    Wrong(_APPS, "metadata.labels", {"a": "-c-"}, "Deployment.metadata.labels.a", ("'-c-'", "at both ends")),
    Wrong(_APPS, f"{_C}.resources.limits.memory", "512MB", "limits.memory", ("'512MB'", "512Mi")),
    Wrong(_APPS, f"{_C}.image", "app:1 0", f"{_P}.image", ("'app:1 0'", "without spaces")),
    Wrong(_APPS, f"{_C}.env.0.name", "1PORT", f"{_P}.env[0].name", ("'1PORT'", "not a digit first")),
    Wrong(_APPS, f"{_C}.ports.0.name", "a-name-that-is-long", "ports[0].name", ("at most 15",)),
    Wrong(_APPS, "spec.strategy.rollingUpdate.maxSurge", "25", "rollingUpdate.maxSurge", ("'25'", "'25%'")),
    Wrong("k8s.policy_v1", "spec.maxUnavailable", "half", "spec.maxUnavailable", ("'half'", "a percentage")),
    Wrong("k8s.batch_v1", "spec.schedule", "0 3 * *", "CronJob.spec.schedule", ("'0 3 * *'", "five fields")),
    Wrong("k8s.batch_v1", "metadata.name", "x" * 53, "CronJob.metadata.name", ("1 to 52",)),
    Wrong("k8s.networking_v1", "spec.egress.0.to.0.ipBlock.cidr", "10.0.0.0/33", "cidr", ("'10.0.0.0/33'",)),
    Wrong(_ISTIO, "spec.http.0.timeout", "5 s", "VirtualService.spec.http[0].timeout", ("'5 s'", "1.5s")),
    Wrong("karpenter.v1", "spec.disruption.consolidateAfter", "5min", "consolidateAfter", ("'5min'", "matches")),
    Wrong("karpenter.aws_v1", "spec.amiSelectorTerms.0.alias", "al2023", "alias", ("'al2023'", "matches")),
    # missing
    Wrong(_APPS, "spec.selector", GONE, "Deployment.spec.selector", ("is required",)),
    Wrong(_APPS, "spec", GONE, "Deployment.spec", ("is required",)),
    Wrong(_APPS, "metadata", GONE, "Deployment.metadata", ("is required",)),
    Wrong(_APPS, "metadata.name", GONE, "Deployment.metadata.name", ("got nothing", "a name of 1 to 253")),
    Wrong(_APPS, f"{_C}.name", GONE, f"{_P}.name", ("is required",)),
    Wrong(_APPS, "spec.template.spec.containers", [], "spec.containers", ("at least 1 entries",)),
    Wrong("argo_cd.v1alpha1", "spec.project", GONE, "Application.spec.project", ("is required",)),
    Wrong("external_secrets.v1", "spec.data", GONE, "ExternalSecret.spec", ("at least one of data, data_from",)),
    # fields that contradict each other
    Wrong(_APPS, f"{_C}.readinessProbe.tcpSocket", {"port": 1}, f"{_P}.readinessProbe", ("exactly one of exec",)),
    Wrong(_APPS, f"{_C}.env.1.value", "x", f"{_P}.env[1]", ("['value', 'value_from']", "at most one")),
    Wrong(_APPS, f"{_C}.env.1.name", "PORT", f"{_P}.env[1]", ("'PORT'", "differ in name")),
    Wrong(_HPA, "spec.minReplicas", 11, "HorizontalPodAutoscaler.spec.maxReplicas", ("got 10", "min_replicas (11)")),
    Wrong("k8s.policy_v1", "spec.minAvailable", 1, "PodDisruptionBudget.spec", ("at most one of min_available",)),
    Wrong("keda.v1alpha1", "spec.minReplicaCount", 11, "ScaledObject.spec.maxReplicaCount", ("got 10", "(11)")),
    Wrong(_ISTIO, "spec.http.0.redirect", {"uri": "/"}, "VirtualService.spec.http[0]", ("exactly one of",)),
    Wrong(_ISTIO, "spec.http.0.match.0.uri.exact", "/", "match[0].uri", ("at most one of exact, prefix",)),
    Wrong("aws_lbc.elbv2_v1beta1", "spec.targetGroupName", GONE, "TargetGroupBinding.spec", ("exactly one of",)),
    Wrong("gateway_api.v1", "spec.rules.0.filters.0.type", "URLRewrite", "filters[0].type", ("header_modifier",)),
    Wrong("karpenter.aws_v1", "spec.instanceProfile", "x", "EC2NodeClass.spec", ("exactly one of role",)),
    Wrong("prometheus_operator.monitoring_v1", "spec.groups.0.rules.0.record", "a:b", "rules[0]", ("exactly one",)),
]


def _changed(wrong: Wrong) -> dict[str, Any]:
    manifest = right(wrong.module)
    here: Any = manifest
    *way, last = [int(step) if step.isdigit() else step for step in wrong.place.split(".")]
    for step in way:
        here = here[step]
    if wrong.value is GONE:
        del here[last]
    else:
        here[last] = wrong.value
    return manifest


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.module}-{wrong.place}-{str(wrong.value)[:12]}")
def test_wrong_manifest(wrong: Wrong) -> None:
    with pytest.raises(ObjectError) as caught:
        made(wrong.module, _changed(wrong))
    assert caught.value.faults[0].path.endswith(wrong.path)
    for word in wrong.words:
        assert word in str(caught.value)


def test_there_are_enough_of_them() -> None:
    assert len(WRONG) >= 50


def test_all_faults_are_told_at_once() -> None:
    manifest = right(_APPS)
    manifest["spec"]["replicas"] = "2"
    manifest["spec"]["template"]["spec"]["containers"][0] |= {"imagePullPolicy": "x", "ports": [{"containerPort": 0}]}
    with pytest.raises(ObjectError) as caught:
        made(_APPS, manifest)
    assert [fault.path.rpartition(".")[2] for fault in caught.value.faults] == [
        "replicas",
        "imagePullPolicy",
        "containerPort",
    ]
    assert str(caught.value).count("(in Deployment 'x2bee-fo')") == 3


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"image_pull_policy": "Allways"},
            ("Container.imagePullPolicy", "'Allways'", "'Always'", "(in Container 'app')"),
        ),
        ({"redines_probe": None}, ("Container.redines_probe", "did you mean 'readiness_probe'?")),
        ({"comand": ["x"]}, ("Container.comand", "did you mean 'command'?")),
        ({"zzz": 1}, ("Container.zzz", "got 1", "allowed: name, args, command")),
        ({"ports": [ContainerPort(container_port=1), 5]}, ("Container.ports[1]", "got 5", "ContainerPort(…)")),
        ({"ports": ContainerPort(container_port=1)}, ("Container.ports", "got ContainerPort(…)", "a list")),
    ],
)
def test_by_the_constructor(fields: dict[str, Any], words: tuple[str, ...]) -> None:
    with pytest.raises(ObjectError) as caught:
        Container(name="app", **fields)
    for word in words:
        assert word in str(caught.value)


def test_it_is_a_value_error_and_composes() -> None:
    class Props(BaseModel):
        port: int

        @model_validator(mode="after")
        def _port(self) -> Self:
            ContainerPort(container_port=self.port)
            return self

    with pytest.raises(ValidationError, match=r"ContainerPort\.containerPort: got 0, allowed: a port from 1 to 65535"):
        Props(port=0)
