"""The base of every typed Kubernetes object: closed, frozen, checked when it is made.

The classes under `x2bee_constructs.imports` are generated and hold names and types only; what they can do is here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol, Self, cast, get_args

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError, model_validator
from pydantic_core import CoreSchema, ErrorDetails, InitErrorDetails, PydanticCustomError, core_schema

from x2bee_constructs.core.faults import nearest, show

__all__ = [
    "ApiStruct",
    "Check",
    "CheckedStruct",
    "KubeObject",
    "Metadata",
    "ObjectError",
    "ObjectFault",
    "OpenStruct",
    "Says",
    "at_least_one",
    "at_most_one",
    "exactly_one",
    "named",
    "needs",
    "only_with",
    "ordered",
    "unique",
    "wire_name",
]

Place = tuple[str | int, ...]
"""The way from a struct to a value in it, in the names of the wire."""


def wire_name(field: str) -> str:
    """The name on the wire of a regular field name: `image_pull_policy` → `imagePullPolicy`, `from_` → `from`."""
    first, *rest = field.rstrip("_").split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


# --- what an object is ------------------------------------------------------------------------------------------------


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

    if not TYPE_CHECKING:  # type checkers make the signature from the fields

        def __init__(self, /, **fields: Any) -> None:
            try:
                self.__pydantic_validator__.validate_python(fields, self_instance=self)
            except ValidationError as error:
                raise ObjectError.of(type(self), fields, error) from None

        __init__.__pydantic_base_init__ = True  # structs nested in plain dicts are made without a detour through here

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """The object from a plain dict, as loaded from YAML, with the checks of the constructor."""
        try:
            return super().model_validate(obj, **options)
        except ValidationError as error:
            raise ObjectError.of(cls, obj, error, wire=True) from None

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy; one with changed fields goes through the checks again."""
        if not update:
            return super().model_copy(deep=deep)
        return type(self)(**{name: getattr(self, name) for name in self.model_fields_set} | dict(update))

    def to_wire(self) -> dict[str, Any]:
        """A plain dict with the names of the wire; what was not given is left out, given empty lists and maps stay."""
        given = self.__dict__
        out: dict[str, Any] = {}
        for name, wire, required in _PLANS.get(type(self)) or _plan(type(self)):
            if (value := given[name]) is not None or required:
                out[wire] = _plain(value)
        for key, value in (self.__pydantic_extra__ or {}).items():
            out[key] = _plain(value)
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
    def name(self) -> str | None:
        """The name, unique per kind and namespace; every whole manifest has one."""
        ...

    @property
    def namespace(self) -> str | None:
        """The namespace; none for objects of the cluster, and where the chart sets it."""
        ...

    @property
    def labels(self) -> dict[str, str] | None:
        """What selectors select by."""
        ...

    @property
    def annotations(self) -> dict[str, str] | None:
        """What controllers read."""
        ...


class KubeObject(CheckedStruct):
    """A whole manifest: apiVersion, kind, metadata with a name, and the rest."""

    checks: ClassVar[tuple[Check, ...]] = ()

    if TYPE_CHECKING:
        api_version: str
        kind: str
        metadata: Metadata

    def to_manifest(self) -> dict[str, object]:
        """The manifest as a plain dict: apiVersion, kind, metadata, spec, then the other fields by name."""
        return self.to_wire()


_PLANS: dict[type[BaseModel], tuple[tuple[str, str, bool], ...]] = {}


def _plan(cls: type[BaseModel]) -> tuple[tuple[str, str, bool], ...]:
    """Name, name on the wire and whether required, for each field; kept, because asking pydantic each time is slow."""
    fields = cls.model_fields.items()
    return _PLANS.setdefault(cls, tuple((name, _alias(cls, name), field.is_required()) for name, field in fields))


def _alias(of: type[BaseModel] | BaseModel, field: str) -> str:
    cls = of if isinstance(of, type) else type(of)
    return cls.model_fields[field].serialization_alias or field


def _plain(value: Any) -> Any:
    kind = value.__class__
    if kind is str or kind is int or kind is bool:
        return value
    if isinstance(value, ApiStruct):
        return value.to_wire()
    if kind is list:
        return [_plain(item) for item in value]
    if kind is dict:
        return {key: _plain(item) for key, item in value.items()}
    return int(value) if kind is float and value.is_integer() else value  # a number given as 1 is written as 1


# --- rules between fields ---------------------------------------------------------------------------------------------

Check = Callable[[Any], Sequence[InitErrorDetails]]
"""Gives a fault for each way in which the struct breaks the rule."""


