"""SonarQube on loopback, with settings and variables as its pod has them."""

from __future__ import annotations

import json
import os
import pwd
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from conformance.processes import end_with_parent, free_ports, tail
from conformance.sonarqube.build import Built

__all__ = ["SonarQube"]

_HOST = "127.0.0.1"
_WAIT = 900
"""Seconds for a first start, which makes all tables, on a busy machine; it only ends a run that would never end."""

_OWN = ("conf", "data", "extensions", "logs", "temp")
"""The folders that SonarQube writes to, or that say how it is."""

_PROGRAMS = "lib"

_FILES = 65_536
"""How many files Elasticsearch wants to be able to open before it starts."""


class SonarQube:
    """One server. As a context manager it is up inside, and ended with all of its programs after it."""

    def __init__(self, built: Built, properties: Mapping[str, str], variables: Mapping[str, str]) -> None:
        self.built, self.variables = built, variables
        # Elasticsearch refuses root, and root's own temporary folders let nobody else in.
        self.home = Path(tempfile.mkdtemp(prefix="x2bee-sonarqube-"))
        web, search = free_ports(2)
        self.url = f"http://{_HOST}:{web}"
        here = {"sonar.web.host": _HOST, "sonar.web.port": str(web), "sonar.search.host": _HOST}
        self._settings = {**properties, **here, "sonar.search.port": str(search)}
        if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < _FILES:  # a sandbox; nodes of EKS allow more
            self._settings["sonar.es.bootstrap.checks.disable"] = "true"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> SonarQube:
        for folder in self.built.server.iterdir():
            if folder.name not in (*_OWN, _PROGRAMS):
                (self.home / folder.name).symlink_to(folder)
        (self.home / _PROGRAMS).mkdir()
        for found in (self.built.server / _PROGRAMS).iterdir():
            own = self.home / _PROGRAMS / found.name
            # Java follows links to what it starts, and SonarQube is at home where that is.
            _ = shutil.copyfile(found, own) if found.is_file() else own.symlink_to(found)
        for name in _OWN:
            (self.home / name).mkdir()
        lines = "".join(f"{key}={value}\n" for key, value in self._settings.items())
        (self.home / "conf" / "sonar.properties").write_text(lines, encoding="utf-8")
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def stop(self) -> None:
        """End it, and the programs that it started."""
        if not self._process:
            return
        self._process.terminate()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, 9)
            self._process.wait()
        self._process = None

    def log(self) -> str:
        """The ends of its programs' logs."""
        return "\n".join(f"{log.name}:\n{tail(log, 20)}" for log in sorted((self.home / "logs").glob("*.log")))

    def answer(self, path: str, **headers: str) -> tuple[int, str]:
        """What it answers somebody without a login; 0 and why if it does not."""
        request = Request(
            f"{self.url}/{path}", headers={name.replace("_", "-"): said for name, said in headers.items()}
        )
        try:
            with urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except URLError as error:
            return int(getattr(error, "code", 0)), str(error)
        except (TimeoutError, ConnectionError) as error:
            return 0, str(error)

    def _start(self) -> None:
        (jar,) = (self.home / "lib").glob("sonar-application-*.jar")
        user = None if os.geteuid() else pwd.getpwnam("nobody")
        if user:
            for path in (self.home, *self.home.rglob("*")):
                os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
        variables = {
            "PATH": os.defpath,
            "HOME": str(self.home),
            "SONAR_JAVA_PATH": str(self.built.java),
            **self.variables,
        }
        with (self.home / "logs" / "started.log").open("wb") as log:
            process = self._process = subprocess.Popen(
                [str(self.built.java), "-jar", str(jar)], cwd=self.home, env=variables, stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=end_with_parent,
                user=user.pw_uid if user else None, group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
            )  # fmt: skip
        end = time.monotonic() + _WAIT
        while self._status() != "UP":
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"SonarQube did not start:\n{self.log()}")
            time.sleep(1)

    def _status(self) -> str:
        status, text = self.answer("api/system/status")
        return str(json.loads(text)["status"]) if status == 200 else ""
