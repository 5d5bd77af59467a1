# Generated from imports/rules.toml by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated

from pydantic import Field

from ...core.objects import Says

__all__ = [
    "Annotations",
    "Base64",
    "Cidr",
    "ConfigData",
    "ConfigKey",
    "Cron",
    "DnsLabel",
    "DnsSubdomain",
    "Duration",
    "EnvName",
    "FileMode",
    "Image",
    "IntOrPercent",
    "IntOrQuantity",
    "IntOrString",
    "LabelKey",
    "LabelValue",
    "Labels",
    "Port",
    "PortName",
    "PortOrName",
    "Quantities",
    "Quantity",
    "SecretData",
]
Base64 = Annotated[
    str, Field(pattern="^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"), Says("base64 text")
]
Cidr = Annotated[
    str,
    Field(
        pattern="^([0-9]{1,3}(\\.[0-9]{1,3}){3}/([0-9]|[12][0-9]|3[0-2])|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*/([0-9]|[1-9][0-9]|1[01][0-9]|12[0-8]))$"
    ),
    Says("a block of addresses such as 10.0.0.0/8"),
]
ConfigKey = Annotated[
    str,
    Field(pattern="^[-._a-zA-Z0-9]+$", max_length=253),
    Says("at most 253 letters, digits, '-', '_' and '.'"),
]
Cron = Annotated[
    str,
    Field(
        pattern="^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|@every \\S+|[0-9*/,?A-Za-z-]+( +[0-9*/,?A-Za-z-]+){4})$"
    ),
    Says("five fields as in cron ('0 3 * * *') or @daily, without a time zone"),
]
DnsLabel = Annotated[
    str,
    Field(pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", max_length=63),
    Says("at most 63 lower-case letters, digits and '-', a letter or digit at both ends"),
]
DnsSubdomain = Annotated[
    str,
    Field(pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", max_length=253),
    Says("at most 253 lower-case letters, digits, '-' and '.', a letter or digit at both ends of each part"),
]
Duration = Annotated[
    str,
    Field(
        pattern="^[+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h)(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h))*$"
    ),
    Says("a time such as 250ms, 1.5s or 1h30m"),
]
EnvName = Annotated[
    str,
    Field(pattern="^[-._a-zA-Z][-._a-zA-Z0-9]*$"),
    Says("letters, digits, '-', '_' and '.', not a digit first"),
]
FileMode = Annotated[int, Field(ge=0, le=511), Says("a file mode from 0 to 511 (0o777)")]
Image = Annotated[
    str,
    Field(pattern="^\\S+$"),
    Says("an image reference without spaces, such as registry.example.com/app:1.0.0"),
]
IntOrPercent = Annotated[
    Annotated[int, Field(ge=0)] | Annotated[str, Field(pattern="^[0-9]+%$")],
    Says("a whole number from 0, or a percentage such as '25%'"),
]
IntOrQuantity = Annotated[
    int
    | Annotated[
        str, Field(pattern="^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$")
    ],
    Says("a whole number, or a quantity in quotes such as '250m', '1.5' or '512Mi'"),
]
IntOrString = Annotated[int | str, Says("a whole number or text")]
LabelKey = Annotated[
    str,
    Field(
        pattern="^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$",
        max_length=317,
    ),
    Says("a key such as app or example.com/app (name of at most 63 characters)"),
]
LabelValue = Annotated[
    str,
    Field(pattern="^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$"),
    Says("at most 63 letters, digits, '-', '_' and '.', a letter or digit at both ends"),
]
Port = Annotated[int, Field(ge=1, le=65535), Says("a port from 1 to 65535")]
PortName = Annotated[
    str,
    Field(pattern="^([0-9]+-)*[0-9]*[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=15),
    Says("at most 15 lower-case letters, digits and single '-', with a letter in it"),
]
PortOrName = Annotated[
    Annotated[int, Field(ge=1, le=65535)]
    | Annotated[str, Field(pattern="^([0-9]+-)*[0-9]*[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=15)],
    Says("a port from 1 to 65535, or a port's name (at most 15 lower-case letters, digits and '-')"),
]
Quantity = Annotated[
    int
    | float
    | Annotated[
        str, Field(pattern="^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$")
    ],
    Says("a quantity such as 2, 250m, 1.5 or 512Mi"),
]
Annotations = dict[LabelKey, str]
ConfigData = dict[ConfigKey, str]
Labels = dict[LabelKey, LabelValue]
Quantities = dict[LabelKey, Quantity]
SecretData = dict[ConfigKey, Base64]
