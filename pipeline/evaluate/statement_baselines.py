"""What most would try first on statements, to be measured beside the models."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def tfidf(learn: pd.DataFrame, test: pd.DataFrame, target: Sequence[str] | pd.Series) -> list[str]:
    """What logistic regression over TF-IDF says of `test`; `target` are the labels of `learn`.

    Both have `question`, which stands before the text, and `text`. Words, pairs of words and parts
    of three to five letters.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True),
    )
    model = make_pipeline(features, LogisticRegression(C=10, max_iter=1000))
    model.fit(_joined(learn), target)
    return [str(name) for name in model.predict(_joined(test))]


def _joined(frame: pd.DataFrame) -> pd.Series:
    return frame["question"] + " " + frame["text"]
