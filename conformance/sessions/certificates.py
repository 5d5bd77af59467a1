"""Certificates of an authority that lives as long as one run."""

from __future__ import annotations

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Certificates", "make_certificates"]


@dataclass(frozen=True)
class Certificates:
    """The authority's certificate, and a server's for `localhost` with its key."""

    authority: Path
    certificate: Path
    key: Path

    def client(self) -> ssl.SSLContext:
        """What a client trusts: this authority alone."""
        return ssl.create_default_context(cafile=str(self.authority))

    def server(self) -> ssl.SSLContext:
        """What a server shows."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def make_certificates(folder: Path) -> Certificates:
    """Make them in the folder; raises `RuntimeError` if openssl cannot."""
    made = Certificates(folder / "ca.crt", folder / "server.crt", folder / "server.key")
    new = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    ca_key = folder / "ca.key"
    _openssl(*new, "-subj", "/CN=x2bee test authority", "-keyout", ca_key, "-out", made.authority)
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    signed = (
        "-CA",
        made.authority,
        "-CAkey",
        ca_key,
        "-addext",
        names,
        "-addext",
        "basicConstraints=critical,CA:FALSE",
    )
    _openssl(*new, "-subj", "/CN=localhost", *signed, "-keyout", made.key, "-out", made.certificate)
    return made


def _openssl(*words: str | Path) -> None:
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"openssl {words[0]} failed: {done.stderr.strip()}")
