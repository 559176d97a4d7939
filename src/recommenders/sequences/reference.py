"""Writes golden.json, the reference values of sequences.test.ts: the networks and losses again in NumPy, loops and all.

Run: python3 src/recommenders/sequences/reference.py
Weight number i, from 0, is sin(i + 1) / 2, in the order: table, (places), bias, then layer by layer.
"""

import json
from pathlib import Path

import numpy as np

ITEMS, WIDTH, LENGTH = 5, 2, 4
READ = [3, 0, 4]


class Weights:
    def __init__(self):
        self.used = 0

    def __call__(self, *shape):
        size = int(np.prod(shape))
        taken = np.sin(np.arange(self.used, self.used + size) + 1) / 2
        self.used += size
        return taken.reshape(shape)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def norm(x, gain, bias):
    return (x - x.mean()) / np.sqrt(x.var() + 1e-5) * gain + bias


def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def sasrec():
    w = Weights()
    table, places, _ = w(ITEMS, WIDTH), w(LENGTH, WIDTH), w(ITEMS, 1)
    n1, qkv, mix = (w(WIDTH), w(WIDTH)), (w(WIDTH, 3 * WIDTH), w(3 * WIDTH)), (w(WIDTH, WIDTH), w(WIDTH))
    n2, up, down = (w(WIDTH), w(WIDTH)), (w(WIDTH, 2 * WIDTH), w(2 * WIDTH)), (w(2 * WIDTH, WIDTH), w(WIDTH))
    end = (w(WIDTH), w(WIDTH))
    x = [table[item] * np.sqrt(WIDTH) + places[at] for at, item in enumerate(READ)]
    parts = [np.split(norm(row, *n1) @ qkv[0] + qkv[1], 3) for row in x]
    out = []
    for at, row in enumerate(x):
        scores = np.array([parts[at][0] @ parts[before][1] for before in range(at + 1)]) / np.sqrt(WIDTH)
        shares = np.exp(scores) / np.exp(scores).sum()
        seen = sum(share * parts[before][2] for before, share in enumerate(shares))
        row = row + seen @ mix[0] + mix[1]
        row = row + gelu(norm(row, *n2) @ up[0] + up[1]) @ down[0] + down[1]
        out.extend(norm(row, *end))
    return out, w.used


def gru(tied):
    w = Weights()
    table = w(ITEMS, WIDTH)
    read = table if tied else w(ITEMS, WIDTH)
    w(ITEMS, 1)
    inward, own, bias, own_bias = w(WIDTH, 3 * WIDTH), w(WIDTH, 3 * WIDTH), w(3 * WIDTH), w(3 * WIDTH)
    h, out = np.zeros(WIDTH), []
    for item in READ:
        xz, xr, xh = np.split(read[item] @ inward + bias, 3)
        hz, hr, hh = np.split(h @ own + own_bias, 3)
        z, r = sigmoid(xz + hz), sigmoid(xr + hr)
        h = z * h + (1 - z) * np.tanh(xh + r * hh)
        out.extend(h)
    return out, w.used


SCORES, CAME = np.array([0.4, -1.2, 2.0, 0.1, -0.3]), 3


def losses():
    others = np.delete(SCORES, CAME)
    heavy = np.exp(others) / np.exp(others).sum()
    own = SCORES[CAME]
    return {
        "cross-entropy": -np.log(np.exp(own) / np.exp(SCORES).sum()),
        "bpr-max": -np.log((heavy * sigmoid(own - others)).sum() + 1e-24) + (heavy * others**2).sum(),
        "top1-max": (heavy * (sigmoid(others - own) + sigmoid(others**2))).sum(),
    }


def network(outputs):
    return {"size": outputs[1], "output": [float(value) for value in outputs[0]]}


golden = {
    "items": ITEMS,
    "width": WIDTH,
    "length": LENGTH,
    "read": READ,
    "sasrec": network(sasrec()),
    "tied": network(gru(True)),
    "untied": network(gru(False)),
    "scores": SCORES.tolist(),
    "came": CAME,
    "losses": {name: float(value) for name, value in losses().items()},
}
Path(__file__).with_name("golden.json").write_text(json.dumps(golden, indent=2) + "\n")
