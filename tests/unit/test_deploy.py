"""The files of `deploy/`, each checked by the program that will read it, where that program is installed."""

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import distribution, distributions

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from pipeline.cli import cli
from pipeline.config import PREFIX, ROOT, Settings
from tests.nginx import Nginx

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("provisnyk-*"))
SERVICES = [each for each in UNITS if each.suffix == ".service"]
MOST_EXPOSED = 20
"""Of 100, by `systemd-analyze security`."""
PYTHON_OF_DEBIAN_12 = "3.11.2"


def checked(program, *arguments, **environment):
    """How a program ended that checks a file, and all that it said."""
    path = f"{os.environ['PATH']}:/usr/sbin"
    if shutil.which(program, path=path) is None:
        pytest.skip(f"{program} is not installed: NOT CHECKED: {' '.join(map(str, arguments))}")
    command, environment = [program, *map(str, arguments)], os.environ | environment | {"PATH": path}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30, env=environment)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_the_units(unit, tmp_path):
    for each in UNITS:  # as they are installed, but started from here
        installed = each.read_text(encoding="utf-8").replace("/opt/provisnyk/.venv/bin/python", sys.executable)
        installed = installed.replace("/opt/provisnyk", str(ROOT))
        (tmp_path / each.name).write_text(installed, encoding="utf-8")
    code, said = checked("systemd-analyze", "verify", "--man=no", tmp_path / unit.name)
    ours = [line for line in said.splitlines() if "provisnyk" in line]
    assert (code, ours) == (0, []), said


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_the_services_are_shut_in(unit):
    code, said = checked("systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", unit)
    assert code == 0, said


def test_nginx_takes_its_part(tmp_path):
    nginx = Nginx(tmp_path)
    assert nginx.checked() == (0, "")


def test_compose_takes_its_file(tmp_path):
    program = ("docker", "compose") if "compose" in checked("docker", "--help")[1] else ("docker-compose",)
    (tmp_path / ".env").write_text("", encoding="utf-8")
    file = tmp_path / "compose.yml"
    file.write_text((DEPLOY / "compose.yml").read_text(encoding="utf-8").replace("../.env", ".env"), encoding="utf-8")
    code, said = checked(*program, "--file", file, "config", POSTGRES_PASSWORD="x" * 8)
    assert code == 0, said
    assert "postgresql://provisnyk:xxxxxxxx@db/provisnyk" in said
    code, said = checked(*program, "--file", file, "config")
    assert (code != 0, "POSTGRES_PASSWORD" in said) == (True, True)


def test_the_image_leaves_out_what_is_secret_or_not_needed():
    kept = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert kept[1] == "*"
    named = {each[1:].split("/")[0] for each in kept if each.startswith("!")}
    assert not named & {".env", "var", "tests", ".git", ".venv"}
    assert {"pipeline", "bots", "data", "run.py", "setup.cfg", "pyproject.toml", "constraints.txt"} <= named
    assert all((ROOT / each).exists() for each in named)


def test_every_command_and_setting_that_these_files_name_is_there():
    texts = [each.read_text(encoding="utf-8") for each in DEPLOY.iterdir()]
    commands = {name for text in texts for name in re.findall(r"run\.py (\w+)", text)}
    there = {each.name for each in cli.registered_commands} | {each.name for each in cli.registered_groups}
    assert commands
    assert commands <= there
    settings = {name.lower() for text in texts for name in re.findall(rf"\b{PREFIX}(\w+)", text)}
    assert settings
    assert settings <= set(Settings.model_fields)


def test_what_is_pinned_can_be_installed_on_a_debian_12():
    wants = {each.name: each.metadata.get("Requires-Python") or "" for each in distributions()}
    assert len(wants) > 50
    assert {each: want for each, want in wants.items() if not SpecifierSet(want).contains(PYTHON_OF_DEBIAN_12)} == {}


def installed_with_us():
    """The name and version of each package that an installation with all extras brings along."""
    left = {("provisnyk", extra) for extra in ("", "postgres", "dev")}
    seen = set()
    while left:
        name, extra = each = left.pop()
        seen.add(each)
        for needed in map(Requirement, distribution(name).requires or ()):
            if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                left |= {(canonicalize_name(needed.name), wanted) for wanted in ("", *needed.extras)} - seen
    return {name: distribution(name).version for name, _ in seen if name != "provisnyk"}


def test_everything_that_is_installed_is_pinned_as_it_is():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)}
    installed = installed_with_us()
    assert "python-multipart" in installed
    assert "pytest" in installed
    assert {name: pinned.get(name) for name in installed} == installed


def test_prometheus_takes_the_alerts():
    code, said = checked("promtool", "check", "rules", DEPLOY / "alerts.yml")
    assert code == 0, said


def test_the_alerts_call_when_a_person_is_needed_and_only_then():
    code, said = checked("promtool", "test", "rules", ROOT / "tests/unit/alerts.yml")
    assert code == 0, said


def test_the_alerts_look_at_figures_that_there_are():
    source = (ROOT / "bots/web/metrics.py").read_text(encoding="utf-8")
    there = {f"provisnyk_{name}" for name in re.findall(r'_gauge\(\s*"(\w+)"', source)}
    there |= {f"provisnyk_{name}_total" for name in re.findall(r'_counter\(\s*"(\w+)"', source)}
    rules = (DEPLOY / "alerts.yml").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(provisnyk_\w+)", rules))
    assert named
    assert named <= there
