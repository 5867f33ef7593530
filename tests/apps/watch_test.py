#!/usr/bin/env python3
"""isnad watch, as it is built, against web servers on 127.0.0.1 that behave as servers do: well, badly, and not at all.

usage: watch_test.py ISNAD
"""
import contextlib
import email.utils
import gzip
import http.server
import json
import pathlib
import random
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

ISNAD = sys.argv[1]
# Two places and two spokesmen for every number, so that no two articles are alike.
PLACES = ["مسقط", "بغداد", "الدوحة", "القاهرة", "عمّان", "بيروت", "الرياض", "أنقرة", "جنيف", "فيينا", "طوكيو", "نيودلهي"]
TOPICS = ["الملاحة البحرية", "أسعار الحبوب", "مياه النهر", "الربط الكهربائي", "تبادل الأسرى", "صادرات الغاز", "حقوق الصيد", "الطيران المدني",
          "مكافحة الجراد", "ترسيم الحدود", "البعثات الدراسية", "إعادة الإعمار"]


def teaser(n):
    return f"قال المتحدث باسم وزارة الخارجية رقم {n} إن جولة جديدة من المحادثات حول {TOPICS[n % 12]} ستعقد في {PLACES[n % 12]}..."


def paragraphs(n):
    a, b, topic = PLACES[n % 12], PLACES[(n // 12 + n + 5) % 12], TOPICS[n % 12]
    return [f"قال المتحدث باسم وزارة الخارجية رقم {n} إن جولة جديدة من المحادثات حول {topic} ستعقد في {a} بعد مشاورات استمرت {n + 2} أيام مع الوفد الزائر.",
            f"وأضاف المتحدث أن الجولة التي سبقتها عقدت في {b} وأن الجانبين اتفقا هناك على {n + 3} بنود تتعلق بموضوع {topic} ولم يتفقا على بند واحد.",
            f"ونفى مسؤول في {b} أن تكون بلاده قد قدمت عرضا مكتوبا من {n + 11} صفحة، وأكد أن الاتصالات حول {topic} مستمرة عبر الوسطاء في {a}."]


def page(n):
    body = "".join(f"<p>{p}</p>" for p in paragraphs(n))
    return (f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>جولة رقم {n} حول {TOPICS[n % 12]} - صحيفة المثال</title><meta property='og:site_name' content='صحيفة المثال'></head>"
            f"<body><nav><a href='/'>الرئيسية</a></nav><article><h1>جولة رقم {n} حول {TOPICS[n % 12]}</h1>{body}</article></body></html>").encode()


def item(n, link=None, text=None):
    return (f"<item><title>جولة رقم {n} حول {TOPICS[n % 12]}</title><link>{link or f'/news/{n}'}</link><guid isPermaLink='false'>n-{n}</guid>"
            f"<pubDate>Thu, 02 May 2024 10:00:00 +0300</pubDate><description>{text or teaser(n)}</description></item>")


def feed(*items):
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>موجز المثال</title>{''.join(items)}</channel></rss>".encode()


def brotli(body):
    """A stream of one piece that is not compressed, and the end (RFC 7932): window bits 0, not last, MNIBBLES 4, length, uncompressed."""
    assert len(body) <= 1 << 16
    bits = 0 | 0 << 1 | 0 << 2 | (len(body) - 1) << 4 | 1 << 20
    return bits.to_bytes(3, "little") + body + b"\x03"


class Site:
    """A web server: `pages` holds for a path (status, headers, body), or a function of the handler that does what it likes."""

    def __init__(self, address="127.0.0.1", tls=None):
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                with site.lock:
                    site.requests.append((self.path, dict(self.headers), time.monotonic()))
                what = site.pages.get(self.path, (404, {}, b"nothing here"))
                try:
                    if callable(what):
                        return what(self)
                    self.answer(*what)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def answer(self, status, headers, body):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status != 304 and "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_):
                pass

        self.lock, self.requests, self.pages = threading.Lock(), [], {}
        self.server = Server((address, 0), Handler)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self.server.server_address[1]
        self.url = f"http{'s' if tls else ''}://{address}:{self.port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def paths(self):
        with self.lock:
            return [path for path, _, _ in self.requests]

    def asked(self, path):
        with self.lock:
            return [headers for p, headers, _ in self.requests if p == path]

    def news(self, path, numbers):
        """A feed of teasers, and their pages."""
        self.pages[path] = (200, {"Content-Type": "application/rss+xml"}, feed(*map(item, numbers)))
        for n in numbers:
            self.pages[f"/news/{n}"] = (200, {"Content-Type": "text/html; charset=utf-8"}, page(n))


class Watch(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.store = self.folder / "news.db"
        self.site = self.new_site()

    def new_site(self, *arguments, **options):
        site = Site(*arguments, **options)
        self.addCleanup(site.close)
        return site

    def command(self, *arguments, allow="127.0.0.1", pause="0s"):
        allowed = ["--allow", allow] if allow else []
        return [ISNAD, "watch", *map(str, arguments), "--store", str(self.store), "--format", "jsonl", "--pause", pause, *allowed]

    def once(self, *arguments, status=0, **options):
        """The events of one round."""
        run = subprocess.run([*self.command(*arguments, **options), "--once"], capture_output=True, text=True, timeout=300)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return [json.loads(line) for line in run.stdout.splitlines()]

    def begin(self, *arguments, **options):
        program = subprocess.Popen(self.command(*arguments, **options), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (program.poll() is None and program.kill(), program.communicate()))
        return program

    def wait_for(self, what, seconds=40):
        end = time.monotonic() + seconds
        while not what():
            self.assertLess(time.monotonic(), end, "waited in vain")
            time.sleep(0.05)

    def documents(self):
        if not self.store.exists():
            return []
        with contextlib.closing(sqlite3.connect(f"file:{self.store}?mode=ro", uri=True, timeout=10)) as db:
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'document'").fetchone():
                return []  # being made
            return db.execute("SELECT url, title, outlet, path FROM document ORDER BY number").fetchall()

    def urls(self):
        return sorted(url for url, *_ in self.documents())

    def news(self, *numbers):
        return sorted(f"{self.site.url}/news/{n}" for n in numbers)

    def results(self, events, what):
        return [e["result"] for e in events if e["event"] == what]

    def reason(self, events, what="feed"):
        reasons = [e.get("reason", "") for e in events if e["event"] == what and e["result"] in ("failed", "refused", "gone")]
        self.assertEqual(len(reasons), 1, events)
        return reasons[0]

    def text_of(self, words):
        run = subprocess.run([ISNAD, "search", words, "--store", str(self.store), "--format", "jsonl"], capture_output=True, text=True)
        return run.stdout

    # What should be.

    def test_articles_of_a_feed_with_teasers(self):
        self.site.news("/feed", [1, 2])
        events = self.once(f"{self.site.url}/feed")
        self.assertEqual(self.urls(), self.news(1, 2))
        self.assertEqual({row[1:] for row in self.documents()},
                         {(f"جولة رقم {n} حول {TOPICS[n]}", "صحيفة المثال", f"{self.site.url}/feed") for n in (1, 2)})
        self.assertEqual(self.results(events, "page"), ["fetched"] * 2)
        self.assertEqual(self.results(events, "document"), ["added"] * 2)
        self.assertEqual((events[0]["event"], events[-1]["event"], events[-1]["result"]), ("start", "stop", "done"))
        for event in events:
            if event["event"] in ("page", "document"):
                self.assertEqual(event["feed"], f"{self.site.url}/feed")
            self.assertRegex(event["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertTrue(self.text_of("الاتصالات"), "words that only the page has")
        agent = self.site.asked("/feed")[0]["User-Agent"]
        self.assertRegex(agent, r"^isnad/\d")

    def test_full_text_in_the_feed_needs_no_page(self):
        whole = " ".join(paragraphs(1) + paragraphs(2))
        self.assertGreater(len(whole), 600)
        self.site.pages["/feed"] = (200, {}, feed(item(1, text=whole)))
        self.once(f"{self.site.url}/feed")
        self.assertEqual((self.site.paths(), self.urls()), (["/feed"], self.news(1)))

    def test_pages_can_be_left_alone(self):
        self.site.news("/feed", [1])
        self.once(f"{self.site.url}/feed", "--no-pages")
        self.assertEqual((self.site.paths(), self.urls()), (["/feed"], self.news(1)))

    def test_only_what_is_new_is_asked_for(self):
        self.site.news("/feed", [1, 2])
        body = self.site.pages["/feed"][2]
        stamp = email.utils.formatdate(usegmt=True)

        def conditional(handler):
            if handler.headers.get("If-None-Match") == '"v1"' and handler.headers.get("If-Modified-Since") == stamp:
                return handler.answer(304, {"ETag": '"v1"'}, b"")
            return handler.answer(200, {"ETag": '"v1"', "Last-Modified": stamp}, body)

        self.site.pages["/feed"] = conditional
        self.once(f"{self.site.url}/feed")
        events = self.once(f"{self.site.url}/feed")
        self.assertEqual([(e["result"], e["status"]) for e in events if e["event"] == "feed"], [("unchanged", 304)])
        self.assertEqual(sorted(self.site.paths()), ["/feed", "/feed", "/news/1", "/news/2", "/robots.txt"])

    def test_servers_without_validators(self):
        self.site.news("/feed", [1])
        self.once(f"{self.site.url}/feed")
        self.assertEqual(self.results(self.once(f"{self.site.url}/feed"), "feed"), ["unchanged"])
        self.site.news("/feed", [1, 2])
        events = self.once(f"{self.site.url}/feed")
        self.assertEqual([(e["items"], e["new"]) for e in events if e["event"] == "feed"], [(2, 1)])
        self.assertEqual(self.urls(), self.news(1, 2))
        self.assertEqual(len(self.site.asked("/news/1")), 1)

    def test_not_modified_that_nobody_asked_for(self):
        self.site.pages["/feed"] = (304, {}, b"")
        self.assertIn("not asked", self.reason(self.once(f"{self.site.url}/feed", status=1)))

    def test_an_item_that_changes_is_read_again(self):
        self.site.news("/feed", [1])
        self.once(f"{self.site.url}/feed")
        self.site.pages["/feed"] = (200, {}, feed(item(1, text="تصحيح: " + teaser(1))))
        self.site.pages["/news/1"] = (200, {}, page(1).replace("أيام".encode(), "أسابيع".encode()))
        self.assertEqual(self.results(self.once(f"{self.site.url}/feed"), "document"), ["copy"])

    def test_gzip_and_brotli(self):
        self.site.news("/feed", [1])
        body = self.site.pages["/feed"][2]
        self.site.pages["/feed"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(body))
        self.site.pages["/news/1"] = (200, {"Content-Encoding": "br", "Content-Type": "text/html"}, brotli(page(1)))
        self.once(f"{self.site.url}/feed")
        self.assertEqual(self.urls(), self.news(1))
        self.assertTrue(self.text_of("الاتصالات"))
        self.assertLessEqual({"gzip", "br"}, set(self.site.asked("/feed")[0]["Accept-Encoding"].replace(" ", "").split(",")))

    def test_atom_json_feed_and_other_character_sets(self):
        self.site.pages["/atom"] = (200, {}, f"<feed xmlns='http://www.w3.org/2005/Atom'><title>وكالة</title><entry><title>جولة</title><id>tag:1</id><link href='{self.site.url}/news/1'/><summary>{teaser(1)}</summary></entry></feed>".encode())
        self.site.pages["/json"] = (200, {}, json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "وكالة", "items": [{"id": "2", "url": f"{self.site.url}/news/2", "content_text": teaser(2)}]}).encode())
        rss = feed(item(3)).decode().replace("utf-8", "windows-1256").replace("ّ", "")
        self.site.pages["/rss"] = (200, {}, rss.encode("windows-1256"))
        for n in (1, 2, 3):
            self.site.pages[f"/news/{n}"] = (200, {}, page(n))
        self.once(*(f"{self.site.url}/{kind}" for kind in ("atom", "json", "rss")))
        self.assertEqual(self.urls(), self.news(1, 2, 3))

    def test_the_character_set_that_only_the_header_names(self):
        self.site.news("/feed", [1])
        self.site.pages["/news/1"] = (200, {"Content-Type": "text/html; charset=windows-1256"}, page(1).decode().replace("<meta charset='utf-8'>", "").encode("windows-1256"))
        self.once(f"{self.site.url}/feed")
        self.assertEqual([row[1] for row in self.documents()], [f"جولة رقم 1 حول {TOPICS[1]}"])
        self.assertTrue(self.text_of("الاتصالات"))

    def test_words_that_were_misread_before(self):
        self.site.pages["/feed"] = (200, {}, feed(item(1, text=" ".join(paragraphs(1)).encode().decode("latin-1"))))
        events = self.once(f"{self.site.url}/feed", "--no-pages")
        self.assertEqual([e["mended"] for e in events if e["event"] == "document"], ["UTF-8 that had been read as ISO-8859-1"])
        self.assertTrue(self.text_of("الاتصالات"))

    def test_one_article_in_two_feeds(self):
        self.site.news("/a", [1])
        self.site.news("/b", [1])
        events = self.once(f"{self.site.url}/a", f"{self.site.url}/b")
        self.assertEqual((len(self.site.asked("/news/1")), self.urls()), (1, self.news(1)))
        self.assertIn("known", self.results(events, "page"))

    def test_reprints_are_linked(self):
        self.site.news("/a", [1])
        other = self.new_site()
        other.pages["/b"] = (200, {}, feed(item(9, link="/copy")))
        other.pages["/copy"] = (200, {}, page(1).replace("صحيفة المثال".encode(), "مجلة الصدى".encode()))
        events = self.once(f"{self.site.url}/a", f"{other.url}/b")
        self.assertEqual(sorted(self.results(events, "document")), ["added", "copy"])

    # Redirects.

    def test_redirects_for_good_are_remembered(self):
        self.site.news("/new", [1])
        self.site.pages["/old"] = (301, {"Location": "/older"}, b"")
        self.site.pages["/older"] = (308, {"Location": f"{self.site.url}/new"}, b"")
        events = self.once(f"{self.site.url}/old")
        self.assertEqual(self.results(events, "redirect"), ["followed"] * 2)
        self.once(f"{self.site.url}/old")
        self.assertEqual([p for p in self.site.paths() if p in ("/old", "/older", "/new")], ["/old", "/older", "/new", "/new"])

    def test_redirects_for_now_are_not(self):
        self.site.news("/new", [1])
        self.site.pages["/old"] = (302, {"Location": "/new"}, b"")
        for _ in range(2):
            self.once(f"{self.site.url}/old")
        self.assertEqual([p for p in self.site.paths() if p in ("/old", "/new")], ["/old", "/new"] * 2)

    def test_a_feed_that_has_moved_to_nothing_is_looked_for_where_it_was(self):
        self.site.news("/new", [1])
        self.site.pages["/old"] = (301, {"Location": "/new"}, b"")
        self.once(f"{self.site.url}/old")
        del self.site.pages["/new"]
        self.site.news("/old", [1, 2])
        for tries in range(3):
            self.let_time_pass()
            self.once(f"{self.site.url}/old", status=1)
        self.let_time_pass()
        self.once(f"{self.site.url}/old")
        self.assertEqual(self.urls(), self.news(1, 2))

    def test_a_page_that_tells_another_story(self):
        self.site.news("/feed", [1])
        self.site.pages["/news/1"] = (302, {"Location": "/"}, b"")
        wheat = "<p>ارتفعت أسعار القمح في بورصة شيكاغو بعد موجة جفاف ضربت حقول الجنوب، وقال تجار إن المخزون يكفي شهرين، وتوقعوا هبوطا مع قدوم المطر.</p>"
        self.site.pages["/"] = (200, {}, f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body><h1>القمح يرتفع</h1>{wheat * 3}</body></html>".encode())
        events = self.once(f"{self.site.url}/feed")
        self.assertEqual([e.get("reason") for e in events if e["event"] == "page"], ["the page tells another story"])
        self.assertEqual((self.urls(), self.text_of("القمح")), (self.news(1), ""))

    def test_redirects_in_a_circle_and_without_end(self):
        self.site.pages["/a"] = (302, {"Location": "/b"}, b"")
        self.site.pages["/b"] = (302, {"Location": "/a"}, b"")
        self.assertIn("in a circle", self.reason(self.once(f"{self.site.url}/a", status=1)))
        for n in range(20):
            self.site.pages[f"/r{n}"] = (302, {"Location": f"/r{n + 1}"}, b"")
        self.assertIn("more than 10 redirects", self.reason(self.once(f"{self.site.url}/r0", status=1)))
        self.assertEqual(len([p for p in self.site.paths() if p.startswith("/r") and p != "/robots.txt"]), 11)

    def test_redirects_to_other_schemes(self):
        for target in ("file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/", "javascript:alert(1)", "http://", ""):
            self.site.pages["/feed"] = (302, {"Location": target}, b"")
            shutil.rmtree(self.store, ignore_errors=True)
            self.let_time_pass()
            self.assertIn("a redirect to", self.reason(self.once(f"{self.site.url}/feed", status=1)), target)

    # Addresses.

    def test_what_is_not_public_is_refused(self):
        self.site.news("/feed", [1])
        events = self.once(f"{self.site.url}/feed", allow=None, status=1)
        self.assertIn("127.0.0.1 is no public address", self.reason(events))
        for host in ("localhost", "[::1]", "0.0.0.0", "127.1", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "10.0.0.1"):
            events = self.once(f"http://{host}:{self.site.port}/feed", allow=None, status=1)
            self.assertIn("no public address", self.reason(events), host)
        self.assertEqual(self.site.paths(), [])

    def test_redirects_and_links_to_what_is_not_public(self):
        inner = self.new_site("127.0.0.2")
        inner.news("/secret", [7])
        self.site.pages["/page"] = (302, {"Location": f"{inner.url}/news/7"}, b"")
        for n, target in enumerate((f"{inner.url}/secret", f"http://[::ffff:127.0.0.2]:{inner.port}/secret", f"http://0x7f000002:{inner.port}/secret")):
            self.site.pages[f"/feed{n}"] = (301, {"Location": target}, b"")
            self.assertIn("127.0.0.2 is no public address", self.reason(self.once(f"{self.site.url}/feed{n}", status=1)))
        self.site.pages["/feed"] = (200, {}, feed(item(7, link=f"{inner.url}/news/7"), item(8, link="/page")))
        events = self.once(f"{self.site.url}/feed")
        self.assertEqual(self.results(events, "page"), ["refused"] * 2)
        self.assertEqual(len(self.documents()), 2, "the teasers")
        self.assertEqual(inner.paths(), [])

    # What goes wrong.

    def let_time_pass(self):
        """As if the rests after failures were over."""
        if pathlib.Path(f"{self.store}.watch").exists():
            with contextlib.closing(sqlite3.connect(f"{self.store}.watch", isolation_level=None)) as db:
                db.execute("UPDATE feed SET next_at = 0")
                db.execute("UPDATE item SET due = 0")
                db.execute("UPDATE robots SET expires = 0 WHERE NOT reachable")
                db.execute("DELETE FROM host")

    def test_errors_of_servers(self):
        for status in (400, 401, 403, 404, 410, 418, 451, 500, 502, 504):
            self.site.pages[f"/{status}"] = (status, {}, feed(item(1)))
            self.assertEqual(self.reason(self.once(f"{self.site.url}/{status}", status=1)), f"HTTP {status}")
        self.assertEqual(self.documents(), [])
        asked = len(self.site.paths())
        events = self.once(f"{self.site.url}/500", f"{self.site.url}/410", status=1)
        self.assertEqual(self.results(events, "feed"), ["waits"] * 2)
        self.assertEqual(len(self.site.paths()), asked, "not asked again so soon")
        self.assertGreater([e["seconds"] for e in events if e["event"] == "feed"][1], 20 * 86400, "gone is gone")

    def test_rests_grow(self):
        self.site.pages["/feed"] = (500, {}, b"")
        rests = []
        for _ in range(4):
            events = self.once(f"{self.site.url}/feed", "--every", "10m", status=1)
            rests += [e["again_in_seconds"] for e in events if e["event"] == "feed"]
            self.let_time_pass()
        self.assertEqual(rests, [600, 1200, 2400, 4800])

    def test_too_many_requests(self):
        self.site.news("/other", [1])
        self.site.pages["/feed"] = (429, {"Retry-After": "7000"}, b"")
        events = self.once(f"{self.site.url}/feed", status=1)
        self.assertEqual([e["again_in_seconds"] for e in events if e["event"] == "feed"], [7000])
        # The host asks for rest, not one feed of it; also after a restart.
        events = self.once(f"{self.site.url}/other", status=1)
        self.assertEqual((self.results(events, "feed"), self.site.paths()), (["waits"], ["/feed"]))

    def test_retry_after_as_a_date(self):
        self.site.pages["/feed"] = lambda h: h.answer(503, {"Retry-After": email.utils.formatdate(time.time() + 5000, usegmt=True)}, b"")
        rest = [e["again_in_seconds"] for e in self.once(f"{self.site.url}/feed", status=1) if e["event"] == "feed"][0]
        self.assertTrue(4900 < rest <= 5000, rest)

    def test_after_the_rest_it_goes_on(self):
        self.site.news("/feed", [1])
        first = []

        def sometimes(handler):
            if not first:
                first.append(1)
                return handler.answer(429, {"Retry-After": "1"}, b"")
            return handler.answer(200, {}, feed(item(1)))

        self.site.pages["/feed"] = sometimes
        program = self.begin(f"{self.site.url}/feed", "--every", "1s")
        self.wait_for(lambda: self.urls() == self.news(1))
        with self.site.lock:
            times = [t for path, _, t in self.site.requests if path == "/feed"]
        self.assertGreaterEqual(times[1] - times[0], 0.95)
        program.terminate()
        self.assertEqual(program.wait(20), 0)

    def test_a_feed_says_how_long_it_stays_fresh(self):
        self.site.pages["/feed"] = (200, {"Cache-Control": "public, s-maxage=1, max-age=3"}, feed(item(1, text=" ".join(paragraphs(1) + paragraphs(2)))))
        program = self.begin(f"{self.site.url}/feed", "--every", "0.2s")
        self.wait_for(lambda: len(self.site.asked("/feed")) == 2)
        times = [t for _, _, t in self.site.requests]
        self.assertGreaterEqual(times[1] - times[0], 2.9)
        program.terminate()

    def test_slow_and_silent_servers(self):
        def silent(handler):
            time.sleep(60)

        def drop_by_drop(handler):
            handler.send_response(200)
            handler.end_headers()
            for _ in range(600):
                handler.wfile.write(b" ")
                time.sleep(0.1)

        self.site.pages.update({"/silent": silent, "/drops": drop_by_drop})
        begun = time.monotonic()
        for path in ("silent", "drops"):
            self.assertEqual(self.reason(self.once(f"{self.site.url}/{path}", "--timeout", "0.5s", status=1)), "took too long")
            self.let_time_pass()
        self.assertLess(time.monotonic() - begun, 30)

    def test_nobody_there(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        events = self.once(f"http://127.0.0.1:{port}/feed", status=1)
        self.assertEqual((self.results(events, "feed"), self.results(events, "host")), (["failed"], ["waits"]))

    def test_answers_broken_off(self):
        body = feed(item(1), item(2))

        def cut(handler):
            handler.send_response(200)
            handler.send_header("ETag", '"whole"')
            handler.send_header("Content-Length", str(len(body) + 1000))
            handler.end_headers()
            handler.wfile.write(body)
            handler.close_connection = True

        def cut_chunk(handler):
            handler.send_response(200)
            handler.send_header("Transfer-Encoding", "chunked")
            handler.end_headers()
            handler.wfile.write(b"ffff\r\n" + body)
            handler.close_connection = True

        for n, what in enumerate((cut, cut_chunk)):
            self.site.pages[f"/feed{n}"] = what
            self.assertTrue(self.reason(self.once(f"{self.site.url}/feed{n}", status=1)))
            self.let_time_pass()
        self.assertEqual(self.documents(), [])
        self.site.news("/feed0", [1, 2])
        self.once(f"{self.site.url}/feed0")
        self.assertNotIn("If-None-Match", self.site.asked("/feed0")[-1])
        self.assertEqual(self.urls(), self.news(1, 2))

    def test_a_length_that_is_too_short(self):
        whole = feed(item(1), item(2))
        part = whole[:whole.index(b"</item>") + 20]

        def short(handler):
            handler.close_connection = True
            handler.answer(200, {"ETag": '"short"', "Content-Length": str(len(part))}, whole)

        self.site.news("/feed", [1, 2])
        self.site.pages["/feed"] = short
        events = self.once(f"{self.site.url}/feed", "--no-pages")
        self.assertEqual([("broken" in e, e["items"]) for e in events if e["event"] == "feed"], [(True, 1)])
        self.site.news("/feed", [1, 2])
        self.once(f"{self.site.url}/feed", "--no-pages")
        self.assertNotIn("If-None-Match", self.site.asked("/feed")[-1], "what came broken is asked for whole")
        self.assertEqual(self.urls(), self.news(1, 2))

    def test_answers_without_end(self):
        sent = []

        def endless(handler):
            handler.send_response(200)
            handler.send_header("Transfer-Encoding", "chunked")
            handler.end_headers()
            for _ in range(1000):
                handler.wfile.write(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
                sent.append(0x10000)

        def headers(handler):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for n in range(100_000):
                handler.wfile.write(b"X-%d: %s\r\n" % (n, b"x" * 1000))

        self.site.pages.update({"/endless": endless, "/headers": headers, "/says-so": (200, {"Content-Length": "99999999999"}, b""),
                                "/bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * 300_000_000, 1))})
        for path in ("endless", "says-so", "bomb"):
            self.assertIn("larger than 1024 KB", self.reason(self.once(f"{self.site.url}/{path}", "--largest", "1", status=1)), path)
            self.let_time_pass()
        self.assertLess(sum(sent), 40_000_000)
        self.assertTrue(self.reason(self.once(f"{self.site.url}/headers", status=1)))

    def test_broken_compression(self):
        self.site.pages["/feed"] = (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b" + bytes(100))
        self.assertIn("compressed", self.reason(self.once(f"{self.site.url}/feed", status=1)))

    def test_what_is_no_feed(self):
        self.site.pages["/feed"] = (200, {}, page(1))
        self.assertIn("no feed", self.reason(self.once(f"{self.site.url}/feed", status=1)))

    def test_a_page_that_names_feeds(self):
        self.site.pages["/"] = (200, {}, "<!DOCTYPE html><html><head><link rel='alternate' type='application/rss+xml' href='/rss'></head><body>أخبار اليوم</body></html>".encode())
        self.assertIn(f"{self.site.url}/rss", self.reason(self.once(f"{self.site.url}/", status=1)))

    def test_passwords_stay_where_they_are_needed(self):
        self.site.news("/feed", [1])
        self.site.pages["/old"] = (301, {"Location": "/feed"}, b"")
        other = self.new_site()
        other.news("/away", [2])
        self.site.pages["/away"] = (302, {"Location": f"{other.url}/away"}, b"")
        address = self.site.url.replace("//", "//desk:secret@")
        events = self.once(f"{address}/old", f"{address}/away")
        self.assertTrue(self.site.asked("/feed")[0]["Authorization"])
        for headers in self.site.asked("/news/1") + other.asked("/away") + other.asked("/news/2"):
            self.assertNotIn("Authorization", headers)
        self.assertNotIn("secret", json.dumps(events) + str(self.documents()))
        self.assertEqual(len(self.documents()), 2)
        self.assertEqual(pathlib.Path(f"{self.store}.watch").stat().st_mode & 0o77, 0)

    def test_feeds_that_name_themselves_and_nothing(self):
        self.site.pages["/feed"] = (200, {"Content-Type": "text/xml"}, feed(item(1, link="/feed"), item(2, link="mailto:a@b"), item(3, link="/news/3"), "<item/>"))
        events = self.once(f"{self.site.url}/feed")
        self.assertEqual(sorted(self.results(events, "page")), ["failed", "failed"])
        self.assertEqual(sorted(e["reason"] for e in events if e["event"] == "page"), ["HTTP 404", "no web page (text/xml)"])
        self.assertEqual(len(self.documents()), 3)

    def test_pages_that_fail_for_now_are_tried_again(self):
        self.site.news("/feed", [1])
        good = self.site.pages["/news/1"]
        self.site.pages["/news/1"] = (500, {}, b"")
        events = self.once(f"{self.site.url}/feed")
        self.assertEqual([e["again_in_seconds"] for e in events if e["event"] == "page"], [60])
        self.assertEqual(self.documents(), [])
        self.assertEqual(self.results(self.once(f"{self.site.url}/feed"), "page"), [], "not so soon")
        self.let_time_pass()
        self.site.pages["/news/1"] = good
        self.once(f"{self.site.url}/feed")
        self.assertEqual(self.urls(), self.news(1))

    def test_pages_that_go_on_failing_leave_the_teaser(self):
        self.site.news("/feed", [1])
        self.site.pages["/news/1"] = (500, {}, b"")
        for _ in range(5):
            self.once(f"{self.site.url}/feed")
            self.let_time_pass()
        self.assertEqual((len(self.site.asked("/news/1")), self.urls()), (5, self.news(1)))

    def test_what_is_not_arabic(self):
        self.site.pages["/feed"] = (200, {}, feed(f"<item><title>News</title><description>{'Plain English words. ' * 40}</description></item>"))
        events = self.once(f"{self.site.url}/feed")
        self.assertEqual((self.results(events, "document"), self.documents()), (["refused"], []))

    # robots.txt.

    def robots(self, text, numbers=(1,), **options):
        self.site.news("/feed", list(numbers))
        self.site.pages["/robots.txt"] = text if callable(text) or isinstance(text, tuple) else (200, {}, text.encode())
        return self.once(f"{self.site.url}/feed", **options)

    def test_robots_txt_decides_on_pages(self):
        events = self.robots("User-agent: *\nDisallow: /\n\nUser-agent: Isnad\nDisallow: /news/1\n", (1, 2))
        self.assertEqual([e["reason"] for e in events if e["event"] == "page" and e["result"] == "refused"], ["robots.txt"])
        self.assertEqual((self.site.asked("/news/1"), len(self.site.asked("/news/2"))), ([], 1))
        self.assertEqual(self.urls(), self.news(1, 2), "of the other the teaser")
        self.site.news("/feed", [1, 2, 3])
        self.once(f"{self.site.url}/feed")
        self.assertEqual(len(self.site.asked("/robots.txt")), 1, "known for a day")

    def test_robots_txt_does_not_touch_feeds(self):
        self.robots("User-agent: *\nDisallow: /\n")
        self.assertEqual((len(self.site.asked("/feed")), self.site.asked("/news/1")), (1, []))

    def test_robots_txt_of_where_a_redirect_leads(self):
        other = self.new_site()
        other.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private\n")
        self.site.news("/feed", [1, 2])
        self.site.pages["/news/1"] = (302, {"Location": f"{other.url}/private/1"}, b"")
        self.site.pages["/news/2"] = (302, {"Location": f"{other.url}/open/2"}, b"")
        other.pages["/open/2"] = (200, {}, page(2))
        self.once(f"{self.site.url}/feed")
        self.assertEqual(other.paths(), ["/robots.txt", "/open/2"])
        self.assertEqual(self.urls(), self.news(1, 2))

    def test_robots_txt_that_cannot_be_had_forbids_for_now(self):
        events = self.robots((503, {}, b""))
        self.assertEqual((self.site.asked("/news/1"), self.documents()), ([], []))
        self.let_time_pass()
        self.robots("User-agent: *\nAllow: /\n")
        self.assertEqual(self.urls(), self.news(1))

    def test_robots_txt_behind_redirects(self):
        other = self.new_site()
        other.pages["/r"] = (200, {}, b"User-agent: *\nDisallow: /news/1\n")
        self.robots((301, {"Location": f"{other.url}/r"}, b""), (1, 2))
        self.assertEqual((self.site.asked("/news/1"), len(self.site.asked("/news/2"))), ([], 1))

    def test_robots_txt_behind_a_host_that_rests(self):
        other = self.new_site("127.0.0.4")
        other.pages["/r"] = (429, {"Retry-After": "1000"}, b"")
        self.site.pages["/first"] = (302, {"Location": f"{other.url}/r"}, b"")
        self.once(f"{self.site.url}/first", status=1, allow="127.0.0.0/8")
        self.robots((301, {"Location": f"{other.url}/r"}, b""), allow="127.0.0.0/8")
        self.assertEqual((self.site.asked("/news/1"), self.documents(), len(other.paths())), ([], [], 1))

    def test_robots_txt_larger_than_is_looked_at(self):
        self.robots("User-agent: *\nDisallow: /news/1\n" + "# nothing\n" * 100_000)
        self.assertEqual(self.site.asked("/news/1"), [])

    def test_pauses(self):
        other = self.new_site("127.0.0.3")
        self.site.news("/feed", [1, 2])
        other.news("/feed", [3, 4])
        other.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 0.9\n")
        self.once(f"{self.site.url}/feed", f"{other.url}/feed", pause="0.3s", allow="127.0.0.0/8")
        for site, pause in ((self.site, 0.3), (other, 0.3)):
            times = [t for _, _, t in site.requests]
            self.assertEqual(len(times), 4)
            gaps = [b - a for a, b in zip(times, times[1:])]
            self.assertGreaterEqual(min(gaps), pause - 0.02, gaps)
        self.assertGreaterEqual(other.requests[3][2] - other.requests[2][2], 0.88, "its own wish")

    # TLS.

    def test_certificates(self):
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1",
                        "-keyout", key, "-out", certificate], check=True, capture_output=True)
        site = self.new_site(tls=(certificate, key))
        site.news("/feed", [1])
        self.assertIn("certificate", self.reason(self.once(f"{site.url}/feed", status=1)))
        self.assertEqual(site.paths(), [])
        self.let_time_pass()
        self.once(f"{site.url}/feed", "--ca", certificate)
        self.assertEqual(self.urls(), [f"{site.url}/news/1"])

    # Beginning and ending.

    def test_sigterm_ends_it_at_once(self):
        self.site.news("/feed", [1, 2])
        self.site.pages["/news/2"] = lambda h: time.sleep(60)
        program = self.begin(f"{self.site.url}/feed")
        self.wait_for(lambda: self.urls() == self.news(1) and self.site.asked("/news/2"))
        begun = time.monotonic()
        program.send_signal(signal.SIGTERM)
        out, errors = program.communicate(timeout=50)
        self.assertLess(time.monotonic() - begun, 10)
        self.assertEqual((program.returncode, errors), (0, ""))
        self.assertEqual(json.loads(out.splitlines()[-1])["result"], "asked")
        self.site.pages["/news/2"] = (200, {}, page(2))
        self.once(f"{self.site.url}/feed")
        self.assertEqual((self.urls(), len(self.site.asked("/news/1"))), (self.news(1, 2), 1))

    def test_killed_at_any_moment_nothing_is_lost(self):
        numbers = list(range(40))
        self.site.news("/feed", numbers)
        body = self.site.pages["/feed"][2]

        def conditional(handler):
            same = handler.headers.get("If-None-Match") == '"1"'
            handler.answer(304 if same else 200, {"ETag": '"1"'}, b"" if same else body)

        self.site.pages["/feed"] = conditional
        chance = random.Random(20261126)
        kills = 8
        for _ in range(kills):
            before = len(self.site.paths())
            program = self.begin(f"{self.site.url}/feed")
            self.wait_for(lambda: len(self.site.paths()) > before)
            time.sleep(chance.random() * 0.12)
            program.kill()
            program.wait()
            self.let_time_pass()
        there = len(self.documents())
        self.once(f"{self.site.url}/feed")
        self.assertEqual(self.urls(), self.news(*numbers))
        again = sum(len(self.site.asked(f"/news/{n}")) for n in numbers) - len(numbers)
        print(f"killed {kills} times: {there} of {len(numbers)} articles were there before the last run, {again} pages were fetched again", file=sys.stderr)
        self.assertLessEqual(again, kills)
        with contextlib.closing(sqlite3.connect(self.store)) as db:
            self.assertEqual(db.execute("PRAGMA integrity_check").fetchone()[0], "ok")

    def test_a_store_that_is_busy_loses_nothing(self):
        self.site.news("/feed", [1])
        self.once(f"{self.site.url}/none", status=1)  # makes the store
        self.let_time_pass()
        with contextlib.closing(sqlite3.connect(self.store, isolation_level=None)) as db:
            db.execute("BEGIN IMMEDIATE")
            program = self.begin(f"{self.site.url}/feed")
            self.wait_for(lambda: self.site.asked("/news/1"))
            time.sleep(0.5)
            self.assertEqual(self.documents(), [])
            program.kill()
            db.execute("ROLLBACK")
        self.once(f"{self.site.url}/feed")
        self.assertEqual((self.urls(), len(self.site.asked("/news/1"))), (self.news(1), 1))

    def test_one_state_one_watch(self):
        self.site.news("/feed", [1])
        self.begin(f"{self.site.url}/feed")
        self.wait_for(lambda: self.urls() == self.news(1))
        run = subprocess.run([*self.command(f"{self.site.url}/feed"), "--once"], capture_output=True, text=True)
        self.assertEqual(run.returncode, 1)
        self.assertIn("another isnad watch", run.stderr)
        self.once(f"{self.site.url}/feed", "--state", self.folder / "other.state")

    def test_a_log_that_nobody_reads_ends_it(self):
        program = self.begin(f"{self.site.url}/feed", "--every", "0.1s")
        program.stdout.close()
        program.stdout = None
        self.assertEqual(program.wait(20), 0)

    def test_wrong_command_lines(self):
        (self.folder / "a.txt").write_text("نص", encoding="utf-8")
        (self.folder / "bad.opml").write_text("<opml><body><outline xmlUrl='http://a/'></opml>", encoding="utf-8")
        (self.folder / "empty.opml").write_text("<opml><body/></opml>", encoding="utf-8")
        (self.folder / "text.state").write_text("ليست حالة " * 200, encoding="utf-8")
        cases = [([self.folder / "none"], "no such file or folder", 1), ([self.folder / "a.txt"], "neither a folder nor an OPML file", 1),
                 ([self.folder / "bad.opml"], "bad.opml:1: XML", 1), ([self.folder / "empty.opml"], "no feed in it", 1),
                 (["https://"], "no address", 1), ([self.folder, "--allow", "10.0.0.0/33"], "no address and no range", 2),
                 ([self.folder, "--every", "soon"], "--every", 2), ([], "SOURCE", 2),
                 ([self.folder, "--state", self.folder / "text.state"], "not a database", 1)]
        for arguments, message, status in cases:
            run = subprocess.run([*self.command(*arguments, allow=None), "--once"], capture_output=True, text=True)
            self.assertEqual(run.returncode, status, (arguments, run.stderr))
            self.assertIn(message, run.stderr, arguments)

    # Lists of feeds, and folders.

    def test_opml(self):
        self.site.news("/a", [1])
        self.site.news("/b", [2])
        opml = self.folder / "feeds.opml"
        outline = f"<outline type='rss' text='أخبار' xmlUrl='{self.site.url}/%s'/>"
        opml.write_text(f"<?xml version='1.0'?><opml version='2.0'><body><outline text='صحف'>{outline % 'a'}</outline></body></opml>", encoding="utf-8")
        program = self.begin(opml, "--look", "0.5s")
        self.wait_for(lambda: self.urls() == self.news(1))
        opml.write_text(f"<?xml version='1.0'?><opml version='2.0'><body>{outline % 'a'}{outline % 'b'}</body></opml>", encoding="utf-8")
        self.wait_for(lambda: self.urls() == self.news(1, 2))
        program.terminate()
        self.assertEqual(program.wait(20), 0)

    def article(self, n):
        return json.dumps({"id": str(n), "text": " ".join(paragraphs(n))}, ensure_ascii=False)

    def test_folders(self):
        inbox = self.folder / "inbox"
        (inbox / "below").mkdir(parents=True)
        (inbox / "a.jsonl").write_text(self.article(1) + "\n", encoding="utf-8")
        (inbox / "below" / "b.html").write_bytes(page(2))
        (inbox / "README.md").write_text("نص لا يقرأ", encoding="utf-8")
        (inbox / "broken.json").write_text('{"text": 1}', encoding="utf-8")
        events = self.once(inbox)
        self.assertEqual(self.results(events, "file"), ["read"] * 3)
        self.assertEqual((self.results(events, "document"), len(self.documents())), (["refused"], 2))
        self.assertEqual(self.results(self.once(inbox), "file"), [], "each file once")
        with (inbox / "a.jsonl").open("a", encoding="utf-8") as more:
            more.write(self.article(3) + "\n")
        events = self.once(inbox)
        self.assertEqual([(e["added"], e["known"]) for e in events if e["event"] == "file"], [(1, 1)])

    def test_its_own_files_are_no_news(self):
        self.store = self.folder / "news.db"
        (self.folder / "a.jsonl").write_text(self.article(1), encoding="utf-8")
        log = self.folder / "log.txt"
        for _ in range(2):
            with log.open("a") as out:
                subprocess.run([*self.command(self.folder), "--once"], stdout=out, stderr=out, timeout=60, check=True)
        events = [json.loads(line) for line in log.read_text().splitlines()]
        self.assertEqual([pathlib.Path(e["subject"]).name for e in events if e["event"] in ("file", "document")], ["a.jsonl"])

    def test_files_that_are_being_written(self):
        inbox = self.folder / "inbox"
        inbox.mkdir()
        program = self.begin(inbox, "--look", "0.4s")
        with (inbox / "a.jsonl").open("w", encoding="utf-8") as out:
            for n in range(10):
                out.write(self.article(n) + "\n")
                out.flush()
                time.sleep(0.15)
        self.wait_for(lambda: len(self.documents()) == 10)
        program.terminate()
        events = [json.loads(line) for line in program.communicate(timeout=20)[0].splitlines()]
        self.assertEqual([(e["result"], e["added"]) for e in events if e["event"] == "file"], [("read", 10)])

    def test_sigterm_in_a_long_file(self):
        inbox = self.folder / "inbox"
        inbox.mkdir()
        with (inbox / "a.jsonl").open("w", encoding="utf-8") as out:
            for n in range(800):
                out.write(json.dumps({"id": str(n), "text": paragraphs(n)[n % 3]}, ensure_ascii=False) + "\n")
        program = self.begin(inbox, "--look", "0.1s")
        self.wait_for(lambda: self.documents())
        begun = time.monotonic()
        program.terminate()
        self.assertEqual(program.wait(20), 0)
        self.assertLess(time.monotonic() - begun, 10)
        self.assertLess(len(self.documents()), 800)
        events = self.once(inbox)
        self.assertEqual(len(self.documents()), 800)
        self.assertGreater([e["known"] for e in events if e["event"] == "file"][0], 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
