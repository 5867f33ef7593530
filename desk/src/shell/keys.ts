// Keys of the whole desk. They go by the place of a key, not by its letter, as on an Arabic layout `g` writes ل.

import type { Key } from '../language/words';
import type { View } from './route.svelte';

interface Shortcut { keys: string[]; codes: string[]; view?: View; words: Key }

export const kKeys: Shortcut[] = [
  { keys: ['g', 't'], codes: ['KeyG', 'KeyT'], view: 'today', words: 'view.today' },
  { keys: ['g', 'l'], codes: ['KeyG', 'KeyL'], view: 'timeline', words: 'view.timeline' },
  { keys: ['g', 'n'], codes: ['KeyG', 'KeyN'], view: 'network', words: 'view.network' },
  { keys: ['g', 's'], codes: ['KeyG', 'KeyS'], view: 'search', words: 'view.search' },
  { keys: ['g', 'a'], codes: ['KeyG', 'KeyA'], view: 'saved', words: 'view.saved' },
  { keys: ['g', 'c'], codes: ['KeyG', 'KeyC'], view: 'corrections', words: 'view.corrections' },
  { keys: ['/'], codes: ['Slash'], words: 'help.search' },
  { keys: ['?'], codes: ['Shift+Slash'], words: 'help.help' },
];

let first = '';
let when = 0;

/** What `event` asks for, with the key before it; null inside a field or with a modifier. */
export function shortcut_of(event: KeyboardEvent): Shortcut | null {
  const target = event.target as HTMLElement | null;
  if (event.ctrlKey || event.altKey || event.metaKey || target?.closest('input, textarea, select, [contenteditable], dialog')) return null;
  const code = event.shiftKey ? `Shift+${event.code}` : event.code;
  if (event.timeStamp - when > 1200) first = '';
  const found = kKeys.find((s) => (s.codes.length === 1 ? s.codes[0] === code : s.codes[0] === first && s.codes[1] === code));
  first = found ? '' : code;
  when = event.timeStamp;
  return found ?? null;
}
