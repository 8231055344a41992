"""Make the guide and its handouts, and prove that they are right.

A session takes what follows ``--`` for the tool it runs: ``nox -s tests -- -k catalogue``.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["build"]
nox.options.reuse_existing_virtualenvs = True
nox.options.default_venv_backend = "uv|virtualenv"  # where uv is, it installs in seconds
nox.options.error_on_missing_interpreters = True
# Where this is set, as it is in many containers, each of the hundreds of programs that a session
# starts would compile all that it imports anew: seconds each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

PINS = "constraints.txt"
GUIDE, MANUAL, PACKAGE = "docs/guide", "docs/manual", "build_tools/sphinx_handouts"
BUILD = Path("_build")
HTML, HANDOUTS, DOCTREES = BUILD / "html", BUILD / "handouts", BUILD / "doctrees"
MOST_PROCESSES = 4  # of tests: each has browsers, and builds the projects of its files
PATIENCE = 15  # seconds for a build to put its workers away after Ctrl-C
STRICT = ("-W", "--keep-going", "-j", "auto")


@nox.session
def build(session: nox.Session) -> None:
    """Make guide, handouts and manual; -- -D handouts_only=BP-03: that handout, in English."""
    system(session, "print")
    install(session, "guide")
    bundle_scripts(session)
    in_each_language(session, "handouts", "html")
    sphinx(session, "html", MANUAL, HTML / "manual", "manual", *STRICT)  # it knows no handouts
    session.run("python", ".ci/around.py", str(HTML))
    session.log(f"The guide:    {HTML / 'index.html'}")
    session.log(f"The manual:   {HTML / 'manual' / 'index.html'}")
    session.log(f"The handouts: {HANDOUTS}/<brand>/<language>/, listed in {HANDOUTS}/manifest.json")


@nox.session
def tests(session: nox.Session) -> None:
    """Prove it: run the tests, side by side; -- -n0 runs them one by one."""
    system(session, "print", "browser", "browsers", "shell", "server")
    install(session, "guide", "tests", extra="[dask]")
    bundle_scripts(session)
    session.run("python", ".ci/nu.py")
    # A file stays in one process, which builds its projects once; tests/support/order.py says
    # which files come first.
    # One more than there are cores: each often waits for a browser, a server or a lock.
    processes = ("-n", str(min((os.cpu_count() or 1) + 1, MOST_PROCESSES)))
    side_by_side = (*processes, "--dist", "loadfile", "--no-loadscope-reorder")
    session.run("pytest", *side_by_side, *session.posargs, interrupt_timeout=PATIENCE)


@nox.session
def live(session: nox.Session) -> None:
    """Serve the guide while you edit: pages reload at once, PDFs follow; -- es: in Spanish."""
    system(session, "print")
    install(session, "guide", "live")
    bundle_scripts(session)
    folder = BUILD / "live"
    options, spoken = list(session.posargs), []
    if options and not options[0].startswith("-"):
        language = options.pop(0)
        if language not in (known := languages(session)):
            session.error(f'"{language}" is no language of the guide; name one of {known}')
        spoken = ["-D", f"language={language}"]
        folder = BUILD / f"live-{language}"
    pdfs = folder / "handouts"  # never those to hand out: some may be older than their pages
    pdfs.mkdir(parents=True, exist_ok=True)
    session.run(
        "sphinx-autobuild",
        *("-b", "html", "-d", str(folder / "doctrees"), "-j", "auto", "-q", *spoken),
        # Only this folder is served: the PDFs and the short addresses come inside.
        *("-D", "handouts_live=1", "-D", "handouts_manifest="),
        *("-D", "handouts_publish=handouts", "-D", "handouts_short_pages=h"),
        *("-D", "handouts_codes_pages=codes"),
        *("-D", "guide_top=", "-D", "guide_offline=0", "-D", "handouts_language_pages="),
        *(f"--watch={watched}" for watched in ("handouts", PACKAGE, pdfs)),
        # Of what the builds write, two files are news: which PDFs there are, and what is wrong.
        rf"--re-ignore={pdfs}/(?!(manifest|live)\.json$)",
        r"--re-ignore=/__pycache__/|~$|/\.[^/]+$|\.(sw[a-z]|tmp)$",
        " ".join(
            [
                f"--post-build=sphinx-handouts live {GUIDE} {pdfs}",
                *("-d", str(folder / "doctrees-handouts"), "-q", *spoken),
            ]
        ),
        *(GUIDE, str(folder / "html"), *options),
        interrupt_timeout=PATIENCE,
    )


@nox.session(venv_backend="none")
def serve(session: nox.Session) -> None:
    """Show _build/html as a host does: nginx, with its headers; -- 8080 for another port."""
    port = session.posargs[0] if session.posargs else "8000"
    session.run("python", ".ci/serve.py", str(HTML), port, interrupt_timeout=PATIENCE)


@nox.session
def lighthouse(session: nox.Session) -> None:
    """Rate _build/html with Lighthouse; fail below 95 of 100: -- en/research.html for one page."""
    system(session, "browser", "server")
    session.install("-q", "-c", PINS, "--group=bundle")
    session.run("python", ".ci/lighthouse.py", *session.posargs, interrupt_timeout=PATIENCE)


@nox.session
def screenshots(session: nox.Session) -> None:
    """Picture the pages of _build/html, light and dark, into _build/screenshots; then look."""
    system(session, "browser", "server")
    install(session, "tests")
    session.run("python", ".ci/screenshots.py", *session.posargs, interrupt_timeout=PATIENCE)


@nox.session
def pictures(session: nox.Session) -> None:
    """Make the pictures of README and manual anew, from what stands in _build; then look."""
    system(session, "print", "browser", "server")
    install(session, "guide", "tests")
    bundle_scripts(session)
    session.run("python", ".ci/pictures.py", *session.posargs, interrupt_timeout=PATIENCE)


@nox.session
def lint(session: nox.Session) -> None:
    """Read the code: ruff and mypy; and whether hooks and workflows are well-formed."""
    install(session, "guide", "lint")
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check")
    session.run("mypy")
    session.run("pre-commit", "validate-config", silent=True)
    session.run("pre-commit", "validate-manifest", silent=True)
    # The schemas come with the package: nothing is fetched.
    well_formed = ("check-jsonschema", "--quiet", "--builtin-schema")
    workflows = sorted(map(str, Path(".github/workflows").glob("*.yml")))
    session.run(*well_formed, "vendor.github-workflows", *workflows)
    session.run(*well_formed, "vendor.readthedocs", ".readthedocs.yaml")


@nox.session
def check(session: nox.Session) -> None:
    """Read the content: all that is wrong, here and in _build/reports; -- --fix mends spaces."""
    system(session, "print", "words")
    install(session, "guide")
    first, *others = languages(session)
    handouts(session, "check", GUIDE, *reports(first, ""), "--strict")
    wrong = []
    for language in others:  # a sheet that is not translated yet is a warning there
        spoken = ("-D", f"language={language}")
        try:
            handouts(session, "check", GUIDE, *reports(language, language), *spoken)
        except nox.command.CommandFailed:
            wrong.append(language)
    if wrong:
        session.error(f"There are errors in {', '.join(wrong)}: see above")


def reports(language: str, folder: str) -> tuple[str, ...]:
    """Return the doctrees of a check in a language, and what it writes into a folder of reports."""
    files = ("findings.json", "findings.sarif", "junit.xml", "health.html")
    outputs = (f"--output={BUILD / 'reports' / folder / file}" for file in files)
    return ("-d", str(DOCTREES / language), *outputs)


@nox.session
def translate(session: nox.Session) -> None:
    """Update the catalogues of a language, and print proofs: -- es BP-02 get-help."""
    system(session, "print")
    install(session, "guide")
    trees, proofs = str(DOCTREES / "en"), str(BUILD / "translation")
    handouts(session, "translate", "--source", GUIDE, "-d", trees, "--proof", proofs)


@nox.session
def release(session: nox.Session) -> None:
    """Release handouts: -- BP-03 --minor "what changed" (--patch; --all; --language es)."""
    system(session, "print")
    install(session, "guide")
    in_each_language(session, "handouts", posargs=False)
    handouts(session, "release")
    in_each_language(session, "handouts", posargs=False)


@nox.session(name="new-brand")
def new_brand(session: nox.Session) -> None:
    """Add a clinic: -- my-clinic --name "My Clinic" --region gb; shows its first sheets."""
    system(session, "print")
    install(session, "guide")
    handouts(session, "new-brand")


@nox.session
def looks(session: nox.Session) -> None:
    """Show a clinic how its sheets look: -- my-clinic."""
    system(session, "print")
    install(session, "guide")
    handouts(session, "looks")


@nox.session
def withdraw(session: nox.Session) -> None:
    """Withdraw a handout for good: -- BP-07 "The advice is out of date." --see BP-03."""
    install(session)
    handouts(session, "withdraw")


@nox.session
def reviews(session: nox.Session) -> None:
    """List the handouts to review soon; -- --days 365 looks further ahead."""
    install(session)
    handouts(session, "reviews")


@nox.session
def verify(session: nox.Session) -> None:
    """Tell which sheet a PDF is, and whether it is current: -- FILE.pdf."""
    install(session)
    handouts(session, "verify")


@nox.session
def linkcheck(session: nox.Session) -> None:
    """Ask every address in the guide and the manual whether it still answers."""
    install(session, "guide")
    trees = ("-d", str(DOCTREES / "en"), "-d", str(DOCTREES / "manual"))
    handouts(session, "linkcheck", GUIDE, MANUAL, *trees)


@nox.session(reuse_venv=False, venv_backend="virtualenv")  # for its pip
def wheel(session: nox.Session) -> None:
    """Build the wheel, install it in a clean place and print one handout with it."""
    system(session, "print")
    bundle_scripts(session)
    shutil.rmtree("dist", ignore_errors=True)
    session.run("pip", "wheel", "-q", "--no-deps", "--wheel-dir=dist", ".")
    (made,) = Path("dist").glob("*.whl")
    session.install("-c", PINS, str(made))
    # -I leaves this folder out of the import path: only the wheel can answer.
    session.run("python", "-I", "tests/wheel/smoke.py")


@nox.session(reuse_venv=False, venv_backend="virtualenv")  # for its pip
def dist(session: nox.Session) -> None:
    """Make what is released: sdist, wheel, bill of materials and the licences of all it needs."""
    bundle_scripts(session)
    session.install("-q", "-c", PINS, "--group=release")
    shutil.rmtree("dist", ignore_errors=True)
    session.run("hatchling", "build")
    (made,) = Path("dist").glob("*.whl")
    # What the wheel needs is found where nothing else is installed.
    clean = Path(session.create_tmp(), "clean")
    session.run("python", "-m", "venv", "--clear", "--without-pip", str(clean))
    session.run("pip", "--python", str(clean), "install", "-q", "-c", PINS, str(made))
    raw = str(clean / "raw.json")
    options = ("--output-reproducible", "--short-PURLs", "--mc-type=library", "-o", raw)
    described = ("--pyproject", "pyproject.toml", str(clean))
    session.run("cyclonedx-py", "environment", *options, *described)
    session.run("python", ".ci/sbom.py", raw, str(clean), "dist")


@nox.session
def bundle(session: nox.Session) -> None:
    """Bundle the scripts of the web pages with what they use from npm, as other sessions do."""
    bundle_scripts(session)


@nox.session
def messages(session: nox.Session) -> None:
    """Renew the catalogues of the words for readers; -- pl begins a language."""
    install(session)
    session.run("python", ".ci/messages.py", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the press: cold build, no-op, one edit, one worker against two."""
    system(session, "print")
    install(session, "guide", "tests", extra="[dask]")
    bundle_scripts(session)
    session.run("python", "tests/bench/bench.py", *session.posargs)


