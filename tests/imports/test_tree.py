"""What lies in `imports/`: generated, from what is pinned, names and types only, loaded group by group."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tokenize
import tomllib
from pathlib import Path

import pytest

from tests.imports.manifests import PLAN
from tools.bindings.__main__ import main
from tools.bindings.sources import SCHEMAS
from x2bee_constructs.core.objects import KubeObject

ROOT = Path(__file__).parents[2]
IMPORTS = ROOT / "imports"
FILES = sorted(path for path in IMPORTS.rglob("*.py"))
MODULES = [path for path in FILES if path.stem != "__init__"]


def _id(path: Path) -> str:
    return path.relative_to(IMPORTS).as_posix()


def _module(path: Path) -> str:
    return f"x2bee_constructs.imports.{_id(path).removesuffix('.py').replace('/', '.')}"


@pytest.mark.parametrize("path", FILES, ids=_id)
def test_names_and_types_only(path: Path) -> None:
    with path.open("rb") as file:
        comments = [token.string for token in tokenize.tokenize(file.readline) if token.type == tokenize.COMMENT]
    assert len(comments) == 2
    assert comments[0].startswith("# Generated from ")
    assert comments[0].endswith("Never edit: the next run overwrites it.")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    assert all(isinstance(node, ast.ImportFrom | ast.Assign | ast.ClassDef) for node in tree.body)


@pytest.mark.parametrize("path", MODULES, ids=_id)
def test_all_is_sorted_and_complete(path: Path) -> None:
    module = importlib.import_module(_module(path))
    assert module.__all__ == sorted(module.__all__)
    made = {name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__}
    assert path.stem == "values" or made == set(module.__all__)


def test_every_schema_is_pinned() -> None:
    kubernetes = {**PLAN["kubernetes"], "title": "Kubernetes"}
    for source in [{**kubernetes, "files": [kubernetes]}, *PLAN["project"].values()]:
        assert source["title"]
        assert source["version"]
        assert source["repository"].startswith("https://github.com/")
        assert re.fullmatch("[0-9a-f]{40}", source["commit"])
        for file in source["files"]:
            assert file["path"]
            assert re.fullmatch("[0-9a-f]{64}", file["sha256"])


def test_every_rule_has_a_source() -> None:
    rules = tomllib.loads((IMPORTS / "rules.toml").read_text(encoding="utf-8"))
    assert all(entry["source"] for entry in [*rules["values"].values(), *rules["rule"], *rules["check"]])


def test_kinds_are_those_that_were_wanted() -> None:
    wanted = {f"k8s.{name}": set(entry["kinds"]) for name, entry in PLAN["kubernetes"]["modules"].items()}
    for project, entry in PLAN["project"].items():
        wanted |= {f"{project}.{name}": set(module["kinds"]) for name, module in entry["modules"].items()}
    made = {_module(path).removeprefix("x2bee_constructs.imports."): _kinds(_module(path)) for path in MODULES}
    assert made == wanted | {"k8s.values": set[str]()}


def _kinds(module: str) -> set[str]:
    """The kinds that the module itself has, without those that it imports."""
    own = {name: value for name, value in vars(importlib.import_module(module)).items() if isinstance(value, type)}
    return {name for name, value in own.items() if issubclass(value, KubeObject) and value.__module__ == module}


def test_importing_the_package_loads_no_group() -> None:
    code = "import sys, x2bee_constructs.imports; print([m for m in sys.modules if 'constructs.imports.' in m])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_group_loads_no_other() -> None:
    code = (
        "import sys, x2bee_constructs.imports.istio.security_v1; "
        "print({m.split('.')[2] for m in sys.modules if 'constructs.imports.' in m} - {'istio', 'k8s'})"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_it_cannot_be_loaded_under_a_second_name() -> None:
    with pytest.raises(ImportError, match="beyond top-level package"):
        importlib.import_module("imports.k8s.core_v1")


def test_it_is_reached_by_a_relative_link() -> None:
    link = ROOT / "x2bee_constructs" / "imports"
    assert link.readlink().as_posix() == "../imports"


def test_the_readme_names_every_version() -> None:
    readme = (IMPORTS / "README.md").read_text(encoding="utf-8")
    assert f"| Kubernetes | {PLAN['kubernetes']['version']} |" in readme
    for project in PLAN["project"].values():
        assert f"| {project['title']} | {project['version']} |" in readme


@pytest.mark.slow
def test_it_is_what_the_generator_makes(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("datamodel_code_generator", reason="install x2bee-constructs[bindings]")
    if not (ROOT / SCHEMAS).is_dir():
        pytest.skip(f"there is no {SCHEMAS}: the schemas are not here to compare with")
    code = main(["--check", "--schemas", str(ROOT / SCHEMAS)])
    assert code == 0, capsys.readouterr().err


def test_without_schemas_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = str(tmp_path / "nowhere")
    assert main(["--check", "--schemas", nowhere]) == 0
    assert main(["--check", "--schemas", nowhere, "--require"]) == 1
    assert capsys.readouterr().out.count("skipped, there is no folder") == 2


def test_another_file_than_the_pinned_one_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kubernetes" / "v1.34.0_definitions.json"
    assert main(["--schemas", str(tmp_path)]) == 1
    file.parent.mkdir()
    file.write_text("{}", encoding="utf-8")
    assert main(["--schemas", str(tmp_path)]) == 1
    missing, other = capsys.readouterr().err.splitlines()
    assert "is missing" in missing
    assert "sha256" in other
    assert "nothing was generated" in other
