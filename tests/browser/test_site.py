"""The web site in a browser, sent from /course/ with every other host out of reach."""

import re
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import expect

from tests.needs import need
from tests.thorough import THOROUGH, thinned
from tools.website.pdf import joined

from .axe import violations
from .page import differ, operate
from .site import LAPTOP, Visit, built, served

# Of two lessons: the first one, and the one with words and axes of all kinds.
LESSONS = thinned([], ["00", "01"])
LESSON = "notebooks/01_exhaustive_search.html"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
ARTICLES = re.compile("<article.*</article>", re.DOTALL)
SEEN = 50  # pixels that must differ for a change to be seen
# What reaches beyond the text's column and is in nothing that scrolls: it would be cut off.
CUT_OFF = """() => {
  const column = document.querySelector(".content");
  const scrolls = (element) => element !== column
    && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const edge = column.getBoundingClientRect().right + 1;
  return [...column.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > edge && one.getBoundingClientRect().width)
    .filter((one) => !scrolls(one.parentElement)).map((one) => one.outerHTML.slice(0, 80));
}"""


@pytest.fixture(scope="module")
def site(browser, tmp_path_factory) -> Path:
    need("Sphinx (the extra `site`)", find_spec("myst_nb") and find_spec("furo"))
    return built(tmp_path_factory.mktemp("site"), LESSONS)


@pytest.fixture(scope="module")
def address(site):
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def reader(browser, address):
    visit = Visit(browser, address)
    visit.open("index.html")
    yield visit
    visit.close()


@pytest.fixture
def visit(reader):
    """Somebody who has answered nothing yet; nothing is complained of, nothing asked of others."""
    reader.page.evaluate("localStorage.clear()")
    reader.page.set_viewport_size(LAPTOP)
    reader.page.emulate_media(media="screen", color_scheme="light")
    yield reader
    assert reader.complaints == []


@pytest.fixture
def phone(browser, address):
    visit = Visit(browser, address, **PHONE)
    yield visit
    assert visit.complaints == []
    visit.close()


