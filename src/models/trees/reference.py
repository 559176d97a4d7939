"""Makes reference.json: scikit-learn, LightGBM and XGBoost on the data of test-data.ts, which this script makes likewise."""
import gzip
import json
import math
import numpy as np
import lightgbm
import sklearn
import xgboost
from sklearn.ensemble import (ExtraTreesClassifier, HistGradientBoostingClassifier, HistGradientBoostingRegressor,
                              IsolationForest, RandomForestClassifier, RandomForestRegressor)
from sklearn.metrics import log_loss, mean_pinball_loss, mean_poisson_deviance, r2_score, roc_auc_score
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor


def mulberry32(seed):
    state = seed
    while True:
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((state ^ (state >> 15)) * (state | 1)) & 0xFFFFFFFF
        t ^= (t + ((t ^ (t >> 7)) * (t | 61))) & 0xFFFFFFFF
        yield ((t ^ (t >> 14)) & 0xFFFFFFFF) / 4294967296


def table(rows, seed):
    random = mulberry32(seed)
    draw = lambda: next(random)
    x, y = [], {"binary": [], "multiclass": [], "regression": [], "count": []}
    for _ in range(rows):
        a, b, c, d, e = (draw() for _ in range(5))
        code = math.floor(6 * draw())
        z = 3 * a + 2 * abs(b - 0.5) + (c if d > 0.5 else -c) + (1 if code in (1, 4) else 0) - 2.5
        gap = draw() < 0.15
        p = 1 / (1 + math.exp(-2 * z))
        y["binary"].append(int(draw() < p))
        noise = draw()
        y["multiclass"].append(min(2, max(0, math.floor(z + 1.5 + noise - 0.5))))
        y["regression"].append(z + noise)
        y["count"].append(math.floor(4 * p * draw() * 2))
        x.append([float("nan") if gap else a, b, c, d, e, code])
    return np.array(x), {name: np.array(values, float) for name, values in y.items()}


x, y = table(1500, 1)
test, truth = table(1500, 2)
categorical = [False] * 5 + [True]
boosted = dict(max_iter=100, early_stopping=False, categorical_features=categorical)
hist = HistGradientBoostingClassifier(**boosted)
out = {"about": f"reference.py: scikit-learn {sklearn.__version__}, LightGBM {lightgbm.__version__}, XGBoost {xgboost.__version__}"}

p = hist.fit(x, y["binary"]).predict_proba(test)[:, 1]
out["binary"] = {"histgb": [roc_auc_score(truth["binary"], p), log_loss(truth["binary"], p)]}
light = lightgbm.LGBMClassifier(verbose=-1).fit(x, y["binary"], categorical_feature=[5])
p = light.predict_proba(test)[:, 1]
out["binary"]["lightgbm"] = [roc_auc_score(truth["binary"], p), log_loss(truth["binary"], p)]
xgb = xgboost.XGBClassifier(tree_method="hist", n_estimators=100, max_leaves=31, max_depth=0, grow_policy="lossguide",
                            learning_rate=0.1, max_bin=255).fit(x, y["binary"])
p = xgb.predict_proba(test)[:, 1]
out["binary"]["xgboost"] = [roc_auc_score(truth["binary"], p), log_loss(truth["binary"], p)]
p = HistGradientBoostingClassifier(**boosted).fit(x, y["multiclass"]).predict_proba(test)
out["multiclass"] = log_loss(truth["multiclass"], p)
p = HistGradientBoostingRegressor(**boosted).fit(x, y["regression"]).predict(test)
out["regression"] = r2_score(truth["regression"], p)
p = HistGradientBoostingRegressor(loss="absolute_error", **boosted).fit(x, y["regression"]).predict(test)
out["absolute"] = float(np.mean(np.abs(truth["regression"] - p)))
p = HistGradientBoostingRegressor(loss="poisson", **boosted).fit(x, y["count"]).predict(test)
out["poisson"] = mean_poisson_deviance(truth["count"], p)
p = HistGradientBoostingRegressor(loss="quantile", quantile=0.9, **boosted).fit(x, y["regression"]).predict(test)
out["quantile"] = mean_pinball_loss(truth["regression"], p, alpha=0.9)

