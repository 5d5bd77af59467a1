"""Image repositories: immutable, scanned, encrypted, bounded."""

from __future__ import annotations

from aws_cdk import RemovalPolicy
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_kms as kms
from constructs import Construct

from x2bee_constructs.core import durations
from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.delivery import names
from x2bee_constructs.delivery.props import ImageRepositoriesProps

__all__ = ["ImageRepositories"]


class ImageRepositories(Construct):
    """One ECR repository per image, all under one key, its own or a given one.

    Tags cannot be moved, images are scanned when they arrive, old ones expire. Repositories outlive the stack, though
    not a first deployment that fails: their names would stop the next one.
    """

    def __init__(
        self, scope: Construct, id: str, site: Site, props: ImageRepositoriesProps, *, key: kms.IKey | None = None
    ) -> None:
        """Make the repositories of one environment. `repositories` has each by its image's name.

        They are under `key`; under a new one, called after the environment, if not given.
        """
        super().__init__(scope, id)
        # jsii's protocols name a parameter differently from its classes.
        self.key: kms.IKey = key or self._key(site)  # pyright: ignore[reportAttributeAccessIssue]
        self.repositories: dict[str, ecr.Repository] = {
            image: self._repository(site, image, props) for image in props.images
        }

    def _key(self, site: Site) -> kms.Key:
        key = kms.Key(
            self,
            "Key",
            alias=names.key_alias(site),
            description=f"Container images of {site.prefix}",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        why = (
            "IAM decides who makes grants: ECR makes its own for whoever creates a repository, and must not be stopped"
        )
        for_people(key.node.find_child("Alias"), "people find the images' key by it")
        acknowledge(key, why, "cdk-validator-cfnguard::kms_create_grant_aws_service_check")
        return key

    def _repository(self, site: Site, image: str, props: ImageRepositoriesProps) -> ecr.Repository:
        return ecr.Repository(
            self,
            image,
            repository_name=names.repository(site, image),
            encryption=ecr.RepositoryEncryption.KMS,
            encryption_key=self.key,
            image_scan_on_push=True,
            image_tag_mutability=ecr.TagMutability.IMMUTABLE,
            empty_on_delete=False,
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
            lifecycle_rules=[
                ecr.LifecycleRule(
                    rule_priority=1,
                    description="images without a tag",
                    tag_status=ecr.TagStatus.UNTAGGED,
                    max_image_age=durations.days(props.keep_untagged_days),
                ),
                ecr.LifecycleRule(
                    rule_priority=2,
                    description="all but the newest",
                    tag_status=ecr.TagStatus.ANY,
                    max_image_count=props.keep,
                ),
            ],
        )
