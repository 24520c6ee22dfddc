"""A list that cannot be read keeps nobody from being told: the site ends its page only once everybody has heard."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import repeat

import pytest

from tests.chaos.trial import trial
from tests.fakes.patience import PATIENCE
from tests.fakes.slow_site import slow_site

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000\r\n\r\n"
TROUBLES = {
    "hangs": repeat(b""),
    "trickles": repeat(b"x"),
}


@pytest.mark.parametrize("trouble", [*TROUBLES, "is cut off"])
def test_reminders_go_out_beside_a_reading_that(database_url, tmp_path, chaos, trouble):
    owed = 2000 if chaos else 30
    with trial(database_url, tmp_path, {"telegram": owed}) as run:
        known = run.start("scrape")
        assert known.communicate(timeout=PATIENCE) is not None
        with slow_site(_answers(trouble, lambda: run.taken() >= owed)) as url:
            run.environment = {**run.environment, "PROVISNYK_SOURCE_URL": f"{url}/works/"}
            tick = run.start()
            tick.communicate(timeout=PATIENCE + owed / 10)
        assert run.arrived() == Counter(run.accounts)
        assert run.fakes["telegram"].limits.violations == []
        chaos.keep(f"beside a reading that {trouble}", run)


def _answers(trouble: str, all_heard: Callable[[], bool]) -> Callable[[str], Iterator[bytes]]:
    """What the site sends: no rules for robots, then a page that does not come."""

    def answer(path: str) -> Iterator[bytes]:
        if path == "/robots.txt":
            yield b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            return
        yield HEAD
        for piece in TROUBLES.get(trouble, ()):
            if all_heard():
                return
            yield piece

    return answer
