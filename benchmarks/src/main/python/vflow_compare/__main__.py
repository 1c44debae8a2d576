"""Answers requests line by line; arrays follow their line as little-endian float32.

    about                         what runs here
    threads N                     how many threads a work may use
    open WORK ARGUMENT...         starts a work
    put NAME DIMENSION...         gives it an array
    ready                         answers the names of its variants
    check VARIANT                 answers how many arrays, then for each its size and its numbers
    time VARIANT SAMPLES CALLS CLOCK
                                  answers nanoseconds of a call, one number for each sample

An answer is a line that starts with ok, or one that starts with error and says why.
"""

import os
import sys
import warnings

try:
    import numpy
    import torch
except ImportError:
    sys.exit("PyTorch is not installed for " + sys.executable)

from vflow_compare import image, kernels, mixture, rows, toy, work

WORKS = {**kernels.WORKS, **mixture.WORKS, **toy.WORKS, **rows.WORKS, **image.WORKS}


def about():
    with open("/proc/self/maps") as maps:
        blas = sorted({line.split()[-1] for line in maps if "blas" in line})
    essentials = [line.strip(" -") for line in torch.__config__.show().split("\n") if "MKL-DNN" in line or "capability" in line]
    return "; ".join(
        [
            f"PyTorch {torch.__version__}",
            f"mkldnn {'available' if torch.backends.mkldnn.is_available() else 'not available'}",
            *essentials,
            "BLAS " + ", ".join(os.path.basename(os.path.dirname(b)) + "/" + os.path.basename(b) for b in blas),
        ]
    )


class Server:
    def __init__(self, requests, answers):
        self.requests = requests
        self.answers = answers
        self.name, self.arguments, self.arrays, self.variants = "", [], {}, {}

    def serve(self):
        for line in self.requests:
            command, *arguments = line.decode().split()
            try:
                answer = getattr(self, "do_" + command)(*arguments)
            except Exception as e:  # whatever it is, the other side must hear of it
                answer = b""
                self.answers.write(f"error {type(e).__name__}: {e}".replace("\n", " ").encode() + b"\n")
            else:
                line, answer = answer if isinstance(answer, tuple) else (answer, b"")
                self.answers.write(f"ok {line}\n".encode())
            self.answers.write(answer)
            self.answers.flush()

    def do_about(self):
        return about()

    def do_threads(self, n):
        torch.set_num_threads(int(n))
        return ""

    def do_open(self, name, *arguments):
        # what was compiled for other works counts against the number of shapes that a function may have
        torch.compiler.reset()
        self.name, self.arguments, self.arrays, self.variants = name, arguments, {}, {}
        return ""

    def do_put(self, name, *dims):
        shape = [int(d) for d in dims]
        data = self.requests.read(4 * int(numpy.prod(shape)))
        self.arrays[name] = torch.from_numpy(numpy.frombuffer(data, "<f4").copy()).reshape(shape)
        return ""

    def do_ready(self):
        self.variants = WORKS[self.name](self.arrays, *self.arguments)
        return " ".join(self.variants)

    def do_check(self, variant):
        arrays = [t.detach().contiguous().float().numpy().reshape(-1) for t in self.variants[variant].check()]
        sizes = " ".join(str(a.size) for a in arrays)
        return sizes, b"".join(a.astype("<f4").tobytes() for a in arrays)

    def do_time(self, variant, samples, calls, clock):
        times = work.nanoseconds(self.variants[variant].run, int(samples), int(calls), clock)
        return " ".join(f"{t:.1f}" for t in times)


def main():
    warnings.filterwarnings("ignore")
    # what libraries print must not come between the answers
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    torch.set_num_threads(1)
    # past that number of shapes, functions would silently not be compiled
    torch._dynamo.config.cache_size_limit = 64
    Server(sys.stdin.buffer, answers).serve()


main()
