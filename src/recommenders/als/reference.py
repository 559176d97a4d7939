"""Two half-steps of implicit ALS, solved directly by NumPy from the same random start: writes als.golden.json beside it."""
import json
import pathlib

import numpy as np

USERS, ITEMS, FACTORS, ALPHA, REGULARISATION, SEED = 12, 9, 37, 2.5, 0.3, 7


def mulberry32(seed):
    """The generator of src/core/random.ts."""
    mask, state = 0xFFFFFFFF, seed
    while True:
        state = (state + 0x6D2B79F5) & mask
        mixed = ((state ^ (state >> 15)) * (state | 1)) & mask
        mixed ^= (mixed + ((mixed ^ (mixed >> 7)) * (mixed | 61))) & mask
        yield ((mixed ^ (mixed >> 14)) & mask) / 2**32


def solve(weights, other):
    """Row by row (YᵀY + λI + Σ α w y yᵀ) x = Σ (1 + α w) y."""
    gram = other.T @ other + REGULARISATION * np.eye(FACTORS)
    rows = []
    for row in weights:
        had = row > 0
        y, more = other[had], ALPHA * row[had]
        rows.append(np.linalg.solve(gram + (y.T * more) @ y, y.T @ (1 + more)))
    return np.array(rows)


choose = np.random.default_rng(1)
weights = np.where(choose.random((USERS, ITEMS)) < 0.6, choose.integers(1, 6, (USERS, ITEMS)), 0)
weights[3] = 0
numbers = mulberry32(SEED)
# The users' start comes first, though the first half-step leaves nothing of it.
[next(numbers) for _ in range(USERS * FACTORS)]
start = np.array([next(numbers) * 0.01 for _ in range(ITEMS * FACTORS)]).reshape(ITEMS, FACTORS)
users = solve(weights, start)
items = solve(weights.T, users)
path = pathlib.Path(__file__).with_name("als.golden.json")
golden = {
    "from": f"reference.py, NumPy {np.__version__}: numpy.linalg.solve in float64",
    "factors": FACTORS, "alpha": ALPHA, "regularisation": REGULARISATION, "seed": SEED,
    "weights": weights.tolist(),
    "users": [float(f"{x:.8g}") for x in users.ravel()],
    "items": [float(f"{x:.8g}") for x in items.ravel()],
}
path.write_text(json.dumps(golden) + "\n")
