"""One window for three browsers: what a person does with a page, and what the page complains of.

Chromium is driven by Playwright, as elsewhere in the tests. Firefox speaks WebDriver BiDi by itself
and WebKit has a driver of its own: Selenium knows both.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError
from projects import wait_until
from selenium.common import WebDriverException
from selenium.webdriver import ActionChains
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.websocket_connection import WebSocketConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

PATIENCE = 30
KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue006",
    "Escape": "\ue00c",
    "Space": " ",
    "ArrowDown": "\ue015",
}
"""Keys as Playwright names them, and as WebDriver writes them."""
VIEW = (1280, 900)
PLAIN, DARK, SCRIPTLESS = "plain", "dark", "without scripts"
"""How a window can be set up by its reader."""


class PageLeftError(Exception):
    """The page was left, or cannot answer now."""


class Window(Protocol):
    """A page in a browser."""

    @property
    def complaints(self) -> list[str]:
        """Return what the browser wrote into its console against the page."""

    def go(self, address: str) -> None:
        """Open a page."""

    def run(self, body: str, *values: object) -> Any:
        """Run the body of an asynchronous function, which has *values* as ``args``."""

    def press(self, key: str) -> None:
        """Press a key of `KEYS`."""

    def write(self, words: str) -> None:
        """Type words, key by key."""

    def point(self, x: int, y: int) -> None:
        """Press at a place of the view."""

    def resize(self, width: int, height: int) -> None:
        """Give the view another size."""

    def paper(self) -> bytes | None:
        """Return the page as it is printed; nothing where the browser cannot be asked."""


# --- Chromium -----------------------------------------------------------------------------------


class ChromiumWindow:
    """A window of Chromium, through Playwright."""

    def __init__(self, page: Page, kind: str) -> None:
        self.page, self._heard = page, list[str]()
        self.function = "" if kind == SCRIPTLESS else "async "  # what waits needs scripts
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._heard.append(str(error)))

    @property
    def complaints(self) -> list[str]:
        """Return what was heard; Playwright tells it only while something is asked of it."""
        self.page.wait_for_timeout(1)
        return self._heard

    def _hear(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self._heard.append(message.text)

    def go(self, address: str) -> None:
        self.page.goto(address)

    def run(self, body: str, *values: object) -> Any:
        try:
            return self.page.evaluate(f"{self.function}(args) => {{ {body} }}", list(values))
        except PlaywrightError as error:
            raise PageLeftError(error.message) from None

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)

    def point(self, x: int, y: int) -> None:
        self.page.mouse.click(x, y)

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def paper(self) -> bytes | None:
        return self.page.pdf(prefer_css_page_size=True)


@contextmanager
def chromium(browser: Browser, kind: str) -> Iterator[Window]:
    """Open a window of the Chromium that is there."""
    context = browser.new_context(
        viewport={"width": VIEW[0], "height": VIEW[1]},
        color_scheme="dark" if kind == DARK else "light",
        java_script_enabled=kind != SCRIPTLESS,
    )
    try:
        yield ChromiumWindow(context.new_page(), kind)
    finally:
        context.close()


# --- Firefox ------------------------------------------------------------------------------------

SETTINGS = {PLAIN: (1, True), DARK: (0, True), SCRIPTLESS: (1, False)}
"""Whether pages are asked for light or dark, 1 or 0, and whether their scripts run."""
QUIET = """user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.newtabpage.enabled", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("browser.startup.page", 0);
"""
"""What Firefox need not do: open pages of its own."""
SET = """(scheme, scripts) => {
  Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", scheme);
  Services.prefs.setBoolPref("javascript.enabled", scripts);
}"""


class _ConsoleEntry:
    """The event by which Firefox tells what stands in its console."""

    event_class = "log.entryAdded"

    @staticmethod
    def from_json(entry: dict[str, Any]) -> dict[str, Any]:
        return entry


class Firefox:
    """A Firefox, through WebDriver BiDi: it is set up anew while it runs, for each kind of reader.

    To start another one takes as long as ten tests.
    """

    def __init__(self, connection: WebSocketConnection) -> None:
        self.connection, self.kind = connection, ""
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded"])
        (own, *_others) = self.ask("browsingContext.getTree", **{"moz:scope": "chrome"})["contexts"]
        self.inside = own["context"]

    def ask(self, command: str, **what: object) -> Any:
        """Send a command; return its result."""
        answer = self.connection.send_cmd(command, what)
        if "result" not in answer:
            raise PageLeftError(f"{command}: {answer.get('message', answer)}")
        return answer["result"]

    def set_up(self, kind: str) -> None:
        """Let it be as a reader of a kind has it."""
        scheme, scripts = SETTINGS[kind]
        answer = self.ask(
            "script.callFunction",
            functionDeclaration=SET,
            arguments=[{"type": "number", "value": scheme}, {"type": "boolean", "value": scripts}],
            target={"context": self.inside},
            awaitPromise=False,
        )
        assert answer["type"] == "success", answer
        self.kind = kind

    @contextmanager
    def window(self, kind: str) -> Iterator[Window]:
        """Open a window of a reader, who shares nothing with the others."""
        yield FirefoxWindow(self, kind)


class FirefoxWindow:
    """A window of Firefox."""

    def __init__(self, browser: Firefox, kind: str) -> None:
        self.browser, self.ask, self.kind = browser, browser.ask, kind
        self.complaints = []
        self.has_scripts = kind != SCRIPTLESS
        own = self.ask("browser.createUserContext")["userContext"]
        # The first window has no focus, and keys press no button in it; one that is asked for has.
        window = self.ask("browsingContext.create", type="window", userContext=own)
        self.tab = window["context"]
        browser.connection.add_callback(_ConsoleEntry, self._hear)
        self.resize(*VIEW)

    complaints: list[str]

    def _hear(self, entry: dict[str, Any]) -> None:
        is_ours = entry["source"].get("context") == self.tab  # its viewer of PDFs complains, too
        if is_ours and entry["level"] in {"error", "warn"}:
            self.complaints.append(str(entry["text"]))

    def go(self, address: str) -> None:
        if self.browser.kind != self.kind:
            self.browser.set_up(self.kind)
            self.ask("browsingContext.activate", context=self.tab)
        self.ask("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def run(self, body: str, *values: object) -> Any:
        wait, back = ("async", "await") if self.has_scripts else ("", "")
        words = f"""{wait} (json) => {{
          const args = JSON.parse(json);
          return JSON.stringify({back} ({wait} () => {{ {body} }})() ?? null);
        }}"""
        answer = self.ask(
            "script.callFunction",
            functionDeclaration=words,
            arguments=[{"type": "string", "value": json.dumps(values)}],
            target={"context": self.tab, **({} if self.has_scripts else {"sandbox": "reader"})},
            awaitPromise=self.has_scripts,
            userActivation=False,
        )
        if answer["type"] != "success":
            raise PageLeftError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def _act(self, source: str, actions: list[dict[str, object]]) -> None:
        device = {"type": source, "id": source, "actions": actions}
        self.ask("input.performActions", context=self.tab, actions=[device])

    def press(self, key: str) -> None:
        self.write(KEYS[key])

    def write(self, words: str) -> None:
        self._act(
            "key", [{"type": f"key{way}", "value": w} for w in words for way in ("Down", "Up")]
        )

    def point(self, x: int, y: int) -> None:
        move: dict[str, object] = {"type": "pointerMove", "x": x, "y": y}
        press = [{"type": f"pointer{way}", "button": 0} for way in ("Down", "Up")]
        self._act("pointer", [move, *press])

    def resize(self, width: int, height: int) -> None:
        view = {"width": width, "height": height}
        self.ask("browsingContext.setViewport", context=self.tab, viewport=view)

    def paper(self) -> bytes | None:
        return base64.b64decode(self.ask("browsingContext.print", context=self.tab)["data"])


@contextmanager
def firefox() -> Iterator[Firefox]:
    """Start Firefox with a profile of its own, and end it."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        pytest.skip("no Firefox here: .ci/system.py browsers says how to install one")
    with ExitStack() as stack:
        profile = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        (profile / "user.js").write_text(QUIET)
        told = profile / "WebDriverBiDiServer.json"
        command = [program, "--headless", "--no-remote", "--remote-debugging-port", "0"]
        command += ["--remote-allow-system-access"]  # its settings are the system's
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(
            [*command, "--profile", str(profile)],
            stdout=quiet,
            stderr=quiet,
            env={**os.environ, "HOME": str(profile)},
        )
        stack.callback(process.wait)
        stack.callback(process.terminate)
        wait_until(lambda: told.is_file() and told.read_text().endswith("}"), "Firefox listens")
        where = json.loads(told.read_text())
        address = f"ws://{where['ws_host']}:{where['ws_port']}/session"
        connection = WebSocketConnection(address, PATIENCE, 0.02)
        stack.callback(connection.close)
        yield Firefox(connection)


