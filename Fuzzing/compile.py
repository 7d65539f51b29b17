"""Compiles one of the server's modules for the fuzzer, with its targets in it, and links it with the others' debug
objects. `make build` must have run: its arguments are used."""

import json
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
BUILD = FOLDER.parent / ".build"
DEBUG = BUILD / "debug"
# Options with a value behind them, and without, that only make sense in the package's own build.
OUTPUTS = {
    "-emit-module-path", "-output-file-map", "-index-store-path", "-emit-objc-header-path",
}
MODES = {
    "-emit-dependencies", "-emit-module", "-incremental", "-c", "-enable-batch-mode", "-serialize-diagnostics",
    "-parseable-output", "-emit-objc-header", "-enable-testing", "-warnings-as-errors", "-Onone",
}
COVERAGE = ["-profile-generate", "-profile-coverage-mapping"]


def arguments(module):
    """What the compiler is called with for `module`, without what it is to write."""
    pattern = re.compile(r'^ {4}args: (\[.*"-module-name","' + re.escape(module) + r'",.*\])$', re.MULTILINE)
    found = pattern.search((BUILD / "debug.yaml").read_text())
    if not found:
        sys.exit(f"Fuzzing: {module} has not been built: make build")
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


def sources(command, module, parts):
    """The module's files, or those below its folders `parts`, and the rest of `command`."""
    listing = next(item for item in command if item.startswith("@"))
    files = [Path(line.strip("'\"")) for line in Path(listing[1:]).read_text().split("\n") if line]
    if parts:
        folder = FOLDER.parent / "Sources" / module
        files = [file for file in files if any(folder / part in [file, *file.parents] for part in parts)]
    return files, [item for item in command if item != listing]


def compile_module(module, output, libraries, parts=(), with_coverage=False):
    """Makes `output` from the module, or those of its folders and files that `parts` names; nothing is done when it is
    newer than all that it is made of."""
    files, command = sources(arguments(module), module, parts)
    harnesses = [FOLDER / "swift/Targets.swift", *sorted((FOLDER / "swift" / module).glob("*.swift"))]
    others = objects(module)
    inputs = [*harnesses, *files, Path(__file__), *others]
    if output.exists() and all(path.stat().st_mtime < output.stat().st_mtime for path in inputs):
        return
    archive = output.with_suffix(".a")
    archive.unlink(missing_ok=True)
    listing = output.with_suffix(".objects")
    listing.write_text("\n".join(f"'{path}'" for path in others))
    subprocess.run(["ar", "rcsT", archive, f"@{listing}"], check=True)
    linked = subprocess.run(
        ["pkg-config", "--libs", *libraries], capture_output=True, text=True).stdout.split() if libraries else []
    # The compiler leaves the module's interface where it runs.
    subprocess.run(
        [*command, *files, *harnesses, "-suppress-warnings", "-sanitize=fuzzer", *(COVERAGE if with_coverage else []),
         "-O", "-whole-module-optimization", "-o", output, archive, "-lstdc++", *linked],
        check=True, cwd=output.parent)
