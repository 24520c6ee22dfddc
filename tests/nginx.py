"""nginx with `deploy/nginx.conf`, on free ports of the loopback and with a certificate of its own."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.config import ROOT
from tests.commands.served import free_address, wait_for

_PATH = f"{os.environ['PATH']}:/usr/sbin"
_MADE_BY_DEBIAN = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Nginx:
    """A server that keeps all that is its own in a folder; `serve` is to listen at `behind`."""

    def __init__(self, folder: Path, behind: str = "127.0.0.1:8080") -> None:
        for program in ("nginx", "openssl"):
            if shutil.which(program, path=_PATH) is None:
                pytest.skip(f"{program} is not installed: NOT CHECKED: deploy/nginx.conf")
        self.folder, self.certificate = folder, folder / "fullchain.pem"
        self._certify()
        self.http, self.https = (f"{host}:{port}" for host, port in (free_address(), free_address()))
        (folder / "nginx.conf").write_text(self._whole(behind), encoding="utf-8")

    def checked(self) -> tuple[int, str]:
        """How nginx itself ends that checks its file, and all that it says."""
        done = self._run("-t", "-q")
        return done.returncode, done.stdout + done.stderr

    @contextmanager
    def running(self) -> Iterator[None]:
        """It answers as long as the context lasts."""
        self._run("-q").check_returncode()
        try:
            yield
        finally:
            self.stop()

    def stop(self) -> None:
        """It has answered what was asked, written that down, and ended."""
        if (self.folder / "pid").exists():
            self._run("-s", "quit").check_returncode()
            wait_for(lambda: not (self.folder / "pid").exists())

    def log(self) -> str:
        """All that it has written down."""
        return "".join(each.read_text(encoding="utf-8") for each in self.folder.glob("*.log"))

    def _certify(self) -> None:
        names = ["-subj", "/CN=provisnyk.example", "-addext", "subjectAltName=IP:127.0.0.1"]
        files = ["-keyout", self.folder / "privkey.pem", "-out", self.certificate]
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        subprocess.run(["openssl", "req", "-x509", *key, *files, *names], check=True, capture_output=True)

    def _whole(self, behind: str) -> str:
        """The site as it is installed, and around it what Debian has in `nginx.conf`."""
        site = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
        folders = r"/etc/letsencrypt/live/[^/]+|/var/lib/nginx|/var/log/nginx"
        site = re.sub(folders, str(self.folder), site).replace("127.0.0.1:8080;", f"{behind};")
        site = re.sub(r"listen \[::\]:.*;\n", "", site)  # a machine may have no IPv6
        site = site.replace("listen 80;", f"listen {self.http};").replace("listen 443 ", f"listen {self.https} ")
        temporary = "".join(f"{each}_temp_path {self.folder}/{each};" for each in _MADE_BY_DEBIAN)
        logs = f"access_log {self.folder}/access.log; error_log {self.folder}/error.log;"
        owner = "user root;" if os.geteuid() == 0 else ""  # whose folder this is
        return f"{owner} pid {self.folder}/pid; events {{}} http {{ {temporary} {logs} {site} }}"

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        where = ["-e", str(self.folder / "error.log"), "-c", str(self.folder / "nginx.conf")]
        environment = os.environ | {"PATH": _PATH}
        command = ["nginx", *arguments, *where]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30, env=environment)
