"""The pods of a pipeline in Jenkins: those that build and test may do nothing, those that make images have a role."""

from __future__ import annotations

from typing import Any

from x2bee_constructs.core.yaml_text import yaml_text
from x2bee_constructs.pipelines.groovy import block, text
from x2bee_constructs.pipelines.names import IMAGE_AGENTS, WORKER
from x2bee_constructs.pipelines.props import PipelineProps

__all__ = ["image_pod", "plain_pod"]

_USER = 1000
"""Who the agent of Jenkins and BuildKit's rootless image are: files of the workspace are then everybody's."""

_BARE = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}


def plain_pod(props: PipelineProps, container: str, image: str, *, memory: str) -> list[str]:
    """A pod without any right or role, for what a branch may run: in Jenkins' own namespace for agents."""
    one = _container(container, image, memory=memory)
    return block("agent", block("kubernetes", text("yaml ", yaml_text(_pod(props, "default", one)))))


def image_pod(props: PipelineProps) -> list[str]:
    """A pod that takes the builders' roles, in the namespace where nothing else is."""
    pod = _pod(props, WORKER, _builder(props))
    pod["spec"]["volumes"] = [{"name": "buildkit", "emptyDir": {"sizeLimit": "20Gi"}}]
    return block("agent", block("kubernetes", [f"namespace '{IMAGE_AGENTS}'", *text("yaml ", yaml_text(pod))]))


def _pod(props: PipelineProps, account: str, container: dict[str, Any]) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "spec": {
            "serviceAccountName": account,
            "automountServiceAccountToken": False,
            "nodeSelector": {"kubernetes.io/arch": props.processor},
            "securityContext": {
                "runAsNonRoot": True,
                "runAsUser": _USER,
                "runAsGroup": _USER,
                "fsGroup": _USER,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            "containers": [_inbound(), container],
        },
    }


def _inbound() -> dict[str, Any]:
    """The agent itself, whose image the plugin says."""
    return {
        "name": "jnlp",
        "resources": {"requests": {"cpu": "100m", "memory": "256Mi"}, "limits": {"memory": "512Mi"}},
        "securityContext": _BARE,
    }


def _container(name: str, image: str, *, memory: str) -> dict[str, Any]:
    """It waits for steps; `cat` with a terminal never ends by itself."""
    return {
        "name": name,
        "image": image,
        "command": ["cat"],
        "tty": True,
        "env": [{"name": "HOME", "value": "/tmp"}],
        "resources": {"requests": {"cpu": "500m", "memory": memory}, "limits": {"memory": memory}},
        "securityContext": _BARE,
    }


def _builder(props: PipelineProps) -> dict[str, Any]:
    """The one container that goes without the default profiles of seccomp and AppArmor.

    BuildKit without root makes user namespaces and mounts in them, which those forbid (its docs/rootless.md).
    """
    return {
        "name": "builder",
        "image": props.builder,
        "command": ["cat"],
        "tty": True,
        "env": [{"name": "BUILDKITD_FLAGS", "value": "--oci-worker-no-process-sandbox"}],
        "resources": {"requests": {"cpu": "1", "memory": "2Gi"}, "limits": {"memory": "4Gi"}},
        "securityContext": {
            "seccompProfile": {"type": "Unconfined"},
            "appArmorProfile": {"type": "Unconfined"},
        },
        "volumeMounts": [{"name": "buildkit", "mountPath": "/home/user/.local/share/buildkit"}],
    }
