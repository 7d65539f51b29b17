"""Quality beside speed: SSIMULACRA 2 of each contender's files against an exact reference, and their bytes.

    quality.py [JOB …]

Each floor writes at two qualities; its score at the server's bytes lies on the line between them (score over the
logarithm of the bytes), so that none gains by writing more.
"""

import json
import math
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from statistics import median, quantiles

from contenders import SEVERAL, SINGLE, STILLWATER, Refused, Worker
from folders import OUTPUTS, RESULTS
from jobs import JOBS
from photographs import inputs

MEASURED = ("jpeg-200", "jpeg-800", "jpeg-list", "png-512", "jpeg-webp-800", "webp-800", "jpeg-avif-800")
# A list's large pictures take long to compare and say the least: they are what single pictures of that size are.
LARGEST = {"jpeg-list": 400}
# Every how manieth photograph, where fewer than the floor's are enough.
FEWER = {"jpeg-list": 3}
# How far apart the two qualities are.
STEP = 4
LEFT_OUT = ("libvips-8.14-jemalloc",)


def score(reference, result):
    """SSIMULACRA 2: 100 is the same, 90 can't be told apart, 70 is high quality. Paths; grey counts as RGB."""
    from PIL import Image
    from ssimulacra2 import compute_ssimulacra2

    colours = result + ".rgb.png"
    with Image.open(result) as image:
        image.convert("RGB").save(colours, compress_level=0)
    return float(compute_ssimulacra2(reference, colours))


def write_reference(source, size, path):
    from reference import resized

    width, height = map(int, size.split("x"))
    resized(source, width, height).save(path, compress_level=0)


def render(worker, job, source, quality, folder):
    """The files of one contender: [(width, path, bytes, size)]."""
    prefix = folder / f"{source.stem}-{worker.contender.name}-{quality}"
    answer = worker.run(job, source, destination=prefix, quality=quality)
    extension = "jpg" if job.target == "jpeg" else job.target
    rows = zip(job.widths, answer.bytes, answer.sizes)
    largest = LARGEST.get(job.name, max(job.widths))
    return [(width, f"{prefix}-{width}.{extension}", count, size) for width, count, size in rows if width <= largest]


def at_bytes(points, count):
    """The score at `count` bytes, on the line through two points of (bytes, score)."""
    (bytes_a, score_a), (bytes_b, score_b) = points
    if bytes_a == bytes_b:
        return score_a
    share = (math.log(count) - math.log(bytes_a)) / (math.log(bytes_b) - math.log(bytes_a))
    return score_a + share * (score_b - score_a)


def files_of(job, source, workers, folder):
    """Every contender's files: {name: [[first quality's files], [second quality's files]]}."""
    made = {}
    for worker in workers:
        name = worker.contender.name
        try:
            made[name] = [render(worker, job, source, job.quality, folder)]
            if name != STILLWATER.name and job.target != "png":
                ours = sum(row[2] for row in made[STILLWATER.name][0])
                step = STEP if sum(row[2] for row in made[name][0]) <= ours else -STEP
                made[name].append(render(worker, job, source, job.quality + step, folder))
        except Refused as refusal:
            print(refusal, file=sys.stderr)
            made.pop(name, None)
    return made


def measure(job, pool):
    """Rows of {"width", "contender", "file", "bytes", "score", "equal"}: `equal` is the score at the server's bytes."""
    folder = OUTPUTS / "quality" / job.name
    folder.mkdir(parents=True, exist_ok=True)
    everyone = SEVERAL if len(job.widths) > 1 else SINGLE
    sources = inputs(job.source)[:: FEWER.get(job.name, job.step)]
    with ExitStack() as stack:
        contenders = [c for c in everyone if c.is_installed() and c.name not in LEFT_OUT]
        workers = [stack.enter_context(Worker(contender)) for contender in contenders]
        made = {source: files_of(job, source, workers, folder) for source in sources}
    return list(rows(made, scored(made, folder, pool)))


def scored(made, folder, pool):
    """The score of each file by its path. A reference has its file's size: contenders round 112.5 up or down."""
    results = [
        (source, path, size)
        for source, files in made.items()
        for versions in files.values()
        for version in versions
        for _, path, _, size in version
    ]
    references = {(source, size): str(folder / f"{source.stem}-reference-{size}.png") for source, _, size in results}
    for written in [pool.submit(write_reference, *key, path) for key, path in references.items()]:
        written.result()
    scores = {path: pool.submit(score, references[source, size], path) for source, path, size in results}
    return {path: future.result() for path, future in scores.items()}


def rows(made, scores):
    for source, files in made.items():
        ours = {width: count for width, _, count, _ in files[STILLWATER.name][0]}
        for name, versions in files.items():
            for index, (width, path, count, _) in enumerate(versions[0]):
                points = [(version[index][2], scores[version[index][1]]) for version in versions]
                equal = at_bytes(points, ours[width]) if len(points) > 1 else scores[path]
                row = {"width": width, "contender": name, "file": source.name, "bytes": count}
                yield {**row, "score": scores[path], "equal": equal}


def summary(rows):
    """Per width and contender: scores, scores at equal bytes, bytes, and by how much the server is better."""
    ours = {(row["width"], row["file"]): row for row in rows if row["contender"] == STILLWATER.name}
    keys = dict.fromkeys((row["width"], row["contender"]) for row in rows)
    for width, name in keys:
        mine = [row for row in rows if (row["width"], row["contender"]) == (width, name)]
        gains = [ours[width, row["file"]]["score"] - row["equal"] for row in mine]
        yield {
            "width": width,
            "contender": name,
            "files": len(mine),
            "score": median(row["score"] for row in mine),
            "equal": quantiles([row["equal"] for row in mine], n=4),
            "gain": quantiles(gains, n=4),
            "bytes": sum(row["bytes"] for row in mine),
        }


def main(names):
    RESULTS.mkdir(exist_ok=True)
    with ProcessPoolExecutor() as pool:
        for name in names or MEASURED:
            measured = measure(JOBS[name], pool)
            result = {"job": name, "summary": list(summary(measured)), "rows": measured}
            (RESULTS / f"quality-{name}.json").write_text(json.dumps(result, indent=1))
            for row in result["summary"]:
                print(
                    f"{name:14} {row['width']:5} {row['contender']:20} score {row['score']:6.2f}, at our bytes"
                    f" {row['equal'][1]:6.2f}, ours is {row['gain'][1]:+.2f} better, {row['bytes']} bytes",
                    flush=True,
                )


if __name__ == "__main__":
    main(sys.argv[1:])
