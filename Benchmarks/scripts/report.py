"""Writes docs/BENCHMARKS.md and its plots from what the last runs left in .build-results."""

import json

import sections
from folders import PLOTS, REPORT, RESULTS
from machine import facts, output

INTRODUCTION = """# Benchmarks

Written by `make bench`; [Benchmarks/README.md](../Benchmarks/README.md) explains how it measures. Times are CPU time,
user and system, of everything that a contender does from the source's bytes to the result's. Ratios are taken within
one run, in which the contenders take turns.
"""


class Reader:
    """Gives results by their files' names, or None for parts that have not run; knows when the eldest was measured."""

    def __init__(self):
        self.eldest = None

    def __call__(self, name):
        path = RESULTS / f"{name}.json"
        if not path.is_file():
            return None
        measured = path.stat().st_mtime
        self.eldest = min(self.eldest or measured, measured)
        return json.loads(path.read_text())

    def commit(self):
        """What the sources were then, by the dates of the commits."""
        return output("git", "rev-list", "-1", "--first-parent", "--abbrev-commit", f"--before={int(self.eldest)}", "HEAD")


def main():
    PLOTS.mkdir(parents=True, exist_ok=True)
    parts = [INTRODUCTION, sections.table(["", ""], [[name, value] for name, value in facts()])]
    for section in sections.ALL:
        read = Reader()
        written, plots = section(read)
        if not written:
            continue
        parts.append(f"{written.rstrip()}\n\nMeasured at {read.commit()}.")
        for name, content in plots.items():
            (PLOTS / f"{name}.svg").write_text(content)
    REPORT.write_text("\n".join(part.rstrip("\n") + "\n" for part in parts))
    print(f"Written: {REPORT}")


if __name__ == "__main__":
    main()
