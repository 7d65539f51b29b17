"""Whether the benchmarks' Package.swift still lists the server's modules as the server's own does.

A module or C library that is new, or a dependency that has changed, would else be found by the next person who runs a
benchmark. Builds nothing; takes seconds.
"""

import json
import subprocess
import sys

from folders import BENCHMARKS, ROOT


def targets(package):
    """Dependencies by target: {name: {names}}, and the C library's package name where it is one."""
    command = ["swift", "package", "dump-package", "--package-path", str(package)]
    described = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {target["name"]: (dependencies(target), target.get("pkgConfig")) for target in described["targets"]}


def dependencies(target):
    return frozenset(next(iter(dependency.values()))[0] for dependency in target["dependencies"])


def main():
    server, measured = targets(ROOT), targets(BENCHMARKS)
    faults = [
        f"Benchmarks/Package.swift: {name} depends on {show(measured[name])}, in Package.swift on {show(server[name])}"
        for name in sorted(server.keys() & measured.keys())
        if server[name] != measured[name]
    ]
    print(*faults, sep="\n", end="\n" if faults else "")
    sys.exit(bool(faults))


def show(described):
    return ", ".join(sorted(described[0])) or described[1] or "nothing"


main()
