// node pdfjs.mjs MODULES DRIVER CHROMIUM FILE FOLDER TEXT…: shows FILE by pdf.js (in the folder MODULES) in Chromium,
// which puppeteer-core (in the folder DRIVER) drives, writes page N at 144 dpi as FOLDER/N.pgm, and prints how often the
// search of pdf.js finds each text, heeding diacritics.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const [modules, driver, chromium, file, folder, ...texts] = process.argv.slice(2);
const puppeteer = createRequire(path.join(driver, 'x.js'))('puppeteer-core');
const types = { '.mjs': 'text/javascript', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' };

const HTML = `<!doctype html><meta charset="utf-8"><title>pdf.js</title>
<style>#c { position: absolute; inset: 0; overflow: auto }</style>
<div id="c"><div id="viewer" class="pdfViewer"></div></div>
<script type="module">
import * as pdfjs from '/m/pdfjs-dist/build/pdf.mjs'
globalThis.pdfjsLib = pdfjs
const { EventBus, PDFFindController, PDFLinkService, PDFViewer } = await import('/m/pdfjs-dist/web/pdf_viewer.mjs')
pdfjs.GlobalWorkerOptions.workerSrc = '/m/pdfjs-dist/build/pdf.worker.mjs'
const bus = new EventBus(), links = new PDFLinkService({ eventBus: bus })
const finder = new PDFFindController({ eventBus: bus, linkService: links })
const container = document.getElementById('c')
const viewer = new PDFViewer({ container, eventBus: bus, linkService: links, findController: finder })
links.setViewer(viewer)
const doc = await pdfjs.getDocument({ url: '/file', iccUrl: '/m/pdfjs-dist/iccs/', wasmUrl: '/m/pdfjs-dist/wasm/' }).promise

window.grey = async n => {
    const page = await doc.getPage(n), viewport = page.getViewport({ scale: 2 })
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(viewport.width)
    canvas.height = Math.round(viewport.height)
    const context = canvas.getContext('2d', { willReadFrequently: true })
    await page.render({ canvas, canvasContext: context, viewport, background: 'white' }).promise
    const rgba = context.getImageData(0, 0, canvas.width, canvas.height).data
    const out = new Uint8Array(rgba.length / 4)
    for (let i = 0; i < out.length; i++)
        out[i] = Math.round(0.299 * rgba[4 * i] + 0.587 * rgba[4 * i + 1] + 0.114 * rgba[4 * i + 2])
    await fetch('/page/' + n + '/' + canvas.width + '/' + canvas.height, { method: 'POST', body: out })
    page.cleanup()
}

window.search = async query => {
    const pause = ms => new Promise(ok => setTimeout(ok, ms))
    bus.dispatch('find', { source: window, type: '', query, caseSensitive: true, entireWord: false, highlightAll: true,
        findPrevious: false, matchDiacritics: true })
    await pause(700) // it waits a quarter of a second before it begins
    for (;;) {
        const pages = Array.from(finder.pageMatches || [])
        if (pages.filter(Boolean).length === doc.numPages) return pages.reduce((n, p) => n + p.length, 0)
        await pause(50)
    }
}

const ready = new Promise(ok => bus.on('pagesinit', ok, { once: true }))
viewer.setDocument(doc)
links.setDocument(doc)
await ready
window.pages = doc.numPages
</script>`;

function answer(request, response) {
    const url = decodeURIComponent(new URL(request.url, 'http://127.0.0.1').pathname);
    const send = (status, type, body) => {
        response.writeHead(status, { 'Content-Type': type });
        response.end(body);
    };
    const page = url.match(/^\/page\/(\d+)\/(\d+)\/(\d+)$/);
    if (page && request.method === 'POST') {
        const out = fs.createWriteStream(path.join(folder, page[1] + '.pgm'));
        out.write(`P5 ${page[2]} ${page[3]} 255\n`);
        request.pipe(out).on('finish', () => send(200, 'text/plain', ''));
        return;
    }
    if (url === '/') return send(200, 'text/html', HTML);
    const real = url === '/file' ? file : path.join(modules, path.normalize(url.replace(/^\/m\//, '')));
    if (url !== '/file' && (!url.startsWith('/m/') || !real.startsWith(modules + path.sep))) return send(404, 'text/plain', '');
    fs.readFile(real, (error, bytes) => error ? send(404, 'text/plain', '')
        : send(200, types[path.extname(real)] || 'application/octet-stream', bytes));
}

const server = await new Promise(ok => {
    const s = http.createServer(answer);
    s.listen(0, '127.0.0.1', () => ok(s));
});
const browser = await puppeteer.launch({ executablePath: chromium, headless: true, protocolTimeout: 600000 });
try {
    const page = await browser.newPage();
    page.on('pageerror', error => console.error(String(error).slice(0, 300)));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction('window.pages', { timeout: 120000 });
    const pages = await page.evaluate('window.pages');
    for (let n = 1; n <= pages; n++) await page.evaluate(i => grey(i), n);
    for (const text of texts) console.log(await page.evaluate(t => search(t), text), text);
} finally {
    await browser.close();
    server.close();
}
