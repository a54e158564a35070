import type { StreamEvent } from '../../client/index.js';
import type { ChatReply } from '../../src/contract/chat.js';
import type { OpenChat } from './open-chat.js';

/** How a chat looks to whoever is there. */
export interface ChatView {
  begin(chat: OpenChat): void;
  /** A question is with the agent. */
  asked(): void;
  /** Something the agent shows while it works. */
  frame(event: StreamEvent): void;
  /** What the run is busy with, while nothing comes. */
  busy(doing: string): void;
  /** Makes room for something that is not a part of the answer. */
  aside(): void;
  reply(reply: ChatReply): Promise<void>;
  /** The question was not answered. */
  failed(error: unknown): void;
}
