"""A load over loopback: so many connections, each with one request after the other, every one for another source."""

import http.client
import itertools
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Load:
    """What a load saw. Every request that was begun is finished and counted, so that CPU time is divided by all."""

    elapsed: float = 0
    latencies: list = field(default_factory=list)
    bytes: int = 0
    failures: list = field(default_factory=list)

    @property
    def requests(self):
        return len(self.latencies)

    def latency(self, share):
        """Seconds that this share of the requests took at most."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def run(port, paths, connections, seconds=None, count=None):
    """Requests `paths`, an endless iterator, for `seconds` or `count` times, from the same number of threads."""
    load, lock, start = Load(), threading.Lock(), time.monotonic()
    numbers = itertools.count()

    def next_path():
        with lock:
            over = next(numbers) >= count if count else time.monotonic() - start >= seconds
            return None if over else next(paths)

    threads = [threading.Thread(target=_client, args=(port, next_path, load, lock)) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load.elapsed = time.monotonic() - start
    return load


def _client(port, next_path, load, lock):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    while path := next_path():
        begin = time.monotonic()
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
            failure = None if answer.status == 200 else f"{answer.status} for {path}: {body[:200]!r}"
        except OSError as error:
            failure, body = f"{error} for {path}", b""
            connection.close()
        with lock:
            if failure:
                load.failures.append(failure)
                continue
            load.latencies.append(time.monotonic() - begin)
            load.bytes += len(body)
    connection.close()
