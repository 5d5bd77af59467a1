"""Spring on the JVM. Property names are those of Spring Boot's and Spring Cloud Gateway's reference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from x2bee_constructs.core.faults import matching
from x2bee_constructs.core.names import Label
from x2bee_constructs.core.props import Bool, Count, Distinct, Port
from x2bee_constructs.workload.batch_jobs import BatchJob, JobName
from x2bee_constructs.workload.fields import SessionNamespace, Url
from x2bee_constructs.workload.profile import Check, Profile, Runtime
from x2bee_constructs.workload.timing import STANDARD_TIMES, Timing, Timings, solve

__all__ = ["SpringBatch", "SpringBoot", "SpringCloudGateway"]

_HEAP_PERCENT = "65.0"
"""Of the memory limit: the rest is for metaspace, threads, direct buffers (Netty in the gateway) and the APM agent."""

_START_TRIES = 36
"""Of 5 s each: 180 s, because a JVM warms up while the node is busy with its neighbours."""

_JAVA = (
    f"-XX:MaxRAMPercentage={_HEAP_PERCENT} -XX:+ExitOnOutOfMemoryError"
    # A failover moves the database's name to another address within 20 s; a JVM may keep addresses for ever.
    " -Dsun.net.inetaddr.ttl=5 -Dsun.net.inetaddr.negative.ttl=1"
)

_WARMUP_SECONDS = 60
"""Our judgement: in its first minute a JVM runs what it will later have compiled."""

_THREADS = 200
"""Tomcat's default of `server.tomcat.threads.max`: more requests than that wait inside the program."""

_POOL = 10
"""HikariCP's default of `maximumPoolSize`."""

_KEEPALIVE_MS = 120_000
"""How often an idle connection is asked something: HikariCP's own default since 6.2.1, and well below the 350 s after
which AWS's newest instance types forget one (EC2 API, `ConnectionTrackingConfiguration`, Nitro v6)."""

_LIFETIME_MS = 900_000
"""Our judgement, half of HikariCP's default: within a quarter of an hour every connection is made anew, and a reader
that was added gets its share."""

_SHARE_OF_REQUEST = 3
"""Our judgement: who waits for a connection longer than a third of what a request may take is told so, while there is
still time to answer."""

_FIXED = ("SERVER_", "SPRING_LIFECYCLE_")
"""What says where it listens, and when connections and the program end."""


class _Jvm(Runtime):
    concurrency: ClassVar[int] = _THREADS
    """How many requests a pod answers at once."""
    port: Port = 8080
    """Where the program listens (`SERVER_PORT`); 8080 if not given."""
    version: Literal[3, 4] = 3
    """Spring Boot's major version: 4 renamed properties; 3 if not given."""
    jvm_options: Annotated[str, matching(r"(-[^\s]+( +-[^\s]+)*)?", "options of the JVM such as -Xss512k")] = ""
    """Further options of the JVM, after those for heap, exit and addresses. None if not given."""
    tracing: Bool = False
    """Send spans to `collector`; the image has the OTLP exporter. False if not given."""
    collector: Url = "http://istio-tracing.istio-system:4318/v1/traces"
    """Where spans go, OTLP over HTTP; the platform's OpenTelemetry collector if not given."""

    def profile(self, times: Timings = STANDARD_TIMES) -> Profile:
        """Spring's actuator answers the probes; requests are finished before the program ends."""
        alive, ready = "/actuator/health/liveness", "/actuator/health/readiness"
        return Profile(
            port=self.port,
            startup=Check(alive, period=5, failures=_START_TRIES),
            liveness=Check(alive, period=10, failures=3),
            readiness=Check(ready, period=5, failures=2),
            cpu="500m",
            memory="1Gi",
            env=self._env(times),
            fixed=("JAVA_TOOL_OPTIONS", *(name for name in self._env(times) if name.startswith(_FIXED))),
            ways_out=self._ways_out(),
            metrics_path="/actuator/prometheus",
            # Not `/actuator/*`: Spring takes `/actuator;a=b/env` for the same.
            private_paths=("/actuator*",),
            concurrency=self.concurrency,
            warmup=_WARMUP_SECONDS,
            undisturbed=isinstance(self, SpringBatch),
        )

    def _env(self, times: Timings) -> dict[str, str]:
        return dict(sorted({**self._common(times), **self._own(times)}.items()))

    def _ways_out(self) -> tuple[str, ...]:
        return ("collector",) if self.tracing else ()

    def _common(self, times: Timings) -> dict[str, str]:
        traces = "OPENTELEMETRY_TRACING_EXPORT_OTLP" if self.version == 4 else "OTLP_TRACING"
        return {
            "JAVA_TOOL_OPTIONS": f"{_JAVA} {self.jvm_options}".strip(),
            "MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE": "health,info,prometheus",
            "MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED": "true",
            # Nothing outside the program: a database that is away must not take all pods out of service.
            "MANAGEMENT_ENDPOINT_HEALTH_GROUP_LIVENESS_INCLUDE": "livenessState",
            "MANAGEMENT_ENDPOINT_HEALTH_GROUP_READINESS_INCLUDE": "readinessState",
            "SERVER_PORT": str(self.port),
            "SERVER_SHUTDOWN": "graceful",
            "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE": f"{times.drain}s",
            **({f"MANAGEMENT_{traces}_ENDPOINT": self.collector} if self.tracing else {}),
        }

    def _own(self, times: Timings) -> dict[str, str]:
        return {"SERVER_TOMCAT_KEEP_ALIVE_TIMEOUT": f"{times.keep_alive}s"}


