"""What each command of the command line does, once its flags are read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from backstep.engine.config import Config
from backstep.messages import language, spoken, tr
from backstep.messages.system import reason
from backstep.prompt import limiting
from backstep.prompt.preferences import Preferences
from backstep.prompt.programs import UsageError, read_text
from backstep.prompt.settings import Settings, read_config
from backstep.prompt.stage import open_as
from backstep.prompt.terminal import complain, stepper_kind
from backstep.recording.visible import visible

if TYPE_CHECKING:
    from backstep.export.subject import Subject
    from backstep.recording.records import Recording
    from backstep.recording.rerunning.again import Run
    from backstep.session import Session
    from backstep.session.journal import Journal
    from backstep.session.live import LiveSession
    from backstep.stepper.notebook import Kept


@contextmanager
def opened(
    options: argparse.Namespace,
    settings: Settings | None = None,
    complain: Callable[[str], object] | None = None,
) -> Iterator[LiveSession]:
    """The session that the prompt is on: a new one, or with `resume` one that goes on."""
    settings = settings or Settings()
    check_own = settings.check and not options.no_check
    if options.command == "resume":
        from backstep.prompt.resuming import resumed

        limits = limiting.limits_of(options)
        session = resumed(
            options.file, limits, _write, check_own=check_own, language=_of_notes(settings)
        )
        with session as live:
            Config.algorithm = options.algorithm or settings.algorithm
            yield live
        return
    from backstep.session.journal import autosaved
    from backstep.session.live import LiveSession

    Config.algorithm = options.algorithm or settings.algorithm
    with autosaved(_of_notes(settings), complain) as journal:
        yield LiveSession(_write, journal, check_own=check_own)


def _of_notes(settings: Settings) -> str:
    """The language of a session's notes: the one in use, or one that only the config file knows."""
    named = settings.language
    return named if named is not None and spoken(named) is None else language()


def piped(options: argparse.Namespace) -> int:
    """The prompt without a keyboard: what was piped in is run cell by cell."""
    from backstep.prompt.piped import run_piped

    source = read_text("-")
    with opened(options) as live:
        return run_piped(source, live, _like(options))


def run(options: argparse.Namespace) -> int:
    """`backstep run FILE`: the program, then the stepper on its passes."""
    from backstep.prompt.lecturing import is_lecture
    from backstep.prompt.piped import cells_of, nothing_to_step, print_json, run_program
    from backstep.prompt.plots import print_figure_json
    from backstep.session.live import LiveSession

    if is_lecture(options.file):
        return _lecture(options)
    source = read_text(options.file)
    cells = cells_of(source)
    if cells is None:
        return 1
    journal = _journal(options)
    like = _like(options, read_config().settings)
    kind = _kind(options, like)
    Config.algorithm = options.algorithm or Config.algorithm
    if options.json:
        live = LiveSession(
            _complain, journal, echo=False, streamed=print_json, check_own=not options.no_check
        )
        live.plotted = print_figure_json
        return 0 if run_program(cells, live, steps=False) else 1
    live = LiveSession(_write, journal, echo=False, check_own=not options.no_check)
    good = run_program(cells, live, steps=kind == "lines", like=like)
    if good and not live.recordings:
        told = nothing_to_step(live, opens=kind != "lines")
        if told:
            complain(told)
    if kind != "lines" and live.recordings:
        from backstep.prompt.keeping import of_session

        kept = of_session(live, live.recordings)
        open_as(kind, live.recordings, like=like, figures=live.figures, say=_write, kept=kept)
    return 0 if good else 1


