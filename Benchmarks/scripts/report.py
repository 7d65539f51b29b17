"""Writes docs/BENCHMARKS.md and its plots from what the last runs left in .build-results."""

import json

import sections
from folders import PLOTS, REPORT, RESULTS
from machine import facts

INTRODUCTION = """# Benchmarks

Written by `make bench`; how it measures is told in [Benchmarks/README.md](../Benchmarks/README.md). Times are CPU time,
user and system, of everything that a contender does from the source's bytes to the result's. Ratios are taken within
one run, in which the contenders take turns.
"""


def read(name):
    """A result by its file's name, or None when that part has not run."""
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text()) if path.is_file() else None


def main():
    PLOTS.mkdir(parents=True, exist_ok=True)
    parts = [INTRODUCTION, sections.table(["", ""], [[name, value] for name, value in facts()])]
    for section in sections.ALL:
        written, plots = section(read)
        if not written:
            continue
        parts.append(written)
        for name, content in plots.items():
            (PLOTS / f"{name}.svg").write_text(content)
    REPORT.write_text("\n".join(part.rstrip("\n") + "\n" for part in parts))
    print(f"Written: {REPORT}")


if __name__ == "__main__":
    main()
