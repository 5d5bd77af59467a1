"""Whatever a customer may say changes something: a field that nothing reads is a promise that is not kept."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from x2bee_constructs import Platform
from x2bee_constructs.addons.props import AddOnsSpec
from x2bee_constructs.cluster.props import ClusterSpec
from x2bee_constructs.ingress.spec import IngressSpec
from x2bee_constructs.platform.addons import add_ons_props
from x2bee_constructs.platform.batch import scheduler_props
from x2bee_constructs.platform.databases import access_props, aurora_props, in_cluster_props
from x2bee_constructs.platform.delivery import delivery_props
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.identities import identities
from x2bee_constructs.platform.images import repositories_by_stack
from x2bee_constructs.platform.ingress import edge_props, guard_props, ingress_props
from x2bee_constructs.platform.logs import efk_props, log_store_props
from x2bee_constructs.platform.mesh import mesh_props, outside_props
from x2bee_constructs.platform.namespaces import namespace_props
from x2bee_constructs.platform.network import network_props
from x2bee_constructs.platform.nodes import cluster_props
from x2bee_constructs.platform.observability import observability_props
from x2bee_constructs.platform.pipelines import build_access_props
from x2bee_constructs.platform.props import NetworkSpec
from x2bee_constructs.platform.schedules import events_props
from x2bee_constructs.platform.secrets import service_secrets
from x2bee_constructs.platform.sessions import session_store_props
from x2bee_constructs.platform.syncs import sync_props
from x2bee_constructs.platform.toolchain import toolchain_props

_ZONE = {"id": "Z0123456789ABCDEFGHIJ", "name": "beta-shop.co.kr"}
_EXISTING_VPC = {
    "id": "vpc-01234567",
    "cidr": "10.0.0.0/16",
    **{
        tier: [{"id": f"subnet-{first + n:08x}", "cidr": f"10.0.{first + n * step}.0/{prefix}"} for n in range(3)]
        for tier, first, step, prefix in (("app", 0, 32, 19), ("public", 100, 1, 24), ("data", 110, 1, 24))
    },
}
_BALANCER = {
    "load_balancer": "app/shared/0123456789abcdef",
    "listener": "0123456789abcdef",
    "security_group": "sg-0123456789abcdef0",
    "dns_name": "shared-1.ap-northeast-2.elb.amazonaws.com",
    "zone_id": "ZWKZPGTI48KDX",
}
_JWT = {"issuers": [{"issuer": "https://id.beta-shop.co.kr", "jwks_uri": "https://id.beta-shop.co.kr/keys"}]}
_CERTIFICATE = "12345678-1234-1234-1234-123456789012"

_SYNC = {
    "source": {"database": "mbod", "service": "x2bee-api-member"},
    "target": {"database": "event", "service": "x2bee-api-event"},
    "mode": "logical",
    "tables": [{"name": "member_grade"}],
}

TOGGLES: dict[type[BaseModel], dict[str, Any]] = {
    Platform: {
        "account": "012345678902",
        "addons": {"keda": False},
        "alarm_emails": ["ops@beta-shop.co.kr"],
        "apm": {"vendor": "scouter"},
        "budget": {"monthly_usd": 100},
        "cluster": {"support": "extended"},
        "compatibility": {"gateway_service": True},
        "customer": "gamma",
        "databases": {"mbod": {"backup_days": 7}},
        "delivery": {"repository": {"url": "https://gitlab.beta-shop.co.kr/platform/deploy.git"}},
        "domain": "gamma-shop.co.kr",
        "environment": "stg",
        "ingress": {"zone": _ZONE, "apex": True},
        "istio_revision": None,
        "logs": {"certificate": _CERTIFICATE},
        "members": 10,
        "network": {"cidr": "10.9.0.0/16"},
        "node_selector": {"pool": "web"},
        "observability": {},
        "pipelines": {
            "repository": "https://gitlab.beta-shop.co.kr/platform/beta.git",
            "runners": {"kind": "pods", "account": "012345678903", "role": "runners"},
        },
        "region": "ap-southeast-1",
        "registry": "nexus.beta-shop.co.kr",
        "release": "2.0.0",
        "repository_stacks": 3,
        "runbooks": "https://wiki.beta-shop.co.kr/runbooks",
        "schedulers": {"x2bee-batch-scheduler-mbod": {"job_days": 30}},
        "schedules": {"close": {"service": "x2bee-batch-mbod", "job": "close", "at": "02:00"}},
        "sessions": {"replicas": 1},
        "services": {"x2bee-cc": {"enabled": False}},
        "syncs": {"a": _SYNC},
        "size": "small",
        "toolchain": {"jenkins": {}},
    },
    ClusterSpec: {
        "addon_versions": {"coredns": "v1.12.1-eksbuild.2"},
        "administrators": ["Admins"],
        "deletion_protection": False,
        "nodes": "karpenter",
        "private_access_cidrs": ["10.99.0.0/16"],
        "public_access_cidrs": ["203.0.113.0/28"],
        "service_cidr": "10.100.0.0/16",
        "support": "extended",
        "version": "1.34",
        "viewers": ["Viewers"],
        "volume_reclaim": "Delete",
        "zonal_shift": False,
    },
    AddOnsSpec: {
        "cert_manager": True,
        "external_dns": False,
        "external_dns_domains": ["beta-shop.co.kr"],
        "external_dns_sources": ["crd"],
        "keda": False,
        "load_balancer_controller": {"ingress": True},
    },
    IngressSpec: {
        "alarms": {"blocked": 5},
        "apex": True,
        "certificate": _CERTIFICATE,
        "existing": _BALANCER,
        "hosts": {"cc": {"enabled": False}},
        "hsts_days": 10,
        "jwt": _JWT,
        "made_by": "controller",
        "office_cidrs": ["203.0.113.0/24"],
        "rate_limits": {"shop": {"requests_per_second": 9}},
        "sources": ["203.0.113.0/24"],
        "waf": {"bots": True},
        "zone": {**_ZONE, "id": "Z0123456789ABCDEFGHIK"},
    },
    NetworkSpec: {
        "cidr": "10.9.0.0/16",
        "existing": _EXISTING_VPC,
        "interface_endpoints": True,
        "nat_gateways": 1,
        "zones": ["ap-northeast-2a", "ap-northeast-2c", "ap-northeast-2d"],
    },
}
"""Another value than the default of each field, by model."""

_BELOW = {ClusterSpec: "cluster", AddOnsSpec: "addons", IngressSpec: "ingress", NetworkSpec: "network"}

_WAY_IN: dict[str, Any] = {"zone": _ZONE}

_OTHER_WAY_IN: dict[str, dict[str, Any]] = {
    # Its zone would be another domain's, and its gateway is the mesh's.
    "domain": {"ingress": {"certificate": _CERTIFICATE}},
    "istio_revision": {},
    "schedules": {"services": {"x2bee-batch-mbod": {"runtime": {"kind": "spring-batch", "jobs": {"close": {}}}}}},
}
"""What stands beside fields that the usual way in holds on to."""


def outputs(platform: Platform) -> tuple[object, ...]:
    """What both sides are made from."""
    return (
        platform.site,
        access_props(platform),
        aurora_props(platform),
        efk_props(platform),
        in_cluster_props(platform),
        log_store_props(platform),
        session_store_props(platform),
        sync_props(platform),
        events_props(platform),
        observability_props(platform),
        [scheduler_props(platform, name) for name in platform.enabled_services],
        add_ons_props(platform),
        build_access_props(platform),
        cluster_props(platform),
        delivery_props(platform),
        edge_props(platform),
        guard_props(platform),
        identities(platform),
        ingress_props(platform),
        mesh_props(platform),
        namespace_props(platform),
        network_props(platform),
        outside_props(platform),
        repositories_by_stack(platform),
        service_secrets(platform),
        toolchain_props(platform),
        [deployment_props(platform, name) for name in platform.enabled_services],
    )


@pytest.mark.parametrize(("model", "field"), [(model, field) for model, said in TOGGLES.items() for field in said])
def test_each_field_changes_an_output(model: type[BaseModel], field: str, minimal: dict[str, Any]) -> None:
    base: dict[str, Any] = {**minimal, **_OTHER_WAY_IN.get(field, {"ingress": _WAY_IN})}
    value = TOGGLES[model][field]
    room = _BELOW.get(model)
    said = {**base, room: {**base.get(room, {}), field: value}} if room else {**base, field: value}
    assert outputs(Platform.model_validate(said)) != outputs(Platform.model_validate(base))


@pytest.mark.parametrize("model", TOGGLES)
def test_no_field_is_left_out(model: type[BaseModel]) -> None:
    assert sorted(model.model_fields) == sorted(TOGGLES[model])
