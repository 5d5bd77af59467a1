"""The session store: what it is, who reaches it, and what each of its users may do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from conformance.emulator.checks import Sight
from conformance.emulator.checks.data import admitted, own_key, parameter_value, ways_out
from conformance.emulator.report import Expect
from x2bee_constructs.platform.network import network_props
from x2bee_constructs.platform.sessions import session_store_props
from x2bee_constructs.session import names
from x2bee_constructs.session.access import NOBODY, access_string
from x2bee_constructs.session.logs import LOG_TYPES
from x2bee_constructs.session.parameters import PARAMETERS
from x2bee_constructs.session.props import SessionStoreProps

__all__ = ["store", "users"]

DEFAULT = "default"

_Group = Mapping[str, Any]


def _props(sight: Sight) -> SessionStoreProps:
    props = session_store_props(sight.platform)
    assert props, "the templates have a session store, and no service of the platform keeps sessions"
    return props


def _group(sight: Sight) -> _Group:
    said: Any = {"ReplicationGroupId": names.store(sight.platform.site)}
    return sight.aws.call("elasticache", "describe_replication_groups", **said)["ReplicationGroups"][0]


def store(sight: Sight, expect: Expect) -> None:
    """A primary and its replicas over the zones: encrypted, backed up, logged, and only the app subnets reach them."""
    props, group = _props(sight), _group(sight)
    _said(props, group, expect)
    expect.that(own_key(sight, group.get("KmsKeyId")), f"the store is encrypted with {group.get('KmsKeyId')}")
    _logged(sight, group, expect)
    nodes = [_node(sight, one) for one in group["MemberClusters"]]
    zones = network_props(sight.platform).zones
    spread = [zones[index % len(zones)] for index in range(1 + props.replicas)]
    expect.same("zones of the nodes", sorted(spread), sorted(one["PreferredAvailabilityZone"] for one in nodes))
    watched = [names.member(sight.platform.site, number + 1) for number in range(1 + props.replicas)]
    expect.same("the nodes that alarms watch", watched, sorted(group["MemberClusters"]))
    for node in nodes:
        _built(sight, props, node, expect)
    _named(sight, props, group, expect)


def _said(props: SessionStoreProps, group: _Group, expect: Expect) -> None:
    wanted: dict[str, object] = {
        "Engine": props.engine,
        "CacheNodeType": props.node_type,
        "AutomaticFailover": "enabled",
        "MultiAZ": "enabled",
        "ClusterEnabled": False,
        "TransitEncryptionEnabled": True,
        "TransitEncryptionMode": "required",
        "AtRestEncryptionEnabled": True,
        "AuthTokenEnabled": False,
        "SnapshotRetentionLimit": props.snapshot_days,
    }
    for key, value in wanted.items():
        expect.same(f"the store: {key}", value, group.get(key))


def _logged(sight: Sight, group: _Group, expect: Expect) -> None:
    wanted = {LOG_TYPES[kind]: names.log_group(sight.platform.site, kind) for kind in LOG_TYPES}
    found = {
        one["LogType"]: one["DestinationDetails"]["CloudWatchLogsDetails"]["LogGroup"]
        for one in group["LogDeliveryConfigurations"]
    }
    expect.same("its logs", wanted, found)


def _node(sight: Sight, name: str) -> Mapping[str, Any]:
    return sight.aws.call("elasticache", "describe_cache_clusters", CacheClusterId=name)["CacheClusters"][0]


def _built(sight: Sight, props: SessionStoreProps, node: Mapping[str, Any], expect: Expect) -> None:
    name = node["CacheClusterId"]
    expect.same(f"{name}: version", props.engine_version, node["EngineVersion"])
    groups = [one["SecurityGroupId"] for one in node["SecurityGroups"]]
    expect.same(f"who reaches {name}", {(cidr, props.port) for cidr in props.client_cidrs}, admitted(sight, groups))
    expect.same(f"whom {name} reaches", set[object](), ways_out(sight, groups))
    told: Any = {"CacheParameterGroupName": node["CacheParameterGroup"]["CacheParameterGroupName"]}
    found = sight.aws.call("elasticache", "describe_cache_parameters", **told)["Parameters"]
    values = {one["ParameterName"]: one["ParameterValue"] for one in found if one["Source"] == "user"}
    expect.same(f"{name}: parameters", dict(PARAMETERS), values)
    where: Any = {"CacheSubnetGroupName": node["CacheSubnetGroupName"]}
    (subnets,) = sight.aws.call("elasticache", "describe_cache_subnet_groups", **where)["CacheSubnetGroups"]
    (vpc,) = sight.deployed.of("AWS::EC2::VPC")
    expect.same(f"{name}: VPC", vpc.physical_id, subnets["VpcId"])


def _named(sight: Sight, props: SessionStoreProps, group: _Group, expect: Expect) -> None:
    """Kubernetes finds it by two parameters, people its replicas by a third."""
    (shard,) = group["NodeGroups"]
    expect.same("its port", props.port, shard["PrimaryEndpoint"]["Port"])
    wanted = {
        "primary": shard["PrimaryEndpoint"]["Address"],
        "reader": shard["ReaderEndpoint"]["Address"],
        "port": str(props.port),
    }
    for what in ("primary", "reader", "port"):
        path = names.parameter(sight.platform.site, what)
        expect.same(path, wanted[what], parameter_value(sight, path))


def users(sight: Sight, expect: Expect) -> None:
    """Each service is a user with its own rules and password; nobody else is, and who gives no name may do nothing."""
    props, site = _props(sight), sight.platform.site
    rules = {one.service: access_string(one.client, one.namespace, props.engine) for one in props.users}
    rules[DEFAULT] = NOBODY
    expect.same("the store's groups of users", [names.user_group(site)], list(_group(sight)["UserGroupIds"]))
    said: Any = {"UserGroupId": names.user_group(site)}
    (group,) = sight.aws.call("elasticache", "describe_user_groups", **said)["UserGroups"]
    expect.same("users of the store", sorted(names.user_id(site, name) for name in rules), sorted(group["UserIds"]))
    found = {one["UserId"]: one for one in sight.aws.call("elasticache", "describe_users")["Users"]}
    passwords: set[str] = set()
    for name, rule in rules.items():
        user = found.get(names.user_id(site, name), {})
        wanted = {"UserName": name, "Engine": props.engine, "AccessString": rule}
        expect.same(f"user {name}", wanted, {key: user.get(key) for key in wanted})
        expect.same(f"passwords of {name}", 1, user.get("Authentication", {}).get("PasswordCount"))
        passwords.add(_password(sight, name, expect))
    expect.same("different passwords", len(rules), len(passwords))


def _password(sight: Sight, user: str, expect: Expect) -> str:
    secret = names.secret(sight.platform.site, user)
    said: Mapping[str, str] = json.loads(
        sight.aws.call("secretsmanager", "get_secret_value", SecretId=secret)["SecretString"]
    )
    expect.same(f"{secret}: its user", user, said.get("username"))
    return said.get("password", "")
