#!/usr/bin/env python3
"""The variables and the log-densities of a small model of the authors' CIFAR-10 graph, by numpy in float64.

    python3 small_checkpoint.py OUT
    python3 small_checkpoint.py OUT --cifar10

The second prints how many variables the published model has, and the CRC-32 of their names and shapes. Its OUT has the moving averages alone,
all zero: of the checkpoint, the test of vflow import keeps the index.

Everything is written from the equations of flows/run_cifar10.py and flows/flows.py of github.com/thu-ml/vflow, independently of the Java
code that is tested. Images are 6 x 4 x 1 with 256 levels, z has one channel, filters are 4, blocks 2 (r 1, q 2), components 2, heads 2, and the
context has 3 filters and 2 gated convolutions.

OUT/variables.txt has a line "name shape" for each variable, OUT/variables.f32 their float32 numbers, which SaveCheckpoint.java turns into a
checkpoint. OUT/small.json has images, noise, and the bounds in nats that the moving averages and the raw weights give.
"""
import json
import sys
import zlib
from pathlib import Path

import numpy as np

H, W, CX, CZ = 6, 4, 1, 1
FILTERS, BLOCKS, R_BLOCKS, Q_BLOCKS, K, HEADS = 4, 2, 1, 2, 2, 2
CONTEXT, CONTEXT_BLOCKS = 3, 2
ROWS = 3
PUBLISHED = sys.argv[2:] == ["--cifar10"]
if PUBLISHED:
    H, W, CX, CZ = 32, 32, 3, 3
    FILTERS, BLOCKS, R_BLOCKS, Q_BLOCKS, K, HEADS = 96, 10, 2, 3, 32, 4
    CONTEXT, CONTEXT_BLOCKS = 32, 3
    ROWS = 1