# --- WebKit -------------------------------------------------------------------------------------

BROWSERS = ("/usr/lib/*/webkit2gtk-4.1/MiniBrowser", "/usr/libexec/webkit2gtk-4.1/MiniBrowser")
FLAGS = {PLAIN: [], DARK: ["--dark-mode"], SCRIPTLESS: ["--enable-javascript-markup=false"]}
FRAMED = """const frame = document.querySelector(".framed") ?? document.createElement("iframe");
[frame.width, frame.height] = args;
if (frame.isConnected) return;
const address = new URL(location);
address.searchParams.set("framed", "yes"); // a page may not frame itself
Object.assign(frame, { className: "framed", src: address });
const loaded = new Promise((done) => frame.addEventListener("load", done));
document.body.replaceChildren(frame);
await loaded;"""
EAR = """(() => {
  const hear = (words) => {
    const heard = JSON.parse(sessionStorage.getItem("heard") ?? "[]");
    sessionStorage.setItem("heard", JSON.stringify([...heard, String(words)]));
  };
  for (const level of ["error", "warn"]) {
    const write = console[level];
    console[level] = (...words) => { hear(words.join(" ")); write.apply(console, words); };
  }
  addEventListener("error", ({ message, target }) => hear(message ?? target.outerHTML), true);
  addEventListener("unhandledrejection", ({ reason }) => hear(reason));
  addEventListener("securitypolicyviolation", (event) => hear(event.violatedDirective));
})();"""
"""Hears what goes wrong on a page: WebKit writes nothing of it out while it is driven."""
HEARD = """return JSON.parse(sessionStorage.getItem("heard") ?? "[]");"""


