"""`istioctl validate`: every file as Istio's admission webhook would take it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from conformance.istioctl import run
from conformance.report import Judge
from conformance.static import yaml_files

NAMED = re.compile(r"^\s*\* (?P<kind>\w+)/(?P<namespace>[^/\s]*)/(?P<name>[^/:\s]+): +(?P<said>.*)$")


def validate(binary: Path, folder: Path, judge: Judge) -> None:
    """Every file as Istio's admission webhook would take it; a warning is an objection too."""
    files = yaml_files(folder)
    done = run(binary, folder, *_validation(files), codes=(0, 1))
    if set(_lines(done)) == {f'"{file}" is valid' for file in files}:
        judge.passed(len(files))
        return
    for file in files:  # one by one, since the program tells of its errors without the file
        said = _lines(run(binary, folder, *_validation([file]), codes=(0, 1)))
        if said == [f'"{file}" is valid']:
            judge.passed()
        for check, label, told in _objections(said, file):
            judge.fail(check, label, file, told)


def _validation(files: Sequence[str]) -> list[str]:
    return ["validate", *(f"--filename={file}" for file in files)]


def _lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]


def _objections(said: Sequence[str], file: str) -> Iterator[tuple[str, str, str]]:
    """(check, object, words) of what is said about a file that is not simply valid."""
    if said == [f'"{file}" is valid']:
        return
    check = "warning"
    for line in said:
        if line.startswith(("Error:", '"')):
            check = "invalid" if line.startswith("Error:") else "warning"
        elif named := NAMED.match(line):
            label = "/".join(filter(None, (named["namespace"], named["kind"], named["name"])))
            yield check, label, named["said"]
        else:
            yield check, file, line.strip(" \t*")
