"""Parts that the values of several charts share."""

from __future__ import annotations

from pydantic import ConfigDict

from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.imports.k8s.core_v1 import (
    Capabilities,
    SeccompProfile,
    SecurityContext,
)

__all__ = ["PRIORITY", "RESTRICTED", "UNPRIVILEGED", "Account", "SnakeStruct"]

PRIORITY = "system-cluster-critical"
"""The PriorityClass of all of them: Kubernetes has it from the start, ours come with the services, later."""

RESTRICTED = SecurityContext(
    allow_privilege_escalation=False,
    read_only_root_filesystem=True,
    run_as_non_root=True,
    capabilities=Capabilities(drop=["ALL"]),
    seccomp_profile=SeccompProfile(type="RuntimeDefault"),
)
"""A container under the Pod Security Standard `restricted`, with nothing to write to."""


UNPRIVILEGED = RESTRICTED.model_copy(update={"read_only_root_filesystem": False})
"""The same for programs that write beside their volumes."""


class SnakeStruct(ApiStruct):
    """Values whose keys are written with underscores, as Python's."""

    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"))


class Account(ApiStruct):
    """The ServiceAccount that a chart makes; its name is what the pod identity is tied to."""

    create: bool = True
    name: str
    automount_service_account_token: bool = True
