#!/usr/bin/env python3
"""Compiles one of the server's modules for the fuzzer, with a harness in it, and links it with the others' debug objects.

Usage: Fuzzing/compile.py MODULE HARNESS OUTPUT [LIBRARY…]     (after `make build`, whose arguments are used)

The harness sees what is internal to the module. Nothing is done when OUTPUT is newer than all that it is made of.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

BUILD = Path(__file__).resolve().parent.parent / ".build"
DEBUG = BUILD / "debug"
# Options with a value behind them, and without, that only make sense in the package's own build.
OUTPUTS = {
    "-emit-module-path", "-output-file-map", "-index-store-path", "-emit-objc-header-path",
}
MODES = {
    "-emit-dependencies", "-emit-module", "-incremental", "-c", "-enable-batch-mode", "-serialize-diagnostics",
    "-parseable-output", "-emit-objc-header", "-enable-testing", "-warnings-as-errors",
}


def arguments(module):
    """What the compiler is called with for `module`, without what it is to write."""
    pattern = re.compile(r'^ {4}args: (\[.*"-module-name","' + re.escape(module) + r'",.*\])$', re.MULTILINE)
    found = pattern.search((BUILD / "debug.yaml").read_text())
    if not found:
        sys.exit(f"compile.py: {module} has not been built: make build")
    given = iter(json.loads(found.group(1)))
    kept = []
    for argument in given:
        if argument in OUTPUTS:
            next(given)
        elif argument not in MODES:
            kept.append(argument)
    return kept


def objects(module):
    """All objects of the debug build that are no tests, no programs, and not of `module`."""
    left_out = {f"{module}.build", "stillwater.build", "hostile_worker.build"}
    return sorted(
        path for folder in DEBUG.glob("*.build") if folder.name not in left_out and not folder.name.endswith("Tests.build")
        for path in folder.rglob("*.o"))


def main():
    module, harness, output, *libraries = sys.argv[1:]
    output, harness = Path(output).resolve(), Path(harness).resolve()
    command = arguments(module)
    sources = Path(next(item for item in command if item.startswith("@"))[1:]).read_text().split("\n")
    inputs = [harness, Path(__file__), *(Path(line.strip("'\"")) for line in sources if line)]
    others = objects(module)
    if output.exists() and all(path.stat().st_mtime < output.stat().st_mtime for path in [*inputs, *others]):
        return
    archive = output.with_suffix(".a")
    archive.unlink(missing_ok=True)
    listing = output.with_suffix(".objects")
    listing.write_text("\n".join(f"'{path}'" for path in others))
    subprocess.run(["ar", "rcsT", archive, f"@{listing}"], check=True)
    subprocess.run(
        [*command, harness, "-sanitize=fuzzer", "-O", "-whole-module-optimization", "-o", output, archive,
         *[f"-l{library}" for library in ["stdc++", *libraries]]],
        # The compiler leaves the module's interface where it runs.
        check=True, cwd=output.parent)


if __name__ == "__main__":
    main()
