"""Writes the reference values beside this file with pandas and NumPy: python3 make.py (pandas 3.1, NumPy 2)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

random = np.random.default_rng(20240305)
ROWS = 60


def log() -> pd.DataFrame:
    """Rows out of order in time, groups of different size, values missing at both ends and in runs."""
    amount = np.round(random.normal(20, 5, ROWS), 2)
    amount[[3, 17, 41]] = [500, -300, 120]
    frame = pd.DataFrame(
        {
            "group": random.choice(["a", "b", "c", None], ROWS, p=[0.5, 0.3, 0.15, 0.05]),
            "minute": random.permutation(ROWS * 7)[:ROWS],
            "amount": amount,
            "kind": random.choice(["x", "y", "z", None], ROWS, p=[0.4, 0.3, 0.1, 0.2]),
            "count": random.integers(0, 4, ROWS),
        }
    )
    frame.loc[[0, 1, 9, 10, 11, 30, 44, 58, 59], "amount"] = np.nan
    return frame


def plain(values) -> list:
    return [None if pd.isna(value) else value for value in values]


def table(frame: pd.DataFrame) -> dict:
    columns = {name: plain(frame[name].tolist()) for name in frame.columns}
    return {"columns": list(columns), "rows": [list(row) for row in zip(*columns.values())]}


def write(name: str, cases: list, **tables) -> None:
    content = {"from": f"pandas {pd.__version__}, NumPy {np.__version__}: make.py", **tables, "cases": cases}
    Path(__file__).with_name(f"{name}.json").write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")


def fill(frame: pd.DataFrame) -> None:
    groups = lambda rows: rows.groupby("group", dropna=False, sort=False)
    timed = frame.sort_values("minute", kind="stable")

    def by_minute(rows: pd.DataFrame) -> pd.Series:
        values = rows.set_index("minute")["amount"].interpolate("index", limit_area="inside")
        return pd.Series(values.to_numpy(), index=rows.index)

    lines = pd.concat([by_minute(rows) for _, rows in groups(timed)])
    amount, kind = frame["amount"], frame["kind"]
    each = groups(frame)["amount"]
    expected = [
        ({"method": "constant", "value": "1.5"}, amount.fillna(1.5)),
        ({"method": "mean"}, amount.fillna(amount.mean())),
        ({"method": "mean", "group": "group"}, amount.fillna(each.transform("mean"))),
        ({"method": "median"}, amount.fillna(amount.median())),
        ({"method": "median", "group": "group"}, amount.fillna(each.transform("median"))),
        ({"method": "previous"}, amount.ffill()),
        ({"method": "next"}, amount.bfill()),
        ({"method": "previous", "group": "group"}, each.ffill()),
        ({"method": "next", "order": "minute"}, timed["amount"].bfill()),
        ({"method": "previous", "order": "minute", "group": "group"}, groups(timed)["amount"].ffill()),
        ({"method": "interpolate"}, amount.interpolate("linear", limit_area="inside")),
        ({"method": "interpolate", "order": "minute"}, by_minute(timed)),
        ({"method": "interpolate", "order": "minute", "group": "group"}, lines),
    ]
    cases = [{"params": {"column": "amount", **params}, "values": plain(values.sort_index())} for params, values in expected]
    cases.append({"params": {"column": "kind", "method": "mode"}, "values": plain(kind.fillna(kind.mode()[0]))})
    write("fill-missing", cases, log=table(frame))


def bounds(values: pd.Series, method: str, k: float) -> tuple[float, float]:
    if method == "iqr":
        low, high = values.quantile(0.25), values.quantile(0.75)
        return low - k * (high - low), high + k * (high - low)
    if method == "z":
        return values.mean() - k * values.std(), values.mean() + k * values.std()
    deviation = 1.4826 * (values - values.median()).abs().median()
    return values.median() - k * deviation, values.median() + k * deviation


def outliers(frame: pd.DataFrame) -> None:
    cases = []
    for method, k in [("iqr", 1.5), ("iqr", 0.6), ("z", 3), ("z", 1), ("mad", 3.5), ("mad", 1)]:
        for group in ["", "group"]:
            keys = frame["group"].fillna("none") if group else pd.Series("all", index=frame.index)
            flags, capped = pd.Series(False, index=frame.index), frame["amount"].copy()
            for key in keys.unique():
                values = frame["amount"][keys == key]
                low, high = bounds(values, method, k)
                flags |= (keys == key) & ((frame["amount"] < low) | (frame["amount"] > high))
                if low < high:
                    capped[keys == key] = values.clip(low, high)
            params = {"column": "amount", "method": method, "threshold": k, "group": group}
            cases.append({"params": params, "flags": flags.tolist(), "capped": plain(capped)})
    write("outliers", cases, log=table(frame))


def deduplicate(frame: pd.DataFrame) -> None:
    cases = []
    for columns in [["group", "kind"], ["group", "kind", "count"], ["kind"], []]:
        for keep in ["first", "last"]:
            rows = frame[["group", "kind", "count"]]
            kept = ~rows.duplicated(subset=columns or None, keep=keep)
            cases.append({"params": {"columns": columns, "keep": keep}, "kept": np.flatnonzero(kept).tolist()})
    write("deduplicate", cases, log=table(frame[["group", "kind", "count"]]))


def join(frame: pd.DataFrame) -> None:
    left = frame[["group", "count", "kind"]].assign(row=range(ROWS))
    right = pd.DataFrame(
        {
            "group": ["a", "b", "b", "d", None, "a"],
            "number": [1, 1, 2, 3, 1, 2],
            "label": ["one", "two", "three", "four", "five", "six"],
        }
    )
    cases = []
    # pandas lets missing keys meet; SQL does not, and that is what is documented.
    known = right.dropna(subset=["group"])
    for keys in [["group"], ["group", "count"]]:
        theirs = known.rename(columns={"number": "count"}) if len(keys) == 2 else known
        for kind in ["left", "inner"]:
            joined = left.merge(theirs, on=keys, how=kind, sort=False).sort_values("row", kind="stable")
            pairs = [{"from": key, "to": "number" if key == "count" else key} for key in keys]
            params = {"table": "labels", "keys": pairs, "kind": kind, "columns": ["label"]}
            counts = left.merge(theirs, on=keys, how="left", sort=False).groupby("row")["label"].count()
            partnered = theirs.merge(left, on=keys)["label"].unique()
            figures = {
                "matched": int((counts > 0).sum()),
                "unmatched": int((counts == 0).sum()),
                "several": int((counts > 1).sum()),
                "most": int(counts.max()),
                "others": len(right) - len(partnered),
            }
            rows = [[row, *plain([label])] for row, label in zip(joined["row"].tolist(), joined["label"].tolist())]
            cases.append({"params": params, "rows": rows, "figures": figures})
    write("join", cases, log=table(left.drop(columns="row")), labels=table(right))


frame = log()
fill(frame)
outliers(frame)
deduplicate(frame)
join(frame)
