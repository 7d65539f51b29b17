"""The parts of the report: each gives Markdown and plots, or nothing when its part has not run."""

from statistics import median

from chart import Bar, chart
from jobs import JOBS
from quality import MEASURED

MEGABYTE = 1e6
MICROSECONDS = {"ns": 1e-3, "μs": 1, "us": 1, "ms": 1e3, "s": 1e6}


def table(head, rows):
    """Markdown; columns of numbers are written as they come."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def figure(name, title):
    return f"![{title}](benchmarks/{name}.svg)\n"


def floor(read):
    results = {name: result for name in JOBS if (result := read(f"floor-{name}"))}
    if not results:
        return "", {}
    rows, groups, goals = [], {}, {}
    for name, result in results.items():
        job = JOBS[name]
        for contender, ratio in result["ratios"].items():
            if ratio:
                goal = f"{job.goal:.2f}" if job.goal and contender == "libvips-8.14" else ""
                rows.append(floor_row(job, contender, ratio, goal))
                bar = Bar(contender, ratio["of_sums"], (ratio["quartiles"][0], ratio["quartiles"][2]))
                if contender != "libvips-8.14-jemalloc":
                    groups.setdefault(job.title, []).append(bar)
        goals[job.title] = job.goal
    title = "CPU time of the engine over that of others"
    head = ["Job", "Against", "Ratio", "At most", "Quartiles of the files", "Ours, ms", "Theirs, ms", "Bytes", "Files"]
    text = f"""## The floor

Below 1 the engine is faster; red is the goal against libvips 8.14. The ratio is that of the sums over all files; bytes
are ours divided by theirs. All use the same quality setting; libvips and Pillow otherwise use their defaults, and libvips
writes AVIF at the effort that the engine uses. "ladder": several widths from one decode, built from libvips' own calls;
the five are 1600, 1200, 800, 400 and 200 wide.

{figure("floor", title)}
{table(head, rows)}"""
    return text, {"floor": chart(title, groups, "ratio", goals=goals, line=1)}


def floor_row(job, contender, ratio, goal):
    low, middle, high = ratio["quartiles"]
    ours, theirs = ratio["milliseconds"]
    row = [job.title, contender, f"**{ratio['of_sums']:.3f}**", goal, f"{low:.2f} – {middle:.2f} – {high:.2f}"]
    return [*row, f"{ours:.1f}", f"{theirs:.1f}", f"{ratio['bytes']:.3f}", str(ratio["files"])]


def quality(read):
    rows, groups = [], {}
    for name in MEASURED:
        for row in (read(f"quality-{name}") or {"summary": []})["summary"]:
            title = JOBS[name].title
            if len(JOBS[name].widths) > 1:
                title = f"{title}, the {row['width']}"
            low, middle, high = row["equal"]
            gain = [f"{value:+.2f}" for value in row["gain"]]
            written = [title, row["contender"], f"{row['score']:.2f}", f"{middle:.2f}", f"{low:.1f} – {high:.1f}"]
            difference = "" if row["contender"] == "stillwater" else f"{gain[1]} ({gain[0]} – {gain[2]})"
            rows.append([*written, difference, f"{row['bytes'] / 1000:.0f}", str(row["files"])])
            groups.setdefault(title, []).append(Bar(row["contender"], middle, (low, high)))
    if not rows:
        return "", {}
    title = "SSIMULACRA 2 at equal bytes, median"
    head = ["Job", "Contender", "Score", "At our bytes", "Quartiles", "We are better by", "kB", "Files"]
    text = f"""## Quality

SSIMULACRA 2 (100: identical; 90: indistinguishable; 70: high), because it matches human perception better than SSIM and
takes colour into account, against an exact reference: the source decoded as a whole and resized with Lanczos 3 in
floating point, in gamma space, in which all contenders resize, too. "At our bytes": each contender writes at two
qualities, and its score is interpolated at the server's bytes. The difference is the median over the files, with
quartiles.

{figure("quality", title)}
{table(head, rows)}"""
    return text, {"quality": chart(title, groups, "score", 1)}


def memory(read):
    results = read("memory")
    if not results:
        return "", {}
    rows, groups = [], {}
    for row in results:
        peaks = [peak / MEGABYTE for peak in row["peak_bytes"]]
        label = f"{row['source']}, {row['source_bytes'] / MEGABYTE:.1f} MB"
        peak = f"**{median(peaks):.1f}** ({peaks[0]:.1f} – {peaks[-1]:.1f})"
        rows.append([label, row["contender"], peak, f"{row['idle_bytes'] / MEGABYTE:.1f}"])
        groups.setdefault(label, []).append(Bar(row["contender"], median(peaks), (peaks[0], peaks[-1])))
    title = "Peak memory of a 24-megapixel JPEG to 800, above idle"
    text = f"""## Memory

VmHWM of a new process, above its memory after a tiny picture. The source's bytes are included. The goal is 12 MB for the
first.

