#!/usr/bin/env python3
"""isnad export as other programs read it: each format by a package that is made for it, its content held against `isnad contacts`,
`isnad claims` and the records.

usage: consumers_test.py ISNAD PROJECT ENVIRONMENT

ENVIRONMENT: the folder for a Python environment with the packages of requirements.txt.
"""
import collections
import csv
import datetime
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
from support import venv

venv.run_in(pathlib.Path(__file__).with_name("requirements.txt"), sys.argv[3])

import icalendar
import jsonschema
import networkx
import prov
import prov.model
import rdflib
from followthemoney import model
from followthemoney.proxy import EntityProxy

ISNAD, PROJECT = sys.argv[1], pathlib.Path(sys.argv[2])
FORMATS = ("jsonl", "graphml", "gexf", "ftm", "prov", "jsonld", "ics")
TABLES = ("documents", "statements", "chain_links", "contacts", "contact_sides", "contact_mentions", "entities", "mentions")
# What a file's metadata may do to a format: formulas, markup, separators, controls, letters beyond the basic plane, no date.
ARTICLES = [
    {"id": "=HYPERLINK(\"http://example.org\")", "title": "=1+1; \"عاجل\", <b>&</b>", "source": "@ضفاف الخليج", "published": "2021-05-04",
     "url": "https://example.org/a?b=1&c=\"2\"", "text": "😀😀 التقى وزير الخارجية العماني بدر البوسعيدي نظيره الإيراني محمد جواد ظريف في مسقط يوم الاثنين 3 مايو 2021.\n"
     "وقال البوسعيدي إن \"الحوار; ضروري, جدا\"."},
    {"id": "undated", "title": "+ رسالة", "source": None, "url": "ftp://example.org/ليس عنوانا\u0001",
     "text": "نفى مسؤول إيراني رفيع أن تكون طهران تلقت رسالة من واشنطن عبر سلطنة عمان. وهدد المسؤول بالرد."},
]
SAME = "نقلت وكالة رويترز عن مسؤول عراقي كبير قوله إن وفدين من السعودية وإيران التقيا في بغداد في 9 أبريل 2021 بوساطة رئيس الوزراء العراقي مصطفى الكاظمي، وإن اللقاء جرى في أجواء إيجابية وسيتكرر قبل نهاية الشهر."
ARTICLES += [{"id": f"copy-{n}", "title": "لقاء في بغداد", "source": source, "published": "2021-04-18", "text": SAME} for n, source in enumerate(("صدى الساحل", "جريدة الميناء"))]
# A meeting that one of its sides confirms two days later.
ARTICLES += [
    {"id": "met", "source": "جريدة الميناء", "published": "2021-05-03", "text": "التقى وزير الخارجية العماني بدر البوسعيدي نظيره الإيراني محمد جواد ظريف في مسقط "
     "يوم الاثنين 3 مايو 2021، وبحث الوزيران الهدنة في اليمن وأمن الملاحة في مضيق هرمز وتبادل السجناء."},
    {"id": "confirmed", "source": "صدى الساحل", "published": "2021-05-05", "text": "أكد وزير الخارجية الإيراني محمد جواد ظريف لقاءه نظيره العماني بدر البوسعيدي في "
     "مسقط. وقال ظريف إن اللقاء مع البوسعيدي جرى فعلا وإنه بحث الهدنة في اليمن وأمن الملاحة في مضيق هرمز وتبادل السجناء."}]


def isnad(*arguments, **options):
    return subprocess.run([ISNAD, *map(str, arguments)], capture_output=True, **options)


def printed(*arguments):
    run = isnad(*arguments)
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout


def lines(*arguments):
    return [json.loads(line) for line in printed(*arguments).decode().splitlines()]


def rows(text, separator=","):
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def first_day(date):
    return date + "-01-01"[len(date) - 4:] if len(date) < 10 else date


def last_day(date):
    if len(date) == 10:
        return date
    year, month = int(date[:4]), int(date[5:7]) if len(date) == 7 else 12
    return str(datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1))


