"""Node.js, and what runs on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from x2bee_constructs.core.props import Bool, Distinct, Port
from x2bee_constructs.workload.fields import AbsolutePath, EnvName, SessionNamespace, UrlPath
from x2bee_constructs.workload.profile import Check, Profile, Runtime
from x2bee_constructs.workload.timing import STANDARD_TIMES, Timings

__all__ = ["Cronicle", "NextJs", "NodeJs"]

_START_TRIES = 12
"""Of 5 s each: 60 s."""

_CONCURRENCY = 100
"""Our judgement: one thread renders; a page that waits behind more than a hundred others comes too late."""

_PING = "/api/app/ping/v1"
"""Cronicle answers it without storage and without being primary (`api_ping`)."""

_BUILT_IN = ("NEXT_PUBLIC_", "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY", "NEXT_DEPLOYMENT_ID")
"""What `next build` writes into the image."""


class _Node(Runtime):
    health_path: UrlPath | None = None
    """A path that answers 200 without asking any other service; if not given the probes open a TCP connection."""
    metrics_path: UrlPath | None = None
    """Where it answers Prometheus; it does not if not given."""
    sessions: Bool = False
    """Keep sessions in the platform's store: `REDIS_URL` comes as a Secret, and `SESSION_PREFIX` is what connect-redis
    calls `prefix`. False if not given."""
    session_namespace: SessionNamespace = "x2bee:session"
    """The prefix of their keys, without the colon at its end: services with one prefix share sessions.
    `x2bee:session` if not given."""

    def _profile(
        self, port: int, listening: Mapping[str, str], env: Mapping[str, str], writable: tuple[str, ...]
    ) -> Profile:
        # The store lets a service touch keys with its prefix, and no others.
        sessions = {"SESSION_PREFIX": f"{self.session_namespace}:"} if self.sessions else {}
        return Profile(
            port=port,
            startup=Check(self.health_path, period=5, failures=_START_TRIES),
            liveness=Check(self.health_path, period=10, failures=3),
            readiness=Check(self.health_path, period=5, failures=2),
            cpu="250m",
            memory="512Mi",
            env=dict(sorted({"NODE_ENV": "production", **env, **sessions, **listening}.items())),
            fixed=(*listening, *env, *sessions),
            writable=writable,
            metrics_path=self.metrics_path,
            private_paths=(self.metrics_path,) if self.metrics_path else (),
            ways_out=("redis",) if self.sessions else (),
            concurrency=_CONCURRENCY,
        )


class NextJs(_Node):
    """A Next.js server (standalone output)."""

    kind: Literal["nextjs"] = "nextjs"
    port: Port = 3000
    """Where the server listens (`PORT`); 3000 if not given."""
    app_dir: AbsolutePath = "/app"
    """The folder of the server in the image: `.next/cache` below it is written to; `/app` if not given."""

    def profile(self, times: Timings = STANDARD_TIMES) -> Profile:
        """Listens on all addresses, keeps connections longer than the load balancer, caches on disk."""
        env = {"KEEP_ALIVE_TIMEOUT": str(times.keep_alive * 1000)}
        listening = {"HOSTNAME": "0.0.0.0", "PORT": str(self.port)}
        return self._profile(self.port, listening, env, (f"{self.app_dir}/.next/cache",))

    def build_time_only(self, env: Mapping[str, str]) -> list[str]:
        """`NEXT_PUBLIC_*` and the keys that `next build` fixes."""
        return [name for name in env if name.startswith(_BUILT_IN)]


class NodeJs(_Node):
    """Any Node.js server."""

    kind: Literal["nodejs"] = "nodejs"
    port: Port = 3000
    """Where the server listens; 3000 if not given."""
    port_variable: EnvName = "PORT"
    """The environment variable that tells the program its port; `PORT` if not given."""
    writable_paths: Distinct[AbsolutePath] = ()
    """Folders the program writes to; each is an empty volume that lives as long as the pod. None if not given."""

    def profile(self, times: Timings = STANDARD_TIMES) -> Profile:
        """The Node profile with the port and the folders given."""
        return self._profile(self.port, {self.port_variable: str(self.port)}, {}, tuple(self.writable_paths))


class Cronicle(Runtime):
    """Cronicle, the scheduler of batches; in a platform `CronicleScheduler` makes it."""

    kind: Literal["cronicle"] = "cronicle"
    port: Port = 3012
    """Where its pages and its API answer; 3012, as in its own configuration, if not given."""
    home: AbsolutePath = "/opt/cronicle"
    """Its folder in the image; `/opt/cronicle` if not given."""

    def profile(self, times: Timings = STANDARD_TIMES) -> Profile:
        """Runs in the foreground; one health path without anything behind it; logs and queue are files."""
        listening = {"CRONICLE_WebServer__http_port": str(self.port), "CRONICLE_foreground": "1"}
        return Profile(
            port=self.port,
            startup=Check(_PING, period=5, failures=_START_TRIES),
            liveness=Check(_PING, period=10, failures=3),
            readiness=Check(_PING, period=5, failures=2),
            cpu="250m",
            memory="512Mi",
            env=dict(sorted({"NODE_ENV": "production", **listening}.items())),
            fixed=tuple(listening),
            writable=tuple(f"{self.home}/{folder}" for folder in ("data", "logs", "queue")),
            concurrency=_CONCURRENCY,
        )
