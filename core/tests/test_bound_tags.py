"""What is bound can be heard: the tags of the papers become one tree, and pages without tags are read as drawn."""

import io
import re
from functools import cache

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from pypdf import PdfReader

from core.documents import to_pdf
from core.reading import binding
from core.tests.documents import MINUTES
from tests.factories.strange_pdfs import changed, plain, untagged, without_tags
from tests.pdf import Pdf as TakenApart
from tests.pdf import drawn, heard, problems_of

NOT_SAID = "It does not say that it keeps to PDF/UA-1."
TEXT = b"BT /F1 12 Tf 72 700 Td (Spending profiles) Tj ET"


@pytest.fixture(scope="module")
def minutes():
    return to_pdf(MINUTES)


@pytest.fixture
def bound(tmp_path):
    """The file that comes of binding these, each known by its title."""

    def bind(**leaves: bytes) -> bytes:
        ready = []
        for number, (title, content) in enumerate(leaves.items()):
            path = tmp_path / f"leaf-{number}"
            path.write_bytes(content)
            ready.append(binding.Leaf(path, title, [(0, title, 0)], mark="For members only"))
        outcome = binding.bind(ready, tmp_path / "bound", title="Papers", author="The Board")
        assert outcome.problem == ""
        return (tmp_path / "bound").read_bytes()

    return bind


@cache
def opened(content: bytes) -> Pdf:
    """Kept open, or its tags would be gone with it."""
    return pikepdf.open(io.BytesIO(content))


def parts(content: bytes) -> list:
    """The tags of the papers."""
    return list(opened(content).Root.StructTreeRoot.K[0].K)


def under(tag) -> list:
    """All tags under one."""
    kids = [kid for kid in tag.get("/K", []) if isinstance(kid, Dictionary) and "/S" in kid]
    return [each for kid in kids for each in (kid, *under(kid))]


def close(words: str) -> str:
    return re.sub(r"\s+", "", words)


# --- Papers with tags ---


def test_tagged_papers_become_one_tagged_file(minutes, bound):
    whole = bound(First=minutes, Second=plain("The plan"), Third=minutes)

    assert problems_of(whole) == []
    assert heard(whole) == drawn(whole) == heard(minutes) + "Theplan" + heard(minutes)
    assert [(tag.S, str(tag.T)) for tag in parts(whole)] == [
        (Name.Part, "First"),
        (Name.Part, "Second"),
        (Name.Part, "Third"),
    ]


def test_the_number_at_the_foot_is_seen_and_not_heard(minutes, bound):
    whole = bound(First=minutes)

    assert "For members only" in PdfReader(io.BytesIO(whole)).pages[0].extract_text()
    assert "Formembersonly" not in heard(whole)


