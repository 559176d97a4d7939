"""Writes references.json, the values that the tests of this folder hold splits and comparisons to.

Run with scikit-learn 1.9, scipy and numpy: python3 src/models/validation/references.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.stats import t as student
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, TimeSeriesSplit

random = np.random.default_rng(31)


def stratified(folds, chances):
    y = random.choice(len(chances), size=61, p=chances)
    split = StratifiedKFold(folds).split(np.zeros(len(y)), y)
    counts = [np.bincount(y[test], minlength=len(chances)).tolist() for _, test in split]
    return {"y": y.tolist(), "folds": folds, "counts": counts}


def grouped(folds):
    groups = random.choice(12, size=70, p=np.arange(1, 13) / 78)
    sizes = [len(test) for _, test in GroupKFold(folds).split(np.zeros(70), groups=groups)]
    return {"groups": groups.tolist(), "folds": folds, "sizes": sizes}


def time(cutoffs, folds):
    splits = TimeSeriesSplit(folds).split(np.zeros(cutoffs))
    windows = [[int(train[-1]), int(test[0]), int(test[-1])] for train, test in splits]
    return {"cutoffs": cutoffs, "folds": folds, "windows": windows}


def comparison(folds, test_share):
    """Nadeau and Bengio (2003), equation 9: the variance of the differences by 1 / J + n2 / n1."""
    a = np.round(random.normal(0.84, 0.01, folds), 4)
    b = np.round(a - random.normal(0.008, 0.006, folds), 4)
    differences = a - b
    error = np.sqrt((1 / folds + test_share / (1 - test_share)) * differences.var(ddof=1))
    low, high = student.interval(0.95, folds - 1, loc=differences.mean(), scale=error)
    p = 2 * student.sf(abs(differences.mean()) / error, folds - 1)
    expected = {"difference": differences.mean(), "low": low, "high": high, "p": p}
    return {"a": a.tolist(), "b": b.tolist(), "testShare": test_share, "expected": expected}


if __name__ == "__main__":
    values = {
        "from": f"scikit-learn {sklearn.__version__}, scipy {scipy.__version__}, by references.py",
        "stratified": [stratified(5, [0.8, 0.2]), stratified(7, [0.2, 0.5, 0.3])],
        "kfold": [[rows, folds, [len(t) for _, t in KFold(folds).split(np.zeros(rows))]] for rows, folds in [(10, 5), (23, 4)]],
        "grouped": [grouped(3), grouped(5)],
        "time": [time(6, 5), time(12, 3), time(11, 4), time(3, 2)],
        "comparison": [comparison(5, 0.2), comparison(10, 0.1), comparison(15, 0.2)],
    }
    Path(__file__).with_name("references.json").write_text(json.dumps(values))
