"""Figures to draw, made as a program makes them."""

from __future__ import annotations

from backstep.language import Runtime
from backstep.recording.figures import Figure
from backstep.stepper.plots.painting import figure_lines
from backstep.stepper.plots.pen import Pen
from backstep.stepper.text import plain

PROGRAMS = {
    "sine": "x = np.linspace(0, 6.3, 100)\nplt.plot(x, np.sin(x))\nplt.title('sin')\n"
    "plt.xlabel('x'); plt.ylabel('y')",
    "two curves": "plt.plot([1, 2, 3], label='up'); plt.plot([3, 2, 1], '--', label='down')\n"
    "plt.legend()",
    "losses": "plt.plot([1000 * 0.5 ** i for i in range(20)]); plt.yscale('log'); plt.grid()",
    "classes": "plt.scatter([1, 2, 3], [1, 2, 3], c=[0, 1, 2])",
    "bars": "plt.bar(['a', '日本', 'c'], [1, 3, -2])",
    "picture": "plt.imshow(np.eye(6)); plt.axis('off')",
    "boundary": "xx, yy = np.meshgrid(np.linspace(-1, 1, 60), np.linspace(-1, 1, 60))\n"
    "plt.contourf(xx, yy, np.where(xx > yy, 1, 0)); plt.plot([0.5], [-0.5], 'o')",
    "contours": "xx, yy = np.meshgrid(np.linspace(-2, 2, 60), np.linspace(-2, 2, 60))\n"
    "plt.contour(xx, yy, xx * xx + yy * yy, levels=[1, 2])",
    "gaps": "plt.plot([1, float('nan'), 3, 4, float('inf'), 2])",
    "huge": "plt.plot([1e308, -1e308, 1e300])",
    "tiny": "plt.plot([1e-300, 2e-300])",
    "constant": "plt.plot([5, 5])",
    "one point": "plt.plot([3])",
    "nothing finite": "plt.plot([float('nan')])",
    "nothing above 0": "plt.plot([-1, -2]); plt.yscale('log')",
    "clipped": "plt.plot([0, 1e9, 0, 5]); plt.ylim(0, 10)",
    "turned": "plt.plot([1, 2]); plt.xlim(1, 0)",
    "wide words": "plt.plot([1, 2], label='損失' * 40); plt.title('日本語' * 40)\n"
    "plt.text(0.5, 1.5, '最小' * 40); plt.xticks([0, 1], ['始' * 30, '終' * 30])\n"
    "plt.xlabel('é́' * 90)",
    "many labels": "for i in range(20): plt.plot([i, 2 * i], label='series ' + str(i))",
    "grid": "fig, ax = plt.subplots(2, 2)\nfor a in ax.flat: a.plot([1, 2])",
    "lines": "plt.plot([1, 2]); plt.axhline(1.5, color='r'); plt.axvline(0.5, ls=':')",
    "equal": "t = np.linspace(0, 6.3, 80)\nplt.plot(np.cos(t), np.sin(t)); plt.axis('equal')",
    "offset": "plt.plot([1e9, 1e9 + 1])",
}


def figure(program: str) -> Figure:
    """What a program shows; the name of one above stands for it."""
    figures: list[Figure] = []
    runtime = Runtime(lambda text: None, show=figures.append)
    source = PROGRAMS.get(program, program)
    problem = runtime.run(f"import matplotlib.pyplot as plt\n{source}\nplt.show()").problem
    assert problem is None, problem.render()
    [made] = figures
    return made


def drawn(program: str, width: int, height: int, pen: Pen | None = None) -> str:
    """The figure as plain text."""
    lines = figure_lines(figure(program), width, height, pen or Pen())
    return "\n".join(plain(line).rstrip() for line in lines)
