"""A title, passages under headings, and no markup in either."""

import time

import pytest

from segue.knowledge.markdown import PASSAGE_AT_MOST, Passage, passages, shown, title_of

ARTICLE = """---
title: not this
---
# Refund *policy* #

A refund takes [three days](https://example.com/x?y=1)
in <b>all</b> cases. <!-- ask legal -->

## Who may
- anybody, with a `receipt`
1. nobody without
***
| a | b |
|---|---|
| 1 | 2 |
<script>alert(1)</script>
"""


def test_passages_are_told_without_markup():
    assert title_of(ARTICLE, "file") == "Refund policy"
    assert passages(ARTICLE) == [
        Passage("Refund policy", "A refund takes three days in all cases."),
        Passage("Who may", "anybody, with a receipt"),
        Passage("Who may", "nobody without"),
        Passage("Who may", "a b"),
        Passage("Who may", "1 2 alert(1)"),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [("no heading", "Who calls us"), ("#\n## \nx", "Who calls us"), ("# <i>T</i>", "T")],
)
def test_an_article_without_a_heading_is_called_like_its_file(text: str, title: str):
    assert title_of(text, "who-calls_us") == title


def test_a_long_passage_ends_with_a_sentence_or_a_word():
    sentences = "One sentence is here. " * 20
    assert shown(sentences).endswith("here.")
    assert shown("word " * 100).endswith("word…")
    assert all(
        len(shown(text)) <= PASSAGE_AT_MOST for text in (sentences, "word " * 100, "x" * 999)
    )


@pytest.mark.parametrize(
    "piece", ["[", "![](", "<a", "<!--", "*_", "> ", "#", "- ", "[a](", "`", "](", "| ", " \t"]
)
def test_hostile_markdown_takes_no_time(piece: str):
    text = piece * (100_000 // len(piece))
    began = time.perf_counter()
    passages(text)
    title_of(text, "x")
    passages("\n".join([piece * 40] * 1000))
    assert time.perf_counter() - began < 1