@nox.session
def reproduce(session: nox.Session) -> None:
    """Build everything twice, as on two machines, and compare every byte; -- --keep FOLDER."""
    system(session, "print")
    install(session, "guide")
    bundle_scripts(session)
    session.env["PYTHONPATH"] = "tests/support"
    session.run("python", "tests/reproduce/reproduce.py", *session.posargs)


@nox.session
def chaos(session: nox.Session) -> None:
    """Kill, starve and cheat builds, and see that nothing breaks; -- --kills 100 --seed 7."""
    system(session, "print")
    install(session, "guide", "tests")
    session.run("python", "tests/chaos/chaos.py", *session.posargs, interrupt_timeout=PATIENCE)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Try input that nobody would write: -- --cases 50000 --seed 7."""
    system(session, "print")
    install(session, "guide", "tests")
    session.run("python", "tests/fuzz/fuzz.py", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """Pin what is installed, within the bounds of pyproject.toml: -- --upgrade for newer."""
    session.install("uv")
    session.run(
        *("uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version=3.11"),
        *("--all-extras", "--group=dev", "--group=bundle", "--group=release", "--strip-extras"),
        "--no-emit-index-url",
        *("--custom-compile-command=nox -s lock", "--quiet", f"--output-file={PINS}"),
        *session.posargs,
    )


@nox.session(venv_backend="none")
def clean(session: nox.Session) -> None:
    """Remove everything that the sessions made, except their environments."""
    session.run("python", ".ci/bundle.py", "--clean")
    made = ("_build", "dist", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache")
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)
    session.log(f"Removed {', '.join(made)}")


def system(session: nox.Session, *kinds: str) -> None:
    """Make sure of the system's libraries, fonts and programs, or stop at once."""
    if sys.platform == "darwin":  # where Homebrew keeps its libraries
        session.env["DYLD_FALLBACK_LIBRARY_PATH"] = "/opt/homebrew/lib:/usr/local/lib:/usr/lib"
    session.run("python", ".ci/system.py", *kinds)


