"""The domain's own host: its certificate, and the record that leads to it."""

from __future__ import annotations

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_route53 as route53
from constructs import Construct

from x2bee_constructs.core import durations
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.logging.props import LogStoreProps

__all__ = ["DomainHost"]


class DomainHost(Construct):
    """`logs.<domain>`: a certificate that is made and kept renewed, or there already, and a record if there is a zone.

    The zone is a public one, for the certificate's sake. What the record names are addresses of the data subnets, which
    are nobody's outside of the VPC.
    """

    def __init__(self, scope: Construct, id: str, props: LogStoreProps) -> None:
        """Make the certificate, or take the one that `props` name. `certificate_arn` is what a domain takes."""
        super().__init__(scope, id)
        self._host = props.host
        self._zone = self._public_zone(props)
        self.certificate_arn = self._there_already(props.certificate) if props.certificate else self._made()

    def lead_to(self, endpoint: str) -> None:
        """Make the record, if there is a zone. It has five minutes: a new domain behind it is found soon."""
        if self._zone:
            route53.CnameRecord(
                self,
                "Record",
                zone=self._zone,
                record_name=f"{self._host}.",
                domain_name=endpoint,
                ttl=durations.minutes(5),
            )

    def _public_zone(self, props: LogStoreProps) -> route53.IHostedZone | None:
        zone = props.zone
        return zone and route53.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id=zone.id, zone_name=zone.name
        )

    def _there_already(self, certificate: str) -> str:
        return Stack.of(self).format_arn(
            service="acm",
            resource="certificate",
            resource_name=certificate,
            arn_format=ArnFormat.SLASH_RESOURCE_NAME,
        )

    def _made(self) -> str:
        certificate = acm.Certificate(
            self,
            "Certificate",
            domain_name=self._host,
            key_algorithm=acm.KeyAlgorithm.RSA_2048,
            transparency_logging_enabled=True,
            validation=acm.CertificateValidation.from_dns(self._zone),
        )
        for_people(certificate, "the domain takes it by its ARN")
        return certificate.certificate_arn
