"""Golden files leave out what changes for no reason of the app's, and hold everything else."""

from __future__ import annotations

import json

from syrupy.location import PyTestLocation

from x2bee_constructs.testing.snapshots import TemplateSnapshot, stable

A, B = "a" * 64, "0123456789abcdef" * 4


def test_digests_of_assets() -> None:
    assert stable({"S3Key": f"{A}.zip"}) == {"S3Key": "<asset>.zip"}
    url = {"Fn::Sub": f"https://s3.${{AWS::Region}}.${{AWS::URLSuffix}}/cdk-hnb659fds-assets-1-eu/{A}.template.json"}
    assert stable(url) == {"Fn::Sub": url["Fn::Sub"].replace(A, "<asset>")}
    image = f"1.dkr.ecr.eu.amazonaws.com/cdk-hnb659fds-container-assets-1-eu:{B}"
    assert stable([image]) == [image.replace(B, "<asset>")]


def test_other_digests_stay() -> None:
    said = {"Checksum": A, "Image": f"nexus.example.com/gift@sha256:{B}", "Count": 3, "On": True, "No": None}
    assert stable(said) == said


def test_what_the_cdk_says_of_itself() -> None:
    notice = {"Type": "AWS::CDK::Metadata", "Properties": {"Analytics": "v2:deflate64:H4sIAAAA"}, "Condition": "C"}
    found = stable({"Resources": {"CDKMetadata": notice}})["Resources"]["CDKMetadata"]
    assert found == {**notice, "Properties": {"Analytics": "<versions>"}}


def test_a_template_reads_the_same_however_it_is_given() -> None:
    template = {"Resources": {"B": {"Type": "X"}, "A": {"Type": "Y"}}}
    made = TemplateSnapshot()
    assert made.serialize(template) == made.serialize(json.dumps(template))
    assert list(json.loads(made.serialize(template))["Resources"]) == ["A", "B"]


def test_where_they_are(request) -> None:
    assert TemplateSnapshot.dirname(test_location=PyTestLocation(request.node)).endswith(
        "tests/testing/golden/test_snapshots"
    )
