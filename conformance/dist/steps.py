"""What somebody does who has only the wheel and the README."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from conformance.dist.environment import CommandError, Environment

__all__ = ["ON_EACH", "ON_THE_NEWEST", "Trial"]

_HERE = Path(__file__).parent
_ROOT = _HERE.parent.parent
_EXAMPLE = re.compile(r"^## In an app of your own\n.*?^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LIGHT = """\
import sys
import x2bee_constructs
from x2bee_constructs.imports.k8s import apps_v1
assert "site-packages" in x2bee_constructs.__file__ and "site-packages" in apps_v1.__file__
heavy = {"aws_cdk", "cdk8s", "constructs", "jsii", "pytest", "syrupy"} & set(sys.modules)
assert not heavy, heavy
"""
_THEIRS = """\
import sys

def test_light(pytestconfig):
    assert pytestconfig.pluginmanager.has_plugin("x2bee_pytest")
    assert not {name for name in sys.modules if name.partition(".")[0] in {"x2bee_constructs", "pydantic", "jsii"}}
"""


class Trial(NamedTuple):
    """One Python."""

    wheel: Path
    base: Path
    """The Python itself."""
    home: Path
    """What is made is in here."""
    core: Environment
    """Has the wheel without extras."""
    whole: Environment
    """Has it with `aws`, `k8s` and `test`."""

    def folder(self, name: str) -> Path:
        """A new folder."""
        made = self.home / name
        made.mkdir(parents=True)
        return made


def _without_extras(trial: Trial) -> None:
    """`import x2bee_constructs` is light, `x2bee` works, and what needs an extra says which."""
    here, core = trial.folder("light"), trial.core
    core.install(str(trial.wheel))
    core.run(here, "python", "-c", _LIGHT)
    for side in ("aws", "k8s"):
        said = core.run(here, "python", "-c", f"import x2bee_constructs.{side}", code=1)
        _expect(f"pip install 'x2bee-constructs[{side}]'" in said, said)
    core.run(here, "x2bee", "new", "acme2", "--ci", "none")
    app = here / "acme2"
    core.run(app, "x2bee", "check")
    said = core.run(app, "x2bee", "fleet", "synth", code=2)
    _expect("pip install 'x2bee-constructs[aws]'" in said and "Traceback" not in said, said)
    core.run(app, "x2bee", "fleet", "synth", "--no-aws")
    _expect(any(app.glob("build/fleet/acme2/prd/dist/x2bee-gw/Deployment.*.yaml")), "no Deployment was rendered")


def _example(trial: Trial) -> None:
    """The README's example, in a folder that has a package `imports` of its own."""
    here, whole = trial.folder("example"), trial.whole
    whole.install(f"{trial.wheel}[aws,k8s,test]")
    found = _EXAMPLE.search((_ROOT / "README.md").read_text(encoding="utf-8"))
    _expect(found is not None, "the README has no example of an app of one's own")
    (here / "app.py").write_text(found[1] if found else "", encoding="utf-8")
    (here / "imports").mkdir()
    (here / "imports" / "__init__.py").write_text("raise AssertionError('somebody loaded the customer’s imports')\n")
    whole.run(here, "python", "app.py")
    made = sorted(path.name for path in (here / "dist").rglob("*.yaml"))
    _expect(made == ["gift.k8s.yaml"], f"written: {made}")
    text = (here / "dist" / "gift.k8s.yaml").read_text()
    _expect("kind: Deployment\n" in text and "x2bee-api-member" in text, text)


def _strangers(trial: Trial) -> None:
    """Other people's tests in that environment: the plugin is there, and neither loads the library nor warns."""
    here = trial.folder("strangers")
    (here / "test_theirs.py").write_text(_THEIRS)
    said = trial.whole.run(here, "python", "-W", "error", "-m", "pytest", "-p", "no:cacheprovider", "-W", "error")
    _expect("1 passed" in said and "x2bee-constructs-" in said, said)


def _mixed(trial: Trial) -> None:
    """Our constructs beside the customer's own CDK and cdk8s-plus-27 code; the type checker reads both."""
    here = trial.home / "mixed"
    shutil.copytree(_HERE / "customer", here, ignore=shutil.ignore_patterns("__pycache__"))
    for side in ("aws", "k8s"):
        trial.whole.run(here, "python", "app.py", side)
    template = json.loads((here / "cdk.out" / "gifts.template.json").read_text())
    types = {resource["Type"] for resource in template["Resources"].values()}
    _expect({"AWS::EC2::VPC", "AWS::S3::Bucket", "AWS::IAM::Role"} <= types, str(sorted(types)))
    (chart,) = (here / "dist").rglob("*.yaml")
    kinds = sorted(re.findall(r"^kind: (\w+)$", chart.read_text(), re.MULTILINE))
    _expect(kinds.count("Deployment") == 2 and {"Ingress", "PromotionPlan"} <= set(kinds), str(kinds))
    checker = str(Path(sys.executable).with_name("basedpyright"))
    trial.whole.run(here, checker, "--pythonpath", str(trial.whole.python), "--project", "pyrightconfig.json")


def _new(trial: Trial) -> None:
    """A new customer's repository: `make test` writes golden files and compares with them, `make synth` both sides."""
    here, core = trial.folder("repository"), trial.core
    core.run(here, "x2bee", "new", "acme2", "--ci", "none", "--library", str(trial.wheel))
    for word in ("test", "synth"):
        core.run(here / "acme2", "make", word, f"PYTHON={trial.base}")
    _expect(any((here / "acme2" / "cdk.out").glob("*.template.json")), "no template was made")


def _expect(good: bool, said: str) -> None:
    if not good:
        raise CommandError(said)


ON_EACH: Mapping[str, Callable[[Trial], None]] = {
    "without extras": _without_extras,
    "the README's example": _example,
    "tests of somebody who does not ask for the plugin": _strangers,
    "an app that mixes our constructs with the customer's own code": _mixed,
}
"""In their order, on every Python; a later one uses what an earlier one installed."""

ON_THE_NEWEST: Mapping[str, Callable[[Trial], None]] = {"x2bee new acme2, make test, make synth": _new}
"""Takes minutes: it installs everything once more, by the repository's own Makefile."""
