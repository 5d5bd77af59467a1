"""The base of every typed Kubernetes object: closed, frozen, checked when it is made.

The classes under `x2bee_constructs.imports` are generated and hold names and types only; what they can do is here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol, Self, get_args

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError, model_validator
from pydantic_core import CoreSchema, ErrorDetails, InitErrorDetails, PydanticCustomError, core_schema

from x2bee_constructs.core.faults import nearest, show

__all__ = [
    "ApiStruct", "Check", "CheckedStruct", "KubeObject", "Metadata", "ObjectError", "ObjectFault", "OpenStruct", "Says",
    "at_most_one", "exactly_one", "named", "ordered", "unique", "wire_name",
]  # fmt: skip


def wire_name(field: str) -> str:
    """The name on the wire of a regular field name: `image_pull_policy` → `imagePullPolicy`, `from_` → `from`."""
    first, *rest = field.rstrip("_").split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


class Says:
    """Marks a type with the words its faults are told in, instead of a bare pattern: `Annotated[str, …, Says("…")]`."""

    def __init__(self, allowed: str) -> None:
        self.allowed = allowed

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Replace whatever fault the inner type finds by one that says what is allowed."""
        return core_schema.custom_error_schema(
            handler(source), custom_error_type="allowed", custom_error_message=self.allowed
        )


# --- rules between fields ---------------------------------------------------------------------------------------

Check = Callable[[Any], Iterator[InitErrorDetails]]
"""Yields a fault for each way in which the struct breaks the rule."""


def _fault(place: tuple[str | int, ...], allowed: str, got: Any) -> InitErrorDetails:
    return InitErrorDetails(type=PydanticCustomError("rule", "{says}", {"says": allowed}), loc=place, input=got)


def _given(struct: Any, fields: tuple[str, ...]) -> list[str]:
    return [name for name in fields if getattr(struct, name) is not None]


def exactly_one(*fields: str) -> Check:
    """One of the fields is given, and only one."""

    def check(struct: Any) -> Iterator[InitErrorDetails]:
        if len(given := _given(struct, fields)) != 1:
            yield _fault((), f"exactly one of {', '.join(fields)}", given)

    return check


def at_most_one(*fields: str) -> Check:
    """Not more than one of the fields is given."""

    def check(struct: Any) -> Iterator[InitErrorDetails]:
        if len(given := _given(struct, fields)) > 1:
            yield _fault((), f"at most one of {', '.join(fields)}", given)

    return check


def at_least_one(*fields: str) -> Check:
    """One of the fields is given, or more."""

    def check(struct: Any) -> Iterator[InitErrorDetails]:
        if not _given(struct, fields):
            yield _fault((), f"at least one of {', '.join(fields)}", [])

    return check


def needs(field: str, tag: str, value: str) -> Check:
    """Where `tag` is `value`, the field is given."""

    def check(struct: Any) -> Iterator[InitErrorDetails]:
        if getattr(struct, tag) == value and getattr(struct, field) is None:
            yield _fault((wire_name(field),), f"a value, because {tag} is '{value}'", None)

    return check


def only_with(field: str, tag: str, value: str) -> Check:
    """The field is given only where `tag` is `value` (or not given, for then it has its default)."""

    def check(struct: Any) -> Iterator[InitErrorDetails]:
        if getattr(struct, field) is not None and (got := getattr(struct, tag)) not in (None, value):
            yield _fault((wire_name(tag),), f"'{value}', because {field} is given", got)

    return check


def ordered(low: str, high: str) -> Check:
    """Where both are given, `low` is not more than `high`."""

    def check(struct: Any) -> Iterator[InitErrorDetails]:
        least, most = getattr(struct, low), getattr(struct, high)
        if least is not None and most is not None and least > most:
            yield _fault((wire_name(high),), f"at least {low} ({least})", most)

    return check


def unique(field: str, *keys: str) -> Check:
    """No two elements of the list agree in all the keys."""

    def check(struct: Any) -> Iterator[InitErrorDetails]:
        seen = set[tuple[Any, ...]]()
        for index, item in enumerate(getattr(struct, field) or ()):
            key = tuple(getattr(item, name) for name in keys) if keys else (item,)
            if key in seen:
                yield _fault((wire_name(field), index), f"entries that differ in {', '.join(keys) or 'value'}", key[0])
            seen.add(key)

    return check


