"""The rules of the house: who imports whom, and what may stand in which file."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Package of the portal → the packages it may import: the portal's, then others'.
# None is whatever pyproject.toml names, but for requests: one package speaks HTTP.
FEATURES = ("accounts", "attempts", "exams", "posts", "search", "store")
MAY_IMPORT: dict[str, tuple[set[str], set[str] | None]] = {
    "testpress": (set(), {"certifi", "msgspec", "requests", "urllib3"}),
    "sandbox": (set(), {"django"}),
    "web": ({"testpress", "institutes"}, None),
    **{feature: ({"web", "testpress"}, {"django"}) for feature in FEATURES},
}
# Written by others, or by a tool.
FOREIGN = re.compile(r"\.min\.js$|^requirements.*\.txt$|^tests/fixtures/|\.[mp]o$")
# The Procfile alone reads these.
OF_GUNICORN = {"PORT", "WEB_CONCURRENCY", "WEB_THREADS"}


def _files() -> dict[str, str]:
    """Path → text of all that is in git or about to be."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = {}
    for name in listing.rstrip("\0").split("\0"):
        if (ROOT / name).is_file() and not FOREIGN.search(name):
            try:
                found[name] = (ROOT / name).read_text(encoding="utf-8")
            except UnicodeDecodeError:  # a picture or the like
                continue
    return found


FILES = _files()
TEMPLATES = {
    name: text for name, text in FILES.items() if name.startswith("templates/")
}
PAGES = {name: text for name, text in FILES.items() if name.endswith(".md")}
SETTINGS = FILES["portal/settings.py"]
PYPROJECT = FILES["pyproject.toml"]


def places(pattern: str, files: dict[str, str]) -> list[str]:
    """Where in these files the pattern is found: "portal/urls.py:3: what was found"."""
    return [
        f"{name}:{number}: {found[0]}"
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), start=1)
        for found in re.finditer(pattern, line)
    ]


# Who imports whom


def imports(name: str, source: str) -> Iterator[str]:
    """The full names of all that a module imports: "django.http"."""
    package = name.removesuffix(".py").split("/")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*above, *filter(None, [node.module])])
            # `from portal import institutes` is about portal.institutes.
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def forbidden(name: str, source: str) -> Iterator[str]:
    package = name.split("/")[1]
    ours, theirs = MAY_IMPORT[package]
    for imported in imports(name, source):
        top, _, rest = imported.partition(".")
        if top == "portal":
            if rest.split(".")[0] not in {package, *ours}:
                yield f"{name}: {imported}"
        elif top not in sys.stdlib_module_names and (
            top == "requests" if theirs is None else top not in theirs
        ):
            yield f"{name}: {imported}"


def test_every_package_of_the_portal_has_its_rule():
    packages = {
        name.split("/")[1] for name in FILES if re.fullmatch(r"portal/\w+/.*\.py", name)
    }

    assert packages == set(MAY_IMPORT)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_it_may(package):
    modules = {
        name: text
        for name, text in FILES.items()
        if name.startswith(f"portal/{package}/") and name.endswith(".py")
    }

    assert modules
    assert [wrong for item in modules.items() for wrong in forbidden(*item)] == []


@pytest.mark.parametrize(
    ("name", "line", "is_allowed"),
    [
        ("portal/exams/views.py", "from portal.attempts import views", False),
        ("portal/exams/views.py", "from portal import attempts", False),
        ("portal/exams/views.py", "from ..attempts import views", False),
        ("portal/exams/views.py", "from . import forms", True),
        ("portal/exams/views.py", "import requests", False),
        ("portal/web/pages.py", "from portal.exams import views", False),
        ("portal/web/pages.py", "import django_htmx", True),
        ("portal/web/pages.py", "import requests", False),
        ("portal/testpress/wire.py", "from django.conf import settings", False),
        ("portal/testpress/wire.py", "import urllib3, json", True),
        ("portal/sandbox/shapes.py", "from portal.testpress import reading", False),
    ],
)
def test_the_rule_of_imports_sees_every_way_to_write_one(name, line, is_allowed):
    assert (not list(forbidden(name, line))) is is_allowed


def test_a_template_includes_only_its_own_features_parts_and_the_shared_ones():
    includes = {
        name: re.findall(r'{% (?:include|extends) "([^"#]+)', text)
        for name, text in TEMPLATES.items()
    }

    assert [
        f"{name}: {other}"
        for name, others in includes.items()
        for other in others
        if other != "base.html"
        and other.split("/")[0] not in ("_shared", name.split("/")[1])
    ] == []


# Settings and dependencies


def read_by_settings() -> set[str]:
    """The names in `env.str("NAME", …)` and its like."""
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(SETTINGS))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.func.attr != "read_env"
        and isinstance(node.args[0], ast.Constant)
    }


