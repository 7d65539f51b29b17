"""What recordings cost: CPU milliseconds a request with nothing recorded, with a heap and with a CPU recording.

One server, turns of equal requests in an order that changes from round to round, and the ratio of each turn to the round's turn
without a recording. Making the profile at a recording's end is not part of it.
"""

import argparse
import json
import random
import tempfile
from pathlib import Path
from statistics import median

from folders import ROOT, corpus
from processes import ServerProcess, free_port
from stress import ask

RECORDINGS = {
    "nothing": None,
    "heap, 512 KiB": {"kind": "heap", "rate": 1 << 19},
    "cpu, 100 Hz": {"kind": "cpu", "rate": 100},
}
JOB = "rs:fit:800/plain/local:///jpeg/painting-6000x4000-24mp-icc.jpg"


class Turns:
    """Turns of requests to one server."""

    def __init__(self, server, port, admin, requests):
        self.server, self.main, self.admin = server, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{admin}"
        self.requests, self.number = requests, 0

    def turn(self, recording):
        """CPU milliseconds a request while `recording` runs."""
        if recording:
            status, body = ask(f"{self.admin}/debug/recordings", json.dumps(recording).encode())
            assert status == 201, body
            recording_url = f"{self.admin}/debug/recordings/{json.loads(body)['id']}"
        start = self.server.cpu_seconds()
        for _ in range(self.requests):
            self.number += 1
            status, body = ask(f"{self.main}/_/{JOB.replace('/plain/', f'/cb:{self.number}/plain/')}")
            assert status == 200, body
        spent = self.server.cpu_seconds() - start
        if recording:
            ask(f"{recording_url}/stop", b"")
        return spent * 1000 / self.requests


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default=str(ROOT / ".build" / "release" / "stillwater"))
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--requests", type=int, default=20)
    arguments = parser.parse_args()
    port, admin = free_port(), free_port()
    times = {name: [] for name in RECORDINGS}
    with tempfile.TemporaryDirectory() as folder:
        command = [
            arguments.server, "serve", f"--bind=127.0.0.1:{port}", f"--admin-bind=127.0.0.1:{admin}",
            f"--root={corpus()}", f"--recordings-dir={folder}/recordings", "--log-level=error",
        ]
        with ServerProcess(command, port, Path(folder)) as server:
            turns = Turns(server, port, admin, arguments.requests)
            turns.turn(None)
            order = random.Random(1)
            for _ in range(arguments.rounds):
                names = list(RECORDINGS)
                order.shuffle(names)
                for name in names:
                    times[name].append(turns.turn(RECORDINGS[name]))
    for name, measured in times.items():
        ratios = [one / base - 1 for one, base in zip(measured, times["nothing"])]
        print(f"{name:14} {median(measured):7.2f} ms a request, {100 * median(ratios):+.1f} % (pairs' median)")


if __name__ == "__main__":
    main()
