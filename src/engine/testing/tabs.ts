import type { Channel } from '../tab-channel.ts';
import type { Locks } from '../life.ts';
import { MemoryLocks } from './locks.ts';
import { Pipe } from './pipe.ts';

/** A tab's part of a browser: its Web Locks and BroadcastChannels. Frozen, it hears nothing until it thaws. */
export interface TestTab {
  locks: Locks;
  channel: (name: string) => Channel;
  freeze(): void;
  thaw(): void;
  /** As a tab that is closed or has crashed: its locks are free at once, and it hears nothing more. */
  close(): void;
}

interface Listener extends Channel {
  name: string;
  from: Pipe;
  /** Its tab is no more; what would still run there is not heard. */
  gone: boolean;
}

/** Tabs of one origin. What passes between them takes `latency()` ms. */
export class TestBrowser {
  readonly locks = new MemoryLocks();
  readonly #latency: () => number;
  readonly #listeners = new Set<Listener>();

  constructor(latency: () => number = () => 0) {
    this.#latency = latency;
  }

  tab(): TestTab {
    const [to, from, heard] = [new Pipe(this.#latency), new Pipe(this.#latency), new Pipe(this.#latency)];
    const locks = this.locks.client(to, from);
    const own: Listener[] = [];
    const channel = (name: string): Channel => {
      own.push(this.#listen(name, heard));
      return own.at(-1)!;
    };
    const each = (deed: (pipe: Pipe) => void) => [from, heard].forEach(deed);
    return {
      locks,
      channel,
      freeze: () => each((pipe) => pipe.freeze()),
      thaw: () => each((pipe) => pipe.thaw()),
      close: () => {
        locks.close();
        heard.cut();
        for (const listener of own) {
          listener.gone = true;
          listener.close();
        }
      },
    };
  }

  #listen(name: string, from: Pipe): Listener {
    const listener: Listener = {
      name,
      from,
      gone: false,
      onmessage: null,
      close: () => void this.#listeners.delete(listener),
      postMessage: (message: unknown) => this.#broadcast(listener, structuredClone(message)),
    };
    this.#listeners.add(listener);
    return listener;
  }

  #broadcast(sender: Listener, data: unknown): void {
    if (sender.gone) return;
    if (!this.#listeners.has(sender)) throw new DOMException('Channel is closed', 'InvalidStateError');
    for (const other of this.#listeners) {
      if (other === sender || other.name !== sender.name) continue;
      other.from.send(() => {
        const { onmessage } = other as unknown as { onmessage: ((event: { data: unknown }) => void) | null };
        if (this.#listeners.has(other)) onmessage?.({ data });
      });
    }
  }
}
