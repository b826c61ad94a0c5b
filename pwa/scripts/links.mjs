// Writes dist/links.json: for the address of every screen the files that it takes, as values of a Link header (RFC 8288).
// The server sends them along with the page, and the browser fetches them at once, not only when the page's first script
// has run; those that index.html names stand first, or they would wait for the others.
// `[["/i/:token", ["</assets/…>; rel=modulepreload", …]], …]`
import { readFileSync, writeFileSync } from 'node:fs';
import { posix } from 'node:path';
import { closure, dist, manifest, start } from './chunks.mjs';

const TABLES = ['src/router/routes.ts', 'src/features/live/routes.ts', 'src/features/staff/routes.ts'];
const ROUTE = /'(\/[^']*)'[^\n]*?import\('([^']+)'\)/g;

/** Address and module of each route that a table names. */
function routesOf(table) {
  const source = readFileSync(new URL(`../${table}`, import.meta.url), 'utf8');
  const named = [...source.matchAll(ROUTE)].map(([, path, module]) => [path, posix.join(posix.dirname(table), module)]);
  const screens = source.split('import(').length - 1;
  const elsewhere = source.includes('notFound') ? 1 : 0;
  if (named.length + elsewhere !== screens) throw new Error(`${table}: ${named.length} of ${screens} routes were understood`);
  return named;
}

function links(keys) {
  const chunks = [...keys].map((key) => manifest[key]);
  const styles = new Set(chunks.flatMap((chunk) => chunk.css ?? []));
  return [
    ...[...styles].map((file) => `</${file}>; rel=preload; as=style; crossorigin`),
    ...chunks.map((chunk) => `</${chunk.file}>; rel=modulepreload; crossorigin`),
  ];
}

const first = ['</boot.js>; rel=preload; as=script', ...links(start)];
const linksOf = (module) => [...first, ...links([...closure(module, new Set(start))].filter((key) => !start.has(key)))];
const routes = TABLES.flatMap(routesOf).filter(([, module]) => module in manifest);
writeFileSync(new URL('links.json', dist), JSON.stringify(routes.map(([path, module]) => [path, linksOf(module)])));
