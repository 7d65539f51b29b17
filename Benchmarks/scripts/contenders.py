"""Who does the floor's jobs, each in a process of its own that answers one line for one line."""

import os
import subprocess
from dataclasses import dataclass

from folders import PYTHON, RELEASE, SCRIPTS

JEMALLOC = "libjemalloc.so.2"


class Refused(Exception):
    """What a contender answered instead of doing the job."""


@dataclass(frozen=True)
class Answer:
    seconds: list
    bytes: list
    sizes: list


@dataclass(frozen=True)
class Contender:
    """A program, and how it makes several widths: `list` from one decode, `each` on its own."""

    name: str
    command: tuple
    mode: str = "list"
    environment: tuple = ()

    def is_installed(self):
        return os.access(self.command[0], os.X_OK)


PYVIPS = (str(PYTHON), str(SCRIPTS / "python_floor.py"), "vips")
PILLOW = (str(PYTHON), str(SCRIPTS / "python_floor.py"), "pillow")
STILLWATER = Contender("stillwater", (str(RELEASE / "stillwater-floor"),))
VIPS = (str(RELEASE / "vips-floor"),)

SINGLE = [
    STILLWATER,
    Contender("libvips-8.14", VIPS),
    Contender("libvips-8.14-jemalloc", VIPS, environment=(("LD_PRELOAD", JEMALLOC),)),
    Contender("libvips-8.18", PYVIPS),
    Contender("pillow", PILLOW),
]
# For a list of widths: five calls, and the ladder that one can build from libvips' own calls.
SEVERAL = [
    STILLWATER,
    Contender("libvips-8.14", VIPS, "each"),
    Contender("libvips-8.14-ladder", VIPS),
    Contender("libvips-8.18", PYVIPS, "each"),
    Contender("libvips-8.18-ladder", PYVIPS),
    Contender("pillow", PILLOW, "each"),
]


class Worker:
    """A contender's process."""

    def __init__(self, contender):
        self.contender = contender
        environment = {**os.environ, "VIPS_CONCURRENCY": "1", "VIPS_WARNING": "0", **dict(contender.environment)}
        self.process = subprocess.Popen(
            contender.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def run(self, job, source, repetitions=1, destination="-", quality=None):
        """Does `job` with the file `source`; reading it and writing the results is not in the times."""
        widths = ",".join(str(width) for width in job.widths)
        fields = [repetitions, job.target, quality or job.quality, widths, self.contender.mode, source, destination]
        self.process.stdin.write("\t".join(str(field) for field in fields) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().rstrip("\n").split("\t")
        if answer[0] != "ok":
            raise Refused(f"{self.contender.name}: {source}: {' '.join(answer) or 'ended'}")
        return Answer(
            seconds=[int(text) / 1e9 for text in answer[1].split(",")],
            bytes=[int(text) for text in answer[2].split(",")],
            sizes=answer[3].split(","),
        )

    def peak_bytes(self):
        """The most memory that the process has held (VmHWM)."""
        return self._status("VmHWM")

    def forget_peak(self):
        """Starts the peak anew, at what is held now; returns that."""
        with open(f"/proc/{self.process.pid}/clear_refs", "w") as file:
            file.write("5")
        return self._status("VmRSS")

    def _status(self, field):
        with open(f"/proc/{self.process.pid}/status") as file:
            line = next(line for line in file if line.startswith(field + ":"))
        return int(line.split()[1]) * 1024

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
