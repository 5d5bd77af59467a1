"""What is marked on a construct of the AWS side takes one message, and says where nothing can be marked."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template
from constructs import Construct

from x2bee_constructs.core.acknowledge import MARK, acknowledge
from x2bee_constructs.core.aws import for_people

RULES = ("AwsSolutions-S1", "NIST.800.53.R5-S3BucketLoggingEnabled")


def test_all_rules_of_one_reason_take_one_message(messages: list[Any]) -> None:
    stack = cdk.Stack(cdk.App(), "shop")
    bucket = s3.Bucket(stack, "pictures")
    acknowledge(bucket, "loads the library", RULES[0])
    messages.clear()
    acknowledge(bucket, "nobody may see them", *RULES)
    assert len(messages) == 1
    assert [one.data for one in bucket.node.metadata if one.type == MARK] == [
        "AwsSolutions::AwsSolutions-S1",
        "AwsSolutions::AwsSolutions-S1",
        "NIST.800.53.R5::NIST.800.53.R5-S3BucketLoggingEnabled",
    ]


def test_a_name_for_people_takes_one_message(messages: list[Any]) -> None:
    stack = cdk.Stack(cdk.App(), "shop")
    made, below = s3.CfnBucket(stack, "own"), s3.Bucket(stack, "child")
    for_people(made, "loads the library")
    messages.clear()
    for_people(made, "the auditors")
    for_people(below, "the painters")
    assert len(messages) == 2
    resources = Template.from_stack(stack).find_resources("AWS::S3::Bucket").values()
    said = {one["Metadata"]["x2bee:for-people"] for one in resources}
    assert said == {"the auditors", "the painters"}


def test_what_has_no_resource_cannot_be_marked() -> None:
    empty = Construct(cdk.Stack(cdk.App(), "shop"), "empty")
    with pytest.raises(TypeError, match=r"\[shop/empty\] has no CloudFormation resource"):
        for_people(empty, "nobody")
    with pytest.raises(ValueError, match=r"\[shop/empty\] 'NOPE-1' is no rule of a known checker"):
        acknowledge(empty, "why", "NOPE-1")
