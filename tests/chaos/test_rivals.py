"""`serve` and `tick` at once: together they keep to the limits of one sender, and nothing is said twice."""

import json
from collections import Counter

from tests.chaos.trial import trial
from tests.commands.served import wait_for
from tests.fakes.patience import PATIENCE
from tests.fakes.service import Break

CUSTOMERS = 12
"""Who write while reminders go out."""


def test_a_tick_leaves_the_rest_to_a_serve_that_begins_and_says_so(database_url, tmp_path):
    with trial(database_url, tmp_path, {"telegram": 60}) as run:
        telegram = run.fakes["telegram"]
        telegram.fail(Break.HANG, times=1000)
        tick = run.start()
        wait_for(lambda: telegram.hanging)
        serve = run.start("serve")
        wait_for(lambda: run.serves("telegram"))
        customers = [telegram.customer(5000 + number) for number in range(CUSTOMERS)]
        for each in customers:
            each.says("/start")
        telegram.release()
        out, err = tick.communicate(timeout=PATIENCE)
        report = json.loads(out)
        assert report["served"] == ["telegram"] or report["retry"], err  # on a slow machine its calls ran out of time
        wait_for(lambda: not run.owed() and all(each.heard for each in customers))
        serve.terminate()
        _, err = serve.communicate(timeout=PATIENCE)
        assert serve.returncode == 0, err
        said = Counter(each.chat_id for each in telegram.messages)
        assert all(said.pop(str(each.chat_id)) == 1 for each in customers)
        assert telegram.limits.violations == []
        telegram.messages = [each for each in telegram.messages if each.chat_id in said]
        assert run.arrived() == Counter(run.accounts)
