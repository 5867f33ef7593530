// The address tells the view and everything chosen in it, so that a copied address shows the same:
//   #/timeline?party=إيران&from=2023-01-01
// It is behind the `#`: the desk needs nothing of the server but its files, at whatever path they are served.

export const views = ['today', 'timeline', 'network', 'search', 'saved', 'corrections', 'trace', 'document', 'entity'] as const;
export type View = (typeof views)[number];

export interface Route {
  view: View;
  /** Which trace, document or entity; empty elsewhere. */
  id: string;
  params: URLSearchParams;
}

export type Params = Record<string, string | string[] | number | boolean | null | undefined>;

export function parse_route(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [view = '', ...rest] = path.split('/');
  let id = rest.join('/');
  try {
    id = decodeURIComponent(id);
  } catch {
    // a broken escape stays as it is: the view will say that there is no such thing
  }
  const known = (views as readonly string[]).includes(view) ? (view as View) : 'today';
  return { view: known, id, params: new URLSearchParams(query) };
}

export function link(view: View, id = '', params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value === null || value === undefined || value === '' || value === false) continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(key, one === true ? 'yes' : String(one));
  }
  const text = query.toString();
  return `#/${view}${id ? `/${encodeURIComponent(id)}` : ''}${text ? `?${text}` : ''}`;
}

let current = $state.raw(parse_route(location.hash));

export const route = {
  get view(): View { return current.view; },
  get id(): string { return current.id; },
  get params(): URLSearchParams { return current.params; },
};

addEventListener('hashchange', () => (current = parse_route(location.hash)));

export function go(hash: string): void {
  location.hash = hash;
}

/** Changes choices of this view. They replace the entry in the history: a slider must not fill it. */
export function choose(changes: Params): void {
  const params: Params = {};
  for (const key of new Set(current.params.keys())) params[key] = current.params.getAll(key);
  const hash = link(current.view, current.id, { ...params, ...changes });
  if (hash === location.hash) return;
  history.replaceState(history.state, '', hash);
  current = parse_route(hash);
}