class Exports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        held = tempfile.TemporaryDirectory()
        cls.addClassCleanup(held.cleanup)
        cls.folder = pathlib.Path(held.name)
        own = cls.folder / "own.jsonl"
        own.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in ARTICLES), encoding="utf-8")
        cls.paths = [own, *sorted(p for p in (PROJECT / "examples").iterdir() if p.suffix in (".json", ".txt"))]
        cls.store = cls.folder / "news.db"
        printed("add", *cls.paths, "--store", cls.store)
        cls.contacts = {c["id"]: c for c in lines("contacts", "--store", cls.store, "--format", "jsonl")}
        cls.claims = {c["id"]: c for c in lines("claims", "--store", cls.store, "--format", "jsonl")}
        cls.things = collections.defaultdict(list)
        for thing in map(json.loads, cls.exported("jsonl").decode().splitlines()):
            cls.things[thing["type"]].append(thing)
        cls.documents = {d["id"]: d for d in cls.things["document"]}
        cls.names = {d["id"]: d["document"] for d in cls.things["document"]}
        cls.entities = {e["id"]: e for e in cls.things["entity"]}
        cls.statements = {s["id"]: s for s in cls.things["statement"]}
        cls.by_id = {c["id"]: c for c in cls.things["contact"]}
        assert len(cls.contacts) > 25 and len(cls.claims) > 80, "the articles tell of too little to test with"

    @classmethod
    def exported(cls, name, *arguments, store=None):
        return printed("export", "--format", name, "--store", store or cls.store, *arguments)

    def test_jsonl_is_all_that_the_commands_tell(self):
        mine = {}
        for c in self.things["contact"]:
            self.assertEqual(list(c)[:2], ["type", "id"])
            mine[c["id"]] = {
                **{k: c[k] for k in ("id", "kind", "from", "to", "status", "sources", "confirmed_by", "denied_by")},
                "parties": [p["name"] for p in c["parties"]], "intermediary": [p["name"] for p in c["intermediary"]],
                "venue": c["venue"] and c["venue"]["name"],
                "mentions": [{"document": m["name"], "contact": m["contact"], "text": m["text"]} for m in c["mentions"]]}
        self.assertEqual(mine, self.contacts)
        mine = {}
        for c in self.things["claim"]:
            mine[c["id"]] = {**{k: c[k] for k in ("id", "sources", "status", "confirmed_by", "denied_by")}, "speaker": c["speaker"]["name"],
                             "mentions": [{"document": m["name"], "statement": m["statement"].split("-")[1], "text": m["text"]} for m in c["mentions"]]}
        self.assertEqual(mine, self.claims)
        # As the records have it, number by number.
        records = {(r["source"]["id"] or r["source"]["path"]): r for r in lines("read", *self.paths, "--format", "jsonl")}
        self.assertEqual(len(records), len(self.documents))
        for s in self.statements.values():
            told = records[self.names[s["document"]]]["statements"][int(s["id"].split("-s")[1]) - 1]
            self.assertEqual((s["act"], s["quotation"], s["content"], s["cue"], s["time"]),
                             (told["act"], told["quotation"], told["content"], told["cue"], told["time"]))
            self.assertEqual([p["name"] for p in s["chain"]], [p["name"] for p in told["chain"]])
        links = collections.defaultdict(list)
        for link in self.things["chain_link"]:
            links[link["statement"]].append(link["party"])
        self.assertEqual(dict(links), {s["id"]: s["chain"] for s in self.statements.values() if s["chain"]})
        for kind, in_record in (("time", "times"), ("condition", "conditions"), ("relation", "relations")):
            self.assertEqual(len(self.things[kind]), sum(len(r[in_record]) for r in records.values()), kind)
            self.assertTrue(self.things[kind], kind)
        self.assertEqual(len(self.things["mention"]), sum(len(e["mentions"]) for r in records.values() for e in r["entities"]))
        self.assertEqual({c["kind"] for c in self.things["cluster"]}, {"story", "copies"})

    def test_every_line_is_as_the_schema_says(self):
        schema = json.loads((PROJECT / "docs/formats/export.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for kind in schema["properties"]["type"]["enum"]:
            self.assertTrue(self.things[kind], f"nothing of type {kind} to test with")
        for things in self.things.values():
            for thing in things:
                self.assertEqual([e.message for e in validator.iter_errors(thing)], [], thing)

    def test_every_thing_has_its_words_where_it_says(self):
        seen = 0

        def check(value, document):
            nonlocal seen
            if isinstance(value, list):
                for v in value:
                    check(v, document)
            elif isinstance(value, dict):
                document = value.get("document", document) if value.get("type") != "document" else value["id"]
                if "text" in value and "start" in value:
                    self.assertEqual(self.documents[document]["text"][value["start"]:value["end"]], value["text"])
                    seen += 1
                for v in value.values():
                    check(v, document)
        for things in self.things.values():
            check(things, None)
        self.assertGreater(seen, 500)
        ids = set(self.documents) | set(self.entities) | set(self.statements) | set(self.claims) | set(self.contacts)
        self.assertEqual(len(ids), sum(map(len, (self.documents, self.entities, self.statements, self.claims, self.contacts))))

        def refer(value):
            if isinstance(value, list):
                for v in value:
                    refer(v)
            elif isinstance(value, dict):
                for k, v in value.items():
                    if k in ("entity", "claim", "statement") and v:
                        self.assertIn(v, ids)
                    elif k in ("confirmed_by", "denied_by"):
                        self.assertLessEqual(set(v), set(self.claims))
                    elif k != "record":
                        refer(v)
        for things in self.things.values():
            refer(things)

    def test_csv(self):
        out = self.folder / "tables"
        printed("export", "--format", "csv", "--store", self.store, "--output", out)
        self.assertEqual(sorted(os.listdir(out)), sorted(t + ".csv" for t in TABLES))
        table = {}
        for t in TABLES:
            text = (out / (t + ".csv")).read_bytes()
            self.assertEqual(self.exported("csv", "--table", t), text)
            self.assertNotIn(b"\r\n", text)
            table[t] = rows(text.decode())
            for row in table[t]:
                self.assertNotIn(None, row)  # more cells than the head
                for cell in row.values():
                    self.assertIsNotNone(cell)  # fewer
                    self.assertFalse(re.match(r"\s*[=+\-@\t\r＝＋－＠]", cell), cell)
        self.assertEqual({r["contact_id"]: (r["kind"], r["parties"], r["intermediary"], r["venue"], r["from"], r["to"], r["status"], r["sources"])
                          for r in table["contacts"]},
                         {c["id"]: (c["kind"], "; ".join(c["parties"]), "; ".join(c["intermediary"]), c["venue"] or "", c["from"] or "",
                                    c["to"] or "", c["status"], str(c["sources"])) for c in self.contacts.values()})
        sides = collections.defaultdict(list)
        for r in table["contact_sides"]:
            sides[r["contact_id"], r["role"]].append((r["name"], r["entity_id"]))
        for c in self.by_id.values():
            self.assertEqual(sides[c["id"], "party"], [(p["name"], p["entity"]) for p in c["parties"]])
            self.assertEqual(sides[c["id"], "intermediary"], [(p["name"], p["entity"]) for p in c["intermediary"]])
        told = collections.defaultdict(list)
        for r in table["contact_mentions"]:
            told[r["contact_id"]].append(r["text"])
        self.assertEqual(told, {c["id"]: [m["text"] for m in c["mentions"]] for c in self.contacts.values()})
        said = collections.defaultdict(list)
        documents = {r["document_id"]: r for r in table["documents"]}
        for r in table["statements"]:
            said[r["claim_id"]].append(r["content"])
            text = documents[r["document_id"]]["text"]
            if not text.startswith("'"):
                self.assertEqual(text[int(r["content_start"]):int(r["content_end"])], r["content"])
        self.assertEqual({k: sorted(v) for k, v in said.items()},
                         {c["id"]: sorted(m["text"] for m in c["mentions"]) for c in self.claims.values()})
        chains = collections.defaultdict(list)
        for r in table["chain_links"]:
            self.assertEqual(int(r["position"]), len(chains[r["statement_id"]]) + 1)
            chains[r["statement_id"]].append(r["name"])
        for r in table["statements"]:
            self.assertEqual(r["chain"], " ← ".join(chains[r["statement_id"]]))
        entities = {r["entity_id"] for r in table["entities"]}
        for t, column in (("chain_links", "entity_id"), ("contact_sides", "entity_id"), ("mentions", "entity_id"), ("statements", "speaker_id")):
            self.assertLessEqual({r[column] for r in table[t]}, entities, t)
        nasty = next(d for d in self.documents.values() if d["document"].startswith("=HYPER"))
        self.assertEqual(documents[nasty["id"]]["title"], "'" + nasty["title"])

    def test_csv_for_excel(self):
        text = self.exported("csv", "--table", "documents", "--excel")
        self.assertTrue(text.startswith(b"\xef\xbb\xbfdocument_id;document;"))
        self.assertEqual(text.count(b"\r\n"), len(self.documents) + 1)
        excel, plain = rows(text.decode("utf-8-sig"), ";"), rows(self.exported("csv", "--table", "documents").decode())
        self.assertEqual(excel, plain)
        for name, separator in (("tab", "\t"), ("semicolon", ";"), ("comma", ",")):
            self.assertEqual(rows(self.exported("csv", "--table", "documents", "--separator", name).decode(), separator), plain)

    def graph_holds_what_the_store_holds(self, graph):
        self.assertTrue(graph.is_directed() and graph.is_multigraph())
        nodes = collections.defaultdict(dict)
        for n, data in graph.nodes(data=True):
            nodes[data["kind"]][n] = data
        self.assertEqual({n: d["story"] for n, d in nodes["document"].items()}, {d["id"]: d["story"] for d in self.documents.values()})
        self.assertEqual({n: (d["status"], d["sources"]) for n, d in nodes["claim"].items()}, {c["id"]: (c["status"], c["sources"]) for c in self.claims.values()})
        self.assertEqual({n: (d["type"], d.get("from"), d.get("to"), d["status"], d["sources"]) for n, d in nodes["contact"].items()},
                         {c["id"]: (c["kind"], c["from"], c["to"], c["status"], c["sources"]) for c in self.contacts.values()})
        for n, d in nodes["entity"].items():
            self.assertEqual((d["label"], d["type"]), (self.entities[n]["name"], self.entities[n]["kind"]))
        ties = collections.defaultdict(set)
        for a, b, d in graph.edges(data=True):
            ties[d["type"]].add((a, b))
            if d["type"] in ("party", "reports", "quotes", "says"):
                self.assertEqual(self.documents[d["document"]]["text"][d["word_start"]:d["word_end"]], d["words"])
        for role, key in (("party", "parties"), ("intermediary", "intermediary")):
            self.assertEqual(ties[role], {(p["entity"], c["id"]) for c in self.by_id.values() for p in c[key]})
        self.assertEqual(ties["venue"], {(c["venue"]["entity"], c["id"]) for c in self.by_id.values() if c["venue"]})
        self.assertEqual(ties["reports"], {(m["document"], c["id"]) for c in self.by_id.values() for m in c["mentions"]} |
                         {(s["document"], s["claim"]) for s in self.statements.values()})
        for answer in ("confirms", "denies"):
            key = {"confirms": "confirmed_by", "denies": "denied_by"}[answer]
            self.assertEqual(ties[answer], {(by, c["id"]) for c in [*self.claims.values(), *self.contacts.values()] for by in c[key]})
        told = collections.Counter(b for a, b, d in graph.edges(data=True) if d["type"] == "reports" and b in self.contacts)
        self.assertEqual(told, {c["id"]: len(c["mentions"]) for c in self.contacts.values()})
        outlets = {d["id"]: d["source"]["entity"] for d in self.documents.values()}
        quotes = {(a, b, d["claim"], d["chain_no"], d["position"]) for a, b, d in graph.edges(data=True) if d["type"] == "quotes"}
        expected = set()
        for s in self.statements.values():
            chain = [outlets[s["document"]] or s["document"], *(p["entity"] for p in s["chain"])]
            expected |= {(a, b, s["claim"], s["chain_no"], i + 1) for i, (a, b) in enumerate(zip(chain, chain[1:])) if a != b}
        self.assertEqual(quotes, expected)

    def test_graphml(self):
        self.graph_holds_what_the_store_holds(networkx.parse_graphml(self.exported("graphml").decode(), force_multigraph=True))

    def test_gexf(self):
        path = self.folder / "network.gexf"
        printed("export", "--format", "gexf", "--store", self.store, "--output", path)
        graph = networkx.read_gexf(path, version="1.3")
        self.graph_holds_what_the_store_holds(graph)
        self.assertEqual(graph.graph["mode"], "dynamic")
        for c in self.contacts.values():
            node = graph.nodes[c["id"]]
            self.assertEqual(node.get("start"), c["from"] and first_day(c["from"]))
            self.assertEqual(node.get("end"), c["to"] and last_day(c["to"]))
        same = networkx.parse_graphml(self.exported("graphml").decode(), force_multigraph=True)
        self.assertEqual(set(graph.edges(keys=True)), set(same.edges(keys=True)))

    def test_followthemoney(self):
        by_schema, ids = collections.defaultdict(dict), set()
        for line in self.exported("ftm").decode().splitlines():
            data = json.loads(line)
            entity = EntityProxy.from_dict(data, cleaned=False)  # drops what the model does not take for a value
            entity.schema.validate(data)
            kept = entity.to_dict()["properties"]
            self.assertEqual({k: sorted(v) for k, v in kept.items()}, {k: sorted(v) for k, v in data["properties"].items()})
            self.assertNotIn(entity.id, ids)
            ids.add(entity.id)
            by_schema[entity.schema.name][entity.id] = entity
        for entities in by_schema.values():
            for entity in entities.values():
                for prop, value in entity.itervalues():
                    if prop.type.name == "entity":
                        self.assertIn(value, ids)
        self.assertEqual(set(by_schema["Article"]), set(self.documents))
        self.assertEqual({n.id: n.get("description") for n in by_schema["Note"].values()},
                         {s["id"]: [s["content"]["text"]] for s in self.statements.values()})
        events = by_schema["Event"]
        self.assertEqual(set(events), set(self.contacts))
        some = {"person", "organization", "media", "country"}
        for c in self.by_id.values():
            e = events[c["id"]]
            self.assertEqual(set(e.get("involved")), {p["entity"] for p in c["parties"] if self.entities[p["entity"]]["kind"] in some})
            self.assertEqual(e.get("location"), [c["venue"]["name"]] if c["venue"] else [])
            self.assertEqual((e.first("date") or e.first("startDate"), e.first("date") or e.first("endDate")), (c["from"], c["to"]))
            self.assertIn(c["status"], e.first("summary"))
            self.assertEqual(set(e.get("proof")), {m["document"] for m in c["mentions"]})
            for m in c["mentions"]:
                self.assertTrue(any(m["text"] in note for note in e.get("notes")))
        between = {(r.first("agent"), r.first("client"), r.first("recordId")) for r in by_schema["Representation"].values()}
        self.assertEqual(between, {(i["entity"], p["entity"], c["id"]) for c in self.by_id.values() for i in c["intermediary"] for p in c["parties"]
                                   if i["entity"] != p["entity"] and {self.entities[x["entity"]]["kind"] for x in (i, p)} <= some})
        self.assertTrue(between)
        named = {(m["document"], m["entity"]) for m in self.things["mention"] if self.entities[m["entity"]]["kind"] in some}
        self.assertEqual({(m.first("document"), m.first("resolved")) for m in by_schema["Mention"].values()}, named)

    def test_every_state_is_a_country_of_followthemoney(self):
        country = model.get("Person").get("country").type
        table = (PROJECT / "data/gazetteer/countries.tsv").read_text(encoding="utf-8").splitlines()
        body = [line.split("\t") for line in table if line and not line.startswith("#")][1:]
        self.assertGreater(len(body), 190)
        for row in body:
            self.assertEqual(country.clean(row[0].lower()), row[0].lower())

    def test_prov(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            document = prov.model.ProvDocument.deserialize(content=self.exported("prov").decode(), format="json")
        declared, relations = {}, collections.defaultdict(list)
        for record in document.get_records():
            if record.is_element():
                self.assertNotIn(record.identifier.localpart, declared)
                declared[record.identifier.localpart] = record
            else:
                relations[record.get_type().localpart].append(record)

        def ends(record):
            return [value.localpart for _, value in record.formal_attributes if isinstance(value, prov.model.QualifiedName)]

        def extra(record, name):
            return [str(getattr(value, "value", value)) for key, value in record.attributes if str(key) == name]
        for kind in relations.values():
            for record in kind:
                for end in ends(record):
                    self.assertIn(end, declared)
        activities = {i: a for i, a in declared.items() if isinstance(a, prov.model.ProvActivity)}
        self.assertEqual({i: extra(a, "isnad:status") for i, a in activities.items()}, {c["id"]: [c["status"]] for c in self.contacts.values()})
        for c in self.contacts.values():
            a = activities[c["id"]]
            self.assertEqual((a.get_startTime() and str(a.get_startTime().date())), c["from"] and first_day(c["from"]))
            self.assertEqual((a.get_endTime() and str(a.get_endTime().date())), c["to"] and last_day(c["to"]))
        with_whom = {(*ends(r), extra(r, "prov:role")[0]) for r in relations["Association"]}
        self.assertEqual(with_whom, {(c["id"], p["entity"], role) for c in self.by_id.values()
                                     for role, key in (("isnad:party", "parties"), ("isnad:intermediary", "intermediary")) for p in c[key]})
        # The way of every statement back to its claim, through all who passed it on.
        attributed = collections.defaultdict(set)
        for r in relations["Attribution"]:
            attributed[ends(r)[0]].add(ends(r)[1])
        used = {}
        for r in relations["Derivation"]:
            if extra(r, "isnad:position"):
                used[ends(r)[0]] = ends(r)[1]
        for s in self.statements.values():
            way, at = [], used[s["id"]]
            while at != s["claim"]:
                way.append(at)
                at = used[at]
            self.assertEqual([attributed[w] for w in way], [{p["entity"]} for p in s["chain"][:-1]])
            self.assertEqual(attributed[s["id"]], {s["speaker"]["entity"]})
        answers = {(*ends(r), extra(r, "isnad:relation")[0]) for r in relations["Influence"]}
        self.assertEqual({a for a in answers if a[2] != "tells_of"},
                         {(by, c["id"], how) for c in [*self.claims.values(), *self.contacts.values()]
                          for how, key in (("confirms", "confirmed_by"), ("denies", "denied_by")) for by in c[key]})
        self.assertIn("wasDerivedFrom", document.get_provn())

    def test_schema_org(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of the package about itself
            graph = rdflib.Graph().parse(data=self.exported("jsonld").decode(), format="json-ld")
        schema, own = rdflib.Namespace("https://schema.org/"), rdflib.Namespace("urn:isnad:")

        def of_type(name):
            return {str(s)[len(own):] for s in graph.subjects(rdflib.RDF.type, schema[name])}

        def values(thing, predicate):
            return {str(o).removeprefix(own) for o in graph.objects(own[thing], predicate)}
        self.assertEqual(of_type("NewsArticle"), set(self.documents))
        self.assertEqual(of_type("Claim"), set(self.claims))
        self.assertEqual(of_type("Event"), set(self.contacts))
        for c in self.by_id.values():
            self.assertEqual(values(c["id"], schema.attendee), {p["entity"] for p in c["parties"]})
            self.assertEqual(values(c["id"], own.intermediary), {p["entity"] for p in c["intermediary"]})
            self.assertEqual(values(c["id"], schema.location), {c["venue"]["entity"]} if c["venue"] else set())
            self.assertEqual(values(c["id"], schema.startDate), {c["from"]} - {None})
            self.assertEqual(values(c["id"], schema.endDate), {c["to"]} - {None})
            self.assertEqual(values(c["id"], own.status), {c["status"]})
            self.assertEqual(values(c["id"], schema.subjectOf), {m["document"] for m in c["mentions"]})
        for c in self.claims.values():
            self.assertEqual(values(c["id"], own.deniedBy), set(c["denied_by"]))
            self.assertEqual(values(c["id"], own.confirmedBy), set(c["confirmed_by"]))
        for s in self.statements.values():
            head = graph.value(own[s["id"]], own.chain)
            self.assertEqual([str(o).removeprefix(own) for o in rdflib.collection.Collection(graph, head)], [p["entity"] for p in s["chain"]])
            self.assertEqual(values(s["id"], schema.isPartOf), {s["document"]})
            self.assertEqual(values(s["id"], schema.text), {s["content"]["text"]})
        for entity in self.entities.values():
            self.assertIn(entity["name"], values(entity["id"], schema.name))

    def test_icalendar(self):
        text = self.exported("ics")
        self.assertTrue(text.endswith(b"END:VCALENDAR\r\n"))
        for line in text.split(b"\r\n"):
            self.assertLessEqual(len(line), 75)
            self.assertNotIn(b"\n", line)
            line.decode()  # no letter is cut
        calendar = icalendar.Calendar.from_ical(text)
        self.assertEqual([e.errors for e in calendar.walk() if e.errors], [])
        events = {str(e["UID"]): e for e in calendar.walk("VEVENT")}
        dated = {c["id"] + "@isnad": c for c in self.contacts.values() if c["from"]}
        self.assertEqual(set(events), set(dated))
        for uid, c in dated.items():
            e = events[uid]
            self.assertEqual(str(e.start), first_day(c["from"]))
            self.assertEqual(str(e.end - datetime.timedelta(days=1)), last_day(c["to"] or c["from"]))
            self.assertEqual(str(e["SUMMARY"]), " ↔ ".join(c["parties"]) + ", " + c["kind"])
            self.assertEqual(e.get("LOCATION"), c["venue"])
            self.assertEqual(str(e["STATUS"]), {"held": "CONFIRMED", "denied": "CANCELLED", "cancelled": "CANCELLED"}.get(c["status"], "TENTATIVE"))
            for m in c["mentions"]:
                self.assertIn(m["text"], str(e["DESCRIPTION"]))

    def test_same_store_same_bytes_and_the_order_of_adding_does_not_matter(self):
        other = self.folder / "other.db"
        printed("add", *reversed(self.paths), "--store", other)
        self.assertEqual(self.exported("jsonl"), self.exported("jsonl"))
        for name in FORMATS:
            self.assertEqual(self.exported(name), self.exported(name, store=other), name)
        for store, folder in ((self.store, "one"), (other, "two")):
            self.exported("csv", "--output", self.folder / folder, store=store)
        for table in TABLES:
            self.assertEqual(*((self.folder / folder / (table + ".csv")).read_bytes() for folder in ("one", "two")), table)

    def test_choices_are_those_of_the_timeline(self):
        self.assertTrue(any(c["confirmed_by"] for c in self.contacts.values()))
        story = next(c["id"] for c in self.things["cluster"] if c["kind"] == "story")
        for choice in (["--party", "إيران"], ["--party", "إيران", "--party", "السعودية"], ["--after", "2021", "--before", "2022-12"],
                       ["--after", "2021-05-03", "--before", "2021-05-03"], ["--story", story], ["--query", "ماسك"], ["--party", "إيران", "--after", "2020", "--query", "بغداد"], ["--party", "زبرجد"]):
            expected = {c["id"] for c in lines("timeline", *choice, "--store", self.store, "--format", "jsonl")}
            chosen = collections.defaultdict(dict)
            for thing in map(json.loads, self.exported("jsonl", *choice).decode().splitlines()):
                if "id" in thing:
                    chosen[thing["type"]][thing["id"]] = thing
            self.assertEqual(set(chosen["contact"]), expected, choice)
            self.assertLess(len(expected), len(self.contacts))
            # As in the whole export, and nothing refers to what is not there.
            for c in chosen["contact"].values():
                self.assertEqual({m["document"] for m in c["mentions"]} - set(chosen["document"]), set())
                self.assertEqual({m["statement"] for m in c["mentions"]} - {None} - set(chosen["statement"]), set())
                self.assertEqual({*c["confirmed_by"], *c["denied_by"]} - set(chosen["claim"]), set())
                self.assertEqual(c, self.by_id[c["id"]])
            for c in chosen["claim"].values():
                self.assertEqual({m["statement"] for m in c["mentions"]} - set(chosen["statement"]), set())
                self.assertEqual({*c["confirmed_by"], *c["denied_by"]} - set(chosen["claim"]), set())
            for s in chosen["statement"].values():
                self.assertEqual({p["entity"] for p in s["chain"]} - set(chosen["entity"]), set())
                self.assertIn(s["claim"], chosen["claim"])
            if choice[0] == "--after" or len(choice) == 2 and choice[0] == "--party":
                self.assertEqual({r["contact_id"] for r in rows(self.exported("csv", "--table", "contacts", *choice).decode())}, expected)
                continue
            events = {e["id"] for e in map(json.loads, self.exported("ftm", *choice).decode().splitlines()) if e["schema"] == "Event"}
            self.assertEqual(events, expected)
            graph = networkx.parse_graphml(self.exported("graphml", *choice).decode(), force_multigraph=True)
            self.assertEqual({n for n, d in graph.nodes(data=True) if d.get("kind") == "contact"}, expected)
            self.assertEqual([n for n, d in graph.nodes(data=True) if "kind" not in d], [])  # an edge to nowhere makes a bare node
            prov.model.ProvDocument.deserialize(content=self.exported("prov", *choice).decode(), format="json")
            icalendar.Calendar.from_ical(self.exported("ics", *choice))

    def test_by_period_documents_and_statements_go_by_their_publication(self):
        documents = {d["id"]: d for d in map(json.loads, self.exported("jsonl", "--after", "2021", "--before", "2021").decode().splitlines())
                     if d["type"] == "document"}
        within = {i for i, d in self.documents.items()
                  if d["published"]["from"] and d["published"]["from"][:4] <= "2021" and d["published"]["to"][:4] >= "2021"}
        self.assertTrue(within)
        self.assertLessEqual(within, set(documents))
        self.assertLess(len(documents), len(self.documents))

    def test_a_file_is_written_whole_or_not_at_all(self):
        room = self.folder / "room"
        room.mkdir()
        old = room / "export.jsonl"
        old.write_text("what was there")
        # A disk with no room: files may not grow beyond 40 blocks: enough for the store's own.
        for arguments in (["--format", "jsonl", "--output", str(old)], ["--format", "csv", "--output", str(room / "tables")]):
            run = subprocess.run(["bash", "-c", 'trap "" XFSZ; ulimit -f 40; exec "$@"', "-", ISNAD, "export", "--store", str(self.store), *arguments],
                                 capture_output=True, text=True)
            self.assertEqual(run.returncode, 1)
            self.assertIn("File too large", run.stderr)
        self.assertEqual((old.read_text(), os.listdir(room)), ("what was there", ["export.jsonl"]))
        link = room / "link.jsonl"
        link.symlink_to(old)
        printed("export", "--format", "jsonl", "--store", self.store, "--output", link)
        self.assertEqual(old.read_bytes(), self.exported("jsonl"))
        self.assertTrue(link.is_symlink())
        self.assertEqual(sorted(os.listdir(room)), ["export.jsonl", "link.jsonl"])
        kept = room / "tables"
        kept.mkdir()
        (kept / "mine.txt").write_text("my own")
        for _ in range(2):
            printed("export", "--format", "csv", "--store", self.store, "--output", kept)
        self.assertEqual(sorted(os.listdir(kept)), sorted([t + ".csv" for t in TABLES] + ["mine.txt"]))
        self.assertEqual(printed("export", "--format", "ics", "--store", self.store, "--output", "/dev/stdout"), self.exported("ics"))

    def test_a_reader_that_goes_away_is_no_failure(self):
        run = subprocess.run(["bash", "-c", '"$0" export --format jsonl --store "$1" | head -n 1 | wc -l; echo ${PIPESTATUS[0]}', ISNAD, str(self.store)],
                             capture_output=True, text=True)
        self.assertEqual((run.stdout.split(), run.stderr), (["1", "0"], ""))

    def test_errors_say_what_and_where(self):
        cases = [
            (["--format", "xlsx"], "xlsx", 2),
            ([], "--format is required", 2),
            (["--format", "csv"], "--output FOLDER for all, --table for one of documents", 2),
            (["--format", "csv", "--table", "times"], "no table \"times\"", 2),
            (["--format", "jsonl", "--table", "contacts"], "--table: is for csv", 2),
            (["--format", "ics", "--excel"], "--excel: is for csv", 2),
            (["--format", "prov", "--separator", "tab"], "--separator: is for csv", 2),
            (["--format", "jsonl", "--after", "أمس"], "no date", 2),
            (["--format", "jsonl", "--query", "spaeker:x"], "no field", 2),
            (["--format", "jsonl", "--story", "t0"], "no story \"t0\"", 1),
            (["--format", "jsonl", "--output", self.folder / "no" / "file"], "No such file", 1),
            (["--format", "jsonl", "--output", self.folder], "is a folder", 1),
            (["--format", "csv", "--output", self.store], "is a file", 1),
            (["--format", "jsonl", "--store", self.folder / "none.db"], "no such store", 1),
        ]
        for arguments, message, status in cases:
            run = isnad("export", *(["--store", self.store] if "--store" not in arguments else []), *arguments)
            self.assertEqual((run.returncode, run.stdout), (status, b""), arguments)
            self.assertIn(message, run.stderr.decode(), arguments)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
