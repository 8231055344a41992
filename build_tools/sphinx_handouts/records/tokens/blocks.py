"""The tokens of boxes, code, tables and lists."""

from __future__ import annotations

from .token import FRAME, HAIRLINE, LENGTH, NO_LINE, SIZE, Token
from .values import Properties, choice, size, space


def _box(
    edge: str, width: str, *, block: str = NO_LINE, side: str = NO_LINE, ground: str = "none"
) -> Properties:
    is_open = block == NO_LINE and ground == "none"
    return {
        "--box-block": block,
        "--box-side": side,
        "--box-edge": edge,
        "--box-edge-width": width,
        "--box-ground": ground,
        "--box-above": "0.4mm" if is_open else "var(--gap-text)",
        "--box-below": "0.4mm"
        if is_open
        else "var(--pad)"
        if side != NO_LINE
        else "var(--gap-text)",
    }


def _code(*, edge: str, frame: str = NO_LINE, ground: str = "none", pad: str = "0mm") -> Properties:
    return {
        "--code-frame": frame,
        "--code-edge": edge,
        "--code-ground": ground,
        "--code-pad": pad,
    }


def _cells(
    *,
    rows: str = NO_LINE,
    columns: str = NO_LINE,
    pad: str = "0mm",
    band: str = "none",
    end: str = NO_LINE,
) -> Properties:
    return {
        "--cell-rows": rows,
        "--cell-columns": columns,
        "--cell-start": pad,
        "--band": band,
        "--table-end": end,
    }


TOKENS = (
    Token(
        "boxes.look",
        '`"frame"`, `"edge"`, `"tint"` or `"lines"`',
        "Boxes that do not warn: a frame, a thick line at their beginning, a ground, or a thin "
        "line above and below. Boxes that warn are always framed.",
        '"edge"',
        choice(
            frame=_box(FRAME, "var(--frame)", block=FRAME, side=FRAME),
            edge=_box("0.8mm solid var(--rule-ink)", "0.8mm"),
            tint=_box(NO_LINE, "0mm", block=HAIRLINE, ground="var(--tint)"),
            lines=_box(NO_LINE, "0mm", block=HAIRLINE),
        ),
    ),
    Token(
        "boxes.radius",
        f"{LENGTH} from 0 to 4 mm",
        "Roundness of the corners of boxes, cards and code.",
        '"3mm"',
        space("--radius", 0, 4),
    ),
    Token(
        "code.look",
        '`"edge"`, `"frame"` or `"tint"`',
        "Code: a line at its beginning, a frame, or a ground.",
        '"tint"',
        choice(
            edge=_code(edge=HAIRLINE),
            frame=_code(frame=HAIRLINE, edge=HAIRLINE, pad="1.6mm"),
            tint=_code(edge=HAIRLINE, ground="var(--tint)", pad="1.6mm"),
        ),
    ),
    Token(
        "code.highlight",
        '`"weight"` or `"none"`',
        "Whether code is highlighted: what matters bold, comments in grey. Never by colour, which "
        "a copier loses.",
        '"none"',
        choice(
            weight={"--code-strong": "bold", "--code-soft": "var(--ink-soft)"},
            none={"--code-strong": "normal", "--code-soft": "var(--ink)"},
        ),
    ),
    Token(
        "tables.look",
        '`"rows"`, `"grid"`, `"bands"` or `"open"`',
        "Tables to read: a line below each row, around each cell, a ground for every other row, or "
        "no lines but above and below.",
        '"bands"',
        choice(
            rows=_cells(rows=HAIRLINE),
            grid=_cells(rows=HAIRLINE, columns=HAIRLINE, pad="var(--cell-pad)"),
            bands=_cells(pad="var(--cell-pad)", band="var(--tint)", end=HAIRLINE),
            open=_cells(end=FRAME),
        ),
    ),
    Token(
        "tables.head",
        '`"line"` or `"tint"`',
        "The head of a table: above a line, or on a ground.",
        '"tint"',
        choice(
            line={"--head-ground": "none", "--head-start": "var(--cell-start)"},
            tint={"--head-ground": "var(--tint)", "--head-start": "var(--cell-pad)"},
        ),
    ),
    Token(
        "lists.numeral",
        f'{SIZE}, or `"body"`',
        "Numbers of ordered lists.",
        '"body"',
        size("--size-numeral", may_be_body=True),
        is_type=True,
    ),
    Token(
        "lists.bullet",
        '`"disc"` or `"dash"`',
        "What marks the items of a list.",
        '"dash"',
        choice(disc={"--bullet": r'"\2022\a0"'}, dash={"--bullet": r'"\2013\a0"'}),
    ),
)
