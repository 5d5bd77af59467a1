"""The script that sets SonarQube up, as the ConfigMap has it, against a stand-in: twice, after changes, and refused."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.toolchain.cases import ALONE, EVERYTHING, made
from tests.toolchain.fake_sonarqube import FakeSonarQube
from tests.toolchain.job import PASSWORD, WEBHOOK_SECRET, run_setup


@pytest.fixture
def sonarqube() -> Iterator[FakeSonarQube]:
    server = FakeSonarQube()
    yield server
    server.shutdown()
    server.server_close()


def run(server: FakeSonarQube, folder: Path, **said: Any) -> subprocess.CompletedProcess[str]:
    server.changes.clear()
    return run_setup(made(**(said or EVERYTHING)), folder, server.url, server.url)


def test_twice_is_once(sonarqube: FakeSonarQube, tmp_path: Path) -> None:
    sonarqube.starting = 1
    first = run(sonarqube, tmp_path)
    assert (first.returncode, first.stderr) == (0, "")
    assert sonarqube.changes, "the first run makes everything"
    second = run(sonarqube, tmp_path)
    assert (second.returncode, second.stdout, second.stderr) == (0, "nothing to change\n", "")
    assert sonarqube.changes == [], "the second changes nothing"


def test_what_is_declared_is_there(sonarqube: FakeSonarQube, tmp_path: Path) -> None:
    run(sonarqube, tmp_path)
    assert sonarqube.password == PASSWORD, "not the one that everybody knows"
    assert sonarqube.default == "x2bee"
    gate = {metric: (one["op"], one["error"]) for metric, one in sonarqube.gates["x2bee"].items()}
    assert gate == {
        "new_coverage": ("LT", "80"),
        "new_duplicated_lines_density": ("GT", "3"),
        "new_security_hotspots_reviewed": ("LT", "100"),
        "new_violations": ("GT", "0"),
    }, "what SonarQube gives a new gate by itself is gone"
    assert sonarqube.new_code == {"type": "NUMBER_OF_DAYS", "value": "30"}
    assert sonarqube.projects == {"acme_x2bee-fo": "x2bee-fo", "acme_x2bee-gw": "x2bee-gw"}
    hook = sonarqube.webhooks["jenkins"]
    assert hook["url"] == "http://jenkins.jenkins.svc.cluster.local:8080/sonarqube-webhook/"
    assert hook["secret"] == WEBHOOK_SECRET
    assert sonarqube.settings["sonar.auth.saml.enabled"] == "true"
    assert sonarqube.settings["sonar.auth.saml.certificate.secured"] == "MII"
    assert base64.b64decode(sonarqube.secret["text"]).decode() == sonarqube.tokens["jenkins"]


def test_what_somebody_changed_by_hand_is_mended_alone(sonarqube: FakeSonarQube, tmp_path: Path) -> None:
    run(sonarqube, tmp_path)
    sonarqube.gates["x2bee"]["new_violations"]["error"] = "9"
    sonarqube.gates["x2bee"]["mine"] = {"id": "m", "metric": "mine", "op": "GT", "error": "1"}
    sonarqube.default = "Sonar way"
    sonarqube.new_code = {"type": "PREVIOUS_VERSION"}
    del sonarqube.projects["acme_x2bee-gw"]
    sonarqube.projects["acme_other"] = "a project that nobody declared"
    sonarqube.webhooks["jenkins"]["url"] = "http://elsewhere"
    assert run(sonarqube, tmp_path).returncode == 0
    assert sorted(path.removeprefix("/api/") for path in sonarqube.changes) == [
        "new_code_periods/set",
        "projects/create",
        "qualitygates/delete_condition",
        "qualitygates/set_as_default",
        "qualitygates/update_condition",
        "webhooks/update",
    ]
    assert "acme_other" in sonarqube.projects, "its history would be gone"


def test_a_token_that_is_lost_is_replaced(sonarqube: FakeSonarQube, tmp_path: Path) -> None:
    run(sonarqube, tmp_path)
    before = sonarqube.tokens["jenkins"]
    sonarqube.secret.clear()
    assert run(sonarqube, tmp_path).returncode == 0
    assert sonarqube.tokens["jenkins"] != before
    assert base64.b64decode(sonarqube.secret["text"]).decode() == sonarqube.tokens["jenkins"]


def test_without_jenkins_nobody_asks_kubernetes(sonarqube: FakeSonarQube, tmp_path: Path) -> None:
    assert run(sonarqube, tmp_path, **ALONE).returncode == 0
    assert (sonarqube.tokens, sonarqube.webhooks, sonarqube.secret) == ({}, {}, {})


def test_who_refuses_is_named_in_one_line(sonarqube: FakeSonarQube, tmp_path: Path) -> None:
    sonarqube.unwilling = "/api/projects"
    refused = run(sonarqube, tmp_path)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "/api/projects/search was answered with 403" in refused.stderr
    assert "Insufficient privileges" in refused.stderr


def test_a_wrong_password_is_no_traceback(sonarqube: FakeSonarQube, tmp_path: Path) -> None:
    sonarqube.password = "somebody changed it by hand"
    refused = run(sonarqube, tmp_path)
    assert refused.returncode == 1
    assert "change_password was answered with 401" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_sonarqube_that_never_starts_is_given_up(sonarqube: FakeSonarQube, tmp_path: Path) -> None:
    sonarqube.starting = 1000
    refused = run(sonarqube, tmp_path)
    assert refused.returncode == 1
    assert "it is STARTING after 2 seconds" in refused.stderr
