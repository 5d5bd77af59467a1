# Generated from cert-manager 1.21.1 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, at_least_one
from ..k8s.meta_v1 import ObjectMeta
from ..k8s.values import Base64, Duration

__all__ = [
    "Certificate",
    "CertificateAdditionalOutputFormat",
    "CertificateExcluded",
    "CertificateIssuerRef",
    "CertificateJks",
    "CertificateKeystores",
    "CertificateNameConstraints",
    "CertificateOtherName",
    "CertificatePkcs12",
    "CertificatePrivateKey",
    "CertificateRenewal",
    "CertificateSecretKeyRef",
    "CertificateSecretTemplate",
    "CertificateSpec",
    "CertificateSubject",
    "CertificateWindow",
    "ClusterIssuer",
    "ClusterIssuerAcme",
    "ClusterIssuerAuth",
    "ClusterIssuerCa",
    "ClusterIssuerDns01",
    "ClusterIssuerExternalAccountBinding",
    "ClusterIssuerKubernetes",
    "ClusterIssuerRoute53",
    "ClusterIssuerSecretKeyRef",
    "ClusterIssuerSelector",
    "ClusterIssuerSelfSigned",
    "ClusterIssuerServiceAccountRef",
    "ClusterIssuerSolver",
    "ClusterIssuerSpec",
    "Issuer",
    "IssuerAcme",
    "IssuerAuth",
    "IssuerCa",
    "IssuerDns01",
    "IssuerExternalAccountBinding",
    "IssuerKubernetes",
    "IssuerRoute53",
    "IssuerSecretKeyRef",
    "IssuerSelector",
    "IssuerSelfSigned",
    "IssuerServiceAccountRef",
    "IssuerSolver",
    "IssuerSpec",
]


class CertificateAdditionalOutputFormat(ApiStruct):
    type: Literal["DER", "CombinedPEM"]


class CertificateIssuerRef(ApiStruct):
    kind: str | None = None
    name: str
    group: str | None = None


class CertificateOtherName(ApiStruct):
    oid: str | None = None
    utf8_value: str | None = None


class CertificatePrivateKey(ApiStruct):
    algorithm: Literal["RSA", "ECDSA", "Ed25519"] | None = None
    encoding: Literal["PKCS1", "PKCS8"] | None = None
    rotation_policy: Literal["Never", "Always"] | None = None
    size: int | None = None


class CertificateSecretTemplate(ApiStruct):
    annotations: dict[str, str] | None = None
    labels: dict[str, str] | None = None


class CertificateSubject(ApiStruct):
    countries: list[str] | None = None
    localities: list[str] | None = None
    organizational_units: list[str] | None = None
    organizations: list[str] | None = None
    postal_codes: list[str] | None = None
    provinces: list[str] | None = None
    serial_number: str | None = None
    street_addresses: list[str] | None = None


class CertificateExcluded(ApiStruct):
    dns_domains: list[str] | None = None
    email_addresses: list[str] | None = None
    ip_ranges: list[str] | None = None
    uri_domains: list[str] | None = None


class CertificateWindow(ApiStruct):
    cron: Annotated[str, Field(min_length=1)]
    timezone: Annotated[str | None, Field(min_length=1)] = None
    window_duration: Annotated[str, Field(pattern="^([0-9]+(\\.[0-9]+)?(s|m|h))+$")]


class CertificateSecretKeyRef(ApiStruct):
    name: str
    key: str | None = None


class ClusterIssuerCa(ApiStruct):
    crl_distribution_points: list[str] | None = None
    issuing_certificate_urls: Annotated[list[str] | None, Field(alias="issuingCertificateURLs")] = None
    ocsp_servers: list[str] | None = None
    secret_name: str


class ClusterIssuerSelfSigned(ApiStruct):
    crl_distribution_points: list[str] | None = None


class ClusterIssuerSecretKeyRef(ApiStruct):
    name: str
    key: str | None = None


class ClusterIssuerSelector(ApiStruct):
    dns_names: list[str] | None = None
    dns_zones: list[str] | None = None
    match_labels: dict[str, str] | None = None


class ClusterIssuerServiceAccountRef(ApiStruct):
    name: str
    audiences: list[str] | None = None


class IssuerCa(ApiStruct):
    crl_distribution_points: list[str] | None = None
    issuing_certificate_urls: Annotated[list[str] | None, Field(alias="issuingCertificateURLs")] = None
    ocsp_servers: list[str] | None = None
    secret_name: str


