"""Grafana as its own chart: data sources, logins, and where it finds dashboards."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from x2bee_constructs.core.chart_values import Enabled, requests, spread
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import RBAC, Component, Release
from x2bee_constructs.core.versions import GRAFANA
from x2bee_constructs.imports.k8s.core_v1 import ResourceRequirements, SecurityContext, TopologySpreadConstraint
from x2bee_constructs.observability import names
from x2bee_constructs.observability.props import ObservabilityStackProps, SingleSignOn
from x2bee_constructs.observability.secrets import GRAFANA_ADMIN, GRAFANA_OIDC
from x2bee_constructs.observability.values import PRIORITY, UNPRIVILEGED, Account

__all__ = ["GrafanaValues", "grafana", "grafana_values", "role_of"]

_PORT_NAME = "http"
"""By which the mesh's gateway knows what is spoken there."""

_FOLDER = "/tmp/dashboards"


class _Admin(ApiStruct):
    existing_secret: str


class _Service(ApiStruct):
    port_name: str = _PORT_NAME


class _Provider(ApiStruct):
    folders_from_files_structure: bool = True
    allow_ui_updates: bool = False
    disable_delete: bool = True


class _Watched(ApiStruct):
    enabled: bool = True
    label: str
    label_value: str
    search_namespace: str
    folder: str | None = None
    folder_annotation: str | None = None
    provider: _Provider | None = None
    resource: str = "configmap"


class _Sidecar(ApiStruct):
    resources: ResourceRequirements
    security_context: SecurityContext
    dashboards: _Watched


class _Rbac(ApiStruct):
    create: bool = True
    namespaced: bool = True


class _SecretRef(ApiStruct):
    name: str
    key: str


class _FromSecret(ApiStruct):
    secret_key_ref: _SecretRef


class _Persistence(ApiStruct):
    enabled: bool
    size: str | None = None
    storage_class_name: str | None = None


class _Strategy(ApiStruct):
    type: str


class GrafanaValues(ApiStruct):
    """Values of the chart `grafana`."""

    fullname_override: str
    replicas: int = 1
    deployment_strategy: _Strategy
    rbac: _Rbac = _Rbac()
    service_account: Account
    service: _Service = _Service()
    admin: _Admin
    env_value_from: dict[str, _FromSecret]
    datasources: dict[str, Any]
    ini: Annotated[dict[str, dict[str, Any]], Field(alias="grafana.ini")]
    sidecar: _Sidecar
    persistence: _Persistence
    init_chown_data: Enabled = Enabled(enabled=False)
    test_framework: Enabled = Enabled(enabled=False)
    service_monitor: Enabled = Enabled(enabled=True)
    resources: ResourceRequirements
    node_selector: dict[str, str]
    priority_class_name: str
    topology_spread_constraints: list[TopologySpreadConstraint]
    container_security_context: SecurityContext
    enable_service_links: bool = False


def grafana(props: ObservabilityStackProps) -> Component:
    """Grafana; it makes a Role in its own namespace, to see dashboards there."""
    release = Release(GRAFANA, grafana_values(props), "monitoring", names.GRAFANA, server_side_apply=True)
    return Component(names.GRAFANA, names.NAMESPACE, (release,), RBAC, pod_security=None)


def grafana_values(props: ObservabilityStackProps) -> GrafanaValues:
    """One pod: what people see comes from code, and a session in one pod's database is unknown to another's."""
    spec = props.spec.grafana
    label, value = names.DASHBOARD_LABEL
    dashboards = _Watched(
        label=label,
        label_value=value,
        search_namespace=names.NAMESPACE,
        folder=_FOLDER,
        folder_annotation=names.FOLDER_ANNOTATION,
        provider=_Provider(),
    )
    return GrafanaValues(
        fullname_override=names.GRAFANA,
        # A volume has one pod at a time.
        deployment_strategy=_Strategy(type="Recreate" if spec.storage_gib else "RollingUpdate"),
        service_account=Account(name=names.GRAFANA, automount_service_account_token=False),
        admin=_Admin(existing_secret=GRAFANA_ADMIN),
        env_value_from=_secrets(props),
        datasources={"datasources.yaml": _data_sources(props)},
        ini=_settings(props),
        sidecar=_Sidecar(resources=requests("20m", "128Mi"), security_context=UNPRIVILEGED, dashboards=dashboards),
        persistence=_volume(spec.storage_gib),
        resources=requests("100m", "384Mi"),
        node_selector=dict(sorted(props.node_selector.items())),
        priority_class_name=PRIORITY,
        topology_spread_constraints=spread({"app.kubernetes.io/name": names.GRAFANA}, per_rollout=False),
        container_security_context=UNPRIVILEGED,
    )


