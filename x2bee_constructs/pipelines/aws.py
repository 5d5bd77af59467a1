"""What builds may do in one environment's account: push its images, and sign them."""

from __future__ import annotations

from typing import Any

from aws_cdk import RemovalPolicy, Token
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.iam import Statement
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.pipelines import names
from x2bee_constructs.pipelines.props import BuildAccessProps, GitlabTokens, Pods, Runners

__all__ = ["BuildAccess"]

_MOST_NAMES = 60
"""How many repositories a build may push to by their names: IAM allows a role 10,240 characters, and an ARN takes about
90. Above, it is all that are below the environment's path."""
_PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer")
_PUSH = ("ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart")


class BuildAccess(Construct):
    """The role that builds take in one environment, and the key that signs its images.

    Nobody has the private half of the key: KMS signs. Builds are let in by the token that GitLab gives them, or by the
    role of the pods in which they run; there is no access key. `provider` is GitLab's identity provider, or None.
    Images that run were signed with the key, so it outlives the stack.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: BuildAccessProps) -> None:
        """Make the access of one environment."""
        super().__init__(scope, id)
        self.key = kms.Key(
            self,
            "Key",
            alias=names.signing_key(site),
            description=f"Signs the container images of {site.prefix}",
            key_spec=kms.KeySpec.ECC_NIST_P256,
            key_usage=kms.KeyUsage.SIGN_VERIFY,
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        for_people(self.key.node.find_child("Alias"), "pipelines sign by it, and whoever verifies an image")
        why = "IAM decides who may use it; a key that signs has no grants of AWS' services"
        acknowledge(self.key, why, "cdk-validator-cfnguard::kms_create_grant_aws_service_check")
        self.provider = self._provider(props.runners)
        self.role = iam.CfnRole(
            self,
            "Role",
            role_name=names.builder_role(site),
            description=f"Builds of {site.prefix}: push its images and sign them",
            assume_role_policy_document={"Version": "2012-10-17", "Statement": [self._trust(props)]},
            policies=[iam.CfnRole.PolicyProperty(policy_name="build", policy_document=self._policy(site, props))],
        )
        for_people(self.role, "pipelines take it, outside the cluster")
        inline = "what a role may do is written in the role: the policy serves it alone and ends with it"
        acknowledge(self.role, inline, "NIST.800.53.R5-IAMNoInlinePolicy", "PCI.DSS.321-IAMNoInlinePolicy")
        if props.images:
            whole = "ecr:GetAuthorizationToken is granted for everything or nothing"
            acknowledge(self.role, whole, "AwsSolutions-IAM5[Resource::*]")
        if len(props.images) > _MOST_NAMES:
            many = "more images than a role's policy has room for by name; nothing else is below the environment's path"
            where = "arn:aws:ecr:<AWS::Region>:<AWS::AccountId>:repository"
            place = place_of(self)
            if not Token.is_unresolved(place.region):
                where = f"arn:aws:ecr:{place.region}:{place.account}:repository"
            acknowledge(self.role, many, f"AwsSolutions-IAM5[Resource::{where}/{site.path}/*]")

    def _provider(self, runners: Runners) -> iam.CfnOIDCProvider | None:
        if not isinstance(runners, GitlabTokens) or runners.known:
            return None
        provider = iam.CfnOIDCProvider(self, "Gitlab", url=runners.gitlab, client_id_list=[runners.gitlab])
        provider.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        return provider

    def _trust(self, props: BuildAccessProps) -> dict[str, Any]:
        runners = props.runners
        if isinstance(runners, Pods):
            who = {"AWS": f"arn:aws:iam::{runners.account}:role/{runners.role}"}
            # Pods have the tags of their session, which go with them into the next role.
            return {"Effect": "Allow", "Principal": who, "Action": ["sts:AssumeRole", "sts:TagSession"]}
        host = runners.gitlab.removeprefix("https://")
        known = f"arn:aws:iam::{place_of(self).account}:oidc-provider/{host}"
        subjects = [f"project_path:{project}:ref_type:branch:ref:{props.branch}" for project in runners.projects]
        return {
            "Effect": "Allow",
            "Principal": {"Federated": self.provider.ref if self.provider else known},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
                "StringEquals": {f"{host}:aud": runners.gitlab},
                "StringLike": {f"{host}:sub": subjects},
            },
        }

    def _policy(self, site: Site, props: BuildAccessProps) -> dict[str, Any]:
        place = place_of(self)
        names_of = props.images if len(props.images) <= _MOST_NAMES else ("*",)
        where = [f"arn:aws:ecr:{place.region}:{place.account}:repository/{site.path}/{image}" for image in names_of]
        images = (
            Statement("Login", ("ecr:GetAuthorizationToken",), ("*",)),
            Statement("Images", tuple(sorted((*_PULL, *_PUSH))), tuple(where)),
        )
        sign = Statement("Sign", ("kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"), (self.key.key_arn,))
        said = [one.as_json() for one in ((*images, sign) if where else (sign,))]
        return {"Version": "2012-10-17", "Statement": said}
