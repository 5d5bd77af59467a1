"""SonarQube as its own chart: one pod, its data in a database of the platform."""

from __future__ import annotations

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.chart_values import Enabled, requests
from x2bee_constructs.core.external_secrets import external_secret, remote
from x2bee_constructs.core.releases import Component, Release
from x2bee_constructs.core.versions import SONARQUBE
from x2bee_constructs.imports.external_secrets import v1 as es
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.props import ToolchainProps
from x2bee_constructs.toolchain.secrets import SONARQUBE_PASSCODE
from x2bee_constructs.toolchain.sonarqube_props import SonarQubeDatabase, SonarQubeSpec
from x2bee_constructs.toolchain.sonarqube_values import (
    Account,
    ExtraConfig,
    InitContainers,
    Monitoring,
    Persistence,
    SonarQubeValues,
    StartupProbe,
)
from x2bee_constructs.toolchain.values import bounded

__all__ = ["database_secret", "sonarqube", "sonarqube_values"]

_DATABASE = "sonarqube-database"
"""The Secret with the address and the login of its database, as the variables that SonarQube reads."""

_NO_MAPS = "-Dnode.store.allow_mmap=false"
"""Elasticsearch reads its files without memory maps: with them the kernel of every node must allow more than it does by
default (`vm.max_map_count`), and what sets that is privileged. It searches a little slower (ADR 24)."""

_CPU, _MOST_CPU = "500m", "4"
"""Of the pod while it waits for analyses, and while it works through one. Our judgement."""

_DISK, _MOST_DISK = "1536M", "10Gi"
"""What the chart requests (1536M), and our judgement of the most, for the sources of what is analysed at once."""

_TRIES = 60
"""Ten minutes: until tables of an older version are changed. Our judgement."""


def sonarqube(props: ToolchainProps, spec: SonarQubeSpec) -> Component:
    """SonarQube; it makes nothing beyond its namespace."""
    release = Release(SONARQUBE, sonarqube_values(props, spec), "services", names.SONARQUBE, server_side_apply=True)
    return Component(names.SONARQUBE, names.SONARQUBE, (release,), (), pod_security=None)


def sonarqube_values(props: ToolchainProps, spec: SonarQubeSpec) -> SonarQubeValues:
    """One pod: no edition that the chart knows runs as two."""
    community = spec.edition == "community"
    return SonarQubeValues(
        fullname_override=names.SONARQUBE,
        edition="" if community else spec.edition,
        community=Enabled(enabled=community),
        extra_config=ExtraConfig(secrets=[_DATABASE]),
        init_containers=InitContainers(resources=requests("50m", "128Mi")),
        monitoring_passcode_secret_name=SONARQUBE_PASSCODE,
        monitoring_passcode_secret_key="passcode",
        node_selector=dict(sorted(props.node_selector.items())),
        persistence=Persistence(size=f"{spec.storage_gib}Gi", storage_class="gp3"),
        pod_labels={"app.kubernetes.io/name": names.SONARQUBE},
        prometheus_monitoring=Monitoring(pod_monitor=Enabled(enabled=props.monitored)),
        resources=bounded(_CPU, spec.asks, _MOST_CPU, disk=_DISK, most_disk=_MOST_DISK),
        service_account=Account(name=names.SONARQUBE),
        sonar_properties={
            "sonar.core.serverBaseURL": f"https://{names.host(props.domain, names.SONARQUBE)}",
            "sonar.search.javaAdditionalOpts": _NO_MAPS,
            "sonar.telemetry.enable": "false",
        },
        startup_probe=StartupProbe(failure_threshold=_TRIES),
    )


def database_secret(props: ToolchainProps, database: SonarQubeDatabase, parameter_store: str) -> es.ExternalSecret:
    """Address and login, as SonarQube reads them; the address of a database in AWS is known to a parameter alone."""
    data = [remote(part, database.login, part) for part in ("password", "username")]
    data += [remote(part, name, store=parameter_store) for part, name in sorted(database.parameters.items())]
    # Through the readers a new writer is found before the name of the writer has moved.
    anywhere = "{{ .writer }}:{{ .port }},{{ .reader }}:{{ .port }}"
    where = f"{database.host}:{database.port}" if database.host else anywhere
    primary = "sslmode=require&targetServerType=primary"
    template = es.ExternalSecretTemplate.model_validate(
        {
            "engineVersion": "v2",
            "mergePolicy": "Replace",
            "data": {
                "SONAR_JDBC_PASSWORD": "{{ .password }}",
                "SONAR_JDBC_URL": f"jdbc:postgresql://{where}/{database.name}?{primary}",
                "SONAR_JDBC_USERNAME": "{{ .username }}",
            },
        }
    )
    meta = staged_meta(_DATABASE, "toolchain", names.SONARQUBE)
    return external_secret(meta, props.secret_store, data, template)