def test_each_piece_knows_its_tag(minutes, bound):
    """From a place on a page back to what it is: the way that a click goes."""
    pdf = opened(bound(First=minutes, Second=minutes))
    owners = pdf.Root.StructTreeRoot.ParentTree.Nums
    assert list(owners)[::2] == list(range(len(owners) // 2))
    for page in pdf.pages:
        tags = owners[2 * page.StructParents + 1]
        for number, tag in enumerate(tags):
            assert tag is None or number in list(tag.K) or any(kid.get("/MCID") == number for kid in tag.K)
        for note in page.get("/Annots", []):
            tag = owners[2 * note.StructParent + 1]
            assert Name.Link == tag.S
            assert note.objgen in [kid.Obj.objgen for kid in tag.K if "/Obj" in kid]
    assert len({page.StructParents for page in pdf.pages}) == len(pdf.pages)


def test_names_of_two_papers_are_told_apart(minutes, bound):
    """Cells name the cells above them; two papers of one maker use the same names."""
    pdf = opened(bound(First=minutes, Second=minutes))
    names = [bytes(name) for name in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]]
    assert len(names) == len(set(names)) > 2
    assert names == sorted(names)
    for part in pdf.Root.StructTreeRoot.K[0].K:
        tags = under(part)
        own = {bytes(tag.ID) for tag in tags if "/ID" in tag}
        said = {bytes(head) for tag in tags for a in tag.get("/A", []) for head in a.get("/Headers", [])}
        assert said
        assert said <= own


def test_a_link_within_a_paper_leads_to_the_same_paper(minutes, bound):
    pdf = opened(bound(First=minutes, Second=minutes))
    notes = [(n, note) for n, page in enumerate(pdf.pages) for note in page.get("/Annots", [])]
    inner = [(n, note) for n, note in notes if "/Dest" in note]
    pages = [page.obj.objgen for page in pdf.pages]

    assert [pages.index(note.Dest[0].objgen) for _, note in inner] == [n for n, _ in inner]
    assert {str(note.A.URI) for _, note in notes if "/A" in note} == {
        str(note.A.URI) for page in opened(minutes).pages for note in page.get("/Annots", []) if "/A" in note
    }


def of_words(kind: str, role: str) -> bytes:
    """A paper whose maker has words of their own for tags, and a class for all header cells."""

    def change(pdf):
        root = pdf.Root.StructTreeRoot
        heading = next(tag for tag in under(root) if tag.S == Name.H1)
        heading.S = Name(kind)
        heading.C = Name.Big
        heading.Alt = String("Said otherwise")
        number = heading.K if isinstance(heading.K, int) else heading.K[0]
        heading.K = Array([Dictionary(Type=Name.MCR, Pg=heading.Pg, MCID=number)])
        root.RoleMap = Dictionary({kind: Name("/Between"), "/Between": Name(role)})
        root.ClassMap = Dictionary(Big=Dictionary(O=Name.Layout, TextAlign=Name.Center))

    return changed(plain("The plan"), change)


def test_a_makers_own_words_for_tags_mean_what_that_maker_says(bound):
    whole = bound(First=plain("One"), Second=of_words("/Big", "/H1"), Third=of_words("/Big", "/P"))
    second, third = parts(whole)[1:]

    assert [tag.S for tag in under(second)] == [Name.H1]
    assert [tag.S for tag in under(third)] == [Name.P]
    assert second.K[0].A[0].TextAlign == Name.Center
    assert str(second.K[0].Alt) == "Said otherwise"
    assert "RoleMap" not in str(opened(whole).Root.StructTreeRoot.keys())
    assert problems_of(whole) == []


@pytest.mark.parametrize(
    ("kind", "called"), [("/Strong", "/Span"), ("/Title", "/P"), ("/H7", "/H6"), ("/Nonsense", "/NonStruct")]
)
def test_tags_that_few_readers_know_are_called_what_all_know(bound, kind, called):
    def change(pdf):
        root = pdf.Root.StructTreeRoot
        next(tag for tag in under(root) if tag.S == Name.H1).S = Name(kind)
        root.RoleMap = Dictionary({"/Loop": Name("/Loop")})

    whole = bound(First=changed(plain("The plan"), change))

    assert [str(tag.S) for tag in under(parts(whole)[0])] == [called]


def test_content_that_no_tag_speaks_of_is_heard_at_the_end(bound):
    def change(pdf):
        pdf.pages[0].contents_add(b"/P <</MCID 77>> BDC BT /Fx 9 Tf (Left over) Tj ET EMC")
        pdf.pages[0].Resources.Font.Fx = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica
        )

    whole = bound(First=changed(plain("The plan"), change))

    assert heard(whole) == "TheplanLeftover"
    assert NOT_SAID in problems_of(whole)


def test_a_page_without_tags_in_a_tagged_paper_is_read_as_drawn(bound):
    whole = bound(
        First=changed(plain("The plan"), lambda pdf: pdf.pages.extend(opened(untagged(TEXT)).pages))
    )

    assert heard(whole) == drawn(whole) == "TheplanSpendingprofiles"
    assert [str(tag.S) for tag in under(parts(whole)[0])] == ["/H1", "/P"]


def test_pieces_within_what_is_drawn_as_one_keep_their_tags(bound):
    def change(pdf):
        pdf.pages.extend(opened(untagged(b"/Form Do")).pages)
        page, root = pdf.pages[1], pdf.Root.StructTreeRoot
        form = page.Resources.XObject.Form
        form.StructParents = 5
        tag = Dictionary(
            Type=Name.StructElem,
            S=Name.H2,
            P=root.K,
            K=Dictionary(Type=Name.MCR, Pg=page.obj, Stm=form, MCID=0),
        )
        top = root.K if isinstance(root.K, Dictionary) else root.K[0]
        kids = top.K if isinstance(top.K, Array) else Array([top.K])
        top.K = Array([*kids, pdf.make_indirect(tag)])

    whole = bound(First=plain("One"), Second=changed(plain("The plan"), change))
    pdf = opened(whole)
    form = pdf.pages[2].Resources.XObject.Form
    owner = pdf.Root.StructTreeRoot.ParentTree.Nums[2 * form.StructParents + 1][0]

    assert owner.S == Name.H2
    assert owner.K[0].Stm.objgen == form.objgen
    assert b"MCID" in form.read_bytes()


