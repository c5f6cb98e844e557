"""What was laid out before is not laid out again: columns are balanced by setting them a dozen times.

WeasyPrint breaks every line and sets every block anew whenever it looks whether something fits. Where nothing
but text stands in a block and nothing beside it, its lines depend on its width alone, and while it has room
so does the whole of it: what was made is copied, and moved to its place.
Replaced by :mod:`julasan.typeset.lines`: ``inline.get_next_linebox``, ``block.block_level_layout``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

_TEXTS = boxes.LineBox | boxes.TextBox | boxes.InlineBox
_BLOCKS = boxes.BlockBox | boxes.TableBox | boxes.TableRowGroupBox | boxes.TableRowBox | boxes.TableCellBox


class Remembered:
    """The lines and blocks of one document; `lay_line` and `lay_block` are WeasyPrint's own functions."""

    def __init__(self, lay_line: Callable[..., Any], lay_block: Callable[..., Any]) -> None:
        self.lay_line, self.lay_block = lay_line, lay_block
        self._plain: dict[int, tuple[Any, bool]] = {}
        self._within: dict[int, tuple[Any, ...]] = {}
        self._lines: dict[tuple[Any, ...], tuple[Any, Any]] = {}
        self._blocks: dict[tuple[Any, ...], tuple[Any, ...]] = {}

    def line(
        self, context: Any, box: Any, top: float, room: float, skip: Any, around: Any, *rest: Any
    ) -> tuple[Any, Any]:
        """``get_next_linebox``: the line of `box` from `skip` on, at `top`, and where the next one begins."""
        *_, first_letter, first_line = rest
        made: tuple[Any, Any]
        if context.excluded_shapes or first_letter or first_line or not self._is_plain(box):
            made = self.lay_line(context, box, top, room, skip, around, *rest)
            return made
        key = id(box), _flat(skip), around.width, box.text_indent
        left = around.content_box_x()
        if key not in self._lines:
            made = self.lay_line(context, box, top, room, skip, around, *rest)
            if made[0] is not None and made[0].height:
                # What is handed out is changed later.
                self._lines[key] = _moved(made[0], -left, -top, []), made[1]
            return made
        line, resume = self._lines[key]
        line = _moved(line, left, top, [])
        line.position_y = top
        return line, resume

    def block(
        self,
        context: Any,
        box: Any,
        room: float,
        skip: Any,
        around: Any,
        empty: bool = True,
        absolute: Any = None,
        fixed: Any = None,
        margins: Any = None,
        *rest: Any,
        **more: Any,
    ) -> tuple[Any, ...]:
        """``block_level_layout``: a block with its room, and what comes after it."""
        apart = skip or more or context.excluded_shapes or any(rest)
        if apart or not isinstance(box, boxes.BlockBox) or not self._is_plain(box):
            made: tuple[Any, ...] = self.lay_block(
                context, box, room, skip, around, empty, absolute, fixed, margins, *rest, **more
            )
            return made
        truncated = empty and context.current_page > 1 and not context.forced_break
        styles = tuple(each.style for each in self._blocks_of(box))
        outer = tuple(margins or ()), tuple(map(id, styles))
        key = id(box), around.width, around.height, empty, truncated, around.is_for_root_element, outer
        left, top = box.position_x, box.position_y
        end = context.page_bottom - room
        if (found := self._blocks.get(key)) and top + found[1] <= end:
            block, _, next_page, after, through, _ = found
            placed = [] if absolute is None else absolute
            return _moved(block, left, top, placed), None, dict(next_page), list(after), through, None
        made = self.lay_block(context, box, room, skip, around, empty, absolute, fixed, margins, *rest)
        block, resume, next_page, after, through, _ = made
        if block is not None and resume is None:
            high = block.position_y + block.margin_height() - top
            if top + high <= end:
                kept = _moved(block, -left, -top, [])
                self._blocks[key] = kept, high, dict(next_page), tuple(after), through, styles
        return made

    def _blocks_of(self, box: Any) -> tuple[Any, ...]:
        """The box, and the blocks in it: what was made has their styles, and filling a page changes them."""
        if id(box) not in self._within:
            inner = (each for each in box.descendants() if isinstance(each, _BLOCKS))
            self._within[id(box)] = box, *inner
        return self._within[id(box)]

    def _is_plain(self, box: Any) -> bool:
        if id(box) not in self._plain:
            self._plain[id(box)] = box, box.style["direction"] == "ltr" and _plain(box)
        return self._plain[id(box)][1]


def _plain(box: Any) -> bool:
    """Whether it is a text, or something around texts, whose place and content nothing else decides."""
    if isinstance(box, boxes.TableBox) and box.column_groups:
        return False
    inside = isinstance(box, _BLOCKS)
    return (
        (inside or isinstance(box, _TEXTS))
        and box.element is not None
        and ("::" not in box.element_tag or box.element_tag == "br::before")
        and box.is_in_normal_flow()
        and not (box.is_leader or box.is_column)
        and box.footnote is box.first_letter_style is box.first_line_style is None
        and all(box.style[name] == plain for name, plain in _STYLE.items())
        and all((inside and child.is_outside_marker) or _plain(child) for child in box.children)
    )


_STYLE = {"position": "static", "height": "auto", "column_count": "auto", "column_width": "auto"}
"""What is asked for in other ways is left to WeasyPrint; rows of a given height may be made smaller."""


def _moved(box: Any, right: float, down: float, placed: list[Any]) -> Any:
    """A copy of a box elsewhere; the signs of its lists, which WeasyPrint sets last, come to `placed`."""
    copy = _copied(box, placed)
    copy.translate(right, down)
    return copy


def _copied(box: Any, placed: list[Any]) -> Any:
    if isinstance(box, AbsolutePlaceholder):
        placeholder = AbsolutePlaceholder(box._box.copy())
        placed.append(placeholder)
        return placeholder
    copy = box.copy()
    if box.children:
        copy.children = [_copied(child, placed) for child in box.children]
    return copy


def _flat(skip: Any) -> tuple[Any, ...]:
    """A place to go on from, as a key."""
    found: list[Any] = []
    while skip:
        ((at, skip),) = skip.items()
        found.append(at)
    return tuple(found)
