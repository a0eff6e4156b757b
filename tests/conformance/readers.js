// node readers.js [--size WxH] [--type PX] [--dark no] [--pictures FOLDER] ACE_MODULES READER_MODULES BOOK.epub
//
// Opens a book in foliate-js inside Chromium and uses it as a reader would: turns every page, goes to every printed page
// by the page list, opens notes as pop-ups, reads in the dark. Prints a line a finding; exit status 1 when there is any.
// With --pictures each screen is kept as a PNG, in the light and (d-…) in the dark.
'use strict';
const fs = require('fs');
const http = require('http');
const path = require('path');

const SETTLE = 60; // ms that the engine needs after a turn
const MOST_NOTES = 40;
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html; charset=utf-8' };
const READER = `<!doctype html><meta charset="utf-8"><title>reader</title>
<style>html, body { margin: 0; height: 100% } foliate-view { display: block; width: 100vw; height: 100vh }</style>
<script type="module">
import '/m/foliate-js/view.js'
import { FootnoteHandler } from '/m/foliate-js/footnotes.js'
const view = document.createElement('foliate-view'), notes = new FootnoteHandler()
let popped
view.addEventListener('link', e => notes.handle(view.book, e))
notes.addEventListener('before-render', e => document.body.append(e.detail.view))
notes.addEventListener('render', e => { popped(e.detail) })
let at = {}
view.addEventListener('relocate', e => { at = e.detail })
window.reader = {
  async open() {
    const blob = await (await fetch('/book')).blob()
    document.body.append(view)
    await view.open(new File([blob], 'book.epub'))
    view.renderer.setAttribute('max-column-count', '1')
    view.renderer.setAttribute('max-inline-size', innerWidth + 'px')
    await view.init({})
    const pages = (view.book.pageList || []).map(p => ({ label: p.label.trim(), href: p.href }))
    return { sections: view.book.sections.length, contents: (view.book.toc || []).length, pages }
  },
  next: () => view.next(),
  place: () => ({ cfi: at.cfi, end: at.fraction >= 1 }),
  goTo: href => view.goTo(href),
  docs: () => view.renderer.getContents().map(c => c.doc),
  style: css => view.renderer.setStyles(css),
  // Follows the reference and returns what its pop-up shows.
  async note(href) {
    const resolved = await view.goTo(href), [doc] = reader.docs()
    const link = resolved.anchor(doc), gone = new Promise((_, no) => setTimeout(no, 5000, new Error('no pop-up')))
    const shown = new Promise(ok => { popped = ok })
    link.click()
    const detail = await Promise.race([shown, gone])
    await new Promise(ok => setTimeout(ok, 100)) // the pop-up's view settles
    const body = detail.view.renderer.getContents()[0].doc.body
    const back = !!body.querySelector('[role=doc-backlink]')
    const result = { type: detail.type, text: body.textContent.trim(), back }
    detail.view.remove()
    return result
  },
  // Where the book refers to notes, as addresses of the references.
  async references(most) {
    const found = []
    for (const section of view.book.sections) {
      const doc = await section.createDocument()
      for (const a of doc.querySelectorAll('[role=doc-noteref][id]'))
        if (found.length < most) found.push(section.resolveHref('#' + a.id))
    }
    return found
  },
}
</script>`;

// Runs in the page: what is on the screen, and what is cut off there.
function screen() {
    const result = { words: '', pictures: 0, broken: [], cut: [] };
    for (const doc of reader.docs()) {
        const frame = doc.defaultView.frameElement.getBoundingClientRect();
        const shown = r => Math.min(r.right + frame.left, innerWidth) - Math.max(r.left + frame.left, 0);
        const here = r => shown(r) > Math.min(4, r.width / 2);
        const inside = r => r.left + frame.left >= -1 && r.right + frame.left <= innerWidth + 1 &&
            r.bottom + frame.top <= innerHeight + 1;
        const walk = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT), range = doc.createRange();
        for (let node; (node = walk.nextNode());) {
            if (!node.data.trim() || node.parentElement.closest('.cards thead, .few thead')) continue; // kept for listeners
            range.selectNodeContents(node);
            const rects = [...range.getClientRects()].filter(here);
            if (rects.length === 0) continue;
            result.words += node.data;
            if (!rects.every(inside)) result.cut.push(node.data.trim().slice(0, 40));
        }
        for (const image of doc.images) {
            result.pictures += [...image.getClientRects()].some(here);
            if (image.complete && image.naturalWidth === 0) result.broken.push(image.getAttribute('src'));
        }
        for (const face of doc.fonts)
            if (face.status === 'error') result.broken.push(face.family);
    }
    result.words = result.words.trim().length;
    return result;
}

