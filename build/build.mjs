// `npm run build`: the finished site in dist/, ready for any static host.
import './node-version.mjs';

const { build, install } = await import('./setup.mjs');

try {
  install();
  process.exitCode = build() ? 0 : 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
