"""One Python method on one data set: reads the job as JSON from standard input, prints seconds and a check as JSON."""
import json
import sys
import time

job = json.load(sys.stdin)
about, folder, params = job["data"], job["folder"], job["params"]
try:
    import numpy as np
    import pandas as pd
    import scipy.linalg
    import scipy.sparse as sp
    if job["measure"] == "als":
        from implicit.cpu.als import AlternatingLeastSquares
    if job["measure"] == "baskets":
        from mlxtend.frequent_patterns import fpgrowth
except ImportError as error:
    print(json.dumps({"missing": str(error)}))
    sys.exit(0)


def read(name, dtype):
    return np.fromfile(f"{folder}/{about[name]}", dtype)


def log():
    item = read("item", np.int32)
    shape = (about["users"], about["items"])
    return sp.csr_matrix((np.ones(len(item), np.float32), item, read("offsets", np.uint32).astype(np.int32)), shape)


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def als():
    had, alpha, regularisation = log(), params["alpha"], params["regularisation"]
    model = AlternatingLeastSquares(factors=params["factors"], iterations=params["iterations"], num_threads=1,
                                    regularization=regularisation, alpha=1 + alpha, random_state=1)
    seconds, _ = timed(lambda: model.fit(had, show_progress=False))
    x, y = model.user_factors.astype(float), model.item_factors.astype(float)
    users, items = had.nonzero()
    score = np.einsum("ij,ij->i", x[users], y[items])
    loss = ((x.T @ x) * (y.T @ y)).sum() + regularisation * ((x**2).sum() + (y**2).sum())
    return seconds, float(loss + ((1 + alpha) * (1 - score) ** 2 - score**2).sum())


def fit_ease(had, penalty):
    """As its authors write it, in the same precision and by the quicker of the ways that SciPy has: Cholesky's."""
    gram = (had.T @ had).toarray().astype(params["precision"])
    gram[np.diag_indices_from(gram)] += penalty
    factor, _ = scipy.linalg.lapack.get_lapack_funcs("potrf", (gram,))(gram, lower=True, overwrite_a=True)
    inverse, _ = scipy.linalg.lapack.get_lapack_funcs("potri", (gram,))(factor, lower=True, overwrite_c=True)
    inverse = np.tril(inverse) + np.tril(inverse, -1).T
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return weights


def ease():
    had = log()
    seconds, weights = timed(lambda: fit_ease(had, params["lambda"]))
    return seconds, float(np.sort(weights[:100], axis=1)[:, -10:].sum())


def baskets():
    ones = np.ones(len(read("item", np.uint32)), bool)
    shape = (about["baskets"], about["items"])
    held = sp.csr_matrix((ones, (read("basket", np.uint32), read("item", np.uint32))), shape).toarray() > 0
    table = pd.DataFrame(held)
    seconds, sets = timed(lambda: fpgrowth(table, min_support=params["support"]))
    return seconds, len(sets)


seconds, check = {"als": als, "ease": ease, "baskets": baskets}[job["measure"]]()
print(json.dumps({"seconds": seconds, "check": check}))
