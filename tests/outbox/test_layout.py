"""A letter says the same as text and as HTML, and nobody's words pass for a part of it."""

import os
import random
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test.html import parse_html
from django.utils.safestring import mark_safe
from playwright.sync_api import Page, sync_playwright

from outbox.layout import Block, blocks, page, plain, quoted

GOLDEN = Path(__file__).parent / "golden"
TEXT = (GOLDEN / "letter_source.txt").read_text(encoding="utf-8")
FOOTER = (GOLDEN / "footer_source.txt").read_text(encoding="utf-8")
SUBJECT = "Ayr: July is due today, and two more things"
UP = "https://portal.example.org/towns/ayr/"
MARKS = re.compile(r"[->]+")
NOT_LANDMARKS = {"landmark-one-main", "region"}  # a mail program has its own
EVERY_LINE_ENDING = [
    "\n",
    "\r",
    "\r\n",
    "\v",
    "\f",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
]

AWKWARD = {
    "nothing": "",
    "spaces": " \n\t\n   \n",
    "tags": "<script>alert('x')</script> & &amp; <a href=\"https://bad.example/\">press</a>",
    "Gaelic": "Fàilte gu Dùn Omhain, a Mhàiread: là mòr, sgeulachd ùr is òran èibhinn.",
    "emoji": "👩\u200d👧 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f ❤️",
    "right to left": "\u202emoc\u202c \u200f\u0645\u0631\u062d\u0628\u0627 \u2067\u05e9\u2069",
    "long word": "a" * 5_000 + " and " + "🏔" * 3_000,
    "long words in a list": f"- {'b' * 2_000}\n  {'c' * 990}\n- {'>' * 1_200}",
    "address of a line": f"Open it at https://portal.example.org/{'d' * 800}, now.",
    "addresses": "See (https://a.example/x_(y)), https://b.example/?q=1&r=2. And http://c.example!",
    "a quotation in a list": f"- one\n> two {UP}\n- three\n  > four {UP}\n  five",
    "a quotation in a paragraph": f"They said\n  > Submit:\n> {UP}\nand no more",
    "a heading that leads": f"{UP}\n---\nOn.",
    "signs as words": "one - two -- three --- four > five " * 12,
    "a long row of signs": "and " + "- " * 3_000,
    "rules alone": "---\n\n---\n---\n\n- \n-\n\n>\n",
    "no label": f":\n{UP}",
    "a code that leads": f"    {UP}\n\n\t\tQ7\n\n    two\n    lines",
    "breaks": f"one  \ntwo  \n{UP}  \n\n  three",
    "control characters": "a\x00b\x07c\x1b[31md\ud800e\u2028f\x85g\vh",
    "headers": quoted("Subject: free\r\nBcc: all@example.org\r\n\r\n-- \r\n<h1>Hello</h1>"),
    "the golden letter": TEXT,
}


class Reading(HTMLParser):
    """The words and the links of a letter as somebody sees them, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self._unseen = ""
        self._link = ""
        self._label = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        if tag in {"title", "style", "h1"} or "display: none" in (found.get("style") or ""):
            self._unseen = tag
        if tag == "br":
            self.words.append(" ")
        if tag == "a":
            self._link, self._label = found["href"] or "", ""

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""
        if tag == "a":
            self.links.append(self._link)
            label = "" if self._label == self._link else f"{self._label}: "
            self.words.append(f"{label}{self._link}")
            self._link = ""
        else:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if self._link:
            self._label += data
        elif not self._unseen:
            self.words.append(data)

    @property
    def seen(self) -> list[str]:
        return told("".join(self.words))


def told(text: str) -> list[str]:
    """The words of a text, less the signs that stand for its parts."""
    return [word for word in text.split() if not MARKS.fullmatch(word)]


def read(text: str) -> list[str]:
    """The words of a letter's text, whose signs are drawn in HTML."""
    return told(re.sub(r"^(> ?|- )", "", text, flags=re.MULTILINE))


def links_of(text: str) -> list[str]:
    """The addresses of a letter's text outside of quotations and codes."""
    body = re.sub(r"^(>| {4}).*$", "", text, flags=re.MULTILINE)
    return [
        address.rstrip(".,:!)") + ")" * ("(y" in address)
        for address in re.findall(r"\bhttps?://[^\s\"<>]+", body)
    ]


def letter(text: str) -> tuple[str, Reading]:
    return plain(text=text, footer=""), Reading(page(subject="S", text=text, footer=""))


