// The network: sides of contacts as discs, links between them as wide as they have contacts. A contact through somebody is drawn as two
// dashed links that meet at the intermediary, a diamond, so that who only carries words is not taken for a side.

import type { Network } from '../api/client';
import { visible } from '../data/text';
import type { Palette } from './palette.svelte';
import type { Pen } from './pen';

export interface Node { id: string; name: string; type: string; contacts: number; mediated: number; radius: number; x: number; y: number }
export interface Tie { a: Node; b: Node; contacts: number; denied: number; planned: number; through: { node: Node; count: number }[]; ids: readonly string[]; from: string | null; to: string | null }
export interface Graph { nodes: Node[]; ties: Tie[] }
export interface Camera { x: number; y: number; scale: number }

/** Nodes and ties of an answer, at the places known from before. */
export function graph_of(network: Network, places: ReadonlyMap<string, readonly [number, number]>): Graph {
  const nodes = new Map<string, Node>();
  for (const n of network.nodes) {
    const [x, y] = places.get(n.id) ?? [0, 0];
    nodes.set(n.id, { id: n.id, name: visible(n.name), type: n.type, contacts: n.contacts, mediated: n.mediated, radius: Math.min(26, 4 + 2.6 * Math.sqrt(Math.max(n.contacts, n.mediated))), x, y });
  }
  const ties: Tie[] = [];
  for (const e of network.edges) {
    const [a, b] = [nodes.get(e.a), nodes.get(e.b)];
    if (!a || !b) continue;
    const through = e.through.flatMap((t) => {
      const node = nodes.get(t.id);
      return node ? [{ node, count: t.count }] : [];
    });
    ties.push({ a, b, contacts: e.contacts, denied: e.denied, planned: e.planned, through, ids: e.ids, from: e.from, to: e.to });
  }
  return { nodes: [...nodes.values()].sort((p, q) => p.radius - q.radius), ties: ties.sort((p, q) => q.contacts - p.contacts) };
}

/** Whether it is more a go-between than a side. */
export function is_intermediary(node: Node): boolean {
  return node.mediated > 0 && node.mediated >= node.contacts;
}

export interface NetworkOptions {
  graph: Graph;
  /** Where everything stands; a graph of a shorter time is shown at the places of the whole. */
  camera: Camera;
  colours: Palette;
  rtl: boolean;
  marked?: string | null;
  /** While it moves: only the ties with most contacts. */
  hurried?: boolean;
}

const kHurried = 900;

