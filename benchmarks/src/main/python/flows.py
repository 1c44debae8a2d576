"""Trains zuko's flows and VFlow on tables of numbers: the processor time and the clock to the held-out ln p of each flow.

    python3 flows.py VFLOW TRAIN.csv NEW.csv [TRAIN.csv NEW.csv ...] [--threads 1] [--limit 400]

A flow of zuko (three transforms of two layers of 64, Adam at 0.001, batches of 256, a tenth of the rows held out) trains until 20 passes bring no
better ln p of the held-out rows, and keeps the best parameters. VFlow trains by `train --within`, for 2, 4, 8, ... seconds, until its mean ln p of the
new rows is that of the flow; the start of the JVM counts, the imports of Python do not. `times` is the ratio of processor times. All columns are
real numbers.
"""

import argparse
import csv
import math
import os
import pathlib
import resource
import subprocess
import tempfile
import time

import numpy
import torch
import zuko

TRANSFORMS, HIDDEN, RATE, BATCH, PATIENCE, PASSES = 3, [64, 64], 1e-3, 256, 20, 2_000
BUDGETS = (2, 4, 8, 16, 32, 64)


def table(file):
    with open(file) as lines:
        header, *rows = csv.reader(lines)
    return header, numpy.array([[float(cell) for cell in row] for row in rows])


class Fit:
    """A trained flow: ln p of the new rows, processor time and clock."""

    def __init__(self, flow, train, new, limit):
        clock, processor = time.perf_counter(), time.process_time()
        mean, std = train.mean(0), train.std(0)
        x, y = (torch.tensor((rows - mean) / std, dtype=torch.float32) for rows in (train, new))
        order = torch.randperm(len(x))
        held, rest = x[order[: len(x) // 10]], x[order[len(x) // 10 :]]
        model = flow(x.shape[1], transforms=TRANSFORMS, hidden_features=HIDDEN)
        adam = torch.optim.Adam(model.parameters(), lr=RATE)
        best, vain, kept = -math.inf, 0, None
        for _ in range(PASSES):
            for batch in torch.randperm(len(rest)).split(BATCH):
                adam.zero_grad()
                (-model().log_prob(rest[batch]).mean()).backward()
                torch.nn.utils.clip_grad_norm_(model.parameters(), 5)
                adam.step()
            with torch.no_grad():
                now = model().log_prob(held).mean().item()
            vain = 0 if now > best else vain + 1
            if now > best:
                best, kept = now, {name: value.clone() for name, value in model.state_dict().items()}
            if vain == PATIENCE or time.process_time() - processor > limit:
                break
        self.processor, self.clock = time.process_time() - processor, time.perf_counter() - clock
        model.load_state_dict(kept)
        with torch.no_grad():
            all = model().log_prob(y).double().numpy() - numpy.log(std).sum()
        self.log_prob = all[numpy.isfinite(all)].mean()


class Trained:
    """VFlow within a time: ln p of the new rows, processor time and clock."""

    def __init__(self, vflow, train, new, header, seconds, threads):
        with tempfile.TemporaryDirectory() as folder:
            model, scored = (os.path.join(folder, name) for name in ("m.safetensors", "scored.csv"))
            columns = [option for name in header for option in ("--column", name + "=real")]
            before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            run(vflow, "train", train, "--out", model, "--within", f"{seconds}s", "--threads", str(threads), *columns)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            self.clock = time.perf_counter() - clock
            self.processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            run(vflow, "score", model, new, "--out", scored)
            with open(scored) as lines:
                self.log_prob = numpy.mean([float(row["log_prob"]) for row in csv.DictReader(lines)])


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(" ".join(words) + ": " + done.stderr[-300:])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("vflow")
    options.add_argument("tables", nargs="+")
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--limit", type=float, default=400)
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    print("table,threads,flow,log_prob,processor_s,clock_s,vflow_log_prob,vflow_processor_s,vflow_clock_s,times", flush=True)
    for train, new in zip(given.tables[::2], given.tables[1::2]):
        header, rows = table(train)
        _, others = table(new)
        ours = {}
        for name, flow in (("NSF", zuko.flows.NSF), ("MAF", zuko.flows.MAF)):
            torch.manual_seed(1)
            theirs = Fit(flow, rows, others, given.limit)
            for seconds in BUDGETS:
                if seconds not in ours:
                    ours[seconds] = Trained(given.vflow, train, new, header, seconds, given.threads)
                if ours[seconds].log_prob >= theirs.log_prob:
                    break
            won = ours[seconds]
            reached = won.log_prob >= theirs.log_prob
            print(
                f"{pathlib.Path(train).parent.name},{given.threads},{name},{theirs.log_prob:.2f},{theirs.processor:.1f},{theirs.clock:.1f},"
                f"{won.log_prob:.2f},{won.processor:.1f},{won.clock:.1f},{theirs.processor / won.processor if reached else math.nan:.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
