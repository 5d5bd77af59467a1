"""The Job that brings SonarQube to what is declared, and what it may do."""

from __future__ import annotations

import json
from importlib.resources import files

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.checkov import AS_SETTINGS, STANDARD, Finding, skips
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.core.releases import WAVES
from x2bee_constructs.imports.k8s import batch_v1, core_v1, rbac_v1
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.props import ToolchainProps
from x2bee_constructs.toolchain.secrets import SONARQUBE_SETUP
from x2bee_constructs.toolchain.setup.wanted import wanted
from x2bee_constructs.toolchain.sonarqube_props import SonarQubeSpec
from x2bee_constructs.toolchain.values import restricted_container, restricted_pod

__all__ = ["setup_objects"]

_SCRIPTS = "/x2bee/setup"
_SCRIPT = "configure.py"
_USER = 10001
"""Above 10000, so that it is no user of the node (Checkov CKV_K8S_40)."""

_WAIT_SECONDS = 900
"""How long each try waits for SonarQube: a new version first changes its tables. Our judgement."""

_TRIES = 3
"""Our judgement: the first may meet a SonarQube that starts again, and what fails thrice fails for a reason."""

_TALK_SECONDS = 300
"""What a try may take once SonarQube answers: some hundred requests. Our judgement."""

_TOKEN: Finding = (
    "CKV_K8S_38",
    "It writes SonarQube's token into one Secret of Jenkins' namespace, and may do no more",
)
"""Why the pod has a token of Kubernetes."""


def setup_objects(props: ToolchainProps, spec: SonarQubeSpec) -> dict[str, KubeObject]:
    """All objects, by id."""
    name = names.SETUP
    text = files("x2bee_constructs.toolchain.setup").joinpath(_SCRIPT).read_text(encoding="utf-8")
    data = {_SCRIPT: text, "wanted.json": json.dumps(wanted(props, spec), indent=2) + "\n"}
    made: dict[str, KubeObject] = {
        "setup-account": core_v1.ServiceAccount(metadata=_meta(name), automount_service_account_token=False),
        "setup-files": core_v1.ConfigMap(metadata=_meta(name), data=data),
        "setup-job": _job(props, spec),
    }
    return made | (_token() if props.jenkins else {})


def _meta(name: str, namespace: str = names.SONARQUBE) -> ObjectMeta:
    return staged_meta(name, "toolchain", namespace)


def _token() -> dict[str, KubeObject]:
    """The Secret that the job fills, and the right to fill this one: nobody needs to carry the token over.

    Without data in Git: what the job puts into it is nobody else's, and Argo CD leaves it.
    """
    labels = {"app.kubernetes.io/part-of": "x2bee", "jenkins.io/credentials-type": "secretText"}
    meta = _meta(names.SONAR_TOKEN, names.JENKINS).model_copy(update={"labels": labels})
    rule = rbac_v1.PolicyRule(
        api_groups=[""], resources=["secrets"], resource_names=[names.SONAR_TOKEN], verbs=["get", "patch"]
    )
    role = rbac_v1.RoleRef(api_group="rbac.authorization.k8s.io", kind="Role", name=names.SETUP)
    subject = rbac_v1.Subject(kind="ServiceAccount", name=names.SETUP, namespace=names.SONARQUBE)
    return {
        "setup-token": core_v1.Secret(metadata=meta, type="Opaque"),
        "setup-role": rbac_v1.Role(metadata=_meta(names.SETUP, names.JENKINS), rules=[rule]),
        "setup-role-binding": rbac_v1.RoleBinding(
            metadata=_meta(names.SETUP, names.JENKINS), role_ref=role, subjects=[subject]
        ),
    }


def _job(props: ToolchainProps, spec: SonarQubeSpec) -> batch_v1.Job:
    """After SonarQube is well: each try is a pod of its own, so that the log of each stays until the next sync."""
    hook = {
        "argocd.argoproj.io/hook": "Sync",
        "argocd.argoproj.io/hook-delete-policy": "BeforeHookCreation",
        "argocd.argoproj.io/sync-wave": str(WAVES["services"] + 1),
        **skips(*STANDARD, AS_SETTINGS, *((_TOKEN,) if props.jenkins else ())),
    }
    labels = {"app.kubernetes.io/name": names.SETUP, "app.kubernetes.io/part-of": "x2bee"}
    return batch_v1.Job(
        metadata=_meta(names.SETUP).model_copy(update={"annotations": dict(sorted(hook.items()))}),
        spec=batch_v1.JobSpec(
            backoff_limit=_TRIES - 1,
            active_deadline_seconds=_TRIES * (_WAIT_SECONDS + _TALK_SECONDS),
            template=core_v1.PodTemplateSpec(
                metadata=ObjectMeta(labels={**labels, "sidecar.istio.io/inject": "false"}),
                spec=core_v1.PodSpec(
                    restart_policy="Never",
                    service_account_name=names.SETUP,
                    automount_service_account_token=bool(props.jenkins),
                    enable_service_links=False,
                    node_selector=dict(sorted(props.node_selector.items())) or None,
                    security_context=restricted_pod(_USER, _USER),
                    containers=[_container(spec)],
                    volumes=[core_v1.Volume(name="setup", config_map=core_v1.ConfigMapVolumeSource(name=names.SETUP))],
                ),
            ),
        ),
    )


def _container(spec: SonarQubeSpec) -> core_v1.Container:
    said = {
        "KUBERNETES_URL": "https://kubernetes.default.svc",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SONARQUBE_URL": names.sonarqube_url(),
        "WAIT_SECONDS": str(_WAIT_SECONDS),
        "WANTED": f"{_SCRIPTS}/wanted.json",
    }
    return core_v1.Container(
        name="setup",
        image=spec.setup_image,
        image_pull_policy="IfNotPresent",
        command=["python3", f"{_SCRIPTS}/{_SCRIPT}"],
        env=[core_v1.EnvVar(name=key, value=value) for key, value in sorted(said.items())],
        env_from=[core_v1.EnvFromSource(secret_ref=core_v1.SecretEnvSource(name=SONARQUBE_SETUP))],
        resources=core_v1.ResourceRequirements(
            requests={"cpu": "50m", "memory": "64Mi", "ephemeral-storage": "16Mi"},
            limits={"memory": "64Mi", "ephemeral-storage": "16Mi"},
        ),
        security_context=restricted_container(_USER, _USER),
        volume_mounts=[core_v1.VolumeMount(name="setup", mount_path=_SCRIPTS, read_only=True)],
    )
