"""Every page as people walk through it, in both languages, on a desk and on a telephone."""

import csv
import io
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from conftest import LANGUAGES, ROOT, TOKEN, WIDTHS, add

pytestmark = [pytest.mark.parametrize("lang", LANGUAGES), pytest.mark.parametrize("width", WIDTHS)]

ARTICLE = "لقاء\nقال المتحدث باسم البلدية كريم الحداد إن الأشغال تنتهي في آذار، وأضاف أن الطريق يفتح بعدها.\n"
# Two ministers share a surname in the examples; the energy minister has most of the statements.
MINISTER = "نوال الدرعي"


def in_language(tab, lang):
    html = tab.page.locator("html")
    assert html.get_attribute("lang") == lang
    assert html.get_attribute("dir") == {"ar": "rtl", "en": "ltr"}[lang]


def total(tab):
    """How many hits the page says it found."""
    return int(tab.page.locator(".summary > bdi").last.inner_text())


def shows(tab, number):
    """Waits until the page says that it found so many: one search follows another without a reload."""
    expect(tab.page.locator(".summary > bdi").last).to_have_text(str(number))


def asks(tab, words):
    """Waits until the page asks for these words."""
    expect(tab.page.locator("#q")).to_have_value(words)
    tab.page.wait_for_url(lambda url: quote(words) in url)


def enter(tab):
    tab.open("/enter")
    tab.page.fill("#token", TOKEN)
    tab.page.locator("main form button").click()
    tab.page.wait_for_url(lambda url: "/enter" not in url)


def test_search_facet_article_and_back(shared_server, look, lang, width):
    tab = look(shared_server, lang, width)
    page = tab.page
    tab.open("/")
    in_language(tab, lang)
    tab.fits()
    # An example is a link to its results.
    page.locator(".examples a").first.click()
    expect(page.locator(".hit").first).to_be_visible()
    # No page was loaded for it, and none is for what follows.
    page.evaluate("document.body.dataset.stayed = 1")
    # A query is typed, and its address can be sent to a colleague.
    page.fill("#q", "المحطة")
    page.press("#q", "Enter")
    page.wait_for_url(lambda url: quote("المحطة") in url)
    expect(page.locator(".hit mark").first).to_have_text(re.compile("محطة"))
    found = total(tab)
    assert found >= 2 and page.locator(".hit").count() == found
    assert "articles=" not in page.url, "what was left empty stands in the address"
    tab.fits()
    # A facet narrows; the count beside it is what is found then.
    facet = page.locator("#facets section").first.locator("tr").first
    count = int(facet.locator("td").inner_text())
    facet.locator("a").click()
    page.wait_for_url(re.compile("speaker:"))
    shows(tab, count)
    assert page.locator("body").get_attribute("data-stayed") == "1"
    narrowed = page.url
    # The article, with its statements marked, at the one that was found.
    page.locator(".hit .from a").first.click()
    page.wait_for_url("**/articles/**")
    in_language(tab, lang)
    assert page.locator("article .c").count() > 0 and page.locator(".said > li").count() > 0
    assert page.locator("article :target").count() == 1
    tab.fits()
    page.go_back()
    assert page.url == narrowed
    # What was chosen is taken back.
    shows(tab, count)
    page.locator(".chosen-all a").first.click()
    shows(tab, found)
    page.go_back()
    shows(tab, count)
    assert page.url == narrowed
    page.go_back()
    asks(tab, "المحطة")
    shows(tab, found)


def test_completion_and_keys(shared_server, look, lang, width):
    tab = look(shared_server, lang, width)
    page = tab.page
    tab.open("/search?q=المحطة")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.fill("#q", "")
    page.type("#q", "نوا")
    option = page.locator("[role=option]").first
    option.wait_for()
    assert MINISTER in option.inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert MINISTER in page.locator("#q").input_value()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "speaker" in url and "q=" in url)
    expect(page.locator(".hit")).not_to_have_count(0)
    assert total(tab) >= 4
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("[...document.querySelectorAll('.hit')].indexOf(document.activeElement)") == 1
    page.keyboard.press("k")
    assert page.evaluate("[...document.querySelectorAll('.hit')].indexOf(document.activeElement)") == 0


def test_timeline(shared_server, look, lang, width):
    tab = look(shared_server, lang, width)
    page = tab.page
    tab.open("/search?q=الدرعي")
    everything = total(tab)
    chart = page.locator("[data-choose] svg")
    chart.scroll_into_view_if_needed()
    first = chart.locator("g").first.get_attribute("data-when")
    box = chart.locator("g").first.locator(".room").bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 1, y, steps=3)
    page.mouse.up()
    page.wait_for_url(re.compile("from="))
    assert f"from={first}" in page.url and f"to={first}" in page.url
    expect(page.locator(".summary > bdi").last).not_to_have_text(str(everything))
    assert 0 < total(tab) < everything
    # The table beneath says the same, and without a pointer.
    tab.open("/search?q=الدرعي")
    page.locator(".timeline summary").click()
    counts = [int(cell) for cell in page.locator(".timeline td").all_inner_texts()]
    assert sum(counts) >= everything
    page.locator(".timeline td a, .timeline th a").first.click()
    shows(tab, counts[0])


