"""Convolutions and elementwise functions."""

import torch
import torch.nn.functional as F

from vflow_compare.work import Variant, pure


def _formats(make):
    """Both memory formats that oneDNN has kernels for."""
    return {
        name: make(format)
        for name, format in (("channels_last", torch.channels_last), ("contiguous", torch.contiguous_format))
    }


def _nchw(t, format):
    return t.permute(0, 3, 1, 2).contiguous(memory_format=format)


def _oihw(t, format):
    return t.permute(3, 2, 0, 1).contiguous(memory_format=format)


def _unrecorded(run, back):
    def timed():
        with torch.inference_mode():
            return run()

    return Variant(timed, lambda: (back(timed()),))


def convolution(arrays):
    """y = w * x."""

    def make(format):
        x, w = _nchw(arrays["x"], format), _oihw(arrays["k"], format)
        return _unrecorded(lambda: F.conv2d(x, w, padding=1), lambda y: y.permute(0, 2, 3, 1))

    return _formats(make)


def _backward(g, x, w, mask):
    return torch.ops.aten.convolution_backward(g, x, w, None, [1, 1], [1, 1], [1, 1], False, [0, 0], 1, mask)


def input_gradient(arrays):
    """The gradient in x; the values of x do not matter."""

    def make(format):
        g, w = _nchw(arrays["g"], format), _oihw(arrays["k"], format)
        x = torch.zeros_like(g)
        return _unrecorded(
            lambda: _backward(g, x, w, [True, False, False])[0], lambda dx: dx.permute(0, 2, 3, 1)
        )

    return _formats(make)


def kernel_gradient(arrays):
    """The gradient in w; the values of w do not matter."""

    def make(format):
        g, x = _nchw(arrays["g"], format), _nchw(arrays["x"], format)
        w = torch.zeros(g.shape[1], x.shape[1], 3, 3).contiguous(memory_format=format)
        return _unrecorded(
            lambda: _backward(g, x, w, [False, True, False])[1], lambda dw: dw.permute(2, 3, 1, 0)
        )

    return _formats(make)


def elementwise(arrays, function):
    """A function into an array that is there already."""
    x = arrays["x"]
    y = torch.empty_like(x)
    f = getattr(torch, function)
    return {"eager": pure(lambda: f(x, out=y))}


WORKS = {
    "convolution": convolution,
    "input_gradient": input_gradient,
    "kernel_gradient": kernel_gradient,
    "elementwise": elementwise,
}