class IssuerSelfSigned(ApiStruct):
    crl_distribution_points: list[str] | None = None


class IssuerSecretKeyRef(ApiStruct):
    name: str
    key: str | None = None


class IssuerSelector(ApiStruct):
    dns_names: list[str] | None = None
    dns_zones: list[str] | None = None
    match_labels: dict[str, str] | None = None


class IssuerServiceAccountRef(ApiStruct):
    name: str
    audiences: list[str] | None = None


class CertificateNameConstraints(ApiStruct):
    critical: bool | None = None
    excluded: CertificateExcluded | None = None
    permitted: CertificateExcluded | None = None


class CertificateRenewal(ApiStruct):
    policy: Literal["RenewBefore", "Disabled"] | None = None
    windows: list[CertificateWindow] | None = None


class CertificateJks(ApiStruct):
    alias: str | None = None
    create: bool
    password: str | None = None
    password_secret_ref: CertificateSecretKeyRef | None = None


class CertificatePkcs12(ApiStruct):
    create: bool
    password: str | None = None
    password_secret_ref: CertificateSecretKeyRef | None = None
    profile: Literal["LegacyRC2", "LegacyDES", "Modern2023", "Modern2026"] | None = None


class ClusterIssuerExternalAccountBinding(ApiStruct):
    key_algorithm: Literal["HS256", "HS384", "HS512"] | None = None
    key_id: Annotated[str, Field(alias="keyID")]
    key_secret_ref: ClusterIssuerSecretKeyRef


class ClusterIssuerKubernetes(ApiStruct):
    service_account_ref: ClusterIssuerServiceAccountRef


class IssuerExternalAccountBinding(ApiStruct):
    key_algorithm: Literal["HS256", "HS384", "HS512"] | None = None
    key_id: Annotated[str, Field(alias="keyID")]
    key_secret_ref: IssuerSecretKeyRef


class IssuerKubernetes(ApiStruct):
    service_account_ref: IssuerServiceAccountRef


class CertificateKeystores(ApiStruct):
    jks: CertificateJks | None = None
    pkcs12: CertificatePkcs12 | None = None


class ClusterIssuerAuth(ApiStruct):
    kubernetes: ClusterIssuerKubernetes


class IssuerAuth(ApiStruct):
    kubernetes: IssuerKubernetes


class CertificateSpec(CheckedStruct):
    checks = (
        at_least_one(
            "common_name",
            "dns_names",
            "email_addresses",
            "ip_addresses",
            "literal_subject",
            "other_names",
            "uris",
        ),
    )
    additional_output_formats: list[CertificateAdditionalOutputFormat] | None = None
    common_name: str | None = None
    dns_names: list[str] | None = None
    duration: Duration | None = None
    email_addresses: list[str] | None = None
    encode_usages_in_request: bool | None = None
    ip_addresses: list[str] | None = None
    is_ca: Annotated[bool | None, Field(alias="isCA")] = None
    issuer_ref: CertificateIssuerRef
    keystores: CertificateKeystores | None = None
    literal_subject: str | None = None
    name_constraints: CertificateNameConstraints | None = None
    other_names: list[CertificateOtherName] | None = None
    private_key: CertificatePrivateKey | None = None
    renew_before: Duration | None = None
    renew_before_percentage: Annotated[int | None, Field(le=2147483647)] = None
    renewal: CertificateRenewal | None = None
    revision_history_limit: Annotated[int | None, Field(le=2147483647)] = None
    secret_name: str
    secret_template: CertificateSecretTemplate | None = None
    signature_algorithm: (
        Literal[
            "SHA256WithRSA",
            "SHA384WithRSA",
            "SHA512WithRSA",
            "ECDSAWithSHA256",
            "ECDSAWithSHA384",
            "ECDSAWithSHA512",
            "PureEd25519",
        ]
        | None
    ) = None
    subject: CertificateSubject | None = None
    uris: list[str] | None = None
    usages: (
        list[
            Literal[
                "signing",
                "digital signature",
                "content commitment",
                "key encipherment",
                "key agreement",
                "data encipherment",
                "cert sign",
                "crl sign",
                "encipher only",
                "decipher only",
                "any",
                "server auth",
                "client auth",
                "code signing",
                "email protection",
                "s/mime",
                "ipsec end system",
                "ipsec tunnel",
                "ipsec user",
                "timestamping",
                "ocsp signing",
                "microsoft sgc",
                "netscape sgc",
            ]
        ]
        | None
    ) = None


