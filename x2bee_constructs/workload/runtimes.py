"""Runtime profiles: what each kind of program needs to run well in a pod.

A customer adds a runtime by subclassing `Runtime` and returning a `Profile`; nothing is registered.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field, SerializeAsAny, ValidatorFunctionWrapHandler, WrapValidator

from x2bee_constructs.core.faults import matching
from x2bee_constructs.core.props import Distinct, Port, Props

__all__ = [
    "KNOWN_RUNTIMES",
    "AbsolutePath",
    "Check",
    "NextJs",
    "NodeJs",
    "Profile",
    "Runtime",
    "RuntimeChoice",
    "SpringBatch",
    "SpringBoot",
    "SpringCloudGateway",
]

AbsolutePath = Annotated[str, matching(r"/[^\s]*", "a path that begins with /")]
"""A path that begins with `/`."""

DRAIN_SECONDS = 30
"""How long a program may finish its requests (`spring.lifecycle.timeout-per-shutdown-phase`)."""

_HEAP_PERCENT = "65.0"
"""Of the memory limit: the rest is for metaspace, threads, direct buffers (Netty in the gateway) and the APM agent."""

_JVM_START = 36
"""Startup tries of 5 s each: 180 s, because a JVM warms up while the node is busy with its neighbours."""

_NODE_START = 12
"""Startup tries of 5 s each: 60 s."""


@dataclass(frozen=True)
class Check:
    """How one probe asks: HTTP GET on `path`, or a TCP connection where there is none; times in seconds."""

    path: str | None
    period: int
    failures: int
    timeout: int = 3


@dataclass(frozen=True)
class Profile:
    """What a runtime asks of its pod. CPU and memory are Kubernetes quantities; memory is request and limit."""

    port: int
    startup: Check
    liveness: Check
    readiness: Check
    cpu: str
    memory: str
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    listening: tuple[str, ...] = ()
    """Which of `env` say where the program listens; a service cannot set them otherwise."""
    writable: tuple[str, ...] = ()
    undisturbed: bool = False
    """Whether Karpenter must wait for the pod to end by itself before it replaces the node."""


class Runtime(Props, ABC):
    """The base of all runtimes."""

    @abstractmethod
    def profile(self) -> Profile:
        """What this runtime asks of its pod."""


class _Jvm(Runtime):
    port: Port = 8080
    """Where the program listens (`SERVER_PORT`); 8080 if not given."""
    _undisturbed: ClassVar[bool] = False

    def profile(self) -> Profile:
        """Spring's actuator answers the probes; requests are finished before the program ends."""
        ready = "/actuator/health/readiness"
        alive = "/actuator/health/liveness"
        return Profile(
            port=self.port,
            startup=Check(alive, period=5, failures=_JVM_START),
            liveness=Check(alive, period=10, failures=3),
            readiness=Check(ready, period=5, failures=2),
            cpu="500m",
            memory="1Gi",
            env=self._env(),
            listening=("SERVER_PORT",),
            undisturbed=self._undisturbed,
        )

    def _env(self) -> dict[str, str]:
        return {
            "JAVA_TOOL_OPTIONS": f"-XX:MaxRAMPercentage={_HEAP_PERCENT} -XX:+ExitOnOutOfMemoryError",
            "MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE": "health,info,prometheus",
            "MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED": "true",
            "SERVER_PORT": str(self.port),
            "SERVER_SHUTDOWN": "graceful",
            "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE": f"{DRAIN_SECONDS}s",
        }


class SpringBoot(_Jvm):
    """A Spring Boot API with the actuator and the Prometheus registry on its class path."""

    kind: Literal["spring-boot"] = "spring-boot"


class SpringCloudGateway(_Jvm):
    """Spring Cloud Gateway: Spring Boot's profile; its routes read the addresses of the services it calls."""

    kind: Literal["spring-cloud-gateway"] = "spring-cloud-gateway"


class SpringBatch(_Jvm):
    """Spring Batch behind a small web endpoint: jobs start when the scheduler asks, never when the pod starts."""

    kind: Literal["spring-batch"] = "spring-batch"
    _undisturbed: ClassVar[bool] = True

    def _env(self) -> dict[str, str]:
        return {**super()._env(), "SPRING_BATCH_JOB_ENABLED": "false"}


class _Node(Runtime):
    health_path: AbsolutePath | None = None
    """A path that answers 200 without asking any other service; if not given the probes open a TCP connection."""

    def _profile(
        self, port: int, env: Mapping[str, str], listening: tuple[str, ...], writable: tuple[str, ...]
    ) -> Profile:
        return Profile(
            port=port,
            startup=Check(self.health_path, period=5, failures=_NODE_START),
            liveness=Check(self.health_path, period=10, failures=3),
            readiness=Check(self.health_path, period=5, failures=2),
            cpu="250m",
            memory="512Mi",
            env={"NODE_ENV": "production", **env},
            listening=listening,
            writable=writable,
        )


class NextJs(_Node):
    """A Next.js server (standalone output) in `/app`."""

    kind: Literal["nextjs"] = "nextjs"
    port: Port = 3000
    """Where the server listens (`PORT`); 3000 if not given."""

    def profile(self) -> Profile:
        """Listens on all addresses, keeps connections longer than the load balancer (65 s > 60 s), caches on disk."""
        env = {"HOSTNAME": "0.0.0.0", "KEEP_ALIVE_TIMEOUT": "65000", "PORT": str(self.port)}
        return self._profile(self.port, env, ("HOSTNAME", "PORT"), ("/app/.next/cache",))


class NodeJs(_Node):
    """Any Node.js server."""

    kind: Literal["nodejs"] = "nodejs"
    port: Port = 3000
    """Where the server listens; 3000 if not given."""
    port_variable: Annotated[str, matching(r"[A-Za-z_][A-Za-z0-9_]*", "letters, digits and _, first no digit")] = "PORT"
    """The environment variable that tells the program its port; `PORT` if not given."""
    writable_paths: Distinct[AbsolutePath] = ()
    """Folders the program writes to; each is an empty volume that lives as long as the pod."""

    def profile(self) -> Profile:
        """The Node profile with the port and the folders given."""
        listening = {self.port_variable: str(self.port)}
        return self._profile(self.port, listening, (self.port_variable,), tuple(self.writable_paths))


def _as_runtime(value: Any, known: ValidatorFunctionWrapHandler) -> Any:
    """A runtime object as it is, also a customer's own; a word or a mapping as one of ours."""
    if isinstance(value, Runtime):
        return value
    return known({"kind": value} if isinstance(value, str) else value)


KNOWN_RUNTIMES = (NextJs, SpringBoot, SpringCloudGateway, SpringBatch, NodeJs)
"""What a customer's file can name."""

if TYPE_CHECKING:
    RuntimeChoice = Runtime
else:
    RuntimeChoice = Annotated[
        SerializeAsAny[
            Annotated[NextJs | SpringBoot | SpringCloudGateway | SpringBatch | NodeJs, Field(discriminator="kind")]
        ],
        WrapValidator(_as_runtime),
    ]
"""A runtime: an object, or as a customer's file names it: `spring-boot`, or `{kind: spring-boot, port: 9090}`."""
