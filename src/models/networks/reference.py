"""Writes keras.golden.json, the reference values of keras.test.ts.

Run with tensorflow-cpu: python3 src/models/networks/reference.py
"""

import json
from pathlib import Path

import numpy as np
import tensorflow as tf

random = np.random.default_rng(7)
ROWS, STEPS, KINDS, SIZE, UNITS = 3, 5, 4, 2, 3
WIDTH = SIZE + 1


def numbers(*shape):
    return random.uniform(-0.8, 0.8, shape).astype(np.float32)


def flat(array):
    return [float(value) for value in np.asarray(array, np.float32).ravel()]


codes = np.array([[0, 0, 2, 1, 4], [3, 1, 1, 2, 3], [0, 0, 0, 0, 2]], np.int32)
gaps = np.where(codes > 0, numbers(ROWS, STEPS), 0).astype(np.float32)
table = numbers(KINDS + 1, SIZE)
events = np.concatenate([table[codes], gaps[..., None]], 2) * (codes > 0)[..., None]


def recurrent(layer, gates, bias):
    layer.build((None, STEPS, WIDTH))
    weights = [numbers(WIDTH, gates * UNITS), numbers(UNITS, gates * UNITS), bias]
    layer.set_weights(weights)
    return {
        "kernel": flat(weights[0]),
        "recurrent": flat(weights[1]),
        "bias": flat(bias),
        "output": flat(layer(tf.constant(events), mask=tf.constant(codes > 0))),
    }


def adam():
    """Five steps on fixed gradients."""
    weights = tf.Variable([0.5, -0.25, 1.0])
    optimiser = tf.keras.optimizers.Adam(learning_rate=0.1)
    gradients = numbers(5, 3)
    path = []
    for gradient in gradients:
        optimiser.apply_gradients([(tf.constant(gradient), weights)])
        path.append(flat(weights))
    return {"start": [0.5, -0.25, 1.0], "rate": 0.1, "gradients": [flat(g) for g in gradients], "path": path}


def norm():
    layer = tf.keras.layers.LayerNormalization(epsilon=1e-5)
    x = numbers(2, 4)
    layer.build(x.shape)
    gain, bias = numbers(4), numbers(4)
    layer.set_weights([gain, bias])
    return {"x": flat(x), "gain": flat(gain), "bias": flat(bias), "output": flat(layer(x))}


def attention(length=4, width=4, heads=2):
    x = numbers(1, length, width)
    layer = tf.keras.layers.MultiHeadAttention(heads, width // heads)
    tensor = tf.constant(x)
    layer(tensor, tensor, use_causal_mask=True)
    parts = [numbers(*weight.shape) for weight in layer.get_weights()]
    layer.set_weights(parts)
    query, query_bias, key, key_bias, value, value_bias, out, out_bias = parts
    inward = [part.reshape(width, width) for part in (query, key, value)]
    return {
        "x": flat(x),
        "qkv": flat(np.concatenate(inward, 1)),
        "qkvBias": flat(np.concatenate([b.ravel() for b in (query_bias, key_bias, value_bias)])),
        "mixing": flat(out.reshape(width, width)),
        "mixingBias": flat(out_bias),
        "output": flat(layer(tensor, tensor, use_causal_mask=True)),
    }


def convolution(steps=6, width=3, channels=2, filters=3, dilation=2):
    x = numbers(1, steps, channels)
    layer = tf.keras.layers.Conv1D(filters, width, padding="causal", dilation_rate=dilation)
    layer.build(x.shape)
    kernel, bias = numbers(width, channels, filters), numbers(filters)
    layer.set_weights([kernel, bias])
    return {"x": flat(x), "kernel": flat(kernel), "bias": flat(bias), "output": flat(layer(x))}


golden = {
    "from": f"tensorflow-cpu {tf.__version__}, keras {tf.keras.__version__}",
    "codes": [int(code) for code in codes.ravel()],
    "gaps": flat(gaps),
    "table": flat(table),
    "lstm": recurrent(tf.keras.layers.LSTM(UNITS), 4, numbers(4 * UNITS)),
    "gru": recurrent(tf.keras.layers.GRU(UNITS, reset_after=True), 3, numbers(2, 3 * UNITS)),
    "adam": adam(),
    "norm": norm(),
    "attention": attention(),
    "convolution": convolution(),
}
Path(__file__).with_name("keras.golden.json").write_text(json.dumps(golden, indent=1) + "\n")