def _fault(allowed: str, got: Any, *place: str | int) -> InitErrorDetails:
    return InitErrorDetails(type=PydanticCustomError("rule", "{says}", {"says": allowed}), loc=place, input=got)


def _count(words: str, fields: tuple[str, ...], allowed: Callable[[int], bool]) -> Check:
    says = f"{words} of {', '.join(fields)}"

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        given = [name for name in fields if getattr(struct, name) is not None]
        return () if allowed(len(given)) else [_fault(says, given or None)]

    return check


def exactly_one(*fields: str) -> Check:
    """One of the fields is given, and only one."""
    return _count("exactly one", fields, lambda count: count == 1)


def at_most_one(*fields: str) -> Check:
    """Not more than one of the fields is given."""
    return _count("at most one", fields, lambda count: count <= 1)


def at_least_one(*fields: str) -> Check:
    """One of the fields is given, or more."""
    return _count("at least one", fields, lambda count: count >= 1)


def needs(field: str, tag: str, value: str) -> Check:
    """Where `tag` is `value`, the field is given."""

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        if getattr(struct, tag) != value or getattr(struct, field) is not None:
            return ()
        return [_fault(f"a value, because {tag} is '{value}'", None, _alias(struct, field))]

    return check


def only_with(field: str, tag: str, value: str) -> Check:
    """The field is given only where `tag` is `value`, or not given: it then has a default that we do not know."""

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        got = getattr(struct, tag)
        if getattr(struct, field) is None or got is None or got == value:
            return ()
        return [_fault(f"'{value}', because {field} is given", got, _alias(struct, tag))]

    return check


def ordered(low: str, high: str) -> Check:
    """Where both are given, `low` is not more than `high`."""

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        least, most = getattr(struct, low), getattr(struct, high)
        if least is None or most is None or least <= most:
            return ()
        return [_fault(f"at least {low} ({least})", most, _alias(struct, high))]

    return check


def unique(field: str, *keys: str) -> Check:
    """No two elements of the list agree in all the keys; without keys, no two are equal."""
    says = f"entries that differ in {' and '.join(keys)}" if keys else "entries that differ"

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        items: list[Any] = getattr(struct, field) or []
        if len(items) < 2:
            return ()
        seen = [tuple(getattr(item, key) for key in keys) if keys else (item,) for item in items]
        again = [index for index, key in enumerate(seen) if key in seen[:index]]
        return [_fault(says, " ".join(map(str, seen[i])), _alias(struct, field), i) for i in again]

    return check


