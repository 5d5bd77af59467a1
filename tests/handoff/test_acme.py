"""The reference customer as both sides synthesize it, and what a change on one side alone does."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ACME
from tests.handoff.sides import config, resource
from x2bee_constructs import load_platform
from x2bee_constructs.handoff.check import Gap, check_handoff

GIFT = """services:
  x2bee-api-gift:
    runtime: spring-boot
    image: x2bee-api-gift:0.3.0
    access: { queues: [{ name: acme-gifts, send: true }] }
"""
"""A sixteenth service that uses AWS."""

Synthesized = Callable[[str], Path]


@pytest.fixture(scope="module")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """The folder with `cdk.out` and `dist` of one environment, made once."""
    folders: dict[str, Path] = {}

    def of(environment: str) -> Path:
        if environment not in folders:
            folders[environment] = _synthesize(tmp_path_factory.mktemp(environment), environment)
        return folders[environment]

    return of


def _synthesize(folder: Path, environment: str) -> Path:
    from stacks.aws import build as build_aws
    from stacks.k8s import build as build_k8s

    file = folder / "acme.yaml"
    file.write_text(ACME.read_text().replace("services:\n", GIFT, 1))
    platform = load_platform(file, environment)
    build_aws(platform, outdir=str(folder / "cdk.out")).synth()
    build_k8s(platform, outdir=str(folder / "dist")).synth()
    return folder


class Output:
    """A copy of what was synthesized for prd, to be changed."""

    def __init__(self, folder: Path, before: Sequence[Gap]) -> None:
        self.folder = folder
        self.before = {(gap.code, gap.name) for gap in before}

    def news(self) -> list[Gap]:
        """What does not fit since it was changed."""
        now = check_handoff(self.folder / "cdk.out", self.folder / "dist").gaps
        return [gap for gap in now if (gap.code, gap.name) not in self.before]

    def template(self, stack: str, change: Callable[[dict[str, Any]], Any]) -> None:
        file = self.folder / "cdk.out" / f"x2bee-acme-prd-{stack}.template.json"
        template = json.loads(file.read_text())
        change(template["Resources"])
        file.write_text(json.dumps(template, indent=1))

    def yaml(self, old: str, new: str, service: str) -> None:
        for file in (self.folder / "dist" / service).iterdir():
            file.write_text(file.read_text().replace(old, new))


@pytest.fixture(scope="module")
def before(synthesized: Synthesized) -> Sequence[Gap]:
    """What does not fit in prd before anything is changed."""
    return check_handoff(synthesized("prd") / "cdk.out", synthesized("prd") / "dist").gaps


@pytest.fixture
def output(tmp_path: Path, synthesized: Synthesized, before: Sequence[Gap]) -> Output:
    return Output(shutil.copytree(synthesized("prd"), tmp_path / "output"), before)


def one(resources: dict[str, Any], kind: str, key: str = "", name: str = "") -> str:
    """The logical id of a resource by its type, and by a property if several are of that type."""
    found = [
        i for i, r in resources.items() if r["Type"] == f"AWS::{kind}" and (not key or r["Properties"][key] == name)
    ]
    return found[0]


@pytest.mark.parametrize("environment", ["dev", "stg", "prd"])
def test_the_handoff_is_closed(environment: str, synthesized: Synthesized) -> None:
    folder = synthesized(environment)
    handoff = check_handoff(folder / "cdk.out", folder / "dist")
    assert handoff.gaps == ()
    assert handoff.read >= 16, "an image of each service at least"


def test_a_repository_that_is_gone(output: Output) -> None:
    name = "x2bee/acme/prd/x2bee-fo"
    output.template("delivery", lambda r: r.pop(one(r, "ECR::Repository", "RepositoryName", name)))
    (gap,) = output.news()
    (place,) = gap.readings
    assert (gap.code, gap.name, gap.provided) == ("X2B401", name, None)
    assert place.where.file.endswith("dist/x2bee-fo/Deployment.x2bee-fo.k8s.yaml")
    assert place.field == "spec.template.spec.containers.0.image"


def test_a_repository_that_is_renamed(output: Output) -> None:
    def rename(resources: dict[str, Any]) -> None:
        found = one(resources, "ECR::Repository", "RepositoryName", "x2bee/acme/prd/x2bee-api-order")
        resources[found]["Properties"]["RepositoryName"] = "x2bee/acme/prd/x2bee-api-orders"

    output.template("delivery", rename)
    (gap,) = output.news()
    assert (gap.code, gap.name) == ("X2B401", "x2bee/acme/prd/x2bee-api-order")
    assert gap.readings[0].object == "Deployment acme-app/x2bee-api-order"
    assert gap.provided
    assert (gap.provided.name, gap.provided.path) == (
        "x2bee/acme/prd/x2bee-api-orders",
        "x2bee-acme-prd-delivery/Images/x2bee-api-order",
    )


def test_a_parameter_that_is_renamed(output: Output) -> None:
    name = "/x2bee/acme/prd/network/vpc-id"
    file = output.folder / "dist" / "tool.yaml"
    file.write_text(json.dumps(config(app=f"vpc = ssm:{name}\n"), indent=1))
    assert output.news() == []

    def rename(resources: dict[str, Any]) -> None:
        resources[one(resources, "SSM::Parameter", "Name", name)]["Properties"]["Name"] = f"{name}s"

    output.template("foundation", rename)
    (gap,) = output.news()
    assert (gap.code, gap.name, gap.readings[0].field) == ("X2B401", name, "data.app")
    assert gap.provided
    assert gap.provided.path == "x2bee-acme-prd-foundation/Network/vpc-id"


def test_an_association_that_is_gone(output: Output) -> None:
    output.template(
        "identity", lambda r: r.pop(one(r, "EKS::PodIdentityAssociation", "ServiceAccount", "x2bee-api-gift"))
    )
    (gap,) = output.news()
    assert (gap.code, gap.name) == ("X2B401", "acme-app/x2bee-api-gift")
    assert gap.readings[0].object == "Deployment acme-app/x2bee-api-gift"
    assert gap.provided
    assert gap.provided.name == "x2bee-acme-prd-x2bee-api-gift", "the role that is theirs and idle now"


def test_a_service_account_that_is_renamed(output: Output) -> None:
    output.yaml("serviceAccountName: x2bee-api-gift", "serviceAccountName: x2bee-api-gifts", "x2bee-api-gift")
    output.yaml("  name: x2bee-api-gift\n  namespace", "  name: x2bee-api-gifts\n  namespace", "x2bee-api-gift")
    (gap,) = output.news()
    assert (gap.code, gap.name) == ("X2B401", "acme-app/x2bee-api-gifts")
    assert gap.provided
    assert (gap.provided.name, gap.provided.stack) == ("acme-app/x2bee-api-gift", "x2bee-acme-prd-identity")


def test_a_service_account_that_is_gone(output: Output) -> None:
    (output.folder / "dist" / "x2bee-api-gift" / "ServiceAccount.x2bee-api-gift.k8s.yaml").unlink()
    (gap,) = output.news()
    assert (gap.code, gap.name) == ("X2B403", "acme-app/x2bee-api-gift")


def test_a_node_label_that_is_changed(output: Output) -> None:
    def relabel(resources: dict[str, Any]) -> None:
        groups = [found for found in resources.values() if found["Type"] == "AWS::EKS::Nodegroup"]
        for group in groups:
            assert group["Properties"]["Labels"]["workload"] == "msa"
            group["Properties"]["Labels"]["workload"] = "web"

    output.template("cluster", relabel)
    (gap,) = output.news()
    assert (gap.code, gap.name) == ("X2B401", "workload=msa")
    files = {Path(reading.where.file).parent.name for reading in gap.readings}
    services = {chart.name for chart in (output.folder / "dist").glob("x2bee-*")}
    assert files == {"apm", "data", "istio", "monitoring", "syncs", *services}, "every service"
    assert gap.provided
    assert (gap.provided.name, gap.provided.stack) == ("workload=web", "x2bee-acme-prd-cluster")


def test_the_name_of_the_cluster_is_read_by_charts_and_associations(output: Output) -> None:
    def rename(resources: dict[str, Any]) -> None:
        resources[one(resources, "EKS::Cluster")]["Properties"]["Name"] = "x2bee-acme-prd-2"

    output.template("cluster", rename)
    found = {gap.name: gap for gap in output.news()}
    assert {gap.code for gap in found.values()} == {"X2B401"}
    charts = ("aws-load-balancer-controller", "cluster-autoscaler")
    pods = {*(f"kube-system/{name}" for name in charts), *(f"{n}/{n}" for n in ("external-dns", "external-secrets"))}
    ours = {"acme-app/x2bee-api-gift", "acme-app/x2bee-api-order", "logging/fluentd", "logging/log-index"}
    ours |= {f"acme-app/x2bee-batch-scheduler-{database}" for database in ("gddp", "mbod")}
    assert found.keys() == {"x2bee-acme-prd", *pods, *ours}
    fields = {reading.field for reading in found["x2bee-acme-prd"].readings}
    assert "spec.source.helm.valuesObject.clusterName" in fields


def test_an_association_with_another_cluster(output: Output) -> None:
    def move(resources: dict[str, Any]) -> None:
        found = one(resources, "EKS::PodIdentityAssociation", "ServiceAccount", "x2bee-api-gift")
        resources[found]["Properties"]["ClusterName"] = "x2bee-acme-stg"

    output.template("identity", move)
    (gap,) = output.news()
    assert (gap.code, gap.name) == ("X2B401", "acme-app/x2bee-api-gift")


@pytest.mark.parametrize(
    ("old", "new", "chart", "name"),
    [
        ("kmsKeyId: alias/x2bee-acme-prd", "kmsKeyId: alias/somebodys", "cluster", "alias/somebodys"),
        ("  region: ap-northeast-2", "  region: us-east-1", "cluster", "us-east-1"),
        ("        - acme-app", "        - acme", "cluster", "aws-secrets-manager for acme-app"),
        (
            "    name: aws-secrets-manager",
            "    name: aws-secret-manager",
            "x2bee-api-order",
            "aws-secret-manager for acme-app",
        ),
        ("- prd.acme.internal", "- prd.acme-shop.internal", "addons", "prd.acme-shop.internal"),
    ],
)
def test_a_field_that_names_what_is_not_there(old: str, new: str, chart: str, name: str, output: Output) -> None:
    texts = [file.read_text() for file in (output.folder / "dist" / chart).iterdir()]
    assert any(old in text for text in texts)
    output.yaml(old, new, chart)
    found = [(gap.code, gap.name) for gap in output.news()]
    assert ("X2B401", name) in found
    # Both stores are for the namespaces of one list.
    assert len(found) == (2 if name.endswith(" for acme-app") and chart == "cluster" else 1)


def test_a_secret_that_nobody_mounts(output: Output) -> None:
    name = "x2bee/acme/prd/gift/nobody"
    output.template("delivery", lambda r: r.update(New=resource("SecretsManager::Secret", Name=name)))
    (gap,) = output.news()
    assert (gap.code, gap.name) == ("X2B402", name)
    mark = {"x2bee:for-people": "the auditors"}
    output.template("delivery", lambda r: r["New"].update(Metadata=mark))
    assert output.news() == []


def test_a_path_in_a_config_map(output: Output) -> None:
    output.yaml("SERVER_PORT:", "URL: /x2bee/acme/prd/gift/url\n  SERVER_PORT:", "x2bee-api-gift")
    (gap,) = output.news()
    assert (gap.code, gap.name, gap.readings[0].field) == ("X2B401", "/x2bee/acme/prd/gift/url", "data.URL")
