"""The server on loopback, with the users and roles that a domain of AWS begins with."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from conformance.logging.opensearch.build import Built
from conformance.sessions.certificates import make_certificates

__all__ = ["MASTER_PASSWORD", "MASTER_ROLE", "MASTER_USER", "OpenSearch"]

MASTER_USER, MASTER_PASSWORD = "admin", "admin"
"""A user of the plugin's own demonstration, whose password's hash it ships."""

MASTER_ROLE = "arn:aws:iam::111122223333:role/master"
"""The role that AWS gives everything when it makes the domain."""

_WAIT = 240
"""Seconds for a start on a busy machine; it only ends a run that would never end."""

_LOG = """\
rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d %p %c{1} %m%n
"""

_SECURITY: dict[str, dict[str, Any]] = {
    # AWS checks a signature and hands the caller's role on; here the front does (front.py).
    "config": {
        "config": {
            "dynamic": {
                "http": {"xff": {"enabled": True, "internalProxies": r"127\.0\.0\.1"}},
                "authc": {
                    "signed": {
                        "http_enabled": True,
                        "order": 0,
                        "http_authenticator": {
                            "type": "proxy",
                            "challenge": False,
                            "config": {"user_header": "x-proxy-user", "roles_header": "x-proxy-roles"},
                        },
                        "authentication_backend": {"type": "noop"},
                    },
                    "password": {
                        "http_enabled": True,
                        "order": 1,
                        "http_authenticator": {"type": "basic", "challenge": True},
                        "authentication_backend": {"type": "intern"},
                    },
                },
            }
        }
    },
    "rolesmapping": {"all_access": {"reserved": False, "backend_roles": [MASTER_ROLE], "users": [MASTER_USER]}},
    "roles": {},
    "tenants": {},
}
_FILES = {"rolesmapping": "roles_mapping"}


class OpenSearch:
    """One node. `stop` ends it; `start` begins it again with the same data, on the same port."""

    def __init__(self, built: Built, folder: Path) -> None:
        self.built, self.home = built, folder
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "opensearch.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._configure()

    def _configure(self) -> None:
        config = self.home / "config"
        config.mkdir(parents=True, mode=0o700)
        make_certificates(config)
        settings: dict[str, Any] = {
            "cluster.name": "logs",
            "discovery.type": "single-node",
            "network.host": "127.0.0.1",
            "http.port": self.port,
            "transport.port": _free_port(),
            # A node of a test stands on a disk that others fill.
            "cluster.routing.allocation.disk.threshold_enabled": False,
            "plugins.security.ssl.transport.pemcert_filepath": "server.crt",
            "plugins.security.ssl.transport.pemkey_filepath": "server.key",
            "plugins.security.ssl.transport.pemtrustedcas_filepath": "ca.crt",
            "plugins.security.ssl.transport.enforce_hostname_verification": False,
            "plugins.security.allow_default_init_securityindex": True,
            "plugins.security.audit.type": "log4j",
            "plugins.security.restapi.roles_enabled": ["all_access"],
        }
        (config / "opensearch.yml").write_text(json.dumps(settings), encoding="utf-8")
        (config / "log4j2.properties").write_text(_LOG, encoding="utf-8")
        shutil.copytree(self.built.security, config / "opensearch-security")
        for name, said in _SECURITY.items():
            text = json.dumps({"_meta": {"type": name, "config_version": 2}, **said})
            (config / "opensearch-security" / f"{_FILES.get(name, name)}.yml").write_text(text, encoding="utf-8")

    def start(self) -> None:
        """Begin, and wait until it answers."""
        flags = ("-Xms512m", "-Xmx512m", "-Dlog4j2.disable.jmx=true")
        file = f"-Dlog4j2.configurationFile={self.home}/config/log4j2.properties"
        argv = ["java", *flags, file, "-cp", self.built.classpath, "x2bee.logging.Server", str(self.home)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=log, stderr=log, env=dict(os.environ))
        end = time.monotonic() + _WAIT
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"OpenSearch did not start:\n{self.log.read_text(encoding='utf-8')[-3000:]}")
            time.sleep(0.5)

    def stop(self) -> None:
        """End it in order: it ends when nobody holds its input."""
        if self._process and self._process.stdin:
            self._process.stdin.close()
            self._process.wait(120)
        self._process = None

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Ask as the master: the status, and the answer as JSON."""
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        login = base64.b64encode(f"{MASTER_USER}:{MASTER_PASSWORD}".encode()).decode()
        headers = {"Authorization": f"Basic {login}", "Content-Type": "application/json"}
        try:
            with urlopen(Request(f"{self.address}/{path}", data, headers, method=method), timeout=60) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except HTTPError as wrong:
            return wrong.code, json.loads(wrong.read() or b"null")

    def documents(self, stream: str) -> list[dict[str, Any]]:
        """Everything that a search finds in a stream, at most 10,000."""
        self.ask("POST", f"{stream}/_refresh")
        _, found = self.ask("POST", f"{stream}/_search", {"size": 10_000, "query": {"match_all": {}}})
        return [hit["_source"] for hit in found.get("hits", {}).get("hits", [])]

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "_cluster/health?wait_for_status=yellow&timeout=5s")[0] == 200
        except (URLError, ConnectionError, ValueError, TimeoutError):
            return False


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
