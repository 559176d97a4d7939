/**
 * What tabs say to each other about a project. `ask`: I want to write; `saving`: I have heard, and am not done yet;
 * `committed`: the record has this sequence now.
 */
export type TabMessage = { kind: 'ask' } | { kind: 'saving' } | { kind: 'committed'; sequence: number };

/** What we use of a BroadcastChannel, which never delivers to itself. */
export type Channel = Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>;

/** Raised when the messages change their form: versions of the app that don't know each other's ignore them. */
const form = 1;

/** All tabs of the app on one channel; each message carries the id of its project. */
export class TabChannel {
  readonly #channel: Channel;

  constructor(open: (name: string) => Channel, onMessage: (id: string, message: TabMessage) => void) {
    this.#channel = open('behold-tabs');
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isKnown(data)) onMessage(data.id, data);
    };
  }

  post(id: string, message: TabMessage): void {
    this.#channel.postMessage({ form, id, ...message });
  }

  close(): void {
    this.#channel.close();
  }
}

function isKnown(data: unknown): data is TabMessage & { id: string } {
  if (typeof data !== 'object' || data === null) return false;
  const message = data as Record<string, unknown>;
  if (message['form'] !== form || typeof message['id'] !== 'string') return false;
  if (message['kind'] === 'committed') return Number.isSafeInteger(message['sequence']);
  return message['kind'] === 'ask' || message['kind'] === 'saving';
}
