// How the desk asks the server. Types come from docs/api/openapi.json (`npm run types`), so an answer that changed does not compile.

import createClient from 'openapi-fetch';
import type { components, paths } from './schema';

type Schemas = components['schemas'];
export type DocumentSummary = Schemas['DocumentSummary'];
export type DocumentRef = Schemas['DocumentRef'];
export type Document = Schemas['Document'];
export type IsnadRecord = Schemas['Record'];
export type Claim = Schemas['Claim'];
export type Contact = Schemas['Contact'];
export type Story = Schemas['Story'];
export type Entity = Schemas['Entity'];
export type EntitySummary = Schemas['EntitySummary'];
export type TimelineItem = Schemas['TimelineItem'];
export type Timeline = Schemas['Timeline'];
export type Network = Schemas['Network'];
export type Trace = Schemas['Trace'];
export type TraceAnswer = Schemas['TraceAnswer'];
export type SearchResult = Schemas['SearchResult'];
export type Hit = Schemas['Hit'];
export type Correction = Schemas['Correction'];
export type NewCorrection = Schemas['NewCorrection'];
export type SavedSearch = Schemas['SavedSearch'];
export type Session = Schemas['Session'];
export type Statement = Schemas['Statement'];
export type Suggestion = Schemas['Suggestions']['items'][number];
export type PartyRef = Schemas['Party'];

/** Beside the page itself, whatever path it is served at. */
export const kBase = new URL('api/v1', location.href.replace(/#.*$/, '').replace(/[^/]*$/, '')).href;

let csrf: string | null = null;

export function know_session(session: Session): void {
  csrf = session.csrf;
}

export const api = createClient<paths>({
  baseUrl: kBase,
  credentials: 'same-origin',
  querySerializer: { array: { style: 'form', explode: true } },
});

api.use({
  onRequest({ request }) {
    if (csrf && request.method !== 'GET') request.headers.set('X-CSRF-Token', csrf);
    return request;
  },
});

export class Failure extends Error {
  constructor(
    /** HTTP status; 0 where nothing answered. */
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

interface Outcome<T> { data?: T; error?: unknown; response: Response }

/** The answer, or a Failure with the server's own words. */
export async function answer<T>(call: Promise<Outcome<T>>): Promise<T> {
  let outcome: Outcome<T>;
  try {
    outcome = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Failure(0, '');
  }
  if (outcome.response.ok) return outcome.data as T;
  const problem = outcome.error as { detail?: string; title?: string } | undefined;
  throw new Failure(outcome.response.status, problem?.detail ?? problem?.title ?? outcome.response.statusText);
}
