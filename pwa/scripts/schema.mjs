// Writes src/api/schema.d.ts from an OpenAPI document: `npm run schema -- path/to/openapi.json`.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const source = process.argv[2];
if (!source) throw new Error('usage: npm run schema -- path/to/openapi.json');
const tree = await openapiTS(JSON.parse(readFileSync(source, 'utf8')), { defaultNonNullable: true });
writeFileSync(
  new URL('../src/api/schema.d.ts', import.meta.url),
  `/** Generated from the OpenAPI document by \`make openapi\`. */\n${astToString(tree)}`,
);
