"""Jots on a phone: two taps, no signal, a lost reply, another person's hands, and the way out."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.journeys.conftest import OpenWindow, Watched

pytestmark = pytest.mark.journey

AYR, DUNOON = "lead.ayr@example.org", "lead.dunoon@example.org"
KEEP = re.compile("^Keep$")
SENDING = "**/jots/pocket/"
LAST_TRY_HAS_ENDED = "navigator.locks.request('pocket', () => {})"  # held while one sends
SLOW_STORE = """
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...wanted) {
    const request = open.apply(this, wanted);
    Object.defineProperty(request, "onsuccess", {
      set: (told) => request.addEventListener("success", () => setTimeout(told, 1500)),
    });
    return request;
  };
"""  # what a phone with a full flash takes to open a store


def jot(phone: Watched, text: str) -> None:
    """Type and keep."""
    phone.page.get_by_label("What did you notice?").fill(text)
    phone.tap(KEEP)


def on_the_phone(phone: Watched) -> list[str]:
    """What the page shows as kept on this phone."""
    return phone.page.locator("[data-jots-pocket] .cp-jots__text").all_inner_texts()


def stored(phone: Watched) -> int:
    """How many jots lie in the browser's store, whoever wrote them."""
    return int(
        phone.page.evaluate(
            """() => new Promise((resolve) => {
              indexedDB.open("pocket").onsuccess = ({ target }) => {
                const all = target.result.transaction("jots").objectStore("jots").count();
                all.onsuccess = () => { resolve(all.result); target.result.close(); };
              };
            })"""
        )
    )


def wait_for_the_worker(phone: Watched) -> None:
    """The browser has kept the page for times without a signal."""
    is_ready = "navigator.serviceWorker.getRegistration().then((found) => Boolean(found?.active))"
    for _ in range(100):
        if phone.page.evaluate(is_ready):
            return
        phone.page.wait_for_timeout(100)
    pytest.fail("no worker keeps the page")


def arrived(phone: Watched, text: str) -> int:
    """How often the portal itself lists that text."""
    phone.go("/jots/")
    return phone.page.locator("[data-jots-waiting] .cp-jots__text", has_text=text).count()


def no_sending(route: Route) -> None:
    """The line drops whenever a jot is on its way."""
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def test_a_jot_takes_two_taps_with_and_without_a_signal(signed_in: OpenWindow) -> None:
    phone = signed_in(AYR)
    phone.taps = 0

    phone.tap(re.compile("^Jot"), role="link")
    expect(phone.page.get_by_label("What did you notice?")).to_be_focused()
    phone.page.keyboard.type("The ramp at the harbour is back")
    phone.tap(KEEP)

    print(f"taps for a jot, besides typing: {phone.taps}")
    assert phone.taps == 2
    listed = phone.page.locator("[data-jots-waiting] .cp-jots__text")
    expect(listed.filter(has_text="The ramp at the harbour")).to_have_count(1)

    wait_for_the_worker(phone)
    phone.page.context.set_offline(True)
    started = float(phone.page.evaluate("performance.now()"))
    jot(phone, "No signal in the hall")
    phone.page.locator("[data-jots-pocket] .cp-jots__text").wait_for()
    took = float(phone.page.evaluate("performance.now()")) - started
    print(f"kept on the phone after {took:.0f} ms, pressing included")
    phone.page.get_by_text("1 jot is kept on this phone, will send").wait_for()

    phone.page.reload()
    phone.page.get_by_text("There is no signal.").wait_for()
    jot(phone, "<img src=x onerror=alert(1)> in the car park")
    expect(phone.page.locator("[data-jots-pocket] .cp-jots__text")).to_have_text(
        ["No signal in the hall", "<img src=x onerror=alert(1)> in the car park"]
    )
    expect(phone.page.locator("[data-jots-pocket] img")).to_have_count(0)

    phone.page.context.set_offline(False)
    phone.page.get_by_text("2 jots sent.").wait_for()
    assert arrived(phone, "No signal in the hall") == 1
    assert arrived(phone, "in the car park") == 1
    assert (stored(phone), phone.breaches(), phone.troubles) == (0, [], [])


def test_without_a_signal_every_page_leads_to_where_one_can_write(signed_in: OpenWindow) -> None:
    phone = signed_in(AYR)
    phone.go("/jots/")
    wait_for_the_worker(phone)
    phone.page.context.set_offline(True)

    phone.go("/")
    phone.page.get_by_text("There is no signal.").wait_for()
    jot(phone, "From a bookmark of home")
    phone.page.get_by_text("1 jot is kept on this phone, will send").wait_for()

    phone.page.context.set_offline(False)
    phone.page.get_by_text("Sent.", exact=True).wait_for()
    assert arrived(phone, "From a bookmark of home") == 1


