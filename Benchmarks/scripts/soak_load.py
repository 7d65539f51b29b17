"""The soak's clients: most read quickly, some slowly, some go away."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """What the clients saw."""

    statuses: Counter = field(default_factory=Counter)
    # Requests whose status was none of those expected: URL and status.
    unexpected: list = field(default_factory=list)
    left: int = 0
    latencies: list = field(default_factory=list)

    @property
    def requests(self):
        return sum(self.statuses.values()) + self.left


async def head(reader):
    """Status and length of an answer."""
    status = int((await reader.readline()).split()[1])
    length = None
    while line := (await reader.readline()).strip():
        name, value = line.split(b":", 1)
        if name.lower() == b"content-length":
            length = int(value)
    return status, length


async def ask(port, path, manner="quick", seed=None):
    """The status of one request; `None` for a client that left."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: soak\r\nConnection: close\r\n\r\n".encode())
        if manner == "leaves":
            await asyncio.sleep(seed.random() * 0.5)
            return None
        status, length = await head(reader)
        if manner == "slow":
            while await reader.read(8192):
                await asyncio.sleep(0.05)
        elif length is not None:
            await reader.readexactly(length)
        return status
    finally:
        writer.close()


class Clients:
    """`connections` clients, each with one request after the other, until `count` have been made."""

    def __init__(self, port, jobs, expected, seed=1):
        self.port, self.jobs, self.expected = port, jobs, expected
        self.random = random.Random(seed)
        self.outcome = Outcome()
        self.begun = 0

    async def run(self, count, connections):
        await asyncio.gather(*(self._client(count) for _ in range(connections)))
        return self.outcome

    async def _client(self, count):
        loop = asyncio.get_running_loop()
        while self.begun < count:
            self.begun += 1
            path = self.random.choices(list(self.jobs), list(self.jobs.values()))[0]
            # Every request is another one for the server: otherwise it would join those that are the same.
            path = path.replace("NUMBER", str(self.begun))
            manner = self.random.choices(["quick", "slow", "leaves"], [80, 10, 10])[0]
            begin = loop.time()
            try:
                status = await ask(self.port, path, manner, self.random)
            except (ConnectionError, asyncio.IncompleteReadError, IndexError) as error:
                status = type(error).__name__
            if status is None:
                self.outcome.left += 1
                continue
            self.outcome.statuses[status] += 1
            self.outcome.latencies.append(loop.time() - begin)
            if not self.expected(path, status):
                self.outcome.unexpected.append((path, status))
            if status in (429, 503):
                await asyncio.sleep(0.2)
