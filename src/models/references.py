"""Writes the reference values of core/metrics.test.ts and models/logistic/logistic.test.ts.

Run with scikit-learn 1.9 and numpy: python3 src/models/references.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

SOURCE = Path(__file__).resolve().parent.parent
ORIGIN = f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, by src/models/references.py"


def metrics():
    random = np.random.default_rng(7)
    probabilities = np.round(random.beta(1.2, 2.0, 80), 2)  # two digits: many ties, some on the borders of bins
    labels = (random.random(80) < probabilities).astype(int)
    observed, predicted = calibration_curve(labels, probabilities, n_bins=10, strategy="uniform")
    bins = np.digitize(probabilities, np.linspace(0, 1, 11)[1:-1], right=True)
    counts = [int(n) for n in np.bincount(bins, minlength=10) if n > 0]
    return {
        "from": ORIGIN,
        "labels": labels.tolist(),
        "probabilities": probabilities.tolist(),
        "auc": roc_auc_score(labels, probabilities),
        "averagePrecision": average_precision_score(labels, probabilities),
        "logLoss": log_loss(labels, probabilities),
        "brier": brier_score_loss(labels, probabilities),
        "calibration": [
            {"predicted": p, "observed": o, "n": n} for p, o, n in zip(predicted.tolist(), observed.tolist(), counts)
        ],
    }


def logistic():
    random = np.random.default_rng(11)
    rows = 150
    a = random.normal(5, 3, rows)
    b = np.round(random.exponential(200, rows), 1)
    c = (random.random(rows) < 0.3).astype(float)
    x = np.round(np.column_stack([a, b, c, 1 - c, np.full(rows, 4.0)]), 4)  # c and d collinear, e constant
    y = (random.random(rows) < 1 / (1 + np.exp(-(0.6 * (a - 5) - 0.004 * b + c)))).astype(int)
    scale = x.std(axis=0)
    z = (x - x.mean(axis=0)) / np.where(scale == 0, 1, scale)
    fits = []
    for strength in (0.01, 1.0, 100.0):
        model = LogisticRegression(C=strength, tol=1e-12, max_iter=10000).fit(z, y)
        probabilities = model.predict_proba(z)[:, 1]
        fits.append(
            {
                "c": strength,
                "intercept": float(model.intercept_[0]),
                "coefficients": model.coef_[0].tolist(),
                "logLoss": log_loss(y, probabilities),
                "first": probabilities[:5].tolist(),
            }
        )
    return {
        "from": ORIGIN,
        "names": ["a", "b", "c", "d", "e"],
        "rows": x.tolist(),
        "labels": y.tolist(),
        "fits": fits,
    }


for path, value in (("core/metrics.golden.json", metrics()), ("models/logistic/logistic.golden.json", logistic())):
    (SOURCE / path).write_text(json.dumps(value) + "\n")
