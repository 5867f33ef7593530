#!/usr/bin/env python3
"""isnad serve, as it is built, over examples/: a real server on 127.0.0.1, every answer held against docs/api/openapi.json.

usage: serve_test.py ISNAD PROJECT
"""
import contextlib
import gzip
import http.client
import json
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse
import xml.etree.ElementTree as ElementTree

import jsonschema

ISNAD, PROJECT = sys.argv[1], pathlib.Path(sys.argv[2])
EXAMPLES = PROJECT / "examples"
SPEC = json.loads((PROJECT / "docs/api/openapi.json").read_text(encoding="utf-8"))
RECORD = json.loads((PROJECT / "docs/formats/record.schema.json").read_text(encoding="utf-8"))
HOSTILE = "<script>alert(1)</script>\u202e\"'&"


def isnad(*arguments, **options):
    return subprocess.run([ISNAD, *map(str, arguments)], capture_output=True, text=True, **options)


class Answer:
    def __init__(self, response, raw):
        self.status, self.headers, self.raw = response.status, response.headers, raw
        self.body = gzip.decompress(raw) if response.headers.get("Content-Encoding") == "gzip" else raw

    @property
    def json(self):
        return json.loads(self.body)


class Server:
    """A server of its own; ends with the test."""

    def __init__(self, test, store, *options, wait=True):
        self.log = tempfile.NamedTemporaryFile("r", suffix=".log")
        test.addCleanup(self.log.close)
        self.process = subprocess.Popen([ISNAD, "serve", "--store", str(store), "--port", "0", "--log", self.log.name, *map(str, options)],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        test.addCleanup(self.stop)
        line = self.process.stdout.readline()
        assert line.startswith("http"), self.process.stderr.read()
        self.url = urllib.parse.urlsplit(line.strip())
        self.port = self.url.port
        self.csrf = None
        for _ in range(600 if wait else 0):
            if self.get("/readyz").status == 200:
                break
            time.sleep(0.05)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        self.process.stdout.close(), self.process.stderr.close()
        return self.process.returncode

    def connect(self, timeout=30):
        if self.url.scheme == "https":
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=timeout, context=context)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def request(self, method, path, body=None, **headers):
        with contextlib.closing(self.connect()) as connection:
            connection.request(method, urllib.parse.quote(path, safe="/?&=%:,.+~-_"), body=body,
                               headers={k.replace("_", "-"): v for k, v in headers.items()})
            response = connection.getresponse()
            return Answer(response, response.read())

    def get(self, path, **headers):
        return self.request("GET", path, **headers)

    def api(self, path, **parameters):
        answer = self.get("/api/v1" + path + ("?" + urllib.parse.urlencode(parameters, doseq=True) if parameters else ""))
        assert answer.status == 200, (path, parameters, answer.body.decode())
        return answer.json

    def change(self, method, path, value=None, **headers):
        if self.csrf is None:
            self.csrf = self.api("/session")["csrf"]
        body = value if isinstance(value, (bytes, str)) or value is None else json.dumps(value)
        if isinstance(body, str):
            body = body.encode()
        return self.request(method, "/api/v1" + path, body, **{"X_CSRF_Token": self.csrf, "Content_Type": "application/json", **headers})

    def raw(self, data, timeout=5):
        """What comes back for bytes, whatever they are."""
        with socket.create_connection(("127.0.0.1", self.port), timeout) as s:
            try:
                s.sendall(data)
                s.shutdown(socket.SHUT_WR)
                out = b""
                while part := s.recv(65536):
                    out += part
                return out
            except OSError:
                return b""


class Live:
    """Server-sent events of a connection."""

    def __init__(self, test, server, **headers):
        self.connection = server.connect(timeout=20)
        test.addCleanup(self.connection.close)
        self.connection.request("GET", "/api/v1/events", headers={k.replace("_", "-"): v for k, v in headers.items()})
        self.response = self.connection.getresponse()
        assert self.response.status == 200, self.response.read()

    def next(self):
        event = {}
        while True:
            line = self.response.fp.readline().decode().rstrip("\n")
            if line.startswith(":"):
                continue
            if not line and event.get("event"):
                return event
            name, _, value = line.partition(": ")
            if name:
                event[name] = json.loads(value) if name == "data" else value

    def until(self, name):
        while (event := self.next())["event"] != name:
            pass
        return event


def article(number, **fields):
    return {"id": f"a-{number}", "title": f"لقاء عماني سويسري {number}", "published": "2021-05-03", "source": "الشبيبة",
            "text": f"قال وزير الخارجية العماني بدر البوسعيدي إن الوفد رقم {number} التقى نظيره السويسري في مسقط يوم الاثنين.", **fields}


def one_document(node, record=False):
    """The OpenAPI document with the schema of records in it: references point into one document."""
    if isinstance(node, list):
        return [one_document(n, record) for n in node]
    if not isinstance(node, dict):
        return node
    out = {k: one_document(v, record) for k, v in node.items() if k not in ("$id", "$schema")}
    if isinstance(out.get("$ref"), str):
        out["$ref"] = "#/record" + out["$ref"][1:] if record else out["$ref"].replace("/record.schema.json#", "#/record").replace("/record.schema.json", "#/record")
    return out


SCHEMAS = {"components": one_document(SPEC["components"]), "record": one_document(RECORD, True)}


