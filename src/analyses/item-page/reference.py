"""Result of golden.json, by NumPy and SciPy, and what the measure lists for a shop.

    python3 reference.py [online_retail.csv.gz]

Dense matrices from the rows of the golden case. Goes with: scipy.stats.chi2_contingency(lambda_='log-likelihood') of each pair, q by
scipy.stats.false_discovery_control. Instead of: with s the sizes of baskets X, W = X' diag(1 / (s - 1)) X without its diagonal is how
often items meet, A = max(0, ln((W + 1) / (r r' / sum(r) + 1))) with its row sums r how surely beyond chance; likeness is the cosine of two
rows without the two items themselves, of pairs with less than half of the rarer one's baskets in common. With a file it writes the lists
of some items to online-retail.golden.json; lines without a customer and cancelled ones are left out.
"""
import json
import sys

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, diags
from scipy.stats import chi2_contingency, false_discovery_control


def held(baskets, items):
    basket, item = pd.factorize(np.asarray(baskets))[0], pd.Categorical(items)
    x = csr_matrix((np.ones(len(items)), (basket, item.codes)), shape=(basket.max() + 1, len(item.categories)))
    x.data[:] = 1
    return x, list(item.categories)


def company(x):
    sizes = np.asarray(x.sum(1)).ravel()
    shared = np.where(sizes > 1, 1 / np.maximum(sizes - 1, 1), 0)
    met = (x.T @ diags(shared) @ x).toarray()
    np.fill_diagonal(met, 0)
    row = met.sum(1)
    return np.maximum(0, np.log((met + 1) / (np.outer(row, row) / row.sum() + 1)))


def likeness(a, i, j):
    rest = np.setdiff1d(np.arange(len(a)), [i, j])
    p, q = a[i, rest], a[j, rest]
    return p @ q / np.sqrt((p @ p) * (q @ q)) if p @ q > 0 else 0.0


def instead_of(x, names, i, least, most=20):
    n = np.asarray(x.sum(0)).ravel()
    both = np.asarray((x.T @ x[:, [i]]).todense()).ravel()
    a = company(x)
    found = []
    for j in range(len(names)):
        overlap = both[j] / min(n[i], n[j])
        if j == i or n[j] < least or overlap >= 0.5:
            continue
        found.append({"item": names[j], "baskets": int(n[j]), "together": int(both[j]), "overlap": overlap,
                      "lift": both[j] * x.shape[0] / (n[i] * n[j]), "likeness": likeness(a, i, j)})
    return sorted([f for f in found if f["likeness"] > 0], key=lambda f: (-f["likeness"], f["item"]))[:most]


def goes_with(x, names, i):
    n, total = np.asarray(x.sum(0)).ravel(), x.shape[0]
    both = np.asarray((x.T @ x[:, [i]]).todense()).ravel()
    others = [j for j in range(len(names)) if j != i]
    tables = [[[both[j], n[i] - both[j]], [n[j] - both[j], total - n[i] - n[j] + both[j]]] for j in others]
    tests = [chi2_contingency(t, correction=False, lambda_="log-likelihood") for t in tables]
    q = false_discovery_control([t.pvalue for t in tests])
    rows = [(t.statistic, {"item": names[j], "baskets": int(n[j]), "together": int(both[j]), "confidence": both[j] / n[i],
                           "lift": both[j] * total / (n[i] * n[j]), "q": float(p)})
            for j, t, p in zip(others, tests, q) if both[j] * total > n[i] * n[j]]
    return [row for _, row in sorted(rows, key=lambda row: -row[0])]


def golden():
    text = open("golden.json").read()
    case = json.loads(text)
    user, time, _, item = zip(*case["input"]["rows"])
    x, names = held([u + t[:10] for u, t in zip(user, time)], item)
    i = names.index(case["parameters"]["item"])
    lists = {"goesWith": goes_with(x, names, i), "insteadOf": instead_of(x, names, i, case["parameters"]["least"])}
    rest = ",\n    ".join(f'"{name}": {json.dumps(found)}' for name, found in lists.items())
    open("golden.json", "w").write(text[:text.index('"goesWith"')] + rest + "\n  }\n}\n")


def shop(path):
    lines = pd.read_csv(path, dtype={"InvoiceNo": str, "StockCode": str})
    lines = lines[lines.CustomerID.notna() & (lines.Quantity > 0)]
    x, names = held(lines.InvoiceNo, lines.StockCode)
    titles = lines.groupby("StockCode").Description.first().str.strip()
    lists = {}
    for code in ["22423", "85123A", "85099B", "22699", "47566"]:
        found = instead_of(x, names, names.index(code), 5, 8)
        lists[code] = [[f["item"], titles[f["item"]], f["likeness"], f["overlap"]] for f in found]
        print(titles[code], *lists[code], sep="\n    ")
    json.dump({"from": "reference.py (NumPy, SciPy)", "least": 5, "lists": lists}, open("online-retail.golden.json", "w"))


golden()
if len(sys.argv) > 1:
    shop(sys.argv[1])
