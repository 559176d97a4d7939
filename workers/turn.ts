type Resume = () => void;

/** Node's message ports hand over up to a thousand messages in one turn, which would starve its timers. */
const immediate = (globalThis as { setImmediate?: (resume: Resume) => void }).setImmediate;

/** One turn of the event loop, so that messages arrive. Timers are held to 4 ms, and microtasks let nothing in. */
export const turn = (): Promise<void> => new Promise(immediate ?? messageTurn());

function messageTurn(): (resume: Resume) => void {
  channel ??= openChannel();
  const { port, waiting } = channel;
  return (resume) => {
    waiting.push(resume);
    port.postMessage(null);
  };
}

let channel: { port: MessagePort; waiting: Resume[] } | undefined;

function openChannel(): { port: MessagePort; waiting: Resume[] } {
  const { port1, port2 } = new MessageChannel();
  const waiting: Resume[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return { port: port2, waiting };
}
