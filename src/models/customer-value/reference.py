"""Writes customer-value.golden.json beside this file: lifetimes on the CDNOW sample of sample-data, and mpmath for single customers and the hypergeometric function."""

import gzip
import json
import pathlib
import warnings

import mpmath
import numpy as np
import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter, ParetoNBDFitter
from lifetimes.utils import calibration_and_holdout_data

warnings.filterwarnings("ignore")
here = pathlib.Path(__file__).parent
log = pd.read_csv(gzip.open(here / "../../../sample-data/cdnow.csv.gz"), dtype={"customer_id": str})
data = calibration_and_holdout_data(
    log, "customer_id", "date", "1997-09-30", observation_period_end="1998-06-30", freq="D", monetary_value_col="dollars"
)
x, recency, age = data.frequency_cal, data.recency_cal / 7, data.T_cal / 7
bg = BetaGeoFitter().fit(x, recency, age, tol=1e-7)
pareto = ParetoNBDFitter().fit(x, recency, age, tol=1e-9, maxiter=20000)
repeat = data[(data.frequency_cal > 0) & (data.monetary_value_cal > 0)]
gamma = GammaGammaFitter().fit(repeat.frequency_cal, repeat.monetary_value_cal, tol=1e-7)
expected = bg.conditional_expected_number_of_purchases_up_to_time(39, x, recency, age)

ROWS = [(0, 0, 38.86), (1, 1.71, 38.86), (2, 30.43, 38.86), (7, 29.43, 38.86), (29, 38.0, 38.86), (120, 200.0, 210.0), (3, 2.0, 500.0)]
TIMES = [0.5, 39, 400]


mp = mpmath.mp
mp.dps = 60


def bg_values(r, alpha, a, b):
    """The published formulas as they stand, in 60 digits."""
    F = mpmath.hyp2f1
    odds = lambda x, u, T: (a / (b + x - 1)) * ((alpha + T) / (alpha + u)) ** (r + x) if x else mpmath.mpf(0)
    part = lambda t, x, T: (a + b + x - 1) / (a - 1) * (1 - ((alpha + T) / (alpha + T + t)) ** (r + x) * F(r + x, b + x, a + b + x - 1, t / (alpha + T + t)))
    return lambda x, u, T: 1 / (1 + odds(x, u, T)), lambda t, x, u, T: part(t, x, T) / (1 + odds(x, u, T)), lambda t: part(t, 0, mpmath.mpf(0))


def pareto_values(r, alpha, s, beta):
    F, most, c = mpmath.hyp2f1, max(alpha, beta), lambda x: r + s + x
    second = lambda x: s + 1 if alpha >= beta else r + x
    a0 = lambda x, t: F(c(x), second(x), c(x) + 1, abs(alpha - beta) / (most + t)) / (most + t) ** c(x)
    alive = lambda x, u, T: 1 / (1 + s / c(x) * (alpha + T) ** (r + x) * (beta + T) ** s * (a0(x, u) - a0(x, T)))
    rest = lambda t, T: (1 - ((beta + T) / (beta + T + t)) ** (s - 1)) / (s - 1)
    return alive, lambda t, x, u, T: (r + x) * (beta + T) / (alpha + T) * rest(t, T) * alive(x, u, T), lambda t: r * beta / alpha * rest(t, mpmath.mpf(0))


def values(model, exact, mean):
    alive, expected, average = exact
    rows = []
    for row in ROWS:
        x, u, T = row[0], *map(mpmath.mpf, map(str, row[1:]))
        rows.append({"x": row[0], "recency": row[1], "age": row[2], "alive": float(alive(x, u, T)), "expected": [float(expected(mpmath.mpf(str(t)), x, u, T)) for t in TIMES]})
        # Where lifetimes gives a number it gives this one.
        for t, value in zip(TIMES, rows[-1]["expected"]):
            other = float(np.ravel(model.conditional_expected_number_of_purchases_up_to_time(t, *row))[0])
            assert not np.isfinite(other) or abs(other / value - 1) < 1e-6, (row, t, other, value)
    for t in TIMES:
        assert abs(mean(t) / float(average(mpmath.mpf(str(t)))) - 1) < 1e-6
    return {"rows": rows, "mean": [float(average(mpmath.mpf(str(t)))) for t in TIMES]}


def fitted(model):
    # Asked anew in the data's own unit, as the fitters keep that of times on another scale; `_conditional_log_likelihood` is unweighted.
    params = model.params_.to_numpy()
    if isinstance(model, ParetoNBDFitter):
        each = model._conditional_log_likelihood(params, x.to_numpy(float), recency.to_numpy(), age.to_numpy())
        total = float(each.sum())
    else:
        ones = np.ones(len(x), dtype=int)
        total = -float(model._negative_log_likelihood(np.log(params), x.to_numpy(float), recency.to_numpy(), age.to_numpy(), ones, 0)) * len(x)
    return {"params": {k: float(v) for k, v in model.params_.items()}, "logLikelihood": total}


def set_params(model, params):
    model.params_ = pd.Series(params)
    return model


grids = []
for r, alpha, a, b in [(0.24259, 4.4136, 0.79292, 2.42591), (2.5, 30, 1.7, 0.6), (0.1, 1, 0.05, 0.4), (5, 2, 3.5, 9)]:
    model = set_params(BetaGeoFitter(), {"r": r, "alpha": alpha, "a": a, "b": b})
    grids.append({"kind": "bg-nbd", "parameters": [r, alpha, a, b], **values(model, bg_values(*map(mpmath.mpf, map(str, [r, alpha, a, b]))), model.expected_number_of_purchases_up_to_time)})
for r, alpha, s, beta in [(0.55328, 10.57768, 0.60624, 11.66874), (2.5, 30, 1.7, 6), (0.1, 1, 2.5, 90)]:
    model = set_params(ParetoNBDFitter(), {"r": r, "alpha": alpha, "s": s, "beta": beta})
    grids.append({"kind": "pareto-nbd", "parameters": [r, alpha, s, beta], **values(model, pareto_values(*map(mpmath.mpf, map(str, [r, alpha, s, beta]))), model.expected_number_of_purchases_up_to_time)})

golden = {
    "from": "lifetimes 0.11.3 on sample-data/cdnow.csv.gz, calibrated to 1997-09-30 in weeks of 7 days; mpmath 1.3: reference.py beside this file",
    "bg-nbd": fitted(bg),
    "pareto-nbd": fitted(pareto),
    "gamma-gamma": {
        "params": {k: float(v) for k, v in gamma.params_.items()},
        "customers": len(repeat),
        "expected": [float(gamma.conditional_expected_average_profit(a, m)) for a, m in [(0, 0), (1, 10), (2, 22.35), (20, 80)]],
    },
    "holdout": {"correlation": float(expected.corr(data.frequency_holdout)), "expected": float(expected.sum()), "actual": int(data.frequency_holdout.sum())},
    "times": TIMES,
    "grids": grids,
    "hypergeometric": [
        [b, c, z, float(mpmath.hyp2f1(1, b, c, z))]
        for b, c, z in [(0.55, 2.16, 0.09), (3.2, 4.5, 0.5), (30.5, 31.2, 0.99), (0.4, 1.9, 0.99999), (2.5, 12.0, 0.7), (120, 121.5, 0.3)]
    ],
}
(here / "customer-value.golden.json").write_text(json.dumps(golden, indent=1) + "\n")
print({k: golden[k] for k in ["bg-nbd", "pareto-nbd", "gamma-gamma", "holdout"]})
