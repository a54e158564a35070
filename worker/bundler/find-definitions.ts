import type { AnyNode, CallExpression, NewExpression } from 'acorn';
import { definitionModules, derivesDefinition, isDefiner, runsInNode } from './definers.js';
import { initialOf, staticName, stringValue } from './module-model.js';
import type { Binding, Call, ModuleModel } from './module-model.js';

/** A call of one of perdure's functions, or of a method that derives a definition from another. */
export interface DefinitionCall extends Call {
  /** `task`, `workflow`, `Graph`, … as perdure exports it. */
  readonly definer: string;
  /** `task 'read'` */
  readonly label: string;
  /** The argument that runs in Node only. */
  readonly nodeBody: AnyNode | undefined;
  /** Whether its function arguments are workflow code. */
  readonly holdsWorkflowCode: boolean;
}

const wholeModule = '*';

/** All calls of perdure in a file, whatever they are called there: aliases, namespaces and `require` included. */
export function findDefinitions(model: ModuleModel): readonly DefinitionCall[] {
  const exportsOfBindings = new Map<Binding, string | undefined>();

  const exportOfBinding = (binding: Binding): string | undefined => {
    if (exportsOfBindings.has(binding)) return exportsOfBindings.get(binding);
    exportsOfBindings.set(binding, undefined);
    const found = readBinding(binding);
    exportsOfBindings.set(binding, found);
    return found;
  };

  const readBinding = ({ name, imported, piece }: Binding): string | undefined => {
    if (imported) {
      if (!definitionModules.includes(imported.from)) return undefined;
      return imported.name === 'default' ? wholeModule : imported.name;
    }
    if (piece?.node.type !== 'VariableDeclarator' || !piece.node.init) return undefined;
    const from = exportOf(piece.node.init);
    if (piece.node.id.type === 'Identifier') return from;
    if (from !== wholeModule || piece.node.id.type !== 'ObjectPattern') return undefined;
    const property = piece.node.id.properties.find(
      (each) => each.type === 'Property' && each.value.type === 'Identifier' && each.value.name === name,
    );
    return property && staticName(property);
  };

  const exportOf = (node: AnyNode): string | undefined => {
    switch (node.type) {
      case 'Identifier': {
        const binding = model.referenceAt(node)?.binding;
        return binding && exportOfBinding(binding);
      }
      case 'MemberExpression':
        return exportOf(node.object) === wholeModule ? staticName(node) : undefined;
      case 'SequenceExpression':
        return exportOf(node.expressions.at(-1)!);
      case 'CallExpression': {
        const reference = model.referenceAt(node);
        if (reference?.special?.kind === 'require' && !reference.binding) {
          return definitionModules.includes(reference.special.from ?? '') ? wholeModule : undefined;
        }
        // What compilers wrap around `require`.
        const isInterop = node.callee.type === 'Identifier' && /^_*(import|interop)/.test(node.callee.name);
        return isInterop && node.arguments[0] ? exportOf(node.arguments[0]) : undefined;
      }
      default:
        return undefined;
    }
  };

  // The depth is bounded because a binding may stand in its own initial value.
  const rootOf = (call: CallExpression | NewExpression, depth = 0): { definer: string; root: AnyNode } | undefined => {
    const definer = exportOf(call.callee);
    if (definer !== undefined && definer !== wholeModule) return { definer, root: call };
    if (call.callee.type !== 'MemberExpression' || depth > 500) return undefined;
    let object: AnyNode = call.callee.object;
    if (object.type === 'Identifier' && derivesDefinition(staticName(call.callee) ?? '')) {
      const piece = model.referenceAt(object)?.binding?.piece;
      object = (piece && initialOf(piece)) ?? object;
    }
    return object.type === 'CallExpression' || object.type === 'NewExpression' ? rootOf(object, depth + 1) : undefined;
  };

  return model.calls.flatMap((call): DefinitionCall[] => {
    const found = rootOf(call.node);
    if (!found) return [];
    const { definer, root } = found;
    const isDirect = root === call.node;
    const inNode = runsInNode(definer);
    return [
      {
        ...call,
        definer,
        label: labelOf(definer, root),
        nodeBody: inNode && isDirect ? bodyOf(call.node) : undefined,
        holdsWorkflowCode: !inNode && (isDefiner(definer) || call.isEager),
      },
    ];
  });
}

function labelOf(definer: string, root: AnyNode): string {
  const first = root.type === 'CallExpression' || root.type === 'NewExpression' ? root.arguments[0] : undefined;
  const name = stringValue(first);
  return name === undefined ? `${definer}()` : `${definer.toLowerCase()} '${name}'`;
}

function bodyOf({ arguments: given }: CallExpression | NewExpression): AnyNode | undefined {
  const last = given.at(-1);
  if (given.length < 2 || !last || /^(Literal|ObjectExpression|SpreadElement|TemplateLiteral)$/.test(last.type))
    return undefined;
  return last;
}
