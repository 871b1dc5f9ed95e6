// Loads a file of delimited text into a table of texts, unjudged: duckdb_peer.mjs FILE DATABASE. Prints the seconds.
import { DuckDBInstance } from '@duckdb/node-api';

const [file, database] = process.argv.slice(2);
const instance = await DuckDBInstance.create(database);
const connection = await instance.connect();
const began = process.hrtime.bigint();
await connection.run(`CREATE TABLE rna AS SELECT * FROM read_csv('${file}', delim = ';', header = true, all_varchar = true)`);
connection.closeSync();
instance.closeSync();  // what is not yet in the file is written
console.log(Number(process.hrtime.bigint() - began) / 1e9);
