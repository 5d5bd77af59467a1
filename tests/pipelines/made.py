"""Pipelines of acme, made as `x2bee pipelines` makes them."""

from __future__ import annotations

from typing import Any

from x2bee_constructs import Platform
from x2bee_constructs.pipelines.props import PipelineProps
from x2bee_constructs.platform.pipelines import pipelines

COMMIT = "0123456789abcdef0123456789abcdef01234567"
TAG = "0123456789ab"
ACCOUNTS = {"dev": "111122223331", "stg": "111122223332", "prd": "111122223333"}
LOGS: dict[str, Any] = {
    "ingress": {"zone": {"id": "Z0123456789ABCDEFGHIJ", "name": "acme-shop.co.kr"}},
    "logs": {},
}
"""What a platform says that collects its lines."""

RUNNERS: dict[str, dict[str, Any]] = {
    "pods": {"kind": "pods", "account": "111122223331", "role": "x2bee-acme-ci"},
    "tokens": {"kind": "gitlab-tokens", "gitlab": "https://gitlab.com", "projects": ["acme/*"]},
}


def platform(environment: str, *, registry: str = "ecr", runners: str = "pods", **said: Any) -> Platform:
    return Platform.model_validate(
        {
            "customer": "acme",
            "environment": environment,
            "domain": "acme-shop.co.kr",
            "account": ACCOUNTS[environment],
            "region": "ap-northeast-2",
            "registry": registry,
            **said.pop("platform", {}),
            "pipelines": {
                "repository": "https://gitlab.acme-shop.co.kr/platform/x2bee.git",
                "runners": RUNNERS[runners],
                "sonarqube": "https://sonarqube.acme-shop.co.kr",
                **said,
            },
        }
    )


def made(image: str = "x2bee-api-order", **said: Any) -> PipelineProps:
    return pipelines([platform(environment, **dict(said)) for environment in ACCOUNTS])[image]
