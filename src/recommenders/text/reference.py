"""References for TF-IDF: scikit-learn's TfidfVectorizer over a small corpus in English and Chinese, the Chinese cut into words
beforehand (spaces), as the vectoriser itself cannot. Writes tfidf.golden.json beside it: `python3 reference.py`."""

import json
import pathlib

import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer

CORPUS = [
    "red wine glass red wine",
    "white wine glasses crystal",
    "steel kitchen knife knife knife",
    "kitchen knife block beech",
    "牛奶 有机 牛奶",
    "牛奶 巧克力",
    "黑 巧克力 kitchen",
    "",
]

vectorizer = TfidfVectorizer(sublinear_tf=True, smooth_idf=True, norm="l2", token_pattern=r"[^ ]+")
rows = vectorizer.fit_transform(CORPUS).toarray()
terms = vectorizer.get_feature_names_out().tolist()
path = pathlib.Path(__file__).parent / "tfidf.golden.json"
path.write_text(
    json.dumps(
        {
            "from": f"scikit-learn {sklearn.__version__}, TfidfVectorizer(sublinear_tf=True, smooth_idf=True, norm='l2'), by reference.py",
            "corpus": CORPUS,
            "terms": terms,
            "rows": rows.tolist(),
        },
        ensure_ascii=False,
        indent=1,
    )
    + "\n"
)