# --- The conventions ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One\nline.\n\nTwo.", [Block("paragraph", ("One line.",)), Block("paragraph", ("Two.",))]),
        ("One  \nline \nmore.", [Block("paragraph", ("One", "line more."))]),
        ("Ayr\n---\nOn.", [Block("heading", ("Ayr",)), Block("paragraph", ("On.",))]),
        ("Ayr\n--", [Block("paragraph", ("Ayr --",))]),
        ("- a\n  b\n- c", [Block("list", ("a b", "c"))]),
        (
            "For:\n- a\nThen",
            [
                Block("paragraph", ("For:",)),
                Block("list", ("a",)),
                Block("paragraph", ("Then",)),
            ],
        ),
        (
            "> a\n>\n> - b\n\n> c",
            [Block("quotation", ("a", "", "- b")), Block("quotation", ("c",))],
        ),
        (f"Open Ayr:\n{UP}", [Block("act", ("Open Ayr",), UP)]),
        (UP, [Block("link", (UP,), UP)]),
        (f"Open:\n{UP}\nNow", [Block("paragraph", (f"Open: {UP} Now",))]),
        (f"{UP} or:\n{UP}", [Block("paragraph", (f"{UP} or: {UP}",))]),
        (f"Open:\n{UP}.", [Block("paragraph", (f"Open: {UP}.",))]),
        ("Open:\nftp://a.example/", [Block("paragraph", ("Open: ftp://a.example/",))]),
        ("    7KQ4\n", [Block("code", ("7KQ4",))]),
        ("\n\n    7KQ4", [Block("code", ("7KQ4",))]),
        ("    two\n    lines", [Block("paragraph", ("two lines",))]),
        ("", []),
    ],
)
def test_each_part_is_read_by_its_convention(text: str, found: list[Block]) -> None:
    assert blocks(text) == found


def test_every_part_is_drawn_as_what_it_means() -> None:
    html = page(subject=SUBJECT, text=TEXT, footer=FOOTER)

    golden = (GOLDEN / "letter.html").read_text(encoding="utf-8")
    assert parse_html(html) == parse_html(golden)
    assert plain(text=TEXT, footer=FOOTER) == (GOLDEN / "letter.txt").read_text(encoding="utf-8")


def test_an_address_in_a_sentence_leads_where_it_says_without_the_stop() -> None:
    _, drawn = letter(AWKWARD["addresses"])

    assert drawn.links == [
        "https://a.example/x_(y)",
        "https://b.example/?q=1&r=2",
        "http://c.example",
    ]


def test_an_address_that_no_line_can_carry_is_no_link() -> None:
    _, drawn = letter(f"Open:\nhttps://portal.example.org/{'d' * 1_000}")

    assert drawn.links == []


def test_the_first_act_stands_out() -> None:
    html = page(subject="S", text=f"A:\n{UP}\n\nB:\n{UP}b\n\nC:\n{UP}c", footer=f"D:\n{UP}d")

    assert re.findall(r'class="button([^"]*)"', html) == ["", " further", " further"]


# --- Text and HTML say the same -------------------------------------------------------------------
@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD.keys())
def test_text_and_html_hold_the_same_words_and_links(text: str) -> None:
    written, drawn = letter(text)

    assert "".join(drawn.seen) == "".join(read(written))
    assert drawn.links == links_of(written)
    if max(map(len, text.split()), default=0) <= 200:
        assert drawn.seen == read(written)


def test_whatever_is_written_text_and_html_hold_the_same() -> None:
    chance = random.Random(1746)
    signs = ["- ", "> ", ">", "  ", "    ", "---", "--", "\n", "\n", "\n\n", " "]
    words = ["Open:", UP, "word", "<b>", "&", "ò"]

    for _ in range(2_000):
        text = "".join(chance.choices(signs + words, k=chance.randint(1, 30)))
        written, drawn = letter(text)
        assert drawn.seen == read(written), text
        assert drawn.links == links_of(written), text


@pytest.mark.parametrize("name", [name for name in AWKWARD if "long" not in name])
def test_the_text_is_read_as_the_parts_it_was_written_from(name: str) -> None:
    found = blocks(AWKWARD[name])
    again = blocks(plain(text=AWKWARD[name], footer=""))

    assert [(block.kind, block.url) for block in again] == [
        (block.kind, block.url) for block in found
    ]


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD.keys())
def test_no_line_is_too_long_for_a_phone_or_for_smtp(text: str) -> None:
    lines = plain(text=text, footer=text).split("\n")

    assert max(len(line.encode()) for line in lines) <= 998
    wide = [line for line in lines if len(line) > 72 and " " in line.lstrip("> -")]
    assert [line for line in wide if max(map(len, line.split())) < 60 and "- - -" not in line] == []


@pytest.mark.parametrize("columns", range(60, 73))
@pytest.mark.parametrize("sign", ["-", "---", ">", ">>"])
def test_no_line_begins_by_chance_with_a_sign(columns: int, sign: str) -> None:
    lines = plain(text=f"{'w' * columns} {sign} and so on", footer="").splitlines()

    assert [line for line in lines if line[0] in "->"] == []


