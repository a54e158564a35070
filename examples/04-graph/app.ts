import { Graph, task, workflow } from 'perdure';

// #region basic
export const getName = task('get_name', async (input: string) => input.trim());
export const sayHello = task('say_hello', async (name: string) => `Hello, ${name}`);

export const helloGraph = new Graph<string>('hello_world')
  .addNode('get_name', getName)
  .addNode('say_hello', sayHello)
  .addEdge('get_name', 'say_hello')
  .startWith('get_name')
  .endWith('say_hello');

export const greet = workflow('greet', async (input: string) => helloGraph.run(input));
// #endregion

// #region conditional
interface Order {
  readonly id: string;
  readonly amount: number;
}

export const validateOrder = task('validate_order', async (order: Order) => ({ order, valid: order.amount > 0 }));
export const processOrder = task('process_order', async (checked: { order: Order }) => `${checked.order.id} is paid`);
export const rejectOrder = task('reject_order', async (checked: { order: Order }) => `${checked.order.id} is refused`);

export const orderGraph = new Graph<Order>('order')
  .addNode('validate', validateOrder)
  .addNode('process', processOrder)
  .addNode('refuse', rejectOrder)
  .addEdge('validate', 'process', { when: (result) => result.valid })
  .addEdge('validate', 'refuse', { when: (result) => !result.valid })
  .startWith('validate')
  .endWith('process')
  .endWith('refuse');

export const handleOrder = workflow('handle_order', async (order: Order) => orderGraph.run(order));
// #endregion

// #region join
export const checkSecurity = task('check_security', async (code: string) =>
  code.includes('eval(') ? ['uses eval'] : [],
);
export const checkLength = task('check_length', async (code: string) => (code.length > 80 ? ['too long'] : []));

export const reviewGraph = new Graph<string>('review')
  .addNode('security', checkSecurity)
  .addNode('length', checkLength)
  // One argument per incoming edge, in the order the edges were added. Plain functions are nodes too.
  .addNode('summary', (security: string[], length: string[]) => [...security, ...length].join(', ') || 'fine')
  .addEdge('security', 'summary')
  .addEdge('length', 'summary')
  .startWith('security')
  .startWith('length')
  .endWith('summary');

export const review = workflow('review', async (code: string) => reviewGraph.run(code));
// #endregion
