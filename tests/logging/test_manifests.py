"""Fluentd and the index Job as Kubernetes objects."""

from __future__ import annotations

import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import ValidationError

from x2bee_constructs.core.names import Site
from x2bee_constructs.logging.efk import EfkStackProps
from x2bee_constructs.logging.manifests import efk_objects, fluentd_configuration

SITE = Site("acme", "prd")
SAID: dict[str, Any] = {
    "image": "registry.acme.co.kr/x2bee-fluentd:1.0.0",
    "region": "ap-northeast-2",
    "account": "111122223333",
    "domain": "acme-shop.co.kr",
}


def made(**said: Any) -> dict[str, Any]:
    return {key: dict(o.to_manifest()) for key, o in efk_objects(SITE, EfkStackProps(**{**SAID, **said})).items()}


def pod(objects: dict[str, Any], name: str) -> dict[str, Any]:
    return objects[name]["spec"]["template"]["spec"]


def test_every_node_has_a_collector_that_keeps_its_state_on_the_node() -> None:
    found = pod(made(), "daemon-set")
    assert found["tolerations"] == [{"operator": "Exists"}]
    paths = {volume["name"]: volume["hostPath"]["path"] for volume in found["volumes"] if "hostPath" in volume}
    assert paths == {"pods": "/var/log/pods", "state": "/var/lib/x2bee/fluentd"}
    mounts = {mount["name"]: mount.get("readOnly", False) for mount in found["containers"][0]["volumeMounts"]}
    assert mounts["pods"] is True
    assert mounts["state"] is False


def test_two_collectors_never_share_a_nodes_positions() -> None:
    rolling = made()["daemon-set"]["spec"]["updateStrategy"]["rollingUpdate"]
    assert rolling["maxSurge"] == 0


def test_nobody_may_ask_the_api_server() -> None:
    objects = made()
    assert {found["kind"] for found in objects.values()}.isdisjoint({"Role", "ClusterRole", "RoleBinding"})
    for account in ("service-account", "index-service-account"):
        assert objects[account]["automountServiceAccountToken"] is False
    for name in ("daemon-set", "index-job"):
        container = pod(objects, name)["containers"][0]
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert container["securityContext"]["readOnlyRootFilesystem"] is True


def test_a_changed_configuration_starts_collectors_anew() -> None:
    before, after = made(), made(mask_fields=["nick"])
    both = [found["daemon-set"]["spec"]["template"]["metadata"]["annotations"] for found in (before, after)]
    assert both[0]["checksum/config"] != both[1]["checksum/config"]


def test_the_job_runs_after_each_sync_and_reads_a_password_only_where_there_is_one() -> None:
    objects = made()
    hook = objects["index-job"]["metadata"]["annotations"]
    assert hook["argocd.argoproj.io/hook"] == "PostSync"
    assert hook["argocd.argoproj.io/hook-delete-policy"] == "BeforeHookCreation"
    assert "index-secret" not in objects
    internal = made(login="internal")
    keys = {entry["remoteRef"]["key"] for entry in internal["index-secret"]["spec"]["data"]}
    assert keys == {"x2bee/acme/prd/logs/master"}
    assert pod(internal, "index-job")["containers"][0]["envFrom"] == [{"secretRef": {"name": "log-index"}}]


def test_only_prometheus_gets_in_and_only_names_credentials_and_https_get_out() -> None:
    spec = made()["network-policy"]["spec"]
    ports = [port["port"] for rule in spec["egress"] for port in rule["ports"]]
    assert ports == [53, 53, 80, 443]
    assert [port["port"] for rule in spec["ingress"] for port in rule["ports"]] == [24231, 24232]
    served = [port["containerPort"] for port in pod(made(), "daemon-set")["containers"][0]["ports"]]
    assert served == [24231, 24232]


def test_each_class_goes_to_its_own_bucket() -> None:
    text = fluentd_configuration(SITE, EfkStackProps(**SAID))
    for kind in ("application", "access", "audit", "commerce"):
        assert f"s3_bucket 'x2bee-acme-prd-log-archive-{kind}-111122223333'" in text
        assert f"path '{kind}/service=${{service}}/dt=%Y-%m-%d/hour=%H/'" in text


def test_hot_days_of_a_class_reach_its_policy_and_dashboards_can_be_left_out() -> None:
    files = made(hot_days={"audit": 120}, dashboards=False)["index-files"]["data"]
    assert any('"min_index_age": "121d"' in text for text in files.values())
    assert "_dashboards" not in files["plan"]
    assert "_dashboards" in made()["index-files"]["data"]["plan"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"masks": [{"name": "a", "pattern": "x"}, {"name": "a", "pattern": "y"}]}, "X2B361"),
        ({"groups": {"arn:aws:iam::1:role/x": "reader"}}, "X2B362"),
        ({"buffer_gib": 200}, "X2B363"),
    ],
)
def test_what_cannot_be_meant_is_refused(said: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        EfkStackProps(**{**SAID, **said})
    assert [found["type"] for found in caught.value.errors()] == [code]


class _Metrics(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/metrics" else 404)
        self.end_headers()


@pytest.mark.parametrize("hanging", [None, 0, 1])
def test_one_process_that_answers_nothing_is_enough_to_begin_again(hanging: int | None) -> None:
    if not shutil.which("curl"):
        pytest.skip("no curl")
    command: list[str] = pod(made(), "daemon-set")["containers"][0]["livenessProbe"]["exec"]["command"]
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), _Metrics) for _ in range(2)]
    for number, server in enumerate(servers):
        assert any(f":{24231 + number}/" in word for word in command)
        command = [word.replace(f":{24231 + number}/", f":{server.server_address[1]}/") for word in command]
        if number != hanging:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    for number, server in enumerate(servers):
        if number != hanging:
            server.shutdown()
        server.server_close()
    assert (done.returncode == 0) == (hanging is None), done.stderr
    assert done.stdout == ""