class ClusterIssuerRoute53(ApiStruct):
    access_key_id: Annotated[str | None, Field(alias="accessKeyID")] = None
    access_key_id_secret_ref: Annotated[
        ClusterIssuerSecretKeyRef | None, Field(alias="accessKeyIDSecretRef")
    ] = None
    auth: ClusterIssuerAuth | None = None
    hosted_zone_id: Annotated[str | None, Field(alias="hostedZoneID")] = None
    region: str | None = None
    role: str | None = None
    secret_access_key_secret_ref: ClusterIssuerSecretKeyRef | None = None


class IssuerRoute53(ApiStruct):
    access_key_id: Annotated[str | None, Field(alias="accessKeyID")] = None
    access_key_id_secret_ref: Annotated[IssuerSecretKeyRef | None, Field(alias="accessKeyIDSecretRef")] = None
    auth: IssuerAuth | None = None
    hosted_zone_id: Annotated[str | None, Field(alias="hostedZoneID")] = None
    region: str | None = None
    role: str | None = None
    secret_access_key_secret_ref: IssuerSecretKeyRef | None = None


class Certificate(KubeObject):
    api_version: Literal["cert-manager.io/v1"] = "cert-manager.io/v1"
    kind: Literal["Certificate"] = "Certificate"
    metadata: ObjectMeta
    spec: CertificateSpec | None = None


class ClusterIssuerDns01(ApiStruct):
    cname_strategy: Literal["None", "Follow"] | None = None
    route53: ClusterIssuerRoute53 | None = None


class IssuerDns01(ApiStruct):
    cname_strategy: Literal["None", "Follow"] | None = None
    route53: IssuerRoute53 | None = None


class ClusterIssuerSolver(ApiStruct):
    dns01: ClusterIssuerDns01 | None = None
    selector: ClusterIssuerSelector | None = None
    wait_instead_of_self_check: str | None = None


class IssuerSolver(ApiStruct):
    dns01: IssuerDns01 | None = None
    selector: IssuerSelector | None = None
    wait_instead_of_self_check: str | None = None


class ClusterIssuerAcme(ApiStruct):
    ca_bundle: Base64 | None = None
    disable_account_key_generation: bool | None = None
    email: str | None = None
    enable_duration_feature: bool | None = None
    external_account_binding: ClusterIssuerExternalAccountBinding | None = None
    preferred_chain: Annotated[str | None, Field(max_length=64)] = None
    private_key_secret_ref: ClusterIssuerSecretKeyRef
    profile: str | None = None
    server: str
    skip_tls_verify: Annotated[bool | None, Field(alias="skipTLSVerify")] = None
    solvers: list[ClusterIssuerSolver] | None = None


class IssuerAcme(ApiStruct):
    ca_bundle: Base64 | None = None
    disable_account_key_generation: bool | None = None
    email: str | None = None
    enable_duration_feature: bool | None = None
    external_account_binding: IssuerExternalAccountBinding | None = None
    preferred_chain: Annotated[str | None, Field(max_length=64)] = None
    private_key_secret_ref: IssuerSecretKeyRef
    profile: str | None = None
    server: str
    skip_tls_verify: Annotated[bool | None, Field(alias="skipTLSVerify")] = None
    solvers: list[IssuerSolver] | None = None


class ClusterIssuerSpec(ApiStruct):
    acme: ClusterIssuerAcme | None = None
    ca: ClusterIssuerCa | None = None
    self_signed: ClusterIssuerSelfSigned | None = None


class IssuerSpec(ApiStruct):
    acme: IssuerAcme | None = None
    ca: IssuerCa | None = None
    self_signed: IssuerSelfSigned | None = None


class ClusterIssuer(KubeObject):
    api_version: Literal["cert-manager.io/v1"] = "cert-manager.io/v1"
    kind: Literal["ClusterIssuer"] = "ClusterIssuer"
    metadata: ObjectMeta
    spec: ClusterIssuerSpec


class Issuer(KubeObject):
    api_version: Literal["cert-manager.io/v1"] = "cert-manager.io/v1"
    kind: Literal["Issuer"] = "Issuer"
    metadata: ObjectMeta
    spec: IssuerSpec
