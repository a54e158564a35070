/** One who waits for news of a run. */
export interface Ear {
  /** Something may have come since the last time this was asked; waits for that, so long at most. */
  news(longest: number, signal: AbortSignal | undefined): Promise<void>;
  close(): void;
}

interface Waiting {
  isPending: boolean;
  wake: () => void;
}

/** All who wait in this process, by the topic they wait for. */
export class Ears {
  private readonly byTopic = new Map<string, Set<Waiting>>();

  get count(): number {
    return this.byTopic.size;
  }

  open(topic: string, closed: () => void): Ear {
    const waiting: Waiting = { isPending: false, wake: () => undefined };
    const others = this.byTopic.get(topic) ?? new Set();
    this.byTopic.set(topic, others.add(waiting));
    return {
      news: (longest, signal) => news(waiting, longest, signal),
      close: () => {
        others.delete(waiting);
        if (others.size === 0 && this.byTopic.get(topic) === others) this.byTopic.delete(topic);
        closed();
      },
    };
  }

  tell(topic: string): void {
    for (const waiting of this.byTopic.get(topic) ?? []) hear(waiting);
  }

  /** Nobody knows what was missed. */
  tellAll(): void {
    for (const topic of this.byTopic.keys()) this.tell(topic);
  }
}

function hear(waiting: Waiting): void {
  waiting.isPending = true;
  waiting.wake();
}

async function news(waiting: Waiting, longest: number, signal: AbortSignal | undefined): Promise<void> {
  if (!waiting.isPending && !signal?.aborted) {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, longest);
      waiting.wake = wake;
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
  waiting.isPending = false;
}
