"""The values of the chart `jenkins`, as far as they are said."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from x2bee_constructs.core.chart_values import Enabled
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.imports.k8s.core_v1 import PodSecurityContext, ResourceRequirements, SecurityContext

__all__ = [
    "Account",
    "Admin",
    "Agent",
    "AgentLimits",
    "AgentResources",
    "Casc",
    "Controller",
    "JenkinsValues",
    "Persistence",
    "Rbac",
    "Reload",
    "SecretKey",
    "Sidecars",
]


class Admin(ApiStruct):
    """Where the administrator's name and password are."""

    create_secret: bool = True
    """Not the Secret itself: whether it is mounted."""
    existing_secret: str


class SecretKey(ApiStruct):
    """A key of a Secret that is mounted for the configuration as code."""

    name: str
    key_name: str


class Casc(ApiStruct):
    """Configuration as code."""

    default_config: bool = True
    overwrite_configuration: bool = True
    """What somebody changed by hand is gone at the next start."""
    config_scripts: dict[str, str]


class Reload(ApiStruct):
    """The container that loads a changed configuration without a restart."""

    resources: ResourceRequirements
    container_security_context: SecurityContext


class Sidecars(ApiStruct):
    """Containers beside the controller."""

    config_auto_reload: Reload


class Controller(ApiStruct):
    """Jenkins' controller."""

    num_executors: int = 0
    """Nothing is built where the credentials are."""
    admin: Admin
    additional_existing_secrets: list[SecretKey]
    agent_listener_enabled: bool = False
    """Agents come by WebSocket to the port that people come to."""
    install_plugins: list[str]
    install_latest_plugins: bool = False
    """Of plugins that others need, the version that they ask for: the same plugins at every start."""
    overwrite_plugins: bool = True
    """What is not pinned is not there at the next start."""
    jcasc: Annotated[Casc, Field(alias="JCasC")]
    sidecars: Sidecars
    java_opts: str
    jenkins_url: str
    node_selector: dict[str, str]
    pod_annotations: dict[str, str]
    pod_security_context_override: PodSecurityContext
    container_security_context: SecurityContext
    prometheus: Enabled
    resources: ResourceRequirements
    init_container_resources: ResourceRequirements
    termination_grace_period_seconds: int = 90
    """Three times Kubernetes' own 30: it writes down the state of every build that runs. Our judgement."""
    test_enabled: bool = False


class AgentLimits(ApiStruct):
    """As the chart writes them into Jenkins' configuration."""

    cpu: str
    memory: str


class AgentResources(ApiStruct):
    """What a pod of the default template asks for."""

    requests: AgentLimits
    limits: AgentLimits


class Agent(ApiStruct):
    """The cloud in which pods build, and the template of those that say nothing themselves."""

    namespace: str
    container_cap: int
    websocket: bool = True
    use_default_service_account: bool = False
    service_account: str
    restricted_pss_security_context: bool = True
    pod_retention: str = "Never"
    custom_jenkins_labels: list[str]
    resources: AgentResources
    run_as_user: int
    run_as_group: int
    yaml_template: str
    yaml_merge_strategy: str = "merge"


class Persistence(ApiStruct):
    """The volume."""

    size: str
    storage_class: str


class Rbac(ApiStruct):
    """What the controller may do in the cluster."""

    create: bool = True
    read_secrets: bool = True
    """Those of its own namespace alone: pipelines' credentials are Secrets there."""


class Account(ApiStruct):
    """The ServiceAccount."""

    name: str


class JenkinsValues(ApiStruct):
    """Values of the chart `jenkins`."""

    fullname_override: str
    controller: Controller
    agent: Agent
    persistence: Persistence
    rbac: Rbac = Rbac()
    service_account: Account
