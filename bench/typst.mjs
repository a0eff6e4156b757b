// typst.mjs IN.typ OUT.pdf: the compiler that the npm package @myriaddreamin/typst-ts-node-compiler carries, for where
// there is no typst program. BRIEFBOOK_PEERS: the folder with node_modules.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
const require = createRequire(path.resolve(process.env.BRIEFBOOK_PEERS, 'x.js'));
const { NodeCompiler } = require('@myriaddreamin/typst-ts-node-compiler');
const [source, out] = process.argv.slice(2).map((name) => path.resolve(name));
const compiler = NodeCompiler.create({
  workspace: path.dirname(source),
  fontArgs: [{ fontPaths: ['/usr/share/fonts/truetype/noto'] }],
});
const result = compiler.compile({ mainFilePath: source });
if (result.hasError()) {
  result.printDiagnostics();
  process.exit(1);
}
fs.writeFileSync(out, compiler.pdf(result.result, {}));