# --- Papers without tags ---


def test_a_paper_without_tags_is_read_as_it_is_drawn(minutes, bound):
    whole = bound(First=plain("One"), Second=without_tags(minutes), Third=plain("Three"))

    assert problems_of(whole) == [NOT_SAID]
    assert heard(whole) == drawn(whole)
    assert "Exemptunderparagraph3." in heard(whole)
    assert [str(tag.S) for tag in under(parts(whole)[1]) if Name.Link != tag.S] == ["/P", "/P"]


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        b"q q q " + TEXT,
        b"Q Q " + TEXT,
        b"0 0 1 RG /P <</MCID 0>> BDC " + TEXT,
        b"EMC EMC " + TEXT,
        b"/Artifact BMC " + TEXT + b" EMC",
        b"/P <</MCID 3>> BDC /Span /Unknown BDC " + TEXT + b" EMC EMC",
        TEXT + b" BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI",
    ],
)
def test_whatever_a_page_opens_or_closes_its_words_are_heard(bound, content):
    whole = bound(First=plain("One"), Second=untagged(content), Third=plain("Three"))
    problems = [problem for problem in problems_of(whole) if "font F1" not in problem.replace("/", "")]

    assert problems == [NOT_SAID]
    assert heard(whole) == drawn(whole) == "OneSpendingprofilesThree"


def _packed_unknown(pdf):
    pdf.pages[0].Contents.Filter = Name.Unknown


def _no_content(pdf):
    pdf.pages[0].Contents = 7


def _no_resources(pdf):
    pdf.pages[0].Resources = Array()
    pdf.pages[0].Annots = 7


@pytest.mark.parametrize("breach", [_packed_unknown, _no_content, _no_resources])
def test_a_page_that_cannot_be_taken_apart_breaks_nothing(bound, breach):
    whole = bound(First=plain("One"), Second=changed(untagged(TEXT), breach), Third=plain("Three"))
    texts = [page.extract_text() for page in (PdfReader(io.BytesIO(whole)).pages[n] for n in (0, 2))]

    assert ["One" in texts[0], "Three" in texts[1], len(parts(whole))] == [True, True, 3]


def test_a_tagged_page_with_nothing_to_draw_with_is_numbered_all_the_same(bound):
    for thing in (7, Dictionary(Font=7)):
        without = changed(
            plain("Two"), lambda pdf, thing=thing: setattr(pdf.pages[0].obj, "Resources", thing)
        )
        page = opened(bound(First=plain("One"), Second=without)).pages[1]

        assert "/HouseNumberFont" in page.Resources.Font


@pytest.mark.parametrize(
    "breach",
    [
        lambda page: setattr(page, "MediaBox", Array([0, 0, 0, 0])),
        lambda page: setattr(page, "Rotate", Name.Sideways),
    ],
)
def test_a_page_without_size_is_the_fault_of_its_paper(tmp_path, breach):
    leaves = []
    for number, content in enumerate(
        [plain("One"), changed(plain("Two"), lambda pdf: breach(pdf.pages[0].obj)), plain("Three")]
    ):
        path = tmp_path / f"leaf-{number}"
        path.write_bytes(content)
        leaves.append(binding.Leaf(path, "A paper"))

    assert binding.bind(leaves, tmp_path / "bound", title="", author="").broken == 1


def test_words_that_never_end_stay_on_their_page(bound):
    pdf = opened(bound(First=plain("One"), Second=untagged(TEXT + b" ( unfinished"), Third=plain("Three")))
    names = [str(operator) for _, operator in pikepdf.parse_content_stream(pdf.pages[1])]

    assert (names.count("BDC"), names.count("EMC"), names.count("q"), names.count("Q")) == (2, 2, 2, 2)


def test_words_in_place_of_what_is_drawn_stay(bound):
    whole = bound(
        First=plain("One"), Second=untagged(b"/Span <</ActualText (profit)>> BDC " + TEXT + b" EMC")
    )

    assert "ActualText (profit)" in opened(whole).pages[1].Resources.XObject.HousePage.read_bytes().decode()


def test_words_that_are_drawn_as_one_piece_are_words(bound):
    whole = bound(First=plain("One"), Second=untagged(b"q /Form Do Q"))

    assert heard(whole) == drawn(whole) == "OneOftheform"


