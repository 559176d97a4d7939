"""Writes rossi.golden.json beside this file: lifelines 0.30.3 on rossi.csv, and the check of proportional hazards by plain loops in numpy."""

import json
import pathlib
import warnings

import numpy as np
import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter, NelsonAalenFitter, WeibullAFTFitter
from lifelines.statistics import multivariate_logrank_test, proportional_hazard_test
from scipy.stats import chi2, rankdata

warnings.filterwarnings("ignore")
here = pathlib.Path(__file__).parent
rossi = pd.read_csv(here / "rossi.csv")
NAMES = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]


def cox_values(model):
    table = model.summary
    return {
        "coefficients": {
            n: {k: table.loc[n, c] for k, c in [("coef", "coef"), ("se", "se(coef)"), ("z", "z"), ("p", "p")]}
            for n in table.index
        },
        "logLikelihood": model.log_likelihood_,
        "concordance": model.concordance_index_,
        "likelihoodRatio": model.log_likelihood_ratio_test().test_statistic,
    }


def scaled_residuals(model):
    """Efron's Schoenfeld residuals by their definition, one event after the other."""
    x, beta = rossi[NAMES].to_numpy(float), model.params_[NAMES].to_numpy()
    t, e = rossi.week.to_numpy(), rossi.arrest.to_numpy()
    w = np.exp(x @ beta)
    rows, times = [], []
    for u in np.unique(t[e == 1]):
        risk, dead = t >= u, (t == u) & (e == 1)
        d, mean = dead.sum(), 0
        for k in range(d):
            total = w[risk].sum() - k / d * w[dead].sum()
            mean = mean + ((w[risk, None] * x[risk]).sum(0) - k / d * (w[dead, None] * x[dead]).sum(0)) / total / d
        rows += [row - mean for row in x[dead]]
        times += [u] * d
    return np.array(times, float), len(times) * np.array(rows) @ model.variance_matrix_.loc[NAMES, NAMES].to_numpy()


def drift(model, transform):
    times, scaled = scaled_residuals(model)
    g = transform(times) - transform(times).mean()
    variance = model.variance_matrix_.loc[NAMES, NAMES].to_numpy()
    lean = g @ scaled
    each = lean**2 / (len(times) * np.diag(variance) * (g @ g))
    together = lean @ np.linalg.inv(variance) @ lean / (len(times) * (g @ g))
    return {
        "columns": {
            n: {"correlation": np.corrcoef(g, scaled[:, k])[0, 1], "statistic": each[k], "p": chi2.sf(each[k], 1)}
            for k, n in enumerate(NAMES)
        },
        "global": together,
    }


cox = CoxPHFitter().fit(rossi, "week", "arrest", fit_options={"precision": 1e-12})
stratified = CoxPHFitter().fit(rossi, "week", "arrest", strata=["race"], fit_options={"precision": 1e-12})
aft = WeibullAFTFitter().fit(rossi, "week", "arrest")
groups = multivariate_logrank_test(rossi.week, rossi.prio.clip(upper=3), rossi.arrest)
hazard = NelsonAalenFitter(nelson_aalen_smoothing=False).fit(rossi.week, rossi.arrest).cumulative_hazard_.iloc[:, 0]
meier = KaplanMeierFitter().fit(rossi.week, rossi.arrest)
baseline = cox.baseline_cumulative_hazard_.iloc[:, 0]
identity = proportional_hazard_test(cox, rossi, time_transform="identity").summary
golden = {
    "from": "lifelines 0.30.3 on its own data set rossi; drift by plain loops in numpy: reference.py beside this file",
    "cox": {**cox_values(cox), "baseline": {str(int(t)): baseline.loc[t] for t in [1.0, 10.0, 30.0, 52.0]}},
    "stratified": cox_values(stratified),
    "drift": {"rank": drift(cox, rankdata), "identity": drift(cox, lambda t: t)},
    "lifelinesIdentity": {n: identity.loc[n, "test_statistic"] for n in NAMES},
    "aft": {
        "coefficients": {b: {"coef": r["coef"], "se": r["se(coef)"]} for (a, b), r in aft.summary.iterrows() if a == "lambda_"},
        "logShape": {k: aft.summary.loc[("rho_", "Intercept"), c] for k, c in [("coef", "coef"), ("se", "se(coef)")]},
        "logLikelihood": aft.log_likelihood_,
        "likelihoodRatio": aft.log_likelihood_ratio_test().test_statistic,
    },
    "logRank": {"statistic": groups.test_statistic, "p": groups.p_value},
    "nelsonAalen": {str(int(t)): hazard.loc[t] for t in [1.0, 10.0, 30.0, 52.0]},
    "kaplanMeier": {
        str(int(t)): [meier.survival_function_.loc[t].iloc[0], *meier.confidence_interval_.loc[t]] for t in [10.0, 52.0]
    },
}
(here / "rossi.golden.json").write_text(json.dumps(golden, indent=2) + "\n")
