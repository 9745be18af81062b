"""`sohoa watch`: what is dropped arrives under its own dossier, and leaves the folder when safe."""

from __future__ import annotations

import hashlib
import io
import threading
from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner, Result

from cli.branch.routing import Homeless, Router
from cli.main import app
from dossier.branch.papers import draw_separators
from dossier.branch.separator import SeparatorSheet
from tests.cli.branch.conftest import CODE, Server, fill_spool, page_image

OTHER = "H26-261122-0043"


def run_watch(server: Server, folder: Path, *options: str) -> Result:
    arguments = ["watch", str(folder), "--server", server.url, "--key", server.key]
    return CliRunner().invoke(app, [*arguments, "--settle", "0", "--once", *options])


def put_sheet(path: Path, dossier: str, pages: int = 0, followed_by: int = 0) -> bytes:
    """A scanned separator sheet; `followed_by` blank pages in the same file."""
    sheet = SeparatorSheet(dossier=dossier, pages=pages, component="Tờ khai")
    document = pypdfium2.PdfDocument(draw_separators([sheet]))
    for _ in range(followed_by):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    path.write_bytes(out.getvalue())
    return out.getvalue()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_subfolders_are_dossiers_and_are_emptied_when_safe(server: Server, tmp_path: Path) -> None:
    server.register(OTHER)
    folder = tmp_path / "scans"
    first = [sha256(path.read_bytes()) for path in fill_spool(folder / CODE, 2)]
    (folder / OTHER).mkdir()
    (folder / OTHER / "a.png").write_bytes(page_image(7))
    (folder / OTHER / "hỏng.png").write_bytes(page_image(8)[:60])
    assert run_watch(server, folder).exit_code == 0
    assert server.hashes() == first
    assert server.hashes(OTHER) == [sha256(page_image(7))]
    assert list((folder / CODE).iterdir()) == list((folder / OTHER).iterdir()) == []
    aside = folder / ".sohoa" / "put-aside" / OTHER
    assert sorted(path.name for path in aside.iterdir()) == ["hỏng.png", "hỏng.png.txt"]
    assert "cắt cụt" in (aside / "hỏng.png.txt").read_text()


def test_one_file_that_cannot_be_moved_stops_no_other(server: Server, tmp_path: Path) -> None:
    """As when a virus scanner holds a file on Windows: refused now, perhaps not the next time."""
    folder = tmp_path / "scans"
    fill_spool(folder / CODE, 1)
    (folder / "a.png").write_bytes(page_image(9))
    # Nobody knows whose page this is, and where it should be put aside stands a file.
    (folder / ".sohoa").mkdir()
    (folder / ".sohoa" / "put-aside").write_text("in the way")
    done = run_watch(server, folder, "--wait-held", "0.8")
    assert (folder / "a.png").exists(), "kept where it was"
    assert (done.exit_code, f"left: {folder / 'a.png'}" in done.output) == (3, True)
    assert len(server.hashes()) == 1, "the dossier beside it went through"


