"""Writes references.json, the values that the tests of this folder hold the metrics to.

Run with scikit-learn 1.9, scipy, numpy and lifelines 0.30: python3 src/core/metrics/references.py
"""

import json
from pathlib import Path

import lifelines
import numpy as np
import sklearn
from lifelines.utils import concordance_index
from scipy.stats import ks_2samp
from sklearn import metrics as m

random = np.random.default_rng(23)


def binary():
    p = np.round(random.beta(1.5, 2.5, 120), 2)  # two digits: many ties, some just at 0.5
    y = (random.random(120) < p).astype(int)
    yes = (p >= 0.5).astype(int)
    fpr, tpr, thresholds = m.roc_curve(y, p, drop_intermediate=False)
    precision, recall, _ = m.precision_recall_curve(y, p)
    tn, fp, fn, tp = m.confusion_matrix(y, yes).ravel().tolist()
    return {
        "labels": y.tolist(),
        "p": p.tolist(),
        "metrics": {
            "auc": m.roc_auc_score(y, p),
            "averagePrecision": m.average_precision_score(y, p),
            "logLoss": m.log_loss(y, p),
            "brier": m.brier_score_loss(y, p),
            "ks": float(ks_2samp(p[y == 1], p[y == 0]).statistic),
            "accuracy": m.accuracy_score(y, yes),
            "precision": m.precision_score(y, yes),
            "recall": m.recall_score(y, yes),
            "f1": m.f1_score(y, yes),
            "mcc": m.matthews_corrcoef(y, yes),
        },
        "confusion": {"tn": tn, "fp": fp, "fn": fn, "tp": tp},
        "roc": {"x": fpr.tolist(), "y": tpr.tolist(), "threshold": thresholds[1:].tolist()},
        "precisionRecall": {"x": recall[::-1].tolist(), "y": precision[::-1].tolist()},
    }


def multiclass():
    p = np.round(random.dirichlet([1, 1.5, 0.8, 0.5], 90), 1)  # one digit: ties between classes and between rows
    p[:, 0] = np.round(1 - p[:, 1:].sum(axis=1), 10)
    p = np.clip(p, 0, 1) / np.clip(p, 0, 1).sum(axis=1, keepdims=True)
    y = np.array([random.choice(4, p=(row + 0.2) / (row + 0.2).sum()) for row in p])
    predicted = p.argmax(axis=1)
    one_hot = np.eye(4)[y]
    return {
        "labels": y.tolist(),
        "p": p.ravel().tolist(),
        "metrics": {
            "logLoss": m.log_loss(y, p),
            "accuracy": m.accuracy_score(y, predicted),
            "macroF1": m.f1_score(y, predicted, average="macro"),
            "macroAuc": float(np.mean([m.roc_auc_score(one_hot[:, k], p[:, k]) for k in range(4)])),
            "mcc": m.matthews_corrcoef(y, predicted),
        },
        "confusion": m.confusion_matrix(y, predicted).ravel().tolist(),
    }


def regression():
    mean = np.round(np.exp(random.normal(0.5, 0.8, 60)), 2)
    y = random.poisson(mean)
    return {
        "y": y.tolist(),
        "predicted": mean.tolist(),
        "metrics": {
            "r2": m.r2_score(y, mean),
            "mae": m.mean_absolute_error(y, mean),
            "rmse": m.root_mean_squared_error(y, mean),
            "medianAe": m.median_absolute_error(y, mean),
            "pinball50": m.mean_pinball_loss(y, mean, alpha=0.5),
            "poissonDeviance": m.mean_poisson_deviance(y, mean),
        },
        "pinball90": m.mean_pinball_loss(y, mean, alpha=0.9),
    }


def survival():
    times = random.integers(1, 15, 80)  # whole: many times and some risks tie
    events = (random.random(80) < 0.6).astype(int)
    risk = np.round(random.normal(0, 1, 80) - 0.1 * times, 1)
    return {
        "times": times.tolist(),
        "events": events.tolist(),
        "risk": risk.tolist(),
        # lifelines' score is of surviving: the higher, the later.
        "concordance": float(concordance_index(times, -risk, events)),
    }


if __name__ == "__main__":
    origin = f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, lifelines {lifelines.__version__}"
    values = {
        "from": f"{origin}, by references.py",
        "binary": binary(),
        "multiclass": multiclass(),
        "regression": regression(),
        "survival": survival(),
    }
    Path(__file__).with_name("references.json").write_text(json.dumps(values))
