// A text cut where its annotations begin and end, so that each piece knows all that it belongs to. Annotations nest and cross.

import { CodePoints } from './text';

export interface Mark {
  /** Of the record: s1, c2, e3, t4 (a time), i1 (a condition), d2 (a clue of the date). */
  id: string;
  kind: 'statement' | 'cue' | 'contact' | 'condition' | 'time' | 'dating' | 'person' | 'organization' | 'media' | 'country' | 'place';
  start: number;
  end: number;
}

export interface Segment { text: string; marks: readonly Mark[]; /** Marks that end with this piece: behind it stands their number. */ ends: readonly Mark[] }

export function segments_of(points: CodePoints, start: number, end: number, marks: readonly Mark[]): Segment[] {
  const inside = marks.filter((m) => m.start < end && m.end > start && m.start < m.end);
  const cuts = new Set([start, end]);
  for (const m of inside) {
    if (m.start > start) cuts.add(m.start);
    if (m.end < end) cuts.add(m.end);
  }
  const places = [...cuts].sort((a, b) => a - b);
  const pieces: Segment[] = [];
  for (let i = 0; i + 1 < places.length; ++i) {
    const [from, to] = [places[i] as number, places[i + 1] as number];
    const here = inside.filter((m) => m.start <= from && m.end >= to);
    pieces.push({ text: points.slice(from, to), marks: here, ends: here.filter((m) => m.end === to) });
  }
  return pieces;
}