def _lecture(options: argparse.Namespace) -> int:
    """`backstep run talk.md`: its cells, told with its prose, then the stepper on its passes."""
    from backstep.prompt.lecturing import Saving, run_lecture
    from backstep.prompt.plots import drawing, print_figure_json
    from backstep.session.lectures import lecture_of
    from backstep.session.live import LiveSession

    if options.algorithm:
        raise UsageError(
            tr("{name}: a lecture names its algorithm itself: > algorithm NAME", name=options.file)
        )
    lecture = lecture_of(read_text(options.file), options.file)
    like = _like(options, read_config().settings)
    kind = "json" if options.json else _kind(options, like)
    write = _complain if options.json else _write
    plot = print_figure_json if options.json else drawing(like, plain=kind == "lines")
    saving = Saving.begin(options.save, lecture, options.title) if options.save else None
    journal = None if saving is None else saving.journal
    try:
        if options.sandbox:
            from backstep.prompt.sandboxed_lecture import run_sandboxed

            ran = run_sandboxed(
                lecture,
                limiting.limits_of(options),
                write,
                plot,
                journal,
                kind,
                check_own=not options.no_check,
            )
            good, recordings, figures, kept = ran.good, ran.recordings, ran.figures, ran.kept()
        else:
            from backstep.prompt.keeping import of_lecture

            live = LiveSession(write, journal, check_own=not options.no_check)
            live.plotted = plot
            good = run_lecture(lecture, live, steps=kind == "lines", as_json=options.json)
            recordings, figures, kept = live.recordings, live.figures, of_lecture(live)
        if good and saving is not None:
            saving.done()
        if kind not in ("lines", "json") and recordings:
            open_as(kind, recordings, kept.index, like=like, figures=figures, say=_write, kept=kept)
        return 0 if good else 1
    finally:
        if saving is not None:
            saving.close()


def _journal(options: argparse.Namespace) -> Journal | None:
    """The file that --save names; its seed lets the program's random numbers come again."""
    if not options.save:
        return None
    from backstep.session.journal import Journal
    from backstep.session.seeds import new_seed

    return Journal.create(Path(options.save), options.title, new_seed(), language())


def sandbox(options: argparse.Namespace) -> int:
    """`backstep run --sandbox FILE`: the same in a worker process, within limits."""
    from backstep.prompt.lecturing import is_lecture
    from backstep.session.worker.messages import Job
    from backstep.session.worker.process import Worker

    if is_lecture(options.file):
        return _lecture(options)
    source = read_text(options.file)
    limits = limiting.limits_of(options)
    with Worker(limits) as worker:  # which comes up while we import the rest
        from backstep.prompt.piped import print_json
        from backstep.prompt.plots import drawing, print_figure_json
        from backstep.prompt.sandboxed import SandboxedRun

        journal = _journal(options)
        like = _like(options, read_config().settings)
        kind = _kind(options, like)
        stepped = kind != "lines"
        job = Job(
            limits=limits,
            program=source,
            algorithm=options.algorithm or "generation",
            check_own=not options.no_check,
            streamed=options.json,
            seed=None if journal is None else journal.seed,
        )
        ran = SandboxedRun(
            _complain if options.json else _write,
            print_figure_json if options.json else drawing(like, plain=not stepped),
            journal,
            steps=not stepped and not options.json,
            streamed=print_json if options.json else None,
        )
        good = ran.run(worker, job)
    if stepped and ran.recordings:
        from backstep.prompt.keeping import of_journal

        kept = of_journal(journal, ran.recordings)
        open_as(kind, ran.recordings, like=like, figures=ran.figures, say=_write, kept=kept)
    return 0 if good else 1


def verify(options: argparse.Namespace) -> int:
    """`backstep verify FILE...`: whether sessions come to what is recorded in them."""
    from backstep.prompt import verifying

    return verifying.verify(options.files, limiting.limits_of(options), as_json=options.json)


def export(options: argparse.Namespace) -> int:
    """`backstep export FILE OUT`: what is recorded, in the format that the ending of OUT names."""
    from backstep.export.formats import told_left_out
    from backstep.export.writing import write_new
    from backstep.prompt import exporting

    out = options.out or options.to
    form = exporting.format_for(out, options.format)
    if out != "-":
        exporting.check_free(Path(out), overwrite=options.force)
    subject, good = _subject(options)
    if subject is None:
        return 1
    wanted = exporting.wanted_of(options, subject)
    text = exporting.exported(form, subject, wanted)
    if out == "-":
        exporting.print_whole(text)
    else:
        write_new(Path(out), text, overwrite=options.force)
    missing = told_left_out(form, subject, wanted)
    if missing:
        _complain(tr("note: not in it: {parts}", parts=missing) + "\n")
    return 0 if good else 1


