"""What a server's processes use: CPU time and memory."""

import os
import signal
import socket
import subprocess
import time


def free_port():
    """A loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ServerProcess:
    """A server with the processes that it starts; ends with the block."""

    def __init__(self, command, port, folder, environment=None):
        self.port = port
        self.log_path = folder / "log"
        self.log = open(self.log_path, "wb")
        # The server takes every variable of its own prefix for a setting; this one is for the benchmarks.
        inherited = {name: value for name, value in os.environ.items() if name != "STILLWATER_CORPUS"}
        self.process = subprocess.Popen(
            command, stdout=self.log, stderr=self.log, env={**inherited, **(environment or {})}
        )

    def wait_until_ready(self, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"{self.process.args[0]} does not listen on {self.port}: {self.log_path.read_text()}")

    def pids(self):
        """The process and all below it."""
        parents = {}
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/stat") as file:
                    parents.setdefault(int(file.read().rsplit(")", 1)[1].split()[1]), []).append(int(name))
            except OSError:
                continue  # It has ended meanwhile.
        found = [self.process.pid]
        for pid in found:
            found += parents.get(pid, [])
        return found

    def cpu_seconds(self):
        """User and system time of all of them so far, to the nanosecond."""
        # The number of a process's CPU clock: what clock_getcpuclockid(3) computes.
        return sum(time.clock_gettime((~pid << 3) | 2) for pid in self.pids())

    def thread_seconds(self, name):
        """CPU time so far of the process's own threads whose names begin with `name`; those that have ended are left out."""
        nanoseconds = 0
        for thread in os.listdir(f"/proc/{self.process.pid}/task"):
            place = f"/proc/{self.process.pid}/task/{thread}"
            try:
                with open(f"{place}/comm") as comm, open(f"{place}/schedstat") as times:
                    nanoseconds += int(times.read().split()[0]) if comm.read().startswith(name) else 0
            except OSError:
                continue  # It has ended meanwhile.
        return nanoseconds / 1e9

    def peak_bytes(self):
        """The most memory that each has held (VmHWM), summed."""
        return sum(self._field(pid, "VmHWM") for pid in self.pids())

    @staticmethod
    def _field(pid, name):
        with open(f"/proc/{pid}/status") as file:
            return 1024 * sum(int(line.split()[1]) for line in file if line.startswith(name + ":"))

    def __enter__(self):
        self.wait_until_ready()
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
