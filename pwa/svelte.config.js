import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  // Nodes are made one by one instead of by innerHTML, so that Trusted Types need no policy for markup.
  compilerOptions: { runes: true, fragments: 'tree' },
};
