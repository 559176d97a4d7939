"""Writes the reference values of core/statistics.test.ts and core/survival.test.ts.

Run from the project's root with scipy 1.17, statsmodels 0.14, lifelines 0.30, pandas: python3 src/core/statistics/references.py
"""

import json
from pathlib import Path

import lifelines
import numpy as np
import pandas as pd
import scipy
import statsmodels
from scipy import special, stats
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

HERE = Path(__file__).resolve().parent
ORIGIN = (
    f"scipy {scipy.__version__}, statsmodels {statsmodels.__version__}, lifelines {lifelines.__version__}, "
    "by src/core/statistics/references.py"
)


def distributions():
    normal = [-37.0, -8.0, -1.96, -0.3, 0.0, 1e-9, 0.5, 2.3, 6.0]
    p = [1e-300, 1e-12, 0.001, 0.025, 0.2, 0.5, 0.6, 0.975, 0.999999]
    t = [(-40.0, 3.0), (-2.1, 7.5), (0.0, 4.0), (0.001, 2.0), (1.3, 1.0), (5.0, 120.0), (2.5, 1e6)]
    t_p = [(0.001, 2.5), (0.025, 10.0), (0.3, 1.0), (0.975, 4000.0)]
    chi = [(0.01, 1.0), (3.84, 1.0), (100.0, 3.0), (7.0, 10.0), (950.0, 1000.0), (2500.0, 1000.0)]
    beta = [(0.01, 0.5, 0.5), (0.3, 2.0, 5.0), (0.9, 40.0, 3.0), (0.119, 1201.0, 8801.0), (0.5, 1e5, 1e5), (0.12, 121.0, 881.0)]
    beta_p = [(0.025, 121.0, 881.0), (0.975, 1.0, 1.0), (0.5, 0.5, 3.0), (0.025, 20001.0, 24701.0)]
    gamma = [1e-8, 0.1, 0.5, 1.0, 1.5, 2.0, 3.7, 9.99, 10.0, 55.5, 1e4, 1e8]
    return {
        "normalCdf": [[x, stats.norm.cdf(x)] for x in normal],
        "normalQuantile": [[x, stats.norm.ppf(x)] for x in p],
        "tCdf": [[x, df, stats.t.cdf(x, df)] for x, df in t],
        "tQuantile": [[x, df, stats.t.ppf(x, df)] for x, df in t_p],
        "chiSquareSf": [[x, df, stats.chi2.sf(x, df)] for x, df in chi],
        "betaCdf": [[x, a, b, stats.beta.cdf(x, a, b)] for x, a, b in beta],
        "betaQuantile": [[x, a, b, stats.beta.ppf(x, a, b)] for x, a, b in beta_p],
        "logGamma": [[x, float(special.gammaln(x))] for x in gamma],
    }


