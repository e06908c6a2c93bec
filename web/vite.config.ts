import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.SEGUE_DEV_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  // The server puts a fresh nonce here with every page; see segue.http.pages.
  html: { cspNonce: '__SEGUE_NONCE__' },
  build: {
    outDir: resolve(import.meta.dirname, '../src/segue/web'),
    emptyOutDir: true,
    // The polyfill would be an inline script, which our Content-Security-Policy refuses.
    modulePreload: { polyfill: false },
    // Nothing as data: URL, for the same reason.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    target: 'es2022',
    rolldownOptions: {
      input: {
        desk: resolve(import.meta.dirname, 'desk/index.html'),
        customer: resolve(import.meta.dirname, 'customer/index.html'),
      },
      output: {
        codeSplitting: {
          // Kept apart because they change seldom: browsers keep them over a release.
          groups: [
            { name: 'livekit', test: /node_modules[\\/]livekit-client/ },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': server } },
  test: {
    environment: 'jsdom',
    setupFiles: ['./testing/setup.ts'],
    restoreMocks: true,
  },
});