def test_article(shared_server, look, lang, width):
    tab = look(shared_server, lang, width)
    page = tab.page
    tab.open("/search?q=مرفوض&articles=1")
    page.locator(".hit .from a").first.click()
    # A mark leads to its statement and back; parts of one light up together.
    page.locator("article .q").first.click()
    assert page.locator(".said li:target").count() == 1
    page.locator(".said li:target .n").click()
    assert page.locator("article .text :target").count() == 1
    page.locator("article .c").first.hover()
    assert page.locator("article .on").count() >= 2
    page.mouse.move(0, 0)
    # One source alone.
    source = page.locator(".source").first
    source.click()
    assert source.get_attribute("aria-pressed") == "true" and page.locator("article.fade").count() == 1
    source.click()
    assert page.locator("article.fade").count() == 0
    # What it was decided by.
    page.locator(".about a[rel=nofollow]").click()
    page.wait_for_url(re.compile("why"))
    page.locator(".said summary").first.click()
    assert page.locator(".said details[open] .score").count() > 0
    tab.fits()
    # What the same source says elsewhere.
    tab.open("/search?q=قطع")
    page.locator(".hit .from a").first.click()
    page.locator(".said .links a").last.click()
    page.wait_for_url(re.compile("search"))
    assert total(tab) >= 1


def test_copies_and_revisions(server, look, lang, width):
    changed = server.folder / "changed.jsonl"
    first = (ROOT / "examples/news.jsonl").read_text().splitlines()[0]
    changed.write_text(first.replace("المصانع", "المعامل") + "\n")
    add(server.folder, changed)
    tab = look(server, lang, width)
    page = tab.page
    tab.open("/search?q=المعامل&articles=1")
    page.locator(".hit .from a").first.click()
    page.locator(".about li[aria-current] ~ li a, .about li a").last.click()
    page.wait_for_url(re.compile("differences|with|compare"))
    assert "المعامل" in page.locator("ins, del").all_inner_texts()
    tab.fits()


def test_speaker(shared_server, look, lang, width):
    tab = look(shared_server, lang, width)
    page = tab.page
    tab.open("/speakers")
    tab.fits()
    page.fill("main [name=name]", "الدرعي")
    page.locator("main form button").click()
    page.locator("tbody a", has_text=MINISTER).click()
    page.wait_for_url("**/speakers/*")
    assert MINISTER in page.locator("h1").inner_text()
    assert page.locator(".timeline, .names").count() >= 1 and page.locator(".hit").count() > 0
    assert page.locator("form[action$='/merge']").count() == 0, "who has no token cannot merge"
    tab.fits()
    page.locator(".links a").first.click()
    assert total(tab) >= 4
    page.go_back()
    page.locator(".links a").nth(1).click()
    page.wait_for_url("**/outlets?*")
    # Nobody of the name: the nearest are offered.
    tab.open("/speakers?name=بهلول")
    assert page.locator(".message").count() == 1


def test_merge_and_undo(server, look, lang, width):
    tab = look(server, lang, width)
    page = tab.page
    enter(tab)
    tab.open("/speakers?name=سامي الدرعي")
    page.locator("tbody a").first.click()
    before = page.locator(".names tbody tr").count()
    page.fill("form [name=b]", MINISTER)
    page.locator("form[action$='/merge'] button").click()
    page.wait_for_url(re.compile("/speakers/merge"))
    assert page.locator(".columns section").count() == 2
    tab.fits()
    page.locator(".decide button").click()
    page.wait_for_url(re.compile(r"/speakers/\d+"))
    assert page.locator(".names tbody tr").count() > before
    assert page.locator(".decisions li").count() == 1
    page.locator(".decisions button").click()
    page.wait_for_load_state()
    assert page.locator(".decisions li").count() == 0
    tab.open("/speakers?name=سامي الدرعي")
    page.locator("tbody a").first.click()
    assert page.locator(".names tbody tr").count() == before
    # A name that was joined is taken out, and put back.
    tab.open("/speakers?name=" + MINISTER)
    page.locator("tbody a").first.click()
    split = page.locator("form[action$='/split'] button")
    if split.count():
        names = page.locator(".names tbody tr").count()
        split.first.click()
        page.wait_for_load_state()
        page.locator(".decisions button").first.click()
        page.wait_for_load_state()
        assert page.locator(".names tbody tr").count() == names


def test_outlets(shared_server, look, lang, width):
    tab = look(shared_server, lang, width)
    page = tab.page
    tab.open("/outlets")
    boxes = page.locator("[name=outlet]")
    assert boxes.count() == 3
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.locator("main [name=speaker]").fill("الدرعي")
    page.locator("main form button").click()
    page.wait_for_url(re.compile("outlet=.*outlet="))
    heads = page.locator(".compared thead a")
    assert heads.count() == 2
    said = [int(cell) for cell in page.locator(".compared tbody").first.locator("tr").first.locator("td").all_inner_texts()]
    tab.fits()
    # The counts are those of the searches that they lead to.
    heads.first.click()
    assert total(tab) == said[0]
    page.go_back()
    assert page.locator(".columns section").count() == 2


