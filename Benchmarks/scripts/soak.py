"""The soak: a server with a small memory limit under more load than fits, for long.

An origin of its own, a mix of pictures from the corpus and files that are made to hurt, 64 connections of which some read slowly
and some go away. It fails unless memory stays within its bounds, and every request got a status that it may get.
"""

import argparse
import asyncio
import contextlib
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import mean, median

from folders import PLOTS, RESULTS, ROOT, SCRIPTS, corpus
from processes import ServerProcess, free_port
from soak_load import Clients, ask
from soak_plot import plot

MEBIBYTE = 1 << 20
# What a process may have beside its limit: code, threads, connections, the allocator's own.
RUNTIME = 64 * MEBIBYTE
# What each worker process may keep without work: what the service sets aside of its limit for it.
WORKER = 32 * MEBIBYTE
# Files of the corpus and options: how often a request is for them. NUMBER makes each request one of its own.
MIX = {
    "quick/jpeg/painting-6000x4000-24mp-icc.jpg rs:fit:800": 6,
    "quick/jpeg/seeding-5312x2988-16mp.jpg rs:fit:1200": 6,
    "slow/jpeg/friends-2056x3088-portrait.jpg rs:fill:400:400": 8,
    "quick/jpeg/bridge-4352x2448-422-progressive.jpg rs:fit:800": 6,
    "quick/jpeg/greentock-2880x2160-444-progressive.jpg rs:fit:600/f:webp": 4,
    "chunked/jpeg/darkesthour-2560x1600.jpg rs:fit:640": 10,
    "quick/jpeg/flower-420.jpg rs:fit:320": 10,
    "quick/png/p3-color-bars.png rs:fit:400": 6,
    "quick/png/rgb-to-gbr-icc.png rs:fit:300/f:png": 4,
    "quick/webp/seeding-lossy.webp rs:fit:500": 8,
    "quick/avif/libvips-orientation-6.avif rs:fit:800": 2,
    "quick/avif/seeding-8bit-420.avif rs:fit:200/f:avif": 3,
    "quick/gif/libvips-cogs.gif rs:fit:60/f:gif": 6,
    "quick/bad/bomb-declares-50000x50000.png rs:fit:100": 3,
    "quick/bad/bomb-5000-frames.gif rs:fit:20/f:webp": 1,
    "quick/bad/bomb-16383x16383.webp rs:fit:100": 2,
    "quick/bad/bomb-30000x30000-grey.png rs:fit:100": 2,
    "quick/bad/truncated-jpeg.jpg rs:fit:100": 4,
    "quick/bad/libvips-17000x17000.avif rs:fit:100": 2,
    "quick/missing.jpg rs:fit:100": 2,
}


