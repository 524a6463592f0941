"""A manager at work on the Messages page, in a real browser."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.log_page import LogPage
from tests.browser.looks import EVERY_LOOK, LIGHT, PHONE, PHONE_DARK
from tests.conftest import NOW
from tests.serving import Server
from tests.store_counts import Store

pytestmark = pytest.mark.browser
TODAY = NOW.date()
MONTH_AGO = TODAY - timedelta(days=29)
two_looks = pytest.mark.parametrize("page", [LIGHT, PHONE_DARK], indirect=True, ids=str)
every_look = pytest.mark.parametrize("page", EVERY_LOOK, indirect=True, ids=str)


@pytest.fixture(scope="module")
def store(store_url: str) -> Store:
    return Store(store_url.removeprefix("sqlite:///"))


@every_look
def test_page_shows_what_the_store_holds(page: Page, server: Server, store: Store) -> None:
    log = LogPage(page).open(server.page())
    expected = store.figures(MONTH_AGO, TODAY, TODAY)
    assert log.card("Total messages") == f"{expected['total']:,}"
    assert log.card("Sent today") == f"{expected['sent_today']:,}"
    assert log.card("Failed today") == f"{expected['failed_today']:,}"
    assert log.card("Delivery rate") == f"{expected['rate']:.1%}".replace("%", " %")
    tabs = {
        "All": "all",
        "Emails": "emails",
        "SMS": "sms",
        "Confirmations": "confirmations",
        "Reminders": "reminders",
        "Failed": "failed",
    }
    assert {label: log.tab_count(label) for label in tabs} == {label: expected[name] for label, name in tabs.items()}
    assert log.total() == expected["total"]
    assert log.ids() == store.ids(MONTH_AGO, TODAY)[:50]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "wider than the window"


@two_looks
def test_tabs_filter_and_stay_in_the_address(page: Page, server: Server, store: Store) -> None:
    log = LogPage(page).open(server.page())
    log.choose_tab("Failed")
    expect(page).to_have_url(re.compile(r"\?tab=failed$"))
    expected = store.ids(MONTH_AGO, TODAY, "status IN ('failed', 'bounced')")
    expect(log.rows).to_have_count(min(50, len(expected)))
    assert log.ids() == expected[:50]
    page.reload()
    expect(log.tab("Failed")).to_be_checked()
    expect(log.rows).to_have_count(min(50, len(expected)))
    assert log.ids() == expected[:50]


@every_look
def test_row_opens_the_message_and_closing_returns_to_the_row(page: Page, server: Server) -> None:
    log = LogPage(page).open(server.page("messages?tab=emails"))
    wanted = log.ids()[2]
    log.rows.nth(2).click()
    expect(log.drawer.locator("ol.timeline li").first).to_be_visible()
    expect(page).to_have_url(re.compile(rf"message={wanted}\b"))
    expect(log.drawer.get_by_text(f"Message {wanted}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(log.drawer).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?tab=emails$"))
    expect(page.locator(f"tr[data-id='{wanted}']")).to_be_focused()


def test_keyboard_alone_opens_a_message(page: Page, server: Server) -> None:
    log = LogPage(page).open(server.page())
    wanted = log.ids()[1]
    log.rows.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(log.drawer.get_by_text(f"Message {wanted}")).to_be_visible()


def test_previous_and_next_walk_the_list_beyond_the_page(page: Page, server: Server, store: Store) -> None:
    ids = store.ids(MONTH_AGO, TODAY)
    log = LogPage(page).open(server.page(f"messages?message={ids[49]}"))
    log.drawer.get_by_role("button", name="Next").click()
    expect(log.drawer.get_by_text(f"Message {ids[50]}", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(rf"message={ids[50]}\b"))
    log.drawer.get_by_role("button", name="Previous").click()
    expect(log.drawer.get_by_text(f"Message {ids[49]}", exact=True)).to_be_visible()


def test_newest_message_has_nothing_before_it(page: Page, server: Server, store: Store) -> None:
    log = LogPage(page).open(server.page(f"messages?message={store.ids(MONTH_AGO, TODAY)[0]}"))
    expect(log.drawer.get_by_role("button", name="Previous")).to_be_disabled()
    expect(log.drawer.get_by_role("button", name="Next")).to_be_enabled()


@two_looks
def test_pasted_link_opens_the_same_and_back_and_forward_walk(page: Page, server: Server, store: Store) -> None:
    wanted = store.ids(MONTH_AGO, TODAY, "channel = 'email' AND status = 'opened'")[0]
    log = LogPage(page).open(server.page("messages?tab=emails"))
    page.goto(server.page(f"messages?tab=emails&status=opened&message={wanted}"))
    expect(log.drawer.get_by_text(f"Message {wanted}", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Status: Opened")).to_be_attached()
    page.keyboard.press("Escape")
    expect(log.drawer).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?tab=emails&status=opened$"))
    page.go_back()
    expect(log.drawer.get_by_text(f"Message {wanted}", exact=True)).to_be_visible()
    page.go_forward()
    expect(log.drawer).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?tab=emails&status=opened$"))


def test_unknown_message_says_so(page: Page, server: Server) -> None:
    log = LogPage(page).open(server.page("messages?message=no-such-message"))
    expect(log.drawer.get_by_text("No such message")).to_be_visible()
    expect(log.drawer.get_by_text("Asked for: no-such-message")).to_be_visible()


@two_looks
def test_filters_narrow_together_and_one_click_clears_them(page: Page, server: Server, store: Store) -> None:
    log = LogPage(page).open(server.page())
    log.choose("Status", "Bounced")
    expect(page).to_have_url(re.compile("status=bounced"))
    log.choose("Status", "Failed")
    expect(page).to_have_url(re.compile("status=failed%2Cbounced"))
    log.choose("Channel", "Email")
    expect(page).to_have_url(re.compile("channel=email"))
    expected = store.ids(MONTH_AGO, TODAY, "status IN ('failed', 'bounced') AND channel = 'email'")
    expect(log.rows).to_have_count(min(50, len(expected)))
    assert log.total() == len(expected)
    assert log.tab_count("SMS") == 0
    page.get_by_role("button", name="Clear all").click()
    expect(page).to_have_url(server.page())
    expect(page.get_by_role("button", name="Clear all")).to_have_count(0)
    log.settle()
    assert log.total() == store.count(MONTH_AGO, TODAY)


def test_cleared_filters_do_not_come_back(page: Page, server: Server, store: Store) -> None:
    """A choice in a closed menu that the browser remembers must not return with the next click."""
    log = LogPage(page).open(server.page())
    log.choose("Status", "Bounced")
    page.get_by_role("button", name="Clear all").click()
    expect(page).to_have_url(server.page())
    log.settle()
    log.rows.first.click()
    expect(log.drawer.locator("ol.timeline li").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(log.drawer).to_have_count(0)
    expect(page).to_have_url(server.page())
    assert log.total() == store.count(MONTH_AGO, TODAY)


@two_looks
def test_search_finds_a_customer_as_the_letters_are_typed(page: Page, server: Server, store: Store) -> None:
    log = LogPage(page).open(server.page())
    log.search("KOVAC")
    expect(page.get_by_text(re.compile(r"of [\d,]+ messages?$")).or_(page.locator(".empty"))).to_be_visible()
    expected = store.ids(
        MONTH_AGO, TODAY, "bare(to_name) || '|' || bare(to_address) || '|' || bare(subject) LIKE '%kovac%'"
    )
    assert expected
    expect(log.rows).to_have_count(min(50, len(expected)))
    assert log.ids() == expected[:50]
    log.search("")
    expect(log.rows).to_have_count(50)


@two_looks
def test_nothing_found_is_said_and_can_be_cleared(page: Page, server: Server) -> None:
    log = LogPage(page).open(server.page("messages?q=zzzz-nobody"))
    expect(page.get_by_text("No messages here")).to_be_visible()
    assert log.tab_count("All") == 0
    page.get_by_role("button", name="Clear all").click()
    expect(log.rows).to_have_count(50)


def test_periods(page: Page, server: Server, store: Store) -> None:
    log = LogPage(page).open(server.page())
    for label, days in (("Today", 1), ("7 days", 7)):
        page.get_by_role("radio", name=label, exact=True).click()
        expect(page).to_have_url(re.compile("period="))
        log.settle()
        expect(
            page.get_by_text(re.compile(rf"of {store.count(TODAY - timedelta(days=days - 1), TODAY):,} messages?$"))
        ).to_be_visible()
    page.goto(server.page("messages?period=custom&from=2026-02-01&to=2026-02-03"))
    expect(
        page.get_by_text(re.compile(rf"of {store.count(date(2026, 2, 1), date(2026, 2, 3)):,} messages?$"))
    ).to_be_visible()


def test_pages_and_headings_sort_on_the_server(page: Page, server: Server, store: Store) -> None:
    ids = store.ids(MONTH_AGO, TODAY)
    log = LogPage(page).open(server.page())
    page.get_by_role("button", name="Page 2", exact=True).click()
    expect(page).to_have_url(re.compile(r"page=2$"))
    expect(page.locator(f"tr[data-id='{ids[50]}']")).to_be_visible()
    assert log.ids() == ids[50:100]
    log.page.locator("button[data-sort='at']").click()
    expect(page).to_have_url(re.compile(r"order=asc$"))
    expect(page.locator(f"tr[data-id='{ids[-1]}']")).to_be_visible()
    assert log.ids() == ids[::-1][:50]
    expect(page.locator("th.at-cell")).to_have_attribute("aria-sort", "ascending")


def test_address_that_means_nothing_is_named(page: Page, server: Server) -> None:
    LogPage(page).open(server.page("messages?status=eaten&tab=![x](https://evil.example/x.png)"))
    expect(page.get_by_text("Part of the address means nothing here")).to_be_visible()
    expect(page.get_by_role("img", name="x")).to_have_count(0)


def test_bare_address_leads_to_the_messages(page: Page, server: Server) -> None:
    log = LogPage(page).open(f"{server.url}/?tab=sms")
    expect(page).to_have_url(server.page("messages?tab=sms"))
    expect(log.tab("SMS")).to_be_checked()


def test_sidebar_names_the_page_and_the_demo(page: Page, server: Server) -> None:
    LogPage(page).open(server.page())
    sidebar = page.locator("[data-testid='stSidebar']")
    expect(sidebar.get_by_role("link", name="Messages")).to_be_visible()
    expect(sidebar.get_by_text("Demo").first).to_be_visible()


def test_mail_is_rendered_in_a_frame_that_can_do_nothing(page: Page, server: Server, store: Store) -> None:
    wanted = store.ids(MONTH_AGO, TODAY, "channel = 'email' AND status = 'delivered' AND kind = 'campaign'")[0]
    log = LogPage(page).open(server.page(f"messages?message={wanted}"))
    frame = log.drawer.locator("iframe")
    expect(frame).to_be_visible()
    expect(frame.content_frame.locator("a").first).to_have_attribute("rel", "noopener noreferrer")
    expect(log.drawer.get_by_text(re.compile(r"\d+ remote images? blocked"))).to_be_visible()
    log.drawer.get_by_role("radio", name="Text").click()
    expect(log.drawer.locator("iframe")).to_have_count(0)
    expect(log.drawer.locator("pre")).to_be_visible()


def test_failed_sms_says_why_and_what_to_do(page: Page, server: Server, store: Store) -> None:
    wanted = store.ids(date(2025, 11, 1), TODAY, "channel = 'sms' AND status = 'failed' AND error_code IS NOT NULL")[0]
    log = LogPage(page).open(server.page(f"messages?message={wanted}"))
    expect(log.drawer.locator(".advice .next")).not_to_be_empty()
    for fact in ("Reason", "Code", "Segments", "Encoding", "Characters"):
        expect(log.drawer.locator("dt", has_text=re.compile(f"^{fact}$"))).to_be_visible()


def test_links_lead_to_the_customer_and_the_appointment(page: Page, server: Server, store: Store) -> None:
    wanted = store.ids(MONTH_AGO, TODAY, "appointment_id IS NOT NULL AND customer_id IS NOT NULL")[0]
    log = LogPage(page).open(server.page(f"messages?message={wanted}"))
    profile = log.drawer.get_by_role("link", name="Customer profile")
    expect(profile).to_have_attribute("href", re.compile(r"^https://booking\.example/customers/\d+$"))
    expect(profile).to_have_attribute("rel", "noopener noreferrer")
    expect(log.drawer.get_by_role("link", name="Appointment")).to_have_attribute(
        "href", re.compile(r"/appointments/\d+$")
    )


@pytest.mark.parametrize(("label", "extension"), [("CSV", "csv"), ("Excel", "xlsx")])
def test_export_is_what_is_shown(page: Page, server: Server, store: Store, label: str, extension: str) -> None:
    log = LogPage(page).open(server.page("messages?tab=failed"))
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=label).click()
    assert download.value.suggested_filename == f"messages_{MONTH_AGO}_{TODAY}_failed.{extension}"
    path = download.value.path()
    if extension == "csv":
        assert path.read_bytes().count(b"\r\n") - 1 == log.total()
    assert path.stat().st_size > 500


def test_age_of_the_data_is_in_sight(open_page: OpenPage, server: Server) -> None:
    page = open_page(PHONE)
    LogPage(page).open(server.page())
    expect(page.get_by_text(re.compile(r"^Data \d+ s old$"))).to_be_visible()
