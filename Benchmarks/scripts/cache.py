"""What the cache costs and what it saves.

`speed`: CPU time a request of hits in memory and on disk, of 304s, and of misses, each beside what it is compared with: nginx that
serves the same bytes from a file, with the same load (wrk, 16 connections, keep-alive), or the same server without a cache.

`replay`: a log of requests whose sources are wanted as 1/rank^0.9, with scans in between: hit rate, bytes from the origin, CPU time,
peak memory.
"""

import argparse
import bisect
import itertools
import random
import re
import subprocess
import tempfile
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import load
from folders import ROOT, corpus
from processes import ServerProcess, free_port
from servers import nginx

SERVER = ROOT / ".build" / "release" / "stillwater"
PICTURE = "jpeg/flower-420.jpg"


def stillwater(folder, *settings):
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    command = [str(SERVER), "serve", f"--bind=127.0.0.1:{port}", f"--admin-bind=127.0.0.1:{free_port()}",
               "--allow-private-sources", "--log-level=error", *settings]
    return ServerProcess(command, port, folder)


def fetched(url, headers=()):
    with urllib.request.urlopen(urllib.request.Request(url, headers=dict(headers))) as answer:
        return answer.read(), answer.headers


def cost(server, path, headers=(), seconds=3):
    """CPU seconds of `server` a request, with wrk asking for `path`."""
    begin = server.cpu_seconds()
    command = ["wrk", "-t1", "-c16", f"-d{seconds}s", *itertools.chain(*(("-H", f"{n}: {v}") for n, v in headers)),
               f"http://127.0.0.1:{server.port}{path}"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if re.search(r"Non-2xx or 3xx responses: [1-9]", text):
        raise SystemExit(f"{path}: {text}")
    requests = int(re.search(r"(\d+) requests in", text)[1])
    return (server.cpu_seconds() - begin) / requests


def compared(name, one, other, rounds):
    """Prints what `one` costs beside `other`: medians of turns."""
    pairs = [(one(), other()) for _ in range(rounds)]
    ours, theirs = (median(part) * 1e6 for part in zip(*pairs))
    print(f"{name:34} {ours:8.1f} µs {theirs:8.1f} µs  {median(a / b for a, b in pairs):5.2f}", flush=True)


def speed(rounds):
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        source = nginx(folder / "origin", f"root {corpus()}; add_header Cache-Control max-age=86400;", workers=1)
        origin = stack.enter_context(source)
        path = f"/_/rs:fit:640/plain/http://127.0.0.1:{origin.port}/{PICTURE}@jpg"
        memory = stack.enter_context(stillwater(folder / "m", "--cache=memory=64MiB"))
        disk = stack.enter_context(stillwater(folder / "d", f"--cache=disk={folder}/cache:1GiB", "--cache-min-free=0"))
        plain = stack.enter_context(stillwater(folder / "p"))
        body, headers = fetched(f"http://127.0.0.1:{memory.port}{path}")
        fetched(f"http://127.0.0.1:{disk.port}{path}")
        (folder / "files").mkdir()
        (folder / "files" / "a.jpg").write_bytes(body)
        files = stack.enter_context(nginx(folder / "n", f"root {folder}/files; etag on;", workers=2))
        tag = fetched(f"http://127.0.0.1:{files.port}/a.jpg")[1]["ETag"]
        print(f"{len(body)} bytes a body\n{'':34} {'ours':>11} {'other':>11}")
        compared("hit in memory, of nginx", lambda: cost(memory, path), lambda: cost(files, "/a.jpg"), rounds)
        compared("hit on disk, of nginx", lambda: cost(disk, path), lambda: cost(files, "/a.jpg"), rounds)
        compared(
            "304 on a hit, of nginx's",
            lambda: cost(memory, path, [("If-None-Match", headers["ETag"])]),
            lambda: cost(files, "/a.jpg", [("If-None-Match", tag)]), rounds)
        numbers = itertools.count()

        def miss(server):
            begin, paths = server.cpu_seconds(), (f"/_/cb:{next(numbers)}{path[2:]}" for _ in itertools.count())
            done = load.run(server.port, paths, connections=2, count=60)
            if done.failures:
                raise SystemExit(done.failures[0])
            return (server.cpu_seconds() - begin) / done.requests

        compared("miss, of the same without cache", lambda: miss(memory), lambda: miss(plain), rounds)


def zipf(sources, requests, scans, seed=7):
    """Numbers of sources; those from `sources` on are asked for once."""
    numbers = random.Random(seed)
    sums = list(itertools.accumulate(1 / rank**0.9 for rank in range(1, sources + 1)))
    fresh = itertools.count(sources)
    for index in range(requests):
        scan = scans and index % scans == 0
        yield next(fresh) if scan else bisect.bisect(sums, numbers.random() * sums[-1])


def replay(sources, requests, scans, cache):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rewrite = f"root {corpus()}; rewrite ^/[0-9]+/(.*)$ /$1 break; add_header Cache-Control max-age=86400;"
        rewrite += f" access_log {folder}/origin.log;"
        with nginx(folder / "origin", rewrite, workers=1) as origin, stillwater(
            folder / "s", *([f"--cache={cache.format(folder=folder)}", "--cache-min-free=0"] if cache else [])
        ) as server:
            begin = server.cpu_seconds()
            paths = (f"/_/rs:fit:200/plain/http://127.0.0.1:{origin.port}/{number}/{PICTURE}@jpg"
                     for number in zipf(sources, requests, scans))
            done = load.run(server.port, paths, connections=8, count=requests)
            asked = sum(1 for _ in open(folder / "origin.log"))
            size = (corpus() / PICTURE).stat().st_size
            print(
                f"{cache or 'none':44} hit rate {100 * (1 - asked / requests):5.1f} %, {asked * size / 2**20:7.0f} MiB from the"
                f" origin, {server.cpu_seconds() - begin:6.1f} CPU s, peak {server.peak_bytes() / 2**20:.0f} MiB,"
                f" {len(done.failures)} failures", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["speed", "replay"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sources", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=200_000)
    parser.add_argument("--scans", type=int, default=0, help="each nth request is for a source that is never asked for again")
    parser.add_argument("--cache", action="append", help="one run each; {folder} is an empty one; none: without")
    arguments = parser.parse_args()
    if arguments.part == "speed":
        return speed(arguments.rounds)
    for cache in arguments.cache or ["memory=16MiB", "memory=16MiB,disk={folder}/cache:128MiB"]:
        replay(arguments.sources, arguments.requests, arguments.scans, "" if cache == "none" else cache)


if __name__ == "__main__":
    main()
