// The timeline: who has contacts along the horizontal axis of time, a lane for each pair of sides. Pure: items, window and size in,
// drawing and places of what was drawn out. What is drawn does not grow with the number of items: where a lane is too full for
// single marks it becomes columns that count them.

import { scaleUtc, type ScaleTime } from 'd3-scale';
import type { TimelineItem } from '../api/client';
import { visible } from '../data/text';
import { end_of, format, start_of } from '../language/dates';
import { number } from '../language/words';
import { draw_mark, draw_statement, status_colour } from './marks';
import type { Palette } from './palette.svelte';
import type { Pen } from './pen';

export interface Placed { item: TimelineItem; from: number; to: number }
export interface Lane { key: string; label: string; items: Placed[] }
/** What is drawn where; `items` more than one where they are counted. */
export interface Spot { x: number; y: number; width: number; height: number; items: TimelineItem[] }

const kAxis = 30;
const kLabel = 19;
const kRows = 3;
const kRow = 13;
const kColumn = 9;
const kRadius = 5.5;

/** Dated items; the undated have no place on an axis. */
export function placed(items: readonly TimelineItem[]): Placed[] {
  const all: Placed[] = [];
  for (const item of items) {
    const first = item.from ?? item.to;
    if (!first) continue;
    const from = start_of(first);
    const to = end_of(item.to ?? first);
    if (from < to) all.push({ item, from, to });
  }
  return all.sort((a, b) => a.from - b.from);
}

/** Lanes with most first; those beyond `most` share one. With `chosen` parties a lane is called after the others. */
export function lanes_of(items: readonly Placed[], chosen: readonly string[], most: number, others: string): Lane[] {
  const lanes = new Map<string, Lane>();
  for (const one of items) {
    const { item } = one;
    let names = item.parties;
    if (item.type === 'contact' && chosen.length) {
      const rest = item.parties.filter((_, i) => !chosen.includes(item.party_ids[i] ?? ''));
      if (rest.length) names = rest;
    }
    const ids = item.type === 'contact' ? names.map((name) => item.party_ids[item.parties.indexOf(name)] ?? name) : [`said ${item.party_ids[0] ?? item.parties[0]}`];
    const key = [...ids].sort().join(' ');
    let lane = lanes.get(key);
    if (!lane) lanes.set(key, (lane = { key, label: names.map((name) => `\u2068${visible(name)}\u2069`).join(' ↔ '), items: [] }));
    lane.items.push(one);
  }
  const sorted = [...lanes.values()].sort((a, b) => b.items.length - a.items.length || (a.items[0] as Placed).from - (b.items[0] as Placed).from);
  if (sorted.length <= most) return sorted;
  const rest = sorted.slice(most - 1).flatMap((lane) => lane.items);
  return [...sorted.slice(0, most - 1), { key: '', label: others, items: rest.sort((a, b) => a.from - b.from) }];
}

/** A lane of one or two contacts does not need three rows. */
function rows_of(lane: Lane): number {
  return Math.min(kRows, Math.max(1, lane.items.length));
}

function lane_height(lane: Lane): number {
  return kLabel + 10 + rows_of(lane) * kRow + (rows_of(lane) === kRows ? 8 : 0); // room for the number of those that find none
}

export function height_of(lanes: readonly Lane[]): number {
  return kAxis + lanes.reduce((sum, lane) => sum + lane_height(lane), 0) + 8;
}

export function axis(window: readonly [number, number], width: number, rtl: boolean): ScaleTime<number, number> {
  return scaleUtc().domain([new Date(window[0]), new Date(window[1])]).range(rtl ? [width - 10, 10] : [10, width - 10]);
}

