"""Ways in that the tests of this room share, as a person would say them."""

from __future__ import annotations

from typing import Any

from x2bee_constructs.ingress.upstream import Upstream

__all__ = ["ALB", "ALB_EXISTING", "ALB_MOST", "HOSTS", "ISTIO", "ISTIO_MOST", "SERVICES", "ZONES"]

ZONES = ("ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c")
DOMAIN = "acme-shop.co.kr"
HOSTS = [f"{name}.{DOMAIN}" for name in ("www", "api", "bo", "cc")]
OFFICE = ["203.0.113.0/28"]
SERVICES = {
    "x2bee-fo": Upstream(pages=True, innermost=False),
    "x2bee-gw": Upstream(innermost=False, private_paths=["/actuator*"]),
    "x2bee-bo": Upstream(request=45, pages=True, innermost=False),
    "x2bee-cc": Upstream(pages=True, innermost=False),
    "x2bee-api-gift": Upstream(request=5),
}


def to(*services: str) -> list[dict[str, str]]:
    return [{"service": service} for service in services]


ISTIO: dict[str, Any] = {
    "hosts": [
        {"host": HOSTS[0], "to": to("x2bee-fo")},
        {"host": HOSTS[1], "to": to("x2bee-gw")},
        {"host": HOSTS[2], "to": to("x2bee-bo"), "group": "back-office"},
        {"host": HOSTS[3], "to": to("x2bee-cc"), "group": "customer-centre"},
    ],
    "balancer_cidrs": ["10.20.96.0/24", "10.20.97.0/24", "10.20.98.0/24"],
}

ISTIO_MOST: dict[str, Any] = {
    "hosts": [
        {
            "host": HOSTS[0],
            "to": [{"service": "x2bee-fo", "weight": 90}, {"service": "x2bee-fo-canary", "weight": 10}],
            "timeout": 30,
            "retries": 1,
            "sticky": False,
            "response_headers": {"remove": ["x-powered-by"]},
            "request_headers": {"add": {"x-edge": "1"}},
            "routes": [
                {"path": "/health", "match": "exact", "to": to("x2bee-gw"), "retries": 0, "rewrite": "/up"},
                {
                    "path": "/gift",
                    "to": to("x2bee-api-gift"),
                    "headers": {"x-canary": "always"},
                    "rewrite": "/v2",
                    "timeout": 60,
                    "request_headers": {"set": {"x-from": "edge"}, "remove": ["x-debug"]},
                    "response_headers": {"add": {"cache-control": "no-store"}},
                },
                {"path": "/gift", "to": to("x2bee-api-gift")},
            ],
        },
        *ISTIO["hosts"][1:],
    ],
    "services": {
        "x2bee-fo": {"request": 15, "pages": True, "innermost": False},
        "x2bee-fo-canary": {"request": 20, "pages": True, "innermost": False},
        "x2bee-bo": {"request": 45, "retries": 0},
        "x2bee-api-gift": {"alone": True, "private_paths": ["/v2/actuator*", "/metrics"]},
    },
    "redirects": {DOMAIN: HOSTS[0]},
    "tools": [
        {
            "host": f"grafana.{DOMAIN}",
            "service": "grafana",
            "namespace": "monitoring",
            "port": 80,
            "pod_port": 3000,
            "pods": {"app.kubernetes.io/name": "grafana"},
        }
    ],
    "office_cidrs": OFFICE,
    "balancer_cidrs": ["10.30.96.0/24"],
    "rate_limits": {
        "shop": {"requests_per_second": 500},
        "back-office": {"requests_per_second": 50, "burst": 60},
    },
    "jwt": {
        "issuers": [
            {
                "issuer": "https://id.acme-shop.co.kr",
                "jwks_uri": "https://id.acme-shop.co.kr/jwks.json",
                "audiences": ["shop"],
            }
        ],
        "required": [{"host": HOSTS[1], "paths": ["/v1/me"], "open_paths": ["/v1/me/login"]}],
    },
    "hsts_days": 30,
    "controller": {"account": "111122223333", "sources": ["198.51.100.0/24"]},
    "gateway_service": "edge",
    "surroundings": {
        "mesh_namespace": "mesh",
        "gateway_namespace": "edge",
        "gateway_labels": {"edge": "yes"},
        "monitoring_namespace": "metrics",
    },
}

ALB: dict[str, Any] = {
    "hosts": HOSTS,
    "zone": {"id": "Z0123456789ABC", "name": DOMAIN},
    "app_cidrs": ["10.20.0.0/19", "10.20.32.0/19", "10.20.64.0/19"],
}

ALB_MOST: dict[str, Any] = {
    "hosts": [*HOSTS, DOMAIN, f"gift.{DOMAIN}"],
    "office_hosts": HOSTS[2:],
    "office_cidrs": OFFICE,
    "zone": {"id": "Z0123456789ABD", "name": DOMAIN},
    "certificate": "01234567-89ab-cdef-0123-456789abcdef",
    "waf": {
        "requests_per_address": 3000,
        "anonymous": True,
        "bots": True,
        "body_bytes": 4096,
        "large_bodies": [HOSTS[1], HOSTS[2]],
        "log_allowed": True,
    },
    "log_days": 731,
    "app_cidrs": ["10.30.0.0/19"],
    "sources": ["198.51.100.0/24"],
    "alarms": {"error_percent": 2.5, "slow_seconds": 1.5, "blocked": 50},
    "runbooks": "https://wiki.acme.co.kr/runbooks",
    "machines": [{"host": f"gitlab.{DOMAIN}", "port": 80, "clients": ["198.51.100.7/32"]}],
}

ALB_EXISTING: dict[str, Any] = {
    **ALB,
    "existing": {
        "load_balancer": "app/shared/0123456789abcdef",
        "listener": "fedcba9876543210",
        "security_group": "sg-0123456789abcdef0",
        "dns_name": "shared-1.ap-northeast-2.elb.amazonaws.com",
        "zone_id": "ZWKZPGTI48KDX",
        "priority": 4000,
    },
}
