"""Text of strangers in the formats of others: it comes out as text, whatever is in it.

Everything goes through `shown` first, which writes control, bidi and lone surrogate characters out;
the other functions then quote what the format would take for its own.
"""

from __future__ import annotations

import re

from backstep.recording.visible import visible

LONGEST = 60  # characters of a line in a picture
NO_XML = re.compile("[\ufffe\uffff]")  # characters that XML does not have
PLAIN = re.compile(r"[^\w .,()\[\]=+/'-]|_(?=_)", re.ASCII)
# What Mermaid reads in a label even where it is written as entities, and the sign that looks like
# the one that makes it so: a new line, mathematics, an icon.
LIKE = (
    (re.compile(r"\\(?=n)"), "⧵"),
    (re.compile(r"\$(?=\$)"), "＄"),
    (re.compile(r":(?=fa-)"), "∶"),
)

# What Markdown would take for its own: also the ends of words for an underscore, and addresses.
MARKUP = re.compile(r"[\\`*\[\]|~$@!]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\.|(?<!\w)#")


def shown(text: str, longest: int = LONGEST) -> str:
    """A text on one line, with nothing hidden in it, and not too long.

    >>> print(shown("a\\x1b[31m\\nb"))
    a\\x1b[31m\\nb
    """
    line = _written_out(visible(text[: longest + 1])).replace("\n", "\\n").replace("\t", "\\t")
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _written_out(text: str) -> str:
    """The text without what XML, and so an SVG that Graphviz makes, has no place for."""
    return NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def xml(text: str) -> str:
    """A text in the text or in an attribute of XML.

    >>> print(xml('<b a="1">&'))
    &lt;b a=&quot;1&quot;&gt;&amp;
    """
    text = _written_out(visible(text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#39;")


def dot(lines: str) -> str:
    """A text as a quoted label of DOT; its lines are lines of the label. Graphviz reads escapes and
    the entities of HTML in it.

    >>> print(dot('"a\\\\n" &lt;'))
    "\\"a\\\\n\\" &amp;lt;"
    """
    quoted = lines.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return '"' + quoted.replace("\n", "\\n") + '"'


def mermaid(line: str) -> str:
    """A line of text within a quoted label of Mermaid: all but letters, digits and a few signs as
    entities, since labels are read as Markdown, as HTML and by patterns of its own; what is read
    even so gets a sign that looks like it.

    >>> mermaid('x"<b>#1;')
    'x#34;#60;b#62;#35;1#59;'
    """

    for pattern, sign in LIKE:
        line = pattern.sub(sign, line)

    def entity(found: re.Match[str]) -> str:
        return "".join(f"#{ord(c)};" for c in found[0])

    return PLAIN.sub(entity, line)


def mermaid_comment(line: str) -> str:
    """A line of text in a comment of Mermaid, in which `%%{` would still be a directive."""
    return line.replace("%", "％")


def markdown(line: str) -> str:
    """A line of text within a line of Markdown, also in a table.

    >>> print(markdown("a|b *c* <i> x_1 http://x"))
    a\\|b \\*c\\* &lt;i&gt; x_1 http\\://x
    """
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return MARKUP.sub(r"\\\g<0>", line)
