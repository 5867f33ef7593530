// The shapes of how it stands with a contact, the same as in parts/Status.svelte.

import type { Palette } from './palette.svelte';
import type { Pen } from './pen';

export function status_colour(status: string, colours: Palette): string {
  switch (status) {
    case 'held':
    case 'confirmed':
      return colours.held;
    case 'planned':
    case 'proposed':
      return colours.planned;
    case 'denied':
    case 'cancelled':
      return colours.denied;
    case 'disputed':
      return colours.disputed;
    default:
      return colours.claimed;
  }
}

export function draw_mark(pen: Pen, x: number, y: number, r: number, status: string, colours: Palette): void {
  const stroke = status_colour(status, colours);
  switch (status) {
    case 'held':
    case 'confirmed':
      pen.circle(x, y, r, { fill: stroke });
      break;
    case 'planned':
      pen.circle(x, y, r - 1, { fill: colours.paper, stroke, width: 2 });
      break;
    case 'proposed':
      pen.circle(x, y, r - 1, { fill: colours.paper, stroke, width: 2, dash: [2, 2.2] });
      break;
    case 'denied':
      pen.line(x - r + 1, y - r + 1, x + r - 1, y + r - 1, { stroke, width: 2.4 });
      pen.line(x + r - 1, y - r + 1, x - r + 1, y + r - 1, { stroke, width: 2.4 });
      break;
    case 'cancelled':
      pen.circle(x, y, r - 1, { fill: colours.paper, stroke, width: 2 });
      pen.line(x - r + 2, y + r - 2, x + r - 2, y - r + 2, { stroke, width: 2 });
      break;
    case 'disputed':
      pen.circle(x, y, r - 1, { fill: colours.paper, stroke, width: 2 });
      pen.half(x, y, r - 1, { fill: stroke });
      break;
    default:
      pen.circle(x, y, r * 0.6, { fill: stroke });
  }
}

/** A statement: a small flag, so that it is not taken for a contact. */
export function draw_statement(pen: Pen, x: number, y: number, r: number, status: string, colours: Palette): void {
  const colour = status_colour(status, colours);
  pen.line(x, y - r, x, y + r, { stroke: colour, width: 1.6 });
  pen.polygon([[x, y - r], [x + r * 1.3, y - r * 0.45], [x, y + 0.1 * r]], { fill: colour });
}