def test_a_scan_says_which_page_it_is(bound):
    whole = bound(First=plain("One"), Lease=untagged(TEXT, b"q 595 0 0 842 0 0 cm /Picture Do Q", b""))
    tags = under(parts(whole)[1])

    assert [str(tag.S) for tag in tags] == ["/P", "/Figure"]
    assert str(tags[1].Alt) == "Page 2 of Lease: a picture without text"
    assert "A picture has no words in its place." not in problems_of(whole)


def test_a_link_on_a_page_without_tags_can_be_reached(bound):
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=Dictionary(
            S=Name.URI,
            URI=String("https://www.example.org/"),
            Next=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")),
        ),
    )
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, Rect=Array([0, 0, 9, 9]), FT=Name.Tx, TU=String("Your name")
    )
    paper = untagged(TEXT, Annots=Array([link, field, 7]), StructParents=3)
    whole = bound(First=plain("One"), Second=paper)
    (link, field), tags = opened(whole).pages[1].Annots, under(parts(whole)[1])

    assert [str(tag.S) for tag in tags] == ["/P", "/Link", "/Form"]
    assert str(link.Contents) == str(link.A.URI) == "https://www.example.org/"
    assert "/Next" not in link.A
    assert not [problem for problem in problems_of(whole) if "link" in problem or "keyboard" in problem]


# --- Tags that do not hold together ---


def _top(pdf):
    top = pdf.Root.StructTreeRoot.K
    return top[0] if isinstance(top, Array) else top


def _inside_itself(pdf):
    _top(pdf).K.append(_top(pdf))


def _twice(pdf):
    _top(pdf).K.append(_top(pdf).K[0])


def _of_no_page(pdf):
    for tag in under(_top(pdf)):
        if "/Pg" in tag:
            tag.Pg = pdf.make_indirect(Dictionary(Type=Name.Page))


def _too_deep(pdf):
    inner = Dictionary(S=Name.P)
    for _ in range(300):
        inner = pdf.make_indirect(Dictionary(S=Name.Div, K=inner))
    _top(pdf).K.append(inner)


def _one_piece_in_two_tags(pdf):
    _top(pdf).K.append(Dictionary(S=Name.P, Pg=pdf.pages[0].obj, K=0))


def _nonsense(pdf):
    _top(pdf).K.append(String("nonsense"))


def _no_tree(pdf):
    pdf.Root.StructTreeRoot = 7


def _empty(pdf):
    pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot)


def _roles_are_none(pdf):
    pdf.Root.StructTreeRoot.RoleMap = Array([1, 2])
    _top(pdf).K[0].S = Name.Unknown


def _marks_do_not_end(pdf):
    pdf.pages[0].contents_add(b"/P <</MCID 900>> BDC", prepend=True)


def _a_number_too_high(pdf):
    pdf.pages[0].contents_add(b"/P <</MCID 2000000000>> BDC EMC")


BREACHES = [
    _inside_itself,
    _twice,
    _of_no_page,
    _too_deep,
    _one_piece_in_two_tags,
    _nonsense,
    _no_tree,
    _marks_do_not_end,
    _a_number_too_high,
]


@pytest.mark.parametrize("breach", [*BREACHES, _empty, _roles_are_none])
def test_tags_that_do_not_hold_together_never_break_what_is_bound(minutes, bound, breach):
    whole = bound(First=plain("One"), Second=changed(minutes, breach), Third=plain("Three"))

    assert NOT_SAID in problems_of(whole)
    assert heard(whole) == drawn(whole)
    assert "Exemptunderparagraph3." in heard(whole)
    if breach in BREACHES:
        assert [str(tag.S) for tag in parts(whole)[1].K if Name.Link != tag.S] == ["/P", "/P"]
        assert [words for _, words in TakenApart(whole).headings] == ["One", "Three"]


def test_a_mark_that_does_not_close_a_state_of_drawing_does_not_move_the_number(bound):
    """A tagged page that ends within a state of its own: the number stands where it stands on every page."""
    crooked = changed(plain("Two"), lambda pdf: pdf.pages[0].contents_add(b"q 9 0 0 9 0 0 cm"))
    page = opened(bound(First=crooked)).pages[0]
    names = [str(operator) for _, operator in pikepdf.parse_content_stream(page, "q Q BDC BMC")]
    before = names[: len(names) - 1 - names[::-1].index("BDC")]

    assert before.count("q") == before.count("Q")