def test_a_file_is_waited_for_until_its_holder_lets_go(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    (folder / "a.png").write_bytes(page_image(9))
    in_the_way = folder / ".sohoa" / "put-aside"
    in_the_way.parent.mkdir()
    in_the_way.write_text("as long as somebody holds the file")
    # Longer than three looks: what is refused twice is not refused for ever.
    letting_go = threading.Timer(2.0, in_the_way.unlink)
    letting_go.start()
    done = run_watch(server, folder)
    letting_go.join()
    assert done.exit_code == 0, done.output
    aside = folder / ".sohoa" / "put-aside"
    assert sorted(path.name for path in aside.iterdir()) == ["a.png", "a.png.txt"]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("within", [CODE, ""], ids=["of a dossier", "of the pile"])
def test_a_file_that_nobody_lets_go_does_not_hold_up_the_end(
    server: Server, tmp_path: Path, within: str
) -> None:
    """A scanner that crashed with a file open, in the dossier's own folder as in the pile."""
    folder = tmp_path / "scans"
    fill_spool(folder / CODE, 1)
    held = folder / within / "z.png"
    held.write_bytes(page_image(9))
    with held.open("r+b"):
        done = run_watch(server, folder, "--wait-held", "0.8", "--seal-after", "1")
    assert (done.exit_code, f"left: {held}" in done.output) == (3, True), done.output
    assert held.exists()
    assert len(server.hashes()) == 1, "the page beside it went through"
    with server.client() as client:
        sealed = client.show_dossier(CODE).sealed_at is not None
    assert sealed is (within == ""), "never without a page that may be the dossier's"


@pytest.mark.timeout(60)
def test_a_dossier_that_is_refused_does_not_hold_up_the_end(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "scans"
    (left,) = fill_spool(folder / OTHER, 1)
    done = run_watch(server, folder, "--wait-held", "0.8")
    assert (done.exit_code, f"left: {left}" in done.output) == (3, True), done.output


@pytest.mark.long
def test_a_quiet_dossier_is_sealed_with_what_it_has(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "scans"
    fill_spool(folder, 2)
    run_watch(server, folder, "--dossier", CODE)
    # Started again, it knows what it had sent before.
    arguments = ["watch", str(folder), "--server", server.url, "--key", server.key]
    CliRunner().invoke(app, [*arguments, "--settle", "0", "--seal-after", "1", "--once"])
    with server.client() as client:
        seen = client.show_dossier(CODE)
    assert (seen.sealed_at is not None, seen.declared_pages) == (True, 2)
    receipt = (folder / ".sohoa" / "receipts" / f"{CODE}.txt").read_text()
    assert "Số trang / pages: 2" in receipt


class Desk:
    """A watched folder and its router, which can be killed between any two of its steps."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.router = Router(root, root / ".sohoa", only=None)

    def restart(self) -> None:
        self.router = Router(self.root, self.root / ".sohoa", only=None)

    def put(self, name: str) -> Path:
        path = self.root / name
        path.write_bytes(page_image(sum(name.encode())))
        return path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_sheet_speaks_up_to_the_next_and_no_further(desk: Desk) -> None:
    with pytest.raises(Homeless):
        desk.router.move(desk.put("0.png"))
    put_sheet(desk.root / "1.pdf", CODE)
    moved = [desk.router.move(desk.root / "1.pdf"), desk.router.move(desk.put("2.png"))]
    desk.restart()
    moved.append(desk.router.move(desk.put("3.png")))
    put_sheet(desk.root / "4.pdf", OTHER)
    moved += [desk.router.move(desk.root / "4.pdf"), desk.router.move(desk.put("5.png"))]
    assert [path.parent.name for path in moved] == [CODE, CODE, CODE, OTHER, OTHER]


@pytest.mark.long
def test_a_sheet_speaks_for_as_many_pages_as_it_says(desk: Desk) -> None:
    put_sheet(desk.root / "1.pdf", CODE, pages=2)
    for name in ("1.pdf", "2.png", "3.png"):
        path = desk.root / name if name == "1.pdf" else desk.put(name)
        assert desk.router.move(path).parent.name == CODE
        desk.restart()
    with pytest.raises(Homeless):
        desk.router.move(desk.put("4.png"))


@pytest.mark.long
def test_a_sheet_inside_a_file_speaks_for_that_file_alone(desk: Desk) -> None:
    put_sheet(desk.root / "1.pdf", CODE)
    desk.router.move(desk.root / "1.pdf")
    put_sheet(desk.root / "2.pdf", OTHER, followed_by=2)
    assert desk.router.move(desk.root / "2.pdf").parent.name == OTHER
    with pytest.raises(Homeless):
        desk.router.move(desk.put("3.png"))


def test_killed_before_a_move_no_page_is_counted_twice(desk: Desk) -> None:
    put_sheet(desk.root / "1.pdf", CODE, pages=2)
    desk.router.move(desk.root / "1.pdf")
    content = desk.put("2.png").read_bytes()
    moved = desk.router.move(desk.root / "2.png")
    # As if the process had been killed after its note and before the move.
    moved.rename(desk.root / "2.png")
    desk.restart()
    assert desk.router.move(desk.root / "2.png").read_bytes() == content
    assert desk.router.move(desk.put("3.png")).parent.name == CODE
    with pytest.raises(Homeless):
        desk.router.move(desk.put("4.png"))


@pytest.mark.long
def test_names_that_clash_do_not_overwrite(desk: Desk) -> None:
    (desk.root / CODE).mkdir()
    (desk.root / CODE / "A.PNG").write_bytes(b"kept")
    put_sheet(desk.root / "1.pdf", CODE)
    desk.router.move(desk.root / "1.pdf")
    moved = desk.router.move(desk.put("a.png"))
    assert moved.name == "a (2).png"
    assert (desk.root / CODE / "A.PNG").read_bytes() == b"kept"
