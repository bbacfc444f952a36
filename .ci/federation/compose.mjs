// Usage: node compose.mjs NAME=FILE NAME=FILE …
//
// Composes the subgraphs in the files into a supergraph and checks that every query of it can be
// planned. Prints errors and hints, and ends with 1 unless there are none of either.
import { readFile } from 'node:fs/promises';

import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

const subgraphs = process.argv.slice(2).map((argument) => argument.split('='));
if (subgraphs.length < 2 || subgraphs.some((pair) => pair.length !== 2)) {
  console.error('usage: node compose.mjs NAME=FILE NAME=FILE …');
  process.exit(2);
}

const services = [];
for (const [name, file] of subgraphs) {
  services.push({ name, typeDefs: parse(await readFile(file, 'utf8')), url: '' });
}
const { errors = [], hints = [], supergraphSdl } = composeServices(services);
for (const error of errors) {
  console.log(`error: ${error.message}`);
}
// A hint says that two subgraphs contradict each other where composition can decide which one to follow.
for (const hint of hints) {
  console.log(`hint: ${hint}`);
}
const names = subgraphs.map(([name]) => name).join(' and ');
console.log(`${names}: ${errors.length} errors, ${hints.length} hints`);
process.exit(errors.length === 0 && hints.length === 0 && supergraphSdl ? 0 : 1);
