"""What a service needs of AWS, by name, and the least privilege that follows from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Self

from pydantic import model_validator

from x2bee_constructs.core.faults import fault, matching
from x2bee_constructs.core.iam import Statement
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.props import Bool, Distinct, Props

__all__ = ["Access", "Bucket", "Queue", "aws_hosts", "statements"]

_QUEUE = r"(?=.{1,80}$)[A-Za-z0-9_-]+(\.fifo)?"
_TOPIC = r"(?=.{1,256}$)[A-Za-z0-9_-]+(\.fifo)?"
_BUCKET = r"(?=.{3,63}$)(?!.*\.\.)(?!(\d+\.){3}\d+$)[a-z0-9][a-z0-9.-]*[a-z0-9]"
_PREFIX = r"(?=.{1,512}$)([A-Za-z0-9!_.'()=-]+/)+"
_PARAMETER = r"(?=.{1,512}$)[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+){0,11}"
_SECRET = r"(?=.{1,256}$)[A-Za-z0-9_+=.@-]+(/[A-Za-z0-9_+=.@-]+)*"

_BY_NAME = "AWS access is said by name; ARNs are made from names, account and region"

_Topic = Annotated[
    str, matching(_TOPIC, "an SNS topic's name: letters, digits, '-' and '_', at most 256, perhaps .fifo", _BY_NAME)
]
_Parameter = Annotated[
    str,
    matching(
        _PARAMETER, "a path below /x2bee/<customer>/<environment>/, without '/' at either end: gift/pg-url", _BY_NAME
    ),
]
_Secret = Annotated[
    str, matching(_SECRET, "a name below x2bee/<customer>/<environment>/, without '/' at either end: gift/pg", _BY_NAME)
]


def _refuse_nothing(what: str, **rights: bool) -> None:
    if not any(rights.values()):
        why = "a name without a right would make a role that may nothing"
        said = " or ".join(f"{right}: true" for right in rights)
        raise fault(
            "X2B120", f"access to {what} grants nothing", expected=said, why=why, fix=f"{next(iter(rights))}: true"
        )


class Queue(Props):
    """An SQS queue of the platform's account and region, and what the service does with its messages."""

    name: Annotated[
        str, matching(_QUEUE, "an SQS queue's name: letters, digits, '-' and '_', at most 80, perhaps .fifo", _BY_NAME)
    ]
    """What the queue is called in AWS, as a whole: `acme-gifts`, `acme-gifts.fifo`."""
    send: Bool = False
    """Send messages. False if not given."""
    receive: Bool = False
    """Receive, hide and delete messages. False if not given."""

    @model_validator(mode="after")
    def _grants(self) -> Self:
        _refuse_nothing(f"queue '{self.name}'", send=self.send, receive=self.receive)
        return self


class Bucket(Props):
    """An S3 bucket of the platform's account, and what the service does with its objects."""

    name: Annotated[
        str, matching(_BUCKET, "an S3 bucket's name: 3 to 63 lower-case letters, digits, '-' and '.'", _BY_NAME)
    ]
    """What the bucket is called in AWS, as a whole: `acme-prd-banners`."""
    read: Bool = False
    """Read and list objects. False if not given."""
    write: Bool = False
    """Write objects, over existing ones too. False if not given."""
    delete: Bool = False
    """Delete objects. False if not given."""
    prefix: Annotated[str, matching(_PREFIX, "folders that end in '/', such as banners/, without wildcards")] | None = (
        None
    )
    """Only objects whose key begins so: `banners/`, with `/` at the end, for `banners` would be `banners-old/` too. The
    whole bucket if not given."""

    @model_validator(mode="after")
    def _grants(self) -> Self:
        _refuse_nothing(f"bucket '{self.name}'", read=self.read, write=self.write, delete=self.delete)
        return self

    @property
    def arn(self) -> str:
        """The bucket's ARN, made from its name."""
        return f"arn:aws:s3:::{self.name}"

    @property
    def objects(self) -> str:
        """The objects it speaks of, as IAM writes them."""
        return f"{self.arn}/{self.prefix or ''}*"


class Access(Props):
    """What a service needs of AWS. Its pods get a role that allows this and nothing else; without any, no role.

    Everything is said by name and lies in the platform's own account and region. What is encrypted, is encrypted with
    the environment's key or with AWS's own; other keys are not opened.
    """

    queues: Distinct[Queue] = ()
    """SQS queues: `{name: acme-gifts, send: true}`. None if not given."""
    topics: Distinct[_Topic] = ()
    """SNS topics it publishes to, by name: `acme-gift-events`. None if not given."""
    buckets: Distinct[Bucket] = ()
    """S3 buckets: `{name: acme-prd-banners, read: true, prefix: banners/}`. None if not given."""
    parameters: Distinct[_Parameter] = ()
    """SSM parameters that the program itself reads at run time, below `/x2bee/<customer>/<environment>/`:
    `gift/pg-url`. None if not given."""
    secrets: Distinct[_Secret] = ()
    """Secrets Manager secrets that the program itself reads at run time, below `x2bee/<customer>/<environment>/`:
    `gift/pg`. Those that External Secrets brings need not be said. None if not given."""

    @property
    def declared(self) -> bool:
        """Whether the service needs anything of AWS."""
        return any((self.queues, self.topics, self.buckets, self.parameters, self.secrets))

    @model_validator(mode="after")
    def _fits_one_role(self) -> Self:
        size = _size(statements(self, Site("a" * 10, "a" * 6), "1" * 12, "ap-northeast-2"))
        if size > _LARGEST:
            raise fault(
                "X2B104",
                "access does not fit the policy of one role",
                expected=f"a policy of at most {_LARGEST} characters",
                got=str(size),
                why="IAM allows a role no more inline; a secret takes about 100",
                fix="say prefixes instead of many names, or split the service",
            )
        return self


