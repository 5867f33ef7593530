import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// The server answers with a content security policy that allows only files of its own: nothing is inlined, neither scripts nor
// fonts. Paths are relative, so that the desk also works behind a proxy that serves it from a folder.
export default defineConfig({
  plugins: [svelte()],
  base: './',
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'], // the first with light-dark()
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
  // `npm run dev` shows the desk of the sources beside a running `isnad serve`.
  server: { proxy: { '/api': 'http://127.0.0.1:8420' } },
});