class Variables:
    """Variables by their names in the graph. A name that is asked for twice is the same variable."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)
        self.raw, self.ema = {}, {}
        self.use_ema = False
        self.opened = {}

    def template(self, name):
        """tf.make_template: the first call opens a scope of this name, numbered from the second of the name on."""
        number = self.opened.get(name, 0)
        self.opened[name] = number + 1
        return name if number == 0 else f"{name}_{number}"

    def __call__(self, name, shape, mean=0.0, std=0.3):
        if name not in self.raw:
            raw = mean + std * self.random.standard_normal(shape)
            self.raw[name] = short(raw)
            self.ema[name] = short(raw + 0.1 * std * self.random.standard_normal(shape))
        value = (self.ema if self.use_ema else self.raw)[name]
        assert value.shape == tuple(shape), name
        return value


def short(x):
    """Numbers of few bits, exact in float32, so that the file packs well."""
    return np.round(np.asarray(x) * 512) / 512


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softplus(x):
    return np.logaddexp(0, x)


def logsumexp(x):
    m = x.max(axis=-1, keepdims=True)
    return (m + np.log(np.exp(x - m).sum(axis=-1, keepdims=True)))[..., 0]


def total(x):
    return x.reshape(x.shape[0], -1).sum(axis=1)


def normal_logp(x):
    return total(-0.5 * x * x - 0.5 * np.log(2 * np.pi))


# Layers

def dense(v, scope, x, out):
    return x @ v(scope + "/W", [x.shape[-1], out]) + v(scope + "/b", [out])


def conv(v, scope, x, out):
    """3 x 3, SAME."""
    kernel = v(scope + "/W", [3, 3, x.shape[-1], out])
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
    y = sum(padded[:, i:i + x.shape[1], j:j + x.shape[2]] @ kernel[i, j] for i in range(3) for j in range(3))
    return y + v(scope + "/b", [out])


def concat_elu(x):
    both = np.concatenate([x, -x], axis=-1)
    return np.where(both > 0, both, np.expm1(np.minimum(both, 0)))


def gate(x):
    a, b = np.split(x, 2, axis=-1)
    return a * sigmoid(b)


def layer_norm(v, scope, x):
    g, b = v(scope + "/g", [1, 1, 1, x.shape[-1]], 1), v(scope + "/b", [1, 1, 1, x.shape[-1]])
    mean = x.mean(axis=-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(axis=-1, keepdims=True)
    return (x - mean) / np.sqrt(variance + 1e-5) * g + b


def gated_conv(v, scope, x, context, nin):
    c = x.shape[-1]
    h = conv(v, scope + "/c1", concat_elu(x), c)
    if context is not None:
        h = h + dense(v, scope + "/a_proj", concat_elu(context), c)
    return x + gate((dense if nin else conv)(v, scope + "/c2", concat_elu(h), 2 * c))


def gated_attention(v, scope, x, positions):
    b, h, w, c = x.shape
    d = c // HEADS
    qkv = dense(v, scope + "/proj1", x + positions, 3 * c).reshape(b, h * w, 3, HEADS, d)
    q, k, values = (qkv[:, :, i].transpose(0, 2, 1, 3) for i in range(3))
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(d)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    attended = (weights @ values).transpose(0, 2, 1, 3).reshape(b, h, w, c)
    return x + gate(dense(v, scope + "/proj2", attended, 2 * c))


# Flows: each maps its input to (output, log-determinant of each row)

def columns(x):
    return x[:, :, 0::2], x[:, :, 1::2]


def from_columns(a, b):
    return np.stack([a, b], axis=3).reshape(a.shape[0], a.shape[1], 2 * a.shape[2], a.shape[3])


def channels(x):
    return tuple(np.split(x, 2, axis=3))


def from_channels(a, b):
    return np.concatenate([a, b], axis=3)


def space_to_depth(x):
    b, h, w, c = x.shape
    return x.reshape(b, h // 2, 2, w // 2, 2, c).transpose(0, 1, 3, 2, 4, 5).reshape(b, h // 2, w // 2, 4 * c)


def norm(v, scope, halves):
    out, logdet = [], 0.0
    for i, x in enumerate(halves):
        g = np.maximum(v(f"{scope}/norm{i}/g", x.shape[1:], 1, 0.2), 1e-10)
        out.append(x * g + v(f"{scope}/norm{i}/b", x.shape[1:]))
        logdet += np.log(g).sum()
    return tuple(out), logdet


def pointwise(v, scope, halves):
    out, logdet = [], 0.0
    for i, x in enumerate(halves):
        c = x.shape[-1]
        kernel = v(f"{scope}/W{i}", [c, c], np.eye(c), 0.1)
        out.append(x @ kernel)
        logdet += x.shape[1] * x.shape[2] * np.linalg.slogdet(kernel)[1]
    return tuple(out), logdet


def coupling(v, scope, halves, blocks, context):
    kept, x = halves
    c = x.shape[-1]
    positions = v(scope + "/pos_emb", [*kept.shape[1:3], FILTERS])
    h = conv(v, scope + "/proj_in", kept, FILTERS)
    for j in range(blocks):
        block = f"{scope}/block{j}"
        h = layer_norm(v, block + "/ln1", gated_conv(v, block + "/conv", h, context, nin=True))
        h = layer_norm(v, block + "/ln2", gated_attention(v, block + "/attn", h, positions))
    p = conv(v, scope + "/proj_out", h, c * (2 + 3 * K)).reshape(*x.shape, 2 + 3 * K)
    s, t = np.tanh(p[..., 0]), p[..., 1]
    logits, means, logscales = np.split(p[..., 2:], 3, axis=-1)
    logscales = np.maximum(logscales, -7)
    log_pi = logits - logsumexp(logits)[..., None]
    z = (x[..., None] - means) * np.exp(-logscales)
    cdf = np.exp(logsumexp(log_pi - softplus(-z)))
    logdet = logsumexp(log_pi + z - logscales - 2 * softplus(z))
    y = 0.05 + 0.9 * cdf
    logdet = logdet - np.log(y) - np.log(1 - y) + np.log(0.9)
    return (kept, (np.log(y) - np.log(1 - y)) * np.exp(s) + t), total(logdet + s)


class Steps:
    """Norm, Pointwise, coupling, flip: so many times. Each layer is a template, whose scope opens when it is first called."""

    def __init__(self, v, n, blocks):
        self.v, self.blocks, self.scopes = v, blocks, [None] * n

    def __call__(self, halves, context=None):
        logdet = 0.0
        for i in range(len(self.scopes)):
            if self.scopes[i] is None:
                self.scopes[i] = [self.v.template(n) for n in ("Norm", "Pointwise", "MixLogisticAttnCoupling")]
            names = self.scopes[i]
            halves, a = norm(self.v, names[0], halves)
            halves, b = pointwise(self.v, names[1], halves)
            halves, c = coupling(self.v, names[2], halves, self.blocks, context)
            halves = halves[::-1]
            logdet = logdet + a + b + c
        return halves, logdet


class Conditional:
    """A density of u in (0, 1) given an image: noise through four steps between columns and a sigmoid."""

    def __init__(self, v, prefix, blocks):
        self.v, self.prefix, self.scope = v, prefix, None
        self.steps = Steps(v, 4, blocks)

    def __call__(self, image, noise):
        proj, c = ("proj_q", "q_c") if self.prefix == "q" else ("proj", "c")
        if self.scope is None:
            self.scope = self.v.template("context_proc")
        context = conv(self.v, f"{self.scope}/{proj}", np.concatenate(columns(image), axis=3), CONTEXT)
        for k in range(CONTEXT_BLOCKS):
            context = gated_conv(self.v, f"{self.scope}/{c}{k}", context, None, nin=False)
        halves, logdet = self.steps(columns(noise), context)
        u = from_columns(*halves)
        logdet = logdet - total(softplus(u) + softplus(-u))
        return sigmoid(u), normal_logp(noise) - logdet


class Model:
    def __init__(self, v):
        self.r, self.q = Conditional(v, "r", R_BLOCKS), Conditional(v, "q", Q_BLOCKS)
        self.p = [Steps(v, n, BLOCKS) for n in (2, 2, 2, 3)]

    def bound(self, x, eps_u, eps_z):
        u, log_r = self.r(x / 256 - 0.5, eps_u)
        y = (x + u) * (0.9 / 256) + 0.05
        pixels = np.log(y) - np.log(1 - y)
        logdet = total(-np.log(y) - np.log(1 - y)) + np.log(0.9 / 256) * H * W * CX
        z, log_q = self.q(pixels, eps_z)
        y = np.concatenate([pixels, z], axis=3)
        for i, steps in enumerate(self.p):
            if i == 2:
                y = space_to_depth(y)
            split, join = (columns, from_columns) if i % 2 == 0 else (channels, from_channels)
            halves, of_steps = steps(split(y))
            y = join(*halves)
            logdet = logdet + of_steps
        return normal_logp(y) + logdet - log_r - log_q


def listing(variables):
    """A line "name shape" for each variable in the order of the names."""
    return "".join(f"{n} {','.join(map(str, np.shape(variables[n])))}\n" for n in sorted(variables))


def write(out, variables):
    out.mkdir(parents=True, exist_ok=True)
    (out / "variables.txt").write_text(listing(variables))
    numbers = b"".join(np.asarray(variables[n]).astype("<f4").tobytes() for n in sorted(variables))
    (out / "variables.f32").write_bytes(numbers)


def main(out):
    random = np.random.default_rng(20200214)
    x = random.integers(0, 256, [ROWS, H, W, CX]).astype(float)
    eps_u = short(random.standard_normal([ROWS, H, W, CX]))
    eps_z = short(random.standard_normal([ROWS, H, W, CZ]))
    v = Variables(7)
    model = Model(v)
    raw = model.bound(x, eps_u, eps_z)
    if PUBLISHED:
        write(out, {name + "/ExponentialMovingAverage": np.zeros_like(value) for name, value in v.raw.items()})
        print(len(v.raw), "variables, CRC-32", format(zlib.crc32(listing(v.raw).encode()), "08x"))
        return
    v.use_ema = True
    ema = model.bound(x, eps_u, eps_z)
    variables = {"beta1_power": np.float64(0.5), "beta2_power": np.float64(0.25)}
    for name, value in v.raw.items():
        variables[name] = value
        variables[name + "/ExponentialMovingAverage"] = v.ema[name]
        variables[name + "/Adam"] = np.zeros_like(value)
        variables[name + "/Adam_1"] = np.zeros_like(value)
    write(out, variables)
    fixture = {"x": x, "eps_u": eps_u, "eps_z": eps_z, "bound_ema": ema, "bound_raw": raw}
    (out / "small.json").write_text(json.dumps({k: a.ravel().tolist() for k, a in fixture.items()}) + "\n")
    print(len(v.raw), "parameters,", sum(a.size for a in v.raw.values()), "numbers; bounds", ema, raw)


main(Path(sys.argv[1]))