_SUBDOMAIN = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
_NAMES = {
    "dns-subdomain": (re.compile(_SUBDOMAIN), 253, "lower-case letters, digits, '-' and '.'"),
    "dns-subdomain-52": (re.compile(_SUBDOMAIN), 52, "lower-case letters, digits, '-' and '.'"),
    "dns-label": (re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"), 63, "lower-case letters, digits and '-'"),
    "service-name": (re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?"), 63, "lower-case letters, digits and '-', a letter first"),
    "path-segment": (re.compile(r"(?!\.\.?$)[^/%]+"), 253, "any characters but '/' and '%'"),
}


def named(rule: str) -> Check:
    """The object has a name, and one that its kind allows: `rule` is a key of `rules.toml`'s `[names]`."""
    pattern, longest, words = _NAMES[rule]

    def check(struct: Any) -> Iterator[InitErrorDetails]:
        name = struct.metadata.name
        if name is None or len(name) > longest or not pattern.fullmatch(name):
            yield _fault(("metadata", "name"), f"a name of 1 to {longest} {words}", name)

    return check


# --- what an object is ------------------------------------------------------------------------------------------


class ApiStruct(BaseModel):
    """Any object inside a manifest: unknown fields are refused, values are never converted, nothing changes later.

    Fields are given by their Python names; `model_validate` also takes a plain dict with the names of the wire.
    Raises `ObjectError` with every fault.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,  # "90" never becomes 90, and 1 never true
        alias_generator=wire_name,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        protected_namespaces=(),
        defer_build=True,  # validators are built on first use: imports stay short
    )

    if not TYPE_CHECKING:  # the signature that type checkers see is made from the fields

        def __init__(self, /, **fields: Any) -> None:
            try:
                self.__pydantic_validator__.validate_python(fields, self_instance=self)
            except ValidationError as error:
                raise ObjectError.of(type(self), fields, error) from None

        __init__.__pydantic_base_init__ = True  # objects nested in plain dicts are made without a detour through here

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """The object from a plain dict, as loaded from YAML, with the same checks as by the constructor."""
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            raise ObjectError.of(cls, obj, error) from None

    def to_wire(self) -> dict[str, Any]:
        """A plain dict with the names of the wire; what was not given is left out, given empty lists and maps stay."""
        given = self.__dict__
        out = {
            wire: _plain(given[name])
            for name, wire, required in _plan(type(self))
            if given[name] is not None or required
        }
        if extra := self.__pydantic_extra__:
            out.update((key, _plain(value)) for key, value in extra.items())
        return out


class OpenStruct(ApiStruct):
    """A struct whose API also takes fields that its schema does not name."""

    model_config = ConfigDict(extra="allow")


class CheckedStruct(ApiStruct):
    """A struct with rules between its fields."""

    checks: ClassVar[tuple[Check, ...]] = ()

    @model_validator(mode="after")
    def _hold_checks(self) -> Self:
        found = [fault for check in self.checks for fault in check(self)]
        if found:
            raise ValidationError.from_exception_data(type(self).__name__, found)
        return self


class Metadata(Protocol):
    """What the library reads of an object's metadata; the class itself is `imports.k8s.meta_v1.ObjectMeta`."""

    @property
    def name(self) -> str | None: ...
    @property
    def namespace(self) -> str | None: ...
    @property
    def labels(self) -> dict[str, str] | None: ...
    @property
    def annotations(self) -> dict[str, str] | None: ...


class KubeObject(CheckedStruct):
    """A whole manifest: apiVersion, kind, metadata with a name, and the rest."""

    checks = (named("dns-subdomain"),)

    if TYPE_CHECKING:
        api_version: str
        kind: str
        metadata: Metadata

    def to_manifest(self) -> dict[str, object]:
        """The manifest as a plain dict: apiVersion, kind, metadata, spec, then the other fields by name."""
        return self.to_wire()


_PLANS: dict[type[BaseModel], tuple[tuple[str, str, bool], ...]] = {}


def _plan(cls: type[BaseModel]) -> tuple[tuple[str, str, bool], ...]:
    """Field, wire name and whether required, for each field; kept, because asking pydantic each time is slow."""
    plan = _PLANS.get(cls)
    if plan is None:
        plan = tuple((n, f.serialization_alias or n, f.is_required()) for n, f in cls.model_fields.items())
        _PLANS[cls] = plan
    return plan


def _plain(value: Any) -> Any:
    if isinstance(value, ApiStruct):
        return value.to_wire()
    if isinstance(value, float) and value.is_integer():
        return int(value)  # a field of type number: 1 is written as 1
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


# --- what a fault says ------------------------------------------------------------------------------------------


class ObjectFault(NamedTuple):
    """One fault: `path` as `Deployment.spec.replicas`, the value got, what is allowed."""

    path: str
    got: object
    says: str

    def __str__(self) -> str:
        """The fault in one line."""
        return f"{self.path}: {self.says}"


class ObjectError(ValueError):
    """An object cannot be made; `faults` has every reason."""

    def __init__(self, faults: tuple[ObjectFault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))

    @classmethod
    def of(cls, model: type[ApiStruct], data: object, error: ValidationError) -> ObjectError:
        """Pydantic's faults in our words; those of one place (the sides of a union) become one."""
        places: dict[tuple[str | int, ...], list[ErrorDetails]] = {}
        for found in error.errors(include_url=False):
            places.setdefault(_place(found, data), []).append(found)
        return cls(tuple(_told(model, place, found) for place, found in places.items()))


_WORDS = {
    "int_type": "a whole number", "int_from_float": "a whole number", "float_type": "a number",
    "bool_type": "true or false", "string_type": "text", "list_type": "a list", "dict_type": "a map",
    "greater_than_equal": "at least {ge}", "greater_than": "more than {gt}",
    "less_than_equal": "at most {le}", "less_than": "less than {lt}", "multiple_of": "a multiple of {multiple_of}",
    "string_pattern_mismatch": "text that matches {pattern}", "literal_error": "{expected}",
    "string_too_short": "at least {min_length} characters", "string_too_long": "at most {max_length} characters",
    "too_short": "at least {min_length} entries", "too_long": "at most {max_length} entries",
    "model_type": "a map, or {class_name}(…)",
}  # fmt: skip


def _told(model: type[ApiStruct], place: tuple[str | int, ...], found: list[ErrorDetails]) -> ObjectFault:
    path = model.__name__ + "".join(_step(item) for item in place)
    got, kind = found[0]["input"], found[0]["type"]
    if kind == "missing":
        return ObjectFault(path, None, "is required, got nothing")
    if kind == "extra_forbidden":
        return ObjectFault(path, got, _unknown(_model_at(model, place[:-1]), str(place[-1]), got))
    words = [_WORDS.get(e["type"], e["msg"]).format(**e.get("ctx", {})) for e in found]
    return ObjectFault(path, got, f"got {_shown(got)}, allowed: {', or '.join(dict.fromkeys(words))}")


def _shown(got: object) -> str:
    return type(got).__name__ + "(…)" if isinstance(got, ApiStruct) else show(got)


def _step(item: str | int) -> str:
    if isinstance(item, int):
        return f"[{item}]"
    return f".{item}" if re.fullmatch(r"[A-Za-z_$][\w-]*", item) else f"['{item}']"


def _place(found: ErrorDetails, data: object) -> tuple[str | int, ...]:
    """The way to the fault without the steps that are not in the data, such as the side of a union that was tried."""
    if found["type"] == "rule":
        return found["loc"]
    place, here = list[str | int](), data
    for item in found["loc"]:
        if isinstance(here, Mapping) and (key := _key(here, str(item))) is not None:
            here = here[key]
        elif isinstance(here, list) and isinstance(item, int):
            here = here[item]
        elif item != found["loc"][-1] or found["type"] not in ("missing", "extra_forbidden"):
            continue
        place.append(item)
    return tuple(place)


def _key(data: Mapping[Any, Any], item: str) -> Any:
    if item in data:
        return item
    plain = item.lower()
    return next((key for key in data if isinstance(key, str) and key.replace("_", "").lower() == plain), None)


def _model_at(model: type[BaseModel], place: tuple[str | int, ...]) -> type[BaseModel]:
    """The struct that the place lies in, by the types of the fields on the way."""
    for item in place:
        field = next((f for n, f in model.model_fields.items() if item in (n, f.alias, f.serialization_alias)), None)
        model = (_structs(field.annotation) or [model])[0] if field else model
    return model


def _structs(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [struct for inner in get_args(annotation) for struct in _structs(inner)]


def _unknown(model: type[BaseModel], key: str, got: object) -> str:
    """In the spelling that the author used: Python's names, or those of the wire."""
    python = list(model.model_fields)
    wire = [field.serialization_alias or name for name, field in model.model_fields.items()]
    names = python if "_" in key or key == key.lower() else wire
    guess = nearest(key, names)
    hint = f"did you mean '{guess}'?" if guess else f"allowed: {', '.join(names)}"
    return f"no such field in {model.__name__}, got {_shown(got)}; {hint}"
