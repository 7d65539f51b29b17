"""Where and with what the numbers were taken."""

import os
import platform
import re
import shutil
import subprocess
from datetime import date

from folders import PYTHON, ROOT, SCRIPTS, THUMBOR
from servers import NGINX


def output(*command):
    """What a program says of itself, or nothing when it is not here."""
    try:
        run = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=ROOT)
    except OSError:
        return ""
    return (run.stdout + run.stderr).strip()


def debian_version(package):
    return output("dpkg-query", "--show", "--showformat=${Version}", package) or "not installed"


def facts():
    """Pairs of name and value."""
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*: (.*)", file.read())
    with open("/proc/meminfo") as file:
        memory = int(file.readline().split()[1]) / 2**20
    with open("/etc/os-release") as file:
        system = re.search(r'PRETTY_NAME="(.*)"', file.read())
    changed = " and changes" if output("git", "status", "--porcelain", "Sources") else ""
    return [
        ("Date", date.today().isoformat()),
        ("Stillwater", output("git", "describe", "--always", "--tags") + changed),
        ("Machine", f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB"),
        ("System", f"{system[1] if system else ''}, Linux {platform.release()}"),
        ("Swift", output("swift", "--version").split("\n")[0]),
        ("libvips in C", debian_version("libvips42")),
        ("libvips 8.18", "pyvips-binary " + output(PYTHON, SCRIPTS / "python_floor.py", "vips", "--version")),
        ("Pillow", output(PYTHON, SCRIPTS / "python_floor.py", "pillow", "--version")),
        ("libjpeg-turbo", debian_version("libjpeg62-turbo")),
        ("libwebp", debian_version("libwebp7")),
        ("libaom", debian_version("libaom3")),
        ("jemalloc", debian_version("libjemalloc2")),
        ("thumbor", output(THUMBOR, "--version").split(" (")[0] or "not installed"),
        ("nginx", output(NGINX, "-v").rpartition("/")[2] if shutil.which(NGINX) else "not installed"),
    ]
