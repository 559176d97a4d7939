"""Makes pipeline.golden.json, calibration.golden.json, stacking.golden.json with scikit-learn 1.9: python3 references.py"""
import json
from pathlib import Path
import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.decomposition import PCA
from sklearn.ensemble import StackingClassifier, StackingRegressor, VotingClassifier, VotingRegressor
from sklearn.feature_selection import RFE, VarianceThreshold
from sklearn.impute import SimpleImputer
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, Ridge
from sklearn.metrics import mutual_info_score
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, RobustScaler, StandardScaler, TargetEncoder
from sklearn.utils.class_weight import compute_sample_weight

here = Path(__file__).parent


def write(path, value):
    def plain(o):
        if isinstance(o, np.ndarray):
            return plain(o.tolist())
        if isinstance(o, dict):
            return {k: plain(one) for k, one in o.items()}
        if isinstance(o, (list, tuple)):
            return [plain(one) for one in o]
        if isinstance(o, np.generic):
            return plain(o.item())
        return None if isinstance(o, float) and np.isnan(o) else o

    (here / path).write_text(json.dumps(plain(value)) + '\n')


def mulberry(seed):
    state = seed
    def draw():
        nonlocal state
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        mixed = ((state ^ (state >> 15)) * (state | 1)) & 0xFFFFFFFF
        mixed ^= (mixed + ((mixed ^ (mixed >> 7)) * (mixed | 61))) & 0xFFFFFFFF
        return (mixed ^ (mixed >> 14)) / 4294967296
    return draw


def folds_of(y, folds, seed, stratified):
    """Shuffled by Fisher and Yates, ordered by label where stratified, then dealt like cards."""
    draw = mulberry(seed)
    order = list(range(len(y)))
    for last in range(len(y) - 1, 0, -1):
        other = int(draw() * (last + 1))
        order[last], order[other] = order[other], order[last]
    if stratified:
        order.sort(key=lambda row: y[row])
    fold = np.zeros(len(y), int)
    for at, row in enumerate(order):
        fold[row] = at % folds
    return fold


def splits_of(fold):
    return [(np.flatnonzero(fold != k), np.flatnonzero(fold == k)) for k in range(fold.max() + 1)]


# --- The pipeline -----------------------------------------------------------------------------------------------------------
rng = np.random.default_rng(6)
n = 60
a = np.round(rng.normal(5, 2, n), 2)
b = np.round(rng.exponential(3, n), 1)
c = rng.integers(0, 4, n).astype(float)
a[[3, 17, 40]] = np.nan
b[[5, 17]] = np.nan
city = rng.choice(['Bath', 'Cork', 'Dover', 'Exeter'], n, p=[0.5, 0.25, 0.2, 0.05]).astype(object)
city[[2, 30, 31, 59]] = None
plan = rng.choice(['free', 'paid'], n).astype(object)
score = 0.5 * np.nan_to_num(a, nan=5) - 0.2 * np.nan_to_num(b, nan=3) + (city == 'Cork') + (plan == 'paid')
binary = (score + rng.normal(0, 1, n) > 2.5).astype(int)
multi = np.digitize(score + rng.normal(0, 1, n), [1.8, 3.2])
value = np.round(score + rng.normal(0, 0.5, n), 3)

numbers = np.column_stack([a, b, c])
imputed = {k: SimpleImputer(strategy=s).fit_transform(numbers)
           for k, s in [('mean', 'mean'), ('median', 'median'), ('mode', 'most_frequent')]}
named = np.where(city == None, '(missing)', city)  # noqa: E711
levels = ['Bath', 'Cork', 'Dover', 'Exeter', '(missing)']
onehot = OneHotEncoder(categories=[levels, ['free', 'paid']], sparse_output=False).fit_transform(
    np.column_stack([named, plan]))
scaled = {k: s.fit_transform(imputed['mean'])
          for k, s in [('standard', StandardScaler()), ('minmax', MinMaxScaler()), ('robust', RobustScaler())]}
whole = np.hstack([imputed['mean'], onehot])
z = StandardScaler().fit_transform(whole)

fold = np.arange(n) * 7 % 5
column = named.reshape(-1, 1)
def target(y, kind):
    fit = lambda rows: TargetEncoder(categories=[levels], target_type=kind, smooth='auto').fit(column[rows], y[rows])
    every = fit(np.arange(n)).transform(column)
    out = np.zeros_like(every)
    for train, test in splits_of(fold):
        out[test] = fit(train).transform(column[test])
    return {'full': every, 'outOfFold': out}

