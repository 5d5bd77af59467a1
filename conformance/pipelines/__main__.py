"""`python -m conformance.pipelines`: two ways to build, every runtime; exit code 1 if a judge refuses a file.

It also fetches the program by which `tests/pipelines/test_gitlab_runs.py` runs one.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from x2bee_constructs import Platform
from x2bee_constructs.pipelines.files import pipeline_files
from x2bee_constructs.pipelines.names import GITLAB_FILE, JENKINS_FILE
from x2bee_constructs.pipelines.props import PipelineProps
from x2bee_constructs.platform.pipelines import pipelines

_HERE = Path(__file__).parent
_BUILD = Path("build", "pipelines")
_BASE: dict[str, Any] = {
    "customer": "beta",
    "domain": "beta-shop.co.kr",
    "region": "ap-northeast-2",
    "ingress": {"zone": {"id": "Z0123456789ABCDEFGHIJ", "name": "beta-shop.co.kr"}},
    "logs": {},
    "apm": {"vendor": "scouter"},
}
_SCOUTER = {"args": {"SCOUTER": "scouter-min-2.21.2.tar.gz", "SCOUTER_SHA256": "0" * 64}}
_OWN = {"x2bee-scouter-agent": _SCOUTER, "x2bee-scouter-collector": _SCOUTER}
_ACCOUNTS = {"dev": "111122223331", "stg": "111122223332", "prd": "111122223333"}
_WAYS: dict[str, dict[str, Any]] = {
    "pods": {
        "repository": "https://gitlab.beta-shop.co.kr/platform/x2bee.git",
        "runners": {"kind": "pods", "account": "111122223331", "role": "x2bee-beta-ci"},
        "sonarqube": "https://sonarqube.beta-shop.co.kr",
        "builds": {"x2bee-api-order": {"tool": "maven", "java": 25}, **_OWN},
        "approvers": ["x2bee-releases", "shop/leads"],
    },
    "tokens": {
        "repository": "https://gitlab.com/beta/x2bee.git",
        "runners": {"kind": "gitlab-tokens", "gitlab": "https://gitlab.com", "projects": ["beta/*"]},
        "builds": _OWN,
    },
}


def main() -> int:
    """Make the files, let the judges read them, and see that both refuse what is wrong."""
    _fetch_gitlab_ci_local()
    made = [path for way in _WAYS for path in _made(way)]
    gitlab = [path for path in made if path.name == GITLAB_FILE]
    jenkins = [path for path in made if path.name == JENKINS_FILE]
    wrong = _BUILD / "wrong"
    wrong.mkdir(parents=True, exist_ok=True)
    # `image` is a word of GitLab's own, and no name for a job.
    (wrong / GITLAB_FILE).write_text(gitlab[0].read_text().replace("\npublish:\n", "\nimage:\n", 1))
    failed = 0
    for judge, files, canaries in (
        (_schema(), gitlab, [wrong / GITLAB_FILE]),
        (_groovy(), jenkins, _wrong_of_jenkins(wrong, jenkins)),
    ):
        passed = _judged([*judge, *map(str, files)])
        bites = not any(_judged([*judge, str(one)], quiet=True) for one in canaries)
        print(
            f"{Path(judge[0]).name}: {len(files)} files {'accepted' if passed else 'REFUSED'}, "
            f"those that are wrong {'refused' if bites else 'ACCEPTED'}"
        )
        failed += not (passed and bites)
    return 1 if failed else 0


_SLIPS = {
    "steps {": "stepz {",
    "always {": "whenever {",
    "junit test": "junitReports test",
    "namespace '": "nameSpace '",
    "milestone(1)": "mileStone(1)",
    "lock(": "locked(",
}
"""What the grammar must not take, in place of what it takes."""


def _wrong_of_jenkins(folder: Path, made: list[Path]) -> list[Path]:
    """One file for each slip; it stands in a pipeline of the JVM, which has all that may be wrong."""
    good = next(text for text in (path.read_text() for path in made) if all(word in text for word in _SLIPS))
    paths: list[Path] = []
    for number, (word, slip) in enumerate(_SLIPS.items()):
        paths.append(folder / f"{JENKINS_FILE}-{number}")
        paths[-1].write_text(good.replace(word, slip, 1))
    return paths


def platforms_of(way: str, **said: Any) -> list[Platform]:
    """Three environments whose pipelines run one of the ways, with more that their file says."""
    told = {**_BASE, "pipelines": _WAYS[way], **said}
    return [
        Platform.model_validate({**told, "environment": name, "account": account})
        for name, account in _ACCOUNTS.items()
    ]


def _made(way: str) -> list[Path]:
    made = pipelines(platforms_of(way))
    return [path for name, props in made.items() for path in _written(_BUILD / way / name, props)]


def _written(folder: Path, props: PipelineProps) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    texts = pipeline_files(props)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def _fetch_gitlab_ci_local() -> None:
    home = _BUILD / "node"
    home.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(_HERE / "node" / name, home / name)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=home, check=True)


def _schema() -> list[str]:
    program = _BUILD / "venv" / "bin" / "check-jsonschema"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(_BUILD / "venv")], check=True)
        pip = [str(_BUILD / "venv" / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--requirement", str(_HERE / "requirements.txt")], check=True)
    return [str(program), "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"]


def _groovy() -> list[str]:
    jars = _BUILD / "java"
    if not list(jars.glob("groovy-all-*.jar")):
        maven = ["mvn", "--quiet", "--batch-mode", "--file", str(_HERE / "pom.xml"), "dependency:copy-dependencies"]
        subprocess.run([*maven, f"-DoutputDirectory={jars.resolve()}"], check=True)
    (jar,) = jars.glob("groovy-all-*.jar")
    return ["java", "-cp", str(jar), "groovy.ui.GroovyMain", str(_HERE / "declarative.groovy")]


def _judged(argv: list[str], *, quiet: bool = False) -> bool:
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode and not quiet:
        print(done.stdout + done.stderr, file=sys.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
