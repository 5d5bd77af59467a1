"""A code's page, as plain Markdown that also reads well in a terminal."""

from __future__ import annotations

from x2bee_constructs.core.codes import Code
from x2bee_constructs.core.language import Language

__all__ = ["page"]

_WORDS = {
    Language.en: ("What it means", "Why it matters", "What to change", "An example"),
    Language.ko: ("의미", "중요한 이유", "고치는 방법", "예"),
}
_KINDS = {"python": "python", "shell": "sh"}


def page(code: Code, language: Language, shown: str = "") -> str:
    """Everything about the code in one language; `shown` is what the example gave when it was run."""
    meaning, why, fix, example = _WORDS[language]
    parts = [f"# {code.code}: {code.title.in_(language)}"]
    for head, text in ((meaning, code.meaning), (why, code.why), (fix, code.fix)):
        parts += [f"## {head}", text.in_(language)]
    text = code.example.text.replace("«", "").replace("»", "").strip("\n")
    parts += [f"## {example}", f"```{_KINDS.get(code.example.kind, 'yaml')}\n{text}\n```"]
    return "\n\n".join([*parts, f"```\n{shown}\n```"] if shown else parts)
