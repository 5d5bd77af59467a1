"""What a service may and may not do on a real server, with the access string as it is emitted."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.sessions.resp import Connection, ServerError
from conformance.sessions.servers import ADMIN, Account, Program, Server
from x2bee_constructs.session.access import Client, access_string, commands
from x2bee_constructs.session.props import SessionAccessProps

NAMESPACE = "x2bee:session"
ID = "0e9d2ab6-0f3e-4b1e-8a9e-2f1f0a1f6b11"

INDEXED = [
    ["HMSET", "{}:sessions:<id>", "lastAccessedTime", "1", "sessionAttr:cart", "x"],
    [
        "SADD",
        "{}:index:org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME:kim",
        "<id>",
    ],
    ["PUBLISH", "{}:event:0:created:<id>", "x"],
    ["APPEND", "{}:sessions:expires:<id>", ""],
    ["PEXPIRE", "{}:sessions:expires:<id>", "1800000"],
    ["PEXPIRE", "{}:sessions:<id>", "2100000"],
    ["SADD", "{}:expirations:1780000000000", "expires:<id>"],
    ["PEXPIRE", "{}:expirations:1780000000000", "2100000"],
    ["HGETALL", "{}:sessions:<id>"],
    ["SMEMBERS", "{}:expirations:1780000000000"],
    ["EXISTS", "{}:sessions:expires:<id>"],
    ["RENAME", "{}:sessions:<id>", "{}:sessions:new"],
    ["RENAME", "{}:sessions:expires:<id>", "{}:sessions:expires:new"],
    ["SREM", "{}:expirations:1780000000000", "expires:<id>"],
    ["PERSIST", "{}:sessions:new"],
    ["DEL", "{}:sessions:expires:new"],
]
"""What Spring Session's RedisIndexedSessionRepository sends from a session's first request to its last."""

SORTED = [
    ["ZADD", "{}:sessions:expirations", "1", "<id>"],
    ["ZREVRANGEBYSCORE", "{}:sessions:expirations", "2", "0", "LIMIT", "0", "100"],
    ["ZRANGEBYSCORE", "{}:sessions:expirations", "0", "2"],
    ["ZREM", "{}:sessions:expirations", "<id>"],
]
"""What its SortedSetRedisSessionExpirationStore and reactive repositories send besides."""

PLAIN = [
    ["HMSET", "{}:sessions:<id>", "creationTime", "1"],
    ["PEXPIREAT", "{}:sessions:<id>", "4102444800000"],
    ["EXISTS", "{}:sessions:<id>"],
    ["HGETALL", "{}:sessions:<id>"],
    ["RENAME", "{}:sessions:<id>", "{}:sessions:new"],
    ["DEL", "{}:sessions:new"],
]
"""What its RedisSessionRepository sends."""

NODE = [
    ["SET", "{}:<id>", "cookie", "EX", "1800"],
    ["GET", "{}:<id>"],
    ["EXPIRE", "{}:<id>", "1800"],
    ["DEL", "{}:<id>"],
]
"""What connect-redis sends."""

REFUSED = [
    ["CONFIG", "GET", "*"],
    ["CONFIG", "SET", "notify-keyspace-events", ""],
    ["FLUSHALL"],
    ["FLUSHDB"],
    ["KEYS", "*"],
    ["SCAN", "0"],
    ["RANDOMKEY"],
    ["DBSIZE"],
    ["MONITOR"],
    ["EVAL", "return 1", "0"],
    ["ACL", "LIST"],
    ["ACL", "WHOAMI"],
    ["CLIENT", "LIST"],
    ["CLIENT", "KILL", "TYPE", "normal"],
    ["CLIENT", "PAUSE", "1"],
    ["REPLICAOF", "NO", "ONE"],
    ["SHUTDOWN", "NOSAVE"],
    ["SWAPDB", "0", "1"],
    ["SELECT", "1"],
    ["SORT", f"{NAMESPACE}:x", "BY", "shop:session:*"],
]


def said(words: list[str], namespace: str) -> list[str]:
    return [word.replace("{}", namespace).replace("<id>", ID) for word in words]


@pytest.fixture
def back_office(server: Server, accounts: dict[str, Account]) -> Iterator[Connection]:
    with server.connect(accounts["x2bee-bo"]) as connection:
        yield connection


@pytest.mark.parametrize("account", ["x2bee-bo", "x2bee-shop", "x2bee-fo"])
def test_a_server_takes_the_access_string_and_holds_exactly_it(
    server: Server, accounts: dict[str, Account], account: str
) -> None:
    rules = accounts[account].rules.split()
    with server.connect(ADMIN) as admin:
        assert admin("ACL", "SETUSER", "again", "reset", *rules, ">some-password") == "OK"
        answer = admin("ACL", "GETUSER", "again")
        admin("ACL", "DELUSER", "again")
    assert isinstance(answer, list)
    held = dict(zip(map(str, answer[::2]), answer[1::2], strict=True))
    assert str(held["keys"]).split() == [rule for rule in rules if rule.startswith("~")]
    assert set(str(held["channels"]).split()) == {rule for rule in rules if rule.startswith("&")}
    assert {word for word in str(held["commands"]).split() if word.startswith("+")} == {r for r in rules if r[0] == "+"}


@pytest.mark.parametrize("sent", [INDEXED, SORTED, PLAIN], ids=["indexed", "sorted", "plain"])
@pytest.mark.parametrize(("service", "namespace"), [("x2bee-bo", NAMESPACE), ("x2bee-shop", "shop:session")])
def test_spring_session_may_do_what_it_does(
    server: Server, accounts: dict[str, Account], service: str, namespace: str, sent: list[list[str]]
) -> None:
    with server.connect(accounts[service]) as connection:
        for words in sent:
            connection(*said(words, namespace))
        assert "redis_version" in str(connection("INFO", "server"))


def test_a_node_server_may_do_what_it_does(server: Server, accounts: dict[str, Account]) -> None:
    with server.connect(accounts["x2bee-fo"]) as connection:
        for words in NODE:
            connection(*said(words, "fo:session"))
        with pytest.raises(ServerError, match="NOPERM"):
            connection("HGETALL", "fo:session:x")


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_nobody_may_do_more(back_office: Connection, words: list[str]) -> None:
    with pytest.raises(ServerError, match="NOPERM"):
        back_office(*words)


@pytest.mark.parametrize(
    "words",
    [
        ["HGETALL", f"shop:session:sessions:{ID}"],
        ["DEL", f"shop:session:sessions:{ID}"],
        ["RENAME", f"shop:session:sessions:{ID}", f"{NAMESPACE}:sessions:{ID}"],
        ["RENAME", f"{NAMESPACE}:sessions:{ID}", f"shop:session:sessions:{ID}"],
        ["EXISTS", f"{NAMESPACE}s:{ID}"],
        ["EXISTS", NAMESPACE],
        ["PUBLISH", "shop:session:event:0:created:x", "x"],
        ["SUBSCRIBE", "__keyevent@0__:expire"],
        ["SUBSCRIBE", "__keyevent@0__:rename_to"],
        ["PSUBSCRIBE", "__keyevent@0__:*"],
        ["PSUBSCRIBE", "*"],
        ["PSUBSCRIBE", "shop:session:event:0:created:*"],
    ],
    ids=" ".join,
)
def test_what_belongs_to_another_service_is_closed(back_office: Connection, words: list[str]) -> None:
    with pytest.raises(ServerError, match="NOPERM"):
        back_office(*words)


def test_who_does_not_log_in_may_do_nothing(server: Server) -> None:
    with server.connect() as connection, pytest.raises(ServerError, match="NOAUTH"):
        connection("GET", "fo:session:x")


@pytest.mark.parametrize("password", ["", "password-of-x2bee-fo"])
def test_a_wrong_password_opens_nothing(server: Server, accounts: dict[str, Account], password: str) -> None:
    with pytest.raises(ServerError, match="WRONGPASS"):
        server.connect(accounts["x2bee-bo"], password)


def test_the_default_user_is_off_even_with_a_password(server: Server) -> None:
    with server.connect(ADMIN) as admin:
        admin("ACL", "SETUSER", "default", ">its-own-password")
    with server.connect() as connection, pytest.raises(ServerError, match="WRONGPASS"):
        connection("AUTH", "its-own-password")


def test_who_speaks_in_clear_is_not_heard(server: Server) -> None:
    if server.certificates is None:
        pytest.skip("this program was built without TLS")
    with Connection(server.port) as connection, pytest.raises(ConnectionError):
        connection("PING")


def test_who_knows_another_authority_does_not_talk(server: Server) -> None:
    if server.certificates is None:
        pytest.skip("this program was built without TLS")
    with pytest.raises(ssl.SSLCertVerificationError):
        Connection(server.port, ssl.create_default_context())


@pytest.mark.parametrize(("event", "end"), [("expired", ["PEXPIRE", "1"]), ("del", ["DEL"])])
def test_a_service_hears_of_a_session_that_ends(
    server: Server, back_office: Connection, accounts: dict[str, Account], event: str, end: list[str]
) -> None:
    key, channel = f"{NAMESPACE}:sessions:expires:{event}", f"__keyevent@0__:{event}"
    with server.connect(accounts["x2bee-bo"]) as listener:
        listener("SUBSCRIBE", channel)
        back_office("APPEND", key, "")
        back_office(end[0], key, *end[1:])
        while (heard := listener.read()) != ["message", channel, key]:
            assert isinstance(heard, list)  # of another test's key


def test_memory_is_made_by_what_would_end_first(server: Server) -> None:
    with server.connect(ADMIN) as admin:
        assert admin("CONFIG", "GET", "maxmemory-policy") == ["maxmemory-policy", "volatile-ttl"]


namespaces = st.from_regex(r"[a-z0-9_-]{1,4}(:[a-z0-9_-]{1,4}){0,2}", fullmatch=True)


@given(
    mine=namespaces,
    other=namespaces,
    client=st.sampled_from(["spring", "node"]),
    rest=st.sampled_from(["sessions:x", "x", ""]),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_namespaces_that_are_accepted_never_meet(
    server: Server, program: Program, mine: str, other: str, client: Client, rest: str
) -> None:
    users = [{"service": "a", "namespace": mine, "client": client}, {"service": "b", "namespace": other}]
    try:
        SessionAccessProps.model_validate({"users": users})
        SessionAccessProps.model_validate({"users": users[::-1]})
    except ValueError:
        return
    with server.connect(ADMIN) as admin:
        admin("ACL", "SETUSER", "mine", "reset", *access_string(client, mine, program.kind).split())
        for words in (["DEL", f"{other}:{rest}"], ["EXPIRE", f"{other}:{rest}", "1"]):
            allowed = admin("ACL", "DRYRUN", "mine", *words) == "OK"
            assert allowed == (mine == other)


def test_every_command_is_known_to_the_server(server: Server, program: Program) -> None:
    both = {*commands("spring", program.kind), *commands("node", program.kind)}
    with server.connect(ADMIN) as admin:
        answers = {command: admin("COMMAND", "INFO", command) for command in both}
    assert [command for command, answer in answers.items() if answer in (None, [None], [[]])] == []