// Runs in the page: the word after the marker of this page, and whether it is on the screen.
function wordAfter(id) {
    for (const doc of reader.docs()) {
        const marker = doc.getElementById(id);
        if (!marker) continue;
        const frame = doc.defaultView.frameElement.getBoundingClientRect();
        const walk = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
        const range = doc.createRange();
        walk.currentNode = marker;
        for (let node; (node = walk.nextNode());) {
            const word = node.nodeType === 3 ? /\S+/.exec(node.data) : null;
            if (node.nodeType === 1 && node.localName !== 'img') continue;
            if (node.nodeType === 3 && !word) continue;
            if (word) {
                range.setStart(node, word.index);
                range.setEnd(node, word.index + word[0].length);
            } else {
                range.selectNode(node);
            }
            const [r] = range.getClientRects();
            const across = !!r && r.left + frame.left > -1 && r.left + frame.left < innerWidth;
            const seen = across && r.top + frame.top < innerHeight;
            return { word: word ? word[0] : '(picture)', seen };
        }
        return { word: '(nothing)', seen: false };
    }
    return { word: '(marker not found)', seen: false };
}

// Runs in the page: texts whose colour the reader's dark page makes hard to read.
function unreadable() {
    const linear = v => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); // WCAG 2.2, relative luminance
    const light = c => {
        const [r, g, b] = c.match(/[\d.]+/g).map(v => linear(v / 255));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const found = [];
    for (const doc of reader.docs()) {
        const walk = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
        for (let node; (node = walk.nextNode());) {
            if (!node.data.trim()) continue;
            let back = null;
            for (let e = node.parentElement; e && !back; e = e.parentElement) {
                const c = getComputedStyle(e).backgroundColor;
                back = /, 0\)$|transparent/.test(c) ? null : c;
            }
            const a = light(getComputedStyle(node.parentElement).color), b = light(back || 'rgb(18, 18, 18)');
            if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5) found.push(node.data.trim().slice(0, 40));
        }
    }
    return found;
}

const pause = ms => new Promise(ok => setTimeout(ok, ms));

function serve(book, modules) {
    const server = http.createServer((request, response) => {
        const url = decodeURIComponent(new URL(request.url, 'http://127.0.0.1').pathname);
        const file = url === '/book' ? book : path.join(modules, path.normalize(url.slice(2)));
        if (url === '/') {
            response.writeHead(200, { 'Content-Type': TYPES['.html'] }).end(READER);
        } else if (url === '/book' || (url.startsWith('/m/') && fs.existsSync(file))) {
            response.writeHead(200, { 'Content-Type': TYPES[path.extname(file)] || 'application/octet-stream' });
            fs.createReadStream(file).pipe(response);
        } else {
            response.writeHead(url === '/favicon.ico' ? 204 : 404).end();
        }
    });
    return new Promise(ok => server.listen(0, '127.0.0.1', () => ok(server)));
}

class Reading {
    constructor(page, pictures) {
        this.page = page;
        this.pictures = pictures;
        this.findings = new Set();
        this.screens = 0;
    }
    finding(text) { this.findings.add(text); }

    async picture(name) {
        if (this.pictures) await this.page.screenshot({ path: path.join(this.pictures, `${name}.png`) });
    }

    async settle() {
        await pause(SETTLE);
        await this.page.evaluate('Promise.all(reader.docs().map(d => d.fonts.ready)).then(() => 0)');
    }

    // Every screen from where the reader stands to the end.
    async turnAll(prefix, look) {
        for (let n = 1; n < 5000; n++) {
            await this.settle();
            const before = await this.page.evaluate('reader.place()');
            await this.picture(prefix + String(n).padStart(4, '0'));
            await look(n);
            this.screens++;
            await this.page.evaluate('reader.next()');
            await pause(SETTLE);
            const after = await this.page.evaluate('reader.place()');
            if (after.cfi === before.cfi) {
                if (!after.end) this.finding(`screen ${n}: turning leads nowhere`);
                return;
            }
        }
    }

