"""The stress: a server under load while everything that looks into it does so, back to back.

Heap recordings at a small period and CPU recordings are switched on and off, threads are dumped, heap profiles and flame graphs
are made. It fails unless every request is answered as it should be, every look gives something, and the server ends by itself.
"""

import argparse
import gzip
import json
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from folders import ROOT, corpus
from processes import ServerProcess, free_port

JOBS = [
    "rs:fit:800/plain/local:///jpeg/painting-6000x4000-24mp-icc.jpg",
    "rs:fit:400/f:webp/plain/local:///jpeg/flower-420.jpg",
    "rs:fill:400:400/plain/local:///jpeg/friends-2056x3088-portrait.jpg",
    "rs:fit:300/f:png/plain/local:///png/rgb-to-gbr-icc.png",
    "rs:fit:300/plain/local:///webp/seeding-lossy.webp",
    "rs:fit:200/bl:3/f:png/plain/local:///jpeg/flower-420.jpg",
    "rs:fit:60/f:gif/plain/local:///gif/libvips-cogs.gif",
    "rs:fit:200/f:jpeg/plain/local:///avif/seeding-8bit-420.avif",
]


def ask(url, body=None, method=None):
    """Status and body of an answer."""
    request = urllib.request.Request(url, data=body, method=method)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


class Stress:
    """What is asked of a server, and what came of it."""

    def __init__(self, port, admin, seconds):
        self.main, self.admin = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{admin}/debug"
        self.end = time.monotonic() + seconds
        self.lock = threading.Lock()
        self.counts, self.failures = {}, []

    def note(self, name, is_right, detail=""):
        with self.lock:
            self.counts[name] = self.counts.get(name, 0) + 1
            if not is_right:
                self.failures.append(f"{name}: {detail}")

    def client(self, number):
        """Requests, each one of its own, so that none joins another's render."""
        index = number
        while time.monotonic() < self.end:
            job = JOBS[index % len(JOBS)].replace("/plain/", f"/cb:{number}x{index}/plain/")
            status, body = ask(f"{self.main}/_/{job}")
            self.note("requests", status == 200 and len(body) > 100, f"{status} {body[:200]} {job}")
            index += 1

    def look(self, path, is_right):
        while time.monotonic() < self.end:
            status, body = ask(f"{self.admin}/{path}")
            self.note(path, status == 200 and is_right(body), f"{status} {body[:200]}")

    def record(self, kind, rate):
        """Recordings of a few seconds with a snapshot each second; what they hold is looked at."""
        while time.monotonic() < self.end:
            wanted = {"kind": kind, "rate": rate, "snapshot_seconds": 1}
            status, body = ask(f"{self.admin}/recordings", json.dumps(wanted).encode())
            self.note(f"{kind} recordings", status == 201, f"{status} {body[:200]}")
            if status != 201:
                return
            url = f"{self.admin}/recordings/{json.loads(body)['id']}"
            time.sleep(4)
            recording = json.loads(ask(f"{url}/stop", b"")[1])
            for file in recording["files"]:
                status, body = ask(f"{url}/{file['name']}")
                self.note(f"{kind} files", status == 200 and len(gzip.decompress(body)) > 100, f"{status}")
            for notice in recording["notices"]:
                print(f"{kind}: {notice}")
            ask(url, method="DELETE")

    def run(self, clients):
        work = [(self.client, (number,)) for number in range(clients)]
        work += [
            (self.look, ("pprof/threads?debug=1", lambda body: b"render-0" in body)),
            (self.look, ("pprof/heap", lambda body: len(gzip.decompress(body)) > 100)),
            (self.look, ("pprof/flame?of=heap", lambda body: body.startswith(b"<svg"))),
            (self.look, ("memory", lambda body: self.adds_up(json.loads(body)))),
            (self.look, ("requests", lambda body: "requests" in json.loads(body))),
            (self.record, ("heap", 4096)), (self.record, ("cpu", 250)),
        ]
        threads = [threading.Thread(target=function, args=arguments) for function, arguments in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    @staticmethod
    def adds_up(document):
        return sum(part["bytes"] for part in document["parts"]) == document["residentBytes"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default=str(ROOT / ".build" / "release" / "stillwater"))
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=8)
    arguments = parser.parse_args()
    port, admin = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [
            arguments.server, "serve", f"--bind=127.0.0.1:{port}", f"--admin-bind=127.0.0.1:{admin}",
            f"--root={corpus()}", f"--recordings-dir={folder}/recordings", "--log-level=error",
        ]
        with ServerProcess(command, port, Path(folder)) as server:
            stress = Stress(port, admin, arguments.seconds)
            stress.run(arguments.clients)
            is_alive = server.process.poll() is None
        if not is_alive or server.process.returncode != 0:
            stress.failures.append(f"the server ended with {server.process.returncode}: {server.log_path.read_text()[-2000:]}")
    for name, count in sorted(stress.counts.items()):
        print(f"{count:7}  {name}")
    for failure in stress.failures[:20]:
        print(f"failed: {failure}", file=sys.stderr)
    print(f"{len(stress.failures)} failures")
    return 1 if stress.failures else 0


if __name__ == "__main__":
    sys.exit(main())
