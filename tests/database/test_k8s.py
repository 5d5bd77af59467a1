"""The constructs write what the pure functions make, alone in anyone's chart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from cdk8s import App, Chart

from tests.database.test_cloudnative import ACME, EVERYTHING
from x2bee_constructs.core.k8s import PlatformApp
from x2bee_constructs.database.cloudnative import InClusterPostgresProps
from x2bee_constructs.database.cloudnative_manifests import in_cluster_objects
from x2bee_constructs.database.credentials import DatabaseCredentialsProps
from x2bee_constructs.database.k8s import DatabaseCredentials, InClusterPostgres
from x2bee_constructs.database.manifests import credentials_objects

CREDENTIALS = DatabaseCredentialsProps(
    service="x2bee-api-bo", client="jdbc", reads=["mbod", "gddp"], in_cluster={"mbod": 3}
)
POSTGRES = InClusterPostgresProps.model_validate(EVERYTHING)


def written(app: App, folder: Path) -> list[dict[str, Any]]:
    app.synth()
    files = sorted(folder.rglob("*.yaml"))
    return [one for file in files for one in yaml.safe_load_all(file.read_text())]


def by_name(objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(objects, key=lambda one: (one["kind"], one["metadata"]["name"]))


def test_credentials_are_written_as_they_are_made(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path))
    shell = DatabaseCredentials(Chart(app, "bo", namespace="acme-app"), "databases", ACME, CREDENTIALS)
    pure = credentials_objects(ACME, CREDENTIALS)
    assert list(shell.objects) == list(pure) == ["mbod", "gddp"]
    assert by_name(written(app, tmp_path)) == by_name([dict(one.to_manifest()) for one in pure.values()])


def test_a_database_is_written_as_it_is_made_with_no_two_objects_in_one_file(tmp_path: Path) -> None:
    app = PlatformApp(outdir=str(tmp_path))
    chart = Chart(app, "data", disable_resource_name_hashes=True)
    shell = InClusterPostgres(chart, "mbod", ACME, POSTGRES)
    other = InClusterPostgresProps.model_validate({**EVERYTHING, "name": "gddp"})
    InClusterPostgres(chart, "gddp", ACME, other)
    pure = in_cluster_objects(ACME, POSTGRES)
    assert shell.objects.keys() == pure.keys()
    both = [*pure.values(), *in_cluster_objects(ACME, other).values()]
    assert by_name(written(app, tmp_path)) == by_name([dict(one.to_manifest()) for one in both])
