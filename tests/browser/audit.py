"""axe on a page as it stands: light and dark, on a wide screen and on a telephone's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
WIDTHS = {1280: 800, 360: 740}
SERIOUS = ("serious", "critical")
# What moves is judged where it will stand.
SETTLE = """() => document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().iterations !== Infinity)
  .forEach((one) => one.finish())"""
# The desk is told of the colours by its own script, a moment after the browser knows.
COLOURED = """(scheme) => {
  const told = document.documentElement.dataset.mantineColorScheme;
  return told === undefined || told === scheme;
}"""
RUN = "() => window.axe.run(document, { resultTypes: ['violations'] })"
SPILLS = "() => document.documentElement.scrollWidth - window.innerWidth"


def audit(page: Page, screen: str) -> list[str]:
    """What is wrong with a screen, each in a line; the window is left wide and light."""
    # Evaluated by the debugger, which our Content-Security-Policy does not bind.
    page.evaluate(AXE.read_text())
    wrong: list[str] = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_function(COLOURED, arg=scheme)
            page.evaluate(SETTLE)
            wrong += [f"{screen} ({width} px, {scheme}): {one}" for one in _violations(page)]
        if (spill := page.evaluate(SPILLS)) > 0:
            wrong.append(f"{screen} ({width} px): wider than the window by {spill} px")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return wrong


def _violations(page: Page) -> Iterator[str]:
    found: list[dict[str, Any]] = page.evaluate(RUN)["violations"]
    for violation in found:
        if violation["impact"] in SERIOUS:
            for node in violation["nodes"]:
                target = " ".join(map(str, node["target"]))
                yield f"{violation['id']} at {target}: {node['failureSummary']}"