def test_env_example_explains_exactly_the_variables_that_are_read():
    example = FILES[".env.example"]
    blocks = [block.splitlines() for block in example.split("\n\n")[1:]]
    named = re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)

    assert sorted(named) == sorted(read_by_settings() | OF_GUNICORN)
    assert [block for block in blocks if not block[0].startswith("# ")] == []


def test_only_settings_read_the_environment():
    modules = {
        name: text
        for name, text in FILES.items()
        if re.fullmatch(r"portal/(?!settings|wsgi|sandbox/).*\.py", name)
    }

    assert places(r"os\.environ|getenv", modules) == []


def test_tests_depend_on_nobodys_environment():
    assert read_by_settings() <= set(
        re.findall(r"([A-Z_]+)=", FILES["tests/settings.py"])
    )


def test_the_procfile_prepares_and_serves():
    lines = dict(line.split(": ", 1) for line in FILES["Procfile"].splitlines())

    assert "migrate" in lines["release"]
    assert "createcachetable" in lines["release"]
    assert "collectstatic" in lines["release"]
    assert lines["web"].startswith("gunicorn portal.wsgi")
    assert set(re.findall(r"\${([A-Z_]+):-", lines["web"])) == OF_GUNICORN


def test_each_dependency_says_why_it_is_here():
    lines = re.findall(r'^    "[a-z].*[<>=].*', PYPROJECT, re.MULTILINE)
    project = tomllib.loads(PYPROJECT)["project"]

    assert len(lines) == len(
        project["dependencies"] + project["optional-dependencies"]["dev"]
    )
    assert [line for line in lines if not re.search(r'",? +# \w+', line)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_dependency_is_pinned_by_version_and_hash(name):
    project = tomllib.loads(PYPROJECT)["project"]
    wanted = list(project["dependencies"])
    if "dev" in name:
        wanted += project["optional-dependencies"]["dev"]
    pins = re.sub(r"^ *#.*\n", "", (ROOT / name).read_text(), flags=re.MULTILINE)
    pinned = re.findall(
        r"^([a-z0-9-]+)(?:\[.*\])?==.* \\\n +--hash=", pins, re.MULTILINE
    )

    assert {re.split(r"[\[<>=]", line)[0] for line in wanted} <= set(pinned)
    assert len(pinned) == len(re.findall(r"^\S", pins, re.MULTILINE))
    assert "://" not in pins


# What may stand in a file


def test_no_file_is_longer_than_a_person_reads():
    assert {
        name: len(text.splitlines())
        for name, text in FILES.items()
        if len(text.splitlines()) > 500
    } == {}


def test_nothing_names_a_place_on_somebodys_machine():
    assert places(r"(?<![\w.*/-])/(?:work|tmp|home|root|Users)/\w", FILES) == []


def test_nothing_names_where_packages_come_from():
    hosts = "pypi|pythonhosted|npmjs|jsdelivr|unpkg|cdnjs|googleapis|gstatic|bootcdn"

    assert places(rf"\b(?:{hosts})\.(?:org|com|net)\b", FILES) == []


def test_pages_fetch_nothing_from_elsewhere():
    ours = {
        name: text
        for name, text in FILES.items()
        if name.startswith(("templates/", "static/"))
    }

    # The one address is the name of SVG, which nobody fetches.
    assert places(r"https?://(?!www\.w3\.org/2000/svg)\S+", ours) == []


def test_templates_have_no_styles_handlers_or_scripts_of_their_own():
    assert places(r"<style|\sstyle=|\son[a-z]+=|\shx-on|javascript:", TEMPLATES) == []
    assert places(r"<script(?! type=\"module\" src=)", TEMPLATES) == []


def test_documents_name_only_commands_and_files_that_exist():
    targets = set(re.findall(r"^([a-z]+):", FILES["Makefile"], re.MULTILINE))
    links = [
        (name, link)
        for name, text in PAGES.items()
        for link in re.findall(r"\]\(([^)#:]+)\)", text)
    ]

    commands = places(r"`make [a-z]+", PAGES)
    assert {command.rpartition(" ")[2] for command in commands} <= targets
    assert [
        f"{name}: {link}"
        for name, link in links
        if not (ROOT / name).parent.joinpath(link).exists()
    ] == []


def test_documents_name_only_paths_and_tests_that_exist():
    """`tests/exams/test_list.py`, or one test of it: `…/test_list.py::test_titles`."""
    ours = r"(?:bench|bin|deploy|docs|portal|static|templates|tests)/"
    named = places(rf"(?<=`){ours}[^`\s]+(?=`)", PAGES)

    def is_there(named: str) -> bool:
        path, _, test = named.rpartition(": ")[2].partition("::")
        found = list(ROOT.glob(path.rstrip("/")))
        if not test:
            return bool(found)
        return any(f"def {test}(" in each.read_text() for each in found)

    assert [each for each in named if not is_there(each)] == []
