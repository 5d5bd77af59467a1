"""Asking the emulator, through boto3."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol

__all__ = ["Account", "Aws", "Boto", "environment"]


def environment(url: str, account: str, region: str) -> dict[str, str]:
    """What the CDK CLI and boto3 need to reach the emulator, and nothing else: no profile, no real credentials."""
    return {
        "AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": account, "AWS_SECRET_ACCESS_KEY": "emulator",
        "AWS_REGION": region, "AWS_DEFAULT_REGION": region, "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/nonexistent", "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent", "AWS_MAX_ATTEMPTS": "1",
    }  # fmt: skip


class Aws(Protocol):
    """Whoever answers API calls; tests answer from a table."""

    def call(self, service: str, operation: str, **arguments: Any) -> Any:
        """The whole answer, of all pages."""
        ...


class Account(Aws, Protocol):
    """An account, asked in the region of its platform unless another one is said."""

    def there(self, region: str) -> Aws:
        """The same account in another region."""
        ...


class Boto:
    """The emulator, by boto3. Each call names its service, so that nothing else can be asked."""

    def __init__(self, url: str, account: str, region: str) -> None:
        """Clients are made on first use."""
        boto3: Any = import_module("boto3")
        self._session: Any = boto3.session.Session(
            aws_access_key_id=account, aws_secret_access_key="emulator", region_name=region
        )
        self._url, self._account = url, account
        self._clients: dict[str, Any] = {}
        self._there: dict[str, Boto] = {region: self}

    def there(self, region: str) -> Boto:
        """The same account in another region."""
        return self._there.setdefault(region, Boto(self._url, self._account, region))

    def call(self, service: str, operation: str, **arguments: Any) -> Any:
        """The whole answer, of all pages."""
        client = self._clients.get(service) or self._session.client(service, endpoint_url=self._url)
        self._clients[service] = client
        if client.can_paginate(operation):
            return client.get_paginator(operation).paginate(**arguments).build_full_result()
        return getattr(client, operation)(**arguments)
