"""The certificate of the public hosts."""

from __future__ import annotations

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_route53 as route53
from constructs import Construct

from x2bee_constructs.core.aws import for_people
from x2bee_constructs.ingress.edge import EdgeGuardProps, PublicZone

__all__ = ["HostCertificate", "public_zone"]


def public_zone(scope: Construct, zone: PublicZone) -> route53.IHostedZone:
    """The zone that is there already, by id and name; nothing is looked up."""
    return route53.HostedZone.from_hosted_zone_attributes(scope, "Zone", hosted_zone_id=zone.id, zone_name=zone.name)


class HostCertificate(Construct):
    """One certificate for all the hosts: made and kept renewed by ACM, or there already.

    CloudFormation waits until ACM has seen the proof in the zone. A zone that the internet does not ask (its parent
    names other servers) makes it wait for hours: then the certificate is the cause, and nothing else in the stack.
    """

    def __init__(self, scope: Construct, id: str, props: EdgeGuardProps) -> None:
        """Make it, or take the one that `props` name. `certificate` is what a listener takes."""
        super().__init__(scope, id)
        self.certificate: acm.ICertificate = (
            self._there_already(props.certificate) if props.certificate else self._made(props)
        )

    def _there_already(self, certificate: str) -> acm.ICertificate:
        arn = Stack.of(self).format_arn(
            service="acm",
            resource="certificate",
            resource_name=certificate,
            arn_format=ArnFormat.SLASH_RESOURCE_NAME,
        )
        return acm.Certificate.from_certificate_arn(self, "Certificate", arn)

    def _made(self, props: EdgeGuardProps) -> acm.Certificate:
        # Its main name may have at most 64 characters, the others more.
        first, *others = sorted(props.names, key=lambda host: (len(host), host))
        zone = public_zone(self, props.zone) if props.zone else None
        certificate = acm.Certificate(
            self,
            "Certificate",
            domain_name=first,
            subject_alternative_names=others or None,
            key_algorithm=acm.KeyAlgorithm.RSA_2048,
            transparency_logging_enabled=True,
            validation=acm.CertificateValidation.from_dns(zone),
        )
        for_people(certificate, "load balancers take it by its ARN, the controller in the cluster by its hosts")
        return certificate
