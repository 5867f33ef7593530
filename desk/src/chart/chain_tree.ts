// Chains as trees: the root is who first has it, its branches are those who pass it on, the leaves are the reports.

import type { Trace } from '../api/client';
import type { Palette } from './palette.svelte';
import type { Pen } from './pen';
import { visible } from '../data/text';
import { interval_words } from '../language/dates';

export type Root = Trace['roots'][number];
export type Mention = Root['mentions'][number];

export interface ChainNode {
  key: string;
  name: string;
  kind: string;
  entity: string | null;
  nodes: ChainNode[];
  /** Reports that have it straight from here. */
  mentions: Mention[];
}

export function tree_of(root: Root): ChainNode {
  const top: ChainNode = { key: root.root, name: root.root, kind: root.kind, entity: root.entity, nodes: [], mentions: [] };
  for (const mention of root.mentions) {
    let at = top;
    // The chain is outermost first and ends with the root, which is `top` itself; a paper that heads its own chain is the leaf.
    const between = mention.chain.slice(0, -1).filter((party, i) => i > 0 || party.name !== mention.outlet);
    for (const party of between.reverse()) {
      let next = at.nodes.find((n) => n.name === party.name);
      if (!next) at.nodes.push((next = { key: `${at.key} < ${party.name}`, name: party.name, kind: party.kind, entity: party.entity, nodes: [], mentions: [] }));
      at = next;
    }
    at.mentions.push(mention);
  }
  return top;
}

const kWide = 190;
const kGap = 46;
const kTall = 44;
const kRow = 56;

/** The trees as a drawing, for export: reports at the start, roots at the end, as on the page. */
export function trees_scene(roots: readonly ChainNode[], rtl: boolean, colours: Palette): { width: number; height: number; scene: (pen: Pen) => void } {
  interface Box { x: number; y: number; title: string; below: string; colour: string; to: Box | null }
  const boxes: Box[] = [];
  const depth_of = (n: ChainNode): number => 1 + Math.max(n.mentions.length ? 1 : 0, ...n.nodes.map(depth_of));
  const depth = Math.max(1, ...roots.map(depth_of));
  let row = 0;
  const place = (n: ChainNode, level: number, to: Box | null): Box => {
    const box: Box = { x: level, y: 0, title: visible(n.name), below: '', colour: (colours as Record<string, string>)[n.kind] ?? colours.claimed, to };
    boxes.push(box);
    const first = row;
    for (const child of n.nodes) place(child, level + 1, box);
    for (const m of n.mentions) {
      boxes.push({ x: level + 1, y: row, title: visible(m.outlet ?? m.document), below: `${interval_words(m.published, m.published)}${m.copies.length ? `  +${m.copies.length}` : ''}`, colour: colours.media, to: box });
      ++row;
    }
    box.y = (first + row - 1) / 2;
    return box;
  };
  for (const root of roots) place(root, 0, null);
  const width = depth * kWide + (depth - 1) * kGap + 32;
  const height = row * kRow + 20;
  // On the page reports stand at the start of a line and roots at its end.
  const x = (level: number) => (rtl ? 16 + level * (kWide + kGap) : width - 16 - kWide - level * (kWide + kGap));
  const scene = (pen: Pen) => {
    for (const b of boxes) {
      if (!b.to) continue;
      const from = rtl ? x(b.x) : x(b.x) + kWide;
      const to = rtl ? x(b.to.x) + kWide : x(b.to.x);
      const [y1, y2] = [b.y * kRow + 10 + kTall / 2, b.to.y * kRow + 10 + kTall / 2];
      const middle = (from + to) / 2;
      pen.line(from, y1, middle, y1, { stroke: colours['strong-line'], width: 1.5 });
      pen.line(middle, y1, middle, y2, { stroke: colours['strong-line'], width: 1.5 });
      pen.line(middle, y2, to, y2, { stroke: colours['strong-line'], width: 1.5 });
    }
    for (const b of boxes) {
      const y = b.y * kRow + 10;
      const root = b.to === null;
      pen.rect(x(b.x), y, kWide, kTall, 8, { fill: root ? colours['accent-wash'] : colours.raised, stroke: root ? colours.accent : colours['strong-line'], width: root ? 2 : 1 });
      const title = b.title.length > 28 ? `${b.title.slice(0, 27)}…` : b.title;
      const lettering = { align: 'center' as const, direction: rtl ? ('rtl' as const) : ('ltr' as const) };
      pen.text(x(b.x) + kWide / 2, y + (b.below ? 15 : kTall / 2), title, { ...lettering, colour: b.colour, size: 12.5, bold: true });
      if (b.below) pen.text(x(b.x) + kWide / 2, y + 32, b.below, { ...lettering, colour: colours.soft, size: 11 });
    }
  };
  return { width, height, scene };
}
