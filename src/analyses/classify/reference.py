"""Makes golden.json: a small table, and what scikit-learn learns of it. Run it in this folder."""

import json

import numpy as np
from sklearn.linear_model import LogisticRegression

random = np.random.default_rng(7)
rows = 80
age = random.integers(18, 70, rows)
plan = random.choice(["free", "plus", "pro"], rows)
visits = random.poisson(4, rows)
score = 0.08 * (age - 40) - 0.5 * (visits - 4) + np.where(plan == "free", 1.0, -0.5) + random.logistic(size=rows)
left = np.where(score > 0, "yes", "no")

columns = {"age": age, "visits": visits, **{f"plan_{level}": plan == level for level in ("free", "plus", "pro")}}
x = np.column_stack([np.asarray(values, float) for values in columns.values()])
z = (x - x.mean(axis=0)) / x.std(axis=0)
y = (left == "yes").astype(int)
model = LogisticRegression(C=1.0, tol=1e-12, max_iter=10_000).fit(z, y)

golden = {
    "from": "scikit-learn 1.9.1, LogisticRegression(C=1, tol=1e-12) on columns with mean 0 and population deviation 1, every level one-hot (reference.py)",
    "input": [
        {"id": f"c{n}", "age": int(age[n]), "plan": str(plan[n]), "visits": int(visits[n]), "left": str(left[n])} for n in range(rows)
    ],
    "parameters": {"table": "cases", "label": "left", "explain": 2},
    "result": {
        "n": rows,
        "prevalence": float(y.mean()),
        "coefficients": dict(zip(columns, map(float, model.coef_[0]))),
        "intercept": float(model.intercept_[0]),
        "probabilities": [float(p) for p in model.predict_proba(z)[:, 1]],
    },
}
with open("golden.json", "w") as file:
    json.dump(golden, file, indent=1)
    file.write("\n")
