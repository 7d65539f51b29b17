"""The whole server over loopback HTTP, with an origin of its own and another source URL for every request.

    serve.py [pictures] [engine] [small]

`pictures`: requests per second, latency, CPU time and memory against other servers. `engine`: the server's CPU time per
picture against its own engine's in a loop. `small`: what a request costs beside the picture. Both also measure a bare
server of the same HTTP libraries, which receives as many bytes and answers as many, and makes no picture.
"""

import itertools
import json
import re
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import load
from contenders import STILLWATER, Worker
from folders import BARE_SERVER, RESULTS, ROOT
from jobs import JOBS, Job
from photographs import photographs
from servers import SERVERS, bare, origin

CONNECTIONS = (1, 4, 16, 64)
SECONDS = 6
# Every third photograph, in turn.
STEP = 3
TINY = ROOT / "Tests" / "Fixtures" / "jpeg" / "grey.jpg"
TINY_WIDTH = 64
# What the threads of event loops are called.
EVENT_LOOPS = "NIO-"
TINY_ROW = "a tiny picture"
# No source: answered with 404.
REFUSED = "/unsigned/rs:fit:800:0"


@contextmanager
def pictures_at_origin(files):
    """A running origin that serves these files, and a folder to work in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Its worker is another user, who must be able to read.
        folder.chmod(0o755)
        pictures = folder / "pictures"
        pictures.mkdir()
        for file in files:
            (pictures / file.name).write_bytes(file.read_bytes())
        with origin(folder / "origin", pictures) as running:
            yield running, folder


def paths(server, origin_port, files):
    """Another source URL each time, the files in turn."""
    for number, file in zip(itertools.count(), itertools.cycle(files)):
        yield server.path(origin_port, f"/{number}/{file.name}")


@contextmanager
def started(server, running_origin, folder):
    place = folder / server.name.replace(" ", "-")
    place.mkdir(exist_ok=True)
    with server.start(place, running_origin.port) as running:
        yield running


def measure(server, running, source_paths, connections, seconds):
    """One level of load, after one request a core that loads what must be loaded."""
    load.run(running.port, source_paths, 2, count=2)
    idle = running.peak_bytes()
    before = running.cpu_seconds()
    seen = load.run(running.port, source_paths, connections, seconds=seconds)
    used = running.cpu_seconds() - before
    if seen.failures:
        print(f"{server.name}: {len(seen.failures)} failed: {seen.failures[0]}", file=sys.stderr)
    if not seen.requests:
        return None
    return {
        "server": server.name,
        "connections": connections,
        "requests": seen.requests,
        "failures": len(seen.failures),
        "per_second": seen.requests / seen.elapsed,
        "p50": seen.latency(0.50),
        "p99": seen.latency(0.99),
        "cpu": used / (seen.requests + len(seen.failures)),
        "peak_bytes": running.peak_bytes(),
        "warm_bytes": idle,
        "bytes": seen.bytes / seen.requests,
    }


def compare_servers():
    files = photographs()[::STEP]
    rows = []
    with pictures_at_origin(files) as (running_origin, folder):
        for connections, server in itertools.product(CONNECTIONS, SERVERS):
            if not server.is_installed():
                print(f"{server.name} is not installed: Benchmarks/setup", file=sys.stderr)
                continue
            with started(server, running_origin, folder) as running:
                source_paths = paths(server, running_origin.port, files)
                row = measure(server, running, source_paths, connections, SECONDS)
            if row:
                rows.append(row)
                print(
                    f"{row['server']:20} {connections:3} connections {row['per_second']:7.1f}/s"
                    f"  p50 {1000 * row['p50']:7.1f} ms  p99 {1000 * row['p99']:7.1f} ms"
                    f"  CPU {1000 * row['cpu']:6.1f} ms  peak {row['peak_bytes'] / 1e6:6.1f} MB",
                    flush=True,
                )
    return rows


def require_bare():
    if not BARE_SERVER.is_file():
        raise SystemExit(f"There is no {BARE_SERVER}: make bench-build")


def bare_path(origin_port, path, count):
    """The bare server's path that has it fetch `path` from the origin and answer `count` bytes."""
    return f"/copy?url=http%3A%2F%2F127.0.0.1%3A{origin_port}{path.replace('/', '%2F')}&bytes={count}"


