// The desk's JavaScript: what is loaded before anything is seen, within 300 kB gzip; and what is
// fetched when it is wanted.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMITS = { first: 300_000, later: 45_000 };
const web = resolve(import.meta.dirname, '../../src/segue/web');
const page = readFileSync(join(web, 'desk/index.html'), 'utf8');
const sizes = readdirSync(join(web, 'assets'))
  .filter((name) => name.endsWith('.js') && !name.startsWith('customer-'))
  .map((name) => ({
    name,
    // The page names its script and all that this imports.
    when: page.includes(name) ? 'first' : 'later',
    size: gzipSync(readFileSync(join(web, 'assets', name))).length,
  }))
  .sort((one, other) => other.size - one.size);

for (const { name, when, size } of sizes)
  console.log(`${String(size).padStart(8)}  ${when}  ${name}`);
for (const [when, limit] of Object.entries(LIMITS)) {
  const total = sizes.reduce((sum, one) => sum + (one.when === when ? one.size : 0), 0);
  console.log(`${String(total).padStart(8)}  ${when}, gzip (at most ${limit})`);
  if (total <= limit) continue;
  console.error(`The desk's JavaScript (${when}) is ${total - limit} bytes over its limit.`);
  process.exitCode = 1;
}