def _volume(gib: int | None) -> _Persistence:
    return _Persistence(enabled=True, size=f"{gib}Gi", storage_class_name="gp3") if gib else _Persistence(enabled=False)


def _secrets(props: ObservabilityStackProps) -> dict[str, _FromSecret]:
    if not props.spec.grafana.client_id:
        return {}
    reference = _SecretRef(name=GRAFANA_OIDC, key="client-secret")
    return {"GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET": _FromSecret(secret_key_ref=reference)}


def _settings(props: ObservabilityStackProps) -> dict[str, dict[str, Any]]:
    """Nobody signs up, nobody is let in without a name, nothing is reported to anybody."""
    sso, spec = props.spec.sso, props.spec.grafana
    said: dict[str, dict[str, Any]] = {
        "analytics": {"check_for_plugin_updates": False, "check_for_updates": False, "reporting_enabled": False},
        "auth": {"disable_login_form": bool(spec.client_id)},
        "auth.anonymous": {"enabled": False},
        "aws": {"allowed_auth_providers": "default", "assume_role_enabled": False},
        "log": {"mode": "console"},
        "log.console": {"format": "json"},
        "plugins": {"plugin_admin_enabled": False, "preinstall_disabled": True},
        "security": {
            "content_security_policy": True,
            "cookie_samesite": "lax",
            "cookie_secure": True,
            "disable_gravatar": True,
            "strict_transport_security": True,
        },
        "server": {
            "domain": names.tool_host(props.domain, "grafana"),
            "enforce_domain": False,
            "root_url": props.url("grafana"),
        },
        "snapshots": {"external_enabled": False},
        "users": {"allow_sign_up": False, "default_theme": "system"},
    }
    if sso and spec.client_id:
        said["auth.generic_oauth"] = _login(sso, spec.client_id, role_of(sso.groups_claim, spec.roles))
    return said


def _login(sso: SingleSignOn, client: str, roles: str) -> dict[str, Any]:
    return {
        "enabled": True,
        "name": "SSO",
        "auto_login": True,
        "allow_sign_up": True,
        "client_id": client,
        "scopes": " ".join(sso.scopes),
        "auth_url": sso.authorize_url,
        "token_url": sso.token_url,
        "api_url": sso.userinfo_url,
        "use_pkce": True,
        "use_refresh_token": True,
        "role_attribute_path": roles,
        # Who is in no group that is named gets no role, and so does not get in.
        "role_attribute_strict": True,
    }


def role_of(claim: str, roles: Any) -> str:
    """JMESPath from a person's groups to a role: the highest first."""
    words = {"admin": "Admin", "editor": "Editor", "viewer": "Viewer"}
    quoted = '"' + claim.replace('"', "") + '"'
    found = [
        f"contains({quoted}[*], '{group}') && '{words[role]}'"
        for role in words
        for group, said in sorted(roles.items())
        if said == role
    ]
    return " || ".join([*found, "'None'"])


def _data_sources(props: ObservabilityStackProps) -> dict[str, Any]:
    """Each with the uid that dashboards name; none can be changed by hand."""
    home, mesh = names.NAMESPACE, names.MESH
    interval = f"{props.spec.metrics.scrape_seconds}s"
    wanted: list[dict[str, Any]] = [
        {
            "name": "Prometheus",
            "uid": "prometheus",
            "type": "prometheus",
            "url": f"http://{names.PROMETHEUS}.{home}:9090",
            "isDefault": True,
            "jsonData": {"httpMethod": "POST", "timeInterval": interval, "manageAlerts": False},
        },
        {
            "name": "Alertmanager",
            "uid": "alertmanager",
            "type": "alertmanager",
            "url": f"http://{names.ALERTMANAGER}.{home}:9093",
            "jsonData": {"implementation": "prometheus", "handleGrafanaManagedAlerts": False},
        },
        {
            "name": "Jaeger",
            "uid": "jaeger",
            "type": "jaeger",
            "url": f"http://{names.JAEGER}.{mesh}:16686",
            "jsonData": {"nodeGraph": {"enabled": True}},
        },
        {
            "name": "CloudWatch",
            "uid": "cloudwatch",
            "type": "cloudwatch",
            "jsonData": {"authType": "default", "defaultRegion": props.region},
        },
    ]
    fixed = {"access": "proxy", "editable": False, "orgId": 1}
    return {"apiVersion": 1, "prune": True, "datasources": [{**one, **fixed} for one in wanted]}
