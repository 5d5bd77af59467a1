"""Networks that the tests of this room share, as a person would say them."""

from __future__ import annotations

from typing import Any

__all__ = ["EMAIL", "EXISTING", "EXISTING_VPC", "LEAST", "MOST", "ZONES"]

ZONES = ("ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c")
EMAIL = "oncall@acme-shop.co.kr"

LEAST: dict[str, Any] = {"zones": ZONES}

MOST: dict[str, Any] = {
    "zones": ZONES,
    "cidr": "172.16.0.0/16",
    "nat_gateways": 2,
    "flow_log_days": 731,
    "interface_endpoints": True,
    "alarm_emails": [EMAIL, "boss@acme-shop.co.kr"],
    "budget": {"monthly_usd": 9000},
}


def _subnets(tier: str, *cidrs: str) -> list[dict[str, str]]:
    return [{"id": f"subnet-0123456789abcd{tier}{index}", "cidr": cidr} for index, cidr in enumerate(cidrs)]


EXISTING_VPC: dict[str, Any] = {
    "id": "vpc-0123456789abcdef0",
    "cidr": "10.0.0.0/20",
    "app": _subnets("aa", "10.0.0.0/22", "10.0.4.0/22", "10.0.8.0/22"),
    "public": _subnets("bb", "10.0.12.0/28", "10.0.12.16/28", "10.0.12.32/28"),
    "data": _subnets("cc", "10.0.13.0/28", "10.0.13.16/28", "10.0.13.32/28"),
}

EXISTING: dict[str, Any] = {
    "zones": ZONES,
    "existing": EXISTING_VPC,
    "alarm_emails": [EMAIL],
    "budget": {"monthly_usd": 9000},
}