{figure("memory", title)}
{table(["Source", "Contender", "Peak, MB (least – most)", "Idle, MB"], rows)}"""
    return text, {"memory": chart(title, groups, "MB", 1)}


def servers(read):
    results = read("serve-pictures")
    if not results:
        return "", {}
    rows, speed, cpu = [], {}, {}
    for row in results:
        label = f"{row['connections']} connection" + "s" * (row["connections"] > 1)
        times = [f"{1000 * row[key]:.0f}" for key in ("p50", "p99")]
        peak = f"{row['peak_bytes'] / MEGABYTE:.0f}"
        written = [label, row["server"], f"**{row['per_second']:.1f}**", *times, f"{1000 * row['cpu']:.1f}", peak]
        rows.append([*written, f"{row['bytes'] / 1000:.1f}", str(row["requests"]), str(row["failures"])])
        speed.setdefault(label, []).append(Bar(row["server"], row["per_second"]))
        cpu.setdefault(label, []).append(Bar(row["server"], 1000 * row["cpu"]))
    head = ["Load", "Server", "Requests/s", "p50, ms", "p99, ms", "CPU, ms", "Peak, MB", "kB each", "Requests"]
    head.append("Failed")
    text = f"""## The server

JPEG photographs to 800 at quality 80 over loopback HTTP, from a separate origin, with a different source URL for every
request: nothing can be cached or shared. A new process for each line; as many workers as cores. Load
and origin run on the same cores. CPU time is per request; memory is the peak of all its processes.

{figure("serve", "Requests per second")}
{figure("serve-cpu", "CPU time per request")}
{table(head, rows)}"""
    plots = {
        "serve": chart("Requests per second", speed, "requests/s", 1),
        "serve-cpu": chart("CPU time per request", cpu, "ms", 1),
    }
    return text, plots


def overhead(read):
    engine, small = read("serve-engine"), read("serve-small")
    if not engine or not small:
        return "", {}
    loops = []
    kinds = {
        "server": "over HTTP", "loops": "of that the event loops", "bare": "a bare server, which makes no picture",
    }
    for name, seconds in engine["seconds"].items():
        kind, _, count = name.partition(" ")
        label = f"{kinds[kind]}, {count} at a time" if count else "the engine in a loop"
        loops.append([label, f"{1000 * median(seconds):.2f}", f"**{engine['ratios'][name]:.3f}**"])
    rows = []
    for row in small["rows"]:
        written = [row["what"], str(row["connections"]), f"{row['per_second']:.0f}", f"{1000 * row['p99']:.2f}"]
        render = small["tiny_engine"] if row["what"] == "a tiny picture" else 0
        rows.append([*written, f"{1e6 * row['cpu']:.0f}", f"**{1e6 * (row['cpu'] - render):.0f}**"])
    text = f"""## The overhead of the server

CPU time per photograph, JPEG to 800, in turn. The goal is 1.05, which is missed. The bare server (`Benchmarks/BareServer`) is the
minimum that the same HTTP libraries can do: it receives as many bytes into one buffer and sends as many, without settings, limits,
deadlines, address rules, planning, metrics or logs, and with its code and data warm, because no picture is made between two requests.
The time beyond the engine's is mostly spent in the event loops, which receive and send, parse, plan and log, and wake the render
threads. No function takes more than a fifteenth of it: the kernel's sockets and wake-ups, copying, retains and allocations in hundreds of
small functions.

{table(["", "CPU, ms", "Ratio"], loops)}
Requests with hardly any picture. `/health` renders one pixel, at most once a second, to check that rendering works. The
engine alone takes {1e6 * small["tiny_engine"]:.0f} µs for the tiny picture; the rest is fetching, HTTP, planning and
logging. The goal for it is 400 µs, which is missed; the bare server takes what its rows say for answering two bytes, and for fetching
the tiny picture and answering as many bytes as ours.

{table(["Request", "Connections", "Requests/s", "p99, ms", "CPU, µs", "Without the render, µs"], rows)}"""
    return text, {}


def operations(read):
    times, instructions = read("operations/Current_run.jmh"), read("instructions")
    if not times:
        return "", {}
    rows = []
    for name, metrics in sorted(times_by_operation(times).items()):
        count = f"{instructions[name]:,}" if instructions and name in instructions else ""
        rows.append([name, metrics.get("time", ""), metrics.get("allocations", ""), count])
    text = f"""## Operations

Single steps on the project's own small inputs. Allocations and instructions do not depend on what else the machine
does: `make bench-check` compares them with the thresholds in `Benchmarks/thresholds`. Instructions are valgrind's, without
libvips' code that is generated at run time.

{table(["Operation", "Time, µs (median)", "Allocations", "Instructions"], rows)}"""
    return text, {}


def times_by_operation(results):
    """The library's JMH export, as {operation: {"time": …, "allocations": …}}."""
    found = {}
    for result in results:
        metrics = result["secondaryMetrics"]
        wall, allocations = metrics["Time (wall clock)"], metrics["Allocations"]
        microseconds = wall["scorePercentiles"]["50.0"] * MICROSECONDS[wall["scoreUnit"].split(" ")[0].rstrip("/")]
        found[result["benchmark"].rpartition(".")[2]] = {
            "time": f"{microseconds:,.1f}",
            "allocations": f"{allocations['scorePercentiles']['50.0']:,.0f}",
        }
    return found


ALL = (floor, quality, memory, servers, overhead, operations)
