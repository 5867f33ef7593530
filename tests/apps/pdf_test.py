#!/usr/bin/env python3
"""PDF files: written byte by byte, and printed by a browser.

usage: pdf_test.py ISNAD
"""
import html
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
import zlib

ISNAD = sys.argv[1]
TITLE = "جولة ثانية من المحادثات في مسقط"
PARAGRAPHS = [
    "قال وزير الخارجية العماني بدر البوسعيدي إن الوفدين عقدا جولة ثانية من المحادثات في مسقط يوم 24 نوفمبر 2013، وإن الأجواء كانت «بناءة». "
    "وأضاف أن الجانبين (الأميركي والإيراني) اتفقا على اللقاء مجددًا، وسجّل أن نسبة الاتفاق بلغت 60.5% وفق ما نقلته وكالة Reuters للأنباء.",
    "وأكّد أن لا خلاف على الأقوال، وقال: \"لا نريد حربا\" والحمد لله. وعقد الاجتماع الأول في المجلس الأعلى للمملكة المتحدة.",
    "السعر ١٢٫٥ دولار في ٢٤ نوفمبر ٢٠١٣ والموقع https://example.org/a-b?x=1 كما أعلنته الوزارة في بيانها الأخير عن مسار المفاوضات وموعدها.",
]


class Pdf:
    """A file of one font that needs no font: pdftotext looks only at widths and at the letters that glyphs stand for."""

    def __init__(self, compress=False):
        self.glyphs, self.pages, self.compress = {}, [[]], compress

    def line(self, top, reading, right=550.0, size=12):
        """Glyphs in the order of reading, set from right to left; a glyph is the string it stands for, or that and its width."""
        run = [g if isinstance(g, tuple) else (g, 0.25 if g == " " else 0.5) for g in reading]
        codes = "".join("%04X" % self.glyphs.setdefault(g, len(self.glyphs) + 1) for g in reversed(run))
        left = right - size * sum(width for _, width in run)
        self.pages[-1].append(f"BT /F1 {size} Tf 1 0 0 1 {left:.3f} {800 - top} Tm <{codes}> Tj ET")

    def stream(self, text):
        body, more = text.encode(), ""
        if self.compress:
            body, more = zlib.compress(body), " /Filter /FlateDecode"
        return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(body), more.encode(), body)

    def bytes(self, trailer=""):
        chars = "\n".join("<%04X> <%s>" % (n, g[0].encode("utf-16-be").hex()) for g, n in self.glyphs.items())
        widths = " ".join("%d [%d]" % (n, g[1] * 1000) for g, n in self.glyphs.items())
        cmap = ("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
                f"{len(self.glyphs)} beginbfchar\n{chars}\nendbfchar\nendcmap\nend\nend\n")
        objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"",
                   b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
                   b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
                   b"/FontDescriptor 5 0 R /W [" + widths.encode() + b"] >>",
                   b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 "
                   b"/CapHeight 700 /StemV 80 >>",
                   self.stream(cmap)]
        kids = []
        for page in self.pages:
            kids.append(f"{len(objects) + 1} 0 R")
            objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
                           % (len(objects) + 2))
            objects.append(self.stream("\n".join(page)))
        objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
        out, offsets = b"%PDF-1.4\n", []
        for number, body in enumerate(objects, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        at = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % o for o in offsets)
        return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{at}\n%%EOF\n".encode()


SENTENCE = ["قال وزير الخارجية إن الوفدين عقدا جولة", "ثانية من المحادثات في مسقط."]


class PdfTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def read(self, name, content=None, **environment):
        if content is not None:
            (self.folder / name).write_bytes(content)
        run = subprocess.run([ISNAD, "read", "--format", "jsonl", name], cwd=self.folder, capture_output=True, text=True, timeout=120,
                             env=os.environ | environment)
        return run.returncode, [json.loads(line) for line in run.stdout.splitlines()], run.stderr.splitlines()

    def text(self, pdf):
        status, records, errors = self.read("a.pdf", pdf.bytes())
        self.assertEqual((status, len(records), errors), (0, 1, []))
        return records[0]["text"]

    def test_lines(self):
        pdf = Pdf()
        for i, line in enumerate(SENTENCE):
            pdf.line(50 + 16 * i, line)
        self.assertEqual(self.text(pdf), " ".join(SENTENCE))

    def test_glyphs_of_several_letters(self):
        for compress in (False, True):
            pdf = Pdf(compress)
            pdf.line(50, [*"عقد الوفدان ا", "لا", *"جتماع ا", "لأ", *"ول ب", "لا", *" خ", "لا", *"ف وقا", *"لا: ا", ("لله", 0.8), *" أكبر."])
            self.assertEqual(self.text(pdf), "عقد الوفدان الاجتماع الأول بلا خلاف وقالا: الله أكبر.")

    def test_presentation_forms(self):
        pdf = Pdf()
        pdf.line(50, ["\ufed7", "\ufe8e", "\ufedd", " ", "\ufeed", "\ufeaf", "\ufef3", "\ufeae", " ", "\ufea7", "\ufefc", "\ufed1", " ", *"بلاده إن الوفد وصل."])
        self.assertEqual(self.text(pdf), "قال وزير خلاف بلاده إن الوفد وصل.")

    def test_room_inside_words(self):
        pdf = Pdf()
        pdf.line(50, [*"وأشار إلى ا", "لأ", *"ق", ("وا", 1.15), *"ل في بيان ثم غادر مسقط."])
        self.assertEqual(self.text(pdf), "وأشار إلى الأقوال في بيان ثم غادر مسقط.")

    def test_title_and_pages(self):
        pdf = Pdf()
        for page in (1, 2, 3):
            if page > 1:
                pdf.pages.append([])
            pdf.line(30, f"صحيفة المثال العدد {page}")
            if page == 1:
                pdf.line(60, TITLE, size=24)
            pdf.line(120, "قال الوزير في مؤتمر صحفي عقده بعد الجولة رقم " + "واحد اثنين ثلاثة".split()[page - 1])
            pdf.line(136, "إن الأجواء كانت بناءة وإن اللقاء " + "الأول الثاني الثالث".split()[page - 1] + " سيعقد مجددا.")
            pdf.line(750, str(page))
        status, records, errors = self.read("a.pdf", pdf.bytes())
        self.assertEqual((status, errors, records[0]["title"]), (0, [], TITLE))
        self.assertEqual(records[0]["text"].splitlines()[0], TITLE)
        self.assertNotIn("العدد", records[0]["text"])
        self.assertEqual(records[0]["text"].count("مجددا."), 3)

    def test_an_attached_pdf_has_its_own_path(self):
        pdf = Pdf()
        pdf.line(50, SENTENCE[0])
        with zipfile.ZipFile(self.folder / "a.zip", "w") as archive:
            archive.writestr("news/b.pdf", pdf.bytes())
        self.assertEqual(self.read("a.zip")[1][0]["source"]["path"], "a.zip/news/b.pdf")

    def test_without_text(self):
        self.assertEqual(self.read("a.pdf", Pdf().bytes()), (1, [], ["isnad: a.pdf: PDF: no text in it (scanned pages are not read)"]))

    def test_broken(self):
        for name, content in {"a.pdf": b"%PDF-1.4\n" + bytes(1000), "b.pdf": b"%PDF-1.7\n1 0 obj\n<< /Length 99999999999 >>\nstream\n"}.items():
            status, records, errors = self.read(name, content)
            self.assertEqual((status, records, len(errors)), (1, [], 1))
            self.assertTrue(errors[0].startswith(f"isnad: {name}: PDF: "), errors)

    def test_encrypted(self):
        security = ("/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <" + "41" * 32 + "> /U <" + "42" * 32 + "> >> "
                    "/ID [<" + "43" * 16 + "> <" + "43" * 16 + ">]")
        pdf = Pdf()
        pdf.line(50, SENTENCE[0])
        self.assertEqual(self.read("a.pdf", pdf.bytes(security)), (1, [], ["isnad: a.pdf: PDF: encrypted with a password"]))

    def test_without_pdftotext(self):
        pdf = Pdf()
        pdf.line(50, SENTENCE[0])
        self.assertEqual(self.read("a.pdf", pdf.bytes(), PATH="/nowhere"),
                         (1, [], ["isnad: a.pdf: PDF: pdftotext is not installed (Debian's package poppler-utils)"]))

    def test_one_that_never_ends(self):
        # Pages that lead to each other, a form that draws itself: pdftotext must come back, whatever it says.
        for content in (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>\nendobj\n"
                        b"trailer << /Root 1 0 R >>\n",
                        b"%PDF-1.4\ntrailer << /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF"):
            status, records, errors = self.read("a.pdf", content)
            self.assertEqual((status, records, len(errors)), (1, [], 1))

    def test_printed_by_a_browser(self):
        browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        self.assertIsNotNone(browser, "chromium is not installed (scripts/setup --test)")
        paragraphs = "".join(f"<p>{html.escape(p)}</p>" for p in PARAGRAPHS)
        styles = {"plain": "", "columns": "body{column-count:2;text-align:justify}h1{column-span:all}", "indented": "p{margin:0;text-indent:2em}"}
        for name, style in styles.items():
            page = self.folder / f"{name}.html"
            page.write_text(f"<!DOCTYPE html><html lang=ar dir=rtl><meta charset=utf-8><title>{TITLE}</title>"
                            f"<style>body{{font:13pt Amiri}}{style}</style><h1>{TITLE}</h1>{paragraphs}", encoding="utf-8")
            printed = subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                                      f"--user-data-dir={self.folder / 'profile'}", f"--print-to-pdf={self.folder / (name + '.pdf')}", page.as_uri()],
                                     capture_output=True, text=True, timeout=100)
            self.assertTrue((self.folder / f"{name}.pdf").exists(), printed.stderr)
            status, records, errors = self.read(f"{name}.pdf")
            with self.subTest(style=name):
                self.assertEqual((status, errors, records[0]["title"]), (0, [], TITLE))
                self.assertEqual(records[0]["text"], "\n".join([TITLE, *PARAGRAPHS]))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
