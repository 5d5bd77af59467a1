"""What you may say about a scheduler."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.batch.names import SECRETS
from x2bee_constructs.core.alerts import RUNBOOKS, RunbookBase
from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults
from x2bee_constructs.core.names import Region
from x2bee_constructs.core.props import Bool, Count, Port, Props
from x2bee_constructs.workload.access import Bucket
from x2bee_constructs.workload.fields import Url
from x2bee_constructs.workload.node import Cronicle
from x2bee_constructs.workload.props import MsaDeploymentProps
from x2bee_constructs.workload.secrets import SecretKey

__all__ = ["CronicleSchedulerProps", "Mail", "SchedulerSpec", "SchedulerStorage"]

_Email = Annotated[str, matching(r"[^\s@<>\"]{1,64}@[A-Za-z0-9.-]{1,190}", "an address such as batch@acme-shop.co.kr")]
_Zone = Annotated[str, matching(r"UTC|[A-Za-z_]+(/[A-Za-z0-9_+-]+){1,2}", "a time zone such as Asia/Seoul")]


class Mail(Props):
    """Where Cronicle sends what events tell by mail."""

    host: Annotated[str, matching(r"(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+", "a mail server's host")]
    """The mail server. It also has to be among the scheduler's `egress`, with its port."""
    port: Port = 587
    """Its port; 587 if not given."""
    sender: _Email
    """Who the mails are from."""
    secure: Bool = False
    """Whether the connection begins with TLS (port 465); with false it is asked for first (STARTTLS). False if not
    given."""
    per_day: Annotated[Count, Field(ge=1, le=100_000)] = 500
    """How many mails a day at most: an event that fails each minute must not fill a mailbox; 500 if not given."""


class SchedulerStorage(Props):
    """Where a scheduler keeps its events, its history and the logs of its jobs."""

    kind: Literal["s3", "volume"] = "s3"
    """`s3`: in the platform's bucket, by the pod's own identity. `volume`: on a volume of its own, in one zone. `s3` if
    not given."""
    gib: Annotated[Count, Field(ge=1, le=1000)] | None = None
    """`volume`: its size in GiB; 10 if not given."""
    storage_class: str | None = None
    """`volume`: its StorageClass; `gp3`, the platform's encrypted one, if not given."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        said = [name for name in ("gib", "storage_class") if getattr(self, name) is not None]
        wrong: list[PlacedFault] = [
            (
                (name,),
                fault("X2B500", f"'{name}' is of a volume", fix="kind: volume, or take it out"),
                getattr(self, name),
            )
            for name in (said if self.kind == "s3" else ())
        ]
        raise_faults("SchedulerStorage", wrong)
        return self


class SchedulerSpec(Props):
    """What a customer's file says of one scheduler; everything can be left out."""

    storage: SchedulerStorage = SchedulerStorage()
    """Where its state is kept; in S3 if not given."""
    mail: Mail | None = None
    """How it sends mail. It sends none if not given: alerts say what went wrong."""
    job_days: Annotated[Count, Field(ge=1, le=3660)] = 180
    """How many days it keeps finished jobs and their logs; 180 if not given."""
    zone: _Zone = "Asia/Seoul"
    """The time zone of its clock: of events that people make without one, and of its maintenance at 04:00. `Asia/Seoul`
    if not given."""
    max_jobs: Annotated[Count, Field(ge=1, le=100)] = 20
    """How many jobs run at once at most: each is a small process that waits for a batch; 20 if not given."""
    backup_days: Annotated[Count, Field(ge=1, le=366)] = 35
    """How many days the nightly exports of all schedulers' states are kept; 35 if not given."""


class CronicleSchedulerProps(Props):
    """One scheduler: what `CronicleScheduler` takes."""

    service: MsaDeploymentProps
    """The microservice that it is, with `runtime=Cronicle()` and `singleton=True`; calls, callers, egress and nodes as
    of any other."""
    spec: SchedulerSpec = SchedulerSpec()
    """What is said of it; the defaults if not given."""
    bucket: Bucket
    """The bucket with its state and its backups."""
    region: Region
    """The bucket's region."""
    secrets: Mapping[str, SecretKey]
    """Where its four values are, by `SecretKind`: `admin`, `api-key`, `reader-key` and `secret-key`."""
    url: Url
    """Where people find its pages: links in mails begin so."""
    runbooks: RunbookBase = RUNBOOKS
    """Where the files of `docs/runbooks` are read by whoever is called; the repository's path if not given."""
    plugins: tuple[Mapping[str, object], ...] = ()
    """Plugins that it has from the first start, as Cronicle keeps them. None if not given."""
    plugin_files: Mapping[str, str] = {}
    """Files of those plugins by name, in `/opt/x2bee/plugin`. None if not given."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        raise_faults("CronicleSchedulerProps", list(self._faults()))
        return self

    def _faults(self) -> Iterator[PlacedFault]:
        if not isinstance(self.service.runtime, Cronicle):
            got, fix = type(self.service.runtime).__name__, "runtime: cronicle"
            yield ("service", "runtime"), fault("X2B501", "a scheduler runs Cronicle", got=got, fix=fix), got
        if not self.service.singleton:
            why = "two pods of one name would both become primary, and start every job twice"
            fix = "singleton: true"
            yield ("service", "singleton"), fault("X2B502", "a scheduler is one pod", why=why, fix=fix), False
        if odd := sorted({*SECRETS} ^ self.secrets.keys()):
            expected = f"exactly {', '.join(SECRETS)}"
            wrong = fault("X2B503", "a scheduler has four secrets", expected=expected, got=", ".join(odd))
            yield ("secrets",), wrong, None
        mail = self.spec.mail
        if mail and not any(mail.port in way.ports for way in self.service.egress):
            why = "a scheduler reaches nothing that it does not declare"
            fix = f"egress: [{{cidrs: [<the mail server's network>], ports: [{mail.port}]}}]"
            wrong = fault("X2B504", "the mail server cannot be reached", why=why, fix=fix)
            yield ("spec", "mail", "port"), wrong, mail.port
