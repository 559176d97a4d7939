"""Makes explain.golden.json: SHAP values of scikit-learn's trees by the shap package (TreeExplainer), path-dependent and against a
background, and of a function of twelve columns by counting all its sets. Run in this folder: python3 reference.py (shap 0.51.0, scikit-learn 1.9.1)."""
import json
from itertools import combinations
from math import factorial

import numpy as np
import shap
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier, RandomForestRegressor

rng = np.random.default_rng(5)
# Values that float32 holds exactly: scikit-learn's trees compare in it.
X = np.round(rng.normal(size=(300, 6)) * 32) / 32
X[:, 5] = rng.integers(0, 3, 300)
target = X[:, 0] * X[:, 1] + np.sin(X[:, 2]) + (X[:, 5] == 1) + 0.1 * rng.normal(size=300)
three = np.digitize(target, [-0.3, 0.8])
rows, background = X[:6], X[100:120]


def trees_of(estimator, scale, outputs):
    tree = estimator.tree_
    value = tree.value[:, 0, :] * scale
    return [
        {
            "output": output,
            "feature": [int(f) if f >= 0 else -1 for f in tree.feature],
            "threshold": [float(t) for t in tree.threshold],
            "left": [int(n) for n in tree.children_left],
            "right": [int(n) for n in tree.children_right],
            "value": [float(v) for v in value[:, output]],
            "cover": [float(c) for c in tree.weighted_n_node_samples],
        }
        for output in range(outputs)
    ]


def case(name, model, trees, base, outputs):
    dependent = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
    against = shap.TreeExplainer(model, data=background, feature_perturbation="interventional")
    values = lambda e: np.asarray(e.shap_values(rows, check_additivity=False)).reshape(len(rows), X.shape[1], outputs)
    return {
        "name": name,
        "outputs": outputs,
        "trees": trees,
        "base": base,
        "pathDependent": values(dependent).ravel().tolist(),
        "expected": np.ravel(dependent.expected_value).tolist(),
        "interventional": values(against).ravel().tolist(),
        "background": np.ravel(against.expected_value).tolist(),
    }


def counted(columns):
    """Shapley values of z0·z1 + max(z2, z3) + z4·z5·z6 + exp(z7 / 2) − |z8 − z9| + z10 − 2·z11 against one background row of 0."""
    z = np.round(rng.normal(size=columns), 3)

    def worth(members):
        w = np.where([i in members for i in range(columns)], z, 0)
        return (
            w[0] * w[1] + max(w[2], w[3]) + w[4] * w[5] * w[6] + np.exp(w[7] / 2) - abs(w[8] - w[9]) + w[10] - 2 * w[11]
        )

    values = np.zeros(columns)
    for i in range(columns):
        rest = [j for j in range(columns) if j != i]
        for size in range(columns):
            weight = factorial(size) * factorial(columns - size - 1) / factorial(columns)
            for chosen in combinations(rest, size):
                values[i] += weight * (worth({*chosen, i}) - worth(set(chosen)))
    return {"row": z.tolist(), "values": values.tolist()}


forest = RandomForestRegressor(4, max_depth=6, random_state=1).fit(X, target)
boosted = GradientBoostingClassifier(n_estimators=8, max_depth=3, random_state=1).fit(X, target > 0.5)
classes = RandomForestClassifier(2, max_depth=4, random_state=1).fit(X, three)
share = float(np.mean(target > 0.5))
golden = {
    "columns": X.shape[1],
    "rows": rows.ravel().tolist(),
    "background": background.ravel().tolist(),
    "models": [
        case("a random forest of numbers", forest, [t for e in forest.estimators_ for t in trees_of(e, 1 / 4, 1)], [0], 1),
        case(
            "gradient boosting of a yes or no",
            boosted,
            [t for e in boosted.estimators_[:, 0] for t in trees_of(e, boosted.learning_rate, 1)],
            [float(np.log(share / (1 - share)))],
            1,
        ),
        case(
            "a random forest of three classes",
            classes,
            [t for e in classes.estimators_ for t in trees_of(e, 1 / 2, 3)],
            [0, 0, 0],
            3,
        ),
    ],
    "counted": counted(12),
}
with open("explain.golden.json", "w") as file:
    json.dump(golden, file)
