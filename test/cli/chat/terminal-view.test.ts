import type { StreamFrame } from 'perdure';
import pico from 'picocolors';
import { describe, expect, test } from 'vitest';
import { printable, Screen } from '../../../cli/chat/screen.js';
import { TerminalView } from '../../../cli/chat/terminal-view.js';

const escape = String.fromCharCode(27);
const plain = pico.createColors(false);
const status = { say: () => undefined, clear: () => undefined };

/** A terminal of so many rows and columns that does what is written to it. */
function terminal(rows = 10, columns = 20) {
  const lines = [''];
  return {
    rows,
    columns,
    write(text: string) {
      for (const [part] of text.matchAll(new RegExp(`${escape}\\[\\d*[AJ]|[^]`, 'g'))) {
        const column = lines.at(-1)?.length ?? 0;
        if (part.endsWith('A') && part.startsWith(escape)) lines.splice(-Number(part.slice(2, -1)));
        else if (part.endsWith('J') && part.startsWith(escape)) lines[lines.length - 1] = '';
        else if (part === '\n') lines.push('');
        else if (part === '\r') continue;
        else if (column === columns) lines.push(part);
        else lines[lines.length - 1] += part;
      }
    },
    forget: () => void lines.splice(0, lines.length, ''),
    shows: () => lines.join('\n').trim(),
  };
}

const place = { agent: 'assistant', conversation: 'assistant', turn: 1 };
let seq = 0;

function open(size?: { rows: number; columns: number }) {
  const stream = terminal(size?.rows, size?.columns);
  const view = new TerminalView({ stream, colours: plain, status, withStack: false });
  const run = { id: 'tea' } as never;
  view.begin({
    app: undefined as never,
    run,
    agent: 'assistant',
    conversation: 'assistant',
    turns: 0,
    isJoined: false,
  });
  stream.forget();
  const show = (frame: Partial<StreamFrame> & { readonly type: StreamFrame['type'] }): void =>
    view.frame({ seq: (seq += 1), frame: { ...place, ...frame } as StreamFrame });
  const reply = (output: unknown): Promise<void> =>
    view.reply({ output, agent: 'assistant', stopReason: 'stop', turn: 1, usage: { inputTokens: 1, outputTokens: 1 } });
  return { stream, view, show, reply };
}

describe('an answer on a terminal', () => {
  test('comes word by word, and is not printed a second time with the reply', async () => {
    const { stream, view, show, reply } = open();
    view.asked();
    show({ type: 'step-start' });
    for (const text of ['Tea ', 'is ', 'good.']) show({ type: 'text-delta', text });
    expect(stream.shows()).toBe('Tea is good.');
    show({ type: 'step-end', stopReason: 'stop' });
    await reply('Tea is good.');
    expect(stream.shows()).toBe('Tea is good.');
  });

  test('begins anew where a model call begins anew, over lines that were broken too', async () => {
    const { stream, view, show, reply } = open();
    view.asked();
    show({ type: 'step-start' });
    show({ type: 'text-delta', text: 'A beginning that is longer than\none line is.' });
    show({ type: 'attempt-restart', attempt: 2 });
    expect(stream.shows()).toBe('');
    show({ type: 'text-delta', text: 'Tea is good.' });
    await reply('Tea is good.');
    expect(stream.shows()).toBe('Tea is good.');
  });

  test('says that it begins anew where what was shown has left the screen', () => {
    const { stream, view, show } = open({ rows: 2, columns: 20 });
    view.asked();
    show({ type: 'step-start' });
    show({ type: 'text-delta', text: 'One.\nTwo.\nThree.' });
    show({ type: 'attempt-restart', attempt: 2 });
    expect(stream.shows()).toMatch(/Three\.\n↻ The answer/);
  });

  test('has a line for each tool call and each result, also of agents that are tools', () => {
    const { stream, view, show } = open({ rows: 10, columns: 60 });
    view.asked();
    show({ type: 'text-delta', text: 'I look.' });
    show({ type: 'tool-call', id: '1', name: 'look_up', arguments: { word: 'tea' } });
    show({ type: 'tool-call', id: '2', name: 'find', arguments: {}, agent: 'clerk', conversation: 'clerk' });
    show({ type: 'text-delta', text: 'for the other agent', agent: 'clerk', conversation: 'clerk' });
    show({ type: 'tool-result', id: '2', name: 'find', isError: true, agent: 'clerk', conversation: 'clerk' });
    show({ type: 'tool-result', id: '1', name: 'look_up', isError: false });
    expect(stream.shows().split('\n')).toEqual([
      'I look.',
      '→ look_up {"word":"tea"}',
      '→ clerk › find {}',
      '✗ clerk › find failed',
      '✓ look_up',
    ]);
  });

  test('is shown whole where nothing of it was heard, or something else became of it', async () => {
    const { stream, view, show, reply } = open();
    view.asked();
    await reply('Tea is good.');
    view.asked();
    show({ type: 'text-delta', text: 'Drink tea!' });
    await reply({ drink: 'tea' });
    expect(stream.shows()).toBe('Tea is good.\nDrink tea!\n{\n  "drink": "tea"\n}');
  });

  test('waits a moment for words that are late', async () => {
    const { stream, view, show, reply } = open();
    view.asked();
    show({ type: 'text-delta', text: 'Tea is ' });
    const shown = reply('Tea is good.');
    show({ type: 'text-delta', text: 'good.' });
    await shown;
    expect(stream.shows()).toBe('Tea is good.');
  });

  test('shows nothing of what others have asked', () => {
    const { stream, show } = open();
    show({ type: 'text-delta', text: 'An earlier answer.' });
    expect(stream.shows()).toBe('');
  });
});

test('what a model writes does not steer the terminal', () => {
  expect(printable(`${escape}[2Jred\u0007\r\n\ttext\u009b`)).toBe('[2Jred\n  text');
  const stream = terminal();
  new Screen(stream).line(`${escape}[1Agone?`);
  expect(stream.shows()).toBe('[1Agone?');
});
