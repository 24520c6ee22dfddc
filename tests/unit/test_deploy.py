"""The files of `deploy/`, each checked by the program that will read it, where that program is installed."""

import re
import shutil
import subprocess

import pytest

from pipeline.config import ROOT

DEPLOY = ROOT / "deploy"


def checked(program, *arguments):
    """How a program ended that checks a file, and all that it said."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed: NOT CHECKED: {' '.join(map(str, arguments))}")
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=30)
    return done.returncode, done.stdout + done.stderr


def test_prometheus_takes_the_alerts():
    code, said = checked("promtool", "check", "rules", DEPLOY / "alerts.yml")
    assert code == 0, said


def test_the_alerts_look_at_figures_that_there_are():
    source = (ROOT / "bots/web/metrics.py").read_text(encoding="utf-8")
    there = {f"provisnyk_{name}" for name in re.findall(r'_gauge\(\s*"(\w+)"', source)}
    rules = (DEPLOY / "alerts.yml").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(provisnyk_\w+)", rules))
    assert named
    assert named <= there
