import { expose, transferHandlers, wrap } from 'comlink';
import type { TransferHandler } from 'comlink';
import type { ErrorValues } from './errors.ts';
import { AppError, abortError, isAbort } from './errors.ts';

/** A worker's first message: it is up, and holds the lock that tells when it is no more. */
export const aliveMessage = 'behold:alive';

/** A function lent to the other side for one call; `close` takes it back, so that neither side keeps the other alive. */
export class LentFunction {
  readonly port: MessagePort;
  readonly #own: MessagePort;

  constructor(lent: (...args: never[]) => unknown) {
    const { port1, port2 } = new MessageChannel();
    expose(lent, port1);
    this.port = port2;
    this.#own = port1;
  }

  close(): void {
    this.#own.close();
  }
}

/** An AbortSignal lent to the other side for one call. */
export class LentSignal {
  readonly port: MessagePort;
  readonly aborted: boolean;
  readonly #own: MessagePort;
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    const { port1, port2 } = new MessageChannel();
    this.port = port2;
    this.aborted = signal.aborted;
    this.#own = port1;
    this.#signal = signal;
    signal.addEventListener('abort', this.#tell, { once: true });
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#tell);
    this.#own.close();
  }

  readonly #tell = (): void => this.#own.postMessage('abort');
}

type PackedSignal = { port: MessagePort; aborted: boolean };

const signalHandler: TransferHandler<unknown, PackedSignal> = {
  canHandle: (value): value is LentSignal => value instanceof LentSignal,
  serialize: (lent) => {
    const { port, aborted } = lent as LentSignal;
    return [{ port, aborted }, [port]];
  },
  deserialize: ({ port, aborted }) => {
    const controller = new AbortController();
    if (aborted) controller.abort();
    port.onmessage = () => controller.abort();
    return controller.signal;
  },
};

const functionHandler: TransferHandler<unknown, MessagePort> = {
  canHandle: (value): value is LentFunction => value instanceof LentFunction,
  serialize: (lent) => [(lent as LentFunction).port, [(lent as LentFunction).port]],
  deserialize: (port) => {
    port.start();
    return wrap(port);
  },
};

/** An error as it crosses: Comlink alone would keep name, message and stack, and lose the values. */
interface PackedError {
  kind: 'abort' | 'coded' | 'other';
  name: string;
  message: string;
  values?: ErrorValues;
}

const pack = (thrown: unknown): PackedError => {
  if (isAbort(thrown)) return { kind: 'abort', name: 'AbortError', message: '' };
  if (thrown instanceof AppError)
    return { kind: 'coded', name: thrown.code, message: thrown.message, values: thrown.values };
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { kind: 'other', name: error.name, message: error.message };
};

const unpack = ({ kind, name, message, values }: PackedError): Error => {
  if (kind === 'abort') return abortError();
  if (kind === 'coded') return new AppError(name, values);
  return new AppError('engine.unexpected', { message: `${name}: ${message}` });
};

/**
 * Teaches Comlink, on both sides of a worker, what it doesn't carry: abort signals, functions that can be taken back, and
 * errors with their code and values. Whatever is no AppError and no AbortError arrives as `engine.unexpected`.
 */
export function registerTransfers(): void {
  const thrown = transferHandlers.get('throw')!;
  transferHandlers.set('lent-signal', signalHandler);
  transferHandlers.set('lent-function', functionHandler);
  transferHandlers.set('throw', {
    canHandle: (value): value is unknown => thrown.canHandle(value),
    serialize: (marked) => [pack((marked as { value: unknown }).value), []],
    deserialize: (packed) => {
      throw unpack(packed as PackedError);
    },
  });
}
