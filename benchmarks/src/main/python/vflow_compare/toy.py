"""Glow on rows, and the VFlow of the paper's Section 5."""

import itertools
import math

import torch
import torch.nn.functional as F

from vflow_compare.work import Variant

ADAM = dict(betas=(0.9, 0.999), eps=1e-8, fused=True)


class Glow:
    """Parameters by the other side's names; matrices of networks are [out, in] here."""

    def __init__(self, arrays, gradients):
        self.names = [n for n in arrays if "." in n]
        self.p = {n: self.leaf(n, arrays[n]).requires_grad_(gradients) for n in self.names}

    @staticmethod
    def turned(name):
        return ".mlp.W" in name

    def leaf(self, name, t):
        return (t.t() if self.turned(name) else t).clone(memory_format=torch.contiguous_format)

    def flat(self, tensors):
        return torch.cat([(t.t() if self.turned(n) else t).reshape(-1) for n, t in zip(self.names, tensors)])

    def leaves(self):
        return list(self.p.values())


def normal(x):
    return -0.5 * (x * x).sum(1) - 0.5 * math.log(2 * math.pi) * x.shape[1]


def mlp(p, prefix, x):
    x = F.relu(F.linear(x, p[prefix + "W.0"], p[prefix + "b.0"]))
    x = F.relu(F.linear(x, p[prefix + "W.1"], p[prefix + "b.1"]))
    return F.linear(x, p[prefix + "W.2"], p[prefix + "b.2"])


def step(p, prefix, x, given=None):
    """ActNorm, linear map, affine coupling: y and ln |det|."""
    g, w = p[prefix + "g"], p[prefix + "W"]
    x = (x * g + p[prefix + "b"]) @ w
    kept, moved = x[:, : x.shape[1] // 2], x[:, x.shape[1] // 2 :]
    shift, scale = mlp(p, prefix + "mlp.", kept if given is None else torch.cat((kept, given), 1)).chunk(2, 1)
    moved = moved * torch.exp(scale) + shift
    return torch.cat((kept, moved), 1), g.abs().log().sum() + torch.linalg.slogdet(w)[1] + scale.sum(1)


def elbo(p, steps, x, noise):
    """ln p(x, z) - ln q(z|x), or ln p(x) where there is no noise."""
    total = 0
    if noise.shape[1]:
        z, det = step(p, "q.", noise, x)
        total = det - normal(noise)
        x = torch.cat((x, z), 1)
    for k in range(steps):
        x, det = step(p, f"p.{k}.", x)
        total = total + det
    return total + normal(x)


def ways(make):
    return {"eager": make(lambda f: f), "compiled": make(lambda f: torch.compile(f, dynamic=False))}


def training(arrays, steps, rate):
    """A step: noise, bound, gradient, Adam. The timed one takes the next of the batches that are there already."""
    batches = arrays["batches"].unbind(0)
    steps, augment = int(steps), arrays["noise"].shape[1]

    def make(compile):
        model = Glow(arrays, gradients=True)
        adam = torch.optim.Adam(model.leaves(), lr=float(rate), **ADAM)
        f = compile(lambda p, x, noise: -elbo(p, steps, x, noise).mean())
        following = itertools.cycle(batches)

        def run():
            x = next(following)
            adam.zero_grad(set_to_none=True)
            loss = f(model.p, x, torch.randn(x.shape[0], augment))
            loss.backward()
            adam.step()
            return loss.item()

        def check():
            adam.zero_grad(set_to_none=True)
            loss = f(model.p, batches[0], arrays["noise"])
            return loss.reshape(1), model.flat(torch.autograd.grad(loss, model.leaves()))

        return Variant(run, check)

    return ways(make)


def single_row(arrays, steps):
    """The ELBO of one row, of the next each time."""
    rows = arrays["x"].unsqueeze(1).unbind(0)
    steps, augment = int(steps), arrays["noise"].shape[1]

    def make(compile):
        p = Glow(arrays, gradients=False).p
        f = compile(lambda p, x, noise: elbo(p, steps, x, noise))
        following = itertools.cycle(rows)

        def run():
            with torch.inference_mode():
                return f(p, next(following), torch.randn(1, augment)).item()

        def check():
            with torch.inference_mode():
                return (torch.cat([f(p, x, n) for x, n in zip(rows, arrays["noise"].unsqueeze(1))]),)

        return Variant(run, check)

    return ways(make)


def scoring(arrays, steps, *sizes):
    """The ELBOs of many rows, some at a time."""
    x, steps, augment = arrays["x"], int(steps), arrays["noise"].shape[1]

    def make(compile, size):
        p = Glow(arrays, gradients=False).p
        f = compile(lambda p, x, noise: elbo(p, steps, x, noise))
        chunks = x.split(size)

        def run():
            with torch.inference_mode():
                return torch.cat([f(p, c, torch.randn(c.shape[0], augment)) for c in chunks])

        def check():
            some = arrays["noise"].shape[0]
            with torch.inference_mode():
                return (f(p, x[:some], arrays["noise"]),)

        return Variant(run, check)

    return {
        f"{way}_{size}": variant
        for size in map(int, sizes)
        for way, variant in ways(lambda compile, size=size: make(compile, size)).items()
    }


WORKS = {"toy_training": training, "toy_row": single_row, "toy_scoring": scoring}