def tests():
    random = np.random.default_rng(3)
    # One digit: many ties.
    samples = [
        (np.round(random.normal(0, 1, 40), 1), np.round(random.normal(0.5, 2, 25), 1)),
        (np.round(random.normal(0, 1, 12), 5), np.round(random.normal(3, 1, 9), 5)),
    ]
    rows = []
    for a, b in samples:
        welch = stats.ttest_ind(a, b, equal_var=False)
        ranks = stats.mannwhitneyu(a, b, method="asymptotic")
        ks = stats.ks_2samp(a, b, method="exact")
        rows.append(
            {
                "a": a.tolist(),
                "b": b.tolist(),
                "welch": [welch.statistic, welch.df, welch.pvalue],
                "mannWhitney": [ranks.statistic, ranks.pvalue],
                "kolmogorovSmirnov": [ks.statistic, ks.pvalue],
            }
        )
    tables = [[12, 5, 3, 19], [0, 7, 4, 6], [120, 880, 165, 835], [1, 1000, 30, 3000], [5000, 5200, 4800, 5100]]
    small = [[10, 20, 30], [12, 25, 9]]
    odds = []
    for a, b, c, d in tables:
        table = np.array([[a, b], [c, d]], dtype=float)
        ratio = Table2x2(table, shift_zeros=False) if table.min() > 0 else Table2x2(table + 0.5, shift_zeros=False)
        fisher = stats.fisher_exact(table)
        wald = ratio.log_oddsratio_pvalue()
        odds.append(
            {
                "table": [a, b, c, d],
                "value": ratio.oddsratio,
                "low": ratio.oddsratio_confint()[0],
                "high": ratio.oddsratio_confint()[1],
                "p": fisher.pvalue if table.min() < 5 else wald,
                "fisher": fisher.pvalue,
                "yates": list(stats.chi2_contingency(table, correction=True)[:2]),
                "matthews": (a * d - b * c) / np.sqrt(float(a + b) * (a + c) * (d + b) * (d + c)),
                "newcombe": list(confint_proportions_2indep(a, a + b, c, c + d, method="newcomb")),
            }
        )
    chi = stats.chi2_contingency(small, correction=False)
    goodness = stats.chisquare([480, 530, 490], f_exp=[500, 500, 500])
    p = random.random(15).round(3).tolist() + [0.0, 1.0, 0.001, 0.001]
    return {
        "samples": rows,
        "tables": odds,
        "chiSquare": {"table": small, "statistic": chi.statistic, "df": int(chi.dof), "p": chi.pvalue},
        "goodness": {"counts": [480, 530, 490], "statistic": goodness.statistic, "p": goodness.pvalue},
        "adjust": {
            "p": p,
            "holm": multipletests(p, method="holm")[1].tolist(),
            "bh": multipletests(p, method="fdr_bh")[1].tolist(),
        },
    }


def curve(times, events):
    fitter = lifelines.KaplanMeierFitter().fit(times, events)
    table = fitter.event_table
    bounds = fitter.confidence_interval_survival_function_
    at = [t for t in fitter.survival_function_.index if t in set(times)]
    return {
        "time": [float(t) for t in at],
        "atRisk": [int(table.loc[t, "at_risk"]) for t in at],
        "survival": [float(fitter.survival_function_.loc[t].iloc[0]) for t in at],
        "low": [float(bounds.loc[t].iloc[0]) for t in at],
        "high": [float(bounds.loc[t].iloc[1]) for t in at],
        "median": float(fitter.median_survival_time_),
    }


def survival():
    random = np.random.default_rng(5)
    times = np.ceil(random.exponential(10, 60)).tolist()
    events = (random.random(60) < 0.7).astype(int)
    # The longest is censored: at a survival of 0 no interval is defined.
    events[int(np.argmax(times))] = 0
    small = curve(times, events)

    log = pd.read_csv("sample-data/cdnow.csv.gz", dtype={"customer_id": str}, parse_dates=["date"])
    days = log.groupby("customer_id")["date"].unique().map(sorted)
    end = log["date"].max()
    again = days.map(lambda d: ((d[1] if len(d) > 1 else end) - d[0]).days)
    seen = days.map(len) > 1
    whole = curve(again.to_numpy(dtype=float), seen.astype(int).to_numpy())
    wanted = [n for n, t in enumerate(whole["time"]) if t in (1, 7, 30, 90, 180, 365, 400, 500)]
    return {
        "small": {"times": times, "events": events.tolist(), **small},
        "cdnow": {
            "customers": int(len(days)),
            "second": int(seen.sum()),
            "median": None if np.isinf(whole["median"]) else whole["median"],
            **{name: [whole[name][n] for n in wanted] for name in ("time", "atRisk", "survival", "low", "high")},
        },
    }


if __name__ == "__main__":
    values = {"from": ORIGIN, **distributions(), **tests(), "survival": survival()}
    (HERE / "statistics.golden.json").write_text(json.dumps(values, indent=1) + "\n")
