"""What worker processes cost: CPU and wall time a request with renders in workers, and with all of them in the service.

Two servers of the same build on the corpus, one with `--isolation none`. For each picture they take turns of equal requests, one after
the other, each for a rendition of its own; CPU time is that of a server and its workers. A picture's cost is the median of its turns.
"""

import argparse
import csv
import random
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

from folders import ROOT, corpus
from processes import ServerProcess, free_port
from stress import ask

# Sources' formats, the isolation that has them in workers, and the options.
KINDS = {
    "WebP": ("webp", "risky", "rs:fit:800"),
    "GIF": ("gif", "risky", "rs:fit:800"),
    "PNG that is not plain": ("png", "risky", "rs:fit:800/t:10"),
    "SVG": ("svg", "risky", "rs:fit:800"),
    "TIFF": ("tiff", "risky", "rs:fit:800"),
    "AVIF": ("avif", "risky", "rs:fit:800"),
    "HEIC": ("heic", "risky", "rs:fit:800"),
    "JPEG XL": ("jxl", "risky", "rs:fit:800"),
    "BMP": ("bmp", "risky", "rs:fit:800"),
    "ICO": ("ico", "risky", "rs:fit:800"),
    "JPEG to AVIF, 400 wide": ("jpeg", "risky", "rs:fit:400/f:avif"),
    "JPEG, `--isolation all`": ("jpeg", "all", "rs:fit:800"),
}
MOST_BYTES = 12 << 20
MOST_PICTURES = 12


def pictures(format):
    """Good pictures of the corpus, each so many apart that there are not too many."""
    with open(corpus() / "manifest.csv", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["path"].startswith(format + "/") and row["expected"] == "ok"]
    names = [row["path"] for row in rows if int(row["bytes"]) < MOST_BYTES]
    return names[:: max(1, -(-len(names) // MOST_PICTURES))]


class Turns:
    """Turns of requests for one picture at a time, to a server of either kind."""

    def __init__(self, servers):
        self.servers, self.number = servers, 0

    def turn(self, mode, name, options, requests):
        """CPU seconds and wall seconds a request; `None` for a picture that is not made."""
        server = self.servers[mode]
        cpu, wall = server.cpu_seconds(), time.perf_counter()
        for _ in range(requests):
            self.number += 1
            url = f"http://127.0.0.1:{server.port}/_/{options}/cb:{self.number}/plain/local:///{name}"
            if ask(url)[0] != 200:
                return None
        return (server.cpu_seconds() - cpu) / requests, (time.perf_counter() - wall) / requests

    def measure(self, name, mode, options, rounds, seconds, order):
        """The medians of `none` and `mode`, of CPU and wall seconds; `None` for a picture that is not made."""
        modes = ["none", mode]
        warm = [self.turn(each, name, options, 2) for each in modes]
        if None in warm:
            return None
        requests = max(2, min(200, int(seconds / warm[0][1])))
        seen = defaultdict(list)
        for _ in range(rounds):
            order.shuffle(modes)
            for each in modes:
                seen[each].append(self.turn(each, name, options, requests))
        return {each: [median(part) for part in zip(*seen[each])] for each in modes}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default=str(ROOT / ".build" / "release" / "stillwater"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.25, help="of a turn, about")
    parser.add_argument("--only", help="a kind's beginning")
    arguments = parser.parse_args()
    order = random.Random(1)

    def command(mode, port):
        return [
            arguments.server, "serve", f"--bind=127.0.0.1:{port}", f"--admin-bind=127.0.0.1:{free_port()}",
            f"--root={corpus()}", f"--isolation={mode}", "--render-threads=1", "--log-level=error",
        ]

    print(f"{'':26} pictures    service    workers       more          wall: more")
    for kind, (format, mode, options) in KINDS.items():
        if arguments.only and not kind.lower().startswith(arguments.only.lower()):
            continue
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            ports = free_port(), free_port()
            with (
                ServerProcess(command("none", ports[0]), ports[0], Path(one)) as service,
                ServerProcess(command(mode, ports[1]), ports[1], Path(other)) as workers,
            ):
                turns = Turns({"none": service, mode: workers})
                seen = [
                    turns.measure(name, mode, options, arguments.rounds, arguments.seconds, order)
                    for name in pictures(format)
                ]
        seen = [one for one in seen if one]
        if not seen:
            print(f"{kind:26} none")
            continue
        inside, outside = ([sum(one[each][part] for one in seen) / len(seen) * 1000 for part in (0, 1)]
                           for each in ("none", mode))
        print(
            f"{kind:26} {len(seen):8} {inside[0]:7.2f} ms {outside[0]:7.2f} ms {outside[0] - inside[0]:+6.2f} ms"
            f" {100 * (outside[0] / inside[0] - 1):+5.1f} %   {outside[1] - inside[1]:+6.2f} ms"
            f" {100 * (outside[1] / inside[1] - 1):+5.1f} %", flush=True)


if __name__ == "__main__":
    main()
