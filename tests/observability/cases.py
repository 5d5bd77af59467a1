"""What the tests of this room say."""

from __future__ import annotations

from typing import Any

from x2bee_constructs.core.names import Site
from x2bee_constructs.observability.manifests import observability_objects
from x2bee_constructs.observability.props import ObservabilityStackProps

SITE = Site("acme", "prd")
PLACE: dict[str, Any] = {
    "domain": "acme-shop.co.kr",
    "region": "ap-northeast-2",
    "account": "111122223333",
    "app_cidrs": ["10.20.0.0/19"],
}
SSO = {
    "issuer": "https://id.acme.co.kr",
    "authorize_url": "https://id.acme.co.kr/authorize",
    "token_url": "https://id.acme.co.kr/token",
    "userinfo_url": "https://id.acme.co.kr/userinfo",
}
WORKSPACE = "https://aps-workspaces.ap-northeast-2.amazonaws.com/workspaces/ws-0a1b2c3d/api/v1/remote_write"
ALERTS: dict[str, Any] = {
    "receivers": {
        "beat": {"kind": "webhook", "resolved": False},
        "chat": {"kind": "slack", "channel": "#alerts"},
        "pager": {"kind": "pagerduty"},
        "post": {
            "kind": "email",
            "to": ["ops@acme.co.kr"],
            "sender": "alerts@acme.co.kr",
            "server": "email-smtp.ap-northeast-2.amazonaws.com",
            "user": "alerts",
        },
    },
    "default": ["chat"],
    "routes": [
        {"to": ["pager", "chat"], "severities": ["critical"]},
        {"to": ["post"], "owners": ["goods", "display"], "severities": ["warning"], "mute": ["night"]},
    ],
    "windows": {"night": {"days": ["sunday"], "start": "02:00", "end": "04:00"}},
    "heartbeat": {"to": "beat"},
}
EVERYTHING: dict[str, Any] = {
    "spec": {
        "sso": SSO,
        "grafana": {"client_id": "grafana", "roles": {"devs": "viewer", "ops": "admin"}, "storage_gib": 5},
        "kiali": {"login": "openid", "client_id": "kiali"},
        "metrics": {"remote_write": {"url": WORKSPACE}},
        "alerts": ALERTS,
        "open_tools": ["prometheus", "alertmanager"],
    },
    "replicas": 2,
    "collectors": 3,
    "span_store": {"url": "https://logs.acme-shop.co.kr"},
}


def made(**said: Any) -> dict[str, dict[str, Any]]:
    """All objects as plain dicts, by id."""
    props = ObservabilityStackProps.model_validate({**PLACE, **said})
    return {key: dict(one.to_manifest()) for key, one in observability_objects(SITE, props).items()}


def values(name: str, **said: Any) -> dict[str, Any]:
    """The values of a release."""
    found: dict[str, Any] = made(**said)[name]["spec"]["source"]["helm"]["valuesObject"]
    return found
