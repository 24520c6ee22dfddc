"""The direction of imports: domain ← source, data, bots ← steps ← bootstrap ← cli ← run.py."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

ALLOWED = {
    "pipeline/domain": ("pipeline.domain",),
    "pipeline/source": ("pipeline.domain", "pipeline.source"),
    "pipeline/steps": ("pipeline.domain", "pipeline.source", "pipeline.steps", "bots.dialog"),
    "data": ("pipeline.domain", "data"),
    "bots": ("pipeline.domain", "bots"),
    "pipeline/cli": (
        "pipeline",
        "bots.texts",
        "data.database",
        "data.subscription_file",
        "data.transfer",
        "data.backup",
    ),
}
OURS = ("pipeline", "data", "bots", "tests")


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(str(node.module))
    return found


def is_under(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


@pytest.mark.parametrize("folder", ALLOWED)
def test_each_layer_imports_only_what_lies_below_it(folder):
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    wrong = {
        (str(path.relative_to(ROOT)), module)
        for path in files
        for module in imports_of(path)
        if module.split(".")[0] in OURS and not any(is_under(module, package) for package in ALLOWED[folder])
    }
    assert not wrong


def test_the_domain_imports_the_standard_library_only():
    modules = {module.split(".")[0] for path in (ROOT / "pipeline/domain").rglob("*.py") for module in imports_of(path)}
    assert modules - set(sys.stdlib_module_names) == {"pipeline"}


def test_the_domain_knows_no_clock_disk_network_environment_or_database():
    forbidden = {"os", "pathlib", "socket", "sqlite3", "urllib", "http", "subprocess", "time", "random"}
    modules = {module for path in (ROOT / "pipeline/domain").rglob("*.py") for module in imports_of(path)}
    assert not {module for module in modules if module.split(".")[0] in forbidden}


def test_adapters_are_built_in_bootstrap_alone():
    adapters = ("bots.telegram", "bots.viber", "bots.console", "data.works", "data.outbox", "data.registry")
    importers = {
        path.name
        for path in (ROOT / "pipeline").rglob("*.py")
        if any(is_under(module, adapter) for module in imports_of(path) for adapter in adapters)
    }
    assert importers == {"bootstrap.py"}


@pytest.mark.parametrize("path", sorted((ROOT / "pipeline").rglob("*.py")), ids=lambda path: path.stem)
def test_a_file_stays_under_about_three_hundred_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 320
