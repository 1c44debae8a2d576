"""What is timed, and the ways to do it."""

import gc
import time
from dataclasses import dataclass
from typing import Callable, Sequence

import torch


@dataclass
class Variant:
    """One way to do a piece of work: run is timed, check gives the tensors that must agree with the other side's."""

    run: Callable[[], object]
    check: Callable[[], Sequence[torch.Tensor]]


def pure(function):
    """Work without state, whose result is what is checked."""

    def check():
        result = function()
        return result if isinstance(result, (tuple, list)) else (result,)

    return Variant(function, check)


CLOCKS = {"WALL": time.perf_counter_ns, "CPU": time.process_time_ns}


def nanoseconds(run, samples, calls, clock="WALL"):
    """Nanoseconds of a call: so many samples, each the mean of so many calls."""
    now = CLOCKS[clock]
    times = []
    repeat = range(calls)
    gc.disable()
    for _ in range(samples):
        start = now()
        for _ in repeat:
            run()
        times.append((now() - start) / calls)
    gc.enable()
    return times
