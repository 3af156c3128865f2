"""What axe-core finds wrong with a page."""

from playwright.sync_api import Page

from config.embedded import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = "{runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}}"


def faults(page: Page) -> list[str]:
    """Each rule that is broken, and where; it is told past the page's own policy, which forbids strange scripts."""
    page.evaluate(AXE.read_text())
    result = page.evaluate(f"axe.run(document, {RULES})")
    assert result["passes"], "axe has looked at nothing"
    return [f"{each['id']}: {node['html'][:120]}" for each in result["violations"] for node in each["nodes"]]
