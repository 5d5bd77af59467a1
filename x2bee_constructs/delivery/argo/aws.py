"""Argo CD run by EKS."""

from __future__ import annotations

from aws_cdk import CfnResource
from aws_cdk import aws_eks as eks
from aws_cdk import aws_iam as iam
from constructs import Construct

from x2bee_constructs.core.names import Site
from x2bee_constructs.delivery.argo.names import NAMESPACE
from x2bee_constructs.delivery.argo.props import EksCapability

__all__ = ["ArgoCapability"]


class ArgoCapability(Construct):
    """EKS' own Argo CD for one cluster, with the role that it acts as; people come through IAM Identity Center.

    The role may do nothing in AWS. What it may do in the cluster, `x2bee bootstrap` gives it: EKS makes its access
    entry by itself, so that no template can have one. `capability` and `role` are what was made.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        spec: EksCapability,
        *,
        region: str,
        after: CfnResource | None = None,
    ) -> None:
        """Make it for the site's cluster, which is named; `after` is waited for."""
        super().__init__(scope, id)
        self.role = iam.CfnRole(
            self,
            "Role",
            role_name=f"{site.prefix}-argocd",
            description=f"Argo CD of {site.prefix}, run by EKS",
            assume_role_policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "capabilities.eks.amazonaws.com"},
                        "Action": ["sts:AssumeRole", "sts:TagSession"],
                    }
                ],
            },
        )
        self.capability = eks.CfnCapability(
            self,
            "Capability",
            capability_name="argocd",
            cluster_name=site.cluster,
            type="ARGOCD",
            role_arn=self.role.attr_arn,
            # Deleting the capability must not delete what runs.
            delete_propagation_policy="RETAIN",
            configuration=_configuration(spec, region),
        )
        if after:
            self.capability.add_dependency(after)


def _configuration(spec: EksCapability, region: str) -> eks.CfnCapability.CapabilityConfigurationProperty:
    said = {"ADMIN": spec.administrators, "VIEWER": spec.viewers}
    return eks.CfnCapability.CapabilityConfigurationProperty(
        argo_cd=eks.CfnCapability.ArgoCdProperty(
            namespace=NAMESPACE,
            aws_idc=eks.CfnCapability.AwsIdcProperty(
                idc_instance_arn=f"arn:aws:sso:::instance/{spec.identity_center}",
                idc_region=spec.identity_center_region or region,
            ),
            rbac_role_mappings=[
                eks.CfnCapability.ArgoCdRoleMappingProperty(
                    role=role,
                    identities=[eks.CfnCapability.SsoIdentityProperty(id=group, type="SSO_GROUP") for group in groups],
                )
                for role, groups in said.items()
                if groups
            ],
        )
    )
