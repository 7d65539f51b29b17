#!/usr/bin/env python3
"""What batches cost: tiny items end to end, CPU time beside `render`, and live requests in front of a batch.

Usage: batches.py tiny [COUNT] | render [FOLDER] | live [SECONDS]
Runs .build/release/stillwater (or STILLWATER) in a folder of its own, which is removed afterwards.
"""

import os
import shutil
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = os.environ.get("STILLWATER", os.path.join(PROJECT, ".build/release/stillwater"))
PHOTOS = os.path.join(PROJECT, "Examples/photos")


def tiny_picture(number, width=16, height=12):
    """A BMP in colours that no other number has."""
    body = b"".join(
        struct.pack("<I", (number * 2654435 + i * 1031) & 0xFFFFFF)[:3] for i in range(width * height))
    head = struct.pack(
        "<IIIIiiHHIIiiII", 54 + len(body), 0, 54, 40, width, height, 1, 24, 0, len(body), 2835, 2835, 0, 0)
    return b"BM" + head + body


def run(arguments):
    """Exit code, seconds, CPU seconds, and samples of the resident memory in MiB."""
    start, samples = time.time(), []
    process = subprocess.Popen([BINARY] + arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    done = threading.Event()

    def watch():
        while not done.wait(0.5):
            try:
                with open(f"/proc/{process.pid}/status") as file:
                    lines = dict(line.split(":", 1) for line in file)
                samples.append(int(lines["VmRSS"].split()[0]) // 1024)
            except (OSError, KeyError):
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    done.set()
    watcher.join()
    return os.waitstatus_to_exitcode(status), time.time() - start, usage.ru_utime + usage.ru_stime, samples


def create(folder, manifest, sizes, template, *more):
    return subprocess.run(
        [BINARY, "batch", "create", manifest, "--sizes", sizes, "--store", template, "--jobs", f"{folder}/jobs.db",
         *more], capture_output=True, text=True, check=True).stdout.split()[0]


def tiny(folder, count):
    for number in range(count):
        place = f"{folder}/sources/{number // 1000}"
        os.makedirs(place, exist_ok=True)
        with open(f"{place}/{number}.bmp", "wb") as file:
            file.write(tiny_picture(number))
    with open(f"{folder}/list.csv", "w") as file:
        file.write("source,number\n")
        file.writelines(f"local:///{n // 1000}/{n}.bmp,{n}\n" for n in range(count))
    start = time.time()
    create(folder, f"{folder}/list.csv", "8@png", "{dir}/{number}.{ext}")
    print(f"create: {count} lines in {time.time() - start:.1f} s")
    code, seconds, cpu, memory = run(
        ["batch", "run", "--jobs", f"{folder}/jobs.db", "--root", f"{folder}/sources", "--output-root",
         f"{folder}/out"])
    made = sum(len(files) for _, _, files in os.walk(f"{folder}/out"))
    tenths = [max(memory[i * len(memory) // 10:(i + 1) * len(memory) // 10] or [0]) for i in range(10)]
    print(f"run: exit {code}, {made} files, {seconds:.1f} s, {count / seconds:.0f} items/s, {cpu:.1f} s of CPU")
    print(f"resident MiB, the most in each tenth of the time: {tenths}")


def beside_render(folder, sources):
    """CPU time of `render` and of a batch over the same files, in turns."""
    options = ["--sizes", "1600,800,400"]
    ratios = []
    for turn in range(3):
        out = f"{folder}/render-{turn}"
        plain = run(["render", sources, *options, "--out", out, "--name", "{dir}/{stem}-{width}.{ext}"])
        shutil.rmtree(out, ignore_errors=True)
        place = f"{folder}/{turn}"
        os.makedirs(place)
        batch = run(
            ["batch", "create", sources, *options, "--store", "{dir}/{stem}-{width}.{ext}", "--jobs",
             f"{place}/jobs.db", "--output-root", f"{place}/out", "--run"])
        shutil.rmtree(f"{place}/out", ignore_errors=True)
        ratios.append(batch[2] / plain[2])
        print(f"render {plain[2]:.2f} s of CPU (exit {plain[0]}), batch {batch[2]:.2f} s (exit {batch[0]}): "
              f"{ratios[-1]:.3f}", flush=True)
    print(f"median {statistics.median(ratios):.3f}")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def live_times(port, seconds):
    """Times of requests one after the other, in milliseconds."""
    url = f"http://127.0.0.1:{port}/v1/renditions?source=local:///dandelion.jpg&sizes=400"
    times, end = [], time.time() + seconds
    while time.time() < end:
        start = time.perf_counter()
        with urllib.request.urlopen(url) as answer:
            answer.read()
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)


def live(folder, seconds):
    port = free_port()
    server = subprocess.Popen(
        [BINARY, "serve", "--bind", f"127.0.0.1:{port}", "--admin-bind", f"127.0.0.1:{free_port()}", "--root", PHOTOS,
         "--output-root", f"{folder}/out", "--jobs", f"{folder}/jobs.db", "--log-level", "warning"])
    try:
        while True:
            try:
                with socket.create_connection(("127.0.0.1", port)):
                    break
            except OSError:
                time.sleep(0.1)
        live_times(port, 3)
        alone = live_times(port, seconds)
        with open(f"{folder}/list.csv", "w") as file:
            file.write("source,number\n")
            names = [name for name in os.listdir(PHOTOS) if name.endswith(".jpg")]
            file.writelines(f"local:///{names[n % len(names)]},{n}\n" for n in range(100_000))
        name = create(folder, f"{folder}/list.csv", "1600,800,400", "{number}-{width}.{ext}")
        time.sleep(3)
        beside = live_times(port, seconds)
        status = subprocess.run(
            [BINARY, "batch", "status", name, "--jobs", f"{folder}/jobs.db"], capture_output=True, text=True).stdout
        print(status)
        for title, times in [("alone", alone), ("in front of a batch", beside)]:
            print(f"{title}: {len(times)} requests, median {statistics.median(times):.1f} ms, "
                  f"p99 {times[len(times) * 99 // 100]:.1f} ms")
        print(f"p99: {beside[len(beside) * 99 // 100] / alone[len(alone) * 99 // 100]:.2f} of that alone")
    finally:
        server.terminate()
        server.wait()


def main():
    what, argument = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
    folder = tempfile.mkdtemp(prefix="stillwater-batches-")
    try:
        if what == "tiny":
            tiny(folder, int(argument or 100_000))
        elif what == "render":
            beside_render(folder, argument or PHOTOS)
        elif what == "live":
            live(folder, float(argument or 20))
        else:
            sys.exit(__doc__)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
