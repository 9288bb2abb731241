"""Lines that work, below the help of each command; a test runs them."""

from __future__ import annotations

from backstep.prompt.usage.verbatim import verbatim

EXAMPLES = {
    "run": verbatim("""backstep run step16.py
backstep run --plain --algorithm stack step16.py"""),
    "replay": verbatim("""backstep replay diamond
backstep replay --plain talk.jsonl"""),
    "compare": verbatim("""backstep compare diamond
backstep compare step16.py --algorithms generation,queue --plain"""),
    "learn": verbatim("""backstep learn
backstep learn 9
backstep learn review"""),
    "export": verbatim("""backstep export diamond talk.html
backstep export step16.py -o graph.dot"""),
    "serve": verbatim("""backstep serve
backstep serve talk.jsonl --port 8080"""),
    "verify": verbatim("""backstep verify talk.jsonl
backstep verify --time 60 *.jsonl"""),
    "compact": verbatim("""backstep compact talk.jsonl"""),
    "resume": verbatim("""backstep resume
backstep resume talk.jsonl"""),
    "sessions": verbatim("""backstep sessions
backstep sessions --json"""),
    "completion": verbatim("""mkdir -p ~/.zfunc
backstep completion zsh > ~/.zfunc/_backstep
backstep completion bash > ~/.backstep.bash
backstep completion fish > ~/.config/fish/completions/backstep.fish"""),
    "help": verbatim("""backstep help keys
backstep help export
backstep help retain_grad"""),
}
PROMPT = "$ "  # of a shell, before each


def examples_of(command: str) -> str:
    """The lines of a command, each after the sign of a prompt."""
    lines = EXAMPLES[command].split("\n") if command in EXAMPLES else []
    return "\n".join(f"{PROMPT}{line}" for line in lines)
