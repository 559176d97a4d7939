"""Surprise's own SVD, SVD++ and KNNBaseline on a small table, from a start that the test knows: writes ratings.golden.json."""
import json
import pathlib

import numpy as np
import pandas as pd
import surprise
from surprise import Dataset, KNNBaseline, Reader, SVD, SVDpp

USERS, ITEMS, FACTORS, EPOCHS = 14, 10, 4, 3


class KnownStart(np.random.RandomState):
    """Draws 0.01, 0.02 … 0.25 over and over, an array at a time, instead of normal numbers."""

    def normal(self, mean, spread, size):
        return (0.01 * (1 + np.arange(np.prod(size)) % 25)).reshape(size)


choose = np.random.default_rng(3)
taste = choose.normal(0, 1, (USERS, 2)) @ choose.normal(0, 1, (2, ITEMS)) + choose.normal(0, 0.6, ITEMS)
table = np.clip(np.round(3.2 + taste), 1, 5).astype(int)
table[choose.random((USERS, ITEMS)) < 0.35] = 0
pairs = [(u, i, float(table[u, i])) for u in range(USERS) for i in range(ITEMS) if table[u, i]]
data = Dataset.load_from_df(pd.DataFrame(pairs), Reader(rating_scale=(1, 5))).build_full_trainset()


def users(values):
    return [values[data.to_inner_uid(u)] for u in range(USERS)]


def items(values):
    return [values[data.to_inner_iid(i)] for i in range(ITEMS)]


def plain(rows):
    return [float(f"{x:.12g}") for x in np.ravel(rows)]


def factors(model):
    # Surprise numbers items as they come: the start of item n is that of its n-th.
    model.fit(data)
    found = {"userBias": plain(users(model.bu)), "itemBias": plain(items(model.bi)),
             "users": plain(users(model.pu)), "items": plain(items(model.qi))}
    return {**found, "implicit": plain(items(model.yj))} if hasattr(model, "yj") else found


def neighbours(user_based):
    options = {"name": "pearson_baseline", "user_based": user_based, "shrinkage": 100}
    model = KNNBaseline(k=3, sim_options=options, verbose=False).fit(data)
    side = users if user_based else items
    return {"similarity": plain([side(row) for row in side(model.sim)]),
            "expected": plain([[model.predict(u, i, clip=False).est for i in range(ITEMS)] for u in range(USERS)]),
            "userBaseline": plain(users(model.bu)), "itemBaseline": plain(items(model.bi))}


golden = {
    "from": f"reference.py, scikit-surprise {surprise.__version__}",
    "ratings": table.tolist(), "factors": FACTORS, "epochs": EPOCHS,
    "itemOrder": [int(data.to_inner_iid(i)) for i in range(ITEMS)],
    "svd": factors(SVD(n_factors=FACTORS, n_epochs=EPOCHS, random_state=KnownStart())),
    "svdpp": factors(SVDpp(n_factors=FACTORS, n_epochs=EPOCHS, random_state=KnownStart())),
    "byItem": neighbours(False), "byUser": neighbours(True),
}
pathlib.Path(__file__).with_name("ratings.golden.json").write_text(json.dumps(golden) + "\n")
