// Writes src/api/schema.d.ts, the types of every answer, from docs/api/openapi.json. That file refers to the record's schema as the
// server serves it; here it becomes one more component. `npm run types`; what it writes is not kept.
import { readFileSync, writeFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';

const read = (path) => readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8');
const record = JSON.parse(read('formats/record.schema.json').replaceAll('"#/$defs/', '"#/components/schemas/Record_'));
const api = JSON.parse(read('api/openapi.json').replaceAll('"/record.schema.json#/$defs/', '"#/components/schemas/Record_').replaceAll('"/record.schema.json"', '"#/components/schemas/Record"'));
for (const [name, schema] of Object.entries(record.$defs)) api.components.schemas[`Record_${name}`] = schema;
delete record.$defs;
delete record.$schema;
delete record.$id;
api.components.schemas.Record = record;
writeFileSync(new URL('../src/api/schema.d.ts', import.meta.url), astToString(await openapi(api)));