def _subject(options: argparse.Namespace) -> tuple[Subject | None, bool]:
    """What is exported: a session, of which nothing runs, or what a program comes to; and whether
    that went well. Nothing where it failed before its first pass, which has been told."""
    from backstep.export.subject import of_live, of_session
    from backstep.session import find_session, read_session

    if not _is_program(options.file):
        return of_session(read_session(find_session(options.file))), True
    from backstep.prompt.lecturing import is_lecture
    from backstep.session.lectures import lecture_of
    from backstep.session.seeds import begin_random_numbers, new_seed

    text = read_text(options.file)
    seed = new_seed()
    begin_random_numbers(seed)
    live, good = _ran(options, text, _complain, quiet=True)
    if not good and not live.recordings:
        return None, False
    if not is_lecture(options.file):
        return of_live(live, seed=seed), good
    lecture = lecture_of(text, options.file)
    return of_live(live, lecture.title, lecture.seed, lecture.language), good


def serve(options: argparse.Namespace) -> int:
    """`backstep serve [FILE]`: the stepper in a browser, on a session, on what a program comes to,
    or on the lessons."""
    from tempfile import TemporaryDirectory

    from backstep.prompt.serving.starting import check_extra, one_session, start, the_lessons
    from backstep.session import find_session

    check_extra()
    from backstep.prompt.serving.site import Site

    theme = _like(options, read_config().settings).theme
    with TemporaryDirectory(prefix="backstep-") as folder:
        if not options.file:
            lent = the_lessons()
        elif _is_program(options.file):
            lent = one_session(_made(options, Path(folder)))
        else:
            lent = one_session(find_session(options.file))
        site = Site(
            lent,
            options.host,
            options.port,
            options.public_url or "",
            theme or "dark",
            options.ascii,
            options.visitors,
        )
        start(site, complain)
    return 0


def _made(options: argparse.Namespace, folder: Path) -> Path:
    """The session of a program or a lecture that is run now. Raises UsageError where it fails."""
    from backstep.prompt.lecturing import is_lecture
    from backstep.session.journal import Journal
    from backstep.session.lectures import lecture_of
    from backstep.session.seeds import begin_random_numbers, new_seed

    text, seed, tag = read_text(options.file), new_seed(), language()
    title = Path(options.file).name
    if is_lecture(options.file):
        lecture = lecture_of(text, options.file)
        title, seed, tag = lecture.title or title, lecture.seed or seed, lecture.language
    begin_random_numbers(seed)
    path = folder / "session.jsonl"
    with Journal.create(path, title, seed, tag) as journal:
        live, good = _ran(options, text, _complain, quiet=True, journal=journal)
    if not good and not live.recordings:
        raise UsageError(tr("{file} ended before its first backward pass", file=title))
    return path


def completion(options: argparse.Namespace) -> int:
    """`backstep completion SHELL`: what that shell completes by, on standard output."""
    from backstep.prompt.manual.topics import TOPICS
    from backstep.prompt.shells.completing import script
    from backstep.prompt.usage.parser import commands_of, parser

    top = parser(whole=True)
    names = dict.fromkeys((*TOPICS, *commands_of(top)[0]))
    print(script(top, options.shell, tuple(names)), end="")
    return 0


def told(options: argparse.Namespace) -> int:
    """`backstep help [TOPIC]`: the list of what there is to be told, or a page of it."""
    from backstep.prompt.manual.asking import answer, listing
    from backstep.prompt.manual.paging import pager, show, shows_bold, width_here
    from backstep.prompt.usage.parser import commands_of, parser

    top = parser(whole=True)
    commands, helps = commands_of(top)
    command, width = pager(), width_here()
    bold = shows_bold(command)
    if options.topic:
        show(answer(options.topic, commands, width, bold=bold), command)
    else:
        show(listing(helps, width, bold=bold), command)
    return 0


