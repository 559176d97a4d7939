"""References for the linear models, naive Bayes, nearest neighbours and support vector machines: scikit-learn (1.9) and
statsmodels on small seeded tables. Writes references.json beside it: `python3 references.py`."""

import json
import pathlib
import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, LogisticRegression, Ridge
from sklearn.naive_bayes import BernoulliNB, GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR, LinearSVC, LinearSVR

warnings.filterwarnings("ignore")
rng = np.random.default_rng(7)
ROWS, COLUMNS = 90, 5
x = rng.normal(size=(ROWS, COLUMNS)).round(3)
x[:, 1] = (0.6 * x[:, 0] + 0.8 * x[:, 1]).round(3)
signal = x @ np.array([1.5, -1.0, 0.5, 0.0, 0.0])
number = (2 + signal + rng.normal(size=ROWS)).round(3)
binary = (signal + rng.logistic(size=ROWS) > 0.3).astype(int)
scores = np.stack([signal, 1.2 * x[:, 3] - 0.2, -signal + 0.8 * x[:, 4]], axis=1) + rng.gumbel(size=(ROWS, 3))
several = scores.argmax(axis=1)
weights = rng.integers(1, 5, size=ROWS) / 2
counts = rng.poisson(np.exp(0.4 * x + 0.5))
# A whole set of indicators: the columns depend on each other.
kinds = rng.integers(0, 3, size=ROWS)
onehot = np.hstack([x[:, :2], np.eye(3)[kinds]])


def linear(model, *args, **kwargs):
    model.fit(*args, **kwargs)
    return {"coefficients": np.ravel(model.coef_).tolist(), "intercept": np.ravel(model.intercept_).tolist()}


def probabilities(model, data, y, w=None):
    model.fit(data, y, sample_weight=w)
    p = model.predict_proba(data)
    return (p[:, 1] if p.shape[1] == 2 else p.ravel()).tolist()


def neighbours(model, y):
    model.fit(x[:60], y[:60])
    p = model.predict_proba(x[60:]) if hasattr(model, "predict_proba") else model.predict(x[60:])
    return (p[:, 1] if p.ndim == 2 and p.shape[1] == 2 else np.ravel(p)).tolist()


tight = {"tol": 1e-13, "max_iter": 1_000_000}
standard = StandardScaler().fit_transform(onehot)
ols = sm.WLS(number, sm.add_constant(x)).fit()
references = {
    "ols": linear(LinearRegression(), x, number),
    "olsErrors": np.roll(ols.bse, -1).tolist(),
    "olsWeighted": linear(LinearRegression(), x, number, weights),
    "olsDependent": linear(LinearRegression(), standard, number),
    "ridge": linear(Ridge(alpha=3, tol=1e-14), x, number),
    "ridgeWeighted": linear(Ridge(alpha=3, tol=1e-14), x, number, sample_weight=weights),
    "lasso": linear(Lasso(alpha=0.2, **tight), x, number),
    "lassoDependent": linear(Lasso(alpha=0.05, **tight), standard, number),
    "elasticNet": linear(ElasticNet(alpha=0.2, l1_ratio=0.3, **tight), x, number),
    "elasticNetWeighted": linear(ElasticNet(alpha=0.2, l1_ratio=0.3, **tight), x, number, sample_weight=weights),
    "logistic": linear(LogisticRegression(C=0.7, solver="newton-cholesky", tol=1e-12), x, binary),
    "logisticWeighted": linear(LogisticRegression(C=0.7, solver="newton-cholesky", tol=1e-12), x, binary, weights),
    "logisticNone": linear(LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12), x, binary),
    "logisticL1": linear(LogisticRegression(C=0.2, l1_ratio=1, solver="saga", **tight), x, binary),
    "logisticNet": linear(LogisticRegression(C=0.2, l1_ratio=0.4, solver="saga", **tight), x, binary, weights),
    "multinomial": linear(LogisticRegression(C=0.7, solver="lbfgs", tol=1e-10, max_iter=100000), x, several),
    "multinomialWeighted": linear(LogisticRegression(C=0.7, solver="lbfgs", tol=1e-10, max_iter=100000), x, several, weights),
    "multinomialL1": linear(LogisticRegression(C=0.3, l1_ratio=1, solver="saga", **tight), x, several),
    "svcSquared": linear(LinearSVC(C=0.5, dual=False, **tight), x, binary),
    "svcSquaredWeighted": linear(LinearSVC(C=0.5, dual=False, **tight), x, binary, weights),
    "svcHinge": linear(LinearSVC(C=0.5, loss="hinge", dual=True, **tight), x, binary),
    "svcSeveral": linear(LinearSVC(C=0.5, dual=False, **tight), x, several),
    "svrLinear": linear(LinearSVR(C=0.5, epsilon=0.3, dual=True, **tight), x, number),
    "svrSquared": linear(LinearSVR(C=0.5, epsilon=0.3, loss="squared_epsilon_insensitive", dual=False, **tight), x, number),
    "svcKernel": SVC(C=2, tol=1e-10).fit(x, binary).decision_function(x).tolist(),
    "svcKernelWeighted": SVC(C=2, gamma=0.3, tol=1e-10).fit(x, binary, weights).decision_function(x).tolist(),
    "svrKernel": SVR(C=2, epsilon=0.2, tol=1e-10).fit(x, number).predict(x).tolist(),
    "gaussian": probabilities(GaussianNB(), x, binary),
    "gaussianSeveral": probabilities(GaussianNB(), x, several, weights),
    "bernoulli": probabilities(BernoulliNB(alpha=0.5), x, binary, weights),
    "bernoulliSeveral": probabilities(BernoulliNB(), x, several),
    "multinomialNb": probabilities(MultinomialNB(alpha=0.5), counts, binary),
    "multinomialNbSeveral": probabilities(MultinomialNB(), counts, several, weights),
    "neighbours": neighbours(KNeighborsClassifier(7), binary),
    "neighboursDistance": neighbours(KNeighborsClassifier(7, weights="distance"), several),
    "neighboursNumber": neighbours(KNeighborsRegressor(4, weights="distance"), number),
}

# Telco churn as golden/telco.json has it: one-hot with every level, a blank total as 0, standardised.
root = pathlib.Path(__file__).parents[3]
frame = pd.read_csv(root / "sample-data/telco.csv.gz").drop(columns="customerID")
churn = (frame.pop("Churn") == "Yes").astype(int).to_numpy()
frame["TotalCharges"] = pd.to_numeric(frame["TotalCharges"], errors="coerce").fillna(0)
names = json.loads((root / "golden/telco.json").read_text())["telco"]["columns"]
table = StandardScaler().fit_transform(pd.get_dummies(frame)[names].to_numpy(float))
references |= {
    "telcoL2": linear(LogisticRegression(C=1, solver="newton-cg", tol=1e-12, max_iter=10000), table, churn),
    "telcoL1": linear(LogisticRegression(C=0.05, l1_ratio=1, solver="saga", tol=1e-9, max_iter=20000), table, churn),
}


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return [float(f"{item:.10g}") for item in value]


data = {
    "x": x.tolist(),
    "onehot": [[float(f"{item:.12g}") for item in row] for row in standard],
    "counts": counts.tolist(),
    "number": number.tolist(),
    "binary": binary.tolist(),
    "several": several.tolist(),
    "weights": weights.tolist(),
}
text = json.dumps(data | {key: rounded(value) for key, value in references.items()})
pathlib.Path(__file__).with_name("references.json").write_text(text + "\n")
