"""Off-policy estimates of the Open Bandit data for off-policy.test.ts, by pandas and NumPy.

    python3 off-policy-reference.py obd_bts_men.csv.gz

The policy on trial is uniform over 34 items. DR's model of an item is the mean click of the other exposures of it and one more with the mean
of all others; intervals by inverting T + a T^2 + a^2 T^3 / 3 + a / 2 with a = skewness / (3 sqrt(n)) (Hall 1992), by brentq.
"""
import sys

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import norm

log = pd.read_csv(sys.argv[1])
n, r, a = len(log), log.click.to_numpy(float), log.item_id.to_numpy()
w = 1 / 34 / log.propensity_score.to_numpy()
sums, counts = np.bincount(a, r, 34), np.bincount(a, minlength=34)


def term(i):
    rest = (r.sum() - r[i]) / (n - 1)
    left = np.arange(34) == a[i]
    model = (sums - left * r[i] + rest) / (counts - left + 1)
    return model.mean() + w[i] * (r[i] - model[a[i]])


def interval(x):
    b = ((x - x.mean()) ** 3).mean() / x.std(ddof=1) ** 3 / 3 / np.sqrt(n)
    student = [brentq(lambda t: t + b * t**2 + b**2 * t**3 / 3 + b / 2 - z, -50, 50) for z in norm.ppf([0.975, 0.025])]
    return [x.mean() - t * x.std(ddof=1) / np.sqrt(n) for t in student]


dr = np.array([term(i) for i in range(n)])
snips = (w * r).sum() / w.sum()
print("ips", (w * r).mean(), interval(w * r))
print("snips", snips, interval(snips + w * (r - snips) / w.mean()))
print("dr", dr.mean(), interval(dr))
print("ess", w.sum() ** 2 / (w * w).sum())
print("by hand", interval.__name__, end=" ")
n = 4
print(interval(np.array([4 / 9, 5 / 9, 3.5, -5 / 6])))
