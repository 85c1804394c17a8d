"""Pictures of a running sample company's pages, small and wide, light and dark, English and Malay: `make shots`.

python -m bench.shots http://127.0.0.1:8080 shots [PATH ...]
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from forum.accounts.sample_logins import SAMPLE_PASSWORD

PAGES = {
    "ana.lim": [
        "/",
        "/questions",
        "/questions/1",
        "/questions/new",
        "/search?q=vpn",
        "/tickets",
        "/inbox",
        "/settings",
    ],
    "iris.tan": ["/queue", "/worklist", "/tickets/IT-000001", "/questions/1", "/people/ben.ong"],
    "aishah.rahman": ["/admin", "/admin/people", "/admin/settings"],
}


class Look(NamedTuple):
    """The width of the window in pixels, and what its person has chosen."""

    width: int
    scheme: Literal["light", "dark"]
    language: str


LOOKS = (Look(1280, "light", "en"), Look(360, "dark", "ms"))


def main() -> None:
    """Every page as its person, in both looks, into the folder given."""
    address, folder = (sys.argv[1:3] + ["http://127.0.0.1:8080", "shots"][len(sys.argv[1:3]) :])[:2]
    wanted = sys.argv[3:]
    with sync_playwright() as playwright, _chromium(playwright) as browser:
        for look in LOOKS:
            for handle, paths in PAGES.items():
                page = _signed_in(browser, address, handle, look)
                for path in wanted or paths:
                    _take(page, address, path, Path(folder), handle, look)
                page.context.close()
                if wanted:
                    break


@contextmanager
def _chromium(playwright: Playwright) -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    browser = playwright.chromium.launch(executable_path=path, args=options)
    yield browser
    browser.close()


def _signed_in(browser: Browser, address: str, handle: str, look: Look) -> Page:
    context = browser.new_context(viewport={"width": look.width, "height": 800}, color_scheme=look.scheme)
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#email", f"{handle}@kencana.example")
    page.fill("#password", SAMPLE_PASSWORD)
    page.click("form.form button.main")
    page.request.post(f"{address}/language", form={"language": look.language, "csrf_token": _token(page)})
    return page


def _token(page: Page) -> str:
    return page.locator("input[name=csrf_token]").first.get_attribute("value") or ""


def _take(page: Page, address: str, path: str, folder: Path, handle: str, look: Look) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    page.goto(f"{address}{path}")
    name = path.strip("/").replace("/", "-").replace("?", "-").replace("=", "-") or "home"
    shot = folder / f"{name}-{handle.split('.')[0]}-{look.width}-{look.scheme}-{look.language}.png"
    page.screenshot(path=shot, full_page=look.width < 600)
    print(shot)


if __name__ == "__main__":
    main()
