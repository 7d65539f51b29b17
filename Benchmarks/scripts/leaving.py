"""How soon a render ends whose client has gone: milliseconds until its slot and its bytes are back.

For each job a client asks, waits until the render has begun, and closes its connection at several moments of the render.
Fails when one took longer than is promised.
"""

import argparse
import json
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

from folders import INPUTS, PYTHON, RESULTS, ROOT, SCRIPTS, corpus
from processes import ServerProcess, free_port

PAINTING = "jpeg/painting-6000x4000-24mp-icc.jpg"
# Options and source of each. Those without a folder are made of the painting (scripts/leaving_inputs.py).
JOBS = {
    "JPEG to JPEG, in planes": f"rs:fit:5000 {PAINTING}",
    "JPEG to JPEG, turned": f"rs:fit:5000/rot:90 {PAINTING}",
    "JPEG to JPEG, progressive": f"rs:fit:1600/jpgo:1 {PAINTING}",
    "JPEG, progressive": "rs:fit:2000 jpeg/bridge-4352x2448-422-progressive.jpg",
    "JPEG of CMYK": "rs:fit:3000 cmyk.jpg",
    "JPEG of CMYK, progressive": "rs:fit:3000 cmyk-progressive.jpg",
    "JPEG, arithmetic": "rs:fit:3000 arithmetic.jpg",
    "JPEG to PNG": f"rs:fit:3000/f:png {PAINTING}",
    "JPEG to PNG, interlaced": f"rs:fit:3000/f:png/pngo:1 {PAINTING}",
    "JPEG to PNG, palette": f"rs:fit:3000/f:png/pngo:0:1 {PAINTING}",
    "JPEG to WebP": f"rs:fit:3000/f:webp {PAINTING}",
    "JPEG to WebP, lossless": f"rs:fit:2000/f:webp/webpo:lossless {PAINTING}",
    "JPEG to AVIF": f"rs:fit:2000/f:avif {PAINTING}",
    "JPEG to JPEG XL": f"rs:fit:3000/f:jxl {PAINTING}",
    "JPEG to TIFF": f"rs:fit:4000/f:tiff {PAINTING}",
    "JPEG to GIF": f"rs:fit:2500/f:gif {PAINTING}",
    "JPEG, blurred": f"rs:fit:4000/bl:30/f:png {PAINTING}",
    "JPEG, trimmed": "rs:fit:3000/t:10 plain.jpg",
    "JPEG, cropped smartly": "rs:fill:3000:1000/g:sm plain.jpg",
    "JPEG, enlarged": "rs:fit:7000/el:1 plain.jpg",
    "JPEG, padded": "rs:fit:5000/pd:100/bg:ff0000 plain.jpg",
    "PNG of 16 bits": "rs:fit:3000/f:jpg deep.png",
    "PNG, interlaced": "rs:fit:3000/f:jpg interlaced.png",
    "PNG of a palette": "rs:fit:3000/f:jpg palette.png",
    "GIF": "rs:fit:3000/f:jpg palette.gif",
    "GIF to GIF": "rs:fit:1500 palette.gif",
    "WebP, large": "rs:fit:3000/f:jpg lossy.webp",
    "WebP to WebP": "rs:fit:3000 lossy.webp",
    "WebP, lossless": "rs:fit:3000/f:jpg lossless.webp",
    "TIFF": "rs:fit:3000/f:jpg plain.tiff",
    "AVIF to JPEG": "rs:fit:2000 avif/libvips-orientation-6.avif",
    "animated GIF to WebP": "rs:fit:300/f:webp gif/libvips-cogs.gif",
}
# What is promised (docs/MEMORY.md), and how much of it a look at /status and a busy machine may take.
MOST = 100


class Leaver:
    def __init__(self, port, admin):
        self.port, self.admin = port, admin

    def status(self):
        """Renders that have begun, bytes held, renders in workers."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/status", timeout=60) as answer:
            status = json.load(answer)
        return status["requests"]["rendering"], status["memory"]["heldBytes"], status["workers"]["slots"]["used"]

    def leave(self, path, pause):
        """Milliseconds until everything is back, and whether a worker was at it; `None` when the render was done before."""
        with socket.create_connection(("127.0.0.1", self.port)) as client:
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            deadline = time.monotonic() + 20
            while self.status()[0] == 0:
                if time.monotonic() > deadline:
                    raise SystemExit(f"{path} is never rendered")
            time.sleep(pause)
            rendering, _, workers = self.status()
            if rendering == 0:
                return None
        start = time.monotonic()
        while self.status()[:2] != (0, 0):
            pass
        return (time.monotonic() - start) * 1000, workers > 0


def inputs():
    """The folder with the pictures that the corpus has not."""
    folder = INPUTS / "leaving"
    if not PYTHON.is_file():
        raise SystemExit("The pictures are made by Python's libraries: run Benchmarks/setup --python")
    subprocess.run([PYTHON, SCRIPTS / "leaving_inputs.py", corpus() / PAINTING, folder], check=True)
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default=str(ROOT / ".build" / "release" / "stillwater"))
    parser.add_argument("--only", default="", help="a job's beginning")
    arguments = parser.parse_args()
    made = inputs()
    port, admin = free_port(), free_port()
    command = [
        arguments.server, "serve", f"--bind=127.0.0.1:{port}", f"--admin-bind=127.0.0.1:{admin}",
        f"--root={corpus()}", f"--root={made}", "--memory-limit=4GiB", "--log-level=error",
    ]
    result = {}
    with tempfile.TemporaryDirectory() as folder, ServerProcess(command, port, Path(folder)):
        leaver = Leaver(port, admin)
        for label, job in JOBS.items():
            options, source = job.split()
            if not label.startswith(arguments.only) or not any((folder / source).exists() for folder in (corpus(), made)):
                continue
            times = []
            for index, pause in enumerate((0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2)):
                path = f"/_/{options}/cb:{label[-3:].strip()}{index}/plain/local:///{source}"
                left = leaver.leave(path, pause)
                if left is None:
                    break
                times.append(left)
            result[label] = times
            print(f"{label:28} {described(times)}", flush=True)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "leaving.json").write_text(json.dumps(result, indent=1))
    late = [label for label, times in result.items() if any(each[0] > MOST for each in times)]
    if late:
        raise SystemExit(f"later than {MOST} ms: {', '.join(late)}")


def described(times):
    if not times:
        return "too quick to be left"
    milliseconds = [each[0] for each in times]
    place = "worker" if any(each[1] for each in times) else "service"
    return f"{place:8} {median(milliseconds):6.0f} ms, at most {max(milliseconds):.0f} ms of {len(times)}"


if __name__ == "__main__":
    main()
