"""From records to the search and to the archive, at least once each, and what becomes of the undeliverable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from x2bee_constructs.logging.fluentd.directives import Directive, Ruby
from x2bee_constructs.logging.fluentd.places import (
    ARCHIVE,
    DEAD_LETTERS,
    LETTERS_DAYS,
    LETTERS_MIB,
    NODE,
    SEARCH,
    STATE,
    WORKER,
)
from x2bee_constructs.logging.fluentd.records import mask
from x2bee_constructs.logging.masking import Mask
from x2bee_constructs.logging.names import CLASSES, LogClass, archive_prefix

__all__ = ["ERRORS", "Targets", "archive", "archive_classes", "errors", "letters", "search"]

ERRORS = "@ERROR"
"""Where Fluentd sends single records that an output or a filter refuses."""

_ID = "event_id"
"""A record's identity, drawn before it is buffered: OpenSearch takes a repeated one only once."""

_REFRESH = "15m"
"""How often credentials are fetched. The agent hands out the same ones until they are renewed; those of Pod Identity
last six hours (docs.aws.amazon.com, EKS User Guide), so any time well below is right."""


@dataclass(frozen=True)
class Targets:
    """Where records go, and how much waits on the node for each."""

    region: str
    search_host: str
    index: str
    """The data stream, with `${log_class}` for the class."""
    buckets: Mapping[LogClass, str]
    """The archive has a bucket for each class."""
    buffer_gib: int
    """How much may wait on a node's disk for each of the two."""

    @property
    def buffer_mib(self) -> int:
        """The same in MiB."""
        return self.buffer_gib * 1024


def search(targets: Targets) -> list[Directive]:
    """To OpenSearch, signed with the pod's own credentials."""
    identify = {"@type": "opensearch_genid", "@id": "search_identify", "hash_id_key": _ID}
    output = {
        # Ours (images/fluentd/plugins): upstream's does not know EKS Pod Identity.
        "@type": "opensearch_pod_identity",
        "@id": "search_output",
        "index_name": targets.index,
        # Data streams take nothing else; with the identity, what comes twice is refused once and counted as done.
        "write_operation": "create",
        "id_key": _ID,
        "remove_keys": _ID,
        "include_timestamp": True,
        "suppress_type_name": True,
        "time_precision": 9,
        "request_timeout": "30s",
        "bulk_message_request_threshold": "4m",
        "reconnect_on_error": True,
        "reload_on_failure": False,
        "reload_connections": False,
        # Fluentd starts, and the node's logs are kept, while the domain is away.
        "verify_os_version_at_startup": False,
        "default_opensearch_version": 2,
        # An overloaded domain says so (429): that is to be tried again, not given up as upstream does by default.
        "unrecoverable_error_types": "[]",
        "log_os_400_reason": True,
    }
    endpoint = {
        "url": f"https://{targets.search_host}",
        "region": targets.region,
        "refresh_credentials_interval": _REFRESH,
    }
    buffer = _buffer(SEARCH, targets.buffer_mib, "5s", "8m") | {"flush_thread_count": 2}
    return [
        Directive("filter", "**", identify),
        Directive(
            "match",
            "**",
            output,
            [
                Directive("endpoint", params=endpoint),
                Directive("buffer", "log_class", buffer),
                _secondary(SEARCH),
            ],
        ),
    ]


_SHARES: Mapping[LogClass, int] = {"application": 40, "access": 40, "audit": 10, "commerce": 10}
"""What part of the archive's buffer each class has, in percent (our judgement)."""


def archive() -> list[Directive]:
    """To S3, each class to the bucket that keeps and locks it as long as it must."""
    ways = [
        Directive("store", params={"@type": "relabel", "@id": f"archive_way_{kind}", "@label": _label(kind)})
        for kind in CLASSES
    ]
    return [Directive("match", "**", {"@type": "copy", "@id": "archive_classes"}, ways)]


def archive_classes(targets: Targets) -> list[Directive]:
    """For each class the label that takes its records and writes them."""
    return [Directive("label", _label(kind), inner=[_only(kind), _bucket(targets, kind)]) for kind in CLASSES]


def _label(kind: LogClass) -> str:
    return f"@ARCHIVE_{kind.upper()}"


