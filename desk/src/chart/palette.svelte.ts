// The colours of the style sheet as canvases want them, renewed when the theme changes.

import { settings } from '../shell/settings.svelte';

const kNames = [
  'page', 'paper', 'raised', 'ink', 'soft', 'line', 'strong-line', 'accent', 'accent-wash', 'focus', 'held', 'planned', 'denied', 'disputed', 'claimed',
  'person', 'organization', 'media', 'country', 'place', 'statement-edge', 'contact-edge',
] as const;
export type Palette = Record<(typeof kNames)[number], string>;

let system = $state(0);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => ++system);

function read(): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const palette = {} as Palette;
  for (const name of kNames) {
    probe.style.color = `var(--${name})`;
    palette[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return palette;
}

/** Read it inside an effect or a derived: it then follows the theme. */
export function palette(): Palette {
  void system;
  // The attribute is set by App's effect, perhaps after this runs: set it here too, as colours are read from the document.
  if (settings.theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = settings.theme;
  return read();
}
