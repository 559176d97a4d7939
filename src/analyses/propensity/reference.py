"""Writes golden.json: a small log made up here, its features by plain loops, the model and its metrics by scikit-learn.

Nothing is taken from the app. Run with scikit-learn 1.9 and numpy: python3 src/analyses/propensity/reference.py
"""

import json
from datetime import datetime, timedelta, timezone
from math import floor, log, log1p
from pathlib import Path

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

START = datetime(2024, 3, 1, tzinfo=timezone.utc)
DAY = timedelta(days=1)
HORIZON, HISTORY, SPAN, C = 7 * DAY, 14 * DAY, 35, 1.0
TARGET = "buy"


def make_log():
    """Users of different zeal, each with visits of a few events; some events tie, some gaps are exactly 30 minutes."""
    random = np.random.default_rng(3)
    rows = []
    for user in range(60):
        zeal = random.gamma(1.2, 0.25)
        for day in range(SPAN):
            if random.random() > min(0.9, zeal):
                continue
            time = START + day * DAY + timedelta(minutes=int(random.integers(0, 1400)))
            for _ in range(int(random.integers(1, 4))):
                buys = random.random() < 0.1 + 0.5 * zeal
                rows.append((f"u{user:02d}", time, "buy" if buys else str(random.choice(["view", "view", "search"]))))
                time += timedelta(minutes=int(random.choice([0, 5, 30, 31, 90])))
    order = random.permutation(len(rows))
    return [rows[at] for at in order]


def common_events(rows):
    users = {}
    for user, _, event in rows:
        users.setdefault(event, set()).add(user)
    return sorted(users, key=lambda event: (-len(users[event]), event))


def features(rows, cutoff, events):
    table = {}
    for user in sorted({user for user, _, _ in rows}):
        own = sorted((time, event) for who, time, event in rows if who == user and cutoff - HISTORY <= time < cutoff)
        if not own:
            continue
        times = [time for time, _ in own]
        ages = [(cutoff - time) / DAY for time in times]
        gaps = [(later - earlier) / DAY for earlier, later in zip(times, times[1:])]
        bought = [(cutoff - time) / DAY for time, event in own if event == TARGET]
        recent = sum(age <= HISTORY / DAY / 2 for age in ages)
        table[user] = {
            "recency_days": log1p(min(ages)),
            "tenure_days": log1p(max(ages)),
            "events": log1p(len(own)),
            "events_7d": log1p(sum(age <= 7 for age in ages)),
            "active_days": log1p(len({floor(age) for age in ages})),
            "gap_mean_days": log1p(sum(gaps) / len(gaps) if gaps else HISTORY / DAY),
            "gap_sd_days": log1p(float(np.std(gaps)) if gaps else 0.0),
            "sessions": log1p(1 + sum(gap * 1440 > 30 + 1e-6 for gap in gaps)),
            "target_events": log1p(len(bought)),
            "target_recency_days": log1p(min(bought) if bought else HISTORY / DAY),
            "trend": log((1 + recent) / (1 + len(own) - recent)),
            **{f"share: {event}": sum(name == event for _, name in own) / len(own) for event in events},
        }
    return table


def labels(rows, cutoff, users):
    doing = {user for user, time, event in rows if event == TARGET and cutoff < time <= cutoff + HORIZON}
    return np.array([float(user in doing) for user in users])


def matrix(table):
    return np.array([list(row.values()) for row in table.values()])


rows = make_log()
end = max(time for _, time, _ in rows)
events = common_events(rows)
train_at, test_at = end - 2 * HORIZON, end - HORIZON
train, test = features(rows, train_at, events), features(rows, test_at, events)
score = features(rows, end + timedelta(milliseconds=1), events)
y, y_test = labels(rows, train_at, train), labels(rows, test_at, test)
mean, scale = matrix(train).mean(axis=0), matrix(train).std(axis=0)
model = LogisticRegression(C=C, tol=1e-12, max_iter=100000).fit((matrix(train) - mean) / scale, y)
predict = lambda table: model.predict_proba((matrix(table) - mean) / scale)[:, 1]
p = predict(test)
names = list(next(iter(train.values())))
iso = lambda time: time.strftime("%Y-%m-%dT%H:%M:%S.") + "000Z"

golden = {
    "from": f"scikit-learn {sklearn.__version__} and plain loops over the log, by reference.py beside this file",
    "input": {"rows": [[user, iso(time), event] for user, time, event in rows]},
    "parameters": {"target": TARGET, "horizon": "7d", "history": "14d", "c": C},
    "result": {
        "cutoffs": {"train": iso(train_at), "test": iso(test_at)},
        "n": {"train": len(train), "test": len(test)},
        "prevalence": float(y_test.mean()),
        "metrics": {
            "auc": roc_auc_score(y_test, p),
            "averagePrecision": average_precision_score(y_test, p),
            "logLoss": log_loss(y_test, p),
            "brier": brier_score_loss(y_test, p),
        },
        "baseline": {"auc": 0.5, "logLoss": log_loss(y_test, np.full(len(y_test), y.mean()))},
        "weights": dict(zip(names, model.coef_[0].tolist())),
        "scores": len(score),
    },
    "features": {user: train[user] for user in list(train)[:5]},
    "scores": dict(zip(score, predict(score).tolist())),
}
path = Path(__file__).resolve().parent / "golden.json"
path.write_text(json.dumps(golden, ensure_ascii=False) + "\n")
print(golden["result"])