    async light() {
        await this.turnAll('', async n => {
            const seen = await this.page.evaluate(screen);
            if (seen.words === 0 && seen.pictures === 0) this.finding(`screen ${n} is blank`);
            for (const what of seen.broken) this.finding(`does not load: ${what}`);
            for (const what of seen.cut) this.finding(`screen ${n}: cut off: "${what}"`);
        });
    }

    async dark() {
        await this.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
        await this.page.evaluate(() => {
            document.body.style.background = '#121212';
            reader.style('html, body { background: #121212 !important; color: #e0e0e0 !important }');
        });
        await this.page.evaluate('reader.goTo(0)');
        await this.turnAll('d-', async () => {
            for (const what of await this.page.evaluate(unreadable)) this.finding(`unreadable in the dark: "${what}"`);
        });
    }

    async pageList(pages) {
        if (pages.length === 0) this.finding('no page list');
        for (const { label, href } of pages) {
            await this.page.evaluate(to => reader.goTo(to), href);
            await pause(SETTLE);
            const { word, seen } = await this.page.evaluate(wordAfter, href.split('#')[1]);
            if (!seen) this.finding(`page ${label}: its first word "${word}" is not on the screen`);
        }
    }

    async notes() {
        const references = await this.page.evaluate(most => reader.references(most), MOST_NOTES);
        for (const href of references) {
            const note = await this.page.evaluate(to => reader.note(to).catch(e => ({ error: e.message })), href);
            if (note.error || note.type !== 'footnote' || !/^\d+\. ./.test(note.text) || !note.back)
                this.finding(`note ${href.split('#')[1]}: ${note.error || JSON.stringify(note).slice(0, 120)}`);
        }
        return references.length;
    }
}

async function read(browser, options, home) {
    const page = await browser.newPage();
    await page.setViewport({ width: options.width, height: options.height });
    const reading = new Reading(page, options.pictures);
    page.on('pageerror', e => reading.finding(`error: ${e.message}`));
    await page.setRequestInterception(true);
    page.on('request', request => {
        const inside = request.url().startsWith(home) || /^(blob|data|about):/.test(request.url());
        if (!inside) reading.finding(`asks for ${request.url()}`);
        return inside ? request.continue() : request.abort();
    });
    await page.goto(home, { waitUntil: 'networkidle0' });
    const facts = await page.evaluate('reader.open()');
    if (facts.contents === 0) reading.finding('no contents');
    if (options.type !== 16)
        await page.evaluate(px => reader.style(`html { font-size: ${px}px }`), options.type);
    await reading.light();
    const screens = reading.screens;
    await reading.pageList(facts.pages);
    const notes = await reading.notes();
    if (options.dark) await reading.dark();
    const said = `${screens} screens of ${options.width} × ${options.height}, ${facts.pages.length} printed pages`;
    return { findings: [...reading.findings], said: `${said}, ${notes} notes` };
}

async function main() {
    const args = process.argv.slice(2), options = { width: 390, height: 844, type: 16, dark: true, pictures: null };
    while (args.length > 3) {
        const [name, value] = args.splice(0, 2);
        if (name === '--size') [options.width, options.height] = value.split('x').map(Number);
        else if (name === '--type') options.type = Number(value);
        else if (name === '--dark') options.dark = value !== 'no';
        else if (name === '--pictures') options.pictures = value;
        else args.length = 0;
    }
    if (args.length !== 3) {
        console.error('usage: readers.js [--size WxH] [--type PX] [--dark no] [--pictures FOLDER] ACE_MODULES ' +
            'READER_MODULES BOOK.epub');
        process.exit(2);
    }
    const [ace, modules, book] = args.map(a => path.resolve(a));
    if (options.pictures) fs.mkdirSync(options.pictures, { recursive: true });
    const server = await serve(book, modules);
    const browser = await require(path.join(ace, 'puppeteer')).launch({
        executablePath: path.join(__dirname, 'chromium.sh'), headless: true, protocolTimeout: 600000,
    });
    try {
        const { findings, said } = await read(browser, options, `http://127.0.0.1:${server.address().port}/`);
        console.log(said);
        for (const f of findings.slice(0, 40)) console.log(f);
        process.exitCode = findings.length > 0 ? 1 : 0;
    } finally {
        await browser.close();
        server.close();
    }
}
main().catch(e => {
    console.error(e.message);
    process.exit(1);
});
