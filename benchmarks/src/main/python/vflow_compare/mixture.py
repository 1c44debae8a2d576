"""The mixture-of-logistics coupling of Flow++ in log-odds form."""

import torch
import torch.nn.functional as F

from vflow_compare.work import Variant

LOG_SCALE_FLOOR = -7.0


def log_odds(x, logits, means, log_scales):
    """g = ln F - ln(1 - F) and ln g', of x [..] and parameters [.., K]."""
    z = (x.unsqueeze(-1) - means) * torch.exp(-log_scales)
    softplus = F.softplus(z)
    below = logits + (z - softplus)
    cdf = torch.logsumexp(below, -1)
    survival = torch.logsumexp(logits - softplus, -1)
    density = torch.logsumexp(below - softplus - log_scales, -1)
    total = torch.logsumexp(logits, -1)
    return cdf - survival, density + total - cdf - survival


def forward(x, s, t, logits, means, log_scales):
    """y = e^a g(x) + t and the logarithm of its slope, elementwise."""
    a = torch.tanh(s)
    g, slope = log_odds(x, logits, means, log_scales.clamp(min=LOG_SCALE_FLOOR))
    return g * torch.exp(a) + t, slope + a


def invert(g, logits, means, log_scales):
    """Newton steps inside a bracket that shrinks. They converge quadratically: a small one is the last."""
    ends = means + torch.exp(log_scales) * g.unsqueeze(-1)
    low, high = ends.amin(-1), ends.amax(-1)
    x = 0.5 * (low + high)
    for _ in range(60):
        value, slope = log_odds(x, logits, means, log_scales)
        low = torch.where(value < g, x, low)
        high = torch.where(value < g, high, x)
        step = x - (value - g) * torch.exp(-slope)
        inside = (step > low) & (step < high)
        next = torch.where(inside, step, 0.5 * (low + high))
        moved = (next - x).abs().max()
        x = next
        if moved < 1e-4:
            break
    return x


def inverse(y, s, t, logits, means, log_scales):
    """x of y, and the logarithm of the slope of the inverse."""
    a = torch.tanh(s)
    floored = log_scales.clamp(min=LOG_SCALE_FLOOR)
    x = invert((y - t) * torch.exp(-a), logits, means, floored)
    return x, -(log_odds(x, logits, means, floored)[1] + a)


def parts(theta, elements, components):
    """As the other side lays them out: for each row first all s, then all t, all logits and so on."""
    b, wide = theta.shape[0], elements * components
    s, t, *rest = torch.split(theta, [elements, elements, wide, wide, wide], 1)
    return s, t, *(r.reshape(b, elements, components) for r in rest)


def _variants(make):
    return {"eager": make(lambda f: f), "compiled": make(lambda f: torch.compile(f, dynamic=False))}


def _without_gradient(direction):
    def work(arrays, components):
        x, theta = arrays["x"], arrays["theta"]
        parts = tuple(p.contiguous() for p in parts(theta, x.shape[1], int(components)))

        def make(compile):
            f = compile(direction)

            def run():
                with torch.inference_mode():
                    y, slope = f(x, *parts)
                    return y, slope.sum(1)

            return Variant(run, run)

        return _variants(make)

    return work


def backward(arrays, components):
    """Forward, then the gradients of x and theta."""
    theta = arrays["theta"]
    elements = arrays["x"].shape[1]
    inputs = [p.contiguous().requires_grad_() for p in (arrays["x"], *parts(theta, elements, int(components)))]

    def make(compile):
        f = compile(forward)

        def run():
            y, slope = f(*inputs)
            return torch.autograd.grad((y, slope.sum(1)), inputs, (arrays["gy"], arrays["gd"]))

        def check():
            dx, *rest = run()
            return dx, torch.cat([r.reshape(r.shape[0], -1) for r in rest], 1)

        return Variant(run, check)

    return _variants(make)


WORKS = {
    "mixture": _without_gradient(forward),
    "mixture_inverse": _without_gradient(inverse),
    "mixture_gradient": backward,
}