def compact(options: argparse.Namespace) -> int:
    """`backstep compact FILE...`: session files without what no longer counts in them."""
    from backstep.session import SessionError
    from backstep.session.compaction import compact, told
    from backstep.session.errors import shown

    good = True
    for name in options.files:
        try:
            print(told(shown(name), compact(Path(name))), flush=True)
        except SessionError as error:
            good = False
            complain(f"backstep: {error}")
    return 0 if good else 1


def sessions(options: argparse.Namespace) -> int:
    """`backstep sessions`: what is kept in the data folder, the newest first."""
    from backstep.prompt.sessions import list_sessions

    return list_sessions(as_json=options.json)


def learn(options: argparse.Namespace) -> int:
    """`backstep learn`: the lessons, one of them, or a review; with a terminal a person may go on
    at the prompt with what a lesson has made, and `options` are then those of `resume`."""
    from backstep.prompt.learning import (
        Room,
        lesson_named,
        list_lessons,
        review,
        tell_lesson,
        walk,
    )
    from backstep.prompt.plain_input import ask_line
    from backstep.prompt.plots import drawing

    if not options.file or options.json:
        return list_lessons(as_json=options.json)
    like = _like(options, read_config().settings)
    kind = stepper_kind(like.settings.stepper)
    drawn = drawing(like, plain=kind != "screen")
    room = Room(kind, like, _write, ask_line, drawn, paint=_paint)
    if options.file.strip().lower() == "review":
        if kind == "lines":
            raise UsageError(tr("learn review asks questions, and nobody can answer them here"))
        review(room)
        return 0
    lesson = lesson_named(options.file)
    if kind == "lines":
        tell_lesson(lesson, room)
        return 0
    goes_on = walk(lesson, room)
    if goes_on is not None:
        options.command, options.file = "resume", str(goes_on)
    return 0


def replay(options: argparse.Namespace) -> int:
    """`backstep replay FILE`: the recorded passes; nothing of the file is run."""
    from backstep.prompt.lecturing import tell_json, tell_session
    from backstep.prompt.plots import drawing
    from backstep.session import find_session, read_session
    from backstep.session.lectures import translated

    session = translated(read_session(find_session(options.file)))
    recordings = session.recordings
    texts = bool(session.closing or any(cell.text for cell in session.cells))
    if options.json:
        tell_json(session)
        return 0
    if not session.shown and not texts:
        raise UsageError(tr("{file} has no backward pass to replay", file=session.path.name))
    if options.screenshot:
        _screenshot(options, session)
        return 0
    like = _like(options, read_config().settings)
    kind = _kind(options, like)
    if kind != "screen" or not recordings:
        plot = drawing(like, plain=kind != "screen")
        tell_session(session, _write, plot, cells=texts, steps=kind == "lines")
    if kind != "lines" and recordings:
        from backstep.prompt.keeping import of_file

        with of_file(session) as kept:
            open_as(
                kind,
                recordings,
                kept.index,
                like=like,
                figures=session.plots,
                say=_write,
                kept=kept,
            )
    return 0


def compare(options: argparse.Namespace) -> int:
    """`backstep compare FILE`: one pass by two algorithms. A session's passes are compared as they
    are recorded, and nothing of the file runs; a program is run first."""
    from backstep.session import find_session, read_session

    if _is_program(options.file):
        return _compare_program(options)
    from backstep.prompt.keeping import of_file

    session = read_session(find_session(options.file))
    with of_file(session) as kept:
        _beside(options, session.recordings, kept)
    return 0


def _is_program(name: str) -> bool:
    """Whether a file is to be run: it is no session, nor called like one, which is never run, also
    when it is torn."""
    from backstep.session.reader import is_session

    path = Path(name)
    if name == "-" or path.is_fifo():
        return True
    return path.is_file() and path.suffix != ".jsonl" and not is_session(path)


def _compare_program(options: argparse.Namespace) -> int:
    from backstep.prompt.comparing import runner
    from backstep.prompt.keeping import of_session

    write = _complain if options.json else _write
    live, good = _ran(options, read_text(options.file), write, check_own=False)
    if good or live.recordings:
        _beside(options, live.recordings, of_session(live, live.recordings), runner(live))
    return 0 if good else 1


