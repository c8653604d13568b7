"""The one notebook in which JupyterLab shows figures and playgrounds: its cells, by name."""

CELLS = {
    "imports": "from pathlib import Path\nfrom threading import current_thread, main_thread\n"
    "from time import monotonic, sleep\nfrom lessons import Playground\n"
    "from lessons.lesson1.figures import one_weight\n"
    "from lessons.lesson0.figures import hello\n"
    "from gallery import hunt, play_wave, switch\ncalls = []",
    "figure": "live = one_weight()\nlive",
    "scratch": "live.w",
    "again": "live",
    **{f"far {i}": f"print('\\n' * 20, {i})" for i in range(10)},
    "bare": "hello()",
    "switch": "switch()",
    "hunt": "hunt()",
    "raising": "def draw(axes, k):\n    table = [1, 2]\n    axes.plot([0, table[k]])\n\n"
    "Playground(draw, k=range(3))",
    "unwritten": "def train(k):\n    ...\n\ndef draw(axes, k):\n    axes.plot(train(k))\n\n"
    "Playground(draw, k=range(3))",
    "slow": "def draw(axes, k):\n    calls.append((k, current_thread() is main_thread()))\n"
    "    end = monotonic() + 60\n"
    "    while not Path('go').exists() and monotonic() < end:\n        sleep(0.05)\n"
    "    sleep(0.3)\n    axes.plot([0, k])\n\n"
    "calls.clear()\nPlayground(draw, k=range(21))",
    "wave": "play_wave()",
}
AT = {name: i for i, name in enumerate(CELLS)}
