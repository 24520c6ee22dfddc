"""`serve` with Viber: a customer registers there, through the webhook, across a restart."""

from tests.commands.test_serve import serving, telegram, wait_for  # noqa: F401 - fixtures
from tests.fakes.server import serve as serve_fake
from tests.fakes.viber_api import TOKEN, FakeViber


def test_a_customer_registers_in_viber_and_a_restart_in_the_middle_loses_nothing(serving, run):  # noqa: F811
    viber = FakeViber()
    maria = viber.customer()
    with serve_fake(viber) as url:
        settings = {
            "VIBER_TOKEN": TOKEN,
            "VIBER_API_URL": f"{url}/pa",
            "PUBLIC_URL": "https://provisnyk.example",
        }
        with serving(**settings) as served:
            served.waits_for("/healthz", 200)
            wait_for(lambda: viber.callbacks.path)
            viber.callbacks.address = served.url
            assert maria.opens(context="210000001") == 200
            assert len(maria.heard) == 1
            assert maria.presses(maria.buttons[0]) == 200
            maria.hears(2)
            assert served.stop()[0] == 0
        with serving(**settings) as served:
            served.waits_for("/healthz", 200)
            viber.callbacks.address = served.url
            assert maria.says("100001") == 200
            assert "с. Іза, вул. Центральна, 7" in maria.hears(3)[-1].text
            assert not any("Іза" in each.text for each in maria.heard[:2])
            maria.presses(maria.buttons[0])
            maria.hears(4)
            assert [(each["messenger"], each["account"]) for each in run("subscriptions", "--json").records] == [
                ("viber", "210000001")
            ]
            code, out, err, _ = served.stop()
            assert code == 0, err
            assert not any(secret in out + err for secret in (TOKEN, "100001", "Іза", maria.user_id))
    assert viber.bare == []
