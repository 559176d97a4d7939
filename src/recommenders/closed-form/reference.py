"""Writes closed-form.golden.json: EASE's inverse and weights by NumPy, SLIM's weights by scikit-learn, on a small log."""

import json
import os
import warnings

import numpy as np
from sklearn.linear_model import ElasticNet

USERS, ITEMS, RIDGE, ALPHA, L1_RATIO = 30, 9, 2.5, 0.05, 0.3
rng = np.random.default_rng(7)
x = np.where(rng.random((USERS, ITEMS)) < 0.35, np.round(rng.random((USERS, ITEMS)) * 4 + 1, 1), 0)
gram = x.T @ x
inverse = np.linalg.inv(gram + RIDGE * np.eye(ITEMS))
ease = np.eye(ITEMS) - inverse / np.diag(inverse)
np.fill_diagonal(ease, 0)
slim = np.zeros((ITEMS, ITEMS))
warnings.simplefilter("ignore")
for item in range(ITEMS):
    others = x.copy()
    others[:, item] = 0
    model = ElasticNet(
        alpha=ALPHA, l1_ratio=L1_RATIO, positive=True, fit_intercept=False, tol=1e-14, max_iter=100_000
    )
    slim[:, item] = model.fit(others, x[:, item]).coef_
log = [[int(u), int(i), float(x[u, i])] for u, i in zip(*np.nonzero(x))]
golden = {
    "from": "reference.py: numpy.linalg.inv and sklearn.linear_model.ElasticNet",
    "users": USERS,
    "items": ITEMS,
    "log": log,
    "ridge": RIDGE,
    "inverse": inverse.tolist(),
    "ease": ease.tolist(),
    "alpha": ALPHA,
    "l1Ratio": L1_RATIO,
    "slim": slim.tolist(),
}
with open(os.path.join(os.path.dirname(__file__), "closed-form.golden.json"), "w") as file:
    json.dump(golden, file)
    file.write("\n")
