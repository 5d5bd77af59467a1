"""The base of every typed Kubernetes object: closed, frozen, checked when it is made.

The classes under `x2bee_constructs.imports` are generated and hold names and types only; what they can do is here.
This is the door: the checks (`object_checks`) and the errors (`object_faults`) are imported from here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError, model_validator
from pydantic_core import CoreSchema, core_schema

from x2bee_constructs.core.object_checks import (
    Check,
    among,
    at_least_one,
    at_most_one,
    begins,
    distinct,
    exactly_one,
    filled,
    named,
    needs,
    only_with,
    ordered,
    requires,
    selects,
    unique,
    within,
)
from x2bee_constructs.core.object_faults import ObjectError, ObjectFault, Says, alias

__all__ = [
    "CDK8S_METADATA",
    "CLUSTER_SCOPED",
    "ApiStruct",
    "Check",
    "CheckedStruct",
    "KubeObject",
    "Metadata",
    "ObjectError",
    "ObjectFault",
    "OpenStruct",
    "Says",
    "among",
    "at_least_one",
    "at_most_one",
    "begins",
    "distinct",
    "exactly_one",
    "filled",
    "named",
    "needs",
    "only_with",
    "ordered",
    "requires",
    "selects",
    "unique",
    "wire_name",
    "within",
]


CDK8S_METADATA = ("annotations", "finalizers", "labels", "name", "namespace")
"""What cdk8s keeps of an object's metadata itself, and writes in this order; the rest follows as it is."""

CLUSTER_SCOPED = frozenset(
    {
        "ClusterRole",
        "ClusterRoleBinding",
        "ClusterSecretStore",
        "EC2NodeClass",
        "Namespace",
        "NodePool",
        "PriorityClass",
        "StorageClass",
    }
)
"""Kinds that we make and that are in no namespace; cdk8s gives every object its chart's."""


def wire_name(field: str) -> str:
    """The name on the wire of a regular field name: `image_pull_policy` → `imagePullPolicy`, `from_` → `from`."""
    first, *rest = field.rstrip("_").split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


_NESTED: ContextVar[bool] = ContextVar("nested", default=False)
"""Whether the schema that is being made is of a struct that another one has in it."""


class ApiStruct(BaseModel):
    """Any object inside a manifest: unknown fields are refused, values are never converted, nothing changes later.

    Fields are given by their Python names; `model_validate` also takes a plain dict with the names of the wire.
    Raises `ObjectError` with every fault.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,  # "90" never becomes 90, and 1 never true
        allow_inf_nan=False,  # JSON has neither
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
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The struct's own fields; those in it are asked when a value is there.

        Pydantic would write the schema of a Container into that of PodSpec, of Deployment and of five more, each time
        anew: a third of the time that the first objects of a process take.
        """
        if _NESTED.get():
            return core_schema.no_info_plain_validator_function(
                cls._checked, json_schema_input_schema=core_schema.dict_schema()
            )
        inside = _NESTED.set(True)
        try:
            return handler(source)
        finally:
            _NESTED.reset(inside)

    @classmethod
    def _checked(cls, value: Any) -> Self:
        """The value of a field: an object of this class as it is, one from a plain dict; faults keep their place."""
        return value if isinstance(value, cls) else cls.__pydantic_validator__.validate_python(value)

    @classmethod
    def model_validate(cls, obj: Any, **options: Any) -> Self:
        """The object from a plain dict, as loaded from YAML, with the checks of the constructor.

        Pydantic's options hold for the struct's own fields, not for structs in it.
        """
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

    checks: ClassVar[tuple[Check, ...]] = (named("dns-subdomain"),)

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
    return _PLANS.setdefault(cls, tuple((name, alias(cls, name), field.is_required()) for name, field in fields))


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
