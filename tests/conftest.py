"""What many tests share. Each side's libraries are loaded by the fixtures that need them, never by importing this."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from x2bee_constructs import Platform, load_platform
from x2bee_constructs.platform.objects import platform_files

# The real CLI in .ci/run validates templates once; here the CDK's own validation costs a second per process.
# Tests compare what is said, whatever the locale of who runs them.
os.environ["X2BEE_LANG"] = "en"
os.environ.setdefault("CDK_VALIDATION", "false")
os.environ.setdefault("JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION", "1")

# Garbage is not looked for at every 700th new object: models, platforms and their objects live until the end.
gc.set_threshold(100_000)

# Machines are shared and slow at times: a test fails for what it says, never for how long it took. CI draws the same
# examples every time; elsewhere each run looks for new ones.
settings.register_profile(
    "x2bee", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("x2bee")

ROOT = Path(__file__).parent.parent
ACME = ROOT / "stacks" / "customers" / "acme.yaml"


SLOW = frozenset(
    {
        "alerts/test_prometheus",
        "alerts/test_rules",
        "alerts/test_runbooks",
        "apm/test_alerts",
        "batch/test_contract",
        "batch/test_exporter",
        "batch/test_plugin",
        "batch/test_reconcile",
        "batch/test_runs",
        "batch/test_scheduler",
        "cli/test_check",
        "cli/test_diff",
        "cli/test_graph",
        "cli/test_new",
        "database/sync/test_manifests",
        "emulator/test_checks",
        "emulator/test_database_checks",
        "emulator/test_edge_checks",
        "emulator/test_log_checks",
        "emulator/test_session_checks",
        "errors/test_corpus",
        "errors/test_registry",
        "examples/test_examples",
        "faults/test_scenarios",
        "fleet/test_run",
        "golden/test_acme_prd",
        "golden/test_tools_prd",
        "graph/test_drawing",
        "graph/test_page",
        "graph/test_policies",
        "graph/test_svg",
        "handoff/test_acme",
        "handoff/test_variants",
        "hardening/test_canary",
        "hardening/test_cdk_nag",
        "hosts/test_configure",
        "hosts/test_fields",
        "imports/test_generator",
        "imports/test_tree",
        "imports/test_typing",
        "logging/test_fluentd_runs",
        "logging/test_index",
        "logging/test_masking",
        "logging/test_plugins",
        "network/test_aws",
        "observability/dashboards/test_prometheus",
        "observability/dashboards/test_render",
        "observability/test_scraped",
        "platform/test_aws",
        "platform/test_identities",
        "platform/test_namespaces",
        "platform/test_objects",
        "platform/test_properties",
        "platform/test_readers",
        "platform/test_toggles",
        "released/test_released",
        "test_app",
        "test_docs",
        "test_kubernetes_schema",
        "test_owner_table",
        "test_sides",
        "testing/test_plugin",
        "toolchain/test_setup",
        "workload/test_properties",
    }
)
"""Modules that start other programs or synthesize whole platforms, and take seconds for each test: `make slow`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of slow modules, so that the README's test command stays short."""
    for item in items:
        if str(item.path.relative_to(ROOT / "tests").with_suffix("")) in SLOW:
            item.add_marker("slow")


def run_x2bee(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Run the command `x2bee` in this process; its exit code."""
    from x2bee_constructs.cli import main

    monkeypatch.setattr(sys, "argv", ["x2bee", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.fixture(scope="session")
def acme() -> Callable[[str], Platform]:
    """The reference customer in an environment."""
    return lambda environment: load_platform(ACME, environment)


@pytest.fixture
def minimal() -> dict[str, Any]:
    """The least that a platform must say."""
    return {
        "customer": "beta",
        "environment": "prd",
        "domain": "beta-shop.co.kr",
        "account": "012345678901",
        "region": "ap-northeast-2",
    }


@pytest.fixture(scope="session")
def k8s_files(acme: Callable[[str], Platform]) -> dict[str, str]:
    """What cdk8s writes for acme prd: text by path below the output folder (`tests/golden` asks the real cdk8s)."""
    return dict(sorted(platform_files(acme("prd")).items()))


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory, acme: Callable[[str], Platform]) -> dict[str, dict[str, Any]]:
    """What the CDK writes for acme prd: template by stack."""
    from stacks.aws import build

    folder = tmp_path_factory.mktemp("cdk.out")
    build(acme("prd"), outdir=str(folder)).synth()
    return read_templates(folder)


def read_templates(folder: Path) -> dict[str, dict[str, Any]]:
    """The templates of a cloud assembly, by stack."""
    end = ".template.json"
    return {path.name.removesuffix(end): json.loads(path.read_text()) for path in folder.glob(f"*{end}")}
