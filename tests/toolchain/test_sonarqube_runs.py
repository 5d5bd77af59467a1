"""A real SonarQube (conformance/sonarqube) with its database as the platform makes it, its job and the pipelines' gate.

`make sonarqube` fetches SonarQube and runs these; it is a gigabyte.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from conformance.sonarqube.build import Built, build, find_java
from conformance.sonarqube.server import SonarQube
from conformance.templates.variants import variant
from tests.database.access.job import Run, make_admin, password, start
from tests.database.templates import render
from tests.postgres import HOST, Server, postgres
from tests.toolchain.fake_sonarqube import FakeSonarQube
from tests.toolchain.job import PASSWORD, run_setup
from x2bee_constructs import Platform
from x2bee_constructs.pipelines.props import Build, PipelineProps
from x2bee_constructs.pipelines.steps import build_lines, sonar_lines
from x2bee_constructs.platform.databases import access_props
from x2bee_constructs.platform.pipelines import pipelines
from x2bee_constructs.platform.toolchain import toolchain_props
from x2bee_constructs.toolchain.manifests import toolchain_objects
from x2bee_constructs.toolchain.names import sonarqube_url

pytestmark = [pytest.mark.sonarqube, pytest.mark.xdist_group("sonarqube")]

PASSCODE = "the passcode of probes"
PRICE = "export function price(amount, rate) {\n  return amount * (1 + rate);\n}\n"
CART = "export function first(lines) {\n  let unused = 1;\n  return lines.at(0);\n}\n"
MAVEN = {
    ".gitignore": "target\n.m2\n",
    "mvnw": '#!/bin/sh\nexec mvn -Dmaven.repo.local="$HOME/.m2/repository" "$@"\n',
    "pom.xml": """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kr.example</groupId>
  <artifactId>order</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>org.junit.jupiter</groupId>
      <artifactId>junit-jupiter</artifactId>
      <version>5.12.2</version>
      <scope>test</scope>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <artifactId>maven-compiler-plugin</artifactId>
        <version>3.14.0</version>
      </plugin>
      <plugin>
        <artifactId>maven-surefire-plugin</artifactId>
        <version>3.5.3</version>
      </plugin>
      <plugin>
        <groupId>org.jacoco</groupId>
        <artifactId>jacoco-maven-plugin</artifactId>
        <version>0.8.13</version>
        <executions>
          <execution><goals><goal>prepare-agent</goal></goals></execution>
          <execution><id>report</id><phase>verify</phase><goals><goal>report</goal></goals></execution>
        </executions>
      </plugin>
    </plugins>
  </build>
</project>
""",
    "src/main/java/kr/example/Order.java": """\
package kr.example;

public record Order(long amount) {
    public boolean large() {
        if (amount > 1_000_000) {
            return true;
        }
        return false;
    }
}
""",
    "src/test/java/kr/example/OrderTest.java": """\
package kr.example;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class OrderTest {
    @Test
    void small() {
        assertFalse(new Order(1).large());
    }
}
""",
}


@pytest.fixture(scope="module")
def platform() -> Platform:
    return variant("toolchain")


@pytest.fixture(scope="module")
def objects(platform: Platform) -> dict[str, Any]:
    props = toolchain_props(platform)
    assert props
    return {key: one.to_manifest() for key, one in toolchain_objects(platform.site, props).items()}


@pytest.fixture(scope="module")
def built() -> Built:
    missing = [program for program in ("mvn", "git", "javac") if not shutil.which(program)]
    java = find_java()
    if missing or not java:
        what = f"no SonarQube without {', '.join((*missing, *(() if java else ('a JDK 21 or newer (JAVA_HOME)',))))}"
        pytest.fail(what) if os.environ.get("X2BEE_NEEDS_SONARQUBE") == "1" else pytest.skip(what)
    return build(Path(__file__).parents[2] / "build" / "sonarqube", java)


@pytest.fixture(scope="module")
def database(platform: Platform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A PostgreSQL that takes TLS alone, after the job for roles of the platform's database `sonarqube`."""
    with postgres(tmp_path_factory, tls=True) as server:
        make_admin(server)
        props = access_props(platform)["sonarqube"]
        made = Run(start(server, tmp_path_factory.mktemp("access"), props)).succeeded()
        assert made, "it makes a role"
        yield server


@pytest.fixture(scope="module")
def sonarqube(built: Built, objects: dict[str, Any], database: Server) -> Iterator[SonarQube]:
    """As its pod is: the chart's properties, and the variables of both Secrets."""
    chart = objects["sonarqube"]["spec"]["source"]["helm"]["valuesObject"]
    template = objects["secret-database"]["spec"]["target"]["template"]["data"]
    values = {"username": "sonarqube", "password": password("sonarqube"), "port": str(database.port)}
    variables = {key: render(text, {**values, "writer": HOST, "reader": HOST}) for key, text in template.items()}
    with SonarQube(built, chart["sonarProperties"], {**variables, "SONAR_WEB_SYSTEMPASSCODE": PASSCODE}) as server:
        yield server