def halving(x, y, count):
    left = list(range(x.shape[1]))
    while len(left) > count:
        weights = Ridge(alpha=1).fit(x[:, left], y).coef_ ** 2
        gone = np.argsort(weights, kind='stable')[: -(-(len(left) - count) // 2)]
        left = [one for at, one in enumerate(left) if at not in gone]
    return left

# Without the plan, whose two columns mirror each other: which of them goes is a matter of rounding.
kept = halving(z[:, :8], value, 3)
assert kept == np.flatnonzero(RFE(Ridge(alpha=1), n_features_to_select=3, step=1).fit(z[:, :8], value).support_).tolist()

write('pipeline.golden.json', {
    'a': a, 'b': b, 'c': c, 'city': city.tolist(), 'plan': plan.tolist(),
    'binary': binary, 'multi': multi, 'value': value,
    'imputed': imputed, 'scaled': scaled, 'onehot': onehot, 'fold': fold,
    'target': {'binary': target(binary, 'binary'), 'multi': target(multi, 'multiclass'), 'value': target(value, 'continuous')},
    'weights': compute_sample_weight('balanced', multi),
    'components': np.abs(PCA(3).fit_transform(z)),
    'variances': VarianceThreshold().fit(MinMaxScaler().fit_transform(whole)).variances_,
    'information': [mutual_info_score(whole[:, k], multi) for k in range(2, whole.shape[1])],
    'lasso': [{'alpha': alpha, 'coefficients': Lasso(alpha=alpha, tol=1e-12, max_iter=100000).fit(z, value).coef_}
              for alpha in [0.3, 0.1, 0.01]],
    'recursive': kept,
})

# --- Calibration ------------------------------------------------------------------------------------------------------------
n = 150
x = np.round(rng.normal(0, 1, (n, 3)), 2)
y = (x[:, 0] - 0.5 * x[:, 1] + rng.logistic(0, 1.5, n) > 0.3).astype(int)
y3 = np.digitize(x[:, 0] + rng.normal(0, 1, n), [-0.6, 0.5])
scores = np.round(rng.beta(2, 3, n), 2)
hit = (rng.random(n) < scores ** 2).astype(int)
grid = np.linspace(0, 1, 21)


class Probabilities(ClassifierMixin, BaseEstimator):
    """A logistic regression that has probabilities only, no decision function."""
    def fit(self, x, y):
        self.model_ = make_pipeline(StandardScaler(), LogisticRegression(tol=1e-10, max_iter=10000)).fit(x, y)
        self.classes_ = self.model_.classes_
        return self
    def predict_proba(self, x):
        return self.model_.predict_proba(x)
    def predict(self, x):
        return self.model_.predict(x)


def calibrated(model, method, y):
    splits = splits_of(folds_of(y, 5, 1, True))
    return CalibratedClassifierCV(model, method=method, cv=splits, ensemble=False).fit(x, y).predict_proba(x)


plain = make_pipeline(StandardScaler(), LogisticRegression(tol=1e-10, max_iter=10000))
write('../calibration/calibration.golden.json', {
    'x': x.T, 'y': y, 'y3': y3, 'scores': scores, 'hit': hit, 'grid': grid,
    'isotonic': IsotonicRegression(out_of_bounds='clip').fit(scores, hit).predict(grid),
    'folds': folds_of(y, 5, 1, True),
    'platt': calibrated(plain, 'sigmoid', y)[:, 1],
    'isotonicModel': calibrated(Probabilities(), 'isotonic', y)[:, 1],
    'isotonicClasses': calibrated(Probabilities(), 'isotonic', y3),
})

# --- Voting and stacking ----------------------------------------------------------------------------------------------------
logistic = LogisticRegression(tol=1e-10, max_iter=10000)
number = np.round(x[:, 0] ** 2 + x[:, 1] + rng.normal(0, 0.3, n), 3)
classifiers = [('logistic', logistic), ('gaussian-nb', GaussianNB())]
regressors = [('ridge', Ridge(alpha=1)), ('linear', LinearRegression()), ('lasso', Lasso(alpha=1))]
stack = lambda y: StackingClassifier(classifiers, logistic, cv=splits_of(folds_of(y, 5, 1, True))).fit(x, y).predict_proba(x)
write('../stacking/stacking.golden.json', {
    'x': x.T, 'y': y, 'y3': y3, 'number': number,
    'binary': stack(y)[:, 1],
    'multiclass': stack(y3),
    'regression': StackingRegressor(regressors, Ridge(alpha=1), cv=splits_of(folds_of(number, 5, 1, False))).fit(x, number).predict(x),
    'votingBinary': VotingClassifier(classifiers, voting='soft').fit(x, y).predict_proba(x)[:, 1],
    'votingRegression': VotingRegressor(regressors).fit(x, number).predict(x),
})
