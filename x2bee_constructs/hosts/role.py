"""Who a machine is in AWS: its role, and the few things that are its own."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_iam as iam
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.iam import Statement
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.machine import TAG
from x2bee_constructs.hosts.names import HostTool

__all__ = ["HostRole"]

_SESSIONS = "AmazonSSMManagedInstanceCore"

_OBJECTS = ("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject")
_BUCKETS = ("s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads")
_KEY = ("kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", "kms:ReEncrypt*")


class HostRole(Construct):
    """The role and the instance profile of one tool's machine.

    It attaches its own volume, reads its own secrets and buckets, writes its own log, and is reached by Session
    Manager. `role` and `profile` are there for others.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        tool: HostTool,
        *,
        volume: str,
        key_arn: str,
        buckets: Sequence[str],
        secrets: Sequence[str],
        kept: Sequence[str] = (),
        further: Sequence[Statement] = (),
    ) -> None:
        """Make them; `secrets` are read and `kept` written too, both by name; `further` is what only this tool does."""
        super().__init__(scope, id)
        self._place = place_of(self)
        said = [
            *self._machine(site, tool, volume),
            *self._data(key_arn, buckets),
            *self._secrets(secrets, kept),
            *self._watched(site, tool),
            *further,
        ]
        self.role = iam.CfnRole(
            self,
            "Role",
            role_name=names.host_role(site, tool),
            description=f"The machine of {tool}",
            assume_role_policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
                ],
            },
            managed_policy_arns=[f"arn:aws:iam::aws:policy/{_SESSIONS}"],
            policies=[
                iam.CfnRole.PolicyProperty(
                    policy_name="host",
                    policy_document={"Version": "2012-10-17", "Statement": [one.as_json() for one in said]},
                )
            ],
        )
        self.profile = iam.CfnInstanceProfile(self, "Profile", roles=[self.role.ref])
        for_people(self.role, "the machine has it, outside the cluster")
        self._meant(said)

    def _arn(self, service: str, resource: str) -> str:
        return f"arn:aws:{service}:{self._place.region}:{self._place.account}:{resource}"

    def _machine(self, site: Site, tool: HostTool, volume: str) -> list[Statement]:
        own = {"StringEquals": {f"aws:ResourceTag/{TAG}": (names.machine(site, tool),)}}
        return [
            Statement("Volume", ("ec2:AttachVolume",), (self._arn("ec2", f"volume/{volume}"),)),
            Statement("Itself", ("ec2:AttachVolume",), (self._arn("ec2", "instance/*"),), own),
            Statement("Look", ("ec2:DescribeTags", "ec2:DescribeVolumes"), ("*",)),
        ]

    def _data(self, key_arn: str, buckets: Sequence[str]) -> list[Statement]:
        services = tuple(f"{name}.{self._place.region}.amazonaws.com" for name in ("ec2", "s3", "secretsmanager"))
        by_them = {"StringEquals": {"kms:ViaService": services}}
        granted = {"Bool": {"kms:GrantIsForAWSResource": ("true",)}, **by_them}
        return [
            Statement("Key", _KEY, (key_arn,), by_them),
            # What EC2 needs to open an encrypted volume for whoever attaches it.
            Statement("Grant", ("kms:CreateGrant",), (key_arn,), granted),
            Statement("Buckets", _BUCKETS, tuple(f"arn:aws:s3:::{name}" for name in buckets)),
            Statement("Objects", _OBJECTS, tuple(f"arn:aws:s3:::{name}/*" for name in buckets)),
        ]

    def _secrets(self, secrets: Sequence[str], kept: Sequence[str]) -> list[Statement]:
        # Secrets Manager puts six characters behind a name.
        read, written = (
            tuple(self._arn("secretsmanager", f"secret:{name}-??????") for name in sorted(found))
            for found in ({*secrets, *kept}, kept)
        )
        reading = Statement("Secrets", ("secretsmanager:GetSecretValue",), read)
        writing = Statement("KeptSecrets", ("secretsmanager:PutSecretValue",), written)
        return [reading, writing] if kept else [reading]

    def _watched(self, site: Site, tool: HostTool) -> list[Statement]:
        group = self._arn("logs", f"log-group:{names.log_group(site, tool)}:*")
        ours = {"StringEquals": {"cloudwatch:namespace": ("x2bee/hosts",)}}
        return [
            Statement("Log", ("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"), (group,)),
            Statement("Metrics", ("cloudwatch:PutMetricData",), ("*",), ours),
        ]

    def _meant(self, said: Sequence[Statement]) -> None:
        inline = "what a role may do is written in the role: the policy serves it alone and ends with it"
        acknowledge(self.role, inline, "NIST.800.53.R5-IAMNoInlinePolicy", "PCI.DSS.321-IAMNoInlinePolicy")
        theirs = "AWS' own policy for its agent, which grows with what Session Manager needs"
        acknowledge(self.role, theirs, f"AwsSolutions-IAM4[Policy::arn:aws:iam::aws:policy/{_SESSIONS}]")
        wide = (
            "objects, streams of a log and a machine's id are not known before they are there; EC2's Describe and "
            "CloudWatch's PutMetricData know no resources, and the namespace is a condition"
        )
        stars = {found for one in said for found in (*one.resources, *one.actions) if "*" in found}
        for found in sorted(stars):
            kind = "Action" if ":" in found and not found.startswith("arn:") else "Resource"
            acknowledge(self.role, wide, f"AwsSolutions-IAM5[{kind}::{found}]")
