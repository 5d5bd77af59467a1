"""Where logs are found and kept: the OpenSearch domain, and the locks of the archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.emulator.checks import Sight
from conformance.emulator.checks.data import admitted, own_key
from conformance.emulator.report import Expect
from x2bee_constructs.logging import names
from x2bee_constructs.logging.props import LogStoreProps
from x2bee_constructs.platform.logs import log_store_props

__all__ = ["archive", "domain"]

_HTTPS = 443


def _props(sight: Sight) -> LogStoreProps:
    props = log_store_props(sight.platform)
    assert props, "the templates have a store of logs, and the platform says nothing of logs"
    return props


def domain(sight: Sight, expect: Expect) -> None:
    """As large as said, encrypted everywhere, under our name, and only declared networks reach it."""
    props, said = _props(sight), {"DomainName": names.domain_name(sight.platform.site)}
    found = sight.aws.call("opensearch", "describe_domain", **said)["DomainStatus"]
    asked = props.logs.opensearch
    expect.same("its version", f"OpenSearch_{asked.version}", found["EngineVersion"])
    nodes: Mapping[str, Any] = found["ClusterConfig"]
    expect.same("its nodes", (asked.node_type, asked.nodes), (nodes.get("InstanceType"), nodes.get("InstanceCount")))
    expect.same("a zone that stands by", asked.standby, bool(nodes.get("MultiAZWithStandbyEnabled")))
    expect.same("storage of a node", asked.storage_gib, found["EBSOptions"].get("VolumeSize"))
    for option in ("NodeToNodeEncryptionOptions", "EncryptionAtRestOptions", "AdvancedSecurityOptions"):
        expect.that(bool(found.get(option, {}).get("Enabled")), f"{option} are off")
    key = found.get("EncryptionAtRestOptions", {}).get("KmsKeyId")
    expect.that(own_key(sight, key), f"it is encrypted with {key}")
    ends: Mapping[str, Any] = found["DomainEndpointOptions"]
    expect.same("its name", (True, props.host), (ends.get("CustomEndpointEnabled"), ends.get("CustomEndpoint")))
    expect.that(bool(ends.get("EnforceHTTPS")), "it answers without TLS")
    doors = {(cidr, _HTTPS) for cidr in (*props.app_cidrs, *props.people_cidrs)}
    expect.same("who is let in", doors, admitted(sight, found["VPCOptions"]["SecurityGroupIds"]))


def archive(sight: Sight, expect: Expect) -> None:
    """Each class in a bucket of its own that locks what is in it for as long as it is kept."""
    for kept in _props(sight).kept:
        said: Any = {"Bucket": names.archive_bucket(sight.platform.site, sight.platform.account, kept.kind)}
        found = sight.aws.call("s3", "get_object_lock_configuration", **said)["ObjectLockConfiguration"]
        wanted = {"Mode": kept.lock.upper(), "Days": kept.archive_days}
        expect.same(f"the lock of '{kept.kind}'", wanted, found.get("Rule", {}).get("DefaultRetention"))