def check(schema, value):
    """Holds a value against a schema of the OpenAPI document."""
    jsonschema.Draft202012Validator({"$ref": schema, **SCHEMAS}).validate(value)


class WithStore(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.made = tempfile.TemporaryDirectory()
        cls.example_store = pathlib.Path(cls.made.name) / "examples.db"
        added = isnad("add", EXAMPLES, "--store", cls.example_store)
        assert added.returncode == 0, added.stderr

    @classmethod
    def tearDownClass(cls):
        cls.made.cleanup()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.store = self.folder / "news.db"
        shutil.copy(self.example_store, self.store)

    def serve(self, *options):
        return Server(self, self.store, *options)

    def assert_problem(self, answer, status, words=""):
        self.assertEqual(answer.status, status, answer.body)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        check("#/components/schemas/Problem", answer.json)
        self.assertIn(words, answer.json["detail"])


class Answers(WithStore):
    def test_every_answer_is_as_the_document_says(self):
        server = self.serve()
        claims, contacts = server.api("/claims")["items"], server.api("/contacts")["items"]
        correction = server.change("POST", "/corrections", {"kind": "note", "target": {"type": "claim", "id": claims[0]["id"]}, "note": "تحقق"})
        search = server.change("POST", "/searches", {"name": "عمان", "query": "عمان"})
        check("#/components/schemas/Correction", correction.json)
        check("#/components/schemas/SavedSearch", search.json)
        entity = server.api("/entities")["items"][0]["id"]
        ids = {"/documents/{id}": server.api("/documents")["items"][0]["id"], "/claims/{id}": claims[0]["id"],
               "/contacts/{id}": contacts[0]["id"], "/entities/{id}": entity, "/stories/{id}": server.api("/stories")["items"][0]["id"],
               "/trace/{id}": contacts[0]["id"], "/corrections/{id}": correction.json["id"], "/searches/{id}": search.json["id"],
               "/searches/{id}/atom": search.json["id"], "/searches/{id}/feed.json": search.json["id"]}
        some = {"after": "2010", "before": "2030-12-31", "entity": entity, "act": "say", "kind": "meeting", "least": "1", "sort": None,
                "q": "عمان", "limit": "7", "speaker": entity, "through": entity, "venue": entity, "party": entity, "year": "2021",
                "bin": "day", "include": "statements", "undated": "false", "depth": "2", "type": "person", "country": "OM", "ids": entity,
                "facets": "false", "outlet": "رويترز", "mode": "indirect", "status": "denied"}
        seen = 0
        for path, operations in SPEC["paths"].items():
            if "get" not in operations or path == "/events":
                continue
            operation = operations["get"]
            real = path.replace("{id}", ids.get(path, ""))
            content = operation["responses"]["200"]["content"]
            self.assertEqual(len(content), 1)
            (kind, described), = content.items()
            variants = [{}]
            for parameter in operation.get("parameters", []):
                if "$ref" in parameter:
                    parameter = SPEC["components"]["parameters"][parameter["$ref"].rsplit("/", 1)[1]]
                value = some.get(parameter["name"])
                if parameter["name"] == "sort":
                    variants += [{"sort": s} for s in parameter["schema"]["enum"]]
                elif value and parameter["in"] == "query":
                    variants.append({parameter["name"]: value})
            for parameters in variants:
                answer = server.get("/api/v1" + real + ("?" + urllib.parse.urlencode(parameters) if parameters else ""))
                with self.subTest(path=path, parameters=parameters):
                    self.assertEqual(answer.status, 200, answer.body)
                    self.assertEqual(answer.headers["Content-Type"].split(";")[0], kind)
                    self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
                    if "json" in kind and "$ref" in described["schema"]:
                        check(described["schema"]["$ref"], answer.json)
                seen += 1
        self.assertGreater(seen, 100)
        for claim in claims:
            check("#/components/schemas/Trace", server.api("/trace/" + claim["id"]))
        for document in server.api("/documents", limit=500)["items"]:
            check("#/components/schemas/Document", server.api("/documents/" + document["id"]))
        for item in server.api("/entities", limit=500)["items"]:
            check("#/components/schemas/Entity", server.api("/entities/" + item["id"]))

    def test_it_tells_what_the_commands_tell(self):
        server = self.serve()
        lines = lambda run: {item["id"]: item for item in map(json.loads, run.stdout.splitlines())}
        for command in ("claims", "contacts"):
            told = lines(isnad(command, "--store", self.store, "--format", "jsonl"))
            items = {item["id"]: item for item in server.api("/" + command, limit=500)["items"]}
            self.assertEqual(set(items), set(told))
            for id, item in told.items():
                for key in ("status", "sources", "confirmed_by", "denied_by", "speaker", "parties", "venue", "kind", "from", "to"):
                    if key in item and not (command == "claims" and key in ("from", "to")):
                        self.assertEqual(items[id][key], item[key], (id, key))
        record = json.loads(isnad("read", EXAMPLES / "07-baghdad-talks-chain.json", "--format", "jsonl").stdout)
        answer = [server.api("/documents/" + d["id"])["record"] for d in server.api("/documents", limit=100)["items"]]
        self.assertIn(record["statements"], [r["statements"] for r in answer])
        found = [json.loads(line)["document"] for line in isnad("search", "إيران", "--store", self.store, "--format", "jsonl").stdout.splitlines()]
        self.assertEqual([hit["name"] for hit in server.api("/search", q="إيران", limit=200)["items"]], found)
        counts = json.loads(isnad("status", "--store", self.store, "--format", "jsonl").stdout)
        self.assertEqual({k: v for k, v in server.api("/statistics").items() if k in counts}, counts)

    def test_words_are_where_they_are_said_to_be(self):
        server = self.serve()
        texts = {}
        for statement in server.api("/statements", limit=500)["items"]:
            id = statement["document"]["id"]
            texts.setdefault(id, server.api("/documents/" + id)["record"]["text"])
            span = statement["content"]
            self.assertEqual(texts[id][span["start"]:span["end"]], span["text"])
        for contact in server.api("/contacts", limit=100)["items"]:
            for root in server.api("/trace/" + contact["id"])["roots"]:
                for m in root["mentions"]:
                    self.assertEqual(texts[m["document_id"]][m["start"]:m["end"]], m["text"])
        hit = server.api("/search", q="إيران")["items"][0]
        self.assertTrue(any(piece["hit"] for piece in hit["passage"]))

    def test_pages_hold_everything_once(self):
        server = self.serve()
        for path in ("/documents", "/statements", "/claims", "/contacts", "/entities", "/timeline", "/search"):
            seen, cursor, total = [], {}, None
            while True:
                page = server.api(path, limit=3, **cursor)
                total = page["total"]
                seen += [item["id"] for item in page["items"]]
                if not page["next"]:
                    break
                cursor = {"cursor": page["next"]}
            self.assertEqual(len(seen), total, path)
            self.assertEqual(len(set(seen)), total, path)
        answer = server.get("/api/v1/claims?limit=2&fields=id,sources")
        self.assertEqual([set(item) for item in answer.json["items"]], [{"id", "sources"}] * 2)
        following = re.fullmatch(r'<(.*)>; rel="next"', answer.headers["Link"])[1]
        self.assertEqual(server.get(following).status, 200)
        self.assertNotEqual(server.get(following).json["items"], answer.json["items"])
        claim = answer.json["items"][0]["id"]
        self.assertEqual(set(server.api("/claims/" + claim, fields="status")), {"status"})

    def test_filters_choose(self):
        server = self.serve()
        for status in ("held", "denied", "planned"):
            self.assertTrue(all(c["status"] == status for c in server.api("/contacts", status=status)["items"]))
        all_claims = server.api("/claims", limit=500)
        party = next(c for c in server.api("/contacts")["items"] if c["party_ids"][0])
        named = server.api("/contacts", entity=party["party_ids"][0], limit=500)["items"]
        self.assertIn(party["id"], [c["id"] for c in named])
        self.assertTrue(all(party["party_ids"][0] in c["party_ids"] + c["intermediary_ids"] for c in named))
        self.assertLess(server.api("/claims", after="2022", limit=500)["total"], all_claims["total"])
        self.assertTrue(all(c["from"] >= "2022" for c in server.api("/claims", after="2022")["items"]))
        acts = server.api("/claims", act=["deny", "confirm"], limit=500)["items"]
        self.assertTrue(acts and {c["act"] for c in acts} <= {"deny", "confirm"})
        timeline = server.api("/timeline", undated="false", include=["contacts", "statements"])
        dates = [item["from"] for item in timeline["items"]]
        self.assertEqual(dates, sorted(dates))
        self.assertEqual(sum(b["held"] + b["planned"] + b["denied"] + b["statements"] for b in timeline["bins"]), timeline["total"])
        network = server.api("/network")
        nodes = {n["id"] for n in network["nodes"]}
        self.assertTrue(network["edges"] and all(e["a"] in nodes and e["b"] in nodes for e in network["edges"]))
        near = server.api("/network", entity=network["nodes"][-1]["id"], depth=1)
        self.assertLess(len(near["nodes"]), len(nodes))
        facets = server.api("/search", q="إيران")["facets"]
        for name in ("outlet", "year", "speaker", "act"):
            value = facets[name][0]
            self.assertEqual(server.api("/search", q="إيران", **{name: value["value"]})["total"], value["count"], name)
        outlet = facets["outlet"][0]["value"]
        self.assertTrue(all(d["outlet"] == outlet for d in server.api("/documents", outlet=outlet)["items"]))
        self.assertEqual(server.api("/search/suggest", q=party["parties"][0][:3])["items"][0]["name"][:1], party["parties"][0][:1])

    def test_mistakes_are_named(self):
        server = self.serve()
        for path, status, words in [
                ("/claims?limt=3", 400, "no such parameter"), ("/claims?limit=x", 400, "limit"), ("/claims?limit=0", 400, "limit"),
                ("/claims?after=أمس", 400, "no date"), ("/claims?after=2020&before=2019", 400, "before"), ("/claims?act=sing", 400, "none of"),
                ("/claims?speaker=n000000000000", 400, "no entity"), ("/claims?cursor=zz", 400, "cursor"), ("/claims?limit=1&limit=2", 400, "twice"),
                ("/documents/none", 404, "no document"), ("/claims/s000", 404, "no claim"), ("/trace/x", 404, "no claim or contact"),
                ("/nothing", 404, "nothing at this path"), ("/search?q=spaeker:x", 400, "no field"), ("/search?q=%22a", 400, "not closed"),
                ("/timeline?status=gone", 400, "no status")]:
            with self.subTest(path=path):
                self.assert_problem(server.get("/api/v1" + path), status, words)
        self.assertEqual(server.get("/api/v1/search?q=كيري+spaeker:x").json["column"], 6)
        refused = server.request("PATCH", "/api/v1/claims")
        self.assert_problem(refused, 405, "methods")
        self.assertEqual(refused.headers["Allow"], "GET, HEAD")

    def test_unchanged_answers_are_not_sent_again(self):
        server = self.serve()
        first = server.get("/api/v1/contacts")
        tag = first.headers["ETag"]
        again = server.get("/api/v1/contacts", If_None_Match=tag)
        self.assertEqual((again.status, again.body), (304, b""))
        self.assertEqual(server.change("POST", "/documents", article(1)).status, 201)
        self.assertEqual(server.get("/api/v1/contacts", If_None_Match=tag).status, 200)
        packed = server.get("/api/v1/contacts", Accept_Encoding="gzip")
        self.assertEqual(packed.headers["Content-Encoding"], "gzip")
        self.assertLess(len(packed.raw), len(packed.body) / 2)
        self.assertEqual(packed.json, server.get("/api/v1/contacts").json)
        self.assertIsNone(server.get("/api/v1/contacts", Accept_Encoding="gzip;q=0").headers["Content-Encoding"])
        head = server.request("HEAD", "/api/v1/contacts")
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertGreater(int(head.headers["Content-Length"]), 1000)


class Adding(WithStore):
    def test_documents_are_read_linked_and_shown(self):
        server = self.serve()
        before = server.api("/statistics")["documents"]
        answer = server.change("POST", "/documents", [article(1), article(2), {"text": ""}])
        self.assertEqual(answer.status, 201, answer.body)
        check("#/components/schemas/Added", answer.json)
        self.assertEqual((answer.json["added"], len(answer.json["refused"]), answer.json["total"]), (2, 1, before + 2))
        for id in answer.json["documents"]:
            self.assertEqual(server.api("/documents/" + id)["outlet"], "الشبيبة")
        again = server.change("POST", "/documents", article(1))
        self.assertEqual((again.status, again.json["known"]), (200, 1))
        plain = "لقاء في مسقط\nقال مسؤول عماني إن الوفدين التقيا أمس في مسقط بوساطة سويسرية.\n"
        self.assertEqual(server.change("POST", "/documents", plain, Content_Type="text/plain").status, 201)
        lines = "\n".join(json.dumps(article(n)) for n in range(10, 15))
        self.assertEqual(server.change("POST", "/documents", lines, Content_Type="application/x-ndjson").json["added"], 5)
        self.assert_problem(server.change("POST", "/documents", {"text": "no Arabic at all"}), 422, "not Arabic")
        self.assert_problem(server.change("POST", "/documents", b""), 422, "empty")
        self.assertEqual(isnad("status", "--store", self.store).returncode, 0)

    def test_a_large_body_is_refused_before_it_is_sent(self):
        server = self.serve("--max-body", 1)
        self.assert_problem(server.change("POST", "/documents", article(1, text="قال الوزير. " * 200_000)), 413, "larger")
        # And one that does not say how long it is, while it comes.
        answer = server.raw(b"POST /api/v1/documents HTTP/1.1\r\nHost: localhost\r\nX-CSRF-Token: " + server.api("/session")["csrf"].encode() +
                            b"\r\nTransfer-Encoding: chunked\r\n\r\n" + (b"10000\r\n" + b"x" * 65536 + b"\r\n") * 40)
        self.assertIn(b"413", answer.split(b"\r\n")[0])
        self.assertEqual(server.get("/healthz").status, 200)

    def test_what_another_program_adds_is_shown(self):
        server = self.serve()
        before = server.api("/statistics")
        live = Live(self, server)
        self.assertEqual(live.next()["event"], "hello")
        (self.folder / "new.json").write_text(json.dumps(article(7)), encoding="utf-8")
        self.assertEqual(isnad("add", self.folder / "new.json", "--store", self.store).returncode, 0)
        event = live.until("documents")
        self.assertEqual(event["data"]["added"], 1)
        after = server.api("/statistics")
        self.assertEqual(after["documents"], before["documents"] + 1)
        self.assertNotEqual(after["version"], before["version"])

    def test_events_that_were_missed_come_again(self):
        server = self.serve()
        live = Live(self, server)
        server.change("POST", "/documents", article(1))
        first = live.until("documents")
        live.connection.close()
        server.change("POST", "/documents", article(2))
        later = Live(self, server, Last_Event_ID=first["id"])
        self.assertEqual(later.next()["event"], "hello")
        missed = later.until("documents")
        self.assertEqual(int(missed["id"]), int(first["id"]) + 1)
        self.assert_problem(server.get("/api/v1/events", Last_Event_ID="x"), 400, "Last-Event-ID")


class Corrections(WithStore):
    def setUp(self):
        super().setUp()
        self.server = self.serve()

    def correct(self, kind, type, id, **members):
        answer = self.server.change("POST", "/corrections", {"kind": kind, "target": {"type": type, "id": id}, **members})
        self.assertEqual(answer.status, 201, answer.body)
        check("#/components/schemas/Correction", answer.json)
        self.assertTrue(answer.json["applied"])
        return answer.json

    def undo(self, correction):
        answer = self.server.change("POST", f"/corrections/{correction['id']}/undo")
        self.assertEqual(answer.status, 200, answer.body)
        self.assertTrue(answer.json["undone"] and not answer.json["applied"])

    def state(self):
        return {path: self.server.api(path, limit=500)["items"] for path in ("/claims", "/contacts", "/stories", "/entities", "/documents")}

    def test_merge_and_split_and_undo(self):
        before = self.state()
        contacts = before["/contacts"]
        merged = self.correct("merge", "contact", contacts[0]["id"], **{"with": [contacts[1]["id"]]}, who="مريم")
        self.assertEqual(merged["who"], "مريم")
        now = self.server.api("/contacts", limit=500)
        self.assertEqual(now["total"], len(contacts) - 1)
        joined = next(c for c in now["items"] if c["corrections"])
        self.assertEqual(joined["mention_count"], contacts[0]["mention_count"] + contacts[1]["mention_count"])
        self.undo(merged)
        self.assertEqual(self.state(), before)
        several = next(c for c in contacts if c["mention_count"] > 1)
        mention = several["mentions"][0]
        split = self.correct("split", "contact", several["id"], mentions=[f"{mention['document_id']}:{mention['contact']}"])
        self.assertEqual(self.server.api("/contacts", limit=500)["total"], len(contacts) + 1)
        self.undo(split)
        entities = [e for e in before["/entities"] if e["type"] == "person"][:2]
        self.correct("merge", "entity", entities[0]["id"], **{"with": [entities[1]["id"]]})
        self.assertEqual(self.server.api("/entities")["total"], len(before["/entities"]) - 1)
        claims = before["/claims"]
        self.correct("merge", "claim", claims[0]["id"], **{"with": [claims[1]["id"]]})
        self.assertEqual(self.server.api("/claims")["total"], len(claims) - 1)
        stories = self.server.api("/stories", least=1)
        self.correct("merge", "story", stories["items"][0]["id"], **{"with": [stories["items"][-1]["id"]]})
        self.assertEqual(self.server.api("/stories", least=1)["total"], stories["total"] - 1)

    def test_speaker_and_date_and_note(self):
        claim = self.server.api("/claims")["items"][0]
        mention = claim["mentions"][0]
        target = f"{mention['document_id']}:{mention['statement']}"
        speaker = self.correct("speaker", "statement", target, value={"speaker": "سلطان الحارثي"})
        statement = self.server.api("/statements", document=mention["document_id"], limit=500)["items"]
        said = next(s for s in statement if s["id"] == target)
        self.assertEqual(said["speaker"]["name"], "سلطان الحارثي")
        self.assertEqual(self.server.api("/claims", speaker=said["speaker"]["entity"])["total"], 1)
        self.undo(speaker)
        document = self.server.api("/documents")["items"][0]
        self.correct("date", "document", document["id"], value={"from": "1999-01-02", "to": "1999-01-03"})
        shown = self.server.api("/documents/" + document["id"])
        self.assertEqual((shown["from"], shown["to"]), ("1999-01-02", "1999-01-03"))
        self.assertEqual(len(shown["corrections"]), 1)
        contact = self.server.api("/contacts")["items"][0]
        self.correct("date", "contact", contact["id"], value={"from": "1998"})
        self.assertIn(("1998", "1998"), [(c["from"], c["to"]) for c in self.server.api("/contacts", limit=500)["items"]])
        note = self.correct("note", "entity", self.server.api("/entities")["items"][0]["id"], note=HOSTILE)
        self.assertEqual(self.server.api("/corrections/" + note["id"])["note"], HOSTILE)

    def test_they_outlive_the_server_and_linking_anew(self):
        contacts = self.server.api("/contacts")["items"]
        merged = self.correct("merge", "contact", contacts[0]["id"], **{"with": [contacts[1]["id"]]})
        noted = self.correct("note", "document", self.server.api("/documents")["items"][0]["id"], note="راجعه")
        self.undo(noted)
        before = self.state()
        self.assertEqual(self.server.stop(), 0)
        self.assertEqual(isnad("relink", "--store", self.store).returncode, 0)
        self.server = self.serve()
        self.assertEqual(self.state(), before)
        exported = self.server.get("/api/v1/corrections", Accept="application/x-ndjson")
        lines = [json.loads(line) for line in exported.body.decode().splitlines()]
        self.assertEqual([line["id"] for line in lines], [noted["id"], merged["id"]])
        for line in lines:
            check("#/components/schemas/Correction", line)
        self.assertEqual(self.server.api("/corrections", undone="true")["total"], 1)
        self.assertEqual(self.server.api("/corrections", target=contacts[1]["id"])["total"], 1)
        # While the server runs, too.
        self.assertEqual(isnad("relink", "--store", self.store).returncode, 0)
        time.sleep(1.5)
        self.assertEqual(self.state(), before)

    def test_what_cannot_be_is_refused(self):
        contacts = self.server.api("/contacts", limit=500)["items"]
        single = next(c for c in contacts if c["mention_count"] == 1)
        target = {"type": "contact", "id": single["id"]}
        mention = f"{single['mentions'][0]['document_id']}:{single['mentions'][0]['contact']}"
        for body, status, words in [
                ("{", 400, "no JSON"), ("[]", 400, "object"), ({"kind": "erase", "target": target}, 400, "kind"),
                ({"kind": "merge", "target": target}, 400, "with"), ({"kind": "merge", "target": target, "with": ["c0"]}, 404, "no contact"),
                ({"kind": "merge", "target": target, "with": [3]}, 400, "strings"), ({"kind": "note", "target": target}, 400, "note"),
                ({"kind": "date", "target": target, "value": {"from": "آب"}}, 400, "no date"),
                ({"kind": "date", "target": target, "value": {"from": "2020", "to": "2019"}}, 400, "before"),
                ({"kind": "speaker", "target": target, "value": {"speaker": "x"}}, 400, "speakers"),
                ({"kind": "split", "target": target, "mentions": [mention]}, 422, "stay"),
                ({"kind": "note", "target": {"type": "claim", "id": "s0"}, "note": "x"}, 404, "no claim"),
                ({"kind": "note", "target": target, "note": "x", "extra": 1}, 400, "no such member")]:
            with self.subTest(body=body):
                self.assert_problem(self.server.change("POST", "/corrections", body), status, words)
        self.assert_problem(self.server.change("POST", "/corrections/k0/undo"), 404)
        self.assertEqual(self.server.api("/corrections")["total"], 0)
        note = self.correct("note", **{"type": "contact", "id": single["id"]}, note="x")
        self.undo(note)
        self.assert_problem(self.server.change("POST", f"/corrections/{note['id']}/undo"), 409)


class Searches(WithStore):
    def test_they_are_kept_tell_of_news_and_have_feeds(self):
        server = self.serve()
        kept = server.change("POST", "/searches", {"name": HOSTILE, "query": "سويسري"})
        self.assertEqual(kept.status, 201, kept.body)
        id, total = kept.json["id"], kept.json["total"]
        live = Live(self, server)
        server.change("POST", "/documents", article(1, title=HOSTILE + " لقاء سويسري"))
        event = live.until("search")
        self.assertEqual(event["data"], {"id": id, "name": HOSTILE, "new": 1})
        shown = server.api("/searches")["items"][0]
        self.assertEqual((shown["new"], shown["total"]), (1, total + 1))
        atom = server.get(shown["atom"])
        root = ElementTree.fromstring(atom.body)
        space = {"a": "http://www.w3.org/2005/Atom"}
        self.assertEqual(root.find("a:title", space).text, HOSTILE)
        self.assertIn("alert(1)", root.find("a:entry/a:title", space).text)
        self.assertNotIn(b"<script", atom.body)
        feed = server.get(shown["json_feed"]).json
        self.assertEqual((feed["version"], len(feed["items"])), ("https://jsonfeed.org/version/1.1", total + 1))
        # Isnad itself reads both.
        for name, answer in (("feed.xml", atom.body), ("feed.json", server.get(shown["json_feed"]).body)):
            (self.folder / name).write_bytes(answer)
            self.assertGreater(len(isnad("read", self.folder / name, "--format", "jsonl").stdout.splitlines()), 0, name)
        self.assertEqual(server.change("POST", f"/searches/{id}/seen").json["new"], 0)
        changed = server.change("PUT", f"/searches/{id}", {"name": "آخر", "query": "speaker:البوسعيدي", "alert": False})
        self.assertEqual((changed.status, changed.json["name"], changed.json["alert"]), (200, "آخر", False))
        for body, words in [({"name": "x"}, "query"), ({"name": "", "query": "x"}, "name"), ({"name": "x", "query": "spaeker:x"}, "no field"),
                            ({"name": "x", "query": "x", "more": 1}, "no such member"), ("", "no JSON")]:
            self.assert_problem(server.change("POST", "/searches", body), 400, words)
        server.stop()
        server = self.serve()
        self.assertEqual(server.api("/searches")["items"][0]["name"], "آخر")
        self.assertEqual(server.change("DELETE", f"/searches/{id}").status, 204)
        self.assertEqual(server.api("/searches")["items"], [])
        self.assert_problem(server.get(f"/api/v1/searches/{id}/atom"), 404)


class Safety(WithStore):
    def tokens(self):
        file = self.folder / "tokens"
        made = {role: isnad("serve", "--tokens", file, "--new-token", role, "--role", role).stdout.strip() for role in ("read", "write")}
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        for token in made.values():
            self.assertNotIn(token, file.read_text())
        self.assertEqual(isnad("serve", "--tokens", file, "--new-token", "read").returncode, 1)
        return file, made

    def test_elsewhere_it_does_not_start_without_tokens(self):
        for address in ("0.0.0.0", "::"):
            run = isnad("serve", "--store", self.store, "--address", address, "--port", 0, timeout=20)
            self.assertEqual(run.returncode, 1)
            self.assertIn("--tokens", run.stderr)
        for arguments, words in [(["--tokens", self.folder / "none"], "cannot be read"), (["--certificate", "x"], "--key"),
                                 (["--address", "127.0.0.999"], "no address"), (["--new-token", "x"], "--tokens")]:
            run = isnad("serve", "--store", self.store, "--port", 0, *arguments, timeout=20)
            self.assertNotEqual(run.returncode, 0)
            self.assertIn(words, run.stderr)
        run = isnad("serve", "--store", self.store, "--port", self.serve().port, timeout=20)
        self.assertEqual(run.returncode, 1)
        self.assertIn("in use", run.stderr)

    def test_roles(self):
        file, tokens = self.tokens()
        server = self.serve("--tokens", file)
        bearer = lambda role: {"Authorization": "Bearer " + tokens[role]}
        refused = server.get("/api/v1/claims")
        self.assert_problem(refused, 401)
        self.assertEqual(refused.headers["WWW-Authenticate"], "Bearer")
        self.assertEqual(server.get("/metrics").status, 401)
        self.assertEqual(server.get("/healthz").status, 200)
        self.assertEqual(server.get("/api/v1/claims", **bearer("read")).status, 200)
        body = json.dumps(article(1)).encode()
        self.assert_problem(server.request("POST", "/api/v1/documents", body, **bearer("read")), 403, "read only")
        self.assertEqual(server.request("POST", "/api/v1/documents", body, **bearer("write")).status, 201)
        for _ in range(10):
            self.assert_problem(server.get("/api/v1/claims", Authorization="Bearer isnad_" + "0" * 64), 401)
        self.assert_problem(server.get("/api/v1/claims", Authorization="Bearer isnad_" + "0" * 64), 429)

    def test_sessions_and_csrf(self):
        file, tokens = self.tokens()
        server = self.serve("--tokens", file)
        self.assertEqual(server.get("/api/v1/session").json, {"name": None, "role": None, "login": True, "csrf": None})
        self.assertEqual(server.request("POST", "/api/v1/session", b'{"token": "x"}').status, 401)
        login = server.request("POST", "/api/v1/session", json.dumps({"token": tokens["write"]}).encode())
        check("#/components/schemas/Session", login.json)
        cookie = login.headers["Set-Cookie"]
        self.assertIn("HttpOnly", cookie)
        self.assertIn("SameSite=Strict", cookie)
        session = {"Cookie": cookie.split(";")[0]}
        self.assertEqual(server.get("/api/v1/session", **session).json["name"], "write")
        self.assertEqual(server.get("/api/v1/claims", **session).status, 200)
        body = json.dumps(article(1)).encode()
        self.assert_problem(server.request("POST", "/api/v1/documents", body, **session), 403, "X-CSRF-Token")
        right = {**session, "X_CSRF_Token": login.json["csrf"]}
        self.assert_problem(server.request("POST", "/api/v1/documents", body, **right, Origin="https://evil.example"), 403, "another site")
        own = f"http://127.0.0.1:{server.port}"
        self.assertEqual(server.request("POST", "/api/v1/documents", body, **right, Origin=own).status, 201)
        self.assertEqual(server.request("DELETE", "/api/v1/session", **right).status, 204)
        self.assertEqual(server.get("/api/v1/claims", **session).status, 401)

    def test_pages_of_other_sites(self):
        server = self.serve("--allow-origin", "https://desk.example")
        self.assert_problem(server.request("POST", "/api/v1/documents", b"{}"), 403, "X-CSRF-Token")
        self.assert_problem(server.change("POST", "/documents", article(1), Origin="https://evil.example"), 403, "another site")
        # A name that somebody else's page has pointed to this machine.
        self.assert_problem(server.get("/api/v1/claims", Host="evil.example"), 421, "--host")
        self.assertIsNone(server.get("/api/v1/claims", Origin="https://evil.example").headers["Access-Control-Allow-Origin"])
        self.assertEqual(server.get("/api/v1/claims", Origin="https://desk.example").headers["Access-Control-Allow-Origin"], "https://desk.example")
        preflight = server.request("OPTIONS", "/api/v1/documents", Origin="https://desk.example", Access_Control_Request_Method="POST")
        self.assertIn("POST", preflight.headers["Access-Control-Allow-Methods"])
        self.assertIsNone(server.request("OPTIONS", "/api/v1/documents", Origin="https://evil.example").headers["Access-Control-Allow-Methods"])
        page = server.get("/")
        self.assertEqual(page.status, 200)
        policy = page.headers["Content-Security-Policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("unsafe", policy)
        self.assertEqual(server.get("/openapi.json").json, SPEC)
        self.assertEqual(server.get("/record.schema.json").json, RECORD)

    def test_hostile_requests(self):
        server = self.serve()
        head = b"GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n"
        for target in (b"/%", b"/%zz", b"/%00", b"/../etc/passwd", b"/%2e%2e/x", b"/a%2fb", b"/a//b", b"http://evil/", b"*", b"/\xff", b"/%ff",
                       b"/api/v1/claims?limit=%0a", b"/api/v1/claims?%"):
            self.assertRegex(server.raw(head % (target, b"")), rb"^HTTP/1.1 4\d\d ", target)
        for data in (b"\0" * 100, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00", b"G" * 100_000, b"GET / HTTP/1.1\r\nHost\r\n\r\n",
                     b"POST /api/v1/documents HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                     b"POST /api/v1/documents HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                     b"POST /api/v1/documents HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"):
            answer = server.raw(data)
            self.assertTrue(not answer or answer.startswith(b"HTTP/1.1 4"), (data[:40], answer[:80]))
        self.assertIn(b"431", server.raw(head % (b"/", b"X: " + b"y" * 20_000 + b"\r\n")).split(b"\r\n")[0])
        self.assertRegex(server.raw(b"BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n"), rb"^HTTP/1.1 501 ")
        # Nothing comes back in a header.
        self.assertNotIn(b"X-Evil", server.raw(head % (b"/api/v1/claims?limit=1&fields=id%0d%0aX-Evil:1", b"")))
        many = "&".join(["act=say"] * 1500)
        self.assertIn(server.get("/api/v1/claims?" + many).status, (200, 431))
        self.assertEqual(server.get("/api/v1/claims").status, 200)

    def test_slow_clients_hold_up_nobody(self):
        server = self.serve()
        slow = []
        for n in range(300):
            s = socket.create_connection(("127.0.0.1", server.port))
            self.addCleanup(s.close)
            s.sendall(b"GET /api/v1/claims HTTP/1.1\r\nHost: local" if n % 2 else
                      b"GET /api/v1/timeline?limit=20000 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            slow.append(s)
        began = time.monotonic()
        for _ in range(20):
            self.assertEqual(server.get("/api/v1/statistics").status, 200)
        self.assertLess(time.monotonic() - began, 5)
        # One that never ends its head is told goodbye, without a word.
        slow[1].settimeout(40)
        self.assertEqual(slow[1].recv(100), b"")

    def test_many_listen(self):
        server = self.serve()
        listeners = []
        for _ in range(400):
            s = socket.create_connection(("127.0.0.1", server.port))
            self.addCleanup(s.close)
            s.sendall(b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            listeners.append(s)
        for s in listeners:
            s.settimeout(20)
            received = b""
            while b"hello" not in received:
                received += s.recv(4096)
        metrics = server.get("/metrics").body.decode()
        self.assertIn('isnad_http_connections{kind="live"} 400', metrics)
        server.change("POST", "/documents", article(1))
        for s in listeners:
            received = b""
            while b"event: documents" not in received:
                part = s.recv(4096)
                self.assertTrue(part)
                received += part
        # It ends in order with all of them there.
        began = time.monotonic()
        self.assertEqual(server.stop(), 0)
        self.assertLess(time.monotonic() - began, 5)

    def test_rate_and_connections(self):
        server = self.serve("--rate", 5, "--max-connections", 20)
        answers = [server.get("/api/v1/session").status for _ in range(40)]
        self.assertIn(200, answers)
        self.assertIn(429, answers)
        time.sleep(1.2)
        held = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(40)]
        for s in held:
            self.addCleanup(s.close)
        closed = 0
        for s in held:
            s.settimeout(0.2)
            with contextlib.suppress(TimeoutError):
                closed += s.recv(1) == b""
        self.assertGreaterEqual(closed, 20)

    def test_tls(self):
        certificate, key = self.folder / "cert.pem", self.folder / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", str(key),
                        "-out", str(certificate)], check=True, capture_output=True)
        server = self.serve("--certificate", certificate, "--key", key)
        self.assertEqual(server.url.scheme, "https")
        answer = server.get("/api/v1/claims", Accept_Encoding="gzip")
        self.assertEqual(answer.status, 200)
        self.assertIn("max-age", answer.headers["Strict-Transport-Security"])
        self.assertEqual(Live(self, server).next()["event"], "hello")
        self.assertEqual(server.change("POST", "/documents", [article(n) for n in range(100)]).json["added"], 100)
        self.assertFalse(server.raw(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").startswith(b"HTTP/1.1 2"))
        self.assertEqual(server.get("/healthz").status, 200)

    def test_log_metrics_and_stop(self):
        server = self.serve()
        server.get("/api/v1/search?q=عمان")
        server.get("/api/v1/claims/%22%0d")
        metrics = server.get("/metrics").body.decode()
        self.assertIn('isnad_http_requests_total{method="GET",route="/search",status="200"} 1', metrics)
        self.assertRegex(metrics, r'isnad_documents \d+')
        # What is under way when it has to stop is answered.
        results = []
        threads = [threading.Thread(target=lambda: results.append(server.get("/api/v1/statements?limit=500").status)) for _ in range(8)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(server.stop(), 0)
        self.assertEqual(results, [200] * 8)
        lines = [json.loads(line) for line in server.log.read().splitlines()]
        self.assertTrue(all(set(line) == {"at", "peer", "user", "method", "target", "status", "bytes", "ms"} for line in lines))
        self.assertTrue(any(line["target"].startswith("/api/v1/search") and line["status"] == 200 for line in lines))

    def test_a_new_store_and_a_damaged_one(self):
        self.store = self.folder / "new.db"
        server = self.serve()
        self.assertEqual(server.api("/statistics")["documents"], 0)
        for path in ("/claims", "/contacts", "/timeline", "/network", "/search", "/stories", "/entities"):
            server.api(path)
        self.assertEqual(server.change("POST", "/documents", article(1)).status, 201)
        self.assertEqual(server.api("/contacts")["total"], 1)
        (self.folder / "text.db").write_text("ليس مخزنا " * 200, encoding="utf-8")
        run = isnad("serve", "--store", self.folder / "text.db", "--port", 0, timeout=20)
        self.assertEqual(run.returncode, 1)
        self.assertIn("not a database", run.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