class _WithDatabases(_Jvm):
    """Spring with HikariCP. Where its databases are, and who it is there, comes as secrets (`settings_from`)."""

    jdbc_wrapper: Bool = False
    """Whether the image has the AWS JDBC wrapper, which follows a failover in seconds: the addresses of its databases
    then begin with `jdbc:aws-wrapper:`. False if not given."""
    clusters: Distinct[Label] = ()
    """The PostgreSQL clusters it talks to; in a platform those of the service. None if not given."""
    pool: Annotated[Count, Field(ge=1)] | None = None
    """Connections of each pool at most (`spring.datasource.hikari.maximum-pool-size`); if not given, what the platform
    finds room for in the clusters, and without a platform 10, HikariCP's default."""

    def _own(self, times: Timings) -> dict[str, str]:
        return {**super()._own(times), **self._datasources(times)}

    def _datasources(self, times: Timings) -> dict[str, str]:
        if not self.clusters:
            return {}
        hikari = "SPRING_DATASOURCE_HIKARI"
        pool = {
            f"{hikari}_CONNECTION_TIMEOUT": str(times.request * 1000 // _SHARE_OF_REQUEST),
            f"{hikari}_KEEPALIVE_TIME": str(_KEEPALIVE_MS),
            f"{hikari}_MAXIMUM_POOL_SIZE": str(self.pool or _POOL),
            f"{hikari}_MAX_LIFETIME": str(_LIFETIME_MS),
        }
        if not self.jdbc_wrapper:
            return pool
        return {
            **pool,
            "SPRING_DATASOURCE_DRIVER_CLASS_NAME": "software.amazon.jdbc.Driver",
            # Without it HikariCP throws away a connection that the wrapper has just led to the new writer.
            f"{hikari}_EXCEPTION_OVERRIDE_CLASS_NAME": "software.amazon.jdbc.util.HikariCPSQLException",
        }


class SpringBoot(_WithDatabases):
    """A Spring Boot API with the actuator and the Prometheus registry on its class path."""

    kind: Literal["spring-boot"] = "spring-boot"
    sessions: Bool = False
    """Keep HTTP sessions in Redis; the host and the password come as secrets. False if not given."""
    session_namespace: SessionNamespace = "x2bee:session"
    """The prefix of their keys: services with one prefix share sessions. `x2bee:session` if not given."""

    def _own(self, times: Timings) -> dict[str, str]:
        return {**super()._own(times), **self._sessions()}

    def _sessions(self) -> dict[str, str]:
        if not self.sessions:
            return {}
        prefix = "SPRING_SESSION_DATA_REDIS" if self.version == 4 else "SPRING_SESSION_REDIS"
        return {
            f"{prefix}_NAMESPACE": self.session_namespace,
            # ElastiCache refuses CONFIG; its parameter group turns the notifications on.
            f"{prefix}_CONFIGURE_ACTION": "none",
            "SPRING_DATA_REDIS_SSL_ENABLED": "true",
            "SPRING_DATA_REDIS_CONNECT_TIMEOUT": "5s",
            "SPRING_DATA_REDIS_TIMEOUT": "2s",
        }

    def _ways_out(self) -> tuple[str, ...]:
        return (*super()._ways_out(), *(("redis",) if self.sessions else ()))


class SpringCloudGateway(_Jvm):
    """Spring Cloud Gateway on WebFlux; its routes read the addresses of the services it calls."""

    concurrency: ClassVar[int] = 500
    """Our judgement: Netty waits without a thread per request, so memory for what is under way is the bound."""

    kind: Literal["spring-cloud-gateway"] = "spring-cloud-gateway"
    release: Literal["2024.0", "2025.0"] = "2025.0"
    """Spring Cloud's release train: 2025.0, which stands for all later ones, renamed the properties; 2025.0 if not
    given."""
    trusted_proxies: str = r"127\.0\.0\.\d{1,3}"
    """A Java regular expression of the addresses whose `X-Forwarded-*` headers are believed; the pod's own proxy if not
    given. The headers of all others are dropped (since the fix of CVE-2025-41235)."""

    def _own(self, times: Timings) -> dict[str, str]:
        prefix = "SPRING_CLOUD_GATEWAY" + ("" if self.release == "2024.0" else "_SERVER_WEBFLUX")
        return {
            "SERVER_NETTY_IDLE_TIMEOUT": f"{times.keep_alive}s",
            f"{prefix}_HTTPCLIENT_CONNECT_TIMEOUT": "2000",
            f"{prefix}_HTTPCLIENT_RESPONSE_TIMEOUT": f"{times.request}s",
            # Shorter than what the other side keeps, so that no request meets a closing connection.
            f"{prefix}_HTTPCLIENT_POOL_MAX_IDLE_TIME": "15s",
            f"{prefix}_TRUSTED_PROXIES": self.trusted_proxies,
        }


class SpringBatch(_WithDatabases):
    """Spring Batch behind a small web endpoint: jobs start when the scheduler asks, never when the pod starts."""

    kind: Literal["spring-batch"] = "spring-batch"
    drain_seconds: ClassVar[int] = 300
    """A chunk of a job ends within five minutes; what is longer is restarted from its last commit."""
    jobs: Mapping[JobName, BatchJob] = {}
    """The jobs that a scheduler may start in it, by their names in the program; schedules name them. None if not
    given."""

    def times(self, asked: Timing) -> Timings:
        """The pod gets as long as the slowest job needs to stop."""
        return solve(asked, max((job.stop_seconds for job in self.jobs.values()), default=self.drain_seconds))

    def _own(self, times: Timings) -> dict[str, str]:
        return {
            **super()._own(times),
            "SPRING_BATCH_JOB_ENABLED": "false",
            # The tables come with the database's migrations, not with whichever pod starts first.
            "SPRING_BATCH_JDBC_INITIALIZE_SCHEMA": "never",
        }
