"""Who is told of what: each threshold follows from what the instances have."""

from __future__ import annotations

from typing import Any

import pytest

from tests.database.test_aws import ACCOUNT, CASES, LEAST, MOST, REGION, SERVERLESS, all_of, template

GIB = 2**30


def alarms(said: dict[str, Any]) -> dict[str, dict[str, Any]]:
    made = [each["Properties"] for each in all_of(template(said), "AWS::CloudWatch::Alarm")]
    return {each["MetricName"]: each for each in made}


def thresholds(said: dict[str, Any]) -> dict[str, float]:
    return {metric: alarm["Threshold"] for metric, alarm in alarms(said).items()}


def test_an_instance_class_gives_every_threshold() -> None:
    assert thresholds(LEAST) == {
        "CPUUtilization": 80,
        "DatabaseConnections": 1268,  # of 1586
        "FreeableMemory": int(1.6 * GIB),  # of 16 GiB
        "FreeLocalStorage": int(3.2 * GIB),  # of 32 GiB
        "Deadlocks": 0.02,
        "MaximumUsedTransactionIDs": 1_000_000_000,
        "AuroraReplicaLagMaximum": 1000,
    }


def test_a_larger_class_moves_those_that_follow_from_it() -> None:
    larger = thresholds({**LEAST, "database": {"instance": "db.r7g.xlarge"}})
    moved = {metric for metric, threshold in thresholds(LEAST).items() if larger[metric] != threshold}
    assert moved == {"DatabaseConnections", "FreeableMemory", "FreeLocalStorage"}


def test_serverless_instances_are_near_the_most_they_may_grow_to() -> None:
    found = thresholds(SERVERLESS)
    assert found["ACUUtilization"] == 80
    assert found["DatabaseConnections"] == 598  # of 748
    assert found["FreeableMemory"] == int(0.8 * GIB)  # of 8 GiB
    assert "FreeLocalStorage" not in found, "AWS has no such metric for them"


def test_a_cluster_without_readers_has_none_that_could_be_behind() -> None:
    assert "AuroraReplicaLagMaximum" not in thresholds(
        {**LEAST, "database": {"instance": "db.r7g.large", "readers": 0}}
    )


def test_a_reader_of_changes_that_is_behind_is_told_long_before_its_slot_is_given_up() -> None:
    assert thresholds(MOST)["TransactionLogsDiskUsage"] == 25 * GIB
    assert "TransactionLogsDiskUsage" not in thresholds(LEAST)


@pytest.mark.parametrize("case", CASES)
def test_all_ask_the_cluster_for_its_worst_instance_and_tell_the_topic(case: str) -> None:
    (logical,) = template(CASES[case]).find_resources("AWS::RDS::DBCluster")
    for metric, alarm in alarms(CASES[case]).items():
        assert alarm["AlarmActions"] == alarm["OKActions"] == [f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms"]
        assert alarm["Dimensions"] == [{"Name": "DBClusterIdentifier", "Value": {"Ref": logical}}]
        assert alarm["Period"] == 60
        assert alarm["DatapointsToAlarm"] == alarm["EvaluationPeriods"] >= 5
        assert alarm["TreatMissingData"] == "notBreaching"
        assert CASES[case]["name"] in alarm["AlarmDescription"]
        below = metric.startswith("Free")
        assert alarm["ComparisonOperator"] == ("LessThanThreshold" if below else "GreaterThanThreshold")
        if metric != "Deadlocks":  # a rate already
            assert alarm["Statistic"] == ("Minimum" if below else "Maximum")
