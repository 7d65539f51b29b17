"""A soak's course as SVG: memory over time, and who waits."""

from chart import text

WIDTH, HEIGHT, LEFT, TOP, RIGHT, FOOT = 760, 320, 56, 40, 60, 40
SERIES = (("rss", "resident", "#1b6ca8"), ("workers", "of it, workers'", "#6aa84f"), ("held", "held of the budget", "#c05621"))


def path(points, colour):
    return f'<path d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in points)}" fill="none" stroke="{colour}"/>'


def plot(title, samples, limit):
    """`samples` are dictionaries with `time` in seconds, `rss` and `held` in bytes, and `waiting`."""
    last = max(sample["time"] for sample in samples) or 1
    highest = max([sample["rss"] for sample in samples] + [limit]) * 1.05
    most = max([sample["waiting"] for sample in samples] + [1])

    def x(sample):
        return LEFT + (WIDTH - LEFT - RIGHT) * sample["time"] / last

    def y(value, top):
        return HEIGHT - FOOT - (HEIGHT - TOP - FOOT) * value / top

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        text(LEFT, 18, title, size=13),
    ]
    step = max(16, int(highest / 2**20 / 6) // 16 * 16)
    for mebibytes in range(0, int(highest / 2**20) + 1, step):
        at = y(mebibytes * 2**20, highest)
        parts.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(text(LEFT - 6, at + 4, f"{mebibytes}", "end", 11))
    parts.append(path([(x(s), y(s["waiting"], most)) for s in samples], "#ccc"))
    for name, _, colour in SERIES:
        parts.append(path([(x(sample), y(sample[name], highest)) for sample in samples], colour))
    at = y(limit, highest)
    parts.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#a00" stroke-dasharray="6 4"/>')
    legend = [*((label, colour) for _, label, colour in SERIES), ("limit", "#a00"), (f"waiting (most: {most})", "#aaa")]
    for index, (label, colour) in enumerate(legend):
        parts.append(text(LEFT + 150 * index, 34, label, extra=f' fill="{colour}"'))
    parts.append(text(LEFT, HEIGHT - 8, "MiB over seconds", size=11))
    parts.append(text(WIDTH - RIGHT, HEIGHT - FOOT + 16, f"{last:.0f} s", "end", 11))
    return "\n".join([*parts, "</svg>", ""])
