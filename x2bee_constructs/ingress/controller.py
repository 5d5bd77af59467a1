"""The other profile: an Ingress from which the AWS Load Balancer Controller makes the load balancer itself."""

from __future__ import annotations

import json
from collections.abc import Mapping

from x2bee_constructs.imports.k8s import networking_v1 as net
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.attributes import HEALTH_CHECK, SSL_POLICY, balancer_attributes, target_attributes
from x2bee_constructs.ingress.objects import Place
from x2bee_constructs.ingress.props import ControllerBalancer, IstioIngressProps
from x2bee_constructs.ingress.servers import SERVICE_PORT

__all__ = ["balancer_ingress"]

_CLASS = "alb"
_PREFIX = "alb.ingress.kubernetes.io"


def balancer_ingress(place: Place, props: IstioIngressProps, controller: ControllerBalancer) -> net.Ingress:
    """All public hosts, each to the gateway; the certificate is found by them, the web ACL and the bucket by name."""
    said = {**_listening(controller), **_guarded(place, controller), **_health()}
    return net.Ingress(
        metadata=place.meta(props.gateway_service, {f"{_PREFIX}/{key}": said[key] for key in sorted(said)}),
        spec=net.IngressSpec(
            ingress_class_name=_CLASS, rules=[_rule(host, props.gateway_service) for host in props.names]
        ),
    )


def _listening(controller: ControllerBalancer) -> dict[str, str]:
    return {
        "inbound-cidrs": ",".join(controller.sources),
        "ip-address-type": "ipv4",
        # Certificates are looked for only where a port for HTTPS is said.
        "listen-ports": json.dumps([{"HTTP": 80}, {"HTTPS": 443}]),
        "scheme": "internet-facing",
        "ssl-policy": SSL_POLICY,
        "ssl-redirect": "443",
        "target-type": "ip",
    }


def _guarded(place: Place, controller: ControllerBalancer) -> dict[str, str]:
    bucket = names.access_log_bucket(place.site, controller.account)
    return {
        "load-balancer-attributes": _pairs(balancer_attributes(bucket)),
        "load-balancer-name": names.load_balancer(place.site),
        "target-group-attributes": _pairs(target_attributes()),
        "wafv2-acl-name": names.web_acl(place.site),
    }


def _health() -> dict[str, str]:
    return {
        "healthcheck-interval-seconds": str(HEALTH_CHECK.interval_seconds),
        "healthcheck-path": names.HEALTH_PATH,
        "healthcheck-port": str(names.STATUS_PORT),
        "healthcheck-protocol": "HTTP",
        "healthcheck-timeout-seconds": str(HEALTH_CHECK.timeout_seconds),
        "healthy-threshold-count": str(HEALTH_CHECK.healthy_count),
        "success-codes": HEALTH_CHECK.codes,
        "unhealthy-threshold-count": str(HEALTH_CHECK.unhealthy_count),
    }


def _pairs(attributes: Mapping[str, str]) -> str:
    return ",".join(f"{key}={attributes[key]}" for key in sorted(attributes))


def _rule(host: str, service: str) -> net.IngressRule:
    port = net.ServiceBackendPort(number=SERVICE_PORT)
    backend = net.IngressBackend(service=net.IngressServiceBackend(name=service, port=port))
    path = net.HTTPIngressPath(path="/", path_type="Prefix", backend=backend)
    return net.IngressRule(host=host, http=net.HTTPIngressRuleValue(paths=[path]))
