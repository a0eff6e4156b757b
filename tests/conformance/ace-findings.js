// node ace-findings.js REPORT.json: prints what Ace found, one line each; exit status 1 when there is anything.
'use strict';
const report = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));
let n = 0;
for (const page of report.assertions) {
  for (const finding of page.assertions) {
    const test = finding['earl:test'];
    console.log(`${test['earl:impact']} ${test['dct:title']} ${page['earl:testSubject'].url}`);
    n++;
  }
}
process.exitCode = n > 0 ? 1 : 0;
