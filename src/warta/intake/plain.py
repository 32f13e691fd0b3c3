"""Plain text that is no news: named by its file's name, by how it begins, or by what most of its lines look like.

Only text in sentences can be a story. So a kind is named where lines of its form are common; a news text has nearly
none of them, whatever menus were copied along.
"""

# ruff: noqa: E501 - patterns are lists of words

import re
from collections import Counter

FEW = 3  # lines, and lines of one form; below that they say nothing
LINES = 2_000  # looked at
WIDE = 1_000  # characters of a line looked at
MEMBERS = "a list of members (CSV)"
_CODE = "source code"
_SETTINGS = "a configuration file"
SUFFIXES = {
    _CODE: ".py .pyi .js .mjs .cjs .jsx .ts .tsx .css .scss .sass .less .c .h .cc .cpp .hpp .cs .java .kt .go .rs .rb .pl .pm .php .swift .scala .lua .r .jl .sh .bash .zsh .fish .ps1 .bat .cmd .mk .cmake .gradle .vue .svelte .asm .s .el .clj .ex .exs .erl .hs .ml .dart .sql .ipynb .jinja .j2 .tf .proto",
    _SETTINGS: ".ini .cfg .conf .toml .yaml .yml .env .properties .lock .editorconfig .service .desktop .plist .htaccess",
    "a log": ".log",
    "a CSV table": ".csv .tsv .psv",
    "a file of JSON lines": ".jsonl .ndjson .geojson",
    "a file of translations": ".po .pot",
    "subtitles": ".srt .vtt .sbv .ass",
    "an e-mail": ".eml .mbox",
    "a page kept as an MHTML archive": ".mhtml .mht",
    "a list of changes": ".diff .patch",
    "a calendar or address book": ".ics .vcf .ldif",
    "a document of a word processor": ".rtf",
    "a LaTeX document": ".tex .bib .sty",
    "a certificate or key": ".pem .crt .key .asc .pub .sig",
}  # fmt: skip
NAMES = re.compile(r"(?:makefile|gnumakefile|dockerfile|vagrantfile|rakefile|gemfile|jenkinsfile|procfile|cmakelists\.txt|robots\.txt|requirements.*\.txt)$", re.I)  # fmt: skip
BEGINS = (
    ("a page kept as an MHTML archive", r"From: <Saved by |(?:.*\n){0,12}Content-Type: multipart/related"),
    ("an e-mail", r"(?:(?:From|To|Cc|Date|Subject|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|X-[\w-]+|Content-Type|Reply-To): .*\n(?:[ \t].*\n)*){3}"),
    ("a calendar or address book", r"BEGIN:V"),
    ("subtitles", r"WEBVTT|(?:1\s*\n)?\d\d:\d\d:\d\d[,.]\d{3} -->"),
    ("a document of a word processor", r"\{\\rtf"),
    ("a PostScript document", r"%!PS"),
    ("a LaTeX document", r"\\(?:documentclass|begin\{|section\{)"),
    ("a certificate or key", r"-----BEGIN |ssh-(?:rsa|ed25519) "),
    ("a list of changes", r"diff --git |(?:Index: .*\n)?--- .*\n\+\+\+ |commit [0-9a-f]{40}\n"),
    ("a file of translations", r'(?:#.*\n)*msgid ""'),
    (_CODE, r"#!\s*/|<\?php|<\?="),
    ("an SQL dump", r"-- (?:MySQL|MariaDB|PostgreSQL)|(?:PRAGMA|BEGIN TRANSACTION|CREATE TABLE|INSERT INTO|DROP TABLE)\b"),
)  # fmt: skip
LICENCE = re.compile(r"permission is hereby granted, free|redistribution and use in source|everyone is permitted to copy|licensed under the apache|gnu (?:lesser |affero )?general public license", re.I)  # fmt: skip
FORMS = (
    ("a file of JSON lines", 0.6, r"""[\[{]["'\[{\d\]}].*[\]}],?$|"[^"]*"\s*:\s*(?:["\d\[{tfn].*)?,?$|[\[\]{}],?$"""),
    ("a log", 0.5, r"""[\[(<]?(?:\d{4}[-/]\d\d[-/]\d\d[T ,]+\d\d[:.]\d\d|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d|\d\d:\d\d:\d\d[,. \]])|\d{1,3}(?:\.\d{1,3}){3} |\[?(?:DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|TRACE)\b"""),
    ("a Markdown document", 0.15, r"#{1,6} |```|~~~|\|.*\|$|[-*] .*(?:`|\]\()|!?\[.+\]\(.+\)|<!--"),
    (_SETTINGS, 0.6, r"""[\w.$"'/-]+ ?= ?\S*|\[\[?[\w .:"/-]+\]\]?$|[#;]|-?\s*[\w."'-]+:(?:$| ["'\w\[{&*|>/.-]\S*$)|- [\w"'./@:=-]+$|[\w.-]+[=~<>]=[\w.*]+"""),
    (_CODE, 0.3, r"""(?:def|class|import|from|func|fn|function|const|let|var|public|private|protected|static|return|package|using|namespace|struct|enum|typedef|include|require|module|export|elif|else|try|except|catch|finally|raise|throw|with|async|await|echo|ifeq|ifdef|endif|endef|fi|done|esac|SELECT|FROM|WHERE|INSERT|UPDATE|CREATE|ALTER)\b.*[(){}:;=<>"'$]|.*[;{}\\]$|.*\)\s*:$|.*(?::=|==|!=|=>|->|&&|\|\||\+=|\$\(|\$\{|\(\)).*|[@#]\w+.*[({=<"]|//|/\*|\*/|(?:if|for|while|switch) \(|[\w.\[\]"']+ \+?= \S|[\w./%-]+:(?:$| [\w./%$()-]+$)|(?:return|pass|break|continue|else|end|endif|fi|done|then)$|\)+[,;]?$|\}"""),
)  # fmt: skip
_BY_NAME = {suffix: kind for kind, suffixes in SUFFIXES.items() for suffix in suffixes.split()}
_BEGINS = [(kind, re.compile(form)) for kind, form in BEGINS]
_FORMS = [(kind, share, re.compile(form)) for kind, share, form in FORMS]
_WORDS = re.compile(r"[^\W\d_]{2,}")
_ODD = re.compile(r"[{}<>=_\\|*~^`]|;$|\w\(|[/:]\w+[/.:]|\S:\S*[a-z]|^\W*$|\w \d{2,} ")
_ENDED = re.compile(r"[.!?…。！？][\"'”’»)]*$")


