"""Peak memory of one large JPEG made small, above what the process held before: fresh processes, VmHWM.

The source's bytes are in it, since each contender reads the file into memory.
"""

import json
from statistics import median

from contenders import SINGLE, Worker
from folders import INPUTS, PYTHON, RESULTS, ROOT, SCRIPTS, corpus
from jobs import Job

JOB = Job("memory", "jpeg", "jpeg", (800,), 80)
# Loads libraries and code, so that they count as what an idle process holds.
TINY = ROOT / "Tests" / "Fixtures" / "jpeg" / "grey.jpg"
RUNS = 5


def sources():
    """Two baseline JPEGs of 24 megapixels: a smooth one of half a megabyte, a grainy one of several."""
    import subprocess

    huge = INPUTS / "huge" / "grain-24mp.jpg"
    if not huge.is_file():
        huge.parent.mkdir(parents=True, exist_ok=True)
        photograph = corpus() / "jpeg" / "free-2880x2160-444.jpg"
        subprocess.run([PYTHON, SCRIPTS / "make_inputs.py", "huge", photograph, huge], check=True)
    return [corpus() / "jpeg" / "painting-6000x4000-24mp-icc.jpg", huge]


def peak(contender, source):
    """Bytes above idle at the most, in a new process."""
    with Worker(contender) as worker:
        worker.run(JOB, TINY)
        idle = worker.forget_peak()
        worker.run(JOB, source)
        return worker.peak_bytes() - idle, idle


def run():
    result = []
    for source in sources():
        for contender in SINGLE:
            if not contender.is_installed():
                continue
            peaks = [peak(contender, source) for _ in range(RUNS)]
            result.append(
                {
                    "source": source.name,
                    "source_bytes": source.stat().st_size,
                    "contender": contender.name,
                    "peak_bytes": sorted(above for above, _ in peaks),
                    "idle_bytes": median(idle for _, idle in peaks),
                }
            )
    return result


def main():
    result = run()
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "memory.json").write_text(json.dumps(result, indent=1))
    for row in result:
        print(
            f"{row['source']:34} {row['source_bytes'] / 1e6:5.1f} MB  {row['contender']:22}"
            f" {median(row['peak_bytes']) / 1e6:6.1f} MB above {row['idle_bytes'] / 1e6:.1f} MB"
        )


if __name__ == "__main__":
    main()
