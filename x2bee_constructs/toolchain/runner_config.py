"""What GitLab's runners are told of their jobs' pods, as the template of their `config.toml`.

The keys are those of `KubernetesConfig` and what belongs to it in the program's own source (gitlab-org/gitlab-runner at
v19.2.0, common/config.go). The chart expands `{{` in the text, so none may be in it.
"""

from __future__ import annotations

from typing import Any

import tomli_w

from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.props import ToolchainProps
from x2bee_constructs.toolchain.runners_props import RunnersSpec
from x2bee_constructs.toolchain.values import STAYS

__all__ = ["HELPER_GIB", "JOB_CORES", "job_config", "publish_config"]

JOB_CORES = 2
"""Cores that a job's pod requests at most: one for the job, a tenth for what clones and uploads, rounded up."""

HELPER_GIB = 1
"""Memory of a job's pod beside the job's own, in GiB: what clones and uploads, rounded up."""

_USER = 1000
"""Who jobs are in their pods, as in Jenkins': the images of generated pipelines work for any user."""

_PATIENCE = 600
"""Seconds that a pod may take to start: a node may have to be started for it first. Three minutes are usual."""

_STORE, _STORE_SIZE = "/buildkit", "20Gi"
"""Where BuildKit keeps its layers, and how much, as in Jenkins' pods: not in the container's own files, on which it
could not lay others."""

_BARE: dict[str, Any] = {"allow_privilege_escalation": False, "capabilities": {"drop": ["ALL"]}}
"""A container under the Pod Security Standard `restricted`."""

_FREE: dict[str, Any] = {
    "seccomp_profile": {"type": "Unconfined"},
    "app_armor_profile": {"type": "Unconfined"},
}
"""A container in which BuildKit makes user namespaces without root: it needs both (its docs/rootless.md)."""


def job_config(props: ToolchainProps, spec: RunnersSpec) -> str:
    """Pods of all jobs: their ServiceAccount is the namespace's own, which has no right and no role."""
    return _config(props, spec, names.JOBS, "default", _BARE, {"HOME": "/tmp"})


def publish_config(props: ToolchainProps, spec: RunnersSpec) -> str:
    """Pods that make images: with the role in AWS, and without the profiles that forbid user namespaces."""
    volume = {"name": "buildkit", "mount_path": _STORE, "size_limit": _STORE_SIZE}
    said = {"HOME": "/tmp", "XDG_DATA_HOME": _STORE}
    return _config(props, spec, names.PUBLISH, names.PUBLISHER, _FREE, said, volumes={"empty_dir": [volume]})


def _config(
    props: ToolchainProps,
    spec: RunnersSpec,
    namespace: str,
    account: str,
    container: dict[str, Any],
    environment: dict[str, str],
    **more: Any,
) -> str:
    """One entry, which is all that a template may have. What jobs may change of their pods is empty, so it is nothing.

    By the node selector the program also knows for which processor its own container must be.
    """
    pods: dict[str, Any] = {
        "namespace": namespace,
        "service_account": account,
        "automount_service_account_token": False,
        "privileged": False,
        "poll_timeout": _PATIENCE,
        "cpu_request": "1",
        "memory_request": spec.memory,
        "memory_limit": spec.memory,
        "helper_cpu_request": "100m",
        "helper_memory_request": "512Mi",
        "helper_memory_limit": "512Mi",
        "node_selector": {"kubernetes.io/arch": props.processor},
        "pod_annotations": STAYS,  # a job would fail with its pod
        "pod_labels": {"app.kubernetes.io/part-of": "x2bee"},
        "pod_security_context": _pod(),
        "init_permissions_container_security_context": _BARE,
        "build_container_security_context": container,
        "helper_container_security_context": _BARE,
        "service_container_security_context": _BARE,
        **more,
    }
    said = [f"{name}={value}" for name, value in environment.items()]
    return tomli_w.dumps({"runners": [{"executor": "kubernetes", "environment": said, "kubernetes": pods}]})


def _pod() -> dict[str, Any]:
    return {
        "run_as_non_root": True,
        "run_as_user": _USER,
        "run_as_group": _USER,
        "fs_group": _USER,
        "seccomp_profile": {"type": "RuntimeDefault"},
    }
