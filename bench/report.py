"""How are the figures told: as a table to a person, as a file to a program?"""

import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from bench.figure import Figure, Unit
from warehouse.durable import replace_text

MARKS = {True: "[green]✓ met[/]", False: "[bold red]✗ missed[/]", None: ""}


def table(figures: Sequence[Figure]) -> Table:
    """One row a figure, under the name of the peer that it is beside."""
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    shown.add_column("What", no_wrap=True)
    for heading in ("Sentlog", "Target", "", "Peer", "Ratio", "Messages"):
        shown.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for peer, group in groupby(figures, key=lambda figure: figure.peer):
        shown.add_row(f"[italic]beside {peer}[/]")
        for figure in group:
            shown.add_row(*_cells(figure))
        shown.add_section()
    return shown


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        f"  {figure.name}",
        _written(figure.value, figure.unit),
        "" if figure.target is None else f"≤ {figure.target:,.0f} {figure.unit}",
        MARKS[figure.met],
        _written(figure.peer_value, figure.unit),
        f"{figure.ratio:,.3g}" if figure.ratio < 1000 else f"{figure.ratio:,.0f}",
        f"{figure.rows:,}",
    )


def tell(figures: Sequence[Figure], console: Console) -> None:
    console.print(table(figures))
    missed = [figure for figure in figures if figure.met is False]
    promised = [figure for figure in figures if figure.target is not None]
    if promised:
        words = f"{len(promised) - len(missed)} of {len(promised)} targets met"
        console.print(f"{words}; missed: {', '.join(figure.name for figure in missed)}." if missed else f"{words}.")
    console.print("Ratio is Sentlog divided by the peer: below 1 is less time or memory, and for rows/s fewer rows.")


def save(figures: Sequence[Figure], path: Path) -> None:
    """The whole file or the old one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_text(path, json.dumps([figure.record() for figure in figures], indent=2, ensure_ascii=False) + "\n")


def _written(value: float, unit: Unit) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}"
