// Uploads standard input with tus-js-client in Node: `node client.mjs ENDPOINT CHUNK_BYTES METADATA_JSON AUTHORIZATION`.
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';

const require = createRequire(new URL('../../pwa/package.json', import.meta.url));
const tus = require('tus-js-client');
const [endpoint, chunkBytes, metadata, authorization] = process.argv.slice(2);
const file = await buffer(process.stdin);
let attempts = 0;
const upload = new tus.Upload(file, {
  endpoint,
  chunkSize: Number(chunkBytes),
  metadata: JSON.parse(metadata),
  headers: { Authorization: authorization },
  retryDelays: Array(60).fill(30),
  onShouldRetry: () => (attempts += 1) < 60,
  onError: (error) => {
    console.error(String(error));
    process.exit(1);
  },
  onSuccess: () => {
    console.log(JSON.stringify({ url: upload.url, attempts }));
  },
});
upload.start();
