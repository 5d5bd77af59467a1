"""What the example of a code gives when it is really run."""

from __future__ import annotations

import json
import re
from contextlib import chdir
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from pydantic import ValidationError

from x2bee_constructs.batch.schedules.preview import preview
from x2bee_constructs.core.codes import Code, Example
from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.core.korean import in_korean
from x2bee_constructs.core.language import Language
from x2bee_constructs.handoff.check import check_handoff
from x2bee_constructs.handoff.report import as_findings
from x2bee_constructs.platform.fleet import load_fleet
from x2bee_constructs.platform.load import load_platform
from x2bee_constructs.platform.schedules import batch_place

__all__ = ["Outcome", "outcome", "whole"]

_LEAST = {
    "customer": "customer: beta",
    "domain": "domain: beta-shop.co.kr",
    "region": "region: ap-northeast-2",
    "account": 'account: "012345678901"',
    "environments": "environments: { prd: {} }",
}
"""What every file says that an example leaves out."""

_DAY = date(2026, 12, 1)
_STACK = "x2bee-acme-prd-test"


class Outcome(NamedTuple):
    """The codes an example gave, where (`line:column`, a dotted place, a file), where it should, and what was shown."""

    codes: tuple[str, ...]
    place: str
    stated: str
    shown: str


def whole(text: str) -> tuple[str, str]:
    """The file of an example, with what it leaves out before it, and the line and column of its mark («)."""
    text = text.strip("\n") + "\n"
    before = [line for key, line in _LEAST.items() if not re.search(rf"(?m)^[«»]*{key}[»]*:", text)]
    marked = "\n".join([*before, text])
    at = marked.find("«")
    line = marked[:at].count("\n") + 1
    column = at - marked.rfind("\n", 0, at)
    return marked.replace("«", "").replace("»", ""), f"{line}:{column}" if at >= 0 else ""


def outcome(code: Code, language: Language = Language.en) -> Outcome:
    """Run the example of a code in an empty folder. One of kind `shell` is not run: tests of the commands do that."""
    run = {"file": _file, "files": _files, "warning": _warning, "python": _python, "handoff": _handoff}
    if code.example.kind == "shell":
        return Outcome((code.code,), "", "", "")
    with TemporaryDirectory(prefix="x2bee-errors-") as folder, chdir(folder):
        return run[code.example.kind](code.example, language)


def _file(example: Example, language: Language) -> Outcome:
    text, stated = whole(example.text)
    Path("beta.yaml").write_text(text, encoding="utf-8")
    try:
        load_platform("beta.yaml", "prd")
    except SpecError as error:
        return _told(error, stated, language)
    return Outcome((), "", stated, "nothing is wrong")


def _files(example: Example, language: Language) -> Outcome:
    first, second = example.text.strip("\n").split("\n---\n")
    Path("one.yaml").write_text(whole(first)[0], encoding="utf-8")
    text, stated = whole(second)
    Path("two.yaml").write_text(text, encoding="utf-8")
    fleet = load_fleet([Path("one.yaml"), Path("two.yaml")])
    return _told(SpecError(fleet.findings, fleet.lines), stated, language)


def _told(error: SpecError, stated: str, language: Language) -> Outcome:
    where = error.findings[0].where
    place = f"{where.line}:{where.column}" if where else ""
    return Outcome(tuple(each.code for each in error.findings), place, stated, error.text(language))


def _warning(example: Example, language: Language) -> Outcome:
    Path("beta.yaml").write_text(whole(example.text)[0], encoding="utf-8")
    platform = load_platform("beta.yaml", "prd")
    found = preview("beta prd", platform.schedules, batch_place(platform), _DAY, 7).warned
    ko = language is Language.ko
    told = [in_korean(each.text) if ko else each.text for each in found]
    lines = [
        f"{'경고' if ko else 'warning'}[{one.code}] {one.schedule}: {text}"
        for one, text in zip(found, told, strict=True)
    ]
    return Outcome(tuple(each.code for each in found), found[0].schedule, example.place, "\n".join(lines))


def _python(example: Example, language: Language) -> Outcome:
    try:
        exec(example.text, {})  # the registry's own text
    except ValidationError as error:
        faults = error.errors(include_url=False)
        place = ".".join(str(part) for part in faults[0]["loc"])
        return Outcome(tuple(each["type"] for each in faults), place, example.place, str(error.errors()[0]["msg"]))
    return Outcome((), "", example.place, "nothing is wrong")


def _handoff(example: Example, language: Language) -> Outcome:
    template, manifest = example.text.strip("\n").split("\n---\n")
    _assembly(json.loads(template))
    Path("dist").mkdir()
    Path("dist", "them.yaml").write_text(manifest, encoding="utf-8")
    findings, lines = as_findings(check_handoff("cdk.out", "dist"))
    where = findings[0].where
    place = f"{where.file}:{where.line}:{where.column}" if where else ""
    return Outcome(tuple(f.code for f in findings), place, example.place, SpecError(findings, lines).blocks(language))


def _assembly(resources: dict[str, Any]) -> None:
    folder = Path("cdk.out")
    folder.mkdir()
    (folder / f"{_STACK}.template.json").write_text(json.dumps({"Resources": resources}, indent=1), encoding="utf-8")
    tags = {"x2bee:customer": "acme", "x2bee:environment": "prd"}
    stack = {
        "type": "aws:cloudformation:stack",
        "environment": "aws://111122223333/ap-northeast-2",
        "properties": {"templateFile": f"{_STACK}.template.json", "tags": tags},
    }
    (folder / "manifest.json").write_text(json.dumps({"artifacts": {_STACK: stack}}), encoding="utf-8")