def compare_engine(rounds=12):
    """CPU seconds per picture in a loop and over HTTP, in turn, for the same files."""
    require_bare()
    files, job = photographs()[::STEP], JOBS["jpeg-800"]
    totals = {f"{name} {count}": [] for name in ("server", "loops", "bare") for count in (1, 4)}
    totals = {"engine": [], **totals}
    with pictures_at_origin(files) as (running_origin, folder), Worker(STILLWATER) as worker:
        (folder / "bare").mkdir()
        with (
            started(SERVERS[0], running_origin, folder) as running,
            bare(folder / "bare", running_origin.port) as bare_running,
        ):
            source_paths = paths(SERVERS[0], running_origin.port, files)
            seen = load.run(running.port, source_paths, 1, count=len(files))
            bare_paths = (
                bare_path(running_origin.port, f"/{number}/{file.name}", seen.bytes // seen.requests)
                for number, file in zip(itertools.count(), itertools.cycle(files))
            )
            for round in range(rounds + 1):
                seconds = {"engine": sum(sum(worker.run(job, file).seconds) for file in files)}
                for connections in (1, 4):
                    for name, server, wanted in (
                        ("server", running, source_paths), ("bare", bare_running, bare_paths)
                    ):
                        before, loops = server.cpu_seconds(), server.thread_seconds(EVENT_LOOPS)
                        failures = load.run(server.port, wanted, connections, count=len(files)).failures
                        assert not failures, failures[0]
                        seconds[f"{name} {connections}"] = server.cpu_seconds() - before
                        if name == "server":
                            seconds[f"loops {connections}"] = server.thread_seconds(EVENT_LOOPS) - loops
                if round > 0:
                    for name, value in seconds.items():
                        totals[name].append(value / len(files))
    medians = {name: median(values) for name, values in totals.items()}
    ratios = {name: value / medians["engine"] for name, value in medians.items()}
    print(*(f"{name}: {value * 1000:.2f} ms, {ratios[name]:.3f}" for name, value in medians.items()), sep="\n")
    return {"seconds": totals, "ratios": ratios}


def wrk(port, connections, seconds, path="/", script=None):
    """Requests per second, requests, and the latencies in seconds, as wrk prints them."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    command += ["-s", str(script)] if script else []
    run = subprocess.run([*command, f"http://127.0.0.1:{port}{path}"], check=True, capture_output=True, text=True)
    unit = {"us": 1e-6, "ms": 1e-3, "s": 1}
    times = re.findall(r"^ +(\d+)% +([\d.]+)([a-z]+)$", run.stdout, re.M)
    seconds_of = {share: float(number) * unit[name] for share, number, name in times}
    errors = re.search(r"Non-2xx.*", run.stdout)
    return {
        "requests": int(re.search(r"(\d+) requests in", run.stdout)[1]),
        "per_second": float(re.search(r"Requests/sec: +([\d.]+)", run.stdout)[1]),
        "p50": seconds_of["50"],
        "p99": seconds_of["99"],
        "errors": errors[0] if errors else None,
    }


def numbered(file, path):
    """A script for wrk that asks for `path` with another number in the place of NUMBER each time."""
    path = path.replace("NUMBER", '" .. number .. "')
    request = f'function request() number = number + 1 return wrk.format("GET", "{path}") end'
    file.write_text(f"number = 0\n{request}\n")
    return file


def measure_small():
    """A URL that is refused, `/health` (a render a second at most), and a tiny picture beside the engine alone."""
    require_bare()
    rows = []
    with pictures_at_origin([TINY]) as (running_origin, folder):
        (folder / "bare").mkdir()
        with (
            started(SERVERS[0], running_origin, folder) as running,
            bare(folder / "bare", running_origin.port) as bare_running,
        ):
            path = SERVERS[0].path(running_origin.port, f"/NUMBER/{TINY.name}").replace(":800:", f":{TINY_WIDTH}:")
            answer = urllib.request.urlopen(f"http://127.0.0.1:{running.port}{path.replace('NUMBER', '0')}").read()
            tiny = numbered(folder / "tiny.lua", path)
            copy = numbered(
                folder / "copy.lua", bare_path(running_origin.port, f"/NUMBER/{TINY.name}", len(answer)))
            kinds = (
                ("a refused URL", running, REFUSED, None), ("/health", running, "/health", None),
                ("bare: two bytes", bare_running, "/hello", None), (TINY_ROW, running, "/", tiny),
                ("bare: fetch, answer", bare_running, "/", copy),
            )
            for server, lua in ((running, tiny), (bare_running, copy)):
                wrk(server.port, 4, 1, script=lua)
            for name, server, path, lua in kinds:
                for connections in CONNECTIONS:
                    before = server.cpu_seconds()
                    row = wrk(server.port, connections, 4, path, lua)
                    row |= {"what": name, "connections": connections}
                    row["cpu"] = (server.cpu_seconds() - before) / row["requests"]
                    rows.append(row)
                    print(
                        f"{name:20} {connections:3} connections {row['per_second']:8.0f}/s"
                        f"  p99 {1000 * row['p99']:6.2f} ms  CPU {1e6 * row['cpu']:6.0f} µs {row['errors'] or ''}",
                        flush=True,
                    )
    with Worker(STILLWATER) as worker:
        times = worker.run(Job("tiny", "jpeg", "jpeg", (TINY_WIDTH,), 80), TINY, repetitions=2000).seconds[500:]
    engine = sum(times) / len(times)
    print(f"the engine alone for the tiny picture: {1e6 * engine:.0f} µs")
    beside = [row["cpu"] - engine for row in rows if row["what"] == TINY_ROW]
    print("a tiny picture beside its render:", ", ".join(f"{1e6 * cpu:.0f} µs" for cpu in beside))
    return {"rows": rows, "tiny_engine": engine}


PARTS = {"pictures": compare_servers, "engine": compare_engine, "small": measure_small}


def main(names):
    RESULTS.mkdir(exist_ok=True)
    for name in names or PARTS:
        (RESULTS / f"serve-{name}.json").write_text(json.dumps(PARTS[name](), indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
