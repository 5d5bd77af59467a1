"""Ways to break databases, session stores and their backups, through the API; each gives what mends it again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from conformance.emulator.checks import Sight
from conformance.emulator.steps.ways import backups_kept_for, open_to_anyone, watch_nobody, without_tls
from x2bee_constructs.database import names as database_names
from x2bee_constructs.session import names as session_names

__all__ = [
    "address", "alarm", "backup_days", "database_door", "domain", "login", "parameter", "plan", "protection", "rules",
    "session_door", "stranger",
]  # fmt: skip


def _first(sight: Sight, type: str) -> str:
    return sight.deployed.of(type)[0].physical_id


def _cluster(sight: Sight) -> Mapping[str, Any]:
    said: Any = {"DBClusterIdentifier": _first(sight, "AWS::RDS::DBCluster")}
    return sight.aws.call("rds", "describe_db_clusters", **said)["DBClusters"][0]


def _changing(sight: Sight, broken: Mapping[str, Any], right: Mapping[str, Any]) -> Callable[[], Any]:
    said: Any = {"DBClusterIdentifier": _cluster(sight)["DBClusterIdentifier"], "ApplyImmediately": True}
    sight.aws.call("rds", "modify_db_cluster", **said, **broken)
    return lambda: sight.aws.call("rds", "modify_db_cluster", **said, **right)


def protection(sight: Sight) -> Callable[[], Any]:
    """A database that may be deleted."""
    return _changing(sight, {"DeletionProtection": False}, {"DeletionProtection": True})


def backup_days(sight: Sight) -> Callable[[], Any]:
    """A database that forgets its backups after another number of days."""
    days = _cluster(sight)["BackupRetentionPeriod"]
    return _changing(sight, {"BackupRetentionPeriod": 36 - days}, {"BackupRetentionPeriod": days})


def parameter(sight: Sight) -> Callable[[], Any]:
    """A database that takes connections without TLS."""
    group: str = _cluster(sight)["DBClusterParameterGroup"]
    return without_tls(sight, "modify_db_cluster_parameter_group", DBClusterParameterGroupName=group)


def domain(sight: Sight) -> Callable[[], Any]:
    """An OpenSearch that also answers without TLS."""
    name = _first(sight, "AWS::OpenSearchService::Domain")

    def enforced(wanted: bool) -> None:
        said: Any = sight.aws.call("opensearch", "describe_domain", DomainName=name)["DomainStatus"]
        ends: Any = {**said["DomainEndpointOptions"], "EnforceHTTPS": wanted}
        sight.aws.call("opensearch", "update_domain_config", DomainName=name, DomainEndpointOptions=ends)

    enforced(False)
    return lambda: enforced(True)


def address(sight: Sight) -> Callable[[], Any]:
    """A parameter that leads writers to readers."""
    cluster = _cluster(sight)
    database = cluster["DBClusterIdentifier"].rpartition("-")[2]
    name = database_names.parameter(sight.platform.site, database, "writer")

    def put(host: str) -> None:
        sight.aws.call("ssm", "put_parameter", Name=name, Value=host, Overwrite=True)

    put(cluster["ReaderEndpoint"])
    return lambda: put(cluster["Endpoint"])


def login(sight: Sight) -> Callable[[], Any]:
    """A service that logs in as the administrator."""
    prefix = database_names.secret(sight.platform.site, "")
    listed = sight.aws.call("secretsmanager", "list_secrets")["SecretList"]
    name = min(one["Name"] for one in listed if one["Name"].startswith(prefix))
    value: str = sight.aws.call("secretsmanager", "get_secret_value", SecretId=name)["SecretString"]

    def put(text: str) -> None:
        sight.aws.call("secretsmanager", "put_secret_value", SecretId=name, SecretString=text)

    put(json.dumps({**json.loads(value), "username": "x2bee_admin"}))
    return lambda: put(value)


def database_door(sight: Sight) -> Callable[[], Any]:
    """A database that a whole network reaches."""
    cluster = _cluster(sight)
    return open_to_anyone(sight, cluster["VpcSecurityGroups"][0]["VpcSecurityGroupId"], cluster["Port"])


def session_door(sight: Sight) -> Callable[[], Any]:
    """A session store that a whole network reaches."""
    node = sight.aws.call("elasticache", "describe_cache_clusters")["CacheClusters"][0]
    return open_to_anyone(sight, node["SecurityGroups"][0]["SecurityGroupId"], sight.platform.sessions.port)


def rules(sight: Sight) -> Callable[[], Any]:
    """Connections without a name that may do everything."""
    user = session_names.user_id(sight.platform.site, "default")
    said: Any = {"UserId": user}
    (found,) = sight.aws.call("elasticache", "describe_users", **said)["Users"]
    sight.aws.call("elasticache", "modify_user", **said, AccessString="on ~* &* +@all")
    return lambda: sight.aws.call("elasticache", "modify_user", **said, AccessString=found["AccessString"])


def stranger(sight: Sight) -> Callable[[], Any]:
    """A user of the session store that nobody said."""
    group, user = session_names.user_group(sight.platform.site), "stranger"
    made: Any = {"UserId": user, "UserName": user, "Engine": sight.platform.sessions.engine}
    sight.aws.call("elasticache", "create_user", **made, AccessString="on ~* +@all", Passwords=["0123456789abcdef"])
    sight.aws.call("elasticache", "modify_user_group", UserGroupId=group, UserIdsToAdd=[user])

    def mend() -> None:
        sight.aws.call("elasticache", "modify_user_group", UserGroupId=group, UserIdsToRemove=[user])
        sight.aws.call("elasticache", "delete_user", UserId=user)

    return mend


def plan(sight: Sight) -> Callable[[], Any]:
    """A plan whose backups are gone after a day."""
    return backups_kept_for(sight, _first(sight, "AWS::Backup::BackupPlan"), 1)


def alarm(sight: Sight) -> Callable[[], Any]:
    """An alarm on a database that is not there."""
    return watch_nobody(sight, "AWS/RDS", "CPUUtilization", "DBClusterIdentifier", "x2bee-nobody")
