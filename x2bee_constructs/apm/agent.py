"""What a watched pod is given: pure data, which a platform lays over the props of its service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from x2bee_constructs.apm.names import AGENT_LABEL, LANGUAGE_LABEL, Language
from x2bee_constructs.apm.props import Vendor
from x2bee_constructs.workload.props import Egress, Peer, PodField

if TYPE_CHECKING:
    from x2bee_constructs.imports.k8s import core_v1

__all__ = ["Agent", "Init", "Watched", "agent_init", "agent_labels"]

_FOLDER = "/opt/x2bee/apm"
_VOLUME = "apm-agent"


@dataclass(frozen=True)
class Watched:
    """The pod that is watched."""

    service: str
    language: Language
    customer: str
    environment: str
    image: str
    node_options: str = ""
    """What the service itself says in NODE_OPTIONS."""


@dataclass(frozen=True)
class Init:
    """An agent that an init container lays into the pod."""

    container: core_v1.Container
    volume: core_v1.Volume
    mount: core_v1.VolumeMount
    folder: str


@dataclass(frozen=True)
class Agent:
    """What its pod gets."""

    labels: Mapping[str, str]
    memory_mib: int
    """On top of the program's own memory."""
    disk_mib: int = 0
    """On top of its disk."""
    jvm_options: str = ""
    """After those of the service."""
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    pod_fields: Mapping[str, PodField] = field(default_factory=dict[str, PodField])
    direct_env: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    init: Init | None = None
    egress: tuple[Egress, ...] = ()
    peers: tuple[Peer, ...] = ()
    traces: bool = False
    """Whether it sends spans to the platform's collector; the program's own tracing is then turned off."""


def agent_labels(vendor: Vendor, language: Language) -> dict[str, str]:
    """By which an operator, and policies, find the pods."""
    return {AGENT_LABEL: vendor, LANGUAGE_LABEL: language}


def agent_init(image: str, copy: Sequence[str], disk_mib: int) -> Init:
    """A container that runs first and copies with `copy` into the folder at its end; the program reads it there.

    Under the `restricted` Pod Security Standard, and without the network: it may run before the mesh's proxy or after.
    """
    # Not loaded where no pod is made: the AWS side derives its sums from the same props.
    from x2bee_constructs.imports.k8s import core_v1

    bounds: dict[str, int | float | str] = {"ephemeral-storage": f"{disk_mib}Mi", "memory": "64Mi"}
    container = core_v1.Container(
        name=_VOLUME,
        image=image,
        image_pull_policy="IfNotPresent",
        command=[*copy, _FOLDER],
        resources=core_v1.ResourceRequirements(requests={"cpu": "50m", **bounds}, limits=bounds),
        security_context=core_v1.SecurityContext(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            run_as_non_root=True,
            capabilities=core_v1.Capabilities(drop=["ALL"]),
        ),
        volume_mounts=[core_v1.VolumeMount(name=_VOLUME, mount_path=_FOLDER)],
    )
    empty = core_v1.EmptyDirVolumeSource(size_limit=f"{disk_mib}Mi")
    return Init(
        container,
        core_v1.Volume(name=_VOLUME, empty_dir=empty),
        core_v1.VolumeMount(name=_VOLUME, mount_path=_FOLDER, read_only=True),
        _FOLDER,
    )