def with_ears(folder: Path, copy: Path) -> Path:
    """Copy a hosted guide; each of its pages begins with a script that hears what goes wrong."""
    shutil.copytree(folder, copy, copy_function=os.link)
    for page in copy.rglob("*.html"):
        words = page.read_text("utf-8")
        page.unlink()  # it is one file with that of the folder
        page.write_text(
            words.replace("<head>", '<head><script src="/ear.js"></script>', 1), "utf-8"
        )
    (copy / "ear.js").write_text(EAR)
    return copy


class WebKitWindow:
    """A window of WebKit, through its own WebDriver."""

    def __init__(self, driver: WebDriver) -> None:
        self.driver = driver
        driver.set_script_timeout(PATIENCE)
        driver.set_window_size(VIEW[0], VIEW[1])

    @property
    def complaints(self) -> list[str]:
        """Return what a site `with_ears` has heard; nothing is heard where no script runs."""
        heard: list[str] = self.run(HEARD)
        return heard

    def go(self, address: str) -> None:
        self.driver.switch_to.default_content()
        self.driver.get(address)

    def run(self, body: str, *values: object) -> Any:
        words = f"""const done = arguments[arguments.length - 1], args = arguments[0];
        const fail = (error) => done(String(error));
        (async () => {{ {body} }})().then((value) => done([value ?? null]), fail);"""
        try:
            answer = self.driver.execute_async_script(words, list(values))
        except WebDriverException as error:
            raise PageLeftError(error.msg) from None
        if not isinstance(answer, list):
            raise PageLeftError(answer)
        return answer[0]

    def press(self, key: str) -> None:
        self.write(KEYS[key])

    def write(self, words: str) -> None:
        ActionChains(self.driver, duration=0).send_keys(words).perform()

    def point(self, x: int, y: int) -> None:
        chain = ActionChains(self.driver, duration=0)
        chain.w3c_actions.pointer_action.move_to_location(x, y)
        chain.w3c_actions.pointer_action.click()
        chain.perform()

    def resize(self, width: int, height: int) -> None:
        """Narrow the page; the window itself has a least width, so the page goes into a frame."""
        self.driver.switch_to.default_content()
        self.run(FRAMED, width, height)
        self.driver.switch_to.frame(0)

    def paper(self) -> bytes | None:
        return None


@contextmanager
def webkit(kind: str) -> Iterator[Window]:
    """Start WebKit's small browser on a screen of its own, and end it."""
    program = next((found for glob in BROWSERS for found in Path("/").glob(glob[1:])), None)
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    if program is None or driver is None or screen is None:
        pytest.skip("no WebKit here: .ci/system.py browsers says how to install one")
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        options = Options()
        options.binary_location = str(program)
        for flag in ("--automation", *FLAGS[kind]):
            options.add_argument(flag)
        env = {**os.environ, "DISPLAY": stack.enter_context(display(screen)), "HOME": str(work)}
        # Its sandbox needs rights that a container has not; the pages are our own.
        env |= {
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
        }
        service = Service(driver, log_output=subprocess.DEVNULL, env=env)
        stack.callback(service.stop)
        service.start()
        address = ClientConfig(remote_server_addr=service.service_url)
        connection = RemoteConnection(client_config=address)
        window = WebDriver(connection, options=options)
        stack.callback(window.quit)
        yield WebKitWindow(window)


@contextmanager
def display(program: str) -> Iterator[str]:
    """Start a screen that nobody sees; return its name."""
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", "1600x1400x24"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, pass_fds=[writing], stdout=quiet, stderr=quiet)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        process.terminate()
        process.wait()
