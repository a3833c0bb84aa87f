// Reads Bicep with its grammar, and says what each file declares and uses. In: [paths]. Out: {"files": [...]}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Language, Parser } from "web-tree-sitter";

await Parser.init();
const grammar = createRequire(import.meta.url).resolve("tree-sitter-bicep/tree-sitter-bicep.wasm");
const parser = new Parser();
parser.setLanguage(await Language.load(grammar));

const named = node => node.namedChildren.filter(child => !child.type.endsWith("comment"));
const descendants = (node, type) => node.descendantsOfType(type);
const textOf = string => string.text.slice(1, -1);
const literal = node => node.type === "string" ? textOf(node)
  : node.type === "number" ? Number(node.text)
  : node.type === "boolean" ? node.text === "true"
  : node.type === "array" ? named(node).map(literal)
  : undefined;

// What stands in @decorators(...) before a declaration.
function decorations(node) {
  const found = {};
  if (node.previousNamedSibling?.type !== "decorators") return found;
  for (const call of descendants(node.previousNamedSibling, "call_expression"))
    found[call.childForFieldName("function").text] = named(call.childForFieldName("arguments")).map(literal)[0] ?? true;
  return found;
}

// The members of an object; loops and conditions stand around it.
function members(object) {
  const found = new Map();
  for (const property of named(object).filter(child => child.type === "object_property")) {
    const [key, value] = named(property);
    found.set(key.type === "string" ? textOf(key) : key.text, value);
  }

  return found;
}

const bodyOf = node => {
  let body = named(node).at(-1);
  while (body.type !== "object") body = named(body).at(-1);
  return body;
};

// Names that are looked up, not those that are declared, nor those of members and types.
function isUse(node) {
  const parent = node.parent;
  const isFirst = named(parent)[0]?.id === node.id;
  switch (parent.type) {
    case "parameter_declaration": case "output_declaration": case "variable_declaration":
    case "resource_declaration": case "module_declaration":
      return !isFirst;
    case "object_property": return !isFirst || named(parent).length === 1;
    case "call_expression": return parent.childForFieldName("function").id !== node.id;
    case "for_statement": return parent.childForFieldName("initializer")?.id !== node.id;
    case "type": case "array_type": case "nullable_type": case "decorator": case "loop_variable":
    case "loop_enumerator": case "for_loop_parameters":
      return false;
    default: return true;
  }
}

function read(path) {
  const text = readFileSync(path, "utf8");
  // The grammar knows no files of parameters, whose assignments look like variables.
  const tree = parser.parse(path.endsWith(".bicepparam") ? text.replaceAll(/^param (?=\w+ =)/gm, "var   ") : text);
  const root = tree.rootNode;
  const file = {
    path, faults: [], params: [], variables: [], outputs: [], modules: [], resources: [], loops: [], uses: [],
    outputsUsed: [], functions: [], using: null, values: {},
  };
  const walk = node => {
    if (node.isError || node.isMissing) file.faults.push(`${path}:${node.startPosition.row + 1}: ${node.text}`);
    if (node.type === "identifier" && isUse(node)) file.uses.push(node.text);
    if (node.type === "member_expression") {
      const match = /^(\w+)\.outputs\.(\w+)$/.exec(node.text);
      if (match) file.outputsUsed.push({ module: match[1], output: match[2] });
    }

    if (node.type === "call_expression") file.functions.push(node.childForFieldName("function").text);
    if (node.type === "for_statement") {
      const single = node.childForFieldName("initializer");
      if (single) file.loops.push(single.text);
      for (const type of ["loop_variable", "loop_enumerator"])
        file.loops.push(...descendants(node, type).map(name => name.text));
    }

    node.children.forEach(walk);
  };
  walk(root);
  for (const node of named(root)) {
    const parts = named(node);
    const name = parts[0]?.text;
    const said = decorations(node);
    if (node.type === "parameter_declaration") {
      file.params.push({
        name, hasDefault: parts.length > 2, isDescribed: "description" in said, isSecure: "secure" in said,
        type: parts[1].text, allowed: said.allowed ?? null, minimum: said.minValue ?? null, maximum: said.maxValue ?? null,
        value: parts.length > 2 ? literal(parts[2]) ?? null : null,
      });
    } else if (node.type === "output_declaration") {
      file.outputs.push({ name, isDescribed: "description" in said, type: parts[1].text });
    } else if (node.type === "variable_declaration") {
      file.variables.push(name);
      const value = literal(parts[1]);
      if (value !== undefined) file.values[name] = value;
    } else if (node.type === "using_statement") {
      file.using = textOf(parts[0]);
    } else if (node.type === "module_declaration") {
      const given = members(bodyOf(node)).get("params");
      file.modules.push({ symbol: name, path: textOf(parts[1]), given: given ? [...members(given).keys()] : [] });
    } else if (node.type === "resource_declaration") {
      const body = members(bodyOf(node));
      file.resources.push({
        symbol: name, type: textOf(parts[1]), isExisting: /^resource \w+ '[^']*' existing/.test(node.text),
        scope: body.get("scope")?.text ?? null, name: body.get("name")?.text ?? null, text: node.text,
      });
    }
  }

  return file;
}

console.log(JSON.stringify({ files: JSON.parse(readFileSync(0, "utf8")).map(read) }));