_LARGEST = 10_240 - 240
"""IAM allows the inline policies of a role 10,240 characters together; regions' names differ in length."""


def statements(access: Access, site: Site, account: str, region: str) -> list[Statement]:
    """The least privilege for what is declared: exact actions on exact ARNs, always in the same order.

    Wildcards stand only for what a name cannot say: an object's key, the six characters that Secrets Manager adds, and
    the key's id, which the alias in the condition decides.
    """
    found = [
        *_messages(access, account, region),
        *_objects(access, account),
        *_values(access, site, account, region),
        *_keys(access, site, account, region),
    ]
    return [statement for statement in found if statement.resources]


def aws_hosts(access: Access, region: str) -> tuple[str, ...]:
    """The hosts of AWS that the declared access goes to, in order: regional ones, as today's SDKs ask for them.

    A bucket is a host of its own, so that no other bucket can be reached; one with a dot in its name is asked for by
    path, at the host of all buckets, because no certificate fits it.
    """
    services = {
        "secretsmanager": access.secrets,
        "sns": access.topics,
        "sqs": access.queues,
        "ssm": access.parameters,
        # A topic's ARN needs the account, which a program learns from here.
        "sts": access.topics,
    }
    buckets = ("s3" if "." in bucket.name else f"{bucket.name}.s3" for bucket in access.buckets)
    used = (*(service for service, names in services.items() if names), *buckets)
    return _sorted(f"{name}.{region}.amazonaws.com" for name in used)


def _messages(access: Access, account: str, region: str) -> Iterator[Statement]:
    queue, topic = f"arn:aws:sqs:{region}:{account}:", f"arn:aws:sns:{region}:{account}:"
    find = ("sqs:GetQueueAttributes", "sqs:GetQueueUrl")
    take = ("sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage")
    yield Statement("Send", (*find, "sqs:SendMessage"), _sorted(queue + q.name for q in access.queues if q.send))
    yield Statement("Receive", (*take, *find), _sorted(queue + q.name for q in access.queues if q.receive))
    yield Statement("Publish", ("sns:Publish",), _sorted(topic + name for name in access.topics))


def _objects(access: Access, account: str) -> Iterator[Statement]:
    own = {"StringEquals": {"aws:ResourceAccount": (account,)}}
    readable = [bucket for bucket in access.buckets if bucket.read]
    yield Statement("Read", ("s3:GetObject",), _sorted(b.objects for b in readable), own)
    written = _sorted(b.objects for b in access.buckets if b.write)
    yield Statement("Write", ("s3:AbortMultipartUpload", "s3:PutObject"), written, own)
    yield Statement("Delete", ("s3:DeleteObject",), _sorted(b.objects for b in access.buckets if b.delete), own)
    whole = _sorted(b.arn for b in readable if not b.prefix)
    yield Statement("List", ("s3:ListBucket",), whole, own)
    for index, arn in enumerate(_sorted(b.arn for b in readable if b.prefix and b.arn not in whole), start=1):
        below = _sorted(f"{b.prefix}*" for b in readable if b.arn == arn)
        yield Statement(f"List{index}", ("s3:ListBucket",), (arn,), {**own, "StringLike": {"s3:prefix": below}})


def _values(access: Access, site: Site, account: str, region: str) -> Iterator[Statement]:
    parameter = f"arn:aws:ssm:{region}:{account}:parameter/{site.path}/"
    secret = f"arn:aws:secretsmanager:{region}:{account}:secret:{site.path}/"
    named = _sorted(parameter + name for name in access.parameters)
    yield Statement("Parameters", ("ssm:GetParameter", "ssm:GetParameters"), named)
    suffixed = _sorted(f"{secret}{name}-??????" for name in access.secrets)
    yield Statement("Secrets", ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"), suffixed)


def _keys(access: Access, site: Site, account: str, region: str) -> Iterator[Statement]:
    # Who sends, publishes or uploads in parts makes a data key, and opens it again.
    encrypts = {
        "sqs": any(queue.send for queue in access.queues),
        "sns": bool(access.topics),
        "s3": any(bucket.write for bucket in access.buckets),
    }
    decrypts = {
        "sqs": bool(access.queues),
        "sns": bool(access.topics),
        "s3": any(bucket.read or bucket.write for bucket in access.buckets),
        "ssm": bool(access.parameters),
        "secretsmanager": bool(access.secrets),
    }
    for sid, action, services in (
        ("Encrypt", "kms:GenerateDataKey", encrypts),
        ("Decrypt", "kms:Decrypt", decrypts),
    ):
        via = _sorted(f"{service}.{region}.amazonaws.com" for service, used in services.items() if used)
        conditions = {
            "StringEquals": {"kms:ViaService": via},
            "ForAnyValue:StringEquals": {"kms:ResourceAliases": (site.key_alias,)},
        }
        yield Statement(sid, (action,), (f"arn:aws:kms:{region}:{account}:key/*",) if via else (), conditions)


def _size(found: Sequence[Statement]) -> int:
    """How many characters IAM counts: those of the policy without spaces."""
    policy = {"Version": "2012-10-17", "Statement": [statement.as_json() for statement in found]}
    return len(json.dumps(policy, separators=(",", ":")))


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words)))
