"""What the page says in each language; names of objects and fields stay as they are."""

from __future__ import annotations

from collections.abc import Mapping

from x2bee_constructs.core.language import Language

__all__ = ["WORDS"]

_ENGLISH = {
    "heading": "who may reach whom",
    "layers": "Layers",
    "traffic": "Traffic",
    "data": "Data",
    "logs": "Logs",
    "traces": "Traces",
    "identities": "Identities",
    "exposed": "exposed",
    "call": "HTTP",
    "write": "writes",
    "read": "reads",
    "outside": "outside",
    "search": "Search",
    "found": "found",
    "nothing": "Nothing has this name.",
    "zoomIn": "Zoom in",
    "zoomOut": "Zoom out",
    "fit": "Show all",
    "picture": "Picture of the layer",
    "close": "Close",
    "numbers": "Numbers",
    "budget": "Budget",
    "in": "Comes in",
    "out": "Goes out",
    "policies": "Policies",
    "objects": "Other objects",
    "noLines": "No line in any layer.",
    "help": "Tab reaches every box, arrows go to the next one in that direction, Enter opens it, Escape closes it. "
    "Plus, minus and 0 zoom; / searches.",
}

_KOREAN = {
    "heading": "호출 관계",
    "layers": "레이어",
    "traffic": "트래픽",
    "data": "데이터",
    "logs": "로그",
    "traces": "트레이스",
    "identities": "권한",
    "exposed": "외부 공개",
    "call": "HTTP",
    "write": "쓰기",
    "read": "읽기",
    "outside": "외부",
    "search": "검색",
    "found": "개 찾음",
    "nothing": "이 이름을 가진 항목이 없습니다.",
    "zoomIn": "확대",
    "zoomOut": "축소",
    "fit": "전체 보기",
    "picture": "레이어 그림",
    "close": "닫기",
    "numbers": "수치",
    "budget": "예산",
    "in": "들어오는 연결",
    "out": "나가는 연결",
    "policies": "정책",
    "objects": "그 밖의 오브젝트",
    "noLines": "어느 레이어에도 연결이 없습니다.",
    "help": "Tab으로 모든 상자를 오가고, 화살표로 그 방향의 상자로 이동합니다. Enter로 열고 Escape로 닫습니다. "
    "+, -, 0으로 확대·축소하고 /로 검색합니다.",
}

WORDS: Mapping[Language, Mapping[str, str]] = {Language.en: _ENGLISH, Language.ko: _KOREAN}
"""By language; both have the same keys."""
