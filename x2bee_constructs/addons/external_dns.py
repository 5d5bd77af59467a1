"""external-dns: writes the DNS records of what Kubernetes owns, in the private zone."""

from __future__ import annotations

from x2bee_constructs.addons import names
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.values import PRIORITY, AccountName
from x2bee_constructs.core.chart_values import Enabled, requests
from x2bee_constructs.core.iam import PodIdentity, Statement
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import CRD, RBAC, Component, Release
from x2bee_constructs.core.versions import EXTERNAL_DNS
from x2bee_constructs.imports.k8s.core_v1 import EnvVar, ResourceRequirements

__all__ = ["external_dns"]

_NAME = names.EXTERNAL_DNS


class _Provider(ApiStruct):
    name: str = "aws"


class _Values(ApiStruct):
    """Values of the chart `external-dns`, which has one pod: two would write against each other."""

    provider: _Provider = _Provider()
    sources: list[str]
    domain_filters: list[str]
    policy: str = "sync"
    registry: str = "txt"
    txt_owner_id: str
    managed_record_types: list[str]
    extra_args: dict[str, str]
    env: list[EnvVar]
    service_account: AccountName
    resources: ResourceRequirements
    priority_class_name: str = PRIORITY
    node_selector: dict[str, str]
    service_monitor: Enabled


_RECORDS = ("A", "AAAA", "CNAME")


def external_dns(site: Site, props: AddOnsProps) -> Component:
    """The add-on for one site."""
    identity = PodIdentity(name=_NAME, namespace=_NAME, service_account=_NAME, statements=_statements(_domains(props)))
    return Component(
        _NAME, _NAME, (Release(EXTERNAL_DNS, _values(site, props), "controllers"),), (*RBAC, CRD), identity
    )


def _domains(props: AddOnsProps) -> tuple[str, ...]:
    return tuple(dict.fromkeys((props.private_zone, *props.external_dns_domains)))


def _values(site: Site, props: AddOnsProps) -> _Values:
    return _Values(
        sources=sorted(props.external_dns_sources),
        domain_filters=list(_domains(props)),
        # Records without its own TXT mark, such as those of the AWS side, are never touched, so it may also delete.
        txt_owner_id=site.cluster,
        managed_record_types=list(_RECORDS),
        extra_args={} if props.external_dns_domains else {"aws-zone-type": "private"},
        # The SDK would ask the instance metadata, which pods cannot reach (hop limit 1).
        env=[EnvVar(name="AWS_REGION", value=props.region)],
        service_account=AccountName(name=_NAME),
        resources=requests("50m", "128Mi"),
        node_selector=dict(sorted(props.node_selector.items())),
        service_monitor=Enabled(enabled=props.service_monitors),
    )


def _statements(domains: tuple[str, ...]) -> tuple[Statement, ...]:
    """Records below the domains alone, in any zone: CloudFormation alone knows the zone's id."""
    key = "route53:ChangeResourceRecordSets"
    limits = {
        "ForAllValues:StringEquals": {f"{key}RecordTypes": (*_RECORDS, "TXT")},
        "ForAllValues:StringLike": {
            f"{key}NormalizedRecordNames": tuple(f"*.{domain}" for domain in domains),
        },
        # `ForAllValues` holds for a request without any value.
        "Null": {f"{key}NormalizedRecordNames": ("false",)},
    }
    zones = ("arn:aws:route53:::hostedzone/*",)
    return (
        Statement("Find", ("route53:ListHostedZones",), ("*",)),
        Statement("Read", ("route53:ListResourceRecordSets",), zones),
        Statement("Write", (key,), zones, limits),
    )
