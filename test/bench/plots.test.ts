import { describe, expect, test } from 'vitest';
import { cases, stockChain } from '../../bench/cases.js';
import { compareBytes, compareTimes } from '../../bench/compare.js';
import type { Round } from '../../bench/interleave.js';
import { drawPlots } from '../../bench/plots/draw-plots.js';
import { linearScale, logScale } from '../../bench/plots/scale.js';
import { findAll, readXml, type XmlElement } from './read-xml.js';

const round = (ours: number, theirs: number): Round => ({
  ours: { times: [ours, ours + 1], cpu: ours },
  theirs: { times: [theirs, theirs + 1], cpu: theirs },
});
const quick = [round(10, 10), round(11, 10), round(90, 10)];
const slow = [round(4_000, 5_000), round(4_200, 5_000)];

const noop = compareTimes(quick, { title: 'no-op <workflow> & "result"', target: 1.05 });
const many = compareTimes(slow, { title: 'many runs', target: undefined });
const bundle = compareBytes(120_000, 100_000, { title: 'bundle', target: 1.25 });
const servers = compareTimes(quick, { title: 'chain', target: 0.2 });

const read = (plots: Map<string, string>, name: string): XmlElement => readXml(plots.get(name) ?? '');
const textsOf = (drawing: XmlElement): string[] => findAll(drawing, 'text').map(({ text }) => text);
/** The row of that name. */
const rowOf = (drawing: XmlElement, name: string): XmlElement =>
  findAll(drawing, 'g').find((row) => textsOf(row)[0] === name) as XmlElement;

describe('the plots of the benchmark', () => {
  const plots = drawPlots({ comparisons: [noop, many, bundle], servers });

  test('are well-formed drawings of a size, without a number that is none', () => {
    expect([...plots.keys()]).toEqual(['ratios.svg', 'times.svg', 'servers.svg']);
    for (const [name, svg] of plots) {
      const root = readXml(svg);
      expect(root.name, name).toBe('svg');
      expect(root.attributes, name).toMatchObject({ xmlns: 'http://www.w3.org/2000/svg', role: 'img' });
      expect(root.attributes['viewBox'], name).toBe(`0 0 ${root.attributes['width']} ${root.attributes['height']}`);
      expect(svg, name).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  test('no words leave the paper or run into the axis, with the longest titles there are', () => {
    const titles = [...cases, stockChain].map(({ title }) => title);
    titles.push('worker CPU per activity, chain and fan-out of 100', 'bundle with its source map');
    const all = titles.map((title) => compareTimes(quick, { title, target: 1.05 }));
    for (const svg of drawPlots({ comparisons: all, servers: all[0] }).values()) {
      const drawing = readXml(svg);
      for (const { attributes, text } of findAll(drawing, 'text')) {
        // A wide font: nearly three fifths of its height for each character.
        const breadth = text.length * 0.57 * Number(attributes['font-size'] ?? 13);
        const begin = Number(attributes['x']) - (attributes['text-anchor'] === 'end' ? breadth : 0);
        expect(begin, text).toBeGreaterThan(0);
        expect(begin + breadth, text).toBeLessThan(Number(drawing.attributes['width']));
      }
    }
  });

  test('titles come as they are, whatever characters they have', () => {
    expect(textsOf(read(plots, 'ratios.svg'))).toContain('no-op <workflow> & "result"');
  });

  test('ratios: a dot for each round, the one beyond the axis hollow at its end, and the verdict', () => {
    const row = rowOf(read(plots, 'ratios.svg'), noop.title);
    const dots = findAll(row, 'circle');
    expect(dots.map(({ attributes }) => 'stroke' in attributes)).toEqual([false, false, true]);
    expect(dots[2]?.attributes['cx']).toBe('820');
    expect(textsOf(row)[1]).toBe('1.10 (1.05–4.86) FAIL');
  });

  test('ratios: the box spans the middle half, and the target is a red line of its own', () => {
    const drawing = read(plots, 'ratios.svg');
    const at = (row: XmlElement, colour: string): number[] =>
      findAll(row, 'line')
        .filter(({ attributes }) => attributes['stroke'] === colour && attributes['stroke-dasharray'])
        .map(({ attributes }) => Number(attributes['x1']));
    const row = rowOf(drawing, noop.title);
    const [box] = findAll(row, 'rect');
    const dots = findAll(row, 'circle').map(({ attributes }) => Number(attributes['cx']));
    const [from, breadth] = [Number(box?.attributes['x']), Number(box?.attributes['width'])];
    expect(from).toBeGreaterThan(dots[0] as number);
    expect(from + breadth).toBeLessThan(dots[2] as number);
    expect(at(row, '#b91c1c')).toHaveLength(1);
    expect(at(rowOf(drawing, 'many runs'), '#b91c1c')).toHaveLength(0);
    expect(at(rowOf(drawing, 'bundle'), '#b91c1c')[0]).toBeGreaterThan(at(row, '#b91c1c')[0] as number);
  });

  test('times: every measurement of both sides, and no sizes', () => {
    const drawing = read(plots, 'times.svg');
    expect(findAll(rowOf(drawing, noop.title), 'circle')).toHaveLength(12);
    expect(textsOf(rowOf(drawing, 'many runs'))).toEqual(['many runs', '4101 ms', '5001 ms']);
    expect(textsOf(drawing)).not.toContain('bundle');
    expect(textsOf(drawing)).toEqual(expect.arrayContaining(['10 ms', '100 ms', '1 s']));
  });

  test('what was not measured is not drawn', () => {
    expect([...drawPlots({ comparisons: [], servers: undefined }).keys()]).toEqual([]);
    expect([...drawPlots({ comparisons: [bundle], servers: undefined }).keys()]).toEqual(['ratios.svg']);
  });
});

describe('an axis', () => {
  test('has round numbers, and keeps what lies beyond it at its ends', () => {
    const scale = linearScale([0.85, 1.4], [100, 200]);
    expect(scale.ticks).toEqual([0.9, 1, 1.1, 1.2, 1.3, 1.4]);
    expect([0.85, 1.4, 7, -7].map((value) => scale.position(value))).toEqual([100, 200, 200, 100]);
    expect([scale.includes(1), scale.includes(7)]).toEqual([true, false]);
  });

  test('of factors gives each of them the same room', () => {
    const scale = logScale([1, 10_000], [0, 400]);
    expect([10, 100, 1_000].map((value) => Math.round(scale.position(value)))).toEqual([100, 200, 300]);
    expect(scale.ticks).toEqual([1, 10, 100, 1_000, 10_000]);
    expect(logScale([10.2, 12.1], [0, 400]).ticks).toEqual([10.5, 11, 11.5, 12]);
  });
});

describe('the reader of these tests', () => {
  test.each(['<a><b></a></b>', '<a>', '<a/><b/>', '<a>1 < 2</a>', '<a>R&D</a>', '<a x="1" x="2"/>', '<a x=1/>'])(
    'refuses %s',
    (source) => {
      expect(() => readXml(source)).toThrow();
    },
  );
});
