"""The AWS half of a microservice: who its pods are, and what they may do."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_eks as eks
from aws_cdk import aws_iam as iam
from constructs import Construct

from x2bee_constructs.core.names import Site
from x2bee_constructs.workload import names
from x2bee_constructs.workload.access import Access, statements

__all__ = ["MsaIdentity"]


class MsaIdentity(Construct):
    """The identity of one microservice: a role with the least privilege for its access, and who may take it.

    The id is the service's name. Only pods of its ServiceAccount in the site's namespace and cluster take the role, by
    EKS Pod Identity. The cluster must exist when this is deployed, with the add-on `eks-pod-identity-agent`. Without
    access nothing is made: `role` and `association` are then None.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: Access) -> None:
        """Make the identity of the service called `id`.

        Raises `ValueError` if `id` is no DNS label, or too long for a role of this site.
        """
        super().__init__(scope, id)
        self.role: iam.Role | None = None
        self.association: eks.CfnPodIdentityAssociation | None = None
        if props.declared:
            self.role = self._role(site, props)
            self.association = self._association(site, self.role)

    def _role(self, site: Site, props: Access) -> iam.Role:
        stack = Stack.of(self)
        allowed = statements(props, site, stack.account, stack.region)
        return iam.Role(
            self,
            "Role",
            role_name=self._named(site),
            description=f"Pods of {self.node.id} in {names.namespace(site)}",
            # jsii's protocols name a parameter differently from its classes.
            assumed_by=self._pods(site),  # pyright: ignore[reportArgumentType]
            # Not minimized: the template has the statements as they are, under any feature flags.
            inline_policies={
                "access": iam.PolicyDocument(
                    statements=[iam.PolicyStatement.from_json(found.as_json()) for found in allowed], minimize=False
                )
            },
        )

    def _named(self, site: Site) -> str:
        try:
            names.service_account(self.node.id)
            return names.pod_role(site, self.node.id)
        except ValueError as error:
            raise ValueError(f"[{self.node.path}] {error}") from error

    def _pods(self, site: Site) -> iam.SessionTagsPrincipal:
        stack = Stack.of(self)
        cluster = f"arn:aws:eks:{stack.region}:{stack.account}:cluster/{names.cluster_name(site)}"
        tags = "aws:RequestTag/kubernetes"
        conditions = {
            "ArnEquals": {"aws:SourceArn": cluster},
            "StringEquals": {
                "aws:SourceAccount": stack.account,
                f"{tags}-namespace": names.namespace(site),
                f"{tags}-service-account": names.service_account(self.node.id),
            },
        }
        pods = iam.ServicePrincipal("pods.eks.amazonaws.com", conditions=conditions)
        return iam.SessionTagsPrincipal(pods)  # pyright: ignore[reportArgumentType]

    def _association(self, site: Site, role: iam.Role) -> eks.CfnPodIdentityAssociation:
        return eks.CfnPodIdentityAssociation(
            self,
            "Association",
            cluster_name=names.cluster_name(site),
            namespace=names.namespace(site),
            service_account=names.service_account(self.node.id),
            role_arn=role.role_arn,
        )
