"""A release of one image in one environment: what changes in the customer's file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from x2bee_constructs.core.editing import with_value
from x2bee_constructs.core.faults import meant
from x2bee_constructs.platform.images import (
    FLUENTD_IMAGE,
    SCOUTER_AGENT_IMAGE,
    SCOUTER_COLLECTOR_IMAGE,
    own_images,
)
from x2bee_constructs.platform.load import load_platform
from x2bee_constructs.platform.props import Platform

__all__ = ["AlreadyReleasedError", "CannotReleaseError", "Promotion", "promotion"]

_OWN = {
    FLUENTD_IMAGE: ("logs", "image"),
    SCOUTER_AGENT_IMAGE: ("apm", "agent_image"),
    SCOUTER_COLLECTOR_IMAGE: ("apm", "collector_image"),
}
"""Where the file says the package's own images."""

_TAG = re.compile(r"(?!latest$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}(@sha256:[0-9a-f]{64})?|sha256:[0-9a-f]{64}")
_VERSION = re.compile(r"(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?(@sha256:[0-9a-f]{64})?$")


class CannotReleaseError(ValueError):
    """A service, environment or tag that is not there or not allowed; says what is."""


class AlreadyReleasedError(CannotReleaseError):
    """The image is there already, so there is nothing to change."""


@dataclass(frozen=True)
class Promotion:
    """Another image for one service, or for what runs one of the package's own, in one environment."""

    platform: Platform
    """As it was."""
    service: str
    """The service, or the package's own image."""
    before: str
    """The image as it was, as the file would say it."""
    after: str
    text: str
    """The file with that image, and nothing else changed."""

    @property
    def title(self) -> str:
        """In one line: for the commit, and for the pull request."""
        old, new = (_version(image) for image in (self.before, self.after))
        return f"{self.service} {new} in {self.platform.customer} {self.platform.environment} (was {old})"


def promotion(path: Path, service: str, tag: str, environment: str) -> Promotion:
    """The change of the customer's file that brings an image, by tag, by digest, or by both (`2.5.0@sha256:…`).

    `service` is a service, or one of the package's own images that run: `x2bee-fluentd`, `x2bee-scouter-agent`,
    `x2bee-scouter-collector`. It is written under the environment, so that no other is released. Raises
    `AlreadyReleasedError` if it is there already, `CannotReleaseError` for what is not there, `EditError` if the file
    cannot be changed in that place alone, `SpecError` if the file itself has faults.
    """
    platform = load_platform(path, environment)
    if not _TAG.fullmatch(tag):
        expected = "a tag other than latest, sha256:<64 hexadecimal digits>, or both as tag@sha256:…"
        raise CannotReleaseError(f"'{tag}' is neither a tag nor a digest; expected {expected}")
    images = _images(platform)
    if service not in images:
        hint, _ = meant(service, images)
        known = ", ".join(images)
        raise CannotReleaseError(f"no enabled service '{service}' in {environment}{hint}; there are {known}")
    before, place = images[service]
    after = _VERSION.sub("", before, count=1) + (f"@{tag}" if tag.startswith("sha256:") else f":{tag}")
    if after == before:
        raise AlreadyReleasedError(f"{service} is {_version(before)} in {environment} already; nothing was changed")
    text = path.read_bytes().decode("utf-8")
    return Promotion(platform, service, before, after, with_value(text, ("environments", environment, *place), after))


def _images(platform: Platform) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What can be released: each image as it is, and where an environment says it."""
    services = {
        name: (service.image or f"{name}:{platform.release}", ("services", name, "image"))
        for name, service in platform.enabled_services.items()
    }
    own = {name: (image, _OWN[name]) for name, image in own_images(platform).items()}
    return {**own, **services}


def _version(image: str) -> str:
    found = _VERSION.search(image)
    return found[0].lstrip(":@") if found else image
