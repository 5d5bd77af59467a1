"""What a template says, as the APIs of WAF and S3 have it."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from conformance.emulator.spelling import encryption, lifecycle, ownership, references, spelt

OFFICES = "arn:aws:wafv2:r:a:regional/ipset/offices/1"
HOST = {"ByteMatchStatement": {"SearchString": "bo.a.kr", "PositionalConstraint": "EXACTLY"}}
INSIDE = {"NotStatement": {"Statement": {"IPSetReferenceStatement": {"Arn": OFFICES}}}}
RULE = {"Name": "office-hosts", "Statement": {"AndStatement": {"Statements": [HOST, INSIDE]}}}


def test_texts_are_bytes_and_arns_are_capitals() -> None:
    host, inside = spelt([RULE])[0]["Statement"]["AndStatement"]["Statements"]
    assert base64.b64decode(host["ByteMatchStatement"]["SearchString"]) == b"bo.a.kr"
    assert inside["NotStatement"]["Statement"]["IPSetReferenceStatement"] == {"ARN": OFFICES}
    assert spelt({"SearchStringBase64": "Ym8="}) == {"SearchString": "Ym8="}


def test_ip_sets_are_found_however_deep() -> None:
    assert references([RULE]) == [OFFICES]
    assert references([HOST]) == []


def test_encryption_and_ownership() -> None:
    said = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": True}
    assert encryption({"ServerSideEncryptionConfiguration": [said]}).decode() == (
        "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256"
        "</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule>"
        "</ServerSideEncryptionConfiguration>"
    )
    rules = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert b"<ObjectOwnership>BucketOwnerEnforced<" in ownership(rules)


def test_a_lifecycle_rule_is_kept_whole() -> None:
    rule: dict[str, Any] = {
        "Id": "records", "Status": "Enabled", "ExpirationInDays": 731,
        "Transitions": [{"StorageClass": "GLACIER_IR", "TransitionInDays": 90}],
        "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
    }  # fmt: skip
    text = lifecycle({"Rules": [rule]}).decode()
    for part in (
        "<ID>records</ID>", "<Expiration><Days>731</Days></Expiration>",
        "<Transition><Days>90</Days><StorageClass>GLACIER_IR</StorageClass></Transition>",
        "<NoncurrentDays>30</NoncurrentDays>", "<DaysAfterInitiation>7</DaysAfterInitiation>",
    ):  # fmt: skip
        assert part in text


def test_what_nobody_would_keep_of_a_lifecycle_rule_is_refused() -> None:
    rule = {"Id": "old", "Status": "Enabled", "ExpirationDate": "2030-01-01"}
    with pytest.raises(ValueError, match=r"does not take \['ExpirationDate'\]"):
        lifecycle({"Rules": [rule]})
