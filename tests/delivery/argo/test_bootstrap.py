"""The script that starts Argo CD, run with stand-ins for the programs that it calls."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from x2bee_constructs import ArgoDeliveryProps, DeliverySpec, EksCapability, GitRepository, Site
from x2bee_constructs.core.versions import ARGO_CD
from x2bee_constructs.delivery.argo.bootstrap import NotDeliveredError, bootstrap_script
from x2bee_constructs.delivery.argo.manifests import delivery_objects

SITE = Site("acme", "prd")
STORE = {
    "apiVersion": "external-secrets.io/v1",
    "kind": "ClusterSecretStore",
    "metadata": {"name": "aws-secrets-manager"},
    "spec": {"provider": {"aws": {"region": "ap-northeast-2"}}},
}


def manifests(cluster: str | None = None, **spec: Any) -> list[dict[str, Any]]:
    said = DeliverySpec.model_validate({"repository": {"url": "https://git.example.com/a/b.git"}, **spec})
    made = delivery_objects(SITE, ArgoDeliveryProps(spec=said, argocd_cluster=cluster), ())
    return [STORE, *(one.to_wire() for one in made.values())]


def ran(script: str, tmp_path: Path) -> list[dict[str, Any]]:
    """What each program was called with, and given on standard input, in order."""
    log = tmp_path / "log"
    secret = json.dumps({"username": "reader", "password": 'it\'s "secret" $HOME'})
    answers = {"aws": f"cat <<'X'\n{secret}\nX" if "secretsmanager" in script else "", "helm": "", "kubectl": ""}
    for name, answer in answers.items():
        program = tmp_path / name
        if name == "aws":
            answer = f'case "$*" in *describe-cluster*) echo \'"arn:aws:eks:x"\';; *) {answer or ":"}\n;; esac'
            told = f'jq -nc --arg a "{name} $*" \'{{called: $a, given: ""}}\' >> {log}'
            body = f"#!/bin/sh\n{told}\n{answer}\n"
        else:
            body = f"#!/bin/sh\njq -c -Rs --arg a \"{name} $*\" '{{called: $a, given: .}}' >> {log}\n"
        program.write_text(body)
        program.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    subprocess.run(["sh", "-c", script], check=True, env={**os.environ, "PATH": path}, capture_output=True)
    return [json.loads(line) for line in log.read_text().splitlines()]


needs_jq = pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")


@needs_jq
def test_a_cluster_that_runs_argo_cd_itself(tmp_path: Path) -> None:
    calls = ran(bootstrap_script(manifests()), tmp_path)
    helm = next(one for one in calls if one["called"].startswith("helm"))
    assert f"--version={ARGO_CD.version}" in helm["called"]
    assert json.loads(helm["given"])["configs"]["cm"] == {"create": False}
    applied = [json.loads(one["given"]) for one in calls if one["called"].startswith("kubectl")]
    assert [(one["kind"], one["metadata"]["name"]) for one in applied] == [
        ("Namespace", "argocd"),
        ("ConfigMap", "argocd-cm"),
        ("Secret", "x2bee-repository"),
        ("AppProject", "x2bee-acme-prd"),
        ("Application", "x2bee-acme-prd"),
    ]
    assert applied[2]["metadata"]["labels"] == {"argocd.argoproj.io/secret-type": "repository"}
    assert applied[2]["stringData"] == {
        "password": 'it\'s "secret" $HOME',
        "type": "git",
        "url": "https://git.example.com/a/b.git",
        "username": "reader",
    }


@needs_jq
def test_eks_own_argo_cd_is_let_into_the_cluster(tmp_path: Path) -> None:
    group = "01234567-89ab-cdef-0123-456789abcdef"
    chosen = EksCapability(identity_center="ssoins-0123456789abcdef", administrators=(group,))
    repository = GitRepository(url="https://git.example.com/a/b.git", login="none")
    script = bootstrap_script(manifests("x2bee-acme-prd", argo_cd=chosen, repository=repository))
    calls = ran(script, tmp_path)
    assert not any(one["called"].startswith("helm") for one in calls)
    assert any("associate-access-policy" in one["called"] for one in calls)
    applied = [json.loads(one["given"]) for one in calls if one["called"].startswith("kubectl")]
    secret = next(one for one in applied if one["kind"] == "Secret")
    assert secret["stringData"] == {"name": "x2bee-acme-prd", "server": "arn:aws:eks:x"}
    assert applied[-1]["spec"]["destination"]["name"] == "x2bee-acme-prd"


def test_manifests_without_delivery_start_nothing() -> None:
    with pytest.raises(NotDeliveredError, match="say `delivery`"):
        bootstrap_script([STORE])
