"""What stands before any load balancer of the platform, whoever makes it."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_kms as kms
from constructs import Construct

from x2bee_constructs.core.names import Site
from x2bee_constructs.ingress.access_logs import AccessLogBucket
from x2bee_constructs.ingress.certificate import HostCertificate
from x2bee_constructs.ingress.edge import EdgeGuardProps
from x2bee_constructs.ingress.web_acl import EdgeWebAcl

__all__ = ["EdgeGuard"]


class EdgeGuard(Construct):
    """The certificate of the public hosts, the web ACL, and the bucket for a load balancer's logs.

    `AlbIngress` has one. Alone it is for a load balancer that the controller in the cluster makes
    (`IstioIngressProps.controller`), which finds all three by name or host.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        props: EdgeGuardProps,
        *,
        key: kms.IKey,
        egress: Sequence[str] = (),
    ) -> None:
        """Make all three; `key` is the environment's, which CloudWatch Logs may use.

        `egress` are the public networks behind which the VPC is seen, from which machines answer.
        """
        super().__init__(scope, id)
        self.certificate = HostCertificate(self, "Certificate", props)
        self.logs = AccessLogBucket(self, "Logs", site, props.log_days)
        self.web_acl = EdgeWebAcl(self, "WebAcl", site, props, key=key, egress=egress)
