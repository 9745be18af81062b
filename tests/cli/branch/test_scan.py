"""`sohoa scan` against a real server: everything once, in order, and the spool cleared last."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.branch.journal import Busy, Journal
from cli.main import app
from cli.scan import ScanExit
from dossier.branch.seal import SealedFile, batch_seal, grouped
from dossier.errors import RequestRefused
from tests.cli.branch.conftest import CODE, Server, fill_spool, page_image


def run_scan(server: Server, *arguments: str | Path, code: str = CODE) -> Result:
    options = ("--server", server.url, "--key", server.key, "--dossier", code, "--settle", "0")
    return CliRunner().invoke(app, ["scan", *map(str, arguments), *options])


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_batch_is_sent_sealed_and_cleared(server: Server, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    wanted = [sha256(path) for path in fill_spool(spool, 10, side=48)]
    done = run_scan(server, spool, "--remove")
    assert (done.exit_code, done.stderr.count("10 trên 10 trang đã an toàn")) == (0, 1), done.stderr
    # "trang 10" comes after "trang 9".
    assert server.hashes() == wanted
    assert list(spool.iterdir()) == [spool / ".sohoa"]
    files = tuple(SealedFile(name="", sha256=sha, size=0, pages=1) for sha in wanted)
    assert grouped(batch_seal(CODE, files)) in done.stdout
    receipts = spool / ".sohoa" / "receipts"
    assert (receipts / f"{CODE}.txt").read_text() == done.stdout
    assert (receipts / f"{CODE}.pdf").read_bytes().startswith(b"%PDF-")
    again = run_scan(server, spool, "--remove")
    assert (again.exit_code, again.stdout) == (0, done.stdout)


def test_bad_files_stop_no_other_and_nothing_is_sealed(server: Server, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    good = fill_spool(spool, 3)
    (spool / "trống.pdf").touch()
    (spool / "cụt.png").write_bytes(page_image(9)[:50])
    (spool / "ghi chú.txt").write_text("gọi lại chị Lan")
    (spool / "trang 1 (2).png").write_bytes(good[0].read_bytes())
    done = run_scan(server, spool, "--remove")
    assert (done.exit_code, done.stdout) == (3, "")
    for name, told in (("trống.pdf", "Tệp rỗng"), ("cụt.png", "hỏng"), ("trang 1 (2)", "Trùng")):
        assert any(name in line and told in line for line in done.stderr.splitlines()), name
    assert len(server.hashes()) == 3
    left = sorted(path.name for path in spool.iterdir())
    assert left == [".sohoa", "cụt.png", "ghi chú.txt", "trống.pdf"]
    # A person has looked, and says how many pages there are.
    sealed = run_scan(server, spool, "--pages", "3")
    assert sealed.exit_code == 3
    assert "trống.pdf: Tệp rỗng" in sealed.stdout


@pytest.mark.long
def test_what_the_server_has_is_not_sent_again(server: Server, tmp_path: Path) -> None:
    first, second = fill_spool(tmp_path / "a", 2), fill_spool(tmp_path / "b", 4)
    assert run_scan(server, tmp_path / "a", "--no-seal").exit_code == 0
    done = run_scan(server, tmp_path / "b")
    assert done.exit_code == 0
    assert server.hashes() == [sha256(path) for path in second]
    assert all(path.exists() for path in first + second)


def test_a_dry_run_leaves_no_trace(server: Server, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    paths = fill_spool(spool, 3)
    (spool / "hỏng.pdf").write_bytes(b"%PDF-1.7 and no more")
    done = run_scan(server, spool, "--dry-run")
    assert done.exit_code == 3
    assert [line.split()[1] for line in done.stderr.splitlines()[:3]] == [
        sha256(path)[:12] for path in paths
    ]
    assert "3 tệp, 3 trang" in done.stderr
    assert not (spool / ".sohoa").exists()
    assert server.hashes() == []


@pytest.mark.long
def test_another_count_than_the_servers_is_not_sealed(server: Server, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    fill_spool(spool, 2)
    failed = run_scan(server, spool, "--pages", "3", "--remove")
    assert isinstance(failed.exception, RequestRefused)
    assert "3" in failed.exception.detail
    assert len(list(spool.glob("*.png"))) == 2, "not cleared before it is sealed"


@pytest.mark.long
def test_a_sealed_dossier_takes_nothing_more(server: Server, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    fill_spool(spool, 1)
    assert run_scan(server, spool).exit_code == 0
    (spool / "trang 2.png").write_bytes(page_image(2))
    refused = run_scan(server, spool, "--remove")
    assert isinstance(refused.exception, RequestRefused)
    assert "trang 2.png" in refused.exception.detail
    assert (spool / "trang 2.png").exists()


@pytest.mark.parametrize("key", ["sk_wrong", "", "@/none"])
def test_who_has_no_key_is_told(server: Server, tmp_path: Path, key: str) -> None:
    fill_spool(tmp_path / "spool", 1)
    arguments = ["scan", str(tmp_path / "spool"), "--dossier", CODE, "--server", server.url]
    done = CliRunner().invoke(app, [*arguments, "--key", key, "--settle", "0"])
    assert isinstance(done.exception, RequestRefused)


def test_a_dead_line_has_an_exit_code_of_its_own(server: Server, tmp_path: Path) -> None:
    fill_spool(tmp_path / "spool", 1)
    options = ["--key", "sk_x", "--server", "http://127.0.0.1:9", "--patience", "0"]
    arguments = ["scan", str(tmp_path / "spool"), "--dossier", CODE, *options, "--settle", "0"]
    assert CliRunner().invoke(app, arguments).exit_code == 4


@pytest.mark.long
def test_backs_stand_behind_their_fronts(server: Server, tmp_path: Path) -> None:
    fronts, backs = fill_spool(tmp_path / "f", 3), fill_spool(tmp_path / "b", 3)
    for number, path in enumerate(backs, start=101):
        path.write_bytes(page_image(number))
    done = run_scan(server, tmp_path / "f", "--backs", tmp_path / "b")
    assert done.exit_code == 0
    sheets = zip(fronts, reversed(backs), strict=True)
    assert server.hashes() == [sha256(side) for sheet in sheets for side in sheet]


@pytest.mark.long
def test_a_second_process_is_told_of_the_first(server: Server, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    fill_spool(spool, 1)
    with Journal(spool / ".sohoa" / "journal.sqlite"):
        assert isinstance(run_scan(server, spool).exception, Busy)
    assert run_scan(server, spool).exit_code == 0


def test_the_help_tells_every_exit_code() -> None:
    told = CliRunner().invoke(app, ["scan", "--help"]).stdout
    assert all(f"\n    {code.value} " in told for code in ScanExit)
    assert "SOHOA_KEY" in told
