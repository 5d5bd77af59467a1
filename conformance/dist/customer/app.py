"""A customer's own app, `python app.py aws|k8s`: constructs of the library beside plain CDK and cdk8s-plus-27 code."""

from __future__ import annotations

import sys

import aws_cdk as cdk
import cdk8s
import cdk8s_plus_27 as kplus
from aws_cdk import aws_s3 as s3
from x2bee_constructs import Access, MsaDeploymentProps, NetworkProps, Site, SpringBoot
from x2bee_constructs.aws import MsaIdentity, Network
from x2bee_constructs.k8s import MsaDeployment

from imports.promotions import PromotionPlan

SITE = Site("acme", "prd")


def aws() -> None:
    """Our network and identity; the customer's bucket, which the service may read."""
    app = cdk.App(outdir="cdk.out")
    stack = cdk.Stack(app, "gifts", env=cdk.Environment(account="111122223333", region="ap-northeast-2"))
    network = Network(stack, "Network", SITE, NetworkProps(zones=[f"ap-northeast-2{zone}" for zone in "abc"]))
    bucket = s3.Bucket(stack, "Wrappings", enforce_ssl=True)
    identity = MsaIdentity(stack, "x2bee-api-gift", SITE, Access(topics=["acme-gifts"]))
    assert identity.role is not None
    bucket.grant_read(identity.role)
    cdk.CfnOutput(stack, "VpcOfGifts", value=network.vpc.vpc_id)
    app.synth()


def k8s() -> None:
    """Our microservice; the customer's promotions, which may call it, and the way in from outside."""
    app = cdk8s.App(outdir="dist")
    chart = cdk8s.Chart(app, "gift", namespace="acme-app")
    gift = MsaDeployment(
        chart,
        "x2bee-api-gift",
        MsaDeploymentProps(image="nexus.acme.co.kr/x2bee-api-gift:0.3.0", runtime=SpringBoot()),
    )
    gift.objects["deployment"].add_json_patch(cdk8s.JsonPatch.add("/metadata/annotations/acme.example.com~1team", "gift"))
    promotions = kplus.Deployment(
        chart, "promotions", containers=[kplus.ContainerProps(image="nexus.acme.co.kr/promotions:1.0.0", port_number=8080)]
    )
    kplus.NetworkPolicy(chart, "from-promotions", selector=gift.pods).add_ingress_rule(promotions)
    reader = kplus.Role(chart, "reader")
    kplus.RoleBinding(chart, "gift-reads", role=reader).add_subjects(gift.service_account)
    kplus.Ingress(chart, "gifts").add_host_rule(
        "gifts.acme.co.kr", "/", kplus.IngressBackend.from_service(gift.service, port=80)
    )
    PromotionPlan(chart, "spring", days=14)
    app.synth()


if __name__ == "__main__":
    {"aws": aws, "k8s": k8s}[sys.argv[1]]()