@pytest.fixture(scope="module")
def kubernetes() -> Iterator[FakeSonarQube]:
    """The one Secret that the job fills; nothing else is asked of it."""
    server = FakeSonarQube()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def ready(
    sonarqube: SonarQube, objects: dict[str, Any], kubernetes: FakeSonarQube, tmp_path_factory: pytest.TempPathFactory
) -> Ready:
    """After the first run of the job."""
    made = Ready(sonarqube, objects, kubernetes, tmp_path_factory.mktemp("setup"))
    first = made.run()
    assert (first.returncode, first.stderr) == (0, ""), first.stdout
    return made


class Checkout:
    """A repository of one program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._coverage = ""
        folder.mkdir()
        self._git("init", "--quiet", "--initial-branch=main")

    @property
    def head(self) -> str:
        return self._git("rev-parse", "HEAD").strip()

    def commit(self, files: Mapping[str, str], covered: Sequence[str] = ()) -> None:
        """Files, and tests that run through all lines of some: their report is no part of the commit."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self._git("add", "--all")
        self._git(
            "-c", "user.name=somebody", "-c", "user.email=somebody@example.com", "commit", "--quiet", "-m", "more"
        )
        for name in covered:
            count = len((self.folder / name).read_text().splitlines())
            lines = "".join(f"DA:{number},1\n" for number in range(1, count + 1))
            self._coverage += f"TN:\nSF:{name}\n{lines}LF:{count}\nLH:{count}\nend_of_record\n"
        if self._coverage:
            (self.folder / "coverage").mkdir(exist_ok=True)
            (self.folder / "coverage" / "lcov.info").write_text(self._coverage)

    def _git(self, *words: str) -> str:
        return subprocess.run(["git", *words], cwd=self.folder, check=True, capture_output=True, text=True).stdout


class Gate:
    """The pipeline's step, its lines unchanged but for the address; the token is the one that the job made."""

    def __init__(self, ready: Ready, built: Built, props: PipelineProps) -> None:
        self.props, self.lines = props, [line.replace(sonarqube_url(), ready.server.url) for line in sonar_lines(props)]
        token = base64.b64decode(ready.kubernetes.secret["text"]).decode()
        self.environment = {"PATH": f"{built.scanner}:{os.defpath}", "SONAR_TOKEN": token}

    def passes(self, checkout: Checkout) -> bool:
        """Whether the pipeline goes on. That it does not must be the gate's word."""
        said = {"HOME": str(checkout.folder), "COMMIT": checkout.head}
        ran = sh(self.lines, checkout.folder, {**self.environment, **said})
        word = re.search(r"QUALITY GATE STATUS: (\w+)", ran.stdout + ran.stderr)
        assert word, ran.stdout[-3000:] + ran.stderr[-1000:]
        assert (word[1] == "PASSED") == (ran.returncode == 0)
        return ran.returncode == 0


