"""How soon a render ends whose client has gone: milliseconds until its slot and its bytes are back.

For each job a client asks, waits until the render has begun, and closes its connection.
"""

import argparse
import json
import socket
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

from folders import RESULTS, ROOT, corpus
from processes import ServerProcess, free_port

JOBS = {
    "JPEG to JPEG, in planes": "rs:fit:5000 jpeg/painting-6000x4000-24mp-icc.jpg",
    "JPEG, progressive": "rs:fit:2000 jpeg/bridge-4352x2448-422-progressive.jpg",
    "JPEG to PNG": "rs:fit:3000/f:png jpeg/painting-6000x4000-24mp-icc.jpg",
    "JPEG to WebP": "rs:fit:3000/f:webp jpeg/painting-6000x4000-24mp-icc.jpg",
    "JPEG to AVIF": "rs:fit:2000/f:avif jpeg/painting-6000x4000-24mp-icc.jpg",
    "JPEG to JPEG XL": "rs:fit:3000/f:jxl jpeg/painting-6000x4000-24mp-icc.jpg",
    "JPEG to TIFF": "rs:fit:4000/f:tiff jpeg/painting-6000x4000-24mp-icc.jpg",
    "JPEG to GIF": "rs:fit:2500/f:gif jpeg/painting-6000x4000-24mp-icc.jpg",
    "JPEG, blurred": "rs:fit:4000/bl:30/f:png jpeg/painting-6000x4000-24mp-icc.jpg",
    "AVIF to JPEG": "rs:fit:2000 avif/libvips-orientation-6.avif",
    "animated GIF to WebP": "rs:fit:300/f:webp gif/libvips-cogs.gif",
}


class Leaver:
    def __init__(self, port, admin):
        self.port, self.admin = port, admin

    def status(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin}/status", timeout=60) as answer:
            status = json.load(answer)
        return status["requests"]["rendering"], status["memory"]["heldBytes"]

    def leave(self, path, pause):
        """Milliseconds until everything is back; `None` when the render was done before the client left."""
        with socket.create_connection(("127.0.0.1", self.port)) as client:
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            while self.status()[0] == 0:
                pass
            time.sleep(pause)
            if self.status()[0] == 0:
                return None
        start = time.monotonic()
        while self.status() != (0, 0):
            pass
        return (time.monotonic() - start) * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default=str(ROOT / ".build" / "release" / "stillwater"))
    arguments = parser.parse_args()
    port, admin = free_port(), free_port()
    command = [
        arguments.server, "serve", f"--bind=127.0.0.1:{port}", f"--admin-bind=127.0.0.1:{admin}",
        f"--root={corpus()}", "--memory-limit=4GiB", "--log-level=error",
    ]
    result = {}
    with tempfile.TemporaryDirectory() as folder, ServerProcess(command, port, Path(folder)):
        leaver = Leaver(port, admin)
        for label, job in JOBS.items():
            options, source = job.split()
            times = []
            for index, pause in enumerate((0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8)):
                path = f"/_/{options}/cb:{label[-3:].strip()}{index}/plain/local:///{source}"
                milliseconds = leaver.leave(path, pause)
                if milliseconds is None:
                    break
                times.append(milliseconds)
            result[label] = times
            shown = f"{median(times):8.0f} ms, at most {max(times):.0f} ms" if times else "too quick to be left"
            print(f"{label:28} {shown}")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "leaving.json").write_text(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
