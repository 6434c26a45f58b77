"""Adapters: what is added to the weights, and what an encoder's questions and passages make of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.config import Settings
from index.adapter import add_adapter, read_adapter
from index.fingerprint import fingerprint_of
from index.model import QUERIES, Encoder, bundled_encoder, load_model
from knowledge.errors import ModelError
from tests.index.tiny_model import tiny_model

pytestmark = pytest.mark.model
LAYER = "encoder.layer.0.attention.self.query"


def write_adapter(file: Path, scale: float = 2.0, strength: float = 0.5) -> Path:
    """An adapter of rank 2 for one map of the tiny model."""
    import torch
    from safetensors.torch import save_file

    generator = torch.Generator().manual_seed(1)
    down, up = torch.randn(2, 32, generator=generator), strength * torch.randn(32, 2, generator=generator)
    names = (f"base_model.model.{LAYER}.lora_A.weight", f"base_model.model.{LAYER}.lora_B.weight")
    save_file(dict(zip(names, (down, up), strict=True)), file, metadata={"scale": str(scale)})
    return file


def test_the_product_of_its_matrices_is_added_to_the_weight_of_its_name(tmp_path: Path) -> None:
    import torch

    network = Encoder("tiny", tiny_model(tmp_path / "tiny"), "tiny").network
    before = {name: weight.detach().clone().float() for name, weight in network.named_parameters()}
    tensors, scale = read_adapter(write_adapter(tmp_path / "adapter.safetensors"))
    add_adapter(network, tensors, scale)
    down, up = tensors[f"base_model.model.{LAYER}.lora_A.weight"], tensors[f"base_model.model.{LAYER}.lora_B.weight"]
    for name, weight in network.named_parameters():
        expected = before[name] + 2.0 * (up @ down) if name == f"{LAYER}.weight" else before[name]
        assert torch.allclose(weight.float(), expected, atol=1e-6), name


def test_questions_go_through_it_and_passages_do_not(tmp_path: Path) -> None:
    folder, adapter = tiny_model(tmp_path / "tiny"), write_adapter(tmp_path / "adapter.safetensors")
    plain = Encoder("tiny", folder, fingerprint_of(folder))
    adapted = Encoder("tiny", folder, "another", adapter)
    texts = ["vem ansvarar för staden?", "parken"]
    assert np.array_equal(adapted.encode_document(texts), plain.encode_document(texts))
    assert not np.allclose(adapted.encode_query(texts), plain.encode_query(texts), atol=1e-3)
    assert np.array_equal(adapted.encode_document(texts), plain.encode_document(texts))  # asking has changed nothing
    assert np.allclose(np.linalg.norm(adapted.encode_query(texts), axis=1), 1, atol=1e-3)


def test_a_damaged_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "damaged.safetensors").write_bytes(b"no tensors")
    for file in (tmp_path / "damaged.safetensors", tmp_path / "missing.safetensors"):
        with pytest.raises(ModelError, match=file.name):
            read_adapter(file)


def test_an_index_made_before_the_adapter_changed_is_another_models(real_settings: Settings, tmp_path: Path) -> None:
    data, other = real_settings.data, write_adapter(tmp_path / "other.safetensors")
    encoders = bundled_encoder(data, adapter=None), load_model("bundled", data), bundled_encoder(data, adapter=other)
    assert len({encoder.fingerprint for encoder in encoders}) == 3
    with pytest.raises(ModelError, match="gone"):
        bundled_encoder(data, adapter=tmp_path / "gone.safetensors")


def test_the_shipped_one_brings_an_english_question_nearer_to_its_swedish_answer(real_settings: Settings) -> None:
    question, answer = "How long may the car stand there?", "Fordonet får vara uppställt på platsen i högst två timmar."
    others = ["Ansökan ska vara skriftlig.", "Nämnden beslutar om taxan.", "Biblioteket har öppet till åtta."]

    def lead(adapter: Path | None) -> float:
        encoder = bundled_encoder(real_settings.data, adapter=adapter)
        cosines = encoder.encode_document([answer, *others]) @ encoder.encode_query([question])[0]
        return float(cosines[0] - cosines[1:].max())

    assert lead(QUERIES) > lead(None)
