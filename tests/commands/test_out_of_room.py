"""What an operator reads where files, the disk or a lock are what is lacking: that, and nothing else."""

import json
import shutil
import sqlite3
import subprocess
import sys

import pytest

import data.backup
from pipeline.config import ROOT
from tests.commands.conftest import IZA

FILES_RAN_OUT = "рограма відкрила стільки файлів, скільки їй дозволено (ulimit -n)"
IN_CHILDREN = """
import json, os, resource, sys
from typer.testing import CliRunner
from pipeline.cli import cli
for spare in range(1, 17):
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        most = len(os.listdir("/proc/self/fd")) - 1 + spare
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        done = CliRunner().invoke(cli, sys.argv[1:])
        error = None if isinstance(done.exception, SystemExit) else repr(done.exception)
        os.write(write, json.dumps([done.exit_code, done.stderr, error]).encode())
        os._exit(0)
    os.close(write)
    print(os.read(read, 100000).decode())
    os.close(read)
    os.waitpid(child, 0)
"""
"""A command again and again, with one more file each time that it may open: with none not even the code is loaded."""


@pytest.mark.parametrize("command", [("works",), ("tick", "--now", "2026-11-23T15:00"), ("backup", "saved.backup")])
def test_wherever_files_run_out_a_command_says_so_or_does_its_work(run, page, monkeypatch, command):
    run("accounts", "import", "accounts.csv")
    monkeypatch.setenv("PROVISNYK_SOURCE_URL", page(IZA))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    done = subprocess.run([sys.executable, "-c", IN_CHILDREN, *command], capture_output=True, text=True, check=True)
    ended = [json.loads(line) for line in done.stdout.splitlines()]
    codes = [code for code, _, _ in ended]
    first = codes.index(0)
    assert 2 < first < len(ended)
    assert codes[:first] == [1] * first, ended
    for spare, (_, stderr, error) in enumerate(ended[:first]):
        assert (error, FILES_RAN_OUT in stderr) == (None, True), (spare, stderr, error)


@pytest.fixture
def small_disk(tmp_path):
    """`small_disk(KILOBYTES)`: a file system of that size, gone at the end."""
    mounted = []

    def mount(kilobytes):
        folder = tmp_path / f"disk-{kilobytes}"
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
        if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("no file system may be mounted here: NOT CHECKED: what is said of a full disk")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_called_so_wherever_it_is_met(run, small_disk):
    run("accounts", "import", "accounts.csv")
    for kilobytes in (8, 60, 200):
        disk = small_disk(kilobytes)
        saved = run("backup", str(disk / "saved.backup"))
        assert (saved.code, "На диску бракує місця" in saved.err) == (1, True), saved.err
        assert not list(disk.iterdir())
        new = run("accounts", "import", "accounts.csv", "--database", f"sqlite:///{disk}/provisnyk.db")
        assert (new.code, "На диску бракує місця" in new.err) == (1, True), new.err


def test_a_database_that_another_process_keeps_to_itself_is_called_so(run, desk, monkeypatch):
    monkeypatch.setattr(data.backup, "BUSY_SECONDS", 0)
    run("accounts", "import", "accounts.csv")
    other = sqlite3.connect(desk / "provisnyk.db", isolation_level=None)
    other.execute("PRAGMA journal_mode = delete")
    other.execute("PRAGMA locking_mode = exclusive")
    other.execute("BEGIN EXCLUSIVE")
    saved = run("backup", "saved.backup")
    assert (saved.code, "зайнята іншим процесом" in saved.err) == (1, True), saved.err
    other.close()
