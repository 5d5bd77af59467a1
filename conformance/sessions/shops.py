"""The programs that keep sessions, built from their sources, and the settings that we emit for each."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote_plus

from conformance.processes import run_group
from conformance.sessions.certificates import Certificates
from x2bee_constructs.session.access import Client
from x2bee_constructs.session.settings import Source, secret_data
from x2bee_constructs.workload.jvm import SpringBoot
from x2bee_constructs.workload.node import NodeJs

__all__ = ["BUILD", "SHOPS", "Shop", "build", "secret"]

_HERE = Path(__file__).parent
BUILD = _HERE.parents[1] / "build" / "sessions"
_BUILD_SECONDS = 600
"""A first build fetches some 60 MB."""

_TRUST_PASSWORD = "changeit"
"""Of a store of public certificates: Java asks for one."""


_READY = "/actuator/health/readiness"
"""Where the pod's readiness probe asks: Spring answers requests before it says that it is ready."""


@dataclass(frozen=True)
class Shop:
    """A program with a cart in its session, and how it is started."""

    name: str
    client: Client
    folder: str
    """Its folder in `build/sessions`."""
    command: tuple[str, ...]
    settings: Callable[[str], Mapping[str, str]]
    """What it is told besides the Secret, for a namespace of keys."""
    port_variable: str
    ready: str
    """The path that answers when it is up."""

    def environment(
        self, namespace: str, values: Mapping[Source, str], port: int, certificates: Certificates
    ) -> dict[str, str]:
        """All its environment: what we emit, its own port, and the authority of this run."""
        told = {**self.settings(namespace), **secret(self.client, values), self.port_variable: str(port)}
        if self.client == "node":
            return {**told, "NODE_EXTRA_CA_CERTS": str(certificates.authority)}
        options = (
            told["JAVA_TOOL_OPTIONS"],
            "-Xmx192m -XX:TieredStopAtLevel=1",
            f"-Djavax.net.ssl.trustStore={trust_store(certificates)}",
            f"-Djavax.net.ssl.trustStorePassword={_TRUST_PASSWORD}",
        )
        return {**told, "JAVA_TOOL_OPTIONS": " ".join(options)}


def secret(client: Client, values: Mapping[Source, str]) -> dict[str, str]:
    """What External Secrets would put into the Secret: our templates with the values of AWS."""
    return {key: _filled(template, values) for key, template in secret_data(client).items()}


def _filled(template: str, values: Mapping[Source, str]) -> str:
    """The two forms that our templates have; Go's `urlquery` is what Python calls `quote_plus`."""
    for source, value in values.items():
        template = template.replace(f"{{{{ .{source} | urlquery }}}}", quote_plus(value))
        template = template.replace(f"{{{{ .{source} }}}}", value)
    if "{{" in template:
        raise ValueError(f"External Secrets is asked for more than this can fill in: {template}")
    return template


def trust_store(certificates: Certificates) -> Path:
    """The authority of this run as Java reads it."""
    path = certificates.authority.with_suffix(".p12")
    if not path.exists():
        words = [
            "-importcert",
            "-noprompt",
            "-alias",
            "authority",
            "-file",
            certificates.authority,
            "-storetype",
            "PKCS12",
        ]
        words += ["-keystore", path, "-storepass", _TRUST_PASSWORD]
        subprocess.run(["keytool", *map(str, words)], check=True, capture_output=True)
    return path


def _spring(version: Literal[3, 4], repository: str) -> Callable[[str], Mapping[str, str]]:
    """Spring's settings as the workload room emits them, and which of its two repositories the program chose."""
    prefix = "SPRING_SESSION_DATA_REDIS" if version == 4 else "SPRING_SESSION_REDIS"

    def settings(namespace: str) -> Mapping[str, str]:
        runtime = SpringBoot(version=version, sessions=True, session_namespace=namespace)
        return {**runtime.profile().env, f"{prefix}_REPOSITORY_TYPE": repository}

    return settings


def _node(client: str) -> Callable[[str], Mapping[str, str]]:
    """Node's settings as the workload room emits them, and which of the two clients the program chose."""

    def settings(namespace: str) -> Mapping[str, str]:
        runtime = NodeJs(sessions=True, session_namespace=namespace)
        return {**runtime.profile().env, "CLIENT": client}

    return settings


def _java(version: Literal[3, 4], repository: str) -> Shop:
    command = ("java", "-jar", "shop.jar")
    name = f"Spring Boot {version}, {repository}"
    return Shop(name, "spring", f"boot{version}", command, _spring(version, repository), "SERVER_PORT", _READY)


SHOPS: tuple[Shop, ...] = (
    _java(3, "default"),
    _java(3, "indexed"),
    _java(4, "default"),
    _java(4, "indexed"),
    Shop("node-redis", "node", "node", ("node", "shop.mjs"), _node("redis"), "PORT", "/cart"),
    Shop("ioredis", "node", "node", ("node", "shop.mjs"), _node("ioredis"), "PORT", "/cart"),
)


def build(folder: str) -> None:
    """Build one program into `build/sessions`, unless its sources have not changed since; raises `RuntimeError`."""
    made = BUILD / folder
    sources = sorted(path for path in _sources(folder) if path.is_file())
    mark = made / ".built"
    if mark.exists() and mark.stat().st_mtime >= max(path.stat().st_mtime for path in sources):
        return
    made.mkdir(parents=True, exist_ok=True)
    if folder == "node":
        for path in sources:
            shutil.copy2(path, made / path.name)
        argv = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    else:
        pom = _HERE / "java" / folder / "pom.xml"
        argv = ["mvn", "--quiet", "--batch-mode", "--file", str(pom), f"-DbuildFolder={made}", "package"]
    code, said = run_group(argv, made, dict(os.environ), _BUILD_SECONDS)
    if code:
        raise RuntimeError(f"{' '.join(argv)} ended with {code}:\n{said}")
    mark.touch()


def _sources(folder: str) -> list[Path]:
    if folder == "node":
        return list((_HERE / "node").iterdir())
    return [_HERE / "java" / folder / "pom.xml", *(_HERE / "java" / "src").rglob("*.java")]
