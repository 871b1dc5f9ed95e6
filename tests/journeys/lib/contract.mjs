// The published contract of the API, and whether an answer keeps it. OpenAPI 3.1, whose schemas are JSON Schema 2020-12.
import Ajv from 'ajv/dist/2020.js';
import { parse } from 'yaml';

const AS_REFERENCE = /^#\/components\/(\w+)\/(\w+)$/;

export class Contract {
  constructor(text) {
    this.api = parse(text);
    this.ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });
    this.ajv.addKeyword('example');  // describes, and does not constrain
    this.ajv.addSchema({ $id: 'contract', $defs: withinContract(this.api.components.schemas) });
    this.paths = Object.entries(this.api.paths).map(([path, item]) => ({ path, item, pattern: patternOf(path) }));
  }

  resolve(node) {
    const named = AS_REFERENCE.exec(node?.$ref ?? '');
    return named ? this.api.components[named[1]][named[2]] : node;
  }

  /** The described path that an address falls under; the one with the fewest parameters when there are several. */
  find(pathname) {
    return this.paths.filter(({ pattern }) => pattern.test(pathname)).sort((a, b) => variables(a.path) - variables(b.path))[0];
  }

  /** What is wrong with a JSON answer: empty when it keeps the contract. */
  faults(pathname, status, type, value) {
    const found = this.find(pathname);
    if (!found) return [`no path of the contract describes ${pathname}`];
    const response = this.resolve(found.item.get?.responses?.[String(status)]);
    if (!response) return [`${found.path} does not describe status ${status}`];
    const schema = response.content?.[type]?.schema;
    if (!schema) return [`${found.path} does not describe ${type} for status ${status}`];
    const check = this.ajv.compile(withinContract(schema));
    if (check(value)) return [];
    return check.errors.slice(0, 5).map(error => `${found.path}: ${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`);
  }
}

const variables = path => path.split('{').length;
const patternOf = path => new RegExp('^' + path.split(/\{[^}]+\}/).map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^/]+') + '$');

/** References lead to the schemas of the contract, wherever they are written. */
function withinContract(schema) {
  const moved = (key, value) => key === '$ref' && typeof value === 'string' ? value.replace('#/components/schemas/', 'contract#/$defs/') : value;
  return JSON.parse(JSON.stringify(schema), moved);
}