_SUBDOMAIN = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
_NAMES = {
    "dns-label": (r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", 63, "lower-case letters, digits and '-'"),
    "dns-subdomain": (_SUBDOMAIN, 253, "lower-case letters, digits, '-' and '.'"),
    "dns-subdomain-52": (_SUBDOMAIN, 52, "lower-case letters, digits, '-' and '.'"),
    "path-segment": (r"(?!\.\.?$)[^/%]+", 253, "characters other than '/' and '%'"),
    "service-name": (r"[a-z]([-a-z0-9]*[a-z0-9])?", 63, "lower-case letters, digits and '-', a letter first"),
}


def named(rule: str) -> Check:
    """The object has a name that its kind allows: `rule` is one of those in `rules.toml`, `[names]`."""
    pattern, longest, words = _NAMES[rule]
    form = re.compile(pattern, re.ASCII)

    def check(struct: Any) -> Sequence[InitErrorDetails]:
        name = struct.metadata.name
        if name is not None and len(name) <= longest and form.fullmatch(name):
            return ()
        return [_fault(f"a name of 1 to {longest} {words}", name, "metadata", "name")]

    return check


KubeObject.checks = (named("dns-subdomain"),)


# --- what a fault says ------------------------------------------------------------------------------------------------


class Says:
    """Marks a type with the words its faults are told in, in place of a pattern: `Annotated[str, …, Says("…")]`."""

    def __init__(self, allowed: str) -> None:
        self.allowed = allowed

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Replace whatever fault the inner type finds by one that says what is allowed."""
        return core_schema.custom_error_schema(
            handler(source), custom_error_type="allowed", custom_error_message=self.allowed
        )


class ObjectFault(NamedTuple):
    """One fault: the path as `Deployment.spec.replicas`, the value got, and what is allowed, in words."""

    path: str
    got: object
    says: str

    def __str__(self) -> str:
        """The fault in one line."""
        return f"{self.path}: {self.says}"


class ObjectError(ValueError):
    """An object cannot be made; `faults` has every reason."""

    def __init__(self, faults: tuple[ObjectFault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        """One line per fault."""
        return "\n".join(map(str, self.faults))

    @classmethod
    def of(cls, model: type[BaseModel], data: object, error: ValidationError, *, wire: bool = False) -> ObjectError:
        """Pydantic's faults in our words; those of one place (the sides of a union) become one.

        `wire` says that the author wrote the names of the wire, so that hints are given in them.
        """
        places: dict[Place, list[ErrorDetails]] = {}
        for found in error.errors(include_url=False):
            places.setdefault(_place(found, data), []).append(found)
        whose = _whose(model, data)
        return cls(tuple(_told(model, place, found, whose, wire) for place, found in places.items()))


_WORDS = {
    "bool_type": "true or false",
    "dict_type": "a map",
    "float_type": "a number",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
    "list_type": "a list",
    "literal_error": "{expected}",
    "model_type": "a map, or {class_name}(…)",
    "multiple_of": "a multiple of {multiple_of}",
    "string_pattern_mismatch": "text that matches {pattern}",
    "string_too_long": "at most {max_length} characters",
    "string_too_short": "at least {min_length} characters",
    "string_type": "text",
    "too_long": "at most {max_length} entries",
    "too_short": "at least {min_length} entries",
}


def _told(model: type[BaseModel], place: Place, found: list[ErrorDetails], whose: str, wire: bool) -> ObjectFault:
    owner, steps = _walked(model, place)
    path = model.__name__ + "".join(_step(step) for step in steps)
    got, kind = found[0]["input"], found[0]["type"]
    if kind == "missing":
        return ObjectFault(path, None, f"is required, got nothing{whose}")
    if kind == "extra_forbidden":
        return ObjectFault(path, got, _unknown(owner, str(place[-1]), got, wire) + whose)
    words = [_WORDS[e["type"]].format(**e.get("ctx", {})) if e["type"] in _WORDS else e["msg"] for e in found]
    return ObjectFault(path, got, f"got {_shown(got)}, allowed: {', or '.join(dict.fromkeys(words))}{whose}")


def _whose(model: type[BaseModel], data: object) -> str:
    """The name of the object that the faults are in, if it has one by now."""
    meta = _get(data, "metadata") or data
    name = _get(meta, "name") or getattr(meta, "name", None)
    return f" (in {model.__name__} '{name}')" if isinstance(name, str) else ""


def _get(data: object, key: str) -> object:
    return cast("Mapping[str, object]", data).get(key) if isinstance(data, Mapping) else None


def _shown(got: object) -> str:
    return type(got).__name__ + "(…)" if isinstance(got, ApiStruct) else show(got)


def _step(item: str | int) -> str:
    if isinstance(item, int):
        return f"[{item}]"
    return f".{item}" if re.fullmatch(r"[A-Za-z_$][\w-]*", item) else f"['{item}']"


def _place(found: ErrorDetails, data: object) -> Place:
    """The way to the fault without the steps that are not in the data, such as the side of a union that was tried."""
    if found["type"] == "rule":
        return found["loc"]
    place, here = list[str | int](), data
    for step in found["loc"]:
        below = _below(here, step)
        if below is not _NOWHERE:
            here = below
        elif step != found["loc"][-1] or found["type"] not in ("missing", "extra_forbidden"):
            continue
        place.append(step)
    return tuple(place)


_NOWHERE = object()


def _below(here: Any, step: str | int) -> object:
    """What the data has at a step; a field may be given by either of its names."""
    try:
        return here[step if isinstance(step, int) or step in here else _spelt(here, step)]
    except (IndexError, KeyError, TypeError):
        return _NOWHERE


def _spelt(keys: Any, step: str) -> object:
    return next((key for key in keys if str(key).replace("_", "").lower() == step.lower()), step)


def _walked(model: type[BaseModel], place: Place) -> tuple[type[BaseModel], Place]:
    """The struct that the place lies in, and the place in the names of the wire, by the types of the fields."""
    steps = list[str | int]()
    for step in place:
        name = next((name for name in model.model_fields if step in (name, _alias(model, name))), None)
        steps.append(_alias(model, name) if name else step)
        model = next(iter(_structs(model.model_fields[name].annotation)), model) if name else model
    return model, tuple(steps)


def _structs(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [struct for inner in get_args(annotation) for struct in _structs(inner)]


def _unknown(model: type[BaseModel], key: str, got: object, wire: bool) -> str:
    """What else may have been meant, in the spelling that the author used: Python's names, or those of the wire."""
    names = list(model.model_fields)
    if "_" not in key and (wire or key != key.lower()):
        names = [_alias(model, name) for name in names]
    guess = nearest(key, names)
    hint = f"did you mean '{guess}'?" if guess else f"allowed: {', '.join(names)}"
    return f"no such field in {model.__name__}, got {_shown(got)}; {hint}"
