"""What people are told of: all that AWS recommends, of this domain, to the topic."""

from __future__ import annotations

from typing import Any

from tests.logging.test_aws import ACCOUNT, REGION, template

TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms"
RECOMMENDED = {
    "ClusterStatus.red",
    "ClusterStatus.yellow",
    "FreeStorageSpace",
    "ClusterIndexWritesBlocked",
    "Nodes",
    "AutomatedSnapshotFailure",
    "CPUUtilization",
    "JVMMemoryPressure",
    "OldGenJVMMemoryPressure",
    "KMSKeyError",
    "KMSKeyInaccessible",
    "Shards.active",
    "MasterReachableFromNode",
    "ThreadpoolWriteQueue",
    "ThreadpoolSearchQueue",
}
"""Recommended CloudWatch alarms for Amazon OpenSearch Service, those of every domain."""

MASTERS = {"MasterCPUUtilization", "MasterJVMMemoryPressure", "MasterOldGenJVMMemoryPressure"}


def alarms(name: str = "least") -> list[dict[str, Any]]:
    return [made["Properties"] for made in template(name).find_resources("AWS::CloudWatch::Alarm").values()]


def by_metric(name: str = "least") -> dict[str, dict[str, Any]]:
    return {one["MetricName"]: one for one in alarms(name) if "MetricName" in one}


def test_all_that_aws_recommends_and_the_masters_where_there_are_some() -> None:
    assert set(by_metric()) == RECOMMENDED | MASTERS
    assert set(by_metric("small")) == RECOMMENDED


def test_each_is_of_this_domain_and_goes_to_the_topic_also_when_all_is_well() -> None:
    for one in alarms():
        assert one["AlarmActions"] == one["OKActions"] == [TOPIC]
        assert one["AlarmDescription"].startswith("x2bee-acme-prd-logs: ")
    for one in by_metric().values():
        dimensions = {each["Name"]: each["Value"] for each in one["Dimensions"]}
        assert dimensions == {"DomainName": "x2bee-acme-prd-logs", "ClientId": ACCOUNT}
        assert one["Namespace"] == "AWS/ES"


def test_storage_is_told_at_a_quarter_of_what_a_node_has() -> None:
    for name, gib in (("least", 100), ("most", 500)):
        storage = by_metric(name)["FreeStorageSpace"]
        assert storage["Threshold"] == gib * 1024 / 4, "in MiB"
        assert (storage["Statistic"], storage["ComparisonOperator"]) == ("Minimum", "LessThanOrEqualToThreshold")


def test_a_lost_node_is_one_less_than_all_masters_included() -> None:
    assert {name: by_metric(name)["Nodes"]["Threshold"] for name in ("least", "most", "small")} == {
        "least": 5,
        "most": 8,
        "small": 0,
    }


def test_errors_are_told_by_their_share_and_not_of_a_handful() -> None:
    (rate,) = [one for one in alarms() if "Metrics" in one]
    expressions = [each["Expression"] for each in rate["Metrics"] if "Expression" in each]
    assert expressions == ["IF(requests >= 100, 100 * errors / requests, 0)"]
    measured = {each["MetricStat"]["Metric"]["MetricName"] for each in rate["Metrics"] if "MetricStat" in each}
    assert measured == {"5xx", "OpenSearchRequests"}
