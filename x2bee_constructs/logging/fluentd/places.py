"""Where things are on a node and in the pod."""

from __future__ import annotations

__all__ = [
    "ARCHIVE",
    "CONFIG",
    "DEAD_LETTERS",
    "HOST_STATE",
    "LETTERS_DAYS",
    "LETTERS_MIB",
    "METRICS_PORT",
    "NODE",
    "PLUGINS",
    "PODS",
    "SEARCH",
    "STATE",
    "WORKER",
    "WORKERS",
]

PODS = "/var/log/pods"
"""Where the kubelet writes what containers say: `<namespace>_<pod>_<uid>/<container>/<restarts>.log`, and rotated files
beside it (`.log.<time>`, later `.log.<time>.gz`). Mounted where it is on the node, and only to read."""

HOST_STATE = "/var/lib/x2bee/fluentd"
"""Positions, buffers and dead letters on the node: a pod that replaces another goes on where that one stopped."""

STATE = "/fluentd/state"
"""The same in the pod."""

DEAD_LETTERS = f"{STATE}/dead-letters"
"""What no retry could deliver."""

LETTERS_MIB, LETTERS_DAYS = 512, 30
"""What that folder may hold, and for how long: the oldest files go first. Our judgement: an alert calls somebody with
the first letter, the archive has every one of them, and they may be of persons."""

CONFIG = "/fluentd/etc"
"""Where the image looks for its configuration."""

PLUGINS = "/fluentd/plugins"
"""Where the image has plugins of its own."""

SEARCH, ARCHIVE = "search", "archive"
"""The two destinations, each with a process of its own."""

WORKERS = (SEARCH, ARCHIVE)
"""The number of a process is its place here."""

METRICS_PORT = 24231
"""The first process's metrics; each further one has the next port (fluent-plugin-prometheus, in_prometheus.rb)."""

NODE = "#{ENV['NODE_NAME']}"
"""The node's name, as Ruby in the configuration."""

WORKER = "#{worker_id}"
"""The number of the process, as Ruby in the configuration."""
