// Called by readability.sh: node readability.cjs PAGES INGESTED
const fs = require('fs');
const path = require('path');
const { JSDOM, VirtualConsole } = require('jsdom');
const { Readability } = require('@mozilla/readability');

const [pages, ingested] = process.argv.slice(2);
const fold = (s) => (s || '').normalize('NFC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
const share = (list, test) => (list && list.length ? list.filter(test).length / list.length : null);

function byReadability(file) {
    const dom = new JSDOM(fs.readFileSync(file), { virtualConsole: new VirtualConsole() });
    const article = new Readability(dom.window.document).parse();
    if (!article) return { text: '', heads: [], captions: [] };
    const body = new JSDOM(article.content).window.document;
    const texts = (query) => [...body.querySelectorAll(query)].map((node) => node.textContent);
    return {
        title: article.title, author: article.byline, date: article.publishedTime,
        text: article.textContent, heads: texts('h1,h2,h3,h4,h5,h6'), captions: texts('figcaption'),
    };
}

function byIngest(file) {
    const a = JSON.parse(fs.readFileSync(file));
    const parts = [a.lead];
    const gather = (value) => {
        if (typeof value === 'string') parts.push(value);
        else if (Array.isArray(value)) value.forEach(gather);
        else if (value) ['text', 'items', 'rows', 'caption', 'credit', 'blocks', 'speaker'].forEach((k) => gather(value[k]));
    };
    gather(a.blocks);
    return {
        title: a.title, author: a.author, date: a.date, text: parts.join('\n'),
        heads: a.blocks.filter((b) => b.type === 'heading').map((b) => b.text),
        captions: a.blocks.filter((b) => b.type === 'figure').map((b) => (b.caption || '') + ' ' + (b.credit || '')),
    };
}

function score(truth, got) {
    const text = fold(got.text), captions = got.captions.map(fold), heads = got.heads.map(fold).filter((h) => h && h !== fold(got.title));
    const same = (key) => (truth[key] === undefined ? null : Number(fold(truth[key]) === fold(got[key])));
    const true_heads = truth.headings && truth.headings.map((h) => fold(h.text));
    const hits = true_heads && true_heads.filter((h) => heads.includes(h)).length;
    return {
        recall: share(truth.must_contain, (s) => text.includes(fold(s))),
        leak: share(truth.must_not_contain, (s) => text.includes(fold(s))),
        captions: share(truth.captions, (s) => captions.some((c) => c.startsWith(fold(s)))),
        heads: true_heads && (true_heads.length + heads.length ? (2 * hits) / (true_heads.length + heads.length) : 1),
        title: same('title'), author: same('author'),
        date: truth.date === undefined ? null : Number((truth.date || '').slice(0, 10) === (got.date || '').slice(0, 10)),
    };
}

const columns = ['recall', 'leak', 'captions', 'heads', 'title', 'author', 'date'];
const row = (id, tool, s) => console.log(id.padEnd(28) + tool.padEnd(13) +
    columns.map((c) => (s[c] === null ? '-' : s[c].toFixed(2)).padStart(9)).join(''));
const all = { ingest: [], Readability: [] };
console.log(''.padEnd(41) + columns.map((c) => c.padStart(9)).join(''));
for (const name of fs.readdirSync(pages).filter((f) => f.endsWith('.html')).sort()) {
    const id = name.slice(0, -5), truth = path.join(pages, id + '.expected.json'), out = path.join(ingested, id + '.json');
    if (!fs.existsSync(truth)) continue;
    const expected = JSON.parse(fs.readFileSync(truth));
    const none = { text: '', heads: [], captions: [] };
    const scores = {
        ingest: score(expected, fs.existsSync(out) ? byIngest(out) : none),
        Readability: score(expected, byReadability(path.join(pages, name))),
    };
    for (const tool in scores) {
        all[tool].push(scores[tool]);
        row(id, tool, scores[tool]);
    }
}
for (const tool in all) {
    const mean = {};
    for (const c of columns) {
        const values = all[tool].map((s) => s[c]).filter((v) => v !== null);
        mean[c] = values.length ? values.reduce((x, y) => x + y, 0) / values.length : null;
    }
    row('mean (' + all[tool].length + ')', tool, mean);
}
