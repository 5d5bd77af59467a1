"""The upstream software of this room: one Argo CD Application for each chart."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import Component
from x2bee_constructs.imports.k8s.core_v1 import ResourceRequirements
from x2bee_constructs.toolchain.jenkins import jenkins
from x2bee_constructs.toolchain.jenkins_values import JenkinsValues
from x2bee_constructs.toolchain.props import ToolchainProps
from x2bee_constructs.toolchain.runners import runners
from x2bee_constructs.toolchain.runners_values import RunnerValues
from x2bee_constructs.toolchain.sonarqube import sonarqube
from x2bee_constructs.toolchain.sonarqube_values import SonarQubeValues
from x2bee_constructs.workload.sizing import Requests, bytes_of, millicores

__all__ = ["components", "pod_requests"]


def components(props: ToolchainProps) -> tuple[Component, ...]:
    """All that are asked for."""
    return tuple(_components(props))


def _components(props: ToolchainProps) -> Iterator[Component]:
    if props.jenkins:
        yield jenkins(props, props.jenkins)
    if props.sonarqube:
        yield sonarqube(props, props.sonarqube)
    if props.runners:
        yield runners(props, props.runners)


def pod_requests(values: ApiStruct) -> Requests:
    """What the one pod of a chart requests while it runs, all containers together."""
    found = Requests()
    for one in _resources(values):
        said = one.requests or {}
        found += Requests(cpu=millicores(str(said["cpu"])), memory=bytes_of(str(said["memory"])))
    return found


def _resources(values: ApiStruct) -> tuple[ResourceRequirements, ...]:
    if isinstance(values, JenkinsValues):
        controller = values.controller
        return (controller.resources, controller.sidecars.config_auto_reload.resources)
    if isinstance(values, SonarQubeValues | RunnerValues):
        return (values.resources,)
    raise TypeError(f"no chart of the toolchain has {type(values).__name__}")
