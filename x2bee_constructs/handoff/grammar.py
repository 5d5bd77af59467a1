"""What a name of a site looks like, and where one stands in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from x2bee_constructs.core.names import Site

__all__ = ["HOST", "KEY_ALIAS", "PARAMETER", "REPOSITORY", "SECRET", "Grammar", "Word"]

PARAMETER, SECRET, REPOSITORY, HOST, KEY_ALIAS = "parameter", "secret", "repository", "host", "key alias"

_SEGMENTS = r"(?:/[A-Za-z0-9_+=.@-]+)*"


@dataclass(frozen=True)
class Word:
    """A name found in a text."""

    name: str
    kinds: tuple[str, ...]
    """What it may be the name of; anything with that name if empty."""
    prefix: bool = False
    """Whether it is only the beginning of names."""
    registry: str = ""
    """For an image, the host before it."""


class Grammar:
    """The grammar of one site's names, as `core.names.Site` and the rooms' `names.py` make them.

    Five forms are read wherever they stand alone in a text:

    - `/x2bee/<customer>/<any environment>/…`: a parameter; one of another environment is a mistake, and is seen,
    - `x2bee/<customer>/<environment>/…`: a secret or an image repository,
    - the same after `<account>.dkr.ecr.<region>.amazonaws.com/`: an image repository,
    - `x2bee-<customer>-<environment>…`, also after `alias/`: any other AWS resource,
    - `<environment>.<customer>.internal`, and hosts below it.

    One that ends in `/`, `-` or `*`, and the bare path, is the beginning of names.
    """

    def __init__(self, site: Site) -> None:
        """Make the grammar of the site."""
        self.site = site
        path, prefix = re.escape(site.path), re.escape(site.prefix)
        self.zone = f"{site.environment}.{site.customer}.internal"
        parameters = rf"/x2bee/{site.customer}/[a-z][a-z0-9]{{1,5}}(?:/[A-Za-z0-9_.-]+)*"
        self._form = re.compile(
            rf"(?<![\w./-])(?P<parameter>{parameters})(?P<end1>/?\*?)(?![\w-])"
            rf"|(?P<registry>\d{{12}}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com)/(?P<image>{path}(?:/[a-z0-9._-]+)*)"
            rf"(?P<end2>/?\*?)(?![\w-])"
            rf"|(?<![\w./-])(?P<path>{path}{_SEGMENTS})(?P<end3>/?\*?)(?![\w-])"
            rf"|(?<![\w.-])(?P<dashed>(?:alias/)?{prefix}(?:-[A-Za-z0-9_-]*)?(?:\.fifo\b)?)(?P<end4>\*?)"
            rf"(?![\w-]|\.(?!s3[.-])[a-z0-9])"
            rf"|(?<![\w.-])(?P<host>(?:\*\.)?(?:[a-z0-9_-]+\.)*{re.escape(self.zone)})(?P<end5>)(?![\w-]|\.\w)",
            re.ASCII,
        )
        self._hint = re.compile(rf"x2bee[/-]{site.customer}|{re.escape(self.zone)}")
        self._owned = re.compile(rf"/?{path}/.+|(?:alias/)?{prefix}(?:[-.].+)?|(?:.+\.)?{re.escape(self.zone)}")

    def owns(self, name: str) -> bool:
        """Whether the name as a whole follows the grammar: the site's own, and somebody has to read it."""
        return bool(self._owned.fullmatch(name))

    def words(self, text: str) -> Iterator[Word]:
        """The names in the text, in their order."""
        if self._hint.search(text):
            for found in self._form.finditer(text):
                yield self._word(found)

    def _word(self, found: re.Match[str]) -> Word:
        index, form = next(pair for pair in enumerate(_KINDS, 1) if found[pair[1]] is not None)
        end, name = found[f"end{index}"], found[form]
        name = name if end else name.rstrip(".")
        bare = form in {"parameter", "image", "path"} and name.strip("/").count("/") < _PARTS_OF_A_PATH
        prefix = bool(end) or bare or name.endswith("-")
        slash = "/" if bare or end.startswith("/") else ""
        kinds = (KEY_ALIAS,) if name.startswith("alias/") else _KINDS[form]
        return Word(name + slash, kinds, prefix, found["registry"] or "")


_KINDS: dict[str, tuple[str, ...]] = {
    "parameter": (PARAMETER,),
    "image": (REPOSITORY,),
    "path": (SECRET, REPOSITORY),
    "dashed": (),
    "host": (HOST,),
}
"""The forms, in their order, and what each may be the name of."""

_PARTS_OF_A_PATH = 3
"""Slashes in `x2bee/<customer>/<environment>/<name>`."""
