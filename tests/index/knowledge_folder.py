"""Small made-up knowledge for tests of the index."""

from __future__ import annotations

from pathlib import Path

TOPICS = ("vatten", "skolor", "parker", "cyklar", "bibliotek", "hamnar", "museer", "bostäder")


def made_up(folder: Path, documents: int = 3, version: int = 1) -> Path:
    """Writes påhittade documents into `folder`; another version changes the last of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(documents):
        changed = version if number == documents - 1 else 1
        sections = "\n\n".join(
            f"## Om {topic}\n\nDokument {number} handlar om {topic}. Staden ska vårda {topic} i utgåva {changed}."
            for topic in TOPICS
        )
        text = f"# Påhittat utlåtande {number}\n\n{sections}\n"
        (folder / f"pahittat-{number}.md").write_text(text, encoding="utf-8")
    return folder
