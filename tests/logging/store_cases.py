"""What the tests of the AWS half say of logs, from the least to the most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["ENTITY", "IAM", "LEAST", "METADATA", "MOST", "SAID", "SAML", "SMALL", "ZONE"]

ZONE = {"id": "Z0123456789ABCDEFGHIJ", "name": "acme-shop.co.kr"}
ENTITY = "https://login.acme.co.kr/saml"
METADATA = f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{ENTITY}"/>'
SAML = {"kind": "saml", "entity_id": ENTITY, "metadata": METADATA}

LEAST: dict[str, Any] = {
    "domain": "acme-shop.co.kr",
    "app_cidrs": ["10.20.0.0/19", "10.20.32.0/19", "10.20.64.0/19"],
    "zone": ZONE,
}
"""Nothing said that need not be."""

MOST: dict[str, Any] = {
    **LEAST,
    "zone": None,
    "certificate": "01234567-89ab-cdef-0123-456789abcdef",
    "people_cidrs": ["192.168.10.0/24"],
    "members": 20_000,
    "logs": {
        "application": {"hot_days": 7, "archive_days": 400, "lock": "compliance"},
        "access": {"lock": "governance"},
        "opensearch": {"instances": 6, "instance_type": "r6g.xlarge.search", "storage_gib": 500, "version": "3.7"},
        "dashboards": {
            "login": {**SAML, "roles_key": "groups", "subject_key": "mail", "session_minutes": 480},
            "groups": {"developers": "reader", "sre": "administrator", "auditors": "auditor"},
        },
        "volume": {"gib_per_day": 20},
    },
}
"""Another value for everything."""

SMALL: dict[str, Any] = {
    **LEAST,
    "production": False,
    "logs": {"opensearch": {"standby": False}, "dashboards": {"login": {"kind": "internal"}}},
}
"""For development: one node, and people with a password."""

IAM: dict[str, Any] = {
    **LEAST,
    "logs": {
        "opensearch": {"standby": False, "instances": 2},
        "dashboards": {"groups": {"acme-sre": "administrator", "acme-developers": "reader"}},
    },
}
"""Two nodes, and people with IAM roles."""

SAID: Mapping[str, dict[str, Any]] = {"least": LEAST, "most": MOST, "small": SMALL, "iam": IAM}
