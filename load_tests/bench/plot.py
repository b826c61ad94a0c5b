"""The picture of CPU cost over the number of streams, as PNG; drawn with matplotlib's own backend, no display."""

from pathlib import Path

from load_tests.bench.rows import Row


def draw(rows: list[Row], path: Path) -> bool:
    """False where the rows hold nothing to draw."""
    lines: dict[str, list[tuple[int, float]]] = {}
    for row in rows:
        if row.family == "media" and row.unit == "ms" and row.measure.startswith("CPU") and "streams" in row.note:
            lines.setdefault(row.measure.partition(", ")[2], []).append((int(row.note.split()[0]), row.value))
    if not lines:
        return False
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.add_subplot()
    for name, points in lines.items():
        axes.plot(*zip(*sorted(points), strict=True), marker="o", label=name)
    axes.axhline(6, color="grey", linestyle=":", label="goal, recorded")
    axes.set(xlabel="streams", ylabel="CPU ms a stream-second", yscale="log", title="What a stream costs")
    axes.set_xticks(sorted({streams for points in lines.values() for streams, _ in points}))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=120)
    return True
