"""The VFlow of images of the paper's Section 6: Flow++ steps on the channels of an image and augmented ones."""

import math

import torch
import torch.nn.functional as F

from vflow_compare import mixture
from vflow_compare.work import Variant

ADAM = dict(betas=(0.9, 0.999), eps=1e-8, fused=True)
MARGIN = 0.05


class Parameters:
    """Parameters by the other side's names. Kernels are [out, in, kh, kw] in channels_last, matrices [out, in]."""

    def __init__(self, arrays):
        self.names = [n for n in arrays if "." in n]
        self.p = {n: self.leaf(n, arrays[n]).requires_grad_() for n in self.names}

    @staticmethod
    def is_matrix(name, t):
        return t.dim() == 2 and (name.endswith(".W") or ".W_" in name)

    @staticmethod
    def leaf(name, t):
        if t.dim() == 4 and name.endswith(".W"):
            return t.permute(3, 2, 0, 1).clone(memory_format=torch.channels_last)
        return (t.t() if Parameters.is_matrix(name, t) else t).clone(memory_format=torch.contiguous_format)

    @staticmethod
    def back(name, t):
        if t.dim() == 4 and name.endswith(".W"):
            return t.permute(2, 3, 1, 0)
        return t.t() if Parameters.is_matrix(name, t) else t

    def flat(self, tensors):
        return torch.cat([self.back(n, t).reshape(-1) for n, t in zip(self.names, tensors)])

    def part(self, prefix):
        """Those of a layer, by what is left of their names."""
        return {n[len(prefix) :]: t for n, t in self.p.items() if n.startswith(prefix)}


def conv(p, prefix, x):
    """3x3 on [b, h, w, c]: the permuted views are what channels_last means."""
    y = F.conv2d(x.permute(0, 3, 1, 2), p[prefix + "W"], p[prefix + "b"], padding=1)
    return y.permute(0, 2, 3, 1)


def nin(p, prefix, x):
    return F.linear(x, p[prefix + "W"], p[prefix + "b"])


def concat_elu(x):
    return F.elu(torch.cat((x, -x), -1))


def gate(x, ab):
    a, b = ab.chunk(2, -1)
    return x + a * torch.sigmoid(b)


def layer_norm(p, prefix, x):
    return F.layer_norm(x, x.shape[-1:], p[prefix + "g"], p[prefix + "b"], 1e-5)


