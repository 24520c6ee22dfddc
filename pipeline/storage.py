"""The database of an application: opened when it is first needed, looked after while it is used, closed at the end."""

from functools import cached_property
from types import TracebackType
from typing import Self

import peewee

from data.database import drop_lost, open_database
from pipeline.domain.errors import Failed, Misuse


class Storage:
    """A context manager over the database at a URL."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "database" in self.__dict__:
            self.database.close()

    @cached_property
    def database(self) -> peewee.Database:
        """The database, open and up to date. Raises `Misuse` where there is none."""
        return open_database(self._url)

    def make_database(self) -> None:
        """Open the database, made where there is none: for those few commands that an installation begins with."""
        if "database" not in self.__dict__:
            self.database = open_database(self._url, create=True)

    def reconnect(self) -> None:
        """Where the server of the database has cut the connection, as it restarted, the next question opens another.

        Raises `Failed` where the database is there no more.
        """
        try:
            drop_lost(self.database)
        except Misuse as error:
            raise Failed(str(error)) from error
