import react from '@vitejs/plugin-react';
import {defineConfig} from 'vite';

/** Where the API is while the console is developed: what `npm start` printed. */
const api = process.env['PREHEAT_API_URL'] ?? 'http://127.0.0.1:4780';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Those that know light-dark(), by which all colours are written. For older ones it would be rewritten into variables
    // that hang on a color-scheme in the same file: Mantine's is not, and every colour would be lost.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // The policy of the page allows no data: addresses but for images.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
  },
  server: {
    host: '127.0.0.1',
    // The API takes what a cookie vouches for only from a page of its own host.
    proxy: {'/graphql': {target: api, changeOrigin: false}, '/status': api, '/first-admin': api},
  },
});
