"""Reading the kernel's tables of listening sockets."""

from __future__ import annotations

from conformance.emulator.server import LOOPBACK, listening

HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"


def row(address: str, state: str, inode: str) -> str:
    return f"   0: {address} 00000000:0000 {state} 00000000:00000000 00:00000000 00000000     0        0 {inode} 1 0\n"


def test_only_own_listening_sockets_count() -> None:
    table = HEAD + row("0100007F:11D6", "0A", "7") + row("0100007F:11D7", "01", "7") + row("00000000:0016", "0A", "8")
    assert listening(table, {"7"}) == {"0100007F": 0x11D6}


def test_a_socket_for_everybody_is_no_loopback() -> None:
    found = listening(HEAD + row("00000000:11D6", "0A", "7"), {"7"})
    assert not found.keys() <= LOOPBACK
