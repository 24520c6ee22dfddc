"""Settings: from the environment or `.env`, prefix `PROVISNYK_`; each is required only where it is used."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline.domain.errors import Misuse

PREFIX = "PROVISNYK_"
MAX_PORT = 65535
ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """All settings with their defaults."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", env_ignore_empty=True)

    database_url: str = "sqlite:///var/provisnyk.db"
    """SQLite file, or `postgresql://…`."""
    source_url: str | None = None
    """The page of planned works: a URL, a file or a folder of saved pages."""
    read_within: float = Field(default=300, gt=0)
    """Seconds that one reading of the list may take; it goes on with the next tick, and reminders do not wait."""
    page_url: str = "https://zakarpat.energy/customers/planovi-vidklyuchennya/"
    """The link that customers find in a message."""
    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    viber_token: SecretStr | None = None
    viber_api_url: str = "https://chatapi.viber.com/pa"
    viber_monthly_budget: int | None = Field(default=None, ge=0)
    """Paid messages of a calendar month; without it as many as there are."""
    hold_above: int = Field(default=1000, ge=0)
    """Changes and cancellations that go to more subscriptions at once wait up to an hour for the operator."""
    public_url: str | None = None
    """Where the messengers reach `serve`, `https://…`; without it Telegram is polled and Viber hears nothing."""
    web_bind: str = "127.0.0.1:8080"
    """Where `serve` listens: `ADDRESS:PORT`."""
    operator_chat: str | None = None
    """The Telegram chat that is told when a person is needed."""
    operator_password: SecretStr | None = None
    """The first operator's password of `/operator`, whose name is `operator`; without operators the page is off."""
    operators_file: Path | None = None
    """Further operators: lines `name:hash`, written by `operator add`."""
    heartbeat_url: SecretStr | None = None
    """Asked for after each healthy tick: who watches it sees that we live. Its path is a secret of the watcher."""
    proof_key: SecretStr | None = None
    """Key of the hashes that prove an account: long, kept secret, never changed."""
    both_proofs: bool = False
    """Always ask customers for the meter's number and the end of the EIC, not only where somebody guesses."""
    var_dir: Path = Path("var")
    """Live database, kept pages and logs."""
    settlements_file: Path = ROOT / "data" / "settlements.csv"
    contact_centre: str = "0 800 516 20"
    """The utility's telephone number, as customers read it."""
    privacy_url: str = ""
    """Where customers read what is kept of them; the dialogue names it as it asks for their consent."""
    schedules_url: str = "https://zakarpat.energy/customers/break-in-electricity-supply/schedule/"
    """The utility's page of hourly schedules, which are none of our works."""

    @field_validator("telegram_api_url", "viber_api_url")
    @classmethod
    def _no_slash_at_the_end(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError("потрібна адреса, що починається з http:// чи https://")
        return url.rstrip("/")

    @field_validator("public_url")
    @classmethod
    def _public_address(cls, url: str | None) -> str | None:
        """Both messengers deliver to HTTPS alone."""
        if url is not None and not re.fullmatch(r"https://[^\s/?#]+(/[^\s?#]*)?", url):
            raise ValueError("потрібна адреса, що починається з https://, напр. https://provisnyk.example")
        return url.rstrip("/") if url else url

    @field_validator("web_bind")
    @classmethod
    def _address_and_port(cls, bind: str) -> str:
        if not re.fullmatch(r"(\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5}", bind) or int(bind.rpartition(":")[2]) > MAX_PORT:
            raise ValueError("потрібно АДРЕСА:ПОРТ, напр. 127.0.0.1:8080")
        return bind

    @property
    def web_address(self) -> tuple[str, int]:
        """Host and port of `web_bind`."""
        host, _, port = self.web_bind.rpartition(":")
        return host.strip("[]"), int(port)

    def proof_key_bytes(self) -> bytes:
        """The key of the proofs. Raises `Misuse` where it is missing."""
        if self.proof_key is None:
            raise Misuse(
                f"Не задано {PREFIX}PROOF_KEY: ключ, яким захищено номери лічильників і EIC-коди. "
                "Створіть його один раз, наприклад `openssl rand -hex 32`, і збережіть у .env"
            )
        return self.proof_key.get_secret_value().encode()


def load_settings() -> Settings:
    """The settings. Raises `Misuse` that names each wrong one, never its value."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"{PREFIX}{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}" for each in error.errors()]
        raise Misuse("Хибні налаштування: " + "; ".join(wrong)) from None


def required(value: str | None, name: str, example: str) -> str:
    """The setting's value. Raises `Misuse` that names it where it is not set."""
    if value is None:
        raise Misuse(f"Не задано {PREFIX}{name}: вкажіть його в середовищі або в .env, наприклад {example}")
    return value


class SystemClock:
    """The clock on the wall; `--now` sets the calendar to another time, from which it goes on."""

    def __init__(self, now: datetime | None = None) -> None:
        self._shift = timedelta() if now is None else now - self.real()
        self.stated = now is not None
        """Whether somebody gave the time, who vouches for it."""

    def now(self) -> datetime:
        """The present by the calendar."""
        return self.real() + self._shift

    def real(self) -> datetime:
        """The present by the clock on the wall."""
        return datetime.now(UTC)
