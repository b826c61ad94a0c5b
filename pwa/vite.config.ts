import { svelte } from '@sveltejs/vite-plugin-svelte';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';

/** The API behind `npm run dev`; the built app is served by the API itself. */
const api = process.env['GREENROOM_DEV_API'] ?? 'http://127.0.0.1:8080';

export default defineConfig(({ command }) => ({
  define: {
    __GALLERY__: JSON.stringify(command === 'serve' || process.env['VITE_GALLERY'] === '1'),
  },
  plugins: [
    svelte(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/sw',
      filename: 'sw.ts',
      injectRegister: false,
      registerType: 'prompt',
      // The globs take everything once; the manifest is added by the plugin itself.
      includeManifestIcons: false,
      injectManifest: { globPatterns: ['**/*.{js,css,html,svg,png}'] },
      manifest: {
        id: '/',
        name: 'Greenroom',
        short_name: 'Greenroom',
        description: 'Interviews in a calm room. 安静从容的面试。',
        lang: 'en',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#F3F5F0',
        theme_color: '#F3F5F0',
        icons: [
          { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: '/favicon.svg', sizes: 'any', type: 'image/svg+xml' },
        ],
      },
    }),
  ],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    cssCodeSplit: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Few files for a first visit on a slow line: all that every page starts with, and the kit that screens share.
          groups: [
            { name: 'shell', tags: ['$initial'], priority: 2 },
            { name: 'kit', test: /src\/ui\//, minShareCount: 5 },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': api,
      '/rtc': api,
      '/ws': { target: api, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
  ...(process.env['VITEST'] ? { resolve: { conditions: ['browser'] } } : {}),
}));