def bundle_scripts(session: nox.Session) -> None:
    """Bundle the scripts of the pages, if they are old; where no Node is, PyPI has one."""
    state = session.run("python", ".ci/bundle.py", "--state", silent=True, log=False)
    if str(state).strip() == "no-node":
        session.install("-q", "-c", PINS, "--group=bundle")
    session.run("python", ".ci/bundle.py")


def install(session: nox.Session, *groups: str, extra: str = "") -> None:
    """Install this project and dependency groups, at the versions that were tried."""
    chosen = (f"--group={group}" for group in groups)
    session.install("-q", "-c", PINS, "-e", f".{extra}", *chosen)


def handouts(session: nox.Session, command: str, *args: str) -> None:
    """Run one command of this project, with what follows ``--``."""
    words = ("sphinx-handouts", command, *args, *session.posargs)
    session.run(*words, interrupt_timeout=PATIENCE)


def languages(session: nox.Session) -> list[str]:
    """Return the languages of the guide, that of its pages first."""
    words = ("sphinx-handouts", "languages", GUIDE)
    return str(session.run(*words, silent=True, log=False)).split()


def in_each_language(session: nox.Session, *builders: str, posargs: bool = True) -> None:
    """Run builders of the guide in all of its languages; one that fails does not stop the others.

    The pages show what all languages have, so all sheets are made before them.
    """
    first, *others = languages(session)
    more = session.posargs if posargs else ()
    wrong = []
    for builder in builders:
        for language in asked(builder, (first, *others), more):
            out = HTML / language if builder == "html" else HANDOUTS
            spoken = () if language == first else ("-D", f"language={language}")
            try:
                sphinx(session, builder, GUIDE, out, language, *STRICT, *spoken, *more)
            except nox.command.CommandFailed:
                if language == first:
                    raise
                wrong.append(language)
    if wrong:
        session.error(f"These could not be made: {', '.join(sorted(set(wrong)))}: see above")


def asked(builder: str, known: Sequence[str], options: Sequence[str]) -> Sequence[str]:
    """Return the languages to make: the one that *options* name, or else all.

    Of a handout that is named, each text that lacks is an error: it is made as it is written.
    """
    named = [option.partition("=")[2] for option in options if option.startswith("language=")]
    if named:
        return named[-1:]
    is_one = any(option.startswith("handouts_only=") for option in options)
    return known[:1] if is_one and builder == "handouts" else known


def sphinx(
    session: nox.Session, builder: str, source: str, out: Path, tree: str, *args: str
) -> None:
    """Run one Sphinx builder; builders of the same source share their doctrees."""
    command = ("sphinx-build", "-b", builder, "-d", str(DOCTREES / tree), *args, source, str(out))
    session.run(*command, interrupt_timeout=PATIENCE)
