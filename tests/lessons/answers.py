"""Answers as different people write them, collected from `lessons/lesson1/answers.py` …

A lesson's module holds
    STYLES   id -> right answers, functions: a check must accept each of them
    WRONG    (id, body, kind, words): the body of an answer, the kind of its verdict, and words
             its sentence must hold; kind is "mistake" for a known one
    SCOPE    the names a body may use, as the lesson's cells define them
"""

import importlib
from pathlib import Path

import lessons

MODULES = {
    path.name[-1]: importlib.import_module(f"lessons.{path.name}.answers")
    for path in sorted(Path(lessons.__file__).parent.glob("lesson[1-9]"))
}
STYLES = {id: styles for module in MODULES.values() for id, styles in module.STYLES.items()}
WRONG = [answer for module in MODULES.values() for answer in module.WRONG]
SCOPES = {lesson: module.SCOPE for lesson, module in MODULES.items()}
