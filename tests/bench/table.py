"""One table of all benchmarks: each row is printed, and kept in $UNDERSIGNED_BENCH_TABLE for
`./check --bench` to show at the end."""

import os


def row(what, figure, goal=""):
    print(f"{what}: {figure}" + (f" (goal: {goal})" if goal else ""), flush=True)
    kept = os.environ.get("UNDERSIGNED_BENCH_TABLE")
    if kept:
        with open(kept, "a", encoding="utf-8") as table:
            table.write(f"| {what} | {figure} | {goal} |\n")


def bars(rows, unit):
    """rows: (name, value); the longest bar is the largest value."""
    most = max(value for _, value in rows)
    for name, value in rows:
        print(f"  {name:10} {'█' * max(1, round(value / most * 40)):40} {value:8.0f} {unit}", flush=True)