def test_two_quick_presses_keep_one_jot_and_complain_of_nothing(signed_in: OpenWindow) -> None:
    phone = signed_in(AYR)
    phone.go("/jots/")
    phone.page.wait_for_load_state("networkidle")
    phone.page.get_by_label("What did you notice?").fill("Pressed twice")

    phone.page.get_by_role("button", name=KEEP).dblclick()

    phone.page.get_by_text("Sent.", exact=True).wait_for()
    expect(phone.page.locator("[data-jot-problem]")).to_be_hidden()
    assert arrived(phone, "Pressed twice") == 1


def test_a_press_while_the_device_still_opens_its_store_is_no_other_press(
    signed_in: OpenWindow,
) -> None:
    phone = signed_in(AYR)
    phone.page.add_init_script(SLOW_STORE)
    phone.go("/jots/")

    jot(phone, "Pressed at once")

    phone.page.get_by_text("Sent.", exact=True).wait_for()
    assert arrived(phone, "Pressed at once") == 1


def test_a_jot_whose_receipt_was_lost_is_shown_once(signed_in: OpenWindow) -> None:
    phone = signed_in(AYR, worker=False)
    phone.go("/jots/")

    def swallow_the_receipt(route: Route) -> None:
        if route.request.method == "POST":
            receipts.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    receipts: list[int] = []
    phone.page.route(SENDING, swallow_the_receipt)
    jot(phone, "Minibus from the Third Sector Interface")
    for _ in range(100):
        if receipts:
            break
        phone.page.wait_for_timeout(100)
    phone.page.get_by_text("1 jot is kept on this phone, will send").wait_for()
    assert on_the_phone(phone) == ["Minibus from the Third Sector Interface"]

    phone.page.unroute_all(behavior="wait")
    phone.tap("Send now")
    phone.page.get_by_text("Sent.", exact=True).wait_for()

    assert receipts[0] == 200
    assert arrived(phone, "Minibus from the Third Sector Interface") == 1


def test_the_next_person_on_the_phone_neither_sees_nor_sends_them(signed_in: OpenWindow) -> None:
    phone = signed_in(AYR, worker=False)
    phone.go("/jots/")
    phone.page.route(SENDING, no_sending)
    jot(phone, "Only Ayr may read this")
    phone.page.get_by_text("1 jot is kept on this phone").wait_for()

    phone.page.unroute_all(behavior="wait")
    hand_over(phone, DUNOON)
    assert arrived(phone, "Only Ayr may read this") == 0
    assert on_the_phone(phone) == []
    assert phone.page.locator("[data-jots-kept]").is_hidden()
    assert "Only Ayr may read this" not in phone.page.content()
    assert stored(phone) == 1

    hand_over(phone, AYR)
    expect_stored(phone, 0)
    assert arrived(phone, "Only Ayr may read this") == 1


def test_an_expired_session_keeps_jots_until_the_same_person_signs_in(
    signed_in: OpenWindow,
) -> None:
    phone = signed_in(AYR)
    phone.go("/jots/")
    phone.page.context.clear_cookies()

    jot(phone, "Written after the session ended")
    phone.page.get_by_text("You have been signed out.").wait_for()
    phone.tap("Sign in to send", role="link")
    phone.page.wait_for_url(re.compile("/account/login/"))
    sign_in_again(phone, AYR)

    expect_stored(phone, 0)
    assert arrived(phone, "Written after the session ended") == 1


def test_signing_out_warns_of_what_is_not_sent_and_then_clears_it(signed_in: OpenWindow) -> None:
    phone = signed_in(AYR, width=1280, worker=False)
    phone.go("/jots/")
    phone.page.route(SENDING, no_sending)
    jot(phone, "Not sent yet")
    phone.page.get_by_text("1 jot is kept on this phone").wait_for()

    phone.tap("Sign out")
    phone.page.get_by_text("1 jot has not been sent yet.").wait_for()
    assert stored(phone) == 1
    assert (phone.axe(), phone.breaches()) == ([], [])
    phone.tap("Sign out and delete it")
    phone.page.wait_for_url(re.compile("/account/login/"))

    assert stored(phone) == 0


