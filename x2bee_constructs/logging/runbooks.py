"""What whoever is called because of OpenSearch reads."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from x2bee_constructs.core.alerts import Notice, Runbook, Severity

__all__ = ["ALARMS"]

_HEALTH = "Dashboards, Dev Tools: `GET _cluster/health?level=indices` and `GET _cat/shards?v&s=state`"
_EXPLAIN = "Dev Tools: `GET _cluster/allocation/explain`: why a shard is nowhere"
_DOMAIN = (
    "`aws opensearch describe-domain --domain-name <prefix>-logs --query "
    "'DomainStatus.[Processing,UpgradeProcessing,ClusterConfig]'`: is it being changed"
)
_SPACE = "Dev Tools: `GET _cat/allocation?v` and `GET _cat/indices?v&s=store.size:desc`: what is so large"
_LOAD = "Dev Tools: `GET _nodes/hot_threads` and `GET _cat/thread_pool/write,search?v`"
_FLUENTD = "FluentdBufferFilling: do nodes keep records, and for how long still"
_ROOM = (
    "Delete the oldest indices of the class that grew: `DELETE <index>` (the archive in S3 keeps what the law asks "
    "for), then `storage_gib` or fewer `hot_days` in the customer's file"
)
_LARGER = (
    "A larger `instance` or more `nodes` under `logs.opensearch` in the customer's file: a blue/green change of hours"
)
_SUPPORT = "A case at AWS Support with the domain's name: nobody else may touch its machines"


def _notice(
    name: str,
    severity: Severity,
    summary: str,
    means: str,
    impact: str,
    causes: tuple[str, ...],
    look: tuple[str, ...],
    act: tuple[str, ...],
) -> Notice:
    book = Runbook(means=means, impact=impact, causes=causes, look=look, act=act)
    return Notice(name=name, area="logging", severity=severity, summary=summary, runbook=book)


_NOTICES = (
    _notice(
        "OpenSearchRed",
        "critical",
        "An index has lost a shard and all its copies",
        "At least one primary shard is nowhere.",
        "Those logs are not found, and new ones of that index are not taken; Fluentd keeps them for now.",
        ("Nodes were lost", "The storage is full", "An index without copies"),
        (_HEALTH, _EXPLAIN, _DOMAIN, _FLUENTD),
        (
            "Full: " + _ROOM,
            "Nodes come back: wait; it mends itself",
            "Else restore the index from the automated snapshots: `GET _snapshot/cs-automated-enc/_all`",
        ),
    ),
    _notice(
        "OpenSearchYellow",
        "warning",
        "An index is short of a copy",
        "A copy of a shard is nowhere.",
        "None. The next loss is one of logs.",
        ("A node was replaced, and copies are being made", "More copies asked for than there are nodes"),
        (_HEALTH, _EXPLAIN, _DOMAIN),
        ("During a change of the domain: wait", "Else `replicas` and `nodes` do not fit each other"),
    ),
    _notice(
        "OpenSearchNodes",
        "warning",
        "OpenSearch has been short of a node for an hour",
        "Fewer nodes answer than the domain has.",
        "Less room and speed; the next loss may be felt.",
        ("AWS replaces a machine", "A zone has an event"),
        (_DOMAIN, "The AWS Health Dashboard"),
        ("Wait while it is being replaced", _SUPPORT),
    ),
    _notice(
        "OpenSearchSnapshot",
        "warning",
        "No snapshot of OpenSearch could be taken",
        "AWS could not take its hourly snapshot.",
        "None, until one is needed.",
        ("An index is red", "The domain is being changed"),
        (_HEALTH, _DOMAIN),
        ("OpenSearchRed first; the next hour's is taken by itself",),
    ),
    _notice(
        "OpenSearchMasterLost",
        "critical",
        "No node reaches OpenSearch's master",
        "The master was lost, or has stopped.",
        "Nothing new is found or taken; Fluentd keeps records for now.",
        ("The masters are too small", "A network event"),
        (_DOMAIN, _FLUENTD),
        (_SUPPORT, "Masters under load: OpenSearchMasterCpu, OpenSearchMasterMemory"),
    ),
    _notice(
        "OpenSearchStorage",
        "warning",
        "A node of OpenSearch fills",
        "A node has less than a quarter of its storage left.",
        "None yet; when it is full, OpenSearch takes no more logs.",
        ("More logs than planned", "Spans beside logs", "An index that is not deleted in time"),
        (_SPACE, "`GET _plugins/_ism/explain/<index>`: why it is still there"),
        (_ROOM, "A loud service: its level, or its class"),
    ),
    _notice(
        "OpenSearchBlocked",
        "critical",
        "OpenSearch takes no logs",
        "Writes are blocked: no storage, or no memory.",
        "Logs are not found from now on; Fluentd keeps them until its disks are full.",
        ("As OpenSearchStorage, for longer", "As OpenSearchMemory, for longer"),
        (_SPACE, _HEALTH, _FLUENTD),
        (_ROOM, 'Room again: `PUT _all/_settings {"index.blocks.read_only_allow_delete": null}`'),
    ),
    _notice(
        "OpenSearchKeyDisabled",
        "critical",
        "OpenSearch's key is disabled",
        "The domain cannot use its KMS key, since somebody disabled it.",
        "None for some days; then AWS shuts the domain down, and it cannot be saved.",
        ("Somebody disabled the environment's key",),
        ("`aws kms describe-key --key-id alias/<prefix>` and CloudTrail: who did it",),
        ("`aws kms enable-key --key-id <id>`, now",),
    ),
    _notice(
        "OpenSearchKeyLost",
        "critical",
        "OpenSearch's key or its grants are gone",
        "The domain has lost its key for ever.",
        "What it has will not be read again. The archive in S3 has a copy of every line.",
        ("The key was deleted", "Its grants were revoked"),
        ("`aws kms list-grants --key-id <id>` and CloudTrail: who did it",),
        (
            "A key that waits to be deleted: `aws kms cancel-key-deletion --key-id <id>`, now",
            "Else make a new domain by a deployment, and let the archive be the memory",
        ),
    ),
    _notice(
        "OpenSearchCpu",
        "warning",
        "A node of OpenSearch is busy",
        "A node has been over four fifths busy for 45 minutes.",
        "Searches are slow; writes wait.",
        ("A search over months", "More logs than planned", "Too few or uneven shards"),
        (_LOAD, _HEALTH),
        ("A search: `GET _tasks?actions=*search&detailed`, `POST _tasks/<id>/_cancel`", _LARGER),
    ),
    _notice(
        "OpenSearchMemory",
        "critical",
        "A node of OpenSearch is about to run out of heap",
        "Over 95 % of a node's heap is in use.",
        "It will refuse searches and writes, or restart.",
        ("A large aggregation", "Too many shards", "Too small nodes"),
        (_LOAD, "Dev Tools: `GET _cat/nodes?v&h=name,heap.percent,ram.percent,cpu`"),
        ("Cancel large searches: `POST _tasks/_cancel?actions=*search`", _LARGER),
    ),
    _notice(
        "OpenSearchOldMemory",
        "warning",
        "A node's old heap stays full",
        "What lives long fills over four fifths of its part of the heap.",
        "Pauses; later OpenSearchMemory.",
        ("Too many shards", "Fields without end (a key for each value)"),
        ("Dev Tools: `GET _cat/nodes?v&h=name,heap.percent`, `GET _cluster/stats`", _SPACE),
        ("Fewer shards: fewer `hot_days`, or larger indices", _LARGER),
    ),
    _notice(
        "OpenSearchShards",
        "warning",
        "There are as many shards as AWS advises at most",
        "The domain has 30,000 active shards.",
        "Masters become slow.",
        ("Many small indices", "Long `hot_days`"),
        (_SPACE,),
        ("Fewer `shards` and `hot_days`",),
    ),
    _notice(
        "OpenSearchWriteQueue",
        "warning",
        "Writes of logs wait for one another",
        "Over 100 writes wait on a node.",
        "Logs are found later; Fluentd keeps them.",
        ("More logs than planned", "A node that is slower than the others"),
        (_LOAD, _FLUENTD),
        ("A loud service: its level", _LARGER),
    ),
    _notice(
        "OpenSearchSearchQueue",
        "warning",
        "Searches wait for one another",
        "Over 500 searches wait on a node.",
        "People wait in Dashboards.",
        ("A dashboard that renews itself every second", "A search over months"),
        (_LOAD,),
        ("`GET _tasks?actions=*search&detailed`: whose; a longer interval there",),
    ),
    _notice(
        "OpenSearchMasterCpu",
        "warning",
        "A master of OpenSearch is busy",
        "A master has been over half busy for 45 minutes.",
        "Changes of indices take long; later OpenSearchMasterLost.",
        ("Too many shards", "Too small masters"),
        (_HEALTH, "Dev Tools: `GET _cluster/pending_tasks`"),
        ("A larger `master_type`", "Fewer shards"),
    ),
    _notice(
        "OpenSearchMasterMemory",
        "critical",
        "A master of OpenSearch is about to run out of heap",
        "Over 95 % of a master's heap is in use.",
        "Later OpenSearchMasterLost.",
        ("Too many shards or fields", "Too small masters"),
        (_HEALTH, "Dev Tools: `GET _cluster/stats`"),
        ("A larger `master_type`, now", "Fewer shards"),
    ),
    _notice(
        "OpenSearchMasterOldMemory",
        "warning",
        "A master's old heap stays full",
        "What lives long fills over four fifths of its part of the heap.",
        "Later OpenSearchMasterMemory.",
        ("Too many shards or fields",),
        (_HEALTH, "Dev Tools: `GET _cluster/stats`"),
        ("A larger `master_type`", "Fewer shards"),
    ),
    _notice(
        "OpenSearchErrors",
        "warning",
        "OpenSearch answers with errors",
        "Over a tenth of at least 100 requests in five minutes were answered 5xx.",
        "Some logs come late; people see errors in Dashboards.",
        ("As OpenSearchMemory or OpenSearchCpu", "A node is being replaced"),
        (_HEALTH, _LOAD, _DOMAIN),
        ("The alarm beside it says what is short", _SUPPORT),
    ),
)

ALARMS: Mapping[str, Notice] = MappingProxyType({notice.name: notice for notice in _NOTICES})
"""By name: the alarms of CloudWatch."""
