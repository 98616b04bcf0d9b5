"""Settings from the environment (or a file ``.env``), checked at start-up."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.board.place import Place
from flows.town import OOST

SHORTEST_SECRET = 32


class TownSettings(BaseSettings):
    """What one needs to know to read a file about this town."""

    model_config = SettingsConfigDict(env_prefix="BUURTBOT_", env_file=".env", extra="ignore")

    town_file: Path = OOST


class Settings(TownSettings):
    """Every field is a variable ``BUURTBOT_…``; the table in README explains each."""

    token: SecretStr
    database_url: str = "sqlite+aiosqlite:///var/buurtbot.db"
    keys_folder: Path = Path("var/keys")
    board_folder: Path = Path("var/board")
    board_channel: str | None = None  # a chat id, or @name
    telegram_url: str = "https://api.telegram.org"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_host: str = "127.0.0.1"
    webhook_port: int = 8080
    pushes_per_second: float = Field(default=20, gt=0)  # of Telegram's 30: answers keep room
    person_per_second: float = Field(default=3, gt=0)  # updates of one person, in the long run
    log_json: bool = False

    @property
    def board(self) -> Place:
        return Place(self.board_folder, self.board_channel)

    @model_validator(mode="after")
    def _webhook_has_a_secret(self) -> Self:
        secret = self.webhook_secret.get_secret_value() if self.webhook_secret else ""
        if self.webhook_url and len(secret) < SHORTEST_SECRET:
            raise ValueError(f"a webhook needs a secret of {SHORTEST_SECRET} characters or more")
        return self
