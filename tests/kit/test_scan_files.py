"""What a file holds decides whether it is handed out: the hostile ones are refused, each by why."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kit.checking.__main__ import REFUSED, TOO_MUCH
from kit.checking.checks import check
from kit.checking.verdicts import Refused
from kit.scanning import HOUSE, VIRUS, CouldNotLook, scan
from tests import files

GOOD = {
    "pdf": files.pdf(),
    "pptx": files.ooxml("pptx"),
    "docx": files.ooxml("docx"),
    "xlsx": files.ooxml("xlsx"),
    "odp": files.open_document("odp"),
    "odt": files.open_document("odt"),
    "ods": files.open_document("ods"),
    "png": files.picture("png"),
    "jpeg": files.picture("jpeg"),
    "txt": "Tòiseachadh: benches.\r\n".encode(),
    "csv": "Day,Walkers\n2026-11-05,-3\n".encode("cp1252"),
}
SCRIPT = b"<script>alert(1)</script>"
MACRO = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
CHART = "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"
HOSTILE = {
    "a page of the web named as PDF": ("pdf", b"<html>" + SCRIPT, "not a PDF"),
    "a PDF with a script": ("pdf", files.pdf(files.with_script), "script"),
    "a PDF with a script at a page's end": (
        "pdf",
        files.pdf(files.with_hidden_script),
        "script",
    ),
    "a PDF with a form of scripts": ("pdf", files.pdf(files.with_form_of_scripts), "script"),
    "a PDF that starts a program": ("pdf", files.pdf(files.with_program), "start a program"),
    "a PDF with a file inside": ("pdf", files.pdf(files.with_file_inside), "other files"),
    "a PDF with a password": ("pdf", files.locked(files.pdf()), "password"),
    "a PDF that is an archive too": ("pdf", files.pdf() + files.ooxml(), "more than one"),
    "a PDF that is cut": ("pdf", files.pdf()[:300], "not a whole PDF"),
    "a PDF of rubbish": ("pdf", b"%PDF-1.7\n" + bytes(range(256)) * 9 + b"%%EOF", "PDF"),
    "a zip bomb of 4 GB": ("pptx", files.bomb(4_300_000_000), "too large"),
    "a bomb that says it is small": ("pptx", files.understated(), "unpacked"),
    "a nested archive": (
        "pptx",
        files.ooxml(more={"ppt/media/a.zip": files.ooxml()}),
        "another file",
    ),
    "an archive in the figures of a chart": (
        "pptx",
        files.ooxml(more={CHART: files.ooxml("xlsx", more={"xl/a.xlsx": GOOD["xlsx"]})}),
        "another file",
    ),
    "macros in the figures of a chart": (
        "pptx",
        files.ooxml(more={CHART: files.ooxml("xlsx", more={"xl/vbaProject.bin": b"x"})}),
        "macros",
    ),
    "a link out of the archive": ("pptx", files.linked(), "unpacked"),
    "a way out of the archive": (
        "pptx",
        files.ooxml(more={"../../etc/cron.d/a": b"x"}),
        "unpacked",
    ),
    "macros": ("docx", files.ooxml("docx", more={"word/vbaProject.bin": b"x"}), "macros"),
    "macros under another name": ("docx", files.ooxml("docx", kinds=MACRO), "macros"),
    "a program": ("docx", files.ooxml("docx", more={"word/a.bin": b"MZ\x90"}), "program"),
    "an object": (
        "xlsx",
        files.ooxml("xlsx", more={"xl/embeddings/a.bin": b"\xd0\xcf\x11\xe0"}),
        "program",
    ),
    "a template from elsewhere": (
        "docx",
        files.ooxml(
            "docx",
            more={"word/_rels/a.rels": files.relation("attachedTemplate", "https://x.example")},
        ),
        "fetch",
    ),
    "entities": (
        "docx",
        files.ooxml(
            "docx",
            more={"a.rels": b'<!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'},
        ),
        "office programs",
    ),
    "Word named as PowerPoint": ("pptx", GOOD["docx"], "not a PowerPoint"),
    "an archive of anything": ("docx", files.packed({"a.txt": b"x"}), "not a Word"),
    "two archives in one": ("docx", files.packed({"a": SCRIPT}) + GOOD["docx"], "unpacked"),
    "an archive with something behind": ("docx", GOOD["docx"] + SCRIPT, "unpacked"),
    "OpenDocument with macros": (
        "odt",
        files.open_document("odt", more={"Basic/Standard/a.xml": b"x"}),
        "macros",
    ),
    "OpenDocument with a script's address": (
        "odp",
        files.open_document(more={"styles.xml": b'<a xmlns:s="x"><s:event-listener/></a>'}),
        "macros",
    ),
    "OpenDocument with a password": (
        "odt",
        files.open_document("odt", manifest=b"<m><encryption-data/></m>"),
        "password",
    ),
    "text named as slides": ("odp", files.open_document("odt"), "not an OpenDocument slides"),
    "a flood of pixels": ("png", files.flood(50_000, 50_000), "too many pixels"),
    "a long flood": ("png", files.flood(30_000, 10), "too many pixels"),
    "a picture with a script": ("jpeg", GOOD["jpeg"] + SCRIPT, "more than a picture"),
    "a picture with an archive": ("png", GOOD["png"] + GOOD["docx"], "more than a picture"),
    "half a picture": ("png", GOOD["png"][:30], "picture"),
    "a drawing with a script": ("png", b"<svg>" + SCRIPT + b"</svg>", "not a PNG"),
    "a page named as text": ("txt", b"Hello\n <SCRIPT >alert(1)", "web page"),
    "a page in wide letters": ("txt", "<script>".encode("utf-16"), "web page"),
    "bytes named as text": ("txt", b"Hello" + b" " * 5000 + b"\x00\x01", "plain text"),
    "a cell that starts a program": ("csv", b"Day\n=cmd|'/c calc'!A1\n", "start a program"),
}


def written(folder: Path, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("sort", GOOD)
def test_what_people_bring_is_clean(tmp_path: Path, sort: str) -> None:
    check(sort, written(tmp_path, GOOD[sort]))


def test_slides_with_a_chart_and_links_to_pages_are_clean(tmp_path: Path) -> None:
    more = {
        CHART: GOOD["xlsx"],
        "ppt/slides/_rels/slide1.xml.rels": files.relation("hyperlink", "https://example.org/"),
    }

    check("pptx", written(tmp_path, files.ooxml(more=more)))


@pytest.mark.parametrize("name", HOSTILE)
def test_what_nobody_should_bring_is_refused_with_the_reason(tmp_path: Path, name: str) -> None:
    sort, content, words = HOSTILE[name]

    with pytest.raises(Refused, match=words):
        check(sort, written(tmp_path, content))


def test_a_process_of_its_own_tells_the_verdict(tmp_path: Path) -> None:
    script = files.pdf(files.with_script)

    assert scan(written(tmp_path, GOOD["pdf"]), "pdf") == ""
    assert scan(written(tmp_path, script), "pdf").startswith("It holds a script.")


def test_a_file_that_takes_too_much_is_refused_and_not_tried_for_ever(tmp_path: Path) -> None:
    path = written(tmp_path, b"Benches. " * 2_000_000)
    program = (
        "import resource, sys; import kit.checking.checks; import kit.checking.__main__ as here;"
        "used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize();"
        "here.BOUNDS[resource.RLIMIT_AS] = used + 12_000_000;"
        "sys.exit(here.main('txt', sys.argv[1]))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout.strip()) == (REFUSED, TOO_MUCH)


def scanner(folder: Path, body: str) -> list[str]:
    """A scanner for viruses that knows one: a program of its own."""
    path = folder / "scanner.py"
    path.write_text(f"import os, sys\nfrom pathlib import Path\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return [sys.executable, str(path)]


KNOWS_EICAR = "sys.exit('EICAR-STANDARD' in Path(sys.argv[-1]).read_text())"


def test_the_scanner_for_viruses_has_the_last_word(tmp_path: Path) -> None:
    command = scanner(tmp_path, KNOWS_EICAR)

    assert scan(written(tmp_path, files.EICAR), "txt") == ""  # harmless text to whoever knows none
    assert scan(written(tmp_path, files.EICAR), "txt", command=command) == VIRUS
    assert scan(written(tmp_path, GOOD["txt"]), "txt", command=command) == ""


@pytest.mark.parametrize("body", ["sys.exit(2)", "os.kill(os.getpid(), 9)"])
def test_a_scanner_that_cannot_look_says_nothing_of_the_file(tmp_path: Path, body: str) -> None:
    with pytest.raises(CouldNotLook):
        scan(written(tmp_path, GOOD["txt"]), "txt", command=scanner(tmp_path, body))


def test_a_scanner_or_a_file_that_is_not_there_says_nothing_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(CouldNotLook):
        scan(written(tmp_path, GOOD["txt"]), "txt", command=[str(tmp_path / "none")])
    with pytest.raises(CouldNotLook):
        scan(tmp_path / "gone", "txt")


def test_a_scanner_is_told_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hush")
    command = scanner(tmp_path, "sys.exit('hush' in str(os.environ))")

    assert scan(written(tmp_path, GOOD["txt"]), "txt", command=command) == ""
