"""What axe-core finds on every page, in both languages, light and dark, on a desk and on a telephone: nothing serious.

Beside it what a page weighs, since each is opened here anyway.
"""

from importlib.resources import files

import pytest
from conftest import ROOT, TOKEN

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
PAGES = [
    "/search",
    "/search?q=الدرعي",
    "/search?q=الدرعي&articles=1&sort=newest",
    "/search?q=فيلسوف",
    "/search?q=speaker:(",
    "/speakers",
    "/outlets",
    "/outlets?outlet=صحيفة الميناء&outlet=إذاعة الجبل&q=الدرعي",
    "/read",
    "/api",
    "/enter",
    "/nowhere",
]
# Bytes of a page with its style and script, as they are before compression.
WEIGHT = 60_000


def found(tab):
    """The serious and critical findings of axe-core, in words."""
    tab.page.evaluate(AXE)
    result = tab.page.evaluate("axe.run()")
    return [
        f"{tab.page.url}: {finding['id']}: {finding['help']}: {[node['html'][:160] for node in finding['nodes'][:3]]}"
        for finding in result["violations"]
        if finding["impact"] in ("serious", "critical")
    ]


# Each language meets each width and each scheme once.
@pytest.mark.parametrize(("lang", "width", "scheme"), [("ar", 1280, "light"), ("ar", 390, "dark"), ("en", 1280, "dark"), ("en", 390, "light")])
def test_nothing_serious(server, look, lang, width, scheme):
    tab = look(server, lang, width, color_scheme=scheme)
    page = tab.page
    tab.open("/enter")
    page.fill("#token", TOKEN)
    page.locator("main form button").click()
    page.wait_for_url(lambda url: "/enter" not in url)
    findings = []
    for path in PAGES:
        tab.open(path)
        findings += found(tab)
    tab.open("/search?q=الدرعي")
    article = page.locator(".hit .from a").first.get_attribute("href")
    speaker = page.locator(".hit .who a").first.get_attribute("href")
    for path in [article, article.split("#")[0] + "?why=1", speaker]:
        page.goto(server.url + path)
        findings += found(tab)
    page.fill("form [name=b]", "سامي الدرعي")
    page.locator("form[action$='/merge'] button").click()
    page.wait_for_url("**/speakers/merge?*")
    findings += found(tab)
    tab.open("/read")
    page.fill("#text", (ROOT / "examples/article.txt").read_text())
    page.locator("#read article").wait_for()
    findings += found(tab)
    assert findings == []
    tab.wrong = [said for said in tab.wrong if "Failed to load resource" not in said]


def test_pages_are_light(shared_server, look):
    tab = look(shared_server)
    weights = {}
    tab.page.on("response", lambda answer: weights.__setitem__(answer.url, len(answer.body())))
    for path in ["/search", "/speakers", "/outlets", "/read"]:
        weights.clear()
        tab.open(path)
        tab.page.wait_for_load_state("networkidle")
        assert len(weights) >= 3 and sum(weights.values()) < WEIGHT, (path, weights)
