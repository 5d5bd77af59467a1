"""The values of the chart `sonarqube`, as far as they are said."""

from __future__ import annotations

from x2bee_constructs.core.chart_values import Enabled
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.imports.k8s.core_v1 import ResourceRequirements

__all__ = ["Account", "ExtraConfig", "InitContainers", "Monitoring", "Persistence", "SonarQubeValues", "StartupProbe"]


class ExtraConfig(ApiStruct):
    """Secrets whose keys become environment variables."""

    secrets: list[str]


class InitContainers(ApiStruct):
    """What runs before SonarQube: it puts the settings together."""

    resources: ResourceRequirements


class Monitoring(ApiStruct):
    """Whether Prometheus asks it."""

    pod_monitor: Enabled


class Persistence(ApiStruct):
    """The volume with what SonarQube searches in."""

    enabled: bool = True
    size: str
    storage_class: str


class StartupProbe(ApiStruct):
    """How long SonarQube may take to start; every ten seconds it is asked once."""

    failure_threshold: int


class Account(ApiStruct):
    """The ServiceAccount; SonarQube asks the API server for nothing."""

    create: bool = True
    name: str
    automount_token: bool = False


class SonarQubeValues(ApiStruct):
    """Values of the chart `sonarqube`."""

    fullname_override: str
    deployment_type: str = "Deployment"
    """The other one, StatefulSet, is what the chart gives up."""
    edition: str
    community: Enabled
    extra_config: ExtraConfig
    init_containers: InitContainers
    init_fs: Enabled = Enabled(enabled=False)
    init_sysctl: Enabled = Enabled(enabled=False)
    monitoring_passcode_secret_name: str
    monitoring_passcode_secret_key: str
    node_selector: dict[str, str]
    persistence: Persistence
    pod_labels: dict[str, str]
    prometheus_monitoring: Monitoring
    resources: ResourceRequirements
    service_account: Account
    sonar_properties: dict[str, str]
    startup_probe: StartupProbe
    tests: Enabled = Enabled(enabled=False)
