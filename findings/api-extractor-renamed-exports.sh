#!/usr/bin/env bash
# API Extractor 7.60.1 gives an export another name in the doc model, if the DOM has a global of the same name.
#
# One expects: the doc model (.api.json), from which reference pages are made, has what a program can import, by the names that it imports.
# What happens: FileReader and open, which are globals of TypeScript's default lib, are FileReader_2 and open_2 there, in canonicalReference too. The API
# report adds "export { FileReader_2 as FileReader }"; the doc model has the exported names nowhere. With "lib" without "dom" the names are right.
#
# Needs npm and its registry; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm install --silent --no-audit --no-fund --prefix . @microsoft/api-extractor@7.60.1
echo '{ "name": "shown", "version": "1.0.0", "types": "index.d.ts" }' > package.json
printf '/** Reads. */\nexport interface FileReader { read(): number }\n/** Opens. */\nexport declare function open(): FileReader;\n' > index.d.ts
cat > api-extractor.json << 'EOF'
{
  "projectFolder": ".",
  "mainEntryPointFilePath": "<projectFolder>/index.d.ts",
  "compiler": { "tsconfigFilePath": "<projectFolder>/tsconfig.json" },
  "apiReport": { "enabled": true, "reportFolder": "<projectFolder>", "reportFileName": "shown.api.md" },
  "docModel": { "enabled": true, "apiJsonFilePath": "<projectFolder>/shown.api.json" },
  "dtsRollup": { "enabled": false },
  "tsdocMetadata": { "enabled": false }
}
EOF
names() {
  echo "{ \"compilerOptions\": { \"target\": \"es2022\", \"types\": []$1 }, \"files\": [\"index.d.ts\"] }" > tsconfig.json
  npx api-extractor run --local > log 2>&1
  tr -d '\r' < shown.api.md | grep '^export {' || true
  node -p "JSON.parse(require('fs').readFileSync('shown.api.json', 'utf8')).members[0].members.map((each) => each.canonicalReference).join(' ')"
}
names '' | tee default
names ', "lib": ["es2022"]' | tee without
grep -qx 'export { FileReader_2 as FileReader }' default
grep -qx 'shown!FileReader_2:interface shown!open_2:function(1)' default
grep -qx 'shown!FileReader:interface shown!open:function(1)' without
echo 'as described'
