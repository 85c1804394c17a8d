"""The wheel holds all that the forum needs: installed where there is no checkout, it serves pages, styles and words."""

import ast
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.running import PATIENCE, ROOT, Program, environment_of, serving

_FOLDERS = ("forum", "templates", "static", "migrations")
_FILES = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources, in which no words are compiled yet."""
    sources, made = tmp_path_factory.mktemp("sources"), tmp_path_factory.mktemp("made")
    for folder in _FOLDERS:
        shutil.copytree(ROOT / folder, sources / folder, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    for file in _FILES:
        shutil.copy(ROOT / file, sources)
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", made, sources)
    return next(made.glob("tanya-*.whl"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The `forum` command of an environment of its own that has the wheel, and sees the packages of this one."""
    place = tmp_path_factory.mktemp("installed")
    venv.create(place, with_pip=False)
    python = place / "bin" / "python"
    _run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps", wheel)
    (site,) = place.glob("lib/*/site-packages")
    others = sysconfig.get_path("purelib")  # without what its .pth files name: the checkout
    (site / "others.pth").write_text(others, "utf-8")
    found = _run(python, "-c", "import forum; print(forum.__file__)", cwd=place)
    assert found.startswith(str(site))
    return Program((str(place / "bin" / "forum"),), place)


def _run(*command: object, cwd: Path | None = None) -> str:
    ended = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_it_serves_pages_styles_and_words(program: Program, tmp_path: Path) -> None:
    env = environment_of(tmp_path)
    assert program.run("db", "upgrade", env=env).returncode == 0
    with serving(env, program=program) as started:
        page = _read(f"{started.address}/sign-in")
        assert "Pentadbir pertama" in page and _read(f"{started.address}/readyz") == "ready\n"
        shipped = re.findall(r'="(/static/[^"#]+)', page)
        assert {path.partition("?")[0].rpartition(".")[2] for path in shipped} >= {"css", "js", "svg"}
        assert all(_read(f"{started.address}{path}") for path in shipped)


def _read(address: str) -> str:
    """What a Malay browser is given."""
    with urlopen(Request(address, headers={"Accept-Language": "ms"}), timeout=PATIENCE) as answer:
        text: str = answer.read().decode()
    return text


def test_it_asks_for_every_package_that_it_imports() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    installed = _with_what_they_ask_for(asked)
    providers = packages_distributions()
    assert [name for name in sorted(_imported()) if not installed & set(map(canonicalize_name, providers[name]))] == []


def _imported() -> set[str]:
    """The packages that some module of the forum imports, without its own and Python's."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "forum").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - {"forum"}


def _with_what_they_ask_for(asked: list[str]) -> set[str]:
    """The names of all projects that are installed with these requirements."""
    seen: set[str] = set()
    waiting = asked
    while waiting:
        here = [each for each in map(Requirement, waiting) if not each.marker or each.marker.evaluate({"extra": ""})]
        new = {canonicalize_name(each.name) for each in here} - seen
        seen |= new
        waiting = [line for name in new for line in _requires(name)]
    return seen


def _requires(project: str) -> list[str]:
    try:
        return requires(project) or []
    except PackageNotFoundError:  # for another system
        return []
