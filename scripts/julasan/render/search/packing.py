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

Codes: TypeAlias = tuple[I64, I64]
"""The value and the length of each code, of 63 bits at most."""


def rice_codes(numbers: I64, parameter: I64, width: int) -> Codes:
    """Each number's code; none has more than `width` bits."""
    high = numbers >> parameter
    ones = np.minimum(high, ESCAPE)
    value = ((1 << ones) - 1) << (parameter + 1) | numbers & ((1 << parameter) - 1)
    length = ones + 1 + parameter
    far = (high >= ESCAPE).nonzero()[0]
    value[far] = ((1 << ESCAPE) - 1) << width | numbers[far]
    length[far] = ESCAPE + width
    return value, length


def gamma_codes(numbers: I64) -> Codes:
    """Elias gamma: as many noughts as the number has bits after its first, then the number."""
    most = int(numbers.max(initial=0))
    if len(numbers) > most + 1:
        return numbers, gamma_codes(np.arange(most + 1))[1].take(numbers)
    return numbers, 2 * np.frexp(numbers.astype(np.float64))[1].astype(np.int64) - 1


def both(one: Codes, other: Codes) -> Codes:
    """One code after the other as a single one."""
    return one[0] << other[1] | other[0], one[1] + other[1]


def pack(values: I64, lengths: I64, bounds: I64) -> Iterator[bytes]:
    """Put codes one after another, six bits a character; text n holds those between bounds n and n + 1.

    A code has at most 58 bits; one of no bits is nothing. Of both arrays, which are of an even
    length and are changed, nothing is behind the last bound.
    """
    value, length = values.view(np.uint64), lengths.view(np.uint64)
    filled = (bounds[1:] > bounds[:-1]).nonzero()[0]
    bits = np.zeros(len(bounds) - 1, np.int64)
    bits[filled] = np.add.reduceat(lengths, bounds[filled])
    pad = -bits % 6
    last = bounds[1:][filled] - 1
    values[last] <<= pad[filled]
    lengths[last] += pad[filled]
    # Two short codes are one: half the work.
    pairs = length[::2] + length[1::2]
    if len(value) and int(pairs.max()) < 64:
        value, length = value[::2] << length[1::2] | value[1::2], pairs
    offset = length.cumsum()
    offset -= length
    word = (offset >> np.uint64(6)).astype(np.int64)
    offset &= np.uint64(63)
    left = value << (np.uint64(64) - length)
    words = np.zeros(int(bits.sum() + pad.sum()) // 64 + 2, np.uint64)
    heads = runs(word)
    words[word[heads]] = np.bitwise_or.reduceat(left >> offset, heads) if len(heads) else 0
    spill = (offset + length > 64).nonzero()[0]
    words[word[spill] + 1] |= left[spill] << (np.uint64(64) - offset[spill])
    text = binascii.b2a_base64(words.astype(">u8").data, newline=False)
    begin = 0
    for characters in ((bits + pad) // 6).tolist():
        yield text[begin : begin + characters]
        begin += characters


def runs(sorted_numbers: U64 | U32 | I64) -> I64:
    """Where each run of equal numbers begins."""
    new = np.ones(len(sorted_numbers), np.bool_)
    np.not_equal(sorted_numbers[1:], sorted_numbers[:-1], out=new[1:])
    return new.nonzero()[0]


def ranges(begins: I64, sizes: I64) -> I64:
    """The numbers from each of `begins` on, so many of each."""
    if not sizes.all():
        begins, sizes = begins[sizes > 0], sizes[sizes > 0]
    ends = sizes.cumsum()
    # Each is one more than that before it, but where the next of `begins` has its turn.
    numbers = np.ones(ends[-1] if len(ends) else 0, np.int64)
    numbers[:1] = begins[:1]
    numbers[ends[:-1]] = begins[1:] - begins[:-1] - sizes[:-1] + 1
    return numbers.cumsum(out=numbers)


def cut(numbers: U32 | Bytes | Flags, begins: I64, ends: I64) -> Iterator[memoryview]:
    """What lies between each begin and end, to be joined with others: nothing is copied."""
    return map(numbers.data.__getitem__, map(slice, begins.tolist(), ends.tolist()))


def distinct(numbers: I64) -> I64:
    """Each number once, sorted; numpy's own `unique` first loads all of its masked arrays."""
    found: I64 = np.sort(numbers)
    return found[runs(found)]


def sums(numbers: npt.NDArray[np.integer], begins: I64) -> I64:
    """The sum of each run, by where the runs begin."""
    upto = np.concatenate((np.zeros(1, np.int64), numbers.cumsum(dtype=np.int64)))
    at: I64 = upto.take(np.append(begins, len(numbers)))
    return at[1:] - at[:-1]
