import type { StreamEvent, StreamFrame } from '../../client/index.js';
import type { ChatReply } from '../../src/contract/chat.js';
import { printError } from '../report-error.js';
import type { Colours } from '../terminal/colours.js';
import { showInline, showValue } from '../terminal/show-value.js';
import type { StatusLine } from '../terminal/status-line.js';
import { terminalWidth } from '../terminal/terminal-width.js';
import { cutToWidth } from '../terminal/text-width.js';
import type { ChatView } from './chat-view.js';
import type { OpenChat } from './open-chat.js';
import { Screen } from './screen.js';

/** The last words may arrive a moment after the reply. In milliseconds. */
const longestLag = 500;

interface Look {
  readonly stream: { readonly columns?: number; readonly rows?: number; write(text: string): unknown };
  readonly colours: Colours;
  readonly status: StatusLine;
  readonly withStack: boolean;
}

/** For people: words as they come, thoughts dim, tools a line each. */
export class TerminalView implements ChatView {
  private readonly screen: Screen;
  private conversation = '';
  private isAsked = false;
  private hasFrames = false;
  /** The text of the model call that goes on, or the last one. */
  private text = '';
  private isThinking = false;
  private changed: () => void = () => undefined;

  constructor(private readonly look: Look) {
    this.screen = new Screen(look.stream);
  }

  begin({ run, agent, conversation, turns, isJoined }: OpenChat): void {
    this.conversation = conversation;
    const { dim, bold } = this.look.colours;
    const before = isJoined ? `, goes on after ${turns} ${turns === 1 ? 'answer' : 'answers'}` : '';
    this.screen.write(agent, bold);
    this.screen.write(`  ${run.id}${before}\n`, dim);
    this.screen.line('Ctrl-D leaves the chat, /end ends it.', dim);
  }

  asked(): void {
    this.isAsked = true;
    this.hasFrames = false;
    this.begun();
    this.look.status.say('thinking');
  }

  frame({ frame }: StreamEvent): void {
    // What others have asked, or what came before, is not ours to show.
    if (!this.isAsked) return;
    this.hasFrames = true;
    this.look.status.clear();
    if (frame.conversation === this.conversation) this.show(frame);
    else this.showOther(frame);
    this.changed();
  }

  busy(doing: string): void {
    if (this.isAsked && this.text === '' && !this.isThinking) this.look.status.say(doing);
  }

  aside(): void {
    this.look.status.clear();
    this.screen.endLine();
  }

  async reply({ output }: ChatReply): Promise<void> {
    const end = Date.now() + longestLag;
    const isShown = (): boolean => typeof output === 'string' && this.text.trim() === output.trim();
    while (this.hasFrames && !isShown() && Date.now() < end) await this.nextFrame(end - Date.now());
    this.aside();
    this.isAsked = false;
    if (!isShown()) this.screen.line(showValue(output));
  }

  failed(error: unknown): void {
    this.aside();
    this.isAsked = false;
    printError(error, this.look.withStack);
  }

  private show(frame: StreamFrame): void {
    const { dim, yellow } = this.look.colours;
    switch (frame.type) {
      case 'step-start':
        return this.begun();
      case 'attempt-restart':
        if (!this.screen.takeBack()) this.screen.line('↻ The answer begins anew.', yellow);
        return this.begun();
      case 'text-delta':
        if (this.isThinking) this.screen.endLine();
        this.isThinking = false;
        this.text += frame.text;
        return this.screen.write(frame.text);
      case 'reasoning-delta':
        if (!this.isThinking) this.screen.endLine();
        this.isThinking = true;
        return this.screen.write(frame.text, dim);
      case 'tool-call':
      case 'tool-result':
        return this.showTool(frame, '');
      case 'step-end':
        return this.screen.endLine();
    }
  }

  /** Of an agent that is another one's tool, its tools are shown; its words are for the other agent. */
  private showOther(frame: StreamFrame): void {
    if (frame.type === 'tool-call' || frame.type === 'tool-result') this.showTool(frame, `${frame.agent} › `);
  }

  private showTool(frame: Extract<StreamFrame, { readonly type: 'tool-call' | 'tool-result' }>, within: string): void {
    const { dim, red, green } = this.look.colours;
    if (frame.type === 'tool-result') {
      const sign = frame.isError ? red('✗') : green('✓');
      this.screen.endLine();
      this.look.stream.write(`${sign} `);
      return this.screen.write(`${within}${frame.name}${frame.isError ? ' failed' : ''}\n`, dim);
    }
    const text = `→ ${within}${frame.name} ${showInline(frame.arguments)}`;
    this.screen.line(cutToWidth(text, (terminalWidth(this.look.stream) ?? 200) - 1), dim);
    // A tool is at work, which may take its time.
    this.text = '';
  }

  private begun(): void {
    this.screen.mark();
    this.text = '';
    this.isThinking = false;
  }

  private nextFrame(patience: number): Promise<void> {
    return new Promise((resolve) => {
      this.changed = resolve;
      setTimeout(resolve, patience);
    });
  }
}
