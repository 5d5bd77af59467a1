"""From files to lines: what containers wrote, put together again."""

from __future__ import annotations

from x2bee_constructs.logging.fluentd.directives import Directive
from x2bee_constructs.logging.fluentd.places import PODS, STATE
from x2bee_constructs.logging.names import FLUENTD, NAMESPACE

__all__ = ["CONTINUES", "CRI", "PLACE", "joined_lines", "lines", "records", "tail"]


def lines(destination: str) -> str:
    """The label of the way's first half: single lines."""
    return f"@{destination.upper()}_LINES"


def records(destination: str) -> str:
    """The label of its second half: what the lines mean."""
    return f"@{destination.upper()}_RECORDS"


CRI = r"/^(?<time>[^ ]+) (?<stream>stdout|stderr) (?<logtag>[FP])(?: (?<message>.*))?$/m"
"""A line as the container runtime writes it (Kubernetes, CRI logging format): `P` marks a part of a longer one."""

PLACE = (
    rf"/^{PODS}/(?<namespace>[^_/]+)_(?<pod>[^_/]+)_(?<pod_uid>[^/]+)/(?<container>[^/]+)/(?<restarts>[0-9]+)[.]log/"
)
"""Whose file it is: the kubelet writes it in the path, so nobody has to be asked."""

CONTINUES = (
    r"\t|  |\s*$|[\])}]|Caused by:|Suppressed:|\.\.\. [0-9]+ (?:more|common frames omitted)"
    r"|Wrapped by:|(?:[a-z_][A-Za-z0-9_$]*\.)+[A-Z][A-Za-z0-9_$]*(?:Exception|Error|Throwable)(?::|\s*$)"
)
"""How a line begins that belongs to the one before it: what Java and Node write of a stack, the exception's own line,
which Logback puts at the margin, and the end of an object that Node prints over several lines. One space is none of
that: Next.js begins its lines with one."""

_LONGEST = 1024 * 1024
"""Bytes of one joined line (our judgement); what is more becomes the next one."""

_WAIT = "3s"
"""How long the last line of a file waits for one that continues it. Our judgement: a stack is written in one go."""

_AGAIN = "10s"
"""What is read again after an end without a farewell: positions are written down when a line is read, and it comes into
a buffer later. Twice `_WAIT`, and what a busy node adds (our judgement)."""

_RESERVE = "256m"
"""From so little room on the node's disk on nothing is read: a line that a buffer cannot write would be lost, while
one in its file is not. More than what is under way in both processes (our judgement)."""

_READ = 16 * 1024 * 1024
"""Bytes per second and file. It is less a limit than a promise: with one, Fluentd reads a rotated file to its end
before it lets go of it (fluent/plugin/in_tail.rb, detach_watcher_after_rotate_wait)."""


def tail(destination: str) -> Directive:
    """The files of all containers of the node but our own, whose words about a line would become a line."""
    cri = {
        "@type": "regexp",
        "expression": CRI,
        "time_key": "time",
        "time_type": "string",
        "time_format": "%Y-%m-%dT%H:%M:%S.%N%:z",
    }
    return Directive(
        "source",
        params={
            # Ours (images/fluentd/plugins): upstream's tail, which loses less.
            "@type": "tail_again",
            "@id": f"{destination}_tail",
            "@label": lines(destination),
            "tag": "lines",
            # Rotated files too: those that were renamed while a destination took nothing are still found.
            "path": f"{PODS}/*/*/*.log,{PODS}/*/*/*.log.*",
            "exclude_path": f'["{PODS}/*/*/*.gz", "{PODS}/*/*/*.tmp", "{PODS}/{NAMESPACE}_{FLUENTD}-*/*/*"]',
            "follow_inodes": True,
            "pos_file": f"{STATE}/{destination}/positions",
            "again": _AGAIN,
            "reserve": _RESERVE,
            "look_interval": "2s",
            "pos_file_compaction_interval": "1h",
            "read_from_head": True,
            "refresh_interval": "5s",
            "rotate_wait": "30s",
            "read_bytes_limit_per_second": _READ,
            "enable_stat_watcher": False,
            "path_key": "log_path",
            "emit_unmatched_lines": True,
        },
        inner=[Directive("parse", params=cri)],
    )


def joined_lines(destination: str) -> Directive:
    """Parts become lines, and lines of one stack become one. A line that waits too long goes on as it is."""
    parts = {
        "@type": "concat",
        "@id": f"{destination}_parts",
        "@log_level": "warn",
        "key": "message",
        "separator": "",
        "use_partial_cri_logtag": True,
        "partial_cri_logtag_key": "logtag",
        # Deleted by the plugin: a copy, so that `stream` stays.
        "partial_cri_stream_key": "cri_stream",
        "stream_identity_key": "source",
        "flush_interval": _WAIT,
        "timeout_label": records(destination),
        "use_first_timestamp": True,
        "buffer_limit_size": _LONGEST,
        "buffer_overflow_method": "new",
    }
    stacks = {
        "@type": "concat",
        "@id": f"{destination}_stacks",
        "@log_level": "warn",
        "key": "message",
        "separator": "\n",
        "multiline_start_regexp": f"/^(?!{CONTINUES})/",
        "stream_identity_key": "source",
        "flush_interval": _WAIT,
        "timeout_label": records(destination),
        "use_first_timestamp": True,
        "buffer_limit_size": _LONGEST,
        "buffer_overflow_method": "new",
    }
    # A line in no format of a runtime is a whole line nevertheless.
    whole = {
        "message": _ruby('record["message"] || record["unmatched_line"] || ""'),
        "stream": _ruby('record["stream"] || "stdout"'),
        "cri_stream": _ruby('record["stream"]'),
        "logtag": _ruby('record["logtag"] || "F"'),
        "source": _ruby('record["log_path"].to_s + record["stream"]'),
    }
    # After parts are joined, because a character can be cut in two. Bytes that are no UTF-8 would stop the patterns
    # that hide personal data.
    text = {"message": _ruby('record["message"].dup.force_encoding("UTF-8").scrub("?")')}
    return Directive(
        "label",
        lines(destination),
        inner=[
            _modified(f"{destination}_whole", whole),
            Directive("filter", "**", parts),
            _modified(f"{destination}_text", text),
            Directive("filter", "**", stacks),
            Directive(
                "match", "**", {"@type": "relabel", "@id": f"{destination}_relabel", "@label": records(destination)}
            ),
        ],
    )


def _modified(id: str, record: dict[str, str]) -> Directive:
    return Directive("filter", "**", {"@type": "record_modifier", "@id": id}, [Directive("record", params=record)])


def _ruby(code: str) -> str:
    return "${" + code + "}"