def other_kind(name: str, text: str) -> str:
    """The kind of a plain text that cannot be a story, for people; empty where it may be one.

    name  the file's; `text` the beginning of its content
    """
    suffix = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if suffix in _BY_NAME or NAMES.match(name):
        return _BY_NAME.get(suffix) or (_SETTINGS if suffix else _CODE)
    for kind, form in _BEGINS:
        if form.match(text):
            return kind
    if LICENCE.search(text[:1500]):
        return "a licence"
    if max(map(len, text[:4000].split()), default=0) > 400:
        return "encoded data"
    raw = [line for line in text.splitlines()[:LINES] if line.strip()]
    lines = [line.strip()[:WIDE] for line in raw]
    if len(lines) > 1 and _is_table(lines):
        return MEMBERS if "email" in lines[0].lower() else "a CSV table"
    if len(lines) < FEW:
        return ""
    if not any(map(_WORDS.search, lines)):
        return "a list of numbers or codes"
    for kind, share, form in _FORMS:
        if sum(map(bool, map(form.match, lines))) >= max(FEW, share * len(lines)):
            return kind
    return "" if _is_wordy(raw) else "code or data"


def _is_wordy(raw: list[str]) -> bool:
    """Whether most of a text's lines are words, as in a newspaper, not signs and indents."""
    odd = sum(bool(_ODD.search(line)) and not _is_prose(line) for line in raw)
    indents = {len(line) - len(line.lstrip()) for line in raw} - {0}
    indented = sum(line[0] in " \t" for line in raw)
    prose = sum(len(line) for line in raw if _is_prose(line))
    if prose > 0.5 * sum(map(len, raw)):
        return odd < 0.6 * len(raw)
    return odd < 0.4 * len(raw) and not (len(indents) > 1 and indented > 0.4 * len(raw))


def _is_prose(line: str) -> bool:
    words = _WORDS.findall(line)
    if sum(map(len, words)) < 0.65 * len(line.strip()):
        return False
    return len(words) > 14 or (len(words) > 6 and bool(_ENDED.search(line.strip())))


def _is_table(lines: list[str]) -> bool:
    """Whether nearly all lines have as many separators as each other."""
    for mark, least in ((",", 2), (";", 2), ("\t", 1), ("|", 2)):
        counts = Counter(line.count(mark) for line in lines[:200])
        number, often = counts.most_common(1)[0]
        ended = sum(bool(_ENDED.search(line)) for line in lines[:200])
        if number >= least and ended < 0.2 * len(lines[:200]) and often >= 0.9 * min(len(lines), 200):
            return True
    return False