function tick_words(time: Date, step: number): string {
  const day = 86_400_000;
  if (step < day) {
    const midnight = time.getUTCHours() === 0 && time.getUTCMinutes() === 0;
    return midnight ? format({ day: 'numeric', month: 'short' }).format(time) : format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(time);
  }
  if (step < 27 * day) return format({ day: 'numeric', month: 'short' }).format(time);
  if (step < 360 * day) return time.getUTCMonth() === 0 ? String(time.getUTCFullYear()) : format({ month: 'short' }).format(time);
  return String(time.getUTCFullYear());
}

export interface TimelineOptions {
  lanes: readonly Lane[];
  window: readonly [number, number];
  width: number;
  rtl: boolean;
  colours: Palette;
  /** Outlined: under the pointer or chosen. */
  marked?: string | null;
}

export function draw_timeline(pen: Pen, options: TimelineOptions): Spot[] {
  const { lanes, window, width, rtl, colours, marked } = options;
  const scale = axis(window, width, rtl);
  const height = height_of(lanes);
  const direction = rtl ? 'rtl' : 'ltr';
  const spots: Spot[] = [];

  const ticks = scale.ticks(Math.max(2, Math.floor(width / 95)));
  const step = ticks.length > 1 ? Number(ticks[1]) - Number(ticks[0]) : 86_400_000;
  for (const tick of ticks) {
    const x = Math.round(scale(tick)) + 0.5;
    pen.line(x, kAxis - 4, x, height, { stroke: colours.line });
    if (x > 30 && x < width - 30) pen.text(x, kAxis / 2, tick_words(tick, step), { colour: colours.soft, align: 'center', direction });
  }
  const now = Date.now();
  if (now > window[0] && now < window[1]) {
    const x = Math.round(scale(now)) + 0.5;
    pen.line(x, kAxis - 4, x, height, { stroke: colours.accent, dash: [3, 3] });
  }

  let top = kAxis;
  for (const lane of lanes) {
    pen.line(0, top + 0.5, width, top + 0.5, { stroke: colours.line });
    draw_lane(pen, lane, top, scale, options, spots);
    // Isolated, so that the number stays behind a name of the other direction.
    const label = `\u2068${shortened_label(lane.label, width)}\u2069  ${number(lane.items.length)}`;
    pen.text(rtl ? width - 8 : 8, top + kLabel / 2 + 3, label, { colour: colours.ink, size: 12.5, bold: true, align: rtl ? 'right' : 'left', direction, halo: colours.paper });
    top += lane_height(lane);
  }

  if (marked) {
    const spot = spots.find((s) => s.items.some((item) => item.id === marked));
    if (spot) pen.rect(spot.x - 3, spot.y - 3, spot.width + 6, spot.height + 6, 6, { stroke: colours.focus, width: 2 });
  }
  return spots;
}

function shortened_label(label: string, width: number): string {
  const most = Math.floor(width / 9);
  return label.length > most ? `${label.slice(0, most - 1)}…` : label;
}

