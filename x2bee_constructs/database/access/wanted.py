"""What is declared, as rows that the job compares with what is there. Pure: all that roles are derived from is here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from x2bee_constructs.database import names as database_names
from x2bee_constructs.database.access import names
from x2bee_constructs.database.access.props import Login, PostgresAccessProps, schemas

__all__ = ["Role", "members", "roles", "settings", "wanted_sql"]

_NO_LIMIT = -1


@dataclass(frozen=True)
class Role:
    """A role as it should be; what is not named here it has not."""

    name: str
    comment: str
    """By it the job knows that a role is its own."""
    logs_in: bool = False
    replicates: bool = False
    connections: int = _NO_LIMIT


def roles(props: PostgresAccessProps) -> list[Role]:
    """The groups of each schema, and a login for each service."""
    made: list[Role] = []
    for service in schemas(props):
        schema = database_names.schema(service)
        made.append(Role(names.owner(service), f"x2bee: owner of schema {schema}"))
        made.append(Role(names.writer(service), f"x2bee: writers of schema {schema}"))
        made.append(Role(names.reader(service), f"x2bee: readers of schema {schema}"))
    for login in _logins(props):
        limit = _NO_LIMIT if login.connections is None else login.connections
        comment = f"x2bee: login of {login.service}"
        made.append(Role(database_names.login(login.service), comment, True, login.replicates, limit))
    return made


def members(props: PostgresAccessProps) -> list[tuple[str, str]]:
    """Group and member. A service that works as the owner of its schema uses other schemas as that owner, too."""
    found: list[tuple[str, str]] = []
    for login in _logins(props):
        role = database_names.login(login.service)
        works_as = names.owner(login.service) if _works_as_owner(login) else role
        if login.owns:
            own = names.owner if login.migrates else names.writer
            found.append((own(login.service), role))
        found += [(names.owner(service), works_as) for service in sorted(login.copies)]
        found += [(names.writer(service), works_as) for service in sorted(login.writes)]
        found += [(names.reader(service), works_as) for service in _read(login, props)]
    return found


def settings(props: PostgresAccessProps) -> list[tuple[str, str, str]]:
    """Role, setting and value: how a session in this database begins. A program may set another; grants hold anyway."""
    found: list[tuple[str, str, str]] = []
    for login in _logins(props):
        role = database_names.login(login.service)
        own = [login.service] if login.owns else []
        path = dict.fromkeys([*own, *login.copies, *login.writes, *_read(login, props)])
        seconds = props.statement_seconds if login.statement_seconds is None else login.statement_seconds
        said = {
            "idle_in_transaction_session_timeout": f"{props.idle_transaction_seconds}s",
            "search_path": ", ".join([*(database_names.schema(service) for service in path), names.EXTENSIONS]),
            "statement_timeout": f"{seconds}s",
        }
        if _works_as_owner(login):
            said["role"] = names.owner(login.service)
        if not (login.owns or login.copies or login.writes):
            said["default_transaction_read_only"] = "on"
        found += [(role, name, value) for name, value in sorted(said.items())]
    return found


def wanted_sql(props: PostgresAccessProps) -> str:
    """The rows as SQL: temporary tables, filled."""
    asked = [(name, True) for name in props.extensions] + [(name, False) for name in props.optional_extensions]
    tables = [
        _table(
            "wanted_role (name text, comment text, logs_in boolean, replicates boolean, connections int)",
            [(role.name, role.comment, role.logs_in, role.replicates, role.connections) for role in roles(props)],
        ),
        _table("wanted_member (role text, member text)", members(props)),
        _table("wanted_setting (role text, name text, value text)", settings(props)),
        _table("wanted_schema (name text)", [(database_names.schema(service),) for service in schemas(props)]),
        _table("wanted_extension (name text, needed boolean)", sorted(asked)),
    ]
    return (
        "-- What is declared. Made by x2bee-constructs from the platform's file; a change here is lost.\n"
        + "\n".join(tables)
    )


def _logins(props: PostgresAccessProps) -> list[Login]:
    return sorted(props.logins, key=lambda login: login.service)


def _works_as_owner(login: Login) -> bool:
    return login.owns and login.migrates and not login.replicates


def _read(login: Login, props: PostgresAccessProps) -> list[str]:
    """The services whose tables it reads and has not as an owner."""
    return [service for service in (schemas(props) if login.reads_all else sorted(login.reads)) if
            service != login.service]  # fmt: skip


def _table(definition: str, rows: Sequence[tuple[str | bool | int, ...]]) -> str:
    created = f"create temp table {definition};\n"
    return created + (f"insert into pg_temp.{definition.split()[0]} values\n{_values(rows)};\n" if rows else "")


def _values(rows: Iterable[tuple[str | bool | int, ...]]) -> str:
    return ",\n".join(f"  ({', '.join(_literals(row))})" for row in rows)


def _literals(row: Iterable[str | bool | int]) -> Iterator[str]:
    for value in row:
        if isinstance(value, str):
            yield "'" + value.replace("'", "''") + "'"
        else:
            yield str(value).lower()
