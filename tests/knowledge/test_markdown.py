"""Reading Markdown."""

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.document import BlockKind, Document
from knowledge.readers import read_bytes
from knowledge.readers.markdown import read
from knowledge.sources import Source
from tests.knowledge.promises import check


def document(markdown: str) -> Document:
    return read_bytes(markdown.encode(), ".md", Source(id="påhittad"))


def test_markup_goes_and_words_stay() -> None:
    read_back = document("# Rubrik\n\nEn *viktig* [länk](https://exempel.se) och `kod`.\n\n> Ett citat.\n")
    assert read_back.text == "Rubrik\n\nEn viktig länk och kod.\n\nEtt citat."
    assert read_back.title == "Rubrik"


def test_nested_headings_become_a_tree() -> None:
    paths = [s.path for s in document("# A\n\nText a.\n\n## B\n\nText b.\n\n### C\n\nc.\n\n## D\n\nd.\n").sections]
    assert paths == [("A",), ("A", "B"), ("A", "B", "C"), ("A", "D")]


def test_a_bold_line_is_a_heading_and_a_bold_sentence_is_not() -> None:
    kinds = [block.kind for block in document("**Mål**\n\nText.\n\n**Detta är viktigt.**\n").blocks]
    assert kinds == [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]


def test_a_table_is_rows() -> None:
    rows = document("| Mål | År |\n|---|---|\n| Fler | 2040 |\n").blocks
    assert [block.kind for block in rows] == [BlockKind.ROW, BlockKind.ROW]


def test_an_item_keeps_its_number_name_and_paragraphs() -> None:
    item = document("1. **Mål:** Ett.\n\n   Mer om ett.\n2. Två.\n").blocks[0]
    assert (item.number, item.name) == ("1", "Mål")


lines = st.lists(
    st.one_of(
        st.sampled_from(
            ["", "---", "# Rubrik", "## **Fet rubrik**", "**Fet**", "- punkt", "1. ett", "- 1. två**", "> citat"]
        ),
        st.sampled_from(
            ["| a | b |", "|---|---|", "```", "    indrag", "<p>html</p>", "<!-- not -->", "***", "Namn:  "]
        ),
        st.text(st.sampled_from("abÅ .*_#-`[]()<>|!1\n&\\~"), max_size=30),
    ),
    max_size=25,
)


@given(lines)
@settings(max_examples=150)
def test_promises_hold_for_any_markdown(parts: list[str]) -> None:
    content = "\n".join(parts)
    if read(content.encode()).text.strip():
        check(document(content))


@given(st.lists(st.text(st.sampled_from("abcåäö"), min_size=1, max_size=8), min_size=1, max_size=20), st.data())
@settings(max_examples=100)
def test_no_word_is_lost(words: list[str], data: st.DataObject) -> None:
    marks = ["\n\n", " ", "\n- ", "\n\n## ", "\n1. ", " **", "** ", "\n> "]
    content = words[0] + "".join(data.draw(st.sampled_from(marks)) + word for word in words[1:])
    assert "".join(c for c in document(content).text if c in "abcåäö") == "".join(words)
