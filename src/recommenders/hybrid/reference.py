"""References for the weights of a blend: the conditional logit with no weight below 0 and a ridge of 1, by SciPy's L-BFGS-B and SLSQP
from the likelihood as it is written in the books. Writes choice.golden.json beside it: `python3 reference.py`."""

import json
import pathlib

import numpy as np
import scipy
from scipy.optimize import minimize
from scipy.special import logsumexp

random = np.random.default_rng(7)
events, others, members = 60, 8, 3
scores = random.normal(size=(events, others + 1, members)).round(3)
# The second member is right, the first a little, the third misleads.
utility = scores @ np.array([0.4, 1.5, -0.8]) + random.gumbel(size=(events, others + 1))
chosen = utility.argmax(axis=1)
picked = scores[np.arange(events), chosen]
rest = np.array([np.delete(scores[e], chosen[e], axis=0) for e in range(events)])


def loss(weights):
    best = picked @ weights
    every = np.concatenate([best[:, None], rest @ weights], axis=1)
    return float((logsumexp(every, axis=1) - best).sum() + weights @ weights / 2)


bounds = [(0, None)] * members
found = minimize(loss, np.ones(members), method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-15, "gtol": 1e-10})
other = minimize(loss, np.ones(members), method="SLSQP", bounds=bounds, options={"ftol": 1e-15, "maxiter": 1000})
assert np.allclose(found.x, other.x, atol=1e-4), (found.x, other.x)
assert found.x[2] == 0
path = pathlib.Path(__file__).parent / "choice.golden.json"
path.write_text(
    json.dumps(
        {
            "from": f"SciPy {scipy.__version__}, minimize(method='L-BFGS-B') with bounds, agreeing with SLSQP, by reference.py",
            "picked": picked.tolist(),
            "others": rest.tolist(),
            "weights": found.x.tolist(),
        }
    )
    + "\n"
)
