// The desk's JavaScript, every chunk that it may load, within 300 kB gzip.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMIT = 300_000;
const assets = resolve(import.meta.dirname, '../../src/segue/web/assets');
const sizes = readdirSync(assets)
  .filter((name) => name.endsWith('.js') && !name.startsWith('customer-'))
  .map((name) => ({ name, size: gzipSync(readFileSync(join(assets, name))).length }))
  .sort((one, other) => other.size - one.size);
const total = sizes.reduce((sum, { size }) => sum + size, 0);

for (const { name, size } of sizes) console.log(`${String(size).padStart(8)}  ${name}`);
console.log(`${String(total).padStart(8)}  desk, gzip (at most ${LIMIT})`);
if (total > LIMIT) {
  console.error(`The desk's JavaScript is ${total - LIMIT} bytes over its limit.`);
  process.exit(1);
}
