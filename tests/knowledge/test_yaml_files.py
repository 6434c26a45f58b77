"""Whatever is wrong with a YAML file is told with its name and line, in the error that its reader promises."""

from pathlib import Path

import pytest

from knowledge.errors import BadConfiguration
from knowledge.yaml_files import read_yaml


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a: [1\n\nb: 2\n", "fil.yaml:3: not valid YAML"),
        (b"a: 1\nb: \xe5\n", "fil.yaml:2: not UTF-8"),
        (b"[" * 5_000, "fil.yaml: not valid YAML"),
        (b"datum: 2016-13-45\n", "fil.yaml: not valid YAML"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "fil.yaml").write_bytes(content)
    with pytest.raises(BadConfiguration, match=says) as told:
        read_yaml(tmp_path / "fil.yaml", BadConfiguration)
    assert told.value.remedy


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match=r"fil.yaml: cannot be read \(No such file"):
        read_yaml(tmp_path / "fil.yaml", BadConfiguration)


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    (tmp_path / "fil.yaml").write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_yaml(tmp_path / "fil.yaml", BadConfiguration) == {"a": 1}