function draw_lane(pen: Pen, lane: Lane, top: number, scale: ScaleTime<number, number>, options: TimelineOptions, spots: Spot[]): void {
  const { window, width, rtl, colours } = options;
  const shown = lane.items.filter((p) => p.to > window[0] && p.from < window[1]);
  const base = top + kLabel + 4;

  if (shown.length > (kRows * width) / (2.2 * kColumn)) {
    draw_columns(pen, shown, base, scale, options, spots);
    return;
  }
  // Rows are filled in reading direction; x grows against it where time runs from right to left.
  const ends = new Array<number>(rows_of(lane)).fill(-Infinity);
  const left = new Map<number, { x: number; items: TimelineItem[] }>();
  for (const p of shown) {
    const a = scale(p.from);
    const b = scale(p.to);
    const [x1, x2] = a < b ? [a, b] : [b, a];
    const long = x2 - x1 > 3.2 * kRadius;
    const middle = Math.min(width - kRadius, Math.max(kRadius, (Math.max(x1, 0) + Math.min(x2, width)) / 2));
    const [l, r] = long ? [x1, x2] : [middle - kRadius, middle + kRadius];
    const [begin, end] = rtl ? [-r, -l] : [l, r];
    const row = ends.findIndex((e) => e + 2 <= begin);
    if (row < 0) {
      const column = Math.floor(middle / (2 * kColumn));
      const known = left.get(column);
      if (known) known.items.push(p.item);
      else left.set(column, { x: middle, items: [p.item] });
      continue;
    }
    ends[row] = end;
    const y = base + row * kRow + kRow / 2;
    const colour = status_colour(p.item.status, colours);
    if (long) {
      const [from, to] = [Math.max(x1, -20), Math.min(x2, width + 20)];
      pen.rect(from + 1, y - 3, Math.max(2, to - from - 2), 6, 3, { fill: colour, alpha: 0.22 });
      pen.line(from + 1, y - 4, from + 1, y + 4, { stroke: colour, width: 1.5 });
      pen.line(to - 1, y - 4, to - 1, y + 4, { stroke: colour, width: 1.5 });
    }
    if (p.item.type === 'statement') draw_statement(pen, middle, y, kRadius, p.item.status, colours);
    else draw_mark(pen, middle, y, kRadius, p.item.status, colours);
    spots.push({ x: long ? l : middle - kRadius, y: y - kRow / 2, width: long ? r - l : 2 * kRadius, height: kRow, items: [p.item] });
  }
  for (const { x, items } of left.values()) {
    const y = base + rows_of(lane) * kRow + 4;
    pen.text(x, y, `+${number(items.length)}`, { colour: colours.ink, size: 10, bold: true, align: 'center', halo: colours.paper });
    spots.push({ x: x - kColumn, y: y - 7, width: 2 * kColumn, height: 14, items });
  }
}

const kOrder = ['held', 'planned', 'disputed', 'denied', 'claimed'] as const;
const group_of = (status: string): (typeof kOrder)[number] =>
  status === 'confirmed' ? 'held' : status === 'proposed' ? 'planned' : status === 'cancelled' ? 'denied' : (kOrder as readonly string[]).includes(status) ? (status as (typeof kOrder)[number]) : 'claimed';

function draw_columns(pen: Pen, shown: readonly Placed[], base: number, scale: ScaleTime<number, number>, options: TimelineOptions, spots: Spot[]): void {
  const { width, colours } = options;
  const columns = new Map<number, Placed[]>();
  for (const p of shown) {
    const x = Math.min(width - 1, Math.max(0, scale((p.from + p.to) / 2)));
    const column = Math.floor(x / kColumn);
    const known = columns.get(column);
    if (known) known.push(p);
    else columns.set(column, [p]);
  }
  let most = 1;
  for (const items of columns.values()) most = Math.max(most, items.length);
  const tall = kRows * kRow;
  for (const [column, items] of columns) {
    // The height goes by the root of the number, so that one denial beside a hundred meetings is still seen.
    const height = Math.max(3, tall * Math.sqrt(items.length / most));
    let y = base + tall;
    for (const group of kOrder) {
      const count = items.filter((p) => group_of(p.item.status) === group).length;
      if (!count) continue;
      const part = (height * count) / items.length;
      pen.rect(column * kColumn + 1, y - part, kColumn - 2, part, 0, { fill: status_colour(group, colours) });
      y -= part;
    }
    spots.push({ x: column * kColumn, y: base + tall - height, width: kColumn, height, items: items.map((p) => p.item) });
  }
}

export function spot_at(spots: readonly Spot[], x: number, y: number): Spot | null {
  let best: Spot | null = null;
  let nearest = 9;
  for (const spot of spots) {
    const dx = Math.max(spot.x - x, 0, x - spot.x - spot.width);
    const dy = Math.max(spot.y - y, 0, y - spot.y - spot.height);
    const distance = Math.hypot(dx, dy);
    if (distance < nearest || (distance === nearest && best && spot.width < best.width)) {
      nearest = distance;
      best = spot;
    }
  }
  return best;
}
