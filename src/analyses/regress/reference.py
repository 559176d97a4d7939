"""Makes golden.json: a small table, and what scikit-learn learns of it. Run it in this folder."""

import json

import numpy as np
from sklearn.linear_model import Ridge

random = np.random.default_rng(11)
rows = 80
size = random.integers(20, 200, rows)
area = random.choice(["north", "south"], rows)
rooms = random.integers(1, 7, rows)
price = np.round(3 * size + 20 * rooms + np.where(area == "north", 50, 0) + random.normal(0, 25, rows), 1)

columns = {"size": size, "rooms": rooms, **{f"area_{level}": area == level for level in ("north", "south")}}
x = np.column_stack([np.asarray(values, float) for values in columns.values()])
z = (x - x.mean(axis=0)) / x.std(axis=0)
model = Ridge(alpha=1.0, tol=1e-12).fit(z, price)

golden = {
    "from": "scikit-learn 1.9.1, Ridge(alpha=1) on columns with mean 0 and population deviation 1, every level one-hot (reference.py)",
    "input": [
        {"id": f"c{n}", "size": int(size[n]), "area": str(area[n]), "rooms": int(rooms[n]), "price": float(price[n])}
        for n in range(rows)
    ],
    "parameters": {"table": "homes", "label": "price", "explain": 2},
    "result": {
        "n": rows,
        "coefficients": dict(zip(columns, map(float, model.coef_))),
        "intercept": float(model.intercept_),
        "predictions": [float(p) for p in model.predict(z)],
    },
}
with open("golden.json", "w") as file:
    json.dump(golden, file, indent=1)
    file.write("\n")
