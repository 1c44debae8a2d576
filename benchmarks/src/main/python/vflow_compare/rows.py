"""Flows of the sizes that tables need: ActNorm, dense map, and a coupling that is affine or a mixture of logistics."""

import math

import torch
import torch.nn.functional as F

from vflow_compare import mixture
from vflow_compare.toy import ADAM, Glow, mlp, normal, ways
from vflow_compare.work import Variant


def affine(x, theta):
    """mu + e^s x with s = ln sigmoid(r + 2) - ln sigmoid(2), and the sum of s."""
    shift, r = theta.chunk(2, 1)
    s = F.logsigmoid(r + 2) + math.log1p(math.exp(-2))
    return x * torch.exp(s) + shift, s.sum(1)


def log_density(p, steps, components, x):
    total = 0
    for k in range(steps):
        prefix = f"p.{k}."
        g, w = p[prefix + "g"], p[prefix + "W"]
        x = (x * g + p[prefix + "b"]) @ w
        kept, moved = x[:, : x.shape[1] // 2], x[:, x.shape[1] // 2 :]
        theta = mlp(p, prefix + "mlp.", kept)
        if components:
            moved, slope = mixture.forward(moved, *mixture.parts(theta, moved.shape[1], components))
            det = slope.sum(1)
        else:
            moved, det = affine(moved, theta)
        x = torch.cat((kept, moved), 1)
        total = total + g.abs().log().sum() + torch.linalg.slogdet(w)[1] + det
    return total + normal(x)


def training(arrays, steps, components, rate, norm):
    """A step on one batch: density, gradient, clipping, Adam."""
    x, steps, components, norm = arrays["x"], int(steps), int(components), float(norm)

    def make(compile):
        model = Glow(arrays, gradients=True)
        leaves = model.leaves()
        adam = torch.optim.Adam(leaves, lr=float(rate), **ADAM)
        f = compile(lambda p, x: -log_density(p, steps, components, x).mean())

        def gradient():
            adam.zero_grad(set_to_none=True)
            loss = f(model.p, x)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(leaves, norm, foreach=True)
            return loss

        def run():
            loss = gradient()
            adam.step()
            return loss.item()

        def check():
            loss = gradient()
            return loss.reshape(1), model.flat([t.grad for t in leaves])

        return Variant(run, check)

    return ways(make)


def scoring(arrays, steps, components, checked, *sizes):
    """The log-densities of many rows, some at a time."""
    x, steps, components, checked = arrays["x"], int(steps), int(components), int(checked)

    def make(compile, size):
        p = Glow(arrays, gradients=False).p
        f = compile(lambda p, x: log_density(p, steps, components, x))
        chunks = x.split(size)

        def run():
            with torch.inference_mode():
                return torch.cat([f(p, c) for c in chunks])

        def check():
            with torch.inference_mode():
                return (torch.cat([f(p, c) for c in x.split(size)[: -(-checked // size)]])[:checked],)

        return Variant(run, check)

    return {
        f"{way}_{size}": variant
        for size in map(int, sizes)
        for way, variant in ways(lambda compile, size=size: make(compile, size)).items()
    }


WORKS = {"rows_training": training, "rows_scoring": scoring}