def test_a_phone_that_was_signed_out_knows_nobody(signed_in: OpenWindow) -> None:
    phone = signed_in(AYR, width=1280)
    phone.go("/jots/")
    wait_for_the_worker(phone)
    phone.tap("Sign out")
    phone.page.wait_for_url(re.compile("/account/login/"))

    phone.page.context.set_offline(True)
    phone.go("/jots/")
    phone.page.get_by_text("This phone does not know who you are.").wait_for()


def test_jots_can_be_sent_from_the_sign_out_page(signed_in: OpenWindow) -> None:
    phone = signed_in(AYR, width=1280, worker=False)
    phone.go("/jots/")
    phone.page.route(SENDING, no_sending)
    jot(phone, "Sent at the last moment")
    phone.page.get_by_text("1 jot is kept on this phone").wait_for()
    phone.page.clock.install()
    phone.tap("Sign out")
    phone.page.get_by_text("1 jot has not been sent yet.").wait_for()

    it_tries_no_more_by_itself = datetime.now(UTC) + timedelta(minutes=1)
    phone.page.clock.pause_at(it_tries_no_more_by_itself)
    phone.page.evaluate(LAST_TRY_HAS_ENDED)
    phone.page.unroute_all(behavior="wait")
    phone.tap("Send now")

    phone.page.get_by_text("1 jot has not been sent yet.").wait_for(state="hidden")
    expect(phone.page.locator("main").get_by_role("button", name="Sign out")).to_have_text(
        "Sign out"
    )
    assert arrived(phone, "Sent at the last moment") == 1


def test_words_in_the_box_outlive_a_crash_of_the_browser(
    signed_in: OpenWindow, window: OpenWindow
) -> None:
    phone = signed_in(AYR, worker=False)
    phone.go("/jots/")
    phone.page.get_by_label("What did you notice?").press_sequentially("Half a sentence about")
    phone.page.wait_for_timeout(1000)

    crash(phone.page)
    again = window(within=phone)
    again.go("/jots/")

    expect(again.page.get_by_label("What did you notice?")).to_have_value("Half a sentence about")


def test_jots_work_without_scripts(signed_in: OpenWindow) -> None:
    phone = signed_in(AYR, scripts=False)
    phone.tap(re.compile("^Jot"), role="link")
    jot(phone, "Kept without scripts")

    listed = phone.page.locator(".cp-jots__jot", has_text="Kept without scripts")
    listed.get_by_role("button", name="Throw away").click()
    expect(listed.get_by_role("button", name="Throw away")).to_have_count(0)
    phone.page.get_by_text("Thrown away lately").click()
    listed.get_by_role("button", name="Bring back").click()
    listed.get_by_role("link", name="Change").click()
    phone.page.get_by_label("What did you notice?").fill("Changed without scripts")
    phone.tap("Save")

    changed = phone.page.locator(".cp-jots__text", has_text="Changed without scripts")
    expect(changed).to_have_count(1)


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_pages_of_jots_keep_to_the_rules(signed_in: OpenWindow, width: int) -> None:
    phone = signed_in(AYR, width=width)
    phone.go("/jots/")
    wait_for_the_worker(phone)
    first = phone.page.locator("[data-jots] a").first.get_attribute("href")
    pages = ["/jots/", "/jots/offline/", first, "/account/logout/"]

    found = {}
    for page in pages:
        phone.go(str(page))
        phone.page.wait_for_load_state("networkidle")
        found[page] = (phone.axe(), phone.overflow(), phone.breaches())

    assert found == dict.fromkeys(pages, ([], 0, []))
    assert phone.troubles == []


def sign_in_again(phone: Watched, address: str) -> None:
    """By the card, on the same phone."""
    if "/account/login/" not in phone.page.url:
        phone.go("/account/login/")
    phone.page.locator(f'form[action$="/sign-in/{address}/"] button').click()
    phone.page.wait_for_url(lambda url: "/account/" not in url)


def hand_over(phone: Watched, address: str) -> None:
    """The phone forgets who was signed in; another signs in by their card.

    Nothing of the page before may still be on its way: its answer would bring a cookie that does
    not fit the form of the sign-in page.
    """
    phone.page.goto("about:blank")
    phone.page.wait_for_timeout(500)
    phone.page.context.clear_cookies()
    sign_in_again(phone, address)


def expect_stored(phone: Watched, number: int) -> None:
    """The browser's store comes to hold that many jots."""
    for _ in range(50):
        if stored(phone) == number:
            return
        phone.page.wait_for_timeout(100)
    assert stored(phone) == number


def crash(page: Page) -> None:
    """The browser's process for this page dies, as when a phone runs out of memory."""
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash")
