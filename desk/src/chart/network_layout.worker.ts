// Where the nodes of the network stand: a force layout, computed beside the page so that it never stops the page. The same graph gets
// the same places every time. Answers the places so far a few times, the last with `done`.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from 'd3-force';

export interface LayoutQuestion { nodes: { id: string; radius: number }[]; links: { source: number; target: number; weight: number }[] }
export interface LayoutAnswer { places: Float32Array; done: boolean }

interface Node extends SimulationNodeDatum { radius: number }

onmessage = ({ data }: MessageEvent<LayoutQuestion>) => {
  const nodes: Node[] = data.nodes.map(({ radius }) => ({ radius }));
  const large = nodes.length > 600;
  const simulation = forceSimulation(nodes)
    .force('link', forceLink<Node, { source: number | Node; target: number | Node; weight: number }>(data.links).distance(large ? 46 : 84).strength((l) => Math.min(0.9, 0.18 + 0.08 * l.weight) / (large ? 2 : 1)))
    .force('charge', forceManyBody<Node>().strength((n) => (large ? -40 : -220) - n.radius * 6).distanceMax(large ? 700 : 1200).theta(large ? 1.1 : 0.9))
    .force('collide', forceCollide<Node>((n) => n.radius + (large ? 3 : 14)).iterations(large ? 1 : 2))
    .force('x', forceX<Node>(0).strength(0.05))
    .force('y', forceY<Node>(0).strength(0.07))
    .stop();
  const rounds = large ? 140 : 300;
  simulation.alphaDecay(1 - Math.pow(0.001, 1 / rounds));

  const tell = (done: boolean) => {
    const places = new Float32Array(nodes.length * 2);
    nodes.forEach((n, i) => {
      places[2 * i] = n.x ?? 0;
      places[2 * i + 1] = n.y ?? 0;
    });
    postMessage({ places, done } satisfies LayoutAnswer, { transfer: [places.buffer] });
  };
  for (let round = 1; round <= rounds; ++round) {
    simulation.tick();
    if (round % 40 === 0 && round < rounds) tell(false);
  }
  tell(true);
};