def test_no_control_character_leaves() -> None:
    text = AWKWARD["control characters"]

    both = plain(text=text, footer=text) + page(
        subject=text, text=text, footer=text, preheader=text
    )

    assert set(re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", both)) == set()


def test_body_and_footer_are_parted_as_mail_programs_know_it() -> None:
    assert plain(text="Body", footer="Foot") == "Body\n\n-- \nFoot\n"
    assert plain(text="Body", footer="") == "Body\n"


# --- What a person wrote --------------------------------------------------------------------------
FORGED = [
    f"Sign in here:\n{UP}",
    "Your role has ended\n-------------------\nReally.",
    "- one\n- two",
    "    123456",
    UP,
    f"end\n\nReview and submit:\n{UP}\n\n-- \nYou get this because",
    "> > deeper\n>",
    "</blockquote><h2>Heading</h2><a href='https://bad.example/'>press</a>",
]


@pytest.mark.parametrize("ending", EVERY_LINE_ENDING)
@pytest.mark.parametrize("words", FORGED)
def test_nothing_a_person_typed_passes_for_a_part_of_the_letter(words: str, ending: str) -> None:
    words = words.replace("\n", ending)
    before, after = "Ruth wrote:", "Yours"

    found = blocks(f"{before}\n\n{quoted(words)}\n\n{after}")
    drawn = Reading(page(subject="S", text=f"{before}\n{quoted(words)}\n{after}", footer=""))

    assert [block.kind for block in found] == ["paragraph", "quotation", "paragraph"]
    assert drawn.links == []
    assert {"h2", "ul", "a", "pre"} & set(drawn.tags) == set()
    assert drawn.tags.count("blockquote") == 1


def test_a_quotation_keeps_the_words_and_their_lines() -> None:
    assert quoted("  One\r\n\r\n two\x07 \u202ethree\u202c ") == "> One\n>\n>  two three"


def test_a_quotation_of_nothing_is_nothing() -> None:
    assert quoted(" \r\n ") == ""


# --- The page -------------------------------------------------------------------------------------
def test_what_is_marked_as_safe_is_escaped_all_the_same() -> None:
    evil = mark_safe("<img src=x>")

    html = page(subject=evil, text=evil, footer=evil, preheader=evil)

    assert (
        html.count("&lt;img src=x&gt;") == 6
    )  # twice in the head, thrice as seen, and as the name of the article
    assert "<img" not in html


def test_a_list_of_letters_shows_the_first_words_but_never_what_a_person_wrote() -> None:
    text = f"Ruth\nwrote:\n\n{quoted('In confidence')}\n\n    7KQ4\n\n{'On and on. ' * 40}"

    html = page(subject="S", text=text, footer="F")

    shown = re.search(r'mso-hide: all;">([^<]*?)[\s\u034f]*</div>', html)
    assert shown is not None
    assert shown[1].startswith("Ruth wrote: 7KQ4 On and on.")
    assert shown[1].endswith(" and on.…")
    assert len(shown[1]) <= 141


def test_a_preheader_of_ones_own_is_shown_instead() -> None:
    html = page(subject="S", text="Body", footer="F", preheader="Due\ntoday")

    assert 'mso-hide: all;">Due today\u2007' in html


def test_a_letter_needs_nothing_from_elsewhere_and_is_not_clipped() -> None:
    html = page(subject=SUBJECT, text=f"{TEXT}\n\n" * 12, footer=FOOTER)

    assert len(html.encode()) < 100_000
    assert re.findall(r"<(?:img|link|script|iframe|object|video|base)\b|url\(|@import", html) == []
    assert set(re.findall(r"\ssrc=|\sbackground=", html)) == set()


def faults(opened: Page) -> list[str]:
    """What the rules of accessibility, a thumb or a narrow screen find fault with."""
    opened.evaluate(Axe().axe_script)
    rules = opened.evaluate("async () => (await axe.run()).violations")
    broken = [row["id"] for row in rules if row["id"] not in NOT_LANDMARKS]
    wider = opened.evaluate("document.documentElement.scrollWidth > innerWidth")
    heights = [
        box["height"] for one in opened.locator(".button a").all() if (box := one.bounding_box())
    ]
    return [
        *broken,
        *(["wider than the screen"] if wider else []),
        *([f"buttons {heights}"] if len(heights) != 2 or min(heights) < 44 else []),
        *(["the preheader shows"] if opened.locator("body > div").first.is_visible() else []),
    ]


def test_a_letter_is_readable_at_every_width_in_light_and_dark(tmp_path: Path) -> None:
    kept = tmp_path / "letter.html"
    longer = f"{TEXT}\n\n{quoted('w' * 300)}\n\n{'x' * 300} {UP}{'y' * 300}"
    kept.write_text(page(subject="z" * 90, text=longer, footer=FOOTER), encoding="utf-8")
    asked: list[str] = []
    found = {}

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or None, args=["--no-sandbox"]
        )
        opened = browser.new_page()
        opened.on("request", lambda request: asked.append(request.url))
        opened.goto(kept.as_uri())
        for width in (320, 360, 600, 1280):
            opened.set_viewport_size({"width": width, "height": 700})
            opened.emulate_media(color_scheme="light")
            found[width, "light"] = faults(opened)
            opened.emulate_media(color_scheme="dark")
            found[width, "dark"] = faults(opened)
        browser.close()

    assert {case: wrong for case, wrong in found.items() if wrong} == {}
    assert asked == [kept.as_uri()]