forest = RandomForestClassifier(n_estimators=200, random_state=0, oob_score=True).fit(x, y["binary"])
out["forest"] = {"auc": roc_auc_score(truth["binary"], forest.predict_proba(test)[:, 1]), "outOfBag": forest.oob_score_}
p = RandomForestRegressor(n_estimators=100, random_state=0).fit(x, y["regression"]).predict(test)
out["forest"]["r2"] = r2_score(truth["regression"], p)
three = RandomForestClassifier(n_estimators=200, random_state=0).fit(x, y["multiclass"]).predict_proba(test)
out["forest"]["multiclass"] = log_loss(truth["multiclass"], three)
p = ExtraTreesClassifier(n_estimators=200, random_state=0).fit(np.nan_to_num(x, nan=0.5), y["binary"]).predict_proba(np.nan_to_num(test, nan=0.5))[:, 1]
out["extra"] = roc_auc_score(truth["binary"], p)

# CART on 200 rows without gaps: no more values than bins, so the trees are the same.
few, of = x[~np.isnan(x[:, 0])][:200, :5], {k: v[~np.isnan(x[:, 0])][:200] for k, v in y.items()}
cart = {}
for criterion in ("gini", "entropy"):
    for task in ("binary", "multiclass"):
        tree = DecisionTreeClassifier(criterion=criterion, max_depth=3, random_state=0).fit(few, of[task])
        cart[f"{task}-{criterion}"] = np.round(tree.predict_proba(few)[:, 1], 12).tolist()
tree = DecisionTreeRegressor(max_depth=3, random_state=0).fit(few, of["regression"])
cart["regression"] = np.round(tree.predict(few), 12).tolist()
cart["importances"] = tree.feature_importances_.tolist()
weights = np.arange(200) % 4 + 0.5
cart["weighted"] = np.round(DecisionTreeClassifier(max_depth=3, random_state=0).fit(few, of["binary"], weights).predict_proba(few)[:, 1], 12).tolist()
cart["leaves"] = {}
for task, model in (("binary", DecisionTreeClassifier), ("multiclass", DecisionTreeClassifier), ("regression", DecisionTreeRegressor)):
    cart["leaves"][task] = {str(alpha): int(model(random_state=0, min_samples_leaf=5, ccp_alpha=alpha).fit(few, of[task]).get_n_leaves())
                            for alpha in (0.001, 0.004, 0.01, 0.03)}
out["cart"] = cart

points = np.vstack([few[:, :3], [[3, 3, 3], [0.5, 0.5, -2]]])
isolated = IsolationForest(n_estimators=2000, max_samples=128, random_state=0).fit(points)
out["isolation"] = np.round(-isolated.score_samples(points), 6).tolist()


def telco():
    """AUC of each fold of telco.test.ts, whose folds and columns are made likewise."""
    with gzip.open("sample-data/telco.csv.gz", "rt") as file:
        header, *rows = [line.rstrip("\r\n").split(",") for line in file if line.strip()]
    columns = []
    for at, name in enumerate(header):
        values = [row[at].strip() for row in rows]
        if name in ("customerID", "Churn"):
            continue
        try:
            columns.append([float(value or 0) for value in values])
        except ValueError:
            columns += [[float(value == level) for value in values] for level in dict.fromkeys(values)]
    x, y = np.array(columns).T, np.array([row[-1].strip() == "Yes" for row in rows])
    random, fold = mulberry32(3), np.empty(len(y))
    for label in (False, True):
        drawn = sorted((next(random), row) for row in np.flatnonzero(y == label))
        for at, (_, row) in enumerate(drawn):
            fold[row] = at % 5
    models = {
        "tree": DecisionTreeClassifier(max_depth=5, random_state=0),
        "forest": RandomForestClassifier(n_estimators=200, random_state=0),
        "leaf5": RandomForestClassifier(n_estimators=200, min_samples_leaf=5, random_state=0),
        "boosting": HistGradientBoostingClassifier(early_stopping=False),
    }
    auc = lambda model, k: roc_auc_score(y[fold == k], model.fit(x[fold != k], y[fold != k]).predict_proba(x[fold == k])[:, 1])
    return {name: [round(auc(model, k), 6) for k in range(5)] for name, model in models.items()}


out["telco"] = telco()
with open(__file__.replace("reference.py", "reference.json"), "w") as file:
    json.dump(out, file, indent=1)
print({k: v for k, v in out.items() if k not in ("cart", "isolation")}, out["cart"]["leaves"])
