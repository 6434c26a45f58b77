"""Reading plain text: its own words as offsets, and structure guessed with care."""

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.document import BlockKind, Document
from knowledge.readers import read_bytes
from knowledge.sources import Source
from tests.knowledge.promises import check

PAGE = """Visum för besök
Om du ska besöka Sverige kan du behöva ett visum. Det söker du i förväg.
Krav för att få visum
Om du vill besöka Sverige ska du ha

ett giltigt pass
en inbjudan
pengar för uppehället. Beloppet kan sänkas.

Ansökan
Du ansöker hos ambassaden:
• fyll i blanketten
• betala avgiften
"""


def document(content: str | bytes) -> Document:
    raw = content.encode() if isinstance(content, str) else content
    return read_bytes(raw, ".txt", Source(id="påhittad"))


def shape(document: Document) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.span.of(document.text)) for block in document.blocks]


def test_the_text_is_the_files_text_but_for_newlines_and_bom() -> None:
    assert document("\ufeffEtt\r\ntvå\rtre  \n".encode()).text == "Ett\ntvå\ntre  \n"


def test_headings_leads_and_items_are_found() -> None:
    read = document(PAGE)
    assert read.text == PAGE
    assert read.title == "Visum för besök"
    assert [kind for kind, _ in shape(read)] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.LIST_LEAD,
        *[BlockKind.ITEM] * 3,
        BlockKind.HEADING,
        BlockKind.LIST_LEAD,
        *[BlockKind.ITEM] * 2,
    ]


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = (
        "Påhittad rubrik\n\n"
        "Staden bedriver ett internationellt arbete som ska bidra till\n"
        "måluppfyllelsen av visionen, och samtliga nämnder ska bedriva ett\n"
        "strategiskt engagemang med budgeterade resurser för detta.\n"
    )
    assert [kind for kind, _ in shape(document(wrapped))] == [BlockKind.HEADING, BlockKind.PARAGRAPH]


def test_an_items_rest_on_the_next_line_is_the_items() -> None:
    read = document("Mål\n*Staden är en del av en \n föränderlig värld.\n*Staden samverkar.\n")
    assert [kind for kind, _ in shape(read)] == [BlockKind.HEADING, BlockKind.ITEM, BlockKind.ITEM]


def test_items_are_named_by_a_dash_when_several_are() -> None:
    read = document("Strategin har två delar:\n1. Profiler – de lyfts fram.\n2. Påverkan: den sker i tid.\n3. Annat.\n")
    assert [block.name for block in read.blocks if block.kind is BlockKind.ITEM] == ["Profiler", "Påverkan", ""]


def test_an_address_block_in_plain_text_is_facts() -> None:
    read = document(
        "Handläggare\nEva Påhittad\nTelefon: 08-123 45 67\n\nTill\nKulturnämnden\n2020-01-02\n\nRubrik\nText.\n"
    )
    assert {(fact.name, fact.value) for fact in read.facts} == {
        ("handläggare", "Eva Påhittad"),
        ("telefon", "08-123 45 67"),
        ("till", "Kulturnämnden"),
        ("datum", "2020-01-02"),
    }
    assert read.title == "Rubrik"


def test_prose_is_never_taken_for_structure() -> None:
    read = document("Rubrik\nEn mening.\nEn annan mening, som är längre.\nOch en tredje.\n")
    assert [kind for kind, _ in shape(read)] == [BlockKind.HEADING, *[BlockKind.PARAGRAPH] * 3]


lines = st.lists(
    st.one_of(
        st.sampled_from(
            ["", "  ", "Rubrik", "• punkt", "1. ett", "a) två", "det gäller:", "Du ska ha med dig", "Till"]
        ),
        st.sampled_from(["En hel mening som slutar här.", "2016-10-25", "Anna Ek", "Chef", "ord " * 30, "ord. " * 120]),
        st.text(max_size=20),
    ),
    max_size=25,
)


@given(lines)
@settings(max_examples=200)
def test_promises_hold_for_any_text(parts: list[str]) -> None:
    content = "\n".join(parts)
    raw = content.encode("utf-8", "surrogatepass")
    if content.strip().strip("\ufeff") and "\ud800" not in content:
        try:
            raw.decode()
        except UnicodeDecodeError:
            return
        read = document(raw)
        assert read.text == raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        check(read)