def _ran(
    options: argparse.Namespace,
    text: str,
    write: Callable[[str], None],
    *,
    check_own: bool = True,
    quiet: bool = False,
    journal: Journal | None = None,
) -> tuple[LiveSession, bool]:
    """A program or a lecture, run; False where it ended in an error, which has been told. When
    `quiet` it draws no plots."""
    from backstep.prompt.lecturing import is_lecture, run_quietly
    from backstep.prompt.piped import cells_of, run_program
    from backstep.session.lectures import lecture_of
    from backstep.session.live import LiveSession

    live = LiveSession(write, journal, echo=False, check_own=check_own)
    if quiet:
        live.plotted = lambda figure: None
    if is_lecture(options.file):
        return live, run_quietly(lecture_of(text, options.file), live)
    cells = cells_of(text)
    if cells is None:
        return live, False
    return live, run_program(cells, live, steps=False, like=_like(options))


def _beside(
    options: argparse.Namespace,
    recordings: Sequence[Recording],
    kept: Kept,
    run: Run | None = None,
) -> None:
    """Show the pass that is meant, by the two algorithms."""
    from backstep.prompt.comparing import Shown, chosen_pass, show_beside

    like = _like(options, read_config().settings)
    kind = "json" if options.json else _kind(options, like)
    index = chosen_pass(recordings, options.number, options.file)
    if options.screenshot:
        _picture_of_both(options, recordings, index, run)
        return
    show_beside(recordings, index, options.algorithms, Shown(kind, like, _write, kept), run)


def _picture_of_both(
    options: argparse.Namespace, recordings: Sequence[Recording], index: int, run: Run | None
) -> None:
    """The screen of both as an SVG file, at a step, or where the two part."""
    from backstep.prompt.comparing import CompareError
    from backstep.recording.rerunning.again import run_again
    from backstep.stepper.app import picture
    from backstep.stepper.sides import opened
    from backstep.stepper.signs import ASCII, UNICODE
    from backstep.stepper.view import Passes, View

    signs = ASCII if options.ascii else UNICODE
    passes = Passes(tuple(recordings), run or run_again)
    one = View(passes, index=index, signs=signs, theme=options.theme or "dark")
    both = opened(one, options.algorithms)
    if both.sides is None:
        raise CompareError(both.message)
    at = both.sides.parting_position if options.at is None else options.at
    try:
        picture(both.to(at), Path(options.screenshot), options.size)
    except OSError as error:
        raise UsageError(f"{options.screenshot}: {reason(error)}") from None


def _kind(options: argparse.Namespace, like: Preferences) -> str:
    """How the passes are stepped through: asked for in lines, or what the terminal can do."""
    lines = options.plain or options.json or options.file == "-"
    return "lines" if lines else stepper_kind(like.settings.stepper)


def _screenshot(options: argparse.Namespace, session: Session) -> None:
    """One screen of the stepper as an SVG file."""
    from backstep.stepper.app import screenshot
    from backstep.stepper.notebook import notebook_of

    recordings = session.recordings
    if not recordings:
        raise UsageError(tr("{file} has no backward pass to draw, only plots", file=options.file))
    try:
        screenshot(
            recordings,
            Path(options.screenshot),
            options.size,
            index=min(max(options.number, 1), len(recordings)) - 1,
            position=options.at,
            ascii_only=options.ascii,
            theme=options.theme,
            notebook=notebook_of(session.annotations),
        )
    except OSError as error:
        raise UsageError(f"{options.screenshot}: {reason(error)}") from None


def _like(options: argparse.Namespace, settings: Settings | None = None) -> Preferences:
    return Preferences.of(settings or Settings(), options.theme, ascii_only=options.ascii)


def _write(text: str) -> None:
    """What a program says, on standard output; a terminal gets no control characters of its."""
    sys.stdout.write(visible(text) if sys.stdout.isatty() else text)
    sys.stdout.flush()


def _paint(text: str) -> None:
    """What is visible already, and in backstep's own colours."""
    sys.stdout.write(text)
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(visible(text) if sys.stderr.isatty() else text)
