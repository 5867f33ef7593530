// Writes the types of every answer, from docs/api/openapi.json. That file refers to the record's schema as the server serves it; here
// it becomes one more component. What it writes is not kept.  usage: node tools/types.mjs DOCS OUT
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapi, { astToString } from 'openapi-typescript';

const [docs, out] = process.argv.slice(2);
const read = (path) => readFileSync(join(docs, path), 'utf8');
const record = JSON.parse(read('formats/record.schema.json').replaceAll('"#/$defs/', '"#/components/schemas/Record_'));
const api = JSON.parse(read('api/openapi.json').replaceAll('"/record.schema.json#/$defs/', '"#/components/schemas/Record_').replaceAll('"/record.schema.json"', '"#/components/schemas/Record"'));
for (const [name, schema] of Object.entries(record.$defs)) api.components.schemas[`Record_${name}`] = schema;
delete record.$defs;
delete record.$schema;
delete record.$id;
api.components.schemas.Record = record;
writeFileSync(out, astToString(await openapi(api)));
