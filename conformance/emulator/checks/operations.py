"""What people are told, and what is kept for them: topics, alarms, budgets, queues, logs, secrets."""

from __future__ import annotations

import json
from typing import Any

from conformance.emulator.checks import Sight
from conformance.emulator.report import Expect

__all__ = ["alarms", "budgets", "logs", "queues", "rules", "secrets", "topics"]


def _own_keys(sight: Sight) -> set[str]:
    """As services name them: ids, and the aliases that lead to them."""
    return {one.physical_id for one in sight.deployed.of("AWS::KMS::Key", "AWS::KMS::Alias")}


def _is_own(sight: Sight, key: object) -> bool:
    text = str(key or "")
    return text in _own_keys(sight) or text.rsplit("/", 1)[-1] in _own_keys(sight)


def topics(sight: Sight, expect: Expect) -> None:
    """Topics are encrypted with a key of ours, and everybody who is to be told is subscribed."""
    for topic in sight.deployed.of("AWS::SNS::Topic"):
        said = sight.aws.call("sns", "get_topic_attributes", TopicArn=topic.physical_id)["Attributes"]
        key = said.get("KmsMasterKeyId")
        expect.that(_is_own(sight, key), f"{topic} is encrypted with {key or 'nothing'}")
    told = [one.properties for one in sight.deployed.of("AWS::SNS::Subscription")]
    found = sight.aws.call("sns", "list_subscriptions")["Subscriptions"]
    wanted = sorted((str(one["Protocol"]), str(one["Endpoint"])) for one in told)
    expect.same("subscriptions", wanted, sorted((one["Protocol"], one["Endpoint"]) for one in found))


def alarms(sight: Sight, expect: Expect) -> None:
    """An alarm tells a topic of ours."""
    own = {one.physical_id for one in sight.deployed.of("AWS::SNS::Topic")}
    for alarm in sight.aws.call("cloudwatch", "describe_alarms")["MetricAlarms"]:
        actions = set(alarm["AlarmActions"])
        expect.that(bool(actions) and actions <= own, f"{alarm['AlarmName']} tells {sorted(actions) or 'nobody'}")


def rules(sight: Sight, expect: Expect) -> None:
    """A rule is on, and sends its events to a topic or a queue of ours that lets EventBridge in."""
    for rule in sight.aws.call("events", "list_rules")["Rules"]:
        name = rule["Name"]
        expect.same(f"{name} is", "ENABLED", rule["State"])
        targets = [one["Arn"] for one in sight.aws.call("events", "list_targets_by_rule", Rule=name)["Targets"]]
        expect.that(bool(targets), f"{name} sends to nobody")
        for target in targets:
            expect.that("events.amazonaws.com" in _let_in(sight, target), f"{name} is not let in by {target}")


def _let_in(sight: Sight, target: str) -> set[str]:
    """The services that the policy of a topic or queue of ours admits; none if it is not ours."""
    policy = json.loads(_attributes(sight, target).get("Policy", '{"Statement": []}'))
    admitted: list[Any] = [one["Principal"] for one in policy["Statement"] if one["Effect"] == "Allow"]
    return {one["Service"] for one in admitted if "Service" in one}


def _attributes(sight: Sight, target: str) -> dict[str, str]:
    """Those of the topic or queue of ours that has this ARN."""
    if target in {one.physical_id for one in sight.deployed.of("AWS::SNS::Topic")}:
        return sight.aws.call("sns", "get_topic_attributes", TopicArn=target)["Attributes"]
    for queue in sight.deployed.of("AWS::SQS::Queue"):
        url: Any = {"QueueUrl": queue.physical_id, "AttributeNames": ["All"]}
        found = sight.aws.call("sqs", "get_queue_attributes", **url)["Attributes"]
        if found["QueueArn"] == target:
            return found
    return {}


def budgets(sight: Sight, expect: Expect) -> None:
    """A budget has its limit, and tells somebody."""
    account = sight.platform.account
    for held in sight.deployed.of("AWS::Budgets::Budget"):
        name: Any = {"AccountId": account, "BudgetName": held.physical_id}
        found = sight.aws.call("budgets", "describe_budget", **name)["Budget"]
        limit = held.properties["Budget"]["BudgetLimit"]
        expect.same("its limit", float(limit["Amount"]), float(found["BudgetLimit"]["Amount"]))
        told = sight.aws.call("budgets", "describe_notifications_for_budget", **name)["Notifications"]
        expect.same("its notifications", len(held.properties.get("NotificationsWithSubscribers", [])), len(told))
        for one in told:
            who = sight.aws.call("budgets", "describe_subscribers_for_notification", **name, Notification=one)
            expect.that(bool(who["Subscribers"]), f"{held} tells nobody at {one['Threshold']}")


def queues(sight: Sight, expect: Expect) -> None:
    """A queue is encrypted, takes messages over TLS only, and has senders."""
    rules = sight.aws.call("events", "list_rules")["Rules"]
    targets = {
        target["Arn"]
        for rule in rules
        for target in sight.aws.call("events", "list_targets_by_rule", Rule=rule["Name"])["Targets"]
    }
    for queue in sight.deployed.of("AWS::SQS::Queue"):
        url: Any = {"QueueUrl": queue.physical_id, "AttributeNames": ["All"]}
        said = sight.aws.call("sqs", "get_queue_attributes", **url)["Attributes"]
        encrypted = said.get("KmsMasterKeyId") or said.get("SqsManagedSseEnabled") == "true"
        expect.that(bool(encrypted), f"{queue} is not encrypted")
        policy = json.loads(said.get("Policy", '{"Statement": []}'))
        denied = [one for one in policy["Statement"] if one["Effect"] == "Deny"]
        expect.that(any("Bool" in one.get("Condition", {}) for one in denied), f"{queue} takes messages without TLS")
        if sight.deployed.of("AWS::Events::Rule"):
            expect.that(said["QueueArn"] in targets, f"no rule sends to {queue}")


def logs(sight: Sight, expect: Expect) -> None:
    """Each log group keeps what it must for as long as its template says, encrypted with a key of ours."""
    found = {one["logGroupName"]: one for one in sight.aws.call("logs", "describe_log_groups")["logGroups"]}
    for held in sight.deployed.of("AWS::Logs::LogGroup"):
        group = found.get(held.physical_id, {})
        expect.same(f"{held}: days", held.properties["RetentionInDays"], group.get("retentionInDays"))
        expect.that(_is_own(sight, group.get("kmsKeyId")), f"{held} is encrypted with {group.get('kmsKeyId')}")


def secrets(sight: Sight, expect: Expect) -> None:
    """Each secret is there under its name, and encrypted with a key of ours."""
    for held in sight.deployed.of("AWS::SecretsManager::Secret"):
        said = sight.aws.call("secretsmanager", "describe_secret", SecretId=held.physical_id)
        expect.same(f"{held}: its name", held.properties.get("Name", said["Name"]), said["Name"])
        expect.that(_is_own(sight, said.get("KmsKeyId")), f"{held} is encrypted with {said.get('KmsKeyId')}")
