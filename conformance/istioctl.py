"""Istio's own program: it renders Istio's charts, injects proxies, and analyzes a cluster."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.manifests import Manifest
from conformance.objects import Object
from conformance.yamls import documents, parse

SECONDS = 120
# istiod asks the nodes whether they know native sidecars, which every version of Kubernetes here does; alone, istioctl
# would take them for older ones.
NATIVE_SIDECARS = {"ENABLE_NATIVE_SIDECARS": "true"}


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the analysis: its code, whom it is about, and where that is written."""

    code: str
    label: str
    message: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """What an analysis found, which analyzers it ran, and which it left out."""

    found: Sequence[Said]
    ran: Sequence[str]
    skipped: Sequence[str]


@dataclass(frozen=True, slots=True)
class Istioctl:
    """The built program; it keeps what it needs, and nothing else, in the files of `folder`."""

    binary: Path
    version: str
    folder: Path

    def charts(self, operator: Object) -> list[Manifest]:
        """What Istio's charts, which the program carries, make of these settings."""
        argv = ["manifest", "generate", f"--filename={self._keep('operator.yaml', json.dumps(operator))}"]
        return _manifests(self._run(*argv).stdout)

    def inject(self, workloads: Sequence[Manifest], injector: Object, mesh: str, revision: str) -> list[Manifest]:
        """The workloads as Istio's injector leaves them; `injector` is the data of its ConfigMap."""
        argv = [
            "kube-inject", f"--revision={revision}",
            f"--filename={self._keep('workloads.yaml', _stream(workloads))}",
            f"--injectConfigFile={self._keep('injector.yaml', injector['config'])}",
            f"--valuesFile={self._keep('values.json', injector['values'])}",
            f"--meshConfigFile={self._keep('mesh.yaml', mesh)}",
        ]  # fmt: skip
        return _manifests(self._run(*argv).stdout)

    def analyze(self, kubeconfig: str, mesh: str, revision: str) -> Analysis:
        """Every analyzer over everything that the cluster holds."""
        argv = [
            "analyze", "--all-namespaces", "--verbose", "--color=false", "--output=json", f"--revision={revision}",
            f"--kubeconfig={kubeconfig}", f"--meshConfigFile={self._keep('mesh.yaml', mesh)}",
        ]  # fmt: skip
        done = self._run(*argv)
        found = sorted((_said(one) for one in json.loads(done.stdout)), key=lambda s: (s.code, s.label, s.message))
        return Analysis(found, _names(done.stderr, "Executed analyzers:"), _names(done.stderr, "Skipped analyzers:"))

    def _keep(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run(self.binary, self.folder, *arguments)


def run(binary: Path, folder: Path, *arguments: str, codes: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess[str]:
    """Ask it something, without the home and the proxies of whoever runs us; another exit code is an error."""
    environment = {"HOME": str(folder / "no-home"), "PATH": os.defpath, **NATIVE_SIDECARS}
    argv = [str(binary), *arguments]
    done = subprocess.run(
        argv, cwd=folder, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if done.returncode not in codes:
        raise RuntimeError(f"istioctl {arguments[0]} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return done


def _said(message: Object) -> Said:
    kind, _, name = str(message.get("origin", "")).partition(" ")
    namespace, _, name = name.rpartition("/")
    label = "/".join(filter(None, (namespace, kind, name)))
    return Said(str(message["code"]), label, f"{message['level']}: {message['message']}")


def _names(said: str, heading: str) -> list[str]:
    """The indented lines below a heading."""
    names: list[str] = []
    _, _, rest = said.partition(heading + "\n")
    for line in rest.splitlines():
        if not line.startswith((" ", "\t")):
            break
        names.append(line.strip())
    return names


def _stream(manifests: Sequence[Manifest]) -> str:
    return "---\n".join(m.text if m.text.endswith("\n") else m.text + "\n" for m in manifests)


def _manifests(text: str) -> list[Manifest]:
    bodies: Iterator[Mapping[str, Any] | None] = (parse(document, "istioctl") for document in documents(text))
    return [Manifest("(istioctl)", "", json.dumps(body), body) for body in bodies if body]
