# Generated from imports/rules.toml by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated

from pydantic import Field

from ...core.objects import Says

__all__ = [
    "AbsolutePath",
    "Amount",
    "Amounts",
    "Annotations",
    "Base64",
    "Cidr",
    "ClusterIp",
    "ConfigData",
    "ConfigKey",
    "ContainerAmount",
    "Cron",
    "CronWithSeconds",
    "DnsLabel",
    "DnsSubdomain",
    "Duration",
    "EnvName",
    "FileMode",
    "HeaderName",
    "HostName",
    "Image",
    "IntOrPercent",
    "IntOrQuantity",
    "IntOrShare",
    "IntOrString",
    "Ip",
    "IpOrCidr",
    "IstioProtocol",
    "LabelKey",
    "LabelValue",
    "Labels",
    "Medium",
    "PodField",
    "Port",
    "PortName",
    "PortOrName",
    "PortOrZero",
    "Quantity",
    "QuantityText",
    "QuotaAmounts",
    "QuotaName",
    "RelativePath",
    "ResourceName",
    "SecretData",
    "ServiceName",
    "TargetPort",
    "TimeZone",
]
AbsolutePath = Annotated[str, Field(pattern="^/"), Says("a path that begins with '/'")]
Amount = Annotated[
    Annotated[int, Field(ge=0)]
    | Annotated[float, Field(ge=0)]
    | Annotated[
        str, Field(pattern="^[+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$")
    ],
    Says("a quantity from 0, such as 2, 250m, 1.5 or 512Mi"),
]
Base64 = Annotated[
    str, Field(pattern="^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"), Says("base64 text")
]
Cidr = Annotated[
    str,
    Field(
        pattern="^(((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])/([0-9]|[12][0-9]|3[0-2])|[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*/([0-9]|[1-9][0-9]|1[01][0-9]|12[0-8]))$"
    ),
    Says("a block of addresses such as 10.0.0.0/8"),
]
ClusterIp = Annotated[
    str,
    Field(
        pattern="^(None|((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])|[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*)?$"
    ),
    Says("'None', '', or an address such as 10.96.0.10"),
]
ConfigKey = Annotated[
    str,
    Field(pattern="^\\.?[-_a-zA-Z0-9][-._a-zA-Z0-9]*$", max_length=253),
    Says("at most 253 letters, digits, '-', '_' and '.'"),
]
ContainerAmount = Annotated[
    str,
    Field(pattern="^(limits|requests)\\.(cpu|memory|ephemeral-storage|hugepages-.+)$"),
    Says("limits or requests with cpu, memory or ephemeral-storage, such as limits.memory"),
]
Cron = Annotated[
    str,
    Field(
        pattern="^(@(yearly|annually|monthly|weekly|daily|midnight|hourly|every [0-9.hmsuµn]+)|([*?]|([0-5]?[0-9])(-([0-5]?[0-9]))?)(/[1-9][0-9]*)?(,([*?]|([0-5]?[0-9])(-([0-5]?[0-9]))?)(/[1-9][0-9]*)?)* +([*?]|([01]?[0-9]|2[0-3])(-([01]?[0-9]|2[0-3]))?)(/[1-9][0-9]*)?(,([*?]|([01]?[0-9]|2[0-3])(-([01]?[0-9]|2[0-3]))?)(/[1-9][0-9]*)?)* +([*?]|(0?[1-9]|[12][0-9]|3[01])(-(0?[1-9]|[12][0-9]|3[01]))?)(/[1-9][0-9]*)?(,([*?]|(0?[1-9]|[12][0-9]|3[01])(-(0?[1-9]|[12][0-9]|3[01]))?)(/[1-9][0-9]*)?)* +([*?]|(0?[1-9]|1[0-2]|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))(-(0?[1-9]|1[0-2]|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))?)(/[1-9][0-9]*)?(,([*?]|(0?[1-9]|1[0-2]|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))(-(0?[1-9]|1[0-2]|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))?)(/[1-9][0-9]*)?)* +([*?]|([0-6]|(?i:sun|mon|tue|wed|thu|fri|sat))(-([0-6]|(?i:sun|mon|tue|wed|thu|fri|sat)))?)(/[1-9][0-9]*)?(,([*?]|([0-6]|(?i:sun|mon|tue|wed|thu|fri|sat))(-([0-6]|(?i:sun|mon|tue|wed|thu|fri|sat)))?)(/[1-9][0-9]*)?)*)$"
    ),
    Says(
        "five fields as in cron (minute, hour, day, month, weekday from 0 to 6: '0 3 * * *') or @daily, without a time zone"
    ),
]
CronWithSeconds = Annotated[
    str,
    Field(
        pattern="^(@(yearly|annually|monthly|weekly|daily|midnight|hourly|every [0-9.hmsuµn]+)|[0-9*/,?A-Za-z-]+( +[0-9*/,?A-Za-z-]+){5})$"
    ),
    Says("six fields, of which the first are the seconds ('0 0 3 * * *'), or @daily"),
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
    Field(pattern="^[+]?(0|(([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h))+)$"),
    Says("a time such as 250ms, 1.5s or 1h30m"),
]
EnvName = Annotated[
    str,
    Field(pattern="^[-._a-zA-Z][-._a-zA-Z0-9]*$"),
    Says("letters, digits, '-', '_' and '.', not a digit first"),
]
FileMode = Annotated[int, Field(ge=0, le=511), Says("a file mode from 0 to 511 (0o777)")]
HeaderName = Annotated[str, Field(pattern="^[-A-Za-z0-9]+$"), Says("letters, digits and '-'")]
HostName = Annotated[
    str,
    Field(
        pattern="^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", max_length=253
    ),
    Says("a host name in lower case such as shop.example.com or *.example.com"),
]
Image = Annotated[
    str,
    Field(pattern="^\\S+$"),
    Says("an image reference without spaces, such as registry.example.com/app:1.0.0"),
]
IntOrPercent = Annotated[
    Annotated[int, Field(ge=0, le=2147483647)] | Annotated[str, Field(pattern="^[0-9]+%$")],
    Says("a whole number from 0, or a percentage such as '25%'"),
]
IntOrQuantity = Annotated[
    int
    | Annotated[
        str, Field(pattern="^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$")
    ],
    Says("a whole number, or a quantity in quotes such as '250m', '1.5' or '512Mi'"),
]
IntOrShare = Annotated[
    Annotated[int, Field(ge=0, le=2147483647)] | Annotated[str, Field(pattern="^(100|[0-9]{1,2})%$")],
    Says("a whole number from 0, or a percentage from '0%' to '100%'"),
]
IntOrString = Annotated[int | str, Says("a whole number or text")]
Ip = Annotated[
    str,
    Field(
        pattern="^(((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])|[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*)$"
    ),
    Says("an address such as 10.0.0.1 or 2001:db8::1"),
]
IpOrCidr = Annotated[
    str,
    Field(
        pattern="^(((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(/([0-9]|[12][0-9]|3[0-2]))?|[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*(/([0-9]|[1-9][0-9]|1[01][0-9]|12[0-8]))?)$"
    ),
    Says("an address or a block of them, such as 10.0.0.1 or 10.0.0.0/8"),
]
IstioProtocol = Annotated[
    str,
    Field(
        pattern="^(?i:tcp|udp|tls|https?|http2|http_proxy|grpc|grpc-web|mongo|redis|mysql|hbone|double-hbone)$"
    ),
    Says("a protocol such as HTTP, HTTPS, HTTP2, GRPC, TCP or TLS"),
]
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
Medium = Annotated[
    str,
    Field(pattern="^(Memory|HugePages(-[0-9]+[KMGT]i)?)?$"),
    Says("'', 'Memory', 'HugePages' or 'HugePages-2Mi'"),
]
PodField = Annotated[
    str,
    Field(
        pattern="^(metadata\\.(name|namespace|uid|(labels|annotations)(\\[.+\\])?)|spec\\.(nodeName|serviceAccountName)|status\\.(hostIP|podIP)s?)$"
    ),
    Says("a field of the pod such as metadata.name, metadata.labels['app'], spec.nodeName or status.podIP"),
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
PortOrZero = Annotated[
    int,
    Field(ge=0, le=65535),
    Says("a port from 1 to 65535, or 0 for none, or for one that the cluster chooses"),
]
Quantity = Annotated[
    int
    | float
    | Annotated[
        str, Field(pattern="^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$")
    ],
    Says("a quantity such as 2, 250m, 1.5 or 512Mi"),
]
QuantityText = Annotated[
    str,
    Field(pattern="^[+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$"),
    Says("a quantity in quotes, such as '20Gi'"),
]
QuotaName = Annotated[
    str,
    Field(
        pattern="^(((requests|limits)\\.)?(cpu|memory|storage|ephemeral-storage|hugepages-[0-9]+[KMGT]i)|pods|services(\\.(nodeports|loadbalancers))?|configmaps|secrets|persistentvolumeclaims|replicationcontrollers|resourcequotas|[^/ ]+/[^/ ]+)$"
    ),
    Says("a name such as requests.cpu, limits.memory, pods, or count/jobs.batch for any other kind"),
]
RelativePath = Annotated[
    str, Field(pattern="^([^/.]|\\.[^.]|\\.\\.[^/])"), Says("a path that does not begin with '/' or '../'")
]
ResourceName = Annotated[
    str,
    Field(pattern="^(cpu|memory|storage|ephemeral-storage|hugepages-[0-9]+[KMGT]i|[^/ ]+/[^/ ]+)$"),
    Says(
        "cpu, memory, ephemeral-storage, storage, hugepages-2Mi, or a name with a domain such as nvidia.com/gpu"
    ),
]
ServiceName = Annotated[
    str,
    Field(pattern="^[a-z]([-a-z0-9]*[a-z0-9])?$", max_length=63),
    Says("at most 63 lower-case letters, digits and '-', a letter first"),
]
TargetPort = Annotated[
    Annotated[int, Field(ge=0, le=65535)]
    | Annotated[str, Field(pattern="^(([0-9]+-)*[0-9]*[a-z][a-z0-9]*(-[a-z0-9]+)*)?$", max_length=15)],
    Says(
        "a port from 1 to 65535, a port's name (at most 15 lower-case letters, digits and '-'), or 0 for the port itself"
    ),
]
TimeZone = Annotated[
    str,
    Field(pattern="^[A-Z][A-Za-z]*([-+_/]?[A-Za-z0-9]+)*$"),
    Says("a time zone such as Asia/Seoul or Etc/UTC"),
]
Amounts = dict[ResourceName, Amount]
Annotations = dict[LabelKey, str]
ConfigData = dict[ConfigKey, str]
Labels = dict[LabelKey, LabelValue]
QuotaAmounts = dict[QuotaName, Amount]
SecretData = dict[ConfigKey, Base64]