class Soak:
    """A server and its origin in folders of their own."""

    def __init__(self, arguments):
        self.arguments = arguments
        self.port, self.admin, self.origin = free_port(), free_port(), free_port()
        self.samples = []
        self.start = time.monotonic()

    def command(self):
        settings = [
            f"--bind=127.0.0.1:{self.port}", f"--admin-bind=127.0.0.1:{self.admin}", "--allow-private-sources",
            f"--memory-limit={self.arguments.limit}MiB", f"--max-queue={self.arguments.queue}", "--log-level=error",
        ]
        return [self.arguments.server, "serve", *settings]

    def files(self, folder):
        """The mix's files in `folder`, and the jobs' URLs with how often each is wanted."""
        jobs = {}
        for job, weight in MIX.items():
            where, options = job.split()
            manner, name = where.split("/", 1)
            source = corpus() / name
            if source.is_file():
                (folder / source.name).write_bytes(source.read_bytes())
            url = f"http://127.0.0.1:{self.origin}/{manner}/{source.name}?NUMBER"
            jobs[f"/_/{options}/plain/{url.replace('?', '%3F')}"] = weight
        return jobs

    async def sample(self):
        while True:
            self.samples.append(await asyncio.to_thread(self.now))
            await asyncio.sleep(0.25)

    def now(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/status", timeout=60) as answer:
            status = json.load(answer)
        service, workers = self.field("VmRSS"), self.workers()
        return {
            "time": time.monotonic() - self.start, "rss": service + workers, "service": service, "workers": workers,
            "peak": self.field("VmHWM"),
            "held": status["memory"]["heldBytes"], "waiting": status["requests"]["waiting"],
            "requests": self.clients.outcome.requests if self.clients else 0, "status": status,
        }

    def show_parts(self, when):
        """Where resident memory is, for whoever looks for more to give back."""
        if self.arguments.parts:
            parts = {name: self.field(name) >> 20 for name in ("RssAnon", "RssFile")}
            print(f"{when}: {parts}, allocator {self.now()['status'].get('allocator')}")

    def workers(self):
        """What workers hold that they do not share with the service: all but the files of programs and libraries."""
        total = 0
        for pid in self.server.pids()[1:]:
            with contextlib.suppress(OSError):  # It has ended meanwhile.
                total += sum(ServerProcess._field(pid, name) for name in ("RssAnon", "RssShmem"))
        return total

    def field(self, name):
        return ServerProcess._field(self.server.process.pid, name)

    async def run(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "files").mkdir()
            jobs = self.files(folder / "files")
            origin = subprocess.Popen([sys.executable, SCRIPTS / "soak_origin.py", str(self.origin), folder / "files"])
            try:
                with ServerProcess(self.command(), self.port, folder) as server:
                    self.server, self.clients = server, None
                    return await self.measure(jobs)
            finally:
                origin.terminate()
                origin.wait()

    async def measure(self, jobs):
        # The first requests load code and start threads: what is held afterwards is what an idle process holds.
        small = f"/_/rs:fit:32/plain/http://127.0.0.1:{self.origin}/quick/flower-420.jpg"
        await ask(self.port, small)
        await asyncio.sleep(3)
        idle = self.now()["rss"]
        self.show_parts("idle")
        alone = {}
        for path in jobs:
            alone[path.split("%3F")[0]] = await ask(self.port, path)
        self.clients = Clients(
            self.port, jobs, lambda path, status: status in (alone[path.split("%3F")[0]], 429, 503),
            self.arguments.seed)
        sampling = asyncio.create_task(self.sample())
        begin = time.monotonic()
        outcome = await self.clients.run(self.arguments.requests, self.arguments.connections)
        elapsed = time.monotonic() - begin
        stall = await self.stall() if self.arguments.stall else None
        self.show_parts("end")
        await asyncio.sleep(15)
        self.show_parts("15 s after")
        sampling.cancel()
        return self.result(idle, alone, outcome, elapsed, stall)

    async def stall(self):
        """The latency of one source before and while another origin's sources stall."""
        path = f"/_/rs:fit:200/plain/http://127.0.0.1:{self.origin}/quick/flower-420.jpg%3Flatency"
        loop = asyncio.get_running_loop()

        async def latencies(count):
            seconds = []
            for index in range(count):
                begin = loop.time()
                assert await ask(self.port, f"{path}{index}-{begin}") == 200
                seconds.append(loop.time() - begin)
            return median(seconds)

        before = await latencies(40)
        # Another name for the same place is another origin for the server.
        stalled = f"/_/rs:fit:200/plain/http://localhost:{self.origin}/stall/flower-420.jpg%3F"
        waiting = [asyncio.create_task(ask(self.port, f"{stalled}{index}")) for index in range(100)]
        await asyncio.sleep(1)
        during = await latencies(40)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return before, during

    def result(self, idle, alone, outcome, elapsed, stall):
        total = self.arguments.requests

        def in_part(name, low, high):
            return mean([s[name] for s in self.samples if low * total <= s["requests"] < high * total] or [0])

        tenths = {
            name: [in_part(name, tenth / 10, (tenth + 1) / 10) for tenth in range(10)]
            for name in ("rss", "service", "workers")
        }
        return {
            "requests": outcome.requests, "seconds": elapsed, "idle": idle,
            # The kernel keeps a peak for each process alone; of all together, samples have to do.
            "peak": max(self.samples[-1]["peak"], *(s["rss"] for s in self.samples)),
            "early": in_part("rss", 0.08, 0.15), "late": in_part("rss", 0.9, 1), "tenths": tenths,
            "worker": mean([s["workers"] / max(s["status"]["workers"]["running"], 1) for s in self.samples]),
            "after": self.samples[-1]["rss"], "limit": self.arguments.limit * MEBIBYTE,
            "most_held": max(s["held"] for s in self.samples), "most_waiting": max(s["waiting"] for s in self.samples),
            "statuses": {str(k): v for k, v in sorted(outcome.statuses.items(), key=str)}, "left": outcome.left,
            "unexpected": outcome.unexpected, "alone": alone, "stall": stall, "last": self.samples[-1]["status"],
        }


def faults(result):
    """What does not hold, in words."""
    checks = {
        "the peak is over limit + 64 MiB": result["peak"] <= result["limit"] + RUNTIME,
        "more than idle + 16 MiB, and 32 MiB a worker, is left 15 s after the end": (
            result["after"] <= result["idle"] + 16 * MEBIBYTE + result["last"]["workers"]["running"] * WORKER
        ),
        "more was held than may be": result["most_held"] <= result["limit"],
        "some requests got a status that they must not get": not result["unexpected"],
        "bytes are still held": result["last"]["memory"]["heldBytes"] == 0,
    }
    # A shorter load has no early and late.
    if result["requests"] >= 2000:
        # Workers come and go with what is asked for: of them, only what each may keep is bounded.
        service = result["tenths"]["service"]
        checks["the service grew by more than 5 % from the first tenth to the last"] = service[-1] <= service[0] * 1.05
        checks["a worker keeps more than 32 MiB"] = result["worker"] <= WORKER
    if result["stall"]:
        before, during = result["stall"]
        checks["a stalled origin slows others down"] = during <= before * 1.5 + 0.02
    return [words for words, holds in checks.items() if not holds]


def show(result):
    def mebibytes(name):
        return f"{result[name] / MEBIBYTE:.0f} MiB"

    for label, name in [
        ("idle", "idle"), ("limit", "limit"), ("peak (VmHWM)", "peak"), ("most held of the budget", "most_held"),
        ("resident early in the load", "early"), ("resident late in it", "late"), ("15 s after", "after"), ("a worker, on average", "worker"),
    ]:
        print(f"{label:28} {mebibytes(name):>9}")
    print(f"{'requests':28} {result['requests']:>9} in {result['seconds']:.0f} s; {result['left']} clients left")
    print(f"{'resident, late to early':28} {100 * (result['late'] / max(result['early'], 1) - 1):>+8.1f} %")
    for name, tenths in result["tenths"].items():
        print(f"{name + ' by tenths of the load':28} {' '.join(f'{tenth / MEBIBYTE:.0f}' for tenth in tenths)} MiB")
    memory = result["last"]["memory"]
    print(f"{'renders over their estimate':28} {memory['overruns']:>9}, by at most {memory['worstOverrunBytes']} bytes")
    print(f"{'most waiting':28} {result['most_waiting']:>9}")
    for status, count in result["statuses"].items():
        print(f"{'status ' + status:28} {count:>9}")
    if result["stall"]:
        before, during = result["stall"]
        print(f"{'latency, while one stalls':28} {before * 1000:.1f} ms, {during * 1000:.1f} ms")
    for path, status in result["unexpected"][:10]:
        print(f"unexpected {status}: {path}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--limit", type=int, default=192, help="MiB")
    parser.add_argument("--queue", type=int, default=56)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stall", action="store_true", help="measure latency beside an origin that stalls, too")
    parser.add_argument("--parts", action="store_true", help="say where resident memory is")
    parser.add_argument("--server", default=str(ROOT / ".build" / "release" / "stillwater"))
    parser.add_argument("--plot", default=str(PLOTS / "soak.svg"))
    arguments = parser.parse_args()
    soak = Soak(arguments)
    result = asyncio.run(soak.run())
    show(result)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "soak.json").write_text(json.dumps(result, indent=1))
    title = f"{result['requests']} requests at {arguments.connections} connections, limit {arguments.limit} MiB"
    Path(arguments.plot).write_text(plot(title, soak.samples, result["limit"]))
    found = faults(result)
    for words in found:
        print(f"FAILED: {words}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