export function draw_network(pen: Pen, width: number, height: number, options: NetworkOptions): void {
  const { graph, camera, colours, rtl, marked, hurried = false } = options;
  const x = (n: Node) => width / 2 + (n.x - camera.x) * camera.scale;
  const y = (n: Node) => height / 2 + (n.y - camera.y) * camera.scale;
  const near = new Set<Node>();
  if (marked) {
    for (const tie of graph.ties) {
      if (tie.a.id === marked || tie.b.id === marked || tie.through.some((t) => t.node.id === marked)) {
        near.add(tie.a).add(tie.b);
        for (const t of tie.through) near.add(t.node);
      }
    }
  }
  const faded = (n: Node) => near.size > 0 && !near.has(n);
  const off = (n: Node, edge: number) => x(n) < -edge || y(n) < -edge || x(n) > width + edge || y(n) > height + edge;

  // One line a stroke, in full colours: a browser that draws without a graphics card takes twenty times as long for one path of many
  // lines, and three times for lines that let others through.
  const line = (p: Node, q: Node, stroke: string, wide: number, dash?: readonly number[]) => pen.line(x(p), y(p), x(q), y(q), { stroke, width: wide, dash });
  let left = hurried ? kHurried : Infinity;
  for (const tie of graph.ties) {
    if (off(tie.a, 400) && off(tie.b, 400)) continue;
    const direct = tie.contacts - tie.through.reduce((sum, t) => sum + t.count, 0);
    const quiet = near.size > 0 && tie.a.id !== marked && tie.b.id !== marked && !tie.through.some((t) => t.node.id === marked);
    if (quiet && hurried) continue;
    if (--left < 0) break;
    const denied = tie.denied === tie.contacts;
    const stroke = quiet ? colours.line : denied ? colours.denied : tie.planned === tie.contacts ? colours.planned : colours['strong-line'];
    if (direct > 0 || !tie.through.length) line(tie.a, tie.b, stroke, Math.min(7, 0.8 + 0.75 * Math.sqrt(tie.contacts)), denied ? [2, 4] : undefined);
    for (const t of tie.through) {
      const wide = Math.min(5, 0.9 + 0.7 * Math.sqrt(t.count));
      line(tie.a, t.node, quiet ? colours.line : colours.accent, wide, [6, 4]);
      line(t.node, tie.b, quiet ? colours.line : colours.accent, wide, [6, 4]);
    }
  }

  const size = Math.max(0.45, Math.min(1.6, Math.sqrt(camera.scale)));
  const edge = graph.nodes.length < 600; // an edge in the colour of the paper keeps discs apart where they are large
  for (const node of graph.nodes) {
    if (off(node, 40)) continue;
    const r = node.radius * size;
    const fill = (colours as Record<string, string>)[node.type] ?? colours.claimed;
    const style = { fill, stroke: node.id === marked ? colours.focus : edge ? colours.paper : undefined, width: node.id === marked ? 3 : 1.5, alpha: faded(node) ? 0.2 : 1 };
    if (is_intermediary(node)) pen.polygon([[x(node), y(node) - r * 1.25], [x(node) + r * 1.25, y(node)], [x(node), y(node) + r * 1.25], [x(node) - r * 1.25, y(node)]], { ...style, fill: colours.accent });
    else pen.circle(x(node), y(node), r, style);
  }

  // Names where there is room: the largest first, none over another.
  const taken: [number, number, number, number][] = [];
  const most = Math.max(12, Math.floor((width * height) / 9000));
  let drawn = 0;
  for (let i = graph.nodes.length - 1; i >= 0 && drawn < most; --i) {
    const node = graph.nodes[i] as Node;
    if (off(node, 0) || faded(node)) continue;
    const r = node.radius * size;
    const letters = node.name.length > 26 ? `${node.name.slice(0, 25)}…` : node.name;
    const wide = letters.length * 6.6 + 6;
    const box: [number, number, number, number] = [x(node) - wide / 2, y(node) + r + 3, wide, 15];
    if (taken.some(([a, b, c, d]) => box[0] < a + c && a < box[0] + box[2] && box[1] < b + d && b < box[1] + box[3])) continue;
    taken.push(box);
    ++drawn;
    pen.text(x(node), box[1] + 7, letters, { colour: colours.ink, size: 12, bold: node.id === marked, align: 'center', direction: rtl ? 'rtl' : 'ltr', halo: colours.paper });
  }
}

export function node_at(graph: Graph, camera: Camera, width: number, height: number, px: number, py: number): Node | null {
  const wx = (px - width / 2) / camera.scale + camera.x;
  const wy = (py - height / 2) / camera.scale + camera.y;
  const size = Math.max(0.45, Math.min(1.6, Math.sqrt(camera.scale)));
  let best: Node | null = null;
  let nearest = 8 / camera.scale;
  for (const node of graph.nodes) {
    const distance = Math.hypot(node.x - wx, node.y - wy) - (node.radius * size) / camera.scale;
    if (distance < nearest) {
      nearest = distance;
      best = node;
    }
  }
  return best;
}

/** Shows all nodes. */
export function camera_for(graph: Graph, width: number, height: number): Camera {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const n of graph.nodes) {
    left = Math.min(left, n.x - n.radius);
    right = Math.max(right, n.x + n.radius);
    top = Math.min(top, n.y - n.radius);
    bottom = Math.max(bottom, n.y + n.radius);
  }
  if (left > right) return { x: 0, y: 0, scale: 1 };
  const scale = Math.min((width - 90) / Math.max(1, right - left), (height - 70) / Math.max(1, bottom - top), 1.8);
  return { x: (left + right) / 2, y: (top + bottom) / 2 + 6 / scale, scale: Math.max(0.02, scale) };
}
