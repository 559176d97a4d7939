"""Reference values of baskets.golden.json, by mlxtend and SciPy.

    python3 reference.py ../../../sample-data/retail.csv.gz [online_retail.csv.gz]

A basket is an InvoiceNo with its different StockCodes, cancelled ones and those without a customer too. Sets by
mlxtend.frequent_patterns.fpgrowth, rules and measures by association_rules, p-values by scipy.stats.hypergeom.sf, adjusted by
scipy.stats.false_discovery_control (Benjamini and Hochberg) over all pairs of a frequent set with a frequent item that it does not
hold, those that are not frequent together with p = 1. Of all rules only sums are kept.
"""
import json
import math
import sys

import numpy as np
import pandas as pd
from mlxtend.frequent_patterns import association_rules, fpgrowth, fpmax
from scipy.sparse import csr_matrix
from scipy.stats import false_discovery_control, hypergeom


def baskets(path):
    lines = pd.read_csv(path, dtype=str)
    invoice, invoices = pd.factorize(lines.InvoiceNo)
    code, codes = pd.factorize(lines.StockCode)
    held = csr_matrix((np.ones(len(lines)), (invoice, code)), shape=(len(invoices), len(codes))) > 0
    return pd.DataFrame(held.toarray(), columns=codes)


def measures(rule, n):
    plain = {"if": sorted(rule.antecedents), "then": sorted(rule.consequents)}
    for ours, theirs in [("support", "support"), ("confidence", "confidence"), ("lift", "lift"), ("leverage", "leverage"),
                         ("conviction", "conviction"), ("zhang", "zhangs_metric"), ("p", "p"), ("q", "q")]:
        value = float(getattr(rule, theirs))
        plain[ours] = value if math.isfinite(value) else None
    return plain


def sums(rules):
    finite = rules[np.isfinite(rules.conviction)]
    of = {name: float(rules[name].sum()) for name in ["support", "confidence", "lift", "leverage", "zhangs_metric"]}
    return {"rules": len(rules), **of, "conviction": float(finite.conviction.sum()), "certain": len(rules) - len(finite)}


def reference(path, supports, confidence, detailed):
    held = baskets(path)
    n = len(held)
    result = {"transactions": n, "items": held.shape[1], "lines": int(held.values.sum()), "confidence": confidence, "runs": []}
    for support in supports:
        sets = fpgrowth(held, min_support=support, use_colnames=True)
        by_size = sets.itemsets.map(len).value_counts().sort_index()
        run = {"support": support, "bySize": [int(by_size[size]) for size in by_size.index]}
        run["maximal"] = len(fpmax(held, min_support=support))
        rules = association_rules(sets, metric="support", min_threshold=0)
        one = rules[rules.consequents.map(len) == 1].copy()
        count = lambda share: np.rint(share * n).astype(int)
        both, left, right = count(one.support), count(one["antecedent support"]), count(one["consequent support"])
        one["p"] = hypergeom.sf(both - 1, n, left, right)
        sizes = sets.itemsets.map(len)
        family = int(sum((sizes == 1).sum() - size for size in sizes))
        one["q"] = false_discovery_control(np.append(one.p, np.ones(family - len(one))))[:len(one)]
        run["tested"], run["family"] = len(one), family
        run["single"] = sums(one[one.confidence >= confidence])
        run["any"] = sums(rules[rules.confidence >= confidence])
        if detailed:
            kept = one[one.confidence >= confidence]
            picked = pd.concat([kept.sort_values("lift").tail(5), kept.sort_values("p").tail(15)])
            run["examples"] = [measures(rule, n) for rule in picked.itertuples()]
        result["runs"].append(run)
    return result


sample = reference(sys.argv[1], [0.02, 0.01], 0.3, True)
whole = reference(sys.argv[2], [0.02, 0.01, 0.005], 0.3, False) if len(sys.argv) > 2 else None
print(json.dumps({"from": __doc__.strip(), "sample": sample, "whole": whole}, indent=1))
