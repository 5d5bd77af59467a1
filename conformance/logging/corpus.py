"""Files as a container runtime writes them, of Spring and Next.js pods, with personal data in them.

All of it is made up: the numbers follow the rules of such numbers and belong to nobody.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

__all__ = ["HIDDEN", "SHOWN", "STACK", "cri", "lay_out"]

HIDDEN = (
    "900101-1234567",
    "9001011234567",
    "850315-6123456",
    "4111-1111-1111-1111",
    "4111111111111111",
    "9410 1234 5678 9012",
    "378282246310005",
    "010-1234-5678",
    "01098765432",
    "+82 10-2222-3333",
    "02-555-1234",
    "kim.minsu+x@example.co.kr",
    "lee%40example.com",
    "S3cret!pw",
    "hunter2quoted",
    "inner-secret",
    "eyJhbGciOiJIUzI1NiJ9.e30.sig",
    "apikey-7781",
)
"""None of these may be found in anything that is written."""

SHOWN = (
    "4bf92f3577b34da6a3ce929d0e0e4736",  # a trace id
    "1700000000000",  # milliseconds since 1970
    "10.20.3.4",
    "next@14.2.3",
    "20260105-0001",  # an order
    "3.14159265358979",
)
"""These look a little like personal data and must stay."""

_AT = "2026-01-05T10:00:0{second}.000+09:00 {level} 1 --- [order] [exec-1] {where} : {what}"


def _plain(second: int, what: str, level: str = " INFO", where: str = "c.x.Members") -> str:
    return _AT.format(second=second, level=level, where=where, what=what)


STACK = (
    _plain(1, "payment failed", "ERROR", "[4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7] c.x.OrderController"),
    "java.lang.IllegalStateException: card 4111-1111-1111-1111 refused",
    "\tat com.x2bee.order.Payment.pay(Payment.java:42)",
    "\tat java.base/java.lang.Thread.run(Thread.java:1583)",
    "Caused by: java.io.IOException: 010-1234-5678 not reachable",
    "\t... 23 more",
)
"""One event of Spring Boot's plain pattern, over six lines."""

_PLAIN = (
    _plain(2, "resident 900101-1234567 / 9001011234567"),
    _plain(3, "foreigner 850315-6123456 password=S3cret!pw"),
    _plain(4, "call 01098765432, +82 10-2222-3333, 02-555-1234", " WARN"),
    _plain(5, "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.sig"),
    _plain(6, "10.20.3.4 order 20260105-0001 pi 3.14159265358979 " + "long " * 40),
    _plain(7, "9410 1234 5678 9012 and 378282246310005"),
)

_JSON = (
    {"message": "mail to kim.minsu+x@example.co.kr", "level": "info", "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"},
    {"message": "login", "level": "warn", "body": {"userPassword": 'hunter2quoted"tail', "card": 4111111111111111}},
    {"message": "audit", "log_class": "audit", "who": "bo-7", "request": json.dumps({"newPassword": "inner-secret"})},
    {"message": "numbers", "rrn": 9001011234567, "at": 1700000000000, "apiKey": "apikey-7781", "duration_ms": 1532},
    {"message": "sale", "log_class": "commerce", "order": "20260105-0001"},
)

_NEXT = (
    "   ▲ next@14.2.3",
    " ✓ Ready in 412ms",
    "GET /mypage?mail=lee%40example.com 200 in 31ms",
    "⨯ Error: boom",  # noqa: RUF001 - what Next.js writes
    "    at Page (/app/.next/server/app/page.js:1:2)",
)


def cri(lines: Sequence[str], second: int = 0) -> str:
    """The lines as the runtime writes them, one millisecond apart; one of over 200 characters in two parts."""
    out: list[str] = []
    for index, line in enumerate(lines):
        at = f"2026-01-05T01:00:{second:02}.{index:03}000000Z stdout"
        if len(line) > 200:
            out += [f"{at} P {line[:150]}", f"{at} F {line[150:]}"]
        else:
            out.append(f"{at} F {line}")
    return "".join(f"{line}\n" for line in out)


def lay_out(pods: Path) -> None:
    """Write the files of four pods below `pods`."""
    files: dict[str, Sequence[str]] = {
        "acme-app_x2bee-api-order-7d4b9c6f5d-x2z4k_u1/x2bee-api-order": [*STACK, *_PLAIN],
        "acme-app_x2bee-api-member-7d4b9c6f5d-q5w7z_u2/x2bee-api-member": [
            json.dumps(record, ensure_ascii=False) for record in _JSON
        ],
        "acme-app_x2bee-fo-6c8d9b7f64-b2c4d_u3/x2bee-fo": list(_NEXT),
        "istio-system_istio-ingressgateway-5f6b8c9d7f-z9x8c_u4/istio-proxy": [
            json.dumps({"method": "GET", "path": "/", "status": 200, "duration_ms": 12, "authority": "www.x.co.kr"})
        ],
    }
    for name, lines in files.items():
        path = pods / name / "0.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(cri(lines), encoding="utf-8")
