"""The platforms whose AWS side is judged: the reference customer, and others that differ from it in one way each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from x2bee_constructs import STANDARD_SERVICES, Platform, load_platform

__all__ = ["VARIANTS", "platforms", "variant"]

CUSTOMERS = Path(__file__).parent.parent.parent / "stacks" / "customers"

_BASE: Mapping[str, Any] = {
    "customer": "beta",
    "environment": "prd",
    "domain": "beta-shop.co.kr",
    "account": "012345678901",
    "region": "ap-northeast-2",
}

_ACCESS = {
    "queues": [{"name": "beta-gifts", "send": True, "receive": True}],
    "topics": ["beta-gift-events"],
    "buckets": [{"name": "beta-prd-gifts", "read": True, "write": True, "delete": True, "prefix": "cards/"}],
    "parameters": ["gift/pg-url"],
    "secrets": ["gift/pg"],
}


def _subnets(first: int, size: int) -> list[dict[str, str]]:
    """Three subnets of an existing VPC, one in each zone."""
    numbers = [first + zone * (32 if size == 19 else 1) for zone in range(3)]
    return [{"id": f"subnet-{number:017x}", "cidr": f"10.40.{number}.0/{size}"} for number in numbers]


_EXISTING = {
    "id": "vpc-0123456789abcdef0",
    "cidr": "10.40.0.0/16",
    "app": _subnets(0, 19),
    "public": _subnets(96, 24),
    "data": _subnets(100, 24),
}

_ZONE = {"id": "Z0123456789ABCDEFGHIJ", "name": "beta-shop.co.kr"}

_EXISTING_BALANCER = {
    "load_balancer": "app/shared/0123456789abcdef",
    "listener": "0123456789abcdef",
    "security_group": "sg-0123456789abcdef0",
    "dns_name": "shared-1234567890.ap-northeast-2.elb.amazonaws.com",
    "zone_id": "ZWKZPGTI48KDX",
}

_DATABASES = ("event", "gddp", "mbod")


def _each(**said: Any) -> dict[str, Any]:
    """The same said of each standard database."""
    return {"databases": dict.fromkeys(_DATABASES, said)}


VARIANTS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "access": ("services with queues, topics, buckets, parameters and secrets", {
        "services": {"x2bee-api-order": {"access": _ACCESS}, "x2bee-api-event": {"access": {"topics": ["beta-x"]}}},
    }),
    "apm-otel": ("agents of OpenTelemetry in the services' pods", {"apm": "otel"}),
    "apm-scouter": ("Scouter's collector and its agents", {"apm": {"vendor": "scouter", "http_api": True}}),
    "apm-whatap": ("WhaTap's operator, for Node.js too", {"apm": {"vendor": "whatap", "nodejs": "1.0.1"}}),
    "auto-mode": ("nodes of EKS Auto Mode", {"cluster": {"nodes": "auto-mode"}}),
    "data-alone": ("databases without readers, of which every statement is recorded", {
        **_each(readers=0, backup_days=1, audit=["ddl", "function", "misc", "misc_set", "read", "role", "write"]),
        "services": {"x2bee-api-bo": {"reads": []}},
        "sessions": {"replicas": 1, "snapshot_days": 1},
    }),
    "data-copied": ("databases that are copied to another region", _each(copy_region="ap-northeast-1", copy_hours=6)),
    "data-in-cluster": ("databases inside the Kubernetes cluster", _each(engine="cloudnative-pg")),
    "data-mixed": ("one database inside the Kubernetes cluster, sessions in Redis OSS", {
        "databases": {"event": {"engine": "cloudnative-pg"}},
        "sessions": {"engine": "redis"},
    }),
    "data-serverless": ("databases that grow and shrink", _each(serverless={"min": 1, "max": 64})),
    "edge": ("a public load balancer, of which everything is said", {
        "ingress": {
            "zone": _ZONE,
            "office_cidrs": ["203.0.113.0/28", "198.51.100.0/28"],
            "apex": True,
            "sources": ["192.0.2.0/24"],
            "waf": {"anonymous": True, "bots": True, "log_allowed": True, "large_bodies": ["api.beta-shop.co.kr"]},
        },
    }),
    "edge-controller": ("a load balancer that the cluster's controller makes, with a certificate that is there", {
        "ingress": {"certificate": "01234567-89ab-cdef-0123-456789abcdef", "made_by": "controller"},
    }),
    "edge-existing": ("a load balancer that is there already", {
        "ingress": {"zone": _ZONE, "office_cidrs": ["203.0.113.0/28"], "existing": _EXISTING_BALANCER},
    }),
    "existing": ("in a VPC that is there already", {"network": {"existing": _EXISTING}}),
    "karpenter": ("nodes that Karpenter starts", {"cluster": {"nodes": "karpenter"}}),
    "noted": ("interface endpoints, a budget, alarms by mail", {
        "network": {"interface_endpoints": True},
        "alarm_emails": ["ops@beta-shop.co.kr"],
        "budget": {"monthly_usd": 9000},
    }),
    "pipelines": ("builds that show a token of GitLab", {
        "pipelines": {
            "repository": "https://gitlab.com/beta/x2bee.git",
            "runners": {"kind": "gitlab-tokens", "gitlab": "https://gitlab.com", "projects": ["beta/*"]},
        },
    }),
    "pipelines-pods": ("builds in pods of another account, images in a registry of the customer's", {
        "registry": "nexus.beta-shop.co.kr",
        "pipelines": {
            "repository": "https://gitlab.beta-shop.co.kr/platform/x2bee.git",
            "runners": {"kind": "pods", "account": "111122223331", "role": "x2bee-beta-ci"},
            "sonarqube": "https://sonarqube.beta-shop.co.kr",
        },
    }),
    "region": ("in us-east-1, where the zones are named", {
        "region": "us-east-1",
        "network": {"cidr": "10.30.0.0/16", "zones": ["us-east-1b", "us-east-1d", "us-east-1f"]},
    }),
    "small": ("one NAT gateway, few members, images in a registry of the customer's", {
        "size": "small", "members": 1000, "registry": "nexus.beta-shop.co.kr",
    }),
    "toolchain-hosts": ("GitLab and Nexus on hosts, and GitLab's runners", {
        "registry": "nexus.beta-shop.co.kr/images",
        "ingress": {"zone": _ZONE, "office_cidrs": ["203.0.113.0/28"]},
        "delivery": {"repository": {"url": "https://gitlab.beta-shop.co.kr/platform/deploy.git"}},
        "toolchain": {
            "gitlab": {
                "clients": ["198.51.100.7/32"],
                "sso": {"issuer": "https://login.beta-shop.co.kr/realms/beta", "client_id": "gitlab"},
            },
            "runners": {"jobs": 20},
            "nexus": {
                "eula": "accepted",
                "machine": "m7i.2xlarge",
                "proxies": {"maven-outside": {"format": "maven2", "url": "https://maven.example.com/releases/"}},
                "sso": {
                    "host": "ldap.beta-shop.co.kr",
                    "base_dn": "dc=beta,dc=example",
                    "bind_dn": "cn=nexus,dc=beta,dc=example",
                    "administrators": "platform",
                },
            },
        },
    }),
    "toolchain": ("Jenkins, runners and SonarQube, people from an identity provider, projects from a GitLab", {
        "databases": {"sonarqube": {"instance": "db.t4g.large", "readers": 0}},
        "ingress": {"zone": _ZONE, "office_cidrs": ["203.0.113.0/28"]},
        "observability": {},
        "toolchain": {
            "jenkins": {
                "sso": {"issuer": "https://id.beta.co.kr", "client_id": "jenkins", "groups": {"dev": "builder"}},
                "gitlab": {"url": "https://gitlab.beta.co.kr", "groups": ["beta"]},
            },
            "runners": {"gitlab": "https://gitlab.beta.co.kr"},
            "sonarqube": {
                "saml": {"entity_id": "https://id.beta.co.kr", "login_url": "https://id.beta.co.kr/saml"},
            },
        },
        "pipelines": {
            "repository": "https://gitlab.beta.co.kr/platform/x2bee.git",
            "runners": {"kind": "pods", "account": "012345678901", "role": "x2bee-beta-prd-jenkins-agents"},
        },
    }),
    "toolchain-shared": ("Jenkins and SonarQube for other customers, without a service of its own", {
        "services": {name: {"enabled": False} for name in STANDARD_SERVICES},
        "databases": {"sonarqube": {"engine": "cloudnative-pg", "readers": 1}},
        "ingress": {"zone": _ZONE, "office_cidrs": ["203.0.113.0/28"]},
        "toolchain": {
            "jenkins": {"builds": {"acme": {"dev": "111122223331", "prd": "111122223333"}}},
            "sonarqube": {"projects": {"acme": ["x2bee-fo", "x2bee-gw"]}},
        },
    }),
    "x86": ("x86 nodes, an API server open to an office, people with access", {
        "cluster": {
            "nodes": {"architecture": "x86_64"},
            "public_access_cidrs": ["203.0.113.0/28"],
            "private_access_cidrs": ["10.8.0.0/16"],
            "administrators": ["PlatformAdmin"],
            "viewers": ["Developers"],
        },
    }),
}  # fmt: skip
"""Name → in what it differs from a platform that says nothing but who it is, and the fields that say so."""


def variant(name: str) -> Platform:
    """The platform of a row of the table."""
    return Platform.model_validate({**_BASE, **VARIANTS[name][1]})


def platforms(named: Iterable[str], chosen: Iterable[str] | None = None) -> dict[str, tuple[str, Platform]]:
    """What it is and the platform, by name: of customers' files, named `acme/prd`, then of rows of the table.

    Of all rows if none are chosen. Raises `SpecError` for a file with faults and `ValueError` for what names none.
    """
    rows = list(VARIANTS if chosen is None else chosen)
    if unknown := [name for name in rows if name not in VARIANTS]:
        raise ValueError(f"no variant {', '.join(map(repr, unknown))}; expected {', '.join(VARIANTS)}")
    found = {name.replace("/", "-"): (f"stacks/customers: {name}", _of_file(name)) for name in named}
    return found | {name: (VARIANTS[name][0], variant(name)) for name in rows}


def _of_file(name: str) -> Platform:
    customer, _, environment = name.partition("/")
    file = CUSTOMERS / f"{customer}.yaml"
    if not environment or not file.is_file():
        raise ValueError(f"no customer and environment {name!r}; expected one such as acme/prd")
    return load_platform(file, environment)
