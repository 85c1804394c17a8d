"""Slices import only from slices below, held by import-linter without exemptions."""

import subprocess
import sys
import tomllib
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def test_import_contracts_are_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter, "--no-cache"], cwd=_ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_contracts_have_no_exemptions() -> None:
    settings = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))
    assert all("ignore_imports" not in contract for contract in settings["tool"]["importlinter"]["contracts"])
