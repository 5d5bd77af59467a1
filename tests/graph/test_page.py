"""The page: what is in it, and how it behaves in a real Chromium, where there is one."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from x2bee_constructs import Platform
from x2bee_constructs.core.language import Language
from x2bee_constructs.graph.derive import graph
from x2bee_constructs.graph.page import as_page
from x2bee_constructs.graph.page_words import WORDS

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)


@pytest.fixture(scope="module")
def page(acme: Callable[[str], Platform]) -> str:
    return as_page(acme("prd"))


@pytest.fixture(scope="module")
def data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_it_needs_nothing_else(page: str) -> None:
    outside = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    assert re.findall(r"https?://[^\s\"']+", outside) == ["http://www.w3.org/2000/svg"], (
        "the name of SVG, fetched by nobody"
    )
    assert not re.search(r"<(?:link|img|iframe)\b|\bsrc=|@import|url\((?!#)|\bfetch\(|\bimport\(", outside)
    assert "default-src 'none'" in page


def test_the_same_platform_gives_the_same_page(page: str, acme: Callable[[str], Platform]) -> None:
    assert as_page(acme("prd")) == page


def test_every_edge_of_the_graph_is_in_one_layer(data: dict[str, Any], acme: Callable[[str], Platform]) -> None:
    found = [edge[2] for view in data["views"][:2] for line in view["lines"] for edge in line["edges"]]
    assert sorted(found) == sorted(edge.sentence for edge in graph(acme("prd")).edges)
    assert [view["id"] for view in data["views"]] == ["traffic", "data", "logs", "traces", "identities"]


def test_every_edge_can_be_followed_to_its_head(data: dict[str, Any]) -> None:
    for view in data["views"]:
        for line in view["lines"]:
            for source, _, _ in line["edges"]:
                own = [piece for piece in line["pieces"] if source in piece["of"]]
                assert any(piece["head"] for piece in own), (view["id"], source, line["edges"])


def test_every_line_ends_at_boxes_of_its_layer(data: dict[str, Any]) -> None:
    for view in data["views"]:
        names = {node["name"] for node in view["nodes"]}
        ends = {end for line in view["lines"] for edge in line["edges"] for end in edge[:2]}
        assert ends <= names
        for left, top, wide, high in (node["box"] for node in view["nodes"]):
            assert 0 <= left <= left + wide <= view["width"]
            assert 0 <= top <= top + high <= view["height"]


def test_a_service_has_its_numbers_budgets_and_objects(data: dict[str, Any], k8s_files: dict[str, str]) -> None:
    order = data["services"]["x2bee-api-order"]
    assert order["numbers"]["pods"] == "3 to 30"
    assert order["budget"]["answered"] == "99.9 %: 43 minutes of 30 days may fail"
    assert re.fullmatch(r"\d+ of \d+, of all services together", order["budget"]["connections at mbod"])
    made = {entry["file"]: entry["text"] for found in data["services"].values() for entry in found["objects"]}
    services = {path: text for path, text in k8s_files.items() if path.split("/")[0] in data["services"]}
    assert made == services
    assert {entry["kind"] for entry in order["objects"] if entry["policy"]} >= {"NetworkPolicy", "AuthorizationPolicy"}


def test_no_text_ends_the_data(minimal: dict[str, Any]) -> None:
    plain = as_page(Platform.model_validate(minimal))
    env = {"ODD": "</script><!--"}
    odd = as_page(Platform.model_validate({**minimal, "services": {"x2bee-fo": {"env": env}}}))
    assert "\\u003c/script>" in odd
    assert odd.count("</script>") == plain.count("</script>")


def test_languages_have_the_same_words(acme: Callable[[str], Platform]) -> None:
    assert {frozenset(words) for words in WORDS.values()} == {frozenset(WORDS[Language.en])}
    korean = as_page(acme("prd"), Language.ko)
    assert '<html lang="ko">' in korean
    assert "트래픽" in korean


def test_a_platform_without_logs_and_watchers_has_fewer_layers(minimal: dict[str, Any]) -> None:
    page = as_page(Platform.model_validate(minimal))
    assert '"id":"traffic"' in page
    assert '"id":"logs"' not in page


# ---- in a browser --------------------------------------------------------------------------------------------------

PRESS = """
<script>addEventListener("load", async () => {
  const wait = () => new Promise((done) => setTimeout(done, 50));
  const press = async (key, at = document.activeElement) => {
    at.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })); await wait(); };
  const node = (name) => [...document.querySelectorAll(".node")].find((one) => one.ariaLabel.startsWith(name));
  const here = () => document.activeElement.ariaLabel || document.activeElement.tagName;
  const log = []; const note = (what) => log.push(what);
  try { await (async () => { %s })(); } catch (error) { note(String(error)); }
  document.title = "LOG" + JSON.stringify(log) + "LOG";
});</script>
"""


def browsed(page: str, folder: Path, script: str) -> list[Any]:
    if not CHROMIUM:
        if os.environ.get("X2BEE_NEEDS_CHROMIUM"):
            pytest.fail("there is no chromium on the PATH")
        pytest.skip("there is no chromium on the PATH")
    file = folder / "page.html"
    file.write_text(page.replace("</body>", PRESS % script + "</body>"), encoding="utf-8")
    options = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=8000",
        "--window-size=1440,844",
    )
    done = subprocess.run(
        [CHROMIUM, *options, f"--user-data-dir={folder / 'profile'}", "--dump-dom", file.as_uri()],
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    found = re.search(r"LOG(\[.*?\])LOG", done.stdout, re.DOTALL)
    assert found, done.stdout[:500] + done.stderr[-500:]
    return json.loads(found[1].replace("&amp;", "&").replace("&lt;", "<"))


@pytest.mark.apps
def test_by_keyboard_alone(page: str, tmp_path: Path) -> None:
    script = """
      node("Browser").focus(); note(here());
      await press("ArrowRight"); note(here());
      await press("ArrowRight"); note(here());
      await press("Enter"); note(document.querySelector("aside h2").textContent); note(here());
      await press("Escape"); note(document.querySelector("aside").hidden); note(here());
      await press("/"); note(document.activeElement.type);
      const input = document.activeElement;
      input.value = "api-order"; input.dispatchEvent(new Event("input")); await wait();
      note(document.querySelectorAll("#results [role=option]").length);
      await press("Enter"); note(document.querySelector("aside h2").textContent);
      note(document.querySelectorAll("aside details").length > 15);
      document.querySelector("aside details").open = true; await wait();
      note(document.querySelector("aside pre").textContent.includes("kind: AuthorizationPolicy"));
    """
    assert browsed(page, tmp_path, script) == [
        "Browser, *.acme-shop.co.kr",
        "ALB, HTTPS",
        "istio-ingressgateway",
        "istio-ingressgateway",
        "istio-ingressgateway",
        True,
        "istio-ingressgateway",
        "search",
        2,
        "x2bee-api-order",
        True,
        True,
    ]


@pytest.mark.apps
def test_layers_and_lights(page: str, tmp_path: Path) -> None:
    script = """
      const tabs = [...document.querySelectorAll("[role=tab]")];
      for (const tab of tabs) { tab.click(); await wait(); note(document.querySelectorAll(".node").length > 2); }
      tabs[1].click(); await wait();
      node("x2bee-api-order").dispatchEvent(new MouseEvent("click", { bubbles: true })); await wait();
      note([...document.querySelectorAll(".node:not(.dim)")].map((one) => one.ariaLabel.split(",")[0]).sort());
      note(tabs.map((tab) => tab.getAttribute("aria-selected")));
    """
    found = browsed(page, tmp_path, script)
    assert found[:5] == [True] * 5
    assert found[5] == ["SNS", "mbod", "x2bee-api-order"]
    assert found[6] == ["false", "true", "false", "false", "false"]


@pytest.mark.apps
def test_a_phone(page: str, tmp_path: Path) -> None:
    """Chromium's window is no narrower than 500 pixels; a frame in it is."""
    script = """
      const inner = document.createElement("iframe");
      inner.style.cssText = "position:fixed;inset:0;border:0;width:390px;height:844px";
      const rest = document.documentElement.outerHTML.split("<script>addEventListener")[0] + "</body></html>";
      document.head.querySelector("meta[http-equiv]").remove();
      inner.srcdoc = rest; document.body.replaceChildren(inner);
      await new Promise((done) => inner.addEventListener("load", done)); await wait();
      const page = inner.contentDocument;
      note(page.documentElement.scrollWidth <= 390);
      page.querySelector(".node").dispatchEvent(new MouseEvent("click", { bubbles: true })); await wait();
      const panel = page.querySelector("aside").getBoundingClientRect();
      note([panel.left, panel.right]); note(panel.height < 844 * 0.7);
      const buttons = [...page.querySelectorAll(".zoom button")];
      note(buttons.every((one) => one.getBoundingClientRect().width >= 40 && one.ariaLabel));
    """
    assert browsed(page, tmp_path, script) == [True, [0, 390], True, True]
