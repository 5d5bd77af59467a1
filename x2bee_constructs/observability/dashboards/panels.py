"""The parts of one panel in Grafana's types: what is asked, how it looks, and from where numbers are red."""

from __future__ import annotations

from x2bee_constructs.observability.dashboards.model import Cloud, Column, Line, Panel, Prom
from x2bee_constructs.observability.dashboards.sdk import (
    cloudwatch,
    common,
    dashboard,
    prometheus,
    stat,
    table,
    timeseries,
)

__all__ = ["field_config", "options", "targets", "transformations"]

_SCRAPED = "30s"
"""How often Prometheus asks: `$__rate_interval` is four times this at least."""

_PROMETHEUS = common.DataSourceRef(type_val="prometheus", uid="prometheus")
_CLOUDWATCH = common.DataSourceRef(type_val="cloudwatch", uid="cloudwatch")

_Query = prometheus.Dataquery | cloudwatch.MetricsQuery


def targets(panel: Panel, region: str) -> list[_Query]:
    """What the panel asks, lettered from A on."""
    made = enumerate(panel.queries)
    return [
        _prom(panel, one, _letter(i)) if isinstance(one, Prom) else _cloud(one, _letter(i), region) for i, one in made
    ]


def _letter(index: int) -> str:
    return chr(ord("A") + index)


def _prom(panel: Panel, query: Prom, ref: str) -> prometheus.Dataquery:
    """Over time for lines; only now for numbers and tables."""
    lines = panel.kind == "graph"
    kind = prometheus.PromQueryFormat
    return prometheus.Dataquery(
        ref_id=ref,
        datasource=_PROMETHEUS,
        expr=query.expr,
        legend_format=query.legend or None,
        instant=not lines,
        range_val=lines,
        interval=_SCRAPED,
        format_val=kind.TABLE if panel.kind == "table" else kind.TIME_SERIES,
        editor_mode=prometheus.QueryEditorMode.CODE,
    )


def _cloud(query: Cloud, ref: str, region: str) -> cloudwatch.MetricsQuery:
    return cloudwatch.MetricsQuery(
        ref_id=ref,
        datasource=_CLOUDWATCH,
        query_mode=cloudwatch.QueryMode.METRICS,
        metric_query_type=cloudwatch.MetricQueryType.SEARCH,
        metric_editor_mode=cloudwatch.MetricEditorMode.BUILDER,
        region=region,
        namespace=query.namespace,
        metric_name=query.metric,
        dimensions=dict(query.dimensions),
        match_exact=True,
        statistic=query.statistic,
        period=str(query.seconds),
        label=query.legend,
        expression="",
    )


def options(panel: Panel) -> timeseries.Options | stat.Options | table.Options:
    """What the kind of panel is told besides."""
    if panel.kind == "stat":
        return stat.Options(
            graph_mode=common.BigValueGraphMode.NONE,
            color_mode=common.BigValueColorMode.BACKGROUND if panel.lines else common.BigValueColorMode.NONE,
            reduce_options=common.ReduceDataOptions(values=False, calcs=["lastNotNull"], fields=""),
        )
    if panel.kind == "table":
        return table.Options(show_header=True, cell_height=common.TableCellHeight.SM)
    legend = common.VizLegendOptions(
        display_mode=common.LegendDisplayMode.LIST, placement=common.LegendPlacement.BOTTOM, show_legend=True, calcs=[]
    )
    tooltip = common.VizTooltipOptions(mode=common.TooltipDisplayMode.MULTI, sort=common.SortOrder.DESCENDING)
    return timeseries.Options(legend=legend, tooltip=tooltip)


def field_config(panel: Panel) -> dashboard.FieldConfigSource:
    """Units, bounds and lines, and for a table those of each column."""
    graph = panel.kind == "graph"
    defaults = dashboard.FieldConfig(
        unit=panel.unit,
        min_val=panel.least if graph else None,
        max_val=panel.most if graph else None,
        thresholds=_thresholds(panel.lines, falling=panel.falling),
        color=dashboard.FieldColor(
            mode=dashboard.FieldColorModeId.PALETTE_CLASSIC if graph else dashboard.FieldColorModeId.THRESHOLDS
        ),
        custom=_graph(panel) if graph else table.FieldConfig() if panel.kind == "table" else None,
    )
    return dashboard.FieldConfigSource(defaults=defaults, overrides=[_column(one) for one in panel.columns])


def _graph(panel: Panel) -> common.GraphFieldConfig:
    mode = common.GraphThresholdsStyleMode
    stacking = common.StackingMode.NORMAL if panel.stack else common.StackingMode.NONE
    return common.GraphFieldConfig(
        draw_style=common.GraphDrawStyle.LINE,
        line_width=1,
        fill_opacity=30 if panel.stack else 0,
        show_points=common.VisibilityMode.NEVER,
        stacking=common.StackingConfig(mode=stacking, group="A"),
        thresholds_style=common.GraphThresholdsStyleConfig(mode=mode.DASHED if panel.lines else mode.OFF),
    )


def _thresholds(lines: tuple[Line, ...], *, falling: bool = False) -> dashboard.ThresholdsConfig:
    """From each line on its colour; where what is low is bad, up to each line its colour."""
    colours: list[str] = [line.colour for line in lines]
    steps = [*colours, "green"] if falling else ["green", *colours]
    values = [None, *(line.at for line in lines)]
    made = [dashboard.Threshold(value=value, color=colour) for value, colour in zip(values, steps, strict=True)]
    return dashboard.ThresholdsConfig(mode=dashboard.ThresholdsMode.ABSOLUTE, steps=made)


def transformations(panel: Panel) -> list[dashboard.DataTransformerConfig]:
    """A table's queries side by side, in the order and with the names of its columns."""
    if not panel.columns:
        return []
    fields = {_field(one): one.title for one in panel.columns}
    organized: dict[str, object] = {
        "excludeByName": {"Time": True},
        "indexByName": {field: index for index, field in enumerate(fields)},
        "renameByName": fields,
    }
    return [
        dashboard.DataTransformerConfig(id_val="merge", options={}),
        dashboard.DataTransformerConfig(id_val="organize", options=organized),
    ]


def _field(column: Column) -> str:
    return f"Value {column.source}" if column.source.startswith("#") else column.source


def _column(column: Column) -> dashboard.DashboardFieldConfigSourceOverrides:
    value = dashboard.DynamicConfigValue
    properties = [value(id_val="unit", value=column.unit)] if column.unit else []
    if column.lines:
        properties.append(value(id_val="thresholds", value=_thresholds(column.lines)))
        properties.append(value(id_val="custom.cellOptions", value={"type": "color-background", "mode": "basic"}))
    if column.link:
        properties.append(value(id_val="links", value=[{"title": column.title, "url": column.link}]))
    matcher = dashboard.MatcherConfig(id_val="byName", options=column.title)
    return dashboard.DashboardFieldConfigSourceOverrides(matcher=matcher, properties=properties)