def pages(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


# Every page


def test_axe_finds_nothing_on_any_page(site, visit):
    few = ["index.html", LESSON, "classroom/README.html"]
    for path in thinned(pages(site), few):
        for theme in thinned(["light", "dark"], ["dark" if path == LESSON else "light"]):
            visit.page.emulate_media(color_scheme=theme)
            page = visit.open(path)
            expect(page.locator("h1").first).to_be_visible()
            for place in page.locator("[data-figure]").all()[: 9 if THOROUGH else 1]:
                place.scroll_into_view_if_needed()
                expect(place).to_have_attribute("data-drawn", "")
            assert violations(page, whole=True) == [], (path, theme)


class Links(HTMLParser):
    """What a page links to or loads, and the places in it that can be linked to."""

    def __init__(self, html: str):
        super().__init__()
        self.targets, self.places = [], {""}
        self.base = ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.places.add(given.get("id", ""))
        if tag == "base":
            self.base = given["href"]
        elif tag != "use":
            self.targets += [given[name] for name in ("href", "src") if given.get(name)]


def broken(site: Path) -> list[str]:
    """The links of the site that lead nowhere in it, as if it were sent from /course/."""
    found = {path: Links((site / path).read_text("utf-8")) for path in pages(site)}
    wrong = []
    for path, links in found.items():
        if links.base:  # sent in the place of whatever is not there
            continue
        for target in links.targets:
            there = urlsplit(urljoin(f"/course/{path}", target))
            if there.scheme:
                continue
            inside = unquote(there.path).removeprefix("/course/")
            file = site / inside
            known = found[inside].places if inside in found else {there.fragment}
            if not (file.is_file() and there.path.startswith("/course/")):
                wrong.append(f"{path}: {target}")
            elif unquote(there.fragment) not in known:
                wrong.append(f"{path}: {target} (no such place)")
    return wrong


def test_every_link_leads_to_a_page_and_a_place_on_it(site):
    assert broken(site) == []
    linked = Links((site / LESSON).read_text("utf-8")).targets
    assert "../docs/glossary.html#word-array" in linked and "../index.html#in-jupyterlab" in linked


def test_a_broken_link_would_be_noticed(site, tmp_path):
    (tmp_path / "a.html").write_text('<a href="b.html"></a><a href="#x"></a><a href="/a.html"></a>')
    assert len(broken(tmp_path)) == 3


def test_every_page_has_a_title_a_description_and_a_language(site):
    for path in pages(site):
        html = (site / path).read_text("utf-8")
        assert re.search("<title>.{4,}</title>", html), path
        assert 'lang="en"' in html and "data:image" not in html, path
        if path not in ("search.html", "404.html"):
            assert re.search('<meta name="description" content=".{20,}">', html), path


# Figures


def test_the_front_page_opens_with_a_land_that_answers(visit):
    page = visit.open("index.html")
    land = page.locator(".land")
    slider = land.get_by_role("slider").last
    expect(slider).to_be_in_viewport()
    said = land.locator(".land-caption").text_content()
    slider.focus()
    visit.press("End")
    expect(land.locator(".land-caption")).not_to_have_text(said)
    rows = page.locator("article table tbody tr")
    expect(rows.first).to_contain_text("How many points")
    expect(page.locator("article")).to_contain_text("make -C course lab")


def test_a_figure_asks_then_answers_and_remembers(visit):
    visit.open(LESSON)
    figure = visit.figure("1-one-weight")
    expect(figure.sliders).to_be_disabled()
    assert "Somewhere between" not in visit.page.locator("article").inner_text()
    veiled = figure.look()
    blurred = "(p) => getComputedStyle(p).filter"
    after = visit.page.locator("div", has_text="You found the best w with your eyes").last
    assert after.evaluate(blurred) == "blur(6px)", "what follows gives the answer"
    figure.button("It falls all the way").click()
    assert after.evaluate(blurred) == "none"
    expect(figure.verdict).to_contain_text("✗ · ✓ It falls, then rises again")
    figure.sliders.first.focus()
    visit.press("End")
    assert differ(veiled, figure.look()) > SEEN
    visit.page.reload()
    figure = visit.figure("1-one-weight")
    expect(figure.verdict).to_contain_text("Last time you said It falls all the way ✗")
    visit.page.get_by_role("button", name="Forget my answers").click()
    visit.page.reload()
    expect(visit.figure("1-one-weight").sliders).to_be_disabled()


def test_a_figure_is_fetched_when_it_comes_near(visit):
    asked = []
    visit.page.on("request", lambda request: asked.append(request.url))
    page = visit.open(LESSON)
    page.wait_for_load_state("networkidle")
    assert not any("weight-and-bias" in url for url in asked)
    visit.figure("1-weight-and-bias")
    assert any("weight-and-bias" in url for url in asked)


def test_its_place_is_in_the_address(visit):
    visit.open(f"{LESSON}#1-weight-and-bias=1.5,-1.2")
    place = visit.place("1-weight-and-bias")
    expect(place).to_be_in_viewport()
    figure = visit.figure("1-weight-and-bias")
    expect(figure.sliders).to_have_count(2)
    expect(figure.sliders.first).to_have_attribute("aria-valuetext", re.compile("^w 1.5"))
    figure.reveal()
    figure.sliders.first.focus()
    visit.press("ArrowRight")
    expect(visit.page).to_have_url(re.compile(r"#1-weight-and-bias=1\.6,"))
    place.get_by_role("button", name="Copy a link").click()
    expect(place.get_by_role("status").last).to_contain_text(re.compile("Copied|address bar"))
    visit.open(f"{LESSON}#1-weight-and-bias=nowhere")  # is the figure as it starts
    expect(visit.figure("1-weight-and-bias").sliders.first).not_to_have_value("-1")


# As many as a page may take to go where its address says.
FRAMES = """async () => {
  for (let i = 0; i < 20; i++) await new Promise(requestAnimationFrame);
}"""
# Go to a place, wait until the page has gone there, once it has fetched the figures on the way, and
# until those around it stand, and tell how far below the top it is.
GO = f"""async (name) => {{
  const frames = {FRAMES};
  const go = Element.prototype.scrollIntoView;
  let gone = false;
  Element.prototype.scrollIntoView = function (...how) {{ gone = true; go.apply(this, how); }};
  location.hash = name;
  for (let n = 0; n < 1500 && !gone; n++) await new Promise(requestAnimationFrame);
  Element.prototype.scrollIntoView = go;
  if (!gone) throw new Error(`the page does not go to ${{name}}`);
  const place = document.getElementById(name);
  const top = (one) => one.getBoundingClientRect().top;
  const waits = () => [...document.querySelectorAll("[data-figure]:not([data-drawn])")]
    .some((one) => Math.abs(top(one) - top(place)) < innerHeight);
  do await frames(); while (waits());
  const end = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
  return end ? 0 : top(place);
}}"""


def test_a_link_leads_to_its_place_though_figures_are_drawn_on_the_way(site, phone):
    lessons = [path for path in pages(site) if re.match("notebooks/0[1-9]", path)]
    for path in lessons:
        page = phone.open(path)
        names = page.locator("article section").evaluate_all("(all) => all.map((one) => one.id)")
        places = {name: page.evaluate(GO, name) for name in reversed(names)}
        assert all(-2 < top < 110 for top in places.values()), (path, places)


def test_who_loads_a_page_again_stays_where_they_were(visit):
    page = visit.open(LESSON)
    assert page.evaluate(GO, "find-the-best-w-yourself") < 110
    page.evaluate(FRAMES)  # it goes there once more when all figures stand
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(FRAMES)
    page.reload()
    page.wait_for_load_state("networkidle")
    page.evaluate(FRAMES)
    assert page.evaluate("scrollY") == 0


# What is drawn


# Where each block of a lesson begins and how high it is, and how many of them are not drawn.
BLOCKS = """() => [...document.querySelectorAll("article section > *")].map((one) => {
  const { top, height } = one.getBoundingClientRect();
  return [one.outerHTML.slice(0, 80), Math.round(top + scrollY), Math.round(height)];
})"""
UNDRAWN = """() => [...document.querySelectorAll("article section > * > :first-child")]
  .filter((one) => one.checkVisibility())
  .filter((one) => !one.checkVisibility({ contentVisibilityAuto: true })).length"""
SETTLED = re.compile("course-settled")
# Both with what is far away left out, and both with all of it; in one call, as a figure near by may
# be drawn before a second one.
BOTH = f"""() => {{
  const {{ classList }} = document.documentElement;
  const look = () => [({BLOCKS})(), ({UNDRAWN})()];
  const left_out = look();
  classList.remove("course-settled");
  const all = look();
  classList.add("course-settled");
  return [left_out, all];
}}"""
# Keep each change of whether something may be left out: on a busy machine it may be over when seen.
WATCH = """() => {
  const root = document.documentElement;
  window.seen = [];
  new MutationObserver(() => seen.push(root.classList.contains("course-settled")))
    .observe(root, { attributeFilter: ["class"] });
}"""


@pytest.mark.parametrize("width", [390, 1366])
def test_what_is_far_away_is_not_drawn_and_keeps_its_height(site, visit, width):
    visit.page.set_viewport_size({"width": width, "height": 768})
    for path in thinned([path for path in pages(site) if "notebooks/" in path], [LESSON]):
        page = visit.open(path)
        root = page.locator("html")
        expect(root).to_have_class(SETTLED)
        (blocks, undrawn), (all_blocks, still_undrawn) = page.evaluate(BOTH)
        assert all_blocks == blocks, path
        assert still_undrawn < undrawn / 2, path
        page.emulate_media(media="print")
        assert page.evaluate(UNDRAWN) == 0, path
        page.emulate_media(media="screen")


def test_another_width_lays_the_page_out_anew(visit):
    page = visit.open(LESSON)
    expect(page.locator("html")).to_have_class(SETTLED)
    page.evaluate(WATCH)
    page.set_viewport_size({"width": 800, "height": 600})
    page.wait_for_function("seen.includes(false) && seen.at(-1)")
    (resized, _), (all_blocks, _) = page.evaluate(BOTH)
    assert all_blocks == resized


def test_a_words_sentence_is_not_cut_off_by_its_paragraph(visit):
    page = visit.open(LESSON)
    expect(page.locator("html")).to_have_class(SETTLED)
    word = page.locator("section > p > a.course-word").first
    # Its paragraph's last word, so that the sentence lies below both.
    word.evaluate("(word) => word.parentElement.append(word)")
    word.scroll_into_view_if_needed()
    word.hover()
    assert word.evaluate("""(word) => {
      const { left, bottom } = word.getBoundingClientRect();
      return document.elementFromPoint(left + 9, bottom + 28) === word;
    }""")


# Where a word's sentence stands, and the column it must not leave: left and right of both.
SENTENCE = """(word) => {
  const { left, width } = getComputedStyle(word, "::after");
  const [x, column] = [word.getClientRects()[0].x, word.closest("article").getBoundingClientRect()];
  const from = x + parseFloat(left);
  return [from, from + parseFloat(width), column.left - 1, column.right + 1];
}"""


@pytest.mark.parametrize("width", [LAPTOP["width"], 390])
def test_a_words_sentence_stays_on_the_page(visit, width):
    page = visit.open(LESSON)
    page.set_viewport_size({"width": width, "height": 844})
    far = None
    visit.press("Tab")  # who uses the keyboard sees where the focus is
    for word in page.locator("a.course-word:visible").all():
        # Not by Tab itself: a figure that is drawn on the way has something to stop at.
        word.focus()
        assert word.evaluate("(word) => word.matches(':focus-visible')")
        left, right, start, end = word.evaluate(SENTENCE)
        assert start <= left < right <= end, word.text_content()
        if word.evaluate("(word) => word.getClientRects()[0].x") > left:
            far = word
    assert far, "none stood so far to the right that it had to"
    # So for the mouse.
    far.evaluate("(word) => { word.blur(); word.style.removeProperty('--shift'); }")
    far.hover()
    left, right, start, end = far.evaluate(SENTENCE)
    assert start <= left < right <= end, far.text_content()


# Readers


def test_the_keyboard_alone_is_enough(visit):
    visit.open(f"{LESSON}#find-the-best-w-yourself")
    figure = visit.figure("1-one-weight")
    assert operate(figure, visit) == 1
    hint = visit.page.locator("details > summary", has_text="A hint").first
    hint.focus()
    visit.press("Enter")
    expect(visit.page.locator("details[open] > summary", has_text="A hint").first).to_be_visible()
    word = visit.page.locator("a.course-word").first
    word.focus()
    said = word.evaluate("(link) => getComputedStyle(link, '::after').content")
    assert said == f'"{word.get_attribute("data-says")}"'


def test_on_a_narrow_window_the_menus_open_from_the_keyboard(visit):
    page = visit.open(LESSON)
    page.set_viewport_size({"width": 390, "height": 844})
    for name, menu in (
        ("Contents of the course", ".sidebar-drawer"), ("Contents of this page", ".toc-drawer")
    ):
        button = page.get_by_role("button", name=name).locator("visible=true").first
        expect(page.locator(menu)).not_to_be_in_viewport()
        button.focus()
        expect(button).to_be_focused()
        visit.press("Enter")
        expect(page.locator(menu)).to_be_in_viewport()
        page.locator(menu).get_by_role("link").first.focus()
        visit.press("Escape")
        expect(page.locator(menu)).not_to_be_in_viewport()
        expect(button).to_be_focused()


def test_the_search_needs_nobody_else(visit):
    page = visit.open("search.html?q=exhaustive")
    expect(page.locator("#search-results")).to_contain_text("Trying every w")


SMALL = """() => [...document.querySelectorAll("body *")].flatMap((e) => [e, ...(e.shadowRoot
    ?.querySelectorAll("text, p, span") ?? [])]).filter((e) => e.checkVisibility()
    && [...e.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
    && parseFloat(getComputedStyle(e).fontSize) < 11).map((e) => e.textContent)"""


WIDTHS = "(all) => all.map((one) => one.clientWidth)"
CODE_SIZES = "(all) => all.map((pre) => getComputedStyle(pre).fontSize)"


# What is lower than a finger needs; a landmark and a word in a sentence have less room.
LOW = """() => [...document.querySelectorAll(`.live button:not(.live-ticks button, .live-again),
    .live-choice label, .live-control input[type="range"], .course-link button`)]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)
  .map((e) => e.outerHTML)"""


def test_a_phone_shows_picture_and_control_together(phone, site):
    lessons = [path for path in pages(site) if re.match(r"notebooks/0[1-9]", path)]
    for path in lessons:
        page = phone.open(path)
        names = page.locator("[data-figure]").evaluate_all("(all) => all.map((one) => one.id)")
        assert names
        for name in names:
            figure = phone.figure(name)
            if name == "pad":  # has no control to keep in view
                continue
            if figure.button("Show me").count():
                assert page.evaluate(LOW) == []
                figure.button("Show me").tap()
            expect(figure.sliders.first).to_be_enabled()
            # Also where the picture alone is as high as the window.
            height = figure.picture.evaluate("(picture) => picture.clientHeight")
            page.set_viewport_size({"width": 390, "height": min(844, height)})
            figure.picture.evaluate("(picture) => picture.scrollIntoView()")
            expect(figure.sliders.last).to_be_in_viewport(ratio=1)
            page.set_viewport_size(PHONE["viewport"])
        page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
        assert page.evaluate(SMALL) == []
        sizes = page.locator("article pre").evaluate_all(CODE_SIZES)
        assert set(sizes) == {"13px"}, "one code is larger than another"
        assert page.evaluate(LOW) == []
    docs = [path for path in pages(site) if path.startswith("docs/")]
    for path in [*lessons, "index.html", *docs]:
        page = phone.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert page.evaluate(CUT_OFF) == [], path
    for path, count in (("docs/index.html", 2), ("docs/glossary.html", 1)):
        tables = phone.open(path).locator(".table-wrapper")
        hidden = tables.evaluate_all("(all) => all.map((one) => one.scrollWidth - one.clientWidth)")
        assert hidden == [0] * count, "who scrolls a row sideways no longer sees whose it is"
    meanings = tables.locator("td:nth-child(2)").evaluate_all(WIDTHS)
    assert min(meanings) > 250, "a meaning has no room"
    page.locator(".content p").first.evaluate("(one) => { one.style.width = '600px'; }")
    assert page.evaluate(CUT_OFF) != []


def test_paper_shows_each_figure_where_it_tells_something(visit):
    page = visit.open(LESSON)
    assert page.pdf(format="A4").startswith(b"%PDF")  # has waited for the pictures
    page.emulate_media(media="print")
    # As wide as a laptop: Safari asks the window's width on paper, too.
    moves = ":is(button, input[type=range], .live, .sidebar-drawer, .toc-drawer):visible"
    assert page.locator(moves).count() == 0
    content = page.locator(".content").bounding_box()
    assert content["x"] < 30 and content["width"] > LAPTOP["width"] - 60
    for paper in page.locator(".course-paper").all():
        expect(paper).to_be_visible()
        assert paper.locator("img").evaluate("(img) => img.naturalWidth") > 300
        expect(paper).to_contain_text("✓")
    expect(page.locator("details > p").first).to_be_visible()
    table = visit.open("docs/glossary.html").locator("article table")
    broken_inside = "(table) => getComputedStyle(table).breakInside"
    assert table.evaluate(broken_inside) == "auto", "it would leave a sheet with a heading alone"
    expect(table.locator("td").first).to_be_visible()


def test_the_whole_course_is_one_page_whose_links_stay_on_it(site):
    """What becomes the PDF: a link to a page beside it would name a folder of who made it."""
    articles = ARTICLES.search(joined(site))[0]
    found = Links(articles)
    inside = [target for target in found.targets if target.startswith("#")]
    lessons = [path for path in pages(site) if path.startswith("notebooks/")]
    assert len(inside) > 10 * len(lessons)
    assert not [target for target in inside if unquote(target[1:]) not in found.places]
    assert not [target for target in found.targets if re.search(r"\.html\b", target)]
    # What leads nowhere on paper is hidden by these names.
    assert {"0-ways-in", "0-for-those-who-teach"} <= found.places
    ids = re.findall(r'<[a-z][^>]*? id="([^"]+)"', articles)
    assert len(ids) == len(set(ids))
    for picture in re.findall(r'<img [^>]*src="([^"]+)"', articles):
        assert (site / "notebooks" / picture.partition("?")[0]).is_file(), picture


def test_who_prints_at_once_has_fetched_the_pictures(phone):
    apple = "Object.defineProperty(navigator, 'vendor', { value: 'Apple Computer, Inc.' })"
    phone.page.add_init_script(apple)
    page = phone.open(LESSON)
    expect(page.locator("img[loading=lazy]")).to_have_count(0)


def test_who_runs_no_scripts_sees_pictures(browser, address):
    visit = Visit(browser, address, java_script_enabled=False)
    page = visit.open(LESSON)
    expect(page.locator(".course-paper img").first).to_be_visible()
    assert page.locator(".course-figure:visible").count() == 0
    visit.close()
