"""Type checkers know the Python names, and refuse what would fail when it runs."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

RIGHT = """
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.istio.security_v1 import AuthorizationPolicyFrom, AuthorizationPolicyRule
from x2bee_constructs.imports.k8s.core_v1 import Container, EnvVar, PodSpec, Service, ServicePort, ServiceSpec
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta

labels = {"app": "a"}
service = Service(
    metadata=ObjectMeta(name="a", labels=labels),
    spec=ServiceSpec(cluster_ip="None", external_ips=["192.0.2.1"], ports=[ServicePort(port=80, target_port="http")]),
)
pod = PodSpec(containers=[Container(name="a", env=[EnvVar(name=n, value="x") for n in "AB"])], host_ipc=False)
rule = AuthorizationPolicyRule(from_=[AuthorizationPolicyFrom()])
objects: list[KubeObject] = [service]
names: list[str | None] = [o.metadata.name for o in objects]
address: str | None = service.spec.cluster_ip
"""

WRONG = {
    'Container(name="a", image_pull_policy="Allways")': "Allways",
    'Container(name="a", imagePullPolicy="Always")': "imagePullPolicy",
    'Container(name="a", readines_probe=None)': "readines_probe",
    "Container()": "name",
    'Container(name="a", tty="yes")': "tty",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the right file, and a wrong one with one fault per line."""
    folder = tmp_path_factory.mktemp("typed")
    (folder / "right.py").write_text(RIGHT, encoding="utf-8")
    lines = ["from x2bee_constructs.imports.k8s.core_v1 import Container", *WRONG]
    (folder / "wrong.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.mark.slow
def test_basedpyright_strict(project: Path) -> None:
    config = {"extraPaths": [str(ROOT)], "include": ["*.py"], "typeCheckingMode": "strict"}
    (project / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    command = [sys.executable, "-m", "basedpyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(project)]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    faults = [(Path(f["file"]).name, f["range"]["start"]["line"], f["message"]) for f in found["generalDiagnostics"]]
    assert [fault for fault in faults if fault[0] == "right.py"] == []
    _every_line_is_refused([(line, message) for _, line, message in faults])


@pytest.mark.slow
@pytest.mark.skipif(not importlib.util.find_spec("mypy"), reason="mypy is not installed")
@pytest.mark.parametrize("plugin", ["", "plugins = pydantic.mypy\n"])
def test_mypy_strict(project: Path, plugin: str) -> None:
    (project / "mypy.ini").write_text(f"[mypy]\nstrict = True\n{plugin}", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--config-file",
        "mypy.ini",
        "--cache-dir",
        ".mypy_cache",
        "right.py",
        "wrong.py",
    ]
    environment = {**os.environ, "MYPYPATH": str(ROOT)}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    found = [line.split(":", 2) for line in done.stdout.splitlines() if line.startswith(("right.py:", "wrong.py:"))]
    assert [line for line in found if line[0] == "right.py"] == [], done.stdout
    _every_line_is_refused([(int(line) - 1, message) for _, line, message in found])


def _every_line_is_refused(faults: list[tuple[int, str]]) -> None:
    for index, word in enumerate(WRONG.values(), start=1):
        assert any(line == index and word in message for line, message in faults), (word, faults)
