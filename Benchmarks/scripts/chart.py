"""Bar charts as SVG."""

from dataclasses import dataclass
from html import escape

COLOURS = ("#1b6ca8", "#c05621", "#3c8d2f", "#7b4fa3", "#8a8a8a", "#b08d00")
LABELS, PLOT, BAR, GAP, TOP, FOOT = 250, 480, 13, 12, 58, 34


@dataclass
class Bar:
    series: str
    value: float
    # The middle half, as a thin line; None: none.
    spread: tuple | None = None


def ticks(highest):
    """Round numbers from 0 up to `highest`."""
    step = 10 ** len(str(int(highest))) / 100
    while highest / step > 8:
        step *= 2 if str(step).lstrip("0.").startswith(("1", "5")) else 2.5
    count = int(highest / step)
    return [step * index for index in range(count + 1)]


def text(x, y, content, anchor="start", size=12, extra=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"{extra}>{escape(content)}</text>'


def chart(title, groups, unit, digits=2, goals=None, line=None):
    """Horizontal bars in groups: `groups` is {label: [Bar]}, `goals` {label: value}, `line` a value drawn through."""
    series = list(dict.fromkeys(bar.series for bars in groups.values() for bar in bars))
    colours = {name: COLOURS[index % len(COLOURS)] for index, name in enumerate(series)}
    bars = [bar for group in groups.values() for bar in group]
    highest = max([bar.spread[1] if bar.spread else bar.value for bar in bars] + [line or 0]) * 1.02
    height = TOP + sum(len(group) * BAR + GAP for group in groups.values()) + FOOT

    def at(value):
        return LABELS + PLOT * value / highest

    parts = [_head(title, height), *_legend(series, colours)]
    for value in ticks(highest):
        parts.append(f'<path d="M{at(value):.1f} {TOP}V{height - FOOT}" stroke="#ddd"/>')
        parts.append(text(at(value), height - FOOT + 14, f"{value:g}", "middle", 11))
    parts.append(text(LABELS + PLOT, height - 4, unit, "end", 11))
    y = TOP + GAP / 2
    for label, group in groups.items():
        parts.append(text(LABELS - 8, y + len(group) * BAR / 2 + 4, label, "end"))
        if goals and goals.get(label):
            x = at(goals[label])
            parts.append(f'<path d="M{x:.1f} {y - 3:.1f}v{len(group) * BAR + 6}" stroke="#c00" stroke-width="2"/>')
        for bar in group:
            parts += _bar(bar, y, at, colours, digits)
            y += BAR
        y += GAP
    if line is not None:
        parts.append(f'<path d="M{at(line):.1f} {TOP}V{height - FOOT}" stroke="#333" stroke-dasharray="4 3"/>')
    return "\n".join([*parts, "</svg>\n"])


def _head(title, height):
    width = LABELS + PLOT + 60
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' font-family="sans-serif" fill="#222"><title>{escape(title)}</title>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>'
    ) + text(10, 22, title, size=15, extra=' font-weight="bold"')


def _legend(series, colours):
    x = 10
    for name in series:
        yield f'<rect x="{x}" y="34" width="11" height="11" fill="{colours[name]}"/>' + text(x + 15, 44, name)
        x += 30 + 7 * len(name)


def _bar(bar, y, at, colours, digits):
    width = at(bar.value) - at(0)
    yield f'<rect x="{LABELS}" y="{y:.1f}" width="{width:.1f}" height="{BAR - 2}" fill="{colours[bar.series]}"/>'
    end = at(bar.value)
    if bar.spread:
        low, high = (at(value) for value in bar.spread)
        end = max(end, high)
        yield f'<path d="M{low:.1f} {y + BAR / 2 - 1:.1f}H{high:.1f}" stroke="#111"/>'
    yield text(end + 4, y + BAR - 4, f"{bar.value:.{digits}f}", size=10)
