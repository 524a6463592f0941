"""Does a message still look like itself, and say what it said?"""

import subprocess
import sys

import pytest

from ui.safe_html import POLICY, as_text, blocked_images, clean, document

PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs="
NEWSLETTER = f"""<!DOCTYPE html><html><head><title>Spring</title><style>p {{ color: red }}</style></head>
<body bgcolor="#f4f4f4" style="margin:0;background-color:#f4f4f4">
<!--[if mso]><table><tr><td><![endif]-->
<center><table width="600" border="0" cellpadding="0" cellspacing="0" align="center" bgcolor="#ffffff">
<tr><td background="https://cdn.example/bg.png" align="center" valign="top" colspan="2"
 style="padding:20px 30px;background:#fff url('https://cdn.example/b.png') no-repeat;font-family:'Lato', Arial;position:fixed">
<font color="#cc0000" face="Arial" size="4">Spring &amp; sale</font><br>
<a href="https://salon.example/book?a=1&amp;b=2" style="display:inline-block;color:#ffffff;border-radius:3px">Book now</a>
<img src="https://cdn.example/logo.png" width="120" height="60" alt="Our logo">
<img src="cid:logo@mail" alt="Inline"><img src="{PIXEL}" alt="Dot">
</td></tr></table></center><img src="https://track.example/o.gif?id=7" width="1" height="1"></body></html>"""


def test_layout_colours_and_fonts_survive() -> None:
    cleaned = clean(NEWSLETTER)

    for kept in (
        'width="600"', 'cellpadding="0"', 'align="center"', 'bgcolor="#ffffff"', 'valign="top"', 'colspan="2"',
        "<center>", '<font color="#cc0000" face="Arial" size="4">', "padding: 20px 30px", "background: #fff",
        "font-family:", "Lato", "border-radius: 3px", "background-color: #f4f4f4", "Spring &amp; sale", PIXEL,
    ):  # fmt: skip
        assert kept in cleaned.replace("&#x27;", "'").replace(":#", ": #").replace(":20", ": 20").replace(":3", ": 3")


def test_remote_pictures_go_and_their_words_and_sizes_stay() -> None:
    cleaned = clean(NEWSLETTER)

    for gone in ("cdn.example", "track.example", "cid:", "url(", "position", "mso", "<title", "<style", "red"):
        assert gone not in cleaned
    assert 'alt="Our logo"' in cleaned
    assert 'height="60"' in cleaned


def test_blocked_pictures_are_counted_wherever_they_hide() -> None:
    # given the background attribute, the background in the style, the logo and the tracking pixel
    assert blocked_images(NEWSLETTER) == 4


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("", 0),
        ("<p>no picture</p>", 0),
        ("<IMG SRC=http://a.example/x.png>", 1),
        ("<img src='//a.example/x.png'>", 1),
        ("<img src='https://a.example/1.png' srcset='https://a.example/2.png 2x'>", 1),
        (f"<img src='{PIXEL}'>", 0),
        ("<img src=cid:1>", 0),
        ("<!-- <img src=http://a.example/x.png> -->", 0),
        ("<style>td{background:url(https://a.example/x.png)}</style>", 1),
        ("<td style='background-image:url(&quot;https://a.example/x.png&quot;)'>", 1),
        ("<picture><source srcset='https://a.example/2.png'><img alt=x></picture>", 1),
        ("<p title='<img src=http://a.example/x.png>'>", 0),
    ],
)
def test_each_kind_of_remote_picture_counts_once(html: str, count: int) -> None:
    assert blocked_images(html) == count


@pytest.mark.parametrize(
    "href",
    ["https://a.example/x?y=1", "http://a.example", "mailto:a@b.example?subject=Hello there", "tel:+421905123456"],
)
def test_good_links_open_in_a_new_tab_without_a_trace(href: str) -> None:
    cleaned = clean(f'<a href="{href}" target="_top" rel="opener">x</a>')

    assert f'href="{href}"' in cleaned
    assert 'target="_blank"' in cleaned
    assert 'rel="noopener noreferrer"' in cleaned


@pytest.mark.parametrize("href", ["javascript:alert(1)", "//a.example", "/path", "#top", "data:text/html,x", "ftp://a"])
def test_other_links_lose_their_target(href: str) -> None:
    assert "href" not in clean(f'<a href="{href}">x</a>')


def test_the_frames_document_carries_the_policy_and_a_light_page() -> None:
    page = document("<p>Dobrý deň</p>")

    assert page.startswith("<!doctype html>")
    assert "<p>Dobrý deň</p>" in page
    assert 'http-equiv="Content-Security-Policy" content="default-src \'none\'' in page
    assert "color-scheme: light" in page
    assert "background: #fff" in page
    assert 'name="viewport"' in page


def test_braces_in_a_message_are_shown_as_they_are() -> None:
    assert "{name} {0} %s" in document("<p>{name} {0} %s</p>")


def test_the_policy_allows_no_script_and_no_network() -> None:
    directives = dict(part.strip().partition(" ")[::2] for part in POLICY.split(";"))

    assert "allow-scripts" not in directives["sandbox"]
    assert "allow-same-origin" not in directives["sandbox"]
    assert directives["default-src"] == directives["form-action"] == directives["base-uri"] == "'none'"
    assert directives["img-src"] == "data:"
    assert directives["frame-ancestors"] == "'self'"
    assert "script-src" not in directives


def test_the_text_view_reads_like_the_message() -> None:
    text = as_text(
        "<html><head><title>T</title><style>p{}</style></head><body><h1>Hello&nbsp;Anna</h1><p>Your  appointment\n is"
        " <b>tomorrow</b>.<br>At 9:00.</p><ul><li>One</li><li>Two</li></ul><table><tr><td>Price</td><td>45 €</td></tr>"
        '</table><a href="https://salon.example/b">Book</a> <a href="https://salon.example">https://salon.example</a>'
        '<script>alert(1)</script><img alt="Logo" src="x"><!-- gone --></body></html>'
    )

    assert text.splitlines() == [
        "Hello Anna", "", "Your appointment is tomorrow.", "At 9:00.", "", "- One", "", "- Two", "",
        "Price 45 €", "", "Book (https://salon.example/b) https://salon.example[Logo]",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("plain & simple < 5", "plain & simple < 5"),
        ("&lt;b&gt;", "<b>"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<a href='javascript:alert(1)'>x</a>", "x"),
        ("<p>a<p>b", "a\nb"),
        ("<!-- unclosed <p>x", ""),
        ("a\x00b\x07c", "abc"),
        ("<head><title>x</title><body>seen", "seen"),
    ],
)
def test_texts_of_odd_sources(html: str, text: str) -> None:
    assert as_text(html) == text


def test_it_knows_nothing_of_streamlit() -> None:
    code = "import sys, ui.safe_html; sys.exit('streamlit' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
