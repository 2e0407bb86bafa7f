"""Hypothesis plays histories in a process of its own: many more than in a test."""

import os
import subprocess
import sys

from tests.faults.campaign import Report
from tests.stack import ROOT


def play(seed: int, *, count: int) -> Report:
    """So many; Hypothesis tells the one that failed."""
    result = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            f"--hypothesis-seed={seed}",
            "tests/faults/test_histories.py",
        ],
        cwd=ROOT,
        env={**os.environ, "HISTORIES": str(count)},
        capture_output=True,
        text=True,
        check=False,
    )
    report = Report(seed, students=count)
    report.faults["history"] = count
    if result.returncode:
        report.lost.append(result.stdout[-8000:])
    return report
