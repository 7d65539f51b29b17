"""What plans say that they need against what they take, for the corpus' pictures: a child process for each picture and plan.

The peak is the child's VmHWM above what it held before, its source read and a small picture rendered by the same plan. It fails where an
estimate is under the truth, or more than twice as high for JPEG and PNG sources, three times for others.
"""

import argparse
import csv
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from folders import BENCHMARKS, RESULTS, ROOT, corpus

PROGRAM = BENCHMARKS / ".build" / "release" / "calibration"
FIXTURES = ROOT / "Tests" / "Fixtures"
# A small picture of the same kind, so that its codec's code is loaded beforehand.
WARM = {
    "jpeg": "jpeg/baseline.jpg", "png": "png/rgba.png", "webp": "webp/lossy.webp", "gif": "gif/animated.gif",
    "tiff": "tiff/lzw.tiff", "avif": "avif/still.avif", "heic": "heic/still.heic", "jxl": "jxl/lossy.jxl",
    "svg": "svg/shapes.svg", "bmp": "bmp/rgb24.bmp", "ico": "ico/two-sizes.ico",
}
# Of what is measured, what says nothing: pages of code that are touched first, and rounding to pages and to arenas.
NOISE = 2 << 20
# What libvips holds for a pass beside pixels, or does not, as its threads happen to run: no estimate is too high by that.
FIXED = 8 << 20


def status(pid, name):
    with open(f"/proc/{pid}/status") as file:
        return 1024 * next(int(line.split()[1]) for line in file if line.startswith(name + ":"))


def measure(source, plan, form):
    """Estimate and truth of one picture by one plan, or why there is none."""
    command = [PROGRAM, source, plan, FIXTURES / WARM[form]]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        if child.stdout.readline() != "ready\n":
            return None
        with open(f"/proc/{child.pid}/clear_refs", "w") as file:
            file.write("5")
        before = status(child.pid, "VmRSS")
        child.stdin.write("\n")
        child.stdin.flush()
        fields = child.stdout.readline().rstrip("\n").split("\t")
        if fields[0] != "ok":
            child.stdin.close()
            return {"error": fields[1] if len(fields) > 1 else "ended"}
        peak = status(child.pid, "VmHWM") - before
        child.stdin.close()
    return {
        "estimate": int(fields[1]), "truth": max(peak, 0), "output": int(fields[2]), "engine": fields[3],
        "size": fields[4], "format": fields[5],
    }


def sources(pattern):
    """Pictures of the corpus of at least a quarter of a megapixel and of every format, and all that move."""
    with open(corpus() / "manifest.csv") as file:
        for row in csv.DictReader(file):
            if row["expected"] != "ok" or not row["width"].isdigit() or row["format"] not in WARM:
                continue
            pixels = int(row["width"]) * int(row["height"])
            if pattern in row["path"] and (pixels >= 250_000 or row["frames"] not in ("", "1")):
                yield corpus() / row["path"], row["format"]
    for path in sorted((ROOT / "Examples" / "photos").glob("*.jpg")):
        if pattern in str(path):
            yield path, "jpeg"


def allowed(form):
    return 2 if form in ("jpeg", "png") else 3


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="part of the sources' paths")
    parser.add_argument("--plans", nargs="*", help="names of plans; all by default")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    plans = arguments.plans or subprocess.run([PROGRAM], capture_output=True, text=True, check=True).stdout.split()
    tasks = [(path, plan, form) for path, form in sources(arguments.only) for plan in plans]
    with ThreadPoolExecutor(arguments.jobs) as pool:
        results = list(pool.map(lambda task: measure(*task), tasks))
    rows = [
        {"source": f"{path.parent.name}/{path.name}", "plan": plan, **result}
        for (path, plan, _), result in zip(tasks, results) if result and "error" not in result
    ]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "calibration.json").write_text(json.dumps(rows, indent=1))
    sys.exit(report(rows))


def report(rows):
    under = [row for row in rows if row["estimate"] < row["truth"] - NOISE]
    over = [row for row in rows if row["estimate"] > allowed(row["format"]) * row["truth"] + FIXED]
    for row in sorted(rows, key=lambda row: row["estimate"] / (row["truth"] + NOISE)):
        mark = "UNDER" if row in under else "OVER" if row in over else ""
        print(
            f"{row['source']:52} {row['plan']:10} {row['engine']:7} {row['estimate'] / 2**20:8.1f} MiB"
            f" {row['truth'] / 2**20:8.1f} MiB {row['estimate'] / (row['truth'] + NOISE):6.2f} {mark}"
        )
    print(f"{len(rows)} measured: {len(under)} under the truth, {len(over)} too far over it")
    return 1 if under or over else 0


if __name__ == "__main__":
    main()