def _only(kind: LogClass) -> Directive:
    pattern = Directive("regexp", params={"key": "log_class", "pattern": f"/^{kind}$/"})
    return Directive("filter", "**", {"@type": "grep", "@id": f"archive_only_{kind}"}, [pattern])


def _bucket(targets: Targets, kind: LogClass) -> Directive:
    """One object for each service, hour and chunk, gzip of one JSON document per line.

    A chunk keeps its id when it is sent again, so that what was written twice is one object.
    """
    output = {
        "@type": "s3",
        "@id": f"archive_output_{kind}",
        "s3_bucket": targets.buckets[kind],
        "s3_region": targets.region,
        "path": f"{archive_prefix(kind)}service=${{service}}/dt=%Y-%m-%d/hour=%H/",
        "s3_object_key_format": Ruby(f"%{{path}}{NODE}-${{chunk_id}}.%{{file_extension}}"),
        "store_as": "gzip",
        "checksum_algorithm": "SHA256",
        # The four below would read or make the bucket; the role only writes. Looking whether a key is taken would also
        # refuse a chunk for ever whose first answer was lost.
        "check_object": False,
        "check_bucket": False,
        "check_apikey_on_start": False,
        "auto_create_bucket": False,
    }
    inject = {"time_key": "@timestamp", "time_type": "string", "time_format": "%Y-%m-%dT%H:%M:%S.%3N%z", "utc": True}
    mib = targets.buffer_mib * _SHARES[kind] // 100
    buffer = _buffer(f"{ARCHIVE}/{kind}", mib, "5m", "64m") | {
        "timekey": "1h",
        "timekey_wait": "1m",
        "timekey_use_utc": True,
        "compress": "gzip",
    }
    inner = [
        Directive("format", params={"@type": "json"}),
        Directive("inject", params=inject),
        Directive("buffer", "time,service", buffer),
        _secondary(f"{ARCHIVE}-{kind}"),
    ]
    return Directive("match", "**", output, inner)


def errors(masks: Sequence[Mask]) -> Directive:
    """Single records that were refused, on the node's disk, where an alert calls somebody.

    Hidden again: a record that a filter stumbled over may not have come as far as the masks. Both processes have this,
    each its own files.
    """
    params = {
        "@type": "file",
        "@id": "dead_letters",
        "path": Ruby(f"{DEAD_LETTERS}/refused-{WORKER}"),
        "append": True,
        "compress": "text",
    }
    buffer = {
        "@type": "file",
        "path": Ruby(f"{STATE}/refused-{WORKER}"),
        # A file an hour: the oldest can go without all the others.
        "timekey": "1h",
        "timekey_use_utc": True,
        "flush_mode": "interval",
        "flush_interval": "10s",
        "total_limit_size": "256m",
        "overflow_action": "block",
    }
    inner = [Directive("format", params={"@type": "json"}), Directive("buffer", "time", buffer)]
    return Directive("label", ERRORS, inner=[mask("refused", "mask", masks), Directive("match", "**", params, inner)])


def letters() -> Directive:
    """Keeps the folder of dead letters within its bounds; one process does it for both."""
    params = {
        # Ours (images/fluentd/plugins).
        "@type": "dead_letters",
        "@id": "dead_letters_bounds",
        "folder": DEAD_LETTERS,
        "limit": f"{LETTERS_MIB}m",
        "age": f"{LETTERS_DAYS}d",
        "interval": "1m",
    }
    return Directive("source", params=params)


def _buffer(destination: str, mib: int, flush: str, chunk: str) -> dict[str, str | int | bool]:
    """On the node's disk and bounded. When it is full reading stops, and nothing is thrown away."""
    return {
        "@type": "file",
        "path": f"{STATE}/{destination}/buffer",
        "flush_mode": "interval",
        "flush_interval": flush,
        "flush_at_shutdown": False,
        "chunk_limit_size": chunk,
        "total_limit_size": f"{mib}m",
        "overflow_action": "block",
        "retry_forever": True,
        "retry_type": "exponential_backoff",
        "retry_wait": "1s",
        "retry_max_interval": "1m",
    }


def _secondary(destination: str) -> Directive:
    """With `retry_forever` only what can never succeed comes here: a chunk that cannot be read."""
    params = {"@type": "secondary_file", "directory": DEAD_LETTERS, "basename": f"{destination}-chunk.${{chunk_id}}"}
    return Directive("secondary", params=params)
