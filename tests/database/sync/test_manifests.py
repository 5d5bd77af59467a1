"""The objects of a sync, and what Prometheus is told, by the real programs."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.database.sync.pair import Pair
from tests.database.sync.test_props import batch, said
from tests.postgres import HOST, Server
from x2bee_constructs.database.sync.files import scripts
from x2bee_constructs.database.sync.manifests import sync_objects
from x2bee_constructs.database.sync.metrics import exporter_config
from x2bee_constructs.database.sync.props import Place, Sync, TableSyncProps

_LOGICAL, _BATCH = Sync.model_validate(said()), Sync.model_validate(batch())


def props(sync: Sync, **more: Any) -> TableSyncProps:
    """As the platform would say it."""
    places = {
        "source": Place(port=15432, cidrs=["10.20.40.0/22"]),
        "target": Place(port=15433, cidrs=["10.20.40.0/22"]),
    }
    return TableSyncProps.model_validate(
        {"customer": "acme", "environment": "prd", "sync": sync, "image": "registry/psql:17.6", **places, **more}
    )


def made(sync: Sync, **more: Any) -> dict[str, Any]:
    """The objects as they are written."""
    return {key: value.to_manifest() for key, value in sync_objects("member", "acme-app", props(sync, **more)).items()}


def every_text(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():  # pyright: ignore[reportUnknownVariableType]
            yield from every_text(item)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, list):
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            yield from every_text(item)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, str):
        yield value


def test_each_mode_has_its_objects() -> None:
    common = {"service-account", "files", "secret", "network-policy", "exporter-config", "exporter-secret", "exporter"}
    common |= {"pod-monitor", "rules"}
    assert set(made(_BATCH)) == common | {"job"}
    assert set(made(_LOGICAL)) == common | {"admin-secret", "setup", "check", "resync", "drop"}


def test_only_setup_has_the_admins_passwords_and_only_people_start_the_others() -> None:
    objects = made(_LOGICAL)
    with_admin = {key for key, value in objects.items() if "sync-member-admin" in every_text(value.get("spec", {}))}
    assert with_admin == {"admin-secret", "setup", "resync", "drop"}
    assert {key for key, value in objects.items() if value.get("spec", {}).get("suspend")} == {"resync", "drop"}


def test_secrets_and_addresses_come_by_name() -> None:
    spec = made(_BATCH)["secret"]["spec"]
    read = {item["secretKey"]: (item["remoteRef"]["key"], item.get("sourceRef")) for item in spec["data"]}
    store = {"storeRef": {"kind": "ClusterSecretStore", "name": "aws-parameter-store"}}
    assert read == {
        "SOURCE_HOST": ("/x2bee/acme/prd/db/mbod/writer", store),
        "SOURCE_PORT": ("/x2bee/acme/prd/db/mbod/port", store),
        "SYNC_PASSWORD": ("x2bee/acme/prd/db/sync-member", None),
        "SYNC_USER": ("x2bee/acme/prd/db/sync-member", None),
        "TARGET_HOST": ("/x2bee/acme/prd/db/gddp/writer", store),
        "TARGET_PORT": ("/x2bee/acme/prd/db/gddp/port", store),
    }


def test_with_a_bundle_whoever_answers_must_be_who_it_should() -> None:
    objects = made(_BATCH, ca={"config_map": "rds-ca", "key": "bundle.pem"})
    pod = objects["job"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    variables = {item["name"]: item["value"] for item in pod["containers"][0]["env"]}
    assert (variables["PGSSLMODE"], variables["PGSSLROOTCERT"]) == ("verify-full", "/ca/bundle.pem")
    assert {"name": "ca", "mountPath": "/ca", "readOnly": True} in pod["containers"][0]["volumeMounts"]
    assert any(volume.get("configMap", {}).get("name") == "rds-ca" for volume in pod["volumes"])
    (container,) = objects["exporter"]["spec"]["template"]["spec"]["containers"]
    assert {"name": "PGSSLMODE", "value": "verify-full"} in container["env"]
    assert {"name": "ca", "mountPath": "/ca", "readOnly": True} in container["volumeMounts"]


def test_a_database_in_the_cluster_is_reached_by_its_service() -> None:
    here = Place(in_cluster=True, port=5432)
    objects = made(_BATCH, source=here, target=here)
    container = objects["job"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]
    variables = {item["name"]: item["value"] for item in container["env"]}
    assert variables["SOURCE_HOST"] == "mbod-rw.acme-data.svc.cluster.local"
    assert [item["secretKey"] for item in objects["secret"]["spec"]["data"]] == ["SYNC_PASSWORD", "SYNC_USER"]
    to = objects["network-policy"]["spec"]["egress"][1]["to"][0]
    assert to["podSelector"]["matchLabels"] == {"cnpg.io/cluster": "mbod"}


def test_every_variable_that_a_script_needs_is_given_to_its_pod() -> None:
    for sync, jobs in ((_BATCH, ("job",)), (_LOGICAL, ("setup", "check", "resync", "drop"))):
        objects = made(sync)
        for job in jobs:
            spec = objects[job]["spec"]
            pod = spec.get("jobTemplate", {"spec": spec})["spec"]["template"]["spec"]
            container = pod["containers"][0]
            given = {item["name"] for item in container["env"]}
            for source in container["envFrom"]:
                name = source["secretRef"]["name"]
                secret = next(
                    o for o in objects.values() if o["kind"] == "ExternalSecret" and o["metadata"]["name"] == name
                )
                given |= {item["secretKey"] for item in secret["spec"]["data"]}
            script = container["command"][1].removeprefix("/scripts/")
            reached = reachable(script, scripts(sync))
            asked = set(re.findall(r"\$\{?((?:SOURCE|TARGET|SYNC|PG)[A-Z_]*)", reached))
            asked |= set(re.findall(r"\\getenv \w+ ([A-Z_]+)", reached))
            own = {
                "SYNC_SCRIPTS",
                "SYNC_TMP",
                "SYNC_PUBLISHER",
                "PGHOST",
                "PGPORT",
                "PGDATABASE",
                "PGUSER",
                "PGPASSWORD",
            }
            assert asked - own <= given, f"{job}: {sorted(asked - own - given)}"


def reachable(script: str, files: dict[str, str]) -> str:
    """The text of a script and of all that it names."""
    known, waiting = set[str](), [script]
    while waiting:
        name = waiting.pop()
        if name in files and name not in known:
            known.add(name)
            waiting += re.findall(r"[\w-]+\.(?:sql|sh)", files[name])
            waiting += [f"{word}.sql" for word in re.findall(r"until_done (\w+)", files[name])]
    return "\n".join(files[name] for name in sorted(known))


def test_every_file_that_is_named_is_there_and_every_file_is_used() -> None:
    for sync, entries in ((_BATCH, ["batch.sh"]), (_LOGICAL, ["setup.sh", "check.sh"])):
        files = scripts(sync)
        text = "\n".join(reachable(entry, files) for entry in entries)
        assert [name for name, body in files.items() if body not in text] == []


def test_two_makings_are_the_same() -> None:
    assert json.dumps(made(_LOGICAL)) == json.dumps(made(_LOGICAL))


@pytest.mark.parametrize("sync", [_LOGICAL, _BATCH], ids=["logical", "batch"])
def test_promtool_takes_the_rules(sync: Sync, tmp_path: Path) -> None:
    promtool = shutil.which("promtool")
    if not promtool:
        pytest.skip("promtool is not installed: apt-get install prometheus")
    file = tmp_path / "rules.json"
    file.write_text(json.dumps(made(sync)["rules"]["spec"]))
    done = subprocess.run([promtool, "check", "rules", str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("sync", [_LOGICAL, _BATCH], ids=["logical", "batch"])
def test_every_alert_asks_for_a_metric_that_the_exporter_has(sync: Sync) -> None:
    config = json.loads(exporter_config("member", sync))
    known = {metric["metric_name"] for metric in config["collectors"][0]["metrics"]}
    asked = {
        name
        for rule in made(sync)["rules"]["spec"]["groups"][0]["rules"]
        for name in re.findall(r"x2bee_sync_\w+", rule["expr"])
    }
    assert asked == known


@contextmanager
def exporter(pair: Pair, tmp_path: Path) -> Generator[str]:
    """The real sql_exporter with the configuration of a sync; yields where its metrics are."""
    program = os.environ.get("X2BEE_SQL_EXPORTER") or shutil.which("sql_exporter")
    if not program:
        pytest.skip("sql_exporter is not installed (or say where with X2BEE_SQL_EXPORTER)")
    (tmp_path / "sql_exporter.yml").write_text(exporter_config(pair.name, pair.sync))
    with socket.socket() as found:
        found.bind((HOST, 0))
        address = f"{HOST}:{found.getsockname()[1]}"
    env = pair.environment()
    driver = {"PGUSER": env["SYNC_USER"], "PGPASSWORD": env["SYNC_PASSWORD"], "PGSSLMODE": "disable"}
    driver |= {"PGHOST": env["TARGET_HOST"], "PGPORT": env["TARGET_PORT"]}
    driver["PGDATABASE"] = env["TARGET_DATABASE"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [program, f"-config.file={tmp_path}/sql_exporter.yml", f"-web.listen-address={address}"],
            env=driver,
            stdout=log,
            stderr=log,
        )
        try:
            yield f"http://{address}/metrics"
        finally:
            process.terminate()
            process.wait()


def metrics(url: str) -> dict[str, float]:
    """What Prometheus would read."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(url) as answer:
                text = answer.read().decode()
            break
        except urllib.error.URLError:
            time.sleep(0.1)
    else:
        pytest.fail("sql_exporter did not answer")
    lines = re.findall(r"^(x2bee_sync_\w+)\{(.*?)\} (\S+)$", text, re.MULTILINE)
    return {name: float(value) for name, _, value in lines}


