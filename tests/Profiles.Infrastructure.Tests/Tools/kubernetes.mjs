// Checks manifests against the models of Kubernetes, KEDA and the Prometheus operator: by their JSON schemas (types,
// required members, patterns), and by their TypeScript types (members that do not exist, values of closed choices).
// In: [{"source", "document"}]. Out: {"checked", "unchecked": [kinds without a schema], "faults": [...]}.
import { readFileSync } from "node:fs";
import ts from "typescript";

const packages = {
  "keda.sh": "@kubernetes-models/keda/",
  "monitoring.coreos.com": "@kubernetes-models/prometheus-operator/",
};

// apps/v1 stays, batch/v1 stays; networking.k8s.io/v1 stays; v1 is the core group.
const moduleOf = version => (packages[version.split("/")[0]] ?? "kubernetes-models/") + version;

const documents = JSON.parse(readFileSync(0, "utf8"));
const unchecked = new Set();
const faults = [];
const lines = [];
const places = [];
for (const { source, document } of documents) {
  const place = `${source}: ${document.kind} ${document.metadata?.name}`;
  let model;
  try {
    model = (await import(moduleOf(document.apiVersion)))[document.kind];
  } catch {
    model = undefined;
  }

  if (!model) {
    unchecked.add(`${document.apiVersion} ${document.kind}`);
    continue;
  }

  try {
    new model(document).validate();
  } catch (error) {
    faults.push(`${place}: ${error.message}`);
  }

  const number = places.push(place) - 1;
  lines.push(
    `import type { I${document.kind} as T${number} } from "${moduleOf(document.apiVersion)}";`
    + ` export const d${number}: T${number} = ${JSON.stringify(document)};`);
}

const file = `${import.meta.dirname}/manifests.ts`;
const options = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  types: [],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists, readFile } = host;
const text = lines.join("\n");
host.fileExists = name => name === file || fileExists(name);
host.readFile = name => name === file ? text : readFile(name);
host.getSourceFile = (name, ...rest) => name === file
  ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true)
  : getSourceFile(name, ...rest);
const program = ts.createProgram([file], options, host);
for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
  if (diagnostic.file?.fileName !== file) {
    faults.push(message);
    continue;
  }

  const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
  faults.push(`${places[line]}: ${message}`);
}

console.log(JSON.stringify({ checked: places.length, unchecked: [...unchecked], faults }));
