// A small stand-in for `isnad serve`, for tests of the desk alone: the answers of docs/api/openapi.json, made of what the program
// prints about examples/, or made up in the sizes that frames are measured with. It sends the strictest content security policy
// that the desk has to live with. Not a server to use: one reader, everything in memory, filters only where the desk asks.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';

const kPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; " +
  "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const kTypes = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

const hash = (text) => createHash('sha1').update(text).digest('hex').slice(0, 12);
const lines = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line));

/** Everything the answers are made of: documents (with records), claims, contacts, stories, traces, entities. */
export function data_of(isnad, paths) {
  const folder = mkdtempSync(join(tmpdir(), 'isnad-desk-'));
  try {
    const store = join(folder, 'store.db');
    const run = (...args) => execFileSync(isnad, args, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
    run('add', ...paths, '--store', store);
    const ask = (...args) => lines(run(...args, '--store', store, '--format', 'jsonl'));
    const [claims, contacts] = [ask('claims'), ask('contacts')];
    const traces = new Map([...claims, ...contacts].map((x) => [x.id, ask('trace', x.id)[0]]));
    return linked(lines(run('read', '--format', 'jsonl', ...paths)), claims, contacts, ask('stories'), (id) => traces.get(id));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function linked(records, claims, contacts, stories, trace) {
  const entities = new Map();
  const by_name = new Map();
  const name_of = (record) => record.source.id ?? record.source.path ?? record.id;
  for (const record of records) {
    for (const e of record.entities) {
      const key = e.reference ?? `${e.type}:${e.name}`;
      const id = by_name.get(e.name) ?? `n${hash(key)}`;
      e.store_id = id;
      by_name.set(e.name, id);
      const known = entities.get(id) ?? {
        id, name: e.name, type: e.type, country: e.country, reference: e.reference, role: e.role, documents: 0, statements: 0, contacts: 0,
        names: [], roles: [], met: [], spoken_of_by: [], corrections: [],
      };
      known.documents += 1;
      for (const name of new Set(e.mentions.map((m) => m.text))) {
        const found = known.names.find((n) => n.name === name);
        if (found) found.documents += 1;
        else known.names.push({ name, documents: 1 });
      }
      if (e.role) known.roles.push({ role: e.role, from: record.published.from, to: record.published.to, documents: 1 });
      entities.set(id, known);
    }
  }
  const id_of = (name) => by_name.get(name) ?? null;
  const documents = records.map((record, added) => ({
    id: record.id, name: name_of(record), title: record.title, outlet: record.source.outlet, url: record.source.url, from: record.published.from,
    to: record.published.to, basis: record.published.basis, added, statements: record.statements.length, contacts: record.contacts.length,
    story: `t${hash(record.id)}`, copies: 0, record,
  }));
  const document_of = new Map(documents.map((d) => [d.name, d]));
  for (const story of stories) for (const d of story.documents) if (document_of.has(d.document)) document_of.get(d.document).story = story.id;

  const mention = (m, kind) => {
    const document = document_of.get(m.document);
    const item = document?.record[kind].find((x) => x.id === (m.statement ?? m.contact));
    const place = kind === 'statements' ? item?.content : item?.evidence;
    const chain = (kind === 'statements' ? item?.chain : item?.according_to) ?? [];
    return { ...m, document_id: document?.id, outlet: document?.outlet ?? null, title: document?.title ?? null, published: document?.from ?? null,
      start: place?.start ?? 0, end: place?.end ?? 0, chain: chain.map((p) => p.name), item, story: document?.story };
  };
  const strip = ({ item, story, ...rest }) => rest;
  const full_claims = claims.map((c) => {
    const mentions = c.mentions.map((m) => mention(m, 'statements'));
    const first = mentions[0];
    return { ...c, speaker_id: id_of(c.speaker), act: first.item?.act ?? 'say', text: first.text, from: first.item?.time ?? first.published, to: first.item?.time ?? first.published,
      told: Boolean(first.item?.time), story: first.story, mention_count: mentions.length, mentions: mentions.map(strip), corrections: 0 };
  });
  const full_contacts = contacts.map((c) => {
    const mentions = c.mentions.map((m) => mention(m, 'contacts'));
    const first = mentions[0];
    return { ...c, party_ids: c.parties.map(id_of), intermediary_ids: c.intermediary.map(id_of), venue_id: c.venue && id_of(c.venue), mode: first.item?.mode ?? [],
      text: first.text, story: first.story, mention_count: mentions.length, mentions: mentions.map(strip), corrections: 0 };
  });
  for (const c of full_claims) if (c.speaker_id) entities.get(c.speaker_id).statements += 1;
  const add = (list, id) => {
    if (!id) return;
    const found = list.find((x) => x.id === id);
    if (found) found.count += 1;
    else list.push({ id, name: entities.get(id).name, count: 1 });
  };
  for (const c of full_contacts) {
    for (const id of [...c.party_ids, ...c.intermediary_ids]) if (id) entities.get(id).contacts += 1;
    for (const a of c.party_ids) for (const b of c.party_ids) if (a && a !== b) add(entities.get(a).met, b);
  }
  for (const d of documents) {
    for (const s of d.record.statements) {
      for (const e of d.record.entities) {
        if (e.mentions.some((m) => m.start >= s.content.start && m.end <= s.content.end)) add(entities.get(e.store_id).spoken_of_by, id_of(s.speaker.name));
      }
    }
  }
  for (const e of entities.values()) for (const list of [e.met, e.spoken_of_by]) list.sort((a, b) => b.count - a.count);
  const party = (name) => ({ name, kind: entities.get(id_of(name))?.type ?? 'anonymous', entity: id_of(name), start: null, end: null });
  const traces = new Map();
  const full_trace = (id) => {
    if (traces.has(id)) return traces.get(id);
    const item = full_contacts.find((c) => c.id === id) ?? full_claims.find((c) => c.id === id);
    if (!item) return null;
    const t = trace(id);
    const answer = (x) => {
      const claim = full_claims.find((c) => c.id === x.id);
      const m = claim.mentions[0];
      return { ...x, document_id: m.document_id, item: m.statement, start: m.start, end: m.end, outlet: m.outlet, published: m.published };
    };
    const made = { ...t, title: item.speaker ?? item.parties.join(' ↔ '), roots: t.roots.map((r) => ({
      root: r.root, kind: party(r.root).kind, entity: id_of(r.root),
      mentions: r.mentions.map((m) => {
        const known = item.mentions.find((x) => x.document === m.document && x.text === m.text) ?? item.mentions[0];
        return { ...m, document_id: known.document_id, title: known.title, published: known.published, item: known.statement ?? known.contact, chain: m.chain.map(party),
          start: known.start, end: known.end, copies: [] };
      }),
    })), confirmed_by: t.confirmed_by.map(answer), denied_by: t.denied_by.map(answer) };
    traces.set(id, made);
    return made;
  };
  const full_stories = stories.map((s) => {
    const of_story = [...full_claims, ...full_contacts].filter((x) => x.story === s.id);
    return { ...s, document_count: s.documents.length, claims: of_story.filter((x) => x.speaker).length, contacts: of_story.filter((x) => x.parties).length,
      denials: of_story.filter((x) => ['denied', 'disputed'].includes(x.status)).length, confirmations: of_story.filter((x) => x.status === 'confirmed').length,
      documents: s.documents.map((d) => ({ ...d, document_id: document_of.get(d.document)?.id, from: document_of.get(d.document)?.from ?? null, copies: 0 })) };
  });
  return { documents, claims: full_claims, contacts: full_contacts, stories: full_stories, entities, trace: full_trace };
}

/** `count` contacts of `parties` names over twenty years, the same every time. */
export function made_up(count, parties) {
  let seed = 7;
  const random = () => { // mulberry32
    seed = (seed + 0x6d2b79f5) | 0;
    let x = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
  const words = ['الوفد', 'اللجنة', 'الهيئة', 'البعثة', 'المبعوث', 'الوزارة', 'المجلس', 'الاتحاد'];
  const entities = new Map();
  for (let i = 0; i < parties; ++i) {
    const id = `n${hash(`party ${i}`)}`;
    entities.set(id, { id, name: `${words[i % words.length]} ${i + 1}`, type: i % 5 ? 'organization' : 'country', country: null, reference: null, role: null, documents: 1,
      statements: 0, contacts: 0, names: [], roles: [], met: [], spoken_of_by: [], corrections: [] });
  }
  const ids = [...entities.keys()];
  const pick = () => ids[Math.floor(random() ** 2.2 * ids.length)];
  const kinds = ['meeting', 'talks', 'call', 'message', 'visit', 'agreement'];
  const statuses = ['held', 'held', 'held', 'planned', 'denied', 'disputed', 'proposed'];
  const day = (n) => new Date(Date.UTC(2004, 0, 1) + n * 86400000).toISOString().slice(0, 10);
  const contacts = Array.from({ length: count }, (_, i) => {
    const a = i < ids.length ? ids[i] : pick();
    const b = pick();
    const from = Math.floor(random() * 7500);
    const long = random() < 0.15;
    const through = random() < 0.12 ? [pick()] : [];
    for (const id of [a, b]) entities.get(id).contacts += 1;
    return { id: `c${hash(`contact ${i}`)}`, kind: kinds[i % kinds.length], parties: [a, b].map((x) => entities.get(x).name), party_ids: [a, b],
      intermediary: through.map((x) => entities.get(x).name), intermediary_ids: through, venue: null, venue_id: null, mode: [], from: day(from),
      to: day(from + (long ? Math.floor(random() * 60) : 0)), status: statuses[Math.floor(random() * statuses.length)], sources: 1 + (i % 3), text: 'التقى الوفدان', story: `t${hash(`${i}`)}`,
      mention_count: 1, mentions: [], confirmed_by: [], denied_by: [], corrections: 0 };
  });
  return { documents: [], claims: [], contacts, stories: [], entities, trace: () => null };
}

/** Serves `dist` and the answers on 127.0.0.1; resolves to {address, close, push}. */
export function serve(dist, data, port = 0) {
  const corrections = [];
  const searches = [];
  const streams = new Set();
  const problem = (status, detail) => ({ status, type: 'application/problem+json', body: { type: 'about:blank', title: String(status), status, detail } });

  const many = (q, name) => q.getAll(name);
  const fits = (x, q) => {
    const after = q.get('after');
    const before = q.get('before');
    if (after && (x.to ?? x.from ?? '') < after) return false;
    if (before && (x.from ?? '9') > `${before}~`) return false;
    for (const name of ['kind', 'status', 'act', 'outlet']) if (many(q, name).length && name in x && !many(q, name).includes(x[name])) return false;
    const ids = x.party_ids ? [...x.party_ids, ...x.intermediary_ids] : [x.speaker_id];
    return many(q, 'entity').every((e) => ids.includes(e)) && (!q.get('speaker') || q.get('speaker') === x.speaker_id) &&
      (!q.get('story') || q.get('story') === x.story) && x.mention_count >= Number(q.get('least') ?? 0);
  };
  const page = (items, q, standard = 50) => {
    const at = Number(q.get('cursor') ?? 0);
    const limit = Number(q.get('limit') ?? standard);
    return { items: items.slice(at, at + limit), total: items.length, next: at + limit < items.length ? String(at + limit) : null };
  };
  const recent = (items, key = 'from') => [...items].sort((a, b) => (b[key] ?? '').localeCompare(a[key] ?? ''));
  const summary = ({ record, ...rest }) => rest;
  const short = (e) => Object.fromEntries(['id', 'name', 'type', 'country', 'reference', 'role', 'documents', 'statements', 'contacts'].map((k) => [k, e[k]]));
  const count = (values) => {
    const counts = new Map();
    for (const v of values) if (v?.value) counts.set(v.value, { ...v, count: (counts.get(v.value)?.count ?? 0) + 1 });
    return [...counts.values()].sort((a, b) => b.count - a.count);
  };
  const name_of = (id) => data.entities.get(id)?.name ?? id;

  function timeline(q) {
    const include = many(q, 'include').length ? many(q, 'include') : ['contacts'];
    const items = [];
    if (include.includes('contacts')) {
      for (const c of data.contacts) {
        if (fits(c, q)) {
          items.push({ type: 'contact', id: c.id, kind: c.kind, status: c.status, from: c.from, to: c.to, basis: c.from ? 'told' : 'none', parties: c.parties, party_ids: c.party_ids,
            intermediary: c.intermediary, intermediary_ids: c.intermediary_ids, venue: c.venue, sources: c.sources, mention_count: c.mention_count, story: c.story });
        }
      }
    }
    if (include.includes('statements')) {
      for (const c of data.claims) {
        if (many(q, 'entity').every((e) => e === c.speaker_id)) {
          items.push({ type: 'statement', id: c.id, kind: c.act, status: c.status, from: c.from, to: c.to, basis: c.told ? 'told' : 'printed', parties: [c.speaker], party_ids: [c.speaker_id],
            intermediary: [], intermediary_ids: [], venue: null, sources: c.sources, mention_count: c.mention_count, story: c.story });
        }
      }
    }
    items.sort((a, b) => (a.from ?? '9').localeCompare(b.from ?? '9'));
    const dated = items.filter((x) => x.from);
    return { ...page(items, q, 1000), undated: items.length - dated.length, range: { from: dated[0]?.from ?? '', to: dated.at(-1)?.to ?? '' }, bins: [] };
  }

  function network(q) {
    const nodes = new Map();
    const edges = new Map();
    const node = (id) => {
      if (!nodes.has(id)) nodes.set(id, { id, name: name_of(id), type: data.entities.get(id)?.type ?? 'place', country: null, contacts: 0, mediated: 0 });
      return nodes.get(id);
    };
    const focus = q.getAll('entity');
    for (const c of data.contacts) {
      if (!fits(c, new URLSearchParams([...q].filter(([k]) => k !== 'entity' && k !== 'least')))) continue;
      if ((q.get('after') || q.get('before')) && !c.from) continue;
      const [a, b] = c.party_ids;
      if (!a || !b || a === b) continue;
      if (focus.length && !focus.some((f) => [...c.party_ids, ...c.intermediary_ids].includes(f))) continue;
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      const edge = edges.get(key) ?? { a: key.slice(0, 13), b: key.slice(14), contacts: 0, held: 0, planned: 0, denied: 0, from: c.from, to: c.to, through: [], ids: [] };
      edge.contacts += 1;
      edge[c.status === 'proposed' ? 'planned' : ['denied', 'cancelled', 'disputed'].includes(c.status) ? 'denied' : c.status] += 1;
      edge.ids.push(c.id);
      for (const m of c.intermediary_ids) {
        if (!m) continue;
        node(m).mediated += 1;
        const known = edge.through.find((x) => x.id === m);
        if (known) known.count += 1;
        else edge.through.push({ id: m, name: name_of(m), count: 1 });
      }
      node(a).contacts += 1;
      node(b).contacts += 1;
      edges.set(key, edge);
    }
    const least = Number(q.get('least') ?? 1);
    const kept = [...edges.values()].filter((e) => e.contacts >= least);
    const limit = Number(q.get('limit') ?? 200);
    const alive = new Set(kept.flatMap((e) => [e.a, e.b, ...e.through.map((t) => t.id)]));
    const chosen = [...nodes.values()].filter((n) => alive.has(n.id)).sort((x, y) => y.contacts + y.mediated - x.contacts - x.mediated).slice(0, limit);
    const ids = new Set(chosen.map((n) => n.id));
    const shown = kept.filter((e) => ids.has(e.a) && ids.has(e.b));
    const dates = data.contacts.flatMap((c) => (c.from ? [c.from, c.to] : [])).sort();
    return { nodes: chosen, edges: shown, total: { nodes: nodes.size, edges: edges.size }, range: { from: dates[0] ?? '', to: dates.at(-1) ?? '' } };
  }

  function search(q) {
    const words = (q.get('q') ?? '').replace(/\w+:("[^"]*"|\S+)/g, '').replaceAll('"', '').split(/\s+/).filter(Boolean);
    const found = data.documents.filter((d) => words.every((w) => d.record.text.includes(w)) && (!many(q, 'outlet').length || many(q, 'outlet').includes(d.outlet)) &&
      (!many(q, 'year').length || many(q, 'year').includes((d.from ?? '').slice(0, 4))));
    const hits = found.map((d) => {
      const at = Math.max(0, words[0] ? d.record.text.indexOf(words[0]) : 0);
      const text = d.record.text;
      const passage = words[0] ? [{ text: text.slice(Math.max(0, at - 70), at), hit: false }, { text: words[0], hit: true }, { text: text.slice(at + words[0].length, at + 110), hit: false }]
        : [{ text: text.slice(0, 160), hit: false }];
      return { ...summary(d), passage };
    });
    return { query: q.get('q') ?? '', ...page(hits, q, 20), facets: {
      outlet: count(found.map((d) => ({ value: d.outlet, label: d.outlet }))), year: count(found.map((d) => ({ value: d.from?.slice(0, 4), label: d.from?.slice(0, 4) }))),
      speaker: count(found.flatMap((d) => d.record.statements.map((s) => d.record.entities.find((e) => e.id === s.speaker.entity)).filter(Boolean).map((e) => ({ value: e.store_id, label: e.name })))),
      party: [], act: count(found.flatMap((d) => d.record.statements.map((s) => ({ value: s.act, label: s.act })))),
      kind: count(found.flatMap((d) => d.record.contacts.map((c) => ({ value: c.kind, label: c.kind })))) } };
  }

  function document(id) {
    const d = data.documents.find((x) => x.id === id);
    if (!d) return null;
    const record = { ...d.record, entities: d.record.entities.map(({ store_id, ...e }) => e) };
    const of = (list, key, item) => list.find((x) => x.mentions.some((m) => m.document_id === id && m[key] === item));
    return { ...summary(d), record, links: {
      statements: d.record.statements.map((s) => of(data.claims, 'statement', s.id)).map((c, i) => ({ statement: d.record.statements[i].id, claim: c?.id ?? 's000000000000', status: c?.status ?? 'claimed', sources: c?.sources ?? 1, mention_count: c?.mention_count ?? 1 })),
      contacts: d.record.contacts.map((x) => of(data.contacts, 'contact', x.id)).map((c, i) => ({ contact: d.record.contacts[i].id, id: c?.id ?? 'c000000000000', status: c?.status ?? 'held', sources: c?.sources ?? 1, mention_count: c?.mention_count ?? 1 })),
      entities: d.record.entities.map((e) => ({ entity: e.id, id: e.store_id })), copies: [] }, corrections: corrections.filter((k) => k.target.id === id) };
  }

  function answer(method, path, q, body) {
    const one = (list, id) => list.find((x) => x.id === id) ?? null;
    const [, what, id, more] = path.split('/');
    if (method === 'GET') {
      switch (what) {
        case 'documents': return id ? document(id) : page(q.get('sort') === 'added' ? [...data.documents].reverse().map(summary) : recent(data.documents.filter((d) => !q.get('story') || d.story === q.get('story'))).map(summary), q);
        case 'claims': return id ? one(data.claims, id) : page(recent(data.claims.filter((c) => fits(c, q))), q);
        case 'contacts': return id ? one(data.contacts, id) : page(recent(data.contacts.filter((c) => fits(c, q))), q);
        case 'stories': return id ? one(data.stories, id) : page(recent(data.stories), q);
        case 'entities': {
          if (id) return data.entities.get(id) ?? null;
          const ids = q.get('ids')?.split(',');
          return page([...data.entities.values()].filter((e) => (!ids || ids.includes(e.id)) && (!q.get('q') || e.name.includes(q.get('q'))) && (!many(q, 'type').length || many(q, 'type').includes(e.type))).sort((a, b) => b.documents - a.documents).map(short), q);
        }
        case 'timeline': return timeline(q);
        case 'network': return network(q);
        case 'trace': return data.trace(id);
        case 'search':
          if (id === 'suggest') return { items: [...data.entities.values()].filter((e) => e.name.includes(q.get('q') ?? '')).slice(0, Number(q.get('limit') ?? 10)).map((e) => ({ id: e.id, name: e.name, type: e.type, documents: e.documents })) };
          if (id === 'help') return { fields: [{ field: 'speaker', meaning: { en: 'documents in which they speak', ar: 'وثائق يتكلم فيها فلان' }, example: 'speaker:كيري', values: [] }], examples: [{ query: '"الاتفاق النووي"', meaning: { en: 'these words in this order', ar: 'هذه الكلمات متتابعة' } }] };
          return search(q);
        case 'statistics': return { version: '1', documents: data.documents.length, copies: 0, stories: data.stories.length, statements: data.claims.length, claims: data.claims.length, claims_of_several_reports: 0,
          claims_confirmed: data.claims.filter((c) => c.status === 'confirmed').length, claims_denied: data.claims.filter((c) => c.status === 'denied').length, contacts: data.contacts.length, contacts_of_several_reports: 0,
          entities: data.entities.size, from: null, to: null, outlets: [], months: [], acts: [], kinds: [], statuses: [] };
        case 'corrections': return page(corrections.filter((k) => (!q.get('target') || k.target.id === q.get('target')) && (!q.get('undone') || String(Boolean(k.undone)) === q.get('undone'))), q);
        case 'searches': return { items: searches };
        case 'session': return { name: null, role: 'write', login: false, csrf: 'token' };
      }
    }
    if (method === 'POST' && what === 'corrections' && more === 'undo') {
      const k = one(corrections, id);
      return k && Object.assign(k, { undone: { who: 'desk', at: '2026-01-01T00:00:00Z' }, applied: false });
    }
    if (method === 'POST' && what === 'corrections') {
      corrections.unshift({ with: [], mentions: [], value: null, note: null, undone: null, applied: true, anchors: [], ...body, who: body.who ?? 'desk', id: `k${hash(String(corrections.length))}0000`, at: new Date().toISOString() });
      return corrections[0];
    }
    if (method === 'POST' && what === 'searches' && more === 'seen') return Object.assign(one(searches, id), { new: 0 });
    if (method === 'POST' && what === 'searches') {
      const key = `q${hash(body.name)}0000`;
      searches.push({ alert: true, ...body, id: key, who: 'desk', at: new Date().toISOString(), total: 2, new: 1, atom: `/api/v1/searches/${key}/atom`, json_feed: `/api/v1/searches/${key}/feed.json` });
      return searches.at(-1);
    }
    if (method === 'DELETE' && what === 'searches') {
      searches.splice(searches.findIndex((s) => s.id === id), 1);
      return undefined;
    }
    return null;
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://desk');
    const headers = { 'content-security-policy': kPolicy, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
    if (url.pathname === '/api/v1/events') {
      response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
      response.write(`event: hello\ndata: {"version":"1","documents":${data.documents.length}}\n\n`);
      streams.add(response);
      request.on('close', () => streams.delete(response));
      return;
    }
    if (url.pathname.startsWith('/api/v1/')) {
      let body = '';
      request.on('data', (part) => (body += part));
      request.on('end', () => {
        const result = answer(request.method, url.pathname.slice('/api/v1'.length), url.searchParams, body && JSON.parse(body));
        if (result === undefined) return response.writeHead(204, headers).end();
        if (result === null) {
          const p = problem(404, 'no such thing in the store');
          return response.writeHead(p.status, { ...headers, 'content-type': p.type }).end(JSON.stringify(p.body));
        }
        response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(result));
      });
      return;
    }
    const path = normalize(join(dist, url.pathname === '/' ? 'index.html' : url.pathname));
    try {
      if (!path.startsWith(normalize(dist))) throw new Error('outside');
      const bytes = readFileSync(path);
      response.writeHead(200, { ...headers, 'cache-control': url.pathname.startsWith('/assets/') ? 'max-age=600' : 'no-store', 'content-type': kTypes[extname(path)] ?? 'application/octet-stream' }).end(bytes);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve({
    address: `http://127.0.0.1:${server.address().port}/`,
    close: () => { for (const s of streams) s.end(); server.closeAllConnections(); server.close(); },
    push: (event, body) => { for (const s of streams) s.write(`event: ${event}\ndata: ${JSON.stringify(body)}\n\n`); },
  })));
}

// node fake_server.mjs DIST ISNAD PORT PATH…: to look at the desk by hand
if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [, , dist, isnad, port, ...paths] = process.argv;
  const server = await serve(dist, paths.length ? data_of(isnad, paths) : made_up(10000, 2000), Number(port));
  console.log(server.address);
}