def test_reading(server, look, lang, width):
    tab = look(server, lang, width)
    page = tab.page
    tab.open("/read")
    page.fill("#text", ARTICLE)
    page.locator("#read article").wait_for()
    assert page.locator("#read .said > li").count() == 2
    assert "كريم الحداد" in page.locator("#read .sources").inner_text()
    tab.fits()
    # Nothing is kept.
    tab.open("/search?q=الحداد")
    assert page.locator(".hit").count() == 0
    # A file that is dropped.
    tab.open("/read")
    page.evaluate(
        """([name, text]) => {
            const data = new DataTransfer();
            data.items.add(new File([text], name, { type: "text/html" }));
            document.querySelector("form[data-read]").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        ["page.html", (ROOT / "examples/article.html").read_text()],
    )
    page.locator("#read article").wait_for()
    assert page.locator("#read .said > li").count() > 0
    # Kept by whoever may.
    enter(tab)
    tab.open("/read")
    page.fill("#text", ARTICLE)
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    page.locator("button[name=keep]").click()
    page.wait_for_url(re.compile("/articles/"))
    tab.open("/search?q=الحداد")
    assert page.locator(".hit").count() > 0


def test_exports_and_feed(shared_server, look, lang, width):
    tab = look(shared_server, lang, width)
    page = tab.page
    # An export has every copy of a story.
    tab.open("/search?q=الدرعي&copies=1")
    found = total(tab)
    names = page.locator(".take a").all_inner_texts()
    assert len(names) == 5
    for link in page.locator(".take a").all()[:4]:
        with page.expect_download() as download:
            link.click()
        path = download.value.path()
        if download.value.suggested_filename.endswith(".csv"):
            rows = list(csv.DictReader(io.StringIO(path.read_text())))
            assert len(rows) == found
        assert path.stat().st_size > 100
    feed = page.request.get(page.evaluate("document.querySelector('link[type=\"application/atom+xml\"]').href"))
    assert feed.ok and feed.text().count("<entry>") == min(found, 50)


def test_what_to_do_next(shared_server, look, lang, width):
    tab = look(shared_server, lang, width)
    page = tab.page
    for path, status in [("/search?q=فيلسوف+البحار", 200), ("/search?q=speaker:(", 400), ("/articles/none", 404), ("/nowhere", 404)]:
        answer = tab.open(path)
        assert answer.status == status, path
        in_language(tab, lang)
        said = page.locator("main").inner_text()
        assert len(said) > 20 and page.locator("main a, main form").count() > 0, path
        tab.fits()
    # Browsers note failed answers on their console.
    tab.wrong = [said for said in tab.wrong if "Failed to load resource" not in said]
    # The other language, and the same page.
    tab.open("/search?q=المحطة")
    page.locator(".tongue").click()
    in_language(tab, {"ar": "en", "en": "ar"}[lang])
    assert page.locator("#q").input_value() == "المحطة"


def test_without_script(server, look, lang, width):
    tab = look(server, lang, width, java_script_enabled=False)
    page = tab.page
    tab.open("/")
    page.fill("#q", "المحطة")
    page.press("#q", "Enter")
    assert total(tab) >= 2
    page.locator("#facets a").first.click()
    page.locator(".hit .from a").first.click()
    page.locator("article .q").first.click()
    assert page.locator(".said li:target").count() == 1
    tab.open("/read")
    page.fill("#text", ARTICLE)
    page.locator("main form button").first.click()
    assert page.locator("#read .said > li").count() == 2
    tab.open("/outlets")
    page.locator("[name=outlet]").nth(0).check()
    page.locator("[name=outlet]").nth(1).check()
    page.locator("main form button").click()
    assert page.locator(".compared").count() == 1
    tab.open("/search?q=الدرعي")
    page.locator(".timeline summary").click()
    page.locator(".timeline th a").first.click()
    assert "from=" in page.url
    enter(tab)
    tab.open("/speakers?name=سامي الدرعي")
    page.locator("tbody a").first.click()
    assert page.locator("form[action$='/merge']").count() == 1


def test_server_gone(tmp_path, look, lang, width):
    from conftest import Server

    server = Server(tmp_path)
    tab = look(server, lang, width)
    page = tab.page
    tab.open("/read")
    server.stop()
    page.fill("#text", ARTICLE)
    expect(page.locator("#status")).to_have_text(page.locator("body").get_attribute("data-gone"))
    tab.wrong = []


def test_no_archive(tmp_path, look, lang, width):
    from conftest import Server

    server = Server(tmp_path, archive=False)
    try:
        tab = look(server, lang, width)
        tab.open("/read")
        tab.page.fill("#text", ARTICLE)
        tab.page.locator("#read article").wait_for()
        tab.open("/search")
        assert "rawi add" in tab.page.locator("main").inner_text()
        tab.fits()
        tab.wrong = [said for said in tab.wrong if "Failed to load resource" not in said]
    finally:
        server.stop()
