// `npm start`: installs what is missing, builds what has changed, serves the result with the final headers.
import './node-version.mjs';

const { buildIfChanged, install } = await import('./setup.mjs');
const { listen, portTaken, staticServer } = await import('./serve.mjs');

const port = Number(process.env.PORT ?? 4173);

function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

if (!Number.isInteger(port) || port < 1 || port > 65535)
  fail(`PORT=${process.env.PORT} is not a port: choose a number from 1 to 65535.`);

try {
  install();
  buildIfChanged();
} catch (error) {
  fail(error.message);
}

try {
  await listen(await staticServer(), port);
} catch (error) {
  fail(error.code === 'EADDRINUSE' ? portTaken(port) : `The server could not start: ${error.message}`);
}

console.log(`
Behold is at  http://localhost:${port}

Open it in Chrome, Edge or another Chromium browser and drop a log on the page, or choose a sample.
Nothing that you drop leaves this machine. Once the page says that it works offline you may stop this server.
Stop it with Ctrl+C.`);
