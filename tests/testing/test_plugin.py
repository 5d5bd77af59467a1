"""The plugin in other people's test runs: what it gives, and that it costs and breaks nothing where nobody asks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from x2bee_constructs.testing.app import SynthesisError, chosen_platforms, synthesized

pytest_plugins = ["pytester"]

APP = """\
import json, os, pathlib, sys
who = os.environ.get("X2BEE_CUSTOMER", "") + "/" + os.environ.get("X2BEE_ENV", "")
with open("runs.txt", "a") as runs:
    runs.write(f"{sys.argv[1]} {who}\\n")
if sys.argv[1] == "aws":
    out = pathlib.Path(os.environ["CDK_OUTDIR"])
    out.mkdir(parents=True)
    context = json.loads(os.environ["CDK_CONTEXT_JSON"])
    (out / "shop.template.json").write_text(json.dumps({"Resources": {}, "Description": f"{who} {context}"}))
else:
    out = pathlib.Path(os.environ["CDK8S_OUTDIR"], "shop")
    out.mkdir(parents=True)
    (out / "ConfigMap.a.k8s.yaml").write_text(f"kind: ConfigMap\\ndata: {{ who: {who} }}\\n")
    (out / "ConfigMap.b.k8s.yaml").write_text("kind: ConfigMap\\n")
"""


@pytest.fixture
def app(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    for name in ("X2BEE_CUSTOMER", "X2BEE_ENV"):  # make sets them
        monkeypatch.delenv(name, raising=False)
    pytester.makepyfile(app=APP)
    pytester.makefile(".json", cdk='{"app": "python app.py aws", "context": {"zone": "a"}}')
    pytester.makefile(".yaml", cdk8s="language: python\napp: python app.py k8s\noutput: dist\n")
    customers = pytester.mkdir("stacks") / "customers"
    customers.mkdir()
    (customers / "beta.yaml").write_text("customer: beta\nenvironments:\n  dev: {}\n  prd: {}\n")
    return pytester


def run(app: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return app.runpytest_subprocess("-p", "x2bee_pytest", "-p", "no:cacheprovider", *arguments)


def runs(app: pytest.Pytester) -> list[str]:
    return sorted((app.path / "runs.txt").read_text().splitlines())


def test_nothing_is_loaded_before_a_test_asks() -> None:
    said = "import sys, x2bee_pytest; print({m for m in sys.modules if m.startswith(('x2bee_constructs', 'pydantic'))})"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_everything_of_it_is_called_x2bee(app: pytest.Pytester) -> None:
    app.makepyfile("def test_nothing(): pass")
    result = run(app, "--fixtures", "-q")
    listed = result.stdout.str().partition("x2bee_pytest")[2].partition("fixtures defined")[0]
    named = [line.partition(" ")[0] for line in listed.splitlines()[1:] if line and not line.startswith((" ", "-"))]
    assert sorted(name for name in named if name) == ["x2bee_output", "x2bee_synth"]


def test_every_platform_is_synthesized_once_per_session(app: pytest.Pytester) -> None:
    app.makepyfile("""
        def test_one(x2bee_output):
            assert (x2bee_output.templates / "shop.template.json").is_file()
        def test_two(x2bee_output, x2bee_synth):
            assert x2bee_synth(f"beta/{x2bee_output.environment}") is x2bee_output
        def test_three(x2bee_synth):
            assert x2bee_synth("beta/prd").manifests.is_dir()
    """)
    run(app).assert_outcomes(passed=5)
    assert runs(app) == ["aws beta/dev", "aws beta/prd", "k8s beta/dev", "k8s beta/prd"]


def test_which_platforms(app: pytest.Pytester) -> None:
    app.makeini("[pytest]\nx2bee_platforms = beta/prd\n")
    app.makepyfile("""
        import pytest
        def test_one(x2bee_output):
            assert x2bee_output.environment == "prd"
        @pytest.mark.parametrize("x2bee_output", ["beta/dev"], indirect=True)
        def test_two(x2bee_output):
            assert x2bee_output.environment == "dev"
    """)
    run(app).assert_outcomes(passed=2)


def test_a_platform_that_is_not_there(app: pytest.Pytester) -> None:
    app.makeini("[pytest]\nx2bee_platforms = beta/stg\n")
    app.makepyfile("def test_one(x2bee_output): pass")
    result = run(app)
    result.stdout.fnmatch_lines(["*x2bee_platforms: no platform 'beta/stg'; expected some of beta/dev, beta/prd"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_an_app_that_fails_says_why_once(app: pytest.Pytester) -> None:
    (app.path / "app.py").write_text("import sys\nsys.exit('error: no zone')\n")
    app.makepyfile("def test_one(x2bee_synth): x2bee_synth('beta/prd')")
    result = run(app)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["$ X2BEE_CUSTOMER=beta X2BEE_ENV=prd python app.py ???", "error: no zone", "exit code 1"]
    )


def test_golden_files(app: pytest.Pytester) -> None:
    app.makepyfile("""
        from x2bee_constructs.testing.snapshots import assert_golden
        def test_golden(x2bee_output, snapshot):
            assert_golden(x2bee_output, snapshot)
    """)
    assert run(app).ret == pytest.ExitCode.TESTS_FAILED
    assert run(app, "--snapshot-update").ret == 0
    golden = {path.name: path.read_text() for path in (app.path / "golden" / "test_golden_files").iterdir()}
    assert sorted(golden) == [
        "test_golden[beta-dev][shop].json",
        "test_golden[beta-dev][shop].yaml",
        "test_golden[beta-prd][shop].json",
        "test_golden[beta-prd][shop].yaml",
    ]
    assert golden["test_golden[beta-dev][shop].yaml"] == (
        "kind: ConfigMap\ndata: { who: beta/dev }\n---\nkind: ConfigMap\n"
    )
    assert "{'zone': 'a'}" in golden["test_golden[beta-prd][shop].json"]
    run(app).assert_outcomes(passed=2)
    (app.path / "app.py").write_text(APP.replace("data:", "datum:"))
    changed = run(app)
    changed.assert_outcomes(failed=2)
    changed.stdout.fnmatch_lines(["*datum: { who: beta/dev }*"])


def test_an_app_without_customers_files(app: pytest.Pytester) -> None:
    (app.path / "stacks" / "customers" / "beta.yaml").unlink()
    (app.path / "cdk8s.yaml").unlink()
    app.makepyfile("""
        def test_one(x2bee_output):
            assert x2bee_output.templates.is_dir() and not x2bee_output.manifests.exists()
    """)
    run(app).assert_outcomes(passed=1)
    assert runs(app) == ["aws /"]


def test_what_cannot_be_run(tmp_path: Path) -> None:
    assert chosen_platforms(tmp_path) == [""]
    with pytest.raises(ValueError, match="there is no file in stacks/customers"):
        chosen_platforms(tmp_path, ["beta/prd"])
    with pytest.raises(SynthesisError, match=r"neither cdk\.json nor cdk8s\.yaml"):
        synthesized(tmp_path, "", tmp_path / "out")
    (tmp_path / "cdk8s.yaml").write_text("app: nobodys-program\n")
    with pytest.raises(SynthesisError, match="cannot run 'nobodys-program'"):
        synthesized(tmp_path, "", tmp_path / "out")
    (tmp_path / "cdk8s.yaml").write_text("app: [\n")
    with pytest.raises(SynthesisError, match="cannot read"):
        synthesized(tmp_path, "", tmp_path / "out")