def sh(lines: Sequence[str], folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Lines as the shell of a job has them."""
    script = "\n".join(lines)
    return subprocess.run(
        ["sh", "-c", script], cwd=folder, env=dict(environment), capture_output=True, text=True, timeout=900
    )


@dataclass
class Ready:
    """A SonarQube, and the job that sets it up."""

    server: SonarQube
    objects: Mapping[str, Any]
    kubernetes: FakeSonarQube
    folder: Path

    def run(self) -> subprocess.CompletedProcess[str]:
        return run_setup(self.objects, self.folder, self.server.url, self.kubernetes.url, wait=60)

    def ask(self, path: str) -> Any:
        """As the administrator."""
        status, text = self.server.answer(path, Authorization=basic("admin", PASSWORD))
        assert status == 200, text
        return json.loads(text)

    def change(self, path: str, **said: str) -> None:
        """As the administrator, by hand."""
        request = Request(f"{self.server.url}/{path}", urlencode(said).encode())
        request.add_header("Authorization", basic("admin", PASSWORD))
        urlopen(request, timeout=60).close()


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def test_its_tables_are_where_its_role_looks(sonarqube: SonarQube, database: Server) -> None:
    found = database.execute(
        "select distinct schemaname, tableowner from pg_tables where tablename in ('projects', 'issues', 'users')",
        database="sonarqube",
    )
    assert found == [("sonarqube", "sonarqube_owner")]


def test_probes_and_prometheus_show_the_passcode(sonarqube: SonarQube) -> None:
    """It answers before all of its programs run; until then it says that it is not alive."""
    for path, well in (("api/system/liveness", 204), ("api/monitoring/metrics", 200)):
        assert sonarqube.answer(path)[0] == 403
        end = time.monotonic() + 120
        while (found := sonarqube.answer(path, X_Sonar_Passcode=PASSCODE)[0]) != well and time.monotonic() < end:
            time.sleep(1)
        assert found == well


def test_a_second_run_changes_nothing(ready: Ready) -> None:
    second = ready.run()
    assert (second.returncode, second.stdout, second.stderr) == (0, "nothing to change\n", "")


def test_everything_is_as_declared(ready: Ready, objects: dict[str, Any]) -> None:
    wanted = json.loads(objects["setup-files"]["data"]["wanted.json"])
    gate = ready.ask(f"api/qualitygates/show?name={wanted['gate']['name']}")
    assert gate["isDefault"]
    kept = [{key: one[key] for key in ("metric", "op", "error")} for one in gate["conditions"]]
    assert sorted(kept, key=lambda one: one["metric"]) == wanted["gate"]["conditions"]
    assert wanted["new_code"].items() <= ready.ask("api/new_code_periods/show").items()
    shown = ready.ask("api/projects/search?ps=500")["components"]
    assert {one["key"]: one["name"] for one in shown} == wanted["projects"]
    assert {one["visibility"] for one in shown} == {"private"}
    values = ready.ask(f"api/settings/values?keys={','.join(wanted['settings'])}")["settings"]
    assert {one["key"]: one["value"] for one in values} == wanted["settings"]
    (hook,) = ready.ask("api/webhooks/list")["webhooks"]
    assert (hook["url"], hook["hasSecret"]) == (wanted["jenkins"]["webhook"], True)


def test_nobody_gets_in_with_what_everybody_knows(ready: Ready) -> None:
    status, text = ready.server.answer("api/authentication/validate", Authorization=basic("admin", "admin"))
    assert (status, json.loads(text)) == (200, {"valid": False})
    assert ready.server.answer("api/projects/search", Authorization=basic("admin", "admin"))[0] == 401


def test_what_somebody_changed_by_hand_is_mended(ready: Ready) -> None:
    ready.change("api/new_code_periods/set", type="PREVIOUS_VERSION")
    ready.change("api/qualitygates/create_condition", gateName="x2bee", metric="new_lines", op="GT", error="1")
    ready.change("api/projects/delete", project="beta_x2bee-gw")
    mended = ready.run()
    assert mended.stdout.splitlines() == [
        "no condition new_lines",
        "what new code is",
        "project beta_x2bee-gw",
        "3 changed",
    ]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "project")


def test_a_commit_that_is_refused_is_refused_until_it_is_mended(
    ready: Ready, built: Built, platform: Platform, checkout: Checkout
) -> None:
    """Each commit is a version. Had SonarQube counted from the one before, the third commit would have gone through."""
    gate = Gate(ready, built, pipelines([platform])["x2bee-fo"])
    checkout.commit({".gitignore": "coverage\n", "src/price.js": PRICE}, covered=("src/price.js",))
    assert gate.passes(checkout), "what was there before the first analysis is not new"
    checkout.commit({"src/cart.js": CART}, covered=("src/cart.js",))
    assert not gate.passes(checkout), "a variable that nobody reads"
    checkout.commit({"src/tax.js": "export const TAX = 0.1;\n"}, covered=("src/tax.js",))
    assert not gate.passes(checkout), "it is still there"
    checkout.commit({"src/cart.js": CART.replace("  let unused = 1;\n", "")})
    assert gate.passes(checkout)


def test_a_maven_build_brings_what_the_gate_reads(
    ready: Ready, built: Built, checkout: Checkout, platform: Platform
) -> None:
    """Compiled classes and JaCoCo's report lie where the scanner is told to look for them."""
    props = pipelines([platform])["x2bee-api-order"]
    gate = Gate(ready, built, replace(props, build=Build(tool="maven")))
    checkout.commit(MAVEN)
    (checkout.folder / "mvnw").chmod(0o755)
    built_well = sh(build_lines(gate.props), checkout.folder, {"PATH": os.environ["PATH"], "HOME": str(Path.home())})
    assert built_well.returncode == 0, built_well.stdout[-2000:]
    assert gate.passes(checkout)
    said = ready.ask("api/measures/component?component=beta_x2bee-api-order&metricKeys=coverage,ncloc,tests")
    assert {one["metric"]: one["value"] for one in said["component"]["measures"]} == {
        "coverage": "66.7",  # three lines of four, one branch of two
        "ncloc": "9",
        "tests": "1",
    }
