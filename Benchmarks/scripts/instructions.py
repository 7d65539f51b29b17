"""Instructions of each operation, counted by valgrind: the same from run to run, whatever the machine is doing.

    instructions.py check    compares with thresholds/instructions.json; exits with 1 where there are more
    instructions.py update   writes that file anew

Two runs, one with more repetitions: what they differ by is what the repetitions are. Other versions of the libraries
count differently, so thresholds are compared within a share. libvips' code made at run time is off: valgrind can't run
it, so that resizes in libvips count more here than they take.
"""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from folders import BENCHMARKS, OUTPUTS, RELEASE, RESULTS

THRESHOLDS = BENCHMARKS / "thresholds" / "instructions.json"
PROGRAM = OUTPUTS / "count-operations"
TOLERANCE = 0.05


def counted(name, repetitions):
    """Instructions of a whole run."""
    # Swift's dictionaries are shuffled by a random seed otherwise.
    environment = {**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1", "VIPS_NOVECTOR": "1"}
    with tempfile.NamedTemporaryFile() as out:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}", str(PROGRAM), name]
        subprocess.run([*command, str(repetitions)], check=True, capture_output=True, env=environment)
        line = next(line for line in out.read().decode().splitlines() if line.startswith("summary:"))
        return int(line.split()[1])


def operations():
    listed = subprocess.run([PROGRAM], check=True, capture_output=True, text=True).stdout
    return {name: int(count) for name, count in (line.split("\t") for line in listed.splitlines())}


def measure(name, repetitions):
    return (counted(name, repetitions) - counted(name, 0)) // repetitions


def main(command):
    OUTPUTS.mkdir(exist_ok=True)
    # valgrind gives up on the debug information of Swift's compiler.
    subprocess.run(["strip", "--strip-debug", "-o", PROGRAM, RELEASE / "count-operations"], check=True)
    names = operations()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = dict(zip(names, pool.map(measure, names, names.values())))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "instructions.json").write_text(json.dumps(found, indent=1))
    if command == "update":
        THRESHOLDS.parent.mkdir(exist_ok=True)
        THRESHOLDS.write_text(json.dumps(found, indent=1) + "\n")
    known = json.loads(THRESHOLDS.read_text())
    more = False
    for name, count in found.items():
        share = count / known[name] - 1 if name in known else None
        more |= share is None or share > TOLERANCE
        note = "no threshold" if share is None else f"{100 * share:+.1f} %"
        print(f"{name:24} {count:15,}  {note}")
    if more:
        sys.exit(f"More than {100 * TOLERANCE:.0f} % above a threshold, or new: look why, or make bench-thresholds.")


main(sys.argv[1] if len(sys.argv) > 1 else "check")
