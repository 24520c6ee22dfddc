"""The same step on many connections at one time."""

from concurrent.futures import ThreadPoolExecutor

from data.database import open_database


def at_once(database_url, step):
    """Eight processes' worth of connections take the step at the same time; what each of them gives."""

    def take(number):
        database = open_database(database_url)
        try:
            return step(database, number)
        finally:
            database.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(take, range(8)))
