"""Our bindings are of the CRDs that the pinned charts install: the same minor version."""

from __future__ import annotations

import pytest

from tests.imports.manifests import PLAN
from x2bee_constructs.core import versions

PINNED = {
    "argo_cd": versions.ARGO_CD.app_version,
    "aws_lbc": versions.AWS_LOAD_BALANCER_CONTROLLER.app_version,
    "cert_manager": versions.CERT_MANAGER.app_version,
    "cloudnative_pg": versions.CLOUDNATIVE_PG_CHART.app_version,
    "external_secrets": versions.EXTERNAL_SECRETS.app_version,
    "istio": versions.ISTIO.version,
    "karpenter": versions.KARPENTER.app_version,
    "keda": versions.KEDA.app_version,
    "kiali": versions.KIALI.app_version,
    "prometheus_operator": versions.KUBE_PROMETHEUS_STACK.app_version,
}
AHEAD = {"argo_cd": "3.5.1"}
"""Of a newer version than is installed. Looked at on 2026-12-01: the CRDs of v3.4.4 know every field of acme's and tools'
Applications and AppProjects."""
NOT_BY_CHART = {"gateway_api", "opentelemetry", "whatap"}
"""Nobody installs the first two here; WhaTap's operator has no CRD of a version that it names."""


def minor(version: str) -> str:
    return version.removeprefix("v").rpartition(".")[0]


@pytest.mark.parametrize("project", PINNED)
def test_bindings_are_of_what_is_installed(project: str) -> None:
    bound = PLAN["project"][project]["version"]
    if project in AHEAD:
        assert bound == AHEAD[project], "look again whether the installed version knows every field that is emitted"
        assert minor(bound) != minor(PINNED[project]), "it is no exception any more"
    else:
        assert minor(bound) == minor(PINNED[project])


def test_every_project_is_looked_at() -> None:
    assert PINNED.keys() | NOT_BY_CHART == PLAN["project"].keys()
