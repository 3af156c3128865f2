"""What axe-core finds wrong with a page."""

from playwright.sync_api import Page

from config.embedded import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# What axe is sure of, and words in the very colour of what is behind them, of which it only says that it cannot tell.
# Every rule is asked; of what passed only that something did is reported, which spares a description of each element.
FAULTS = """async () => {
    const { violations, incomplete, passes } = await axe.run({ resultTypes: ["violations", "incomplete"] });
    if (!passes.length) throw new Error("axe has looked at nothing");
    const unseen = incomplete.filter((each) => each.id === "color-contrast").map((each) => ({
        id: "words that cannot be seen",
        nodes: each.nodes.filter((node) => node.any.some((check) => check.data?.messageKey === "equalRatio")),
    }));
    return [...violations, ...unseen].filter((each) => each.nodes.length);
}"""


def faults(page: Page) -> list[str]:
    """Each rule that is broken, and where. Axe is told from outside the page, past its policy on scripts."""
    page.evaluate(AXE.read_text())
    return [f"{each['id']}: {node['html'][:120]}" for each in page.evaluate(FAULTS) for node in each["nodes"]]
