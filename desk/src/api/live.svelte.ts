// What the server tells by itself (server-sent events): documents were added, a correction was made, a saved search found something.

import { kBase } from './client';

interface Alert { id: string; name: string; new: number }

export const live = $state({
  connected: false,
  /** Documents added since the page was opened or the reader looked at them. */
  fresh: 0,
  /** Changes when answers may have changed. Views that renew by themselves read it. */
  version: 0,
  alerts: [] as Alert[],
});

function data_of(event: MessageEvent): Record<string, unknown> {
  try {
    return JSON.parse(String(event.data)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

export function listen(): () => void {
  const source = new EventSource(`${kBase}/events`);
  source.addEventListener('open', () => (live.connected = true));
  source.addEventListener('error', () => (live.connected = false)); // EventSource tries again by itself
  source.addEventListener('documents', (event) => {
    live.fresh += Number(data_of(event).added ?? 1);
  });
  source.addEventListener('correction', () => ++live.version);
  source.addEventListener('search', (event) => {
    const { id, name, new: count } = data_of(event);
    const alert = { id: String(id), name: String(name), new: Number(count) };
    live.alerts = [...live.alerts.filter((a) => a.id !== alert.id), alert];
  });
  return () => source.close();
}

export function show_fresh(): void {
  live.fresh = 0;
  ++live.version;
}
