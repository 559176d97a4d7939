"""Metrics of a random case by plain numpy, for evaluate.test.ts: python3 reference.py > reference.json

Nothing of the product's code is used. Every score is a small integer, so that there are ties: the item that more users had first, then the lower one.
"""

import json

import numpy as np

rng = np.random.default_rng(7)
USERS, ITEMS, K = 40, 30, 7

had = rng.random((USERS, ITEMS)) < rng.choice([0.05, 0.2, 0.4], size=(1, ITEMS))
had[:3] = False  # new users
test = (rng.random((USERS, ITEMS)) < 0.15) & ~had
test[5] = False
scores = rng.integers(0, 12, size=(USERS, ITEMS))

popularity = had.sum(axis=0)
active = int((had.sum(axis=1) > 0).sum())
norms = np.sqrt(popularity)
gram = had.T.astype(float) @ had.astype(float)
cosine = np.where(np.outer(norms, norms) > 0, gram / np.maximum(np.outer(norms, norms), 1e-300), 0.0)

rows, lists = [], []
for user in range(USERS):
    if not test[user].any():
        continue
    ranked = sorted((i for i in range(ITEMS) if not had[user, i]), key=lambda i: (-scores[user, i], -popularity[i], i))[:K]
    relevant = set(np.flatnonzero(test[user]))
    rel = np.array([i in relevant for i in ranked], dtype=float)
    most = min(K, len(relevant))
    discounts = 1 / np.log2(np.arange(2, K + 2))
    precisions = np.cumsum(rel) / np.arange(1, len(rel) + 1)
    first = np.flatnonzero(rel)
    rows.append(
        {
            "recall": rel.sum() / len(relevant),
            "recallCapped": rel.sum() / most,
            "precision": rel.sum() / K,
            "ndcg": (rel * discounts[: len(rel)]).sum() / discounts[:most].sum(),
            "map": (rel * precisions).sum() / most,
            "mrr": 1 / (first[0] + 1) if len(first) else 0.0,
            "hit": float(rel.any()),
        }
    )
    lists.append(ranked)

metrics = {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}
counts = np.bincount(np.concatenate(lists), minlength=ITEMS)
metrics["coverage"] = float((counts > 0).mean())
flat = np.concatenate(lists)
metrics["novelty"] = float(-np.log2(np.maximum(popularity[flat], 1) / active).mean())
pairs = [[1 - cosine[a, b] for n, a in enumerate(items) for b in items[n + 1 :]] for items in lists]
metrics["diversity"] = float(np.mean([np.mean(each) for each in pairs]))
# Gini as half the relative mean absolute difference: another form than that of the sorted sum.
metrics["gini"] = float(np.abs(counts[:, None] - counts[None, :]).mean() / (2 * counts.mean()))

pairs_of = lambda matrix: [[int(u), int(i)] for u, i in zip(*np.nonzero(matrix))]
print(
    json.dumps(
        {
            "users": USERS,
            "items": ITEMS,
            "k": K,
            "train": pairs_of(had),
            "test": pairs_of(test),
            "scores": scores.tolist(),
            "asked": len(rows),
            "metrics": metrics,
        },
        separators=(",", ":"),
    )
)
