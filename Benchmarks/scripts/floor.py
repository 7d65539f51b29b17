"""The floor: the same jobs through the server's engine and through others, CPU time as ratios within one run.

    Benchmarks/floor jpeg-800                        one job, the corpus' photographs
    Benchmarks/floor jpeg-800 a.jpg b.jpg            these files
    Benchmarks/floor --against libvips-8.14 jpeg-800 only that contender
    Benchmarks/floor --list                          names of jobs and contenders

Rounds go through the contenders in turn, file by file, so that a machine that slows down slows all of them.
"""

import argparse
import json
from contextlib import ExitStack
from statistics import median, quantiles

from contenders import SEVERAL, SINGLE, STILLWATER, Refused, Worker
from folders import RESULTS
from jobs import JOBS
from photographs import inputs


def measure(job, files, contenders, rounds, progress=lambda text: None):
    """Samples by contender and file: {name: {file: {"seconds": […], "bytes": n, "sizes": […]}}}."""
    samples = {contender.name: {} for contender in contenders}
    with ExitStack() as stack:
        workers = [stack.enter_context(Worker(contender)) for contender in contenders]
        for file in files:
            for round in range(rounds + 1):
                for worker in workers[round % len(workers) :] + workers[: round % len(workers)]:
                    _sample(samples[worker.contender.name], worker, job, file, is_warm_up=round == 0)
            progress(file.name)
    return samples


def _sample(samples, worker, job, file, is_warm_up):
    try:
        answer = worker.run(job, file)
    except Refused as refusal:
        samples.setdefault("refused", {})[file.name] = str(refusal)
        return
    entry = samples.setdefault(file.name, {"seconds": [], "bytes": sum(answer.bytes), "sizes": answer.sizes})
    if not is_warm_up:
        entry["seconds"] += answer.seconds


def ratios(samples, floor):
    """The server against `floor`: of the sums over the files, and of each file; only files that both could do."""
    ours, theirs = samples[STILLWATER.name], samples[floor]
    files = [name for name in ours if name != "refused" and name in theirs]
    if not files:
        return None
    times = {name: (median(ours[name]["seconds"]), median(theirs[name]["seconds"])) for name in files}
    each = sorted(mine / other for mine, other in times.values())
    low, middle, high = quantiles(each, n=4) if len(each) > 1 else each * 3
    return {
        "files": len(files),
        "of_sums": sum(mine for mine, _ in times.values()) / sum(other for _, other in times.values()),
        "quartiles": [low, middle, high],
        "milliseconds": [1000 * sum(pair[side] for pair in times.values()) / len(files) for side in (0, 1)],
        "bytes": sum(ours[name]["bytes"] for name in files) / sum(theirs[name]["bytes"] for name in files),
        "each": {name: mine / other for name, (mine, other) in times.items()},
    }


def run_job(job, files=None, against=None, rounds=3, progress=lambda text: None):
    """One job's result, as it is kept in the results folder."""
    everyone = SEVERAL if len(job.widths) > 1 else SINGLE
    contenders = [c for c in everyone if c == STILLWATER or not against or c.name in against]
    missing = [c.name for c in contenders if not c.is_installed()]
    contenders = [c for c in contenders if c.name not in missing]
    if STILLWATER not in contenders:
        raise SystemExit("The engine is not built: make bench-build")
    files = files or inputs(job.source)[:: job.step]
    samples = measure(job, files, contenders, rounds, progress)
    floors = [c.name for c in contenders if c != STILLWATER]
    return {
        "job": job.name,
        "rounds": rounds,
        "missing": missing,
        "refused": {name: samples[name].pop("refused", {}) for name in samples},
        "ratios": {name: ratios(samples, name) for name in floors},
        "samples": samples,
    }


def table(result, job, each):
    """The result as lines for a terminal."""
    yield f"{job.title}, CPU time of the server's engine over that of:"
    for name, ratio in result["ratios"].items():
        if ratio is None:
            yield f"  {name:22} can't do it"
            continue
        low, middle, high = ratio["quartiles"]
        ours, theirs = ratio["milliseconds"]
        goal = f"  (goal {job.goal:.2f})" if job.goal and name == "libvips-8.14" else ""
        yield (
            f"  {name:22} {ratio['of_sums']:.3f}{goal}  files: {low:.2f} {middle:.2f} {high:.2f}"
            f"  {ours:.1f}/{theirs:.1f} ms  bytes ×{ratio['bytes']:.3f}  {ratio['files']} files"
        )
        if each:
            yield from (f"      {value:.3f}  {file}" for file, value in sorted(ratio["each"].items()))
    for name, refusals in result["refused"].items():
        yield from (f"  refused: {text}" for text in refusals.values())


def main():
    from pathlib import Path

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("job", nargs="?", help="a job's name, or `all`")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--against", action="append", help="only this contender; can be repeated")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--each", action="store_true", help="one line for each file, too")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    if options.list or not options.job:
        print("jobs:", *JOBS, "\ncontenders:", *dict.fromkeys(c.name for c in SINGLE + SEVERAL))
        return
    RESULTS.mkdir(exist_ok=True)
    for job in JOBS.values() if options.job == "all" else [JOBS[options.job]]:
        result = run_job(job, options.files, options.against, options.rounds)
        print("\n".join(table(result, job, options.each)), flush=True)
        if not options.files and not options.against:
            (RESULTS / f"floor-{job.name}.json").write_text(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
