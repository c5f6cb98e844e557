"""Numbers as bits: Rice and Elias gamma codes, and their packing six bits a character.

Rice's code: Golomb 1966 with a power of two; gamma: Elias 1975; their use for gaps
between documents: Witten, Moffat and Bell, "Managing Gigabytes", chapter 3.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

U64: TypeAlias = npt.NDArray[np.uint64]
U32: TypeAlias = npt.NDArray[np.uint32]
I64: TypeAlias = npt.NDArray[np.int64]
Bytes: TypeAlias = npt.NDArray[np.uint8]
Flags: TypeAlias = npt.NDArray[np.bool_]


def rice(space: int | I64, count: I64) -> I64:
    """Rice's parameter for `count` numbers below `space`: log2 of 0.69 of the mean gap (``riceOf``)."""
    most = int(count.max(initial=0))
    if isinstance(space, int) and len(count) > most > 0:
        # The same counts come again and again.
        return rice(space, np.arange(1, most + 1)).take(count - 1)
    mean = np.maximum(space * 11 // (count * 16), 1)
    return np.asarray(np.frexp(mean.astype(np.float64))[1] - 1, np.int64)


ESCAPE = 10
"""So many ones say that a plain number follows, as wide as the greatest there can be."""


def rice_codes(numbers: I64, parameter: I64, width: int) -> tuple[U64, U64]:
    """The value and the length of each number's code; none has more than `width` bits."""
    high = numbers >> parameter
    ones = np.minimum(high, ESCAPE)
    value = ((1 << ones) - 1) << (parameter + 1) | numbers & ((1 << parameter) - 1)
    length = ones + 1 + parameter
    far = np.flatnonzero(high >= ESCAPE)
    value[far] = ((1 << ESCAPE) - 1) << width | numbers[far]
    length[far] = ESCAPE + width
    return value.astype(np.uint64), length.astype(np.uint64)


def gamma_codes(numbers: I64) -> tuple[U64, U64]:
    """Elias gamma: as many noughts as the number has bits after its first, then the number."""
    width = np.frexp(numbers.astype(np.float64))[1]
    return numbers.astype(np.uint64), (2 * width - 1).astype(np.uint64)


def both(one: tuple[U64, U64], other: tuple[U64, U64]) -> tuple[U64, U64]:
    """One code after the other as a single code, of 63 bits at most."""
    return one[0] << other[1] | other[0], one[1] + other[1]


BLOCK = 1 << 16
"""Codes that are packed at a time: they stay in the processor's cache."""


def pack(values: npt.NDArray[np.unsignedinteger], lengths: Bytes, bounds: I64) -> Iterator[str]:
    """Put codes one after another, six bits a character; text n holds those between bounds n and n + 1.

    A code has at most 58 bits; one of no bits is nothing.
    """
    at = 0
    while at < len(bounds) - 1:
        upto = max(at + 1, int(np.searchsorted(bounds, bounds[at] + BLOCK, "right")) - 1)
        begin, end = int(bounds[at]), int(bounds[upto])
        value, length = (np.zeros(end - begin + (end - begin) % 2, np.uint64) for _ in range(2))
        value[: end - begin], length[: end - begin] = values[begin:end], lengths[begin:end]
        yield from _packed(value, length, bounds[at : upto + 1] - begin)
        at = upto


def _packed(value: U64, length: U64, bounds: I64) -> Iterator[str]:
    filled = np.flatnonzero(bounds[1:] > bounds[:-1])
    bits = np.zeros(len(bounds) - 1, np.int64)
    bits[filled] = sums(length, bounds[filled])
    pad = -bits % 6
    last = bounds[1:][filled] - 1
    value[last] <<= pad[filled].astype(np.uint64)
    length[last] += pad[filled].astype(np.uint64)
    # Two short codes are one: half the work.
    pairs = length[::2] + length[1::2]
    if len(value) and int(pairs.max()) < 64:
        value, length = value[::2] << length[1::2] | value[1::2], pairs
    offset = np.cumsum(length)
    offset -= length
    word = (offset >> np.uint64(6)).astype(np.int64)
    offset &= np.uint64(63)
    left = value << (np.uint64(64) - length)
    words = np.zeros(int(bits.sum() + pad.sum()) // 64 + 2, np.uint64)
    heads = runs(word)
    words[word[heads]] = np.bitwise_or.reduceat(left >> offset, heads) if len(heads) else 0
    spill = np.flatnonzero(offset + length > 64)
    words[word[spill] + 1] |= left[spill] << (np.uint64(64) - offset[spill])
    text = binascii.b2a_base64(words.astype(">u8").tobytes(), newline=False).decode("ascii")
    begin = 0
    for characters in ((bits + pad) // 6).tolist():
        yield text[begin : begin + characters]
        begin += characters


def runs(sorted_numbers: U64 | U32 | I64) -> I64:
    """Where each run of equal numbers begins."""
    if not len(sorted_numbers):
        return np.zeros(0, np.int64)
    new = np.flatnonzero(sorted_numbers[1:] != sorted_numbers[:-1])
    return np.concatenate((np.zeros(1, np.int64), new + 1))


def distinct(numbers: I64) -> I64:
    """Each number once, sorted; numpy's own `unique` first loads all of its masked arrays."""
    found: I64 = np.sort(numbers)
    return found[runs(found)]


def sums(numbers: npt.NDArray[np.integer], begins: I64) -> I64:
    """The sum of each run, by where the runs begin; none is empty."""
    return np.add.reduceat(numbers, begins, dtype=np.int64) if len(begins) else np.zeros(0, np.int64)


def any_of(flags: Flags, begins: I64) -> Flags:
    """Whether each run holds a true one."""
    return np.logical_or.reduceat(flags, begins) if len(begins) else np.zeros(0, np.bool_)
