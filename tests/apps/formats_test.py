#!/usr/bin/env python3
"""What isnad read takes besides text and article JSON, in files as other programs make them.

usage: formats_test.py ISNAD
"""
import email.headerregistry
import email.message
import email.policy
import gzip
import io
import json
import mailbox
import pathlib
import subprocess
import sys
import tempfile
import unittest
import zipfile
import zlib

ISNAD = sys.argv[1]
TEXT = "قال وزير الخارجية العماني بدر البوسعيدي إن الوفدين عقدا جولة ثانية من المحادثات في مسقط أمس، وإن الأجواء كانت بناءة."
MORE = "وأضاف الوزير أن الجانبين اتفقا على اللقاء مجددا الأسبوع المقبل، وأن بلاده تواصل جهودها لتقريب وجهات النظر."
PAGE = f"<!DOCTYPE html><html><head><title>جولة ثانية</title></head><body><article><h1>جولة ثانية</h1><p>{TEXT}</p><p>{MORE}</p></article></body></html>".encode()
ARTICLE = json.dumps({"id": "1", "text": TEXT}, ensure_ascii=False).encode()


def record(kind, uri, content_type, block):
    head = (f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
            f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n")
    return head.encode() + block + b"\r\n\r\n"


def answer(body, *fields):
    return b"\r\n".join([b"HTTP/1.1 200 OK", b"Content-Type: text/html; charset=utf-8", *fields, b"", b""]) + body


def zstd_frame(body):
    """A frame of one raw block (RFC 8878)."""
    assert len(body) < 1 << 16
    size = bytes([0x20, len(body)]) if len(body) < 256 else b"\x60" + (len(body) - 256).to_bytes(2, "little")
    return b"\x28\xb5\x2f\xfd" + size + (len(body) << 3 | 1).to_bytes(3, "little") + body


def brotli_stream(body):
    """A stream of one piece that is not compressed, and the end (RFC 7932)."""
    assert len(body) <= 1 << 16
    return ((len(body) - 1) << 4 | 1 << 20).to_bytes(3, "little") + body + b"\x03"


class Formats(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def read(self, name, content=None):
        if content is not None:
            (self.folder / name).write_bytes(content)
        run = subprocess.run([ISNAD, "read", "--format", "jsonl", name], cwd=self.folder, capture_output=True, text=True, timeout=120)
        return run.returncode, [json.loads(line) for line in run.stdout.splitlines()], run.stderr.splitlines()

    def zip(self, name, **members):
        with zipfile.ZipFile(self.folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in members.items():
                archive.writestr(path.replace("__", "/").replace("_dot_", "."), content)

    def test_web_page(self):
        status, records, _ = self.read("a.html", PAGE)
        self.assertEqual((status, records[0]["title"], records[0]["text"]), (0, "جولة ثانية", f"جولة ثانية\n{TEXT}\n{MORE}"))

    def test_what_a_file_holds_is_seen_from_its_content(self):
        self.assertEqual(self.read("no-name", PAGE)[1][0]["title"], "جولة ثانية")

    def test_gzip_of_several_members(self):
        self.assertEqual(len(self.read("a.jsonl.gz", gzip.compress(ARTICLE + b"\n") + gzip.compress(ARTICLE + b"\n") + bytes(512))[1]), 2)

    def test_zstd(self):
        self.assertEqual(self.read("a.zst", zstd_frame(ARTICLE))[1][0]["text"], TEXT)

    def test_compressed_data_cut_off(self):
        status, records, errors = self.read("a.gz", gzip.compress(PAGE * 100)[:200])
        self.assertEqual((status, records, errors), (1, [], ["isnad: a.gz: gzip: cut off"]))

    def test_decompression_bomb(self):
        status, records, errors = self.read("a.gz", gzip.compress("ك".encode() * 100_000_000))
        self.assertEqual((status, records), (1, []))
        self.assertIn("grows more than 300 times", errors[0])

    def test_many_small_files_that_grow_together(self):
        blank = bytes(10 << 20).replace(b"\0", b" ")
        with zipfile.ZipFile(self.folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("0.json", ARTICLE)
            for i in range(60):
                archive.writestr(f"{i:02}.txt", blank)
        status, records, errors = self.read("a.zip")
        self.assertEqual((status, len(records)), (1, 1))
        self.assertIn("grows more than 300 times", errors[-1])
        self.assertLess(len(errors), 30)

    def test_a_zip_that_holds_itself_many_times(self):
        # Sixteen in sixteen in sixteen, each small.
        content = gzip.compress(bytes(8 << 20).replace(b"\0", b" "))
        for _ in range(3):
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                for i in range(16):
                    archive.writestr(f"{i:02}", content)
            content = out.getvalue()
        status, records, errors = self.read("a.zip", content)
        self.assertEqual((status, records), (1, []))
        self.assertLess(len(errors), 60)

    def test_zip(self):
        self.zip("a.zip", news__a_dot_html=PAGE, x__b_dot_json=ARTICLE, c_dot_gz=gzip.compress(PAGE), empty_dot_txt=b"")
        status, records, errors = self.read("a.zip")
        self.assertEqual([r["source"]["path"] for r in records], ["a.zip/c.gz", "a.zip/news/a.html", "a.zip/x/b.json"])
        self.assertEqual((status, errors), (1, ["isnad: a.zip/empty.txt: empty"]))

    def test_paths_in_a_zip_lead_nowhere(self):
        with zipfile.ZipFile(self.folder / "a.zip", "w") as archive:
            archive.writestr("../../b.json", ARTICLE)
        self.assertEqual(self.read("a.zip")[1][0]["source"]["path"], "a.zip/../../b.json")
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["a.zip"])

    def test_archives_in_archives_end(self):
        content = ARTICLE
        for _ in range(6):
            content = gzip.compress(content)
        status, _, errors = self.read("a.gz", content)
        self.assertEqual((status, errors), (1, ["isnad: a.gz: compressed data inside compressed data, more than four times"]))

    def test_broken_zip(self):
        status, _, errors = self.read("a.zip", b"PK\x03\x04" + bytes(100))
        self.assertEqual(status, 1)
        self.assertTrue(errors[0].startswith("isnad: a.zip: zip: "), errors)

    def test_word_document(self):
        xml = ('<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
               f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p><w:p><w:r><w:t xml:space=\"preserve\">وأضاف </w:t></w:r><w:r><w:t>الوزير ذلك.</w:t></w:r></w:p>"
               "</w:body></w:document>")
        self.zip("a.docx", word__document_dot_xml=xml, other_dot_xml="<x/>")
        self.assertEqual(self.read("a.docx")[1][0]["text"], f"{TEXT}\nوأضاف الوزير ذلك.")

    def test_web_archive(self):
        records = [record("warcinfo", "", "application/warc-fields", b"software: x\r\n"),
                   record("response", "http://example.org/1", "application/http; msgtype=response", answer(gzip.compress(PAGE), b"Content-Encoding: gzip")),
                   record("response", "http://example.org/2", "application/http", answer(b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE), b"Transfer-Encoding: chunked")),
                   record("request", "http://example.org/2", "application/http", b"GET / HTTP/1.1\r\n\r\n")]
        plain = self.read("a.warc", b"".join(records))
        pressed = self.read("b.warc.gz", b"".join(map(gzip.compress, records)))
        for status, found, errors in (plain, pressed):
            self.assertEqual((status, errors), (0, []))
            self.assertEqual([r["source"]["url"] for r in found], ["http://example.org/1", "http://example.org/2"])
        self.assertEqual(plain[1][0]["source"]["path"], "a.warc/http://example.org/1")
        self.zip("a.wacz", datapackage_dot_json="{}", archive__data_dot_warc_dot_gz=b"".join(map(gzip.compress, records)), pages__pages_dot_jsonl="{}")
        self.assertEqual(len(self.read("a.wacz")[1]), 2)

    def test_compressions_in_a_web_archive(self):
        bodies = {b"gzip": gzip.compress(PAGE), b"deflate": zlib.compress(PAGE), b"br": brotli_stream(PAGE), b"zstd": zstd_frame(PAGE), b"br, undone": PAGE}
        for name, body in bodies.items():
            status, records, errors = self.read("a.warc", record("response", "http://example.org/1", "application/http",
                                                                 answer(body, b"Content-Encoding: " + name.split(b",")[0])))
            self.assertEqual((status, errors, records[0]["text"]), (0, [], f"جولة ثانية\n{TEXT}\n{MORE}"), name)
        broken = record("response", "http://example.org/1", "application/http", answer(b"\xff\xff\xff\xff", b"Content-Encoding: br"))
        self.assertEqual(self.read("a.warc", broken), (1, [], ["isnad: a.warc: record 1: brotli: broken"]))

    def test_web_archive_with_a_wrong_length(self):
        good = record("response", "http://example.org/1", "application/http", answer(PAGE))
        status, records, errors = self.read("a.warc", good + good.replace(b"Content-Length: ", b"Content-Length: 9"))
        self.assertEqual((status, len(records), errors), (1, 1, ["isnad: a.warc: record 2: WARC: cut off (its length says more than there is)"]))

    def test_character_sets_that_are_named(self):
        good = f"<html><head><title>خبر</title></head><body><p>{TEXT}</p><p>{MORE}</p></body></html>".encode("windows-1256")
        for label in (b"windows-1256", b"iso-8859-1", b"utf-8"):
            answered = record("response", "http://example.org/1", "application/http", b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=" + label + b"\r\n\r\n" + good)
            status, records, errors = self.read("a.warc", answered)
            self.assertEqual((status, errors, records[0]["text"]), (0, [], f"خبر\n{TEXT}\n{MORE}"))
        feed = f"<?xml version='1.0' encoding='windows-1256'?><rss><channel><title>صحيفة</title><item><title>جولة</title><description>{TEXT}</description></item></channel></rss>"
        self.assertEqual(self.read("feed.xml", feed.encode("windows-1256"))[1][0]["text"], f"جولة\n{TEXT}")

    def test_text_that_was_misread_is_mended_and_said(self):
        wrong = {"Windows-1252": "".join(bytes([b]).decode("windows-1252", "replace").replace("\ufffd", chr(b)) for b in TEXT.encode()),
                 "ISO-8859-1": TEXT.encode().decode("latin-1"), "Windows-1256": TEXT.encode().decode("windows-1256")}
        for name, text in wrong.items():
            article = json.dumps({"title": "جولة ثانية", "text": f"{MORE}\n{text}"}).encode()
            self.assertEqual([(s, r[0]["text"], e) for s, r, e in [self.read("a.json", article)]],
                             [(0, f"جولة ثانية\n{MORE}\n{TEXT}", [f"isnad: a.json:1: note: mended UTF-8 that had been read as {name} (1 line)"])])

    def message(self):
        m = email.message.EmailMessage()
        m["From"] = email.headerregistry.Address("وكالة المثال", "news", "example.org")
        m["To"] = "desk@example.org"
        m["Subject"] = "جولة ثانية من المحادثات في مسقط بين الوفدين بعد أسبوع من الأولى"
        m["Date"] = "Sun, 24 Nov 2013 10:00:00 +0300"
        m["Message-ID"] = "<1@example.org>"
        return m

    def test_mail_with_attachments(self):
        inner = self.message()
        inner.set_content(f"{MORE}\n", cte="8bit")
        m = self.message()
        m.set_content(f"{TEXT}\n", cte="quoted-printable")
        m.add_alternative(f"<html><body><p>{TEXT}</p></body></html>", subtype="html", cte="base64")
        m.add_attachment(ARTICLE, maintype="application", subtype="octet-stream", filename="مقال.json")
        m.add_attachment(MORE.encode("windows-1256"), maintype="application", subtype="octet-stream", filename="old.txt")
        m.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
        m.add_attachment(inner)
        status, records, errors = self.read("a.eml", m.as_bytes(policy=email.policy.SMTP))
        self.assertEqual((status, errors), (0, []))
        self.assertEqual([r["source"]["path"].split("/", 1)[1:] for r in records], [[], ["مقال.json"], ["old.txt"], [records[3]["source"]["path"][6:]]])
        first = records[0]
        self.assertEqual((first["title"], first["source"]["outlet"], first["source"]["id"], first["published"]["from"]),
                         (m["Subject"], "وكالة المثال", "1@example.org", "2013-11-24"))
        self.assertEqual(first["text"], f"{m['Subject']}\n{TEXT}")
        self.assertEqual([r["text"] for r in records[1:]], [TEXT, MORE, f"{m['Subject']}\n{MORE}"])
        self.assertTrue(records[3]["source"]["path"].startswith("a.eml/part-"))

    def test_mailbox(self):
        box = mailbox.mbox(self.folder / "a.mbox")
        for text in (TEXT, MORE):
            m = self.message()
            m.set_content(f"From here on:\n\nFrom then on\n{text}\n")
            box.add(m)
        box.flush()
        box.close()
        status, records, errors = self.read("a.mbox")
        self.assertEqual((status, errors, [r["source"]["path"] for r in records]), (0, [], ["a.mbox/1", "a.mbox/2"]))
        self.assertTrue(records[1]["text"].endswith(MORE))

    def test_mail_in_mail_ends(self):
        m = self.message()
        m.set_content(f"{TEXT}\n")
        for _ in range(6):
            outer = self.message()
            outer.set_content(f"{TEXT}\n")
            outer.add_attachment(m)
            m = outer
        status, records, errors = self.read("a.eml", m.as_bytes())
        self.assertEqual((status, len(records), len(errors)), (1, 5, 1))
        self.assertIn("files inside files, more than four times", errors[0])

    def test_agency_items(self):
        def item(guid, status):
            return (f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}"><itemMeta><itemClass qcode="ninat:text"/><provider literal="وكالة المثال"/>'
                    f'<versionCreated>2013-11-24T10:00:00Z</versionCreated><pubStatus qcode="stat:{status}"/></itemMeta><contentMeta><headline>جولة</headline></contentMeta>'
                    f'<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{TEXT}</p></body></html></inlineXML></contentSet></newsItem>')
        message = f'<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{item("u1", "usable")}{item("u2", "canceled")}</itemSet></newsMessage>'
        ninjs = json.dumps({"uri": "u1", "type": "text", "versioncreated": "2013-11-24T10:00:00Z", "headline": "جولة", "body_xhtml": f"<p>{TEXT}</p>",
                            "infosources": [{"name": "وكالة المثال"}]}, ensure_ascii=False)
        for name, content, notes in (("a.xml", message, ["isnad: a.xml: item 2: note: canceled by its agency, not read: u2"]), ("a.json", ninjs, []),
                                     ("b.jsonl", ninjs + "\n", [])):
            status, records, errors = self.read(name, content.encode())
            self.assertEqual((status, errors, len(records)), (0, notes, 1))
            r = records[0]
            self.assertEqual((r["title"], r["text"], r["source"]["outlet"], r["source"]["id"], r["published"]["from"]),
                             ("جولة", f"جولة\n{TEXT}", "وكالة المثال", "u1", "2013-11-24"))

    def test_feed(self):
        feed = f"<?xml version='1.0'?><rss><channel><title>صحيفة المثال</title><item><title>جولة</title><link>http://example.org/1</link><description>{TEXT}</description></item><item><title>فارغ</title></item></channel></rss>"
        status, records, errors = self.read("feed.xml", feed.encode())
        self.assertEqual((records[0]["source"]["outlet"], records[0]["source"]["url"]), ("صحيفة المثال", "http://example.org/1"))
        self.assertEqual((status, len(records)), (0, 2))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
