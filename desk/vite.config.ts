import { svelte } from '@sveltejs/vite-plugin-svelte';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

/** licences.txt: the licences of all packages of which a part, code or font, is in the desk. */
function licences(): Plugin {
  return {
    name: 'isnad-licences',
    generateBundle() {
      // Fonts come by the style sheet, the layout of the network by a worker: neither is a module of this bundle.
      const others = ['@fontsource/ibm-plex-sans-arabic', '@fontsource-variable/noto-naskh-arabic', 'd3-dispatch', 'd3-force', 'd3-quadtree', 'd3-timer'];
      const packages = new Set([...this.getModuleIds()].flatMap((id) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []).concat(others));
      const texts = [...packages].sort().flatMap((name) => {
        const folder = new URL(`node_modules/${name}/`, import.meta.url);
        if (!existsSync(folder)) return [];
        const { version, license } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as { version: string; license: string };
        const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
        return `${name} ${version}: ${license}\n\n${file ? readFileSync(new URL(file, folder), 'utf8').trim() : ''}\n`;
      });
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: texts.join(`\n${'-'.repeat(80)}\n\n`) });
    },
  };
}

// The server answers with a content security policy that allows only files of its own: nothing is inlined, neither scripts nor
// fonts. Paths are relative, so that the desk also works behind a proxy that serves it from a folder.
export default defineConfig({
  plugins: [svelte(), licences()],
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