def attention(qkv, heads):
    """[b, h, w, 3f] to [b, h, w, f]."""
    b, h, w, f3 = qkv.shape
    q, k, v = qkv.reshape(b, h * w, 3, heads, f3 // (3 * heads)).permute(2, 0, 3, 1, 4)
    return F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, h, w, f3 // 3)


def block(p, x, position, context, heads):
    h = conv(p, "conv.c1.", concat_elu(x))
    if context is not None:
        h = h + nin(p, "conv.a_proj.", concat_elu(context))
    x = layer_norm(p, "ln1.", gate(x, nin(p, "conv.c2.", concat_elu(h))))
    a = attention(nin(p, "attn.proj1.", x + position), heads)
    return layer_norm(p, "ln2.", gate(x, nin(p, "attn.proj2.", a)))


def linear(p, suffix, x):
    return F.linear(x, p["W" + suffix], p["b" + suffix])


def causal_block(p, x, heads):
    """A transformer block, norms first, on [b, t, f]: a position sees itself and the ones before it."""
    b, t, f = x.shape
    qkv = F.linear(layer_norm(p, "ln1.", x), p["attn.W_qkv"], p["attn.b_qkv"])
    q, k, v = qkv.reshape(b, t, 3, heads, f // heads).permute(2, 0, 3, 1, 4)
    a = F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(b, t, f)
    h = x + F.linear(a, p["attn.W_out"], p["attn.b_out"])
    up = F.linear(layer_norm(p, "ln2.", h), p["mlp.W_up"], p["mlp.b_up"])
    return h + F.linear(F.gelu(up, approximate="tanh"), p["mlp.W_down"], p["mlp.b_down"])


def columns(x):
    b, h, w, c = x.shape
    return x.reshape(b, h, w // 2, 2 * c)


def columns_back(x):
    b, h, w, c = x.shape
    return x.reshape(b, h, 2 * w, c // 2)


def squeeze(x):
    b, h, w, c = x.shape
    return x.reshape(b, h // 2, 2, w // 2, 2, c).permute(0, 1, 3, 2, 4, 5).reshape(b, h // 2, w // 2, 4 * c)


def normal(x):
    return -0.5 * (x * x).flatten(1).sum(1) - 0.5 * math.log(2 * math.pi) * x[0].numel()


class Net:
    """A conditioner: the parameters of each layer, looked up once."""

    def __init__(self, parameters, prefix):
        self.ends = parameters.part(prefix)
        self.blocks = []
        while part := parameters.part(f"{prefix}blocks.{len(self.blocks)}."):
            self.blocks.append(part)


class Model:
    def __init__(self, arrays, levels, heads, components, layout, sigmoid, compile):
        self.parameters = Parameters(arrays)
        self.levels, self.heads, self.components, self.sigmoid = levels, heads, components, sigmoid
        self.layout = layout
        self.nets = {n[: -len("pos_emb")]: None for n in self.parameters.names if n.endswith("pos_emb")}
        self.nets = {prefix: Net(self.parameters, prefix) for prefix in self.nets}
        self.block = compile(block)
        self.mixture = compile(mixture.forward)
        self.causal_block = compile(causal_block)

    def net(self, prefix, x, context):
        net = self.nets[prefix]
        h = conv(net.ends, "proj_in.", x)
        for b in net.blocks:
            h = self.block(b, h, net.ends["pos_emb"], context, self.heads)
        return conv(net.ends, "proj_out.", h)

    def step(self, prefix, x, context=None):
        """Norm, pointwise map, coupling, swap of the halves: y and ln |det|."""
        p = self.parameters.p
        b, height, width, c = x.shape
        g = torch.cat((p[prefix + "norm.g0"], p[prefix + "norm.g1"]), 2).clamp(min=1e-10)
        x = x * g + torch.cat((p[prefix + "norm.b0"], p[prefix + "norm.b1"]), 2)
        w0, w1 = p[prefix + "pointwise.W0"], p[prefix + "pointwise.W1"]
        det = g.log().sum() + height * width * (torch.linalg.slogdet(w0)[1] + torch.linalg.slogdet(w1)[1])
        kept, moved = x[..., : c // 2] @ w0, x[..., c // 2 :] @ w1
        k = self.components
        theta = self.net(prefix + "coupling.", kept, context).reshape(b, height, width, c // 2, 2 + 3 * k)
        s, t, logits, means, scales = theta.split((1, 1, k, k, k), -1)
        moved, slope = self.mixture(moved, s.squeeze(-1), t.squeeze(-1), logits, means, scales)
        return torch.cat((moved, kept), 3), det + slope.flatten(1).sum(1)

    def causal_step(self, prefix, x):
        """Norm, a map of each position by the ones before it, the order of positions reversed: y and ln |det|."""
        p, net = self.parameters.p, self.nets[prefix + "causal."]
        b, height, width, c = x.shape
        g = p[prefix + "norm.g0"].clamp(min=1e-10)
        x = (x * g + p[prefix + "norm.b0"]).reshape(b, height * width, c)
        tokens = linear(net.ends, "_in", x)
        h = torch.cat((net.ends["start"].expand(b, 1, -1), tokens[:, :-1]), 1) + net.ends["pos_emb"]
        for part in net.blocks:
            h = self.causal_block(part, h, self.heads)
        theta = linear(net.ends, "_out", layer_norm(net.ends, "ln.", h)).flatten(0, 1)
        y, slope = self.mixture(x.reshape(-1, c), *mixture.parts(theta, c, self.components))
        y = y.reshape(b, height * width, c).flip(1).reshape(b, height, width, c)
        return y, g.log().sum() + slope.reshape(b, -1).sum(1)

    def flow(self, x):
        total, k = 0, 0
        for kind, steps in self.layout:
            if kind == "SQUEEZE":
                x = squeeze(x)
                continue
            if kind == "PATCHES":
                for _ in range(steps):
                    x, det = self.causal_step(f"p.steps.{k}.", x)
                    total, k = total + det, k + 1
                continue
            x = columns(x) if kind == "COLUMNS" else x
            for _ in range(steps):
                x, det = self.step(f"p.steps.{k}.", x)
                total, k = total + det, k + 1
            x = columns_back(x) if kind == "COLUMNS" else x
        return x, total

    def context(self, prefix, x):
        p = self.parameters.p
        x = conv(p, prefix + "proj.", columns(x))
        k = 0
        while f"{prefix}c.{k}.c1.W" in p:
            h = conv(p, f"{prefix}c.{k}.c1.", concat_elu(x))
            x = gate(x, conv(p, f"{prefix}c.{k}.c2.", concat_elu(h)))
            k += 1
        return x

    def conditional(self, prefix, noise, told, sigmoid):
        """From noise to u or z, and its log density."""
        context = self.context(prefix + "context.", told)
        x, log = columns(noise), normal(noise)
        for k in range(4):
            x, det = self.step(f"{prefix}flow.steps.{k}.", x, context)
            log = log - det
        x = columns_back(x)
        if sigmoid:
            log = log - (F.logsigmoid(x) + F.logsigmoid(-x)).flatten(1).sum(1)
            x = torch.sigmoid(x)
        return x, log

    def elbo(self, x, noise_u, noise_z):
        u, log_r = self.conditional("r.", noise_u, x / self.levels - 0.5, True)
        w = MARGIN + (1 - 2 * MARGIN) * (x + u) / self.levels
        v = torch.log(w) - torch.log1p(-w)
        each = math.log(1 - 2 * MARGIN) - math.log(self.levels)
        det = (each - torch.log(w) - torch.log1p(-w)).flatten(1).sum(1)
        z, log_q = self.conditional("q.", noise_z, v, self.sigmoid)
        eps, flow_det = self.flow(torch.cat((v, z), 3))
        return normal(eps) + flow_det + det - log_r - log_q


def _ways(arrays, make, levels, heads, components, layout, sigmoid):
    stages = [(kind, int(steps)) for kind, steps in (s.split(":") for s in layout.split(","))]
    facts = (int(levels), int(heads), int(components), stages, sigmoid == "true")
    return {
        "eager": make(Model(arrays, *facts, lambda f: f)),
        "compiled": make(Model(arrays, *facts, lambda f: torch.compile(f, dynamic=False))),
    }


def training(arrays, rate, *facts):
    """A step on one batch: bound, gradient, clipping to norm 1, Adam."""
    batch = arrays["x"], arrays["noise_u"], arrays["noise_z"]

    def make(model):
        leaves = list(model.parameters.p.values())
        adam = torch.optim.Adam(leaves, lr=float(rate), **ADAM)

        def gradient():
            adam.zero_grad(set_to_none=True)
            loss = -model.elbo(*batch).mean()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(leaves, 1.0)
            return loss

        def run():
            loss = gradient()
            adam.step()
            return loss.item()

        def check():
            loss = gradient()
            return loss.reshape(1), model.parameters.flat([t.grad for t in leaves])

        return Variant(run, check)

    return _ways(arrays, make, *facts)


def bound(arrays, *facts):
    """The ELBOs of one batch."""
    batch = arrays["x"], arrays["noise_u"], arrays["noise_z"]

    def make(model):
        def run():
            with torch.no_grad():
                return model.elbo(*batch)

        return Variant(run, lambda: (run(),))

    return _ways(arrays, make, *facts)


WORKS = {"image_training": training, "image_bound": bound}