def test_the_exporter_tells_how_a_logical_sync_is(source: Server, target: Server, tmp_path: Path) -> None:
    pair = Pair("member", _LOGICAL, source, target, tmp_path / "run")
    table = "create table member (id int primary key);"
    pair.prepare(table, table)
    pair.works("setup.sh")
    pair.works("check.sh")
    with exporter(pair, tmp_path) as url:
        found = metrics(url)
        assert found["x2bee_sync_ok"] == found["x2bee_sync_enabled"] == 1
        assert found["x2bee_sync_lag_seconds"] >= 0
        pair.at_source("alter table member add more int")
        assert pair.run("check.sh")[0] == 1
        found = metrics(url)
        assert found["x2bee_sync_ok"] == found["x2bee_sync_enabled"] == 0
        assert set(found) == {
            metric["metric_name"]
            for metric in json.loads(exporter_config("member", _LOGICAL))["collectors"][0]["metrics"]
        }
    pair.works("setup.sh", "drop")


def test_the_exporter_tells_how_old_a_batch_is(source: Server, target: Server, tmp_path: Path) -> None:
    pair = Pair("member", _BATCH, source, target, tmp_path / "run")
    table = "create table member (id int primary key, updated_at timestamptz not null default now());"
    pair.prepare(table, table)
    pair.works("batch.sh")
    with exporter(pair, tmp_path) as url:
        assert metrics(url)["x2bee_sync_ok"] == 1
        pair.state("update synced set until = until - interval '1 hour'")
        assert metrics(url)["x2bee_sync_lag_seconds"] > 3600
