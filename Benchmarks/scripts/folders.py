"""Where the benchmarks find and keep things."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "Benchmarks"
# Folders that start with .build- are ignored by git.
RELEASE = BENCHMARKS / ".build" / "release"
BARE_SERVER = BENCHMARKS / ".build-bare" / "release" / "bare-server"
PYTHON = BENCHMARKS / ".build-python" / "bin" / "python"
THUMBOR = BENCHMARKS / ".build-thumbor" / "bin" / "thumbor"
INPUTS = BENCHMARKS / ".build-inputs"
RESULTS = BENCHMARKS / ".build-results"
OUTPUTS = BENCHMARKS / ".build-outputs"
SCRIPTS = BENCHMARKS / "scripts"
REPORT = ROOT / "docs" / "BENCHMARKS.md"
PLOTS = ROOT / "docs" / "benchmarks"


def corpus():
    """The folder of real pictures: STILLWATER_CORPUS, or ../shared/corpus beside the project."""
    folder = Path(os.environ.get("STILLWATER_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not (folder / "manifest.csv").is_file():
        raise SystemExit(f"There is no corpus in {folder}: set STILLWATER_CORPUS to a folder with a manifest.csv.")
    return folder
