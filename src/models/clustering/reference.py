"""Writes clustering.golden.json, the reference values of clustering.test.ts.

Run with scikit-learn 1.9, scipy and numpy: python3 src/models/clustering/reference.py
"""

import gzip
import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.cluster import DBSCAN, AgglomerativeClustering, KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import (
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    silhouette_score,
)
from sklearn.mixture import GaussianMixture

HERE = Path(__file__).resolve().parent


def sizes(labels):
    return sorted(np.bincount(labels[labels >= 0]).tolist(), reverse=True)


def blobs():
    random = np.random.default_rng(11)
    centres = random.normal(0, 5, (4, 3))
    x = np.vstack([random.normal(c, 1 + n / 3, (40 + 10 * n, 3)) for n, c in enumerate(centres)])
    return np.round(x, 3)


def kmeans(x, k):
    fit = KMeans(k, n_init=50, random_state=0).fit(x)
    return {
        "inertia": fit.inertia_,
        "sizes": sizes(fit.labels_),
        "silhouette": silhouette_score(x, fit.labels_),
        "davies_bouldin": davies_bouldin_score(x, fit.labels_),
        "calinski_harabasz": calinski_harabasz_score(x, fit.labels_),
    }


def mixture(x, k, reg):
    fit = GaussianMixture(k, n_init=10, reg_covar=reg, random_state=0).fit(x)
    return {"bic": fit.bic(x), "mean_log_likelihood": fit.score(x)}


def cdnow():
    with gzip.open(HERE / "cdnow-summary.csv.gz", "rt") as file:
        raw = np.loadtxt(file, delimiter=",", skiprows=1)[:, 1:]
    z = np.log1p(raw)
    z = (z - z.mean(axis=0)) / z.std(axis=0)
    noise = DBSCAN(eps=0.3, min_samples=10).fit(z).labels_
    return {
        "kmeans": {k: kmeans(z, k) for k in range(2, 7)},
        "gmm": {k: mixture(z, k, 1e-4) for k in range(2, 7)},
        "ward": {k: sizes(AgglomerativeClustering(k).fit_predict(z)) for k in range(2, 7)},
        "dbscan": {"clusters": int(noise.max() + 1), "noise": int((noise < 0).sum()), "sizes": sizes(noise)},
        "pca": PCA().fit(z).explained_variance_.tolist(),
    }


def small():
    x = blobs()
    pca = PCA(2).fit(x)
    one, two = np.arange(30) % 4, (np.arange(30) * 7 // 5) % 3
    return {
        "x": x.tolist(),
        "kmeans": {k: kmeans(x, k) for k in (2, 4, 5)},
        "gmm": {k: mixture(x, k, 1e-6) for k in (2, 4)},
        "hierarchical": {
            linkage: {k: AgglomerativeClustering(k, linkage=linkage).fit_predict(x).tolist() for k in (3, 5)}
            for linkage in ("ward", "average", "complete", "single")
        },
        "dbscan": DBSCAN(eps=1.2, min_samples=5).fit(x).labels_.tolist(),
        "pca": {"variances": pca.explained_variance_.tolist(), "directions": pca.components_.tolist()},
        "ari": {"one": one.tolist(), "two": two.tolist(), "index": adjusted_rand_score(one, two)},
    }


if __name__ == "__main__":
    golden = {"from": f"scikit-learn {sklearn.__version__}, by reference.py", "cdnow": cdnow(), "small": small()}
    (HERE / "clustering.golden.json").write_text(json.dumps(golden) + "\n")
